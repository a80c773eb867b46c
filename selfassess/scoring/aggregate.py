"""Indicators, strands and the whole: positions and coverage (rules 3, 4, 5)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from selfassess.framework.model import TOLERANCE
from selfassess.scoring.bounds import enclose, find_bounds
from selfassess.scoring.layout import Floats, Layout
from selfassess.scoring.positions import ItemPositions, divide


@dataclass(frozen=True)
class Figures:
    """Reported figures, all of one shape; NaN where there is none.

    `raw_position` is the position whether or not enough was rated to show it; `position` is NaN
    where it is not to be shown.
    """

    raw_position: Floats
    position: Floats
    low: Floats
    high: Floats
    coverage: Floats


def aggregate(
    layout: Layout, items: ItemPositions, strand: int, minimum_coverage: float
) -> tuple[Figures, Figures]:
    """The figures of each indicator (keys × indicators) and of the whole strand (keys).

    `strand` is an index of `layout.strands`; 0 is all items.

    Contract rule 3: an indicator's position is the weighted mean of its rated items in the strand.
    Rule 4: a strand's or the overall position is the weighted mean of the positions of the
    indicators that have a rated item in it, before any is hidden for low coverage.
    """
    weight = layout.item_weight * layout.members(strand)
    rated = layout.sum_by_indicator(items.rated * weight)
    unrated = layout.sum_by_indicator((items.applicable & ~items.rated) * weight)
    applicable = layout.sum_by_indicator(items.applicable * weight)
    total = layout.sum_by_indicator(np.where(items.rated, items.position, 0.0) * weight)

    indicators = _report(
        divide(total, rated),
        find_bounds(total, unrated, applicable),
        divide(rated, applicable),
        minimum_coverage,
    )
    whole = _report(
        average_indicators(layout, indicators.raw_position),
        (average_indicators(layout, indicators.low), average_indicators(layout, indicators.high)),
        divide(rated.sum(axis=1), applicable.sum(axis=1)),
        minimum_coverage,
    )
    return indicators, whole


def average_indicators(layout: Layout, figures: Floats) -> Floats:
    """The weighted mean of each row's indicators, over those that have a figure."""
    present = ~np.isnan(figures)
    total = (np.where(present, figures, 0.0) * layout.indicator_weight).sum(axis=1)
    return divide(total, (present * layout.indicator_weight).sum(axis=1))


def _report(raw: Floats, bounds: tuple[Floats, Floats], coverage: Floats, minimum_coverage: float) -> Figures:
    """Contract rule 5: each figure is judged by its own coverage.

    Coverage is the item weight rated over the item weight applicable. Below the framework's
    minimum the position is withheld and the bounds remain. Where nothing is applicable, all is NaN.
    """
    low, raw, high = enclose(bounds[0], raw, bounds[1])
    shown = coverage + TOLERANCE >= minimum_coverage
    return Figures(raw, np.where(shown, raw, np.nan), low, high, coverage)
