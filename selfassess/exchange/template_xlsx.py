"""The offline questionnaire: one lens of a framework as a workbook to fill in and send back."""

from __future__ import annotations

import io
from dataclasses import dataclass
from math import ceil
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.workbook.protection import WorkbookProtection
from openpyxl.worksheet.datavalidation import DataValidation

from selfassess.answers import DIRECTIONS
from selfassess.exchange.rows import number_text
from selfassess.exchange.workbooks import set_text
from selfassess.framework.model import Framework, Item
from selfassess.framework.wording import fill, terms_of
from selfassess.look import LIGHT

MARK = "selfassess questionnaire 1"
"""Stands in the hidden sheet's first cell: what the workbook is, and the version of this layout."""

AUTHORITY_LENS = "authority"
"""The lens through which an authority answers about itself: its name need not be given twice."""

README, ABOUT, QUESTIONS, LISTS = "Read me", "About", "Questionnaire", "Lists"

ABOUT_FIRST_ROW = 4
ABOUT_LABELS = {
    "subject": "Name",
    "authority": "Local authority",
    "round": "Round",
    "respondent": "Respondent",
    "group": "Group",
}
"""Column of the answers file to its label in the sheet "About"."""

HEADINGS: dict[str, tuple[str, float]] = {
    "item": ("Id", 6),
    "about": ("Indicator and sub-indicator", 26),
    "question": ("Question", 32),
    "levels": ("What each level looks like", 62),
    "answer": ("Answer", 28),
    "evidence": ("Evidence", 44),
    "direction": ("Direction", 15),
    "one_person": ("Depends on one person", 12),
    "reason": ("Reason, if it does not apply", 30),
}
"""Column to its heading and width in the sheet "Questionnaire", from left to right."""

ENTRIES = ("answer", "evidence", "direction", "one_person", "reason")
LIST_COLUMNS = {"answer": "D", "direction": "E", "one_person": "F", "group": "G"}
SPECIAL_CHOICES = {"na": "na – does not apply (give the reason)", "dk": "dk – don't know"}

INK, MUTED = LIGHT.ink.lstrip("#"), LIGHT.muted.lstrip("#")
HEADING_FILL = PatternFill("solid", fgColor=LIGHT.accent.lstrip("#"))
ENTRY_FILL = PatternFill("solid", fgColor=LIGHT.levels[0].lstrip("#"))
LINE = Side(style="thin", color=LIGHT.rule.lstrip("#"))
BOX = Border(left=LINE, right=LINE, top=LINE, bottom=LINE)
WRAPPED = Alignment(wrap_text=True, vertical="top")
LINE_HEIGHT = 15.5
MOST_HEIGHT = 409.0
"""The tallest row that a spreadsheet can show."""


@dataclass(frozen=True)
class _Wording:
    """A framework's texts as one lens and one vocabulary setting show them."""

    framework: Framework
    lens_id: str
    vocabulary: str | None

    def fill(self, text: str) -> str:
        return fill(text, terms_of(self.framework, self.vocabulary))

    def levels(self, item: Item) -> str:
        """Every level that the item describes, lowest first, one paragraph each."""
        anchors = item.lenses[self.lens_id].anchors
        levels = [level for level in self.framework.scale.levels if level.value in anchors]
        return "\n".join(f"{number_text(lv.value)}: {self.fill(anchors[lv.value])}" for lv in levels)


def answer_choices(framework: Framework, vocabulary: str | None = None) -> dict[str, str]:
    """What the answer's drop-down offers, to what it stands for in an answers file."""
    terms = terms_of(framework, vocabulary)
    choices = {}
    for level in framework.scale.levels:
        number = number_text(level.value)
        label = fill(level.label, terms)
        choices[number if label == number else f"{number} – {label}"] = number
    allowed = framework.scale.special_answers
    if "not_applicable" in allowed:
        choices[SPECIAL_CHOICES["na"]] = "na"
    if "dont_know" in allowed:
        choices[SPECIAL_CHOICES["dk"]] = "dk"
    return choices


def group_choices(framework: Framework) -> dict[str, str]:
    """What the group's drop-down offers, to the group's id. Empty where the framework names no groups."""
    return {group.label: group.id for group in framework.groups}


