"""What can be taken away of an assessment: which files there are, what each is for, and what became of making them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from selfassess.view_models.words import count, lower_first

NO_DATES = "No action of the plan has a date yet, so there is no calendar file."
NOTHING_CHOSEN = "Choose at least one file first."
OUT_OF_DATE = "Something has changed since these files were made. Make them again to have it in them."
READ_FIRST = "The files hold the notes on evidence and the plan as they were written. Read them before you pass them on."
ZIP_LABEL = "All of them in one file (ZIP)"


@dataclass(frozen=True)
class FileKind:
    """One kind of file. `noun` stands in sentences about it."""

    id: str
    label: str
    noun: str
    about: str
    ending: str
    mime: str


_OFFICE = "application/vnd.openxmlformats-officedocument"

SLIDES = FileKind(
    "slides",
    "Slides (PowerPoint)",
    "the slides",
    "For a board or a team meeting: charts you can change, and in the notes what to say.",
    "slides.pptx",
    f"{_OFFICE}.presentationml.presentation",
)
DOCUMENT = FileKind(
    "document",
    "Report to edit (Word)",
    "the report to edit",
    "The whole report as a document to shorten, change and add to.",
    "report.docx",
    f"{_OFFICE}.wordprocessingml.document",
)
PDF = FileKind(
    "pdf",
    "Report to read (PDF)",
    "the report to read",
    "The first page says it all, the others what it rests on. Screen readers can read it aloud.",
    "report.pdf",
    "application/pdf",
)
PAGE = FileKind(
    "page",
    "Page for a browser (HTML)",
    "the page for a browser",
    "The report with the charts as they are here. It opens without the internet.",
    "page.html",
    "text/html",
)
WORKBOOK = FileKind(
    "workbook",
    "Workbook (Excel)",
    "the workbook",
    "Every score, answer and note, with a sheet that explains each column.",
    "workbook.xlsx",
    f"{_OFFICE}.spreadsheetml.sheet",
)
CALENDAR = FileKind(
    "calendar",
    "Dates of the plan (calendar)",
    "the dates of the plan",
    "Open it with your calendar: a whole-day entry for each date, which invites nobody.",
    "plan.ics",
    "text/calendar",
)
KINDS = (SLIDES, DOCUMENT, PDF, PAGE, WORKBOOK, CALENDAR)
ZIP_ENDING, ZIP_MIME = "all.zip", "application/zip"


@dataclass(frozen=True)
class MadeFile:
    """A file that was made, or why it was not: then `problem` says so and `data` is empty."""

    kind: FileKind
    name: str
    data: bytes = b""
    warning: str = ""
    problem: str = ""


def offered(dates: bool) -> tuple[FileKind, ...]:
    """The files to choose from. `dates`: whether the plan has any."""
    return tuple(kind for kind in KINDS if dates or kind is not CALENDAR)


def name_of(stem: str, ending: str) -> str:
    return f"{stem}-{ending}"


def say_making(kind: FileKind, number: int, of: int) -> str:
    return f"Making {kind.noun}: {number} of {of}"


def say_failed(kind: FileKind) -> str:
    return (
        f"{kind.noun[:1].upper()}{kind.noun[1:]} could not be made. The other files are not affected. Try again; if it "
        "happens again, tell whoever looks after this tool and give them the time."
    )


def say_made(files: Sequence[MadeFile]) -> str:
    """How it went: "5 files are ready. 1 could not be made." """
    ready = sum(not each.problem for each in files)
    failed = len(files) - ready
    said = [f"{count(ready, 'file is', 'files are')} ready."] if ready else []
    said += [f"{failed} could not be made."] if failed else []
    return " ".join(said)


def say_warnings(files: Sequence[MadeFile]) -> list[str]:
    """Each thing to know about the files once."""
    return list(dict.fromkeys(each.warning for each in files if each.warning))


def download_label(file: MadeFile) -> str:
    return f"Save {lower_first(file.kind.label)}, {size_in_words(len(file.data))}"


def size_in_words(size: int) -> str:
    """Of a file: "87 kB", "4.8 MB"."""
    if size < 999_500:
        return f"{max(1, round(size / 1000))} kB"
    return f"{size / 1_000_000:.1f} MB"
