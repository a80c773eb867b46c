"""Every page in every state that looks different, for the tests that go through all of them."""

from __future__ import annotations

from dataclasses import dataclass

from app_cases import PHONE_IN_A_NOTE, Desk
from visitor_cases import Visitor

from selfassess.service.actor import LOCAL_OWNER

EMPTY, PART, FULL, FINISHED = "Empty Lane", "Part Way", "Full House", "Finished Road"
LONG = "Supercalifragilisticexpialidocious-Children's-Centre-and-Family-Hub"


@dataclass(frozen=True)
class Stop:
    """One page to look at. `subject`: whose assessment; "" when the page needs none. `open_all`: its expanders."""

    name: str
    page: str
    subject: str = ""
    open_all: bool = False
    query: tuple[tuple[str, str], ...] = ()


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
)
NAMES = [stop.name for stop in STOPS]


def fill_store(desk: Desk) -> dict[str, str]:
    """The assessments that the pages need, by subject."""
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
    return made


def visit(visitor: Visitor, stop: Stop, made: dict[str, str]) -> None:
    """Opens a page, with everything on it that can be opened."""
    query = dict(stop.query) | ({"assessment": made[stop.subject]} if stop.subject else {})
    visitor.open(stop.page, **query)
    if stop.open_all:
        visitor.page.evaluate(
            "document.querySelectorAll('details:not([open]) > summary').forEach(s => s.click())"
        )
        visitor.page.wait_for_function("!document.querySelector('details:not([open])')")
        visitor.settle()
