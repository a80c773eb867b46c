"""What a round asks of whom, and that the rest counts against nobody."""

from __future__ import annotations

from pathlib import Path

import pytest
from round_cases import RoundDesk, make_desk

from selfassess.errors import NotFound


@pytest.fixture
def desk(tmp_path: Path) -> RoundDesk:
    return make_desk(tmp_path)


def test_a_group_is_asked_only_its_own_items_and_the_rest_counts_against_nobody(desk: RoundDesk) -> None:
    round_id = desk.open(asks={"police": ["1a"], "manager": ["1a"]})
    manager = desk.add_centre(round_id)
    (token,) = desk.invite(round_id, ("PC", "police"))
    visit = desk.visits.begin(token)
    assert desk.load(visit.actor, visit.assessment_id).asked == {"1a"}
    with pytest.raises(NotFound, match="not asked this"):
        desk.assessments.set_rating(visit.actor, visit.assessment_id, "1b", 2.0)
    desk.answer(token, i1a=4.0)
    desk.answer(manager.token, i1a=2.0)
    desk.rounds.results.refresh([visit.assessment_id])
    result = desk.store.results(assessment_ids=[visit.assessment_id])[0]
    assert (result.asked, result.rated, result.coverage, result.position) == (1, 1, 1.0, 75.0)


def test_an_item_that_only_somebody_absent_was_asked_stays_unrated(desk: RoundDesk) -> None:
    round_id = desk.open(asks={"police": ["1b"], "manager": ["1a"]})
    manager = desk.add_centre(round_id)
    desk.invite(round_id, ("PC", "police"))
    visit = desk.answer(manager.token, i1a=2.0)
    desk.rounds.results.refresh([visit.assessment_id])
    result = desk.store.results(assessment_ids=[visit.assessment_id])[0]
    assert (result.asked, result.rated, result.coverage) == (2, 1, 0.5)
