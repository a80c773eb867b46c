"""Both ends of the telescope: the authority's own view beside its centres'."""

from __future__ import annotations

import pytest
from app_cases import Desk, Screen
from link_cases import AUTHORITY, CENTRE, OpenRound, RoundDesk

from selfassess.service.actor import LOCAL_OWNER
from selfassess.service.round_plans import CentreEntry
from selfassess.ui.visit import TOKEN


@pytest.fixture
def opened(desk: Desk) -> OpenRound:
    return RoundDesk(desk).open(asks={})


def rate(opened: OpenRound, token: str, level: float, share: bool = True) -> None:
    visit = opened.by.visits.begin(token)
    service = opened.by.desk.service
    service.set_rating(visit.actor, visit.assessment_id, "2d", level)
    if share:
        service.share(visit.actor, visit.assessment_id)


def rate_own(opened: OpenRound, level: float) -> None:
    """The authority's side, by its lead."""
    own = next(p for p in opened.by.rounds.load(LOCAL_OWNER, opened.number).participants if p.is_own)
    opened.by.desk.service.set_rating(LOCAL_OWNER, own.record.id, "2d", level)


def test_without_both_ends_the_page_says_what_is_missing(screen: Screen, opened: OpenRound) -> None:
    rate_own(opened, 4)
    screen.open("two_ends", round=str(opened.number))
    assert "have rated no sub-indicator in common" in screen.text
    assert screen.link("Answer the authority's own side").page == "assessment"
    assert screen.charts == []


def test_both_ends_stand_on_one_line_with_the_spread_of_the_centres(
    screen: Screen, opened: OpenRound
) -> None:
    """The authority at 4, centres at 1 and 2: their middle lies at 1.5, so 2.5 levels below."""
    (harbour,) = opened.by.rounds.add_centres(LOCAL_OWNER, opened.number, [CentreEntry("Harbour")])
    rate_own(opened, 4)
    rate(opened, opened.manager, 1)
    rate(opened, harbour.token, 2)
    screen.open("two_ends", round=str(opened.number))
    assert "The two ends are asked different questions" in screen.text
    (alt,) = screen.charts
    assert "2d Services as packages: authority 4, centres 1 to 2" in alt
    assert CENTRE in screen.text
    assert "Harbour" in screen.text
    assert screen.link("The round").page == "round"


def test_a_centre_that_does_not_share_is_not_on_the_line(screen: Screen, opened: OpenRound) -> None:
    (harbour,) = opened.by.rounds.add_centres(LOCAL_OWNER, opened.number, [CentreEntry("Harbour")])
    rate_own(opened, 4)
    rate(opened, opened.manager, 1)
    rate(opened, harbour.token, 2, share=False)
    screen.open("two_ends", round=str(opened.number))
    assert "centres 1 to 1" in screen.charts[0]
    assert "Harbour" not in screen.text


def test_the_agenda_names_where_the_two_ends_differ(screen: Screen, opened: OpenRound) -> None:
    rate_own(opened, 4)
    rate(opened, opened.manager, 1)
    screen.open("voices", assessment=opened.assessment)
    assert "The two ends see it differently: the centre's side 1, the authority 4." in screen.text


@pytest.mark.parametrize("asked", ["", "x", "99999", "9" * 30])
def test_a_round_that_is_none_is_one_sentence(screen: Screen, asked: str) -> None:
    screen.open("two_ends", round=asked)
    assert len(screen.errors) == 1
    assert screen.charts == []


def test_a_visitor_by_link_sees_no_round_of_others(screen: Screen, opened: OpenRound) -> None:
    rate_own(opened, 4)
    rate(opened, opened.manager, 1)
    screen.app.session_state[TOKEN] = opened.manager
    screen.open("two_ends", round=str(opened.number))
    assert AUTHORITY not in screen.text
    assert screen.charts == []
