"""The people in a workshop's room: by its code, without a name, with one vote for each phone."""

from __future__ import annotations

import threading
import time
from pathlib import Path
from typing import Any

import pytest
from workshop_cases import ME, Room, make_room

from selfassess.errors import NotAllowed, NotFound, SelfAssessError
from selfassess.service.workshop_views import Door, OwnCalibration, Seat

NO_CODE = "There is no workshop with this code. Check the letters on the screen."
NO_SEAT = "This phone isn't in the workshop. Join again with the code on the screen."
ENDED = "This workshop has ended."
VOTE_ENDED = "Voting on this has ended. Your vote from before stands."


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return make_room(tmp_path)


def vote(room: Room, phone: str, rating: Any, item: str = "1a", ballot: int = 1) -> None:
    room.joining.vote(phone, item, ballot, rating)


# Coming in


def test_a_code_opens_the_door_however_it_is_typed(room: Room) -> None:
    code = room.open(title="Team day").code
    door = Door(code, "Team day", False, ())
    typed = (
        code,
        code.upper(),
        f"  {code[:3]} {code[3:]}\n",
        f"{code[:2]}-{code[2:4]}–{code[4:]}",
        f"{code}.",
    )
    for each in typed:
        assert room.joining.look(each) == door


@pytest.mark.parametrize(
    "code",
    [
        "",
        " ",
        "bbbbb",
        "bbbbbbb",
        "aeiou1",
        "🎉🎉🎉🎉🎉🎉",
        "b" * 5000,
        "\x00" * 6,
        "\ud800" * 6,
        "<script>",
        "' OR 1=1",
    ],
)
def test_what_is_no_code_opens_nothing(room: Room, code: str) -> None:
    room.open()
    for ask in (room.joining.look, room.joining.join):
        with pytest.raises(NotFound) as caught:
            ask(code)
        assert str(caught.value) == NO_CODE


def test_an_ended_workshops_code_says_so(room: Room) -> None:
    code = room.open().code
    room.do("end")
    for ask in (room.joining.look, room.joining.join):
        with pytest.raises(NotFound) as caught:
            ask(code)
        assert str(caught.value) == ENDED


