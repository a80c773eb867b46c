"""Every page in every state that looks different, for the tests that go through all of them."""

from __future__ import annotations

from dataclasses import dataclass

import every_round as rounds
from app_cases import PHONE_IN_A_NOTE, Desk
from playwright.sync_api import expect
from visitor_cases import Visitor, come

from selfassess.service.actor import LOCAL_OWNER

EMPTY, PART, FULL, FINISHED = "Empty Lane", "Part Way", "Full House", "Finished Road"
LONG = "Supercalifragilisticexpialidocious-Children's-Centre-and-Family-Hub"


@dataclass(frozen=True)
class Stop:
    """One page to look at. `subject`: whose assessment; "" when the page needs none. `open_all`: its expanders.

    `round` and `place`: what is made that the page needs in its address. `link`: whose link it is opened by, if any.
    """

    name: str
    page: str
    subject: str = ""
    open_all: bool = False
    query: tuple[tuple[str, str], ...] = ()
    round: str = ""
    place: str = ""
    link: str = ""


STOPS = (
    Stop("home", "home"),
    Stop("worked example", "worked_example", open_all=True),
    Stop("offline", "offline"),
    Stop("about", "about"),
    Stop("task list, empty", "assessment", EMPTY),
    Stop("task list, part", "assessment", PART),
    Stop("indicator, empty", "indicator-1", EMPTY),
    Stop("indicator, answered", "indicator-1", PART, open_all=True),
    Stop("indicator, finished", "indicator-1", FINISHED),
    Stop("check, part", "check", PART),
    Stop("check, finished", "check", FINISHED),
    Stop("results, empty", "results", EMPTY),
    Stop("results, part", "results", PART),
    Stop("results, full", "results", FULL),
    Stop("detail, part", "detail", PART, open_all=True),
    Stop("detail, full", "detail", FULL, open_all=True),
    Stop("unknown assessment", "results", query=(("assessment", "nobody"),)),
    Stop("rounds", "rounds", open_all=True),
    Stop("round, open", "round", round=rounds.NOW, open_all=True),
    Stop("round, closed", "round", round=rounds.BEFORE, open_all=True),
    Stop("round, anonymous", "round", round=rounds.QUIET),
    Stop("landing", "answer", link=rounds.NEW),
    Stop("landing of a group", "answer", link=rounds.GROUP),
    Stop("questions of few", "answer", link=rounds.BEGUN, open_all=True),
    Stop("thanks", "answer", link=rounds.DONE),
    Stop("answers, closed", "answer", link=rounds.LATE),
    Stop("no link", "answer"),
    Stop("programme", "programme", link=rounds.MANAGER, open_all=True),
    Stop("programme, closed", "programme", link=rounds.LATE_MANAGER),
    Stop("voices, lead", "voices", rounds.CENTRE, open_all=True),
    Stop("voices, agreeing", "voices", rounds.CENTRE, query=(("agree", "1a"),), link=rounds.MANAGER),
    Stop("voices, kept back", "voices", rounds.QUIET_CENTRE, link=rounds.QUIET_MANAGER),
    Stop("results of many", "results", rounds.CENTRE, link=rounds.MANAGER),
    Stop("two ends", "two_ends", round=rounds.NOW, open_all=True),
    Stop("two ends, empty", "two_ends", round=rounds.QUIET),
    Stop("compare", "compare", query=(("target", "50"),), open_all=True),
    Stop("compare, inside", "compare", query=(("inside", "1"),)),
    Stop("compare, nothing there", "compare", query=(("data", "illustrative"),)),
    Stop("trend", "trend", place=rounds.PLACE, open_all=True),
    Stop("owner", "owner"),
)
NAMES = [stop.name for stop in STOPS]
NOT_THERE = ("unknown assessment", "no link")


def fill_store(desk: Desk) -> dict[str, str]:
    """The assessments that the pages need, by subject, and what the pages of rounds need, by what it is called."""
    made = {subject: desk.start(subject) for subject in (EMPTY, PART, FULL, FINISHED)}
    desk.rate(made[PART], {"1a": 4, "1b": "na", "1c": "dk", "2a": 0, "2b": 3, "3a": 4})
    desk.note(made[PART], "1b", "We have no such statements.", "reason")
    desk.service.set_note(LOCAL_OWNER, made[PART], "1a", "evidence", PHONE_IN_A_NOTE)
    desk.service.set_direction(LOCAL_OWNER, made[PART], "2a", "slipping")
    desk.service.set_one_person(LOCAL_OWNER, made[PART], "2a", True)
    for subject in (FULL, FINISHED):
        desk.fill(made[subject], 3)
        desk.rate(made[subject], {"3a": 1, "3b": 0, "7a": 4, "7b": 4, "7c": 4, "8c": 2})
        desk.note(made[subject], "3b", f"{LONG} " * 3)
        for position, item in enumerate(("3b", "3a", "8c"), start=1):
            desk.service.save_action(
                LOCAL_OWNER, made[subject], position, item, "Meet every month and keep minutes", "Manager"
            )
    desk.finish(made[FINISHED])
    return made | rounds.fill_rounds(desk)


def leave_link(visitor: Visitor) -> None:
    """Has the visitor's tab forget the link of the page before, as a new tab would."""
    if visitor.page.url.startswith(visitor.server.address):
        visitor.page.evaluate("window.sessionStorage.clear()")
        visitor.page.goto("about:blank")


def visit(visitor: Visitor, stop: Stop, made: dict[str, str]) -> None:
    """Opens a page, with everything on it that can be opened."""
    leave_link(visitor)
    if stop.link:
        come(visitor, made[stop.link], "programme" if stop.subject else stop.page)
    needed = {"assessment": stop.subject, "round": stop.round, "subject": stop.place}
    query = dict(stop.query) | {name: made[wanted] for name, wanted in needed.items() if wanted}
    if not stop.link or query:
        visitor.open(stop.page, **query)
    # A page that isn't there has no title. Without a look, a sentence about an error would pass every test.
    expect(visitor.page.locator("h1.page-title")).to_have_count(
        0 if stop.name in NOT_THERE else 1, timeout=15_000
    )
    visitor.settle()
    if stop.open_all:
        visitor.page.evaluate(
            "document.querySelectorAll('details:not([open]) > summary').forEach(s => s.click())"
        )
        visitor.page.wait_for_function("!document.querySelector('details:not([open])')")
        visitor.settle()
