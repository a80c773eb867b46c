"""Inviting people into one centre's assessment: each by name or role, or a whole group by one link."""

from __future__ import annotations

import streamlit as st

from selfassess.errors import SelfAssessError
from selfassess.service.round_plans import RoundView
from selfassess.ui import html, notices, wiring
from selfassess.ui.link_table import draw_links, keep_links
from selfassess.ui.pasted import parse_people

NAMED = "Whoever runs the centre's assessment sees each answer with the name you give here."
ANONYMOUS = (
    "A name here only tells you whose link is whose. It is never put with what they answer. (People who answer for the "
    "authority itself do so in the open.)"
)


def draw_invite_form(view: RoundView, place: str) -> None:
    """Draws the form for every assessment in `view`, and the links that were made by it."""
    everyone = names_of(view)
    labels = view.groups
    where, group, people = f"{place}-where", f"{place}-group", f"{place}-people"

    def chosen() -> tuple[str, str]:
        assessment = st.session_state.get(where) if len(everyone) > 1 else next(iter(everyone))
        if assessment not in everyone:
            raise SelfAssessError("Choose the centre they are to answer for.")
        return assessment, st.session_state.get(group) or ""

    @notices.guard(place)
    def invite() -> None:
        assessment, group_id = chosen()
        invitees = parse_people(st.session_state.get(people) or "", group_id, labels)
        if not invitees:
            raise SelfAssessError("Write who is invited first, one a line.")
        keep_links(place, wiring.rounds().invite(wiring.actor(), assessment, invitees))
        st.session_state[people] = ""

    @notices.guard(place)
    def make_group_link() -> None:
        assessment, group_id = chosen()
        if not group_id:
            raise SelfAssessError("Choose the group that the link is for.")
        keep_links(place, [wiring.rounds().make_group_link(wiring.actor(), assessment, group_id)])

    if len(everyone) > 1:
        st.selectbox(
            "Centre",
            list(everyone),
            format_func=everyone.__getitem__,
            index=None,
            key=where,
            placeholder="Choose",
        )
    st.selectbox(
        "Group", list(labels), format_func=labels.__getitem__, index=None, key=group, placeholder="Choose"
    )
    st.text_area(
        "Who, by name or role, one a line",
        key=people,
        height=110,
        placeholder="Health visitor, Northside\nDuty social worker; Social work",
        help="Another group than the one above may follow the name, after a semicolon.",
    )
    html.paragraph(ANONYMOUS if any(p.record.anonymous for p in view.participants) else NAMED, "caption")
    notices.draw(place)
    with st.container(horizontal=True, key=f"{place}-buttons"):
        st.button("Make a link for each", key=f"{place}-invite", on_click=invite)
        st.button("Make one link for the whole group", key=f"{place}-group-link", on_click=make_group_link)
    html.paragraph(
        "A group's link can go to a mailing list or on a poster: whoever opens it is given a link of their own to come "
        "back by. Nobody can tell whether somebody opens it twice and counts as two.",
        "caption",
    )
    draw_links(place, labels)


def names_of(view: RoundView) -> dict[str, str]:
    """Assessment -> what it is called in a list: centres by name, and the authority as itself."""
    own = view.authority.name
    return {
        each.record.id: f"{own} (the authority itself)"
        if each.record.lens == "authority"
        else each.record.subject
        for each in view.participants
    }
