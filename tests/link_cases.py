"""A round with links into it, made as its lead makes one, and the ends of those links."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app_cases import Desk, framework_2007, framework_2007_source

from selfassess.service.actor import LOCAL_OWNER
from selfassess.service.round_plans import CentreEntry, Invitee, RoundPlan
from selfassess.service.rounds import RoundService
from selfassess.service.visits import Visit, Visits

CENTRE, AUTHORITY = "Elm Street", "Northtown"
SHORT = ("1a", "2a", "3b", "5a")
"""What a busy partner is asked."""


@dataclass(frozen=True)
class RoundDesk:
    """Opens a round of one centre and sends links, over the store of a desk."""

    desk: Desk

    @property
    def rounds(self) -> RoundService:
        service = self.desk.service
        return RoundService(service.store, service.frameworks, lambda key: framework_2007_source())

    @property
    def visits(self) -> Visits:
        return Visits(self.desk.service.store, self.desk.service.frameworks)

    def open(
        self,
        name: str = "Autumn 2026",
        anonymous: bool = False,
        closes_on: date | None = None,
        opens_on: date | None = None,
        asks: Mapping[str, Sequence[str]] | None = None,
        starts_from: int | None = None,
    ) -> OpenRound:
        """A round that asks health visitors four questions, unless `asks` says otherwise."""
        plan = RoundPlan(
            authority=AUTHORITY,
            name=name,
            framework_key=framework_2007().key,
            opens_on=opens_on,
            closes_on=closes_on,
            anonymous=anonymous,
            asks={"health-visiting": SHORT} if asks is None else asks,
            starts_from=starts_from,
        )
        number = self.rounds.open(LOCAL_OWNER, plan)
        (manager,) = self.rounds.add_centres(LOCAL_OWNER, number, [CentreEntry(CENTRE)])
        assessment = self.visits.enter(manager.token).assessment_id
        return OpenRound(self, number, assessment, manager.token)


@dataclass(frozen=True)
class OpenRound:
    by: RoundDesk
    number: int
    assessment: str
    manager: str
    """The token of the centre manager's link."""

    def person(self, name: str = "Ada Marsh", group: str = "health-visiting") -> str:
        """The token of a link for one person."""
        (link,) = self.by.rounds.invite(LOCAL_OWNER, self.assessment, [Invitee(name, group)])
        return link.token

    def group(self, group: str = "health-visiting") -> str:
        """The token of a group's link."""
        return self.by.rounds.make_group_link(LOCAL_OWNER, self.assessment, group).token

    def enter(self, token: str) -> Visit:
        return self.by.visits.enter(token)

    def revoke(self, token: str) -> None:
        self.by.rounds.revoke(LOCAL_OWNER, self.enter(token).invitation_id)

    def close(self) -> None:
        self.by.rounds.close(LOCAL_OWNER, self.number)

    def ratings(self, token: str) -> dict[str, float | str]:
        """What was answered by a link."""
        visit = self.enter(token)
        mine = self.by.desk.service.load(visit.actor, self.assessment).mine
        return {item: answer.special or answer.value or 0.0 for item, answer in mine.items() if answer.given}
