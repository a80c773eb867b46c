"""What can go wrong, said once: the Problem record and the exceptions that carry it.

Problems in files are collected and reported together; an exception is for what can't go on.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches


@dataclass(frozen=True, order=True)
class Problem:
    """One fault in a file: where it stands, what is wrong, and what is expected instead.

    `line` counts from 1; 0 means the fault belongs to the file as a whole.
    """

    file: str
    line: int
    where: str
    message: str
    expected: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        where = f"{self.where}: " if self.where else ""
        return one_line(f"{place}: {where}{self.message} {self.expected}".rstrip())


class SelfAssessError(Exception):
    """Base of every error a user may see. Its text is one clear sentence with what to do."""


class BadFile(SelfAssessError):
    """A file that was refused whole, with every problem found in it."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: list[Problem] = sorted(set(problems))
        super().__init__("\n".join(str(problem) for problem in self.problems))


class FrameworkError(BadFile):
    """A framework file that can't be used."""


class AnswersError(BadFile):
    """An answers file that can't be used."""


class NotFound(SelfAssessError):
    """Something named by an id that isn't there, or isn't there for this actor."""


class NotAllowed(SelfAssessError):
    """The actor may not do this."""


class Conflict(SelfAssessError):
    """The store holds something else already; nothing was changed."""


class AlreadyThere(Conflict):
    """What was to be made is there already; `existing` is its id."""

    def __init__(self, message: str, existing: str) -> None:
        super().__init__(message)
        self.existing = existing


class StoreError(SelfAssessError):
    """The database can't be read or written."""


def one_line(text: str) -> str:
    """`text` with every control and line-breaking character made visible as a space."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def suggest(word: str, known: Iterable[str]) -> str:
    """' Did you mean "x"?' for the nearest of `known`, or an empty string when nothing is near."""
    near = get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f' Did you mean "{near[0]}"?' if near else ""
