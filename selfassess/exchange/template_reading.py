"""Reads a filled-in offline questionnaire back into answers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from openpyxl.utils import get_column_letter

from selfassess.answers import Answer
from selfassess.errors import AnswersError, Problem
from selfassess.exchange.rows import Row, plain, read_rows
from selfassess.exchange.template_xlsx import (
    ABOUT,
    ABOUT_LABELS,
    AUTHORITY_LENS,
    ENTRIES,
    HEADINGS,
    LISTS,
    MARK,
    QUESTIONS,
    answer_choices,
)
from selfassess.exchange.workbooks import Cell, check_package, has_sheet, open_workbook, sheet_rows
from selfassess.framework.model import Framework, series


@dataclass(frozen=True)
class TemplateMark:
    """What a questionnaire says it is: the framework as id@version, the lens and the vocabulary setting."""

    framework_key: str
    lens: str
    vocabulary: str | None


def find_mark(data: bytes, name: str) -> TemplateMark | None:
    """What the workbook says about itself; None for one that is no offline questionnaire."""
    check_package(data, name)
    if not has_sheet(data, LISTS):
        return None  # an ordinary workbook may be large, and opening it is slow
    with open_workbook(data, name) as workbook:
        return _mark(workbook, name)


def _mark(workbook: Any, name: str) -> TemplateMark | None:
    if LISTS not in workbook.sheetnames:
        return None
    rows = islice(sheet_rows(workbook[LISTS], name), 4)
    first_cells = [cells[0].text for _, cells in rows]
    texts = [*first_cells, "", "", "", ""][:4]
    return TemplateMark(texts[1], texts[2], texts[3] or None) if texts[0] == MARK else None


def read_template(data: bytes, name: str, framework: Framework) -> list[Answer]:
    """The answers in a filled-in questionnaire, one for each item with anything written beside it.

    Raises AnswersError with every problem, naming each bad cell by its sheet and address.
    """
    with open_workbook(data, name) as workbook:
        mark = _mark(workbook, name)
        missing = [sheet for sheet in (ABOUT, QUESTIONS) if sheet not in workbook.sheetnames]
        if missing or mark is None:
            sheet = missing[0] if missing else LISTS
            expected = "Copy the answers into a new questionnaire."
            raise AnswersError([Problem(name, 0, "", f'The sheet "{sheet}" is missing.', expected)])
        about_rows = list(sheet_rows(workbook[ABOUT], name))
        question_rows = list(sheet_rows(workbook[QUESTIONS], name))
    _check_made_for(mark, name, framework)
    about = _read_about(about_rows, mark.lens)
    rows = list(_question_rows(question_rows, name, about, mark, framework))
    if not rows:
        message = "No question is answered yet."
        raise AnswersError([Problem(name, 0, QUESTIONS, message, 'Choose answers in the column "Answer".')])
    return read_rows(framework, rows, name)


def _check_made_for(mark: TemplateMark, name: str, framework: Framework) -> None:
    """Refuses a questionnaire made from another framework. A patch version changes no question's meaning."""
    if series(mark.framework_key) != series(framework.key):
        message = f"The questionnaire was made for {mark.framework_key}, not for {framework.key}."
        raise AnswersError(
            [Problem(name, 0, "", message, "Read it with the framework that it was made for.")]
        )
    if mark.lens not in {lens.id for lens in framework.lenses}:
        message = f'The questionnaire was made for the lens "{mark.lens}", which the framework does not have.'
        raise AnswersError([Problem(name, 0, "", message, "Make a new questionnaire and copy the answers.")])


def _read_about(rows: list[tuple[int, list[Cell]]], lens: str) -> Row:
    """The entries of the sheet "About", found by the labels to their left, each with its place."""
    columns = {plain(label): column for column, label in ABOUT_LABELS.items()}
    cells: dict[str, str] = {"lens": lens}
    places: dict[str, tuple[int, str]] = {}
    faults: dict[str, tuple[str, str]] = {}
    for number, (label, *entries) in rows:
        column = columns.get(plain(label.text))
        if column is None:
            continue
        entry = entries[0] if entries else Cell()
        cells[column] = entry.text
        places[column] = (number, f"{ABOUT}!B{number} ({ABOUT_LABELS[column]})")
        if entry.fault:
            faults[column] = entry.fault
    if lens == AUTHORITY_LENS and not cells.get("authority", "").strip():
        cells["authority"] = cells.get("subject", "")
    return Row(0, cells, places, faults)


def _question_rows(
    rows: list[tuple[int, list[Cell]]], name: str, about: Row, mark: TemplateMark, framework: Framework
) -> Iterator[Row]:
    """One row for each question with anything written beside it."""
    if not rows:
        raise AnswersError([Problem(name, 0, QUESTIONS, "The sheet is empty.", "Use a new questionnaire.")])
    heading_row, headings = rows[0]
    columns = _find_headings(headings, name, heading_row)
    choices = {plain(text): meant for text, meant in answer_choices(framework, mark.vocabulary).items()}
    for number, cells in rows[1:]:
        named = {column: cells[at] if at < len(cells) else Cell() for column, at in columns.items()}
        if not any(named[column].text.strip() or named[column].fault for column in ENTRIES):
            continue
        texts = {column: cell.text for column, cell in named.items()}
        texts["answer"] = choices.get(plain(texts["answer"]), texts["answer"])
        places = {
            column: (number, f"{QUESTIONS}!{get_column_letter(at + 1)}{number} ({HEADINGS[column][0]})")
            for column, at in columns.items()
        }
        faults = {column: cell.fault for column, cell in named.items() if cell.fault}
        yield Row(number, {**about.cells, **texts}, {**about.places, **places}, {**about.faults, **faults})


def _find_headings(headings: list[Cell], name: str, row: int) -> dict[str, int]:
    """Where each needed column of the sheet "Questionnaire" stands, counted from 0."""
    at = {plain(cell.text): place for place, cell in enumerate(headings)}
    needed = ("item", *ENTRIES)
    missing = [HEADINGS[column][0] for column in needed if plain(HEADINGS[column][0]) not in at]
    if missing:
        message = f'The column "{missing[0]}" is missing.'
        raise AnswersError([Problem(name, row, QUESTIONS, message, "Use a new questionnaire.")])
    return {column: at[plain(HEADINGS[column][0])] for column in needed}
