"""Round on round: answers carried forward by whoever gave them."""

from __future__ import annotations

from pathlib import Path

import pytest
from round_cases import LEAD, RoundDesk, make_desk

from selfassess.errors import NotFound, SelfAssessError


@pytest.fixture
def desk(tmp_path: Path) -> RoundDesk:
    return make_desk(tmp_path)


def test_carried_answers_count_once_they_are_reviewed(desk: RoundDesk) -> None:
    first = desk.open("Spring")
    link = desk.add_centre(first)
    desk.answer(link.token, i1a=4.0, i1b=2.0)
    desk.rounds.close(LEAD, first)
    second = desk.open("Summer", starts_from=first)
    later = desk.add_centre(second)
    assert desk.visits.carry_forward(later.token, link.token) == 2
    visit = desk.visits.begin(later.token)
    view = desk.load(visit.actor, visit.assessment_id)
    assert [(a.value, a.carried) for a in view.mine.values()] == [(4.0, True), (2.0, True)]
    assert [a.value for a in view.answers] == [None, None]
    desk.assessments.review(visit.actor, visit.assessment_id, "1a")
    desk.assessments.set_rating(visit.actor, visit.assessment_id, "1b", 0.0)
    view = desk.load(visit.actor, visit.assessment_id)
    assert [(a.value, a.carried) for a in view.answers] == [(4.0, False), (0.0, False)]


def test_the_leads_own_answers_are_carried_forward_too(desk: RoundDesk) -> None:
    first = desk.open("Spring", anonymous=True)
    desk.assessments.set_rating(LEAD, desk.assessment_of(first, "Southshire"), "2a", 4.0)
    second = desk.open("Summer", starts_from=first)
    own = desk.load(LEAD, desk.assessment_of(second, "Southshire"))
    assert [(a.item, a.value, a.carried) for a in own.mine.values()] == [("2a", 4.0, True)]
    assert [a.value for a in own.answers] == [None]


def test_a_new_round_starts_empty_for_whoever_does_not_show_their_old_link(desk: RoundDesk) -> None:
    first = desk.open("Spring")
    desk.add_centre(first)
    (old,) = desk.invite(first, ("Ann", "health"))
    desk.answer(old, i1a=4.0)
    desk.rounds.close(LEAD, first)
    second = desk.open("Summer", starts_from=first)
    desk.add_centre(second)
    (new,) = desk.invite(second, ("Ann", "health"))  # the same name proves nothing
    visit = desk.visits.begin(new)
    assert desk.load(visit.actor, visit.assessment_id).mine == {}
    with pytest.raises(NotFound):
        desk.visits.carry_forward(new, "x" * 32)
    with pytest.raises(SelfAssessError, match="another centre or another round"):
        desk.visits.carry_forward(new, new)
    assert desk.load(visit.actor, visit.assessment_id).mine == {}


def test_answers_of_an_anonymous_round_are_carried_forward_by_the_old_link(desk: RoundDesk) -> None:
    first = desk.open("Spring", anonymous=True)
    desk.add_centre(first)
    (old,) = desk.invite(first, ("Ann", "health"))
    desk.answer(old, i1a=4.0, i1b=0.0)
    desk.rounds.close(LEAD, first)
    second = desk.open("Summer", anonymous=True, starts_from=first, asks={"health": ["1b"]})
    desk.add_centre(second)
    (new,) = desk.invite(second, ("Ann", "health"))
    assert desk.visits.carry_forward(new, old) == 1  # only what is asked again
    visit = desk.visits.enter(new)
    assert [(a.item, a.value) for a in desk.load(visit.actor, visit.assessment_id).mine.values()] == [
        ("1b", 0.0)
    ]


def test_a_manager_who_shows_the_old_link_sees_what_moved(desk: RoundDesk) -> None:
    first = desk.open("Spring")
    link = desk.add_centre(first)
    desk.answer(link.token, i1a=4.0)
    desk.rounds.close(LEAD, first)
    second = desk.open("Summer", starts_from=first)
    later = desk.add_centre(second)
    subject = desk.rounds.centres(LEAD, second)[0].id
    assert len(desk.comparing.rounds_of(desk.manager(later), subject)) == 1
    desk.visits.carry_forward(later.token, link.token)
    assert len(desk.comparing.rounds_of(desk.manager(later), subject)) == 2


def test_editing_a_note_of_a_carried_answer_counts_as_looking_at_it(desk: RoundDesk) -> None:
    first = desk.open("Spring")
    link = desk.add_centre(first)
    desk.answer(link.token, i1a=4.0)
    desk.rounds.close(LEAD, first)
    later = desk.add_centre(desk.open("Summer", starts_from=first))
    desk.visits.carry_forward(later.token, link.token)
    visit = desk.visits.enter(later.token)
    desk.assessments.set_note(visit.actor, visit.assessment_id, "1a", "evidence", "The new minutes")
    view = desk.load(visit.actor, visit.assessment_id)
    assert [(a.value, a.evidence) for a in view.answers] == [(4.0, "The new minutes")]
