"""Erasing free text: what goes with it, what stays, and that no byte of it is left in the files."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from store_cases import Case, make_case

from selfassess.store.records import ActionRecord, Erased, EventRecord, RespondentRecord


@pytest.fixture
def case(tmp_path: Path) -> Case:
    return make_case(tmp_path)


def fill_with_text(case: Case, words: str) -> None:
    """`words` in every place where free text of item 1a stands."""
    case.save("1a", value=2.0, evidence=f"{words} long ago")
    case.save("1a", evidence=words)
    case.store.save_draft_note(case.id, case.me.id, "1a", "evidence", f"{words} again", ["why"])
    case.store.save_action(case.id, 1, "1a", f"Ring: {words}!", "Manager", date(2026, 9, 1), by="owner")
    case.store.save_action(case.id, 1, "1a", f"Write: {words}", "Manager", date(2026, 9, 1), by="owner")
    kept = [{"item": "1a", "respondent": "", "evidence": words, "reason": "", "value": 2.0}]
    case.store.finish(case.id, "owner", kept, {})


def test_erased_text_is_gone_from_every_table_and_the_erasure_is_recorded_without_it(case: Case) -> None:
    fill_with_text(case, "Jo Bloggs of Elm Road")
    assert case.store.erase_text(case.id, "1a", "evidence", "owner") == Erased(True, (1,))
    assert "Bloggs" not in str(case.store.everything())
    assert [(a.value, a.evidence) for a in case.store.answers(case.id)] == [(2.0, "")]
    assert [change.after for change in case.store.history(case.id)] == [
        {"value": 2.0, "evidence": ""},
        {"evidence": ""},
    ]
    assert case.store.snapshots(case.id)[0].answers[0] == {
        "item": "1a",
        "respondent": "",
        "evidence": "",
        "reason": "",
        "value": 2.0,
    }
    assert case.store.actions(case.id) == [ActionRecord(case.id, 1, "1a", "", "Manager", date(2026, 9, 1))]
    assert case.store.draft_notes(case.id, case.me.id) == []
    last = case.store.events(case.id)[-1]
    assert last == EventRecord(
        last.at, "owner", "erased", {"item": "1a", "field": "evidence", "respondent_id": None}
    )


def test_erased_text_is_gone_from_the_bytes_of_the_files(case: Case) -> None:
    fill_with_text(case, "Jo Bloggs of Elm Road")
    assert b"Bloggs" in case.bytes_on_disk()
    case.store.erase_text(case.id, "1a", "evidence", "owner")
    assert b"Bloggs" not in case.bytes_on_disk()


def test_a_text_that_an_action_holds_only_by_chance_leaves_it_alone(case: Case) -> None:
    plans = ["Ask yesterday's group to meet again", "Yes", "no 12345678901234567890123", "Yes"]
    for position, (item, plan) in enumerate(zip(("1a", "1a", "1a", "1b"), plans, strict=True), start=1):
        case.store.save_action(case.id, position, item, plan, "Manager", by="owner")
    case.save("1a", evidence="yes", reason="12345678901234567890")
    assert case.store.erase_text(case.id, "1a", "evidence", "owner") == Erased(True, (2,))
    assert case.store.erase_text(case.id, "1a", "reason", "owner") == Erased(True)
    assert [action.text for action in case.store.actions(case.id)] == [plans[0], "", plans[2], "Yes"]
    assert {action.owner_role for action in case.store.actions(case.id)} == {"Manager"}


def test_a_respondents_erasure_leaves_the_owners_plan_and_drafts_alone(case: Case) -> None:
    words = "Jo Bloggs of 12 Elm Road"
    nurse = case.store.add_respondent(case.id, "Nurse")
    case.store.save_action(case.id, 1, "1a", words, by="owner")
    case.store.save_draft_note(case.id, case.me.id, "1a", "reason", words, ["why"])
    case.store.save_answer(case.id, nurse.id, "1a", "answer", {"evidence": words}, "nurse")
    assert case.store.erase_text(case.id, "1a", "evidence", "nurse", nurse.id) == Erased(True)
    assert [action.text for action in case.store.actions(case.id)] == [words]
    assert [draft.text for draft in case.store.draft_notes(case.id, case.me.id)] == [words]
    assert [answer.evidence for answer in case.store.answers(case.id)] == [""]


def test_drafts_that_quote_erased_text_go_whatever_their_field(case: Case) -> None:
    words = "Jo Bloggs lives next door"
    case.save("1a", evidence=words)
    for item, field, text in (
        ("1a", "reason", f"why: {words}"),
        ("1b", "action-3", f"Ring 07700 900123 about {words.upper()}."),
        ("1b", "evidence", "Ring 07700 900123 about Jo"),
    ):
        case.store.save_draft_note(case.id, case.me.id, item, field, text, ["why"])
    assert case.store.erase_text(case.id, "1a", "evidence", "owner") == Erased(True)
    assert [(d.item, d.field) for d in case.store.draft_notes(case.id, case.me.id)] == [("1b", "evidence")]


def test_of_an_agreed_rating_a_respondent_erases_what_they_wrote_and_nothing_else(case: Case) -> None:
    nurse, officer = (case.store.add_respondent(case.id, who) for who in ("Nurse", "Officer"))

    def save(who: RespondentRecord, **fields: object) -> None:
        case.store.save_answer(case.id, who.id, "1a", "agreed", fields, who.label)

    def snapshot() -> None:
        [row] = case.store.answers(case.id)
        kept = {"item": "1a", "kind": "agreed", "respondent": row.respondent, "evidence": row.evidence}
        case.store.finish(case.id, "owner", [kept], {})
        case.store.reopen(case.id, "owner")

    save(nurse, evidence="hers", value=2.0)
    save(officer, value=4.0)  # the row is the officer's now, its text still the nurse's
    snapshot()
    assert case.store.erase_text(case.id, "1a", "evidence", "Officer", officer.id) == Erased(False)
    assert [answer.evidence for answer in case.store.answers(case.id)] == ["hers"]
    assert "erased" not in [event.kind for event in case.store.events(case.id)]
    save(officer, evidence="his")
    snapshot()
    assert case.store.erase_text(case.id, "1a", "evidence", "Nurse", nurse.id) == Erased(True)
    assert "hers" not in str(case.store.everything())
    assert [answer.evidence for answer in case.store.answers(case.id)] == ["his"]
    assert [kept.answers[0]["evidence"] for kept in case.store.snapshots(case.id)] == ["", "his"]
    assert case.store.erase_text(case.id, "1a", "evidence", "owner") == Erased(True)
    assert "his" not in [kept.answers[0]["evidence"] for kept in case.store.snapshots(case.id)]


def test_an_erasure_that_finds_nothing_is_not_recorded(case: Case) -> None:
    case.save("1a", evidence="Minutes")
    assert case.store.erase_text(case.id, "1b", "evidence", "owner") == Erased(False)
    assert case.store.erase_text(case.id, "1a", "evidence", "owner") == Erased(True)
    assert case.store.erase_text(case.id, "1a", "evidence", "owner") == Erased(False)
    assert [event.kind for event in case.store.events(case.id)] == ["erased"]


def test_no_copy_of_erased_text_stays_where_sqlite_has_split_its_pages(case: Case) -> None:
    # secure_delete alone leaves some of these: it wipes the row, not what was copied as pages filled up.
    with case.store.transaction():
        for number in range(30):
            case.save(f"{number}a", evidence=f"<{number}>" + "x" * (number * 211 % 900))
        for place in range(30):
            number = place * 7 % 30
            case.save(f"{number}a", evidence=f"<{number}>" + "y" * (place * 633 % 900))
        for number in range(30):
            case.store.erase_text(case.id, f"{number}a", "evidence", "owner")
    left = case.bytes_on_disk()
    assert [number for number in range(30) if b"<%d>" % number in left] == []


def test_erasing_one_respondents_text_leaves_the_others(case: Case) -> None:
    nurse = case.store.add_respondent(case.id, "Nurse")
    case.save("1a", evidence="mine", reason="my reason")
    case.save("1b", evidence="mine too")
    case.store.save_answer(case.id, nurse.id, "1a", "answer", {"evidence": "hers"}, "nurse")
    kept = [
        {"item": "1a", "respondent": who, "evidence": text, "reason": ""}
        for who, text in (("", "mine"), ("Nurse", "hers"))
    ]
    case.store.finish(case.id, "owner", kept, {})
    case.store.erase_text(case.id, "1a", "evidence", "nurse", nurse.id)
    assert [(a.item, a.evidence, a.reason) for a in case.store.answers(case.id)] == [
        ("1a", "mine", "my reason"),
        ("1b", "mine too", ""),
        ("1a", "", ""),
    ]
    assert [entry["evidence"] for entry in case.store.snapshots(case.id)[0].answers] == ["mine", ""]


def test_erasing_a_thing_to_work_on_takes_its_drafts_along(case: Case) -> None:
    case.save("1a", evidence="Minutes")
    case.store.save_action(case.id, 1, "1a", "Ring Jo", "Jo", by="owner")
    case.store.save_draft_note(case.id, case.me.id, "1a", "action-1", "Ring Jo on 01632 960123", ["a phone"])
    assert case.store.erase_text(case.id, "1a", "action", "owner") == Erased(True, (1,))
    assert case.store.actions(case.id) == [ActionRecord(case.id, 1, "1a")]
    assert "Jo" not in str(case.store.events(case.id))
    assert case.store.draft_notes(case.id, case.me.id) == []
    assert [answer.evidence for answer in case.store.answers(case.id)] == ["Minutes"]


def test_erasing_a_thing_to_work_on_reaches_what_it_takes_and_what_became_of_it(case: Case) -> None:
    case.store.save_action(case.id, 1, "1a", implies="Ask Jo", outcome="Jo left", target=4.0, by="owner")
    case.store.save_draft_note(case.id, case.me.id, "1a", "action-1-outcome", "Ring Jo", ["a phone"])
    case.store.save_action(case.id, 2, "1b", "Meet", implies="Ask Ann", by="owner")
    assert case.store.erase_text(case.id, "1a", "action", "owner") == Erased(True, (1,))
    left = [
        ActionRecord(case.id, 1, "1a", target=4.0),
        ActionRecord(case.id, 2, "1b", "Meet", implies="Ask Ann"),
    ]
    assert case.store.actions(case.id) == left
    assert "Jo" not in str(case.store.everything())
    assert b"Jo left" not in case.bytes_on_disk()


def test_what_quotes_an_erased_note_goes_from_every_text_of_the_plan(case: Case) -> None:
    words = "Jo Bloggs of 12 Elm Road"
    case.save("1a", evidence=words)
    case.store.save_action(case.id, 1, "1b", "Meet", "Manager", implies=f"Ask {words}.", by="owner")
    case.store.save_action(case.id, 2, "1b", "Ask", outcome=f"{words} said no", by="owner")
    assert case.store.erase_text(case.id, "1a", "evidence", "owner") == Erased(True, (1, 2))
    assert [(a.text, a.implies, a.outcome) for a in case.store.actions(case.id)] == [
        ("Meet", "", ""),
        ("Ask", "", ""),
    ]
    assert "Bloggs" not in str(case.store.everything())


def test_a_plans_history_from_before_it_had_all_its_fields_is_erased_too(case: Case) -> None:
    old = {"item": "1a", "text": "Ring Jo Bloggs", "owner_role": "", "due_on": None}
    case.store.note_event(case.id, "owner", "planned", {"position": 1, "before": None, "after": old})
    assert case.store.erase_text(case.id, "1a", "action", "owner") == Erased(True)
    assert "Bloggs" not in str(case.store.everything())


def test_their_own_text_is_erased_from_a_snapshot_that_names_no_author(case: Case) -> None:
    case.save("1a", value=2.0, evidence="Minutes of May")
    kept = [
        {"item": "1a", "respondent": "block-1", "evidence": text, "reason": ""}
        for text in ("Minutes of May", "Minutes of June")
    ]
    case.store.finish(case.id, "owner", kept, {})
    assert case.store.erase_text(case.id, "1a", "evidence", "owner", case.me.id).anything
    left = case.store.snapshots(case.id)[0].answers
    assert [answer["evidence"] for answer in left] == ["", "Minutes of June"]


def test_who_was_in_the_room_is_erased_too(case: Case) -> None:
    case.save("1a", kind="agreed", value=2.0, reason="Seen", present="Jo Bloggs, Ann")
    case.store.erase_text(case.id, "1a", "present", "owner")
    assert "Bloggs" not in str(case.store.everything())
    assert case.store.answers(case.id)[0].reason == "Seen"
    assert b"Bloggs" not in case.bytes_on_disk()
