"""The form of one thing in the plan: what is aimed at, what will be done, what it takes, who leads and by when."""

from __future__ import annotations

from datetime import date
from typing import Any

import streamlit as st

from selfassess.scoring import Scores
from selfassess.service.plans import FIRST_DAY, LAST_DAY, ActionRecord, draft_field
from selfassess.ui import html, navigation, state, wiring
from selfassess.ui.opened import Opened
from selfassess.view_models.plan import PlanRow, Suggestion, suggest
from selfassess.view_models.words import code_of, level_in_words

LABELS = {
    "text": "What we will do (about services, never about a child or family)",
    "implies": "What it takes: people, time, whose agreement",
    "outcome": "What came of it so far (optional)",
}
WAITING = "This waits as a draft and is not in the plan yet."
WAYS_ON = "Change it, keep it if nobody can be recognised by it, or delete it."
LIMIT = 400


def open_position(assessment: str) -> int:
    """The position of the action whose form is open, 0 for none.

    The address says it to begin with. From then on the session does: when somebody types and presses a button at once,
    the browser can miss that the address has changed, and would open again what has just been closed.
    """
    asked = navigation.asked("edit")
    there: int = st.session_state.setdefault(
        _open_key(assessment), int(asked) if asked.isdecimal() and len(asked) < 4 else 0
    )
    return there


def open_change(assessment: str, position: int, item: str) -> None:
    """Opens the form of one action; `item` has the page go to its card."""
    st.session_state[_open_key(assessment)] = position
    st.query_params["edit"] = str(position)
    st.query_params["item"] = item


def close_change(assessment: str) -> None:
    st.session_state[_open_key(assessment)] = 0
    for name in ("edit", "item"):
        st.query_params.pop(name, None)


def forget_open(assessment: str) -> None:
    """Has the address say again which form is open: for pages that link to one."""
    st.session_state.pop(_open_key(assessment), None)


def _open_key(assessment: str) -> str:
    return f"plan-open-{assessment}"


def draw_change(opened: Opened, row: PlanRow, scores: Scores | None) -> None:
    """Everything of one action; each field is saved as it is left."""
    view = opened.view
    kept = next(a for a in view.actions if a.position == row.position)
    found = suggest(view.framework, view.record.lens, row.item, scores, opened.terms)
    with st.container(key=f"edit-{row.position}", border=True):
        html.show(f"<p><strong>Now</strong> {html.esc(found.now)}</p>")
        _draw_target(opened, kept, found)
        _draw_steps(opened, row, kept, found)
        for name in ("text", "implies"):
            note_field(opened, row, name, LABELS[name])
        left, right = st.columns(2)
        with left:
            note_field(opened, row, "owner_role", "Who leads (role)")
        with right:
            _draw_due(opened, row, kept)
        note_field(opened, row, "outcome", LABELS["outcome"])
        say_saved(opened, row.position, "Saved earlier")
        with st.container(key=f"edit-buttons-{row.position}", horizontal=True):
            st.button(
                "Close", key=f"close-{row.position}", type="primary", on_click=close_change, args=(opened.id,)
            )
            _draw_remove(opened, row)
        # Last in the form: coming and going, the box must not move what the next click is aimed at.
        draw_waiting(opened, row.item, row.position)


def say_saved(opened: Opened, position: int, before: str = "") -> None:
    """When something of an action was last saved; `before` is said until then, so that nothing moves when it is."""
    at = state.saved_at(opened.id, f"plan-{position}")
    if at or before:
        said = f"Saved {at:%H:%M:%S}" if at else before
        html.show(f"<p class='saved{' fresh' if at else ''}'>{html.esc(said)}</p>")


def _draw_target(opened: Opened, kept: ActionRecord, found: Suggestion) -> None:
    framework, lens = opened.view.framework, opened.view.record.lens
    choices = dict(found.targets)
    # What was aimed at may have been reached since, or lie between two described levels: it is still a choice.
    if kept.target is not None and kept.target not in choices:
        item = framework.item(kept.item)
        choices = {kept.target: level_in_words(framework, item, lens, kept.target, opened.terms)} | choices
    if not choices:
        return
    key = f"target-{kept.position}-{opened.id}"
    codes = {code_of(value): value for value in sorted(choices)}
    if kept.target is not None:
        st.session_state.setdefault(key, code_of(kept.target))

    @state.guarded
    def save() -> None:
        chosen = st.session_state.get(key)
        if chosen in codes:
            _change(opened, kept.position, kept.item, target=codes[chosen])

    st.radio(
        "What we aim at",
        list(codes),
        format_func=lambda code: html.plain(choices[codes[code]]),
        index=None,
        key=key,
        on_change=save,
    )


