"""An anonymous round in a real browser: nothing before it closes, and nobody's answer after."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from app_cases import Desk, framework_2007
from link_cases import RoundDesk
from playwright.sync_api import expect
from round_steps import Come, close, follow, press, rows_of, say
from served_cases import Server
from visitor_cases import Visitor

from selfassess.service.actor import LOCAL_OWNER
from selfassess.service.round_plans import CentreEntry, Invitee, RoundPlan

pytestmark = pytest.mark.browser

AUTHORITY = "Northtown"
ADA, BO, CY = "Ada Marsh", "Bo Reed", "Cy Holt"
QUAY = "Quay House"
NOTE = "Minutes of the joint meeting, May"
NOT_YET = "This round is anonymous. Its results are shown once"
RELEASED = "It does not say whether children are safe"
"""A caution that stands wherever there is a result."""
NOT_YOURS = "There is no such assessment."
PAGES_OF_RESULTS = ("voices", "results", "detail")


@pytest.fixture
def desk(server: Server) -> Iterator[Desk]:
    with server.desk() as desk:
        yield desk


def open_anonymous(desk: Desk) -> tuple[int, str, dict[str, str]]:
    """A round of one centre: its number, the centre's assessment, and the tokens of its manager and three people."""
    rounds = RoundDesk(desk).rounds
    plan = RoundPlan(AUTHORITY, "Second round", framework_2007().key, anonymous=True)
    number = rounds.open(LOCAL_OWNER, plan)
    (manager,) = rounds.add_centres(LOCAL_OWNER, number, [CentreEntry(QUAY)])
    quay = RoundDesk(desk).visits.enter(manager.token).assessment_id
    people = [Invitee(ADA, "health-visiting"), Invitee(BO, "midwifery"), Invitee(CY, "police")]
    made = rounds.invite(LOCAL_OWNER, quay, people)
    return number, quay, {QUAY: manager.token} | {each.name: each.token for each in made}


def answer_by(desk: Desk, token: str, ratings: dict[str, float]) -> None:
    """What somebody answers without a browser."""
    visit = RoundDesk(desk).visits.begin(token)
    for item, level in ratings.items():
        desk.service.set_rating(visit.actor, visit.assessment_id, item, level)


def look_everywhere(visitor: Visitor, assessment: str, sentence: str) -> None:
    """Every page of results says this, and nothing on it, seen or unseen, names anybody who answered."""
    for page in PAGES_OF_RESULTS:
        visitor.open(page, assessment=assessment)
        say(visitor, sentence)
        assert [name for name in (ADA, BO, CY) if name in visitor.page.content()] == []


def answer_with_a_note(ada: Visitor) -> None:
    say(ada, "This round is anonymous.", "Nothing is shown for fewer than 3 people.")
    press(ada, "Start", ada.page.get_by_role("link", name="Go to the questions"))
    follow(ada, "Go to the questions", "The eight indicators")
    follow(ada, re.compile("^Start with 1"), "1. ")
    ada.choose("1a", 4)
    ada.choose("1b", 4)
    ada.note("1a").fill(NOTE)
    ada.note("1a").press("Tab")
    ada.wait_until_saved("1a")
    ada.settle()


def read_what_is_released(reader: Visitor) -> None:
    """1a was rated by all four, no group of which could stand alone; 1b by Ada and the manager."""
    say(reader, "4 people answered", "Groups with fewer than 3 people on a sub-indicator are shown joined")
    for item, sentence in {
        "1a": "4 people rated this: spread, from 0 to 4",
        "1b": "Fewer than 3 people besides the manager rated this, so nothing is shown.",
    }.items():
        section = reader.page.locator("section.voices", has=reader.page.locator(f"#voices-{item}"))
        expect(section).to_contain_text(sentence)
        expect(section).not_to_contain_text("Groups side by side")


def test_an_anonymous_round_shows_nothing_before_it_closes_and_no_one_s_answer_after(
    visitor: Visitor, server: Server, desk: Desk, arrive: Come
) -> None:
    number, quay, tokens = open_anonymous(desk)
    ada = arrive(f"{server.address}/answer#{tokens[ADA]}")
    answer_with_a_note(ada)
    answer_by(desk, tokens[BO], {"1a": 2})
    answer_by(desk, tokens[CY], {"1a": 2})
    answer_by(desk, tokens[QUAY], {"1a": 0, "1b": 0})

    manager = arrive(f"{server.address}/programme#{tokens[QUAY]}")
    say(manager, "This round is anonymous: its results come out once")
    expect(manager.page.get_by_role("link", name="See what everybody says")).to_have_count(0)
    assert [row[2] for row in rows_of(manager, f"Who was asked at {QUAY}")] == ["Started"] * 4
    look_everywhere(manager, quay, NOT_YET)
    lead = visitor
    lead.open("round", round=str(number))
    say(lead, "This round is anonymous: there is nothing to see before it closes.")
    look_everywhere(lead, quay, NOT_YOURS)

    lead.open("round", round=str(number))
    close(lead)
    look_everywhere(lead, quay, NOT_YOURS)  # a centre's results are its own until it shares them
    look_everywhere(manager, quay, RELEASED)
    manager.open("voices", assessment=quay)
    read_what_is_released(manager)
    assert NOTE in manager.page.content()
    manager.open("programme")
    shared = manager.page.get_by_text(f"You share this centre's results with {AUTHORITY}.")
    press(manager, f"Share the results with {AUTHORITY}", shared)
    look_everywhere(lead, quay, RELEASED)
    lead.open("voices", assessment=quay)
    read_what_is_released(lead)
    assert NOTE not in lead.page.content()
    assert [token for token in tokens.values() if token in server.said] == []
