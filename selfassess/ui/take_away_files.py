"""Makes the files of the take-away page, one after the other, and keeps them while their assessment stays as it is."""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import streamlit as st

from selfassess.errors import SelfAssessError
from selfassess.reports.packed import pack
from selfassess.reports.sections import make_content
from selfassess.ui import html, state
from selfassess.ui.downloads import as_shown
from selfassess.ui.opened import Opened
from selfassess.ui.plan_parts import calendar_of
from selfassess.view_models import take_away
from selfassess.view_models.board import BoardReport
from selfassess.view_models.take_away import FileKind, MadeFile

LOG = logging.getLogger("selfassess")

_MADE = "take-away"
"""Session key. The files are there for convenience: whoever loads the page anew makes them again."""


@dataclass(frozen=True)
class Made:
    """The files of one assessment, and the mark of the state they were made from."""

    assessment: str
    mark: str
    files: tuple[MadeFile, ...]


def choose(kind: FileKind) -> bool:
    """A box for one file, with what it is for. All are wanted until somebody says otherwise."""
    label = f"**{html.plain(kind.label)}:** {html.plain(kind.about)}"
    return st.checkbox(label, value=True, key=f"choose-{kind.id}")


def made_of(opened: Opened) -> Made | None:
    """The files of this assessment that this session made last."""
    kept: Made | None = st.session_state.get(_MADE)
    return kept if kept and kept.assessment == opened.id else None


def mark_of(opened: Opened, report: BoardReport) -> str:
    """Differs where the files would."""
    content = json.dumps(make_content(report), default=str) + repr(opened.view.answers)
    return hashlib.sha256(content.encode("utf-8", "replace")).hexdigest()


def make_files(opened: Opened, report: BoardReport, kinds: Sequence[FileKind]) -> None:
    """Makes the files, showing how far it has come, and keeps them for this session."""
    bar = st.progress(0.0)
    files = []
    for number, kind in enumerate(kinds, start=1):
        bar.progress((number - 1) / len(kinds), take_away.say_making(kind, number, len(kinds)))
        files.append(_make(opened, report, kind))
    bar.empty()
    st.session_state[_MADE] = Made(opened.id, mark_of(opened, report), tuple(files))
    state.announce(take_away.say_made(files))


def _make(opened: Opened, report: BoardReport, kind: FileKind) -> MadeFile:
    name = take_away.name_of(report.file_stem, kind.ending)
    try:
        data, warning = WRITERS[kind.id](opened, report)
    except SelfAssessError as error:
        return MadeFile(kind, name, problem=str(error).split("\n")[0])
    except Exception:
        LOG.exception("A file to take away could not be made.")
        return MadeFile(kind, name, problem=take_away.say_failed(kind))
    return MadeFile(kind, name, data, warning)


# The libraries for the files are read when the first file is made: together they take a second.


def _slides(opened: Opened, report: BoardReport) -> tuple[bytes, str]:
    from selfassess.reports.slides import write_slides

    return write_slides(report), ""


def _document(opened: Opened, report: BoardReport) -> tuple[bytes, str]:
    from selfassess.reports.document_docx import write_document

    return write_document(report), ""


def _pdf(opened: Opened, report: BoardReport) -> tuple[bytes, str]:
    from selfassess.reports.document_pdf import write_pdf

    return write_pdf(report)


def _page(opened: Opened, report: BoardReport) -> tuple[bytes, str]:
    from selfassess.reports.page_html import write_page

    return write_page(report), ""


def _workbook(opened: Opened, report: BoardReport) -> tuple[bytes, str]:
    from selfassess.reports.workbook import write_workbook

    return write_workbook(report, as_shown(opened.view.answers), opened.view.framework), ""


def _calendar(opened: Opened, report: BoardReport) -> tuple[bytes, str]:
    return calendar_of(opened, report.plan), ""


WRITERS: dict[str, Callable[[Opened, BoardReport], tuple[bytes, str]]] = {
    take_away.SLIDES.id: _slides,
    take_away.DOCUMENT.id: _document,
    take_away.PDF.id: _pdf,
    take_away.PAGE.id: _page,
    take_away.WORKBOOK.id: _workbook,
    take_away.CALENDAR.id: _calendar,
}
"""Kind of file -> what makes it: its bytes, and what to tell whoever takes it away."""


def draw_files(made: Made, stem: str) -> None:
    """A button for each file, and one for all of them."""
    ready = [each for each in made.files if not each.problem]
    for each in made.files:
        if each.problem:
            st.error(html.plain(each.problem))
    for sentence in take_away.say_warnings(ready):
        html.paragraph(sentence, "flag")
    for each in ready:
        _button(
            each.kind.id,
            take_away.download_label(each),
            each.name,
            each.kind.mime,
            lambda each=each: each.data,
        )
    if len(ready) > 1:
        name = take_away.name_of(stem, take_away.ZIP_ENDING)
        packed = {each.name: each.data for each in ready}
        _button("zip", take_away.ZIP_LABEL, name, take_away.ZIP_MIME, lambda: pack(packed), primary=True)


def _button(
    key: str, label: str, name: str, mime: str, data: Callable[[], bytes], *, primary: bool = False
) -> None:
    st.download_button(
        label,
        data=data,
        file_name=name,
        mime=mime,
        key=f"take-{key}",
        on_click="ignore",
        type="primary" if primary else "secondary",
    )
