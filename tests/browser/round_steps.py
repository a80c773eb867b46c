"""What people do on the pages of a round, each step waiting for what comes of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress

from playwright.sync_api import Locator, TimeoutError, expect
from visitor_cases import Visitor

SOON = 15_000
"""Milliseconds that an answer of the server may take on a busy machine."""

Come = Callable[[str], Visitor]


def text(visitor: Visitor) -> str:
    """What a reader sees of the page."""
    return visitor.page.get_by_role("main").inner_text()


def follow(visitor: Visitor, link: str | re.Pattern[str], title: str) -> None:
    """Follows a link to the page with a title, which may be that of the page it is on."""
    visitor.page.get_by_role("link", name=link).first.click()
    visitor.wait_for_title(title)


def press(visitor: Visitor, button: str, until: Locator) -> None:
    """Presses a button, and waits for what comes of it."""
    visitor.page.get_by_role("button", name=button, exact=True).click()
    expect(until).to_be_visible(timeout=SOON)
    visitor.settle()


def unfold(visitor: Visitor, title: str) -> None:
    """Opens a fold, and waits until nothing on the page moves any more."""
    visitor.page.get_by_text(title).click()
    visitor.page.wait_for_function("document.getAnimations().every(each => each.playState !== 'running')")
    visitor.settle()


def pick(visitor: Visitor, box: Locator, option: str) -> None:
    """Chooses from a list by its first letters, and looks whether it is chosen.

    A list closes when the page moves under it, as it does when a choice takes another line. Then it is opened again.
    """
    widget = box.locator("xpath=ancestor::*[contains(@class, 'stElementContainer')][1]")
    chosen = widget.get_by_text(option, exact=True).or_(widget.locator(f"input[value='{option}']")).first
    for _ in range(10):
        box.fill("")
        box.press_sequentially(option[:2], delay=40)
        with suppress(TimeoutError, AssertionError):
            visitor.page.get_by_role("option", name=option, exact=True).click(timeout=1500)
            expect(chosen).to_be_visible(timeout=1500)
            break
    expect(chosen).to_be_visible()
    visitor.settle()


def links_shown(visitor: Visitor, number: int) -> dict[str, str]:
    """The links just made, by whom they are for."""
    box = visitor.page.locator("[class*='st-key-fresh-']")
    expect(box.locator("code")).to_have_count(number, timeout=SOON)
    visitor.settle()
    names, links = box.locator(".entry").all_inner_texts(), box.locator("code").all_inner_texts()
    assert all(link.startswith(f"{visitor.server.address}/") for link in links), links
    return dict(zip((name.split("\n")[0] for name in names), map(str.strip, links), strict=True))


def rows_of(visitor: Visitor, caption: str) -> list[list[str]]:
    """The cells of the table of that caption, without its head."""
    rows = visitor.page.locator(f'.table[aria-label="{caption}"] tbody tr')
    found: list[list[str]] = rows.evaluate_all(
        "all => all.map(row => [...row.cells].map(e => e.textContent))"
    )
    return found


def say(visitor: Visitor, *sentences: str) -> None:
    """Waits until the page says each sentence, somewhere in its text."""
    for sentence in sentences:
        expect(visitor.page.get_by_role("main")).to_contain_text(sentence, timeout=SOON)


def close(lead: Visitor) -> None:
    """The lead closes the round of the page."""
    unfold(lead, "Close the round now")
    button = lead.page.get_by_role("button", name="Close it now")
    expect(button).to_be_disabled()
    lead.page.get_by_text("to end now").click()
    expect(button).to_be_enabled(timeout=SOON)
    button.click()
    expect(lead.page.get_by_test_id("stAlert")).to_have_text("The round is closed.", timeout=SOON)
    say(lead, "Everything answered before is kept and counts.")
    expect(lead.page.get_by_role("button", name="Make a link for each")).to_have_count(0)
