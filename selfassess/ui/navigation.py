"""Every page with its address, and links between them. All state that a page needs stands in its URL."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import streamlit as st

from selfassess.errors import SelfAssessError
from selfassess.ui import html, wiring

PAGES_FOLDER = Path(__file__).parent / "pages"

OWNER, MANAGER, PERSON, FACILITATOR, STRANGER = "owner", "manager", "person", "facilitator", ""
"""Who may be at the screen: whoever runs the app, a centre's manager, anybody else with a link, who has taken over a
workshop, somebody without a link."""

EVERYBODY = (OWNER, MANAGER, PERSON, FACILITATOR)

_PAGES: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "home": ("Home", "", (OWNER,)),
    "programme": ("Your centre", "programme", (MANAGER,)),
    "answer": ("Your answers", "answer", (MANAGER, PERSON)),
    "rounds": ("Rounds", "rounds", (OWNER,)),
    "compare": ("Compare centres", "compare", (OWNER,)),
    "workshop": ("Workshops", "workshop", (OWNER, MANAGER)),
    "present": ("The workshop", "present", (FACILITATOR,)),
    "training": ("Training", "training", (OWNER, MANAGER)),
    "worked_example": ("Worked example", "worked-example", (OWNER, MANAGER)),
    "offline": ("Work offline", "offline", (OWNER,)),
    "about": ("About and privacy", "about", EVERYBODY),
    "assessment": ("The eight indicators", "assessment", ()),
    "check": ("Check and finish", "check", ()),
    "results": ("Where we are", "results", ()),
    "detail": ("Results in detail", "detail", ()),
    "plan": ("The plan", "plan", ()),
    "take_away": ("Take it away", "take-away", ()),
    "round": ("A round", "round", ()),
    "voices": ("Every voice", "voices", ()),
    "two_ends": ("Both ends of the telescope", "two-ends", ()),
    "trend": ("Round on round", "trend", ()),
    "exercise": ("An exercise", "exercise", ()),
    "guide": ("The facilitator's guide", "guide", ()),
    "owner": ("The owner's link", "owner", ()),
    "join": ("Join a workshop", "join", ()),
}
"""file name -> (title, address, whose menu it stands in)"""

_FOR_THE_OWNER = ("", "rounds", "round", "compare", "offline", "owner")
"""Addresses of pages that have nothing for a visitor who came by a link. The service refuses them there, too."""

_FOR_A_FACILITATOR = ("present", "join", "about")
"""Addresses of the pages that have something for somebody who came by a workshop's link."""

INDICATOR = "indicator"
"""The file that draws any indicator. Each indicator has an address of its own, since a link from a page to
itself changes neither the address bar nor what "back" does."""


def page(name: str, indicator: str = "", who: str = STRANGER) -> Any:
    """The Streamlit page of one file in `pages/`; `indicator` tells which, for the file that draws one. `who` has
    it in the menu if it is theirs."""
    path = PAGES_FOLDER / f"{name}.py"
    if name == INDICATOR:
        title = f"Indicator {indicator}"
        return st.Page(path, title=title, url_path=f"{INDICATOR}-{indicator}", visibility="hidden")
    title, address, menus = _PAGES[name]
    visibility = "visible" if who in menus else "hidden"
    if name == "home":
        return st.Page(path, title=title, default=True, visibility=visibility)
    return st.Page(path, title=title, url_path=address, visibility=visibility)


def pages() -> list[Any]:
    """Every page, with one for each indicator of any framework; the menu shows what is for whoever is here.

    A page that isn't in the menu can still be opened by its address: that keeps nobody out.
    """
    who = _who()
    indicators = dict.fromkeys(entry.id for found in wiring.known_frameworks() for entry in found.indicators)
    return [page(name, who=who) for name in _PAGES] + [page(INDICATOR, each) for each in indicators]


def position() -> str:
    """Where the menu stands: nowhere for somebody who may open nothing."""
    return "top" if _who() else "hidden"


def is_for(address: str) -> bool:
    """Whether the page at an address has something for whoever is here."""
    who = _who()
    if who == FACILITATOR:
        return address in _FOR_A_FACILITATOR
    if who == PERSON and address in ("workshop", "present"):
        return False
    return who not in (MANAGER, PERSON) or address not in _FOR_THE_OWNER


def start() -> str:
    """The page where whoever is here begins."""
    return {MANAGER: "programme", PERSON: "answer", FACILITATOR: "present"}.get(_who(), "home")


def link_start(*, key: str, arrow: bool = False) -> None:
    """The way to where whoever is here begins."""
    name = start()
    there = {
        "home": "Home",
        "answer": "your questions",
        "programme": "your centre",
        "present": "the workshop",
    }[name]
    label = f"← {there[0].upper()}{there[1:]}" if arrow else f"Go to {there}"
    link(name, label, key=key)


def _who() -> str:
    try:
        if wiring.is_owner():
            return OWNER
        if wiring.hosting():
            return FACILITATOR
        came = wiring.visit()
    except SelfAssessError:
        return STRANGER  # the page itself says what is wrong with the store
    if came is None:
        return STRANGER
    return MANAGER if came.kind == "manager" else PERSON


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
