"""Links just made: shown now and not again, with a code to scan and a file for a mail merge."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import segno
import streamlit as st

from selfassess.exchange.links_csv import LinkRow, write_links
from selfassess.service.round_plans import Link
from selfassess.ui import html, state
from selfassess.ui.addresses import address_of, leads_here_only
from selfassess.view_models.words import count

FEW = 10
"""So many links are shown one by one; more stand in a table."""

ONCE = (
    "Take them now: copy them, or download the file. They are not kept here, so nobody can show them again once you "
    "put them away or reload the page; a lost link can be replaced. Each opens what it is for to whoever has it: send a "
    "person's link to that person alone, and a group's only to the group."
)
HERE_ONLY = (
    "They begin with a name that only this computer answers to. To make links for others, and QR codes that work, open this "
    "page by the address at which they reach the app (README, “Let others reach it”), and make the links there."
)


def keep_links(place: str, links: Sequence[Link]) -> None:
    """Has a place of the page show links, after those that nobody has put away yet."""
    st.session_state.setdefault(_key(place), []).extend(links)
    if links:
        state.announce(f"{count(len(links), 'link')} made.")


def draw_links(place: str, labels: Mapping[str, str]) -> None:
    """The links that were made at a place; draws nothing when there are none."""
    links: list[Link] = st.session_state.get(_key(place), [])
    if not links:
        return
    rows = [
        LinkRow(each.centre, _name(each, labels), labels.get(each.group, ""), address_of(each))
        for each in links
    ]
    with st.container(key=f"fresh-{place}", border=True):
        html.show(f"<h3>{count(len(rows), 'link')}, shown now and not again</h3>")
        html.paragraph(ONCE)
        if leads_here_only():
            html.paragraph(HERE_ONLY, "flag")
        if len(rows) <= FEW:
            for row in rows:
                _draw_one(row)
        else:
            _draw_many(place, rows)
        with st.container(key=f"downloads-{place}", horizontal=True):
            st.download_button(
                "Download for a mail merge (CSV)",
                data=lambda: write_links(rows).encode("utf-8-sig"),
                file_name="links.csv",
                mime="text/csv",
                key=f"links-csv-{place}",
                on_click="ignore",
            )
            st.button("I have kept them", key=f"links-hide-{place}", on_click=_hide, args=(place,))


def _hide(place: str) -> None:
    st.session_state.pop(_key(place), None)
    state.announce("The links are hidden.")


def _draw_one(row: LinkRow) -> None:
    about = _about(row)
    html.show(
        f"<p class='entry'><strong>{html.esc(row.name)}</strong>"
        + (f"<br><span class='note'>{html.esc(about)}</span>" if about else "")
        + "</p>"
    )
    st.code(row.link, language=None, wrap_lines=True)
    html.show(html.fold("QR code", _draw_code(row)))


def _draw_many(place: str, rows: Sequence[LinkRow]) -> None:
    names = [" · ".join(part for part in (row.name, _about(row)) if part) for row in rows]
    cells = [(name, row.link) for name, row in zip(names, rows, strict=True)]
    html.table(("For", "Link"), cells, "Links just made")
    chosen = st.selectbox(
        "Copy or scan one", names, index=None, key=f"links-one-{place}", placeholder="Choose"
    )
    if chosen in names:
        _draw_one(rows[names.index(chosen)])


def _about(row: LinkRow) -> str:
    """Centre and group, where the name doesn't say them already."""
    parts = (row.centre, row.group)
    return " · ".join(dict.fromkeys(part for part in parts if part and part not in row.name))


def _draw_code(row: LinkRow) -> str:
    """Always dark on light: not every telephone reads the reverse."""
    # As a picture of its own: drawn into the page, Streamlit takes it out again.
    picture = segno.make(row.link, error="m").svg_data_uri(omitsize=True, dark="#000", light="#fff", border=4)
    return f"<img class='qr' src='{html.esc(picture)}' alt='QR code of the link for {html.esc(row.name)}'>"


def _name(link: Link, labels: Mapping[str, str]) -> str:
    return link.name or f"Anybody in {labels.get(link.group, link.group)}"


def _key(place: str) -> str:
    return f"links-{place}"
