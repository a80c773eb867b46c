"""The results of a round as a CSV file: one row for each centre, and one for the authority's own view."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date as Date  # a column is called date

from selfassess.exchange.answers_csv import escape_formula


@dataclass(frozen=True)
class ResultRow:
    """One assessment's place. Positions and bounds are on 0-100, unrounded; None: withheld, or there is none."""

    subject: str
    lens: str
    position: float | None
    low: float | None
    high: float | None
    wide_low: float | None
    wide_high: float | None
    coverage: float | None
    voices: int | None
    groups: int | None
    zone: str
    """A zone's id, "" where there is no place."""
    date: Date
    """When it was worked out."""


COLUMNS = tuple(each.name for each in fields(ResultRow))


def write_results(rows: Iterable[ResultRow]) -> str:
    """What is None stays empty. No cell is one that a spreadsheet takes for a formula."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in rows:
        values = (getattr(row, column) for column in COLUMNS)
        writer.writerow(["" if value is None else escape_formula(str(value)) for value in values])
    return out.getvalue()
