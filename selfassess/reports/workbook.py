"""The report as a workbook for whoever wants to count further: numbers as numbers, unrounded, and every column explained.

Text is written as text whatever it looks like, never as a formula. The sheet "Answers" can be imported as it is.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from numbers import Integral
from typing import Any

import pandas as pd
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties

from selfassess.answers import Answer
from selfassess.exchange.answers_xlsx import SHEET as ANSWERS
from selfassess.exchange.answers_xlsx import fill_sheet
from selfassess.exchange.workbooks import set_text
from selfassess.framework.model import Framework
from selfassess.look import FONT, LIGHT
from selfassess.reports.text import clean, wrap
from selfassess.reports.workbook_columns import (
    AGREED,
    ANSWER_COLUMNS,
    DICTIONARY,
    ENDS,
    EVIDENCE,
    ITEMS,
    PLAN,
    README,
    SCORES,
    Column,
    Sheet,
)
from selfassess.view_models.board import BoardReport
from selfassess.view_models.words import AT_RISK_TITLE, PRIVACY_LINE, answer_code

HEAD = PatternFill("solid", fgColor=LIGHT.levels[0].lstrip("#"))
A4 = 9
SIZE = 11
README_WIDTH = 100
LETTER = 5.4
"""How wide one unit of a column's width is, in points."""
MOST_HEIGHT = 409.0
"""The tallest row that a spreadsheet can show."""
WRAPPED = Alignment(wrap_text=True, vertical="top")
Value = Any
"""Text, a number, a date, or None for an empty cell."""


def write_workbook(report: BoardReport, answers: Sequence[Answer], framework: Framework) -> bytes:
    """An XLSX file. `answers` are those that the report rests on, as the screen shows them."""
    workbook = Workbook(write_only=True)
    workbook.properties.title, workbook.properties.creator = clean(report.title), "selfassess"
    workbook.properties.language = "en-GB"
    content: list[tuple[Sheet, Iterable[Sequence[Value]]]] = [
        (SCORES, _scores(report)),
        (ITEMS, _items(report)),
        (ANSWER_COLUMNS, ()),
        (EVIDENCE, _evidence(answers, framework)),
    ]
    if report.ends is not None:
        content.append((ENDS, _ends(report)))
    content += [(AGREED, _agreed(report)), (PLAN, _plan(report))]
    _write_readme(workbook, report, [sheet for sheet, _ in content])
    for sheet, rows in content:
        target = _make_sheet(workbook, sheet.name)
        if sheet.name == ANSWERS:
            fill_sheet(target, answers)
        else:
            _write_sheet(target, sheet, rows)
    _write_sheet(
        _make_sheet(workbook, DICTIONARY.name),
        DICTIONARY,
        (
            (sheet.name, column.heading, column.meaning, column.unit, column.empty)
            for sheet, _ in content
            for column in sheet.columns
        ),
    )
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def _scores(report: BoardReport) -> Iterable[Sequence[Value]]:
    words = [report.place.sentence, *(strand.sentence for strand in report.strands), ""]
    kinds = ["place", *("strand" for _ in report.strands), "whole"]
    for kind, row, said in zip(kinds, report.strand_frame.to_dict("records"), words, strict=True):
        yield (kind, "", row["figure"], *_figure(row), row["zone"], said)
    rows = report.indicator_frame.to_dict("records")
    for row, (_, said, _) in zip(rows, report.profile.rows, strict=True):
        yield ("indicator", row["indicator"], row["title"], *_figure(row), row["band"], said)


def _figure(row: dict[Any, Any]) -> list[Value]:
    return [_number(row[name]) for name in ("position", "low", "high", "coverage")]


def _items(report: BoardReport) -> Iterable[Sequence[Value]]:
    for row in report.item_frame.to_dict("records"):
        yield (
            *(row[name] for name in ("item", "title", "indicator", "indicator_title", "strand", "rating")),
            *(
                _number(row[name])
                for name in (
                    "position",
                    "mean",
                    "agreed",
                    "agreement",
                    "people",
                    "dont_know",
                    "not_applicable",
                )
            ),
            row["direction"],
            "yes" if row["one_person"] else "",
            row["evidence"],
        )


def _evidence(answers: Sequence[Answer], framework: Framework) -> Iterable[Sequence[Value]]:
    """One row for each note, in the framework's order."""
    order = {item.id: number for number, item in enumerate(framework.items)}
    noted = [answer for answer in answers if answer.evidence]
    for answer in sorted(noted, key=lambda each: order[each.item]):
        item = framework.item(answer.item)
        yield (
            item.id,
            item.short_title,
            framework.indicator_of(item.id).short_title,
            answer.kind,
            answer.group,
            answer_code(answer) or "",
            answer.evidence,
            answer.basis or "",
        )


