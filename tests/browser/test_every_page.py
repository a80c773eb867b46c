"""Every page: no accessibility fault of ours, no request to outside, nothing that scrolls sideways; and the print."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlparse

import pytest
from axe_playwright_python.sync_playwright import Axe
from every_page import FULL, NAMES, PART, STOPS, Stop, fill_store, visit
from playwright.sync_api import Browser, Page, TimeoutError
from served_cases import Server
from visitor_cases import Visitor

pytestmark = pytest.mark.browser

Findings = set[tuple[str, str]]
"""(axe rule, the Streamlit element it was found in): what makes two findings the same."""

BARE_APP = """
import plotly.graph_objects as go
import streamlit as st

def empty():
    pass

st.set_page_config(page_title="Bare", layout="centered")
def show():
    st.html("<h1>Bare</h1><p>A page with the same kinds of widgets.</p>")
    st.page_link(one, label="A link")
    st.progress(0.5, text="Half way")
    st.error("An error")
    st.warning("A warning")
    with st.form("form", border=False):
        st.radio("Captioned", ["a", "b"], captions=["first", "second"], index=None)
        st.text_input("Name", help="Help", max_chars=120)
        st.file_uploader("File", type=["csv"])
        st.checkbox("In a form")
        st.form_submit_button("Send", type="primary")
    st.radio("Choice", ["**1** one", "two"], index=None)
    st.radio("Read only", ["one", "two"], index=0, disabled=True)
    st.text_area("Note", help="Help", max_chars=400)
    st.text_area("Note to read", "text", disabled=True)
    st.segmented_control("Direction", ["up", "down"])
    st.segmented_control("Direction to read", ["up", "down"], default="up", disabled=True)
    st.checkbox("Tick", help="Help")
    st.date_input("When", value=None, format="DD/MM/YYYY")
    st.selectbox("Which", ["a", "b"])
    st.button("Press")
    st.button("Not now", disabled=True)
    st.download_button("Take", data="x")
    st.success("Done")
    st.plotly_chart(go.Figure(go.Scatter(x=[1, 2], y=[1, 2])), alt="A chart")
    with st.expander("More", expanded=True):
        st.html("<p>Inside</p>")
    st.html("<footer class='foot'>Foot</footer>")

one, two = st.Page(show, title="One", default=True), st.Page(empty, title="Two", url_path="two")
st.navigation([one, two], position="top").run()
"""

ELEMENT = """target => {
  const found = document.querySelector(target);
  const near = found && found.closest('[data-testid]');
  return near ? near.dataset.testid : 'page';
}"""


@pytest.fixture(scope="module")
def made(server: Server) -> dict[str, str]:
    with server.desk() as desk:
        return fill_store(desk)


def find_faults(page: Page) -> dict[tuple[str, str], str]:
    """Axe's serious and critical findings, each with where it stands."""
    page.wait_for_function("document.getAnimations().every(each => each.playState !== 'running')")
    found = {}
    for violation in Axe().run(page).response["violations"]:
        if violation["impact"] in ("serious", "critical"):
            for node in violation["nodes"]:
                near = page.evaluate(ELEMENT, node["target"][-1])
                found[violation["id"], near] = f"{violation['help']}: {node['html'][:300]}"
    return found


def is_dark(page: Page) -> bool:
    colour = page.evaluate("getComputedStyle(document.querySelector('[data-testid=stApp]')).backgroundColor")
    red, green, blue = (int(part) for part in re.findall(r"\d+", colour)[:3])
    return red + green + blue < 3 * 128


