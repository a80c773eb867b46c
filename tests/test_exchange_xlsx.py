"""Answers in and out of an XLSX sheet: text stays text, and what a spreadsheet made of a cell is refused."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from exchange_cases import make_framework
from openpyxl import Workbook, load_workbook

from selfassess.answers import Answer
from selfassess.errors import AnswersError
from selfassess.exchange import workbooks
from selfassess.exchange.answers_files import parse_answers, read_answers
from selfassess.exchange.answers_xlsx import write_sheet

FRAMEWORK = make_framework()
HEADER = ["subject", "lens", "item", "answer", "evidence"]


def make_workbook(*rows: list[Any], title: str = "Sheet1") -> bytes:
    workbook = Workbook()
    workbook.active.title = title
    for row in rows:
        workbook.active.append(row)
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def refusals(data: bytes) -> list[str]:
    with pytest.raises(AnswersError) as refused:
        parse_answers(data, "a.xlsx", FRAMEWORK)
    return [str(problem) for problem in refused.value.problems]


def test_numbers_and_text_are_read_alike_and_a_label_too() -> None:
    data = make_workbook(
        HEADER,
        ["A", "programme", "1a", 2, 7],
        ["A", "programme", "1b", "2.0", None],
        ["A", "authority", "1a", 4.0, None],
        ["A", "authority", "1b", "first description", None],
    )
    assert parse_answers(data, "a.xlsx", FRAMEWORK) == [
        Answer("A", "programme", "1a", 2.0, evidence="7"),
        Answer("A", "programme", "1b", 2.0),
        Answer("A", "authority", "1a", 4.0),
        Answer("A", "authority", "1b", 0.0),
    ]


def test_the_sheet_called_answers_is_read_before_the_first_one() -> None:
    workbook = load_workbook(io.BytesIO(make_workbook(["notes"])))
    sheet = workbook.create_sheet("ANSWERS")
    sheet.append(HEADER)
    sheet.append(["A", "programme", "1a", 2])
    out = io.BytesIO()
    workbook.save(out)
    assert parse_answers(out.getvalue(), "a.xlsx", FRAMEWORK) == [Answer("A", "programme", "1a", 2.0)]


def test_formulas_dates_and_error_values_are_refused_among_all_other_bad_cells() -> None:
    data = make_workbook(
        HEADER,
        ["A", "programme", "1a", "=1+1", date(2024, 3, 2)],
        [],
        ["A", "programme", "1b", 3, "#REF!"],
        [True, "programme", "1b", 4, '=HYPERLINK("http://x")'],
        ["A", "programme", "2a", 4, None, "stray"],
    )
    assert refusals(data) == [
        'a.xlsx:2: answer: The cell is a formula: "=1+1". Put its result there as plain text.',
        'a.xlsx:2: evidence: The spreadsheet made a date or time of the cell: "2024-03-02 00:00:00". '
        "Format the cell as text and type it again.",
        'a.xlsx:4: answer: "3" is not one of the answers. '
        "Allowed: 0, 2, 4, na, dk, a level's label, or empty.",
        'a.xlsx:4: evidence: The cell shows an error: "#REF!". Type the text itself.',
        'a.xlsx:5: evidence: The cell is a formula: "=HYPERLINK("http://x")". '
        "Put its result there as plain text.",
        'a.xlsx:6: cell F6: "stray" stands under no column name. Name the column or clear the cell.',
        'a.xlsx:6: item: "2a" is not asked in the lens programme. It belongs to the lens authority.',
    ]


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+1", "-x", "@x", "<b>x</b>", "\u202eevil", "2024-03-02", "NA", "_x0041_", "a\nb", "0123"],
)
def test_every_cell_is_written_as_the_text_it_is_and_comes_back(text: str) -> None:
    answer = Answer(
        "=A", "programme", "1a", 2.0, authority="B", evidence=text, one_person=True, basis="direct"
    )
    data = write_sheet([answer])
    row = list(load_workbook(io.BytesIO(data)).active.iter_rows())[1]
    assert {cell.data_type for cell in row if cell.value is not None} == {"s"}
    assert parse_answers(data, "a.xlsx", FRAMEWORK) == [answer]


def test_what_no_workbook_can_hold_is_shown_as_lost_and_the_file_stays_sound() -> None:
    data = write_sheet([Answer("A", "programme", "1a", 2.0, evidence="a\x0bb\uffffc\r\nd")])
    assert parse_answers(data, "a.xlsx", FRAMEWORK)[0].evidence == "a\ufffdb\ufffdc\nd"


def make_zip(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"\xd0\xcf\x11\xe0rest", "a.xlsx: The file is protected with a password or in an old format."),
        (b"PK\x03\x04rest", "a.xlsx: The workbook is damaged."),
        (make_workbook(HEADER)[:900], "a.xlsx: The workbook is damaged."),
        (make_zip(mimetype=b"x"), "a.xlsx: The file is not an XLSX workbook."),
        (make_zip(**{"xl/workbook.xml": b"<x/>"}), "a.xlsx: The workbook is damaged."),
        (make_workbook(), "a.xlsx: The sheet is empty."),
        (make_workbook(["subject", "lens", "item"]), 'a.xlsx:1: header: The column "answer" is missing.'),
        (make_workbook(HEADER, ["A"] * 101), "a.xlsx:2: The row is too wide."),
    ],
)
def test_a_file_that_is_no_sound_workbook_is_refused_with_one_sentence(data: bytes, sentence: str) -> None:
    (refusal,) = refusals(data)
    assert refusal.startswith(sentence)


def test_a_row_that_claims_to_lie_beyond_any_sheet_is_refused_without_counting_there() -> None:
    source = make_workbook(HEADER, ["A", "programme", "1a", 2])
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(source)) as old, zipfile.ZipFile(out, "w") as new:
        for part in old.namelist():
            content = old.read(part)
            if part == "xl/worksheets/sheet1.xml":
                content = content.replace(b'r="2"', b'r="99999999999"')
            new.writestr(part, content)
    (refusal,) = refusals(out.getvalue())
    assert "The sheet goes on too far down." in refusal


def test_a_workbook_whose_text_multiplies_itself_is_refused() -> None:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    bomb = f'<!DOCTYPE x [<!ENTITY e0 "{"a" * 100}">{entities}]><x>&e11;</x>'.encode()
    source, out = make_workbook(HEADER, ["A", "programme", "1a", 2]), io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(source)) as old, zipfile.ZipFile(out, "w") as new:
        for part in old.namelist():
            new.writestr(part, bomb if part == "xl/worksheets/sheet1.xml" else old.read(part))
    assert refusals(out.getvalue())[0].startswith("a.xlsx: The workbook is damaged.")


def test_a_workbook_that_unpacks_to_too_much_is_refused_before_it_is_unpacked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(workbooks, "MAX_UNPACKED", 1024 * 1024)
    bomb = make_zip(**{"xl/workbook.xml": b"<x/>", "xl/sharedStrings.xml": b" " * 2_000_000})
    assert len(bomb) < 10_000
    assert refusals(bomb) == [
        "a.xlsx: The workbook unpacks to more than can be read. Copy the answers alone into a new "
        "workbook; if there are more than 20,000 rows, save them as CSV."
    ]


def test_a_small_workbook_of_very_many_tags_is_refused_before_it_is_opened() -> None:
    bomb = make_zip(**{"xl/workbook.xml": b"<x/>", "xl/sharedStrings.xml": b"<si><t/></si>" * 600_000})
    assert refusals(bomb)[0].startswith("a.xlsx: The workbook unpacks to more than can be read.")


def test_empty_rows_down_to_the_end_of_a_sheet_are_not_counted_through() -> None:
    source, out = make_workbook(HEADER, ["A", "programme", "1a", 2]), io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(source)) as old, zipfile.ZipFile(out, "w") as new:
        for part in old.namelist():
            empty = b"<row/>" * 60_000 + b"</sheetData>"
            new.writestr(part, old.read(part).replace(b"</sheetData>", empty))
    assert refusals(out.getvalue()) == [
        "a.xlsx:50002: The sheet goes on too far down. "
        "Delete every row below the answers; 50,000 rows of them are read at most."
    ]


def test_an_upload_past_the_limit_is_refused_unread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbooks, "MAX_BYTES", 1024 * 1024)
    assert refusals(b"PK" + b"x" * 1024 * 1024) == [
        "a.xlsx: The file is 1 MB large. Files may have 1 MB at most: split it."
    ]


def test_a_workbook_is_known_by_its_content_and_not_by_its_name(tmp_path: Path) -> None:
    path = tmp_path / "answers.csv"
    path.write_bytes(write_sheet([Answer("A", "programme", "1a", 2.0)]))
    assert read_answers(path, FRAMEWORK) == [Answer("A", "programme", "1a", 2.0)]


def test_a_path_that_is_no_readable_file_is_refused(tmp_path: Path) -> None:
    for path, sentence in {
        tmp_path: "This is not a file.",
        tmp_path / "no": "There is no such file.",
    }.items():
        with pytest.raises(AnswersError, match=sentence):
            read_answers(path, FRAMEWORK)
