"""Round on round: what moved, what only seems to, and what may not be set side by side."""

from __future__ import annotations

import pytest
from app_cases import Desk, Screen, items_of
from link_cases import OpenRound, RoundDesk

from selfassess.service.actor import LOCAL_OWNER
from selfassess.service.round_plans import CentreEntry
from selfassess.ui.visit import TOKEN


def rounds(desk: Desk, *levels: float, people: int = 3) -> list[OpenRound]:
    """One centre in a round for each level, rated by several people, and shared."""
    made = []
    for number, level in enumerate(levels, start=1):
        opened = RoundDesk(desk).open(f"Round {number}", asks={})
        for person in range(people):
            rate(opened, opened.person(f"Person {person}", "police"), level)
        desk.service.share(opened.enter(opened.manager).actor, opened.assessment)
        made.append(opened)
    return made


def rate(opened: OpenRound, token: str, level: float) -> None:
    visit = opened.by.visits.begin(token)
    service = opened.by.desk.service
    with service.store.transaction():
        for item in items_of():
            service.set_rating(visit.actor, opened.assessment, item, level)


def subject_of(opened: OpenRound) -> str:
    return str(opened.by.desk.service.store.assessment(opened.assessment).subject_id)


def test_a_move_beyond_the_ranges_is_said_with_how_far(desk: Desk, screen: Screen) -> None:
    first, second = rounds(desk, 1, 3)
    screen.open("trend", subject=subject_of(second))
    assert "the place moved from 25 to 75, and the ranges are clear of one another." in screen.text
    assert len(screen.charts) == 3
    assert "+50" in screen.text
    screen.open("results", assessment=second.assessment)
    assert screen.link("What moved since last time").page == "trend"
    screen.open("results", assessment=first.assessment)
    assert not [link for link in screen.links if link.page == "trend"]


def test_the_agenda_says_what_moved(desk: Desk, screen: Screen) -> None:
    _, second = rounds(desk, 1, 3)
    screen.open("voices", assessment=second.assessment)
    assert "It moved up since last round, from 1 to 3." in screen.text


def test_where_the_ranges_overlap_there_is_no_difference_to_speak_of(desk: Desk, screen: Screen) -> None:
    """One person alone: leaving them out leaves nothing, so the range is the whole line."""
    *_, second = rounds(desk, 1, 3, people=1)
    screen.open("trend", subject=subject_of(second))
    assert "ranges overlap: no difference to speak of" in screen.text


def test_one_round_is_no_trend_yet(desk: Desk, screen: Screen) -> None:
    (only,) = rounds(desk, 2)
    screen.open("trend", subject=subject_of(only))
    assert "There is one round so far. What moved shows after the next." in screen.text
    assert len(screen.charts) == 1


def test_a_manager_sees_only_rounds_of_their_own(desk: Desk, screen: Screen) -> None:
    """Each round has a manager's link of its own."""
    _, second = rounds(desk, 1, 3)
    screen.app.session_state[TOKEN] = second.manager
    screen.open("trend", subject=subject_of(second))
    assert "There is one round so far." in screen.text
    assert "Round 1" not in screen.text


def test_a_stranger_by_link_sees_nothing_of_a_shared_centre(desk: Desk, screen: Screen) -> None:
    """Shared means shared with the authority."""
    _, second = rounds(desk, 1, 3)
    (link,) = second.by.rounds.add_centres(LOCAL_OWNER, second.number, [CentreEntry("Harbour")])
    screen.app.session_state[TOKEN] = link.token
    screen.open("trend", subject=subject_of(second))
    assert len(screen.errors) == 1
    assert screen.charts == []


@pytest.mark.parametrize("asked", ["", "x", "99999", "9" * 30])
def test_a_centre_that_is_none_is_one_sentence(screen: Screen, asked: str) -> None:
    screen.open("trend", subject=asked)
    assert len(screen.errors) == 1
    assert screen.charts == []
