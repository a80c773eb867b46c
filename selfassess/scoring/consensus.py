"""How far respondents agree on an item (rule 8)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from selfassess.scoring.coding import CodedAnswers
from selfassess.scoring.layout import Codes, Floats
from selfassess.scoring.positions import divide


def measure_agreement(coded: CodedAnswers) -> Floats:
    """Contract rule 8: Tastle and Wierman's consensus over individual ratings, keys × items.

    Cns(X) = 1 + sum of p(i) * log2(1 - |X(i) - mean| / (max - min)), with the scale's own range.
    1 for unanimity, 0 for a half split at the extremes, NaN for fewer than two ratings. Each
    respondent counts once, whatever their group; agreed ratings take no part.
    Source: W. J. Tastle and M. J. Wierman, "Consensus and dissention: a measure of ordinal
    dispersion", International Journal of Approximate Reasoning 45 (2007).
    """
    ordinary = ~coded.agreed
    positions = coded.layout.level_position
    chosen = [coded.count(ordinary & (coded.level == number)) for number in range(len(positions))]
    return _measure(chosen, positions)


def consensus_of(counts: Sequence[int], positions: Sequence[float]) -> float | None:
    """The same for one item, from how many chose each level; None for fewer than two ratings."""
    measured = float(_measure([np.array([count]) for count in counts], np.array(positions, dtype=float))[0])
    return None if np.isnan(measured) else measured


def _measure(chosen: Sequence[Floats | Codes], positions: Floats) -> Floats:
    """From how many chose each level, one array per level, and where the levels lie from 0 to 100."""
    size = np.sum(chosen, axis=0)
    total = np.zeros(size.shape)
    for count, position in zip(chosen, positions, strict=True):
        total += count * position
    mean = divide(total, size)
    agreement = np.ones(size.shape)
    for count, position in zip(chosen, positions, strict=True):
        share = divide(count.astype(np.float64), size)
        nearness = np.where(count > 0, 1.0 - np.abs(position - mean) / 100.0, 1.0)
        agreement += share * np.log2(nearness)
    agreement = np.where(np.max(chosen, axis=0) == size, 1.0, np.clip(agreement, 0.0, 1.0))
    return np.where(size >= 2, agreement, np.nan)
