"""What is said about the files to take away."""

from __future__ import annotations

import io
from zipfile import ZipFile

import pytest

from selfassess.reports.packed import pack
from selfassess.view_models import take_away
from selfassess.view_models.take_away import CALENDAR, KINDS, PDF, SLIDES, WORKBOOK, MadeFile

READY = MadeFile(PDF, "a-report.pdf", b"%PDF")
FAILED = MadeFile(SLIDES, "a-slides.pptx", problem="The slides could not be made.")


def test_dates_are_offered_only_where_there_are_any() -> None:
    assert take_away.offered(True) == KINDS
    assert take_away.offered(False) == tuple(kind for kind in KINDS if kind is not CALENDAR)


def test_every_file_has_a_name_of_its_own() -> None:
    names = [take_away.name_of("elm-street-spring-2026", kind.ending) for kind in KINDS]
    assert names == [
        "elm-street-spring-2026-slides.pptx",
        "elm-street-spring-2026-report.docx",
        "elm-street-spring-2026-report.pdf",
        "elm-street-spring-2026-page.html",
        "elm-street-spring-2026-workbook.xlsx",
        "elm-street-spring-2026-plan.ics",
    ]


@pytest.mark.parametrize(
    ("files", "sentence"),
    [
        ([READY], "1 file is ready."),
        ([READY, READY], "2 files are ready."),
        ([READY, FAILED], "1 file is ready. 1 could not be made."),
        ([FAILED], "1 could not be made."),
    ],
)
def test_how_it_went_is_said_in_numbers(files: list[MadeFile], sentence: str) -> None:
    assert take_away.say_made(files) == sentence


def test_progress_names_the_file_that_is_being_made() -> None:
    assert take_away.say_making(WORKBOOK, 5, 6) == "Making the workbook: 5 of 6"


def test_a_failure_names_the_file_and_what_to_do() -> None:
    assert take_away.say_failed(SLIDES) == (
        "The slides could not be made. The other files are not affected. Try again; if it happens again, tell whoever "
        "looks after this tool and give them the time."
    )


def test_the_same_warning_is_said_once() -> None:
    warned = [MadeFile(kind, "x", b"x", warning="Mind this.") for kind in (PDF, SLIDES)]
    assert take_away.say_warnings([*warned, READY]) == ["Mind this."]


@pytest.mark.parametrize(
    ("size", "words"),
    [(12, "1 kB"), (87_400, "87 kB"), (999_499, "999 kB"), (999_999, "1.0 MB"), (4_849_000, "4.8 MB")],
)
def test_sizes_are_said_in_words(size: int, words: str) -> None:
    assert take_away.size_in_words(size) == words


def test_a_download_says_what_it_saves() -> None:
    assert take_away.download_label(MadeFile(PDF, "x", b"x" * 95_000)) == "Save report to read (PDF), 95 kB"


def test_all_files_come_in_one_and_are_the_same_there() -> None:
    files = {"a.pdf": b"%PDF", "b.ics": b"BEGIN:VCALENDAR" * 100}
    with ZipFile(io.BytesIO(pack(files))) as packed:
        assert {name: packed.read(name) for name in packed.namelist()} == files
        assert packed.testzip() is None
