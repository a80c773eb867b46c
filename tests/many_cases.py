"""Stored results and answers of many people, for the tests of what pages say about them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from view_cases import SUBJECT, framework

from selfassess.answers import Answer
from selfassess.disclosure import Disclosed, disclose
from selfassess.store.result_records import FigureRecord, ResultRecord

LABELS = {group.id: group.label for group in framework().groups}


def ratings(item: str, **given: Sequence[float | str]) -> list[Answer]:
    """Answers of several people to one item: group id (with _ for -) -> what each of them said."""
    made = []
    for group, choices in given.items():
        for number, choice in enumerate(choices):
            value, special = (None, choice) if isinstance(choice, str) else (float(choice), None)
            made.append(
                Answer(
                    SUBJECT,
                    "programme",
                    item,
                    value,
                    special,  # type: ignore[arg-type]
                    respondent=f"{group}-{number}",
                    group=group.replace("_", "-"),
                )
            )
    return made


def let_out(answers: Sequence[Answer], threshold: int = 3) -> Disclosed:
    return disclose(framework(), answers, threshold, LABELS)


def result(name: str, position: float | None, spread: float = 5.0, **more: object) -> ResultRecord:
    """A stored result whose id is its name in small letters."""
    at = 50.0 if position is None else position
    fields: dict[str, object] = {
        "assessment_id": name.lower(),
        "series": "safeguarding-2007@1.0",
        "as_of": datetime(2026, 7, 1, 23, 30, tzinfo=UTC),
        "subject": name,
        "lens": "programme",
        "origin": "real",
        "voices": 7,
        "groups": 3,
        "rated": 20,
        "asked": 23,
        "position": position,
        "low": max(0.0, at - spread),
        "high": min(100.0, at + spread),
        "coverage": 0.869,
        "wide_low": max(0.0, at - spread),
        "wide_high": min(100.0, at + spread),
        "authority": "Northshire",
        "round": "Spring 2026",
    }
    return ResultRecord(**(fields | more))  # type: ignore[arg-type]


def figures(of: str, positions: Mapping[str, float | None], spread: float = 2.0) -> list[FigureRecord]:
    """An indicator's figure for each part that is a number, an item's for the others."""
    made = []
    for part, position in positions.items():
        low, high = (
            (0.0, 100.0) if position is None else (max(0, position - spread), min(100, position + spread))
        )
        kind = "indicator" if part.isdigit() else "item"
        made.append(FigureRecord(of, kind, part, position, low, high, 1.0, low, high))  # type: ignore[arg-type]
    return made