def _draw_steps(opened: Opened, row: PlanRow, kept: ActionRecord, found: Suggestion) -> None:
    """What moving up usually takes, as buttons that put it into the action, to be changed there."""
    unused = [step for step in found.steps if step not in kept.text]
    if not unused:
        return
    html.paragraph("What moving up usually takes. Press one to start from it, and put it in your own words.")
    for step in unused:
        st.button(
            html.plain(step),
            key=f"step-{row.position}-{found.steps.index(step)}",
            on_click=_take_step,
            args=(opened, row, step),
            wrap=True,
        )


@state.guarded
def _take_step(opened: Opened, row: PlanRow, step: str) -> None:
    key = _key("text", opened, row)
    typed = str(st.session_state.get(key) or "").strip()
    text = f"{typed}\n{step}" if typed else step
    st.session_state[key] = text
    _change(opened, row.position, row.item, text=text)


def note_field(opened: Opened, row: PlanRow, name: str, label: str) -> None:
    """One text of an action. What waits as a draft stands in it until it is changed, kept or deleted."""
    kept = next(a for a in opened.view.actions if a.position == row.position)
    draft = opened.view.drafts.get((row.item, draft_field(row.position, name)))
    key = _key(name, opened, row)
    st.session_state.setdefault(key, draft.text if draft else getattr(kept, name))

    @state.guarded
    def save() -> None:
        _change(opened, row.position, row.item, **{name: str(st.session_state.get(key) or "")})

    if name == "owner_role":
        st.text_input(label, key=key, on_change=save, max_chars=120)
    else:
        # A longer text, of a file say, could not even be shortened in a field of a smaller limit.
        limit = max(LIMIT, len(st.session_state[key]))
        st.text_area(label, key=key, on_change=save, max_chars=limit, height=96 if name == "text" else 68)


def _draw_due(opened: Opened, row: PlanRow, kept: ActionRecord) -> None:
    key = _key("due", opened, row)
    st.session_state.setdefault(key, kept.due_on)

    @state.guarded
    def save() -> None:
        due = st.session_state.get(key)
        _change(opened, row.position, row.item, due_on=due if isinstance(due, date) else None)

    limits = {"min_value": min(FIRST_DAY, kept.due_on or FIRST_DAY), "max_value": LAST_DAY}
    st.date_input("By when", key=key, on_change=save, format="DD/MM/YYYY", **limits)


def _draw_remove(opened: Opened, row: PlanRow) -> None:
    """Asks once more before it goes."""
    asking = f"removing-{row.position}-{opened.id}"

    @state.guarded
    def remove() -> None:
        wiring.plans().remove(wiring.actor(), opened.id, row.position)
        state.forget_widgets(row.item, opened.id)
        st.session_state.pop(asking, None)
        close_change(opened.id)
        state.tell_done(f"{row.item} is taken out of the plan.")

    def ask(on: bool) -> None:
        st.session_state[asking] = on

    if st.session_state.get(asking):
        st.button("Yes, take it out", key=f"remove-{row.position}", on_click=remove)
        st.button("No, leave it in", key=f"keep-in-{row.position}", on_click=ask, args=(False,))
    else:
        st.button("Take it out of the plan", key=f"ask-remove-{row.position}", on_click=ask, args=(True,))


def draw_waiting(opened: Opened, item: str, position: int) -> None:
    """What became of texts that seem to hold personal details, and the ways on."""
    for name in ("text", "implies", "outcome"):
        field = draft_field(position, name)
        draft = opened.view.drafts.get((item, field))
        if draft is None:
            continue
        st.warning(html.plain(f"“{draft.text}” {WAITING} {' '.join(draft.why)} {WAYS_ON}"))
        with st.container(key=f"waiting-{field}-{item}", horizontal=True):
            for verb, label, act in (("keep", "Keep it", _keep), ("delete", "Delete it", _delete)):
                st.button(label, key=f"{verb}-{field}-{item}", on_click=act, args=(opened, item, field))


@state.guarded
def _keep(opened: Opened, item: str, field: str) -> None:
    wiring.plans().keep_draft(wiring.actor(), opened.id, item, field)
    state.forget_widgets(item, opened.id)
    state.announce(f"Kept in the plan for {item}.")


@state.guarded
def _delete(opened: Opened, item: str, field: str) -> None:
    wiring.plans().drop_draft(wiring.actor(), opened.id, item, field)
    state.forget_widgets(item, opened.id)
    state.announce(f"What was written for {item} is deleted.")


def _change(opened: Opened, position: int, item: str, **changes: Any) -> None:
    note = wiring.plans().change(wiring.actor(), opened.id, position, **changes)
    if note.saved:
        state.mark_saved(opened.id, f"plan-{position}", f"The plan for {item}")
    else:
        state.announce(f"{WAITING} {' '.join(note.warnings)}")


def _key(name: str, opened: Opened, row: PlanRow) -> str:
    """Begins with "note", so that what is typed is saved as a note is; ends so that `forget_widgets` finds it."""
    return f"note-{name}-{row.position}-{row.item}-{opened.id}"
