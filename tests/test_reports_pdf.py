"""The report as a PDF, read back: its tags, and the words and numbers of the screen."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from board_cases import HOSTILE, STATES, report
from pdf_cases import Read, read_pdf, squeeze

from selfassess.reports import typeset
from selfassess.reports.document_pdf import write_pdf
from selfassess.reports.sections import make_content
from selfassess.view_models.board import Entry

NAMED = HOSTILE.replace("\u202e", "[U+202E]").replace("🙂", "[slightly smiling face]")
"""As it stands where no font has a face in it."""


@cache
def read(state: str) -> Read:
    return read_pdf(write_pdf(report(state))[0])


def words(*rows: tuple[str, ...]) -> list[list[str]]:
    return [[squeeze(cell) for cell in row] for row in rows]


def with_drawing(rows: Any) -> list[list[str]]:
    """Rows that have a drawing, and so no words, in their second cell."""
    return words(*((row[0], "", *row[1:]) for row in rows))


def in_order(text: str, parts: list[str]) -> None:
    """Fails with the first part that doesn't stand after those before it."""
    at, squeezed = 0, squeeze(text)
    for part in parts:
        found = squeezed.find(squeeze(part), at)
        assert found >= 0, f"{part!r} is not there, or not after what comes before it"
        at = found + len(squeeze(part))


@pytest.mark.parametrize("state", STATES)
def test_the_file_is_tagged_titled_and_in_english(state: str) -> None:
    found = read(state)
    assert (found.title, found.language, found.marked, found.shows_title, found.standard) == (
        report(state).title,
        "en-GB",
        True,
        True,
        "1",
    )


@pytest.mark.parametrize("state", STATES)
def test_headings_begin_with_the_title_and_leave_no_level_out(state: str) -> None:
    headings = read(state).headings
    assert headings[0] == (1, report(state).title)
    assert [level for level, _ in headings].count(1) == 1
    assert all(after - before <= 1 for (before, _), (after, _) in pairwise(headings))


@pytest.mark.parametrize("state", STATES)
def test_the_first_page_has_the_place_the_cautions_and_what_to_work_on(state: str) -> None:
    made = report(state)
    page = read(state).text_of_page(1)
    parts = [made.title, made.where, made.dated, made.provisional, made.place.sentence]
    parts += [made.zone_description, made.place.range_sentence]
    parts += [part for strand in made.strands for part in (strand.label, strand.sentence)]
    parts += [made.who, made.evidence, "To work on next"]
    parts += [f"{each.place}. {each.title} ({each.item})" for each in made.priorities]
    in_order(page, [*parts, *made.cautions])
    assert len(made.priorities) == (0 if state == "empty" else 3)


@pytest.mark.parametrize("state", STATES)
def test_each_drawing_has_the_words_of_the_screen(state: str) -> None:
    made = report(state)
    assert made.square is not None
    assert [tag.alt for tag in read(state).all("Figure")] == [made.line.alt, made.square.alt]


@pytest.mark.parametrize("state", STATES)
def test_tables_hold_what_the_screen_holds(state: str) -> None:
    made = report(state)
    assert made.square is not None
    first, *columns = made.profile.columns
    expected = [
        words(made.square.columns, *made.square.rows),
        [*words((first, "0 50 100", *columns)), *with_drawing(made.profile.rows)],
        words(made.items.columns, *made.items.rows),
    ]
    if made.missing:
        expected.append(words(made.missing.columns, *made.missing.rows))
    if made.ends:
        first, *columns = made.ends.columns[:-1]
        rows = [(f"{row[0]} {row[-1]}", *row[1:-1]) for row in made.ends.rows]
        expected.append([*words((first, "0 50 100", *columns)), *with_drawing(rows)])
    assert read(state).tables == expected
    assert (made.missing is not None, made.ends is not None) == {
        "empty": (True, False),
        "half": (True, False),
        "full": (False, True),
        "many": (False, False),
        "authority": (False, True),
    }[state]


