"""Centres of a round: taking part, renamed, merged and removed, with answers in them."""

from __future__ import annotations

from pathlib import Path

import pytest
from round_cases import LEAD, RoundDesk, make_desk

from selfassess.errors import Conflict, NotFound, SelfAssessError
from selfassess.service.round_plans import CentreEntry


@pytest.fixture
def desk(tmp_path: Path) -> RoundDesk:
    return make_desk(tmp_path)


def test_a_centre_gets_a_managers_link_and_its_profile_is_kept(desk: RoundDesk) -> None:
    round_id = desk.open()
    link = desk.add_centre(round_id, setting="Rural", size="small", region="North", lead_body="A charity")
    centre = desk.rounds.centres(LEAD, round_id)[0]
    assert dict(centre.profile) == {
        "setting": "rural",
        "region": "North",
        "lead_body": "A charity",
        "size": "small",
    }
    assert desk.visits.enter(link.token).kind == "manager"


def test_a_centre_named_twice_takes_part_once(desk: RoundDesk) -> None:
    round_id = desk.open()
    desk.add_centre(round_id)
    assert desk.rounds.add_centres(LEAD, round_id, [CentreEntry("ELM centre")]) == []
    assert len(desk.store.assessments_in(round_id)) == 2


def test_a_setting_that_is_none_is_refused_whole(desk: RoundDesk) -> None:
    round_id = desk.open()
    with pytest.raises(SelfAssessError, match="is not a setting"):
        desk.rounds.add_centres(LEAD, round_id, [CentreEntry("Oak"), CentreEntry("Ash", setting="seaside")])
    assert len(desk.store.assessments_in(round_id)) == 1


def test_a_renamed_centre_keeps_its_links_answers_and_results(desk: RoundDesk) -> None:
    round_id = desk.open()
    link = desk.add_centre(round_id)
    desk.answer(link.token, i1a=4.0, i1b=2.0)
    centre = desk.rounds.centres(LEAD, round_id)[0]
    desk.rounds.rename_centre(LEAD, round_id, centre.id, "Elm and Ash")
    view = desk.load(desk.manager(link), desk.assessment_of(round_id, "Elm and Ash"))
    assert [(a.item, a.value, a.subject) for a in view.answers] == [
        ("1a", 4.0, "Elm and Ash"),
        ("1b", 2.0, "Elm and Ash"),
    ]


def test_a_removed_centres_links_stop_and_its_answers_stay(desk: RoundDesk) -> None:
    round_id = desk.open()
    link = desk.add_centre(round_id)
    desk.answer(link.token, i1a=4.0)
    assessment = desk.assessment_of(round_id)
    desk.rounds.remove_centre(LEAD, round_id, desk.rounds.centres(LEAD, round_id)[0].id)
    with pytest.raises(NotFound, match="withdrawn"):
        desk.visits.enter(link.token)
    assert [row.value for row in desk.store.answers(assessment)] == [4.0]
    assert desk.rounds.centres(LEAD, round_id) == []


def test_centres_that_both_took_part_in_a_round_are_not_merged(desk: RoundDesk) -> None:
    round_id = desk.open()
    desk.add_centre(round_id)
    desk.add_centre(round_id, "Oak")
    elm, oak = desk.rounds.centres(LEAD, round_id)
    with pytest.raises(Conflict):
        desk.rounds.merge_centres(LEAD, round_id, elm.id, oak.id)
    assert len(desk.rounds.centres(LEAD, round_id)) == 2
