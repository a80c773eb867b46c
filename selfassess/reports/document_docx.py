"""The report as a Word file that a secretary can edit: real headings, styles, tables and charts, no pictures of them.

It says the same as the PDF and the page for a browser, in the same order, because all are set from `sections`.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import Any

from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.shared import Cm, Emu, Pt

from selfassess.look import LIGHT
from selfassess.reports.board_charts import (
    BARS_CAPTION,
    draw_ends,
    draw_place,
    draw_profile,
    draw_square,
)
from selfassess.reports.sections import Block, make_content
from selfassess.reports.text import clean
from selfassess.reports.word_charts import WordCharts
from selfassess.reports.word_style import (
    CALLOUT,
    CAPTION,
    FINDING,
    NOTE,
    TABLE_STYLE,
    WIDTH,
    add_head_and_foot,
    new_document,
    rgb,
    shade,
)
from selfassess.view_models.board import BoardReport

PLACE_HEADING = "The place on the line"
CHART_TYPE = 11
"""Of the letters in a chart, in points."""
SHORT_TABLE = 5
"""Tables of so many rows stay on one page."""
STYLES = {"": None, "finding": FINDING, "caption": CAPTION}
_NAMES = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def write_document(report: BoardReport) -> bytes:
    """A Word file of the report."""
    content = make_content(report)
    document = new_document(report.title, report.where)
    add_head_and_foot(document, " ".join(content["flags"]), f"{report.where} · {report.dated}")
    writer = _Writer(document, report)
    writer.first_page(content)
    for section in content["sections"]:
        writer.section(section["heading"], section["blocks"])
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


class _Writer:
    def __init__(self, document: WordDocument, report: BoardReport) -> None:
        self._document = document
        self._report = report
        self._charts = WordCharts(document)

    def first_page(self, content: Mapping[str, Any]) -> None:
        first = content["first"]
        self._paragraph(content["title"], "Title")
        self._paragraph(content["where"], "Subtitle")
        for flag in content["flags"]:
            self._paragraph(flag, CALLOUT)
        self._paragraph(content["dated"], NOTE)
        self._heading(PLACE_HEADING, 1)
        self._paragraph(first["place"], FINDING)
        self._charts.add(WIDTH, Cm(3.4), lambda slide, box: draw_place(slide, box, self._report, 12))
        for text in (first["zone"], first["range"]):
            self._paragraph(text)
        for each in first["strands"]:
            self._paragraph(each["words"], lead=f"{each['name']}: {each['figure']}.")
        for fact in first["facts"]:
            self._paragraph(fact["words"], lead=f"{fact['name']}:")
        self._heading(first["next_heading"], 1)
        self._paragraph(first["next_empty"])
        for each in first["next"]:
            self._heading(each["title"], 2)
            self._lines(each["lines"])
        self._heading(first["cautions_title"], 1)
        for caution in first["cautions"]:
            self._paragraph(caution, "List Bullet")

    def section(self, heading: str, blocks: Sequence[Block]) -> None:
        self._heading(heading, 1)
        for block in blocks:
            getattr(self, f"_add_{block['kind']}")(block)

    def _add_text(self, block: Block) -> None:
        # The drawn caption speaks of dots and bars as the screens draw them; here they are Word's own bars.
        text = BARS_CAPTION if block["text"] == self._report.profile_caption else block["text"]
        self._paragraph(text, STYLES[block["style"]])

    def _add_square(self, _: Block) -> None:
        self._charts.add(
            Cm(9.5), Cm(8.5), lambda slide, box: draw_square(slide, box, self._report, CHART_TYPE)
        )

    def _add_table(self, block: Block) -> None:
        self._table(block["caption"], block["columns"], block["rows"], block["widths"])

    def _add_tracks(self, block: Block) -> None:
        """The chart, and what it shows as a table."""
        if block["name"] == "profile":
            high = Cm(1.5 + 0.8 * len(block["rows"]))
            self._charts.add(
                WIDTH, high, lambda slide, box: draw_profile(slide, box, self._report, CHART_TYPE)
            )
        else:
            said: list[str] = []
            high = Cm(1.2 + 1.15 * min(len(block["rows"]), 7))
            self._charts.add(
                WIDTH,
                high,
                lambda slide, box: said.append(draw_ends(slide, box, self._report, CHART_TYPE - 1)),
            )
            self._paragraph(said[0], CAPTION)
        rows = [[(row["cells"][0], row["under"]), *row["cells"][1:]] for row in block["rows"]]
        self._table(block["caption"], block["columns"], rows, block["widths"])

    def _add_entry(self, block: Block) -> None:
        self._heading(block["title"], 2)
        for item in block["items"]:
            self._heading(item["title"], 3)
            self._paragraph(item["rating"])
            self._lines(item["lines"], NOTE)
            if item["steps"]:
                self._paragraph(f"{item['steps_title']}:", lead="")
                for step in item["steps"]:
                    self._paragraph(step, "List Bullet")

    def _add_agreed(self, block: Block) -> None:
        self._heading(block["title"], 2)
        self._paragraph(block["rating"])
        self._lines(block["lines"], NOTE)

    def _add_action(self, block: Block) -> None:
        """One thing to do as a table of two columns, in the shape of the plan's page."""
        self._heading(block["title"], 2)
        lines = [*block["travel"], block["action"], *block["terms"]]
        rows = [(line["name"], line["words"]) for line in lines]
        self._table(block["title"], ("", ""), rows, (1, 4), heads_down=True)
        self._paragraph(block["note"], NOTE)

    def _heading(self, text: str, level: int) -> None:
        self._document.add_heading(clean(text), level)

    def _lines(self, lines: Sequence[Mapping[str, str]], style: str | None = None) -> None:
        for line in lines:
            self._paragraph(line["words"], style, lead=f"{line['name']}:" if line["name"] else "")

    def _paragraph(self, text: str, style: str | None = None, lead: str = "") -> None:
        """A paragraph, `lead` in bold before it; nothing for no text."""
        if not text and not lead:
            return
        paragraph = self._document.add_paragraph(style=style)
        if lead:
            paragraph.add_run(f"{clean(lead)} ").bold = True
        paragraph.add_run(clean(text))

    def _table(
        self,
        caption: str,
        columns: Sequence[str],
        rows: Sequence[Sequence[Any]],
        widths: Sequence[float],
        heads_down: bool = False,
    ) -> None:
        """A table whose first row is marked as its head and comes again on each page; `heads_down`: the first
        column is the head instead, under a heading that stands there already."""
        if caption and not heads_down:
            self._heading(caption, 3)
        table: Any = self._document.add_table(rows=0, cols=len(columns), style=TABLE_STYLE)
        table.autofit = False
        sizes = [Emu(int(WIDTH * width / sum(widths))) for width in widths]
        lines = list(rows) if heads_down else [columns, *rows]
        for number, line in enumerate(lines):
            row = table.add_row()
            properties = row._tr.get_or_add_trPr()
            properties.append(parse_xml(f"<w:cantSplit {_NAMES}/>"))
            if number == 0 and not heads_down:
                properties.append(parse_xml(f"<w:tblHeader {_NAMES}/>"))
            for cell, value, size in zip(row.cells, line, sizes, strict=True):
                cell.width = size
                _write_cell(cell, value)
                if len(lines) <= SHORT_TABLE and number < len(lines) - 1:
                    cell.paragraphs[0].paragraph_format.keep_with_next = True
            heads = row.cells[:1] if heads_down else row.cells if number == 0 else ()
            for run in (run for cell in heads for run in cell.paragraphs[0].runs):
                run.bold = True
        for column, size in zip(table.columns, sizes, strict=True):
            column.width = size
        _mark_table(table, clean(caption), heads_down)
        self._document.add_paragraph()


