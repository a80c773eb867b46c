"""Refresh, back, a killed server, a note half typed: everything that was given is still there."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator

import pytest
from app_cases import Desk
from playwright.sync_api import expect
from served_cases import Server
from visitor_cases import Keys, Visitor

pytestmark = pytest.mark.browser

ANNOUNCED = re.compile(r"^1a .* saved at \d\d:\d\d:\d\d\.$")
NOTE = "Minutes of the joint meeting, March"


@pytest.fixture
def desk(server: Server) -> Iterator[Desk]:
    with server.desk() as desk:
        yield desk


@pytest.fixture
def made(desk: Desk, request: pytest.FixtureRequest) -> str:
    """A new assessment, named after the test."""
    return desk.start(request.node.name[:120])


def evidence(desk: Desk, made: str, item: str = "1a") -> str:
    answer = desk.answer(made, item)
    return answer.evidence if answer else ""


def value(desk: Desk, made: str, item: str) -> float | None:
    answer = desk.answer(made, item)
    return answer.value if answer else None


def seconds_until(met: Callable[[], bool], most: float = 10) -> float:
    """How long it takes until something outside the browser is so; `most` when it doesn't come."""
    begin = time.monotonic()
    while not met() and time.monotonic() - begin < most:
        time.sleep(0.02)
    return time.monotonic() - begin


def test_a_refresh_finds_every_answer(visitor: Visitor, made: str) -> None:
    visitor.open("indicator-1", assessment=made)
    visitor.choose("1a", 4)
    visitor.choose("1b", 5)
    visitor.note("1a").fill(NOTE)
    visitor.note("1a").press("Tab")
    visitor.card("1a").get_by_role("radio", name="Slipping").or_(
        visitor.card("1a").get_by_role("button", name="Slipping")
    ).click()
    visitor.card("1a").locator("[class*='st-key-one-person-'] label").first.click()
    visitor.settle()
    for _ in range(2):
        visitor.page.reload()
        visitor.settle()
        visitor.expect_chosen({"1a": 4, "1b": 5, "1c": None})
        expect(visitor.note("1a")).to_have_value(NOTE)
        expect(visitor.card("1a").locator("[class*='st-key-one-person-'] input")).to_be_checked()
        assert visitor.card("1a").locator(
            "[aria-checked='true'], [aria-pressed='true']"
        ).all_inner_texts() == ["Slipping"]


def test_a_killed_server_has_everything_that_was_shown_as_saved(
    visitor: Visitor, server: Server, desk: Desk, made: str
) -> None:
    visitor.open("indicator-2", assessment=made)
    visitor.choose("2a", 3)
    visitor.note("2b").fill(NOTE)
    visitor.note("2b").press("Tab")
    expect(visitor.page.locator("#announcer")).to_contain_text("2b ")
    visitor.choose("2c", 6)
    server.kill()
    assert (value(desk, made, "2a"), evidence(desk, made, "2b")) == (3.0, NOTE)
    stored = desk.answer(made, "2c")
    assert stored is not None and stored.special == "na"
    server.start()
    visitor.page.reload()
    visitor.settle()
    visitor.expect_chosen({"2a": 3, "2b": None, "2c": 6, "2d": None})
    expect(visitor.note("2b")).to_have_value(NOTE)


def test_the_first_click_after_a_restart_is_saved_too(
    visitor: Visitor, server: Server, desk: Desk, made: str
) -> None:
    """The page stays open while the server is gone; Streamlit runs no callback for this click."""
    visitor.open("indicator-2", assessment=made)
    visitor.choose("2a", 3)
    server.kill()
    server.start()
    visitor.settle()
    visitor.option("2b", 1).click()
    visitor.wait_until_saved("2b")
    assert (value(desk, made, "2a"), value(desk, made, "2b")) == (3.0, 1.0)
    visitor.choose("2c", 0)
    visitor.page.reload()
    visitor.settle()
    visitor.expect_chosen({"2a": 3, "2b": 1, "2c": 0, "2d": None})


