"""Between which bounds a figure must lie, whatever the missing answers turn out to be (rule 6)."""

from __future__ import annotations

import numpy as np

from selfassess.scoring.layout import Floats
from selfassess.scoring.positions import divide

LOWEST, HIGHEST = 0.0, 100.0


def find_bounds(total: Floats, unrated: Floats, applicable: Floats) -> tuple[Floats, Floats]:
    """Contract rule 6: the position if every applicable unrated item had the lowest, or highest, level.

    `total` is the weighted sum of the rated items' positions, `unrated` the weight of the applicable
    items without a rating, `applicable` that of all applicable ones. An indicator with no rated item
    has the bounds 0 and 100 and so counts when indicators are averaged; one where nothing is
    applicable has none and doesn't.
    """
    return divide(total + LOWEST * unrated, applicable), divide(total + HIGHEST * unrated, applicable)


def enclose(low: Floats, position: Floats, high: Floats) -> tuple[Floats, Floats, Floats]:
    """The three with `low <= position <= high`, which holds but for rounding in the last digit.

    With c the share of an indicator's weight that is rated and p its position, low is c * p and high
    is c * p + 100 * (1 - c): p lies between them. Averaging over indicators keeps the order, and an
    unrated one adds 0 below and 100 above. So the position before it is hidden is enclosed too.
    """
    position = np.clip(position, LOWEST, HIGHEST)
    low, high = np.clip(low, LOWEST, HIGHEST), np.clip(high, LOWEST, HIGHEST)
    # fmin and fmax pass over a missing position.
    return np.fmin(low, position), position, np.fmax(high, position)
