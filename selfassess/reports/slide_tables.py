"""Tables and running text on slides, split over as many slides as they need: nothing runs over an edge."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR
from pptx.oxml import parse_xml
from pptx.util import Emu, Pt

from selfassess.look import LIGHT
from selfassess.reports.slide_template import LANGUAGE
from selfassess.reports.text import clean, wrap

LINE_HEIGHT = 1.25
"""Of a line, in sizes of the font."""
CELL_SIDE, CELL_TOP = 6.0, 5.0
"""Inside a cell, in points."""
EMU_PER_POINT = 12700
_NAMES = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
PLAIN_TABLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
"""PowerPoint's own style without lines or fills: ours are set cell by cell."""


@dataclass(frozen=True)
class Para:
    text: str
    bold: bool = False
    muted: bool = False


Cell = Sequence[Para]
Row = Sequence[Cell]


@dataclass(frozen=True)
class TableShape:
    """What a table looks like: its columns' headings and widths (in points), and the size of its text."""

    columns: Sequence[str]
    widths: Sequence[float]
    size: float = 16

    def lines(self, column: int, para: Para) -> list[str]:
        return wrap(para.text, self.widths[column] - 2 * CELL_SIDE, self.size, para.bold)

    def height(self, row: Row) -> float:
        """In points."""
        most = max((sum(len(self.lines(n, p)) for p in cell) for n, cell in enumerate(row)), default=1)
        return max(most, 1) * self.size * LINE_HEIGHT + 2 * CELL_TOP

    @property
    def head(self) -> float:
        return self.height([[Para(name, bold=True)] for name in self.columns])


def cell(*texts: str | Para) -> Cell:
    """A cell of paragraphs; empty ones are left out."""
    paras = (text if isinstance(text, Para) else Para(text) for text in texts)
    return [replace(para, text=clean(para.text)) for para in paras if para.text]


def paginate(shape: TableShape, rows: Sequence[Row], room: float, taken: float = 0) -> list[list[Row]]:
    """The rows as pages of at most `room` points with the head; a row taller than a page goes on on the next.
    On the first page so many points are `taken` already."""
    space = room - shape.head
    pages: list[list[Row]] = [[]]
    left = space - taken
    for row in rows:
        for piece in _cut(shape, row, space - taken):
            height = shape.height(piece)
            if height > left and pages[-1]:
                pages.append([])
                left = space
            pages[-1].append(piece)
            left -= height
    return pages


def _cut(shape: TableShape, row: Row, space: float) -> Iterator[Row]:
    """The row itself where it fits on a page, else pieces, each of which does."""
    while shape.height(row) > space:
        lines = int((space - 2 * CELL_TOP) / (shape.size * LINE_HEIGHT))
        halves = [_split(shape, number, each, lines) for number, each in enumerate(row)]
        yield [head for head, _ in halves]
        row = [rest for _, rest in halves]
    yield row


def _split(shape: TableShape, column: int, paras: Cell, lines: int) -> tuple[Cell, Cell]:
    """What of a cell fits into so many lines, and the rest."""
    head: list[Para] = []
    for number, para in enumerate(paras):
        needed = len(shape.lines(column, para))
        if needed > lines:
            first, rest = _split_text(shape, column, para, lines)
            return [*head, *first], [*rest, *paras[number + 1 :]]
        head.append(para)
        lines -= needed
    return head, []


def _split_text(shape: TableShape, column: int, para: Para, lines: int) -> tuple[list[Para], list[Para]]:
    """The longest beginning of a paragraph that fits, cut between words where there are any."""
    if lines < 1:
        return [], [para]
    text, end = clean(para.text), 0
    for line in shape.lines(column, para)[:lines]:
        end = text.index(line, end) + len(line)
    at = text.rfind(" ", 1, end + 1)
    at = at if at > end // 2 else end
    return [replace(para, text=text[:at].rstrip())], [replace(para, text=text[at:].lstrip())]


def add_table(
    slide: Any, left: int, top: int, shape: TableShape, rows: Sequence[Row], alt: str, name: str
) -> Any:
    """One page of a table, its first row marked as heading."""
    width = sum(shape.widths)
    heights = [shape.head, *(shape.height(row) for row in rows)]
    frame = slide.shapes.add_table(
        len(rows) + 1, len(shape.columns), left, top, _emu(width), _emu(sum(heights))
    )
    properties = frame._element.nvGraphicFramePr.cNvPr
    properties.set("name", name)
    properties.set("descr", clean(alt))
    table = frame.table
    table.first_row, table.horz_banding = True, False
    frame._element.find(f".//{_A}tableStyleId").text = PLAIN_TABLE
    for number, points in enumerate(shape.widths):
        table.columns[number].width = _emu(points)
    for number, points in enumerate(heights):
        table.rows[number].height = _emu(points)
    for column, heading in enumerate(shape.columns):
        _fill_cell(table.cell(0, column), [Para(heading, bold=True)], shape.size, head=True)
    for number, row in enumerate(rows, start=1):
        for column, paras in enumerate(row):
            _fill_cell(table.cell(number, column), paras, shape.size)
    return frame


def _fill_cell(target: Any, paras: Cell, size: float, head: bool = False) -> None:
    target.margin_left = target.margin_right = _emu(CELL_SIDE)
    target.margin_top = target.margin_bottom = _emu(CELL_TOP)
    target.vertical_anchor = MSO_ANCHOR.TOP
    if head:
        target.fill.solid()
        target.fill.fore_color.rgb = _rgb(LIGHT.accent)
    else:
        target.fill.background()
        properties = target._tc.get_or_add_tcPr()
        properties.insert(
            0,
            parse_xml(
                f'<a:lnB {_NAMES} w="9525"><a:solidFill><a:srgbClr val="{LIGHT.rule.lstrip("#").upper()}"/>'
                "</a:solidFill></a:lnB>"
            ),
        )
    write_paras(target.text_frame, paras, size, "#ffffff" if head else LIGHT.ink)


def write_paras(frame: Any, paras: Cell, size: float, colour: str = LIGHT.ink, space: float = 0) -> None:
    """Paragraphs as they are, each with its size, colour and language."""
    frame.word_wrap = True
    for number, para in enumerate(paras or [Para("")]):
        target = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        if number and space:
            target.space_before = Pt(space)
        for at, line in enumerate(para.text.split("\n")):
            if at:
                target.add_line_break()
            run = target.add_run()
            run.text = line
            run.font.size, run.font.bold = Pt(size), para.bold
            run.font.color.rgb = _rgb(LIGHT.muted if para.muted else colour)
            run._r.get_or_add_rPr().set("lang", LANGUAGE)


def height_of(paras: Cell, width: float, size: float, space: float = 0) -> float:
    """How tall paragraphs are at a width, in points."""
    lines = sum(len(wrap(para.text, width, size, para.bold)) for para in paras)
    return lines * size * LINE_HEIGHT + max(0, len(paras) - 1) * space


def _emu(points: float) -> Emu:
    return Emu(int(points * EMU_PER_POINT))


def _rgb(colour: str) -> RGBColor:
    found: RGBColor = RGBColor.from_string(colour.lstrip("#").upper())
    return found
