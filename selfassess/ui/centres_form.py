"""Adding centres to a round: typed or pasted, or chosen among those the authority has."""

from __future__ import annotations

import streamlit as st

from selfassess.errors import SelfAssessError
from selfassess.service.round_plans import SETTINGS, SIZES, CentreEntry, RoundView
from selfassess.ui import html, notices, wiring
from selfassess.ui.link_table import draw_links, keep_links
from selfassess.ui.pasted import parse_centres
from selfassess.view_models.words import count, join

PROFILE_HELP = (
    f"Setting is {', '.join(SETTINGS[:-1])} or {SETTINGS[-1]}; size is {', '.join(SIZES[:-1])} or {SIZES[-1]}; region "
    "and lead body are in your own words. Leave out what you don't know."
)


def draw_centres_form(view: RoundView) -> None:
    number = view.record.id
    place = f"centres-{number}"
    typed, chosen = f"{place}-typed", f"{place}-chosen"
    there = {each.subject.id for each in view.participants}
    known = {c.id: c.name for c in wiring.rounds().centres(wiring.actor(), number) if c.id not in there}

    @notices.guard(place)
    def add() -> None:
        entries = parse_centres(st.session_state.get(typed) or "")
        entries += [CentreEntry(known[each]) for each in st.session_state.get(chosen) or [] if each in known]
        if not entries:
            raise SelfAssessError("Name a centre first, one a line.")
        links = wiring.rounds().add_centres(wiring.actor(), number, entries)
        keep_links(place, links)
        _tell(place, entries, [link.centre for link in links])
        st.session_state[typed], st.session_state[chosen] = "", []

    html.heading("Add centres")
    html.paragraph("Each gets a link for its manager, who answers, invites colleagues and sees its results.")
    if known:
        st.multiselect(
            "Centres of this authority",
            list(known),
            format_func=known.__getitem__,
            key=chosen,
            placeholder="Choose",
        )
    else:
        st.session_state.pop(chosen, None)
    st.text_area(
        "New centres, one a line",
        key=typed,
        height=110,
        placeholder="Elm Street\nHarbour; urban; South West; health; large",
        help=PROFILE_HELP,
    )
    html.paragraph(
        "After a name you may put setting, region, lead body and size, with semicolons between, or paste rows from a "
        "spreadsheet.",
        "caption",
    )
    notices.draw(place)
    st.button(
        "Add them and make their links",
        key=f"{place}-add",
        type="secondary" if len(there) > 1 else "primary",
        on_click=add,
    )
    draw_links(place, view.groups)


def _tell(place: str, entries: list[CentreEntry], added: list[str]) -> None:
    new = {name.casefold() for name in added}
    old = [entry.name for entry in entries if " ".join(entry.name.split()).casefold() not in new]
    said = f"{count(len(added), 'centre')} added." if added else ""
    if old:
        verb = "is" if len(old) == 1 else "are"
        said += f" {join(old)} {verb} in this round already: nothing was changed there."
    notices.tell(place, said.strip())
