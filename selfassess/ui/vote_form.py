"""One phone in a workshop: the question that is on, one's vote, and afterwards how the room voted."""

from __future__ import annotations

import streamlit as st

from selfassess.charts.distribution import draw_distribution
from selfassess.errors import NotFound, SelfAssessError
from selfassess.framework.wording import terms_of
from selfassess.service.workshop_views import Seat, Tally
from selfassess.ui import example_readings, html, lasting, seat, state, wiring
from selfassess.ui.widgets import chart_markup
from selfassess.view_models.ballot import make_ballot, make_votes, say_level, vote_code, vote_of
from selfassess.view_models.calibration import say_own
from selfassess.view_models.phone import make_phone
from selfassess.view_models.questionnaire import Choice
from selfassess.view_models.voices import levels_of

EVERY = 1.5
"""Seconds between two looks at whether the workshop has moved on."""
_STORED = "seat-stored"
"""Session key of what was stored for each ballot's field when it was drawn last."""
_VOTES = "seat-votes"
"""Session key of the votes as they were drawn last, with the place and the workshop's version they are of."""


def find_seat(token: str, code: str) -> Seat | None:
    """The phone's place, None where it has none or one that a workshop before this had under the same code."""
    try:
        held = wiring.joining().see(token)
    except NotFound:
        seat.give_up(code)
        return None
    if held.ended and _is_taken_again(code):
        seat.give_up(code)
        return None
    return held


def draw_seat(held: Seat, token: str) -> None:
    """Draws what a phone shows now, and keeps looking for what comes next until the workshop has ended."""
    if held.ended:
        _draw(token, held)
    else:
        _draw_again(token)


def _is_taken_again(code: str) -> bool:
    """Whether another workshop has the code of one that has ended."""
    try:
        wiring.joining().look(code)
    except NotFound:
        return False
    return True


@st.fragment(run_every=EVERY)
def _draw_again(token: str) -> None:
    """Draws all that the phone shows, each time: where the server is busy, Streamlit may lose what it was about to send,
    and then the next time makes up for it. Nothing beyond this is drawn, which is what makes it cheap."""
    try:
        held = wiring.joining().see(token)
        if held.ended:
            st.rerun()
        _draw(token, held)
    except SelfAssessError as error:
        st.error(html.plain(error))
    except Exception:
        state.LOG.exception("A phone's screen can't be drawn.")
        st.error(state.UNEXPECTED)


def _draw(token: str, held: Seat) -> None:
    """One question, or what there is to say instead. As few pieces as can be: each phone gets them every second or two."""
    head = _head_markup(held)
    if held.phase == "vote" and held.item:
        _draw_vote(token, held, head)
        return
    lasting.draw(_notice(held))  # a vote that came after the reveal
    if held.item and held.phase in ("reveal", "discuss", "agreed"):
        html.show(head + _votes_markup(token, held))
    elif held.ended and held.kind == "calibration":
        html.show(head + _own_markup(token, held))
    else:
        html.show(head)


def _head_markup(held: Seat) -> str:
    """What is on, with the name by which the page's script knows whether it is new (seat.js)."""
    words = make_phone(held)
    view = f"{held.item} {held.phase} {held.ballot}"
    sentences = "".join(f"<p>{html.esc(sentence)}</p>" for sentence in words.sentences)
    return (
        f"<div data-view='{html.esc(view)}'><h1 class='page-title'>{html.esc(words.title)}</h1>"
        f"<p class='under'>{html.esc(words.under)}</p>{sentences}</div>"
    )


def _draw_vote(token: str, held: Seat, head: str) -> None:
    ballot = make_ballot(
        held.framework, held.item, held.lens, terms_of(held.framework, held.vocabulary), held.kind
    )
    evidence = example_readings.evidence_markup(held, held.item)
    html.show(f"{head}{evidence}<p class='instruction'>{html.esc(ballot.instruction)}</p>")
    texts = {choice.code: _label(choice) for choice in ballot.choices}
    key = f"rating-{held.item}-{held.ballot}-{held.workshop_id}"
    mine = vote_code(held.mine)
    notice = _notice(held)

    @lasting.guard(notice)
    def save() -> None:
        rating = vote_of(held.framework, st.session_state.get(key))
        wiring.joining().vote(token, held.item, held.ballot, rating)

    stored: dict[str, str | None] = st.session_state.setdefault(_STORED, {})
    if mine is None and stored.get(key) is not None:
        # The ballot was dropped, and is open again under the same number: the choice isn't stored any more.
        st.session_state[key] = None
    shown = st.radio(
        html.plain(ballot.question),
        list(texts),
        index=None if mine is None else list(texts).index(mine),
        format_func=texts.__getitem__,
        key=key,
        on_change=save,
    )
    # After a restart of the server the browser still holds what was chosen last, and no callback runs for it.
    if state.first_sight(key) and shown != mine:
        save()
        held = wiring.joining().see(token)
    stored[key] = vote_code(held.mine)
    lasting.draw(notice)
    kind = "saved vote-state" if held.mine is None else "saved vote-state fresh"
    html.show(f"<p class='{kind}' role='status'>{html.esc(make_phone(held).vote)}</p>")


def _notice(held: Seat) -> str:
    """Where a phone says what became of a vote: of one ballot, so that it doesn't stand over the next."""
    return f"vote-{held.item}-{held.ballot}-{held.workshop_id}"


def _label(choice: Choice) -> str:
    text = html.plain(choice.text)
    return f"**{html.plain(choice.number)}**{text}" if choice.number else text


def _votes_markup(token: str, held: Seat) -> str:
    """What was agreed, how the room voted, and in a calibration our reading. Worked out once for each move of the
    facilitator: none of it changes between two."""
    kept: tuple[tuple[str, int], str] | None = st.session_state.get(_VOTES)
    if kept and kept[0] == (token, held.version):
        return kept[1]
    parts = []
    if held.phase == "agreed":
        terms = terms_of(held.framework, held.vocabulary)
        rating = say_level(held.framework, held.framework.item(held.item), held.lens, held.agreed, terms)
        parts.append(f"<div class='agreed-on'><p><strong>Agreed</strong> {html.esc(rating)}</p></div>")
    if tally := wiring.joining().tally(token):
        parts.append(_tally_markup(held, tally))
    if held.kind == "calibration":
        parts.append(example_readings.reading_markup(held, held.item))
    st.session_state[_VOTES] = ((token, held.version), "".join(parts))
    return "".join(parts)


def _tally_markup(held: Seat, tally: Tally) -> str:
    votes = make_votes(held.framework, tally, mine=held.mine)
    if votes.distribution is None:
        return f"<p>{html.esc(votes.sentence)}</p>"
    drawn = draw_distribution(votes.distribution.frame, levels_of(held.framework), votes.distribution.alt)
    return chart_markup(votes.distribution, drawn)


def _own_markup(token: str, held: Seat) -> str:
    own = wiring.joining().own_calibration(token, example_readings.levels(held))
    sentences = "".join(f"<p>{html.esc(sentence)}</p>" for sentence in say_own(own))
    return f"<h2>Your own reading, on this phone alone</h2>{sentences}"
