"""The centres of an authority: renamed, described, merged and removed, each saying first what becomes of answers."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from selfassess.errors import SelfAssessError
from selfassess.service.round_plans import SETTINGS, SIZES, CentreEntry, RoundView
from selfassess.store.records import SubjectRecord
from selfassess.ui import html, notices, wiring

RENAMING = "The new name stands in every round. Answers, links and results stay as they are."
MERGING = (
    "All rounds of this centre go to the other, with their answers and links, and this one leaves every list. It can't "
    "be undone. Two centres that both took part in one round can't be merged."
)
REMOVING = (
    "It leaves every list and comparison, and its links stop working. Its answers stay in the store and in exports, "
    "but no page shows them any more. It can't be undone."
)


def draw_authority_centres(view: RoundView) -> None:
    """One fold: a centre is chosen, then what can be done with it."""
    centres = {each.id: each for each in wiring.rounds().centres(wiring.actor(), view.record.id)}
    if not centres:
        return
    names = {number: centre.name for number, centre in centres.items()}
    place = f"places-{view.record.id}"
    with st.expander("Centres of this authority: rename, describe, merge, remove", key=f"{place}-fold"):
        notices.draw(place)
        chosen = st.selectbox(
            "Centre",
            list(names),
            format_func=names.__getitem__,
            index=None,
            key=f"{place}-which",
            placeholder="Choose",
        )
        if chosen not in centres:
            return
        _draw_rename(view, centres[chosen], place)
        _draw_profile(view, centres[chosen], place)
        if len(names) > 1:
            _draw_merge(view, centres[chosen], names, place)
        _draw_remove(view, centres[chosen], place)


def _draw_rename(view: RoundView, centre: SubjectRecord, place: str) -> None:
    key = f"{place}-name-{centre.id}"

    @notices.guard(place)
    def rename() -> None:
        wiring.rounds().rename_centre(
            wiring.actor(), view.record.id, centre.id, st.session_state.get(key) or ""
        )
        notices.tell(place, f"{centre.name} has its new name.")

    html.show("<h3>Rename</h3>")
    html.paragraph(RENAMING)
    st.text_input("New name", value=centre.name, key=key, max_chars=120)
    st.button("Rename it", key=f"{place}-rename", on_click=rename)


def _draw_profile(view: RoundView, centre: SubjectRecord, place: str) -> None:
    keys = {name: f"{place}-{name}-{centre.id}" for name in ("setting", "region", "lead_body", "size")}
    now = {name: str(centre.profile.get(name) or "") for name in keys}

    @notices.guard(place)
    def save() -> None:
        entry = CentreEntry(
            centre.name, **{name: st.session_state.get(key) or "" for name, key in keys.items()}
        )
        wiring.rounds().set_profile(wiring.actor(), view.record.id, centre.id, entry)
        notices.tell(place, f"The profile of {centre.name} is saved.")

    html.show("<h3>Profile</h3>")
    left, right = st.columns(2)
    for column, name, label, options in (
        (left, "setting", "Setting", ("", *SETTINGS)),
        (right, "size", "Size", ("", *SIZES)),
    ):
        index = options.index(now[name]) if now[name] in options else 0
        column.selectbox(
            label,
            options,
            index=index,
            format_func=lambda each: each.capitalize() or "Not given",
            key=keys[name],
        )
    left.text_input("Region", value=now["region"], key=keys["region"], max_chars=120)
    right.text_input("Lead body", value=now["lead_body"], key=keys["lead_body"], max_chars=120)
    st.button("Save the profile", key=f"{place}-profile", on_click=save)


def _draw_merge(view: RoundView, centre: SubjectRecord, names: Mapping[int, str], place: str) -> None:
    key, sure = f"{place}-into-{centre.id}", f"{place}-merge-sure-{centre.id}"

    @notices.guard(place)
    def merge() -> None:
        into = st.session_state.get(key)
        if into is None or not st.session_state.get(sure):
            raise SelfAssessError("Choose the centre to merge with, and say that you are sure.")
        wiring.rounds().merge_centres(wiring.actor(), view.record.id, centre.id, into)
        notices.tell(place, f"{centre.name} is now part of {names[into]}.")

    html.show("<h3>Merge with another</h3>")
    html.paragraph(MERGING)
    others = [number for number in names if number != centre.id]
    st.selectbox(
        "Which centre takes it in?",
        others,
        format_func=names.__getitem__,
        index=None,
        key=key,
        placeholder="Choose",
    )
    st.checkbox("I am sure that the two are one", key=sure)
    st.button("Merge them", key=f"{place}-merge", on_click=merge)


def _draw_remove(view: RoundView, centre: SubjectRecord, place: str) -> None:
    sure = f"{place}-remove-sure-{centre.id}"

    @notices.guard(place)
    def remove() -> None:
        if not st.session_state.get(sure):
            raise SelfAssessError("Say that you are sure before the centre is removed.")
        wiring.rounds().remove_centre(wiring.actor(), view.record.id, centre.id)
        notices.tell(place, f"{centre.name} is removed.")

    html.show("<h3>Remove</h3>")
    html.paragraph(REMOVING)
    st.checkbox("I am sure that it should go", key=sure)
    st.button("Remove it", key=f"{place}-remove", on_click=remove)
