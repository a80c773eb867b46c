"""Paper questionnaires that somebody types in: where they may go, what each is called, and its answers.

Each sheet is a respondent of its own, under a number that is written on it: nobody's name is asked for.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from selfassess.answers import Answer
from selfassess.errors import NotAllowed, NotFound, SelfAssessError, listing
from selfassess.framework.model import Framework
from selfassess.service import entries
from selfassess.service.access import to_answer
from selfassess.service.actor import Actor
from selfassess.store.rows import NO_ASSESSMENT
from selfassess.store.store import AssessmentStore

PAPER = "Paper {}"
WHOSE = ("authority", "subject", "lens", "round", "respondent", "group")
_PAPER = re.compile(r"paper (\d{1,6})", re.IGNORECASE)


@dataclass(frozen=True)
class Entry:
    """What a sheet has for one item: a level's value, "dk", "na" or None, what is written beside it, and whether
    *this depends on one person* is ticked."""

    rating: float | str | None = None
    text: str = ""
    one_person: bool = False

    @property
    def is_blank(self) -> bool:
        return self.rating is None and not self.text.strip() and not self.one_person


@dataclass(frozen=True)
class PaperPlace:
    """An assessment that sheets can be typed into."""

    id: str
    subject: str
    authority: str
    lens: str
    round: str
    framework_key: str
    vocabulary: str


@dataclass(frozen=True)
class Sheet:
    """A sheet typed in before: its label, its group and its answers by item."""

    label: str
    group: str
    answers: Mapping[str, Answer]


@dataclass(frozen=True)
class Papers:
    """The sheets of one assessment that are in, in the order of their numbers, and the next one's label."""

    sheets: tuple[Sheet, ...] = ()
    next: str = PAPER.format(1)


class PaperService:
    """Only the assessments that an actor made and that nobody is invited into take sheets, as they do files."""

    def __init__(self, store: AssessmentStore) -> None:
        self._store = store

    def places(self, actor: Actor) -> list[PaperPlace]:
        """The assessments that sheets can be typed into, last changed first."""
        mine = [overview.record for overview in self._store.assessments_of(actor.id)]
        return [
            PaperPlace(
                id=record.id,
                subject=record.subject,
                authority=record.authority,
                lens=record.lens,
                round=record.round,
                framework_key=record.framework_key,
                vocabulary=record.vocabulary,
            )
            for record in mine
            if record.owner == actor.id
            and record.origin == "real"
            and not (record.managed or record.finished_at or record.removed)
        ]

    def papers(self, actor: Actor, assessment_id: str) -> Papers:
        """The sheets that are in. Raises NotFound for what isn't the actor's, NotAllowed for an invited round."""
        with self._store.reading():
            record = self._store.assessment(assessment_id)
            if record.owner != actor.id:
                raise NotFound(NO_ASSESSMENT)
            if record.managed:
                raise NotAllowed("In this round people answer by their links, so no sheets can be typed in.")
            numbered = {
                int(match[1]): each
                for each in self._store.respondents(assessment_id)
                if (match := _PAPER.fullmatch(each.label))
            }
            answers = self._store.answers(assessment_id)
        sheets = [
            Sheet(
                respondent.label,
                respondent.group,
                {
                    row.item: to_answer(record, row)
                    for row in answers
                    if (row.respondent_id, row.kind) == (respondent.id, "answer")
                },
            )
            for _, respondent in sorted(numbered.items())
        ]
        return Papers(tuple(sheets), PAPER.format(max(numbered, default=0) + 1))


def read_sheet(
    framework: Framework, sheet: Answer, typed: Mapping[str, Entry], before: Sheet | None = None
) -> list[Answer]:
    """A sheet's answers. `sheet` says what it is about and whose it is, as every one of its answers will.

    What is written beside an item is evidence or, where the item doesn't apply, the reason. With `before`, the
    sheet as it was typed in the last time, what a sheet doesn't ask stays as it is, and an item left blank takes
    its answer back. Raises SelfAssessError for an answer that isn't there to choose, and for one that doesn't
    apply without a reason.
    """
    answers = []
    bare = []
    for item in framework.items_in(sheet.lens):
        entry = typed.get(item.id, Entry())
        old = before.answers.get(item.id) if before else None
        text = entry.text.strip()
        if entry.is_blank and old is None:
            continue
        rating = entries.check_rating(framework, entry.rating)
        reason = rating["special"] == "na"
        if reason and not text:
            bare.append(item.id)
        given: dict[str, Any] = {
            **rating,
            "evidence": "" if reason else text,
            "reason": text if reason else "",
            "one_person": entry.one_person,
        }
        answers.append(replace(old or sheet, item=item.id, **_whose(sheet), **given))
    if bare:
        raise SelfAssessError(
            f"Say why it does not apply: {listing(bare)}. If the sheet gives no reason, write “no reason given”."
        )
    return answers


def _whose(sheet: Answer) -> dict[str, Any]:
    return {name: getattr(sheet, name) for name in WHOSE}
