"""Three things to work on next, on the first page of the results, each with room for who does what by when."""

from __future__ import annotations

from datetime import date

import streamlit as st

from selfassess.scoring import Scores
from selfassess.service.plans import FIRST_DAY, LAST_DAY, ActionDraft, ActionRecord
from selfassess.ui import html, navigation, state, wiring
from selfassess.ui.opened import Opened
from selfassess.ui.plan_change import LIMIT, forget_open
from selfassess.view_models.detail import IndicatorDetail
from selfassess.view_models.plan import positions_for, value_now
from selfassess.view_models.results import Priority


def draw_plan(opened: Opened, priorities: tuple[Priority, ...]) -> None:
    """Each thing with where it stands and a next step; its owner can write the plan beside it."""
    actions = opened.view.actions
    positions = positions_for(actions, {each.place: each.item for each in priorities})
    for priority in priorities:
        position = positions[priority.place]
        kept = next((a for a in actions if (a.position, a.item) == (position, priority.item)), None)
        with st.container(key=f"plan-{priority.place}"):
            html.show(
                f"<h3>{priority.place}. {html.esc(priority.title)} <span class='number'>{priority.item}</span></h3>"
                f"<p><strong>Now</strong> {html.esc(priority.now)} {html.esc(priority.why)}</p>"
                + (
                    f"<p><strong>A next step</strong> {html.esc(priority.next_step)}</p>"
                    if priority.next_step
                    else ""
                )
            )
            if opened.view.is_owner:
                _draw_fields(opened, priority, position, kept)
                link_to_plan(opened, priority.item, priority.title, kept)


def link_to_plan(opened: Opened, item: str, title: str, kept: ActionRecord | None) -> None:
    """The way to a sub-indicator's place in the plan, or to where it is added to it."""
    forget_open(opened.id)
    where = {"assessment": opened.id, "item": item}
    if kept is None:
        navigation.link("plan", f"Plan this: {item} {title}", key=f"plan-{item}", **where)
    else:
        label = f"In the plan: {item} {title}"
        navigation.link("plan", label, key=f"plan-{item}", **where, edit=str(kept.position))


def link_gaps_to_plan(opened: Opened, scores: Scores, indicator: IndicatorDetail) -> None:
    """The same for each of an indicator's sub-indicators that is rated below the top level."""
    there = {action.item: action for action in reversed(opened.view.actions) if action.is_open}
    with st.container(key=f"gaps-{indicator.id}", horizontal=True):
        for item in indicator.items:
            value = value_now(opened.view.framework, item.item, scores)
            if value is not None and value < opened.view.framework.scale.highest:
                link_to_plan(opened, item.item, item.title, there.get(item.item))


def _planned_since(opened: Opened, priority: Priority) -> ActionRecord | None:
    """What was planned for it elsewhere, since this page was drawn without."""
    actions = wiring.service().load(wiring.actor(), opened.id).actions
    return next((each for each in actions if each.is_open and each.item == priority.item), None)


def _draw_fields(opened: Opened, priority: Priority, position: int, kept: ActionRecord | None) -> None:
    key = f"{priority.place}-{priority.item}-{opened.id}"
    seeds = {"action": kept.text if kept else "", "owner": kept.owner_role if kept else ""}
    for name, value in seeds.items():
        st.session_state.setdefault(f"note-{name}-{key}", value)
    st.session_state.setdefault(f"note-due-{key}", kept.due_on if kept else None)

    @state.guarded
    def save(field: str) -> None:
        due = st.session_state.get(f"note-due-{key}")
        text, owner = (st.session_state.get(f"note-{name}-{key}") or "" for name in ("action", "owner"))
        said = {"text": text, "owner_role": owner, "due_on": due if isinstance(due, date) else None}
        plans, actor = wiring.plans(), wiring.actor()
        # Only what was left just now: the other fields may have been written elsewhere since this page was drawn.
        there = kept or _planned_since(opened, priority)
        if there:
            note = plans.change(actor, opened.id, there.position, **{field: said[field]})
        else:
            note = plans.save(actor, opened.id, position, ActionDraft(priority.item, **said))
        if note.saved:
            state.mark_saved(opened.id, f"plan-{priority.place}", f"Plan {priority.place}")
        else:
            state.tell_problem(
                f"Not saved yet. {' '.join(note.warnings)} Change the wording, or keep it on the page of the plan."
            )

    due = f"{kept.due_on:%d/%m/%Y}" if kept and kept.due_on else ""
    html.show(
        "<div class='print-only'>What we will do"
        f"<span class='plan-line wide'>{html.esc(seeds['action'])}</span>"
        f"Who leads<span class='plan-line'>{html.esc(seeds['owner'])}</span>"
        f"By when<span class='plan-line'>{due}</span></div>"
    )
    limit = max(LIMIT, len(st.session_state[f"note-action-{key}"] or ""))
    st.text_area(
        "What we will do",
        key=f"note-action-{key}",
        on_change=save,
        args=("text",),
        max_chars=limit,
        height=68,
    )
    left, right = st.columns(2)
    left.text_input(
        "Who leads (role)", key=f"note-owner-{key}", on_change=save, args=("owner_role",), max_chars=120
    )
    right.date_input(
        "By when",
        key=f"note-due-{key}",
        on_change=save,
        args=("due_on",),
        format="DD/MM/YYYY",
        min_value=FIRST_DAY,
        max_value=LAST_DAY,
    )
    if at := state.saved_at(opened.id, f"plan-{priority.place}"):
        html.show(f"<p class='saved fresh screen-only'>Saved {at:%H:%M:%S}</p>")
