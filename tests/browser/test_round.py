"""A round as its people live it, each in a browser of their own: the lead, a manager, two whom the manager asked.

With the sample data loaded, so that what is made up or from the report stays apart from what people answer here.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress

import pytest
from app_cases import PROJECT, Desk, framework_2007, items_of
from link_cases import SHORT, RoundDesk
from playwright.sync_api import Browser, Locator, TimeoutError, expect
from served_cases import Server
from visitor_cases import SAVED, Visitor, come, read, wait

from selfassess.service.actor import LOCAL_OWNER
from selfassess.service.round_plans import CentreEntry, Invitee, RoundPlan

pytestmark = pytest.mark.browser

AUTHORITY, ELM, HARBOUR, ROUND = "Northtown", "Elm Street", "Harbour", "Autumn round"
ADA, BO = "Ada Marsh", "Bo Reed"
CLOSED = "This round has closed, so this change is not saved. Everything saved before is kept and counts."

Come = Callable[[str], Visitor]


@pytest.fixture(scope="module")
def loaded(server: Server) -> Server:
    """The server's store with the sample data in it, as README says how to load it."""
    environment = os.environ | {"SELFASSESS_DATABASE_URL": server.database}
    demo = [sys.executable, "-m", "selfassess", "demo"]
    subprocess.run(demo, cwd=PROJECT, env=environment, check=True, capture_output=True)
    return server


@pytest.fixture
def desk(loaded: Server) -> Iterator[Desk]:
    with loaded.desk() as desk:
        yield desk


@pytest.fixture
def arrive(chromium: Browser, loaded: Server) -> Iterator[Come]:
    """Somebody new at a browser of their own, who opens a link they were sent."""
    there: list[Visitor] = []

    def arrive(link: str) -> Visitor:
        visitor = Visitor.enter(chromium, loaded)
        there.append(visitor)
        visitor.page.goto(link)
        wait(visitor)
        return visitor

    yield arrive
    for visitor in there:
        visitor.leave()


# What people do


def click(visitor: Visitor, button: str) -> None:
    visitor.page.get_by_role("button", name=button, exact=True).click()
    visitor.settle()


def pick(visitor: Visitor, field: Locator, option: str) -> None:
    """Chooses from a list by its first letters, and looks whether it is chosen.

    A list closes when the page moves under it, as it does while a fold opens. Then it is opened again.
    """
    for _ in range(10):
        with suppress(TimeoutError):
            field.press_sequentially(option[:2], delay=40)
            visitor.page.get_by_role("option", name=option).click(timeout=1500)
            visitor.settle()
            break
        field.press("Escape")
        field.fill("")


def links_shown(visitor: Visitor, number: int) -> dict[str, str]:
    """The links just made, by whom they are for."""
    box = visitor.page.locator("[class*='st-key-fresh-']")
    expect(box.locator("code")).to_have_count(number)
    visitor.settle()
    names, links = box.locator(".entry").all_inner_texts(), box.locator("code").all_inner_texts()
    assert all(link.startswith(f"{visitor.server.address}/") for link in links), links
    return dict(zip((name.split("\n")[0] for name in names), map(str.strip, links), strict=True))


def text(visitor: Visitor) -> str:
    """What a reader sees of the page."""
    return visitor.page.get_by_role("main").inner_text()


def ask_some(lead: Visitor, group: str, items: Sequence[str]) -> None:
    """In the form of a new round: the only sub-indicators that a group is asked."""
    lead.page.get_by_text("Which sub-indicators each group is asked").click()
    asked = lead.page.locator(f".st-key-round-asks-{group}")
    for item in items:
        title = framework_2007().item(item).short_title
        pick(lead, asked.locator("input"), f"{item} {title}")
        expect(asked).to_contain_text(title)
    asked.locator("input").press("Escape")


def open_round(lead: Visitor) -> None:
    lead.open()
    lead.follow("Rounds")
    lead.page.get_by_role("textbox", name="Local authority").fill(AUTHORITY)
    lead.page.get_by_role("textbox", name="Name of the round").fill(ROUND)
    lead.page.get_by_text("Named", exact=True).click()
    ask_some(lead, "health-visiting", SHORT)
    click(lead, "Open the round")
    lead.wait_for_title(ROUND)


def add_centres(lead: Visitor, *centres: str) -> dict[str, str]:
    """The link of each centre's manager."""
    lead.page.get_by_role("textbox", name="New centres").fill("\n".join(centres))
    click(lead, "Add them and make their links")
    return links_shown(lead, len(centres))


def invite(manager: Visitor) -> dict[str, str]:
    """Two people by name and a group, on the manager's own page."""
    people = manager.page.get_by_role("textbox", name="Who, by name")
    people.fill(f"{ADA}; Health visiting\n{BO}; Midwifery")
    click(manager, "Make a link for each")
    links_shown(manager, 2)
    pick(manager, manager.page.get_by_role("combobox", name="Group"), "Social work")
    click(manager, "Make one link for the whole group")
    return links_shown(manager, 3)


def answer_everything(manager: Visitor) -> None:
    """23 questions on eight pages: 4 for 1a, 3 for all the others."""
    manager.follow("Give your own view")
    click(manager, "Start")
    manager.follow("Go to the questions")
    manager.follow(re.compile("^Start with 1"))
    for indicator in framework_2007().indicators_in("programme"):
        manager.wait_for_title(f"{indicator.id}. ")
        for item in manager.cards():
            manager.choose(item, 4 if item == "1a" else 3)
        manager.page.locator(".st-key-go-after a").click()
    manager.wait_for_title("Check and finish")
    print(text(manager)[-1500:])


def test_a(visitor: Visitor, arrive: Come, desk: Desk) -> None:
    t=time.time()
    def T(x): print("TIME", x, round(time.time()-t,1))
    lead = visitor
    open_round(lead)
    T("opened")
    links = add_centres(lead, f"{ELM}; urban", f"{HARBOUR}; rural")
    T("added")
    manager = arrive(links[f"Manager of {ELM}"])
    links |= invite(manager)
    T("invited")
    answer_everything(manager)
    T("answered")
    print(manager.page.url)
    click(manager, "Finish and see where you are")
    print(manager.page.url)
    print(text(manager)[-1500:])
    assert 0
