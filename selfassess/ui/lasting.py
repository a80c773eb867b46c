"""What a screen that is drawn again by itself has to say: it stands for some seconds, not until the next drawing."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

import streamlit as st

from selfassess.errors import SelfAssessError
from selfassess.ui import html, state

LASTS = 12.0
"""Seconds: long enough to be read by somebody who looks up late."""


def guard(place: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """A callback whose errors become a sentence at a place of the screen. One that goes well takes the last one away."""

    def wrap(change: Callable[..., None]) -> Callable[..., None]:
        @wraps(change)
        def run(*args: Any, **kwargs: Any) -> None:
            forget(place)
            try:
                change(*args, **kwargs)
            except SelfAssessError as error:
                _keep(place, "problem", str(error))
            except Exception:
                state.LOG.exception("A callback failed.")
                _keep(place, "problem", state.UNEXPECTED)

        return run

    return wrap


def tell(place: str, sentence: str) -> None:
    """Has a place say what was done."""
    _keep(place, "done", sentence)


def forget(place: str) -> None:
    st.session_state.pop(_key(place), None)


def draw(place: str) -> None:
    """Says what there is to say at a place, as long as it lasts."""
    kept: tuple[str, str, float] | None = st.session_state.get(_key(place))
    if kept is None:
        return
    kind, sentence, since = kept
    if time.monotonic() - since > LASTS:
        forget(place)
    elif kind == "problem":
        st.error(html.plain(sentence))
    else:
        st.success(html.plain(sentence))


def _keep(place: str, kind: str, sentence: str) -> None:
    st.session_state[_key(place)] = (kind, sentence, time.monotonic())


def _key(place: str) -> str:
    return f"lasting-{place}"
