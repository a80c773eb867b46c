"""Decides what an import changes in one assessment, and what it may not."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from selfassess.answers import Answer
from selfassess.errors import one_line
from selfassess.exchange.columns import quote
from selfassess.exchange.rows import number_text
from selfassess.store.records import ANSWER_DEFAULTS, AnswerRecord, Json

PARTS: tuple[tuple[str, ...], ...] = (
    ("value", "special"),
    ("basis",),
    ("evidence",),
    ("direction",),
    ("one_person",),
    ("reason",),
)
"""The parts of an answer that are given, or not, each for itself. A level and *don't know* are one choice."""

REPLACE = "Leave it out of the file, or have the import replace answers."
FINISHED = "the assessment is finished. Reopen it to change an answer."
SHOWN_PARTS = {"one_person": "depends on one person"}


@dataclass(frozen=True)
class Change:
    """Fields of one answer to save."""

    respondent: str
    group: str
    item: str
    kind: str
    fields: Mapping[str, Json]
    before: Mapping[str, Json]
    """What stands there now, under the same names."""
    is_new: bool
    takes_back: bool
    """Whether a choice that the store has is replaced by none."""


@dataclass(frozen=True)
class Difference:
    """A part of an answer that the file has otherwise than the store, and that it may not change."""

    respondent: str
    item: str
    kind: str
    before: Mapping[str, Json]
    fields: Mapping[str, Json]
    sentence: str


@dataclass(frozen=True)
class Merge:
    """What an import comes to in one assessment; with any conflict, nothing of it may be saved."""

    changes: tuple[Change, ...]
    unchanged: int
    empty: int
    """How many rows gave nothing and changed nothing."""
    groups: Mapping[str, str]
    """The groups of respondents who are there already and were in none, by label."""
    differences: tuple[Difference, ...]
    conflicts: tuple[str, ...]
    """A sentence for everything else that can't be."""


def has_content(answer: Answer) -> bool:
    """Whether a row gives anything besides saying what it is about."""
    return bool(answer.given or answer.evidence or answer.reason or answer.direction or answer.one_person)


def merge(
    answers: Iterable[Answer],
    known: Iterable[AnswerRecord],
    groups: Mapping[str, str],
    *,
    replace: bool,
    finished: bool = False,
) -> Merge:
    """Compares a file's answers about one assessment with the `known` ones that it has.

    `groups` are those of the respondents who are there already, by label. What the file leaves empty leaves
    the store's alone; with `replace`, each row stands as it is written, and an empty answer takes back the
    stored one. A `finished` assessment takes nothing that it hasn't.
    """
    answers = list(answers)
    stored = {_key(answer.kind, answer.item, answer.respondent): answer for answer in known}
    seen: set[tuple[str, ...]] = set()
    settled, conflicts = _settle_groups(answers, groups)
    newly = {label: settled[label] for label, group in groups.items() if settled.get(label, "") != group}
    changes: list[Change] = []
    differences: list[Difference] = []
    unchanged = empty = 0
    for answer in answers:
        key = _key(answer.kind, answer.item, answer.respondent)
        if key in seen:
            twice = "stands in the file twice, with names that differ only in letter case."
            conflicts.append(f"{_describe(answer)} {twice}")
            continue
        seen.add(key)
        old = stored.get(key)
        fields, differing = _compare(answer, old, replace)
        differences += differing
        if old is not None and old.carried and not differing and (fields or has_content(answer)):
            fields["carried"] = False  # given anew, it counts
        if not fields:
            if not has_content(answer):
                empty += 1
            else:
                unchanged += not differing
        else:
            changes.append(_change(answer, old, settled.get(answer.respondent, ""), fields))
    if finished:
        place = _describe_place(answers[0]) if answers else ""
        conflicts += [f"{place}, the group {quote(group)}: {FINISHED}" for group in newly.values()]
        conflicts += [f"{place}: {FINISHED}"] * bool(changes)
    return Merge(tuple(changes), unchanged, empty, newly, tuple(differences), tuple(conflicts))


def _change(answer: Answer, old: AnswerRecord | None, group: str, fields: Mapping[str, Json]) -> Change:
    had_choice = old is not None and (old.value, old.special) != (None, None)
    return Change(
        respondent=answer.respondent,
        group=group,
        item=answer.item,
        kind=answer.kind,
        fields=fields,
        before={name: getattr(old, name) if old else ANSWER_DEFAULTS[name] for name in fields},
        is_new=old is None,
        takes_back=had_choice and "value" in fields and not answer.given,
    )


def _settle_groups(answers: Iterable[Answer], groups: Mapping[str, str]) -> tuple[dict[str, str], list[str]]:
    """Each respondent's group by label, the store's or else the file's, and a sentence for each with two."""
    named: dict[str, dict[str, None]] = {label: {group: None} for label, group in groups.items() if group}
    first: dict[str, Answer] = {}
    for answer in answers:
        if answer.group:
            named.setdefault(answer.respondent, {})[answer.group] = None
            first.setdefault(answer.respondent, answer)
    conflicts = [
        f"{_describe(dataclasses.replace(first[label], item='', kind='answer'))}: the respondent is in the groups "
        f"{' and '.join(map(quote, several))}. Leave the group out, or give the respondent a name of their own."
        for label, several in named.items()
        if len(several) > 1
    ]
    return {label: next(iter(several)) for label, several in named.items()}, conflicts


def _key(kind: str, item: str, respondent: str) -> tuple[str, ...]:
    """An agreed rating is one per item, whoever recorded it."""
    return (kind, item) if kind == "agreed" else (kind, item, respondent)


def _compare(
    answer: Answer, stored: AnswerRecord | None, replace: bool
) -> tuple[dict[str, Json], list[Difference]]:
    """The fields to save, and each part that the file would change without being told to."""
    fields: dict[str, Json] = {}
    differing: list[Difference] = []
    for part in PARTS:
        new = {name: getattr(answer, name) for name in part}
        old = {name: getattr(stored, name) if stored else ANSWER_DEFAULTS[name] for name in part}
        nothing = {name: ANSWER_DEFAULTS[name] for name in part}
        if new == old or (new == nothing and not replace):
            continue
        if old == nothing or replace:
            fields |= new
        else:
            sentence = f"{_describe(answer)}: {_say_difference(part[0], old, new)} {REPLACE}"
            differing.append(Difference(answer.respondent, answer.item, answer.kind, old, new, sentence))
    return fields, differing


def _say_difference(name: str, old: Mapping[str, Json], new: Mapping[str, Json]) -> str:
    if name == "value":
        return f"the store has {_choice(old)} and the file has {_choice(new)}."
    label = SHOWN_PARTS.get(name, name)
    old_text, new_text = quote(str(old[name])), quote(str(new[name]))
    return f'the store has another text under "{label}" ({old_text}) than the file ({new_text}).'


def _choice(values: Mapping[str, Json]) -> str:
    return str(values["special"]) if values["value"] is None else number_text(values["value"])


def _describe_place(answer: Answer) -> str:
    return _describe(dataclasses.replace(answer, item="", kind="answer", respondent=""))


def _describe(answer: Answer) -> str:
    parts = [
        quote(answer.subject),
        f"round {quote(answer.round)}" if answer.round else "",
        f"item {answer.item}" if answer.item else "",
        "agreed rating" if answer.kind == "agreed" else "",
        f"respondent {quote(answer.respondent)}" if answer.respondent else "",
    ]
    return one_line(", ".join(part for part in parts if part))
