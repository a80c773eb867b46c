"""What the charts of slides and documents share: type, colours, edges, and the words for a screen reader."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from openpyxl import load_workbook
from pptx.dml.color import RGBColor
from pptx.oxml import parse_xml
from pptx.util import Emu, Pt

from selfassess.exchange.workbooks import set_text
from selfassess.look import FONT, LIGHT
from selfassess.reports.text import clean

Box = tuple[int, int, int, int]
"""Left, top, width, height in the units of a slide."""

NAMES = (
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
)
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
QUIET = "#d9d4c8"
"""Lines behind a chart: they guide the eye and carry nothing."""


def set_type(chart: Any, size: int) -> None:
    """No legend and no title of its own: labels and the slide say it."""
    space = chart._chartSpace
    space.find(f"{C}chart").addnext(
        parse_xml(f"<c:spPr {NAMES}><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>")  # no frame around it
    )
    for tag in ("axId", "crossAx"):  # the library numbers axes below zero, which the format doesn't have
        for element in space.iter(f"{C}{tag}"):
            element.set("val", str(int(element.get("val")) & 0x7FFFFFFF))
    chart.has_legend = False
    chart.has_title = False
    set_font(chart.font, size, LIGHT.ink)


def fill(form: Any, colour: str) -> None:
    form.fill.solid()
    form.fill.fore_color.rgb = rgb(colour)


def outline(form: Any) -> None:
    """Edges that stand out from the paper, whatever is inside."""
    form.line.color.rgb = rgb(LIGHT.muted)
    form.line.width = Pt(1)


def set_font(font: Any, size: int, colour: str, bold: bool = False) -> None:
    font.size, font.bold, font.name = Pt(size), bold, FONT
    font.color.rgb = rgb(colour)


def describe(graphic: Any, name: str, alt: str) -> None:
    """What a screen reader says of it."""
    properties = graphic._element.nvGraphicFramePr.cNvPr
    properties.set("name", name)
    properties.set("descr", clean(alt))


def rewrite_sheet(chart: Any, columns: Sequence[tuple[str, Sequence[float | None]]] = ()) -> None:
    """The sheet behind a chart with its texts as texts, whatever they look like, and further columns of numbers."""
    workbook = load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob))
    sheet: Any = workbook.active
    for row in sheet.iter_rows():
        for cell in row:
            if isinstance(cell.value, str):
                cell.hyperlink = None
                set_text(cell, cell.value)
    start = sheet.max_column + 1
    for column, (heading, numbers) in enumerate(columns, start=start):
        set_text(sheet.cell(1, column), heading)
        for number, value in enumerate(numbers, start=2):
            sheet.cell(number, column).value = value
    out = io.BytesIO()
    workbook.save(out)
    chart.part.chart_workbook.update_from_xlsx_blob(out.getvalue())


def mix(colour: str, part: float = 0.5) -> str:
    """A colour of ours with so much of the paper in it that ink can be read on it."""
    pairs = ((int(colour[i : i + 2], 16), int(LIGHT.paper[i : i + 2], 16)) for i in (1, 3, 5))
    return "#" + "".join(f"{round(own * (1 - part) + paper * part):02x}" for own, paper in pairs)


def rgb(colour: str) -> RGBColor:
    found: RGBColor = RGBColor.from_string(hex_of(colour))
    return found


def hex_of(colour: str) -> str:
    return colour.lstrip("#").upper()


def box(left: float, top: float, width: float, height: float) -> Box:
    return (Emu(int(left)), Emu(int(top)), Emu(int(width)), Emu(int(height)))