def _ends(report: BoardReport) -> Iterable[Sequence[Value]]:
    if report.ends is None:
        return
    for row, words in zip(report.ends.frame.to_dict("records"), report.ends.rows, strict=True):
        middle = row["low"] if pd.isna(row["median"]) else row["median"]  # a single centre is its own middle
        yield (
            row["label"],
            *(_number(value) for value in (row["far"], row["low"], middle, row["high"], middle - row["far"])),
            words[-1],
        )


def _agreed(report: BoardReport) -> Iterable[Sequence[Value]]:
    for line in report.agreed:
        yield (line.item, line.title, line.rating, line.reason, line.present, line.beside)


def _plan(report: BoardReport) -> Iterable[Sequence[Value]]:
    for row in report.plan.rows:
        yield (
            row.position,
            *(row.item, row.title, row.indicator, row.now, row.target, row.implies, row.action, row.owner),
            row.due_on,
            row.status_words,
            "yes" if row.overdue else "",
            *(row.outcome, row.carried),
        )


def _write_readme(workbook: Workbook, report: BoardReport, sheets: Sequence[Sheet]) -> None:
    sheet = _make_sheet(workbook, README, "portrait")
    sheet.column_dimensions["A"].width = README_WIDTH
    marks = [(mark, "bold") for mark in (report.provisional, report.illustrative) if mark]
    place = [report.place.sentence, report.zone_description, report.place.range_sentence, *report.signals]
    texts = [
        (report.title, "title"),
        (report.where, ""),
        (report.dated, ""),
        *marks,
        ("Where we are", "heading"),
        *((text, "") for text in (*place, report.who, report.evidence)),
        ("Read this with care", "heading"),
        *((text, "") for text in report.cautions),
        ("The sheets", "heading"),
        *((f"{each.name}: {each.about}", "") for each in (*sheets, DICTIONARY)),
        ("Sources", "heading"),
        *((text, "") for text in report.sources),
        (AT_RISK_TITLE, "heading"),
        (report.at_risk, ""),
        (PRIVACY_LINE, ""),
    ]
    for number, (text, style) in enumerate([each for each in texts if each[0]], start=1):
        size = {"title": 18, "heading": 13}.get(style, SIZE)
        cell = set_text(WriteOnlyCell(sheet), text)
        cell.font, cell.alignment = _font(bool(style), size), WRAPPED
        sheet.row_dimensions[number].height = _height([(text, README_WIDTH, size)]) + (6 if style else 0)
        sheet.append([cell])


def _write_sheet(target: Any, sheet: Sheet, rows: Iterable[Sequence[Value]]) -> None:
    """A head that stays in sight, then rows with each column's number format."""
    target.freeze_panes = "A2"
    for number, column in enumerate(sheet.columns, start=1):
        target.column_dimensions[get_column_letter(number)].width = column.width
    head = [set_text(WriteOnlyCell(target), column.heading) for column in sheet.columns]
    for cell in head:
        cell.font, cell.fill, cell.alignment = _font(bold=True), HEAD, WRAPPED
    target.row_dimensions[1].height = _height([(each.heading, each.width, SIZE) for each in sheet.columns])
    target.append(head)
    count = 1
    for count, row in enumerate(rows, start=2):
        cells = list(zip(sheet.columns, row, strict=True))
        texts = [(value, column.width, SIZE) for column, value in cells if isinstance(value, str)]
        target.row_dimensions[count].height = _height(texts)
        target.append([_cell(target, column, value) for column, value in cells])
    target.auto_filter.ref = f"A1:{get_column_letter(len(sheet.columns))}{count}"


def _cell(target: Any, column: Column, value: Value) -> Any:
    cell = WriteOnlyCell(target)
    if isinstance(value, str):
        set_text(cell, value)
    elif value is not None:
        cell.value = value
        cell.number_format = column.form
    cell.font, cell.alignment = _font(), WRAPPED
    return cell


def _make_sheet(workbook: Workbook, name: str, orientation: str = "landscape") -> Any:
    """An empty sheet that prints across the paper, its first row on every page."""
    sheet: Any = workbook.create_sheet(name)
    sheet.page_setup.orientation, sheet.page_setup.paperSize = orientation, A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    if name != README:
        sheet.print_title_rows = "1:1"
    return sheet


def _font(bold: bool = False, size: float = SIZE) -> Font:
    """Family 2 says that it is a sans-serif, for a computer without it."""
    return Font(name=FONT, family=2, bold=bold, size=size, color=LIGHT.ink.lstrip("#"))


def _height(texts: Iterable[tuple[str, float, float]]) -> float:
    """A row's height at which each (text, column's width, size) shows whole, as near as can be told."""
    heights = [len(wrap(text, width * LETTER, size)) * size * 1.4 for text, width, size in texts]
    return min(MOST_HEIGHT, max([*heights, SIZE * 1.4]) + 2)


def _number(value: Value) -> Value:
    """A plain number, whole where it counts something; None where there is none."""
    if value is None or pd.isna(value):
        return None
    return int(value) if isinstance(value, Integral) else float(value)
