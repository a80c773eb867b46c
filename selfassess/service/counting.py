"""What of the phones' votes on one item may be shown, ballot by ballot.

Whoever sees two ballots can subtract one from the other, and the room knows who came late and who went out to ring
somebody. So what is shown changes by what at least the threshold's number of phones did, or not at all:

- A phone that doesn't vote again keeps its vote from before, so nobody can be told by going.
- Phones that were counted for the first time together are a cohort, and those that never were are another. What is
  new of a cohort is taken in when it is of at least the threshold's number of phones; before that, it waits, and what
  stood of it stands. By cohorts, since a ballot may be laid beside any earlier one, in which later comers weren't yet.
  When nothing is taken in, the whole ballot is withheld.
- Groups are shown only while the same phones are counted in every ballot, and all of them voted again: the change of
  a group, or a group's part in a change, would tell of fewer.

*Can't tell from here* is a vote as any level is. What this can't guard: that people who all voted the same are known
to have; who says aloud what they voted; and whoever sits there with several phones.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from selfassess.disclosure import NO_GROUP, Block, form_blocks, join_labels
from selfassess.store.workshop_records import VoteRecord


@dataclass(frozen=True)
class Counted:
    """The phones of one ballot. While `withheld`, `votes` is empty; nothing of what is left out is in it."""

    ballot: int
    votes: tuple[VoteRecord, ...]
    """Each phone's that is counted, its latest or, where that waits, the one before."""
    phones: int
    """How many phones there are to count: those in `votes`, or, while withheld, all that voted so far."""
    from_before: int
    """Of `votes`, those not given on this ballot; while withheld, how many didn't vote on it."""
    left_out: int
    """Phones whose vote waits; 0 while withheld."""
    withheld: bool
    may_group: bool
    """Whether groups may be shown."""


def count_ballots(votes: Iterable[VoteRecord], ballots: int, threshold: int) -> list[Counted]:
    """Each of the ballots 1 to `ballots` of one item, all of them revealed. `votes` may hold later ones."""
    by_ballot: dict[int, list[VoteRecord]] = {}
    for vote in votes:
        by_ballot.setdefault(vote.ballot, []).append(vote)
    panel = _Panel(threshold)
    return [panel.count(ballot, by_ballot.get(ballot, [])) for ballot in range(1, ballots + 1)]


class _Panel:
    """Whose votes are counted, and whose wait, from one ballot to the next."""

    def __init__(self, threshold: int) -> None:
        self._threshold = threshold
        self._counted: dict[int, VoteRecord] = {}
        self._cohort: dict[int, int] = {}  # the ballot that a phone was first counted in
        self._waiting: dict[int, VoteRecord] = {}
        self._same_since: int | None = (
            None  # the first ballot shown, while nobody else has been counted since
        )

    def count(self, ballot: int, votes: Sequence[VoteRecord]) -> Counted:
        given = {vote.seat: vote for vote in votes}
        self._waiting |= given
        everybody = self._counted.keys() | self._waiting.keys()
        cohorts: dict[int, dict[int, VoteRecord]] = {}
        for seat, vote in self._waiting.items():
            cohorts.setdefault(self._cohort.get(seat, ballot), {})[seat] = vote
        taken: dict[int, VoteRecord] = {}
        for fresh in cohorts.values():
            if len(fresh) >= self._threshold:
                taken |= fresh
        if not taken:
            stayed = len(everybody - given.keys())
            return Counted(ballot, (), len(everybody), stayed, 0, bool(everybody), False)
        first = not self._counted
        everyone_again = self._counted.keys() <= given.keys()
        if first:
            self._same_since = ballot
        elif not taken.keys() <= self._counted.keys():
            self._same_since = None
        self._counted |= taken
        self._cohort = dict.fromkeys(taken, ballot) | self._cohort
        self._waiting = {seat: vote for seat, vote in self._waiting.items() if seat not in taken}
        return Counted(
            ballot=ballot,
            votes=tuple(self._counted[seat] for seat in sorted(self._counted)),
            phones=len(self._counted),
            from_before=sum(vote.ballot != ballot for vote in self._counted.values()),
            left_out=len(self._waiting),
            withheld=False,
            may_group=self._same_since is not None and (first or everyone_again),
        )


def form_groups(
    counted: Counted, levels: Sequence[float], labels: Mapping[str, str], threshold: int
) -> tuple[Block, ...]:
    """The ratings by group, groups too small put together; () for one block only, or when they mayn't be shown.

    `labels` are the groups in the order in which they are shown.
    """
    if not counted.may_group:
        return ()
    order = {group: place for place, group in enumerate((*labels, ""))}
    here = sorted({vote.group for vote in counted.votes}, key=lambda group: order.get(group, len(order)))
    chosen: dict[str, Counter[float]] = {group: Counter() for group in here}
    for vote in counted.votes:
        if vote.value is not None:
            chosen[vote.group][vote.value] += 1
    named = {**labels, "": NO_GROUP}
    blocks = []
    for groups in form_blocks([(group, counts.total()) for group, counts in chosen.items()], threshold):
        total = sum((chosen[group] for group in groups), Counter[float]())
        label = join_labels([named.get(group, group) for group in groups])
        blocks.append(Block(groups, label, tuple(total[level] for level in levels)))
    return tuple(blocks) if len(blocks) > 1 else ()
