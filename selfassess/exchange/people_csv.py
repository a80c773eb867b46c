"""Who is invited into a round, and which centres take part in it, as CSV files: one row for each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from selfassess.errors import AnswersError, BadFile, Problem, SelfAssessError, suggest
from selfassess.exchange.answers_csv import decode, find_other_separator, find_stray, read_records
from selfassess.exchange.columns import find_columns, quote
from selfassess.exchange.rows import plain

PEOPLE_COLUMNS = ("name", "group")
CENTRE_COLUMNS = ("name", "setting", "region", "lead_body", "size")
MAX_ROWS = 10_000

SAVE_AS = 'Save it as "CSV UTF-8" from the spreadsheet.'

Clean = Callable[[str, str], str]
"""Cleans a text that is called so-and-so; raises SelfAssessError, which says what is wrong with it."""


@dataclass(frozen=True)
class PersonRow:
    name: str
    group: str
    """A group's id."""


@dataclass(frozen=True)
class CentreRow:
    """A centre with its profile, of which every field may be ""."""

    name: str
    setting: str
    region: str
    lead_body: str
    size: str


def read_people(data: bytes, name: str, groups: Mapping[str, str], clean: Clean) -> list[PersonRow]:
    """The people in a CSV file's bytes; a group may be named by its id or its label, as in `groups`.

    `name` is the file's in errors. Raises AnswersError with every problem.
    """
    table = _Table(data, name, PEOPLE_COLUMNS, PEOPLE_COLUMNS, "people")
    by_word = {plain(label): id_ for id_, label in groups.items()} | {plain(each): each for each in groups}
    people = []
    for row in table.rows():
        person = row.name(clean, "the name of the person or role")
        people.append(PersonRow(person, row.choice("group", by_word, tuple(groups), required=True)))
    table.refuse_if_bad("Name the people, one in a row.", found=bool(people))
    return people


def read_centres(
    data: bytes, name: str, allowed: Mapping[str, Sequence[str]], clean: Clean
) -> list[CentreRow]:
    """The centres in a CSV file's bytes. `allowed`: what a column of the profile may hold, where not any text.

    `name` is the file's in errors. Raises AnswersError with every problem.
    """
    table = _Table(data, name, CENTRE_COLUMNS, ("name",), "centres")
    centres = []
    for row in table.rows():
        profile = {
            column: row.choice(column, {plain(word): word for word in allowed[column]}, allowed[column])
            if column in allowed
            else row.text(column, clean, f"the {column.replace('_', ' ')}")
            for column in CENTRE_COLUMNS[1:]
        }
        centres.append(CentreRow(name=row.name(clean, "the name of the centre"), **profile))
    table.refuse_if_bad("Name the centres, one in a row.", found=bool(centres))
    return centres


class _Table:
    """A small CSV file, and every problem found in it so far."""

    def __init__(
        self, data: bytes, name: str, columns: Sequence[str], required: Sequence[str], what: str
    ) -> None:
        self.file = name
        self.problems: list[Problem] = []
        self.names: dict[str, int] = {}
        """Row of each name, as compared."""
        self._records = read_records(decode(data, name, SAVE_AS, f"Choose a CSV file of {what}."), name)
        number, self._header = next(self._records, (0, []))
        if not number:
            expected = f"Its first row names the columns {', '.join(columns)}."
            raise AnswersError([Problem(name, 0, "", "The file is empty.", expected)])
        self._columns, problems = find_columns(self._header, name, number, columns, required)
        problems = find_other_separator(self._header, name, number) or problems
        if problems and not set(required) <= set(self._columns.values()):
            raise AnswersError(problems)
        self.problems += problems

    def rows(self) -> Iterator[_Row]:
        for count, (number, record) in enumerate(self._records):
            if count == MAX_ROWS:
                expected = f"A file may hold {MAX_ROWS:,} rows at most: split it."
                raise AnswersError([Problem(self.file, number, "", "The file is too long.", expected)])
            self.problems += find_stray(self._header, record, self.file, number)
            cells = {
                column: " ".join(record[at].split())
                for at, column in self._columns.items()
                if at < len(record)
            }
            yield _Row(self, number, cells)

    def refuse_if_bad(self, expected: str, found: bool) -> None:
        if not found and not self.problems:
            self.problems.append(Problem(self.file, 0, "", "The file has no rows.", expected))
        if self.problems:
            raise BadFile(self.problems)


@dataclass(frozen=True)
class _Row:
    table: _Table
    number: int
    cells: Mapping[str, str]

    def name(self, clean: Clean, what: str) -> str:
        """The row's name, which no other row may have."""
        text = self.text("name", clean, what)
        if not self.cells.get("name"):
            self.refuse("name", "There is no name.", f"Enter {what}.")
        elif plain(text) in self.table.names:
            twice = f"{quote(text)} stands in row {self.table.names[plain(text)]} already."
            self.refuse("name", twice, "Give each a name of its own.")
        else:
            self.table.names[plain(text)] = self.number
        return text

    def text(self, column: str, clean: Clean, what: str) -> str:
        text = self.cells.get(column, "")
        try:
            return clean(text, what) if text else ""
        except SelfAssessError as error:
            self.refuse(column, str(error), "")
            return text

    def choice(
        self, column: str, by_word: Mapping[str, str], known: Sequence[str], required: bool = False
    ) -> str:
        """What a word stands for, "" where there is none."""
        text = self.cells.get(column, "")
        if not text and not required:
            return ""
        if plain(text) not in by_word:
            message = f"{quote(text)} is not a {column}." if text else f"There is no {column}."
            near = suggest(plain(text), by_word) if text else ""
            self.refuse(column, message, f"Choose one of {', '.join(known)}.{near}")
        return by_word.get(plain(text), "")

    def refuse(self, column: str, message: str, expected: str) -> None:
        self.table.problems.append(Problem(self.table.file, self.number, column, message, expected))
