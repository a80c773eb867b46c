"""What was planned in an earlier round and is still open: done, going on, or dropped?"""

from __future__ import annotations

import streamlit as st

from selfassess.service.calendar import today
from selfassess.service.plans import Became
from selfassess.ui import html, navigation, notices, wiring
from selfassess.ui.opened import Opened
from selfassess.view_models.plan import EarlierRow, make_earlier

ANSWERS: tuple[tuple[Became, str], ...] = (
    ("done", "It is done"),
    ("goes on", "It goes on"),
    ("dropped", "It was dropped"),
)


def draw_earlier(opened: Opened) -> None:
    """Each with the three things that may have become of it; draws nothing when nothing is open."""
    found = make_earlier(opened.view.framework, wiring.plans().earlier(wiring.actor(), opened.id), today())
    notices.draw("earlier")
    for round_, rows in found:
        html.heading(f"From {round_}: what became of it?")
        for row in rows:
            with st.container(key=f"earlier-{row.assessment}-{row.position}"):
                _draw_row(opened, row)
        # To another page: a link from a page to itself doesn't change the address.
        navigation.link(
            "results",
            f"Where you were in {round_}",
            key=f"earlier-{rows[0].assessment}",
            assessment=rows[0].assessment,
        )


def _draw_row(opened: Opened, row: EarlierRow) -> None:
    key = f"{row.assessment}-{row.position}"
    said = f"note-became-{key}"
    warned = f"became-warned-{key}"
    html.show(
        f"<h3><span class='number'>{html.esc(row.item)}</span> {html.esc(row.title)}</h3>"
        f"<p class='action'>{html.esc(row.action)}</p><p>{html.esc(row.about)}</p>"
    )

    @notices.guard("earlier")
    def carry(became: Became) -> None:
        outcome = str(st.session_state.get(said) or "")
        confirm = st.session_state.get(warned) == outcome and bool(outcome)
        note = wiring.plans().carry(
            wiring.actor(), opened.id, row.assessment, row.position, became, outcome, confirm
        )
        if note.saved:
            st.session_state.pop(warned, None)
            notices.tell("earlier", f"{row.item}: {dict(ANSWERS)[became].lower()}.")
        else:
            st.session_state[warned] = outcome
            st.session_state[f"{warned}-why"] = note.warnings

    st.text_input("What came of it? (optional)", key=said, max_chars=400)
    if st.session_state.get(warned) and st.session_state.get(warned) == st.session_state.get(said):
        why = " ".join(st.session_state.get(f"{warned}-why", ()))
        st.warning(
            html.plain(
                f"Not saved yet. {why} Change it, or press once more to keep it: nobody can be recognised by it."
            )
        )
    with st.container(key=f"became-{key}", horizontal=True):
        for became, label in ANSWERS:
            if became != "goes on" or row.can_go_on:
                st.button(label, key=f"{became.replace(' ', '-')}-{key}", on_click=carry, args=(became,))
    if not row.can_go_on:
        html.paragraph("This round doesn't ask about it, so it can't go on in this plan.", "note")
