"""Who is at the screen: somebody with a link of their own, a workshop's facilitator, the owner, or nobody in particular.

A script in the page hands over the token of a link (visit.js). The session holds it; whoever it belongs to is asked
of the service again in every run, so that a link withdrawn meanwhile opens nothing more.
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import streamlit as st

from selfassess.errors import NotFound, SelfAssessError
from selfassess.service.actor import LOCAL_OWNER, NOBODY, Actor
from selfassess.service.visits import Visit
from selfassess.service.workshop_views import Hosting
from selfassess.settings import read_settings
from selfassess.ui import binding, wiring

SCRIPT = Path(__file__).parent / "visit.js"

NEEDS_LINK = "This needs your own link. Open the link you were sent; if you have lost it, ask whoever sent it for a new one."
OPENING = "Opening…"
LEFT_SENTENCE = (
    "You have left the questionnaire on this computer. What was saved is kept. To go on, open your link again. On a "
    "computer that others use, clear the browser's history too: it may hold your link."
)
DOORS = ("answer", "programme", "owner", "present")
"""Addresses that a link leads to."""
ROOM = "join"
"""The address where people join a workshop: by its code, so whatever link their tab has."""

TOKEN = "visit-token"
"""Session key of the token; "" once the page has said that there is none. Tests may set it."""
_KEY = "visit"
_LEFT = "left"
"""What the page hands over in place of a token after leaving."""
_OLD = "visit-old-token"
_THIS_RUN = "visit-of-this-run"
_TOKEN = re.compile(r"[A-Za-z0-9_-]{1,64}")

_component = st.components.v2.component("selfassess_visit", js=SCRIPT.read_text("utf-8"))


def mount(address: str) -> None:
    """Puts the script on the page and takes what it hands over. Runs the page anew if that changes who is here.

    After the page's navigation: the browser would ask for the first page of all if the script answered before the
    browser had been told which page it is on.
    """
    change = st.session_state[TOKEN] if _OLD in st.session_state else ""
    handed = _component(
        key=_KEY,
        data={
            "wanted": not binding.is_local() or address in DOORS,
            "heard": TOKEN in st.session_state,
            "replace": "" if change == _LEFT else change,
            "forget": change == _LEFT,
        },
        height=1,
        on_token_change=_hear,
    )
    if _take(handed.token):
        st.rerun()


def _hear() -> None:
    """Takes what the page hands over, before anything is drawn."""
    _take(st.session_state[_KEY]["token"])


def _take(handed: object) -> bool:
    """Holds what the page handed over, and tells whether that is new. What it handed before it was given another
    token is out of date."""
    if not isinstance(handed, str) or (handed and not _TOKEN.fullmatch(handed)):
        return False
    if handed == st.session_state.get(_OLD):
        return False
    st.session_state.pop(_OLD, None)
    new = handed != st.session_state.get(TOKEN)
    st.session_state[TOKEN] = handed
    return new


def token() -> str:
    """The token of this tab's link, "" for none."""
    held = str(st.session_state.get(TOKEN, ""))
    return "" if held == _LEFT else held


def visit() -> Visit | None:
    """The visit by this tab's link; None without one, for the owner's link, and for one that opens nothing."""
    found = _find()
    return found if isinstance(found, Visit) else None


def hosting() -> Hosting | None:
    """The workshop that this tab's link takes over; None without such a link."""
    found = _find()
    return found if isinstance(found, Hosting) else None


def actor() -> Actor:
    """On whose behalf this session acts. A tab that came by a link is never anybody else, whatever comes of it."""
    if token():
        found = _find()
        if isinstance(found, Visit | Hosting):
            return found.actor
        return LOCAL_OWNER if found is None else NOBODY
    return LOCAL_OWNER if binding.is_local() else NOBODY


def is_owner() -> bool:
    """Whether the owner of this app is at the screen."""
    return actor() == LOCAL_OWNER


def _find() -> Visit | Hosting | str | None:
    """What the link opens, why it opens nothing, or None for the owner's link and for no link."""
    held = token()
    if not held or _opens_everything(held):
        return None
    kept: tuple[str, Visit | Hosting | str] | None = st.session_state.get(_THIS_RUN)
    return kept[1] if kept and kept[0] == held else _ask(held)


def _ask(held: str) -> Visit | Hosting | str:
    try:
        return wiring.visits().enter(held)
    except NotFound as error:
        with suppress(NotFound):
            return wiring.workshops().enter(held)
        return str(error)


def _opens_everything(held: str) -> bool:
    key = read_settings().owner_key
    return bool(key) and hmac.compare_digest(held.encode(), key.encode())


@contextmanager
def of_this_run() -> Iterator[None]:
    """Asks once who is here, for all that one page draws. Callbacks come before, and ask for themselves."""
    held = token()
    with suppress(SelfAssessError):  # a store that can't be read is told of where the page is drawn
        if held and not _opens_everything(held):
            st.session_state[_THIS_RUN] = (held, _ask(held))
    try:
        yield
    finally:
        st.session_state.pop(_THIS_RUN, None)


def closed_door(address: str) -> str:
    """The one sentence to show instead of the page at an address, "" when the page may be drawn."""
    if address == ROOM:
        return ""
    held = token()
    if held:
        found = _find()
        return found if isinstance(found, str) else ""
    local = binding.is_local()
    if TOKEN not in st.session_state and (not local or address in DOORS):
        return OPENING
    if local and address not in ("answer", "programme"):
        return ""
    return LEFT_SENTENCE if st.session_state.get(TOKEN) == _LEFT else NEEDS_LINK


def replace(new: str) -> None:
    """Has this tab come by another link from now on: a comer's own in place of their group's."""
    st.session_state[_OLD] = token()
    st.session_state[TOKEN] = new
    st.session_state.pop(_THIS_RUN, None)


def leave() -> None:
    """Has the tab forget its link. Its page is then loaded anew, so that nothing of the visit is left on it."""
    replace(_LEFT)


def _what_is_open() -> str:
    """What the tab's link opens, in a word; "" where it opens nothing."""
    try:
        found = _find()
    except SelfAssessError:
        return ""
    return {Visit: "questionnaire", Hosting: "workshop"}.get(type(found), "")


def draw_leave() -> None:
    """The way out, for a computer that others use too. Nothing for whoever came without a link."""
    held = token()
    if not held:
        return
    if _opens_everything(held):
        label = "Forget the owner's link on this computer"
    else:
        opened = _what_is_open()
        label = f"Leave this {opened} on this computer" if opened else "Forget this link"
    st.button(label, key="leave", on_click=leave)
