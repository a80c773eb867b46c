"""Use cases of an assessment: what an actor gets, and what is refused with which words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from store_cases import FILES, make_framework, open_empty

from selfassess.answers import Answer, Completion
from selfassess.errors import AlreadyThere, Conflict, NotAllowed, NotFound, SelfAssessError
from selfassess.service.actor import LOCAL_OWNER, SAMPLE_OWNER, Actor
from selfassess.service.assessments import AssessmentService, SavedNote
from selfassess.service.personal_details import find_personal_details
from selfassess.store import AssessmentStore
from selfassess.store.records import AuthorityRecord, Erased

ME, OTHER = LOCAL_OWNER, Actor("other", "Somebody else")
PHONE = "Ring 01632 960123"
WARNED = tuple(find_personal_details(PHONE))
NO_ASSESSMENT = "There is no such assessment. Check the address, or open the assessment from your list."
FINISHED = "This assessment is finished. Reopen it to change an answer."


@dataclass(frozen=True)
class Desk:
    """A service with one assessment that ME started."""

    service: AssessmentService
    id: str

    @property
    def store(self) -> AssessmentStore:
        return self.service.store

    def mine(self) -> Mapping[str, Answer]:
        return self.service.load(ME, self.id).mine


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    framework = make_framework()
    store = open_empty(tmp_path / "data")
    service = AssessmentService(store, {framework.key: framework}, lambda key: FILES)
    return Desk(service, service.start(ME, "Elm Centre", "Southshire", "programme", "Spring", framework.key))


def answer(item: str, **fields: Any) -> Answer:
    return Answer("Elm Centre", "programme", item, authority="Southshire", round="Spring", **fields)


def start(desk: Desk, actor: Actor = ME, **changes: str) -> str:
    given = {
        "subject_name": "Elm Centre",
        "authority_name": "Southshire",
        "lens": "programme",
        "round_name": "Spring",
        "framework_key": "small@1.0.0",
    }
    return desk.service.start(actor, **{**given, **changes})


# Starting


def test_a_started_assessment_is_empty_and_ready_for_answers(desk: Desk) -> None:
    view = desk.service.load(ME, desk.id)
    assert (view.record.subject, view.record.authority, view.record.lens, view.record.round) == (
        "Elm Centre",
        "Southshire",
        "programme",
        "Spring",
    )
    assert view.framework.key == "small@1.0.0"
    assert (view.answers, view.mine, view.drafts, view.actions, view.snapshots) == ((), {}, {}, (), ())
    assert (view.shared, view.is_owner, view.may_answer) == (False, True, True)
    assert view.authority == AuthorityRecord(1, "Southshire")
    kept = desk.store.framework("small", "1.0.0")
    assert kept is not None and kept.files == FILES


def test_starting_the_same_again_carries_the_id_of_the_first(desk: Desk) -> None:
    with pytest.raises(AlreadyThere) as caught:
        start(desk, subject_name="  elm   CENTRE ", round_name="spring")
    assert caught.value.existing == desk.id
    assert start(desk, OTHER) != desk.id
    assert start(desk, round_name="Autumn") != desk.id
    assert start(desk, lens="authority") != desk.id


def test_names_are_cleaned_of_what_cannot_be_seen(desk: Desk) -> None:
    made = start(desk, subject_name="\u202eOak\u200f\tCentre\x00\n", authority_name="", round_name="")
    record = desk.service.load(ME, made).record
    assert (record.subject, record.authority, record.round) == ("Oak Centre", "", "")


def test_names_that_look_like_markup_or_a_formula_are_kept_as_they_are(desk: Desk) -> None:
    made = start(desk, subject_name="<b>=1+1</b>")
    assert desk.service.load(ME, made).record.subject == "<b>=1+1</b>"


@pytest.mark.parametrize(
    ("changes", "error", "sentence"),
    [
        ({"subject_name": " \u202e "}, SelfAssessError, "Enter the name of the centre or authority."),
        (
            {"round_name": "x" * 121},
            SelfAssessError,
            "Shorten the name of the round to 120 characters; it has 121.",
        ),
        (
            {"round_name": "Ring 01632 960123, jo@example.org"},
            SelfAssessError,
            "Take the e-mail address and the phone number out of the name of the round. "
            "Name a role, a group or a season.",
        ),
        ({"lens": "parents"}, NotFound, "Choose who is answering: that view isn't in this framework."),
        ({"framework_key": "large@1.0.0"}, NotFound, "That framework isn't here. Choose one from the list."),
        (
            {"vocabulary": "1066"},
            NotFound,
            "That choice of words isn't in this framework. Choose one from the list.",
        ),
    ],
)
def test_a_start_that_cannot_be_is_explained(
    desk: Desk, changes: dict[str, str], error: type[SelfAssessError], sentence: str
) -> None:
    before = desk.store.everything()
    with pytest.raises(error) as caught:
        start(desk, **changes)
    assert str(caught.value) == sentence
    assert desk.store.everything() == before


def test_a_framework_changed_under_the_same_version_starts_nothing_new(desk: Desk) -> None:
    changed = AssessmentService(desk.store, desk.service.frameworks, lambda key: {"framework.yaml": "other"})
    with pytest.raises(Conflict, match="give the changed one a new number"):
        changed.start(ME, "Oak Centre", "Midtown", "programme", "Spring", "small@1.0.0")
    assert desk.store.find_authority("Midtown") is None
    changed.set_rating(ME, desk.id, "1a", 2.0)


def test_the_list_shows_progress_and_what_was_changed_last(desk: Desk) -> None:
    oak = start(desk, subject_name="Oak Centre", vocabulary="2007")
    desk.service.set_rating(ME, desk.id, "1a", 2.0)
    desk.service.set_rating(ME, desk.id, "1b", "na")  # not complete without its reason
    first, second = desk.service.mine(ME)
    assert (first.id, first.subject, first.authority, first.round) == (
        desk.id,
        "Elm Centre",
        "Southshire",
        "Spring",
    )
    assert (first.progress, first.finished_at, first.origin) == (Completion(1, 2), None, "real")
    assert (second.id, second.progress) == (oak, Completion(0, 2))
    assert first.changed_at > second.changed_at
    assert desk.service.mine(OTHER) == []


# Answering


def test_each_answer_is_there_as_it_was_given(desk: Desk) -> None:
    service = desk.service
    assert service.set_rating(ME, desk.id, "1a", 2) == answer("1a", value=2.0)
    service.set_direction(ME, desk.id, "1a", "slipping")
    service.set_one_person(ME, desk.id, "1a", True)
    assert service.set_note(ME, desk.id, "1a", "evidence", "  Minutes,\r\nmonthly\x00 ") == SavedNote(True)
    service.set_rating(ME, desk.id, "1b", "na")
    service.set_note(ME, desk.id, "1b", "reason", "No such team")
    assert desk.mine() == {
        "1a": answer("1a", value=2.0, direction="slipping", one_person=True, evidence="Minutes,\nmonthly"),
        "1b": answer("1b", special="na", reason="No such team"),
    }
    assert desk.service.load(ME, desk.id).answers == tuple(desk.mine().values())


def test_an_answer_can_be_taken_back_and_its_notes_stay(desk: Desk) -> None:
    desk.service.set_note(ME, desk.id, "1a", "evidence", "Minutes")
    desk.service.set_rating(ME, desk.id, "1a", 4.0)
    assert desk.service.set_rating(ME, desk.id, "1a", "dk") == answer("1a", special="dk", evidence="Minutes")
    assert desk.service.set_rating(ME, desk.id, "1a", None) == answer("1a", evidence="Minutes")
    assert desk.service.set_direction(ME, desk.id, "1a", None) == answer("1a", evidence="Minutes")


@pytest.mark.parametrize(
    ("rating", "sentence"),
    [
        (3.0, "3.0 is not a level of this scale. Choose one of 0, 2, 4."),
        (True, "True is not a level of this scale. Choose one of 0, 2, 4."),
        (float("nan"), "nan is not a level of this scale. Choose one of 0, 2, 4."),
        ("2", "“2” is not an answer here. Choose one of those shown."),
    ],
)
def test_a_rating_off_the_scale_is_refused(desk: Desk, rating: Any, sentence: str) -> None:
    with pytest.raises(SelfAssessError) as caught:
        desk.service.set_rating(ME, desk.id, "1a", rating)
    assert str(caught.value) == sentence
    assert desk.mine() == {}


def test_a_special_answer_that_the_framework_does_not_allow_is_refused(tmp_path: Path) -> None:
    plain = make_framework()
    strict = plain.model_copy(
        update={"scale": plain.scale.model_copy(update={"special_answers": ("not_applicable",)})}
    )
    service = AssessmentService(open_empty(tmp_path), {strict.key: strict}, lambda key: FILES)
    made = service.start(ME, "Elm Centre", "", "programme", "", strict.key)
    with pytest.raises(SelfAssessError, match="“dk” is not an answer here"):
        service.set_rating(ME, made, "1a", "dk")
    service.set_rating(ME, made, "1a", "na")


def test_an_item_of_another_lens_is_refused_with_a_near_one(desk: Desk) -> None:
    with pytest.raises(NotFound) as caught:
        desk.service.set_rating(ME, desk.id, "2a", 2.0)
    assert str(caught.value).startswith("This assessment has no sub-indicator “2a”.")


@pytest.mark.parametrize("direction", ["up", "Holding"])
def test_an_unknown_direction_is_refused(desk: Desk, direction: Any) -> None:
    with pytest.raises(SelfAssessError, match="Choose strengthening, holding or slipping"):
        desk.service.set_direction(ME, desk.id, "1a", direction)


def test_a_note_has_a_length_and_a_kind(desk: Desk) -> None:
    assert desk.service.set_note(ME, desk.id, "1a", "evidence", "x" * 4000).saved
    with pytest.raises(SelfAssessError, match="Shorten the note to 4000 characters; it has 4001"):
        desk.service.set_note(ME, desk.id, "1a", "evidence", "x" * 4001)
    with pytest.raises(SelfAssessError, match="either evidence or a reason"):
        desk.service.set_note(ME, desk.id, "1a", "value", "x")


# Notes that may hold personal details


def test_a_warned_note_stays_a_private_draft_and_the_answer_as_it_was(desk: Desk) -> None:
    desk.service.set_note(ME, desk.id, "1a", "evidence", "Minutes")
    assert desk.service.set_note(ME, desk.id, "1a", "evidence", PHONE) == SavedNote(False, WARNED)
    view = desk.service.load(ME, desk.id)
    assert view.mine["1a"].evidence == "Minutes"
    assert [(key, draft.text, draft.why) for key, draft in view.drafts.items()] == [
        (("1a", "evidence"), PHONE, WARNED)
    ]
    assert PHONE not in str(desk.store.history(desk.id))


def test_a_confirmed_draft_becomes_the_note_and_is_not_questioned_again(desk: Desk) -> None:
    desk.service.set_note(ME, desk.id, "1a", "evidence", PHONE)
    assert desk.service.confirm_note(ME, desk.id, "1a", "evidence") == answer("1a", evidence=PHONE)
    assert desk.service.load(ME, desk.id).drafts == {}
    assert desk.service.set_note(ME, desk.id, "1a", "evidence", PHONE) == SavedNote(True)
    assert desk.service.set_note(ME, desk.id, "1a", "evidence", PHONE + " now") == SavedNote(False, WARNED)


def test_a_changed_note_replaces_its_draft(desk: Desk) -> None:
    desk.service.set_note(ME, desk.id, "1a", "evidence", PHONE)
    assert desk.service.set_note(ME, desk.id, "1a", "evidence", "Ring the duty line") == SavedNote(True)
    view = desk.service.load(ME, desk.id)
    assert (view.drafts, view.mine["1a"].evidence) == ({}, "Ring the duty line")
    assert desk.service.set_note(ME, desk.id, "1b", "reason", PHONE, confirm=True) == SavedNote(True)


def test_confirming_without_a_draft_changes_nothing(desk: Desk) -> None:
    assert desk.service.confirm_note(ME, desk.id, "1a", "evidence") == answer("1a")
    assert desk.mine() == {}


# Who may do what


def test_somebody_elses_assessment_is_not_there_in_the_same_words_as_none_at_all(desk: Desk) -> None:
    service = desk.service
    for assessment_id in (desk.id, "nothing"):
        for use in (
            lambda i: service.load(OTHER, i),
            lambda i: service.set_rating(OTHER, i, "1a", 2.0),
            lambda i: service.set_direction(OTHER, i, "1a", "holding"),
            lambda i: service.set_one_person(OTHER, i, "1a", True),
            lambda i: service.set_note(OTHER, i, "1a", "evidence", "x"),
            lambda i: service.confirm_note(OTHER, i, "1a", "evidence"),
            lambda i: service.finish(OTHER, i),
            lambda i: service.reopen(OTHER, i),
            lambda i: service.erase_note(OTHER, i, "1a", "evidence"),
            lambda i: service.share(OTHER, i),
            lambda i: service.unshare(OTHER, i),
        ):
            with pytest.raises(NotFound) as caught:
                use(assessment_id)
            assert str(caught.value) == NO_ASSESSMENT
    assert desk.mine() == {}


def test_a_respondent_sees_their_own_answers_and_may_not_decide(desk: Desk) -> None:
    nurse = Actor("nurse", "Nurse")
    desk.store.add_respondent(desk.id, "Nurse", "health", nurse.id)
    desk.service.set_rating(ME, desk.id, "1a", 4.0)
    desk.store.save_action(desk.id, 1, "1a", "Write it down", by=ME.id)
    desk.service.set_rating(nurse, desk.id, "1a", 0.0)
    view = desk.service.load(nurse, desk.id)
    hers = answer("1a", value=0.0, respondent="Nurse", group="health")
    assert (view.answers, view.mine, view.actions, view.is_owner) == ((hers,), {"1a": hers}, (), False)
    assert len(desk.service.load(ME, desk.id).answers) == 2
    assert [each.id for each in desk.service.mine(nurse)] == [desk.id]
    with pytest.raises(NotAllowed, match="Only the person who started this assessment can do that"):
        desk.service.finish(nurse, desk.id)
    with pytest.raises(NotAllowed, match="Only the person who started"):
        desk.service.erase_note(nurse, desk.id, "1a", "action")


def test_everyone_may_read_an_example_and_only_its_owner_change_it(desk: Desk) -> None:
    store = desk.store
    subject = store.add_subject(1, "authority", "Southshire", "worked-example")
    round_ = store.ensure_round(1, "2007", "small", "1.0.0")
    made = store.create_assessment(subject.id, round_.id, "small", "1.0.0", SAMPLE_OWNER.id)
    us = store.add_respondent(made.id, "Our reading")
    store.save_answer(made.id, us.id, "2a", "answer", {"value": 2.0, "basis": "pooled"}, SAMPLE_OWNER.id)
    [example] = desk.service.examples(OTHER)
    assert (example.id, example.origin, example.progress) == (made.id, "worked-example", Completion(1, 3))
    assert desk.service.examples(OTHER, "illustrative") == [] == desk.service.examples(OTHER, "real")
    view = desk.service.load(OTHER, made.id)
    assert [(each.item, each.basis) for each in view.answers] == [("2a", "pooled")]
    assert (view.mine, view.may_answer) == ({}, False)
    with pytest.raises(NotAllowed, match="You can read this assessment, but not answer in it"):
        desk.service.set_rating(OTHER, made.id, "2a", 4.0)
    with pytest.raises(NotAllowed):
        desk.service.erase_note(OTHER, made.id, "2a", "evidence")
    assert made.id not in [each.id for each in desk.service.mine(OTHER)]


# Finishing


def test_finishing_freezes_answers_and_scores(desk: Desk) -> None:
    desk.service.set_rating(ME, desk.id, "1a", 2.0)
    desk.service.set_rating(ME, desk.id, "1b", 4.0)
    snapshot = desk.service.finish(ME, desk.id)
    assert snapshot.answers == [asdict(each) for each in desk.mine().values()]
    [result] = snapshot.scores["results"]
    # Rules 1 to 4: 2 of 0 to 4 is 50, 4 is 100; their mean is 75.
    assert (result["subject"], result["overall"]["position"], result["placement"]["zone"]) == (
        "Elm Centre",
        75.0,
        "whole",
    )
    view = desk.service.load(ME, desk.id)
    assert (view.snapshots, view.may_answer, view.record.finished_at) == (
        (snapshot,),
        False,
        snapshot.taken_at,
    )
    assert desk.service.finish(ME, desk.id) == snapshot


def test_a_finished_assessment_takes_no_change_until_reopened(desk: Desk) -> None:
    desk.service.set_note(ME, desk.id, "1a", "evidence", PHONE)
    desk.service.finish(ME, desk.id)
    for change in (
        lambda: desk.service.set_rating(ME, desk.id, "1a", 2.0),
        lambda: desk.service.set_note(ME, desk.id, "1a", "evidence", "x"),
        lambda: desk.service.confirm_note(ME, desk.id, "1a", "evidence"),
        lambda: desk.service.set_direction(ME, desk.id, "1a", "holding"),
        lambda: desk.service.set_one_person(ME, desk.id, "1a", True),
    ):
        with pytest.raises(NotAllowed) as caught:
            change()
        assert str(caught.value) == FINISHED
    desk.service.reopen(ME, desk.id)
    desk.service.set_rating(ME, desk.id, "1a", 2.0)
    assert [event.kind for event in desk.store.events(desk.id)] == ["finished", "reopened"]


def test_an_assessment_without_answers_can_be_finished_and_has_bounds_only(desk: Desk) -> None:
    snapshot = desk.service.finish(ME, desk.id)
    [result] = snapshot.scores["results"]
    assert snapshot.answers == []
    # Rules 5 and 6: nothing rated, everything possible.
    assert result["overall"] == {"position": None, "low": 0.0, "high": 100.0, "coverage": 0.0}
    assert result["respondents"] == 0


def test_a_note_is_erased_everywhere_even_when_finished(desk: Desk) -> None:
    desk.service.set_note(ME, desk.id, "1a", "evidence", "Jo Bloggs said so")
    desk.service.finish(ME, desk.id)
    assert desk.service.erase_note(ME, desk.id, "1a", "evidence") == Erased(True)
    assert "Bloggs" not in str(desk.store.everything())
    assert [event.kind for event in desk.store.events(desk.id)] == ["finished", "erased"]
    with pytest.raises(SelfAssessError, match="What can be erased is evidence"):
        desk.service.erase_note(ME, desk.id, "1a", "value")


def test_a_draft_that_was_never_confirmed_can_be_erased_even_when_finished(desk: Desk) -> None:
    desk.service.set_note(ME, desk.id, "1a", "evidence", PHONE)
    desk.service.set_note(ME, desk.id, "1b", "reason", PHONE)
    desk.service.finish(ME, desk.id)
    assert desk.service.erase_note(ME, desk.id, "1a", "evidence") == Erased(True)
    assert desk.service.erase_note(ME, desk.id, "1b", "reason") == Erased(True)
    assert desk.service.load(ME, desk.id).drafts == {}
    assert "960123" not in str(desk.store.everything())


def test_an_erasure_tells_which_things_to_work_on_it_blanked(desk: Desk) -> None:
    told = "Jo Bloggs of Elm Road said so"
    desk.service.set_note(ME, desk.id, "1a", "evidence", told)
    desk.store.save_action(desk.id, 1, "1a", "Write it down", "Manager", by=ME.id)
    desk.store.save_action(desk.id, 2, "1a", f"Look into “{told}”.", "Manager", by=ME.id)
    assert desk.service.erase_note(ME, desk.id, "1a", "evidence") == Erased(True, (2,))
    assert [action.text for action in desk.service.load(ME, desk.id).actions] == ["Write it down", ""]


def test_the_stores_copy_of_a_framework_serves_when_its_file_is_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    framework = make_framework()
    store = open_empty(tmp_path)
    service = AssessmentService(store, {framework.key: framework}, lambda key: FILES)
    made = service.start(ME, "Elm Centre", "", "programme", "", framework.key)
    read: list[tuple[str, Mapping[str, str]]] = []

    def parse(text: str, name: str, extra: Mapping[str, str]) -> Any:
        read.append((text, extra))
        return framework

    monkeypatch.setattr("selfassess.service.framework_copies.parse_framework", parse)
    later = AssessmentService(store, {}, lambda key: FILES)
    assert later.load(ME, made).framework is framework
    later.set_rating(ME, made, "1a", 2.0)
    assert read == [(FILES["framework.yaml"], {"vocabulary/now.yaml": FILES["vocabulary/now.yaml"]})]


def test_the_list_still_opens_when_a_framework_cannot_be_read(desk: Desk) -> None:
    later = AssessmentService(desk.store, {}, lambda key: FILES)
    [summary] = later.mine(ME)
    assert (summary.id, summary.progress) == (desk.id, Completion(0, 0))


# What comes of it


def test_sharing_is_the_owners_and_can_be_ended(desk: Desk) -> None:
    desk.service.share(ME, desk.id)
    assert desk.service.load(ME, desk.id).shared
    desk.service.unshare(ME, desk.id)
    assert not desk.service.load(ME, desk.id).shared
    alone = start(desk, authority_name="")
    with pytest.raises(SelfAssessError, match="names no authority"):
        desk.service.share(ME, alone)


def test_the_number_to_ring_is_the_authoritys_else_the_common_one(desk: Desk) -> None:
    assert desk.service.find_phone(ME, "Southshire") is None
    desk.service.set_phone(ME, "", "+44 (0)1632 960100")
    desk.service.set_phone(ME, "southshire", "01632 960123")
    assert desk.service.find_phone(ME, "SOUTHSHIRE") == AuthorityRecord(1, "Southshire", "01632 960123")
    common = desk.service.find_phone(OTHER, "Midtown")
    assert common is not None and replace(common, id=0) == AuthorityRecord(0, "", "+44 (0)1632 960100")
    with pytest.raises(NotAllowed, match="Only the person who runs this program"):
        desk.service.set_phone(OTHER, "Southshire", "999")
    with pytest.raises(SelfAssessError, match="in digits, such as"):
        desk.service.set_phone(ME, "Southshire", "the duty desk")
    desk.service.set_phone(ME, "Southshire", "")
    assert desk.service.find_phone(ME, "Southshire") == common
