"""What is planned, one card each: what to do, who leads, by when, and how far it is."""

from __future__ import annotations

import streamlit as st

from selfassess.errors import SelfAssessError
from selfassess.scoring import Scores
from selfassess.ui import html, state, wiring
from selfassess.ui.opened import Opened
from selfassess.ui.plan_change import (
    draw_change,
    draw_waiting,
    note_field,
    open_change,
    open_position,
    say_saved,
)
from selfassess.view_models.plan import (
    COLUMNS,
    NO_ACTION,
    STATUS_WORDS,
    Plan,
    PlanRow,
    group_rows,
    say_way,
    say_who_and_when,
)


def draw_cards(opened: Opened, plan: Plan, scores: Scores | None) -> None:
    """The rows of the plan under their headings. Its owner can change each; others read."""
    for heading, rows in group_rows(plan):
        html.heading(heading)
        for row in rows:
            # By its item, so that a link that names one ends at its card.
            with st.container(key=f"card-{row.item}-{row.position}"):
                # What the open form holds isn't said twice, and nothing above it moves as it is written.
                is_open = opened.view.is_owner and open_position(opened.id) == row.position
                html.show(head_markup(row) if is_open else card_markup(row))
                if opened.view.is_owner:
                    _draw_controls(opened, row, scores)


def head_markup(row: PlanRow) -> str:
    return f"<h3><span class='number'>{html.esc(row.item)}</span> {html.esc(row.title)}</h3>"


def card_markup(row: PlanRow) -> str:
    """What is planned, first what to do; of what is open also from where to where."""
    status = (
        f"<span class='status{' done' if row.status == 'done' else ''}'>{html.esc(row.status_words)}</span>"
    )
    late = "<span class='status late'>Overdue</span>" if row.overdue else ""
    action = html.esc(row.action or NO_ACTION).replace("\n", "<br>")
    parts = [
        head_markup(row),
        f"<p class='action'>{action}</p>",
        f"<p>{status}{late}{html.esc(say_who_and_when(row))}</p>" if row.is_open else f"<p>{status}</p>",
    ]
    if row.carried:
        parts.append(f"<p class='note'>{html.esc(row.carried)}</p>")
    if row.is_open:
        cells = zip(COLUMNS[1:4], (row.now, row.target, row.implies), strict=True)
        inner = "".join(
            f"<div><dt>{html.esc(name)}</dt><dd>{html.esc(text or 'Not said yet').replace(chr(10), '<br>')}</dd></div>"
            for name, text in cells
        )
        parts.append(html.fold(say_way(row), f"<dl class='travel'>{inner}</dl>", opened=row.reached))
    if row.outcome:
        parts.append(f"<p><strong>What came of it</strong> {html.esc(row.outcome)}</p>")
    return "".join(parts)


def _draw_controls(opened: Opened, row: PlanRow, scores: Scores | None) -> None:
    open_now = open_position(opened.id) == row.position
    with st.container(key=f"how-far-{row.position}", horizontal=True, vertical_alignment="bottom"):
        _draw_status(opened, row)
        if not open_now:
            st.button(
                f"{'Change' if row.action else 'Write the plan for'} {row.item}",
                key=f"change-{row.position}-{opened.id}",
                on_click=open_change,
                args=(opened.id, row.position, row.item),
            )
            say_saved(opened, row.position)
    if open_now:
        draw_change(opened, row, scores)
        return
    if not row.is_open and not row.outcome:
        note_field(opened, row, "outcome", "What came of it? (optional)")
    draw_waiting(opened, row.item, row.position)


def _draw_status(opened: Opened, row: PlanRow) -> None:
    key = f"status-{row.position}-{opened.id}"
    if st.session_state.get(key) != row.status:
        st.session_state[key] = row.status

    @state.guarded
    def save() -> None:
        status = st.session_state.get(key)
        if status not in STATUS_WORDS:
            raise SelfAssessError("Choose how far it is: to do, under way, done or dropped.")
        wiring.plans().set_status(wiring.actor(), opened.id, row.position, status)
        state.mark_saved(opened.id, f"plan-{row.position}", f"{row.item}: {STATUS_WORDS[status].lower()},")

    st.segmented_control(
        f"How far is {row.item}?",
        list(STATUS_WORDS),
        format_func=STATUS_WORDS.__getitem__,
        key=key,
        on_change=save,
        required=True,
        wrap=True,
    )
