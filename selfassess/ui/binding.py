"""Where the app can be reached from, and whether the person at the screen sits at the computer it runs on."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from urllib.parse import urlsplit

import streamlit as st

from selfassess.settings import read_settings

without_browser = False
"""Set by tests that run the app without a browser: there is no request to judge then."""

_PASSED_ON = ("X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP", "Forwarded", "Via")
"""Headers by which a server in between tells that it passed a request on: the visitor may be anywhere."""


def is_loopback(name: str | None) -> bool:
    """Whether a host's name or address means the computer itself. None, every address at once and any other: no."""
    if not name:
        return False
    if name.casefold() == "localhost":
        return True
    try:
        return ipaddress.ip_address(name.strip("[]")).is_loopback
    except ValueError:
        return False


def is_bound_to_loopback() -> bool:
    """Whether the app takes requests from its own computer alone."""
    return is_loopback(st.get_option("server.address"))


def is_local() -> bool:
    """Whether the request comes from the computer itself, by a name of it, and by nobody in between.

    The name matters: a page elsewhere can have a browser on this computer ask for it under a name of its own.
    Whoever sets an owner's key means to be asked for it, so then nobody is local: a server on the same computer
    may pass requests on and tell nothing of it.
    """
    if without_browser:
        return True
    if read_settings().owner_key_is_set:
        return False
    return (
        is_bound_to_loopback() and st.context.ip_address is None and names_this_computer(st.context.headers)
    )


def names_this_computer(headers: Mapping[str, str]) -> bool:
    """Whether a request's headers speak of this computer alone. Without any, which is what a visitor who has just
    gone leaves behind, they don't."""
    if any(header in headers for header in _PASSED_ON):
        return False
    origin = headers.get("Origin")
    return is_loopback(_host(f"//{headers.get('Host', '')}")) and (not origin or is_loopback(_host(origin)))


def _host(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""
