"""Answers from files into a real store: what an import may change, and that it is whole or not at all."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from exchange_cases import framework_text, make_framework

from selfassess.answers import Answer
from selfassess.errors import BadFile, Conflict, NotAllowed, NotFound, SelfAssessError
from selfassess.exchange import rows
from selfassess.service import entries
from selfassess.service.actor import LOCAL_OWNER, Actor
from selfassess.service.assessments import AssessmentService
from selfassess.service.transfer import Imported, TransferService
from selfassess.store.store import AssessmentStore, open_store

FRAMEWORK = make_framework()
SOURCE = {"framework.yaml": framework_text(FRAMEWORK)}
FIRST = Answer("Bluebell", "programme", "1a", 2.0, authority="Eastland", evidence="Minutes")
SECOND = Answer(
    "Bluebell", "programme", "1b", special="dk", authority="Eastland", respondent="Ann", group="parents"
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[AssessmentStore]:
    opened = open_store(f"sqlite:///{tmp_path / 'a.db'}")
    yield opened
    opened.close()


@pytest.fixture
def transfer(store: AssessmentStore) -> TransferService:
    return TransferService(store, lambda key: SOURCE)


def take_in(
    transfer: TransferService,
    *answers: Answer,
    create: bool = False,
    replace: bool = False,
    confirm: bool = False,
) -> Imported:
    return transfer.import_answers(
        LOCAL_OWNER, FRAMEWORK, answers, "a.csv", create=create, replace=replace, confirm_notes=confirm
    )


def stored(store: AssessmentStore) -> list[Answer]:
    service = AssessmentService(store, {FRAMEWORK.key: FRAMEWORK}, lambda key: SOURCE)
    ids = [summary.id for summary in service.mine(LOCAL_OWNER)]
    return [answer for id in sorted(ids) for answer in service.load(LOCAL_OWNER, id).answers]


def test_answers_come_back_as_they_were_in_the_file(
    store: AssessmentStore, transfer: TransferService
) -> None:
    agreed = Answer(
        "Bluebell", "programme", "1a", 4.0, authority="Eastland", kind="agreed", direction="holding"
    )
    assert take_in(transfer, FIRST, SECOND, agreed, create=True) == Imported(1, 3, 0, 0)
    assert sorted(stored(store), key=lambda a: (a.kind, a.item)) == [agreed, FIRST, SECOND]


def test_importing_the_same_again_changes_nothing(store: AssessmentStore, transfer: TransferService) -> None:
    take_in(transfer, FIRST, SECOND, create=True)
    before = store.everything()
    assert take_in(transfer, FIRST, SECOND) == Imported(1, 0, 0, 2)
    assert store.everything() == before


def test_unknown_subjects_are_refused_all_at_once_and_nothing_is_kept(
    store: AssessmentStore, transfer: TransferService
) -> None:
    take_in(transfer, FIRST, create=True)
    before = store.everything()
    new = Answer("Bluebel", "programme", "1a", 2.0, authority="Eastland")
    with pytest.raises(NotFound) as refused:
        take_in(transfer, replace(FIRST, round="2"), new, Answer("Rose", "authority", "2a", 0.0))
    assert str(refused.value).splitlines() == [
        'There is no programme "Bluebel" in the authority "Eastland" yet. Did you mean "Bluebell"? '
        "Nothing was imported. Check the name, or have the import add it.",
        'There is no authority "Rose" in the authority "Rose" yet. '
        "Nothing was imported. Check the name, or have the import add it.",
    ]
    assert store.everything() == before


def test_a_file_may_add_to_an_answer_but_not_change_it(
    store: AssessmentStore, transfer: TransferService
) -> None:
    take_in(transfer, FIRST, create=True)
    more = replace(FIRST, value=None, evidence="", direction="slipping", one_person=True)
    assert take_in(transfer, more) == Imported(1, 0, 1, 0)
    both = replace(FIRST, direction="slipping", one_person=True)
    assert stored(store) == [both]
    with pytest.raises(Conflict) as refused:
        take_in(transfer, replace(FIRST, value=4.0, evidence="A letter"), SECOND)
    assert str(refused.value).splitlines() == [
        '"Bluebell", item 1a: the store has 2 and the file has 4. Leave it out of the file, '
        "or have the import replace answers. "
        "Nothing was imported.",
        '"Bluebell", item 1a: the store has another text under "evidence" ("Minutes") than the file '
        '("A letter"). Leave it out of the file, or have the import replace answers. Nothing was imported.',
    ]
    assert stored(store) == [both]


def test_replacing_puts_the_files_answer_in_place_of_the_whole_and_leaves_others(
    store: AssessmentStore, transfer: TransferService
) -> None:
    take_in(transfer, FIRST, SECOND, create=True)
    other = replace(FIRST, value=4.0, evidence="")
    assert take_in(transfer, other, replace=True) == Imported(1, 0, 1, 0)
    assert stored(store) == [other, SECOND]


def test_an_empty_row_is_left_alone_and_when_replacing_takes_the_answer_back(
    store: AssessmentStore, transfer: TransferService
) -> None:
    take_in(transfer, FIRST, SECOND, create=True)
    empty = replace(FIRST, value=None, evidence="")
    absent = replace(FIRST, item="2a", lens="authority", subject="Eastland", value=None, evidence="")
    before = store.everything()
    assert take_in(transfer, empty, absent) == Imported(1, 0, 0, 0, empty=2)
    assert take_in(transfer, absent, create=True, replace=True) == Imported(0, 0, 0, 0, empty=1)
    assert store.everything() == before
    assert take_in(transfer, empty, replace=True) == Imported(1, 0, 1, 0, taken_back=1)
    assert stored(store) == [empty, SECOND]
    assert take_in(transfer, empty, replace=True) == Imported(1, 0, 0, 0, empty=1)


def test_replacing_with_a_note_alone_takes_the_choice_back(
    store: AssessmentStore, transfer: TransferService
) -> None:
    take_in(transfer, FIRST, create=True)
    note = replace(FIRST, value=None, evidence="A letter")
    assert take_in(transfer, note, replace=True) == Imported(1, 0, 1, 0, taken_back=1)
    assert stored(store) == [note]


def test_names_are_the_same_whatever_their_letter_case(
    store: AssessmentStore, transfer: TransferService
) -> None:
    take_in(transfer, FIRST, create=True)
    shouted = replace(FIRST, subject="BLUEBELL", authority="eastland ")
    assert take_in(transfer, shouted) == Imported(1, 0, 0, 1)
    with pytest.raises(
        Conflict, match="stands in the file twice, with names that differ only in letter case"
    ):
        take_in(transfer, FIRST, shouted)


def test_a_finished_assessment_takes_no_more_but_may_be_imported_again(
    store: AssessmentStore, transfer: TransferService
) -> None:
    take_in(transfer, FIRST, create=True)
    (overview,) = store.assessments_of(LOCAL_OWNER.id)
    store.finish(overview.record.id, LOCAL_OWNER.id, [], {})
    assert take_in(transfer, FIRST) == Imported(1, 0, 0, 1)
    with pytest.raises(Conflict, match=r"the assessment is finished\. Reopen it to change an answer"):
        take_in(transfer, SECOND)


def test_a_note_with_personal_details_is_kept_out_until_it_is_confirmed(
    store: AssessmentStore, transfer: TransferService
) -> None:
    take_in(transfer, SECOND, create=True)
    before = store.everything()
    telling = replace(FIRST, evidence="Ring 01632 960123")
    with pytest.raises(BadFile) as refused:
        take_in(transfer, telling)
    assert str(refused.value) == (
        'a.csv: "Bluebell", item 1a, evidence: This looks like a phone number. '
        "Take it out of the file, or confirm that nobody can be recognised by it."
    )
    assert store.everything() == before
    take_in(transfer, telling, confirm=True)
    assert take_in(transfer, telling) == Imported(1, 0, 0, 1)


def test_one_respondent_in_two_groups_is_refused_in_one_line_each(
    store: AssessmentStore, transfer: TransferService
) -> None:
    take_in(transfer, SECOND, create=True)
    bob = replace(SECOND, respondent="Bob", group="")
    file = [replace(SECOND, item=item, group="police") for item in ("1a", "1b")]
    file += [replace(bob, item="1a", group="police"), replace(bob, group="parents"), replace(bob, round="2")]
    with pytest.raises(Conflict) as refused:
        take_in(transfer, *file)
    end = "Leave the group out, or give the respondent a name of their own. Nothing was imported."
    assert str(refused.value).splitlines() == [
        f'"Bluebell", respondent "Ann": the respondent is in the groups "parents" and "police". {end}',
        f'"Bluebell", respondent "Bob": the respondent is in the groups "police" and "parents". {end}',
    ]


def test_a_group_that_one_side_leaves_out_is_the_others(
    store: AssessmentStore, transfer: TransferService
) -> None:
    take_in(transfer, FIRST, SECOND, create=True)
    assert take_in(transfer, replace(SECOND, item="1a", group="")) == Imported(1, 1, 0, 0)
    police = replace(FIRST, group="police")
    assert take_in(transfer, police) == Imported(1, 0, 0, 1, grouped=1)
    assert take_in(transfer, police) == Imported(1, 0, 0, 1)
    assert {(answer.respondent, answer.group) for answer in stored(store)} == {
        ("", "police"),
        ("Ann", "parents"),
    }


def test_a_group_comes_into_no_finished_assessment(store: AssessmentStore, transfer: TransferService) -> None:
    take_in(transfer, FIRST, create=True)
    (overview,) = store.assessments_of(LOCAL_OWNER.id)
    store.finish(overview.record.id, LOCAL_OWNER.id, [], {})
    with pytest.raises(Conflict, match=r'"Bluebell", the group "police": the assessment is finished'):
        take_in(transfer, replace(FIRST, group="police"))


@pytest.mark.parametrize(
    ("names", "sentence"),
    [
        ({"respondent": "jo@example.org"}, "Take the e-mail address out of the name of the respondent."),
        ({"group": "01632 960123"}, "Take the phone number out of the name of the group."),
        ({"round": "943 476 5919"}, "Take the NHS number out of the name of the round."),
    ],
)
def test_names_that_lead_to_one_person_are_refused(
    store: AssessmentStore, transfer: TransferService, names: dict[str, str], sentence: str
) -> None:
    with pytest.raises(SelfAssessError, match=sentence):
        take_in(transfer, replace(FIRST, **names), create=True, confirm=True)
    assert not any(store.everything().values())


def test_an_import_under_another_framework_version_is_refused(transfer: TransferService) -> None:
    take_in(transfer, FIRST, create=True)
    with pytest.raises(
        Conflict, match=r"answers small@1\.0\.0 in this round, and the file was read as small@2\.0\.0"
    ):
        transfer.import_answers(LOCAL_OWNER, make_framework(version="2.0.0"), [FIRST], "a.csv")


def test_an_imported_assessment_can_be_gone_on_with_by_who_imported_it(
    store: AssessmentStore, transfer: TransferService
) -> None:
    take_in(transfer, SECOND, create=True)
    service = AssessmentService(store, {FRAMEWORK.key: FRAMEWORK}, lambda key: SOURCE)
    (summary,) = service.mine(LOCAL_OWNER)
    service.set_rating(LOCAL_OWNER, summary.id, "1a", 4.0)
    assert [answer.value for answer in stored(store)] == [4.0, None]


def test_direction_marks_in_names_are_left_out_and_those_in_notes_are_kept(
    store: AssessmentStore, transfer: TransferService
) -> None:
    take_in(transfer, replace(FIRST, subject="Blue\u202ebell", evidence="a\u202eb"), create=True)
    assert [(answer.subject, answer.evidence) for answer in stored(store)] == [("Bluebell", "a\u202eb")]


def test_a_name_of_nothing_but_invisible_marks_is_refused(transfer: TransferService) -> None:
    with pytest.raises(SelfAssessError, match="Enter the name of the centre or authority"):
        take_in(transfer, replace(FIRST, subject="\u202e"), create=True)


def test_a_store_restored_from_its_export_exports_the_same_bytes(
    store: AssessmentStore, transfer: TransferService, tmp_path: Path
) -> None:
    take_in(transfer, FIRST, SECOND, create=True)
    first, second = io.BytesIO(), io.BytesIO()
    transfer.export(LOCAL_OWNER, first)
    other = open_store(f"sqlite:///{tmp_path / 'b.db'}")
    restored = TransferService(other, lambda key: SOURCE)
    restored.restore(LOCAL_OWNER, first, "e.zip")
    restored.export(LOCAL_OWNER, second)
    assert first.getvalue() == second.getvalue()
    with pytest.raises(Conflict, match="The store already holds something, and nothing was restored"):
        restored.restore(LOCAL_OWNER, first, "e.zip")
    other.close()


def test_only_the_owner_of_the_installation_may_take_everything_out_or_in(transfer: TransferService) -> None:
    stranger = Actor("somebody", "Somebody")
    with pytest.raises(NotAllowed):
        transfer.export(stranger, io.BytesIO())
    with pytest.raises(NotAllowed):
        transfer.restore(stranger, io.BytesIO(), "e.zip")


def test_files_and_pages_accept_texts_of_the_same_length() -> None:
    assert (rows.MAX_NAME, rows.MAX_TEXT) == (entries.NAME_LIMIT, entries.NOTE_LIMIT)
