"""The workbook read back: the report's numbers unrounded, text as text, answers that can be imported, columns explained."""

from __future__ import annotations

import io
from functools import cache
from typing import Any

import pandas as pd
import pytest
from board_cases import (
    CONTROLS,
    HOSTILE,
    STATES,
    actions,
    full_answers,
    half_answers,
    items,
    many_answers,
    report,
    report_on,
    say,
    view,
)
from openpyxl import load_workbook
from view_cases import framework

from selfassess.answers import Answer
from selfassess.exchange.answers_xlsx import read_sheet
from selfassess.reports.workbook import write_workbook
from selfassess.view_models.words import whole


def answers_of(state: str) -> tuple[Answer, ...]:
    given = {
        "empty": view(),
        "half": view(half_answers()),
        "full": view(full_answers()),
        "many": view(many_answers(), anonymous=True, closed=True),
    }
    return given[state].answers if state in given else ()


@cache
def made(state: str) -> bytes:
    return write_workbook(report(state), answers_of(state), framework())


def workbook(state: str) -> Any:
    return load_workbook(io.BytesIO(made(state)))


def rows(state: str, name: str) -> list[dict[str, Any]]:
    head, *lines = workbook(state)[name].iter_rows(values_only=True)
    return [dict(zip(head, line, strict=True)) for line in lines]


def same(found: Any, expected: Any) -> bool:
    return found is None if pd.isna(expected) else found == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize("state", STATES)
def test_sheets_are_named_and_begin_with_what_to_read(state: str) -> None:
    names = workbook(state).sheetnames
    assert names[:5] == ["Read me", "Scores", "Sub-indicators", "Answers", "Evidence"]
    assert names[-3:] == ["Agreed together", "Plan", "Data dictionary"]
    assert ("Both ends" in names) == (report(state).ends is not None)


@pytest.mark.parametrize("state", STATES)
def test_scores_are_the_reports_unrounded_beside_the_screens_words(state: str) -> None:
    of, found = report(state), rows(state, "Scores")
    frame = pd.concat([of.strand_frame, of.indicator_frame], ignore_index=True)
    for column, heading in (
        ("position", "Position"),
        ("low", "Lowest"),
        ("high", "Highest"),
        ("coverage", "Rated"),
    ):
        assert all(same(row[heading], value) for row, value in zip(found, frame[column], strict=True)), (
            heading
        )
    said = [row["In words"] for row in found]
    assert said[0] == of.place.sentence
    assert said[1:3] == [strand.sentence for strand in of.strands]
    assert said[4:] == [row[1] for row in of.profile.rows]
    assert found[0]["Zone or band"] == (of.place.sentence.split(",")[0] if of.place.zone else None)


def test_a_number_shows_as_the_screens_show_it() -> None:
    sheet = workbook("many")["Scores"]
    shown = report("many").strands[0].figure.position
    cell = sheet["D3"]
    assert (cell.number_format, cell.value) == ("0", pytest.approx(shown))
    assert f"{whole(cell.value)} of 100" == report("many").strands[0].sentence


@pytest.mark.parametrize("state", ["half", "many"])
def test_sub_indicators_are_the_reports_unrounded(state: str) -> None:
    frame, found = report(state).item_frame, rows(state, "Sub-indicators")
    assert [row["Id"] for row in found] == list(frame["item"])
    assert [row["Level"] for row in found] == list(frame["rating"])
    for column, heading in (
        ("position", "Position"),
        ("mean", "Mean of the groups"),
        ("agreed", "Agreed"),
        ("agreement", "Consensus"),
        ("people", "People who rated it"),
        ("dont_know", "Don't know"),
        ("not_applicable", "Not applicable"),
        ("evidence", "Notes"),
    ):
        values = [None if pd.isna(value) else float(value) for value in frame[column]]
        assert all(
            same(row[heading], float("nan") if value is None else value)
            for row, value in zip(found, values, strict=True)
        ), heading


@pytest.mark.parametrize("state", ["empty", "half", "full"])
def test_the_answers_can_be_imported_as_they_are(state: str) -> None:
    if state == "empty":
        assert rows(state, "Answers") == []
        return
    assert read_sheet(made(state), "report.xlsx", framework()) == list(answers_of(state))


