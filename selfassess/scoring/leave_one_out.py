"""How far a figure would move if any one respondent had not answered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from selfassess.framework.model import Framework
from selfassess.scoring.aggregate import Figures, aggregate
from selfassess.scoring.bounds import HIGHEST, LOWEST
from selfassess.scoring.coding import DONT_KNOW, KEY, NOT_APPLICABLE, CodedAnswers, encode_answers
from selfassess.scoring.layout import WHOLE, Codes, Flags, Floats, Layout, lay_out
from selfassess.scoring.positions import (
    Counts,
    ItemPositions,
    count_respondents,
    divide,
    settle_items,
    total_groups,
)

AT_ONCE = 20_000
"""How many respondents are left out in one go: what a go needs of memory, about 50 MB, stays the same."""


def find_swings(framework: Framework, answers: pd.DataFrame) -> pd.DataFrame:
    """Bounds (rule 6) widened to the extremes that leaving any one respondent out gives.

    Columns KEY, `kind` (strand, indicator, item), `part` (an id; as a strand, "" is the whole), `wide_low` and
    `wide_high`, which are NaN where nothing is applicable, whoever is left out. An indicator's are those of all its
    items. Rows as in `Scores`: by key, then strands, indicators and items of its lens in framework order.

    Left out means: asked, and nothing answered. So a single voice has nothing to hold it, and ranges from end to
    end; an agreed rating stays whoever is left out. `answers` are as for `score`.
    """
    layout = lay_out(framework)
    coded = encode_answers(framework, layout, answers)
    counts = count_respondents(coded)
    items = settle_items(coded, counts)
    ranges = _judge(layout, items)
    for keys, without in _leave_out(coded, counts, items):
        _widen(ranges, keys, _judge(layout, without))
    return _to_frame(coded, ranges)


@dataclass(frozen=True)
class _Ranges:
    """Lows and highs, rows × strands, indicators or items; NaN where nothing is applicable."""

    strand: tuple[Floats, Floats]
    indicator: tuple[Floats, Floats]
    item: tuple[Floats, Floats]


def _judge(layout: Layout, items: ItemPositions) -> _Ranges:
    figures = [
        aggregate(layout, items, strand, minimum_coverage=0.0) for strand in range(len(layout.strands))
    ]
    wholes: list[Figures] = [whole for _, whole in figures]
    indicators = figures[layout.strands.index(WHOLE)][0]
    unrated = items.applicable & ~items.rated
    return _Ranges(
        strand=(np.stack([f.low for f in wholes], axis=1), np.stack([f.high for f in wholes], axis=1)),
        indicator=(indicators.low, indicators.high),
        item=(np.where(unrated, LOWEST, items.position), np.where(unrated, HIGHEST, items.position)),
    )


def _leave_out(
    coded: CodedAnswers, counts: Counts, items: ItemPositions
) -> Iterator[tuple[Codes, ItemPositions]]:
    """Items as they would be without each respondent who gave an answer, some respondents at a time.

    Yields the key of each respondent, ascending, and respondents × items.
    """
    rows = np.flatnonzero(~coded.agreed & coded.given)
    rows = rows[np.argsort(coded.key[rows], kind="stable")]
    person, people = pd.factorize(coded.respondent[rows])
    key = np.zeros(len(people), dtype=np.intp)
    key[person] = coded.key[rows]
    order = np.argsort(person, kind="stable")
    rows, person = rows[order], person[order]
    mean = _means_without(coded)
    for start in range(0, len(people), AT_ONCE):
        keys = key[start : start + AT_ONCE]
        first, last = np.searchsorted(person, [start, start + len(keys)])
        of_these = rows[first:last]
        yield (
            keys,
            _settle_without(coded, counts, items, mean[of_these], of_these, keys, person[first:last] - start),
        )


def _means_without(coded: CodedAnswers) -> Floats:
    """Per answer row that is a rating: the groups' mean of its item without it (rule 2), NaN where none is left."""
    groups = total_groups(coded)
    keys, items = coded.shape
    means = groups.total / groups.size
    sum_of_means = np.bincount(groups.cell, weights=means, minlength=keys * items)
    number = np.bincount(groups.cell, minlength=keys * items)
    own, cell = groups.pair, coded.cell[groups.rows]
    position = coded.layout.level_position[coded.level[groups.rows]]
    left = divide(groups.total[own] - position, groups.size[own] - 1)
    gone = groups.size[own] == 1
    total = sum_of_means[cell] - means[own] + np.where(gone, 0.0, left)
    result = np.full(len(coded.cell), np.nan)
    result[groups.rows] = np.clip(divide(total, number[cell] - gone), LOWEST, HIGHEST)
    return result


