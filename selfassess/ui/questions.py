"""One sub-indicator on screen: the question, its levels, the note and what goes with it.

The store owns every answer. A widget is seeded from it before it is drawn and writes back in its callback.
After a restart of the server the browser still holds what was clicked last, and no callback runs for it:
`_reconcile` writes that value the first time this session meets the widget.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from selfassess.answers import Answer, is_complete
from selfassess.framework.model import Framework
from selfassess.service.assessments import Assessment
from selfassess.ui import html, state, wiring
from selfassess.view_models.questionnaire import Card, make_card
from selfassess.view_models.words import DIRECTION_LABELS, answer_code

NOTE_LIMIT = 4000
NOTE_LABELS = {
    "evidence": "What could you show a visitor? (optional; about services, never about a child or family)",
    "reason": "Why does it not apply here? (needed; about services, never about a child or family)",
}
CARRIED = "Carried forward from the round before. It counts once you have looked at it: change it, or say that it still holds."
WAITING = "This note waits as a draft and is not part of the assessment yet."
WAYS_ON = "Change it, keep it if nobody can be recognised by it, or delete it."


def draw_question(view: Assessment, card: Card) -> None:
    """Draws one question with all that belongs to it."""
    answer = view.mine.get(card.item)
    with st.container(key=f"card-{card.item}"):
        html.show(
            f"<h2 id='q-{html.esc(card.item)}'><span class='number'>{html.esc(card.item)}</span> "
            f"{html.esc(card.title)}</h2>"
        )
        code = _draw_levels(view, card, answer)
        _draw_saved(view, card, answer)
        if code == "na":
            _draw_note(view, card, "reason", answer)
        _draw_note(view, card, "evidence", answer)
        left, right = st.columns([3, 2], vertical_alignment="bottom")
        with left:
            _draw_direction(view, card, answer)
        with right:
            _draw_one_person(view, card, answer)
        _draw_help(card)
        # Last in the card: coming and going, the box must not move what the next click is aimed at.
        for field in NOTE_LABELS:
            if draft := view.drafts.get((card.item, field)):
                _draw_waiting(view, card, field, draft.why)


def _key(kind: str, view: Assessment, item: str) -> str:
    """The vocabulary is part of the key: a radio's value travels as its text, which the vocabulary changes."""
    return f"{kind}-{item}-{view.record.id}-{view.record.vocabulary}"


def _reconcile(key: str, shown: Any, stored: Any, save: Callable[[], None], view: Assessment) -> None:
    """Every widget gets the store's value as its default, which the browser's own value precedes. So one that
    shows something else, the first time this session draws it, was changed before the session began."""
    if state.first_sight(key) and shown != stored and view.may_answer:
        save()
        st.rerun()


def _draw_levels(view: Assessment, card: Card, answer: Answer | None) -> str | None:
    key = _key("rating", view, card.item)
    texts = {choice.code: choice for choice in card.choices}

    def label(code: str) -> str:
        choice = texts[code]
        return (
            f"**{html.plain(choice.number)}**{html.plain(choice.text)}"
            if choice.number
            else html.plain(choice.text)
        )

    save = _saver(key, view, card, "rating")
    code: str | None = st.radio(
        card.question,
        list(texts),
        index=None if answer_code(answer) is None else list(texts).index(answer_code(answer)),
        format_func=label,
        key=key,
        on_change=save,
        disabled=not view.may_answer,
    )
    _reconcile(key, code, answer_code(answer), save, view)
    return code


def _draw_saved(view: Assessment, card: Card, answer: Answer | None) -> None:
    if answer is not None and answer.carried:
        _draw_carried(view, card)
        return
    at = state.saved_at(view.record.id, card.item)
    given = answer is not None and answer.given
    if at:
        text = f"Saved {at:%H:%M:%S}" + ("" if given else ". No level is chosen yet")
    else:
        text = "Saved earlier" if given else "Not answered yet"
    if given and not is_complete(answer):
        text += ". The reason is still missing"
    fresh = at is not None
    html.show(f"<p class='saved{' fresh' if fresh else ''}'>{text}</p>")


def _draw_carried(view: Assessment, card: Card) -> None:
    html.show(f"<p class='saved carried'>{html.esc(CARRIED)}</p>")
    st.button(
        "This still holds",
        key=_key("review", view, card.item),
        on_click=_review,
        args=(view.record.id, card.item, card.title),
        disabled=not view.may_answer,
    )


def _draw_note(view: Assessment, card: Card, field: str, answer: Answer | None) -> None:
    key = _key(f"note-{field}", view, card.item)
    draft = view.drafts.get((card.item, field))
    stored = draft.text if draft else (getattr(answer, field) if answer else "")
    save = _saver(key, view, card, field)
    shown = st.text_area(
        NOTE_LABELS[field],
        stored,
        key=key,
        on_change=save,
        max_chars=NOTE_LIMIT,
        height=96,
        disabled=not view.may_answer,
    )
    _reconcile(key, shown, stored, save, view)


