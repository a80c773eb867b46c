"""Opening and ending a round: who may, when it closes, and what is kept then."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from round_cases import LEAD, RoundDesk, make_desk

from selfassess.errors import AlreadyThere, Conflict, NotAllowed, NotFound, SelfAssessError
from selfassess.service.actor import Actor
from selfassess.service.round_plans import RoundPlan

STRANGER = Actor("stranger", "A stranger")


@pytest.fixture
def desk(tmp_path: Path) -> RoundDesk:
    return make_desk(tmp_path)


# Opening a round


def test_an_opened_round_holds_the_authoritys_own_assessment(desk: RoundDesk) -> None:
    view = desk.rounds.load(LEAD, desk.open())
    assert [(p.record.subject, p.record.lens, p.is_own) for p in view.participants] == [
        ("Southshire", "authority", True)
    ]
    assert (view.record.name, view.state, view.record.owner) == ("Spring", "open", LEAD.id)


def test_a_round_of_the_same_name_is_refused(desk: RoundDesk) -> None:
    desk.open()
    with pytest.raises(AlreadyThere):
        desk.open("SPRING")


@pytest.mark.parametrize(
    ("plan", "said"),
    [
        ({"closes_on": date(2026, 2, 1), "opens_on": date(2026, 2, 20)}, "before the opening day"),
        ({"closes_on": date(2026, 2, 20), "opens_on": None}, "passed already"),
        ({"threshold": 2}, "between 3 and 10"),
        ({"asks": {"health": ["9z"]}}, "no sub-indicator “9z”"),
        ({"asks": {"helth": ["1a"]}}, 'Did you mean "health"'),
        ({"groups": ("",)}, "needs a name"),
    ],
)
def test_a_plan_that_does_not_fit_is_refused_with_the_reason(desk: RoundDesk, plan: dict, said: str) -> None:  # type: ignore[type-arg]
    with pytest.raises(SelfAssessError, match=said):
        desk.open(**plan)
    assert desk.rounds.mine(LEAD) == []


def test_only_its_lead_sees_a_round(desk: RoundDesk) -> None:
    round_id = desk.open()
    for use in (desk.rounds.load, desk.rounds.close, desk.rounds.centres):
        with pytest.raises(NotFound, match="no such round"):
            use(STRANGER, round_id)


# The end of a round


def test_answers_given_before_closing_are_kept_and_later_ones_refused_with_the_reason(
    desk: RoundDesk,
) -> None:
    round_id = desk.open()
    desk.add_centre(round_id)
    (token,) = desk.invite(round_id, ("Ann", "health"))
    visit = desk.answer(token, i1a=4.0)
    desk.rounds.close(LEAD, round_id)
    with pytest.raises(NotAllowed, match="closed on 1 March 2026, so this change is not saved"):
        desk.assessments.set_rating(visit.actor, visit.assessment_id, "1b", 2.0)
    view = desk.load(visit.actor, visit.assessment_id)
    assert ([a.value for a in view.answers], view.may_answer, view.round_closed) == ([4.0], False, True)


def test_the_closing_day_itself_still_counts_by_the_clock_of_england(desk: RoundDesk) -> None:
    round_id = desk.open(closes_on=date(2026, 6, 30))
    desk.add_centre(round_id)
    (token,) = desk.invite(round_id, ("Ann", "health"))
    desk.go_to(date(2026, 6, 30))
    desk.clock.moment = desk.clock.moment.replace(hour=22, minute=50)  # 23:50 in British Summer Time
    visit = desk.answer(token, i1a=4.0)
    desk.clock.moment = desk.clock.moment.replace(hour=23, minute=10)  # 00:10 on 1 July there
    with pytest.raises(NotAllowed, match="closed on 30 June 2026"):
        desk.assessments.set_rating(visit.actor, visit.assessment_id, "1b", 2.0)


def test_a_round_stays_closed_when_the_clock_is_set_back(desk: RoundDesk) -> None:
    round_id = desk.open(anonymous=True)
    desk.add_centre(round_id)
    (token,) = desk.invite(round_id, ("Ann", "health"))
    visit = desk.answer(token, i1a=4.0)
    desk.go_to(date(2026, 3, 25))
    assert desk.rounds.load(LEAD, round_id).state == "closed"
    desk.go_to(date(2026, 3, 10))
    assert desk.rounds.load(LEAD, round_id).state == "closed"
    with pytest.raises(NotAllowed, match="closed on 20 March 2026"):
        desk.assessments.set_rating(visit.actor, visit.assessment_id, "1b", 2.0)


def test_a_link_used_before_the_opening_day_says_when_to_come_back(desk: RoundDesk) -> None:
    round_id = desk.open(opens_on=date(2026, 3, 10))
    desk.add_centre(round_id)
    (token,) = desk.invite(round_id, ("Ann", "health"))
    visit = desk.visits.begin(token)
    assert desk.store.respondents(visit.assessment_id) == []
    desk.go_to(date(2026, 3, 10))
    assert [
        a.value for a in [*desk.load(desk.answer(token, i1a=2.0).actor, visit.assessment_id).answers]
    ] == [2.0]


def test_a_closed_round_takes_nobody_new_and_no_later_day(desk: RoundDesk) -> None:
    round_id = desk.open()
    desk.add_centre(round_id)
    desk.rounds.close(LEAD, round_id)
    with pytest.raises(NotAllowed):
        desk.invite(round_id, ("Ann", "health"))
    with pytest.raises(NotAllowed):
        desk.rounds.move_closing_day(LEAD, round_id, date(2026, 12, 1))
    with pytest.raises(NotAllowed):
        desk.add_centre(round_id, "Oak")


def test_a_closed_rounds_copy_is_not_rewritten_by_what_is_agreed_later(desk: RoundDesk) -> None:
    round_id = desk.open()
    link = desk.add_centre(round_id)
    desk.answer(link.token, i1a=0.0, i1b=0.0)
    desk.rounds.close(LEAD, round_id)
    assessment = desk.assessment_of(round_id)
    (before,) = desk.store.snapshots(assessment)
    desk.agreeing.agree(desk.manager(link), assessment, "1a", 4.0, "Because", "Manager", None)
    desk.rounds.close(LEAD, round_id)
    assert desk.store.snapshots(assessment) == [before]
    assert before.scores["results"][0]["placement"]["position"] == 0.0


def test_somebody_beginning_on_their_own_is_kept_out_of_a_managed_round(desk: RoundDesk) -> None:
    desk.open()
    with pytest.raises(Conflict, match="for invited centres"):
        desk.assessments.start(LEAD, "Elm Centre", "Southshire", "programme", "Spring", desk.framework.key)


def test_a_round_starts_only_from_one_of_its_own_authority(desk: RoundDesk) -> None:
    first = desk.open()
    with pytest.raises(SelfAssessError, match="another authority"):
        desk.rounds.open(LEAD, RoundPlan("Northshire", "Summer", desk.framework.key, starts_from=first))
