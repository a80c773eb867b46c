"""Workshops as their facilitator holds them: who may, what is shown of votes, and what becomes of what is agreed."""

from __future__ import annotations

import threading
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from round_cases import LEAD, RoundDesk, make_desk
from store_cases import FILES
from workshop_cases import ME, OTHER, Room, make_room

from selfassess.disclosure import Block
from selfassess.errors import Conflict, NotAllowed, NotFound, SelfAssessError
from selfassess.service.actor import NOBODY
from selfassess.service.views import SavedNote
from selfassess.service.workshop_views import (
    CalibrationResult,
    Choice,
    Hosting,
    Pulse,
    Tally,
    Workshop,
    WorkshopItem,
    WorkshopLine,
)
from selfassess.service.workshops import Workshops

NO_WORKSHOP = "There is no such workshop. Check the address, or open the workshop from your list."
MOVED_ON = "Another device has moved this workshop on. This is where it stands now."
OVER = "This workshop has ended, and nothing in it changes any more."
PHONE = "Ring 01632 960123"


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return make_room(tmp_path)


def tally(counts: tuple[int, ...], cant_tell: int | None = 0, ballot: int = 1, **fields: Any) -> Tally:
    """A tally of 1a. Without more said, everything in `counts` came from phones that voted on this ballot."""
    given = {
        "phones": sum(counts) + (cant_tell or 0),
        "hands": 0,
        "from_before": 0,
        "left_out": 0,
        "withheld": False,
        "consensus": None,
        "blocks": (),
        **fields,
    }
    return Tally("1a", ballot, counts, cant_tell, **given)


# Opening


def test_a_workshop_opens_on_the_chosen_items_with_where_they_stand(room: Room) -> None:
    room.assessments.set_rating(ME, room.assessment, "2a", 2.0)
    opened = room.open("2a", "1a", ask_groups=True, title="Team day")
    assert room.now == Workshop(
        id=opened.id,
        code=opened.code,
        kind="assessment",
        title="Team day",
        present="Lead, health visitor",
        assessment_id=room.assessment,
        example="",
        framework=room.framework,
        lens="authority",
        vocabulary="",
        ask_groups=True,
        threshold=3,
        groups=(
            ("manager", "Manager"),
            ("health", "Health visiting"),
            ("midwifery", "Midwifery"),
            ("police", "Police"),
        ),
        items=(
            WorkshopItem("2a", 1, "waiting", 0, None, 50.0, None, "", ""),
            WorkshopItem("1a", 2, "waiting", 0, None, None, None, "", ""),
        ),
        current=None,
        version=1,
        joined=0,
        voted=0,
        hands=0,
        created_at=room.now.created_at,
        ended_at=None,
    )


def test_a_practice_needs_no_assessment_and_keeps_a_copy_of_its_framework(room: Room) -> None:
    opened = room.practise("calibration", "1b", vocabulary="2007")
    found = room.now
    assert (found.kind, found.assessment_id, found.example, found.title) == (
        "calibration",
        None,
        "Southshire",
        "Southshire",
    )
    assert (found.lens, found.vocabulary, found.groups, found.threshold) == ("authority", "2007", (), 3)
    assert room.store.framework("small", "1.0.0").files == FILES  # type: ignore[union-attr]
    assert room.workshops.mine(ME) == [
        WorkshopLine(opened.id, "Southshire", "calibration", opened.code, found.created_at, None, 0, 0, 1)
    ]


@pytest.mark.parametrize(
    ("plan", "error", "sentence"),
    [
        ({"items": []}, SelfAssessError, "Choose the sub-indicators to work on, at least one."),
        ({"items": ["1a", "1a"]}, SelfAssessError, "Choose each sub-indicator once."),
        ({"items": ["1a", "zz"]}, NotFound, "This assessment has no sub-indicator “zz”."),
        ({"items": ["1a"] * 25}, SelfAssessError, "Choose up to 24 sub-indicators; you chose 25."),
        ({"title": "x" * 121}, SelfAssessError, "Shorten the title to 120 characters; it has 121."),
        (
            {"title": "jo@example.org"},
            SelfAssessError,
            "Take the e-mail address out of the title. Name a role, a group or a season.",
        ),
        (
            {"present": PHONE},
            SelfAssessError,
            "Say who is in the room by role, such as “centre manager”, without personal details.",
        ),
        ({"assessment_id": "nothing"}, NotFound, "There is no such assessment."),
        ({"assessment_id": "' OR 1=1"}, NotFound, "There is no such assessment."),
    ],
)
def test_what_does_not_fit_opens_nothing(
    room: Room, plan: dict[str, Any], error: type[Exception], sentence: str
) -> None:
    plan = {"assessment_id": room.assessment, "items": ["1a"], **plan}
    with pytest.raises(error) as caught:
        room.workshops.open(ME, "assessment", **plan)
    assert str(caught.value).startswith(sentence)
    assert room.store.everything()["workshop"] == []


