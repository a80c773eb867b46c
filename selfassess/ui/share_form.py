"""Sharing a centre's results with its authority: what it shows and never shows, then the button."""

from __future__ import annotations

import streamlit as st

from selfassess.service.round_plans import Participant, RoundView
from selfassess.ui import html, notices, wiring
from selfassess.view_models.rounds import Sharing, say_sharing


def draw_share_form(view: RoundView, participant: Participant) -> None:
    authority = view.authority.name
    said = say_sharing(view.record, authority)
    place = f"share-{participant.record.id}"

    @notices.guard(place)
    def share() -> None:
        wiring.service().share(wiring.actor(), participant.record.id)
        notices.tell(place, f"The results are shared with {authority}.")

    @notices.guard(place)
    def stop() -> None:
        wiring.service().unshare(wiring.actor(), participant.record.id)
        notices.tell(place, f"{authority} sees the results no longer.")

    html.heading(f"Sharing with {authority}")
    notices.draw(place)
    if participant.shared:
        html.paragraph(f"You share this centre's results with {authority}. {said.way_back}")
        html.show(html.fold("What sharing shows", _list(said)))
        st.button("Stop sharing", key=f"{place}-stop", on_click=stop)
        return
    html.paragraph(f"The results are this centre's own until you share them: {authority} does not see them.")
    html.show(_list(said))
    html.paragraph(said.way_back)
    st.button(html.plain(f"Share the results with {authority}"), key=f"{place}-go", on_click=share)


def _list(said: Sharing) -> str:
    return "".join(
        f"<h4>{title}</h4><ul>{''.join(f'<li>{html.esc(text)}</li>' for text in texts)}</ul>"
        for title, texts in (("What it shows", said.shows), ("What it never shows", said.hides))
    )
