"""The whole address of a link, as whoever receives it opens it."""

from __future__ import annotations

from urllib.parse import urlsplit, urlunsplit

import streamlit as st

from selfassess.service import links
from selfassess.service.round_plans import Link
from selfassess.ui import state
from selfassess.ui.binding import is_loopback


def address_of(link: Link) -> str:
    """The token stands after "#", which a browser keeps to itself."""
    scheme, host, folder = _base()
    return links.address_of(urlunsplit((scheme, host, folder, "", "")), link.kind, link.token)


def address_at(door: str) -> str:
    """The whole address of one of the app's pages."""
    scheme, host, folder = _base()
    return urlunsplit((scheme, host, f"{folder}/{door}", "", ""))


def spoken_address_at(door: str) -> str:
    """The address of a page as it is read out and typed, without its scheme."""
    _, host, folder = _base()
    return f"{host}{folder}/{door}"


def leads_here_only() -> bool:
    """Whether the app is reached by a name that other computers take for themselves."""
    return is_loopback(urlsplit(f"//{_base()[1]}").hostname)


def _base() -> tuple[str, str, str]:
    """Scheme, host and folder by which the present page was reached."""
    here = urlsplit(st.context.url or "")
    if here.netloc:
        folder = here.path.rstrip("/").removesuffix(f"/{state.current_address()}")
        return here.scheme, here.netloc, folder
    headers = st.context.headers
    return headers.get("X-Forwarded-Proto", "http"), headers.get("Host", "localhost"), ""