def write_template(framework: Framework, lens_id: str, vocabulary: str | None = None) -> bytes:
    """The questionnaire's bytes. `vocabulary` is a setting's id; None is the framework's default.

    Sheets are protected without a password: it keeps questions from being changed by accident, no more.
    """
    wording = _Wording(framework, lens_id, vocabulary)
    workbook = Workbook()
    workbook.properties.title = wording.fill(framework.title)
    workbook.properties.creator = "selfassess"
    _write_readme(workbook.active, wording)
    _write_about(workbook.create_sheet(ABOUT), wording)
    _write_questions(workbook.create_sheet(QUESTIONS), wording)
    _write_lists(workbook.create_sheet(LISTS), wording)
    for sheet in workbook.worksheets:
        sheet.protection.enable()
        # Here False means "not locked": rows and columns may be made larger to read or write more.
        sheet.protection.formatRows = sheet.protection.formatColumns = False
    workbook.security = WorkbookProtection(lockStructure=True)
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def _write_readme(sheet: Any, wording: _Wording) -> None:
    framework = wording.framework
    lens = framework.lens(wording.lens_id)
    sheet.title = README
    sheet.column_dimensions["A"].width = 96
    between = [
        f"{number_text(level.value)}: {level.between}" for level in framework.scale.levels if level.between
    ]
    steps = [
        f'1. Fill in the sheet "{ABOUT}": who is asked about, and who answers.',
        f'2. In the sheet "{QUESTIONS}", read what each level looks like and choose one in the column '
        f'"Answer". ' + framework.scale.instruction,
        *[f"    {text}" for text in between],
        "3. If you can't tell, choose don't know. If a question does not apply, say why in the last column.",
        "4. Note what you could show for it in the column Evidence. Leave out anything about named children "
        "or families.",
        "5. Save the file as XLSX and send it back to whoever gave it to you, or import it yourself.",
    ]
    texts = [
        (framework.title, "title"),
        (f"{lens.label}: {lens.description}", "text"),
        ("How to fill it in", "heading"),
        *[(step, "text") for step in steps],
        ("If a child may be at risk now", "heading"),
        ("This questionnaire is not the place. Call children's social care, or 999 in an emergency.", "text"),
        ("Where it comes from", "heading"),
        (framework.source.citation, "text"),
        (framework.source.licence, "text"),
        (f"Framework {framework.key}, lens {lens.id}", "text"),
    ]
    for number, (text, style) in enumerate(texts, start=1):
        _write_line(sheet, number, wording.fill(text), style)
    _set_up_page(sheet, wording, orientation="portrait")


def _write_line(sheet: Any, number: int, text: str, style: str) -> None:
    cell = set_text(sheet.cell(number, 1), text)
    size = {"title": 18, "heading": 13}.get(style, 11)
    cell.font = Font(bold=style != "text", size=size, color=INK)
    cell.alignment = WRAPPED
    sheet.row_dimensions[number].height = _height([(text, 96 * 11 / size)]) + size


def _write_about(sheet: Any, wording: _Wording) -> None:
    lens = wording.framework.lens(wording.lens_id)
    for letter, width in {"A": 20, "B": 48, "C": 60}.items():
        sheet.column_dimensions[letter].width = width
    _write_line(sheet, 1, "About these answers", "title")
    sheet["A1"].alignment = Alignment(wrap_text=False)
    help_texts = {
        "subject": f"The {lens.subject_label} that the answers are about. Needed.",
        "authority": "The local authority it belongs to."
        if lens.id != AUTHORITY_LENS
        else "Leave empty: it is the name above.",
        "round": "What this time of asking is called, such as Spring 2026. May stay empty.",
        "respondent": "Your name or role. May stay empty when only one person or team answers.",
        "group": "Who you work for. May stay empty.",
    }
    for number, (column, label) in enumerate(ABOUT_LABELS.items(), start=ABOUT_FIRST_ROW):
        _box(set_text(sheet.cell(number, 1), label)).font = Font(bold=True, color=INK)
        _open(sheet.cell(number, 2))
        set_text(sheet.cell(number, 3), wording.fill(help_texts[column])).alignment = WRAPPED
        sheet.cell(number, 3).font = Font(color=MUTED)
        sheet.row_dimensions[number].height = 34
    if wording.framework.groups:
        group_row = ABOUT_FIRST_ROW + list(ABOUT_LABELS).index("group")
        _offer(sheet, "group", f"B{group_row}", len(group_choices(wording.framework)))
    _set_up_page(sheet, wording, orientation="landscape")