def test_a_changed_answer_as_the_first_click_after_a_restart_is_saved_too(
    visitor: Visitor, server: Server, desk: Desk, made: str
) -> None:
    visitor.open("indicator-2", assessment=made)
    visitor.choose("2a", 3)
    server.kill()
    server.start()
    visitor.settle()
    visitor.option("2a", 1).click()
    assert seconds_until(lambda: value(desk, made, "2a") == 1.0) < 5
    visitor.expect_chosen({"2a": 1})


def test_an_answer_clicked_while_the_server_is_gone_is_saved_once_it_is_back(
    visitor: Visitor, server: Server, desk: Desk, made: str
) -> None:
    """Nothing may say that it is saved before it is."""
    visitor.open("indicator-2", assessment=made)
    visitor.choose("2a", 3)
    server.kill()
    expect(visitor.page.locator("[data-testid='stApp']")).not_to_have_attribute(
        "data-test-connection-state", "CONNECTED"
    )
    option = visitor.option("2b", 1)
    if option.locator("input").is_enabled():
        option.click()
    said = visitor.card("2b").locator(".saved").inner_text()
    assert said == "Not answered yet"
    server.start()
    visitor.settle()
    (shown,) = visitor.chosen("2b")
    if shown is not None:
        seconds_until(lambda: value(desk, made, "2b") is not None)
    assert value(desk, made, "2b") == (None if shown is None else float(shown))


def test_a_note_typed_and_not_left_is_saved_within_two_seconds_of_the_pause(
    visitor: Visitor, desk: Desk, made: str
) -> None:
    visitor.open("indicator-1", assessment=made)
    visitor.note("1a").click()
    visitor.page.keyboard.type(NOTE)
    assert seconds_until(lambda: evidence(desk, made) == NOTE) < 2
    expect(visitor.note("1a")).to_be_focused()
    visitor.page.keyboard.type(", and of April")
    assert seconds_until(lambda: evidence(desk, made) == f"{NOTE}, and of April") < 2
    expect(visitor.note("1a")).to_have_value(f"{NOTE}, and of April")


@pytest.mark.parametrize(
    ("place", "title"),
    [
        (".st-key-go-after a", "2. "),
        (".st-key-link-later a", "The eight indicators"),
        (".st-key-link-back a", "The eight indicators"),
        ("header a >> text=About and privacy", "About and privacy"),
    ],
)
def test_moving_on_by_a_link_right_after_typing_keeps_the_note_and_moves_on(
    visitor: Visitor, desk: Desk, made: str, place: str, title: str
) -> None:
    """The finger stays on the button for 60 ms, as a person's does."""
    visitor.open("indicator-1", assessment=made)
    visitor.note("1a").click()
    visitor.page.keyboard.type(NOTE)
    visitor.page.locator(place).first.click(delay=60)
    visitor.wait_for_title(title)
    assert evidence(desk, made) == NOTE


def test_moving_on_by_keyboard_right_after_typing_keeps_the_note(
    visitor: Visitor, desk: Desk, made: str
) -> None:
    visitor.open("indicator-1", assessment=made)
    visitor.note("1c").click()
    visitor.page.keyboard.type(NOTE)
    keys = Keys(visitor)
    keys.tab_to("Next: 2", "go-after")
    keys.press("Enter")
    visitor.wait_for_title("2. ")
    assert evidence(desk, made, "1c") == NOTE


def test_going_back_right_after_typing_keeps_the_note(visitor: Visitor, desk: Desk, made: str) -> None:
    visitor.open("assessment", assessment=made)
    visitor.follow(re.compile("^Start with 1"))
    visitor.note("1a").click()
    visitor.page.keyboard.type(NOTE)
    visitor.page.go_back()
    visitor.wait_for_title("The eight indicators")
    assert evidence(desk, made) == NOTE


