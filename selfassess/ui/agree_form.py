"""The form of one agreed rating: the level people settled on, why, and who was in the room."""

from __future__ import annotations

from datetime import datetime

import streamlit as st

from selfassess.errors import Conflict, SelfAssessError
from selfassess.service.agreeing import Agreed
from selfassess.ui import html, navigation, state, wiring
from selfassess.ui.opened import Opened
from selfassess.view_models.voices import ItemVoices
from selfassess.view_models.words import NOT_APPLICABLE, anchor_text, answer_code, code_of

_ADDRESS = "agree"


def draw_agree(opened: Opened, item: ItemVoices) -> None:
    """A button that opens the form of this sub-indicator, or the form. One is open at a time."""
    if navigation.asked(_ADDRESS) == item.item:
        with st.container(key=f"agree-{item.item}", border=True):
            _draw_form(opened, item)
        return
    label = f"Change what was agreed on {item.item}" if item.agreed else f"Agree on a rating for {item.item}"
    st.button(label, key=f"open-agree-{item.item}", on_click=_open, args=(opened.id, item.item))


def _open(assessment: str, item: str) -> None:
    _forget(assessment, item)
    st.query_params[_ADDRESS] = item


def _close(assessment: str, item: str) -> None:
    _forget(assessment, item)
    st.query_params.pop(_ADDRESS, None)


def _forget(assessment: str, item: str) -> None:
    for key in [each for each in st.session_state if str(each).endswith(f"-{item}-{assessment}")]:
        del st.session_state[key]


def _draw_form(opened: Opened, item: ItemVoices) -> None:
    place = f"{item.item}-{opened.id}"
    stands = wiring.agreeing().agreed(wiring.actor(), opened.id).get(item.item)
    _seed(place, stands)
    texts = _choices(opened, item.item)
    html.show(f"<h4>What did you agree on {html.esc(item.item)} {html.esc(item.title)}?</h4>")
    st.radio(
        "The level you agreed on",
        list(texts),
        format_func=lambda code: texts[code],
        key=f"rating-agreed-{place}",
    )
    st.text_area(
        "Why this level? (about services, never about a child or family)",
        key=f"agreed-reason-{place}",
        max_chars=4000,
        height=96,
    )
    st.text_input("Who was in the room? (roles, not names)", key=f"agreed-present-{place}", max_chars=400)
    warnings = st.session_state.get(f"agreed-warnings-{place}", ())
    if warnings:
        st.warning(html.plain(f"Not saved yet. {' '.join(warnings)} Change it, or keep it as it is."))
    with st.container(key=f"agree-buttons-{item.item}", horizontal=True):
        label = "Keep it and save" if warnings else "Save the agreed rating"
        st.button(
            label, key=f"save-{place}", type="primary", on_click=_save, args=(opened, item, bool(warnings))
        )
        if stands:
            st.button("Take it back", key=f"take-back-{place}", on_click=_take_back, args=(opened, item))
        st.button("Close without saving", key=f"close-{place}", on_click=_close, args=(opened.id, item.item))


def _seed(place: str, stands: Agreed | None) -> None:
    """Shows what stands, once, and remembers as of when: what somebody else saves meanwhile is not written over."""
    if f"agreed-seen-{place}" in st.session_state:
        return
    st.session_state[f"agreed-seen-{place}"] = stands.changed_at if stands else None
    st.session_state[f"rating-agreed-{place}"] = answer_code(stands.answer) if stands else None
    st.session_state[f"agreed-reason-{place}"] = stands.answer.reason if stands else ""
    st.session_state[f"agreed-present-{place}"] = stands.answer.present if stands else ""


def _choices(opened: Opened, item: str) -> dict[str, str]:
    """Code -> label, as a question shows its levels."""
    framework, lens = opened.view.framework, opened.view.record.lens
    asked = framework.item(item)
    levels = {}
    for level in framework.scale.levels:
        code = code_of(level.value)
        text = anchor_text(framework, asked, lens, level.value, opened.terms)
        levels[code] = f"**{html.plain(code)}**{html.plain(text)}"
    return levels | {"na": NOT_APPLICABLE}


@state.guarded
def _save(opened: Opened, item: ItemVoices, confirm: bool) -> None:
    place = f"{item.item}-{opened.id}"
    code = st.session_state.get(f"rating-agreed-{place}")
    if code is None:
        raise SelfAssessError(f"Choose the level you agreed on for {item.item}.")
    _agree(opened, item, code if code == "na" else float(code), confirm)


@state.guarded
def _take_back(opened: Opened, item: ItemVoices) -> None:
    _agree(opened, item, None, True)


def _agree(opened: Opened, item: ItemVoices, rating: float | str | None, confirm: bool) -> None:
    place = f"{item.item}-{opened.id}"
    agreeing, actor = wiring.agreeing(), wiring.actor()
    seen: datetime | None = st.session_state.get(f"agreed-seen-{place}")
    reason = str(st.session_state.get(f"agreed-reason-{place}") or "")
    present = str(st.session_state.get(f"agreed-present-{place}") or "")
    try:
        note = agreeing.agree(actor, opened.id, item.item, rating, reason, present, seen, confirm)
    except Conflict:
        # The page that is drawn now shows what stands: saving once more is then meant.
        there = agreeing.agreed(actor, opened.id).get(item.item)
        st.session_state[f"agreed-seen-{place}"] = there.changed_at if there else None
        raise
    if not note.saved:
        st.session_state[f"agreed-warnings-{place}"] = note.warnings
        return
    _close(opened.id, item.item)
    done = "taken back" if rating is None else "saved"
    state.tell_done(f"The agreed rating of {item.item} {item.title} is {done}.")
