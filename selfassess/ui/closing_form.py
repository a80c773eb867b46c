"""The end of a round: moving its last day, and closing it now."""

from __future__ import annotations

from datetime import date

import streamlit as st

from selfassess.service.round_plans import RoundView
from selfassess.ui import html, notices, wiring
from selfassess.view_models.home import day
from selfassess.view_models.rounds import say_too_few

CLOSES = (
    "Nobody can answer or change an answer any more, and nobody new can be invited.",
    "Everything answered until then is kept and counts, finished or not.",
    "A dated copy of each centre's results is kept, which nothing changes afterwards.",
)
RELEASES = (
    "The results of every centre are released, once. This can't be taken back, and nobody can add an answer to them "
    "later."
)


def draw_closing(view: RoundView) -> None:
    """Two folds; draws nothing once the round has closed."""
    if view.state == "closed":
        return
    html.heading("The end of the round")
    _draw_move(view)
    _draw_close(view)


def _draw_move(view: RoundView) -> None:
    place = f"move-{view.record.id}"

    @notices.guard(place)
    def move() -> None:
        chosen = st.session_state.get(f"{place}-day")
        closes = chosen if isinstance(chosen, date) else None
        wiring.rounds().move_closing_day(wiring.actor(), view.record.id, closes)
        notices.tell(
            place, f"The last day is now {day(closes)}." if closes else "There is no last day any more."
        )

    with st.expander("Move the last day", key=f"{place}-fold"):
        st.date_input(
            "Last day to answer (empty: until you close the round)",
            value=view.record.closes_on,
            key=f"{place}-day",
            format="DD/MM/YYYY",
        )
        notices.draw(place)
        st.button("Move it", key=f"{place}-go", on_click=move)


def _draw_close(view: RoundView) -> None:
    place = f"close-{view.record.id}"

    @notices.guard(place)
    def close() -> None:
        if st.session_state.get(f"{place}-sure"):
            wiring.rounds().close(wiring.actor(), view.record.id)
            notices.tell(f"round-{view.record.id}", "The round is closed.")

    with st.expander("Close the round now", key=f"{place}-fold"):
        anonymous = view.record.voices == "anonymous"
        html.bullets([RELEASES, *CLOSES] if anonymous else CLOSES)
        if anonymous and (few := say_too_few(view)):
            html.paragraph(few, "flag")
        html.paragraph("A closed round can't be opened again.")
        sure = st.checkbox(html.plain(f"I want “{view.record.name}” to end now"), key=f"{place}-sure")
        notices.draw(place)
        st.button("Close it now", key=f"{place}-go", on_click=close, disabled=not sure)