def _draw_waiting(view: Assessment, card: Card, field: str, why: Sequence[str]) -> None:
    """What became of a note that seems to hold personal details, and the ways on."""
    st.warning(f"{WAITING} {' '.join(why)} {WAYS_ON}")
    with st.container(key=f"waiting-{field}-{card.item}", horizontal=True):
        for name, label, act in (("keep", "Keep it", _confirm), ("delete", "Delete it", _delete)):
            st.button(
                label,
                key=_key(f"{name}-{field}", view, card.item),
                on_click=act,
                args=(view.record.id, card.item, field, card.title),
                disabled=name == "keep" and not view.may_answer,
            )


def _draw_direction(view: Assessment, card: Card, answer: Answer | None) -> None:
    key = _key("direction", view, card.item)
    stored = answer.direction if answer else None
    save = _saver(key, view, card, "direction")
    shown = st.segmented_control(
        "Compared with a year ago (optional)",
        list(DIRECTION_LABELS),
        format_func=DIRECTION_LABELS.__getitem__,
        default=stored,
        key=key,
        on_change=save,
        disabled=not view.may_answer,
        wrap=True,
    )
    _reconcile(key, shown, stored, save, view)


def _draw_one_person(view: Assessment, card: Card, answer: Answer | None) -> None:
    key = _key("one-person", view, card.item)
    stored = bool(answer and answer.one_person)
    save = _saver(key, view, card, "one_person")
    shown = st.checkbox(
        "This depends on one person",
        stored,
        key=key,
        on_change=save,
        disabled=not view.may_answer,
    )
    _reconcile(key, shown, stored, save, view)


def _draw_help(card: Card) -> None:
    with st.expander("What to look for"):
        items = "".join(
            f"<li><strong>{html.esc(kind)}:</strong> {html.esc(text)}</li>" for kind, text in card.look_for
        )
        words = "".join(
            f"<dt>{html.esc(term)}</dt><dd>{html.esc(meaning)}</dd>" for term, meaning in card.glossary
        )
        html.show(
            f"<ul>{items}</ul>"
            + (f"<p><strong>Words used here</strong></p><dl>{words}</dl>" if words else "")
            + f"<p class='source'>Drawn from the 2007 report: {html.esc(card.source)}.</p>"
        )


def _saver(key: str, view: Assessment, card: Card, field: str) -> Callable[[], None]:
    """The callback of one widget: reads what the browser sent and has it written to disk at once."""

    @state.guarded
    def save() -> None:
        service, actor, assessment = wiring.service(), wiring.actor(), view.record.id
        value = st.session_state.get(key)
        if field == "rating":
            service.set_rating(actor, assessment, card.item, _rating(view.framework, value))
        elif field == "direction":
            service.set_direction(actor, assessment, card.item, value)
        elif field == "one_person":
            service.set_one_person(actor, assessment, card.item, bool(value))
        else:
            note = service.set_note(actor, assessment, card.item, field, value or "")
            if not note.saved:
                state.announce(f"{WAITING} {' '.join(note.warnings)}")
                return
        state.mark_saved(assessment, card.item, f"{card.item} {card.title}")

    return save


def _rating(framework: Framework, code: str | None) -> float | str | None:
    """A choice on screen as the service takes it: a level's value, "dk", "na" or None."""
    if code is None or code in ("dk", "na"):
        return code
    return next(level.value for level in framework.scale.levels if f"{level.value:g}" == code)


@state.guarded
def _review(assessment: str, item: str, title: str) -> None:
    wiring.service().review(wiring.actor(), assessment, item)
    state.mark_saved(assessment, item, f"{item} {title}")


@state.guarded
def _confirm(assessment: str, item: str, field: str, title: str) -> None:
    wiring.service().confirm_note(wiring.actor(), assessment, item, field)
    state.mark_saved(assessment, item, f"{item} {title}")


@state.guarded
def _delete(assessment: str, item: str, field: str, title: str) -> None:
    wiring.service().erase_note(wiring.actor(), assessment, item, field)
    state.forget_widgets(item, assessment)
    state.announce(f"The note on {item} {title} is deleted.")


def cards(view: Assessment, indicator: str, terms: dict[str, str]) -> list[Card]:
    """The cards of one indicator in the assessment's lens, of what the actor is asked."""
    found = view.framework.indicator(indicator)
    lens = view.record.lens
    asked = [item for item in found.items if lens in item.lenses and item.id in view.asked]
    return [make_card(view.framework, item, lens, terms) for item in asked]
