"""Who may see and move a workshop, and what all use cases of its facilitator start from."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from selfassess.errors import NotFound
from selfassess.framework.model import Framework
from selfassess.service.access import Access
from selfassess.service.actor import FACILITATOR, Actor
from selfassess.service.agreeing import Agreeing
from selfassess.service.comparing import Comparing
from selfassess.service.tallying import Tallying
from selfassess.service.workshop_views import Pulse, Workshop, WorkshopItem
from selfassess.store import AssessmentStore
from selfassess.store.workshop_records import WorkshopItemRecord, WorkshopRecord
from selfassess.store.workshops import NO_WORKSHOP


class WorkshopAccess:
    """`frameworks` by "id@version"; `sources` gives a framework's files by that key, for the store's copy."""

    def __init__(
        self,
        store: AssessmentStore,
        frameworks: Mapping[str, Framework],
        agreeing: Agreeing,
        sources: Callable[[str], Mapping[str, str]],
    ) -> None:
        self._store = store
        self._frameworks = frameworks
        self._agreeing = agreeing
        self._sources = sources
        self._access = Access(store, frameworks)
        self._tallying = Tallying(store, self._access)
        self._comparing = Comparing(store, frameworks)

    def load(self, actor: Actor, workshop_id: str) -> Workshop:
        """A workshop for its owner, or for whoever has its facilitator's link. Raises NotFound."""
        with self._store.reading():
            record = self._find(actor, workshop_id)
            pulse = self._store.pulse(workshop_id)
            items = tuple(_to_item(each) for each in self._store.workshop_items(workshop_id))
            hands = self._store.hands(record.number)
            current = next((each for each in items if each.item == record.current), None)
            raised = hands.get((current.item, current.ballot), {}) if current else {}
            return Workshop(
                id=record.id,
                code=record.code,
                kind=record.kind,
                title=record.title,
                present=record.present,
                assessment_id=record.assessment_id or None,
                example=record.example,
                framework=self._tallying.framework_of(record),
                lens=record.lens,
                vocabulary=record.vocabulary,
                ask_groups=record.ask_groups,
                threshold=record.threshold,
                groups=tuple(self._tallying.groups_of(record).items()),
                items=items,
                current=current,
                version=record.version,
                joined=pulse.joined,
                voted=pulse.voted,
                hands=sum(raised.values()),
                created_at=record.created_at,
                ended_at=record.ended_at,
            )

    def pulse(self, actor: Actor, workshop_id: str) -> Pulse:
        """In one short read. Raises NotFound as `load` does."""
        found = self._store.pulse(workshop_id)
        if not _may_host(actor, found.owner, workshop_id):
            raise NotFound(NO_WORKSHOP)
        return Pulse(found.version, found.joined, found.voted, found.ended_at is not None)

    def _find(self, actor: Actor, workshop_id: str) -> WorkshopRecord:
        record = self._store.workshop(workshop_id)
        if not _may_host(actor, record.owner, record.id):
            raise NotFound(NO_WORKSHOP)
        return record

    def _find_item(
        self, actor: Actor, workshop_id: str, item: str
    ) -> tuple[WorkshopRecord, WorkshopItemRecord]:
        record = self._find(actor, workshop_id)
        return record, self._store.workshop_item(record.number, item)


def facilitator(workshop_id: str) -> Actor:
    """On whose behalf somebody acts who came by a facilitator's link."""
    return Actor(f"{FACILITATOR}{workshop_id}", "The facilitator of a workshop")


def owner_of(record: WorkshopRecord) -> Actor:
    """On whose behalf what a workshop agrees on is saved: whoever owns its assessment, whoever holds it."""
    return Actor(record.owner, "The workshop")


def _may_host(actor: Actor, owner: str, workshop_id: str) -> bool:
    return actor.id in (owner, facilitator(workshop_id).id)


def _to_item(record: WorkshopItemRecord) -> WorkshopItem:
    return WorkshopItem(
        item=record.item,
        place=record.place,
        phase=record.phase,
        ballot=record.ballot,
        timer_ends_at=record.timer_ends_at,
        before=record.before,
        agreed=record.agreed_value if record.agreed_special is None else record.agreed_special,
        reason=record.reason,
        dissent=record.dissent,
    )
