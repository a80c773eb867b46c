"""The presenter's screen while a workshop goes on: one piece that is drawn again and again, so that who has joined, who has
voted and what another device has done show by themselves.

All of it is one fragment. Where the server is busy, Streamlit may lose what it was about to send when the next request
comes in just then; the next drawing makes up for it, and nothing that is being typed is disturbed by any.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import streamlit as st

from selfassess.errors import NotAllowed, SelfAssessError
from selfassess.framework.wording import terms_of
from selfassess.service.workshop_views import Workshop, WorkshopItem
from selfassess.ui import html, lasting, live, navigation, presenter_parts, state, wiring
from selfassess.ui.presenter_forms import draw_agree, draw_hands, draw_present
from selfassess.ui.presenter_moves import AGREEING, PLACE, draw_contents, draw_end, draw_moves
from selfassess.view_models.workshop import is_done, say_kind

EVERY = 0.8
"""Seconds between two drawings."""
_KEPT = "presenter-kept"
LAST = "That was the last one. Go back to any, or end the workshop."
REVEALED = ("reveal", "discuss", "agreed")


@dataclass(frozen=True)
class _Kept:
    """A workshop as it was read last, and its main part: both change only with the workshop's version."""

    workshop: Workshop
    agreeing: bool
    main: str


@st.fragment(run_every=EVERY)
def draw_screen(workshop_id: str, taken_over: bool) -> None:
    """Draws it all. Once the workshop has ended, has the page drawn anew."""
    try:
        kept = _read(workshop_id)
        if kept.workshop.ended_at is not None:
            st.rerun()
        _draw(kept, taken_over)
    except SelfAssessError as error:
        html.paragraph(str(error), "flag")
    except Exception:
        state.LOG.exception("The presenter's screen can't be drawn.")
        html.paragraph(state.UNEXPECTED, "flag")


def _read(workshop_id: str) -> _Kept:
    """The workshop as it stands: read anew only if somebody has moved it on."""
    service, actor = wiring.workshops(), wiring.actor()
    pulse = service.pulse(actor, workshop_id)
    kept: _Kept | None = st.session_state.get(_KEPT)
    if kept is None or (kept.workshop.id, kept.workshop.version) != (workshop_id, pulse.version):
        workshop = service.load(actor, workshop_id)
        kept = _Kept(workshop, _is_agreeing(workshop), _main(workshop))
    elif kept.agreeing != _is_agreeing(kept.workshop):
        kept = _Kept(kept.workshop, not kept.agreeing, _main(kept.workshop))
    workshop = replace(kept.workshop, joined=pulse.joined, voted=pulse.voted)
    st.session_state[_KEPT] = replace(kept, workshop=workshop)
    return st.session_state[_KEPT]


def _is_agreeing(workshop: Workshop) -> bool:
    """Whether the form of an agreed rating is open on what is shown."""
    current = workshop.current
    return bool(current and current.phase != "vote" and st.session_state.get(AGREEING) == current.item)


def _main(workshop: Workshop) -> str:
    """What the room reads, as markup, with the name by which the page's script knows whether it is new (present.js)."""
    current = workshop.current
    if current is None:
        title = f"<h1 class='page-title'>{html.esc(say_kind(workshop))}</h1>"
        return f"<div data-view='lobby'>{title}{presenter_parts.lobby_markup(workshop)}</div>"
    view = f"{current.item} {current.phase} {current.ballot} {_is_agreeing(workshop)}"
    head = presenter_parts.heading_markup(workshop, current)
    return f"<div data-view='{html.esc(view)}'>{head}{_phase(workshop, current)}</div>"


def _phase(workshop: Workshop, current: WorkshopItem) -> str:
    terms = terms_of(workshop.framework, workshop.vocabulary)
    service, actor = wiring.workshops(), wiring.actor()
    if _is_agreeing(workshop):
        stands = "" if current.agreed is None else presenter_parts.agreed_markup(workshop, current, terms)
        return presenter_parts.question_markup(workshop, current, terms) + stands
    tally = None
    if current.ballot and current.phase in REVEALED:
        tally = service.tally(actor, workshop.id, current.item)
    votes = presenter_parts.votes_markup(workshop, current, tally)
    if current.phase == "reveal":
        return presenter_parts.question_markup(workshop, current, terms) + votes
    if current.phase == "discuss":
        try:
            evidence = service.evidence(actor, workshop.id, current.item)
        except NotAllowed as error:  # its assessment was taken out meanwhile; the workshop can still be ended
            return f"<p class='flag'>{html.esc(error)}</p>{votes}"
        return presenter_parts.talk_markup(workshop, current, tally, evidence, terms)
    if current.phase == "agreed":
        return presenter_parts.agreed_markup(workshop, current, terms) + votes
    return presenter_parts.ballot_markup(workshop, current, terms)


def _draw(kept: _Kept, taken_over: bool) -> None:
    workshop, current = kept.workshop, kept.workshop.current
    with st.container(key="presenter"):
        main, side = st.columns([3, 1], gap="medium")
        with main:
            lasting.draw(PLACE)
            html.show(kept.main)
            if kept.agreeing and current:
                draw_agree(workshop, current, terms_of(workshop.framework, workshop.vocabulary))
        with side, st.container(key="side"):
            live.draw_side(workshop)
    if not kept.agreeing:
        draw_moves(workshop)
    with st.container(key="more"):
        if current and current.phase == "vote":
            draw_hands(workshop, current)
        if is_done(workshop):
            html.paragraph(LAST, "lead")
            draw_end(workshop)
        draw_contents(workshop)
        draw_present(workshop)
        if not is_done(workshop):
            draw_end(workshop)
        html.show(presenter_parts.keys_markup())
        if not taken_over:
            navigation.link("workshop", "← Workshops", key="present-back")
