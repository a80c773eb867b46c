"""Holds what a bundle brings against the frameworks that it was given under, before the store takes it.

The store knows no framework, and rows that fit its tables may still say what no page can show or score.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from selfassess.answers import SPECIAL_NAMES
from selfassess.errors import FrameworkError, NotFound, Problem
from selfassess.exchange.columns import quote
from selfassess.framework.model import Framework
from selfassess.service.framework_copies import read_copy
from selfassess.service.restoring_workshops import WorkshopsBrought
from selfassess.store.records import FrameworkVersionRecord, Row

MOST_PER_TABLE = 100
AS_WRITTEN = "Restore the export as it was written."

JSON_KINDS: dict[str, dict[str, tuple[type, ...]]] = {
    "subject": {"profile": (dict,)},
    "framework_version": {"files": (dict,)},
    "round": {"groups": (list,), "asks": (dict,)},
    "answer_change": {"before": (dict, type(None)), "after": (dict, type(None))},
    "draft_note": {"why": (list,)},
    "snapshot": {"answers": (list,), "scores": (dict,)},
    "event": {"detail": (dict, list, type(None))},
}
"""Table -> its columns of JSON text, and what may stand there."""

Tables = Mapping[str, list[Row]]
Fault = tuple[int, str]
"""A row's number, counted from 1, and what is wrong with it."""


def check_tables(tables: Tables, name: str) -> list[Problem]:
    """Everything that keeps a bundle's rows from being used; `name` is the file's. At most so many a table."""
    problems = []
    for table, kinds in JSON_KINDS.items():
        problems += _told(name, table, _check_json(tables.get(table, []), kinds))
    if problems:
        return problems
    frameworks: dict[str, Framework] = {}
    problems += _told(name, "framework_version", _read_frameworks(tables["framework_version"], frameworks))
    if problems:
        return problems
    problems += _told(name, "subject", _check_links(tables["subject"], "merged_into", "subject"))
    problems += _told(name, "round", _check_links(tables["round"], "starts_from", "round"))
    problems += _told(name, "round", _check_rounds(tables["round"], frameworks))
    asked = _Asked(tables, frameworks)
    for table in ("answer", "answer_change"):
        problems += _told(name, table, asked.check_answers(tables[table]))
    for table in ("draft_note", "action"):
        problems += _told(name, table, asked.check_items(tables[table]))
    problems += _told(name, "action", asked.check_targets(tables["action"]))
    problems += _told(name, "invitation", asked.check_rounds(tables["invitation"]))
    problems += _told(name, "result", asked.check_rounds(tables["result"]))
    for table, faults in WorkshopsBrought(tables, frameworks, asked.places).check(tables):
        problems += _told(name, table, faults)
    return problems


def _told(name: str, table: str, faults: Iterable[Fault]) -> list[Problem]:
    where = f"tables/{table}.jsonl"
    return [Problem(name, n, where, said, AS_WRITTEN) for n, said in islice(faults, MOST_PER_TABLE)]


def _check_json(rows: list[Row], kinds: Mapping[str, tuple[type, ...]]) -> Iterator[Fault]:
    for number, row in enumerate(rows, start=1):
        for column, allowed in kinds.items():
            try:
                value = json.loads(str(row.get(column)), parse_constant=_refuse, parse_float=_finite)
            except (ValueError, RecursionError):
                yield number, f'"{column}" holds no text that can be read.'
                continue
            if not isinstance(value, allowed):
                yield number, f'"{column}" holds something else than it should.'


def _refuse(word: str) -> None:
    raise ValueError(word)


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(text)
    return number


def _read_frameworks(rows: list[Row], found: dict[str, Framework]) -> Iterator[Fault]:
    """Adds each kept framework to `found`, by its id@version."""
    for number, row in enumerate(rows, start=1):
        key = f"{row.get('id')}@{row.get('version')}"
        files = json.loads(str(row["files"]))
        if not all(isinstance(text, str) for text in files.values()):
            yield number, f"The files of {quote(key)} are no texts."
            continue
        kept = FrameworkVersionRecord(str(row.get("id")), str(row.get("version")), files, datetime.now(UTC))
        try:
            framework = read_copy(kept)
        except NotFound:
            yield number, f"The framework {quote(key)} lacks its main file."
        except FrameworkError as error:
            yield number, f"The framework {quote(key)} can't be used ({error.problems[0]})."
        else:
            if framework.key == key:
                found[key] = framework
            else:
                yield number, f"The framework kept as {quote(key)} is {framework.key}."


def _check_links(rows: list[Row], column: str, what: str) -> Iterator[Fault]:
    """Rows that refer to others of their table, which the tables themselves don't watch over."""
    there = {row.get("id") for row in rows}
    for number, row in enumerate(rows, start=1):
        if row.get(column) is not None and row.get(column) not in there:
            yield number, f'"{column}" names a {what} that is not in the file.'


