"""A placement in words: where on the continuum, how sure, and what stands beside it.

Screen, command line and (later) documents say it the same way because they all ask here.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor

import pandas as pd

from selfassess.framework.model import TOLERANCE, Framework
from selfassess.scoring import Scores, find_signals

NEAR = 2.5
"""How near (in positions) to the middle between two points still counts as half way. Ours, for wording only."""


@dataclass(frozen=True)
class Figure:
    """One score as the screens use it; None where there is none."""

    position: float | None
    low: float | None
    high: float | None
    coverage: float | None

    @property
    def exact(self) -> bool:
        """Whether everything was rated, so that the range is a single place."""
        return self.low is not None and self.high is not None and self.high - self.low < 0.05


@dataclass(frozen=True)
class Place:
    """A placement, worded. `sentence` can stand alone; `range_sentence` is empty when all is rated."""

    figure: Figure
    zone: str
    zone_low: str
    zone_high: str
    sentence: str
    range_sentence: str
    zone_description: str
    signals: tuple[str, ...]


def figure_of(row: pd.Series) -> Figure:
    """The S part of a scores row, NaN as None."""
    values = (row[name] for name in ("position", "low", "high", "coverage"))
    return Figure(*(None if pd.isna(value) else float(value) for value in values))


def only_row(frame: pd.DataFrame, **where: str) -> pd.Series:
    """The single row where the named columns hold the given values."""
    for column, value in where.items():
        frame = frame[frame[column] == value]
    return frame.iloc[0]


def zone_label(framework: Framework, zone_id: str) -> str:
    return next((zone.label for zone in framework.continuum.zones if zone.id == zone_id), "")


def describe_place(framework: Framework, scores: Scores, **subject: str) -> Place:
    """The placement of one subject (authority, subject, lens, round as far as needed to tell it apart)."""
    row = only_row(scores.placements, **subject)
    figure = figure_of(row)
    zones = [str(row[name] or "") for name in ("zone", "zone_low", "zone_high")]
    return Place(
        figure=figure,
        zone=zones[0],
        zone_low=zones[1],
        zone_high=zones[2],
        sentence=_sentence(framework, figure, zones),
        range_sentence=_range_sentence(framework, figure, zones),
        zone_description=next((z.description for z in framework.continuum.zones if z.id == zones[0]), ""),
        signals=tuple(_signals(framework, scores, subject)),
    )


def where_in_words(framework: Framework, position: float) -> str:
    """A position as words, without a capital: "aspirational development", or
    "between aspirational development and maximum collaboration, nearer the second"."""
    bounds = [(framework.continuum.percent(z.lower), z) for z in framework.continuum.zones]
    zone = [z for bound, z in bounds if position + TOLERANCE >= bound][-1]
    label = zone.label[:1].lower() + zone.label[1:]
    if not label.startswith("between "):
        return label
    points = [framework.continuum.percent(point.at) for point in framework.continuum.points]
    below = max((p for p in points if p <= position), default=0.0)
    above = min((p for p in points if p > position), default=100.0)
    middle = (below + above) / 2
    if abs(position - middle) <= NEAR:
        return f"{label}, about half way"
    return f"{label}, nearer the {'second' if position > middle else 'first'}"


def _sentence(framework: Framework, figure: Figure, zones: list[str]) -> str:
    if figure.low is None or figure.high is None:
        return "There is nothing to place: no sub-indicator that the line rests on applies."
    if figure.position is not None:
        words = where_in_words(framework, figure.position)
        return words[:1].upper() + words[1:]
    # A share is never rounded up to the one that is needed.
    share = floor((figure.coverage or 0) * 100 + TOLERANCE)
    needed = ceil(framework.minimum_coverage * 100 - TOLERANCE)
    return f"Not enough is rated to name a place yet: {share}% of what the line rests on, and {needed}% is needed."


def _range_sentence(framework: Framework, figure: Figure, zones: list[str]) -> str:
    if figure.exact or figure.low is None:
        return ""
    low, high = (zone_label(framework, zone) for zone in zones[1:])
    low, high = (label[:1].lower() + label[1:] for label in (low, high))
    if low == high:
        return f"Whatever the answers still missing or not known turn out to be, the place stays in “{low}”."
    return f"With the answers still missing or not known, it could be anywhere from “{low}” to “{high}”."


def _signals(framework: Framework, scores: Scores, subject: dict[str, str]) -> list[str]:
    found = find_signals(framework, scores.items)
    sentences = []
    for signal in framework.signals:
        rows, items = found[found["signal"] == signal.id], scores.items[scores.items["item"] == signal.item]
        if items.empty:
            continue
        state = str(only_row(rows, **subject)["state"])
        labels = {entry.id: entry.label for entry in signal.states}
        unrated = signal.unknown
        if only_row(items, **subject)["status"] == "not_applicable":
            unrated = "does not apply here"
        sentences.append(f"{signal.title}: {labels.get(state, unrated)}.")
    return sentences
