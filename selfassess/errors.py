"""What can go wrong, said once: the Problem record and the exceptions that carry it.

Problems in files are collected and reported together; an exception is for what can't go on.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from itertools import islice

MOST_SHOWN = 200
"""How many problems of a file are listed one by one, and how many are worth a search for near misses."""

MOST_COMPARED = 300
"""How many known words a misspelt one is compared with: files choose their own words, and how many."""


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
    """A file that was refused whole, with every problem found in it; its text lists the first of them."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: list[Problem] = sorted(set(problems))
        lines = [str(problem) for problem in self.problems[:MOST_SHOWN]]
        more = len(self.problems) - len(lines)
        if more:
            lines.append(f"And at least {more} more. Mend these first, then try again.")
        super().__init__("\n".join(lines))


class FrameworkError(BadFile):
    """A framework file that can't be used."""


class AnswersError(BadFile):
    """An answers file that can't be used."""


class TrainingError(BadFile):
    """Training material that can't be used."""


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
    return _suggest(word[:100], tuple(islice(known, MOST_COMPARED)))


@lru_cache(maxsize=1024)
def _suggest(word: str, known: tuple[str, ...]) -> str:
    near = get_close_matches(word, known, n=1, cutoff=0.6)
    return f' Did you mean "{near[0]}"?' if near else ""


def listing(names: Sequence[str], most: int = 40) -> str:
    """ "a, b, c" of at most `most` names, "and 5 more" for the rest."""
    more = len(names) - most
    return ", ".join(names[:most]) + (f" and {more} more" if more > 0 else "")
