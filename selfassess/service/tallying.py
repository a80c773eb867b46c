"""What came of a workshop's votes, for everybody in the room: only of ballots that were revealed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from selfassess.disclosure import Block
from selfassess.errors import NotAllowed, NotFound
from selfassess.framework.model import Framework
from selfassess.service.access import Access
from selfassess.service.asking import group_labels
from selfassess.service.counting import Counted, count_ballots, form_groups
from selfassess.service.workshop_views import Tally
from selfassess.store import AssessmentStore
from selfassess.store.workshop_records import VoteRecord, WorkshopItemRecord, WorkshopRecord

CANT_TELL = "dk"
MOST_KEPT = 200
STILL_OPEN = "Voting on this is still open. Reveal the votes first."
NO_VOTE = "There was no such vote on this."


def choice_key(value: float) -> str:
    """How a level is named among the choices of a show of hands: "0", "0.25"."""
    return f"{value:.12g}"


def revealed(item: WorkshopItemRecord) -> int:
    """How many ballots on an item were revealed: all but an open one."""
    return item.ballot - (item.phase == "vote")


class Tallying:
    """What both the facilitator and the phones read of a workshop."""

    def __init__(self, store: AssessmentStore, access: Access) -> None:
        self._store = store
        self._access = access
        self._kept: dict[tuple[str, str, int], Tally] = {}

    def framework_of(self, record: WorkshopRecord) -> Framework:
        return self._access.framework_named(record.framework_id, record.framework_version)

    def groups_of(self, record: WorkshopRecord) -> dict[str, str]:
        """Labels by id of the groups that somebody may say they are of: none where it isn't asked."""
        if not record.ask_groups:
            return {}
        framework = self.framework_of(record)
        if not record.assessment_id:
            return {group.id: group.label for group in framework.groups}
        round_id = self._store.assessment(record.assessment_id).round_id
        return group_labels(framework, self._store.round(round_id))

    def tally(self, record: WorkshopRecord, item: WorkshopItemRecord, ballot: int | None = None) -> Tally:
        """One ballot on an item, the latest by default. Raises NotAllowed while it is open, NotFound for none."""
        ballot = item.ballot if ballot is None else ballot
        if not 1 <= ballot <= item.ballot:
            raise NotFound(NO_VOTE)
        if ballot > revealed(item):
            raise NotAllowed(STILL_OPEN)
        key = record.id, item.item, ballot
        if key not in self._kept:  # nothing in it changes after the reveal, and every phone asks for it
            if len(self._kept) >= MOST_KEPT:
                self._kept.clear()
            votes = self._store.votes(record.number, item.item)
            self._kept[key] = self._count(record, item, votes, ballot)
        return self._kept[key]

    def last(self, record: WorkshopRecord, items: Sequence[WorkshopItemRecord]) -> dict[str, Tally]:
        """The last revealed ballot of each item that had one."""
        votes = _by_item(self._store.votes(record.number))
        return {
            item.item: self._count(record, item, votes.get(item.item, []), revealed(item))
            for item in items
            if revealed(item)
        }

    def first_votes(
        self, record: WorkshopRecord, items: Sequence[WorkshopItemRecord]
    ) -> dict[str, tuple[VoteRecord, ...]]:
        """The phones' votes on the first ballot of each item where they were shown."""
        votes = _by_item(self._store.votes(record.number))
        firsts = {
            item.item: count_ballots(votes.get(item.item, []), 1, record.threshold)[0]
            for item in items
            if revealed(item)
        }
        return {item: counted.votes for item, counted in firsts.items() if counted.votes}

    def _count(
        self, record: WorkshopRecord, item: WorkshopItemRecord, votes: Sequence[VoteRecord], ballot: int
    ) -> Tally:
        counted = count_ballots(votes, ballot, record.threshold)[-1]
        hands = self._store.hands(record.number).get((item.item, ballot), {})
        framework = self.framework_of(record)
        levels = [level.value for level in framework.scale.levels]
        blocks = form_groups(counted, levels, self.groups_of(record), record.threshold)
        return make_tally(framework, item.item, counted, hands, blocks)


def make_tally(
    framework: Framework,
    item: str,
    counted: Counted,
    hands: Mapping[str, int],
    blocks: tuple[Block, ...] = (),
) -> Tally:
    """A ballot's phones and hands together."""
    from selfassess.scoring.consensus import consensus_of  # brings pandas, which phones needn't wait for

    levels = framework.scale.levels
    raised = sum(hands.values())
    nothing = counted.withheld and not raised
    counts = tuple(
        sum(vote.value == level.value for vote in counted.votes) + hands.get(choice_key(level.value), 0)
        for level in levels
    )
    unsure = sum(vote.special == CANT_TELL for vote in counted.votes) + hands.get(CANT_TELL, 0)
    positions = [framework.scale.position(level.value) for level in levels]
    return Tally(
        item=item,
        ballot=counted.ballot,
        counts=() if nothing else counts,
        cant_tell=None if nothing else unsure,
        phones=counted.phones,
        hands=raised,
        from_before=counted.from_before,
        left_out=counted.left_out,
        withheld=counted.withheld,
        consensus=None if nothing else consensus_of(counts, positions),
        blocks=blocks,
    )


def _by_item(votes: Sequence[VoteRecord]) -> dict[str, list[VoteRecord]]:
    found: dict[str, list[VoteRecord]] = {}
    for vote in votes:
        found.setdefault(vote.item, []).append(vote)
    return found