def entry_words(entry: Entry) -> list[str]:
    parts = [f"{entry.id} {entry.title}: {entry.figure}"]
    for item in entry.detail.items:
        parts += [f"{item.item} {item.title}", item.rating]
        parts += [each.replace(HOSTILE, NAMED) for each in item.evidence]
        parts += [*item.notes, *item.next_steps]
    return parts


@pytest.mark.parametrize("state", STATES)
def test_strengths_and_what_to_work_on_open_to_their_evidence(state: str) -> None:
    made = report(state)
    parts: list[str] = []
    for heading, entries, empty in (
        (made.strengths_heading, made.strengths, made.strengths_empty),
        (made.gaps_heading, made.gaps, made.gaps_empty),
        (made.middle_heading, made.middle, ""),
    ):
        parts += [heading] if entries or empty else []
        parts += [part for entry in entries for part in entry_words(entry)] or [empty]
    in_order(read(state).text, parts)


def test_the_plan_has_every_action_with_who_and_when() -> None:
    made = report("full")
    parts = [made.plan.summary]
    for row in made.plan.rows:
        parts += [f"{row.item} {row.title}", row.now, row.target, row.implies]
        parts += [row.action.replace(HOSTILE, NAMED), row.owner or "–", row.due or "–", row.status_words]
    in_order(read("full").text, ["The plan", *parts])
    assert len(made.plan.rows) == 7


def test_what_was_agreed_says_why_and_by_whom() -> None:
    made = report("many")
    parts = ["Agreed together"]
    for line in made.agreed:
        parts += [f"{line.item} {line.title}", line.rating, line.reason.replace(HOSTILE, NAMED)]
        parts += [line.present, line.beside]
    in_order(read("many").text, parts)
    assert len(made.agreed) == 3


@pytest.mark.parametrize("state", STATES)
def test_sources_and_what_to_do_for_a_child_at_risk_come_last(state: str) -> None:
    made = report(state)
    in_order(read(state).text, ["Sources", *made.sources, "If a child may be at risk now", made.at_risk])


@pytest.mark.parametrize("state", STATES)
def test_what_is_provisional_says_so_on_every_page(state: str) -> None:
    """The foot of a page is no part of what is read aloud, so its words are compared before they are set."""
    made = report(state)
    assert make_content(made)["foot"].endswith(made.provisional)
    assert bool(made.provisional) == (state in ("empty", "half"))


def test_a_long_name_is_cut_short_at_the_foot_alone() -> None:
    content = make_content(report("full"))
    assert (len(content["foot"]), content["foot"][:10], content["foot"][-1]) == (79, "Elm Street", "…")
    assert report("full").where.startswith(content["foot"][:-1])
    assert content["where"] == report("full").where


def test_text_stands_there_to_the_letter() -> None:
    pdf, warning = write_pdf(report("full"))
    assert squeeze(NAMED) in squeeze(read_pdf(pdf).text)
    assert warning == (
        "Some signs can't be drawn with the typefaces here. The PDF has their names in square brackets."
    )


def test_without_our_typeface_it_is_made_all_the_same(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(typeset, "FONTS", tmp_path / "not-there")
    pdf, warning = write_pdf(report("half"))
    found = read_pdf(pdf)
    assert warning == (
        "The typeface Atkinson Hyperlegible Next is missing where this app runs, so the PDF is set in another one."
    )
    assert (found.title, found.marked, found.standard) == (report("half").title, True, "1")
    assert squeeze(found.text) == squeeze(read("half").text)


def test_a_line_of_one_centre_marks_it_as_its_own_middle() -> None:
    """A centre at 75 and its authority at 75; then 25 and 75: `board_cases.centre_ends`, the widest first."""
    (ends,) = (
        block
        for section in make_content(report("full"))["sections"]
        for block in section["blocks"]
        if block.get("name") == "ends"
    )
    tracks = [(row["track"]["at"], row["track"]["far"]) for row in ends["rows"]]
    assert tracks == [(25.0, 75.0), (50.0, 0.0), (100.0, 62.5), (0.0, 25.0), (75.0, 75.0), (50.0, 50.0)]