def _write_cell(cell: Any, value: Any) -> None:
    """Text, text on a level's colour, or text with small print below it."""
    paragraph = cell.paragraphs[0]
    if isinstance(value, Mapping):
        shade(cell, value["fill"])
        paragraph.add_run(clean(value["text"])).font.color.rgb = rgb(value["ink"])
        paragraph.paragraph_format.space_after = Pt(0)
        return
    text, under = value if isinstance(value, tuple) else (value, "")
    paragraph.add_run(clean(str(text)))
    if under:
        cell.add_paragraph().add_run(clean(under)).font.color.rgb = rgb(LIGHT.muted)
    for each in cell.paragraphs:
        each.paragraph_format.space_after = Pt(0)


def _mark_table(table: Any, caption: str, heads_down: bool) -> None:
    """Which of its rows and columns are heads, and what it is called for a screen reader."""
    properties = table._tbl.tblPr
    for old in properties.findall(qn("w:tblLook")):
        properties.remove(old)
    value, row, column = ("0680", "0", "1") if heads_down else ("0620", "1", "0")
    properties.append(
        parse_xml(
            f'<w:tblLook {_NAMES} w:val="{value}" w:firstRow="{row}" w:lastRow="0" w:firstColumn="{column}" '
            'w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
        )
    )
    described: Any = parse_xml(f"<w:tblCaption {_NAMES}/>")
    described.set(qn("w:val"), caption)
    properties.append(described)
