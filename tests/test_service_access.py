"""What an anonymous round lets out, and what a centre lets its authority see."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from round_cases import LEAD, RoundDesk, make_desk

from selfassess.errors import NotAllowed, NotFound
from selfassess.service.access import NOTE_KEPT


@pytest.fixture
def desk(tmp_path: Path) -> RoundDesk:
    return make_desk(tmp_path)


# Anonymity


def test_an_anonymous_round_shows_nobody_anything_before_it_closes(desk: RoundDesk) -> None:
    round_id = desk.open(anonymous=True)
    manager = desk.add_centre(round_id)
    for token in desk.invite(round_id, *((f"Person {n}", "health") for n in range(4))):
        visit = desk.answer(token, i1a=4.0, i1b=2.0)
    desk.assessments.share(desk.manager(manager), visit.assessment_id)
    for actor in (LEAD, desk.manager(manager)):
        assert desk.load(actor, visit.assessment_id).answers == ()
    desk.comparing.refresh(desk.framework)
    assert desk.store.results(assessment_ids=[visit.assessment_id]) == []
    desk.rounds.close(LEAD, round_id)
    assert [a.value for a in desk.load(LEAD, visit.assessment_id).answers if a.item == "1a"] == [4.0] * 4
    assert desk.store.results(assessment_ids=[visit.assessment_id])[0].voices == 4


def test_what_too_few_people_rated_is_withheld_from_lead_and_manager(desk: RoundDesk) -> None:
    round_id = desk.open(anonymous=True)
    manager = desk.add_centre(round_id)
    tokens = desk.invite(round_id, *((f"Person {n}", "health") for n in range(3)))
    for number, token in enumerate(tokens):
        visit = desk.answer(token, i1a=4.0, **({"i1b": 0.0} if number < 2 else {}))
    desk.assessments.share(desk.manager(manager), visit.assessment_id)
    desk.rounds.close(LEAD, round_id)
    for actor in (LEAD, desk.manager(manager)):
        view = desk.load(actor, visit.assessment_id)
        assert view.disclosed is not None and view.disclosed.withheld == ("1b",)
        assert {a.value for a in view.answers if a.item == "1b"} == {None}
    result = desk.store.results(assessment_ids=[visit.assessment_id])[0]
    assert (result.rated, result.asked) == (1, 2)


def test_the_authoritys_own_view_is_given_in_the_open_so_that_there_is_one_to_compare(
    desk: RoundDesk,
) -> None:
    round_id = desk.open(anonymous=True)
    own = desk.assessment_of(round_id, "Southshire")
    desk.assessments.set_rating(LEAD, own, "1a", 2.0)
    view = desk.load(LEAD, own)
    assert ([a.value for a in view.answers], view.record.anonymous) == ([2.0], False)


def test_a_release_stands_whatever_the_clock_says_afterwards(desk: RoundDesk) -> None:
    round_id = desk.open(anonymous=True)
    manager = desk.add_centre(round_id)
    tokens = desk.invite(round_id, *((f"Person {n}", "health") for n in range(4)))
    for token in tokens:
        visit = desk.answer(token, i1a=4.0)
    desk.go_to(date(2026, 3, 21))
    before = desk.load(desk.manager(manager), visit.assessment_id).answers  # nobody opened the round's page
    assert [a.value for a in before if a.item == "1a"] == [4.0] * 4
    desk.go_to(date(2026, 3, 20))
    with pytest.raises(NotAllowed, match="this change is not saved"):
        desk.assessments.set_rating(visit.actor, visit.assessment_id, "1a", 0.0)
    with pytest.raises(NotAllowed):
        desk.rounds.move_closing_day(LEAD, round_id, date(2026, 3, 30))
    assert desk.load(desk.manager(manager), visit.assessment_id).answers == before


def test_a_link_withdrawn_after_closing_changes_nothing_that_was_released(desk: RoundDesk) -> None:
    round_id = desk.open(anonymous=True, asks={"police": ["1b"], "health": ["1a"], "manager": ["1a"]})
    manager = desk.add_centre(round_id)
    tokens = desk.invite(round_id, *((f"Person {n}", "health") for n in range(3)), ("PC", "police"))
    for token in tokens[:3]:
        visit = desk.answer(token, i1a=2.0)
    desk.rounds.close(LEAD, round_id)
    before = desk.load(desk.manager(manager), visit.assessment_id).answers
    desk.rounds.revoke(LEAD, desk.visits.enter(tokens[3]).invitation_id)
    assert desk.load(desk.manager(manager), visit.assessment_id).answers == before


def test_a_manager_learns_no_more_than_anybody_by_taking_their_own_answer_away(desk: RoundDesk) -> None:
    round_id = desk.open(anonymous=True)
    manager = desk.add_centre(round_id)
    for token in desk.invite(round_id, ("Mo", "midwifery"), ("Mi", "midwifery")):
        desk.answer(token, i1a=0.0)
    visit = desk.answer(manager.token, i1a=4.0)
    desk.rounds.close(LEAD, round_id)
    view = desk.load(visit.actor, visit.assessment_id)
    assert view.disclosed is not None and (view.disclosed.blocks, view.disclosed.voices) == ({}, None)


def test_the_lead_is_handed_no_note_in_any_form(desk: RoundDesk) -> None:
    round_id = desk.open(anonymous=True)
    manager = desk.add_centre(round_id)
    for token in desk.invite(round_id, *((f"Person {n}", "health") for n in range(4))):
        visit = desk.answer(token, i1a=4.0)
        desk.assessments.set_note(visit.actor, visit.assessment_id, "1a", "evidence", "Our own minutes")
    desk.assessments.share(desk.manager(manager), visit.assessment_id)
    desk.rounds.close(LEAD, round_id)
    assert "Our own minutes" in repr(desk.load(desk.manager(manager), visit.assessment_id))
    assert "Our own minutes" not in repr(desk.load(LEAD, visit.assessment_id))


# Sharing


def test_a_centres_results_are_its_own_until_it_shares_them(desk: RoundDesk) -> None:
    round_id = desk.open()
    manager = desk.add_centre(round_id)
    visit = desk.answer(manager.token, i1a=4.0, i1b=4.0)
    desk.assessments.set_note(visit.actor, visit.assessment_id, "1a", "evidence", "Our minutes")
    desk.comparing.refresh(desk.framework)
    wanted = desk.centres_compared
    with pytest.raises(NotFound):
        desk.load(LEAD, visit.assessment_id)
    assert desk.comparing.overview(LEAD, desk.framework, wanted).count == 0
    desk.assessments.share(desk.manager(manager), visit.assessment_id)
    view = desk.load(LEAD, visit.assessment_id)
    assert [(a.respondent, a.evidence, a.value) for a in view.answers] == [
        ("Respondent 1", NOTE_KEPT, 4.0),
        ("Respondent 1", "", 4.0),
    ]
    assert (view.role, view.snapshots, view.actions) == ("lead", (), ())
    wanted = desk.centres_compared
    assert desk.comparing.overview(LEAD, desk.framework, wanted).count == 1
    desk.assessments.unshare(desk.manager(manager), visit.assessment_id)
    with pytest.raises(NotFound):
        desk.load(LEAD, visit.assessment_id)
    assert desk.comparing.overview(LEAD, desk.framework, wanted).count == 0


def test_the_lead_changes_nothing_in_what_is_shared(desk: RoundDesk) -> None:
    round_id = desk.open()
    manager = desk.add_centre(round_id)
    visit = desk.answer(manager.token, i1a=4.0)
    desk.assessments.share(desk.manager(manager), visit.assessment_id)
    with pytest.raises(NotAllowed):
        desk.assessments.set_rating(LEAD, visit.assessment_id, "1a", 0.0)
    with pytest.raises(NotAllowed):
        desk.agreeing.agree(LEAD, visit.assessment_id, "1a", 2.0, "Because", "Lead", None)
    with pytest.raises(NotAllowed):
        desk.assessments.erase_note(LEAD, visit.assessment_id, "1a", "evidence")
