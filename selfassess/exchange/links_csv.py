"""Links just made, as a CSV file for a mail merge."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass

from selfassess.exchange.answers_csv import escape_formula

COLUMNS = ("centre", "name", "group", "link")


@dataclass(frozen=True)
class LinkRow:
    """One link as its receiver gets it. `group` is the group's label, `link` the whole address."""

    centre: str
    name: str
    group: str
    link: str


def write_links(rows: Iterable[LinkRow]) -> str:
    """One row a link. No cell is one that a spreadsheet takes for a formula."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in rows:
        writer.writerow([escape_formula(getattr(row, column)) for column in COLUMNS])
    return out.getvalue()
