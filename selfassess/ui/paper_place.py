"""Which assessment a paper questionnaire belongs to: one that is there, or a new one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import streamlit as st

from selfassess.framework.model import Framework
from selfassess.ui import navigation, wiring
from selfassess.view_models.home import season
from selfassess.view_models.paper import NEW, name_places

NAME_LIMIT = 120
AUTHORITY_LENS = "authority"
NEW_LABEL = "One that isn't in the app yet"
_WHERE = "paper-where"
_STAY = "paper-stay"


@dataclass(frozen=True)
class PaperTarget:
    """What a sheet is about. `id` is "" where the assessment has to be made."""

    framework: Framework
    lens: str
    subject: str = ""
    authority: str = ""
    round: str = ""
    id: str = ""
    vocabulary: str = ""

    @property
    def missing(self) -> str:
        """What has to be said first, "" for nothing."""
        label = self.framework.lens(self.lens).subject_label
        return "" if self.subject.strip() else f"Enter the name of the {label}."

    @property
    def where(self) -> str:
        """Which assessment this is, in one line."""
        view = f"{self.framework.lens(self.lens).label}'s view"
        return " · ".join(dict.fromkeys(p for p in (self.subject, self.authority, view, self.round) if p))


def draw_place(frameworks: Mapping[str, Framework], framework: Framework) -> PaperTarget | None:
    """Asks whose the sheet is; None until it is known what was asked in it."""
    places = {
        each.id: each for each in wiring.papers().places(wiring.actor()) if each.framework_key in frameworks
    }
    chosen = NEW
    if places:
        names = name_places(list(places.values()), frameworks) | {NEW: NEW_LABEL}
        _seed_where(list(names), list(places))
        chosen = st.selectbox(
            "Which assessment does the sheet belong to?",
            list(names),
            format_func=names.__getitem__,
            index=None,
            placeholder="Choose",
            key=_WHERE,
        )
    if chosen is None:
        return None
    if chosen == NEW:
        return _draw_new(framework)
    place = places[chosen]
    return PaperTarget(
        frameworks[place.framework_key],
        place.lens,
        place.subject,
        place.authority,
        place.round,
        id=place.id,
        vocabulary=place.vocabulary,
    )


def stay_at(target: PaperTarget) -> None:
    """Has the next sheet belong to the same assessment, until another is chosen."""
    st.session_state[_STAY] = target


def _seed_where(known: list[str], places: list[str]) -> None:
    """Begins with the assessment of the sheet before, of the address, or the only one there is."""
    if st.session_state.get(_WHERE) in known:
        return
    st.session_state.pop(_WHERE, None)
    stay: PaperTarget | None = st.session_state.get(_STAY)
    asked = navigation.asked("assessment")
    if stay is not None and stay.id in known:
        st.session_state[_WHERE] = stay.id
    elif asked in places:
        st.session_state[_WHERE] = asked
    elif len(places) == 1:
        st.session_state[_WHERE] = places[0]


def _seed(key: str, value: Any) -> None:
    """Fields that aren't on the page for a while are forgotten: they begin with what stood in them."""
    if key not in st.session_state and value is not None:
        st.session_state[key] = value


def _draw_new(framework: Framework) -> PaperTarget | None:
    lenses = {lens.id: lens for lens in framework.lenses}
    stay: PaperTarget | None = st.session_state.get(_STAY)
    if stay and not stay.id and stay.lens in lenses:
        for key, value in (("lens", stay.lens), ("subject", stay.subject), ("authority", stay.authority)):
            _seed(f"paper-{key}", value)
        _seed("paper-round", stay.round)
    lens = st.radio(
        "Which questionnaire is it?",
        list(lenses),
        format_func=lambda each: lenses[each].label,
        captions=[each.description for each in lenses.values()],
        index=None,
        key="paper-lens",
    )
    if lens is None:
        return None
    st.text_input(f"Name of the {lenses[lens].subject_label}", key="paper-subject", max_chars=NAME_LIMIT)
    if lens != AUTHORITY_LENS:
        st.text_input("Local authority it belongs to", key="paper-authority", max_chars=NAME_LIMIT)
    _seed("paper-round", season(date.today()))
    st.text_input("Round", key="paper-round", max_chars=NAME_LIMIT)
    return as_typed(PaperTarget(framework, lens))


def as_typed(target: PaperTarget) -> PaperTarget:
    """A new one with its names as they stand in the fields now: a click can arrive together with what was typed."""
    if target.id:
        return target
    names = {name: str(st.session_state.get(f"paper-{name}") or "") for name in ("subject", "round")}
    where = "subject" if target.lens == AUTHORITY_LENS else "authority"
    return replace(target, authority=str(st.session_state.get(f"paper-{where}") or ""), **names)
