"""The offline questionnaire: what it offers, and how it comes back."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from exchange_cases import make_framework
from openpyxl import Workbook, load_workbook

from selfassess.answers import Answer
from selfassess.errors import AnswersError
from selfassess.exchange.answers_files import find_template_mark, parse_answers
from selfassess.exchange.template_reading import TemplateMark
from selfassess.exchange.template_xlsx import write_template

FRAMEWORK = make_framework()


def fill_in(entries: Mapping[str, Any], lens: str = "programme", vocabulary: str | None = None) -> bytes:
    """A questionnaire with these cells filled in, keyed by "Sheet!B4"."""
    workbook = open_template(lens, vocabulary)
    for place, value in entries.items():
        sheet, address = place.split("!")
        workbook[sheet][address].value = value
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def open_template(lens: str = "programme", vocabulary: str | None = None) -> Workbook:
    return load_workbook(io.BytesIO(write_template(FRAMEWORK, lens, vocabulary)))


def refusals(data: bytes) -> list[str]:
    with pytest.raises(AnswersError) as refused:
        parse_answers(data, "q.xlsx", FRAMEWORK)
    return [str(problem) for problem in refused.value.problems]


def test_each_item_of_the_lens_is_a_row_with_its_question_and_anchors_as_readable_text() -> None:
    sheet = open_template("authority")["Questionnaire"]
    assert [[cell.value for cell in row[:4]] for row in sheet.iter_rows()] == [
        ["Id", "Indicator and sub-indicator", "Question", "What each level looks like"],
        *(
            [
                item,
                f"{indicator}\n{item}",
                f"How do centre staff do {item}?",
                f"0: Nobody does {item}.\n2: Some centres do {item}.\n4: All do {item}.",
            ]
            for item, indicator in [("1a", "First"), ("1b", "First"), ("2a", "Second")]
        ),
    ]
    assert all(cell.alignment.wrap_text for row in sheet.iter_rows() for cell in row)


def test_the_wording_is_that_of_the_chosen_vocabulary() -> None:
    assert open_template(vocabulary="then")["Questionnaire"]["C2"].value == "How do programme staff do 1a?"


def test_only_the_cells_to_write_in_are_open_and_the_structure_is_protected() -> None:
    workbook = open_template()
    assert workbook.security.lockStructure
    assert all(sheet.protection.sheet and sheet.protection.password is None for sheet in workbook)
    open_cells = {
        f"{sheet.title}!{cell.coordinate}"
        for sheet in workbook
        for row in sheet.iter_rows()
        for cell in row
        if not cell.protection.locked
    }
    questions = {f"Questionnaire!{column}{row}" for column in "EFGHI" for row in (2, 3)}
    assert open_cells == questions | {f"About!B{row}" for row in range(4, 9)}
    assert {workbook[p.split("!")[0]][p.split("!")[1]].number_format for p in open_cells} == {"@"}


def test_drop_downs_offer_what_may_be_answered() -> None:
    workbook = open_template()
    offers = {}
    for sheet in (workbook["About"], workbook["Questionnaire"]):
        for offer in sheet.data_validations.dataValidation:
            source, cells = offer.formula1.split("!")
            offers[str(offer.sqref)] = [row[0].value for row in workbook[source][cells.replace("$", "")]]
    assert workbook["Lists"].sheet_state == "hidden"
    assert offers == {
        "B8": ["Social work", "Parents"],
        "E2:E3": [
            "0 – First description",
            "2 – Second description",
            "4 – Third description",
            "na – does not apply (give the reason)",
            "dk – don't know",
        ],
        "G2:G3": ["strengthening", "holding", "slipping"],
        "H2:H3": ["yes", "no"],
    }


def test_no_text_of_a_framework_becomes_a_formula() -> None:
    sneaky = make_framework(title='=HYPERLINK("http://x")')
    workbook = load_workbook(io.BytesIO(write_template(sneaky, "programme")))
    assert not [c.value for sheet in workbook for row in sheet.iter_rows() for c in row if c.data_type == "f"]


def test_a_filled_in_questionnaire_comes_back_as_the_same_answers() -> None:
    data = fill_in(
        {
            "About!B4": "Bluebell",
            "About!B5": "Eastland",
            "About!B6": 2026,
            "About!B7": "Ann",
            "About!B8": "Social work",
            "Questionnaire!E2": "2 – Second description",
            "Questionnaire!F2": "Minutes",
            "Questionnaire!G2": "slipping",
            "Questionnaire!H2": "yes",
            "Questionnaire!E3": "na – does not apply (give the reason)",
            "Questionnaire!I3": "Nobody asks",
        }
    )
    about: dict[str, Any] = {
        "subject": "Bluebell",
        "lens": "programme",
        "authority": "Eastland",
        "round": "2026",
        "respondent": "Ann",
        "group": "social-work",
    }
    assert find_template_mark(data, "q.xlsx") == TemplateMark("small@1.0.0", "programme", None)
    assert parse_answers(data, "q.xlsx", FRAMEWORK) == [
        Answer(item="1a", value=2.0, evidence="Minutes", direction="slipping", one_person=True, **about),
        Answer(item="1b", special="na", reason="Nobody asks", **about),
    ]


def test_an_answer_may_be_typed_as_its_number_and_untouched_questions_are_left_out() -> None:
    data = fill_in({"About!B4": "A", "Questionnaire!E3": 4}, vocabulary="then")
    assert parse_answers(data, "q.xlsx", FRAMEWORK) == [Answer("A", "programme", "1b", 4.0)]


def test_an_authority_answering_about_itself_names_itself_once() -> None:
    data = fill_in({"About!B4": "Eastland", "Questionnaire!E4": "dk – don't know"}, lens="authority")
    assert parse_answers(data, "q.xlsx", FRAMEWORK) == [
        Answer("Eastland", "authority", "2a", special="dk", authority="Eastland")
    ]


def test_every_bad_cell_is_named_by_its_sheet_and_address() -> None:
    data = fill_in(
        {
            "About!B6": date(2026, 3, 1),
            "Questionnaire!E2": "5 – Better still",
            "Questionnaire!F2": "=1+1",
            "Questionnaire!A3": "9z",
            "Questionnaire!E3": "na – does not apply (give the reason)",
            "Questionnaire!G3": "down",
        }
    )
    assert refusals(data) == [
        'q.xlsx:2: Questionnaire!E2 (Answer): "5 – Better still" is not one of the answers. '
        "Allowed: 0, 2, 4, na, dk, a level's label, or empty.",
        'q.xlsx:2: Questionnaire!F2 (Evidence): The cell is a formula: "=1+1". '
        "Put its result there as plain text.",
        'q.xlsx:3: Questionnaire!A3 (Id): "9z" is not an item of this framework. Allowed: 1a, 1b.',
        'q.xlsx:3: Questionnaire!G3 (Direction): "down" is not a direction. '
        "Allowed: strengthening, holding, slipping or empty.",
        'q.xlsx:3: Questionnaire!I3 (Reason, if it does not apply): The answer is "na" and the reason is '
        "empty. Say why it does not apply.",
        "q.xlsx:4: About!B4 (Name): The name is empty. Say which centre or authority the answer is about.",
        "q.xlsx:6: About!B6 (Round): The spreadsheet made a date or time of the cell: "
        '"2026-03-01 00:00:00". Format the cell as text and type it again.',
    ]


def test_a_questionnaire_nobody_filled_in_is_refused() -> None:
    assert refusals(fill_in({"About!B4": "A"})) == [
        'q.xlsx: Questionnaire: No question is answered yet. Choose answers in the column "Answer".'
    ]


def test_a_questionnaire_made_for_another_framework_is_refused_but_a_patch_is_the_same_framework() -> None:
    data = fill_in({"About!B4": "A", "Questionnaire!E2": "2"})
    assert len(parse_answers(data, "q.xlsx", make_framework(version="1.0.3"))) == 1
    with pytest.raises(
        AnswersError, match=r"The questionnaire was made for small@1\.0\.0, not for small@1\.1\.0\."
    ):
        parse_answers(data, "q.xlsx", make_framework(version="1.1.0"))


def test_a_questionnaire_with_a_sheet_or_column_removed_is_refused() -> None:
    workbook = open_template()
    workbook["Questionnaire"].delete_cols(5)
    out = io.BytesIO()
    workbook.save(out)
    assert refusals(out.getvalue()) == [
        'q.xlsx:1: Questionnaire: The column "Answer" is missing. Use a new questionnaire.'
    ]
    del workbook["About"]
    out = io.BytesIO()
    workbook.save(out)
    assert refusals(out.getvalue()) == [
        'q.xlsx: The sheet "About" is missing. Copy the answers into a new questionnaire.'
    ]
