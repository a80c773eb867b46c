"""What an import would do, shown beforehand: that it is what the import then does, and that looking changes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from exchange_cases import framework_text, make_framework
from round_cases import LEAD, RoundDesk, make_desk

from selfassess.answers import Answer
from selfassess.errors import BadFile, Conflict, NotAllowed, NotFound, SelfAssessError
from selfassess.service.actor import LOCAL_OWNER, NOBODY, Actor
from selfassess.service.assessments import AssessmentService
from selfassess.service.import_preview import Imported, Preview
from selfassess.service.papers import Entry, Papers, PaperService, Sheet, read_sheet
from selfassess.service.transfer import TransferService
from selfassess.store.store import AssessmentStore, open_store
from selfassess.view_models.imported import ChangeRow, NoteRow, PreviewWords, make_preview
from selfassess.view_models.paper import entries_of, name_places, name_sheets

FRAMEWORK = make_framework(
    scale=make_framework().scale.model_dump() | {"special_answers": ["not_applicable", "dont_know"]}
)
SOURCE = {"framework.yaml": framework_text(FRAMEWORK)}
FIRST = Answer("Bluebell", "programme", "1a", 2.0, authority="Eastland", round="Spring", evidence="Minutes")
SECOND = replace(FIRST, item="1b", value=None, special="dk", evidence="", respondent="Ann", group="parents")
CHANGED = "What is in the app has changed since this was shown"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[AssessmentStore]:
    opened = open_store(f"sqlite:///{tmp_path / 'a.db'}")
    yield opened
    opened.close()


@pytest.fixture
def transfer(store: AssessmentStore) -> TransferService:
    return TransferService(store, lambda key: SOURCE)


@pytest.fixture
def service(store: AssessmentStore) -> AssessmentService:
    return AssessmentService(store, {FRAMEWORK.key: FRAMEWORK}, lambda key: SOURCE)


def look(transfer: TransferService, *answers: Answer, replacing: bool = False) -> Preview:
    return transfer.preview(LOCAL_OWNER, FRAMEWORK, answers, create=True, replace=replacing)


def take_in(
    transfer: TransferService, *answers: Answer, replacing: bool = False, previewed: str | None = None
) -> Imported:
    return transfer.import_answers(
        LOCAL_OWNER, FRAMEWORK, answers, "a.csv", create=True, replace=replacing, previewed=previewed
    )


def only_id(service: AssessmentService) -> str:
    (summary,) = service.mine(LOCAL_OWNER)
    return summary.id


def words(**said: object) -> PreviewWords:
    """A preview that says nothing but this."""
    fields = dict.fromkeys(PreviewWords.__dataclass_fields__, ())
    return PreviewWords(**fields | {"headline": "", "may_come": True} | said)  # type: ignore[arg-type]


def test_a_preview_of_something_new_says_what_would_be_made_and_makes_none_of_it(
    store: AssessmentStore, transfer: TransferService
) -> None:
    before = store.everything()
    oak = replace(FIRST, subject="Oak Lane", value=None, special="na", evidence="", reason="We have none")
    assert make_preview(FRAMEWORK, look(transfer, FIRST, SECOND, oak)) == words(
        headline="This would add 3 answers, in 2 assessments.",
        made=(
            "New authority: Eastland.",
            "New centre: Bluebell in Eastland.",
            "New round in Eastland: Spring.",
            "A new assessment: Bluebell, Spring.",
            "Answering for the first time at Bluebell: Ann (Parents).",
            "New centre: Oak Lane in Eastland.",
            "A new assessment: Oak Lane, Spring.",
        ),
        added=(
            ChangeRow("Bluebell, Spring", "1a 1a", "Your own view", "", "2; evidence “Minutes”"),
            ChangeRow("Bluebell, Spring", "1b 1b", "Ann", "", "Don't know"),
            ChangeRow(
                "Oak Lane, Spring",
                "1a 1a",
                "Your own view",
                "",
                "Not applicable here; reason “We have none”",
            ),
        ),
    )
    assert store.everything() == before


def test_a_preview_says_what_differs_and_when_replacing_from_what_to_what(
    store: AssessmentStore, transfer: TransferService
) -> None:
    agreed = replace(FIRST, kind="agreed", value=4.0, evidence="")
    take_in(transfer, FIRST, SECOND, agreed)
    before = store.everything()
    file = (
        replace(FIRST, value=4.0, evidence="A letter"),
        replace(SECOND, special=None, item="1b"),
        replace(FIRST, item="1b", value=0.0, evidence="", one_person=True),
        agreed,
    )
    assert make_preview(FRAMEWORK, look(transfer, *file)) == words(
        headline=(
            "This would add 1 answer, in 1 assessment. 1 answer is in the app already, just as here. 1 row gives "
            "nothing and is passed over. 1 answer differs from what the app holds."
        ),
        differing=(
            ChangeRow("", "1a 1a", "Your own view", "2", "4"),
            ChangeRow("", "1a 1a", "Your own view", "evidence “Minutes”", "evidence “A letter”"),
        ),
        added=(ChangeRow("", "1b 1b", "Your own view", "", "0; depends on one person"),),
        may_come=False,
    )
    assert make_preview(FRAMEWORK, look(transfer, *file, replacing=True)) == words(
        headline=(
            "This would add 1 answer, change 1 answer and take back 1 answer, in 1 assessment. 1 answer is in the app "
            "already, just as here."
        ),
        changed=(ChangeRow("", "1a 1a", "Your own view", "2; evidence “Minutes”", "4; evidence “A letter”"),),
        taken_back=(ChangeRow("", "1b 1b", "Ann", "Don't know", "no answer"),),
        added=(ChangeRow("", "1b 1b", "Your own view", "", "0; depends on one person"),),
    )
    assert store.everything() == before


@pytest.mark.parametrize("replacing", [False, True])
def test_the_import_does_what_the_preview_counted(
    service: AssessmentService, transfer: TransferService, replacing: bool
) -> None:
    take_in(transfer, FIRST, SECOND)
    more = replace(FIRST, evidence="" if replacing else "Minutes", direction="holding", group="social-work")
    file = (more, replace(SECOND, special=None), replace(FIRST, respondent="Bob", group="parents"))
    preview = look(transfer, *file, replacing=replacing)
    done = take_in(transfer, *file, replacing=replacing, previewed=preview.fingerprint)
    assert (done, done.ids) == (preview.counts, (only_id(service),))
    assert done == Imported(1, 1, 2 if replacing else 1, 0, int(replacing), int(not replacing), 1)
    assert make_preview(FRAMEWORK, look(transfer, *file, replacing=replacing)).may_come is False


def test_a_respondent_put_into_a_group_is_announced(transfer: TransferService) -> None:
    take_in(transfer, FIRST)
    assert make_preview(FRAMEWORK, look(transfer, replace(FIRST, group="parents"))) == words(
        headline="No answer would change. 1 answer is in the app already, just as here.",
        grouped=("Your own view, so far in no group: Parents.",),
    )


def test_the_same_file_again_has_nothing_to_bring_in(transfer: TransferService) -> None:
    take_in(transfer, FIRST, SECOND)
    assert make_preview(FRAMEWORK, look(transfer, FIRST, SECOND)) == words(
        headline="Nothing would change. 2 answers are in the app already, just as here.", may_come=False
    )


def test_a_note_that_looks_like_personal_details_is_shown_with_every_reason(
    transfer: TransferService,
) -> None:
    telling = replace(FIRST, evidence="Jo, aged 6, ring 01632 960123", respondent="Ann")
    said = make_preview(FRAMEWORK, look(transfer, telling))
    assert said.notes == (
        NoteRow(
            "",
            "1a 1a",
            "Ann",
            "Jo, aged 6, ring 01632 960123",
            "This looks like somebody's name and age. This looks like a phone number.",
        ),
    )
    assert said.may_come


def test_a_long_note_is_cut_in_the_preview_and_whole_in_the_store(
    service: AssessmentService, transfer: TransferService
) -> None:
    long = replace(FIRST, evidence="word " * 700 + "end")
    (row,) = make_preview(FRAMEWORK, look(transfer, long)).added
    assert len(row.then) == len("2; evidence “”") + 160 and row.then.endswith("…”")
    take_in(transfer, long)
    assert [answer.evidence for answer in service.load(LOCAL_OWNER, only_id(service)).answers] == [
        long.evidence
    ]


def test_what_changed_after_the_preview_stops_the_import_and_shows_in_the_next_preview(
    store: AssessmentStore, service: AssessmentService, transfer: TransferService
) -> None:
    take_in(transfer, FIRST)
    file = replace(FIRST, value=4.0)
    seen = look(transfer, file, replacing=True)
    service.set_rating(LOCAL_OWNER, only_id(service), "1a", 0.0)
    before = store.everything()
    with pytest.raises(Conflict, match=CHANGED):
        take_in(transfer, file, replacing=True, previewed=seen.fingerprint)
    assert store.everything() == before
    again = look(transfer, file, replacing=True)
    assert make_preview(FRAMEWORK, again).changed == (ChangeRow("", "1a 1a", "Your own view", "0", "4"),)
    assert take_in(transfer, file, replacing=True, previewed=again.fingerprint) == Imported(1, 0, 1, 0)


def test_an_answer_that_came_meanwhile_where_the_file_adds_one_stops_the_import(
    service: AssessmentService, transfer: TransferService
) -> None:
    take_in(transfer, FIRST)
    added = replace(FIRST, item="1b")
    seen = look(transfer, added)
    service.set_rating(LOCAL_OWNER, only_id(service), "1b", 2.0)
    with pytest.raises(Conflict, match=CHANGED):
        take_in(transfer, added, previewed=seen.fingerprint)


def test_a_change_that_the_file_does_not_touch_stops_nothing(
    service: AssessmentService, transfer: TransferService
) -> None:
    take_in(transfer, FIRST)
    added = replace(FIRST, item="1b", evidence="")
    seen = look(transfer, added)
    service.set_rating(LOCAL_OWNER, only_id(service), "1a", 0.0)
    assert take_in(transfer, added, previewed=seen.fingerprint) == Imported(1, 1, 0, 0)


def test_an_assessment_that_was_begun_meanwhile_stops_the_import(
    service: AssessmentService, transfer: TransferService
) -> None:
    seen = look(transfer, FIRST)
    service.start(LOCAL_OWNER, "Bluebell", "Eastland", "programme", "Spring", FRAMEWORK.key)
    with pytest.raises(Conflict, match=CHANGED):
        take_in(transfer, FIRST, previewed=seen.fingerprint)


def test_other_options_than_those_previewed_are_refused(transfer: TransferService) -> None:
    take_in(transfer, FIRST)
    file = replace(FIRST, evidence="", direction="holding")
    seen = look(transfer, file)
    with pytest.raises(Conflict, match=CHANGED):
        take_in(transfer, file, replacing=True, previewed=seen.fingerprint)


def test_everything_that_stands_against_an_import_is_said_at_once(
    service: AssessmentService, transfer: TransferService
) -> None:
    take_in(transfer, FIRST, replace(FIRST, subject="Oak Lane"))
    ids = {summary.subject: summary.id for summary in service.mine(LOCAL_OWNER)}
    service.finish(LOCAL_OWNER, ids["Bluebell"])
    newer = make_framework(version="2.0.0")
    file = [replace(FIRST, subject="Oak Lane", item="1b"), replace(FIRST, subject="Elm", round="Autumn")]
    preview = transfer.preview(LOCAL_OWNER, newer, file, create=True)
    assert make_preview(newer, preview).problems == (
        '"Oak Lane" answers small@1.0.0 in this round, and the file was read as small@2.0.0. '
        "Import it as small@1.0.0.",
    )
    twice = [replace(FIRST, item="1b"), SECOND, replace(FIRST, subject="BLUEBELL", item="1b")]
    said = make_preview(FRAMEWORK, look(transfer, *twice))
    assert said.problems == (
        '"BLUEBELL", round "Spring", item 1b stands in the file twice, with names that differ only in letter case.',
        '"Bluebell", round "Spring": the assessment is finished. Reopen it to change an answer.',
    )
    assert not said.may_come


def test_a_preview_without_create_refuses_as_the_import_does(transfer: TransferService) -> None:
    take_in(transfer, FIRST)
    file = [replace(FIRST, subject="Bluebel"), replace(FIRST, round="Sprig")]
    preview = transfer.preview(LOCAL_OWNER, FRAMEWORK, file)
    assert [type(refusal) for refusal in preview.refusals] == [NotFound, NotFound]
    with pytest.raises(NotFound, match='There is no programme "Bluebel"'):
        preview.refuse("a.csv", confirmed=False)


def test_an_answer_carried_forward_counts_once_a_file_gives_it(
    service: AssessmentService, transfer: TransferService
) -> None:
    take_in(transfer, FIRST, replace(FIRST, item="1b", value=0.0, evidence=""))
    next_round = service.start(
        LOCAL_OWNER,
        "Bluebell",
        "Eastland",
        "programme",
        "Autumn",
        FRAMEWORK.key,
        starts_from=only_id(service),
    )
    same = replace(FIRST, round="Autumn")
    said = make_preview(FRAMEWORK, look(transfer, same))
    assert said.changed == (ChangeRow("", "1a 1a", "Your own view", "carried forward", "looked at"),)
    take_in(transfer, same)
    mine = service.load(LOCAL_OWNER, next_round).mine
    assert {item: answer.carried for item, answer in mine.items()} == {"1a": False, "1b": True}


def test_an_invited_round_lets_nothing_of_itself_be_previewed(tmp_path: Path) -> None:
    """What the preview of a file says about an answer that is there would tell who gave it."""
    desk = make_desk(tmp_path)
    round_id = desk.open(anonymous=True)
    desk.add_centre(round_id)
    for token in desk.invite(round_id, ("Visitor", "health")):
        desk.answer(token, i1a=4.0)
    guess = Answer(
        "Elm Centre", "programme", "1a", 2.0, authority="Southshire", round="Spring", respondent="Visitor"
    )
    transfer = TransferService(desk.store, lambda key: _files_of(desk))
    for replacing in (False, True):
        preview = transfer.preview(LEAD, desk.framework, [guess], create=True, replace=replacing)
        assert preview.assessments == ()
        (refusal,) = preview.refusals
        assert isinstance(refusal, NotAllowed)
        assert "is for invited people" in str(refusal)


def _files_of(desk: RoundDesk) -> dict[str, str]:
    kept = desk.store.framework(desk.framework.id, desk.framework.version)
    assert kept is not None
    return dict(kept.files)


def test_somebody_else_s_answers_are_not_previewed(transfer: TransferService) -> None:
    take_in(transfer, FIRST)
    preview = transfer.preview(
        Actor("other", "Other"), FRAMEWORK, [replace(FIRST, value=4.0)], create=True, replace=True
    )
    assert make_preview(FRAMEWORK, preview) == words(
        headline="This would add 1 answer, in 1 assessment.",
        made=("A new assessment: Bluebell, Spring.",),
        added=(ChangeRow("", "1a 1a", "Your own view", "", "4; evidence “Minutes”"),),
    )


def test_nobody_in_particular_brings_nothing_in(transfer: TransferService) -> None:
    with pytest.raises(NotAllowed, match="Open the app by your own link"):
        transfer.preview(NOBODY, FRAMEWORK, [FIRST], create=True)


# Paper

SHEET = replace(FIRST, item="", value=None, evidence="", respondent="Paper 1", group="parents")
TYPED = {"1a": Entry(2.0, " A rota ", one_person=True), "1b": Entry("na", "Not here")}


def test_a_sheet_s_rows_become_one_person_s_answers() -> None:
    assert read_sheet(FRAMEWORK, SHEET, TYPED) == [
        replace(SHEET, item="1a", value=2.0, evidence="A rota", one_person=True),
        replace(SHEET, item="1b", special="na", reason="Not here"),
    ]
    assert read_sheet(FRAMEWORK, SHEET, {"1a": Entry(), "1b": Entry(text=" ")}) == []
    assert read_sheet(FRAMEWORK, SHEET, {"1b": Entry(text="Only a note")}) == [
        replace(SHEET, item="1b", evidence="Only a note")
    ]


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        (
            Entry("na", " "),
            "Say why it does not apply: 1a. If the sheet gives no reason, write “no reason given”.",
        ),
        (Entry(3.0), "3.0 is not a level of this scale. Choose one of 0, 2, 4."),
        (Entry("perhaps"), "“perhaps” is not an answer here. Choose one of those shown."),
    ],
)
def test_what_a_sheet_cannot_have_is_refused_in_a_sentence(entry: Entry, said: str) -> None:
    with pytest.raises(SelfAssessError) as refused:
        read_sheet(FRAMEWORK, SHEET, {"1a": entry})
    assert str(refused.value) == said


def test_sheets_are_numbered_on_and_none_is_called_by_a_name(
    store: AssessmentStore, service: AssessmentService, transfer: TransferService
) -> None:
    papers = PaperService(store)
    take_in(transfer, FIRST)
    made = only_id(service)
    assert papers.papers(LOCAL_OWNER, made) == Papers((), "Paper 1")
    for label in ("Paper 10", "paper 2", "Paper", "Paper two"):
        take_in(transfer, replace(FIRST, respondent=label))
    found = papers.papers(LOCAL_OWNER, made)
    assert ([sheet.label for sheet in found.sheets], found.next) == (["paper 2", "Paper 10"], "Paper 11")
    assert name_sheets(found) == {
        "": "A new sheet: Paper 11",
        "Paper 10": "Paper 10 again, to correct it",
        "paper 2": "paper 2 again, to correct it",
    }


def test_a_sheet_typed_in_wrongly_is_put_right_and_what_paper_does_not_ask_stays(
    store: AssessmentStore, service: AssessmentService, transfer: TransferService
) -> None:
    take_in(transfer, *read_sheet(FRAMEWORK, SHEET, TYPED))
    take_in(transfer, replace(SHEET, item="1a", direction="holding"))
    (before,) = PaperService(store).papers(LOCAL_OWNER, only_id(service)).sheets
    assert before == Sheet("Paper 1", "parents", before.answers)
    assert entries_of(before) == {"1a": Entry(2.0, "A rota", True), "1b": Entry("na", "Not here")}
    typed = entries_of(before) | {"1a": Entry(4.0, "A rota"), "1b": Entry()}
    answers = read_sheet(FRAMEWORK, SHEET, typed, before)
    assert answers == [
        replace(SHEET, item="1a", value=4.0, evidence="A rota", direction="holding"),
        replace(SHEET, item="1b"),
    ]
    said = make_preview(FRAMEWORK, look(transfer, *answers, replacing=True))
    assert said == words(
        headline="This would change 1 answer and take back 1 answer, in 1 assessment.",
        changed=(
            ChangeRow("", "1a 1a", "Paper 1", "2; depends on one person", "4; depends on one person: no"),
        ),
        taken_back=(
            ChangeRow(
                "",
                "1b 1b",
                "Paper 1",
                "Not applicable here; reason “Not here”",
                "no answer; no reason",
            ),
        ),
    )


def test_two_people_typing_the_same_number_do_not_write_over_one_another(
    transfer: TransferService,
) -> None:
    take_in(transfer, FIRST)
    mine, theirs = [read_sheet(FRAMEWORK, SHEET, {"1a": Entry(level)}) for level in (0.0, 4.0)]
    seen = [look(transfer, *sheet).fingerprint for sheet in (mine, theirs)]
    assert take_in(transfer, *theirs, previewed=seen[1]) == Imported(1, 1, 0, 0)
    with pytest.raises(Conflict, match=CHANGED):
        take_in(transfer, *mine, previewed=seen[0])


def test_sheets_go_only_into_assessments_of_one_s_own_that_are_open_to_them(
    store: AssessmentStore, service: AssessmentService, transfer: TransferService
) -> None:
    other = Actor("other", "Other")
    for subject in ("Open", "Finished"):
        take_in(transfer, replace(FIRST, subject=subject))
    ids = {summary.subject: summary.id for summary in service.mine(LOCAL_OWNER)}
    service.finish(LOCAL_OWNER, ids["Finished"])
    theirs = service.start(other, "Theirs", "Eastland", "programme", "Spring", FRAMEWORK.key)
    papers = PaperService(store)
    places = papers.places(LOCAL_OWNER)
    assert [place.id for place in places] == [ids["Open"]]
    assert name_places(places, {FRAMEWORK.key: FRAMEWORK}) == {
        ids["Open"]: "Open · Eastland · Centre's view · Spring"
    }
    with pytest.raises(NotFound, match="There is no such assessment"):
        papers.papers(LOCAL_OWNER, theirs)


def test_an_invited_round_takes_no_sheets_and_shows_none(tmp_path: Path) -> None:
    desk = make_desk(tmp_path)
    round_id = desk.open()
    manager = desk.manager(desk.add_centre(round_id))
    papers = PaperService(desk.store)
    assert papers.places(manager) == []
    with pytest.raises(NotAllowed, match="people answer by their links"):
        papers.papers(manager, desk.assessment_of(round_id))


def test_notes_on_paper_are_looked_at_like_those_in_a_file(transfer: TransferService) -> None:
    answers = read_sheet(FRAMEWORK, SHEET, {"1a": Entry(2.0, "Ring the mother on 01632 960123")})
    seen = look(transfer, *answers)
    with pytest.raises(BadFile, match="This looks like a phone number"):
        take_in(transfer, *answers, previewed=seen.fingerprint)
