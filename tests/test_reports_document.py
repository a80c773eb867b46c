"""The Word file read back: the report's words in its order, in styles that can be edited, with charts that can, too."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from board_cases import CONTROLS, HOSTILE, STATES, half_answers, items, report, report_on, say, view
from docx import Document
from docx.oxml.ns import qn
from openpyxl import load_workbook

from selfassess.look import FONT
from selfassess.plain_text import show_controls
from selfassess.reports.board_charts import BARS_CAPTION
from selfassess.reports.document_docx import write_document
from selfassess.reports.sections import make_content
from selfassess.view_models.detail import PROFILE_CAPTION

WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


@cache
def made(state: str) -> bytes:
    return write_document(report(state))


def document(state: str) -> Any:
    return Document(io.BytesIO(made(state)))


def headings(word: Any, level: int = 1) -> list[str]:
    return [each.text for each in word.paragraphs if each.style.name == f"Heading {level}"]


def tables(word: Any) -> dict[str, list[list[str]]]:
    """Every table's cells by its name for a screen reader."""
    return {
        each._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val")): [
            [cell.text for cell in row.cells] for row in each.rows
        ]
        for each in word.tables
    }


def everything(word: Any) -> list[str]:
    """All that is written, in reading order: paragraphs and cells."""
    lines = []
    for block in word.element.body.iterchildren():
        for paragraph in block.iter(qn("w:p")):
            lines.append("".join(text.text or "" for text in paragraph.iter(qn("w:t"))))
    return lines


def words_in(part: Any) -> Iterator[str]:
    """Every sentence of the content, in its order; keys that say how to draw something are left out."""
    drawn = (
        "kind",
        "style",
        "name",
        "fill",
        "ink",
        "symbol",
        "alt",
        "corners",
        "across",
        "up",
        "points",
        "foot",
        "legend",
    )
    if isinstance(part, str):
        yield part
    elif isinstance(part, dict):
        for key, value in part.items():
            if key not in drawn or (key == "name" and "words" in part):
                yield from words_in(value)
    elif isinstance(part, list | tuple):
        for each in part:
            yield from words_in(each)


@pytest.mark.parametrize("state", STATES)
def test_headings_are_those_of_the_pdf_and_the_page_in_their_order(state: str) -> None:
    content = make_content(report(state))
    assert headings(document(state)) == [
        "The place on the line",
        content["first"]["next_heading"],
        content["first"]["cautions_title"],
        *(section["heading"] for section in content["sections"]),
    ]


@pytest.mark.parametrize("state", STATES)
def test_every_sentence_of_the_report_is_in_it(state: str) -> None:
    lines = everything(document(state))
    text = "\n".join(lines)
    content = make_content(report(state))
    for words in words_in({"first": content["first"], "sections": content["sections"]}):
        expected = BARS_CAPTION if words == PROFILE_CAPTION else show_controls(words)
        assert all(line in text for line in expected.split("\n")), words


@pytest.mark.parametrize("state", STATES)
def test_tables_hold_the_reports_numbers_whole(state: str) -> None:
    of, found = report(state), tables(document(state))
    assert found["Every sub-indicator"] == [list(of.items.columns), *map(list, of.items.rows)]
    assert found["Each indicator"] == [list(of.profile.columns), *map(list, of.profile.rows)]
    if of.missing:
        assert found[of.missing.caption] == [list(of.missing.columns), *map(list, of.missing.rows)]
    if of.ends:
        *columns, _ = of.ends.columns
        rows = [[f"{row[0]}\n{row[-1]}", *row[1:-1]] for row in of.ends.rows]
        assert found["Both ends, item by item"] == [columns, *rows]


def test_each_action_is_a_table_with_its_first_column_as_head() -> None:
    found = tables(document("full"))
    row = report("full").plan.rows[0]
    cells = dict(found[f"{row.item} {row.title}"])
    assert cells["Now"] == row.now
    assert cells["What we aim at"] == row.target
    assert cells["What we will do"] == show_controls(HOSTILE)
    assert (cells["Who leads"], cells["By when"], cells["How far"]) == (
        "Centre manager",
        "1 June 2026",
        "To do, overdue",
    )


@pytest.mark.parametrize("state", STATES)
def test_heads_of_tables_are_marked_and_come_again_on_the_next_page(state: str) -> None:
    for table in document(state).tables:
        look = table._tbl.tblPr.find(qn("w:tblLook"))
        first = table.rows[0]._tr.trPr
        if look.get(qn("w:firstRow")) == "1":
            assert first.find(qn("w:tblHeader")) is not None
        else:
            assert look.get(qn("w:firstColumn")) == "1"
        assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)
        assert table.style.name == "Report table"


@pytest.mark.parametrize(
    ("state", "mark"),
    [
        ("empty", "Provisional: nothing is answered yet."),
        ("half", "Provisional: 12 of 22 sub-indicators are not rated yet."),
        ("full", ""),
    ],
)
def test_every_page_of_a_provisional_report_says_so(state: str, mark: str) -> None:
    word = document(state)
    assert word.sections[0].header.paragraphs[0].text == mark
    callouts = [each.text for each in word.paragraphs if each.style.name == "Callout"]
    assert callouts == ([mark] if mark else [])


