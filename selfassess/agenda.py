"""What to talk about first: items ranked by what makes them worth a conversation.

The limits are ours, chosen so that a handful of items comes out of a usual round. They say where to look first, and
nothing about who is right.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import pandas as pd

from selfassess.framework.model import TOLERANCE, Framework

ReasonKind = Literal["low_consensus", "two_ends", "top_without_evidence", "moved", "dont_know"]

LOW_CONSENSUS = 0.6
"""Below this the voices differ enough to ask why. Ours: two people two levels of five apart have 0.58."""
TWO_ENDS_FROM = 25.0
"""From this difference between the two ends upwards: one level of five. Ours."""
MOVED_FROM = 25.0
"""From this change since the last round upwards: one level of five. Ours."""
DONT_KNOW_FROM = 1 / 3
"""From this share of the voices upwards. Ours: of three people, one."""
TOP_EXTENT = 0.5
"""How far a top level without evidence goes. Ours: it is there or not, and ranks in the middle."""


@dataclass(frozen=True)
class Reason:
    kind: ReasonKind
    extent: float
    """How far it goes, from 0 to 1: what is missing of full consensus, a difference as a part of the whole line, a
    share of voices."""
    numbers: Mapping[str, float]
    """low_consensus: agreement, rated. two_ends: near, far, difference. top_without_evidence: position. moved:
    before, now, difference. dont_know: dont_know, voices."""


@dataclass(frozen=True)
class Topic:
    """One item worth talking about."""

    item: str
    score: float
    """The sum of how far each reason goes."""
    reasons: tuple[Reason, ...]
    """Furthest-going first."""
    agreed: bool
    """Whether an agreed rating stands already."""


def talk_first(
    framework: Framework,
    items: pd.DataFrame,
    ends: pd.DataFrame | None = None,
    before: pd.DataFrame | None = None,
) -> tuple[Topic, ...]:
    """Topics of one subject, most worth talking about first; items without a reason are left out.

    `items` and `before` are the rows of `Scores.items` of one key, this round's and the last one's. `ends` are the
    rows of `scoring.differences` that concern the subject; where there are several of an item, as an authority has
    with its programmes, their mean counts. Equal topics keep the framework's order.
    """
    ends_of = {} if ends is None else {row["item"]: row for row in _records(_average_ends(ends))}
    before_of = {} if before is None else {row["item"]: row for row in _records(before)}
    top = _find_top(framework)
    topics = []
    for row in _records(items):
        if row["status"] in ("not_applicable", "not_asked"):
            continue
        found = _find_reasons(row, ends_of.get(row["item"]), before_of.get(row["item"]), top)
        reasons = tuple(sorted(found, key=lambda reason: -reason.extent))
        if reasons:
            total = sum(reason.extent for reason in reasons)
            topics.append(Topic(row["item"], total, reasons, agreed=not pd.isna(row["agreed"])))
    return tuple(sorted(topics, key=lambda topic: -round(topic.score, 9)))


def _find_reasons(
    row: dict[str, Any], ends: dict[str, Any] | None, before: dict[str, Any] | None, top: float
) -> Iterator[Reason]:
    if row["agreement"] + TOLERANCE < LOW_CONSENSUS:  # NaN, for fewer than two voices, is below nothing
        numbers = {"agreement": row["agreement"], "rated": row["rated"]}
        yield Reason("low_consensus", 1.0 - row["agreement"], numbers)
    if ends is not None and abs(ends["difference"]) + TOLERANCE >= TWO_ENDS_FROM:
        numbers = {name: ends[name] for name in ("near", "far", "difference")}
        yield Reason("two_ends", abs(ends["difference"]) / 100.0, numbers)
    if row["position"] + TOLERANCE >= top and row["evidence_count"] == 0:
        yield Reason("top_without_evidence", TOP_EXTENT, {"position": row["position"]})
    if before is not None:
        change = row["position"] - before["position"]
        if abs(change) + TOLERANCE >= MOVED_FROM:
            numbers = {"before": before["position"], "now": row["position"], "difference": change}
            yield Reason("moved", abs(change) / 100.0, numbers)
    voices = row["rated"] + row["dont_know"] + row["not_applicable"]
    if row["dont_know"] and row["dont_know"] / voices + TOLERANCE >= DONT_KNOW_FROM:
        numbers = {"dont_know": row["dont_know"], "voices": voices}
        yield Reason("dont_know", row["dont_know"] / voices, numbers)


def _find_top(framework: Framework) -> float:
    """Nearer the highest level than the one below it."""
    below, highest = (framework.scale.position(level.value) for level in framework.scale.levels[-2:])
    return (below + highest) / 2.0


def _average_ends(ends: pd.DataFrame) -> pd.DataFrame:
    return ends.groupby("item", sort=False)[["near", "far", "difference"]].mean().reset_index()


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return [dict(zip(frame.columns, row, strict=True)) for row in frame.itertuples(index=False, name=None)]
