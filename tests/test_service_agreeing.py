"""Agreed ratings, and the notes around them: who may set, take back and erase what."""

from __future__ import annotations

from pathlib import Path

import pytest
from round_cases import LEAD, RoundDesk, make_desk

from selfassess.errors import Conflict, NotAllowed, SelfAssessError


@pytest.fixture
def desk(tmp_path: Path) -> RoundDesk:
    return make_desk(tmp_path)


def test_an_agreed_rating_stands_over_the_mean_with_reason_and_room(desk: RoundDesk) -> None:
    round_id = desk.open()
    manager = desk.add_centre(round_id)
    visit = desk.answer(manager.token, i1a=0.0)
    owner = desk.manager(manager)
    desk.agreeing.agree(owner, visit.assessment_id, "1a", 2.0, "We saw the minutes", "Manager, health", None)
    desk.rounds.results.refresh([visit.assessment_id])
    (item,) = [f for f in desk.store.figures([visit.assessment_id], "item") if f.part == "1a"]
    assert (item.position, item.agreed) == (50.0, True)
    agreed = desk.agreeing.agreed(owner, visit.assessment_id)["1a"].answer
    assert (agreed.reason, agreed.present) == ("We saw the minutes", "Manager, health")


def test_an_agreed_rating_that_was_taken_back_can_be_agreed_again(desk: RoundDesk) -> None:
    round_id = desk.open()
    manager = desk.add_centre(round_id)
    owner, assessment = desk.manager(manager), desk.assessment_of(round_id)
    desk.agreeing.agree(owner, assessment, "1a", 2.0, "First", "Manager", None)
    seen = desk.agreeing.agreed(owner, assessment)["1a"].changed_at
    desk.agreeing.agree(owner, assessment, "1a", None, "", "", seen)
    assert desk.agreeing.agreed(owner, assessment) == {}
    desk.agreeing.agree(owner, assessment, "1a", 4.0, "Again", "Manager", None)
    assert desk.agreeing.agreed(owner, assessment)["1a"].answer.value == 4.0


def test_a_manager_erases_their_own_note_and_nobody_elses(desk: RoundDesk) -> None:
    round_id = desk.open()
    manager = desk.add_centre(round_id)
    (token,) = desk.invite(round_id, ("Ann", "health"))
    for each in (manager.token, token):
        visit = desk.answer(each, i1a=2.0)
        desk.assessments.set_note(visit.actor, visit.assessment_id, "1a", "evidence", f"Note {each[:4]}")
    owner = desk.manager(manager)
    desk.assessments.erase_note(owner, visit.assessment_id, "1a", "evidence")
    assert [a.evidence for a in desk.load(owner, visit.assessment_id).answers] == ["", f"Note {token[:4]}"]
    desk.assessments.erase_note(owner, visit.assessment_id, "1a", "evidence", everyone=True)
    assert [a.evidence for a in desk.load(owner, visit.assessment_id).answers] == ["", ""]


def test_nobody_erases_somebody_elses_note_in_an_anonymous_round(desk: RoundDesk) -> None:
    round_id = desk.open(anonymous=True)
    manager = desk.add_centre(round_id)
    (token,) = desk.invite(round_id, ("Ann", "health"))
    visit = desk.answer(token, i1a=2.0)
    desk.assessments.set_note(visit.actor, visit.assessment_id, "1a", "evidence", "A note")
    with pytest.raises(NotAllowed):
        desk.assessments.erase_note(
            desk.manager(manager), visit.assessment_id, "1a", "evidence", everyone=True
        )
    assert [row.evidence for row in desk.store.answers(visit.assessment_id)] == ["A note"]


@pytest.mark.parametrize("anonymous", [False, True])
def test_two_people_editing_the_same_agreed_rating_do_not_overwrite_each_other(
    desk: RoundDesk, anonymous: bool
) -> None:
    round_id = desk.open(anonymous=anonymous)
    manager = desk.add_centre(round_id)
    owner, assessment = desk.manager(manager), desk.assessment_of(round_id)
    desk.answer(manager.token, i1a=0.0)
    desk.rounds.close(LEAD, round_id)
    desk.agreeing.agree(owner, assessment, "1a", 2.0, "First", "Manager", None)
    with pytest.raises(Conflict, match=r"level 2 at 09:\d\d while you were writing"):
        desk.agreeing.agree(owner, assessment, "1a", 4.0, "Second", "Manager", None)
    standing = desk.agreeing.agreed(owner, assessment)["1a"]
    assert (standing.answer.value, standing.answer.reason) == (2.0, "First")
    desk.agreeing.agree(owner, assessment, "1a", 4.0, "Second", "Manager", standing.changed_at)
    assert desk.agreeing.agreed(owner, assessment)["1a"].answer.value == 4.0
    assert [c.after["value"] for c in desk.store.history(assessment, "1a") if c.kind == "agreed"] == [
        2.0,
        4.0,
    ]


def test_an_agreed_rating_needs_a_reason_and_who_was_there(desk: RoundDesk) -> None:
    round_id = desk.open()
    manager = desk.add_centre(round_id)
    owner, assessment = desk.manager(manager), desk.assessment_of(round_id)
    with pytest.raises(SelfAssessError, match="why"):
        desk.agreeing.agree(owner, assessment, "1a", 2.0, "", "Manager", None)
    with pytest.raises(SelfAssessError, match="in the room"):
        desk.agreeing.agree(owner, assessment, "1a", 2.0, "Because", " ", None)
    assert desk.agreeing.agreed(owner, assessment) == {}


@pytest.mark.parametrize("anonymous", [False, True])
def test_the_owner_erases_why_something_was_agreed_and_nobodys_own_reason(
    desk: RoundDesk, anonymous: bool
) -> None:
    round_id = desk.open(anonymous=anonymous)
    manager = desk.add_centre(round_id)
    (token,) = desk.invite(round_id, ("Ann", "health"))
    visit = desk.answer(token, i1a=2.0)
    desk.assessments.set_note(visit.actor, visit.assessment_id, "1a", "reason", "Ann's own")
    desk.rounds.close(LEAD, round_id)
    owner, assessment = desk.manager(manager), visit.assessment_id
    desk.agreeing.agree(owner, assessment, "1a", 2.0, "Jo Bloggs cried", "Manager", None)
    standing = desk.agreeing.agreed(owner, assessment)["1a"].changed_at
    desk.agreeing.agree(owner, assessment, "1a", 4.0, "Jo Bloggs left", "Manager", standing)
    with pytest.raises(NotAllowed):
        desk.assessments.erase_note(visit.actor, assessment, "1a", "reason", agreed=True)
    assert desk.assessments.erase_note(owner, assessment, "1a", "reason", agreed=True).anything
    assert "Bloggs" not in str(desk.store.everything())
    kept = {(row.kind, row.value, row.reason) for row in desk.store.answers(assessment)}
    assert kept == {("answer", 2.0, "Ann's own"), ("agreed", 4.0, "")}


def test_in_an_anonymous_round_erasing_everyones_takes_what_was_agreed(desk: RoundDesk) -> None:
    round_id = desk.open(anonymous=True)
    manager = desk.add_centre(round_id)
    desk.answer(manager.token, i1a=2.0)
    desk.rounds.close(LEAD, round_id)
    owner, assessment = desk.manager(manager), desk.assessment_of(round_id)
    desk.agreeing.agree(owner, assessment, "1a", 2.0, "Jo Bloggs cried", "Manager", None)
    desk.assessments.erase_note(owner, assessment, "1a", "reason", everyone=True)
    assert "Bloggs" not in str(desk.store.everything())
