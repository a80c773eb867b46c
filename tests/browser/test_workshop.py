"""A workshop as a room lives it: a presenter and six phones, each a browser of its own, to three agreed ratings."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress

import pytest
from app_cases import Desk, framework_2007
from playwright.sync_api import Browser, Locator, expect
from served_cases import Server
from visitor_cases import Visitor, wait

from selfassess.errors import NotAllowed
from selfassess.service.actor import LOCAL_OWNER
from selfassess.service.agreeing import Agreeing
from selfassess.service.joining import Joining

pytestmark = pytest.mark.browser

ITEMS = ("1a", "2a", "3a")
PHONES = 6
SOON = 15_000
"""Milliseconds within which a change reaches every screen, on a busy machine; it usually takes one or two seconds."""
CANT_TELL = 5
"""The place of “can't tell from here” among the choices, after the five levels."""
ROLES = "centre manager, health visitor 🙂 <script>alert(1)</script>"


@pytest.fixture
def desk(server: Server) -> Iterator[Desk]:
    with server.desk() as desk:
        yield desk


@pytest.fixture
def phones(chromium: Browser, server: Server) -> Iterator[list[Visitor]]:
    there = [Visitor.enter(chromium, server, width=390, height=844) for _ in range(PHONES)]
    yield there
    for phone in there:
        phone.leave()


@pytest.fixture
def second(chromium: Browser, server: Server) -> Iterator[Visitor]:
    """Another laptop."""
    visitor = Visitor.enter(chromium, server)
    yield visitor
    visitor.leave()


# The presenter


def open_workshop(presenter: Visitor, assessment: str) -> tuple[str, str]:
    """Picks three sub-indicators on screen; gives the code and the facilitator's link."""
    presenter.open("workshop", assessment=assessment)
    ticked = presenter.page.locator("[class*='st-key-take-'] input:checked")
    expect(ticked).to_have_count(6)
    for item in ("4a", "5a", "6a"):
        presenter.page.locator(f"[class*='st-key-take-{item}-'] label").click()
    expect(presenter.page.get_by_text("3 sub-indicators take about 34 minutes.").first).to_be_visible()
    presenter.page.get_by_role("textbox", name=re.compile("^Who will be in the room")).fill(ROLES)
    presenter.page.get_by_role("button", name="Open the workshop").click()
    fresh = presenter.page.locator(".st-key-fresh-workshop")
    code = fresh.locator("h2").inner_text().removeprefix("The code is ")
    link = fresh.locator("code").first.inner_text().strip()
    presenter.page.get_by_role("link", name="Go to the presenter's screen").click()
    presenter.page.wait_for_selector(".st-key-presenter")
    presenter.settle()
    return code, link


def strike(presenter: Visitor, key: str) -> None:
    """Presses a key once the button that it stands for is there: the buttons are the last of a screen to be drawn."""
    expect(presenter.page.locator(f".st-key-move-{key} button")).to_be_visible(timeout=SOON)
    presenter.page.keyboard.press(key)


def press(presenter: Visitor, key: str, until: Locator) -> None:
    strike(presenter, key)
    expect(until).to_be_visible(timeout=SOON)


def on_screen(visitor: Visitor, text: str | re.Pattern[str]) -> Locator:
    return visitor.page.get_by_text(text).first


def say(visitor: Visitor, text: str) -> None:
    expect(on_screen(visitor, text)).to_be_visible(timeout=SOON)


def begin_vote(presenter: Visitor, item: str) -> None:
    """Goes on to the next sub-indicator, and lets the room vote."""
    strike(presenter, "n")
    expect(presenter.page.locator("h1.page-title")).to_have_text(re.compile(f"^{item}"), timeout=SOON)
    begin = presenter.page.get_by_role("button", name=re.compile("^Start the vote"))
    expect(begin).to_be_visible(timeout=SOON)
    press(presenter, "v", on_screen(presenter, f"0 of {PHONES} phones have voted"))


def agree(presenter: Visitor, item: str, level: int, reason: str) -> None:
    save = presenter.page.get_by_role("button", name="Save what was agreed")
    press(presenter, "a", save)
    presenter.page.locator(f"[class*='st-key-rating-agree-{item}-'] [data-testid='stRadioOption']").nth(
        level
    ).click()
    presenter.page.get_by_role("textbox", name=re.compile("^Why this level")).fill(reason)
    presenter.page.get_by_role("textbox", name=re.compile("^Who saw it differently")).fill("Police saw a 1")
    save.click()
    say(presenter, f"Agreed: level {level}")
    expect(presenter.page.locator(".st-key-moves")).to_be_visible(timeout=SOON)  # the last to be drawn


# The phones


def join(phone: Visitor, code: str) -> None:
    phone.page.goto(f"{phone.server.address}/join?code={code.replace(' ', '').lower()}")
    phone.page.get_by_role("button", name="Join").click(timeout=60_000)
    say(phone, "You are in")


def choices(phone: Visitor, item: str) -> Locator:
    return phone.page.locator(f"[class*='st-key-rating-{item}-'] [data-testid='stRadioOption']")


def vote(phone: Visitor, item: str, at: int) -> None:
    option = choices(phone, item).nth(at)
    expect(option).to_be_visible(timeout=SOON)
    phone.settle()
    mark = option.locator("input")
    for _ in range(3):  # a page that moves to its top just then may swallow a press, and people press again
        option.click()
        with suppress(AssertionError):
            expect(mark).to_be_checked(timeout=3000)
            break
    expect(mark).to_be_checked()
    say(phone, "Your vote is in.")


