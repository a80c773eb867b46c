"""What is typed on the presenter's screen: an agreed rating, a show of hands, who is in the room."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from zlib import crc32

import streamlit as st

from selfassess.errors import Conflict, SelfAssessError
from selfassess.service.workshop_views import Workshop, WorkshopItem
from selfassess.service.workshops import whole_reason
from selfassess.ui import html, lasting, wiring
from selfassess.ui.presenter_moves import AGREEING
from selfassess.view_models.ballot import make_ballot
from selfassess.view_models.questionnaire import Choice
from selfassess.view_models.words import NOT_APPLICABLE, answer_code, code_of
from selfassess.view_models.workshop import CANT_TELL

PRESENT_LABEL = "Who is in the room? (roles, not names)"
MOST_HANDS = 500


def draw_agree(workshop: Workshop, item: WorkshopItem, terms: dict[str, str]) -> None:
    """The level that the room settled on, why, and who saw it differently."""
    place = f"{item.item}-{workshop.id}"
    _seed(workshop, item, place)
    ballot = make_ballot(workshop.framework, item.item, workshop.lens, terms)
    texts = {choice.code: _label(choice) for choice in ballot.choices if choice.number}
    if "not_applicable" in workshop.framework.scale.special_answers:
        texts["na"] = NOT_APPLICABLE
    with st.form(f"agree-{place}", border=False):
        left, right = st.columns([3, 2], gap="medium")
        left.radio(
            "The level you agree on",
            list(texts),
            format_func=texts.__getitem__,
            index=None,
            key=f"rating-agree-{place}",
        )
        with right:
            _draw_why(workshop, item.item, place)


def _draw_why(workshop: Workshop, item: str, place: str) -> None:
    st.text_area(
        "Why this level? (about services, never about a child or family)",
        key=f"agree-reason-{place}",
        max_chars=4000,
        height=96,
    )
    st.text_input(
        "Who saw it differently, and how? (optional; roles, not names)",
        key=f"agree-dissent-{place}",
        max_chars=400,
    )
    if not workshop.present:
        st.text_input(PRESENT_LABEL, key=f"agree-present-{place}", max_chars=400)
    lasting.draw(_notice(place))
    warnings = st.session_state.get(f"agree-warnings-{place}", ())
    if warnings:
        st.warning(html.plain(f"Not saved yet. {' '.join(warnings)} Change it, or keep it as it is."))
    with st.container(horizontal=True, key="agree-buttons"):
        st.form_submit_button(
            "Keep it and save" if warnings else "Save what was agreed",
            key=f"agree-save-{place}",
            type="primary",
            on_click=_save,
            args=(workshop, item, bool(warnings)),
        )
        st.form_submit_button("Not yet", key=f"agree-close-{place}", on_click=_close, args=(place,))


def _notice(place: str) -> str:
    return f"agree-{place}"


def _label(choice: Choice) -> str:
    return f"**{html.plain(choice.number)}**{html.plain(choice.text)}"


def _seed(workshop: Workshop, item: WorkshopItem, place: str) -> None:
    """Shows what stands, once, and remembers as of when: what is agreed elsewhere meanwhile isn't written over. Once more
    when the fields were away from the screen: Streamlit has forgotten by then what they held."""
    if all(f"{name}-{place}" in st.session_state for name in ("agree-standing", "rating-agree")):
        return
    standing = None
    reason, dissent, rating = item.reason, item.dissent, None if item.agreed is None else _code(item.agreed)
    if workshop.kind == "assessment":
        found = wiring.workshops().agreed_before(wiring.actor(), workshop.id, item.item)
        standing = found.changed_at if found else None
        here = (rating, whole_reason(reason, dissent))
        if found and here != (answer_code(found.answer), found.answer.reason):
            reason, dissent, rating = found.answer.reason, "", answer_code(found.answer)
    st.session_state[f"agree-standing-{place}"] = standing
    st.session_state[f"rating-agree-{place}"] = rating
    st.session_state[f"agree-reason-{place}"] = reason
    st.session_state[f"agree-dissent-{place}"] = dissent


def _standing(workshop: Workshop, item: str) -> datetime | None:
    """When the assessment's agreed rating was last changed, None where there is none."""
    if workshop.kind != "assessment":
        return None
    found = wiring.workshops().agreed_before(wiring.actor(), workshop.id, item)
    return found.changed_at if found else None


