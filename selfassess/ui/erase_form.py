"""Erasing a note for good, for when something was written that should never have been."""

from __future__ import annotations

import streamlit as st

from selfassess.service.assessments import NOT_ERASED
from selfassess.ui import html, state, wiring
from selfassess.ui.opened import Opened

OWN, EVERYBODYS, AGREED = "own", "everybody's", "agreed"
"""Whose a note is."""
_AGREED_FIELDS = {"reason": "why this was agreed", "present": "who was in the room"}


def draw_erase_form(opened: Opened) -> None:
    """Offers notes for erasure: one's own, and for the owner the plan's, what was agreed and in a named round everyone's.
    Nothing when there is none."""
    kept = {
        (item, field): getattr(answer, field)
        for item, answer in opened.view.mine.items()
        for field in ("evidence", "reason")
        if getattr(answer, field)
    }
    waiting = {
        place: draft.text for place, draft in opened.view.drafts.items() if place[1] in ("evidence", "reason")
    }
    notes: dict[tuple[str, str, str], str] = {
        (item, field, OWN): f"{item}, {field}: {text[:60]}"
        for (item, field), text in (kept | waiting).items()
    }
    if opened.view.is_owner and opened.view.record.managed and not opened.view.record.anonymous:
        notes |= {
            (answer.item, field, EVERYBODYS): f"{answer.item}, {field}: everybody's"
            for answer in opened.view.answers
            for field in ("evidence", "reason")
            if getattr(answer, field) and answer.kind == "answer"
        }
    if opened.view.is_owner:
        notes |= _agreed_notes(opened)
    notes |= {
        (action.item, "action", OWN): f"{action.item}, the plan: {' '.join(said)[:60]}"
        for action in (opened.view.actions if opened.view.is_owner else ())
        if (said := [each for each in (action.text, action.implies, action.outcome) if each])
    }
    if not notes:
        return
    with st.expander("Erase a note for good", key="erase"):
        html.paragraph(
            "Use this when a note says something about a child, a family or a person that should not be kept. It is "
            "taken out of the answer, its history and every dated copy, and can't be brought back. What the plan says of "
            "a sub-indicator goes from every round that it was carried to or from, too. " + NOT_ERASED
        )
        chosen = st.selectbox(
            "Note", list(notes), format_func=notes.__getitem__, index=None, key="erase-which"
        )
        sure = st.checkbox("I am sure", key="erase-sure")

        @state.guarded
        def erase() -> None:
            if chosen and sure:
                item, field, whose = chosen
                everyone, agreed = (whose == EVERYBODYS) or None, whose == AGREED
                wiring.service().erase_note(wiring.actor(), opened.id, item, field, everyone, agreed)
                st.session_state["erase-sure"] = False
                state.forget_widgets(chosen[0], opened.id)
                state.tell_done("The note is erased.")

        st.button("Erase it", key="erase-go", on_click=erase, disabled=not (chosen and sure))


def _agreed_notes(opened: Opened) -> dict[tuple[str, str, str], str]:
    """Why ratings were agreed and who was there, by what to erase."""
    agreed = wiring.agreeing().agreed(wiring.actor(), opened.id)
    return {
        (item, field, AGREED): f"{item}, {words}: {text[:60]}"
        for item, each in sorted(agreed.items())
        for field, words in _AGREED_FIELDS.items()
        if (text := getattr(each.answer, field))
    }
