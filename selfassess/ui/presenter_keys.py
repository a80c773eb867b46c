"""The presenter's keys, taken by a script in the page (present.js)."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

SCRIPT = Path(__file__).parent / "present.js"

_component = st.components.v2.component("selfassess_presenter", js=SCRIPT.read_text("utf-8"))


def mount() -> None:
    """Puts the script on the page. It presses the buttons whose container is called "move-" and their letter."""
    _component(key="presenter-keys", height=1)
