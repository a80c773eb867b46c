"""A comer's own link, shown once when a group's link has minted it."""

from __future__ import annotations

import streamlit as st

from selfassess.ui import html, visit
from selfassess.view_models.landing import KEEP_LINK

_FRESH = "own-link-fresh"


def remember_own_link() -> None:
    """Has the page show this tab's link, until its visitor says that they have kept it."""
    st.session_state[_FRESH] = True


def draw_own_link() -> None:
    """The link with a button to copy it; draws nothing when it isn't new."""
    if not st.session_state.get(_FRESH):
        return
    address = (st.context.url or "/answer").partition("#")[0].partition("?")[0]
    with st.container(key="own-link", border=True):
        html.heading("This is your own link")
        html.paragraph(f"It is shown now and not again. {KEEP_LINK} Copy it into a message to yourself, say.")
        st.code(f"{address}#{visit.token()}", language=None, wrap_lines=True)
        st.button("I have kept my link", key="own-link-kept", on_click=_forget)


def _forget() -> None:
    st.session_state.pop(_FRESH, None)
