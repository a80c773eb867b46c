"""What the store hands out of the scores it keeps, by which many assessments are compared."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, NamedTuple

FigureKind = Literal["indicator", "item", "strand"]


@dataclass(frozen=True)
class ResultRecord:
    """One assessment's placement as it was last worked out. Bounds and positions are on 0-100.

    Whose it is (`subject_id` to `region`, and the names) the store knows itself: what is given there is not
    looked at when a result is saved.
    """

    assessment_id: str
    series: str
    """Framework and the part of its version within which results may be compared."""
    as_of: datetime
    subject_id: int = 0
    round_id: int = 0
    authority_id: int = 0
    lens: str = ""
    origin: str = ""
    round_key: str = ""
    """The round's name as compared: the same for rounds of the same name in other authorities."""
    owner: str = ""
    shared: bool = False
    setting: str = ""
    size: str = ""
    region: str = ""
    stale: bool = False
    """Something changed since it was worked out."""
    anonymous: bool = False
    voices: int | None = None
    """None: fewer than the round's threshold."""
    groups: int | None = None
    rated: int = 0
    asked: int = 0
    position: float | None = None
    low: float | None = None
    high: float | None = None
    coverage: float | None = None
    wide_low: float | None = None
    """`low`, or lower where leaving any one respondent out gives less."""
    wide_high: float | None = None
    zone: str = ""
    zone_low: str = ""
    zone_high: str = ""
    authority: str = ""
    subject: str = ""
    round: str = ""


@dataclass(frozen=True)
class FigureRecord:
    """One part of a result: an indicator, an item, or a strand ("" for overall)."""

    assessment_id: str
    kind: FigureKind
    part: str
    position: float | None = None
    low: float | None = None
    high: float | None = None
    coverage: float | None = None
    wide_low: float | None = None
    wide_high: float | None = None
    agreement: float | None = None
    agreed: bool = False
    voices: int | None = None
    dont_know: int | None = None
    evidence: int = 0
    direction: str = ""


@dataclass(frozen=True)
class Filter:
    """Which results are compared. "" and None leave a field open, but for these three: see `visible_to`."""

    series: str
    lens: str
    origin: str = "real"
    round_key: str = ""
    authority_id: int | None = None
    setting: str = ""
    size: str = ""
    region: str = ""
    visible_to: str = ""
    """Whose own results are among them; everybody sees what is shared, and what isn't real."""


@dataclass(frozen=True)
class Options:
    """What a filter can be set to, in the order of names."""

    rounds: tuple[tuple[str, str], ...]
    """Of each round, its key and its name; the latest first."""
    authorities: tuple[tuple[int, str], ...]
    settings: tuple[str, ...]
    sizes: tuple[str, ...]
    regions: tuple[str, ...]


class PartBin(NamedTuple):
    part: str
    bin: int
    """Counts from 0."""
    n: int


class Quartiles(NamedTuple):
    """Of the positions of one part; the quartiles lie between two of them as numpy's do."""

    part: str
    n: int
    least: float
    q1: float
    median: float
    q3: float
    most: float


Mark = tuple[int, int]
"""How far an assessment's history had come: a result made from what was read then is stale when it differs."""
