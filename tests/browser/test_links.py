"""A link in a real browser: it opens one questionnaire, in one tab, and nothing tells its token on."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from app_cases import PROJECT, Desk
from link_cases import SHORT, OpenRound, RoundDesk
from playwright.sync_api import Browser, Page, expect
from served_cases import Server
from store_cases import empty_database, url_of
from visitor_cases import Visitor, come, read, start, wait

from selfassess.ui.visit import LEFT_SENTENCE, NEEDS_LINK

pytestmark = pytest.mark.browser

OWNER_KEY = "an-owner-key-of-many-letters"


@pytest.fixture
def desk(server: Server) -> Iterator[Desk]:
    with server.desk() as desk:
        yield desk


@pytest.fixture
def round_(desk: Desk, request: pytest.FixtureRequest) -> OpenRound:
    """A new round, named after the test."""
    return RoundDesk(desk).open(request.node.name[:100])


@pytest.fixture(scope="module")
def public(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The app where every computer can reach it."""
    folder = tmp_path_factory.mktemp("public")
    (folder / "answers.db").write_bytes(empty_database())
    everywhere = ("--server.address", "0.0.0.0")
    server = Server(url_of(folder), folder / "server.log", options=everywhere)
    server.start()
    yield server
    server.kill()


def new_tab(visitor: Visitor) -> Visitor:
    """Another tab of the same browser."""
    return Visitor(visitor.page.context.new_page(), visitor.server, visitor.page.context)


def addresses_of(page: Page) -> list[str]:
    """Collects the address of everything that the page asks for, over the network and over the websocket."""
    seen: list[str] = []
    page.on("request", lambda request: seen.append(f"{request.url} {request.headers.get('referer', '')}"))
    page.on("websocket", lambda socket: seen.append(socket.url))
    return seen


def test_the_token_leaves_the_address_bar_and_no_request_carries_it(
    visitor: Visitor, round_: OpenRound
) -> None:
    token = round_.person()
    asked = addresses_of(visitor.page)
    come(visitor, token)
    start(visitor)
    visitor.choose("1a", 3)
    assert visitor.page.url == f"{visitor.server.address}/answer"
    assert token not in visitor.page.content()
    assert len(asked) > 5
    assert [address for address in asked if token in address] == []
    assert token not in visitor.server.said
    assert round_.ratings(token) == {"1a": 3.0}


def test_a_refresh_and_another_page_keep_the_visit(visitor: Visitor, round_: OpenRound) -> None:
    token = round_.person()
    come(visitor, token)
    start(visitor)
    visitor.choose("1a", 4)
    for _ in range(2):
        visitor.page.reload()
        wait(visitor)
        visitor.expect_chosen({"1a": 4, "2a": None})
    visitor.follow("About and privacy")
    visitor.page.reload()
    wait(visitor)
    expect(visitor.page.get_by_role("link", name="Home")).to_have_count(0)
    visitor.page.get_by_role("link", name="Your answers").first.click()
    expect(visitor.card("1a")).to_be_visible()
    visitor.expect_chosen({"1a": 4})


@pytest.mark.parametrize("door", ["answer", "answer/"])
def test_going_back_does_not_bring_the_token_back(visitor: Visitor, round_: OpenRound, door: str) -> None:
    token = round_.person()
    come(visitor, token, door)
    visitor.follow("About and privacy")
    for _ in range(2):
        visitor.page.go_back()
        visitor.page.wait_for_timeout(300)
        assert token not in visitor.page.url
    visitor.page.go_forward()
    visitor.page.wait_for_timeout(300)
    assert token not in visitor.page.url


def test_two_links_in_two_tabs_do_not_disturb_each_other(visitor: Visitor, round_: OpenRound) -> None:
    ada, bo = round_.person("Ada"), round_.person("Bo")
    come(visitor, ada)
    start(visitor)
    other = new_tab(visitor)
    come(other, bo)
    start(other)
    visitor.choose("1a", 1)
    other.expect_chosen({"1a": None})
    other.choose("1a", 4)
    visitor.choose("2a", 0)
    for tab, level in ((visitor, 1), (other, 4)):
        tab.page.reload()
        wait(tab)
        tab.expect_chosen({"1a": level})
    assert round_.ratings(ada) == {"1a": 1.0, "2a": 0.0}
    assert round_.ratings(bo) == {"1a": 4.0}