def test_made_up_data_is_marked_on_every_page() -> None:
    word = Document(io.BytesIO(write_document(report_on(view(half_answers(), origin="illustrative")))))
    assert "Illustrative: made up to show the tool." in word.sections[0].header.paragraphs[0].text


def test_the_foot_says_what_it_is_and_counts_pages() -> None:
    footer = document("half").sections[0].footer.paragraphs[0]
    fields = [each.get(qn("w:instr")) for each in footer._p.iter(qn("w:fldSimple"))]
    assert fields == ["PAGE", "NUMPAGES"]
    assert report("half").where in footer.text


def charts(state: str) -> dict[str, tuple[str, Any, list[tuple[Any, ...]]]]:
    """Name -> its words for a screen reader, its XML, and the sheet behind it."""
    word = document(state)
    found = {}
    for drawing in word.element.body.iter(f"{WP}inline"):
        properties = drawing.find(f"{WP}docPr")
        part = word.part.related_parts[drawing.find(f".//{C}chart").get(f"{R}id")]
        from docx.oxml import parse_xml

        space = parse_xml(part.blob)
        sheet = part.related_parts[space.find(f"{C}externalData").get(f"{R}id")]
        rows = list(load_workbook(io.BytesIO(sheet.blob)).active.iter_rows(values_only=True))
        found[properties.get("name")] = (properties.get("descr"), space, rows)
    return found


@pytest.mark.parametrize("state", STATES)
def test_charts_are_words_own_with_the_reports_numbers_behind_them(state: str) -> None:
    of, found = report(state), charts(state)
    expected = {"The place on the line", "Strands on one square", "Indicators"}
    assert set(found) == expected | ({"Both ends"} if of.ends else set())
    assert found["Indicators"][0] == of.profile.alt
    assert found["The place on the line"][0] == of.line.alt
    _, space, rows = found["Indicators"]
    positions = [None if value != value else pytest.approx(value) for value in of.profile.frame["position"]]
    assert [row[1] for row in rows[1:]] == positions
    assert [row[0] for row in rows[1:]] == [
        f"{row['label']} · {row['note']}" for row in of.profile.frame.to_dict("records")
    ]
    axis = space.find(f".//{C}valAx/{C}scaling")
    assert (axis.find(f"{C}min").get("val"), axis.find(f"{C}max").get("val")) == ("0.0", "100.0")


def test_language_title_and_typeface_are_set_for_the_whole_file() -> None:
    word = document("full")
    properties = word.core_properties
    assert (properties.title, properties.language) == (report("full").title, "en-GB")
    defaults = word.styles.element.find(f".//{qn('w:rPrDefault')}/{qn('w:rPr')}")
    assert defaults.find(qn("w:lang")).get(qn("w:val")) == "en-GB"
    assert defaults.find(qn("w:rFonts")).get(qn("w:ascii")) == FONT
    with zipfile.ZipFile(io.BytesIO(made("full"))) as package:
        assert FONT in package.read("word/fontTable.xml").decode()
        # Two sets of styles that disagree make Word offer to repair the file.
        assert not [name for name in package.namelist() if "stylesWithEffects" in name or "thumbnail" in name]


def test_what_people_typed_is_text() -> None:
    name = '=HYPERLINK("http://x","y") <w:b/>&\u202e\x07'
    of = report_on(view([say(item, 2, name, evidence=HOSTILE) for item in items()], subject=name))
    word = Document(io.BytesIO(write_document(of)))
    shown = '=HYPERLINK("http://x","y") <w:b/>&[U+202E]\ufffd'
    assert word.paragraphs[0].text == f"Where we are: {shown}"
    assert f"Evidence: {show_controls(HOSTILE)}" in everything(word)


def test_every_kind_of_line_end_ends_a_line_and_what_cannot_be_held_shows() -> None:
    of = report_on(view([say(item, 2, evidence=CONTROLS) for item in items()]))
    word = Document(io.BytesIO(write_document(of)))
    shown = "a\ufffdb\ufffd\ufffdc\x7fd\ne\nf\ng\nh\ni\tj\ufffdk\ufdd0l\nm\nn\no\np"
    noted = [each.text for each in word.paragraphs if each.text.startswith("Evidence: a")]
    assert noted == [f"Evidence: {shown}"] * len(items())


def test_a_level_stands_on_its_colour_in_readable_letters() -> None:
    (table,) = [t for t in document("full").tables if t.rows[0].cells[0].text == "Id"]
    top = next(row for row in table.rows if row.cells[2].text == "4").cells[2]
    assert top._tc.tcPr.find(qn("w:shd")).get(qn("w:fill")) == "0F4254"
    assert str(top.paragraphs[0].runs[0].font.color.rgb) == "FFFFFF"
