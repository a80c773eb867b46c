"""A whole assessment from the first page to the placement, by mouse and by keyboard alone."""

from __future__ import annotations

import re

import pytest
from app_cases import framework_2007, items_of
from playwright.sync_api import expect
from served_cases import Server
from visitor_cases import Keys, Visitor

pytestmark = pytest.mark.browser

HALF_WAY = "Between aspirational development and maximum collaboration, about half way"
"""Everything at level 3: 100 * 3 / 4 = 75, midway between the second point, 50, and the third, 100."""
SECOND_POINT = "Aspirational development"
"""Everything at level 2: 100 * 2 / 4 = 50."""


def test_by_mouse(visitor: Visitor, server: Server) -> None:
    page = visitor.page
    visitor.open()
    page.locator(".st-key-start-lens").get_by_text("Centre", exact=True).click()
    page.get_by_label("Name of the centre or local authority").fill("Mouse Street")
    page.get_by_label("Local authority it belongs to").fill("Northtown")
    page.get_by_role("button", name="Start").click()
    visitor.wait_for_title("The eight indicators")
    made = visitor.assessment
    page.get_by_role("link", name=re.compile("^Start with 1")).click()
    for indicator in framework_2007().indicators_in("programme"):
        visitor.wait_for_title(f"{indicator.id}. ")
        assert visitor.cards() == [item.id for item in indicator.items if "programme" in item.lenses]
        for item in visitor.cards():
            visitor.choose(item, 3)
        page.locator(".st-key-go-after a").click()
    visitor.wait_for_title("Check and finish")
    page.get_by_role("button", name="Finish and see where you are").click()
    visitor.wait_for_title("Where we are")
    expect(page.locator(".place")).to_have_text(HALF_WAY)
    with server.desk() as desk:
        view = desk.view(made)
        assert {item: answer.value for item, answer in view.mine.items()} == dict.fromkeys(items_of(), 3.0)
        assert view.record.finished_at is not None


def test_by_keyboard_alone(visitor: Visitor, server: Server) -> None:
    page, keys = visitor.page, Keys(visitor)
    visitor.open()
    keys.tab_to("", "start-lens")
    keys.press("Space")
    expect(page.locator(".st-key-start-lens input").first).to_be_checked()
    keys.tab_to("Name of the centre")
    keys.type("Keyboard Lane")
    keys.tab_to("Local authority it belongs to")
    keys.type("Northtown")
    keys.tab_to("Start")
    keys.press("Enter")
    visitor.wait_for_title("The eight indicators")
    made = visitor.assessment
    keys.tab_to("Start with 1")
    keys.press("Enter")
    for indicator in framework_2007().indicators_in("programme"):
        visitor.wait_for_title(f"{indicator.id}. ")
        for item in visitor.cards():
            keys.choose(item, 2)
        if indicator.id == "3":
            keys.tab_to("What could you show", "note-evidence-3b")
            keys.type("Minutes of the partnership board")
            keys.tab_to("Strengthening", "direction-3b")  # arrows go from button to button
            keys.press("ArrowRight")
            keys.press("ArrowRight")
            keys.press("Space")
            keys.tab_to("This depends on one person", "one-person-3b")
            keys.press("Space")
            # A person hears "saved" before going on. A link followed within milliseconds of an answer can be
            # swallowed by Streamlit, which joins both into one run of the old page; the answer is kept.
            visitor.settle()
        keys.tab_to("Next: " if indicator.id != "8" else "Check your answers", "go-after")
        keys.press("Enter")
    visitor.wait_for_title("Check and finish")
    keys.tab_to("Finish and see where you are")
    keys.press("Enter")
    visitor.wait_for_title("Where we are")
    expect(page.locator(".place")).to_have_text(SECOND_POINT)
    with server.desk() as desk:
        mine = desk.view(made).mine
    assert {item: answer.value for item, answer in mine.items()} == dict.fromkeys(items_of(), 2.0)
    rich = mine["3b"]
    assert (rich.evidence, rich.direction, rich.one_person) == (
        "Minutes of the partnership board",
        "slipping",
        True,
    )
