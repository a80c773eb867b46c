"""Every page in every state that looks different, for the tests that go through all of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import every_round as rounds
import every_workshop as workshops
from app_cases import PHONE_IN_A_NOTE, Desk
from playwright.sync_api import expect
from visitor_cases import Visitor, come

from selfassess.service.actor import LOCAL_OWNER
from selfassess.service.plans import ActionDraft, Plans

EMPTY, PART, FULL, FINISHED = "Empty Lane", "Part Way", "Full House", "Finished Road"
PLANNED = "Planned Avenue"
LONG = "Supercalifragilisticexpialidocious-Children's-Centre-and-Family-Hub"


@dataclass(frozen=True)
class Stop:
    """One page to look at. `subject`: whose assessment; "" when the page needs none. `open_all`: its expanders.

    `round`, `place` and `workshop`: what is made that the page needs in its address. `link`: whose link it is opened by,
    if any. `seat`: the phone that it is, in a workshop.
    """

    name: str
    page: str
    subject: str = ""
    open_all: bool = False
    query: tuple[tuple[str, str], ...] = ()
    round: str = ""
    place: str = ""
    workshop: str = ""
    link: str = ""
    seat: str = ""


STOPS = (
    Stop("home", "home"),
    Stop("worked example", "worked_example", open_all=True),
    Stop("offline", "offline"),
    Stop("offline, paper", "offline", PART, query=(("bring", "paper"),)),
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
    Stop("plan, nothing answered", "plan", EMPTY),
    Stop("plan, empty", "plan", PART, query=(("item", "2a"),)),
    Stop("plan, full", "plan", PLANNED, open_all=True),
    Stop("plan, changing", "plan", PLANNED, query=(("edit", "2"), ("item", "3b"))),
    Stop("take away, part", "take_away", PART),
    Stop("take away, full", "take_away", FULL),
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
    Stop("training", "training", open_all=True),
    Stop("exercise", "exercise", query=(("exercise", "route-on-a-page"),), open_all=True),
    Stop(
        "exercise, a step",
        "exercise",
        query=(("exercise", "for-the-file"), ("step", "2")),
        open_all=True,
    ),
    Stop("guide", "guide"),
    Stop("owner", "owner"),
    Stop("workshop, set-up", "workshop", open_all=True),
    Stop("presenter, lobby", "present", workshop=workshops.LOBBY, open_all=True),
    Stop("presenter, vote", "present", workshop=workshops.VOTE, open_all=True),
    Stop("presenter, reveal", "present", workshop=workshops.REVEAL, open_all=True),
    Stop("presenter, discuss", "present", workshop=workshops.TALK, open_all=True),
    Stop("presenter, agree", "present", query=(("agree", "1a"),), workshop=workshops.TALK),
    Stop("presenter, agreed", "present", workshop=workshops.AGREED),
    Stop("presenter, ended", "present", workshop=workshops.ENDED),
    Stop("presenter, calibration ended", "present", workshop=workshops.CALIBRATED, open_all=True),
    Stop("join, no code", "join"),
    Stop("join, door", "join", seat=workshops.OUTSIDE),
    Stop("join, voting", "join", seat=workshops.VOTER),
    Stop("join, after the reveal", "join", seat=workshops.SEES, open_all=True),
    Stop("join, calibration ended", "join", seat=workshops.RATER),
)
NAMES = [stop.name for stop in STOPS]
NOT_THERE = ("unknown assessment", "no link")


def fill_store(desk: Desk) -> dict[str, str]:
    """The assessments that the pages need, by subject, and what the pages of rounds need, by what it is called."""
    plans = Plans(desk.service.store, desk.service.frameworks)
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
            plans.save(
                LOCAL_OWNER,
                made[subject],
                position,
                ActionDraft(item, "Meet every month and keep minutes", "Manager"),
            )
    desk.finish(made[FINISHED])
    made[PLANNED] = fill_plans(desk, plans)
    return made | rounds.fill_rounds(desk) | workshops.fill_workshops(desk)


def fill_plans(desk: Desk, plans: Plans) -> str:
    """An assessment with everything that a plan can hold, and an earlier one that left something open."""
    before = desk.start(PLANNED, round_="Autumn 2025")
    for position, item in enumerate(("6b", "1a"), start=1):
        plans.save(LOCAL_OWNER, before, position, ActionDraft(item, f"{LONG} " * 2, "Manager"))
    made = desk.start(PLANNED)
    desk.fill(made, 3)
    desk.rate(made, {"3a": 1, "3b": 0, "7a": "dk"})
    plans.carry(LOCAL_OWNER, made, before, 1, "goes on", "Half of it is done")
    drafts = (
        ActionDraft("3b", f"Meet every month. {LONG}", LONG, date(2026, 1, 5), 2.0, "A morning", "doing"),
        ActionDraft("3a", target=4.0),
        ActionDraft("1b", "Put the policy where it is found", due_on=date(2100, 1, 1), target=2.0),
        ActionDraft("2a", "Name a link worker", "Deputy", status="done", outcome=f"Done in May. {LONG}"),
        ActionDraft("8c", "Count referrals", status="dropped"),
    )
    for position, draft in enumerate(drafts, start=2):
        plans.save(LOCAL_OWNER, made, position, draft)
    plans.change(LOCAL_OWNER, made, 2, text=PHONE_IN_A_NOTE)
    plans.save(LOCAL_OWNER, made, 9, ActionDraft("4a", PHONE_IN_A_NOTE))
    return made


def leave_link(visitor: Visitor) -> None:
    """Has the visitor's tab forget the link of the page before, as a new tab would."""
    if visitor.page.url.startswith(visitor.server.address):
        visitor.page.evaluate("window.sessionStorage.clear()")
        visitor.page.goto("about:blank")


def take_seat(visitor: Visitor, code: str, token: str) -> None:
    """Has the visitor's browser hold a place in a workshop, as a phone that has joined does."""
    visitor.page.goto(f"{visitor.server.address}/_stcore/health")
    seats = {code: token} if token else {}
    visitor.page.evaluate(
        "seats => window.localStorage.setItem('selfassess-seats', JSON.stringify(seats))", seats
    )


def visit(visitor: Visitor, stop: Stop, made: dict[str, str]) -> None:
    """Opens a page, with everything on it that can be opened."""
    leave_link(visitor)
    if stop.link:
        come(visitor, made[stop.link], "programme" if stop.subject else stop.page)
    needed = {
        "assessment": stop.subject,
        "round": stop.round,
        "subject": stop.place,
        "workshop": stop.workshop,
    }
    query = dict(stop.query) | {name: made[wanted] for name, wanted in needed.items() if wanted}
    if stop.seat:
        query["code"], _, token = made[stop.seat].partition(":")
        take_seat(visitor, query["code"], token)
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
