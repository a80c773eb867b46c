"""The look of a workshop's two screens: large on the wall, plain on a phone. Loaded by their pages alone."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

STYLE = Path(__file__).parent / "workshop.css"


def begin() -> None:
    """Before anything of the page is drawn, so that nothing jumps."""
    st.html(f"<style>{STYLE.read_text('utf-8')}</style>")
