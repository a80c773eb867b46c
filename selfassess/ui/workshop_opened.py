"""A workshop that was opened just now: its code, the facilitator's link shown once, and the way to the screen."""

from __future__ import annotations

import streamlit as st

from selfassess.ui import html, navigation, state
from selfassess.ui.addresses import address_at, spoken_address_at
from selfassess.ui.live import here_only_markup
from selfassess.view_models.workshop import code_in_parts

_FRESH = "workshop-fresh"

LINK_ONCE = (
    "This link takes the workshop over on another laptop, should this one sleep or fail. It is shown now and not again: "
    "keep it to yourself. Whoever has it can lead the workshop, and open nothing else."
)


def keep_link(workshop_id: str, code: str, token: str) -> None:
    """Has the page show a facilitator's link that was made just now."""
    st.session_state[_FRESH] = (workshop_id, code, token)


def draw_opened() -> None:
    """Draws nothing when nothing is new."""
    fresh: tuple[str, str, str] | None = st.session_state.get(_FRESH)
    if not fresh:
        return
    workshop_id, code, token = fresh
    with st.container(key="fresh-workshop", border=True):
        html.heading(f"The code is {code_in_parts(code)}")
        html.paragraph(f"People join at {spoken_address_at('join')}, or scan the screen.")
        html.show(here_only_markup())
        navigation.link(
            "present", "Go to the presenter's screen", key="to-present", primary=True, workshop=workshop_id
        )
        html.show("<h3>Facilitator's link</h3>")
        html.paragraph(LINK_ONCE)
        st.code(f"{address_at('present')}#{token}", language=None, wrap_lines=True)
        st.button("I have kept the link", key="fresh-hide", on_click=_hide)


def _hide() -> None:
    st.session_state.pop(_FRESH, None)
    state.announce("The link is hidden.")