@pytest.mark.parametrize(
    ("plan", "sentence"),
    [
        ({"framework_key": "other@1.0.0"}, "That framework isn't here."),
        ({"lens": "moon"}, "That view isn't in this framework."),
        ({"vocabulary": "latin"}, "That choice of words isn't in this framework."),
        ({"example": " "}, "Enter the authority of the worked example."),
    ],
)
def test_a_practice_on_what_is_not_there_opens_nothing(
    room: Room, plan: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(SelfAssessError, match=sentence):
        room.practise(**plan)
    with pytest.raises(SelfAssessError, match="A workshop is on an assessment"):
        room.practise("party")
    assert room.store.everything()["workshop"] == []


def test_a_title_or_a_room_that_looks_like_markup_is_text(room: Room) -> None:
    room.open(title="<script>=1+1 🎉", present="<b>Lead</b>\n\u202eand others")
    assert (room.now.title, room.now.present) == ("<script>=1+1 🎉", "<b>Lead</b> \u202eand others")


def test_only_an_own_assessment_that_can_still_be_agreed_in_holds_a_workshop(room: Room) -> None:
    assert room.workshops.choices(ME) == [Choice(room.assessment, "Southshire · authority · Spring")]
    assert room.workshops.choices(OTHER) == []
    with pytest.raises(NotFound, match="There is no such assessment"):
        room.workshops.open(OTHER, "assessment", assessment_id=room.assessment, items=["1a"])
    room.assessments.finish(ME, room.assessment)
    assert room.workshops.choices(ME) == []
    with pytest.raises(NotAllowed, match=r"This assessment is finished. Reopen it to hold a workshop on it."):
        room.open()
    room.assessments.reopen(ME, room.assessment)
    room.store.remove_subject(room.store.assessment(room.assessment).subject_id)
    assert room.workshops.choices(ME) == []
    with pytest.raises(NotAllowed, match="taken out of the lists"):
        room.open()


def test_nobody_in_particular_and_no_facilitator_opens_a_workshop(room: Room) -> None:
    host = room.workshops.enter(room.open().host_token).actor
    for actor in (NOBODY, host):
        with pytest.raises(NotAllowed, match="Open the app by your own link"):
            room.workshops.open(
                actor,
                "practice",
                items=["1a"],
                example="Southshire",
                framework_key=room.framework.key,
                lens="authority",
            )


def test_what_to_talk_about_first_comes_before_the_rest(room: Room) -> None:
    assert room.workshops.suggested_items(ME, room.assessment, "agenda") == ["1a", "1b", "2a"]
    room.assessments.set_rating(ME, room.assessment, "2a", 4.0)  # the top level, and no evidence
    assert room.workshops.suggested_items(ME, room.assessment, "agenda") == ["2a", "1a", "1b"]
    assert room.workshops.suggested_items(ME, room.assessment, "framework") == ["1a", "1b", "2a"]
    with pytest.raises(NotFound):
        room.workshops.suggested_items(OTHER, room.assessment, "agenda")


# Rounds


@pytest.fixture
def desk(tmp_path: Path) -> RoundDesk:
    return make_desk(tmp_path)


def workshops_of(desk: RoundDesk) -> Workshops:
    return Workshops(desk.store, {desk.framework.key: desk.framework}, desk.agreeing, lambda key: FILES)


def test_an_anonymous_round_holds_workshops_only_when_it_has_closed(desk: RoundDesk) -> None:
    round_id = desk.open(anonymous=True, threshold=4)
    owner = desk.manager(desk.add_centre(round_id))
    assessment, workshops = desk.assessment_of(round_id), workshops_of(desk)
    desk.go_to(date(2026, 3, 2))
    assert workshops.choices(owner) == []
    with pytest.raises(NotAllowed, match="Hold the workshop when the round has closed"):
        workshops.open(owner, "assessment", assessment_id=assessment, items=["1a"])
    desk.rounds.close(LEAD, round_id)
    opened = workshops.open(owner, "assessment", assessment_id=assessment, items=["1a"])
    assert workshops.load(owner, opened.id).threshold == 4


def test_a_rounds_own_groups_are_those_to_choose_from(desk: RoundDesk) -> None:
    round_id = desk.open(groups=("Ward councillors",))
    owner = desk.manager(desk.add_centre(round_id))
    workshops = workshops_of(desk)
    opened = workshops.open(
        owner, "assessment", assessment_id=desk.assessment_of(round_id), items=["1a"], ask_groups=True
    )
    assert [label for _, label in workshops.load(owner, opened.id).groups] == ["Ward councillors"]
    with pytest.raises(NotFound, match=NO_WORKSHOP):
        workshops.load(LEAD, opened.id)  # the centre's own, whoever leads the round


def test_what_an_anonymous_round_withholds_stays_withheld_in_its_workshop(desk: RoundDesk) -> None:
    round_id = desk.open(anonymous=True)
    manager = desk.add_centre(round_id)
    owner, assessment = desk.manager(manager), desk.assessment_of(round_id)
    for token in desk.invite(round_id, ("Ann", "health"), ("Bea", "police"), ("Cy", "health")):
        visit = desk.answer(token, i1a=2.0, i1b=0.0)
        desk.assessments.set_note(visit.actor, assessment, "1a", "evidence", "Minutes of the forum")
    (alone,) = desk.invite(round_id, ("Dee", "police"))
    visit = desk.answer(alone, i1b=4.0)
    desk.assessments.set_note(visit.actor, assessment, "1b", "evidence", "A rota")
    desk.rounds.close(LEAD, round_id)
    workshops = workshops_of(desk)
    opened = workshops.open(owner, "assessment", assessment_id=assessment, items=["1a", "1b"])
    assert [item.before for item in workshops.load(owner, opened.id).items] == [50.0, 25.0]
    assert workshops.evidence(owner, opened.id, "1a") == ("Minutes of the forum",)


# Who may


def test_a_facilitators_link_opens_its_workshop_and_nothing_else(room: Room) -> None:
    other = room.open()
    opened = room.open()
    hosting = room.workshops.enter(opened.host_token)
    assert hosting == Hosting(hosting.actor, opened.id) and hosting.actor.id == f"facilitator:{opened.id}"
    assert room.workshops.load(hosting.actor, opened.id) == room.now
    assert room.workshops.pulse(hosting.actor, opened.id) == Pulse(1, 0, 0, False)
    room.do("start_vote", "1a", actor=hosting.actor)
    for ask in (room.workshops.load, room.workshops.pulse, room.workshops.count_votes):
        with pytest.raises(NotFound, match=NO_WORKSHOP):
            ask(hosting.actor, other.id)
    with pytest.raises(NotFound):
        room.assessments.load(hosting.actor, room.assessment)
    assert room.workshops.mine(hosting.actor) == []


def test_a_new_link_ends_the_one_before(room: Room) -> None:
    opened = room.open()
    host = room.workshops.enter(opened.host_token).actor
    with pytest.raises(NotAllowed, match="Only the person who opened this workshop"):
        room.workshops.new_link(host, opened.id)
    token = room.workshops.new_link(ME, opened.id)
    assert room.workshops.enter(token).workshop_id == opened.id
    for gone in (opened.host_token, "x" * 32, "short", "", "\ud800" * 32, "<b>"):
        with pytest.raises(NotFound, match="link"):
            room.workshops.enter(gone)


def test_a_phones_token_is_no_facilitators_link(room: Room) -> None:
    room.open()
    (phone,) = room.phones(1)
    with pytest.raises(NotFound):
        room.workshops.enter(phone)
    with pytest.raises(NotFound):
        room.joining.see(room.opened.host_token)


def test_to_everybody_else_a_workshop_is_not_there(room: Room) -> None:
    room.open()
    seen = room.now.version
    attempts = [
        lambda who: room.workshops.load(who, room.id),
        lambda who: room.workshops.pulse(who, room.id),
        lambda who: room.workshops.tally(who, room.id, "1a"),
        lambda who: room.workshops.evidence(who, room.id, "1a"),
        lambda who: room.workshops.agreed_before(who, room.id, "1a"),
        lambda who: room.workshops.hands(who, room.id, "1a"),
        lambda who: room.workshops.count_votes(who, room.id),
        lambda who: room.workshops.calibration(who, room.id, {"1a": 2.0}),
        lambda who: room.workshops.new_link(who, room.id),
        lambda who: room.workshops.start_vote(who, room.id, "1a", seen),
        lambda who: room.workshops.reveal(who, room.id, "1a", seen),
        lambda who: room.workshops.skip(who, room.id, "1a", seen),
        lambda who: room.workshops.set_hands(who, room.id, "1a", {"0": 1}, seen),
        lambda who: room.workshops.set_present(who, room.id, "Lead", seen),
        lambda who: room.workshops.agree(who, room.id, "1a", 2.0, "Why", "", seen),
        lambda who: room.workshops.end(who, room.id, seen),
    ]
    before = room.store.everything()
    for attempt in attempts:
        for who in (OTHER, NOBODY):
            with pytest.raises(NotFound, match=NO_WORKSHOP):
                attempt(who)
    assert room.store.everything() == before


def test_a_workshop_holds_only_its_own_sub_indicators(room: Room) -> None:
    room.open("1a")
    before = room.store.everything()
    for what in ("start_vote", "again", "reveal", "discuss", "skip", "later", "go_to"):
        with pytest.raises(NotFound, match=r"This workshop doesn't hold that sub-indicator."):
            room.do(what, "1b")
    with pytest.raises(NotFound):
        room.agree("1b", 2.0)
    assert room.store.everything() == before


# From phase to phase


def phases(room: Room) -> list[tuple[str, str, int]]:
    return [(each.item, each.phase, each.ballot) for each in room.now.items]


def test_a_sub_indicator_goes_from_vote_to_agreed(room: Room) -> None:
    room.open("1a", "1b")
    assert room.do("start_vote", "1a").current == WorkshopItem("1a", 1, "vote", 1, None, None, None, "", "")
    assert room.do("reveal", "1a").current.phase == "reveal"  # type: ignore[union-attr]
    assert room.do("discuss", "1a").current.phase == "discuss"  # type: ignore[union-attr]
    assert room.do("again", "1a").current.ballot == 2  # type: ignore[union-attr]
    room.do("reveal", "1a")
    assert room.agree("1a", 2.0, dissent="The police see it otherwise") == SavedNote(True)
    assert room.now.items[0] == WorkshopItem(
        "1a", 1, "agreed", 2, None, None, 2.0, "We saw it", "The police see it otherwise"
    )
    assert room.now.version == 7


def test_a_step_that_does_not_follow_is_refused_and_changes_nothing(room: Room) -> None:
    room.open("1a", "1b")
    for what, sentence in (
        ("again", "Nobody has voted on this yet. Start the vote."),
        ("reveal", "No vote on this is open. Start the vote."),
    ):
        with pytest.raises(NotAllowed, match=sentence):
            room.do(what, "1a")
    room.do("start_vote", "1a")
    for what, item, sentence in (
        ("start_vote", "1a", "Voting on this is open already."),
        ("start_vote", "1b", "Voting on 1a is open. Reveal the votes first, or skip it."),
        ("discuss", "1a", "Voting on this is open. Reveal the votes first, or skip it."),
        ("discuss", "1b", "Voting on 1a is open."),
        ("go_to", "1b", "Voting on 1a is open."),
    ):
        with pytest.raises(NotAllowed, match=sentence):
            room.do(what, item)
    with pytest.raises(NotAllowed, match=r"Voting on 1a is open."):
        room.do("lobby")
    with pytest.raises(NotAllowed, match=r"Voting on this is open."):
        room.agree("1a", 2.0)
    assert (room.now.version, phases(room)) == (2, [("1a", "vote", 1), ("1b", "waiting", 0)])


def test_an_item_can_be_shown_left_and_come_back_to(room: Room) -> None:
    room.open("1a", "1b", "2a")
    assert room.do("go_to", "1b").current.item == "1b"  # type: ignore[union-attr]
    assert room.do("lobby").current is None
    room.do("skip", "1b")
    room.do("later", "1a")
    assert [(each.item, each.place, each.phase) for each in room.now.items] == [
        ("1b", 1, "skipped"),
        ("2a", 2, "waiting"),
        ("1a", 3, "later"),
    ]
    assert room.do("go_to", "1a").current.phase == "later"  # type: ignore[union-attr]
    room.do("start_vote", "1b")
    assert room.now.current.phase == "vote"  # type: ignore[union-attr]


def test_leaving_an_open_vote_drops_it_and_what_was_agreed_stands(room: Room) -> None:
    room.open("1a", "1b")
    phones = room.phones(4)
    for what in ("skip", "later"):
        room.do("start_vote", "1a")
        room.vote(phones, 0.0, 0.0, 2.0, 4.0)
        room.do(what, "1a")
        assert room.store.everything()["workshop_vote"] == []
        with pytest.raises(NotFound, match=r"There was no such vote on this."):
            room.workshops.tally(ME, room.id, "1a")
    room.ballot(phones, 0.0, 0.0, 2.0, 4.0)
    room.agree("1a", 2.0)
    room.do("again", "1a")
    room.vote(phones, 4.0, 4.0, 4.0, 4.0)
    room.do("skip", "1a")
    item = room.now.item("1a")
    assert item is not None and (item.phase, item.ballot, item.agreed) == ("agreed", 1, 2.0)
    assert room.workshops.tally(ME, room.id, "1a").counts == (2, 1, 1)


def test_a_facilitator_who_saw_an_earlier_version_is_told_and_changes_nothing(room: Room) -> None:
    room.open()
    host = room.workshops.enter(room.opened.host_token).actor
    seen = room.now.version
    room.workshops.start_vote(host, room.id, "1a", seen)
    before = room.store.everything()
    for attempt in (
        lambda: room.workshops.start_vote(ME, room.id, "1b", seen),
        lambda: room.workshops.lobby(ME, room.id, seen),
        lambda: room.workshops.set_timer(ME, room.id, "1a", 60, seen),
        lambda: room.workshops.set_hands(ME, room.id, "1a", {"0": 3}, seen),
        lambda: room.workshops.set_present(ME, room.id, "Lead", seen),
        lambda: room.agree("1b", 2.0, seen=seen),
        lambda: room.workshops.end(ME, room.id, seen),
    ):
        with pytest.raises(Conflict) as caught:
            attempt()
        assert str(caught.value) == MOVED_ON
    assert room.store.everything() == before


def test_of_two_reveals_at_once_one_is_told_that_the_other_was_quicker(room: Room) -> None:
    room.open()
    seen = room.do("start_vote", "1a").version
    gate = threading.Barrier(2)
    outcomes: list[str] = []

    def reveal() -> None:
        gate.wait()
        try:
            room.workshops.reveal(ME, room.id, "1a", seen)
            outcomes.append("revealed")
        except Conflict as error:
            outcomes.append(str(error))

    threads = [threading.Thread(target=reveal) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == [MOVED_ON, "revealed"]


def test_a_timer_is_set_and_stopped_and_ends_nothing(room: Room) -> None:
    room.open()
    room.do("start_vote", "1a")
    assert room.do("set_timer", "1a", 90).current.timer_ends_at is not None  # type: ignore[union-attr]
    assert room.do("set_timer", "1a", None).current.timer_ends_at is None  # type: ignore[union-attr]
    for odd in (4, 3601, -1, True, 10**9):
        with pytest.raises(SelfAssessError, match="between 5 seconds and an hour"):
            room.do("set_timer", "1a", odd)


def test_ending_drops_an_open_vote_and_frees_the_code(room: Room) -> None:
    room.open("1a", "1b")
    phones = room.phones(3)
    room.ballot(phones, 0.0, 2.0, 4.0)
    room.do("start_vote", "1b")
    room.vote(phones, 0.0, 2.0, 4.0)
    ended = room.do("end")
    assert (ended.current, phases(room)) == (None, [("1a", "reveal", 1), ("1b", "waiting", 0)])
    assert ended.ended_at is not None and room.workshops.pulse(ME, room.id).ended
    assert list(room.workshops.count_votes(ME, room.id)) == ["1a"]
    before = room.store.everything()
    for what in ("start_vote", "reveal", "skip", "go_to"):
        with pytest.raises(NotAllowed, match=OVER):
            room.do(what, "1b")
    with pytest.raises(NotAllowed, match=OVER):
        room.agree("1a", 2.0)
    assert room.store.everything() == before
    assert room.workshops.enter(room.opened.host_token).workshop_id == room.id


# What is shown of votes


def test_an_open_ballot_is_shown_to_nobody(room: Room) -> None:
    room.open()
    phones = room.phones(4)
    room.do("start_vote", "1a")
    room.vote(phones, 0.0, 2.0, 4.0, "dk")
    with pytest.raises(NotAllowed, match=r"Voting on this is still open. Reveal the votes first."):
        room.workshops.tally(ME, room.id, "1a")
    assert room.workshops.count_votes(ME, room.id) == {}
    assert (room.now.voted, room.now.joined) == (4, 4)
    for ballot in (0, 2, -1, 99):
        with pytest.raises(NotFound):
            room.workshops.tally(ME, room.id, "1a", ballot)


def test_a_revealed_ballot_shows_how_many_chose_what(room: Room) -> None:
    room.open()
    # Positions 0 50 50 100: the mean is 50. 1 + 1/4 log2(1/2) + 0 + 0 + 1/4 log2(1/2) = 0.5
    found = room.ballot(room.phones(5), 0.0, 2.0, 2.0, 4.0, "dk")
    assert found == tally((1, 2, 1), 1, consensus=pytest.approx(0.5))


def test_a_reveal_without_any_vote_says_so(room: Room) -> None:
    room.open()
    assert room.ballot(room.phones(3), None, None, None) == tally((0, 0, 0))


def test_fewer_phones_than_the_threshold_are_not_shown(room: Room) -> None:
    room.open()
    phones = room.phones(3)
    assert room.ballot(phones, 4.0, 4.0, None) == tally((), None, withheld=True, phones=2)
    found = room.ballot(phones, None, "dk", 4.0)
    # The third phone makes three who have voted by now, so all three are shown.
    assert found == tally((0, 0, 2), 1, ballot=2, from_before=1, consensus=1.0)


def test_hands_are_public_and_shown_while_the_phones_are_not(room: Room) -> None:
    room.open()
    phones = room.phones(3)
    room.do("start_vote", "1a")
    room.vote(phones[:2], 4.0, 4.0)
    room.do("set_hands", "1a", {"0": 7, "2": 1, "dk": 2})
    assert room.now.hands == 10
    assert room.workshops.hands(ME, room.id, "1a") == {"0": 7, "2": 1, "4": 0, "dk": 2}
    room.do("reveal", "1a")
    found = room.workshops.tally(ME, room.id, "1a")
    # Positions 7 x 0 and 1 x 50, the mean is 6.25: 1 + 7/8 log2(0.9375) + 1/8 log2(0.5625) = 0.8148
    assert found == tally(
        (7, 1, 0), 2, phones=2, hands=10, withheld=True, consensus=pytest.approx(0.8148, abs=1e-4)
    )
    room.do("again", "1a")
    room.vote(phones, 4.0, 4.0, 4.0)
    room.do("set_hands", "1a", {"0": 1})
    room.do("reveal", "1a")
    found = room.workshops.tally(ME, room.id, "1a")
    assert (found.counts, found.cant_tell, found.phones, found.hands) == ((1, 0, 3), 0, 3, 1)


def test_a_room_without_phones_votes_by_hand_alone(room: Room) -> None:
    room.open()
    room.do("start_vote", "1a")
    room.do("set_hands", "1a", {"4": 12})
    room.do("reveal", "1a")
    assert room.workshops.tally(ME, room.id, "1a") == tally((0, 0, 12), phones=0, hands=12, consensus=1.0)


@pytest.mark.parametrize(
    ("counts", "sentence"),
    [
        ({"1": 2}, "Type in the hands for the levels shown"),
        ({"na": 2}, "Type in the hands for the levels shown"),
        ({"0": -1}, "a whole number from 0 to 500"),
        ({"0": 501}, "a whole number from 0 to 500"),
        ({"0": 1.5}, "a whole number from 0 to 500"),
        ({"0": True}, "a whole number from 0 to 500"),
    ],
)
def test_hands_that_cannot_be_are_refused(room: Room, counts: dict[str, Any], sentence: str) -> None:
    room.open()
    room.do("start_vote", "1a")
    with pytest.raises(SelfAssessError, match=sentence):
        room.do("set_hands", "1a", counts)
    assert room.workshops.hands(ME, room.id, "1a") == {"0": 0, "2": 0, "4": 0, "dk": 0}


def test_hands_count_only_while_voting_is_open(room: Room) -> None:
    room.open()
    with pytest.raises(NotAllowed, match=r"Hands can be typed in while voting is open."):
        room.do("set_hands", "1a", {"0": 1})
    room.ballot(room.phones(3), 0.0, 0.0, 0.0)
    with pytest.raises(NotAllowed, match=r"Hands can be typed in while voting is open."):
        room.do("set_hands", "1a", {"0": 1})


def test_groups_are_shown_where_each_has_enough_and_small_ones_are_put_together(room: Room) -> None:
    room.open(ask_groups=True)
    phones = room.join("health", "health", "health", "police", "midwifery", "")
    found = room.ballot(phones, 0.0, 0.0, 2.0, 4.0, 4.0, 4.0)
    assert found.blocks == (
        Block(("health",), "Health visiting", (2, 1, 0)),
        Block(("midwifery", "police", ""), "Midwifery, Police and Group not given", (0, 0, 3)),
    )


def test_groups_are_not_shown_where_they_make_one_block_or_were_not_asked_for(room: Room) -> None:
    room.open(ask_groups=True)
    assert room.ballot(room.join("health", "health", "police", "police"), 0.0, 0.0, 4.0, 4.0).blocks == ()
    room.open()
    assert room.ballot(room.phones(6), 0.0, 0.0, 0.0, 4.0, 4.0, 4.0).blocks == ()


# Ballots that somebody lays side by side


def test_who_does_not_vote_again_keeps_their_vote_so_that_nobody_is_told_by_going(room: Room) -> None:
    room.open()
    phones = room.phones(5)
    room.ballot(phones, 0.0, 2.0, 2.0, 2.0, 4.0)
    found = room.ballot(phones, None, 2.0, 2.0, 2.0, 4.0)
    assert (found.counts, found.phones, found.from_before) == ((1, 3, 1), 5, 1)


def test_a_newcomers_vote_waits_until_it_cannot_be_told_from_others(room: Room) -> None:
    room.open()
    phones = room.phones(4)
    assert room.ballot(phones, 0.0, 0.0, 0.0, 0.0).counts == (4, 0, 0)
    phones += room.phones(1)
    found = room.ballot(phones, 0.0, 0.0, 0.0, 0.0, 4.0)
    assert (found.counts, found.phones, found.left_out) == ((4, 0, 0), 4, 1)
    phones += room.phones(2)
    found = room.ballot(phones, 0.0, 0.0, 0.0, 0.0, None, 2.0, 2.0)
    assert (found.counts, found.phones, found.left_out, found.from_before) == ((4, 2, 1), 7, 0, 1)


def test_one_or_two_who_vote_again_are_not_told_from_the_ballot_before(room: Room) -> None:
    room.open()
    phones = room.phones(6)
    assert room.ballot(phones, *[0.0] * 6).counts == (6, 0, 0)
    found = room.ballot(phones, 4.0, *[None] * 5)
    assert found == tally((), None, ballot=2, phones=6, from_before=5, withheld=True)
    found = room.ballot(phones, None, 0.0, 0.0, *[None] * 3)
    # Three have voted again by now, and nobody sees which of them it was that moved.
    assert (found.counts, found.withheld) == ((5, 0, 1), False)


def test_newcomers_do_not_bring_a_single_change_with_them(room: Room) -> None:
    room.open()
    phones = room.phones(4)
    room.ballot(phones, *[0.0] * 4)
    phones += room.phones(3)
    found = room.ballot(phones, 4.0, None, None, None, 2.0, 2.0, 2.0)
    assert (found.counts, found.left_out, found.from_before) == ((4, 3, 0), 1, 4)


def test_groups_are_shown_again_only_of_the_same_phones_that_all_voted_again(room: Room) -> None:
    room.open(ask_groups=True)
    phones = room.join("health", "health", "health", "police", "police", "police")
    both = (Block(("health",), "Health visiting", (3, 0, 0)), Block(("police",), "Police", (0, 0, 3)))
    assert room.ballot(phones, 0.0, 0.0, 0.0, 4.0, 4.0, 4.0).blocks == both
    some = room.ballot(phones, 2.0, None, None, 2.0, 2.0, 2.0)
    assert (some.counts, some.blocks) == ((2, 4, 0), ())
    again = room.ballot(phones, 0.0, 0.0, 0.0, 4.0, 4.0, 4.0)
    assert again.blocks == both
    phones += room.join("police", "police", "police")
    more = room.ballot(phones, 0.0, 0.0, 0.0, 4.0, 4.0, 4.0, 2.0, 2.0, 2.0)
    assert (more.counts, more.blocks) == ((3, 3, 3), ())
    assert room.ballot(phones, *[0.0] * 3, *[4.0] * 6).blocks == ()


def test_an_earlier_ballot_shows_the_same_whatever_came_after(room: Room) -> None:
    room.open(ask_groups=True)
    phones = room.join("health", "health", "health", "police", "police", "police")
    first = room.ballot(phones, 0.0, 0.0, 0.0, 4.0, 4.0, 4.0)
    phones += room.join("midwifery", "midwifery", "midwifery")
    room.ballot(phones, *[2.0] * 9)
    assert room.workshops.tally(ME, room.id, "1a", 1) == first


# Agreeing


def test_what_is_agreed_becomes_the_assessments_agreed_rating(room: Room) -> None:
    room.open()
    host = room.workshops.enter(room.opened.host_token).actor
    room.ballot(room.phones(3), 0.0, 2.0, 4.0)
    saved = room.workshops.agree(
        host, room.id, "1a", 2.0, "We saw the minutes", "The police see less", room.now.version
    )
    assert saved == SavedNote(True)
    agreed = room.agreeing.agreed(ME, room.assessment)["1a"]
    assert (agreed.answer.value, agreed.answer.reason, agreed.answer.present) == (
        2.0,
        "We saw the minutes. Not everyone agreed: The police see less",
        "Lead, health visitor",
    )
    assert room.workshops.agreed_before(host, room.id, "1a") == agreed
    assert {change.by for change in room.store.history(room.assessment, "1a")} == {ME.id}
    assert room.workshops.mine(ME)[0].agreed == 1


def test_not_applicable_can_be_agreed_and_dont_know_cannot(room: Room) -> None:
    room.open()
    assert room.agree("1a", "na", "None here.") == SavedNote(True)
    assert room.now.items[0].agreed == "na"
    for rating, sentence in (
        ("dk", "An agreed rating is a level or “not applicable”."),
        (None, "An agreed rating is a level or “not applicable”."),
        (1.0, "is not a level of this scale"),
        ("maybe", "is not an answer here"),
    ):
        with pytest.raises(SelfAssessError, match=sentence):
            room.agree("1b", rating)
    with pytest.raises(SelfAssessError, match="Say why you agreed on this"):
        room.agree("1b", 2.0, "  ")
    assert room.now.items[1].agreed is None and room.now.version == 2


def test_a_room_that_nobody_named_is_asked_for_before_anything_is_agreed(room: Room) -> None:
    room.open(present="")
    with pytest.raises(SelfAssessError, match="Say who was in the room, by role"):
        room.agree("1a", 2.0)
    room.do("set_present", "Lead and parents")
    assert room.agree("1a", 2.0) == SavedNote(True)
    assert room.agreeing.agreed(ME, room.assessment)["1a"].answer.present == "Lead and parents"
    with pytest.raises(SelfAssessError, match="without personal details"):
        room.do("set_present", PHONE)


@pytest.mark.parametrize("kind", ["assessment", "practice"])
def test_what_looks_like_personal_details_is_saved_only_when_confirmed(room: Room, kind: str) -> None:
    room.open() if kind == "assessment" else room.practise()
    before = room.store.everything()
    for texts in ((PHONE, ""), ("We saw it", PHONE)):
        assert room.agree("1a", 2.0, *texts) == SavedNote(False, ("This looks like a phone number.",))
    assert room.store.everything() == before
    assert room.agree("1a", 2.0, "We saw it", PHONE, confirm=True) == SavedNote(True)
    assert room.now.items[0].dissent == PHONE


def test_a_rating_agreed_elsewhere_meanwhile_is_not_overwritten(room: Room) -> None:
    room.open()
    room.agreeing.agree(ME, room.assessment, "1a", 4.0, "In the office", "Manager", None)
    before = room.store.everything()
    with pytest.raises(Conflict, match="Somebody agreed on level 4"):
        room.agree("1a", 2.0)
    assert room.store.everything() == before
    there = room.workshops.agreed_before(ME, room.id, "1a")
    assert there is not None
    assert room.agree("1a", 2.0, standing=there.changed_at) == SavedNote(True)
    assert room.agreeing.agreed(ME, room.assessment)["1a"].answer.value == 2.0


def test_an_assessment_finished_meanwhile_takes_no_agreed_rating_and_the_workshop_says_so(room: Room) -> None:
    room.open()
    room.assessments.finish(ME, room.assessment)
    before = room.store.everything()
    with pytest.raises(NotAllowed, match=r"This assessment is finished. Reopen it"):
        room.agree("1a", 2.0)
    assert room.store.everything() == before
    room.assessments.reopen(ME, room.assessment)
    assert room.agree("1a", 2.0) == SavedNote(True)


def test_a_workshop_follows_its_assessment_into_the_place_it_was_merged_with(desk: RoundDesk) -> None:
    round_id = desk.open()
    manager = desk.add_centre(round_id)
    other = desk.store.add_subject(desk.store.round(round_id).authority_id, "programme", "Elm Street")
    owner, assessment, workshops = desk.manager(manager), desk.assessment_of(round_id), workshops_of(desk)
    opened = workshops.open(
        owner, "assessment", assessment_id=assessment, items=["1a"], present="Manager", title="Day"
    )
    desk.store.merge_subject(desk.store.assessment(assessment).subject_id, other.id)
    saved = workshops.agree(owner, opened.id, "1a", 2.0, "We saw it", "", 1)
    assert saved == SavedNote(True)
    assert desk.agreeing.agreed(owner, assessment)["1a"].answer.subject == "Elm Street"


def test_a_closed_round_still_takes_what_its_workshop_agrees_on(desk: RoundDesk) -> None:
    round_id = desk.open()
    owner = desk.manager(desk.add_centre(round_id))
    assessment, workshops = desk.assessment_of(round_id), workshops_of(desk)
    opened = workshops.open(owner, "assessment", assessment_id=assessment, items=["1a"], present="Manager")
    desk.rounds.close(LEAD, round_id)
    assert workshops.agree(owner, opened.id, "1a", 2.0, "We saw it", "", 1) == SavedNote(True)


def test_what_a_practice_agrees_on_stays_in_it(room: Room) -> None:
    room.practise()
    assert room.agree("1a", 4.0, "It is written down") == SavedNote(True)
    assert room.now.items[0].agreed == 4.0
    assert room.workshops.agreed_before(ME, room.id, "1a") is None
    assert room.workshops.evidence(ME, room.id, "1a") == ()
    assert room.agreeing.agreed(ME, room.assessment) == {}


def test_nothing_is_agreed_in_a_calibration(room: Room) -> None:
    room.practise("calibration")
    with pytest.raises(NotAllowed, match="Nothing is agreed in a calibration"):
        room.agree("1a", 4.0)


def test_the_evidence_held_is_shown_without_names_and_once(room: Room) -> None:
    room.assessments.set_note(ME, room.assessment, "1a", "evidence", "Minutes of the forum")
    room.store.save_answer(
        room.assessment,
        room.store.add_respondent(room.assessment, "Paper 1").id,
        "1a",
        "answer",
        {"evidence": "Minutes of the forum"},
        ME.id,
    )
    room.store.save_answer(
        room.assessment,
        room.store.add_respondent(room.assessment, "Paper 2").id,
        "1a",
        "answer",
        {"evidence": "A rota"},
        ME.id,
    )
    room.open()
    host = room.workshops.enter(room.opened.host_token).actor
    assert room.workshops.evidence(host, room.id, "1a") == ("A rota", "Minutes of the forum")
    assert room.workshops.evidence(host, room.id, "1b") == ()


def test_erasing_what_was_agreed_reaches_the_workshop_and_the_bytes_on_disk(
    room: Room, tmp_path: Path
) -> None:
    room.open(present="Zebedee of the police")
    room.agree("1a", 2.0, "Zebedee said so", "Zebedee again")
    room.agree("1b", 2.0, "Kept")
    room.assessments.erase_note(ME, room.assessment, "1a", "reason")
    room.assessments.erase_note(ME, room.assessment, "1a", "present")
    room.assessments.erase_note(ME, room.assessment, "1b", "present")
    assert "Zebedee" not in str(room.store.everything())
    assert (room.now.items[0].reason, room.now.items[0].dissent, room.now.present) == ("", "", "")
    assert (room.now.items[0].agreed, room.now.items[1].reason) == (2.0, "Kept")
    assert b"Zebedee" not in b"".join(path.read_bytes() for path in (tmp_path / "data").iterdir())


@pytest.mark.parametrize("kind", ["practice", "calibration"])
def test_what_was_typed_in_a_workshop_without_an_assessment_is_erased_from_the_bytes_on_disk(
    room: Room, tmp_path: Path, kind: str
) -> None:
    room.practise(kind, present="Zebedee of the police", title="About Zebedee")
    if kind == "practice":
        room.agree("1a", 2.0, "Zebedee said so", "Zebedee again")
    room.do("end")
    with pytest.raises(NotFound):
        room.workshops.erase_texts(OTHER, room.id)
    with pytest.raises(NotAllowed, match="Only the person who opened"):
        room.workshops.erase_texts(room.workshops.enter(room.opened.host_token).actor, room.id)
    version = room.now.version
    room.workshops.erase_texts(ME, room.id)
    assert "Zebedee" not in str(room.store.everything())
    assert b"Zebedee" not in b"".join(path.read_bytes() for path in (tmp_path / "data").iterdir())
    assert (room.now.title, room.now.present, room.now.version) == ("Southshire", "", version + 1)
    assert room.now.items[0].agreed == (2.0 if kind == "practice" else None)


def test_erasing_what_was_typed_in_a_workshop_leaves_its_assessment_and_other_workshops(room: Room) -> None:
    room.practise(title="Another")
    other = room.id
    room.open(title="Our own")
    room.agree("1a", 2.0, "We saw it", "Not all of us")
    room.workshops.erase_texts(ME, room.id)
    now = room.now
    assert (now.title, now.present, now.items[0].reason, now.items[0].dissent) == ("Southshire", "", "", "")
    agreed = room.agreeing.agreed(ME, room.assessment)["1a"].answer
    assert agreed.reason == "We saw it. Not everyone agreed: Not all of us"
    assert room.workshops.load(ME, other).title == "Another"


# Calibration


def test_a_room_is_calibrated_by_its_first_votes_on_what_was_revealed(room: Room) -> None:
    room.practise("calibration", "1a", "1b", "2a")
    phones = room.phones(4)
    room.ballot(phones, 0.0, 0.0, 0.0, "dk", item="1a")
    room.ballot(phones, 4.0, 4.0, 2.0, 4.0, item="1b")
    room.ballot(phones, 4.0, 4.0, 4.0, 4.0, item="1a")  # again, after our reading was shown
    room.do("start_vote", "2a")
    room.vote(phones, 4.0, 4.0, 4.0, 4.0)
    found = room.workshops.calibration(ME, room.id, {"1a": 0.0, "1b": 4.0, "2a": 4.0})
    # Among the raters: 1a 0 0 0, 1b 100 100 50 100. Observed: 3 pairs of 2500 on 1b, 2 * 7500 / 3 / 7 = 714.29.
    # Expected, over the ordered pairs of 0 0 0 50 100 100 100: 2 * (3 * 2500 + 9 * 10000 + 3 * 2500) / 42 = 5000.
    # Alpha 6/7. With ours, the first two 1; the third 0 0 100 50: 1 - (2 * 2500 / 4) / (2 * 27500 / 12) = 8/11... of
    # the pairs 0-100 twice, 0-50 twice, 100-50 once: 27500. The fourth rated one item alone.
    assert found == CalibrationResult(
        items=("1a", "1b"),
        raters=4,
        withheld=False,
        room=pytest.approx(6 / 7),
        with_reading=(pytest.approx(8 / 11), 1.0, 1.0),
        unmeasured=1,
        rated=7,
        same=6,
        within_one=7,
    )


def test_a_calibration_leaves_out_what_was_not_shown_and_is_withheld_for_few(room: Room) -> None:
    room.practise("calibration", "1a", "1b")
    phones = room.phones(3)
    room.ballot(phones, 0.0, 0.0, None, item="1a")
    nothing = CalibrationResult((), 0, True, None, (), 0, 0, 0, 0)
    assert room.workshops.calibration(ME, room.id, {"1a": 0.0, "1b": 4.0}) == nothing
    room.ballot(phones, 4.0, "dk", "dk", item="1b")
    few = CalibrationResult(("1b",), 1, True, None, (), 0, 0, 0, 0)
    assert room.workshops.calibration(ME, room.id, {"1a": 0.0, "1b": 4.0}) == few
