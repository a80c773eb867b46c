"""Typing in a paper questionnaire: a short row for each sub-indicator, then a look at what would change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from selfassess.answers import Answer
from selfassess.errors import SelfAssessError
from selfassess.framework.model import Framework
from selfassess.framework.wording import terms_of
from selfassess.service.import_preview import Preview
from selfassess.service.papers import Entry, Papers, Sheet, read_sheet
from selfassess.ui import html, notices, wiring
from selfassess.ui.import_preview import draw_done, draw_preview, import_previewed, keep_done
from selfassess.ui.paper_place import PaperTarget, as_typed, draw_place, stay_at
from selfassess.view_models.imported import make_preview
from selfassess.view_models.paper import (
    NEW,
    PaperRow,
    code_of_entry,
    entries_of,
    make_sections,
    name_sheets,
    say_filled,
    say_in,
    say_label,
    say_sheets,
)

PLACE = "paper"
NOTE_LIMIT = 4000
EACH = "Type in one sheet after the other. Each counts as one person's answers, without a name."
HOW = (
    "Choose what is ticked; leave a row on “Blank” where nothing is. What is written beside a question goes into the "
    "field next to it: it is evidence or, where “Not applicable here” is ticked, the reason. Leave out anything about a "
    "named child or family."
)
KEPT = "Nothing is kept before you bring a sheet in: finish it before you go to another page."
_TURN = "paper-turn"
_TYPED = "paper-typed"


@dataclass(frozen=True)
class _Typed:
    """A sheet as it was typed: of what, which one, its group and its rows. `looking`: whether the page shows what it
    would change."""

    target: PaperTarget
    sheet: str
    group: str
    rows: Mapping[str, Entry]
    looking: bool = True


def draw_paper_form(frameworks: Mapping[str, Framework], framework: Framework) -> None:
    """`framework` is what a centre that has no assessment yet would be asked."""
    turn = int(st.session_state.get(_TURN, 0))
    typed: _Typed | None = st.session_state.get(_TYPED)
    if draw_done(PLACE):
        st.button("Type in the next sheet", type="primary", key="paper-next")
    elif typed is not None and typed.looking:
        try:
            _draw_look(typed, turn)
        except SelfAssessError as error:  # the assessment was taken away meanwhile
            _go_back(typed)
            notices.draw(PLACE)
            st.error(html.plain(error))
            st.button("Go back to the sheet", key="paper-leave")
    else:
        html.paragraph(EACH)
        if target := draw_place(frameworks, framework):
            _draw_sheet(target, typed, turn)


def _papers(target: PaperTarget) -> Papers:
    return wiring.papers().papers(wiring.actor(), target.id) if target.id else Papers()


def _draw_sheet(target: PaperTarget, typed: _Typed | None, turn: int) -> None:
    """The fields to type a sheet into."""
    papers = _papers(target)
    label = NEW
    if papers.sheets:
        html.paragraph(say_sheets(papers))
        names = name_sheets(papers)
        label = st.selectbox(
            "Which sheet?", list(names), format_func=names.__getitem__, key=f"paper-sheet-{turn}"
        )
    before = _find(papers, label)
    html.paragraph(say_label(label or papers.next, before is not None), "instruction")
    start = typed if typed and typed.sheet == label else None
    rows = start.rows if start else entries_of(before)
    stem = f"{turn}-{label}-{target.id if label else NEW}"

    @notices.guard(PLACE)
    def see() -> None:
        group, entries = _read_fields(target, stem)
        about = as_typed(target)
        if about.missing:
            raise SelfAssessError(about.missing)
        if before is None and all(entry.is_blank for entry in entries.values()):
            raise SelfAssessError("Nothing is typed in yet. Choose what is ticked on the sheet first.")
        sheet = _Typed(about, label, group, entries)
        _look_at(sheet)  # what is wrong with it is said here, where it can be mended
        st.session_state[_TYPED] = sheet

    with st.form("paper-sheet", border=False, enter_to_submit=False):
        _draw_group(target, before, start, stem)
        html.paragraph(HOW)
        for section in make_sections(target.framework, target.lens, _terms(target)):
            html.show(f"<h3>{html.esc(section.indicator)}. {html.esc(section.title)}</h3>")
            for row in section.rows:
                _draw_row(row, rows.get(row.item, Entry()), stem)
        html.paragraph(KEPT, "caption")
        st.form_submit_button("See what would change", type="primary", key="paper-see", on_click=see)
    notices.draw(PLACE)


def _draw_group(target: PaperTarget, before: Sheet | None, start: _Typed | None, stem: str) -> None:
    """Whose view it is. Where a sheet has its group already, that stays."""
    groups = {group.id: group.label for group in target.framework.groups}
    if before is not None and before.group:
        html.paragraph(f"Group: {groups.get(before.group, before.group)}.")
        return
    chosen = start.group if start else NEW
    st.selectbox(
        "Whose view is it? (as ticked on the sheet)",
        list(groups),
        format_func=groups.__getitem__,
        index=list(groups).index(chosen) if chosen in groups else None,
        placeholder="Not said",
        key=f"paper-group-{stem}",
    )


def _draw_row(row: PaperRow, entry: Entry, stem: str) -> None:
    with st.container(key=f"paper-row-{row.item}"):
        left, right = st.columns([3, 2])
        with left:
            st.radio(
                f"**{html.plain(row.item)}** {html.plain(row.title)}",
                list(row.choices),
                index=list(row.choices).index(code_of_entry(entry)),
                format_func=row.choices.__getitem__,
                horizontal=True,
                key=f"paper-choice-{row.item}-{stem}",
            )
            st.checkbox("Depends on one person", entry.one_person, key=f"paper-one-{row.item}-{stem}")
        with right:
            st.text_area(
                f"Written beside {html.plain(row.item)}",
                entry.text,
                height=68,
                max_chars=NOTE_LIMIT,
                key=f"paper-text-{row.item}-{stem}",
            )


def _read_fields(target: PaperTarget, stem: str) -> tuple[str, dict[str, Entry]]:
    """The group, and what is typed for each item."""

    def typed(kind: str, item: str) -> Any:
        return st.session_state.get(f"paper-{kind}-{item}-{stem}")

    rows = {
        item.id: Entry(
            _rating(target.framework, typed("choice", item.id)),
            str(typed("text", item.id) or ""),
            bool(typed("one", item.id)),
        )
        for item in target.framework.items_in(target.lens)
    }
    return st.session_state.get(f"paper-group-{stem}") or NEW, rows


def _rating(framework: Framework, code: str | None) -> float | str | None:
    if not code or code in ("dk", "na"):
        return code or None
    return next(level.value for level in framework.scale.levels if f"{level.value:g}" == code)


@dataclass(frozen=True)
class _Look:
    """What a typed sheet comes to. `corrects`: whether it is one that is in already."""

    target: PaperTarget
    label: str
    answers: list[Answer]
    corrects: bool
    preview: Preview


def _look_at(typed: _Typed) -> _Look:
    target, papers = typed.target, _papers(typed.target)
    before = _find(papers, typed.sheet)
    label = typed.sheet or papers.next
    about = Answer(
        target.subject,
        target.lens,
        item="",
        authority=target.authority,
        round=target.round,
        respondent=label,
        group=before.group if before and before.group else typed.group,
    )
    answers = read_sheet(target.framework, about, typed.rows, before)
    corrects = before is not None
    preview = wiring.transfer().preview(
        wiring.actor(), target.framework, answers, create=True, replace=corrects
    )
    there = next((planned.id for planned in preview.assessments), "")
    if there and not target.id:
        # What was typed names one that is in the app, whose sheets have numbers already.
        return _look_at(replace(typed, target=replace(target, id=there)))
    return _Look(target, label, answers, corrects, preview)


def _draw_look(typed: _Typed, turn: int) -> None:
    """What the sheet would change, before it does."""
    look = _look_at(typed)
    target = look.target

    def bring_in(confirmed: bool) -> None:
        done = import_previewed(
            look.preview,
            look.answers,
            target.framework,
            look.label,
            replace=look.corrects,
            confirm_notes=confirmed,
            vocabulary=target.vocabulary,
        )
        st.session_state[_TURN] = turn + 1
        st.session_state.pop(_TYPED)
        stay_at(replace(target, id=done.ids[0]))
        keep_done(PLACE, done, look.preview, say_in(look.label, look.corrects, done))

    html.paragraph(target.where, "where")
    html.paragraph(say_label(look.label, look.corrects), "instruction")
    html.paragraph(say_filled(typed.rows))
    words = make_preview(target.framework, look.preview)

    def change() -> None:
        _go_back(typed)

    draw_preview(
        words, PLACE, str(turn), bring_in, change, may_replace=False, leave_label="Go back to the sheet"
    )


def _go_back(typed: _Typed) -> None:
    """Has the page show the fields again, as they were filled in."""
    st.session_state[_TYPED] = replace(typed, looking=False)
    stay_at(typed.target)


def _find(papers: Papers, label: str) -> Sheet | None:
    return next((sheet for sheet in papers.sheets if sheet.label == label), None)


def _terms(target: PaperTarget) -> dict[str, str]:
    return terms_of(target.framework, target.vocabulary)
