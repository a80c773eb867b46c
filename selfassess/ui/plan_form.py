"""Three things to work on next, each with room for who does what by when."""

from __future__ import annotations

from datetime import date

import streamlit as st

from selfassess.ui import html, state, wiring
from selfassess.ui.opened import Opened
from selfassess.view_models.results import Priority


def draw_plan(opened: Opened, priorities: tuple[Priority, ...]) -> None:
    """Each thing with where it stands and a next step; its owner can write the plan beside it."""
    for priority in priorities:
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
                _draw_fields(opened, priority)


def _draw_fields(opened: Opened, priority: Priority) -> None:
    kept = next(
        (a for a in opened.view.actions if (a.position, a.item) == (priority.place, priority.item)), None
    )
    key = f"{priority.place}-{priority.item}-{opened.id}"
    seeds = {"action": kept.text if kept else "", "owner": kept.owner_role if kept else ""}
    for name, value in seeds.items():
        st.session_state.setdefault(f"note-{name}-{key}", value)
    st.session_state.setdefault(f"note-due-{key}", kept.due_on if kept else None)

    @state.guarded
    def save() -> None:
        due = st.session_state.get(f"note-due-{key}")
        text, owner = (st.session_state.get(f"note-{name}-{key}") or "" for name in ("action", "owner"))
        note = wiring.service().save_action(
            wiring.actor(),
            opened.id,
            priority.place,
            priority.item,
            text,
            owner,
            due if isinstance(due, date) else None,
        )
        if note.saved:
            state.mark_saved(opened.id, f"plan-{priority.place}", f"Plan {priority.place}")
        else:
            state.tell_problem(f"Not saved yet. {' '.join(note.warnings)} Change the wording of the plan.")

    due = f"{kept.due_on:%d/%m/%Y}" if kept and kept.due_on else ""
    html.show(
        "<div class='print-only'>What we will do"
        f"<span class='plan-line wide'>{html.esc(seeds['action'])}</span>"
        f"Who leads<span class='plan-line'>{html.esc(seeds['owner'])}</span>"
        f"By when<span class='plan-line'>{due}</span></div>"
    )
    st.text_area("What we will do", key=f"note-action-{key}", on_change=save, max_chars=400, height=68)
    left, right = st.columns(2)
    left.text_input("Who leads (role)", key=f"note-owner-{key}", on_change=save, max_chars=120)
    right.date_input("By when", key=f"note-due-{key}", on_change=save, format="DD/MM/YYYY")
    if at := state.saved_at(opened.id, f"plan-{priority.place}"):
        html.show(f"<p class='saved fresh screen-only'>Saved {at:%H:%M:%S}</p>")
