"""Opens an XLSX workbook that may be hostile, and reads and writes its cells as the text they hold."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

import openpyxl

from selfassess.errors import AnswersError, Problem
from selfassess.exchange.columns import quote
from selfassess.exchange.rows import MAX_ROWS, number_text

MAX_BYTES = 20 * 1024 * 1024
MAX_UNPACKED = 20 * 1024 * 1024
MAX_TAGS = 1_500_000
"""What a workbook may unpack to: some 25,000 rows of answers with short notes. Tags are what takes time."""

MAX_PARTS = 2000
MAX_COLUMNS = 100

ZIP_START = b"PK"
OLD_OFFICE_START = b"\xd0\xcf\x11\xe0"
MAIN_PART = "xl/workbook.xml"
BROKEN_ZIP = (zipfile.BadZipFile, zlib.error, NotImplementedError, OSError, EOFError)

NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")

# A workbook's odd extras (a newer kind of drop-down, say) are no news to the person who imports it.
warnings.filterwarnings("ignore", category=UserWarning, module="openpyxl")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell's text; `fault` is what rules it out and what to do, where the text can't be relied on."""

    text: str = ""
    fault: tuple[str, str] | None = None


NO_CELL = Cell()


@contextmanager
def open_workbook(data: bytes, name: str) -> Iterator[Any]:
    """The workbook, for reading row by row. Raises AnswersError for one that is no XLSX, too big or damaged.

    Whatever fails while the workbook is open and isn't a known error counts as damage to the file.
    """
    check_package(data, name)
    workbook = None
    try:
        workbook = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
        yield workbook
    except AnswersError:
        raise
    # The library raises errors of every kind on a damaged file (KeyError, zlib.error, ParseError).
    except Exception as error:
        raise damaged(name) from error
    finally:
        if workbook is not None:
            workbook.close()


def damaged(name: str) -> AnswersError:
    return _refusal(
        name, "The workbook is damaged.", "Open it in a spreadsheet, save it as XLSX and try again."
    )


def check_package(data: bytes, name: str) -> None:
    """Refuses what is no XLSX workbook, before anything in it is unpacked."""
    if len(data) > MAX_BYTES:
        limit = f"Files may have {MAX_BYTES // 1024 // 1024} MB at most: split it."
        raise _refusal(name, f"The file is {len(data) / 1024 / 1024:.0f} MB large.", limit)
    if data.startswith(OLD_OFFICE_START):
        message = "The file is protected with a password or in an old format."
        raise _refusal(name, message, "Save it as an XLSX workbook without a password.")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            _check_parts(package, name)
    except (*BROKEN_ZIP, RuntimeError, ValueError) as error:
        raise damaged(name) from error


def _check_parts(package: zipfile.ZipFile, name: str) -> None:
    parts = package.infolist()
    if MAIN_PART not in package.namelist():
        raise _refusal(name, "The file is not an XLSX workbook.", "Save it as XLSX, or as CSV in UTF-8.")
    if any(part.flag_bits & 1 for part in parts):
        raise _refusal(name, "The workbook is protected with a password.", "Save it without a password.")
    # A part never unpacks to more than it declares: the library stops reading there.
    if (
        len(parts) > MAX_PARTS
        or sum(part.file_size for part in parts) > MAX_UNPACKED
        or sum(package.read(part).count(b"<") for part in parts) > MAX_TAGS
    ):
        limit = "Copy the answers alone into a new workbook; if there are more than 20,000 rows, save them as CSV."
        raise _refusal(name, "The workbook unpacks to more than can be read.", limit)


def has_sheet(data: bytes, title: str) -> bool:
    """Whether a workbook that `check_package` let pass may have a sheet of that name."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return title.encode() in package.read(MAIN_PART)


def sheet_rows(sheet: Any, name: str) -> Iterator[tuple[int, list[Cell]]]:
    """The sheet's rows that hold anything, with their numbers. The size a sheet claims to have isn't used."""
    sheet.reset_dimensions()
    for number, row in enumerate(sheet.iter_rows(), start=1):
        if number > MAX_ROWS + 1:
            expected = f"Delete every row below the answers; {MAX_ROWS:,} rows of them are read at most."
            raise AnswersError([Problem(name, number, "", "The sheet goes on too far down.", expected)])
        if len(row) > MAX_COLUMNS:
            expected = f"Delete everything right of the answers; {MAX_COLUMNS} columns are read at most."
            raise AnswersError([Problem(name, number, "", "The row is too wide.", expected)])
        cells = [read_cell(cell) for cell in row]
        if any(cell.text.strip() or cell.fault for cell in cells):
            yield number, cells


def read_cell(cell: Any) -> Cell:
    """What a cell of an open workbook says, as text: 2 and 2.0 both as "2", nothing worked out or guessed."""
    value = cell.value
    if value is None:
        return NO_CELL
    if cell.data_type == "f":
        shown = str(getattr(value, "text", value))
        return Cell(shown, (f"The cell is a formula: {quote(shown)}.", "Put its result there as plain text."))
    if cell.data_type == "e":
        return Cell(str(value), (f"The cell shows an error: {quote(str(value))}.", "Type the text itself."))
    if isinstance(value, (datetime, date, time, timedelta)):
        message = f"The spreadsheet made a date or time of the cell: {quote(str(value))}."
        return Cell(str(value), (message, "Format the cell as text and type it again."))
    if isinstance(value, bool):
        return Cell("TRUE" if value else "FALSE")
    if isinstance(value, (int, float)):
        return Cell(number_text(value) if abs(value) < 1e15 else repr(value))
    return Cell(_unescape(str(value)))


def set_text(cell: Any, text: str) -> Any:
    """Puts text into a cell as text, whatever it looks like, and returns the cell.

    Characters that no workbook can hold become U+FFFD, so that their loss shows.
    """
    kept = NOT_IN_XML.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))
    cell.value = LOOKS_ESCAPED.sub("_x005F_", kept) or None
    if kept:
        cell.data_type = "s"  # else text that begins with = is saved as a formula
        cell.number_format = "@"  # and stays text when somebody edits it
    return cell


def _unescape(text: str) -> str:
    """Undoes the format's way of writing a character as _xHHHH_."""

    def character(match: re.Match[str]) -> str:
        code = int(match.group(1), 16)
        return match.group(0) if 0xD800 <= code <= 0xDFFF else chr(code)

    return ESCAPED.sub(character, text) if "_x" in text else text


def _refusal(name: str, message: str, expected: str) -> AnswersError:
    return AnswersError([Problem(name, 0, "", message, expected)])
