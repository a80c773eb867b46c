"""How far people who read the same evidence agree, with one another and with a reading of it.

Krippendorff's alpha, with the interval distance on the levels' positions: 1 when everybody agrees on everything that
varies, 0 when they agree no more than the same ratings dealt out by chance would, below 0 when less than that.
Source: K. Krippendorff, Content Analysis: An Introduction to Its Methodology (1980, 4th edition 2019), chapter 12.

What it does with small samples: chance is worked out from the very ratings at hand. With the handful of items of a
workshop one rating more or less moves it far, a room that chose nearly the same level throughout scores low however
closely it agrees, and where every rating is the same it can't be worked out at all. So the plain counts stand beside
it: how many ratings are the same as the reading, and how many within one level.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from selfassess.framework.model import TOLERANCE, Scale

Reading = Mapping[str, float | None]
"""Item -> the level's value somebody chose; None, or no entry, where they couldn't tell."""

FEWEST_ITEMS = 2
"""Of one item alone nothing can be said: what its raters differ by is then all that chance could differ by."""


@dataclass(frozen=True)
class Agreement:
    """One rater's ratings beside the reading."""

    alpha: float | None
    """None for fewer than two items, or when nothing varies: never 1 by default."""
    rated: int
    """How many items of the reading they rated."""
    same: int
    within_one: int
    """The same level or a neighbouring one."""


@dataclass(frozen=True)
class Calibration:
    """A room's ratings beside the reading."""

    alpha: float | None
    """Among the raters, the reading left out; None as in Agreement."""
    raters: tuple[Agreement, ...]
    """In the order they were given in; those who rated no item of the reading are left out."""

    @property
    def rated(self) -> int:
        return sum(each.rated for each in self.raters)

    @property
    def same(self) -> int:
        return sum(each.same for each in self.raters)

    @property
    def within_one(self) -> int:
        return sum(each.within_one for each in self.raters)


def calibrate(scale: Scale, reading: Reading, ratings: Sequence[Reading]) -> Calibration:
    """Everybody's ratings beside a reading. Items that the reading leaves open are left out throughout."""
    read = {item for item, value in reading.items() if value is not None}
    kept = [{item: value for item, value in each.items() if item in read} for each in ratings]
    raters = tuple(agreement_with(scale, reading, each) for each in kept)
    return Calibration(find_alpha(scale, kept), tuple(each for each in raters if each.rated))


def agreement_with(scale: Scale, reading: Reading, ratings: Reading) -> Agreement:
    """One rater beside a reading. Raises ValueError for a value that is no level."""
    apart = [
        abs(_level(scale, value) - _level(scale, ratings[item]))
        for item, value in reading.items()
        if value is not None and ratings.get(item) is not None
    ]
    return Agreement(
        alpha=find_alpha(scale, [reading, ratings]),
        rated=len(apart),
        same=sum(each == 0 for each in apart),
        within_one=sum(each <= 1 for each in apart),
    )


def find_alpha(scale: Scale, ratings: Sequence[Reading]) -> float | None:
    """Krippendorff's alpha of several raters, each with their level by item.

    Items that only one of them rated say nothing. None when fewer than two items are left, or when everything that
    is left is the same level. Raises ValueError for a value that is no level.
    """
    # The order of raters and items must not matter to the last digit: the library sorts by name.
    triples = [
        (f"{rater:06d}", item, scale.position(scale.levels[_level(scale, value)].value))
        for rater, each in enumerate(ratings)
        for item, value in each.items()
        if value is not None
    ]
    of_item: dict[str, int] = {}
    for _, item, _ in triples:
        of_item[item] = of_item.get(item, 0) + 1
    paired = [triple for triple in triples if of_item[triple[1]] >= 2]
    if len({item for _, item, _ in paired}) < FEWEST_ITEMS or len({at for _, _, at in paired}) < 2:
        return None
    from nltk.metrics.agreement import AnnotationTask  # takes its time: only who calibrates waits for it
    from nltk.metrics.distance import interval_distance

    return float(AnnotationTask(data=paired, distance=interval_distance).alpha())


def _level(scale: Scale, value: float | None) -> int:
    for number, level in enumerate(scale.levels):
        if value is not None and abs(level.value - value) <= TOLERANCE:
            return number
    raise ValueError(f"{value} is not a level of the scale")
