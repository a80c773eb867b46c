"""Stored results as pages read them, and the few phrases that say what a result rests on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from math import floor

from selfassess.framework.model import TOLERANCE
from selfassess.service.calendar import day_of
from selfassess.service.comparing import FigureRecord, ResultRecord
from selfassess.view_models.home import day
from selfassess.view_models.words import count, whole

Names = Mapping[str, str]
"""assessment id -> the name shown for it: its own, or an alias."""


def names_of(places: Iterable[ResultRecord]) -> dict[str, str]:
    """The real names. Where two centres share one, their authority tells them apart."""
    found = list(places)
    taken: dict[str, int] = {}
    for place in found:
        taken[place.subject] = taken.get(place.subject, 0) + 1
    return {
        place.assessment_id: place.subject
        if taken[place.subject] == 1
        else f"{place.subject} ({place.authority or place.round})"
        for place in found
    }


def wide_words(place: ResultRecord | FigureRecord) -> str:
    """The range a comparison uses, as "38 to 55"; "–" where nothing applies."""
    if place.wide_low is None or place.wide_high is None:
        return "–"
    low, high = whole(place.wide_low), whole(place.wide_high)
    return low if low == high else f"{low} to {high}"


def position_words(position: float | None) -> str:
    return "–" if position is None else whole(position)


def coverage_words(place: ResultRecord) -> str:
    """How much of what the line rests on is rated; never rounded up to the share that is needed."""
    return "–" if place.coverage is None else f"{floor(place.coverage * 100 + TOLERANCE)}%"


def voices_words(place: ResultRecord) -> str:
    """How many people, and from how many groups; None stands for fewer than the round's threshold."""
    if place.voices is None:
        return "too few to show"
    if place.voices == 0:
        return "nobody on their own"
    words = count(place.voices, "person", "people")
    return f"{words}, {count(place.groups, 'group')}" if place.groups else words


def date_words(when: datetime) -> str:
    """The day in England on which a result was worked out."""
    return day(day_of(when))
