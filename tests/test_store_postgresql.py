"""The store on a real PostgreSQL server, collected only where SELFASSESS_TEST_POSTGRES_URL names one.

Its user must be allowed to make databases: each test has one of its own.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from store_cases import FILES, SERVER, RoundCase, make_database, make_framework, make_round, open_empty

from selfassess.errors import Conflict, NotAllowed, NotFound, StoreError
from selfassess.service.actor import LOCAL_OWNER as ME
from selfassess.service.assessments import AssessmentService
from selfassess.store import AssessmentStore, database, open_store
from selfassess.store.result_records import ResultRecord
from selfassess.store.workshop_records import WorkshopPlan

__test__ = bool(SERVER)
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def url() -> Iterator[str]:
    with make_database() as made:
        yield made


@pytest.fixture
def store(url: str) -> Iterator[AssessmentStore]:
    opened = open_store(url)
    yield opened
    opened.close()


@pytest.fixture
def elsewhere(url: str) -> Iterator[AssessmentStore]:
    """The same database, opened by another process."""
    opened = open_store(url)
    yield opened
    opened.close()


def serve(store: AssessmentStore) -> AssessmentService:
    framework = make_framework()
    return AssessmentService(store, {framework.key: framework}, lambda key: FILES)


def start(store: AssessmentStore) -> str:
    return serve(store).start(ME, "Elm Centre", "Southshire", "programme", "Spring", "small@1.0.0")


def run_beside(work: Callable[[], Any]) -> tuple[threading.Thread, SimpleNamespace]:
    """Starts `work` in a thread; what it gave or raised is in `.outcome` once the thread has ended."""
    result = SimpleNamespace(outcome=None)

    def run() -> None:
        try:
            result.outcome = work()
        except Exception as error:
            result.outcome = error

    thread = threading.Thread(target=run)
    thread.start()
    return thread, result


def test_everything_passes_to_a_file_of_sqlite_and_back(
    store: AssessmentStore, elsewhere: AssessmentStore, tmp_path: Path
) -> None:
    made = start(store)
    serve(store).set_rating(ME, made, "1a", 2.0)
    serve(store).set_note(ME, made, "1a", "evidence", "Minutes \u202e “quoted”\n")
    store.save_action(made, 1, "1a", "Write it down", "Manager", by=ME.id)
    serve(store).finish(ME, made)
    everything = store.everything()
    local = open_empty(tmp_path / "local")
    local.restore(everything)
    assert local.everything() == everything
    local.close()


def test_reading_shows_one_moment_though_others_go_on_writing(
    store: AssessmentStore, elsewhere: AssessmentStore
) -> None:
    made = start(store)
    with store.reading():
        assert store.answers(made) == []
        serve(elsewhere).set_rating(ME, made, "1a", 2.0)
        assert store.answers(made) == []
    assert [answer.value for answer in store.answers(made)] == [2.0]


def test_an_answer_that_comes_while_finishing_is_in_the_snapshot_or_refused(
    store: AssessmentStore, elsewhere: AssessmentStore
) -> None:
    made = start(store)
    serve(store).set_rating(ME, made, "1a", 4.0)
    service = serve(store)
    beside: list[tuple[threading.Thread, SimpleNamespace]] = []
    read = service._access.released

    def read_slowly(record: Any) -> Any:
        released = read(record)
        beside.append(run_beside(lambda: serve(elsewhere).set_rating(ME, made, "1b", 2.0)))
        beside[0][0].join(0.5)
        return released

    service._access.released = read_slowly  # type: ignore[method-assign]
    snapshot = service.finish(ME, made)
    beside[0][0].join()
    assert isinstance(beside[0][1].outcome, NotAllowed)
    assert [answer["item"] for answer in snapshot.answers] == [a.item for a in store.answers(made)] == ["1a"]


def test_finishing_twice_at_once_takes_one_snapshot(
    store: AssessmentStore, elsewhere: AssessmentStore
) -> None:
    made = start(store)
    service = serve(store)
    beside: list[tuple[threading.Thread, SimpleNamespace]] = []
    read = service._access.released

    def read_slowly(record: Any) -> Any:
        beside.append(run_beside(lambda: serve(elsewhere).finish(ME, made)))
        beside[0][0].join(0.5)
        return read(record)

    service._access.released = read_slowly  # type: ignore[method-assign]
    snapshot = service.finish(ME, made)
    beside[0][0].join()
    assert beside[0][1].outcome == snapshot
    assert store.snapshots(made) == [snapshot]


def test_what_cannot_be_an_id_is_no_assessment(store: AssessmentStore) -> None:
    for made_up in ("a\x00b", "\ud800", "x" * 100_000):
        with pytest.raises(NotFound, match="There is no such assessment"):
            serve(store).load(ME, made_up)


def test_erased_text_is_gone_from_the_bytes_of_the_tables(store: AssessmentStore) -> None:
    made = start(store)
    service = serve(store)
    for number in range(30):
        service.set_note(ME, made, "1a", "evidence", f"Zebedee{number} " + "x" * (number * 97 % 900))
    store.save_action(made, 1, "1a", store.answers(made)[0].evidence, by=ME.id)
    service.finish(ME, made)

    def is_on_disk() -> bool:
        with store._database.engine.connect() as connection:
            connection.exec_driver_sql("CHECKPOINT")
            return any(
                b"Zebedee" in connection.exec_driver_sql(f"SELECT pg_read_binary_file('{path}')").scalar_one()
                for path in connection.exec_driver_sql(
                    "SELECT pg_relation_filepath(oid) FROM pg_class "
                    "WHERE relkind IN ('r', 't') AND pg_relation_filepath(oid) LIKE 'base/%%'"
                ).scalars()
            )

    assert is_on_disk()
    service.erase_note(ME, made, "1a", "evidence")
    assert not is_on_disk()
    assert "Zebedee" not in str(store.everything())


def test_an_erasure_that_cannot_wipe_the_files_says_so(
    store: AssessmentStore, elsewhere: AssessmentStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = start(store)
    serve(store).set_note(ME, made, "1a", "evidence", "Minutes")
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.1)
    with elsewhere.reading():
        elsewhere.answers(made)
        with pytest.raises(StoreError, match=r"gone from every page.*Erase it again in a moment"):
            serve(store).erase_note(ME, made, "1a", "evidence")
    assert serve(store).load(ME, made).mine["1a"].evidence == ""
    serve(store).erase_note(ME, made, "1a", "evidence")


def test_an_answer_that_comes_while_a_round_is_closed_is_in_it_or_refused(
    store: AssessmentStore, elsewhere: AssessmentStore
) -> None:
    case = make_round(store)
    made = case.start("Elm Centre")
    me = store.add_voice(made, "Ann", "", "voice-1")
    with store.transaction():
        case.answer(made, me, "1a", value=2.0)
        thread, beside = run_beside(lambda: elsewhere.close_round(case.round.id))
        thread.join(0.5)
        assert beside.outcome is None  # it waits for whoever is answering
    thread.join()
    assert beside.outcome is True
    with pytest.raises(NotAllowed, match="This round has closed"):
        case.answer(made, me, "1b", value=2.0)
    assert [answer.item for answer in store.answers(made)] == ["1a"]


def test_an_answer_that_comes_while_results_are_kept_leaves_them_stale(
    store: AssessmentStore, elsewhere: AssessmentStore
) -> None:
    case = make_round(store)
    made = case.start("Elm Centre")
    me = store.add_voice(made, "Ann", "", "voice-1")
    other = RoundCase(elsewhere, case.round)
    marks = store.marks([made])
    with store.transaction():
        store.save_results([(ResultRecord(made, "small@1.0", NOON), [])], marks)
        thread, beside = run_beside(lambda: other.answer(made, me, "1a", value=2.0))
        thread.join(0.5)
        assert beside.outcome is None
    thread.join()
    assert store.stale() == [made]


def test_random_ids_pass_to_another_database(
    store: AssessmentStore, elsewhere: AssessmentStore, tmp_path: Path
) -> None:
    local = open_empty(tmp_path / "local")
    case = make_round(local, voices="anonymous")
    made = case.start("Elm Centre")
    case.answer(made, local.add_voice(made, "", "parents", "voice-1"), "1a", value=2.0)
    store.restore(local.everything())
    assert store.everything() == local.everything()
    assert store.add_respondent(made, "Bea").id > store.respondent_of("voice-1").id  # type: ignore[union-attr]
    local.close()


def test_a_vote_that_comes_while_another_process_reveals_is_counted_or_refused(
    store: AssessmentStore, elsewhere: AssessmentStore
) -> None:
    store.keep_framework("small", "1.0.0", FILES)
    plan = WorkshopPlan("practice", "small", "1.0.0", "authority", "owner", (("1a", None),))
    made = store.open_workshop(plan, "host")
    store.add_seat(made.number, "phone", "", 500)
    with store.transaction():
        store.move_on(made.id, 1)
        store.show_item(made.number, "1a")
        store.change_workshop_item(made.number, "1a", phase="vote", ballot=1)
    with store.transaction():
        store.move_on(made.id, 2)
        store.change_workshop_item(made.number, "1a", phase="reveal")
        thread, beside = run_beside(lambda: elsewhere.save_vote("phone", "1a", 1, 2.0, None))
        thread.join(0.5)
        assert beside.outcome is None and thread.is_alive()  # it waits for the reveal
        assert store.votes(made.number) == []
    thread.join()
    assert isinstance(beside.outcome, NotAllowed)
    assert store.votes(made.number) == []


def test_of_two_processes_that_move_a_workshop_on_one_is_told(
    store: AssessmentStore, elsewhere: AssessmentStore
) -> None:
    store.keep_framework("small", "1.0.0", FILES)
    plan = WorkshopPlan("practice", "small", "1.0.0", "authority", "owner", (("1a", None),))
    made = store.open_workshop(plan, "host")
    with store.transaction():
        store.move_on(made.id, 1)
        thread, beside = run_beside(lambda: elsewhere.move_on(made.id, 1))
        thread.join(0.5)
        assert beside.outcome is None and thread.is_alive()
    thread.join()
    assert isinstance(beside.outcome, Conflict)
    assert store.workshop(made.id).version == 2
