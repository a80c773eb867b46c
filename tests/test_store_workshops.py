"""Workshops, phones and votes as they are kept."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from store_cases import DATABASES, FILES, Clock, make_case, open_each, open_empty

from selfassess.errors import Conflict, NotAllowed, NotFound, SelfAssessError
from selfassess.store import AssessmentStore
from selfassess.store.invitations import LETTERS
from selfassess.store.workshop_records import (
    PulseRecord,
    VoteRecord,
    WorkshopItemRecord,
    WorkshopPlan,
    WorkshopRecord,
)

START = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
PLAN = WorkshopPlan("practice", "small", "1.0.0", "authority", "owner", (("1a", 25.0), ("1b", None)))
VOTE_ENDED = "Voting on this has ended. Your vote from before stands."
MOVED_ON = "Another device has moved this workshop on. This is where it stands now."


@pytest.fixture(params=DATABASES)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[AssessmentStore]:
    with open_each(request.param, tmp_path) as opened:
        opened.keep_framework("small", "1.0.0", FILES)
        yield opened


def open_one(store: AssessmentStore, host: str = "host", **fields: Any) -> WorkshopRecord:
    return store.open_workshop(WorkshopPlan(**{**PLAN.__dict__, **fields}), host)


def start_vote(store: AssessmentStore, workshop: WorkshopRecord, item: str = "1a", ballot: int = 1) -> None:
    with store.transaction():
        store.move_on(workshop.id, store.workshop(workshop.id).version)
        store.show_item(workshop.number, item)
        store.change_workshop_item(workshop.number, item, phase="vote", ballot=ballot)


def reveal(store: AssessmentStore, workshop: WorkshopRecord, item: str = "1a") -> None:
    with store.transaction():
        store.move_on(workshop.id, store.workshop(workshop.id).version)
        store.change_workshop_item(workshop.number, item, phase="reveal")


def run_together(*work: Callable[[], Any]) -> list[Any]:
    """What each gave or raised, all of them begun at the same moment."""
    outcomes: list[Any] = [None] * len(work)
    gate = threading.Barrier(len(work))

    def run(number: int) -> None:
        gate.wait()
        try:
            outcomes[number] = work[number]()
        except SelfAssessError as error:
            outcomes[number] = error

    threads = [threading.Thread(target=run, args=(number,)) for number in range(len(work))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


# Opened and found


def test_a_workshop_is_kept_as_it_was_opened(store: AssessmentStore) -> None:
    made = open_one(
        store, title="Team day", present="Lead", ask_groups=True, threshold=4, example="Southshire"
    )
    assert made == WorkshopRecord(
        number=1,
        id=made.id,
        code=made.code,
        kind="practice",
        assessment_id="",
        example="Southshire",
        framework_id="small",
        framework_version="1.0.0",
        lens="authority",
        vocabulary="",
        owner="owner",
        title="Team day",
        present="Lead",
        ask_groups=True,
        threshold=4,
        created_at=made.created_at,
        ended_at=None,
        current="",
        version=1,
    )
    assert store.workshop(made.id) == store.find_workshop(made.code) == store.workshop_hosted("host") == made
    assert store.workshop_items(made.id) == [
        WorkshopItemRecord("1a", 1, "waiting", 0, None, 25.0, None, None, "", ""),
        WorkshopItemRecord("1b", 2, "waiting", 0, None, None, None, None, "", ""),
    ]
    assert store.pulse(made.id) == PulseRecord("owner", 1, None, 0, 0)


def test_a_code_is_six_letters_that_are_not_taken_for_one_another(store: AssessmentStore) -> None:
    codes = [open_one(store, f"host {n}").code for n in range(20)]
    assert len(set(codes)) == 20
    assert all(len(code) == 6 and set(code) <= set(LETTERS) for code in codes)


def test_a_code_is_never_given_twice(store: AssessmentStore, monkeypatch: pytest.MonkeyPatch) -> None:
    letters = iter("bbbbbb" + "bbbbbb" + "cccccc")
    monkeypatch.setattr("secrets.choice", lambda _: next(letters))
    first = open_one(store, "first")
    with store.transaction():
        store.move_on(first.id, 1)
        store.end_workshop(first.number)
    assert (first.code, open_one(store, "second").code) == ("bbbbbb", "cccccc")


def test_what_is_no_workshop_is_not_found_in_the_same_words(store: AssessmentStore) -> None:
    for made_up in ("nothing", "", "a\x00b", "\ud800", "x" * 100_000, "' OR 1=1 --"):
        for ask in (store.workshop, store.pulse, store.workshop_items):
            with pytest.raises(NotFound, match="There is no such workshop"):
                ask(made_up)
    assert store.find_workshop("bbbbbb") is None and store.workshop_hosted("none") is None


def test_workshops_are_listed_for_whoever_owns_them_the_newest_first(store: AssessmentStore) -> None:
    first, second = open_one(store, "1"), open_one(store, "2")
    open_one(store, "3", owner="another")
    store.add_seat(first.number, "seat", "", 500)
    store.change_workshop_item(first.number, "1b", agreed_special="na")
    assert [
        (each.record.id, each.joined, each.agreed, each.items) for each in store.workshops_of("owner")
    ] == [
        (second.id, 0, 0, 2),
        (first.id, 1, 1, 2),
    ]


def test_a_workshop_goes_with_its_assessment_to_a_new_owner(tmp_path: Path) -> None:
    case = make_case(tmp_path)
    made = open_one(case.store, kind="assessment", assessment_id=case.id)
    assert (made.assessment_id, made.owner) == (case.id, "owner")
    case.store.give(case.id, "another")
    assert case.store.workshop(made.id).owner == case.store.pulse(made.id).owner == "another"
    assert [each.record.id for each in case.store.workshops_of("another")] == [made.id]
    assert case.store.workshops_of("owner") == []


def test_a_practice_goes_along_with_the_last_assessment_of_its_owner(tmp_path: Path) -> None:
    case = make_case(tmp_path)
    practice = open_one(case.store, "1")
    of_another = open_one(case.store, "2", owner="somebody")
    record = case.store.assessment(case.id)
    later = case.store.ensure_round(
        record.authority_id, "Later", record.framework_id, record.framework_version
    )
    second = case.store.create_assessment(
        record.subject_id, later.id, record.framework_id, record.framework_version, "owner", ""
    )
    case.store.give(case.id, "another")
    assert [case.store.workshop(each.id).owner for each in (practice, of_another)] == ["owner", "somebody"]
    case.store.give(second.id, "another")
    assert [case.store.workshop(each.id).owner for each in (practice, of_another)] == ["another", "somebody"]
    assert [each.record.id for each in case.store.workshops_of("another")] == [practice.id]


def test_another_link_takes_the_place_of_the_facilitators(store: AssessmentStore) -> None:
    made = open_one(store)
    store.set_host(made.id, "new")
    assert store.workshop_hosted("host") is None
    assert store.workshop_hosted("new") == made
    with pytest.raises(NotFound):
        store.set_host("nothing", "newer")


# Moved on


def test_a_change_by_somebody_who_saw_an_earlier_version_changes_nothing(store: AssessmentStore) -> None:
    made = open_one(store)
    start_vote(store, made)
    before = store.everything()
    with pytest.raises(Conflict, match=MOVED_ON), store.transaction():
        store.move_on(made.id, 1)
    assert store.everything() == before
    assert store.workshop(made.id).version == 2


def test_what_goes_wrong_after_moving_on_takes_the_move_back(store: AssessmentStore) -> None:
    made = open_one(store)
    with pytest.raises(NotFound), store.transaction():
        store.move_on(made.id, 1)
        store.workshop_item(made.number, "zz")
    assert store.workshop(made.id).version == 1


def test_of_two_facilitators_at_once_one_moves_it_on_and_the_other_is_told(store: AssessmentStore) -> None:
    made = open_one(store)

    def move() -> str:
        with store.transaction():
            store.move_on(made.id, store_version)
            return "moved"

    for _ in range(10):
        store_version = store.workshop(made.id).version
        outcomes = run_together(move, move)
        assert sorted(map(str, outcomes)) == [MOVED_ON, "moved"]
    assert store.workshop(made.id).version == 11


def test_an_ended_workshop_is_moved_no_more_whatever_was_seen(store: AssessmentStore) -> None:
    made = open_one(store)
    with store.transaction():
        store.move_on(made.id, 1)
        store.end_workshop(made.number)
    for seen in (1, 2):
        with pytest.raises(NotAllowed, match="has ended"), store.transaction():
            store.move_on(made.id, seen)
    assert store.workshop(made.id).current == ""


def test_an_item_goes_to_the_end_and_those_behind_it_move_up(store: AssessmentStore) -> None:
    made = open_one(store, items=(("1a", None), ("1b", None), ("2a", None)))
    store.move_to_end(made.number, "1a")
    assert [(each.item, each.place) for each in store.workshop_items(made.id)] == [
        ("1b", 1),
        ("2a", 2),
        ("1a", 3),
    ]


def test_a_timer_runs_from_now_and_stops_with_the_phase(store: AssessmentStore) -> None:
    made = open_one(store)
    store.set_timer(made.number, "1a", 60)
    ends = store.workshop_item(made.number, "1a").timer_ends_at
    assert ends is not None and timedelta(seconds=60) < ends - START < timedelta(seconds=120)
    store.change_workshop_item(made.number, "1a", phase="discuss")
    assert store.workshop_item(made.number, "1a").timer_ends_at is None
    with pytest.raises(ValueError, match="place"):
        store.change_workshop_item(made.number, "1a", place=4)


# Phones and votes


def test_a_phone_is_kept_without_name_or_time_under_a_random_number(store: AssessmentStore) -> None:
    made = open_one(store)
    for n in range(8):
        store.add_seat(made.number, f"hash {n}", "police", 500)
    rows = store.everything()["workshop_seat"]
    assert {tuple(row) for row in rows} == {("id", "workshop_id", "token_hash", "group_id")}
    assert min(int(str(row["id"])) for row in rows) > 1000


def test_a_vote_holds_no_time_and_lies_in_the_order_of_its_key(tmp_path: Path) -> None:
    store = open_empty(tmp_path / "data")
    store.keep_framework("small", "1.0.0", FILES)
    made = open_one(store)
    for n in range(6):
        store.add_seat(made.number, f"hash {n}", "", 500)
    start_vote(store, made)
    for n in range(6):
        store.save_vote(f"hash {n}", "1a", 1, 2.0, None)
    with store._database.engine.connect() as connection:
        rows = connection.exec_driver_sql("SELECT * FROM workshop_vote").mappings().all()
        assert set(rows[0]) == {"workshop_id", "item", "ballot", "seat_id", "value", "special"}
        assert [row["seat_id"] for row in rows] == sorted(row["seat_id"] for row in rows)
        with pytest.raises(Exception, match="no such column: rowid"):
            connection.exec_driver_sql("SELECT rowid FROM workshop_vote")


def test_a_vote_may_change_and_be_taken_back_until_the_reveal(store: AssessmentStore) -> None:
    made = open_one(store)
    store.add_seat(made.number, "hash", "police", 500)
    start_vote(store, made)
    seat = store.find_seat("hash")
    assert seat is not None
    store.save_vote("hash", "1a", 1, 2.0, None)
    store.save_vote("hash", "1a", 1, None, "dk")
    assert store.votes(made.number) == [VoteRecord("1a", 1, seat.number, "police", None, "dk")]
    assert store.pulse(made.id).voted == 1
    store.save_vote("hash", "1a", 1, None, None)
    assert store.votes(made.number) == [] and store.pulse(made.id).voted == 0
    store.save_vote("hash", "1a", 1, 4.0, None)
    reveal(store, made)
    for rating in ((0.0, None), (None, "dk"), (None, None)):
        with pytest.raises(NotAllowed, match=VOTE_ENDED):
            store.save_vote("hash", "1a", 1, *rating)
    assert store.votes(made.number) == [VoteRecord("1a", 1, seat.number, "police", 4.0, None)]


def test_a_vote_on_what_is_not_open_is_refused(store: AssessmentStore) -> None:
    made, other = open_one(store), open_one(store, "other")
    store.add_seat(made.number, "hash", "", 500)
    store.add_seat(other.number, "elsewhere", "", 500)
    start_vote(store, made, ballot=2)
    for token, item, ballot in (
        ("hash", "1a", 1),
        ("hash", "1a", 3),
        ("hash", "1b", 1),
        ("hash", "zz", 1),
        ("elsewhere", "1a", 2),
    ):
        with pytest.raises(NotAllowed, match=VOTE_ENDED):
            store.save_vote(token, item, ballot, 2.0, None)
    with pytest.raises(NotFound, match="This phone isn't in the workshop"):
        store.save_vote("nobody", "1a", 2, 2.0, None)
    assert store.everything()["workshop_vote"] == []


def test_a_vote_that_races_the_reveal_is_counted_or_refused(store: AssessmentStore) -> None:
    """What was counted just after the reveal is what stands for good."""
    made = open_one(store)
    phones = [f"hash {n}" for n in range(6)]
    for phone in phones:
        store.add_seat(made.number, phone, "", 500)

    def vote(phone: str, ballot: int) -> Callable[[], str]:
        def cast() -> str:
            store.save_vote(phone, "1a", ballot, 2.0, None)
            return "counted"

        return cast

    seen_both = set()
    for ballot in range(1, 9):
        start_vote(store, made, ballot=ballot)
        counts = []

        def reveal_and_count(ballot: int = ballot, counts: list[int] = counts) -> str:
            reveal(store, made)
            counts.append(sum(each.ballot == ballot for each in store.votes(made.number)))
            return "revealed"

        outcomes = run_together(reveal_and_count, *(vote(phone, ballot) for phone in phones))
        assert {str(each) for each in outcomes} <= {"revealed", "counted", VOTE_ENDED}
        seen_both |= {str(each) for each in outcomes}
        kept = sum(each.ballot == ballot for each in store.votes(made.number))
        assert counts == [kept] == [outcomes.count("counted")]
    assert "revealed" in seen_both


def test_a_ballot_that_is_dropped_takes_its_votes_and_hands_along(store: AssessmentStore) -> None:
    made = open_one(store)
    store.add_seat(made.number, "hash", "", 500)
    for ballot in (1, 2):
        start_vote(store, made, ballot=ballot)
        store.save_vote("hash", "1a", ballot, 2.0, None)
        store.save_hands(made.number, "1a", ballot, {"0": 3, "dk": 0})
        reveal(store, made)
    store.drop_ballot(made.number, "1a", 2)
    assert [(each.item, each.ballot) for each in store.votes(made.number)] == [("1a", 1)]
    assert store.hands(made.number) == {("1a", 1): {"0": 3}}


def test_hands_typed_in_again_replace_the_earlier_ones(store: AssessmentStore) -> None:
    made = open_one(store)
    store.save_hands(made.number, "1a", 1, {"0": 3, "2": 1})
    store.save_hands(made.number, "1a", 1, {"2": 5})
    assert store.hands(made.number) == {("1a", 1): {"2": 5}}
    store.save_hands(made.number, "1a", 1, {})
    assert store.hands(made.number) == {}


def test_a_full_or_ended_workshop_lets_no_other_phone_in(store: AssessmentStore) -> None:
    made = open_one(store)
    store.add_seat(made.number, "first", "", 2)
    store.add_seat(made.number, "second", "", 2)
    with pytest.raises(NotAllowed, match="This workshop is full"):
        store.add_seat(made.number, "third", "", 2)
    with store.transaction():
        store.move_on(made.id, 1)
        store.end_workshop(made.number)
    with pytest.raises(NotAllowed, match="This workshop has ended"):
        store.add_seat(made.number, "third", "", 500)
    assert store.pulse(made.id).joined == 2


def test_phones_that_come_at_once_do_not_overfill_a_workshop(store: AssessmentStore) -> None:
    made = open_one(store)
    joins = [lambda n=n: store.add_seat(made.number, f"hash {n}", "", 3) for n in range(6)]
    outcomes = run_together(*joins)
    assert sum(outcome is None for outcome in outcomes) == 3
    assert store.pulse(made.id).joined == 3


def test_a_workshop_passes_to_another_store_and_goes_on_there(store: AssessmentStore, tmp_path: Path) -> None:
    made = open_one(store, ask_groups=True)
    store.add_seat(made.number, "hash", "police", 500)
    start_vote(store, made)
    store.save_vote("hash", "1a", 1, 2.0, None)
    store.save_hands(made.number, "1a", 1, {"0": 3})
    everything = store.everything()
    local = open_empty(tmp_path / "local", Clock())
    local.restore(everything)
    assert local.everything() == everything
    local.save_vote("hash", "1a", 1, 4.0, None)
    reveal(local, made)
    assert [each.value for each in local.votes(made.number)] == [4.0]
    assert open_one(local, "another host").number == made.number + 1
    local.close()
