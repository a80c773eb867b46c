"""Bringing back a file of answers: choose it, look at what would change, bring it in."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

import streamlit as st

from selfassess.errors import BadFile, SelfAssessError
from selfassess.exchange.answers_files import find_template_mark, parse_answers
from selfassess.framework.model import Framework, series
from selfassess.ui import html, notices, wiring
from selfassess.ui.import_preview import SHOWN, draw_done, draw_preview, import_previewed, keep_done, replaces
from selfassess.view_models.imported import make_preview, say_imported
from selfassess.view_models.words import count

PLACE = "upload"
_TURN = "upload-turn"


def draw_file_form(frameworks: Mapping[str, Framework], framework: Framework) -> None:
    """`framework` is for files that don't say which they were made from."""
    turn = int(st.session_state.get(_TURN, 0))
    upload = st.file_uploader(
        "A filled-in questionnaire (XLSX), or a file of answers (CSV)",
        type=["xlsx", "csv"],
        key=f"upload-{turn}",
    )
    if upload is None:
        if not draw_done(PLACE):
            notices.draw(PLACE)
        return
    try:
        _draw_what_it_would_do(upload, frameworks, framework, turn)
    except BadFile as error:
        _draw_problems(error)
    except SelfAssessError as error:
        st.error("Nothing was brought in.")
        html.bullets(str(error).split("\n")[:SHOWN])


def _draw_what_it_would_do(
    upload: Any, frameworks: Mapping[str, Framework], framework: Framework, turn: int
) -> None:
    data, name = upload.getvalue(), upload.name
    mark = find_template_mark(data, name)
    if mark:
        framework = _made_from(mark.framework_key, frameworks) or framework
    answers = parse_answers(data, name, framework)
    # What was ticked about one file says nothing about the next one chosen in its place.
    look = f"{turn}-{hashlib.sha256(data).hexdigest()[:16]}"
    replace = replaces(PLACE, look)
    preview = wiring.transfer().preview(wiring.actor(), framework, answers, create=True, replace=replace)

    def bring_in(confirmed: bool) -> None:
        done = import_previewed(
            preview,
            answers,
            framework,
            name,
            replace=replace,
            confirm_notes=confirmed,
            vocabulary=(mark and mark.vocabulary) or "",
        )
        st.session_state[_TURN] = turn + 1
        keep_done(PLACE, done, preview, say_imported(done))

    @notices.guard(PLACE)
    def leave() -> None:
        st.session_state[_TURN] = turn + 1
        notices.tell(PLACE, "Nothing was brought in, and nothing is changed.")

    draw_preview(make_preview(framework, preview), PLACE, look, bring_in, leave, may_replace=True)


def _made_from(key: str, frameworks: Mapping[str, Framework]) -> Framework | None:
    """The framework of a questionnaire: its own version, or else the newest that asks the same."""
    same = [each for each in frameworks.values() if series(each.key) == series(key)]
    return frameworks.get(key) or (same[-1] if same else None)


def _draw_problems(error: BadFile) -> None:
    """Where a file can't be read, and what to do about each place."""
    st.error(f"Nothing was brought in: the file has {count(len(error.problems), 'problem')}.")
    rows = [(f"row {p.line}" if p.line else "file", p.where, p.message, p.expected) for p in error.problems]
    columns = ("Where", "Cell or column", "What is wrong", "What is allowed")
    html.table(columns, rows[:SHOWN], "Problems in the file")
    if len(rows) > SHOWN:
        html.paragraph(f"And {len(rows) - SHOWN} more of the same kind.", "caption")
