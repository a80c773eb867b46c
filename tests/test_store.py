"""The store against real SQLite files: what is kept, what is refused, what survives."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import threading
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy.dialects import postgresql
from sqlalchemy.exc import OperationalError
from sqlalchemy.schema import CreateIndex, CreateTable
from store_cases import FILES, Case, make_case, url_of

from selfassess.errors import AlreadyThere, Conflict, NotAllowed, NotFound, StoreError
from selfassess.store import database, faults, open_store
from selfassess.store.records import (
    ActionRecord,
    AnswerChange,
    AnswerRecord,
    AuthorityRecord,
    ChangeRecord,
    DraftNote,
    EventRecord,
    SnapshotRecord,
)
from selfassess.store.result_records import FigureRecord, ResultRecord
from selfassess.store.tables import metadata
from selfassess.store.workshop_records import WorkshopPlan

PROJECT = Path(__file__).resolve().parent.parent
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def case(tmp_path: Path) -> Case:
    return make_case(tmp_path)


# Opening


def test_the_folder_is_made_and_the_database_is_safe_against_power_loss(case: Case) -> None:
    with case.store._database.read() as connection:
        pragmas = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "foreign_keys", "synchronous", "busy_timeout", "secure_delete")
        }
    assert pragmas == {
        "journal_mode": "wal",
        "foreign_keys": 1,
        "synchronous": 2,
        "busy_timeout": 5000,
        "secure_delete": 1,
    }


def test_a_folder_that_cannot_be_made_is_named_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(
        StoreError, match=r"The data folder .*file/data can't be made .*SELFASSESS_DATABASE_URL"
    ):
        open_store(url_of(tmp_path / "file" / "data"))


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # The tests may run as root, whom no permission stops.
    monkeypatch.setattr(database.os, "access", lambda path, mode: False)
    with pytest.raises(StoreError, match=r"can't be written\. Make it, and the files in it, writable"):
        open_store(url_of(tmp_path))


@pytest.mark.parametrize(
    "content", [b"This is a letter, not a database. " * 40, b"SQLite format 3\x00" + b"\xff" * 8000]
)
def test_a_damaged_file_is_refused_and_left_as_it_is(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "answers.db").write_bytes(content)
    with pytest.raises(
        StoreError, match=r"answers\.db is not a database, or is damaged.*Move it aside.*restore"
    ):
        open_store(url_of(tmp_path))
    assert (tmp_path / "answers.db").read_bytes() == content


def test_damage_found_later_is_said_and_nothing_is_overwritten(case: Case) -> None:
    case.store.close()
    path = case.folder / "answers.db"
    whole = path.read_bytes()
    path.write_bytes(whole[:8192] + b"\x55" * (len(whole) - 8192))
    damaged = path.read_bytes()
    with pytest.raises(StoreError, match="is damaged"):
        open_store(url_of(case.folder)).everything()
    assert path.read_bytes() == damaged


def test_another_programs_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "answers.db") as other:
        other.execute("CREATE TABLE bookmarks (url TEXT)")
    with pytest.raises(StoreError, match="belongs to another program; nothing in it was changed"):
        open_store(url_of(tmp_path))


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("sqlite://", "must be kept in a file"),
        ("sqlite:///:memory:", "must be kept in a file"),
        ("not a url", "is not a database address"),
        ("mysql://host/name", "“mysql” are not supported"),
    ],
)
def test_an_unusable_database_address_is_explained(url: str, sentence: str) -> None:
    with pytest.raises(StoreError, match=sentence):
        open_store(url)


def test_a_folder_in_place_of_the_file_is_explained(tmp_path: Path) -> None:
    (tmp_path / "answers.db").mkdir()
    with pytest.raises(StoreError, match=r"is a folder\. Name a file"):
        open_store(url_of(tmp_path))


def test_a_locked_database_says_busy_and_loses_nothing(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    case.save("1a", value=2.0)
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.05)
    impatient = open_store(url_of(case.folder))
    blocker = sqlite3.connect(case.folder / "answers.db", isolation_level=None)
    blocker.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreError, match=r"The database is busy.*Nothing was lost; try again"):
        impatient.save_answer(case.id, case.me.id, "1a", "answer", {"value": 4.0}, "owner")
    blocker.execute("ROLLBACK")
    blocker.close()
    assert [answer.value for answer in impatient.answers(case.id)] == [2.0]


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("SQLITE_BUSY_SNAPSHOT", "The database is busy"),
        ("SQLITE_READONLY_DIRECTORY", "can't be written"),
        ("SQLITE_CANTOPEN", "can't be written"),
        ("SQLITE_FULL", "is full"),
        ("SQLITE_IOERR_WRITE", "can't be read or written"),
        ("", "The database server at place can't be reached"),
    ],
)
def test_each_fault_of_the_database_has_its_sentence(code: str, sentence: str) -> None:
    original = sqlite3.OperationalError("x")
    if code:
        original.sqlite_errorname = code
    assert sentence in str(faults.translate(OperationalError("SELECT 1", {}, original), "place"))


# Places


def test_an_authority_is_one_whatever_its_letter_case_and_spacing(case: Case) -> None:
    first = case.store.find_authority("southshire")
    assert first == AuthorityRecord(1, "Southshire")
    assert case.store.add_authority("  SOUTHSHIRE ") == first
    assert case.store.find_authority("Midtown") is None
    case.store.set_phone(1, "01632 960123", "Day and night")
    assert case.store.find_authority("Southshire") == AuthorityRecord(
        1, "Southshire", "01632 960123", "Day and night"
    )


def test_a_real_place_may_bear_the_name_of_an_example(case: Case) -> None:
    real = case.store.add_subject(1, "programme", "elm centre")
    example = case.store.add_subject(1, "programme", "Elm Centre", "illustrative", {"region": "North"})
    assert (real.id, real.name) == (1, "Elm Centre")
    assert example.id != real.id
    assert case.store.find_subject(1, "programme", "ELM CENTRE", "illustrative") == example


def test_a_round_that_is_there_keeps_its_dates(case: Case) -> None:
    opened = case.store.ensure_round(
        1, "Autumn", "small", "1.0.0", date(2026, 9, 1), date(2026, 10, 1), "anonymous"
    )
    assert case.store.ensure_round(1, "autumn", "small", "1.0.0") == opened
    assert case.store.round(opened.id) == opened


def test_the_first_copy_of_a_framework_version_is_the_one_that_is_kept(case: Case) -> None:
    kept = case.store.framework("small", "1.0.0")
    assert kept is not None and kept.files == FILES
    assert case.store.keep_framework("small", "1.0.0", {"framework.yaml": "id: other\n"}) == kept
    assert case.store.framework("small", "1.0.0") == kept
    assert case.store.framework("small", "1.1.0") is None


# Assessments


def test_an_assessments_id_cannot_be_guessed_and_its_names_come_with_it(case: Case) -> None:
    assert len(case.id) == 22
    assert case.store.assessment(case.id) == case.record
    assert (case.record.authority, case.record.subject, case.record.round) == (
        "Southshire",
        "Elm Centre",
        "Spring",
    )
    assert case.record.created_at.tzinfo == UTC
    with pytest.raises(NotFound, match="There is no such assessment"):
        case.store.assessment("1")


@pytest.mark.parametrize("made_up", ["", "x" * 65, "a\x00b", "\ud800", "a b", "é", "../../etc", "1\n"])
def test_what_cannot_be_an_id_never_reaches_the_database(case: Case, made_up: str) -> None:
    for use in (
        case.store.assessment,
        case.store.answers,
        lambda id: case.store.save_answer(id, case.me.id, "1a", "answer", {"value": 2.0}, "owner"),
    ):
        with pytest.raises(NotFound, match="There is no such assessment"):
            use(made_up)


def test_the_same_assessment_again_is_refused_with_the_id_of_the_first(case: Case) -> None:
    with pytest.raises(AlreadyThere) as caught:
        case.store.create_assessment(1, 1, "small", "1.0.0", "owner")
    assert caught.value.existing == case.id
    other = case.store.create_assessment(1, 1, "small", "1.0.0", "somebody else")
    assert other.id != case.id


def test_an_actors_list_holds_what_they_own_or_answer_in_last_changed_first(case: Case) -> None:
    round_ = case.store.ensure_round(1, "Autumn", "small", "1.0.0")
    later = case.store.create_assessment(1, round_.id, "small", "1.0.0", "owner")
    case.store.add_respondent(case.id, "Nurse", "health", "nurse")
    assert [each.record.id for each in case.store.assessments_of("owner")] == [later.id, case.id]
    saved = case.save("1a", value=2.0)
    mine = case.store.assessments_of("owner")
    assert [each.record.id for each in mine] == [case.id, later.id]
    assert (mine[0].answers, mine[0].changed_at) == ((saved,), saved.changed_at)
    invited = case.store.assessments_of("nurse")
    assert [(each.record.id, each.answers) for each in invited] == [(case.id, ())]
    assert case.store.assessments_of("stranger") == []
    assert case.store.examples() == []


def test_a_respondent_is_one_per_label(case: Case) -> None:
    nurse = case.store.add_respondent(case.id, "Nurse", "health")
    assert case.store.add_respondent(case.id, "Nurse") == nurse
    assert case.store.respondents(case.id) == [case.me, nurse]


def test_a_respondent_put_into_a_group_is_recorded_once(case: Case) -> None:
    case.store.set_group(case.id, case.me.id, "police", "owner")
    case.store.set_group(case.id, case.me.id, "police", "owner")
    assert case.store.respondents(case.id) == [replace(case.me, group="police")]
    [event] = case.store.events(case.id)
    assert event == EventRecord(
        event.at, "owner", "grouped", {"respondent_id": case.me.id, "group": "police"}
    )


# Answers


def test_an_answer_keeps_what_was_given_and_each_change_leaves_its_history(case: Case) -> None:
    case.save("1a", value=2.0)
    case.save("1a", evidence="Minutes")
    last = case.save("1a", value=None, special="dk")
    assert last == AnswerRecord(
        assessment_id=case.id,
        respondent_id=case.me.id,
        respondent="",
        group="",
        item="1a",
        kind="answer",
        value=None,
        special="dk",
        basis=None,
        evidence="Minutes",
        direction=None,
        one_person=False,
        reason="",
        changed_at=last.changed_at,
    )
    assert case.store.answers(case.id) == [last]
    changes = case.store.history(case.id, "1a")
    assert [(change.by, change.before, change.after) for change in changes] == [
        ("owner", {"value": None}, {"value": 2.0}),
        ("owner", {"evidence": ""}, {"evidence": "Minutes"}),
        ("owner", {"value": 2.0, "special": None}, {"value": None, "special": "dk"}),
    ]
    assert changes[0].at < changes[1].at < changes[2].at


def test_saving_what_is_there_already_changes_nothing(case: Case) -> None:
    first = case.save("1a", value=2.0)
    assert case.save("1a", value=2.0) == first
    assert len(case.store.history(case.id)) == 1
    assert case.save("1b", value=None).value is None
    assert len(case.store.answers(case.id)) == 1


def test_an_agreed_rating_is_one_per_item_whoever_saves_it(case: Case) -> None:
    nurse = case.store.add_respondent(case.id, "Nurse", "health")
    case.save("1a", value=0.0)
    case.save("1a", kind="agreed", value=2.0)
    case.store.save_answer(case.id, nurse.id, "1a", "agreed", {"value": 4.0}, "nurse")
    assert [(a.respondent, a.kind, a.value) for a in case.store.answers(case.id)] == [
        ("", "answer", 0.0),
        ("Nurse", "agreed", 4.0),
    ]
    assert case.store.history(case.id)[-1] == ChangeRecord(
        case.store.history(case.id)[-1].at, "nurse", nurse.id, "1a", "agreed", {"value": 2.0}, {"value": 4.0}
    )


def test_many_answers_saved_at_once_are_what_they_would_be_one_by_one(case: Case, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    other = make_case(tmp_path / "other")
    for each in (case, other):
        each.store.add_respondent(each.id, "Nurse", "health")
        each.save("1a", value=2.0, evidence="Minutes")
        each.save("1b", kind="agreed", value=2.0)
    changes = [
        AnswerChange(1, "1a", "answer", {"value": 4.0, "evidence": "Minutes"}),
        AnswerChange(1, "1b", "answer", {"special": "dk"}),
        AnswerChange(2, "1a", "answer", {"value": 0.0, "one_person": True}),
        AnswerChange(2, "1b", "agreed", {"value": 4.0}),
        AnswerChange(2, "1b", "answer", {"value": None}),
    ]
    case.store.save_answers(case.id, changes, "owner")
    for change in changes:
        other.store.save_answer(
            other.id, change.respondent_id, change.item, change.kind, change.fields, "owner"
        )

    def told(case: Case) -> tuple[list[object], list[object]]:
        moment = datetime(2026, 1, 1, tzinfo=UTC)
        answers = [replace(a, assessment_id="", changed_at=moment) for a in case.store.answers(case.id)]
        return answers, [replace(change, at=moment) for change in case.store.history(case.id)]

    assert told(case) == told(other)
    assert len(told(case)[0]) == 4 and len(told(case)[1]) == 6


def test_of_many_answers_all_are_saved_or_none(case: Case) -> None:
    good = AnswerChange(case.me.id, "1a", "answer", {"value": 2.0})
    with pytest.raises(NotFound, match="no such respondent"):
        case.store.save_answers(case.id, [good, replace(good, respondent_id=99)], "owner")
    with pytest.raises(Conflict):
        case.store.save_answers(
            case.id, [good, replace(good, item="1b", fields={"value": 2.0, "special": "dk"})], "owner"
        )
    assert case.store.answers(case.id) == [] and case.store.history(case.id) == []


def test_both_a_level_and_a_special_answer_cannot_be_stored(case: Case) -> None:
    with pytest.raises(Conflict):
        case.save("1a", value=2.0, special="dk")
    assert case.store.answers(case.id) == [] and case.store.history(case.id) == []


def test_an_answer_for_another_assessments_respondent_is_refused(case: Case) -> None:
    other = case.store.create_assessment(1, 1, "small", "1.0.0", "other")
    with pytest.raises(NotFound, match="no such respondent"):
        case.store.save_answer(other.id, case.me.id, "1a", "answer", {"value": 2.0}, "owner")


def test_a_transaction_is_all_or_nothing(case: Case) -> None:
    with pytest.raises(RuntimeError), case.store.transaction():
        case.save("1a", value=2.0)
        assert len(case.store.answers(case.id)) == 1
        raise RuntimeError
    assert case.store.answers(case.id) == [] and case.store.history(case.id) == []


def test_many_threads_save_at_once_and_every_answer_is_there(case: Case) -> None:
    items = [f"{number}a" for number in range(24)]
    threads = [threading.Thread(target=case.save, args=(item,), kwargs={"value": 2.0}) for item in items]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answer.item for answer in case.store.answers(case.id)) == sorted(items)


def test_a_saved_answer_survives_a_killed_process(case: Case) -> None:
    script = (
        "import sys, time\n"
        "from selfassess.store import open_store\n"
        f"store = open_store({url_of(case.folder)!r})\n"
        f"store.save_answer({case.id!r}, {case.me.id}, '1a', 'answer', {{'value': 4.0}}, 'owner')\n"
        "print('saved', flush=True)\n"
        "time.sleep(60)\n"
    )
    child = subprocess.Popen([sys.executable, "-c", script], cwd=PROJECT, stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None and child.stdout.readline() == "saved\n"
    child.send_signal(signal.SIGKILL if os.name == "posix" else signal.SIGTERM)
    child.wait()
    child.stdout.close()
    assert [answer.value for answer in open_store(url_of(case.folder)).answers(case.id)] == [4.0]


def test_drafts_are_one_respondents_and_go_when_dropped(case: Case) -> None:
    nurse = case.store.add_respondent(case.id, "Nurse")
    case.store.save_draft_note(case.id, case.me.id, "1a", "evidence", "first", ["why"])
    case.store.save_draft_note(case.id, case.me.id, "1a", "evidence", "second", ["a date", "a phone"])
    [draft] = case.store.draft_notes(case.id, case.me.id)
    assert draft == DraftNote(
        case.id, case.me.id, "1a", "evidence", "second", ("a date", "a phone"), draft.kept_at
    )
    assert case.store.draft_notes(case.id, nurse.id) == []
    case.store.drop_draft_note(case.id, case.me.id, "1a", "evidence")
    assert case.store.draft_notes(case.id, case.me.id) == []


# Finishing, sharing, acting


def test_a_finished_assessment_keeps_its_snapshot_and_takes_no_answer_until_reopened(case: Case) -> None:
    case.save("1a", value=2.0)
    kept = [{"item": "1a", "respondent": "", "evidence": "", "reason": "", "value": 2.0}]
    snapshot = case.store.finish(case.id, "owner", kept, {"results": []}, "Spring round")
    assert snapshot == SnapshotRecord(
        1, case.id, snapshot.taken_at, "owner", "small", "1.0.0", kept, {"results": []}, "Spring round"
    )
    assert case.store.assessment(case.id) == replace(case.record, finished_at=snapshot.taken_at)
    with pytest.raises(NotAllowed, match=r"This assessment is finished\. Reopen it to change an answer\."):
        case.save("1a", value=4.0)
    case.store.reopen(case.id, "owner")
    case.store.reopen(case.id, "owner")
    case.save("1a", value=4.0)
    assert case.store.snapshots(case.id) == [snapshot]
    second = case.store.finish(case.id, "owner", kept, {})
    assert case.store.finish(case.id, "owner", [], {}) == second
    case.store.reopen(case.id, "owner")
    assert case.store.snapshots(case.id) == [snapshot, second]
    assert [event.kind for event in case.store.events(case.id)] == [
        *("finished", "reopened", "finished", "reopened")
    ]


def test_sharing_is_recorded_with_its_beginning_and_end(case: Case) -> None:
    case.store.share(case.id, 1, "owner")
    case.store.share(case.id, 1, "owner")
    case.store.unshare(case.id, 1, "owner")
    case.store.unshare(case.id, 1, "owner")
    case.store.share(case.id, 1, "owner")
    assert [share.ended_at is None for share in case.store.shares(case.id)] == [False, True]
    assert [event.kind for event in case.store.events(case.id)] == ["shared", "unshared", "shared"]


def test_a_thing_to_work_on_replaces_the_one_at_its_position_and_goes_when_empty(case: Case) -> None:
    case.store.save_action(case.id, 2, "1b", "Meet monthly", by="owner")
    case.store.save_action(case.id, 1, "1a", "Write", "Manager", date(2026, 9, 1), by="owner")
    case.store.save_action(case.id, 1, "1a", "Write it down", "Manager", date(2026, 9, 1), by="owner")
    case.store.save_action(case.id, 1, "1a", "Write it down", "Manager", date(2026, 9, 1), by="owner")
    first = ActionRecord(case.id, 1, "1a", "Write it down", "Manager", date(2026, 9, 1))
    assert case.store.actions(case.id) == [first, ActionRecord(case.id, 2, "1b", "Meet monthly")]
    case.store.save_action(case.id, 2, "1b", "", by="other")
    assert case.store.actions(case.id) == [first]
    rest = {"target": None, "implies": "", "status": "to_do", "outcome": "", "carried_from": ""}
    written = {"item": "1a", "text": "Write it down", "owner_role": "Manager", "due_on": "2026-09-01", **rest}
    monthly = {"item": "1b", "text": "Meet monthly", "owner_role": "", "due_on": None, **rest}
    assert [(event.kind, event.by, event.detail) for event in case.store.events(case.id)] == [
        ("planned", "owner", {"position": 2, "before": None, "after": monthly}),
        ("planned", "owner", {"position": 1, "before": None, "after": {**written, "text": "Write"}}),
        ("planned", "owner", {"position": 1, "before": {**written, "text": "Write"}, "after": written}),
        ("planned", "other", {"position": 2, "before": monthly, "after": None}),
    ]


def test_a_thing_to_work_on_keeps_all_that_is_said_of_it_until_it_is_taken_out(case: Case) -> None:
    said = {
        "target": 4.0,
        "implies": "Two hours",
        "status": "done",
        "outcome": "Signed",
        "carried_from": "x/1",
    }
    case.store.save_action(case.id, 7, "1a", "Write", "Manager", date(2026, 9, 1), **said, by="owner")
    kept = ActionRecord(case.id, 7, "1a", "Write", "Manager", date(2026, 9, 1), **said)
    assert case.store.actions(case.id) == [kept]
    case.store.remove_action(case.id, 7, by="owner")
    case.store.remove_action(case.id, 7, by="owner")
    assert case.store.actions(case.id) == []
    planned = [(each.detail["before"], each.detail["after"]) for each in case.store.events(case.id)]
    told = {"item": "1a", "text": "Write", "owner_role": "Manager", "due_on": "2026-09-01", **said}
    assert planned == [(None, told), (told, None)]


def test_how_far_something_is_says_nothing_without_what_it_is(case: Case) -> None:
    case.store.save_action(case.id, 1, "1a", status="doing", by="owner")
    assert case.store.actions(case.id) == []
    case.store.save_action(case.id, 1, "1a", target=0.0, by="owner")
    assert case.store.actions(case.id) == [ActionRecord(case.id, 1, "1a", target=0.0)]


def test_assessments_of_the_same_place_are_those_of_one_owner(case: Case) -> None:
    store = case.store
    later = store.ensure_round(case.record.authority_id, "Autumn", "small", "1.0.0")
    other = store.add_subject(case.record.authority_id, "programme", "Oak Centre")

    def make(subject: int, owner: str) -> str:
        return store.create_assessment(subject, later.id, "small", "1.0.0", owner).id

    autumn = make(case.record.subject_id, "owner")
    make(case.record.subject_id, "somebody else")
    make(other.id, "owner")
    for each in (case.id, autumn):
        assert [found.id for found in store.same_place(each)] == [case.id, autumn]


# Dump and restore


def fill(case: Case) -> None:
    """Something in every table."""
    case.save("1a", value=2.0, evidence="=1+1 “quoted” \u202e\n", one_person=True)
    case.store.save_draft_note(case.id, case.me.id, "1b", "evidence", "draft", ["why"])
    case.store.save_action(case.id, 1, "1a", "Write", "Manager", date(2026, 9, 1), by="owner")
    case.store.share(case.id, 1, "owner")
    case.store.add_invitation(case.record.round_id, case.id, "person", "", "Ann", "0" * 64)
    case.store.save_results(
        [
            (
                ResultRecord(case.id, "small@1.0", NOON, position=1 / 3),
                [FigureRecord(case.id, "item", "1a", 50.0)],
            )
        ]
    )
    fill_workshop(case)
    case.store.finish(case.id, "owner", [{"item": "1a", "respondent": ""}], {"position": 1 / 3})


def fill_workshop(case: Case) -> None:
    store = case.store
    items = (("1a", 100 / 3), ("1b", None))
    plan = WorkshopPlan("assessment", "small", "1.0.0", "programme", "owner", items, case.id)
    made = store.open_workshop(plan, "host")
    store.add_seat(made.number, "phone", "", 500)
    store.change_workshop_item(made.number, "1a", phase="vote", ballot=1)
    store.save_vote("phone", "1a", 1, 2.0, None)
    store.save_hands(made.number, "1a", 1, {"0": 3})


def test_a_restored_store_dumps_the_same_again_and_goes_on(case: Case, tmp_path: Path) -> None:
    fill(case)
    dumped = case.store.everything()
    assert all(dumped.values()) and set(dumped) == set(metadata.tables)
    restored = open_store(url_of(tmp_path / "second"))
    restored.restore(dumped)
    assert restored.everything() == dumped
    assert restored.assessment(case.id) == case.store.assessment(case.id)
    restored.reopen(case.id, "owner")
    assert restored.add_authority("Midtown").id == 2


def test_restoring_into_a_store_that_holds_something_is_refused(case: Case) -> None:
    before = case.store.everything()
    with pytest.raises(Conflict, match="already holds something, and nothing was restored"):
        case.store.restore(before)
    assert case.store.everything() == before


@pytest.mark.parametrize(
    ("table", "change", "sentence"),
    [
        ("answer", {"value": "2"}, "Row 1 of the table “answer” has something unexpected in “value”"),
        ("answer", {"one_person": 1}, "unexpected in “one_person”"),
        ("answer", {"evidence": None}, "unexpected in “evidence”"),
        ("answer", {"changed_at": "yesterday"}, "unexpected in “changed_at”"),
        ("snapshot", {"scores": "{"}, "unexpected in “scores”"),
        ("result", {"position": float("inf")}, "unexpected in “position”"),
        ("round", {"asks": "{"}, "unexpected in “asks”"),
        ("respondent", {"id": True}, "unexpected in “id”"),
        ("respondent", {"more": 1}, "doesn't have this version's columns"),
        ("respondent", {"assessment_id": 99}, "“respondent” repeat one another or refer to"),
        ("answer", {"kind": "guess"}, "“answer” repeat one another or refer to"),
    ],
)
def test_rows_that_do_not_fit_are_refused_whole(
    case: Case, tmp_path: Path, table: str, change: dict[str, object], sentence: str
) -> None:
    fill(case)
    dumped: dict[str, list[dict[str, object]]] = {
        name: list(rows) for name, rows in case.store.everything().items()
    }
    dumped[table][0] = {**dumped[table][0], **change}
    second = open_store(url_of(tmp_path / "second"))
    with pytest.raises(StoreError, match=sentence):
        second.restore(dumped)
    assert not any(second.everything().values())


def test_unknown_and_missing_tables_are_refused(case: Case, tmp_path: Path) -> None:
    second = open_store(url_of(tmp_path / "second"))
    with pytest.raises(StoreError, match="doesn't know: surprise"):
        second.restore({**case.store.everything(), "surprise": []})
    with pytest.raises(StoreError, match="lacks the table"):
        second.restore({"authority": []})


# Types


def test_a_time_without_a_zone_is_never_stored(case: Case) -> None:
    naive = open_store(url_of(case.folder), lambda: datetime(2026, 3, 1))
    with pytest.raises(StoreError):
        naive.share(case.id, 1, "owner")
    assert case.store.shares(case.id) == []


def test_every_table_can_be_written_for_postgresql() -> None:
    for table in metadata.sorted_tables:
        assert (
            str(CreateTable(table).compile(dialect=postgresql.dialect())).strip().startswith("CREATE TABLE")
        )
        for index in table.indexes:
            assert "INDEX" in str(CreateIndex(index).compile(dialect=postgresql.dialect()))
