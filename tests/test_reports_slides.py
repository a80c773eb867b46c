"""The slides read back: their words and numbers are the report's, their charts can be edited, nothing runs over."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from board_cases import (
    CONTROLS,
    HOSTILE,
    LONG_NAME,
    STATES,
    actions,
    full_answers,
    half_answers,
    items,
    report,
    report_on,
    say,
    view,
)
from openpyxl import load_workbook
from pptx import Presentation
from pptx.util import Emu

from selfassess.answers import to_frame
from selfassess.look import FONT, LIGHT
from selfassess.plain_text import show_controls
from selfassess.reports import text as text_module
from selfassess.reports.slide_template import BODY_BOTTOM, HEIGHT, WIDTH
from selfassess.reports.slides import NOT_HERE, write_slides
from selfassess.scoring import score
from selfassess.view_models.board import make_board_report
from selfassess.view_models.plan import make_plan

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"


@cache
def made(state: str) -> bytes:
    return write_slides(report(state))


def deck(state: str) -> Any:
    return Presentation(io.BytesIO(made(state)))


def titles(presentation: Any) -> list[str]:
    return [slide.shapes.title.text_frame.text for slide in presentation.slides]


def without_number(title: str) -> str:
    """A title without the part that counts the slides it goes over."""
    return re.sub(r", \d+ of \d+$", "", title)


def slide_of(presentation: Any, title: str) -> Any:
    return next(slide for slide in presentation.slides if slide.shapes.title.text_frame.text == title)


def words_of(slide: Any) -> str:
    """Everything written on a slide, one line a paragraph or cell."""
    lines = []
    for shape in slide.shapes:
        if shape.has_text_frame:
            lines.append(shape.text_frame.text)
        if shape.has_table:
            lines += [cell.text_frame.text for row in shape.table.rows for cell in row.cells]
    return "\n".join(lines)


def charts(presentation: Any) -> dict[str, Any]:
    return {shape.name: shape for slide in presentation.slides for shape in slide.shapes if shape.has_chart}


def sheet(chart: Any) -> list[tuple[Any, ...]]:
    """What stands in the sheet behind a chart."""
    workbook = load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob))
    return list(workbook.active.iter_rows(values_only=True))


def table_rows(presentation: Any, title: str) -> list[list[str]]:
    """The rows of a table over all its slides, without heads; pieces of a row that was cut are joined."""
    rows: list[list[str]] = []
    for slide in presentation.slides:
        if without_number(slide.shapes.title.text_frame.text) == title:
            (table,) = [shape.table for shape in slide.shapes if shape.has_table]
            for row in list(table.rows)[1:]:
                rows.append([cell.text_frame.text for cell in row.cells])
    return rows


def test_sections_come_in_the_order_in_which_a_board_reads() -> None:
    found = titles(deck("full"))
    assert found[0] == f"Where we are: {LONG_NAME}"
    assert found[1:5] == [
        "Aspirational development",
        "Both in place: working together 61, foundations 58",
        "Furthest along: shared aims, sharing information and referrals as bridges (75). Most to work on: roles and "
        "responsibilities (33)",
        "Strengths (62.5 of 100 and above)",
    ]
    starts = [without_number(title) for title in found[5:]]
    assert list(dict.fromkeys(starts)) == [
        "To work on (below 37.5 of 100)",
        "The two ends differ on 4 of 6 sub-indicators, most on 1b policies easy to find, where the centre rates lower",
        "Both ends, one by one",
        "The plan",
        "From where to where",
        NOT_HERE,
        "Read this with care",
        "Sources",
    ]


@pytest.mark.parametrize("state", STATES)
def test_every_slide_has_a_title_of_its_own_and_something_to_say(state: str) -> None:
    presentation = deck(state)
    found = titles(presentation)
    assert len(set(found)) == len(found) > 8
    for slide in presentation.slides:
        assert len(slide.notes_slide.notes_text_frame.text) > 30
        assert next(iter(slide.placeholders)).placeholder_format.type in (1, 3)  # the title is read first


@pytest.mark.parametrize(
    ("state", "mark"),
    [
        ("empty", "Provisional: nothing is answered yet."),
        ("half", "Provisional: 12 of 22 sub-indicators are not rated yet."),
        ("full", ""),
        ("many", ""),
    ],
)
def test_every_slide_of_a_provisional_report_says_so(state: str, mark: str) -> None:
    for slide in deck(state).slides:
        marks = [
            shape.text_frame.text for shape in slide.shapes if shape.name == "Provisional or illustrative"
        ]
        assert marks == ([mark] if mark else [])


def test_made_up_data_is_marked_on_every_slide() -> None:
    presentation = Presentation(
        io.BytesIO(write_slides(report_on(view(half_answers(), origin="illustrative"))))
    )
    assert all("Illustrative: made up to show the tool." in words_of(slide) for slide in presentation.slides)


def test_the_place_stands_on_a_chart_with_its_range_and_in_words() -> None:
    of = report("half")
    slide = slide_of(deck("half"), of.place.sentence)
    words = words_of(slide)
    for sentence in (of.place.range_sentence, of.who, of.evidence, of.caution):
        assert sentence in words
    chart = charts(deck("half"))["The place on the line"].chart
    span = {series.name: list(series.iter_values()) for series in chart.plots[0].series}
    assert list(span) == ["The names on the line", "From the lowest to the highest it could be"]
    row = of.line.frame.iloc[0]
    cells = sheet(chart)
    assert [line[0] for line in cells if isinstance(line[0], int | float)] == [
        0,
        50,
        100,
        row["low"],
        row["high"],
    ]
    labels = [
        run.text for run in chart._chartSpace.iter("{http://schemas.openxmlformats.org/drawingml/2006/main}t")
    ]
    assert labels == ["Parallel development", "Aspirational development", "Maximum collaboration"]


def test_a_place_is_marked_with_its_number_and_the_shape_of_its_lens() -> None:
    chart = charts(deck("authority"))["The place on the line"].chart
    place = list(chart.plots[0].series)[-1]
    assert place.name == "Northtown"
    assert place.points[0].data_label.text_frame.text == "71"
    assert str(place.marker.style).startswith("SQUARE")


@pytest.mark.parametrize("state", STATES)
def test_indicators_are_bars_with_the_reports_numbers_behind_them(state: str) -> None:
    of = report(state).profile.frame
    graphic = charts(deck(state))["Indicators"]
    chart = graphic.chart
    bars = chart.plots[0].series[0]
    shown = [None if pd.isna(value) else float(value) for value in of["position"]]
    assert [None if v is None else round(v, 9) for v in bars.values] == [
        None if v is None else round(v, 9) for v in shown
    ]
    assert list(chart.plots[0].categories) == [
        f"{row['label']} · {row['note']}" for row in of.to_dict("records")
    ]
    head, *lines = sheet(chart)
    lowest, highest = head.index("Position: lowest"), head.index("Position: highest")
    assert [line[lowest] for line in lines] == pytest.approx(list(of["low"]))
    assert [line[highest] for line in lines] == pytest.approx(list(of["high"]))
    assert graphic._element.nvGraphicFramePr.cNvPr.get("descr") == report(state).profile.alt


def test_what_is_uncertain_has_a_whisker_from_the_lowest_to_the_highest() -> None:
    frame = report("half").profile.frame
    chart = charts(deck("half"))["Indicators"].chart
    position, alone = chart.plots[0].series
    spans = {}
    for series, floating in ((position, False), (alone, True)):
        bars = series._element.find(f"{C}errBars")
        ends = {
            tag: {
                int(p.get("idx")): float(p.find(f"{C}v").text) for p in bars.find(f"{C}{tag}").iter(f"{C}pt")
            }
            for tag in ("minus", "plus")
        }
        for at, value in enumerate(series.values):
            if value is not None and at in ends["plus"]:
                spans[at] = (value - ends["minus"][at], value + ends["plus"][at], floating)
    expected = {
        at: (row["low"], row["high"], bool(pd.isna(row["position"])))
        for at, row in enumerate(frame.to_dict("records"))
        if row["high"] - row["low"] > 0.05
    }
    assert {
        at: (pytest.approx(low), pytest.approx(high), f) for at, (low, high, f) in spans.items()
    } == expected


@pytest.mark.parametrize("state", STATES)
def test_charts_are_native_described_without_legend_and_on_the_scales_own_axis(state: str) -> None:
    found = charts(deck(state))
    assert {"The place on the line", "Strands as bars", "Strands on one square", "Indicators"} <= set(found)
    assert ("Both ends" in found) == (report(state).ends is not None)
    for name, graphic in found.items():
        chart = graphic.chart
        assert len(graphic._element.nvGraphicFramePr.cNvPr.get("descr")) > 40
        assert (chart.has_legend, chart.has_title) == (False, False)
        if name in ("Indicators", "Strands as bars"):
            assert (chart.value_axis.minimum_scale, chart.value_axis.maximum_scale) == (0, 100)
            assert chart.plots[0].series[0].data_labels.show_value
        if name == "Both ends":
            assert (chart.value_axis.minimum_scale, chart.value_axis.maximum_scale) == (0, 4)
        ids = [int(each.get("val")) for each in chart._chartSpace.iter(f"{C}axId")]
        assert min(ids) >= 0  # below that, strict readers refuse the file


def test_both_ends_are_drawn_in_levels_and_listed_one_by_one() -> None:
    of, presentation = report("authority").ends, deck("authority")
    assert of is not None
    chart = charts(presentation)["Both ends"].chart
    own, theirs = chart.plots[0].series
    shown = of.frame.head(7)
    assert list(own.values) == [far / 25 for far in shown["far"]]
    assert list(theirs.values) == [middle / 25 for middle in shown["median"]]
    assert list(chart.plots[0].categories) == list(shown["label"])
    assert table_rows(presentation, "Both ends, one by one") == [list(row) for row in of.rows]


def test_a_mean_between_two_levels_is_written_as_the_screens_write_it() -> None:
    chart = charts(deck("full"))["Both ends"].chart
    formats = {
        int(label.find(f"{C}idx").get("val")): label.find(f"{C}numFmt").get("formatCode")
        for label in chart.plots[0].series[0]._element.iter(f"{C}dLbl")
    }
    assert formats == {2: "0.0"}  # 2.5; the others are levels


@pytest.mark.parametrize("state", STATES)
def test_strengths_and_what_to_work_on_are_told_whole(state: str) -> None:
    of, presentation = report(state), deck(state)
    for heading, entries in ((of.strengths_heading, of.strengths), (of.gaps_heading, of.gaps)):
        if not entries:
            assert heading in words_of(slide_of(presentation, NOT_HERE))
            continue
        rows = table_rows(presentation, heading)
        assert [row[:2] for row in rows] == [
            [f"{each.id} {each.title}\n{each.figure}", "\n".join(each.lines)] for each in entries
        ]


def test_what_is_missing_is_listed_over_as_many_slides_as_it_takes() -> None:
    of, presentation = report("empty").missing, deck("empty")
    assert of is not None
    assert table_rows(presentation, "What is not known") == [list(row) for row in of.rows]
    assert "What is not known, 1 of 2" in titles(presentation)


def test_agreed_ratings_keep_what_was_said_before_beside_them() -> None:
    of, presentation = report("many"), deck("many")
    rows = table_rows(presentation, "Agreed together")
    assert [row[0] for row in rows] == [f"{each.item} {each.title}" for each in of.agreed]
    for row, line in zip(rows, of.agreed, strict=True):
        assert row[1] == line.rating
        assert row[2] == f"{show_controls(line.reason)}\nIn the room: {line.present}"
        assert row[3] == line.beside
    assert of.voices[0] in words_of(slide_of(presentation, "Agreed together, 1 of 2"))


def test_the_plan_is_whole_with_owners_dates_and_what_became_of_it() -> None:
    of, presentation = report("full").plan, deck("full")
    rows = table_rows(presentation, "The plan")
    assert [row[0].split("\n")[0] for row in rows] == [f"{row.item} {row.title}" for row in of.rows]
    assert [row[1].rstrip() for row in rows] == [
        show_controls(row.action).rstrip() or "Not worded yet." for row in of.rows
    ]
    assert [row[2] for row in rows] == [row.owner or "Nobody yet." for row in of.rows]
    assert rows[0][3] == "1 June 2026\nOverdue"
    assert rows[-2][4] == "Done\nIn use since May."
    assert of.summary in words_of(slide_of(presentation, "The plan, 1 of 2"))
    travel = table_rows(presentation, "From where to where")
    assert [row[:3] for row in travel] == [
        [f"{row.item} {row.title}", row.now, row.target or "Not set yet."] for row in of.rows if row.is_open
    ]


def test_without_a_plan_the_slides_name_what_could_be_worked_on() -> None:
    of, presentation = report("half"), deck("half")
    rows = table_rows(presentation, "To work on next")
    assert [row[0] for row in rows] == [f"{each.item} {each.title}" for each in of.priorities]
    assert [row[1] for row in rows] == [each.now for each in of.priorities]
    assert [row[2] for row in rows] == [each.next_step for each in of.priorities]


def test_what_the_report_has_nothing_on_is_named_with_the_reason() -> None:
    words = words_of(slide_of(deck("empty"), NOT_HERE))
    for sentence in (report("empty").ends_note, report("empty").agreed_empty, report("empty").plan.empty):
        assert sentence in words


@pytest.mark.parametrize("state", STATES)
def test_cautions_and_sources_close_the_slides(state: str) -> None:
    presentation = deck(state)
    for caution in report(state).cautions:
        assert caution in words_of(slide_of(presentation, "Read this with care"))
    for source in (*report(state).sources, report(state).at_risk):
        assert source in words_of(slide_of(presentation, "Sources"))


def heights(slide: Any) -> Iterator[tuple[str, int]]:
    for shape in slide.shapes:
        height = sum(row.height for row in shape.table.rows) if shape.has_table else shape.height
        yield shape.name, shape.top + height


@pytest.mark.parametrize("state", STATES)
def test_nothing_runs_over_the_edge_of_a_slide(state: str) -> None:
    presentation = deck(state)
    assert (presentation.slide_width, presentation.slide_height) == (Emu(WIDTH), Emu(HEIGHT))
    for slide in presentation.slides:
        for shape in slide.shapes:
            assert shape.left >= 0
            assert shape.left + shape.width <= WIDTH
        for name, bottom in heights(slide):
            limit = BODY_BOTTOM + 12700 if "Footer" not in name and "Number" not in name else HEIGHT
            assert bottom <= limit, (slide.shapes.title.text_frame.text, name)


def test_a_note_of_five_thousand_letters_goes_on_from_slide_to_slide() -> None:
    long = " ".join(f"word{number}" for number in range(620))
    plan = [actions()[0].__class__("abc", 1, items()[4], long, "Manager")]
    presentation = Presentation(
        io.BytesIO(write_slides(report_on(view(full_answers(), subject=LONG_NAME, actions=plan))))
    )
    pieces = [row[1] for row in table_rows(presentation, "The plan")]
    assert len(pieces) > 1
    assert " ".join(pieces) == long
    for slide in presentation.slides:
        assert all(
            bottom <= BODY_BOTTOM + 12700 or "oot" in name or "umber" in name
            for name, bottom in heights(slide)
        )


def test_a_word_without_end_is_broken_and_kept() -> None:
    word = "x" * 3000
    plan = [actions()[0].__class__("abc", 1, items()[4], word, "Manager")]
    presentation = Presentation(io.BytesIO(write_slides(report_on(view(full_answers(), actions=plan)))))
    assert "".join(row[1] for row in table_rows(presentation, "The plan")) == word


def test_what_people_typed_is_text_on_slides_and_in_the_sheets_behind_charts() -> None:
    name = '=HYPERLINK("http://x","y") <b>&\u202e\x07'
    of = report_on(view([say(item, 2, name) for item in items()], subject=name))
    presentation = Presentation(io.BytesIO(write_slides(of)))
    shown = '=HYPERLINK("http://x","y") <b>&[U+202E]\ufffd'
    assert titles(presentation)[0] == f"Where we are: {shown}"
    chart = charts(presentation)["The place on the line"].chart
    workbook = load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob))
    cells = [cell for row in workbook.active.iter_rows() for cell in row]
    assert shown in [cell.value for cell in cells]
    assert "f" not in {cell.data_type for cell in cells}
    assert all(cell.hyperlink is None for cell in cells)


def test_hostile_text_in_a_plan_is_shown_to_the_letter() -> None:
    assert show_controls(HOSTILE) in [row[1] for row in table_rows(deck("full"), "The plan")]


def test_every_kind_of_line_end_ends_a_line_and_what_cannot_be_held_shows() -> None:
    plan = [actions()[0].__class__("abc", 1, items()[4], CONTROLS, "Manager")]
    agreed = [say("1a", 3, kind="agreed", reason=CONTROLS, present="manager")]
    presentation = Presentation(io.BytesIO(write_slides(report_on(view(agreed, actions=plan)))))
    [[_, found, *_]] = table_rows(presentation, "The plan")
    assert found.replace("\v", "\n") == (
        "a\ufffdb\ufffd\ufffdc\x7fd\ne\nf\ng\nh\ni\tj\ufffdk\ufdd0l\nm\nn\no\np"
    )


def test_no_character_is_beyond_measuring() -> None:
    widths = [text_module.width_of(chr(code), 10) for code in (*range(0x3001), 0xD800, 0xFFFF, 0x10FFFF)]
    assert (min(widths) > 0, max(widths) < 40) == (True, True)
    # 0.56 sizes of the font at 10 points, with a tenth more for another font
    assert [text_module.width_of(end, 10) for end in "\n\r\x1c\x85\u2028\u2029"] == [pytest.approx(6.16)] * 6


def test_a_line_holds_as_many_words_and_a_long_word_as_many_letters_as_fit() -> None:
    letter = text_module.width_of("a", 10)
    room = 5.5 * letter + text_module.width_of(" ", 10)
    assert text_module.wrap("aa aaa aaaa\u2029a  aa", room, 10) == ["aa aaa", "aaaa", "a  aa"]
    assert text_module.wrap("a " + "a" * 13, 5.5 * letter, 10) == ["a", "aaaaa", "aaaaa", "aaa"]
    assert text_module.wrap("aaa", 0.5 * letter, 10) == ["a", "a", "a"]


def test_a_text_over_several_slides_loses_and_repeats_no_word() -> None:
    words = [f"word{number}" for number in range(600)]
    text = " ".join(words[:300]) + "\u2029\u2029" + " ".join(words[300:])
    plan = [actions()[0].__class__("abc", 1, items()[4], text, "Manager")]
    presentation = Presentation(io.BytesIO(write_slides(report_on(view(full_answers(), actions=plan)))))
    pieces = [row[1] for row in table_rows(presentation, "The plan")]
    assert len(pieces) > 2
    assert [word for piece in pieces for word in piece.split()] == words


def test_the_template_has_our_typeface_colours_and_language() -> None:
    presentation = deck("full")
    theme = presentation.slide_master.part.part_related_by(
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships/theme"
    ).blob.decode()
    assert theme.count(f'<a:latin typeface="{FONT}"') == 2
    for colour in (LIGHT.ink, LIGHT.paper, LIGHT.accent, LIGHT.foundations):
        assert colour.lstrip("#") in theme
    assert [layout.name for layout in presentation.slide_layouts] == ["Cover", "Title and content"]
    properties = presentation.core_properties
    assert (properties.title, properties.language) == (report("full").title, "en-GB")
    assert (properties.author, properties.subject) == ("selfassess", report("full").where)


def forget_widths() -> None:
    for kept in (text_module._face, text_module._letter, text_module._word, text_module._wrap):
        kept.cache_clear()


def test_without_the_font_files_the_slides_are_made_all_the_same(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(text_module, "FONTS", tmp_path)
    forget_widths()
    try:
        found = titles(Presentation(io.BytesIO(write_slides(report("half")))))
        assert text_module.width_of("ii", 10) == pytest.approx(12.32)  # twice the usual 0.56
    finally:
        forget_widths()
    usual = titles(deck("half"))
    assert dict.fromkeys(without_number(t) for t in found) == dict.fromkeys(without_number(t) for t in usual)


def test_a_framework_without_strands_or_bands_has_slides_too() -> None:
    from store_cases import make_framework

    from selfassess.service.views import Assessment

    small = make_framework()
    answers = [say("1a", 2, group=""), say("1b", 4, group="")]
    shown: Assessment = view(answers)
    shown = shown.__class__(**{**shown.__dict__, "framework": small})
    scores = score(small, to_frame(answers))
    plan = make_plan(small, "programme", (), scores, {}, pd.Timestamp("2026-06-15").date())
    of = make_board_report(shown, scores, {}, plan=plan, today=pd.Timestamp("2026-06-15").date())
    presentation = Presentation(io.BytesIO(write_slides(of)))
    found: Sequence[str] = list(charts(presentation))
    assert found == ["The place on the line", "Strands as bars", "Indicators"]
