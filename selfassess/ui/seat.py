"""A phone's place in a workshop: which it is, told and kept by a script in the page (seat.js).

The place is a token that the service knows. The phone keeps it under the workshop's code, so that it comes back to its
own vote after a refresh, a lost connection or another scan.
"""

from __future__ import annotations

import re
from pathlib import Path

import streamlit as st

SCRIPT = Path(__file__).parent / "seat.js"

SEATS = "seats"
"""Session key: code -> token, "" where the phone has no place in that workshop. Tests may set it."""
_GIVEN_UP = "seats-given-up"
_KEY = "seat"
_SAID = re.compile(r"([a-z0-9]{1,12}):([A-Za-z0-9_-]{0,64})")

_component = st.components.v2.component("selfassess_seat", js=SCRIPT.read_text("utf-8"))


def mount(code: str) -> None:
    """Puts the script on the page for one workshop, and runs the page anew when it tells something new."""
    told = _component(
        key=_KEY,
        data={"code": code, "keep": _seats().get(code, ""), "heard": code in _seats()},
        height=1,
        on_seat_change=_hear,
    )
    if _take(told.seat):
        st.rerun()


def seat_of(code: str) -> str | None:
    """The token of this phone's place, "" for none, None before the phone has said anything."""
    return _seats().get(code)


def keep(code: str, token: str) -> None:
    """Has the phone keep a place from now on."""
    _seats()[code] = token


def give_up(code: str) -> None:
    """Lets go of a place that the service doesn't know, or that was in a workshop before this one. The phone forgets it
    when it takes another."""
    _given_up().add(_seats().get(code, ""))
    _seats()[code] = ""


def _hear() -> None:
    """Takes what the page tells, before anything is drawn."""
    _take(st.session_state[_KEY]["seat"])


def _take(said: object) -> bool:
    """Holds what the page told, and says whether that is new. A place taken in this session isn't given up for an
    older word of the page."""
    found = _SAID.fullmatch(said) if isinstance(said, str) else None
    if found is None or _seats().get(found[1]) or found[2] in _given_up():
        return False
    new = _seats().get(found[1]) != found[2]
    _seats()[found[1]] = found[2]
    return new


def _seats() -> dict[str, str]:
    seats: dict[str, str] = st.session_state.setdefault(SEATS, {})
    return seats


def _given_up() -> set[str]:
    given_up: set[str] = st.session_state.setdefault(_GIVEN_UP, set())
    return given_up
