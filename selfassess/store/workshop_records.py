"""What the store hands out of workshops. As in `records`: plain, absent text is "", and times are in UTC."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

WorkshopKind = Literal["assessment", "practice", "calibration"]
WorkshopPhase = Literal["waiting", "vote", "reveal", "discuss", "agreed", "skipped", "later"]


@dataclass(frozen=True)
class WorkshopPlan:
    """A workshop to be opened, on items in this order, each with where it stands now (None: nowhere)."""

    kind: WorkshopKind
    framework_id: str
    framework_version: str
    lens: str
    owner: str
    items: tuple[tuple[str, float | None], ...]
    assessment_id: str = ""
    example: str = ""
    vocabulary: str = ""
    title: str = ""
    present: str = ""
    ask_groups: bool = False
    threshold: int = 3


@dataclass(frozen=True)
class WorkshopRecord:
    """A workshop. `id` is its public one. On an assessment, `owner` is whoever owns that now."""

    number: int
    id: str
    code: str
    kind: WorkshopKind
    assessment_id: str
    example: str
    framework_id: str
    framework_version: str
    lens: str
    vocabulary: str
    owner: str
    title: str
    present: str
    ask_groups: bool
    threshold: int
    created_at: datetime
    ended_at: datetime | None
    current: str
    version: int


@dataclass(frozen=True)
class WorkshopItemRecord:
    """`ballot` counts those revealed, and the open one in the phase "vote"."""

    item: str
    place: int
    phase: WorkshopPhase
    ballot: int
    timer_ends_at: datetime | None
    before: float | None
    agreed_value: float | None
    agreed_special: str | None
    reason: str
    dissent: str


@dataclass(frozen=True)
class WorkshopOverview:
    """A workshop in a list, with how many joined, how many of its items are agreed, and how many it has."""

    record: WorkshopRecord
    joined: int
    agreed: int
    items: int


@dataclass(frozen=True)
class PulseRecord:
    owner: str
    version: int
    ended_at: datetime | None
    joined: int
    voted: int
    """Phones that voted on the latest ballot of the current item."""


@dataclass(frozen=True)
class SeatRecord:
    """Everything a phone shows, in one read. Of the current item's fields, all are empty where there is none."""

    number: int
    group: str
    workshop_id: str
    code: str
    title: str
    kind: WorkshopKind
    example: str
    framework_id: str
    framework_version: str
    lens: str
    vocabulary: str
    ended_at: datetime | None
    version: int
    item: str
    phase: WorkshopPhase | None
    ballot: int | None
    place: int | None
    agreed_value: float | None
    agreed_special: str | None
    total: int
    value: float | None
    special: str | None


@dataclass(frozen=True)
class VoteRecord:
    """One phone's vote on one ballot. Whoever counts votes: `seat` says only which are of the same phone."""

    item: str
    ballot: int
    seat: int
    group: str
    value: float | None
    special: str | None
