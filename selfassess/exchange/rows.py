"""Turns the rows of an answers file, in any format, into answers; or says what is wrong with each cell."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import cast

from selfassess.answers import (
    BASES,
    DIRECTIONS,
    KINDS,
    SPECIAL_NAMES,
    Answer,
    Basis,
    Direction,
    Kind,
    Special,
)
from selfassess.errors import MOST_SHOWN, AnswersError, Problem, listing, suggest
from selfassess.exchange.columns import quote
from selfassess.framework.model import TOLERANCE, Framework
from selfassess.framework.wording import fill, terms_of

MAX_ROWS = 50_000
"""How many rows of answers a file may hold: some 2,000 questionnaires."""

MAX_NAME = 120
MAX_TEXT = 4000
"""The longest names and notes, in characters: what the pages accept too."""

KEY = ("kind", "authority", "subject", "lens", "round", "item", "respondent")
NOT_IN_NAMES = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")
NOT_IN_NOTES = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
NUMBER = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)")


@dataclass(frozen=True)
class Row:
    """One row of a file as text. `number` is the row's number as a spreadsheet shows it.

    `places` gives the row and the cell of a column whose name alone doesn't say where it stands; `faults`
    holds cells that the file format itself rules out (a formula, a date), as (what is wrong, what to do).
    """

    number: int
    cells: Mapping[str, str]
    places: Mapping[str, tuple[int, str]] = field(default_factory=dict)
    faults: Mapping[str, tuple[str, str]] = field(default_factory=dict)


def plain(text: str) -> str:
    """Text as ids and labels are compared: letter case and the amount of space don't count."""
    return " ".join(text.split()).casefold()


def number_text(value: float) -> str:
    """A level's value as files write it: 2 for 2.0, 0.25 for 0.25."""
    return str(int(value)) if value == int(value) else repr(value)


@dataclass(frozen=True)
class Allowed:
    """What may stand in an answers file for one framework."""

    framework: Framework

    @cached_property
    def lenses(self) -> dict[str, str]:
        by_label = {plain(lens.label): lens.id for lens in self.framework.lenses}
        return by_label | {lens.id: lens.id for lens in self.framework.lenses}

    @cached_property
    def items(self) -> dict[str, frozenset[str]]:
        """Lens id to the ids of its items."""
        lenses = self.framework.lenses
        return {lens.id: frozenset(item.id for item in self.framework.items_in(lens.id)) for lens in lenses}

    @cached_property
    def item_lists(self) -> dict[str, tuple[str, ...]]:
        """Lens id to the ids of its items in the framework's order; those of all lenses for ""."""
        lenses = {lens: self.framework.items_in(lens) for lens in self.items}
        in_order = {"": self.framework.items, **lenses}
        return {lens: tuple(item.id for item in items) for lens, items in in_order.items()}

    @cached_property
    def known_items(self) -> frozenset[str]:
        return frozenset(item.id for item in self.framework.items)

    @cached_property
    def groups(self) -> dict[str, str]:
        by_label = {plain(group.label): group.id for group in self.framework.groups}
        return by_label | {group.id: group.id for group in self.framework.groups}

    @cached_property
    def labels(self) -> dict[str, float]:
        """Each level's label, in every vocabulary setting, to its value."""
        vocabulary = self.framework.vocabulary
        settings = [setting.id for setting in vocabulary.settings] if vocabulary else [None]
        words = [terms_of(self.framework, setting) for setting in settings]
        levels = self.framework.scale.levels
        return {plain(fill(level.label, terms)): level.value for terms in words for level in levels}

    @cached_property
    def specials(self) -> tuple[str, ...]:
        special_answers = self.framework.scale.special_answers
        return tuple(short for short, name in SPECIAL_NAMES.items() if name in special_answers)

    @cached_property
    def values(self) -> tuple[str, ...]:
        return tuple(number_text(level.value) for level in self.framework.scale.levels)

    def level(self, text: str) -> float | None:
        """The level that a number or a label names; None for no level."""
        if NUMBER.fullmatch(text):
            number = float(text)
            for level in self.framework.scale.levels:
                if abs(level.value - number) <= TOLERANCE:
                    return level.value
        return self.labels.get(plain(text))


