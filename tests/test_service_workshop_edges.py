"""Workshops at their edges: what happens meanwhile, what was taken out, and who is let in nowhere else."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from round_cases import make_desk
from store_cases import FILES
from workshop_cases import ME, Room, make_room

from selfassess.answers import Answer
from selfassess.errors import NotAllowed
from selfassess.service import workshop_opening
from selfassess.service.actor import LOCAL_OWNER, NOBODY, SAMPLE_OWNER, Actor
from selfassess.service.round_plans import RoundPlan
from selfassess.service.rounds import RoundService
from selfassess.service.transfer import TransferService
from selfassess.service.views import Assessment
from selfassess.service.workshop_opening import TAKEN_OUT
from selfassess.service.workshops import Workshops


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return make_room(tmp_path)


def test_two_workshops_of_one_service_have_each_their_own_tally(room: Room) -> None:
    room.open()
    first, one = room.id, room.ballot(room.phones(3), 0.0, 2.0, 2.0)
    room.open()
    other = room.ballot(room.phones(4), 4.0, 4.0, 4.0, 2.0)
    assert (one.counts, other.counts) == ((1, 2, 0), (0, 1, 3))
    assert room.workshops.tally(ME, first, "1a") == one
    assert room.workshops.tally(ME, room.id, "1a") == other


def test_an_assessment_finished_while_its_workshop_is_being_opened_gets_none(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    def finish_meanwhile(view: Assessment) -> dict[str, float]:
        room.assessments.finish(ME, room.assessment)
        return {}

    monkeypatch.setattr(workshop_opening, "_positions", finish_meanwhile)
    with pytest.raises(NotAllowed, match=r"This assessment is finished. Reopen it to hold a workshop on it."):
        room.open()
    assert room.workshops.mine(ME) == []
    assert room.store.everything()["workshop"] == []


@pytest.mark.parametrize("last", ["reveal", "discuss"])
def test_what_was_agreed_stands_when_the_workshop_ends_after_another_vote_on_it(
    room: Room, last: str
) -> None:
    room.open()
    phones = room.phones(3)
    room.ballot(phones, 0.0, 4.0, 4.0)
    room.agree("1a", 4.0)
    room.do("again", "1a")
    room.vote(phones, 2.0, 2.0, 2.0)
    room.do("reveal", "1a")
    if last == "discuss":
        room.do("discuss", "1a")
    room.do("discuss", "1b")
    ended = room.do("end")
    found = [(each.item, each.phase, each.agreed, each.ballot) for each in ended.items]
    assert found == [("1a", "agreed", 4.0, 2), ("1b", "discuss", None, 0), ("2a", "waiting", None, 0)]
    assert [line.agreed for line in room.workshops.mine(ME)] == [1]


def test_a_removed_centre_is_closed_to_the_workshop_that_goes_on_about_it(room: Room) -> None:
    room.assessments.set_note(ME, room.assessment, "1a", "evidence", "Minutes of the board")
    host = room.workshops.enter(room.open().host_token).actor
    room.agree("1b", 2.0)
    assert room.workshops.evidence(host, room.id, "1a") == ("Minutes of the board",)
    room.store.remove_subject(room.store.assessment(room.assessment).subject_id)
    before = room.store.everything()
    with pytest.raises(NotAllowed) as refused:
        room.workshops.evidence(host, room.id, "1a")
    assert str(refused.value) == TAKEN_OUT
    assert room.workshops.agreed_before(host, room.id, "1b") is None
    with pytest.raises(NotAllowed) as refused:
        room.workshops.agree(host, room.id, "1a", 2.0, "We saw it", "", room.now.version)
    assert str(refused.value) == TAKEN_OUT
    assert room.store.everything() == before
    assert room.do("end").ended_at is not None


def test_only_whoever_has_a_link_of_their_own_may_own_something(room: Room) -> None:
    host = room.workshops.enter(room.open().host_token).actor
    asked = (LOCAL_OWNER, SAMPLE_OWNER, Actor("voice", "Somebody"), NOBODY, host)
    assert [actor.may_own for actor in asked] == [True, True, True, False, False]


def test_a_facilitator_starts_no_assessment_opens_no_round_and_brings_no_answers(room: Room) -> None:
    host = room.workshops.enter(room.open().host_token).actor
    known = {room.framework.key: room.framework}
    before = room.store.everything()
    with pytest.raises(NotAllowed, match="Open the app by your own link to start an assessment"):
        room.assessments.start(host, "East", "East", "authority", "Spring", room.framework.key)
    with pytest.raises(NotAllowed, match="Only the authority's lead opens rounds"):
        RoundService(room.store, known, lambda key: FILES).open(
            host, RoundPlan("East", "Spring", room.framework.key)
        )
    transfer = TransferService(room.store, lambda key: FILES)
    answers = [Answer("East", "authority", "1a", 2.0, authority="East")]
    with pytest.raises(NotAllowed, match="Open the app by your own link to bring answers in"):
        transfer.preview(host, room.framework, answers, create=True)
    with pytest.raises(NotAllowed, match="Open the app by your own link to bring answers in"):
        transfer.import_answers(host, room.framework, answers, "answers.csv", create=True)
    assert room.store.everything() == before


def test_a_manager_who_takes_over_last_rounds_answers_keeps_the_practice_they_opened(tmp_path: Path) -> None:
    desk = make_desk(tmp_path)
    first = desk.open("Spring")
    old = desk.add_centre(first)
    desk.answer(old.token, i1a=2.0)
    desk.go_to(date(2026, 4, 1))
    second = desk.open("Autumn", opens_on=date(2026, 4, 1), closes_on=date(2026, 5, 1), starts_from=first)
    new = desk.add_centre(second)
    workshops = Workshops(desk.store, {desk.framework.key: desk.framework}, desk.agreeing, lambda key: FILES)
    before = desk.manager(new)
    opened = workshops.open(
        before,
        "practice",
        example="Southshire",
        framework_key=desk.framework.key,
        lens="programme",
        items=["1a"],
    )
    assert desk.visits.carry_forward(new.token, old.token) == 1
    after = desk.manager(new)
    assert after.id != before.id
    assert [line.id for line in workshops.mine(after)] == [opened.id]
    assert workshops.enter(workshops.new_link(after, opened.id)).workshop_id == opened.id
