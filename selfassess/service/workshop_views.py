"""What the use cases of a workshop hand to its pages: the facilitator's screen, and the phones in the room."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from selfassess.disclosure import Block
from selfassess.framework.model import Framework
from selfassess.service.actor import Actor
from selfassess.store.workshop_records import WorkshopKind, WorkshopPhase

Kind = WorkshopKind
Phase = WorkshopPhase


@dataclass(frozen=True)
class WorkshopItem:
    """One sub-indicator of a workshop. `ballot` counts the votes on it, from 1; 0 before the first."""

    item: str
    place: int
    phase: Phase
    ballot: int
    timer_ends_at: datetime | None
    before: float | None
    """Where it stood when the workshop was opened, from 0 to 100; None when it stood nowhere."""
    agreed: float | str | None
    """A level's value, or "na"; None while nothing is agreed."""
    reason: str
    dissent: str


@dataclass(frozen=True)
class Workshop:
    """Everything that the facilitator's pages show of a workshop."""

    id: str
    code: str
    """Six letters and digits in lower case; a page shows them in upper case."""
    kind: Kind
    title: str
    present: str
    assessment_id: str | None
    example: str
    """The authority of the worked example that a practice or a calibration is about, "" for an assessment."""
    framework: Framework
    lens: str
    vocabulary: str
    ask_groups: bool
    threshold: int
    """So many phones make votes that may be shown."""
    groups: tuple[tuple[str, str], ...]
    """Id and label of the groups that somebody who joins may choose from; none where it isn't asked."""
    items: tuple[WorkshopItem, ...]
    """By place."""
    current: WorkshopItem | None
    version: int
    """Grows with each thing a facilitator does; every change takes the one that the person was shown."""
    joined: int
    voted: int
    """How many phones have voted on the current ballot."""
    hands: int
    """How many hands are typed in for the current ballot."""
    created_at: datetime
    ended_at: datetime | None

    def item(self, item: str) -> WorkshopItem | None:
        """One of its sub-indicators by id, None for another."""
        return next((each for each in self.items if each.item == item), None)


@dataclass(frozen=True)
class Pulse:
    """What changes without the facilitator's doing, and whether another device has moved the workshop on."""

    version: int
    joined: int
    voted: int
    ended: bool


@dataclass(frozen=True)
class Tally:
    """What came of one ballot.

    Somebody who doesn't vote again keeps their vote from before. So that two ballots can't be told apart by one
    person, votes that are new since the last one shown are taken in only where at least the threshold's number of
    phones changed or joined; see `service.counting`.
    """

    item: str
    ballot: int
    counts: tuple[int, ...]
    """How many chose each level, lowest first: phones and hands together; only hands while `withheld`. () when
    there is nothing to show: withheld, and nobody raised a hand."""
    cant_tell: int | None
    """How many said that they can't tell from here, as `counts`; None where that is ()."""
    phones: int
    """How many phones are counted, or would be: those that voted, and those whose vote from before stands."""
    hands: int
    from_before: int
    """Of the phones, how many didn't vote again, so that their vote from before stands."""
    left_out: int
    """How many phones voted but aren't counted yet: they are too few not to be told apart. 0 while withheld."""
    withheld: bool
    """The phones' votes are not shown: too few voted, or too few voted again. False when no phone voted."""
    consensus: float | None
    """Tastle and Wierman's, over the ratings in `counts`; None for fewer than two."""
    blocks: tuple[Block, ...]
    """The phones' ratings by group, small groups merged; () when not asked for, withheld, not the same people as
    in a ballot before, or all one block."""


@dataclass(frozen=True)
class Choice:
    """An assessment that a workshop can be held on."""

    assessment_id: str
    label: str


@dataclass(frozen=True)
class Opened:
    """A workshop that was opened just now. The token of its facilitator's link is kept nowhere: show it once."""

    id: str
    code: str
    host_token: str


@dataclass(frozen=True)
class Hosting:
    """Somebody who came by a facilitator's link."""

    actor: Actor
    workshop_id: str


@dataclass(frozen=True)
class WorkshopLine:
    """One line of a list of workshops."""

    id: str
    title: str
    kind: Kind
    code: str
    created_at: datetime
    ended_at: datetime | None
    joined: int
    agreed: int
    """How many of its items have an agreed rating."""
    items: int


@dataclass(frozen=True)
class Door:
    """What somebody may know of a workshop before they join."""

    code: str
    title: str
    ask_groups: bool
    groups: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Seat:
    """What one phone shows. `item` is None while the facilitator shows none, and when the workshop has ended."""

    workshop_id: str
    code: str
    title: str
    kind: Kind
    example: str
    framework: Framework
    lens: str
    vocabulary: str
    item: str | None
    phase: Phase
    """"waiting" where there is no item."""
    ballot: int
    mine: float | str | None
    """What this phone voted on this ballot: a level's value, "dk", or None."""
    before: float | str | None
    """While it hasn't voted on this ballot: what it voted on the last one, which stands unless it votes again."""
    agreed: float | str | None
    """What was agreed about the item: a level's value, "na", or None."""
    ended: bool
    version: int
    place: int
    """The item's place among all, from 1; 0 where there is none."""
    total: int
    group: str


@dataclass(frozen=True)
class CalibrationResult:
    """How a room's readings of the evidence agree, with one another and with ours. First ballots count: later ones
    come after people have seen each other's, and ours."""

    items: tuple[str, ...]
    """The items it rests on: revealed, and read by us."""
    raters: int
    """How many phones rated at least one of them."""
    withheld: bool
    """Fewer raters than the threshold: nothing below is given."""
    room: float | None
    """Krippendorff's alpha among the raters; None where it can't be worked out."""
    with_reading: tuple[float, ...]
    """Each rater's alpha with our reading, lowest first, without names."""
    unmeasured: int
    """How many raters' alpha can't be worked out: they rated fewer than two items, or nothing varies."""
    rated: int
    """How many ratings there are, of all raters."""
    same: int
    """Of those, how many are the level that we read."""
    within_one: int
    """Of those, how many are that level or a neighbouring one."""


@dataclass(frozen=True)
class OwnCalibration:
    """How one phone's readings agree with ours, over the revealed items that it rated."""

    alpha: float | None
    rated: int
    same: int
    within_one: int
    items: int
    """How many items were revealed that we have read, too."""