def test_an_ended_code_that_is_used_again_opens_the_one_that_goes_on(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The program gives no code twice; a store put together from two may hold it."""
    first = room.open(title="First")
    (phone,) = room.phones(1)
    room.do("end")
    second = room.open(title="Second")
    with room.store._database.write() as connection:
        connection.exec_driver_sql(
            "UPDATE workshop SET code = ? WHERE public_id = ?", (first.code, second.id)
        )
    assert room.joining.look(first.code).title == "Second"
    assert room.joining.see(phone).title == "First" and room.joining.see(phone).ended
    room.do("end")
    with pytest.raises(NotFound, match=ENDED):
        room.joining.look(first.code)


def test_a_group_is_one_of_those_offered_or_none(room: Room) -> None:
    opened = room.open(ask_groups=True)
    door = room.joining.look(opened.code)
    assert (door.ask_groups, [group for group, _ in door.groups]) == (
        True,
        ["manager", "health", "midwifery", "police"],
    )
    assert room.joining.see(room.joining.join(opened.code, "police")).group == "police"
    for odd in ("Police", "teachers", "<b>", "\ud800", "x" * 5000):
        with pytest.raises(SelfAssessError, match="Choose one of the groups shown, or leave it open"):
            room.joining.join(opened.code, odd)
    code = room.open().code
    with pytest.raises(SelfAssessError, match="Choose one of the groups shown"):
        room.joining.join(code, "police")
    assert room.now.joined == 0


# What a phone shows


def seat(room: Room, **fields: Any) -> Seat:
    given = {
        "workshop_id": room.id,
        "code": room.opened.code,
        "title": "Southshire",
        "kind": "assessment",
        "example": "",
        "framework": room.framework,
        "lens": "authority",
        "vocabulary": "",
        "item": None,
        "phase": "waiting",
        "ballot": 0,
        "mine": None,
        "before": None,
        "agreed": None,
        "ended": False,
        "version": room.now.version,
        "place": 0,
        "total": 3,
        "group": "",
        **fields,
    }
    return Seat(**given)


def test_a_phone_follows_the_screen(room: Room) -> None:
    room.open()
    phone, *others = room.phones(4)
    assert room.joining.see(phone) == seat(room)
    room.do("go_to", "1b")
    assert room.joining.see(phone) == seat(room, item="1b", place=2)
    room.do("start_vote", "1b")
    assert room.joining.see(phone) == seat(room, item="1b", phase="vote", ballot=1, place=2)
    vote(room, phone, 2.0, "1b")
    shown = {"item": "1b", "ballot": 1, "mine": 2.0, "place": 2}
    assert room.joining.see(phone) == seat(room, phase="vote", **shown)
    room.do("reveal", "1b")
    assert room.joining.see(phone) == seat(room, phase="reveal", **shown)
    room.do("again", "1b")
    again = {"item": "1b", "phase": "vote", "ballot": 2, "place": 2}
    assert room.joining.see(phone) == seat(room, before=2.0, **again)
    assert room.joining.see(others[0]) == seat(room, **again)
    vote(room, phone, "dk", "1b", 2)
    assert room.joining.see(phone) == seat(room, mine="dk", **again)
    room.do("reveal", "1b")
    room.agree("1b", "na")
    assert room.joining.see(phone) == seat(room, **{**again, "phase": "agreed"}, mine="dk", agreed="na")
    room.do("end")
    assert room.joining.see(phone) == seat(room, ended=True)


def test_a_phone_that_comes_back_has_its_seat_and_its_vote(room: Room) -> None:
    room.open()
    (phone,) = room.phones(1)
    room.do("start_vote", "1a")
    vote(room, phone, 2.0)
    for _ in range(3):
        assert room.joining.see(phone).mine == 2.0
    vote(room, phone, 4.0)
    assert (room.now.joined, room.now.voted) == (1, 1)


def test_what_is_no_seat_sees_and_changes_nothing(room: Room) -> None:
    room.open()
    room.phones(1)
    room.do("start_vote", "1a")
    before = room.store.everything()
    for odd in ("", "x" * 32, "short", room.opened.host_token, room.opened.code, "\ud800" * 32, "x" * 5000):
        for ask in (room.joining.see, room.joining.tally, lambda token: vote(room, token, 2.0)):
            with pytest.raises(NotFound) as caught:
                ask(odd)
            assert str(caught.value) == NO_SEAT
    assert room.store.everything() == before


# Voting


def test_a_vote_after_the_reveal_is_refused_and_the_one_before_stands(room: Room) -> None:
    room.open()
    phones = room.phones(3)
    room.do("start_vote", "1a")
    room.vote(phones, 0.0, 2.0, 4.0)
    room.do("reveal", "1a")
    for what in ("reveal", "discuss"):
        if what == "discuss":
            room.do("discuss", "1a")
        for rating in (0.0, "dk", None):
            with pytest.raises(NotAllowed) as caught:
                vote(room, phones[2], rating)
            assert str(caught.value) == VOTE_ENDED
    assert room.workshops.tally(ME, room.id, "1a").counts == (1, 1, 1)


def test_a_vote_on_another_ballot_or_item_is_refused(room: Room) -> None:
    room.open()
    (phone,) = room.phones(1)
    with pytest.raises(NotAllowed, match=VOTE_ENDED):
        vote(room, phone, 2.0)  # nothing is open yet
    room.do("start_vote", "1a")
    for item, ballot in (("1b", 1), ("1a", 0), ("1a", 2), ("zz", 1), ("\ud800", 1), ("1a", 10**30), ("", 0)):
        with pytest.raises(NotAllowed, match=VOTE_ENDED):
            vote(room, phone, 2.0, item, ballot)
    assert room.now.voted == 0


def test_a_seat_of_one_workshop_has_no_vote_in_another(room: Room) -> None:
    room.open()
    (elsewhere,) = room.phones(1)
    room.open()
    room.phones(1)
    room.do("start_vote", "1a")
    with pytest.raises(NotAllowed, match=VOTE_ENDED):
        vote(room, elsewhere, 2.0)
    assert (room.now.joined, room.now.voted) == (1, 0)


@pytest.mark.parametrize(
    "rating", ["na", "2", "4.0", "", "🎉", 1.0, -1.0, 5.0, float("nan"), float("inf"), True]
)
def test_a_vote_is_a_level_or_cant_tell(room: Room, rating: Any) -> None:
    room.open()
    (phone,) = room.phones(1)
    room.do("start_vote", "1a")
    with pytest.raises(SelfAssessError, match="level"):
        vote(room, phone, rating)
    assert room.now.voted == 0


def test_a_vote_is_taken_back_before_the_reveal(room: Room) -> None:
    room.open()
    (phone,) = room.phones(1)
    room.do("start_vote", "1a")
    vote(room, phone, 2.0)
    vote(room, phone, None)
    assert (room.joining.see(phone).mine, room.now.voted) == (None, 0)


def test_a_vote_in_an_ended_workshop_is_refused(room: Room) -> None:
    room.open()
    (phone,) = room.phones(1)
    room.do("start_vote", "1a")
    room.do("end")
    with pytest.raises(NotAllowed, match=VOTE_ENDED):
        vote(room, phone, 2.0)


def test_forty_phones_that_vote_at_once_are_all_counted(room: Room) -> None:
    room.open()
    phones = room.phones(40)
    room.do("start_vote", "1a")
    failures: list[BaseException] = []

    def cast(phone: str) -> None:
        try:
            vote(room, phone, 2.0)
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=cast, args=(phone,)) for phone in phones]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    room.do("reveal", "1a")
    assert room.workshops.tally(ME, room.id, "1a").counts == (0, 40, 0)


# After the reveal


def test_phones_see_what_the_screen_shows_after_the_reveal_and_nothing_before(room: Room) -> None:
    room.open()
    phones = room.phones(3)
    assert room.joining.tally(phones[0]) is None
    room.do("start_vote", "1a")
    room.vote(phones, 0.0, 2.0, 4.0)
    assert room.joining.tally(phones[0]) is None
    room.do("reveal", "1a")
    assert room.joining.tally(phones[0]) == room.workshops.tally(ME, room.id, "1a")
    room.do("again", "1a")
    assert room.joining.tally(phones[0]) is None
    room.do("skip", "1a")
    assert room.joining.tally(phones[0]) == room.workshops.tally(ME, room.id, "1a", 1)
    room.do("end")
    assert room.joining.tally(phones[0]) is None


def test_a_phones_own_calibration_counts_its_first_votes_on_what_was_revealed(room: Room) -> None:
    room.practise("calibration", "1a", "1b", "2a")
    phones = room.phones(3)
    reading = {"1a": 0.0, "1b": 4.0, "2a": 4.0}
    nothing = OwnCalibration(None, 0, 0, 0, 0)
    assert room.joining.own_calibration(phones[0], reading) == nothing
    room.ballot(phones, 0.0, None, None, item="1a")
    room.ballot(phones, 4.0, 4.0, "dk", item="1a")
    room.ballot(phones, 2.0, 2.0, 2.0, item="1b")
    room.do("start_vote", "2a")
    room.vote(phones, 4.0, 4.0, 4.0)
    # 0-0 and 100-50: 1 - (2 * 2500 / 4) / (2 * 27500 / 12) = 8 / 11, of 0 0 100 50: 0-100 and 0-50 twice, 100-50 once
    own = OwnCalibration(pytest.approx(1 - 1250 / (55000 / 12)), 2, 1, 2, 2)
    assert room.joining.own_calibration(phones[0], reading) == own
    assert room.joining.own_calibration(phones[1], reading) == OwnCalibration(None, 1, 0, 1, 2)
    room.do("end")
    assert room.joining.own_calibration(phones[0], reading) == own


# Speed


def test_looking_on_costs_next_to_nothing_with_forty_phones(room: Room) -> None:
    """Forty phones and a presenter ask every second or two. Well under a millisecond each on an idle machine; the
    limit here leaves room for a busy one."""
    room.open("1a", "1b")
    phones = room.phones(40)
    room.ballot(phones, *[2.0] * 40)
    room.do("start_vote", "1b")
    room.vote(phones, *[2.0] * 40)
    for ask in (lambda: room.joining.see(phones[0]), lambda: room.workshops.pulse(ME, room.id)):
        ask()
        times = []
        for _ in range(50):
            began = time.perf_counter()
            ask()
            times.append(time.perf_counter() - began)
        assert sorted(times)[25] < 0.01
