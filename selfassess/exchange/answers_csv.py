"""Answers as a long CSV file: one row per answer."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress

from selfassess.answers import Answer
from selfassess.errors import AnswersError, Problem
from selfassess.exchange.columns import COLUMNS, find_columns, quote
from selfassess.exchange.rows import MAX_ROWS, Row, number_text, read_rows
from selfassess.framework.model import Framework

MAX_BYTES = 20 * 1024 * 1024
MAX_CELL = 1_000_000
"""Characters in one cell beyond which a file is taken for damaged (a quotation mark that never closes)."""

FORMULA = re.compile(r"[\t\r\n]|\s*[=+\-@]")
"""How a cell starts that a spreadsheet takes for a formula, or may look into for one."""
ESCAPED_FORMULA = re.compile(r"'+\s*[=+\-@\t\r\n]")
PLAIN_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")
OTHER_ENCODINGS = (b"\xff\xfe", b"\xfe\xff")


def read_csv(data: bytes, name: str, framework: Framework) -> list[Answer]:
    """The answers in a CSV file's bytes. `name` is the file's name in errors.

    Rows are numbered as a spreadsheet numbers them: a line break inside quotation marks starts no new row.
    Apostrophes are taken off only where a heading has one, which `write_csv` puts there.
    Raises AnswersError with every problem.
    """
    records = read_records(decode(data, name), name)
    number, header = next(records, (0, []))
    if not number:
        expected = "Its first row names the columns subject, lens, item and answer."
        raise AnswersError([Problem(name, 0, "", "The file is empty.", expected)])
    escaped = any(cell.startswith("'") for cell in header)
    header = [cell.removeprefix("'") for cell in header]
    columns, problems = find_columns(header, name, number)
    problems = find_other_separator(header, name, number) or problems
    if problems and not {"subject", "lens", "item", "answer"} <= set(columns.values()):
        raise AnswersError(problems)
    rows: list[Row] = []
    for number, record in records:
        if len(rows) == MAX_ROWS:
            expected = f"A file may hold {MAX_ROWS:,} rows of answers at most: split it."
            raise AnswersError([Problem(name, number, "", "The file is too long.", expected)])
        if escaped:
            record = [_unescape(cell) for cell in record]
        cells = {column: record[at] for at, column in columns.items() if at < len(record)}
        rows.append(Row(number, cells))
        problems += find_stray(header, record, name, number)
    return read_rows(framework, rows, name, problems)


def write_csv(answers: Iterable[Answer], *, for_spreadsheet: bool = False) -> str:
    """The answers as CSV text; reading it gives the same answers.

    Without `for_spreadsheet` every cell is as it is. With it, text that a spreadsheet would take for a
    formula gets an apostrophe in front (numbers, such as a level of -1, don't), and so does the first
    heading: by that `read_csv` knows that it has to take them off again.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow((f"'{COLUMNS[0]}", *COLUMNS[1:]) if for_spreadsheet else COLUMNS)
    for answer in answers:
        cells = [answer_cells(answer)[column] for column in COLUMNS]
        writer.writerow([_escape(cell) for cell in cells] if for_spreadsheet else cells)
    return out.getvalue()


def answer_cells(answer: Answer) -> dict[str, str]:
    """An answer as the text of its cells, by column."""
    return {
        "authority": answer.authority,
        "subject": answer.subject,
        "lens": answer.lens,
        "round": answer.round,
        "respondent": answer.respondent,
        "group": answer.group,
        "kind": answer.kind,
        "item": answer.item,
        "answer": answer.special or ("" if answer.value is None else number_text(answer.value)),
        "basis": answer.basis or "",
        "direction": answer.direction or "",
        "one_person": "yes" if answer.one_person else "",
        "evidence": answer.evidence,
        "reason": answer.reason,
    }


def escape_formula(text: str) -> str:
    """`text` with an apostrophe in front where a spreadsheet would take it for a formula."""
    return f"'{text}" if FORMULA.match(text) and not PLAIN_NUMBER.fullmatch(text) else text


def _escape(text: str) -> str:
    """With one more apostrophe where there is one before a formula already, so that it survives."""
    return f"'{text}" if ESCAPED_FORMULA.match(text) else escape_formula(text)


def _unescape(text: str) -> str:
    """Undoes `_escape`."""
    return text[1:] if text.startswith("'") and ESCAPED_FORMULA.match(text) else text


def decode(
    data: bytes,
    name: str,
    save_as: str = 'Save it as "CSV UTF-8" from the spreadsheet, or as XLSX.',
    choose: str = "Choose a CSV or XLSX file of answers.",
) -> str:
    """A CSV file's text. Raises AnswersError, which says what to do in the words given here."""

    def refuse(message: str, expected: str) -> AnswersError:
        return AnswersError([Problem(name, 0, "", message, expected)])

    if len(data) > MAX_BYTES:
        limit = f"Files may have {MAX_BYTES // 1024 // 1024} MB at most: split it."
        raise refuse(f"The file is {len(data) / 1024 / 1024:.0f} MB large.", limit)
    if data.startswith(OTHER_ENCODINGS):
        raise refuse("The file's text is encoded as UTF-16.", save_as)
    if b"\0" in data:
        raise refuse("The file is not a text file.", choose)
    with suppress(UnicodeDecodeError):
        return data.decode("utf-8-sig")
    raise refuse("The file's text is not encoded as UTF-8.", save_as)


def read_records(text: str, name: str) -> Iterator[tuple[int, list[str]]]:
    """The rows that hold any text, with their numbers."""
    csv.field_size_limit(MAX_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    number = 0
    try:
        for number, record in enumerate(reader, start=1):
            # Some spreadsheets put a line in front that only names the separator.
            if any(cell.strip() for cell in record) and not (number == 1 and record[0].startswith("sep=")):
                yield number, record
    except csv.Error as error:
        message = f"The rows can't be told apart from here on ({error})."
        expected = 'Check the quotation marks: a " inside a quoted cell is written twice.'
        raise AnswersError([Problem(name, number + 1, "", message, expected)]) from error


def find_other_separator(header: list[str], name: str, number: int) -> list[Problem]:
    """A problem where what should be several columns is one, separated by something else than commas."""
    if len(header) != 1 or not any(mark in header[0] for mark in (";", "\t")):
        return []
    mark = "semicolons" if ";" in header[0] else "tabs"
    message = f"The columns are separated by {mark}."
    return [Problem(name, number, "header", message, "Save the file as CSV separated by commas.")]


def find_stray(header: list[str], record: list[str], name: str, number: int) -> list[Problem]:
    """A problem where text stands under no column name."""
    stray = [cell for at, cell in enumerate(record) if cell.strip() and not _has_heading(header, at)]
    if not stray:
        return []
    expected = "Put text that holds a comma in quotation marks, or name the column."
    return [Problem(name, number, "", f"{quote(stray[0])} stands under no column name.", expected)]


def _has_heading(header: list[str], at: int) -> bool:
    return at < len(header) and bool(header[at].strip())
