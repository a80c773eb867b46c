"""The buttons of the presenter's screen, and what they do."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import streamlit as st

from selfassess.errors import SelfAssessError
from selfassess.service.workshop_views import Workshop
from selfassess.ui import html, lasting, wiring
from selfassess.view_models.workshop import PHASES, Move, find_next, is_done, make_moves, seconds_of

AGREEING = "presenter-agreeing"
"""Session key of the sub-indicator whose form of an agreed rating is open, "" for none. Not in the address: what the
browser sends with a drawing that is under way would put the address back."""
PLACE = "presenter"
"""Where the screen says what went wrong."""
_LAST = "presenter-last"


def draw_moves(workshop: Workshop) -> None:
    """What may be done now; each button names the key that presses it."""
    moves = make_moves(workshop)
    if not moves:
        return
    with st.bottom, st.container(key="moves", horizontal=True):
        for move in moves:
            st.button(
                f"{html.plain(move.label)} `{move.key}`",
                key=f"move-{move.key.lower()}",
                type="primary" if move.primary else "secondary",
                on_click=_make,
                args=(workshop, move),
            )


@lasting.guard(PLACE)
def _make(workshop: Workshop, move: Move) -> None:
    """Does one thing, once: a second press of the same button, before the page has followed, means nothing new."""
    press = (workshop.id, workshop.version, move.act, move.item)
    if st.session_state.get(_LAST) == press:
        return
    st.session_state[AGREEING] = move.item if move.act == "agree" else ""
    if move.act == "agree":
        return
    _service_call(workshop, move)()
    st.session_state[_LAST] = press


def _service_call(workshop: Workshop, move: Move) -> Callable[[], object]:
    service, actor = wiring.workshops(), wiring.actor()
    at = (actor, workshop.id, move.item)
    if move.act in ("timer", "no_timer"):
        current = workshop.item(move.item)
        seconds = seconds_of(current) if current and move.act == "timer" else None
        return partial(service.set_timer, *at, seconds, workshop.version)
    if move.act in ("skip", "later"):
        return partial(_pass_over, workshop, move)
    calls: dict[str, Callable[..., object]] = {
        "vote": service.start_vote,
        "again": service.again,
        "reveal": service.reveal,
        "discuss": service.discuss,
        "go": service.go_to,
    }
    return partial(calls[move.act], *at, workshop.version)


def _pass_over(workshop: Workshop, move: Move) -> None:
    """Leaves a sub-indicator, and goes on to the next where there is one."""
    service, actor = wiring.workshops(), wiring.actor()
    leave = service.skip if move.act == "skip" else service.later
    left = leave(actor, workshop.id, move.item, workshop.version)
    if after := find_next(left):
        service.go_to(actor, workshop.id, after.item, left.version)


def draw_contents(workshop: Workshop) -> None:
    """Every sub-indicator with how far it is, each to be gone to; and the way back to how to join."""
    with st.expander("All sub-indicators", key="contents"):
        for each in workshop.items:
            title = workshop.framework.item(each.item).short_title
            st.button(
                html.plain(f"{each.item} {title}: {PHASES[each.phase]}"),
                key=f"to-{each.item}",
                disabled=workshop.current is not None and each.item == workshop.current.item,
                on_click=_go_to,
                args=(workshop, each.item),
            )
        if workshop.current is not None:
            st.button("Show how to join", key="to-lobby", on_click=_to_lobby, args=(workshop,))


@lasting.guard(PLACE)
def _go_to(workshop: Workshop, item: str) -> None:
    st.session_state[AGREEING] = ""
    wiring.workshops().go_to(wiring.actor(), workshop.id, item, workshop.version)


@lasting.guard(PLACE)
def _to_lobby(workshop: Workshop) -> None:
    st.session_state[AGREEING] = ""
    wiring.workshops().lobby(wiring.actor(), workshop.id, workshop.version)


def draw_end(workshop: Workshop) -> None:
    """Ending it, for good, with one tick first."""
    done = is_done(workshop)
    # A key of its own: the browser would keep a fold of the same key as closed as it was.
    with st.expander("End the workshop", key="end-next" if done else "end", expanded=done):
        html.paragraph(
            "Then the code opens nothing any more, and this screen shows what was agreed. A vote that is open is dropped."
        )
        sure = st.checkbox("We are done", key="end-sure")
        st.button("End it now", key="end-now", disabled=not sure, on_click=_end, args=(workshop,))


@lasting.guard(PLACE)
def _end(workshop: Workshop) -> None:
    if not st.session_state.get("end-sure"):
        raise SelfAssessError("Tick “We are done” first.")
    st.session_state[AGREEING] = ""
    wiring.workshops().end(wiring.actor(), workshop.id, workshop.version)