def _check_rounds(rows: list[Row], frameworks: Mapping[str, Framework]) -> Iterator[Fault]:
    for number, row in enumerate(rows, start=1):
        groups = json.loads(str(row["groups"]))
        if not all(_is_group(group) for group in groups):
            yield number, 'Each of "groups" needs an "id" and a "label", both of them text.'
        framework = frameworks.get(f"{row.get('framework_id')}@{row.get('framework_version')}")
        known = {item.id for item in framework.items} if framework else set()
        for group, items in json.loads(str(row["asks"])).items():
            if not isinstance(items, list) or not all(isinstance(item, str) for item in items):
                yield number, f"What it asks of {quote(group)} is no list of items."
            elif framework and (unknown := [item for item in items if item not in known]):
                yield (
                    number,
                    f"It asks {quote(unknown[0])} of {quote(group)}, which {framework.key} doesn't hold.",
                )


def _is_group(group: object) -> bool:
    return (
        isinstance(group, dict)
        and set(group) == {"id", "label"}
        and all(isinstance(text, str) for text in group.values())
    )


class _Asked:
    """What each assessment of a bundle asks."""

    def __init__(self, tables: Tables, frameworks: Mapping[str, Framework]) -> None:
        lenses = {row.get("id"): row.get("lens") for row in tables["subject"]}
        self.places: dict[Any, tuple[Framework, str]] = {}
        self.rounds = {row.get("id"): row.get("round_id") for row in tables["assessment"]}
        for row in tables["assessment"]:
            framework = frameworks.get(f"{row.get('framework_id')}@{row.get('framework_version')}")
            lens = lenses.get(row.get("subject_id"))
            if framework is not None and isinstance(lens, str):
                self.places[row.get("id")] = framework, lens
        self.respondents = {row.get("id"): row.get("assessment_id") for row in tables["respondent"]}
        self.items = {
            (framework.key, lens.id): frozenset(item.id for item in framework.items_in(lens.id))
            for framework in frameworks.values()
            for lens in framework.lenses
        }

    def check_rounds(self, rows: list[Row]) -> Iterator[Fault]:
        """What belongs to an assessment and names a round names that of the assessment."""
        for number, row in enumerate(rows, start=1):
            if self.rounds.get(row.get("assessment_id")) != row.get("round_id"):
                yield number, "Its round is not that of its assessment."

    def check_items(self, rows: list[Row]) -> Iterator[Fault]:
        """Items are asked by the assessment's framework in its lens."""
        for number, row in enumerate(rows, start=1):
            place = self.places.get(row.get("assessment_id"))
            if place is None:
                yield number, "Its assessment, or that one's framework or subject, is not in the file."
            elif row.get("item") not in self.items.get((place[0].key, place[1]), ()):
                what = quote(str(row.get("item")))
                yield number, f"{place[0].key} asks no item {what} in the lens {quote(place[1])}."

    def check_targets(self, rows: list[Row]) -> Iterator[Fault]:
        """What is aimed at is a level, or nothing yet."""
        for number, row in enumerate(rows, start=1):
            place, target = self.places.get(row.get("assessment_id")), row.get("target")
            if place is not None and target is not None and not _is_level(place[0], target):
                yield number, f"{quote(str(target))} is not a level of {place[0].key}."

    def check_answers(self, rows: list[Row]) -> Iterator[Fault]:
        """As `check_items`; and ratings are levels, and respondents those of the same assessment."""
        bad = dict(self.check_items(rows))
        for number, row in enumerate(rows, start=1):
            if number in bad:
                yield number, bad[number]
                continue
            framework = self.places[row["assessment_id"]][0]
            if self.respondents.get(row.get("respondent_id")) != row["assessment_id"]:
                yield number, "Its respondent is not one of its assessment."
            for fields in _choices(row):
                value, special = fields.get("value"), fields.get("special")
                if value is not None and not _is_level(framework, value):
                    yield number, f"{quote(str(value))} is not a level of {framework.key}."
                if special is not None and not _allows(framework, special, row.get("kind")):
                    yield number, f"{quote(str(special))} is not an answer that {framework.key} allows here."


def _choices(row: Row) -> list[Mapping[str, Any]]:
    """The ratings that a row holds: its own, or those before and after a change."""
    if "after" not in row:
        return [row]
    return [json.loads(str(row[column])) or {} for column in ("before", "after")]


def _is_level(framework: Framework, value: object) -> bool:
    return any(value == level.value for level in framework.scale.levels) and not isinstance(value, bool)


def _allows(framework: Framework, special: object, kind: object) -> bool:
    name = SPECIAL_NAMES.get(special) if isinstance(special, str) else None
    return name in framework.scale.special_answers and (kind == "answer" or special == "na")