class _RowReader:
    """Reads one row, collecting a problem for every bad cell."""

    def __init__(self, allowed: Allowed, row: Row, file: str, with_hints: bool) -> None:
        self.allowed = allowed
        self.with_hints = with_hints
        self.row = row
        self.file = file
        self.problems: list[Problem] = []
        self.bad: set[str] = set()
        for column, (message, expected) in row.faults.items():
            self.refuse(column, message, expected)

    def text(self, column: str) -> str:
        return self.row.cells.get(column, "").strip()

    def refuse(self, column: str, message: str, expected: str) -> None:
        self.bad.add(column)
        line, where = self.row.places.get(column, (self.row.number, column))
        self.problems.append(Problem(self.file, line, where, message, expected))

    def hint(self, word: str, known: Sequence[str]) -> str:
        return suggest(word, known) if self.with_hints else ""

    def name(self, column: str) -> str:
        text = self.text(column)
        if len(text) > MAX_NAME:
            message = f"{quote(text)} is {len(text)} characters long."
            self.refuse(column, message, f"A {column} may have {MAX_NAME} at most.")
        elif NOT_IN_NAMES.search(text):
            message = f"{quote(text)} holds a line break or a control character."
            self.refuse(column, message, "Write it on one line, as plain text.")
        return text

    def note(self, column: str) -> str:
        text = self.text(column)
        if len(text) > MAX_TEXT:
            message = f"{quote(text)} is {len(text)} characters long."
            self.refuse(column, message, f"A note may have {MAX_TEXT} at most: shorten it.")
        elif NOT_IN_NOTES.search(text):
            self.refuse(column, f"{quote(text)} holds a control character.", "Write it as plain text.")
        return text

    def choice(self, column: str, choices: tuple[str, ...], default: str | None) -> str | None:
        """A word out of a few, `default` where the cell is empty or bad."""
        text = self.text(column)
        word = plain(text)
        if not word or column in self.row.faults:
            return default
        if word not in choices:
            allowed = f"Allowed: {', '.join(choices)} or empty.{self.hint(word, choices)}"
            self.refuse(column, f"{quote(text)} is not a {column.replace('_', ' ')}.", allowed)
            return default
        return word

    def subject(self) -> str:
        name = self.name("subject")
        if not name and "subject" not in self.row.faults:
            self.refuse("subject", "The name is empty.", "Say which centre or authority the answer is about.")
        return name

    def group(self) -> str:
        name = self.name("group")
        return self.allowed.groups.get(plain(name), name)

    def lens(self) -> str:
        """The lens' id; an empty string for a bad one."""
        text = self.text("lens")
        lens = self.allowed.lenses.get(plain(text), "")
        if not lens and "lens" not in self.row.faults:
            known = tuple(self.allowed.items)
            message = f"{quote(text)} is not a lens of this framework." if text else "The lens is empty."
            self.refuse("lens", message, f"Allowed: {', '.join(known)}.{self.hint(plain(text), known)}")
        return lens

    def item(self, lens: str) -> str:
        text = self.text("item")
        item = plain(text)
        if "item" in self.row.faults:
            return item
        if item not in self.allowed.known_items:
            message = f"{quote(text)} is not an item of this framework." if text else "The item is empty."
            in_lens = self.allowed.item_lists[lens]
            self.refuse("item", message, f"Allowed: {listing(in_lens)}.{self.hint(item, in_lens)}")
        elif lens and item not in self.allowed.items[lens]:
            lenses = [name for name, items in self.allowed.items.items() if item in items]
            message = f"{quote(text)} is not asked in the lens {lens}."
            self.refuse("item", message, f"It belongs to the lens {' and '.join(lenses)}.")
        return item

    def answer(self, kind: str) -> tuple[float | None, Special | None]:
        text = self.text("answer")
        if "answer" in self.row.faults:
            return None, None
        if not text and kind == "answer":
            return None, None
        word = plain(text)
        specials = [s for s in self.allowed.specials if kind == "answer" or s == "na"]
        if word in specials:
            return None, cast(Special, word)
        value = self.allowed.level(text)
        if value is None:
            self._refuse_answer(text, kind, specials)
        return value, None

    def _refuse_answer(self, text: str, kind: str, specials: list[str]) -> None:
        choices = [*self.allowed.values, *specials]
        if kind == "agreed":
            message = f"{quote(text)} can't be agreed on." if text else "An agreed rating is empty."
            expected = f"Allowed: {', '.join(choices)}, or a level's label."
        else:
            message = f"{quote(text)} is not one of the answers."
            if plain(text) in SPECIAL_NAMES:
                message = f"{quote(text)} is not an answer that this framework allows."
            expected = f"Allowed: {', '.join(choices)}, a level's label, or empty."
        near = self.hint(plain(text), [*choices, *self.allowed.labels]) if text else ""
        self.refuse("answer", message, expected + near)

    def read(self) -> Answer:
        """The row's answer; meaningful only if `problems` stayed empty."""
        lens = self.lens()
        kind = self.choice("kind", KINDS, "answer") or "answer"
        value, special = self.answer(kind)
        answer = Answer(
            subject=self.subject(),
            lens=lens,
            item=self.item(lens),
            value=value,
            special=special,
            authority=self.name("authority"),
            round=self.name("round"),
            respondent=self.name("respondent"),
            group=self.group(),
            kind=cast(Kind, kind),
            basis=cast(Basis | None, self.choice("basis", BASES, None)),
            evidence=self.note("evidence"),
            direction=cast(Direction | None, self.choice("direction", DIRECTIONS, None)),
            one_person=self.choice("one_person", ("yes", "no"), None) == "yes",
            reason=self.note("reason"),
        )
        if special == "na" and not answer.reason and "reason" not in self.row.faults:
            self.refuse("reason", 'The answer is "na" and the reason is empty.', "Say why it does not apply.")
        return answer


