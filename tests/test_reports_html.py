"""The report as one page for a browser, read back: whole, asking nobody, and with the words of the screen."""

from __future__ import annotations

import json
import re
from functools import cache
from html import unescape
from pathlib import Path

import pytest
from app_cases import text_of
from board_cases import CONTROLS, HOSTILE, STATES, actions, full_answers, items, report, report_on, say, view
from html_cases import tables, without_code

from selfassess.reports import page_html
from selfassess.reports.page_html import write_page
from selfassess.view_models.detail import Chart


@cache
def page(state: str) -> str:
    return write_page(report(state)).decode("utf-8")


def rows_of(chart: Chart) -> list[list[str]]:
    return [list(chart.columns), *map(list, chart.rows)]


@pytest.mark.parametrize("state", STATES)
def test_the_page_is_whole_and_asks_nobody(state: str) -> None:
    markup = page(state)
    assert markup.startswith("<!DOCTYPE html>\n<html lang='en-GB'>")
    assert f"<title>{report(state).title}</title>" in unescape(markup)
    shown = without_code(markup)
    assert re.findall(r"<link|<img|<iframe|<object|<embed|\bsrc=|href='(?!#)", shown) == []
    style = re.search(r"<style>(.*?)</style>", markup, re.DOTALL)
    assert style is not None
    assert set(re.findall(r"url\((.{10})", style[1])) == {"data:font/"}
    assert "@import" not in style[1]
    assert "default-src 'none'" in markup
    assert markup.count("plotly.js v") == 1


@pytest.mark.parametrize("state", STATES)
def test_each_chart_has_its_words_and_its_table(state: str) -> None:
    made, markup = report(state), page(state)
    alts = [unescape(alt) for alt in re.findall(r"role='img' aria-label='(.*?)'", markup)]
    assert made.square is not None
    charts = [made.line, made.square, made.profile, *([made.ends] if made.ends else [])]
    assert alts == [chart.alt for chart in charts]
    found = tables(markup)
    for chart in (made.line, made.profile, *([made.ends] if made.ends else [])):
        assert found[chart.title] == rows_of(chart)
    assert found["The strands in words"] == rows_of(made.square)
    assert found[made.items.caption] == [list(made.items.columns), *map(list, made.items.rows)]
    if made.missing:
        assert found[made.missing.caption] == [list(made.missing.columns), *map(list, made.missing.rows)]


@pytest.mark.parametrize("state", STATES)
def test_the_page_says_what_the_screen_says(state: str) -> None:
    made = report(state)
    said = text_of(without_code(page(state)))
    expected = [made.where, made.dated, made.provisional, made.place.sentence, made.place.range_sentence]
    expected += [made.zone_description, made.who, made.evidence, *made.cautions, *made.voices, *made.sources]
    expected += [made.strengths_heading, made.gaps_heading, made.ends_note, made.at_risk]
    expected += [part for each in made.strands for part in (each.label, each.sentence)]
    expected += [
        f"{each.id} {each.title}: {each.figure}" for each in (*made.strengths, *made.middle, *made.gaps)
    ]
    assert [words for words in expected if words not in said] == []


def test_the_drawing_has_the_numbers_of_the_screen_in_both_modes() -> None:
    made = report("authority")
    assert made.square is not None
    found = re.search(r"const charts = (.*?), config = ", page("authority"))
    assert found is not None
    drawn = json.loads(found[1])["chart-strands"]
    row = made.square.frame.iloc[0]
    for mode in ("light", "dark"):
        (marker,) = (trace for trace in drawn[mode]["data"] if "markers" in trace["mode"])
        assert (marker["x"], marker["y"]) == ([row["x"]], [row["y"]])
    assert drawn["light"]["layout"]["font"]["color"] != drawn["dark"]["layout"]["font"]["color"]


def test_text_stands_there_to_the_letter_and_ends_no_script() -> None:
    name = "</script><script>alert(1)</script> 'Elm' \"Street\" & <b>x</b>"
    made = report_on(view(full_answers(name), subject=name, finished=True, actions=actions()))
    markup = write_page(made).decode("utf-8")
    assert markup.count("<script>") == 2
    said = text_of(without_code(markup))
    assert name in said
    assert HOSTILE.replace("\u202e", "[U+202E]") in said


def test_signs_that_nobody_sees_leave_the_words_around_them() -> None:
    noted = [say(item, 2, evidence=CONTROLS) for item in items()]
    markup = write_page(report_on(view(noted))).decode("utf-8")
    said = text_of(without_code(markup))
    assert "".join(c for c in said if c.isalpha()).count("Evidenceabcdefghijklmnop") == len(noted)


def test_every_link_leads_to_a_place_on_the_page() -> None:
    markup = page("half")
    links = re.findall(r"href='#(.*?)'", markup)
    assert len(links) == 12
    assert [link for link in links if f"id='{link}'" not in markup] == []


def test_without_the_typeface_it_is_made_all_the_same(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(page_html, "STATIC_FONTS", tmp_path)
    markup = write_page(report("half")).decode("utf-8")
    assert "@font-face" not in markup
    assert without_code(markup) == without_code(page("half"))
    assert "@font-face" in page("half")
