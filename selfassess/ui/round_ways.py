"""The ways on from a round: the authority's own view, and what the centres' answers come to."""

from __future__ import annotations

import streamlit as st

from selfassess.service.round_plans import RoundView
from selfassess.store.rows import name_key
from selfassess.ui import html, navigation

MANY = 12


def draw_ways(view: RoundView) -> None:
    """What the authority itself answers, then results; each link says what it leads to."""
    own = next((each for each in view.participants if each.is_own), None)
    waits = view.record.voices == "anonymous" and view.state != "closed"
    if own is not None:
        html.heading("The authority's own view")
        how = "" if view.state == "closed" else " Answer them yourself, or with your team."
        html.paragraph(f"The same indicators, seen from the authority's end.{how}")
        verb = "Read the answers" if view.state == "closed" else "Answer for the authority"
        navigation.link("assessment", verb, key="round-own", assessment=own.record.id)
        if not waits:
            label = "What everybody asked for the authority says"
            navigation.link("voices", label, key="round-voices", assessment=own.record.id)
    html.heading("What the answers come to")
    if waits:
        html.paragraph("This round is anonymous: there is nothing to see before it closes.")
        return
    html.paragraph("A centre's results are its own until it shares them; you see those that are shared.")
    navigation.link("two_ends", "Where the two ends differ", key="round-ends", round=str(view.record.id))
    # Compare goes by rounds of the same name, whichever authority's.
    navigation.link("compare", "Compare the centres", key="round-compare", round=name_key(view.record.name))
    if own is not None:
        label = "What has moved since the last round"
        navigation.link("trend", label, key="round-trend", subject=str(own.subject.id))
    _draw_shared(view)


def _draw_shared(view: RoundView) -> None:
    shared = [each for each in view.participants if each.shared and not each.is_own]
    if not shared:
        return
    few = len(shared) <= MANY
    with st.expander(f"Centres that share their results ({len(shared)})", expanded=few, key="shared"):
        for each in shared:
            label = f"Every voice: {each.record.subject}"
            navigation.link("voices", label, key=f"shared-{each.record.id}", assessment=each.record.id)
