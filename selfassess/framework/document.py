"""A framework file as plain data that knows its line numbers, and reads tolerantly."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from selfassess.errors import Problem

Key = str | int | float
Path = tuple[Key, ...]
"""Keys of mappings and indexes of lists, from the top of the file down."""


@dataclass(frozen=True)
class Fault:
    """A problem as the reading finds it, before it is known in which item it stands."""

    path: Path
    line: int
    message: str
    expected: str


@dataclass(frozen=True)
class Document:
    """Plain data (dict, list, str, int, float, bool, None) with the line of every key path.

    `empty` names the paths where nothing is written at all; they are among `faults` already.
    The reading functions are tolerant: what is missing or of the wrong shape reads as None or as nothing.
    """

    file: str
    data: object
    lines: Mapping[Path, int]
    empty: frozenset[Path] = frozenset()
    faults: tuple[Fault, ...] = ()

    @property
    def problems(self) -> list[Problem]:
        return [self.place(fault) for fault in self.faults]

    def get(self, path: Path) -> object:
        value = self.data
        for key in path:
            if isinstance(value, dict):
                value = value.get(key)
            elif isinstance(value, list) and isinstance(key, int) and key < len(value):
                value = value[key]
            else:
                return None
        return value

    def has(self, path: Path) -> bool:
        """Whether the last key of `path` is written in the mapping before it."""
        return path[-1] in self.mapping(path[:-1])

    def mapping(self, path: Path) -> dict[Key, object]:
        value = self.get(path)
        return value if isinstance(value, dict) else {}

    def entries(self, path: Path) -> Iterator[Path]:
        """The paths of those entries of a list that are mappings."""
        value = self.get(path)
        for index, entry in enumerate(value if isinstance(value, list) else ()):
            if isinstance(entry, dict):
                yield (*path, index)

    def text(self, path: Path) -> str | None:
        value = self.get(path)
        return value if isinstance(value, str) else None

    def number(self, path: Path) -> float | None:
        return as_number(self.get(path))

    def scalars(self) -> Iterator[tuple[Path, object]]:
        """Every value that is neither mapping nor list, in the file's order."""
        yield from _scalars(self.data, ())

    def line(self, path: Path) -> int:
        """The line of the nearest part of `path` that is written in the file."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def describe(self, path: Path) -> str:
        """`path` for a human: `item 2a, lens programme, anchors.2`, or `continuum.zones[1].from`."""
        words: list[str] = []
        start = 0
        for noun, shape in (("item", ("indicators", "items")), ("indicator", ("indicators",))):
            end = 2 * len(shape)
            name = self.text((*path[:end], "id")) if path[:end:2] == shape and len(path) >= end else None
            if name:
                words, start = [f"{noun} {shorten(name)}"], end
                break
        if start == 4 and len(path) > 5 and path[4] == "lenses":
            words, start = [*words, f"lens {path[5]}"], 6
        rest = ""
        for place in range(start, len(path)):
            indexed = isinstance(self.get(path[:place]), list)
            rest += f"[{path[place]}]" if indexed else f".{path[place]}"
        return ", ".join([*words, rest.lstrip(".")] if rest else words)

    def problem(self, path: Path, message: str, expected: str) -> Problem:
        return self.place(Fault(path, self.line(path), message, expected))

    def place(self, fault: Fault) -> Problem:
        """The fault as a problem of this file, its path put into words."""
        return Problem(self.file, fault.line, self.describe(fault.path), fault.message, fault.expected)


def as_number(value: object) -> float | None:
    """`value` as a finite number; None for anything else, true and false included."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if math.isfinite(value) else None


def shorten(text: str) -> str:
    return text if len(text) <= 60 else text[:59] + "…"


def show(value: object) -> str:
    """A value as an error sentence names it."""
    if isinstance(value, str):
        return f'"{shorten(value)}"'
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return shorten(str(value))


def _scalars(value: object, path: Path) -> Iterator[tuple[Path, object]]:
    if isinstance(value, dict):
        for key, entry in value.items():
            yield from _scalars(entry, (*path, key))
    elif isinstance(value, list):
        for index, entry in enumerate(value):
            yield from _scalars(entry, (*path, index))
    else:
        yield path, value