def test_another_link_in_the_same_tab_takes_the_first_ones_place(visitor: Visitor, round_: OpenRound) -> None:
    """Only the fragment of the address changes, so the browser loads nothing by itself."""
    ada, bo = round_.person("Ada"), round_.person("Bo")
    come(visitor, ada)
    start(visitor)
    visitor.choose("1a", 1)
    come(visitor, bo)
    start(visitor)
    visitor.expect_chosen({"1a": None})
    visitor.choose("2a", 2)
    assert bo not in visitor.page.url
    assert (round_.ratings(ada), round_.ratings(bo)) == ({"1a": 1.0}, {"2a": 2.0})


def test_a_group_link_becomes_a_link_of_ones_own_in_this_tab(
    visitor: Visitor, chromium: Browser, round_: OpenRound
) -> None:
    shared = round_.group()
    come(visitor, shared)
    start(visitor)
    own = visitor.page.locator(".st-key-own-link code").inner_text().strip()
    assert own.startswith(f"{visitor.server.address}/answer#")
    token = own.partition("#")[2]
    assert token != shared
    visitor.choose("1a", 2)
    visitor.page.reload()
    wait(visitor)
    visitor.expect_chosen({"1a": 2})
    expect(visitor.page.locator(".st-key-own-link")).to_have_count(0)
    elsewhere = Visitor.enter(chromium, visitor.server)
    come(elsewhere, token)
    elsewhere.expect_chosen({"1a": 2})
    elsewhere.leave()
    assert round_.ratings(token) == {"1a": 2.0}


def test_leaving_forgets_everything_in_this_tab(visitor: Visitor, round_: OpenRound) -> None:
    token = round_.person()
    come(visitor, token)
    start(visitor)
    visitor.choose("1a", 2)
    with visitor.page.expect_navigation():
        visitor.page.get_by_role("button", name="Leave this questionnaire").click()
    read(visitor, LEFT_SENTENCE)
    wait(visitor)
    assert token not in str(visitor.page.evaluate("JSON.stringify(window.sessionStorage)"))
    visitor.page.go_back()
    visitor.page.goto(f"{visitor.server.address}/answer")
    read(visitor, LEFT_SENTENCE)
    expect(visitor.card("1a")).to_have_count(0)
    come(visitor, token)
    visitor.expect_chosen({"1a": 2})


def test_the_visit_outlives_a_restart_of_the_server(visitor: Visitor, round_: OpenRound) -> None:
    """The page stays open; the first click afterwards is still this visitor's."""
    token = round_.person()
    come(visitor, token)
    start(visitor)
    visitor.choose("1a", 3)
    visitor.server.kill()
    visitor.server.start()
    visitor.settle()
    visitor.option("2a", 1).click()
    visitor.wait_until_saved("2a")
    assert round_.ratings(token) == {"1a": 3.0, "2a": 1.0}
    visitor.page.reload()
    wait(visitor)
    visitor.expect_chosen({"1a": 3, "2a": 1})


def test_a_link_with_a_full_stop_behind_it_still_opens(visitor: Visitor, round_: OpenRound) -> None:
    come(visitor, round_.person() + ".")
    expect(visitor.page.get_by_role("button", name="Start")).to_be_visible()


def test_finishing_and_changing_an_answer(visitor: Visitor, round_: OpenRound) -> None:
    token = round_.person()
    come(visitor, token)
    start(visitor)
    for item, level in zip(SHORT, (4, 3, 2, 1), strict=True):
        visitor.choose(item, level)
    visitor.page.get_by_role("button", name="Finish").click()
    visitor.wait_for_title("Thank you")
    visitor.page.reload()
    wait(visitor)
    visitor.page.get_by_role("button", name="Change an answer").click()
    visitor.expect_chosen(dict(zip(SHORT, (4, 3, 2, 1), strict=True)))
    visitor.choose("1a", 0)
    assert round_.ratings(token)["1a"] == 0.0


# Where every computer can reach the app


