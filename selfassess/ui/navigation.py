"""Every page with its address, and links between them. All state that a page needs stands in its URL."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import streamlit as st

from selfassess.ui import html, wiring

PAGES_FOLDER = Path(__file__).parent / "pages"

_PAGES: dict[str, tuple[str, str, str]] = {
    "home": ("Home", "", "visible"),
    "worked_example": ("Worked example", "worked-example", "visible"),
    "offline": ("Work offline", "offline", "visible"),
    "about": ("About and privacy", "about", "visible"),
    "assessment": ("The eight indicators", "assessment", "hidden"),
    "check": ("Check and finish", "check", "hidden"),
    "results": ("Where we are", "results", "hidden"),
    "detail": ("Results in detail", "detail", "hidden"),
}
"""file name -> (title, address, whether it stands in the menu)"""

INDICATOR = "indicator"
"""The file that draws any indicator. Each indicator has an address of its own, since a link from a page to
itself changes neither the address bar nor what "back" does."""


def page(name: str, indicator: str = "") -> Any:
    """The Streamlit page of one file in `pages/`; `indicator` tells which, for the file that draws one."""
    path = PAGES_FOLDER / f"{name}.py"
    if name == INDICATOR:
        title = f"Indicator {indicator}"
        return st.Page(path, title=title, url_path=f"{INDICATOR}-{indicator}", visibility="hidden")
    title, address, visibility = _PAGES[name]
    if name == "home":
        return st.Page(path, title=title, default=True)
    return st.Page(path, title=title, url_path=address, visibility=visibility)


def pages() -> list[Any]:
    """Every page, with one for each indicator of any framework."""
    indicators = dict.fromkeys(entry.id for found in wiring.known_frameworks() for entry in found.indicators)
    return [page(name) for name in _PAGES] + [page(INDICATOR, each) for each in indicators]


def link(
    name: str, label: str, *, key: str, primary: bool = False, indicator: str = "", **where: str
) -> None:
    """A real link to a page, with what it needs in its address. `primary`: the one main way on."""
    with st.container(key=f"{'go' if primary else 'link'}-{key}"):
        st.page_link(page(name, indicator), label=html.plain(label), query_params=where or None)


def go(name: str, **where: str) -> None:
    """Moves on to a page at once."""
    st.switch_page(page(name), query_params=where or None)


def asked(name: str) -> str:
    """One value of the address, "" when it isn't there."""
    return str(st.query_params.get(name, ""))


def indicator_of(address: str) -> str:
    """The indicator that a page's address names, "" for other pages."""
    return address.removeprefix(f"{INDICATOR}-") if address.startswith(f"{INDICATOR}-") else ""