def test_closing_the_page_right_after_typing_keeps_the_note(visitor: Visitor, desk: Desk, made: str) -> None:
    visitor.open("indicator-1", assessment=made)
    visitor.note("1a").click()
    visitor.page.keyboard.type(NOTE)
    visitor.page.close(run_before_unload=True)
    assert seconds_until(lambda: evidence(desk, made) == NOTE) < 2


def test_an_answer_clicked_right_after_typing_keeps_both(visitor: Visitor, desk: Desk, made: str) -> None:
    visitor.open("indicator-1", assessment=made)
    visitor.note("1a").click()
    visitor.page.keyboard.type(NOTE)
    visitor.option("1b", 2).click(delay=60)
    visitor.wait_until_saved("1b")
    assert seconds_until(lambda: evidence(desk, made) == NOTE) < 2
    assert (evidence(desk, made), value(desk, made, "1b")) == (NOTE, 2.0)


def test_the_back_button_goes_page_by_page_and_finds_every_answer(visitor: Visitor, made: str) -> None:
    visitor.open("assessment", assessment=made)
    visitor.follow(re.compile("^Start with 1"))
    visitor.choose("1a", 2)
    visitor.follow(re.compile("^Next: 2"))
    visitor.choose("2a", 3)
    visitor.follow(re.compile("^Next: 3"))
    visitor.page.go_back()
    visitor.wait_for_title("2. ")
    visitor.expect_chosen({"2a": 3})
    visitor.page.go_back()
    visitor.wait_for_title("1. ")
    visitor.expect_chosen({"1a": 2})
    visitor.page.go_back()
    visitor.wait_for_title("The eight indicators")
    assert visitor.assessment == made
    visitor.page.go_forward()
    visitor.wait_for_title("1. ")
    visitor.expect_chosen({"1a": 2})


def test_two_windows_show_the_same_answers(visitor: Visitor, made: str) -> None:
    visitor.open("indicator-1", assessment=made)
    visitor.choose("1a", 2)
    other = visitor.page.context.new_page()
    other.goto(visitor.page.url)
    first, visitor.page = visitor.page, other
    visitor.settle()
    visitor.expect_chosen({"1a": 2})
    visitor.choose("1a", 4)
    visitor.page = first
    first.reload()
    visitor.settle()
    visitor.expect_chosen({"1a": 4})


def test_a_screen_reader_hears_that_an_answer_is_saved(visitor: Visitor, made: str) -> None:
    visitor.open("indicator-1", assessment=made)
    region = visitor.page.locator("#announcer")
    expect(region).to_have_attribute("aria-live", "polite")
    expect(region).to_have_attribute("role", "status")
    expect(region).to_have_text("")
    visitor.choose("1a", 2)
    expect(region).to_have_text(ANNOUNCED)
    first = visitor.said
    time.sleep(1)  # the announcement carries the time in seconds
    visitor.choose("1a", 3)
    expect(region).to_have_text(ANNOUNCED)
    expect(region).not_to_have_text(first)


def test_a_screen_reader_hears_that_a_note_waits_for_a_look(visitor: Visitor, made: str) -> None:
    visitor.open("indicator-1", assessment=made)
    visitor.note("1a").fill("Ring the mother on 01632 960123")
    visitor.note("1a").press("Tab")
    expect(visitor.page.locator("#announcer")).to_contain_text("This looks like a phone number.")
    visitor.card("1a").get_by_role("button", name="Keep it").click()
    expect(visitor.page.locator("#announcer")).to_have_text(ANNOUNCED)


def test_a_plan_typed_and_not_left_is_saved(visitor: Visitor, desk: Desk, made: str) -> None:
    desk.fill(made)
    visitor.open("results", assessment=made)
    visitor.page.get_by_label("What we will do").first.click()
    visitor.page.keyboard.type("Meet every month")
    assert seconds_until(lambda: [each.text for each in desk.view(made).actions] == ["Meet every month"]) < 2
