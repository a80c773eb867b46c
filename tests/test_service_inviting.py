"""Links: who gets in by one, what it opens, and what becomes of a lost or withdrawn one."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from round_cases import LEAD, RoundDesk, make_desk

from selfassess.errors import Conflict, NotAllowed, NotFound
from selfassess.service.actor import Actor
from selfassess.service.round_plans import Invitee, status_counts
from selfassess.service.visits import INCOMPLETE, REVOKED, UNKNOWN

STRANGER = Actor("stranger", "A stranger")


@pytest.fixture
def desk(tmp_path: Path) -> RoundDesk:
    return make_desk(tmp_path)


def test_a_person_comes_back_by_their_link_and_sees_only_their_own_answers(desk: RoundDesk) -> None:
    round_id = desk.open()
    manager = desk.add_centre(round_id)
    one, two = desk.invite(round_id, ("Ann", "health"), ("Bob", "police"))
    desk.answer(manager.token, i1a=0.0)
    desk.answer(one, i1a=4.0)
    desk.answer(two, i1a=2.0)
    again = desk.visits.begin(one)
    view = desk.load(again.actor, again.assessment_id)
    assert (view.role, [answer.value for answer in view.answers], view.snapshots) == ("respondent", [4.0], ())


@pytest.mark.parametrize(
    ("token", "said"),
    [
        ("", INCOMPLETE),
        ("short", INCOMPLETE),
        ("x" * 32, UNKNOWN),
        ("é" * 32, INCOMPLETE),
        ("../../etc/passwd".ljust(32, "/"), INCOMPLETE),
    ],
)
def test_a_mistyped_or_guessed_token_opens_nothing(desk: RoundDesk, token: str, said: str) -> None:
    desk.add_centre(desk.open())
    with pytest.raises(NotFound) as refused:
        desk.visits.enter(token)
    assert str(refused.value) == said


def test_no_token_is_kept_anywhere_in_the_store(desk: RoundDesk) -> None:
    round_id = desk.open(anonymous=True)
    tokens = [desk.add_centre(round_id).token, *desk.invite(round_id, ("Ann", "health"))]
    for token in tokens:
        desk.answer(token, i1a=2.0)
    kept = repr(desk.store.everything())
    assert [token for token in tokens if token in kept] == []


def test_nothing_in_the_store_joins_an_anonymous_invitation_to_its_answers(desk: RoundDesk) -> None:
    round_id = desk.open(anonymous=True)
    desk.add_centre(round_id)
    for token in desk.invite(round_id, ("Ann", "health"), ("Bob", "health"), ("Cy", "health")):
        desk.answer(token, i1a=2.0, i1b=4.0)
    tables = desk.store.everything()
    invitations = [row for row in tables["invitation"] if row["kind"] == "person"]
    centres = {row["assessment_id"] for row in invitations}
    voices = [row for row in tables["respondent"] if row["assessment_id"] in centres]
    assert len(voices) == 3
    texts = {str(value) for row in invitations for value in row.values() if isinstance(value, str)}
    for voice in voices:
        assert str(voice["label"]).startswith("Voice ")
        assert not texts & {str(voice["label"]), str(voice["actor"])}
        assert voice["id"] > 1_000_000  # random: it doesn't tell who came first
    times = {row["changed_at"] for row in tables["answer"]} | {row["at"] for row in tables["answer_change"]}
    assert {str(time)[11:19] for time in times} == {"00:00:00"}


def test_a_group_link_gives_each_comer_a_link_of_their_own(desk: RoundDesk) -> None:
    round_id = desk.open()
    desk.add_centre(round_id)
    group = desk.rounds.make_group_link(LEAD, desk.assessment_of(round_id), "midwifery")
    assert desk.visits.enter(group.token).needs_group
    first, second = desk.visits.join(group.token), desk.visits.join(group.token)
    desk.answer(first, i1a=4.0)
    desk.answer(second, i1a=0.0)
    mine = desk.visits.begin(first)
    assert [a.value for a in desk.load(mine.actor, mine.assessment_id).answers] == [4.0]
    assert (mine.kind, mine.group) == ("return", "midwifery")
    counts = status_counts(desk.store.invitations(assessment_id=mine.assessment_id))
    assert counts == {"asked": 3, "started": 2, "finished": 2}  # two comers, and the manager


def test_a_group_link_itself_answers_nothing(desk: RoundDesk) -> None:
    round_id = desk.open()
    desk.add_centre(round_id)
    visit = desk.visits.begin(desk.rounds.make_group_link(LEAD, desk.assessment_of(round_id), "health").token)
    with pytest.raises(NotFound):
        desk.assessments.set_rating(visit.actor, visit.assessment_id, "1a", 2.0)


def test_a_withdrawn_link_opens_nothing_and_its_answers_count(desk: RoundDesk) -> None:
    round_id = desk.open()
    manager = desk.add_centre(round_id)
    (token,) = desk.invite(round_id, ("Ann", "health"))
    visit = desk.answer(token, i1a=4.0)
    desk.rounds.revoke(LEAD, visit.invitation_id)
    with pytest.raises(NotFound) as refused:
        desk.visits.enter(token)
    assert str(refused.value) == REVOKED
    assert [a.value for a in desk.load(desk.manager(manager), visit.assessment_id).answers] == [4.0]


def test_a_new_link_for_a_named_person_opens_their_old_answers(desk: RoundDesk) -> None:
    round_id = desk.open()
    manager = desk.add_centre(round_id)
    (token,) = desk.invite(round_id, ("Ann", "health"))
    visit = desk.answer(token, i1a=4.0)
    new = desk.rounds.reissue(desk.manager(manager), visit.invitation_id)
    again = desk.visits.begin(new.token)
    assert [a.value for a in desk.load(again.actor, again.assessment_id).answers] == [4.0]
    with pytest.raises(NotFound):
        desk.visits.enter(token)


def test_a_new_link_is_refused_to_an_anonymous_person_who_has_begun(desk: RoundDesk) -> None:
    round_id = desk.open(anonymous=True)
    desk.add_centre(round_id)
    begun, unused = desk.invite(round_id, ("Ann", "health"), ("Bob", "health"))
    visit = desk.answer(begun, i1a=4.0)
    with pytest.raises(Conflict, match="count them twice"):
        desk.rounds.reissue(LEAD, visit.invitation_id)
    assert desk.visits.enter(begun)  # the old one still works
    assert desk.rounds.reissue(LEAD, desk.visits.enter(unused).invitation_id).token != unused


def test_the_lead_gets_no_link_to_what_somebody_of_a_centre_answered(desk: RoundDesk) -> None:
    round_id = desk.open()
    manager = desk.add_centre(round_id)
    (token,) = desk.invite(round_id, ("Ann", "health"))
    visit = desk.answer(token, i1a=4.0)
    with pytest.raises(NotAllowed, match="Only the manager of Elm Centre can replace it"):
        desk.rounds.reissue(LEAD, visit.invitation_id)
    new = desk.rounds.reissue(LEAD, desk.visits.enter(manager.token).invitation_id)
    assert desk.visits.enter(new.token).replaced_on == date(2026, 3, 1)  # and their page says so
    assert "link replaced" in [event.kind for event in desk.store.events(visit.assessment_id)]


def test_a_name_is_invited_once(desk: RoundDesk) -> None:
    round_id = desk.open()
    desk.add_centre(round_id)
    with pytest.raises(Conflict, match="“ann” is invited already"):
        desk.invite(round_id, ("Ann", "health"), ("ann", "police"))
    assert [i.kind for i in desk.store.invitations(round_id=round_id)] == ["manager"]


def test_a_stranger_invites_nobody_and_withdraws_nothing(desk: RoundDesk) -> None:
    round_id = desk.open()
    link = desk.add_centre(round_id)
    with pytest.raises(NotFound):
        desk.rounds.invite(STRANGER, desk.assessment_of(round_id), [Invitee("Ann", "health")])
    with pytest.raises(NotFound):
        desk.rounds.revoke(STRANGER, desk.visits.enter(link.token).invitation_id)
