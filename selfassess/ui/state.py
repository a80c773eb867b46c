"""The session's few values, each with a typed way in and out. Answers live in the store, never here."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import wraps
from typing import Any

import streamlit as st

from selfassess.comparison import make_aliases
from selfassess.errors import SelfAssessError
from selfassess.ui import html

LOG = logging.getLogger("selfassess")

UNEXPECTED = (
    "Something went wrong that we did not foresee. What was marked as saved is safe. "
    "Reload the page; if it happens again, tell whoever looks after this tool and give them the time."
)

_PROBLEM = "problem"
_DONE = "done"
_ANNOUNCEMENT = "announcement"
_AUTHORITY = "authority"
_SAVED = "saved-at"
_SEEN = "seen"
_ADDRESS = "address"
_ALIASES_ON = "aliases"
_ALIAS_KEY = "alias-key"
_ALIASES = "aliases-known"
_PICKED = "picked"


def guarded(change: Callable[..., None]) -> Callable[..., None]:
    """A widget's callback whose errors become a sentence at the top of the page."""

    @wraps(change)
    def run(*args: Any, **kwargs: Any) -> None:
        try:
            change(*args, **kwargs)
        except SelfAssessError as error:
            tell_problem(str(error))
        except Exception:
            LOG.exception("A callback failed.")
            tell_problem(UNEXPECTED)

    return run


def tell_problem(sentence: str) -> None:
    st.session_state[_PROBLEM] = sentence
    announce(sentence)


def show_problem() -> None:
    """Shows what a callback did or could not do, once."""
    if sentence := st.session_state.pop(_DONE, ""):
        st.success(sentence)
    if sentence := st.session_state.pop(_PROBLEM, ""):
        st.error(html.plain(sentence))


def tell_done(sentence: str) -> None:
    """Has the next page say at its top what was done."""
    st.session_state[_DONE] = sentence
    announce(sentence)


def announce(sentence: str) -> None:
    """Has a screen reader say a sentence. The time makes equal sentences differ, so that each is heard."""
    st.session_state[_ANNOUNCEMENT] = sentence


def announcement() -> str:
    return str(st.session_state.get(_ANNOUNCEMENT, ""))


def mark_saved(assessment: str, item: str, title: str) -> None:
    """Remembers, for this session, when an item was last written to disk."""
    now = datetime.now().astimezone()
    st.session_state.setdefault(_SAVED, {})[(assessment, item)] = now
    announce(f"{title} saved at {now:%H:%M:%S}.")


def saved_at(assessment: str, item: str) -> datetime | None:
    found: datetime | None = st.session_state.get(_SAVED, {}).get((assessment, item))
    return found


def use_authority(name: str) -> None:
    """Whose children's social care number stands at the foot of the page."""
    st.session_state[_AUTHORITY] = name


def current_authority() -> str:
    return str(st.session_state.get(_AUTHORITY, ""))


def first_sight(key: str) -> bool:
    """Whether this session meets a widget for the first time. True once per key."""
    seen: set[str] = st.session_state.setdefault(_SEEN, set())
    fresh = key not in seen
    seen.add(key)
    return fresh


def forget_widgets(item: str, assessment: str) -> None:
    """Drops what widgets of one item hold in this session, so that they are seeded from the store again."""
    for key in [key for key in st.session_state if f"-{item}-{assessment}" in str(key)]:
        del st.session_state[key]


def use_address(address: str) -> None:
    """The address of the page that is being drawn."""
    st.session_state[_ADDRESS] = address


def current_address() -> str:
    return str(st.session_state.get(_ADDRESS, ""))


def aliases_on() -> bool:
    """Whether aliases stand in place of names. It is in the address, so that no name shows when a projected page is
    loaded again."""
    return st.query_params.get(_ALIASES_ON) == "1"


def switch_aliases(on: bool) -> None:
    if on:
        st.query_params[_ALIASES_ON] = "1"
    else:
        st.query_params.pop(_ALIASES_ON, None)


def aliases_for(ids: Iterable[str], word: str) -> dict[str, str]:
    """An alias for each, the same throughout the session. The key is random, and known to this session alone."""
    key = st.session_state.setdefault(_ALIAS_KEY, secrets.token_bytes(32))
    known: dict[str, str] = st.session_state.setdefault(f"{_ALIASES}-{word}", {})
    known |= make_aliases(ids, key, word, known)
    return known


def picked(name: str, among: Iterable[str]) -> str:
    """What was picked from a list of this session's, "" when nothing was or it isn't there any more."""
    kept = str(st.session_state.get(f"{_PICKED}-{name}", ""))
    return kept if kept in set(among) else ""


def pick(name: str, value: str) -> None:
    st.session_state[f"{_PICKED}-{name}"] = value
