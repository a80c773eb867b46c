"""The questionnaire's pages: the task list, and one card per sub-indicator."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass

from selfassess.answers import Answer, completion
from selfassess.framework.model import Framework, Item
from selfassess.framework.wording import fill
from selfassess.view_models.words import (
    DONT_KNOW,
    LOOK_FOR_LABELS,
    NOT_APPLICABLE,
    STATUS_LABELS,
    anchor_text,
    code_of,
)


@dataclass(frozen=True)
class Task:
    """One row of the task list."""

    indicator: str
    title: str
    about: str
    status: str
    progress: str


@dataclass(frozen=True)
class TaskList:
    tasks: tuple[Task, ...]
    answered: int
    total: int
    next_indicator: str | None
    """The first indicator that is not done; None when all are."""
    to_review: int
    """How many answers were carried forward and not looked at yet."""


@dataclass(frozen=True)
class Choice:
    """One way to answer. `number` is shown before the text; "" for the two special answers."""

    code: str
    number: str
    text: str


@dataclass(frozen=True)
class Card:
    """All that is shown for one sub-indicator. All texts are plain, with the vocabulary filled in."""

    item: str
    title: str
    question: str
    choices: tuple[Choice, ...]
    look_for: tuple[tuple[str, str], ...]
    glossary: tuple[tuple[str, str], ...]
    source: str


def make_task_list(
    framework: Framework,
    lens: str,
    mine: Sequence[Answer],
    terms: Mapping[str, str],
    asked: Container[str] | None = None,
) -> TaskList:
    """The indicators of a lens with how far one respondent has come. `asked`: their items, None for all."""
    done = completion(framework, lens, mine, asked)
    tasks = tuple(
        Task(
            indicator=indicator.id,
            title=indicator.short_title,
            about=fill(indicator.about, terms),
            status=STATUS_LABELS[done[indicator.id].status],
            progress=f"{done[indicator.id].answered} of {done[indicator.id].total}",
        )
        for indicator in framework.indicators_in(lens)
        if indicator.id in done
    )
    unfinished = [key for key, value in done.items() if value.status != "done"]
    return TaskList(
        tasks=tasks,
        answered=sum(value.answered for value in done.values()),
        total=sum(value.total for value in done.values()),
        next_indicator=unfinished[0] if unfinished else None,
        to_review=sum(answer.carried for answer in mine),
    )


def make_card(framework: Framework, item: Item, lens: str, terms: Mapping[str, str]) -> Card:
    text = item.lenses[lens]
    choices = [
        Choice(
            code_of(level.value), code_of(level.value), anchor_text(framework, item, lens, level.value, terms)
        )
        for level in framework.scale.levels
    ]
    if "dont_know" in framework.scale.special_answers:
        choices.append(Choice("dk", "", DONT_KNOW))
    if "not_applicable" in framework.scale.special_answers:
        choices.append(Choice("na", "", NOT_APPLICABLE))
    glossary = {term.id: (term.term, fill(term.meaning, terms)) for term in framework.glossary}
    return Card(
        item=item.id,
        title=fill(item.short_title, terms),
        question=fill(text.question, terms),
        choices=tuple(choices),
        look_for=tuple((LOOK_FOR_LABELS[entry.kind], fill(entry.text, terms)) for entry in text.look_for),
        glossary=tuple(glossary[term] for term in item.glossary if term in glossary),
        source=text.source,
    )


def neighbours(
    framework: Framework, lens: str, indicator: str, asked: Container[str] | None = None
) -> tuple[str | None, str | None]:
    """The indicators before and after one that hold an item asked, None at the ends."""
    ids = [
        entry.id
        for entry in framework.indicators_in(lens)
        if asked is None or entry.id == indicator or any(item.id in asked for item in entry.items)
    ]
    at = ids.index(indicator)
    return (ids[at - 1] if at else None, ids[at + 1] if at + 1 < len(ids) else None)
