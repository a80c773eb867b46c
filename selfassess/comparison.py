"""What may be compared with what, and what can be said of a difference."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import floor
from typing import Literal

import pandas as pd

from selfassess.framework.model import TOLERANCE

DifferenceKind = Literal["not_comparable", "none", "above", "below"]

NO_DIFFERENCE = "No difference to speak of."


@dataclass(frozen=True)
class Described:
    """One figure and what it rests on. A stored result or figure gives it its numbers."""

    name: str
    """What a sentence calls it: a centre's name or alias, or a round."""
    series: str
    lens: str
    origin: str
    position: float | None
    """None: too little is rated to show one."""
    wide_low: float | None
    wide_high: float | None
    """The bounds, widened to the extremes that leaving any one respondent out gives."""
    rated: int = 1
    """How many items are rated."""
    stale: bool = False
    """Whether answers have changed since it was worked out."""


@dataclass(frozen=True)
class Difference:
    """What can be said of one figure beside another."""

    kind: DifferenceKind
    """How the first lies to the second. "none": their ranges overlap."""
    reason: str = ""
    """For "not_comparable", a sentence."""
    by: float = 0.0
    """First position minus second, for "above" and "below"."""
    at_least: float = 0.0
    """The gap between the two ranges, for "above" and "below"."""


def why_not_comparable(a: Described, b: Described) -> str:
    """A sentence "Not comparable, because …", or "" where the two may be compared."""
    return next((f"Not comparable, because {reason}." for reason in _find_reasons(a, b)), "")


def _find_reasons(a: Described, b: Described) -> Iterable[str]:
    """Everything that stands against a comparison, what no more answers could mend first."""
    if a.series != b.series:
        yield f"{a.name} answered {a.series} and {b.name} {b.series}: the two do not ask the same"
    if a.lens != b.lens:
        yield "the two lenses ask different questions"
    # Examples stand beside examples of the same kind only: the study's beside the study's.
    if a.origin != b.origin:
        odd = a if a.origin != "real" else b
        yield f"{odd.name} is an example, and examples are never mixed with real answers"
    for each in (a, b):
        if each.rated == 0:
            yield f"nothing of {each.name} is rated yet"
        elif each.position is None:
            yield f"too little of {each.name} is rated to place it"
    for each in (a, b):
        if each.stale:
            yield f"answers of {each.name} have changed and its scores are still being worked out"


def no_difference(
    a_low: float | None, a_high: float | None, b_low: float | None, b_high: float | None
) -> bool:
    """Whether two ranges overlap or touch: then there is no difference to speak of. True where an end is missing."""
    ends = (a_low, a_high, b_low, b_high)
    if any(end is None or end != end for end in ends):  # a missing number of a frame is unequal to itself
        return True
    assert a_low is not None and a_high is not None and b_low is not None and b_high is not None
    return a_low <= b_high + TOLERANCE and b_low <= a_high + TOLERANCE


def find_difference(a: Described, b: Described) -> Difference:
    """What can be said of the first beside the second."""
    reason = why_not_comparable(a, b)
    if reason:
        return Difference("not_comparable", reason)
    if no_difference(a.wide_low, a.wide_high, b.wide_low, b.wide_high):
        return Difference("none")
    assert a.position is not None and b.position is not None
    assert a.wide_low is not None and a.wide_high is not None
    assert b.wide_low is not None and b.wide_high is not None
    by = a.position - b.position
    if by > 0:
        return Difference("above", by=by, at_least=a.wide_low - b.wide_high)
    return Difference("below", by=by, at_least=b.wide_low - a.wide_high)


def difference_in_words(a: Described, b: Described) -> str:
    """One sentence: why they can't be compared, that there is nothing to speak of, or which is further along."""
    difference = find_difference(a, b)
    if difference.kind == "not_comparable":
        return difference.reason
    if difference.kind == "none":
        return NO_DIFFERENCE
    ahead, behind = (a, b) if difference.kind == "above" else (b, a)
    return (
        f"{ahead.name} is placed further along than {behind.name}, by {_points(_shown(ahead) - _shown(behind))}"
        " on the line from 0 to 100; their ranges do not overlap."
    )


def _shown(described: Described) -> int:
    """A position as it stands beside the sentence, so that the two add up."""
    return floor((described.position or 0.0) + 0.5 + TOLERANCE)


def _points(number: float) -> str:
    rounded = f"{number:.0f}"
    if rounded == "0":
        return "less than 1 point"
    return "1 point" if rounded == "1" else f"{rounded} points"


def make_aliases(
    ids: Iterable[str], key: bytes, word: str = "Centre", known: Mapping[str, str] | None = None
) -> dict[str, str]:
    """An alias such as "Centre 07" for each id, numbered in the order of HMAC-SHA256(key, id).

    Whoever doesn't have the key can't tell which is whose; make it at random for each session and keep it on the
    server. Those in `known` keep their alias and new ones get numbers after them, so name all ids that may be shown,
    not only those that a filter has left.
    """
    known = known or {}
    new = sorted(
        {each for each in ids if each not in known},
        key=lambda each: hmac.new(key, each.encode("utf-8"), hashlib.sha256).digest(),
    )
    width = max(2, len(str(len(known) + len(new))))
    numbered = {each: f"{word} {number:0{width}d}" for number, each in enumerate(new, start=len(known) + 1)}
    return {**known, **numbered}


def strong_where_weak(mine: pd.DataFrame, others: pd.DataFrame) -> pd.DataFrame:
    """Others' figures that lie clear above mine: their columns, `mine_high`, and `gap` between the ranges.

    Both have `part`, `wide_low` and `wide_high`, `mine` one row per part. Rows go by `part` in the order of `mine`,
    within it the widest gap first, then by `assessment_id`. Narrow `mine` down to what is weak beforehand, and
    `others` to what may be compared with it.
    """
    own = mine[["part", "wide_high"]].rename(columns={"wide_high": "mine_high"})
    own = own.assign(order=range(len(own)))
    both = others.merge(own, on="part")
    both = both.assign(gap=both["wide_low"] - both["mine_high"])
    both = both[both["gap"] > TOLERANCE]
    both = both.sort_values(
        ["order", "gap", "assessment_id"], ascending=[True, False, True], kind="stable", ignore_index=True
    )
    return both.drop(columns="order")
