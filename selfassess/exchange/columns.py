"""The columns of an answers file, and which of them a header names."""

from __future__ import annotations

from collections.abc import Sequence

from selfassess.errors import Problem, one_line, suggest

REQUIRED: tuple[str, ...] = ("subject", "lens", "item", "answer")
OPTIONAL: tuple[str, ...] = (
    "authority",
    "round",
    "respondent",
    "group",
    "kind",
    "basis",
    "evidence",
    "direction",
    "one_person",
    "reason",
)
COLUMNS: tuple[str, ...] = (
    "authority",
    "subject",
    "lens",
    "round",
    "respondent",
    "group",
    "kind",
    "item",
    "answer",
    "basis",
    "direction",
    "one_person",
    "evidence",
    "reason",
)
"""Every column, in the order in which files are written."""

SHOWN = 60
"""How much of a bad value an error repeats."""


def quote(value: str) -> str:
    """A value as an error shows it: on one line, cut when long, in quotation marks."""
    line = one_line(value)
    return f'"{line[: SHOWN - 1]}…"' if len(line) > SHOWN else f'"{line}"'


def find_columns(
    header: Sequence[str],
    file: str,
    line: int,
    columns: Sequence[str] = COLUMNS,
    required: Sequence[str] = REQUIRED,
) -> tuple[dict[int, str], list[Problem]]:
    """Which column stands at which place of a header row (counted from 0), and what is wrong with it.

    Letter case, surrounding space, and a space or hyphen for the underscore are overlooked. A place without a
    name is left out: it is a fault only if something stands under it.
    """
    found: dict[int, str] = {}
    problems: list[Problem] = []
    for place, cell in enumerate(header):
        text = cell.strip()
        name = text.casefold().replace(" ", "_").replace("-", "_")
        if not name:
            continue
        if name not in columns:
            expected = f"Columns may be {', '.join(columns)}.{suggest(name, columns)}"
            problems.append(
                Problem(file, line, "header", f"The column {quote(text)} is not known.", expected)
            )
        elif name in found.values():
            message = f"The column {quote(text)} stands there twice."
            problems.append(Problem(file, line, "header", message, "Keep one of them."))
        else:
            found[place] = name
    missing = [name for name in required if name not in found.values()]
    if missing:
        names = ", ".join(f'"{name}"' for name in missing)
        message = f"The column {names} is missing." if len(missing) == 1 else f"Columns {names} are missing."
        are = "is" if len(required) == 1 else "are"
        expected = f"The first row names the columns; {', '.join(required)} {are} needed."
        problems.append(Problem(file, line, "header", message, expected))
    return found, problems
