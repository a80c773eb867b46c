"""Rounds that a lead opens, what closing one does to who is answering, and places renamed, merged, removed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from store_cases import DATABASES, Clock, RoundCase, make_round, open_each

from selfassess.errors import AlreadyThere, Conflict, NotAllowed, NotFound
from selfassess.store import AssessmentStore
from selfassess.store.records import AnswerChange
from selfassess.store.result_records import FigureRecord, Filter, ResultRecord

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
MIDNIGHT = datetime(2026, 3, 1, tzinfo=UTC)


@pytest.fixture(params=DATABASES)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[AssessmentStore]:
    with open_each(request.param, tmp_path) as opened:
        yield opened


@pytest.fixture
def case(store: AssessmentStore) -> RoundCase:
    return make_round(store)


def set_clock(store: AssessmentStore, moment: datetime) -> None:
    clock = store._clock
    assert isinstance(clock, Clock)
    clock.moment = moment


# Opening and changing


def test_a_round_is_kept_as_it_was_opened(store: AssessmentStore) -> None:
    case = make_round(
        store,
        opens_on=date(2026, 3, 1),
        closes_on=date(2026, 3, 31),
        voices="anonymous",
        threshold=5,
        groups=[{"id": "mid", "label": "Midwifery"}],
        asks={"mid": ("1a", "1b")},
    )
    made = store.round(case.round.id)
    assert made == case.round
    assert (made.managed, made.owner, made.threshold, made.voices) == (True, "lead", 5, "anonymous")
    assert made.groups == [{"id": "mid", "label": "Midwifery"}]
    assert made.asks == {"mid": ["1a", "1b"]}
    assert made.created_at is not None and made.closed_at is None


def test_a_name_that_is_there_is_refused_with_what_is_there(case: RoundCase) -> None:
    with pytest.raises(AlreadyThere, match="There is a round “SPRING ” already") as refused:
        make_round(case.store, "SPRING ")
    assert refused.value.existing == str(case.round.id)


def test_only_managed_rounds_of_their_owner_are_listed_newest_first(case: RoundCase) -> None:
    store = case.store
    own = store.ensure_round(case.round.authority_id, "My own", "small", "1.0.0")
    autumn = make_round(store, "Autumn").round
    assert store.rounds("lead") == [autumn, case.round]
    assert store.rounds("somebody") == []
    assert store.rounds_of(case.round.authority_id) == [autumn, own, case.round]


def test_a_round_can_be_changed_but_not_to_a_name_that_is_taken(case: RoundCase) -> None:
    changed = case.store.change_round(case.round.id, name="Early spring", closes_on=date(2026, 4, 1))
    assert changed == replace(case.round, name="Early spring", closes_on=date(2026, 4, 1))
    make_round(case.store, "Autumn")
    with pytest.raises(Conflict, match="There is a round “autumn” already"):
        case.store.change_round(case.round.id, name="autumn", opens_on=None)
    assert case.store.round(case.round.id) == changed
    for field in ("closed_at", "voices", "threshold", "groups", "asks"):  # what is shown hangs on them
        with pytest.raises(ValueError, match="can't be changed"):
            case.store.change_round(case.round.id, **{field: None})
    with pytest.raises(NotFound):
        case.store.change_round(99, name="Late")


def test_an_assessment_knows_what_its_round_says(store: AssessmentStore) -> None:
    case = make_round(store, voices="anonymous", threshold=4)
    made = case.start("Elm Centre")
    record = store.assessment(made)
    assert (record.anonymous, record.managed, record.round_closed, record.threshold) == (True, True, False, 4)
    assert store.assessments_in(case.round.id) == [record]


# Closing


def test_a_round_closes_once_and_says_so(case: RoundCase) -> None:
    made = case.start("Elm Centre")
    assert [case.store.close_round(case.round.id) for _ in range(2)] == [True, False]
    assert case.store.assessment(made).round_closed
    assert case.store.round(case.round.id).closed_at is not None


def test_an_answer_in_a_closed_round_is_refused_and_what_was_saved_stays(case: RoundCase) -> None:
    store, made = case.store, case.start("Elm Centre")
    me = store.add_voice(made, "Ann", "", "voice-1")
    case.answer(made, me, "1a", value=2.0)
    store.close_round(case.round.id)
    before = store.answers(made), store.history(made)
    with pytest.raises(NotAllowed) as refused:
        case.answer(made, me, "1b", value=4.0)
    assert str(refused.value) == (
        "This round has closed, so this change is not saved. Everything saved before is kept and counts."
    )
    both = [AnswerChange(me.id, "1a", kind, {"value": 4.0}) for kind in ("agreed", "answer")]
    with pytest.raises(NotAllowed, match="This round has closed"):
        store.save_answers(made, both, "lead")
    assert (store.answers(made), store.history(made)) == before


def test_a_rating_can_be_agreed_after_the_round_has_closed(case: RoundCase) -> None:
    made = case.start("Elm Centre")
    me = case.store.add_voice(made, "Ann", "", "voice-1")
    case.store.close_round(case.round.id)
    fields = {"value": 4.0, "reason": "Minutes", "present": "Ann, Bea"}
    agreed = case.store.save_answer(made, me.id, "1a", "agreed", fields, "lead")
    assert (agreed.value, agreed.present) == (4.0, "Ann, Bea")


@pytest.mark.parametrize(
    ("moment", "is_closed"),
    [
        (
            datetime(2026, 3, 31, 22, 59, 50, tzinfo=UTC),
            False,
        ),  # still 31 March in London: the clocks went on
        (datetime(2026, 3, 31, 23, 0, tzinfo=UTC), True),
    ],
)
def test_a_round_is_open_until_the_end_of_its_last_day_in_london(
    store: AssessmentStore, moment: datetime, is_closed: bool
) -> None:
    case = make_round(store, closes_on=date(2026, 3, 31))
    made = case.start("Elm Centre")
    me = store.add_voice(made, "Ann", "", "voice-1")
    set_clock(store, moment)
    assert store.assessment(made).round_closed is is_closed
    if is_closed:
        with pytest.raises(NotAllowed, match="This round has closed"):
            case.answer(made, me, "1a", value=2.0)
    else:
        assert case.answer(made, me, "1a", value=2.0).value == 2.0


# Anonymous rounds


def test_an_anonymous_round_keeps_the_day_only(store: AssessmentStore) -> None:
    case = make_round(store, voices="anonymous")
    made = case.start("Elm Centre")
    me = store.add_voice(made, "Ann", "", "voice-1")
    assert case.answer(made, me, "1a", value=2.0, evidence="Minutes").changed_at == MIDNIGHT
    store.save_draft_note(made, me.id, "1b", "evidence", "draft", ["why"])
    store.set_group(made, me.id, "parents", "voice-1")
    store.erase_text(made, "1a", "evidence", "voice-1", me.id)
    assert {change.at for change in store.history(made)} == {MIDNIGHT}
    assert {event.at for event in store.events(made)} == {MIDNIGHT}
    assert [draft.kept_at for draft in store.draft_notes(made, me.id)] == [MIDNIGHT]


def test_a_named_round_keeps_the_moment(case: RoundCase) -> None:
    made = case.start("Elm Centre")
    me = case.store.add_voice(made, "Ann", "", "voice-1")
    assert case.answer(made, me, "1a", value=2.0).changed_at > MIDNIGHT


# Places


def save_result(case: RoundCase, *made: str) -> None:
    for each in made:
        result = ResultRecord(each, "small@1.0", NOON, position=50.0)
        case.store.save_results([(result, [FigureRecord(each, "item", "1a", 50.0)])])


def compared(case: RoundCase, **fields: str) -> list[str]:
    wanted = Filter("small@1.0", "programme", visible_to="lead", **fields)
    return [each.subject for each in case.store.results(wanted)]


def test_a_renamed_centre_keeps_its_answers_and_results(case: RoundCase) -> None:
    store, made = case.store, case.start("Elm Centre", owner="lead")
    save_result(case, made)
    renamed = store.rename_subject(case.subject_of(made), "Oak Centre")
    assert renamed.name == store.assessment(made).subject == "Oak Centre"
    assert compared(case) == ["Oak Centre"]
    assert store.find_subject(case.round.authority_id, "programme", "elm centre") is None


def test_a_name_that_another_centre_has_is_refused(case: RoundCase) -> None:
    made = case.start("Elm Centre")
    case.start("Oak Centre")
    with pytest.raises(Conflict, match=r"“oak  CENTRE” is there already\. Choose another name, or merge"):
        case.store.rename_subject(case.subject_of(made), "oak  CENTRE")
    assert case.store.assessment(made).subject == "Elm Centre"
    assert case.store.rename_subject(case.subject_of(made), "ELM Centre").name == "ELM Centre"


def test_a_removed_centre_is_in_no_list_but_nothing_is_lost(case: RoundCase) -> None:
    store, made = case.store, case.start("Elm Centre", owner="lead")
    me = store.add_voice(made, "Ann", "", "voice-1")
    case.answer(made, me, "1a", value=2.0)
    save_result(case, made)
    store.remove_subject(case.subject_of(made))
    assert compared(case) == [] == store.results(subject_id=case.subject_of(made)) == store.figures([made])
    assert store.assessments_in(case.round.id) == store.subjects(case.round.authority_id) == []
    assert [each.id for each in store.assessments_in(case.round.id, with_removed=True)] == [made]
    assert [each.name for each in store.subjects(case.round.authority_id, with_removed=True)] == [
        "Elm Centre"
    ]
    assert store.assessment(made).removed and store.answers(made)[0].value == 2.0
    assert store.stale() == []
    save_result(case, made)
    assert compared(case) == []


def test_the_name_of_a_removed_centre_can_be_given_anew(case: RoundCase) -> None:
    made = case.start("Elm Centre")
    case.store.remove_subject(case.subject_of(made))
    assert case.store.find_subject(case.round.authority_id, "programme", "Elm Centre") is None
    again = case.start("Elm Centre")
    assert case.subject_of(again) != case.subject_of(made)
    case.store.remove_subject(case.subject_of(again))
    with pytest.raises(NotFound, match="“Elm Centre” was removed, or merged into another"):
        case.store.rename_subject(case.subject_of(made), "Oak Centre")


def test_merging_moves_assessments_and_results(case: RoundCase) -> None:
    store = case.store
    autumn = make_round(store, "Autumn")
    gone, kept = (
        case.start("Elm Centre", "lead", setting="town"),
        autumn.start("Oak", "lead", setting="coast"),
    )
    save_result(case, gone, kept)
    store.merge_subject(case.subject_of(gone), case.subject_of(kept))
    assert store.assessment(gone).subject == "Oak"
    assert compared(case) == ["Oak", "Oak"] == compared(case, setting="coast")
    left = store.subjects(case.round.authority_id, with_removed=True)
    assert {each.name: each.merged_into for each in left} == {
        "Elm Centre": case.subject_of(kept),
        "Oak": None,
    }
    assert store.stale() == [gone]


def test_centres_with_assessments_in_the_same_round_are_not_merged(case: RoundCase) -> None:
    autumn = make_round(case.store, "Autumn")
    gone, kept = case.start("Elm Centre", "lead"), case.start("Oak", "lead")
    autumn.start("Elm Centre", "lead")
    before = case.store.everything()
    with pytest.raises(
        Conflict, match="“Elm Centre” and “Oak” both have an assessment in the round “Spring”"
    ):
        case.store.merge_subject(case.subject_of(gone), case.subject_of(kept))
    with pytest.raises(Conflict, match="Only two different places"):
        case.store.merge_subject(case.subject_of(kept), case.subject_of(kept))
    assert case.store.everything() == before


def test_a_new_profile_filters_results_at_once(case: RoundCase) -> None:
    made = case.start("Elm Centre", owner="lead")
    save_result(case, made)
    profile = {"setting": "coast", "size": None, "staff": 12}
    assert case.store.set_profile(case.subject_of(made), profile).profile == profile
    assert compared(case, setting="coast") == ["Elm Centre"]
    assert compared(case, setting="town") == []


def test_a_store_with_all_this_is_restored_as_it_was(case: RoundCase, tmp_path: Path) -> None:
    gone, kept = case.start("Elm Centre", "a"), case.start("Oak", "b")
    save_result(case, gone, kept)
    case.store.merge_subject(case.subject_of(gone), case.subject_of(kept))
    make_round(case.store, "Autumn", starts_from=case.round.id)
    with open_each("sqlite", tmp_path / "second") as second:
        second.restore(case.store.everything())
        assert second.everything() == case.store.everything()
