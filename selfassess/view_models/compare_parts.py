"""Centres beside one another part by part: shares of centres per indicator, and the grid of centres."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Protocol

import pandas as pd

from selfassess.framework.model import Framework
from selfassess.service.comparing import SHARE_EDGES, FigureRecord, ResultRecord
from selfassess.view_models.compare import ENOUGH_FOR_QUARTERS
from selfassess.view_models.detail import Chart
from selfassess.view_models.placed import Names, position_words, wide_words
from selfassess.view_models.words import count, whole

SHARE_NAMES = tuple(
    f"{whole(low)} to {whole(high - 1)}" if high < 100 else f"{whole(low)} to 100"
    for low, high in pairwise((*SHARE_EDGES, 100.0))
)
"""What the five bins are called, lowest first, in whole positions."""


class Quarters(Protocol):
    """Of the positions of one part."""

    @property
    def q1(self) -> float: ...
    @property
    def q3(self) -> float: ...


def make_shares_chart(
    framework: Framework,
    lens: str,
    bins: Iterable[tuple[str, int, int]],
    quartiles: Mapping[str, Quarters] | None = None,
    kind: str = "indicator",
) -> Chart:
    """Per indicator (or item) how many centres stand in each of five bins.

    `bins`: (part, number of the bin from 0, how many), the bins beginning at SHARE_EDGES. `quartiles` by part.
    """
    counts: dict[str, list[int]] = {}
    for part, at, number in bins:
        counts.setdefault(part, [0] * len(SHARE_NAMES))[at] += number
    records, rows = [], []
    for part, label in parts_of(framework, lens, kind):
        if part not in counts:
            continue
        total = sum(counts[part])
        middle = (quartiles or {}).get(part) if total >= ENOUGH_FOR_QUARTERS else None
        note = f"half between {whole(middle.q1)} and {whole(middle.q3)}" if middle else ""
        records.append({"label": label, "note": note} | dict(zip(SHARE_NAMES, counts[part], strict=True)))
        rows.append((label, f"{total:,}", *(f"{number:,}" for number in counts[part]), note or "–"))
    title = _shares_title(framework, lens, counts, kind)
    frame = pd.DataFrame(records, columns=["label", "note", *SHARE_NAMES])
    words = "; ".join(
        f"{row[0]}: "
        + ", ".join(f"{number} at {name}" for name, number in zip(SHARE_NAMES, row[2:7], strict=True))
        for row in rows
    )
    columns = (
        "Indicator" if kind == "indicator" else "Sub-indicator",
        "Centres",
        *SHARE_NAMES,
        "Middle half",
    )
    return Chart(
        title, f"A bar for each, parted by where centres stand. {words}.", frame, columns, tuple(rows)
    )


def parts_of(framework: Framework, lens: str, kind: str) -> list[tuple[str, str]]:
    """(id, id and short title) of the lens's indicators or items, in the framework's order."""
    if kind == "indicator":
        return [(each.id, f"{each.id} {each.short_title}") for each in framework.indicators_in(lens)]
    return [(each.id, f"{each.id} {each.short_title}") for each in framework.items_in(lens)]


def _shares_title(framework: Framework, lens: str, counts: Mapping[str, Sequence[int]], kind: str) -> str:
    """Where the most centres stand at the top half, and where at the lowest quarter or so."""
    known = {part: numbers for part, numbers in counts.items() if sum(numbers)}
    if not known:
        return "No centre has enough rated to be counted here yet"
    labels = dict(parts_of(framework, lens, kind))

    def share(part: str, bins: slice) -> float:
        return sum(known[part][bins]) / sum(known[part])

    def say(part: str, bins: slice) -> str:
        return f"{labels[part]} ({sum(known[part][bins]):,} of {sum(known[part]):,})"

    top, bottom = slice(3, 5), slice(0, 2)
    strong = max(known, key=lambda part: share(part, top))
    weak = max(known, key=lambda part: share(part, bottom))
    parts = []
    # "Most" needs more than half: with two centres, one above and one below, neither is most.
    if share(strong, top) > 0.5:
        parts.append(f"Most centres above the middle: {say(strong, top)}")
    if share(weak, bottom) > 0.5:
        parts.append(f"most below it: {say(weak, bottom)}")
    sentence = "; ".join(parts) or "On no indicator do most centres stand clear above or below the middle"
    return sentence[:1].upper() + sentence[1:]


def heatmap_order(
    framework: Framework, lens: str, places: Sequence[ResultRecord], names: Names, indicator: str = ""
) -> tuple[list[str], list[str]]:
    """(rows, columns) of the grid: centres by name; the indicators, or the items of one of them."""
    rows = sorted((names[place.assessment_id] for place in places), key=str.casefold)
    return rows, [part for part, _ in _columns(framework, lens, indicator)]


def _columns(framework: Framework, lens: str, indicator: str) -> list[tuple[str, str]]:
    if not indicator:
        return parts_of(framework, lens, "indicator")
    inside = {item.id for item in framework.indicator(indicator).items}
    return [(part, label) for part, label in parts_of(framework, lens, "item") if part in inside]


def make_heatmap_chart(
    framework: Framework,
    lens: str,
    places: Sequence[ResultRecord],
    figures: Iterable[FigureRecord],
    names: Names,
    indicator: str = "",
) -> Chart:
    """Centres down, indicators across; with `indicator`, that one's sub-indicators across. Cells hold positions."""
    kind = "item" if indicator else "indicator"
    found = {(f.assessment_id, f.part): f for f in figures if f.kind == kind}
    columns = _columns(framework, lens, indicator)
    records, rows = [], []
    for place in sorted(places, key=lambda each: names[each.assessment_id].casefold()):
        name = names[place.assessment_id]
        cells = []
        for part, label in columns:
            figure = found.get((place.assessment_id, part))
            text = cell_words(figure)
            cells.append(in_words(figure))
            records.append(
                {"row": name, "column": part, "position": figure.position if figure else None, "text": text}
                | {"words": f"{name}, {label}: {in_words(figure)}"}
            )
        rows.append((name, *cells))
    frame = pd.DataFrame(records, columns=["row", "column", "position", "text", "words"])
    frame = frame.astype({"position": float})
    title = _heatmap_title(framework, frame, len(places), indicator)
    alt = "A grid of centres; the table below holds the same figures with their ranges."
    heads = tuple(label for _, label in columns)
    return Chart(title, alt, frame, ("Centre", *heads), tuple(rows))


def cell_words(figure: FigureRecord | None) -> str:
    """What stands in a cell: the position, * where it was agreed together, or a sign for none."""
    if figure is None or figure.low is None:
        return "n/a"
    if figure.position is None:
        return "–"
    return whole(figure.position) + ("*" if figure.agreed else "")


def in_words(figure: FigureRecord | None) -> str:
    if figure is None or figure.low is None:
        return "not applicable or not asked"
    if figure.position is None:
        return "too little rated"
    words = f"{position_words(figure.position)}, range {wide_words(figure)}"
    return f"{words}, agreed" if figure.agreed else words


def _heatmap_title(framework: Framework, frame: pd.DataFrame, centres: int, indicator: str) -> str:
    what = f"{framework.indicator(indicator).short_title}: " if indicator else ""
    rated = int(frame["position"].notna().sum())
    if not rated:
        return f"{what}nothing is rated yet" if what else "Nothing is rated yet"
    missing = len(frame) - rated
    sentence = f"{what}{count(centres, 'centre')}, positions from 0 to 100"
    sentence += f"; {count(missing, 'cell has', 'cells have')} no figure" if missing else ""
    return sentence if what else sentence[:1].upper() + sentence[1:]