def read_rows(
    framework: Framework, rows: Iterable[Row], file: str, problems: Iterable[Problem] = ()
) -> list[Answer]:
    """The answers in the rows, in their order. Rows without any text are passed over.

    Raises AnswersError with every problem of every row, and with `problems`, those the file's reader found.
    Subjects, rounds and respondents are kept letter for letter; a group named by its id or label becomes its
    id, and other groups that differ only in letter case count as one, spelt as where it first appears.
    """
    allowed = Allowed(framework)
    found: list[Problem] = []
    answers: list[Answer] = []
    first_rows: dict[tuple[str, ...], int] = {}
    spellings: dict[str, str] = {}
    for row in rows:
        if not row.faults and not any(text.strip() for text in row.cells.values()):
            continue
        reader = _RowReader(allowed, row, file, with_hints=len(found) < MOST_SHOWN)
        answer = reader.read()
        if not reader.bad.intersection(KEY):
            _check_first(reader, answer, first_rows)
        found.extend(reader.problems)
        group = spellings.setdefault(plain(answer.group), answer.group)
        answers.append(answer if group == answer.group else replace(answer, group=group))
    found.extend(problems)
    if found:
        raise AnswersError(found)
    return answers


def _check_first(reader: _RowReader, answer: Answer, first_rows: dict[tuple[str, ...], int]) -> None:
    """Refuses a second answer to the same thing, and remembers a first one."""
    place = (answer.authority, answer.subject, answer.lens, answer.round, answer.item)
    key: tuple[str, ...] = (answer.kind, *place)
    if answer.kind == "answer":
        key += (answer.respondent,)
    first = first_rows.setdefault(key, reader.row.number)
    if first == reader.row.number:
        return
    if answer.kind == "agreed":
        message = f"{quote(answer.item)} has an agreed rating in row {first} already."
        expected = "Keep one agreed rating for each authority, subject, lens, round and item."
    else:
        message = f"{quote(answer.item)} has an answer by the same respondent in row {first} already."
        expected = "Keep one row for each authority, subject, lens, round, respondent and item."
    reader.refuse("item", message, expected)
