"""Reads one YAML text strictly and safely into a Document.

Nothing in a file is evaluated. Of the unquoted scalars only numbers, true, false and null are resolved;
`No`, `yes`, dates and times of day stay the text they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from selfassess.errors import FrameworkError, Problem
from selfassess.framework.document import Document, Fault, Key, Path, shorten, show

MAX_BYTES = 2_000_000
MAX_DEPTH = 20
NUMBER_PATTERN = r"^-?(0|[1-9][0-9]*|(0|[1-9][0-9]*)?\.[0-9]+)([eE][-+]?[0-9]+)?$"
"""How a number is written. Leading zeros, `1:30`, `1_000` and `.inf` are text."""

LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_NUMBER = re.compile(NUMBER_PATTERN)
_LONGEST_NUMBER = 40  # Python refuses to read integers of thousands of digits; no rating needs so many
_WORDS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_NULLS = {"", "~", "null", "Null", "NULL"}
_CONTROLS = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f"  # tab and line feed are text
    r"\ud800-\udfff"  # halves of characters, which an escape can smuggle in
    r"\u2028\u2029\ufeff"  # line breaks and a mark that editors don't show
    r"\u202a-\u202e\u2066-\u2069]"  # overrides that make a line read otherwise than it is
)


def load_document(text: str, file: str, loader: Any = None) -> Document:
    """The document in `text`; its `faults` are what the reading could go on after.

    Raises FrameworkError for what makes the rest unreadable: size, encoding, syntax, tags, anchors, depth.
    """
    if len(text.encode("utf-8", "replace")) > MAX_BYTES:
        raise _stop(file, 0, *too_large())
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    _refuse_control_characters(text, file)
    reader = _Reader()
    try:
        data = reader.read(yaml.parse(text, Loader=loader or LOADER))
    except yaml.YAMLError as error:
        raise _stop(file, *_syntax_fault(error, text)) from None
    document = Document(file, data, reader.lines, frozenset(reader.empty), tuple(reader.faults))
    if reader.fatal:
        raise FrameworkError(document.place(fault) for fault in reader.fatal)
    return document


def load_identity(text: str) -> tuple[str, str] | None:
    """The id and version that stand at the top of a framework file; None where they are illegible.

    Reads no further than it must, and holds what it reads against no rule.
    """
    found: dict[str, str] = {}
    depth, key = 0, None
    try:
        for event in yaml.parse(text.removeprefix("\ufeff"), Loader=LOADER):
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > MAX_DEPTH:
                return None
            at_top = depth == 1 and not isinstance(event, yaml.CollectionEndEvent)
            if key is None and at_top and isinstance(event, yaml.ScalarEvent):
                key = event.value
            elif depth == 1 and not isinstance(event, yaml.CollectionStartEvent):
                if isinstance(event, yaml.ScalarEvent) and key in ("id", "version"):
                    found.setdefault(key, event.value)
                key = None
            if len(found) == 2:
                return found["id"], found["version"]
    except (yaml.YAMLError, UnicodeError):
        return None
    return None


def too_large() -> tuple[str, str]:
    return "the file is too large.", f"A framework file holds at most {MAX_BYTES // 1_000_000} MB."


@dataclass
class _Reader:
    """Builds plain data from YAML events, and notes lines and faults on the way."""

    lines: dict[Path, int] = field(default_factory=dict)
    empty: set[Path] = field(default_factory=set)
    faults: list[Fault] = field(default_factory=list)
    fatal: list[Fault] = field(default_factory=list)
    events: Iterator[Any] = field(default_factory=lambda: iter(()))

    def read(self, events: Iterator[Any]) -> object:
        self.events = events
        data: object = None
        documents = 0
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                first = next(events)
                if documents > 1:
                    expected = "Keep one document in a file: remove the three dashes and what follows."
                    self.fatal.append(Fault((), _line(event), "a second document starts here.", expected))
                    break
                data = self._value(first, ())
        if data is None and not self.fatal:
            self.fatal.append(Fault((), 0, "the file is empty.", "Fill it, or remove it."))
        return data

    def _value(self, event: Any, path: Path) -> object:
        self.lines.setdefault(path, _line(event))
        self._refuse_tag_and_anchor(event, path)
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event, path)
        if isinstance(event, yaml.AliasEvent):
            return None
        if len(path) >= MAX_DEPTH:
            raise _TooDeep(_line(event))
        return self._list(path) if isinstance(event, yaml.SequenceStartEvent) else self._mapping(path)

    def _scalar(self, event: Any, path: Path) -> object:
        if bad := _control_characters(event.value):
            self._fault(path, event, f"the text holds control characters: {bad}.", "Remove them.")
        value = _resolve(event)
        if value is None and event.value == "" and path:
            self.empty.add(path)
            expected = 'Quote the text (a "#" outside quotes starts a comment), or leave the key out.'
            self.faults.append(Fault(path, self.lines[path], "nothing stands here.", expected))
        return value

    def _list(self, path: Path) -> list[object]:
        result: list[object] = []
        for event in self.events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            result.append(self._value(event, (*path, len(result))))
        return result

    def _mapping(self, path: Path) -> dict[Key, object]:
        result: dict[Key, object] = {}
        for event in self.events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            key = self._key(event, path)
            if key is None:
                self._value(next(self.events), (*path, f"(line {_line(event)})"))
                continue
            here = (*path, key)
            if key not in result:
                self.lines[here] = _line(event)
                result[key] = self._value(next(self.events), here)
                continue
            first = self.lines[here]
            message = f"the key {show(key)} stands here a second time, first in line {first}."
            self._fault(here, event, message, "Keep one of the two.")
            self._value(next(self.events), (*path, f"{key} (again)"))
        return result

    def _key(self, event: Any, path: Path) -> Key | None:
        """The key as text or number; anything else is a fault and reads as None."""
        self._refuse_tag_and_anchor(event, path)
        key = _resolve(event) if isinstance(event, yaml.ScalarEvent) else None
        if isinstance(key, str | int | float) and not isinstance(key, bool):
            if bad := _control_characters(str(key)):
                self._fault(path, event, f"a key holds control characters: {bad}.", "Remove them.")
            return key
        if isinstance(event, yaml.ScalarEvent):
            message = f"{shorten(event.value) or 'nothing'} stands as a key."
            expected = "A key is text or a number: put it in quotes."
        else:
            message = "a list or a mapping stands as a key."
            expected = "Put the text in quotes: outside quotes, { and [ start a mapping or a list."
            self._skip(event, path)
        self._fault(path, event, message, expected)
        return None

    def _skip(self, event: Any, path: Path) -> None:
        depth = int(isinstance(event, yaml.CollectionStartEvent))
        while depth:
            if len(path) + depth >= MAX_DEPTH:
                raise _TooDeep(_line(event))
            event = next(self.events)
            self._refuse_tag_and_anchor(event, path)
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)

    def _refuse_tag_and_anchor(self, event: Any, path: Path) -> None:
        if isinstance(event, yaml.AliasEvent):
            message, expected = f"the alias *{event.anchor} is not allowed.", "Write the text out, in quotes."
            self.fatal.append(Fault(path, _line(event), message, expected))
        elif getattr(event, "anchor", None):
            message, expected = f"the anchor &{event.anchor} is not allowed.", "Remove it, or quote the text."
            self.fatal.append(Fault(path, _line(event), message, expected))
        if getattr(event, "tag", None):
            message = f"the tag {shorten(event.tag)} is not allowed."
            self.fatal.append(Fault(path, _line(event), message, "Remove it, or quote the text."))

    def _fault(self, path: Path, event: Any, message: str, expected: str) -> None:
        self.faults.append(Fault(path, _line(event), message, expected))


class _TooDeep(yaml.YAMLError):  # type: ignore[misc]  # PyYAML ships no types
    def __init__(self, line: int) -> None:
        self.line = line
        super().__init__()


def _line(event: Any) -> int:
    return int(event.start_mark.line) + 1


def _resolve(event: Any) -> object:
    text: str = event.value
    if not event.implicit[0]:  # quoted
        return text
    if text in _NULLS:
        return None
    if text in _WORDS:
        return _WORDS[text]
    if len(text) <= _LONGEST_NUMBER and _NUMBER.fullmatch(text):
        number = float(text)
        return int(text) if text.lstrip("-").isdigit() else number
    return text


def _control_characters(text: str) -> str:
    """The names (U+0007) of the characters that have no place in a text, or ""."""
    return ", ".join(dict.fromkeys(f"U+{ord(character):04X}" for character in _CONTROLS.findall(text)))


def _refuse_control_characters(text: str, file: str) -> None:
    if not _CONTROLS.search(text):
        return
    raise FrameworkError(
        Problem(file, number, "", f"control characters are not allowed: {bad}.", "Remove them.")
        for number, line in enumerate(text.split("\n"), start=1)
        if (bad := _control_characters(line))
    )


def _syntax_fault(error: yaml.YAMLError, text: str) -> tuple[int, str, str]:
    if isinstance(error, _TooDeep):
        return error.line, "the nesting is too deep.", f"At most {MAX_DEPTH} levels are allowed."
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    line = int(mark.line) + 1 if mark else 0
    what = ", ".join(filter(None, (getattr(error, "context", None), getattr(error, "problem", None))))
    lines = text.split("\n")
    written = lines[line - 1] if 0 < line <= len(lines) else ""
    advice = "Check the quotes, colons and indentation here and in the line above."
    if written.lstrip(" ").startswith("\t") or "'\\t'" in what:
        advice = "Use spaces, not tabs."
    elif re.search(r"[:-]\s+\{\{", written):
        advice = "Put the text in quotes: outside quotes, {{ starts a mapping."
    return line, f"the file can't be read as YAML ({what or 'it breaks off'}).", advice


def _stop(file: str, line: int, message: str, expected: str) -> FrameworkError:
    return FrameworkError([Problem(file, line, "", message, expected)])
