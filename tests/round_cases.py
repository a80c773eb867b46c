"""A round of one authority with two centres, for the tests of many voices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from store_cases import FILES, Clock, make_framework, open_empty

from selfassess.framework.model import Framework, series
from selfassess.service.actor import LOCAL_OWNER as LEAD
from selfassess.service.actor import Actor
from selfassess.service.agreeing import Agreeing
from selfassess.service.assessments import Assessment, AssessmentService
from selfassess.service.comparing import Comparing
from selfassess.service.round_plans import CentreEntry, Invitee, Link, RoundPlan
from selfassess.service.rounds import RoundService
from selfassess.service.visits import Visit, Visits
from selfassess.store import AssessmentStore
from selfassess.store.result_records import Filter

GROUPS = [
    {"id": "manager", "label": "Manager"},
    {"id": "health", "label": "Health visiting"},
    {"id": "midwifery", "label": "Midwifery"},
    {"id": "police", "label": "Police"},
]


@dataclass
class RoundDesk:
    """All use cases over one store; the clock can be moved."""

    store: AssessmentStore
    framework: Framework
    clock: Clock
    assessments: AssessmentService = field(init=False)
    rounds: RoundService = field(init=False)
    visits: Visits = field(init=False)
    agreeing: Agreeing = field(init=False)
    comparing: Comparing = field(init=False)

    def __post_init__(self) -> None:
        frameworks = {self.framework.key: self.framework}
        self.assessments = AssessmentService(self.store, frameworks, lambda key: FILES)
        self.rounds = RoundService(self.store, frameworks, lambda key: FILES)
        self.visits = Visits(self.store, frameworks)
        self.agreeing = Agreeing(self.store, frameworks)
        self.comparing = Comparing(self.store, frameworks)

    def open(self, name: str = "Spring", **plan: Any) -> int:
        plan = {"opens_on": date(2026, 3, 1), "closes_on": date(2026, 3, 20), **plan}
        return self.rounds.open(LEAD, RoundPlan("Southshire", name, self.framework.key, **plan))

    def add_centre(self, round_id: int, name: str = "Elm Centre", **profile: str) -> Link:
        return self.rounds.add_centres(LEAD, round_id, [CentreEntry(name, **profile)])[0]

    def assessment_of(self, round_id: int, name: str = "Elm Centre") -> str:
        records = self.store.assessments_in(round_id)
        return next(each.id for each in records if each.subject == name)

    def invite(self, round_id: int, *people: tuple[str, str], centre: str = "Elm Centre") -> list[str]:
        """Tokens of people given as (name, group)."""
        invited = [Invitee(*person) for person in people]
        return [
            link.token for link in self.rounds.invite(LEAD, self.assessment_of(round_id, centre), invited)
        ]

    def answer(self, token: str, finish: bool = True, **ratings: float | str) -> Visit:
        """Comes by a link and answers: item (written `i1a`) = rating."""
        visit = self.visits.begin(token)
        for item, rating in ratings.items():
            self.assessments.set_rating(visit.actor, visit.assessment_id, item.removeprefix("i"), rating)
        if finish:
            self.visits.finish(visit)
        return visit

    def manager(self, link: Link) -> Actor:
        return self.visits.enter(link.token).actor

    @property
    def centres_compared(self) -> Filter:
        """Every centre that the lead may compare."""
        return Filter(series(self.framework.key), "programme", visible_to=LEAD.id)

    def load(self, actor: Actor, assessment_id: str) -> Assessment:
        return self.assessments.load(actor, assessment_id)

    def go_to(self, day: date) -> None:
        self.clock.moment += timedelta(days=(day - self.clock.moment.date()).days)


def make_desk(folder: Path, groups: Sequence[dict[str, str]] = GROUPS) -> RoundDesk:
    framework = make_framework(groups=list(groups))
    clock = Clock()
    return RoundDesk(open_empty(folder / "data", clock), framework, clock)
