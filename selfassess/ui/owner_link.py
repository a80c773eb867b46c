"""The owner's start-up link, told where the app was started and nowhere else.

Streamlit runs the app's script when somebody opens a page, which is too late for an owner who needs the link to open
one. Its server has one earlier moment that an app may use: the start of an `st.App`.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import import_module
from typing import Any
from urllib.parse import urlunsplit

import streamlit as st
from streamlit import net_util

from selfassess.settings import Settings, read_settings
from selfassess.ui.binding import is_bound_to_loopback

EVERYWHERE = (None, "", "0.0.0.0", "::")


@asynccontextmanager
async def starting(app: Any) -> AsyncIterator[None]:
    """What an `st.App` does when its server starts."""
    # Streamlit would ask an outside host for this computer's address. Nothing here asks outside hosts for anything.
    net_util.get_external_ip = lambda: None
    if not is_bound_to_loopback() or read_settings().owner_key_is_set:
        # Printed, not logged: a log is kept and read by others.
        print("\n".join(["", *_lines(read_settings()), ""]), flush=True)
    import_module("selfassess.ui.wiring")  # takes its time, which the first visitor needn't wait for
    yield


def _lines(settings: Settings) -> list[str]:
    said = [
        "  This app opens nothing without a link: it can be reached from other computers, or a key is set."
    ]
    if settings.owner_key_problem:
        return [*said, f"  {settings.owner_key_problem} Until then there is no owner's link."]
    address = _address()
    if settings.owner_key_is_set:
        return [*said, f"  Yours is {address}/owner# followed by what SELFASSESS_OWNER_KEY holds."]
    return [
        *said,
        "  Yours opens everything, until the app is started again. Keep it to yourself:",
        f"  {address}/owner#{settings.owner_key}",
    ]


def _address() -> str:
    """The app's address as its own computer can open it."""
    host = st.get_option("browser.serverAddress") if _is_named() else st.get_option("server.address")
    if host in EVERYWHERE:
        host = "localhost"
    if ":" in host:
        host = f"[{host}]"
    path = str(st.get_option("server.baseUrlPath") or "").strip("/")
    scheme = "https" if st.get_option("server.sslCertFile") else "http"
    return urlunsplit((scheme, f"{host}:{st.get_option('server.port')}", path, "", ""))


def _is_named() -> bool:
    """Whether whoever started the app said by what name browsers reach it: "localhost" is the configuration's own."""
    return st.get_option("browser.serverAddress") != "localhost"
