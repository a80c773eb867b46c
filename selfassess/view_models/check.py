"""Check and finish: everything answered, what is missing, and what is worth a second look."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from selfassess.answers import Answer, is_complete
from selfassess.framework.model import Framework, Indicator
from selfassess.view_models.words import (
    DIRECTION_LABELS,
    DONT_KNOW,
    NOT_APPLICABLE,
    level_in_words,
)

JUMP = 2
"""How many levels apart two answers inside one indicator are worth a second look."""


@dataclass(frozen=True)
class CheckRow:
    item: str
    title: str
    answer: str
    notes: tuple[str, ...]
    complete: bool


@dataclass(frozen=True)
class CheckSection:
    indicator: str
    title: str
    rows: tuple[CheckRow, ...]


@dataclass(frozen=True)
class Prompt:
    """Something worth a second look; it holds nobody up. `item` is where to look first."""

    indicator: str
    item: str
    text: str


@dataclass(frozen=True)
class Check:
    sections: tuple[CheckSection, ...]
    missing: tuple[tuple[str, tuple[str, ...]], ...]
    """(indicator id, ids of its items without a complete answer) for each indicator that has any."""
    prompts: tuple[Prompt, ...]


def make_check(
    framework: Framework,
    lens: str,
    mine: Mapping[str, Answer],
    terms: Mapping[str, str],
    asked: Collection[str] | None = None,
) -> Check:
    """`asked`: the items that this person is asked; None for all."""
    sections, missing, prompts = [], [], []
    for indicator in framework.indicators_in(lens):
        items = [i for i in indicator.items if lens in i.lenses and (asked is None or i.id in asked)]
        if not items:
            continue
        rows = tuple(
            CheckRow(
                item=item.id,
                title=item.short_title,
                answer=answer_in_words(framework, item.id, lens, mine.get(item.id), terms),
                notes=_notes(mine.get(item.id)),
                complete=is_complete(mine.get(item.id)),
            )
            for item in items
        )
        sections.append(CheckSection(indicator.id, indicator.short_title, rows))
        if open_items := tuple(row.item for row in rows if not row.complete):
            missing.append((indicator.id, open_items))
        prompts += _prompts(framework, indicator, [mine[i.id] for i in items if i.id in mine])
    return Check(tuple(sections), tuple(missing), tuple(prompts))


def answer_in_words(
    framework: Framework, item_id: str, lens: str, answer: Answer | None, terms: Mapping[str, str]
) -> str:
    if answer is None or not answer.given:
        return "Not answered"
    if answer.special == "dk":
        return DONT_KNOW
    if answer.special == "na":
        return NOT_APPLICABLE if answer.reason else f"{NOT_APPLICABLE}: the reason is missing"
    return level_in_words(framework, framework.item(item_id), lens, answer.value or 0.0, terms)


def _notes(answer: Answer | None) -> tuple[str, ...]:
    if answer is None:
        return ()
    notes = []
    if answer.special == "na" and answer.reason:
        notes.append(f"Reason: {answer.reason}")
    if answer.evidence:
        notes.append(f"Evidence: {answer.evidence}")
    if answer.direction:
        notes.append(f"Direction: {DIRECTION_LABELS[answer.direction].lower()}")
    if answer.one_person:
        notes.append("Depends on one person")
    return tuple(notes)


def _prompts(framework: Framework, indicator: Indicator, answers: Sequence[Answer]) -> list[Prompt]:
    prompts = []
    titles = {item.id: f"{item.id} {item.short_title}" for item in indicator.items}
    values = [level.value for level in framework.scale.levels]
    for answer in answers:
        if answer.value == framework.scale.highest and not answer.evidence:
            prompts.append(
                Prompt(
                    indicator.id,
                    answer.item,
                    f"{titles[answer.item]}: the top level, and no evidence noted.",
                )
            )
    ranks = {answer.item: values.index(answer.value) for answer in answers if answer.value in values}
    if ranks and max(ranks.values()) - min(ranks.values()) >= JUMP:
        low, high = min(ranks, key=lambda i: ranks[i]), max(ranks, key=lambda i: ranks[i])
        apart = ranks[high] - ranks[low]
        prompts.append(
            Prompt(indicator.id, low, f"{titles[low]} and {titles[high]} are {apart} levels apart.")
        )
    return prompts
