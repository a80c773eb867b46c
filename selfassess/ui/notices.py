"""What a form has to say about what was pressed in it, beside its button and not at the top of a long page."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

import streamlit as st

from selfassess.errors import SelfAssessError
from selfassess.ui import html, state


def guard(place: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """A callback whose errors become a sentence at a place of the page."""

    def wrap(change: Callable[..., None]) -> Callable[..., None]:
        @wraps(change)
        def run(*args: Any, **kwargs: Any) -> None:
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


def draw(place: str) -> None:
    """Says, once, what there is to say at a place."""
    if sentence := st.session_state.pop(_key(place, "done"), ""):
        st.success(html.plain(sentence))
    if sentence := st.session_state.pop(_key(place, "problem"), ""):
        st.error(html.plain(sentence))


def _keep(place: str, kind: str, sentence: str) -> None:
    st.session_state[_key(place, kind)] = sentence
    state.announce(sentence)


def _key(place: str, kind: str) -> str:
    return f"notice-{kind}-{place}"