def test_nothing_opens_without_a_link_where_everybody_can_reach_the_app(
    chromium: Browser, public: Server
) -> None:
    with public.desk() as desk:
        made = desk.start("Secret Lane")
    stranger = Visitor.enter(chromium, public)
    for place in ("", "about", "answer", "owner", "offline", "worked-example", f"results?assessment={made}"):
        stranger.page.goto(f"{public.address}/{place}")
        read(stranger, NEEDS_LINK)
        stranger.settle()
        assert "Secret Lane" not in stranger.page.content()
        expect(stranger.page.get_by_role("main").get_by_role("link")).to_have_count(0)
        expect(stranger.page.get_by_role("navigation")).to_have_count(0)
        expect(stranger.page.locator("[data-testid='stAppViewContainer'] button")).to_have_count(0)
    stranger.leave()


def test_the_owner_is_told_a_link_at_the_start_that_opens_everything(
    chromium: Browser, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("told")
    (folder / "answers.db").write_bytes(empty_database())
    server = Server(url_of(folder), folder / "server.log", options=("--server.address", "0.0.0.0"))
    server.start()
    (link,) = re.findall(r"http\S+/owner#[\w-]{32}", server.said)  # before anybody has opened a page
    with server.desk() as desk:
        desk.start("Secret Lane")
    owner = Visitor.enter(chromium, server)
    owner.page.goto(link)
    read(owner, "You are in")
    owner.settle()
    assert owner.page.url == f"{server.address}/owner"
    owner.follow("Go to Home")
    expect(owner.page.get_by_text("Secret Lane").first).to_be_visible()
    owner.page.reload()
    wait(owner)
    expect(owner.page.get_by_text("Secret Lane").first).to_be_visible()
    assert server.said.count(link.partition("#")[2]) == 1
    owner.leave()
    server.kill()


def test_a_key_that_is_set_opens_the_app_and_is_not_printed(
    chromium: Browser, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("set")
    (folder / "answers.db").write_bytes(empty_database())
    server = Server(
        url_of(folder),
        folder / "server.log",
        options=("--server.address", "0.0.0.0"),
        environment={"SELFASSESS_OWNER_KEY": OWNER_KEY},
    )
    server.start()
    owner = Visitor.enter(chromium, server)
    owner.page.goto(f"{server.address}/owner#{OWNER_KEY}")
    read(owner, "You are in")
    owner.settle()
    assert "SELFASSESS_OWNER_KEY" in server.said
    assert OWNER_KEY not in server.said
    owner.leave()
    server.kill()


def test_a_link_opens_where_everybody_can_reach_the_app(chromium: Browser, public: Server) -> None:
    with public.desk() as desk:
        round_ = RoundDesk(desk).open()
        token = round_.person()
        visitor = Visitor.enter(chromium, public)
        come(visitor, token)
        start(visitor)
        visitor.choose("1a", 3)
        visitor.page.reload()
        wait(visitor)
        visitor.expect_chosen({"1a": 3})
        assert round_.ratings(token) == {"1a": 3.0}
        assert token not in public.said
        visitor.leave()


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "X-Real-IP"])
def test_a_request_passed_on_by_another_server_is_nobodys(
    chromium: Browser, server: Server, header: str
) -> None:
    server.ensure_running()
    context = chromium.new_context(extra_http_headers={header: "203.0.113.9"})
    visitor = Visitor(context.new_page(), server, context)
    visitor.page.goto(server.address)
    read(visitor, NEEDS_LINK)
    visitor.leave()


SLOW_APP = """
import time
from selfassess.ui import navigation
from selfassess.ui import frame
import streamlit as st

st.set_page_config(page_title="Slow", layout="centered")
frame.begin()
time.sleep(0.3)
frame.show(st.navigation(navigation.pages(), position=navigation.position()))
"""
"""app.py on a busy machine: what stands on every page is there some time before the list of pages."""


def test_a_refresh_stays_on_its_page_on_a_slow_server(
    chromium: Browser, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("slow")
    (folder / "answers.db").write_bytes(empty_database())
    (folder / "slow.py").write_text(SLOW_APP, encoding="utf-8")
    server = Server(
        url_of(folder), folder / "server.log", folder / "slow.py", environment={"PYTHONPATH": str(PROJECT)}
    )
    server.start()
    with server.desk() as desk:
        token = RoundDesk(desk).open().person(group="social-work")
    visitor = Visitor.enter(chromium, server)
    come(visitor, token)
    visitor.page.get_by_role("button", name="Start").click()
    visitor.follow("Go to the questions")
    visitor.follow(re.compile("^Start with 1"))
    for _ in range(3):
        visitor.page.reload()
        wait(visitor)
        visitor.wait_for_title("1. ")
    visitor.leave()
    server.kill()
