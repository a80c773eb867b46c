"""Items: who was asked and what was said, the position, whether it is rated at all (rules 1, 2, 3, 10)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from selfassess.answers import DIRECTIONS
from selfassess.scoring.coding import DONT_KNOW, NOT_APPLICABLE, CodedAnswers
from selfassess.scoring.layout import Codes, Flags, Floats

RATED, UNRATED, OUT, NOT_ASKED = "rated", "unrated", "not_applicable", "not_asked"


@dataclass(frozen=True)
class ItemPositions:
    """Everything is keys × items; NaN where there is none."""

    mean: Floats
    agreed: Floats
    agreed_not_applicable: Flags
    position: Floats
    rated: Flags
    not_asked: Flags  # nobody was asked
    applicable: Flags  # in the lens, asked, and not said to be not applicable


@dataclass(frozen=True)
class Counts:
    """Respondents by what they said: keys × items, the last per key."""

    rated: Codes
    dont_know: Codes
    not_applicable: Codes
    unanswered: Codes
    not_asked: Flags  # nobody was asked; keys × items
    respondents: Codes


def divide(total: Floats | Codes, weight: Floats | Codes) -> Floats:
    """`total / weight`, NaN where the weight is zero."""
    result: Floats = np.divide(total, weight, out=np.full(total.shape, np.nan), where=weight > 0)
    return result


def count_respondents(coded: CodedAnswers) -> Counts:
    """How many respondents rated, didn't know, said not applicable, or left an item unanswered.

    Agreed ratings are nobody's own and are not counted. Whoever was asked anything counts as
    unanswered for each item without a given answer, save those they were not asked. An item counts
    as not asked when all of them were not asked it: a row has to say so for each. `respondents`
    counts those who gave at least one answer.
    """
    ordinary = ~coded.agreed
    rated = coded.count(ordinary & (coded.level >= 0))
    dont_know = coded.count(ordinary & (coded.special == DONT_KNOW))
    not_applicable = coded.count(ordinary & (coded.special == NOT_APPLICABLE))
    people = _count_people(coded, ordinary & coded.asked)
    spared, not_asked = _count_spared(coded, people)
    return Counts(
        rated=rated,
        dont_know=dont_know,
        not_applicable=not_applicable,
        unanswered=people[:, np.newaxis] - spared - rated - dont_know - not_applicable,
        not_asked=not_asked,
        respondents=_count_people(coded, ordinary & coded.given),
    )


def _count_spared(coded: CodedAnswers, people: Codes) -> tuple[Codes, Flags]:
    """How many of those who were asked anything were not asked an item; where that is all of them.

    A row of somebody who was asked nothing at all spares nobody else.
    """
    rows = ~coded.asked
    if not rows.any():
        return np.zeros(coded.shape, dtype=np.intp), np.zeros(coded.shape, dtype=bool)
    asked_anything = np.zeros(int(coded.respondent.max()) + 1, dtype=bool)
    asked_anything[coded.respondent[coded.asked & ~coded.agreed]] = True
    spared = coded.count(rows & asked_anything[coded.respondent])
    return spared, (coded.count(rows) > 0) & (spared == people[:, np.newaxis])


def _count_people(coded: CodedAnswers, rows: Flags) -> Codes:
    first_rows = ~pd.Series(coded.respondent[rows]).duplicated().to_numpy(dtype=bool)
    return np.bincount(coded.key[rows][first_rows], minlength=len(coded.keys))


@dataclass(frozen=True)
class GroupTotals:
    """Ratings summed per cell and group; a pair is one cell and one group that rated it."""

    rows: Codes  # the answer rows that are ratings
    pair: Codes  # of each of those rows
    cell: Codes  # of each pair, ascending
    group: Codes  # of each pair
    size: Floats
    total: Floats  # of positions


def total_groups(coded: CodedAnswers) -> GroupTotals:
    rows = np.flatnonzero(~coded.agreed & (coded.level >= 0))
    level, cell = coded.level[rows], coded.cell[rows]
    groups = int(coded.group.max(initial=0)) + 1
    pair, pairs = pd.factorize(cell * groups + coded.group[rows], sort=True)
    # Adding counts level by level, not ratings row by row: whole numbers add up the same in any order.
    size = np.zeros(len(pairs))
    total = np.zeros(len(pairs))
    for number, position in enumerate(coded.layout.level_position):
        chosen = np.bincount(pair[level == number], minlength=len(pairs))
        size += chosen
        total += chosen * position
    cell_of_pair, group_of_pair = np.divmod(np.asarray(pairs, dtype=np.intp), groups)
    return GroupTotals(rows, pair, cell_of_pair, group_of_pair, size, total)


def average_groups(coded: CodedAnswers, groups: GroupTotals | None = None) -> Floats:
    """Contract rules 1 and 2: the mean over respondent groups of each group's mean position.

    Ten colleagues don't drown one social worker. Respondents without a group are one group.
    A rating's position is 100 * (value - min) / (max - min) of the scale. Agreed ratings take no
    part. NaN where nobody rated.
    """
    groups = groups or total_groups(coded)
    keys, items = coded.shape
    means = divide(groups.total, groups.size)
    sums = np.bincount(groups.cell, weights=means, minlength=keys * items)
    counts = np.bincount(groups.cell, minlength=keys * items)
    return divide(sums, counts).reshape(keys, items)


def settle_items(coded: CodedAnswers, counts: Counts) -> ItemPositions:
    """Contract rules 2 and 3: an item's position, and whether it is rated, unrated or not applicable.

    Rule 2: an agreed rating stands instead of the groups' mean, which stays beside it; an agreed
    `na` makes the item not applicable, whatever others said. (An agreed row that is neither says
    nothing.) Rule 3: without an agreed row, an item is not applicable when someone said so and
    nobody rated it or said *don't know*. *Don't know* and unanswered are unrated. What nobody was
    asked is not held against anyone: it leaves every denominator, like what is not applicable.
    """
    mean = average_groups(coded)
    agreed = np.full(mean.shape, np.nan)
    rows = coded.agreed & (coded.level >= 0)
    agreed.ravel()[coded.cell[rows]] = coded.layout.level_position[coded.level[rows]]
    agreed_out = coded.count(coded.agreed & (coded.special == NOT_APPLICABLE)) > 0
    said_out = (counts.not_applicable > 0) & (counts.rated == 0) & (counts.dont_know == 0)
    out = agreed_out | (said_out & np.isnan(agreed))
    position = np.where(out, np.nan, np.where(np.isnan(agreed), mean, agreed))
    not_asked = counts.not_asked & np.isnan(agreed) & ~agreed_out
    return ItemPositions(
        mean=mean,
        agreed=agreed,
        agreed_not_applicable=agreed_out,
        position=position,
        rated=~np.isnan(position),
        not_asked=not_asked,
        applicable=coded.layout.in_lens[coded.key_lens] & ~out & ~not_asked,
    )


def find_directions(coded: CodedAnswers) -> Codes:
    """Contract rule 10: the agreed row's direction, else what all who gave one said, else none.

    An index into DIRECTIONS, keys × items; -1 for none, which includes disagreement.
    """
    keys, items = coded.shape
    chosen = np.full((keys, items), -1, dtype=np.intp)
    voices = np.zeros((keys, items), dtype=np.intp)
    for number in range(len(DIRECTIONS)):
        said = coded.count(~coded.agreed & (coded.direction == number)) > 0
        chosen[said] = number
        voices += said
    chosen[voices > 1] = -1
    rows = coded.agreed & (coded.direction >= 0)
    chosen.ravel()[coded.cell[rows]] = coded.direction[rows]
    return chosen
