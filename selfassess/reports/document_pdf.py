"""The report as a PDF to read, print and pass on: the first page says it all, the others show what it rests on."""

from __future__ import annotations

from selfassess.reports.sections import make_content
from selfassess.reports.typeset import typeset
from selfassess.view_models.board import BoardReport

TEMPLATE = "board.typ"


def write_pdf(report: BoardReport) -> tuple[bytes, str]:
    """The report as a tagged PDF, and what to tell whoever takes it away ("" for nothing)."""
    return typeset(TEMPLATE, make_content(report))