def test_evidence_is_one_row_a_note_in_the_frameworks_order() -> None:
    found = rows("full", "Evidence")
    assert [row["Id"] for row in found] == items()
    assert found[0]["Note"] == HOSTILE
    assert (found[0]["Sub-indicator"], found[0]["Kind"], found[0]["Answer"]) == (
        "Shared understanding",
        "answer",
        "4",
    )


def test_the_plan_is_whole_with_dates_as_dates() -> None:
    found, of = rows("full", "Plan"), report("full").plan.rows
    for row, line in zip(found, of, strict=True):
        assert (row["Number"], row["Id"], row["What we will do"]) == (
            line.position,
            line.item,
            line.action or None,
        )
        assert (row["Now"], row["What we aim at"]) == (line.now, line.target or None)
        assert (row["By when"].date() if row["By when"] else None) == line.due_on
        assert (row["Who leads"], row["How far"]) == (line.owner or None, line.status_words)
        assert (row["Overdue"], row["What became of it"]) == (
            "yes" if line.overdue else None,
            line.outcome or None,
        )
    assert len(found) == len(actions())


def test_both_ends_come_as_positions_with_their_difference() -> None:
    found, of = rows("full", "Both ends"), report("full").ends
    assert of is not None
    assert found[0] == {
        "Sub-indicator": "1b Policies easy to find",
        "Authority": 75,
        "Lowest centre": 25,
        "Middle": 25,
        "Highest centre": 25,
        "Difference": -50,
        "In words": "The centre 1, lower than the authority's 3",
    }
    assert len(found) == len(of.rows)


def test_agreed_ratings_come_with_reason_and_room() -> None:
    found = rows("many", "Agreed together")
    assert [tuple(row.values()) for row in found] == [
        (each.item, each.title, each.rating, each.reason, each.present or None, each.beside or None)
        for each in report("many").agreed
    ]


@pytest.mark.parametrize("state", STATES)
def test_every_column_of_every_sheet_is_explained(state: str) -> None:
    book = workbook(state)
    expected = [
        (name, heading)
        for name in book.sheetnames
        if name not in ("Read me", "Data dictionary")
        for heading in next(book[name].iter_rows(values_only=True))
    ]
    found = rows(state, "Data dictionary")
    assert [(row["Sheet"], row["Column"]) for row in found] == expected
    assert all(all(row.values()) for row in found)


@pytest.mark.parametrize("state", STATES)
def test_no_cell_is_a_formula_and_text_stays_text(state: str) -> None:
    for sheet in workbook(state):
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f"
                assert not isinstance(cell.value, str) or cell.number_format == "@"


def test_what_people_typed_is_text_whatever_it_looks_like() -> None:
    name = "=1+1\x07"
    of = report_on(view([say("1a", 2, name, evidence="@SUM(A1)")], subject=name))
    book = load_workbook(
        io.BytesIO(write_workbook(of, [say("1a", 2, name, evidence="@SUM(A1)")], framework()))
    )
    assert book["Read me"]["A1"].value == "Where we are: =1+1\ufffd"
    assert book["Evidence"]["G2"].value == "@SUM(A1)"


def test_every_kind_of_line_end_and_signs_that_nobody_sees_can_be_written() -> None:
    noted = [say("1a", 2, evidence=CONTROLS), say("1b", 2, kind="agreed", reason=CONTROLS, present="manager")]
    plan = [actions()[0].__class__("abc", 1, items()[4], CONTROLS, "Manager")]
    book = load_workbook(io.BytesIO(write_workbook(report_on(view(noted, actions=plan)), noted, framework())))
    kept = "a\ufffdb\ufffd\ufffdc\x7fd\x85e\nf\u2028g\u2029h\ufffdi\tj\ufffdk\ufdd0l\ufffdm\ufffdn\ufffdo\np"
    found = [book["Evidence"]["G2"], book["Agreed together"]["D2"], book["Plan"]["H2"]]
    assert [cell.value for cell in found] == [kept] * 3


@pytest.mark.parametrize(
    ("state", "mark"),
    [("empty", "Provisional: nothing is answered yet."), ("half", "Provisional: 12 of 22"), ("full", None)],
)
def test_what_is_provisional_says_so_at_the_top(state: str, mark: str | None) -> None:
    texts = [row[0] for row in workbook(state)["Read me"].iter_rows(values_only=True)]
    assert any(str(text).startswith("Provisional") for text in texts) == (mark is not None)
    if mark:
        assert texts[3].startswith(mark)
    for caution in report(state).cautions:
        assert caution in texts
