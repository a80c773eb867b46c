"""One's workshops: those that go on, with the way to the screen, and those that have ended, with what came of them."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from selfassess.service.workshop_views import WorkshopLine
from selfassess.ui import html, navigation, state, wiring
from selfassess.ui.workshop_opened import keep_link
from selfassess.view_models.home import moment
from selfassess.view_models.workshop import say_line

SHOWN = 10


def draw_running(lines: Sequence[WorkshopLine]) -> None:
    """Those that go on, each with the way to its screen."""
    running = [line for line in lines if line.ended_at is None]
    if running:
        html.heading("Going on now")
    for line in running:
        _draw_running(line)


def draw_ended(lines: Sequence[WorkshopLine]) -> None:
    """Those that have ended, each with the way to what came of it; older ones folded away."""
    ended = [line for line in lines if line.ended_at is not None]
    if ended:
        html.heading("Workshops that have ended")
    for line in ended[:SHOWN]:
        _draw_ended(line)
    if len(ended) > SHOWN:
        with st.expander(f"Earlier ones ({len(ended) - SHOWN})", key="workshops-earlier"):
            for line in ended[SHOWN:]:
                _draw_ended(line)


def _draw_running(line: WorkshopLine) -> None:
    with st.container(key=f"task-workshop-{line.id}"):
        navigation.link("present", _name(line), key=f"workshop-{line.id}", workshop=line.id)
        html.paragraph(say_line(line), "task")
        with st.expander("Hand it over to another device", key=f"over-{line.id}"):
            html.paragraph(
                "A new facilitator's link takes the workshop over on any laptop. The link from before stops working."
            )
            st.button(
                "Make a new facilitator's link", key=f"new-link-{line.id}", on_click=_make_link, args=(line,)
            )


def _draw_ended(line: WorkshopLine) -> None:
    with st.container(key=f"task-workshop-{line.id}"):
        navigation.link("present", _name(line), key=f"workshop-{line.id}", workshop=line.id)
        html.paragraph(say_line(line), "task")


def _name(line: WorkshopLine) -> str:
    return f"{line.title} · {moment(line.created_at)}"


@state.guarded
def _make_link(line: WorkshopLine) -> None:
    token = wiring.workshops().new_link(wiring.actor(), line.id)
    keep_link(line.id, line.code, token)
