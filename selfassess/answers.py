"""Answers as the rest of the program sees them, and how complete a set of them is."""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import asdict, dataclass, replace
from typing import Literal

import pandas as pd

from selfassess.framework.model import Framework

Special = Literal["na", "dk"]
Kind = Literal["answer", "agreed"]
Basis = Literal["direct", "pooled", "inferred"]
Direction = Literal["strengthening", "holding", "slipping"]

KINDS: tuple[str, ...] = ("answer", "agreed")
BASES: tuple[str, ...] = ("direct", "pooled", "inferred")
DIRECTIONS: tuple[str, ...] = ("strengthening", "holding", "slipping")
SPECIAL_NAMES: dict[str, str] = {"na": "not_applicable", "dk": "dont_know"}
"""How the two special answers are written in answers, and what a framework calls them."""


@dataclass(frozen=True)
class Answer:
    """One respondent's answer to one item, or one agreed rating.

    `value` is a level's value; `special` is "na" or "dk". Both None means unanswered.
    Text fields are never None; an empty string means nothing was given.
    """

    subject: str
    lens: str
    item: str
    value: float | None = None
    special: Special | None = None
    authority: str = ""
    round: str = ""
    respondent: str = ""
    group: str = ""
    kind: Kind = "answer"
    basis: Basis | None = None
    evidence: str = ""
    direction: Direction | None = None
    one_person: bool = False
    reason: str = ""
    carried: bool = False
    """Carried forward from the round before and not reviewed yet: it doesn't count."""
    present: str = ""
    """Who was in the room when a rating was agreed."""
    asked: bool = True
    """False: the respondent was not asked this, which is not the same as leaving it out."""

    @property
    def given(self) -> bool:
        """Whether anything was chosen: a level, *not applicable* or *don't know*."""
        return self.value is not None or self.special is not None


FRAME_COLUMNS: tuple[str, ...] = tuple(Answer.__dataclass_fields__)
FLAGS: tuple[str, ...] = ("one_person", "carried", "asked")


def to_frame(answers: Iterable[Answer]) -> pd.DataFrame:
    """One row per answer. `value` is float64 with NaN for none; all other absent values are ""
    (text columns) or False (flags)."""
    frame = pd.DataFrame([asdict(answer) for answer in answers], columns=list(FRAME_COLUMNS))
    frame["value"] = frame["value"].astype("float64")
    frame[list(FLAGS)] = frame[list(FLAGS)].astype(bool)
    text = [column for column in FRAME_COLUMNS if column not in ("value", *FLAGS)]
    frame[text] = frame[text].astype(object).where(frame[text].notna(), "")
    return frame


def drop_carried(answers: Iterable[Answer]) -> tuple[Answer, ...]:
    """The answers with each that was carried forward and not reviewed turned into an unanswered one."""
    return tuple(
        replace(
            answer,
            value=None,
            special=None,
            basis=None,
            evidence="",
            direction=None,
            one_person=False,
            reason="",
            carried=False,
            present="",
        )
        if answer.carried
        else answer
        for answer in answers
    )


Status = Literal["not_started", "part", "done"]


@dataclass(frozen=True)
class Completion:
    """How far one respondent has come with a set of items."""

    answered: int
    total: int

    @property
    def status(self) -> Status:
        if self.answered == 0:
            return "not_started"
        return "done" if self.answered == self.total else "part"


def is_complete(answer: Answer | None) -> bool:
    """Whether an item needs nothing more: a choice that was reviewed, and for *not applicable* its reason."""
    if answer is None or not answer.given or answer.carried:
        return False
    return answer.special != "na" or bool(answer.reason.strip())


def completion(
    framework: Framework, lens: str, answers: Iterable[Answer], asked: Container[str] | None = None
) -> dict[str, Completion]:
    """Completion per indicator id, in framework order, for one respondent's answers.

    `asked` are the items that they are asked, None for all; an indicator with none of them is left out.
    """
    by_item = {answer.item: answer for answer in answers if answer.kind == "answer"}
    result = {}
    for indicator in framework.indicators_in(lens):
        items = [
            item.id for item in indicator.items if lens in item.lenses and (asked is None or item.id in asked)
        ]
        if items:
            answered = sum(is_complete(by_item.get(item)) for item in items)
            result[indicator.id] = Completion(answered, len(items))
    return result
