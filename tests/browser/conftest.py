"""A real server and a real browser. Without Chromium the tests here are skipped loudly, and fail under CI."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright
from served_cases import Server
from store_cases import empty_database, url_of
from visitor_cases import Visitor, wait

NAMES = ("chromium", "chromium-browser", "google-chrome")
MISSING = (
    "No Chromium was found. Install one, on Debian or Ubuntu with “sudo apt-get install chromium”, "
    "and run the tests again."
)
FLAGS = (
    "--headless",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for all tests; each visitor gets a profile of their own in it."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        pytest.skip(MISSING)  # tests/conftest.py turns this into a failure under CI
    as_root = hasattr(os, "geteuid") and os.geteuid() == 0
    flags = [*FLAGS, *(["--no-sandbox"] if as_root else [])]  # Chromium's sandbox refuses to run as root
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=flags)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def server(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The app, served from an empty database that the tests of one module share."""
    folder = tmp_path_factory.mktemp("served")
    (folder / "answers.db").write_bytes(empty_database())
    server = Server(url_of(folder), folder / "server.log")
    server.start()
    yield server
    server.kill()


@pytest.fixture
def visitor(chromium: Browser, server: Server) -> Iterator[Visitor]:
    """Somebody with a browser at a desk: 1440 by 900, light."""
    server.ensure_running()
    visitor = Visitor.enter(chromium, server)
    yield visitor
    visitor.leave()


@pytest.fixture
def arrive(chromium: Browser, server: Server) -> Iterator[Callable[[str], Visitor]]:
    """Somebody at a browser of their own, who opens a link they were sent."""
    there: list[Visitor] = []

    def arrive(link: str) -> Visitor:
        visitor = Visitor.enter(chromium, server)
        there.append(visitor)
        visitor.page.goto(link)
        wait(visitor)
        return visitor

    yield arrive
    for visitor in there:
        visitor.leave()
