"""Answers of the round before as the start of the next: marked, and counted only once they are reviewed."""

from __future__ import annotations

from selfassess.answers import Answer
from selfassess.service.access import Access
from selfassess.store import AssessmentStore
from selfassess.store.records import AnswerChange, AssessmentRecord, RoundRecord

CARRIED = ("value", "special", "basis", "evidence", "direction", "one_person", "reason")


def carry_answers(
    store: AssessmentStore,
    access: Access,
    earlier: AssessmentRecord,
    from_respondent: int,
    later: AssessmentRecord,
    to_respondent: int,
    by: str,
) -> int:
    """Copies one respondent's own answers, each marked as carried. Gives how many.

    Only what the later assessment asks too is copied; a question that was left open stays open. Agreed ratings
    stay behind: they were agreed about then.
    """
    asked = {item.id for item in access.framework_of(later).items_in(later.lens)}
    changes = [
        AnswerChange(
            to_respondent,
            row.item,
            "answer",
            {name: getattr(row, name) for name in CARRIED} | {"carried": True},
        )
        for row in store.answers(earlier.id, from_respondent)
        if row.kind == "answer" and row.item in asked and (row.value is not None or row.special is not None)
    ]
    store.save_answers(later.id, changes, by)
    return len(changes)


def carry_for_visitor(
    store: AssessmentStore,
    access: Access,
    later: AssessmentRecord,
    round_: RoundRecord,
    respondent_id: int,
    label: str,
    by: str,
) -> int:
    """Carries forward what a person of the same name answered for the same centre in the round before.

    Nothing where either round is anonymous: nobody can tell whose answers were whose.
    """
    if round_.starts_from is None or later.anonymous or not label:
        return 0
    for earlier in store.assessments_in(round_.starts_from):
        if (earlier.subject_id, earlier.lens) != (later.subject_id, later.lens) or earlier.anonymous:
            continue
        for respondent in store.respondents(earlier.id):
            if respondent.label == label:
                return carry_answers(store, access, earlier, respondent.id, later, respondent_id, by)
    return 0


def still_to_review(mine: dict[str, Answer]) -> list[str]:
    """The items whose answers were carried forward and not looked at yet."""
    return [item for item, answer in mine.items() if answer.carried]
