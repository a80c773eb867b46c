"""What would change, shown before it does, with the two ways on: bring it in, or leave it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence

import streamlit as st

from selfassess.errors import SelfAssessError
from selfassess.service.import_preview import Imported, Preview
from selfassess.ui import html, navigation, notices, wiring
from selfassess.view_models.imported import ChangeRow, PreviewWords
from selfassess.view_models.words import count

SHOWN = 40
"""How many rows of a kind stand on the page."""
MOST_LINKS = 5
DECIDE = (
    "Decide which counts: tick the box, or take these answers out of the file and choose it again. Ticked, each row "
    "counts as it is written: what it leaves empty is taken back, too. You see that here first."
)
LOOK_FIRST = "Look at the notes above first and tick the box, or take them out."


def draw_preview(
    words: PreviewWords,
    place: str,
    look: str,
    bring_in: Callable[[bool], None],
    leave: Callable[[], None],
    *,
    may_replace: bool,
    leave_label: str = "Leave it",
) -> None:
    """Draws a preview. `bring_in` gets whether the notes were confirmed; `place` is where its errors are told.
    `look` tells what is looked at from everything else: a tick holds for that alone, and for the notes shown with it.

    `may_replace` offers to let what is brought in take the place of what the app holds: see `replaces`.
    """
    html.show("<h3>What would change</h3>")
    if words.headline:
        html.paragraph(words.headline, "lead")
    html.bullets((*words.made, *words.grouped))
    if words.problems:
        st.error("Nothing can come in as it is.")
        html.bullets(words.problems[:SHOWN])
        _say_more(len(words.problems) - SHOWN)
    if words.differing:
        _draw_changes("What the app holds otherwise", words.differing, "In the app", "Here")
        html.paragraph(DECIDE)
    if may_replace and (words.differing or replaces(place, look)):
        st.checkbox("Use what is written here in place of what the app holds", key=_replace_key(place, look))
    _draw_changes("Taken back", words.taken_back, "In the app now", "Would be")
    _draw_changes("Changed", words.changed, "In the app now", "Would be")
    _draw_added(words.added)
    notes = hashlib.sha256(repr(words.notes).encode()).hexdigest()[:16]
    confirm = f"{place}-confirm-{look}-{notes}"
    if words.notes:
        _draw_notes(words, confirm)

    @notices.guard(place)
    def bring() -> None:
        confirmed = bool(st.session_state.get(confirm))
        if words.notes and not confirmed:
            raise SelfAssessError(LOOK_FIRST)
        bring_in(confirmed)

    notices.draw(place)
    with st.container(horizontal=True, key=f"{place}-ways"):
        if words.may_come:
            st.button("Bring these answers in", type="primary", key=f"{place}-go", on_click=bring)
        st.button(leave_label, key=f"{place}-leave", on_click=leave)
    if not words.may_come and not words.problems and not words.differing:
        html.paragraph("There is nothing to bring in.", "caption")


def replaces(place: str, look: str) -> bool:
    """Whether what is brought in shall take the place of what the app holds."""
    return bool(st.session_state.get(_replace_key(place, look)))


def _replace_key(place: str, look: str) -> str:
    return f"{place}-replace-{look}"


def _draw_changes(title: str, rows: Sequence[ChangeRow], now: str, then: str) -> None:
    if rows:
        cells = [(row.item, row.where, row.whose, row.now, row.then) for row in rows[:SHOWN]]
        html.show(_table(("Sub-indicator", "Where", "Whose", now, then), cells, f"{title} ({len(rows)})"))
        _say_more(len(rows) - SHOWN)


def _draw_added(rows: Sequence[ChangeRow]) -> None:
    """Folded: what is new changes nothing that somebody gave."""
    if rows:
        cells = [(row.item, row.where, row.whose, row.then) for row in rows]
        told = _table(("Sub-indicator", "Where", "Whose", "Comes in"), cells[:SHOWN], "Added")
        more = f"<p>And {len(rows) - SHOWN} more.</p>" if len(rows) > SHOWN else ""
        html.show(html.fold(f"Read the {count(len(rows), 'new answer')}", told + more))


def _draw_notes(words: PreviewWords, key: str) -> None:
    cells = [(note.item, note.where, note.whose, note.text, note.why) for note in words.notes]
    columns = ("Sub-indicator", "Where", "Whose", "Note", "Why")
    html.show(_table(columns, cells[:SHOWN], f"Notes to look at first ({len(cells)})"))
    _say_more(len(cells) - SHOWN)
    st.checkbox("I have read these notes: nobody can be recognised by them", key=key)


def _table(columns: Sequence[str], rows: Iterable[Sequence[str]], caption: str) -> str:
    """A table without the columns that say nothing."""
    rows = list(rows)
    kept = [place for place in range(len(columns)) if any(row[place] for row in rows)]
    return html.table_markup(
        [columns[place] for place in kept], [[row[place] for place in kept] for row in rows], caption
    )


def _say_more(more: int) -> None:
    if more > 0:
        html.paragraph(f"And {more} more.", "caption")


def keep_done(place: str, done: Imported, preview: Preview, sentence: str) -> None:
    """Has the page say once what was brought in, with the way to it."""
    notices.tell(place, sentence)
    links = [
        (assessment, planned.shown.subject, any(change.respondent for change in planned.merged.changes))
        for assessment, planned in zip(done.ids, preview.assessments, strict=True)
    ]
    st.session_state[f"{place}-done"] = links


def draw_done(place: str) -> bool:
    """Says what was brought in. Tells whether there was anything to say."""
    found = st.session_state.pop(f"{place}-done", None)
    if found is None:
        return False
    notices.draw(place)
    for assessment, name, others in found[:MOST_LINKS]:
        page, label = ("voices", f"See every voice: {name}") if others else ("assessment", f"Open {name}")
        navigation.link(page, label, key=f"done-{assessment}", assessment=assessment)
    if len(found) > MOST_LINKS:
        navigation.link("home", "Go to Home for all of them", key="done-all")
    return True


def import_previewed(preview: Preview, answers: Sequence, framework, name: str, **options) -> Imported:
    """Brings in what was previewed, and nothing else."""
    return wiring.transfer().import_answers(
        wiring.actor(), framework, answers, name, create=True, previewed=preview.fingerprint, **options
    )