def _write_questions(sheet: Any, wording: _Wording) -> None:
    for place, (heading, width) in enumerate(HEADINGS.values(), start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width
        cell = _box(set_text(sheet.cell(1, place), heading))
        cell.font = Font(bold=True, color="FFFFFF")
        cell.fill = HEADING_FILL
    sheet.row_dimensions[1].height = 2 * LINE_HEIGHT + 4
    items = wording.framework.items_in(wording.lens_id)
    for number, item in enumerate(items, start=2):
        _write_question(sheet, number, item, wording)
    last = len(items) + 1
    lengths = {
        "answer": len(answer_choices(wording.framework, wording.vocabulary)),
        "direction": len(DIRECTIONS),
        "one_person": 2,
    }
    for column, length in lengths.items():
        letter = column_letter(column)
        _offer(sheet, column, f"{letter}2:{letter}{last}", length)
    sheet.freeze_panes = f"{column_letter('question')}2"
    sheet.print_title_rows = "1:1"
    _set_up_page(sheet, wording, orientation="landscape")


def _write_question(sheet: Any, number: int, item: Item, wording: _Wording) -> None:
    indicator = wording.framework.indicator_of(item.id)
    texts = {
        "item": item.id,
        "about": f"{indicator.short_title}\n{item.short_title}",
        "question": item.lenses[wording.lens_id].question,
        "levels": wording.levels(item),
    }
    filled = {column: wording.fill(text) for column, text in texts.items()}
    for place, column in enumerate(HEADINGS, start=1):
        cell = sheet.cell(number, place)
        if column in ENTRIES:
            _open(cell)
        else:
            _box(set_text(cell, filled[column])).font = Font(bold=column == "question", color=INK)
    sheet.row_dimensions[number].height = _height([(text, HEADINGS[c][1]) for c, text in filled.items()])


def _write_lists(sheet: Any, wording: _Wording) -> None:
    """The hidden sheet: what the workbook is, and what its drop-downs offer."""
    sheet.sheet_state = "hidden"
    framework = wording.framework
    marks = (MARK, framework.key, wording.lens_id, wording.vocabulary or "")
    columns = {
        "A": marks,
        LIST_COLUMNS["answer"]: answer_choices(framework, wording.vocabulary),
        LIST_COLUMNS["direction"]: DIRECTIONS,
        LIST_COLUMNS["one_person"]: ("yes", "no"),
        LIST_COLUMNS["group"]: group_choices(framework),
    }
    for letter, texts in columns.items():
        for number, text in enumerate(texts, start=1):
            set_text(sheet[f"{letter}{number}"], text)


def _offer(sheet: Any, column: str, cells: str, length: int) -> None:
    """A drop-down in the cells, from the hidden sheet's list of that column."""
    letter = LIST_COLUMNS[column]
    offer = DataValidation(
        type="list",
        formula1=f"{LISTS}!${letter}$1:${letter}${length}",
        allow_blank=True,
        showErrorMessage=True,
        errorTitle="Choose from the list",
        error="Choose one of the answers in the list, or leave the cell empty.",
    )
    offer.add(cells)
    sheet.add_data_validation(offer)


def _set_up_page(sheet: Any, wording: _Wording, orientation: str) -> None:
    sheet.page_setup.orientation = orientation
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.sheet_view.showGridLines = False
    title = wording.fill(wording.framework.title).replace("&", "&&")  # a single & starts a code there
    sheet.oddFooter.left.text = title
    sheet.oddFooter.right.text = "Page &P of &N"


def column_letter(column: str) -> str:
    """The letter of a column of the sheet "Questionnaire"."""
    return str(get_column_letter(list(HEADINGS).index(column) + 1))


def _box(cell: Any) -> Any:
    cell.border = BOX
    cell.alignment = WRAPPED
    return cell


def _open(cell: Any) -> None:
    """Makes a cell one to write in; as text, so that no spreadsheet makes a date of what is typed."""
    _box(cell).fill = ENTRY_FILL
    cell.protection = Protection(locked=False)
    cell.number_format = "@"


def _height(texts: list[tuple[str, float]]) -> float:
    """A row's height at which every text shows in a column of its width, as near as counting tells."""

    def lines(text: str, width: float) -> int:
        return sum(max(1, ceil(len(line) * 1.12 / width)) for line in text.split("\n"))

    return min(MOST_HEIGHT, max(lines(text, width) for text, width in texts) * LINE_HEIGHT + 6)
