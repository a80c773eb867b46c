"""Answers as a sheet of an XLSX workbook: one row per answer, with the columns of the CSV file."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from math import ceil
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from selfassess.answers import Answer
from selfassess.errors import AnswersError, Problem
from selfassess.exchange.answers_csv import answer_cells
from selfassess.exchange.columns import COLUMNS, REQUIRED, find_columns, quote
from selfassess.exchange.rows import Row, read_rows
from selfassess.exchange.workbooks import Cell, open_workbook, set_text, sheet_rows
from selfassess.framework.model import Framework

SHEET = "Answers"
WIDTHS = {"authority": 22, "subject": 26, "respondent": 18, "group": 16, "evidence": 60, "reason": 40}
WIDTH = 12
LINE_HEIGHT = 15.0
MOST_HEIGHT = 409.0
"""The tallest row that a spreadsheet can show."""


def read_sheet(data: bytes, name: str, framework: Framework) -> list[Answer]:
    """The answers in a workbook's sheet "Answers", or in its first sheet where none is called that.

    Every cell is taken as the text it holds; formulas, dates and error values are refused. Raises
    AnswersError with every problem.
    """
    with open_workbook(data, name) as workbook:
        rows = list(sheet_rows(_answers_sheet(workbook, name), name))
    if not rows:
        expected = "Its first row names the columns subject, lens, item and answer."
        raise AnswersError([Problem(name, 0, "", "The sheet is empty.", expected)])
    number, header = rows[0]
    names = [cell.text for cell in header]
    columns, problems = find_columns(names, name, number)
    if problems and not set(REQUIRED) <= set(columns.values()):
        raise AnswersError(problems)
    problems += _stray_cells(rows[1:], names, name)
    answers = [_as_row(number, cells, columns) for number, cells in rows[1:]]
    return read_rows(framework, answers, name, problems)


def _answers_sheet(workbook: Any, name: str) -> Any:
    sheets = workbook.worksheets
    if not sheets:
        raise AnswersError(
            [Problem(name, 0, "", "The workbook has no sheet.", "Choose a workbook of answers.")]
        )
    return next((sheet for sheet in sheets if sheet.title.casefold() == SHEET.casefold()), sheets[0])


def _stray_cells(rows: list[tuple[int, list[Cell]]], header: list[str], name: str) -> list[Problem]:
    """A problem for everything that stands under no column name."""
    problems = []
    for number, cells in rows:
        for at, cell in enumerate(cells):
            if cell.text.strip() and not (at < len(header) and header[at].strip()):
                message = f"{quote(cell.text)} stands under no column name."
                where = f"cell {get_column_letter(at + 1)}{number}"
                problems.append(Problem(name, number, where, message, "Name the column or clear the cell."))
    return problems


def _as_row(number: int, cells: list[Cell], columns: dict[int, str]) -> Row:
    named = {column: cells[at] for at, column in columns.items() if at < len(cells)}
    texts = {column: cell.text for column, cell in named.items()}
    return Row(number, texts, faults={column: cell.fault for column, cell in named.items() if cell.fault})


def write_sheet(answers: Iterable[Answer]) -> bytes:
    """The answers as an XLSX workbook's bytes, every cell typed as text."""
    workbook = Workbook(write_only=True)
    fill_sheet(workbook.create_sheet(SHEET), answers)
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def fill_sheet(sheet: Any, answers: Iterable[Answer]) -> None:
    """Writes the answers into an empty sheet of a workbook that is only written."""
    sheet.freeze_panes = "A2"
    for place, column in enumerate(COLUMNS, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = WIDTHS.get(column, WIDTH)
    header = [set_text(WriteOnlyCell(sheet), column) for column in COLUMNS]
    for cell in header:
        cell.font = Font(bold=True)
    sheet.append(header)
    wrapped = Alignment(wrap_text=True, vertical="top")
    for number, answer in enumerate(answers, start=2):
        texts = answer_cells(answer)
        sheet.row_dimensions[number].height = _height(texts)
        row = [set_text(WriteOnlyCell(sheet), texts[column]) for column in COLUMNS]
        for cell in row:
            cell.alignment = wrapped
        sheet.append(row)


def _height(texts: Mapping[str, str]) -> float:
    """A row's height at which every text shows, as near as counting letters tells: not every program finds it out."""
    lines = (
        sum(ceil((len(line) or 1) * 1.12 / WIDTHS.get(column, WIDTH)) for line in text.split("\n"))
        for column, text in texts.items()
    )
    return min(MOST_HEIGHT, max(lines) * LINE_HEIGHT)