def vote_all(presenter: Visitor, phones: Sequence[Visitor], item: str, votes: Sequence[int]) -> None:
    for phone, at in zip(phones, votes, strict=True):
        vote(phone, item, at)
    say(presenter, f"{PHONES} of {PHONES} phones have voted")


def seat_of(phone: Visitor) -> str:
    kept = phone.page.evaluate("window.localStorage.getItem('selfassess-seats')")
    return str(next(iter(json.loads(kept).values())))


def chart(visitor: Visitor) -> str:
    """The text alternative of the votes."""
    drawn = visitor.page.locator(".answers-given [role='img']").first
    expect(drawn).to_be_visible(timeout=SOON)
    return drawn.get_attribute("aria-label") or ""


def test_a_room_of_six_phones_comes_to_three_agreed_ratings(
    desk: Desk,
    visitor: Visitor,
    phones: list[Visitor],
    second: Visitor,
) -> None:
    assessment = desk.start()
    desk.rate(assessment, {"1a": 4, "2a": 1})
    code, link = open_workshop(visitor, assessment)
    for phone in phones:
        join(phone, code)
    say(visitor, "6 phones have joined")

    # The first: everybody votes; one refreshes, another changes their mind; hands go up beside the phones.
    begin_vote(visitor, "1a")
    vote_all(visitor, phones, "1a", [3, 3, 3, 3, 3, 1])
    assert not visitor.page.locator(".answers-given").count(), "nothing is shown of a vote that is open"
    phones[0].page.reload()
    say(phones[0], "Your vote is in.")
    expect(choices(phones[0], "1a").nth(3).locator("input")).to_be_checked()
    vote(phones[1], "1a", 2)
    say(visitor, "6 of 6 phones have voted")
    say(visitor, "6 phones have joined")
    strike(visitor, "r")
    assert "Level 3: 4" in chart(visitor)
    assert "Level 2: 1" in chart(visitor)
    with pytest.raises(NotAllowed, match="Voting on this has ended"):
        Joining(desk.service.store, desk.service.frameworks).vote(seat_of(phones[5]), "1a", 1, 3.0)
    assert "Level 1, yours: 1" in chart(phones[5])
    press(visitor, "d", on_screen(visitor, "What was voted for"))
    agree(visitor, "1a", 3, "Both teams say the same.")

    # The second: another laptop takes over by the facilitator's link, and the first one follows.
    begin_vote(visitor, "2a")
    vote_all(visitor, phones, "2a", [0, 0, 0, 4, 4, CANT_TELL])
    second.page.goto(link)
    wait(second)
    say(second, "6 of 6 phones have voted")
    strike(second, "r")
    assert "Can't tell from here: 1" in chart(second)
    assert "Level 0: 3" in chart(visitor)
    agree(second, "2a", 1, "It depends on whom you ask.")
    say(visitor, "Agreed: level 1")

    # The third: a second vote after the talk.
    begin_vote(visitor, "3a")
    vote_all(visitor, phones, "3a", [1, 1, 1, 3, 3, 3])
    strike(visitor, "r")
    assert "Level 1: 3" in chart(visitor)
    press(visitor, "v", on_screen(visitor, "0 of 6 phones have voted"))
    for phone in phones:  # whose screens follow within a second or two; until then they show the vote before
        say(phone, "stands unless you vote again")
    vote_all(visitor, phones, "3a", [2, 2, 2, 2, 3, 3])
    strike(visitor, "r")
    expect(visitor.page.locator(".answers-given [role='img'][aria-label*='Level 2: 4']")).to_be_visible(
        timeout=SOON
    )
    agree(visitor, "3a", 2, "Managers come to every other meeting.")

    end(visitor)
    for phone in phones:
        say(phone, "The workshop has ended")
    agreed = Agreeing(desk.service.store, desk.service.frameworks).agreed(LOCAL_OWNER, assessment)
    assert {
        item: (each.answer.value, each.answer.reason, each.answer.present) for item, each in agreed.items()
    } == {
        "1a": (3.0, "Both teams say the same. Not everyone agreed: Police saw a 1", ROLES),
        "2a": (1.0, "It depends on whom you ask. Not everyone agreed: Police saw a 1", ROLES),
        "3a": (2.0, "Managers come to every other meeting. Not everyone agreed: Police saw a 1", ROLES),
    }
    for item in ITEMS:
        say(visitor, framework_2007().item(item).short_title)


def end(presenter: Visitor) -> None:
    expect(on_screen(presenter, "That was the last one.")).to_be_visible(
        timeout=SOON
    )  # so it is unfolded already
    if not presenter.page.locator(".st-key-end-sure label").is_visible():
        presenter.page.locator("[class*='st-key-end'] summary").first.click()
    presenter.page.wait_for_function("document.getAnimations().every(each => each.playState !== 'running')")
    presenter.page.locator(".st-key-end-sure label").click()
    now = presenter.page.get_by_role("button", name="End it now")
    expect(now).to_be_enabled(timeout=SOON)
    now.click()
    expect(presenter.page.locator(".st-key-presenter")).to_have_count(0, timeout=SOON)
