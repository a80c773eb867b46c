"""Answers of the round before as the start of the next: marked, and counted only once they are reviewed."""

from __future__ import annotations

from collections.abc import Container

from selfassess.store import AssessmentStore
from selfassess.store.records import AnswerChange

CARRIED = ("value", "special", "basis", "evidence", "direction", "one_person", "reason")


def carry_answers(
    store: AssessmentStore,
    from_assessment: str,
    from_respondent: int,
    to_assessment: str,
    to_respondent: int,
    asked: Container[str],
    by: str,
) -> int:
    """Copies one respondent's own answers to the items `asked`, each marked as carried. Gives how many.

    A question that was left open stays open, and what has been answered in the meantime stays as it is. Agreed ratings
    stay behind: they were agreed about then.
    """
    there = {row.item for row in store.answers(to_assessment, to_respondent) if row.kind == "answer"}
    changes = [
        AnswerChange(
            to_respondent,
            row.item,
            "answer",
            {name: getattr(row, name) for name in CARRIED} | {"carried": True},
        )
        for row in store.answers(from_assessment, from_respondent)
        if row.kind == "answer" and row.item in asked and row.item not in there
        if row.value is not None or row.special is not None
    ]
    store.save_answers(to_assessment, changes, by)
    return len(changes)
