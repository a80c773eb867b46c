"""The 2007 framework with answers of one's own, for the tests of what pages say."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from selfassess.answers import Answer, to_frame
from selfassess.framework.files import read_framework
from selfassess.framework.model import Framework
from selfassess.framework.wording import terms_of
from selfassess.scoring import Scores, score

ROOT = Path(__file__).resolve().parent.parent
SUBJECT = "Elm Street"


@cache
def framework() -> Framework:
    return read_framework(ROOT / "frameworks" / "safeguarding-2007-1.0.yaml")


def terms() -> dict[str, str]:
    return terms_of(framework())


def answers(given: Mapping[str, float | str], **more: object) -> list[Answer]:
    """One respondent's answers: item -> level, "dk" or "na". `more` goes into each."""
    made = []
    for item, choice in given.items():
        value, special = (None, choice) if isinstance(choice, str) else (choice, None)
        made.append(Answer(SUBJECT, "programme", item, value, special, **more))  # type: ignore[arg-type]
    return made


def everything(level: float) -> dict[str, float | str]:
    return {item.id: level for item in framework().items_in("programme")}


def scored(made: list[Answer]) -> Scores:
    return score(framework(), to_frame(made))
