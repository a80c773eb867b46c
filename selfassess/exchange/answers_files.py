"""Reads a file of answers of any known format, told apart by content and not by its name."""

from __future__ import annotations

from pathlib import Path

from selfassess.answers import Answer
from selfassess.errors import AnswersError, Problem, one_line
from selfassess.exchange import answers_csv, workbooks
from selfassess.exchange.answers_csv import read_csv
from selfassess.exchange.answers_xlsx import read_sheet
from selfassess.exchange.template_reading import TemplateMark, find_mark, read_template
from selfassess.framework.model import Framework

MAX_BYTES = max(answers_csv.MAX_BYTES, workbooks.MAX_BYTES)


def read_answers(path: Path, framework: Framework) -> list[Answer]:
    """The answers in a CSV file, an XLSX sheet or a filled-in offline questionnaire.

    Raises AnswersError with every problem; nothing of a file with any bad cell is used.
    """
    return parse_answers(read_bytes(path), path.name, framework)


def parse_answers(data: bytes, name: str, framework: Framework) -> list[Answer]:
    """As `read_answers`, for a file's bytes, such as an upload; `name` stands in errors."""
    if not is_workbook(data):
        return read_csv(data, name, framework)
    if find_mark(data, name):
        return read_template(data, name, framework)
    return read_sheet(data, name, framework)


def find_template_mark(data: bytes, name: str) -> TemplateMark | None:
    """What an offline questionnaire was made for; None for any other file of answers."""
    return find_mark(data, name) if is_workbook(data) else None


def is_workbook(data: bytes) -> bool:
    """Whether the bytes are those of a spreadsheet program's own format rather than of text."""
    return data.startswith((workbooks.ZIP_START, workbooks.OLD_OFFICE_START))


def read_bytes(path: Path, most: int = MAX_BYTES) -> bytes:
    """A file's bytes. Raises AnswersError for one that can't be read or is larger than `most`."""

    def refuse(message: str, expected: str) -> AnswersError:
        return AnswersError([Problem(one_line(path.name), 0, "", message, expected)])

    try:
        if not path.exists():
            raise refuse("There is no such file.", "Check its name and folder.")
        if not path.is_file():
            raise refuse("This is not a file.", "Name a CSV or XLSX file of answers.")
        with path.open("rb") as file:
            data = file.read(most + 1)
    except OSError as error:
        raise refuse(f"The file can't be read ({error.strerror}).", "Check that you may open it.") from error
    if len(data) > most:
        raise refuse("The file is too large.", f"Files may have {most // 1024 // 1024} MB at most: split it.")
    return data
