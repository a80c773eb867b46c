"""Who may do what with a round, and what all use cases of rounds start from."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from selfassess.errors import NotAllowed, NotFound
from selfassess.framework.model import Framework
from selfassess.service.access import Access
from selfassess.service.actor import Actor
from selfassess.service.calendar import is_closed
from selfassess.service.links import make_token, token_hash
from selfassess.service.results import Results
from selfassess.service.round_plans import Link
from selfassess.store import AssessmentStore
from selfassess.store.places import NO_ROUND
from selfassess.store.records import AssessmentRecord, InvitationKind, RoundRecord


class RoundAccess:
    """`frameworks` by "id@version"; `sources` gives a framework's files by that key, for the store's copy."""

    def __init__(
        self,
        store: AssessmentStore,
        frameworks: Mapping[str, Framework],
        sources: Callable[[str], Mapping[str, str]],
    ) -> None:
        self._store = store
        self._frameworks = frameworks
        self._sources = sources
        self._access = Access(store, frameworks)
        self.results = Results(store, frameworks)

    def _find_own(self, actor: Actor, round_id: int) -> RoundRecord:
        record = self._store.round(round_id)
        if not record.managed or record.owner != actor.id:
            raise NotFound(NO_ROUND)
        return record

    def _find_open(self, actor: Actor, round_id: int) -> RoundRecord:
        record = self._find_own(actor, round_id)
        if is_closed(record, self._store.today()):
            raise NotAllowed("This round has closed and can't be changed. Open a new round.")
        return record

    def _link(
        self,
        record: AssessmentRecord,
        kind: InvitationKind,
        name: str,
        group: str,
        replaces: int | None = None,
    ) -> Link:
        token = make_token()
        self._store.add_invitation(record.round_id, record.id, kind, group, name, token_hash(token), replaces)
        return Link(record.subject, name, group, kind, token)
