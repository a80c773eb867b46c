"""One slide after another: each with its title, the report's marks, its foot and what a presenter says."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from pptx.enum.text import MSO_ANCHOR
from pptx.presentation import Presentation as Deck
from pptx.util import Emu, Pt

from selfassess.look import LIGHT
from selfassess.reports.chart_style import Box
from selfassess.reports.slide_tables import (
    Cell,
    Para,
    Row,
    TableShape,
    add_table,
    height_of,
    paginate,
    write_paras,
)
from selfassess.reports.slide_template import (
    BODY_BOTTOM,
    BODY_TOP,
    BODY_WIDTH,
    CONTENT,
    COVER,
    FOOT_SIZE,
    LANGUAGE,
    MARGIN,
    SMALL_SIZE,
    TEXT_SIZE,
    TITLE_HEIGHT,
    TITLE_SIZE,
    TITLE_TOP,
)
from selfassess.reports.text import clean, wrap

POINT = 12700
MARK_TOP, MARK_HEIGHT = 0.25 * 914400, 0.34 * 914400
GAP = 8.0
"""Between paragraphs, in points."""
TITLE_LINE = 1.2
INTRO_SIZE = 16
FOOT = "ftr", "sldNum"


class Slides:
    """Writes slides into a deck. Where and when stand at the foot of each; the marks, if any, at its head."""

    def __init__(self, deck: Deck, where: str, dated: str, marks: Sequence[str]) -> None:
        self._deck = deck
        self._foot = _fit_foot(clean(where), clean(dated))
        self._mark = clean("  ·  ".join(mark for mark in marks if mark))

    def cover(self, title: str, lines: Sequence[str], notes: str) -> Any:
        slide = self._deck.slides.add_slide(self._deck.slide_layouts[COVER])
        _set_title(slide, title, size=40, height=1.9 * 72)
        frame = slide.placeholders[1].text_frame
        write_paras(frame, [Para(clean(line)) for line in lines if line], TEXT_SIZE + 2, LIGHT.paper, GAP)
        slide.notes_slide.notes_text_frame.text = clean(notes)
        self._add_mark(slide, LIGHT.paper)
        self.finish(slide)
        return slide

    def slide(self, title: str, notes: str) -> tuple[Any, int]:
        """A slide with nothing but its title yet, and where its body begins. Call `finish` when all is on it."""
        slide = self._deck.slides.add_slide(self._deck.slide_layouts[CONTENT])
        lines = _set_title(slide, title, TITLE_SIZE, TITLE_HEIGHT / POINT)
        slide.notes_slide.notes_text_frame.text = clean(notes)
        self._add_mark(slide, LIGHT.foundations)
        top = _body_top(lines)
        if top < BODY_TOP:  # the title's box ends where the body begins
            heading = slide.shapes.title
            heading.left, heading.top, heading.width = Emu(MARGIN), Emu(TITLE_TOP), Emu(int(BODY_WIDTH))
            heading.height = Emu(top - int(TITLE_TOP) - int(GAP * POINT))
        return slide, top

    def finish(self, slide: Any) -> None:
        """The foot comes last, so that a screen reader reads it last."""
        for shape in slide.slide_layout.placeholders:
            kind = shape._element.nvSpPr.nvPr.find(f"{_P}ph").get("type")
            if kind in FOOT:
                element = copy.deepcopy(shape._element)
                slide.shapes._spTree.append(element)
                element.nvSpPr.cNvPr.set("id", str(_next_id(slide)))
                if kind == "ftr":
                    slide.shapes[-1].text_frame.text = self._foot

    def tables(
        self,
        title: str,
        notes: str,
        shape: TableShape,
        rows: Sequence[Row],
        alt: str,
        intro: Cell = (),
    ) -> None:
        """A table on as many slides as it takes; `intro` stands above it on the first."""
        top = _body_top(_count_lines(title))
        above = height_of(intro, BODY_WIDTH / POINT, INTRO_SIZE, GAP / 2) + 1.5 * GAP if intro else 0.0
        room = (BODY_BOTTOM - top) / POINT
        shape, pages = _largest_that_fits(shape, rows, room, above)
        for number, page in enumerate(pages, start=1):
            slide, _ = self.slide(_number(title, number, len(pages)), notes)
            if number > 1:
                above = 0.0
            elif intro:
                self.text(slide, intro, (MARGIN, top, BODY_WIDTH, int(above * POINT)), INTRO_SIZE, GAP / 2)
            part = f" Part {number} of {len(pages)}." if len(pages) > 1 else ""
            add_table(slide, MARGIN, top + int(above * POINT), shape, page, alt + part, "Table")
            self.finish(slide)

    def texts(self, title: str, notes: str, paras: Cell, largest: int = 22) -> None:
        """Paragraphs on as many slides as they take, in a size that suits their length."""
        top = _body_top(_count_lines(title))
        room = (BODY_BOTTOM - top) / POINT
        shape = TableShape(("",), (BODY_WIDTH / POINT,), largest)
        shape, pages = _largest_that_fits(shape, [[[para]] for para in paras], room)
        for number, page in enumerate(pages, start=1):
            slide, _ = self.slide(_number(title, number, len(pages)), notes)
            text = [para for row in page for para in row[0]]
            self.text(slide, text, (MARGIN, top, BODY_WIDTH, BODY_BOTTOM - top), shape.size, GAP)
            self.finish(slide)

    def text(self, slide: Any, paras: Cell, box: Box, size: float, space: float = GAP) -> Any:
        """A box of text, in the largest letters up to `size` with which it fits."""
        chosen = size_that_fits(paras, box, size, space)
        shape = slide.shapes.add_textbox(*(Emu(int(number)) for number in box))
        frame = shape.text_frame
        frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
        write_paras(frame, [replace(para, text=clean(para.text)) for para in paras], chosen, space=space)
        return shape

    def _add_mark(self, slide: Any, colour: str) -> None:
        if not self._mark:
            return
        shape = slide.shapes.add_textbox(MARGIN, Emu(int(MARK_TOP)), BODY_WIDTH, Emu(int(MARK_HEIGHT)))
        shape.name = "Provisional or illustrative"
        frame = shape.text_frame
        frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
        frame.vertical_anchor = MSO_ANCHOR.MIDDLE
        write_paras(frame, [Para(self._mark, bold=True)], SMALL_SIZE, colour)


_P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"


def size_that_fits(paras: Cell, box: Box, size: float, space: float = GAP) -> float:
    """The largest letters, up to `size`, with which text fits into a box."""
    width, height = box[2] / POINT, box[3] / POINT
    sizes = list(range(int(size), FOOT_SIZE, -2)) or [int(size)]
    return next((each for each in sizes if height_of(paras, width, each, space) <= height), sizes[-1])


def _set_title(slide: Any, title: str, size: int, height: float) -> int:
    """Writes the title in the first of a few sizes that fits, and gives how many lines it takes. What fits in none
    is cut, with a sign that it goes on."""
    text = clean(" ".join(title.split()))
    sizes = range(size, 19, -2)
    chosen = next((each for each in sizes if _title_height(text, each) <= height), sizes[-1])
    while _title_height(text, chosen) > height:
        text = text[: int(len(text) * 0.9)].rstrip() + "…"
    frame = slide.shapes.title.text_frame
    frame.text = text
    run = frame.paragraphs[0].runs[0]
    run._r.get_or_add_rPr().set("lang", LANGUAGE)
    if chosen != size:
        run.font.size = Pt(chosen)
    return round(_title_height(text, chosen) / (chosen * TITLE_LINE))


def _title_height(text: str, size: int) -> float:
    return len(wrap(text, BODY_WIDTH / POINT, size, bold=True)) * size * TITLE_LINE


def _count_lines(title: str) -> int:
    return len(wrap(f"{clean(title)}, 10 of 10", BODY_WIDTH / POINT, TITLE_SIZE, bold=True))


def _body_top(title_lines: int) -> int:
    """Nearer to a title of a single line."""
    return int(BODY_TOP) - (int(TITLE_SIZE * POINT) if title_lines < 2 else 0)


def _largest_that_fits(
    shape: TableShape, rows: Sequence[Row], room: float, taken: float = 0
) -> tuple[TableShape, list[list[Row]]]:
    """The pages of a table in the largest letters with which it fits on one; else in small ones, on several."""
    for size in range(int(shape.size), SMALL_SIZE, -2):
        larger = replace(shape, size=size)
        pages = paginate(larger, rows, room, taken)
        if len(pages) == 1:
            return larger, pages
    small = replace(shape, size=SMALL_SIZE)
    return small, _balance(small, rows, room, taken)


def _balance(shape: TableShape, rows: Sequence[Row], room: float, taken: float) -> list[list[Row]]:
    """As few pages as it takes, about equally full: no last row alone on a slide."""
    pages = paginate(shape, rows, room, taken)
    pieces = sum(len(page) for page in pages)
    for part in range(10, 20):
        found = paginate(shape, rows, room * part / 20, taken)
        if len(found) == len(pages) and sum(len(page) for page in found) == pieces:
            return found
    return pages


def _fit_foot(where: str, dated: str) -> str:
    """One line: what it is about, as far as there is room beside the date."""
    room = (BODY_WIDTH / POINT) * 0.88
    foot = f"{where} · {dated}"
    while where and len(wrap(foot, room, FOOT_SIZE)) > 1:
        where = where[:-2].rstrip(" ·")
        foot = f"{where}… · {dated}"
    return foot


def _number(title: str, number: int, total: int) -> str:
    return f"{title}, {number} of {total}" if total > 1 else title


def _next_id(slide: Any) -> int:
    ids = [int(each.get("id")) for each in slide.shapes._spTree.iter(f"{_P}cNvPr")]
    return max(ids) + 1
