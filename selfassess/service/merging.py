"""Decides what an import changes in one assessment, and what it may not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from selfassess.answers import Answer
from selfassess.errors import one_line
from selfassess.exchange.columns import quote
from selfassess.exchange.rows import number_text
from selfassess.framework.model import Framework
from selfassess.store.records import ANSWER_DEFAULTS, AnswerRecord, AssessmentRecord, Json

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
SHOWN_PARTS = {"one_person": "depends on one person"}


@dataclass(frozen=True)
class Change:
    """Fields of one answer to save."""

    respondent: str
    group: str
    item: str
    kind: str
    fields: Mapping[str, Json]
    is_new: bool


@dataclass(frozen=True)
class Merge:
    """What an import comes to in one assessment; with any conflict, nothing of it may be saved."""

    changes: tuple[Change, ...]
    unchanged: int
    conflicts: tuple[str, ...]


def merge(
    framework: Framework,
    record: AssessmentRecord,
    answers: Iterable[Answer],
    known: Iterable[AnswerRecord],
    groups: Mapping[str, str],
    replace: bool,
) -> Merge:
    """Compares a file's answers with the `known` ones of an assessment.

    `groups` are those of the respondents who are there already, by label. What the file leaves empty leaves
    the store's alone, unless `replace`.
    """
    stored = {_key(answer.kind, answer.item, answer.respondent): answer for answer in known}
    seen: dict[tuple[str, ...], str] = {}
    groups = dict(groups)
    changes: list[Change] = []
    conflicts: list[str] = []
    unchanged = 0
    for answer in answers:
        key = _key(answer.kind, answer.item, answer.respondent)
        who = _describe(answer)
        if key in seen:
            conflicts.append(f"{who} stands in the file twice, with names that differ only in letter case.")
            continue
        seen[key] = who
        if groups.setdefault(answer.respondent, answer.group) != answer.group:
            conflicts.append(_other_group(answer, groups[answer.respondent]))
            continue
        fields, differing = _compare(answer, stored.get(key), replace)
        conflicts += [f"{who}: {sentence} {REPLACE}" for sentence in differing]
        if not fields:
            unchanged += not differing
        elif record.finished_at is not None:
            conflicts.append(f"{who}: the assessment is finished. Reopen it to change an answer.")
        else:
            is_new = key not in stored
            changes.append(Change(answer.respondent, answer.group, answer.item, answer.kind, fields, is_new))
    return Merge(tuple(changes), unchanged, tuple(conflicts))


def _key(kind: str, item: str, respondent: str) -> tuple[str, ...]:
    """An agreed rating is one per item, whoever recorded it."""
    return (kind, item) if kind == "agreed" else (kind, item, respondent)


def _compare(answer: Answer, stored: AnswerRecord | None, replace: bool) -> tuple[dict[str, Json], list[str]]:
    """The fields to save, and a sentence for each part that the file would change without being told to."""
    fields: dict[str, Json] = {}
    differing: list[str] = []
    for part in PARTS:
        new = {name: getattr(answer, name) for name in part}
        old = {name: getattr(stored, name) if stored else ANSWER_DEFAULTS[name] for name in part}
        nothing = {name: ANSWER_DEFAULTS[name] for name in part}
        if new == old or (new == nothing and not replace):
            continue
        if old == nothing or replace:
            fields |= new
        else:
            differing.append(_difference(part[0], old, new))
    return fields, differing


def _difference(name: str, old: Mapping[str, Json], new: Mapping[str, Json]) -> str:
    if name == "value":
        return f"the store has {_choice(old)} and the file has {_choice(new)}."
    label = SHOWN_PARTS.get(name, name)
    old_text, new_text = quote(str(old[name])), quote(str(new[name]))
    return f'the store has another text under "{label}" ({old_text}) than the file ({new_text}).'


def _choice(values: Mapping[str, Json]) -> str:
    return str(values["special"]) if values["value"] is None else number_text(values["value"])


def _describe(answer: Answer) -> str:
    parts = [
        quote(answer.subject),
        f"round {quote(answer.round)}" if answer.round else "",
        f"item {answer.item}",
        "agreed rating" if answer.kind == "agreed" else "",
        f"respondent {quote(answer.respondent)}" if answer.respondent else "",
    ]
    return one_line(", ".join(part for part in parts if part))


def _other_group(answer: Answer, group: str) -> str:
    there = f"the group {quote(group)}" if group else "no group"
    here = f"the group {quote(answer.group)}" if answer.group else "no group"
    return (
        f"{_describe(answer)}: the respondent is in {there} already and in {here} in this row. "
        "Leave the group out, or give the respondent a name of their own."
    )