def _settle_without(
    coded: CodedAnswers,
    counts: Counts,
    items: ItemPositions,
    mean: Floats,
    rows: Codes,
    keys: Codes,
    person: Codes,
) -> ItemPositions:
    """Rules 2 and 3 again for the cells that change, one per row; all else is as it was."""
    item = coded.cell[rows] % len(coded.layout.items)
    key = coded.key[rows]
    rated = counts.rated[key, item] - (coded.level[rows] >= 0)
    dont_know = counts.dont_know[key, item] - (coded.special[rows] == DONT_KNOW)
    not_applicable = counts.not_applicable[key, item] - (coded.special[rows] == NOT_APPLICABLE)
    is_rating = coded.level[rows] >= 0
    agreed = items.agreed[key, item]
    mean = np.where(is_rating, mean, items.mean[key, item])
    said_out = (not_applicable > 0) & (rated == 0) & (dont_know == 0) & np.isnan(agreed)
    out = items.agreed_not_applicable[key, item] | said_out
    position = np.where(out, np.nan, np.where(np.isnan(agreed), mean, agreed))

    def change(before: Any, now: Any) -> Any:
        after = before[keys]
        after[person, item] = now
        return after

    return replace(
        items,
        position=change(items.position, position),
        rated=change(items.rated, ~np.isnan(position)),
        applicable=change(items.applicable, ~out),
    )


def _widen(ranges: _Ranges, keys: Codes, without: _Ranges) -> None:
    """Takes in the extremes of each key's respondents, in place. NaN in `without` widens nothing."""
    first: Flags = np.append(True, keys[1:] != keys[:-1])
    starts, key = np.flatnonzero(first), keys[first]
    for name in ("strand", "indicator", "item"):
        low, high = getattr(ranges, name)
        new_low, new_high = getattr(without, name)
        low[key] = np.fmin(low[key], np.fmin.reduceat(new_low, starts, axis=0))
        high[key] = np.fmax(high[key], np.fmax.reduceat(new_high, starts, axis=0))


def _to_frame(coded: CodedAnswers, ranges: _Ranges) -> pd.DataFrame:
    layout = coded.layout
    in_lens = layout.in_lens[coded.key_lens]
    held = layout.sum_by_indicator(layout.in_lens.astype(np.float64)) > 0
    shown: Flags = np.hstack(
        [np.ones((len(in_lens), len(layout.strands)), dtype=bool), held[coded.key_lens], in_lens]
    )
    parts = [*layout.strands, *layout.indicators, *layout.items]
    sizes = [len(layout.strands), len(layout.indicators), len(layout.items)]
    kinds = np.repeat(np.array(["strand", "indicator", "item"], dtype=object), sizes)
    low, high = (
        np.hstack([getattr(ranges, name)[end] for name in ("strand", "indicator", "item")]) for end in (0, 1)
    )
    key, column = np.nonzero(shown)
    return pd.DataFrame(
        {
            **{name: coded.keys[name].to_numpy(dtype=object)[key] for name in KEY},
            "kind": kinds[column],
            "part": np.array(parts, dtype=object)[column],
            "wide_low": low[shown],
            "wide_high": high[shown],
        }
    )