@pytest.fixture(scope="module")
def bare_faults(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> dict[bool, Findings]:
    """What axe finds in Streamlit itself, light and dark."""
    folder = tmp_path_factory.mktemp("bare")
    (folder / "bare.py").write_text(BARE_APP, encoding="utf-8")
    bare = Server("", folder / "server.log", folder / "bare.py")
    bare.start()
    found: dict[bool, Findings] = {}
    try:
        for dark in (False, True):
            visitor = Visitor.enter(chromium, bare, dark=dark)
            visitor.open()
            found[dark] = set(find_faults(visitor.page))
            visitor.leave()
    finally:
        bare.kill()
    return found


@pytest.fixture(scope="module", params=[False, True], ids=["light", "dark"])
def reader(chromium: Browser, server: Server, request: pytest.FixtureRequest) -> Iterator[Visitor]:
    """One visitor for all pages, in light and in dark."""
    reader = Visitor.enter(chromium, server, dark=request.param)
    yield reader
    reader.leave()


@pytest.mark.parametrize("stop", STOPS, ids=NAMES)
def test_no_accessibility_fault_beyond_streamlit_s_own(
    reader: Visitor,
    stop: Stop,
    made: dict[str, str],
    bare_faults: dict[bool, Findings],
    request: pytest.FixtureRequest,
) -> None:
    dark = bool(request.node.callspec.params["reader"])
    visit(reader, stop, made)
    assert is_dark(reader.page) == dark
    faults = find_faults(reader.page)
    assert {key: where for key, where in faults.items() if key not in bare_faults[dark]} == {}


def test_the_check_for_faults_finds_one(visitor: Visitor) -> None:
    """Guards the test above: a fault that is put in is found."""
    visitor.open("about")
    visitor.page.evaluate(
        "document.querySelector('.foot').innerHTML += '<img src=x><p style=\"color:#ddd\">x</p>'"
    )
    assert {rule for rule, _ in find_faults(visitor.page)} >= {"image-alt"}


def test_opening_every_page_asks_nothing_outside(
    chromium: Browser, server: Server, made: dict[str, str]
) -> None:
    visitor = Visitor.enter(chromium, server)
    asked: list[str] = []
    visitor.page.on("request", lambda request: asked.append(request.url))
    visitor.page.on("websocket", lambda socket: asked.append(socket.url))
    for stop in STOPS:
        visit(visitor, stop, made)
    visitor.leave()
    assert len(asked) > len(STOPS)
    hosts = {urlparse(url).netloc for url in asked if not url.startswith(("data:", "blob:"))}
    assert hosts == {f"localhost:{server.port}"}


@pytest.fixture(scope="module")
def looker(chromium: Browser, server: Server) -> Iterator[Visitor]:
    """One visitor for all pages, whose window changes its width."""
    looker = Visitor.enter(chromium, server)
    yield looker
    looker.leave()


WIDER = """() => {
  const main = document.querySelector('[data-testid="stMain"]');
  const over = [document.documentElement, main].map(e => e.scrollWidth - e.clientWidth);
  if (Math.max(...over) <= 0) return [];
  const edge = main.getBoundingClientRect().right;
  return [over, ...[...main.querySelectorAll('*')].filter(e => e.getBoundingClientRect().right > edge + 1)
    .slice(0, 5).map(e => e.outerHTML.slice(0, 200))];
}"""


@pytest.mark.parametrize("stop", STOPS, ids=NAMES)
def test_no_page_scrolls_sideways_on_phone_tablet_or_desk(
    looker: Visitor, stop: Stop, made: dict[str, str]
) -> None:
    visit(looker, stop, made)
    found = {}
    for width in (1440, 820, 390):
        looker.page.set_viewport_size({"width": width, "height": 900})
        looker.settle()
        try:  # charts take a moment to follow the window
            looker.page.wait_for_function(f"({WIDER})().length === 0", timeout=3000)
        except TimeoutError:
            found[width] = looker.page.evaluate(WIDER)
    assert found == {}


@pytest.mark.parametrize("subject", [PART, FULL])
def test_where_we_are_prints_on_one_sheet(visitor: Visitor, made: dict[str, str], subject: str) -> None:
    visitor.open("results", assessment=made[subject])
    printed = visitor.page.pdf(format="A4")
    assert len(re.findall(rb"/Type\s*/Page\b(?!s)", printed)) == 1


def test_the_count_of_sheets_can_tell_two_from_one(visitor: Visitor, tmp_path: Path) -> None:
    visitor.page.set_content("<p>one</p><p style='break-before: page'>two</p>")
    assert len(re.findall(rb"/Type\s*/Page\b(?!s)", visitor.page.pdf(format="A4"))) == 2


def test_the_print_shows_what_stands_on_the_page(visitor: Visitor, made: dict[str, str]) -> None:
    """In print the navigation is gone, and the place, the three things to do and the foot are there."""
    visitor.open("results", assessment=made[FULL])
    visitor.page.emulate_media(media="print")
    for shown in (".place", ".st-key-plan-1", ".st-key-plan-3", ".foot", ".line"):
        assert visitor.page.locator(shown).first.is_visible(), shown
    for hidden in ("header", ".st-key-go-detail"):
        assert not visitor.page.locator(hidden).first.is_visible(), hidden