def _code(rating: float | str) -> str:
    return rating if isinstance(rating, str) else code_of(rating)


def _forget(place: str) -> None:
    for key in [each for each in st.session_state if str(each).endswith(f"-{place}")]:
        del st.session_state[key]


def _close(place: str) -> None:
    _forget(place)
    st.session_state[AGREEING] = ""


def _save(workshop: Workshop, item: str, confirm: bool) -> None:
    place = f"{item}-{workshop.id}"
    lasting.guard(_notice(place))(_agree)(workshop, item, place, confirm)


def _agree(workshop: Workshop, item: str, place: str, confirm: bool) -> None:
    service, actor = wiring.workshops(), wiring.actor()
    code = st.session_state.get(f"rating-agree-{place}")
    if code is None:
        raise SelfAssessError(f"Choose the level you agree on for {item}.")
    reason = str(st.session_state.get(f"agree-reason-{place}") or "")
    dissent = str(st.session_state.get(f"agree-dissent-{place}") or "")
    standing: datetime | None = st.session_state.get(f"agree-standing-{place}")
    seen = workshop.version
    present = str(st.session_state.get(f"agree-present-{place}") or "").strip()
    if present and present != workshop.present:
        seen = service.set_present(actor, workshop.id, present, seen).version
    try:
        rating = "na" if code == "na" else float(code)
        note = service.agree(
            actor, workshop.id, item, rating, reason, dissent, seen, confirm, standing=standing
        )
    except Conflict:
        # The page that is drawn now shows what stands: saving once more is then meant.
        st.session_state[f"agree-standing-{place}"] = _standing(workshop, item)
        raise
    if not note.saved:
        st.session_state[f"agree-warnings-{place}"] = note.warnings
        return
    _close(place)


def draw_hands(workshop: Workshop, item: WorkshopItem) -> None:
    """A show of hands, for a room without phones or for those who have none."""
    place = f"{item.item}-{item.ballot}-{workshop.id}"
    with st.expander("Count a show of hands", key="hands"):
        html.paragraph(
            "For people without a phone. Hands are counted with the phones' votes, and shown with them."
        )
        there = wiring.workshops().hands(wiring.actor(), workshop.id, item.item)
        columns = st.columns(len(there))
        for column, (code, number) in zip(columns, there.items(), strict=True):
            column.number_input(
                CANT_TELL if code == "dk" else f"Level {code}",
                min_value=0,
                max_value=MOST_HANDS,
                value=number,
                key=_hands_key(code, number, place),
            )
        lasting.draw("hands")
        st.button(
            "Save the count",
            key=f"save-hands-{place}",
            on_click=_save_hands,
            args=(workshop, item, there),
        )


def _hands_key(code: str, stored: int, place: str) -> str:
    """A field for each number that is stored: what another device has counted comes in place of what stood here."""
    return f"hands-{code}-{stored}-{place}"


@lasting.guard("hands")
def _save_hands(workshop: Workshop, item: WorkshopItem, there: Mapping[str, int]) -> None:
    place = f"{item.item}-{item.ballot}-{workshop.id}"
    held = {code: st.session_state.get(_hands_key(code, number, place)) for code, number in there.items()}
    counts = {code: int(number or 0) for code, number in held.items()}
    wiring.workshops().set_hands(wiring.actor(), workshop.id, item.item, counts, workshop.version)
    lasting.tell("hands", "Counted.")


def draw_present(workshop: Workshop) -> None:
    """Who is in the room, by role; it goes into every agreed rating."""
    with st.expander("Who is in the room", key="in-the-room"):
        st.text_input(PRESENT_LABEL, value=workshop.present, key=_present_key(workshop), max_chars=400)
        lasting.draw("present")
        st.button("Save", key="save-present", on_click=_save_present, args=(workshop,))


def _present_key(workshop: Workshop) -> str:
    """A field for each text that is stored, as for hands."""
    return f"present-{crc32(workshop.present.encode())}-{workshop.id}"


@lasting.guard("present")
def _save_present(workshop: Workshop) -> None:
    text = str(st.session_state.get(_present_key(workshop)) or "")
    wiring.workshops().set_present(wiring.actor(), workshop.id, text, workshop.version)
    lasting.tell("present", "Saved.")
