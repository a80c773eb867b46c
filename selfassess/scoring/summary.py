"""Scores as plain text for a terminal: the place in words, or its bounds and what is missing."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import pandas as pd

from selfassess.errors import one_line
from selfassess.framework.model import TOLERANCE, Framework
from selfassess.framework.wording import fill, terms_of
from selfassess.scoring.coding import KEY
from selfassess.scoring.layout import WHOLE
from selfassess.scoring.scores import Scores
from selfassess.scoring.zones import find_signals

ABSENT = "-"
HEADINGS = ("", "position", "between", "rated", "")


class _Words:
    """A framework's labels by id, with the vocabulary's default words filled in."""

    def __init__(self, framework: Framework) -> None:
        terms = terms_of(framework)
        self.lenses = {lens.id: fill(lens.label, terms) for lens in framework.lenses}
        self.zones = {zone.id: fill(zone.label, terms) for zone in framework.continuum.zones}
        self.bands = {"": "", **{band.id: fill(band.label, terms) for band in framework.bands.bands}}
        self.strands = {strand.id: fill(strand.label, terms) for strand in framework.effective_strands}
        self.indicators = {i.id: f"{i.id}  {fill(i.short_title, terms)}" for i in framework.indicators}
        self.cautions = [fill(caution.text, terms) for caution in framework.cautions]
        self.signals = {signal.id: fill(signal.title, terms) for signal in framework.signals}
        self.states = {
            signal.id: {
                "": fill(signal.unknown, terms),
                **{state.id: fill(state.label, terms) for state in signal.states},
            }
            for signal in framework.signals
        }


def to_table(framework: Framework, scores: Scores) -> str:
    """Each subject's place on the continuum, strands and indicators, then the framework's cautions.

    Below the minimum coverage it says between which bounds the place lies and which items of the
    continuum's strand are not rated. Whole numbers, rounded here and nowhere before.
    """
    words = _Words(framework)
    frames = (scores.placements, scores.items, scores.strands, scores.indicators)
    placements, items, strands, indicators = (dict(list(frame.groupby(KEY))) for frame in frames)
    signals = dict(list(find_signals(framework, scores.items).groupby(KEY)))
    blocks = []
    for subject in scores.subjects.to_dict("records"):
        key = tuple(subject[name] for name in KEY)
        lines = [
            *_heading(words, subject),
            *_place(framework, words, placements[key].iloc[0], items[key]),
            *_signals(words, signals.get(key)),
            *_figures(words, strands[key], indicators[key]),
        ]
        blocks.append("\n".join(lines))
    if blocks:
        blocks.append("\n".join(["Bear in mind:", *(f"  {caution}" for caution in words.cautions)]))
    return "\n\n".join(blocks) or "No answers, so nothing to score."


def _heading(words: _Words, subject: dict[str, Any]) -> list[str]:
    parts = [
        f"authority {one_line(subject['authority'])}" if subject["authority"] else "",
        words.lenses[subject["lens"]],
        f"round {one_line(subject['round'])}" if subject["round"] else "",
        f"{subject['respondents']} respondent{'' if subject['respondents'] == 1 else 's'}",
    ]
    title = f"{one_line(subject['subject'])} ({', '.join(part for part in parts if part)})"
    return [title, "=" * len(title)]


def _place(framework: Framework, words: _Words, placement: Any, items: pd.DataFrame) -> list[str]:
    """The place in words; where too little is rated, the bounds and what is missing."""
    strand = framework.continuum.strand
    counts = items["strand"].eq(strand) if strand else items["status"].notna()
    on_line, unrated = items[counts], items["status"] == "unrated"
    missing, elsewhere = items[counts & unrated], items[~counts & unrated]
    lines = [_place_line(framework, words, placement, on_line, missing)]
    if not missing.empty:
        lines.append(f"Not rated: {', '.join(_missing(missing))}.")
    if not elsewhere.empty:
        lines.append(f"Not rated, and not part of the place: {', '.join(_missing(elsewhere))}.")
    return lines


def _place_line(
    framework: Framework, words: _Words, placement: Any, on_line: pd.DataFrame, missing: pd.DataFrame
) -> str:
    if pd.isna(placement["low"]):
        return "Place: nothing here is applicable, so there is no place."
    bounds = f"{_whole(placement['low'])} and {_whole(placement['high'])}"
    if pd.notna(placement["position"]):
        place = f"Place: {words.zones[placement['zone']]}, {_whole(placement['position'])} of 100"
        return f"{place}." if missing.empty else f"{place}; once all is rated, between {bounds}."
    applicable = int((on_line["status"] != "not_applicable").sum())
    lowest, highest = words.zones[placement["zone_low"]], words.zones[placement["zone_high"]]
    span = f'all of it "{lowest}"' if lowest == highest else f'from "{lowest}" to "{highest}"'
    return (
        f"Place: between {bounds} of 100, {span}; not enough answered: "
        f"{applicable - len(missing)} of {applicable} rated, {_percent(placement['coverage'])} "
        f"by weight, at least {100 * framework.minimum_coverage:g}% needed."
    )


def _missing(items: pd.DataFrame) -> list[str]:
    pairs = zip(items["item"], items["dont_know"] > 0, strict=True)
    return [f"{item} (don't know)" if unknown else str(item) for item, unknown in pairs]


def _signals(words: _Words, signals: pd.DataFrame | None) -> list[str]:
    if signals is None:
        return []
    pairs = zip(signals["signal"], signals["state"], strict=True)
    return [f"{words.signals[signal]}: {words.states[signal][state]}" for signal, state in pairs]


def _figures(words: _Words, strands: pd.DataFrame, indicators: pd.DataFrame) -> list[str]:
    """Strands, the whole, then indicators, as one table with aligned columns."""
    labels = {**words.strands, WHOLE: "Overall"}
    ordered = pd.concat([strands[strands["strand"] != WHOLE], strands[strands["strand"] == WHOLE]])
    rows = [HEADINGS]
    rows += [(labels[row["strand"]], *_cells(row), "") for row in ordered.to_dict("records")]
    for row in indicators[indicators["strand"] == WHOLE].to_dict("records"):
        rows.append((words.indicators[row["indicator"]], *_cells(row), words.bands[row["band"]]))
    return _align(rows)


def _cells(row: dict[Any, Any]) -> tuple[str, str, str]:
    low, high = _whole(row["low"]), _whole(row["high"])
    between = low if low == high else f"{low} to {high}"
    return _whole(row["position"]), between, _percent(row["coverage"])


def _align(rows: Sequence[tuple[str, ...]]) -> list[str]:
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADINGS))]
    lines = []
    for first, *figures, last in rows:
        cells = [figure.rjust(width) for figure, width in zip(figures, widths[1:-1], strict=True)]
        lines.append("  ".join(["", first.ljust(widths[0]), *cells, last]).rstrip())
    return lines


def _whole(number: float) -> str:
    """Half rounded up: 62.5 reads as 63 beside a bound of 62.5."""
    return ABSENT if pd.isna(number) else str(math.floor(number + 0.5 + TOLERANCE))


def _percent(share: float) -> str:
    """Rounded down: not 100% while anything is missing, nor the minimum while that isn't reached."""
    return ABSENT if pd.isna(share) else f"{math.floor(100 * share + TOLERANCE)}%"
