"""Charts in a Word file: the slides' own, taken over with the sheets behind them, so that Word can edit them, too."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from docx.document import Document as WordDocument
from docx.opc.constants import CONTENT_TYPE as CT
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.shared import Length
from pptx import Presentation
from pptx.opc.oxml import serialize_part_xml
from pptx.oxml import parse_xml as parse_chart

from selfassess.reports.chart_style import Box, box

_CHART_NAMES = (
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


class WordCharts:
    """Draws charts on a slide that nobody sees and moves them into a document, numbered from 1."""

    def __init__(self, document: WordDocument) -> None:
        self._document = document
        deck = Presentation()
        self._slide = deck.slides.add_slide(deck.slide_layouts[6])
        self._number = 0

    def add(self, width: Length, height: Length, draw: Callable[[Any, Box], object]) -> None:
        """A paragraph with what `draw` draws, its name and its words for a screen reader."""
        before = {shape.shape_id for shape in self._slide.shapes}
        draw(self._slide, box(0, 0, width, height))
        for shape in list(self._slide.shapes):
            if shape.shape_id not in before:
                self._move(shape, width, height)

    def _move(self, graphic: Any, width: Length, height: Length) -> None:
        self._number += 1
        number, chart = self._number, graphic.chart
        package = self._document.part.package
        sheet = Part(
            PackURI(f"/word/embeddings/chart{number}.xlsx"),
            CT.SML_SHEET,
            chart.part.chart_workbook.xlsx_part.blob,
            package,
        )
        space: Any = parse_chart(chart.part.blob)
        part = Part(PackURI(f"/word/charts/chart{number}.xml"), CT.DML_CHART, b"", package)
        data = space.find(f"{{{CHART}}}externalData")
        data.set(RELATION, part.relate_to(sheet, RT.PACKAGE))
        part._blob = serialize_part_xml(space)
        relation = self._document.part.relate_to(part, RT.CHART)
        properties = graphic._element.nvGraphicFramePr.cNvPr
        drawing: Any = parse_xml(
            f'<w:drawing {_CHART_NAMES}><wp:inline distT="0" distB="0" distL="0" distR="0">'
            f'<wp:extent cx="{int(width)}" cy="{int(height)}"/><wp:docPr id="{100 + number}" name=""/>'
            f'<wp:cNvGraphicFramePr/><a:graphic><a:graphicData uri="{CHART}"><c:chart r:id="{relation}"/>'
            "</a:graphicData></a:graphic></wp:inline></w:drawing>"
        )
        described = drawing.find(
            ".//{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
        )
        described.set("name", properties.get("name"))
        described.set("descr", properties.get("descr"))
        paragraph = self._document.add_paragraph()
        paragraph.paragraph_format.keep_with_next = True
        paragraph.add_run()._r.append(drawing)
