"""The plan as its page and its files show it: what is in it, as a table for paper, and its dates for a calendar."""

from __future__ import annotations

from datetime import UTC, datetime

import streamlit as st

from selfassess.exchange.calendar_ics import CalendarEntry, write_calendar
from selfassess.scoring import Scores
from selfassess.service.calendar import today
from selfassess.ui import html, wiring
from selfassess.ui.opened import Opened
from selfassess.view_models.plan import COLUMNS, Plan, calendar_words, make_plan, table_rows


def plan_of(opened: Opened, scores: Scores | None) -> Plan:
    """The plan of the open assessment, as far as whoever is here may see it."""
    view = opened.view
    carried = any(action.carried_from for action in view.actions)
    rounds = wiring.plans().rounds(wiring.actor(), opened.id) if carried else {}
    return make_plan(
        view.framework, view.record.lens, view.actions, scores, opened.terms, today(), earlier_rounds=rounds
    )


def calendar_of(opened: Opened, plan: Plan) -> bytes:
    """The dates of what is open or done. What was dropped is left out."""
    entries = [
        CalendarEntry(f"{opened.id}-{row.position}", row.due_on, *calendar_words(row), done=not row.is_open)
        for row in plan.rows
        if row.status != "dropped"
    ]
    return write_calendar(entries, f"Plan: {opened.where}", datetime.now(UTC))


def has_dates(plan: Plan) -> bool:
    return any(row.due_on and row.status != "dropped" for row in plan.rows)


def draw_printed(plan: Plan) -> None:
    """The whole plan as one table, on paper only."""
    if plan.rows:
        table = html.table_markup(COLUMNS, table_rows(plan), plan.summary)
        html.show(f"<div class='print-only plan-table'>{table}</div>")


def draw_calendar(opened: Opened, plan: Plan) -> None:
    """The button for the calendar's file, where there is a date to put into it."""
    if not has_dates(plan):
        return
    html.heading("Take it away")
    with st.container(key="downloads"):
        st.download_button(
            "Add the dates to a calendar (.ics)",
            data=lambda: calendar_of(opened, plan),
            file_name="plan.ics",
            mime="text/calendar",
            key="calendar",
            on_click="ignore",
        )
    html.paragraph(
        "Open the file with your calendar. Each date is a whole-day entry that invites nobody. When dates change, take "
        "the file again: most calendars then move the entries they have.",
        "caption screen-only",
    )
