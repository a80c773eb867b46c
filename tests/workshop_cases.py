"""A workshop on one assessment, with a room full of phones, for the tests of workshops."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from round_cases import GROUPS
from store_cases import FILES, Clock, make_framework, open_empty

from selfassess.framework.model import Framework
from selfassess.service.actor import LOCAL_OWNER as ME
from selfassess.service.actor import Actor
from selfassess.service.agreeing import Agreeing
from selfassess.service.assessments import AssessmentService
from selfassess.service.joining import Joining
from selfassess.service.workshop_views import Opened, Tally, Workshop
from selfassess.service.workshops import Workshops
from selfassess.store import AssessmentStore

OTHER = Actor("other", "Somebody else")


def make_small(**changes: Any) -> Framework:
    """1a, 1b and 2a in the authority lens, levels 0, 2 and 4, and four groups."""
    return make_framework(groups=list(GROUPS), **changes)


@dataclass
class Room:
    """All use cases over one store, with an assessment in the authority lens and, once opened, a workshop on it."""

    store: AssessmentStore
    framework: Framework
    files: Mapping[str, str] = field(default_factory=lambda: FILES)
    assessments: AssessmentService = field(init=False)
    agreeing: Agreeing = field(init=False)
    workshops: Workshops = field(init=False)
    joining: Joining = field(init=False)
    assessment: str = field(init=False)
    opened: Opened = field(init=False)

    def __post_init__(self) -> None:
        known = {self.framework.key: self.framework}
        self.assessments = AssessmentService(self.store, known, lambda key: self.files)
        self.agreeing = Agreeing(self.store, known)
        self.workshops = Workshops(self.store, known, self.agreeing, lambda key: self.files)
        self.joining = Joining(self.store, known)
        self.assessment = self.assessments.start(
            ME, "Southshire", "Southshire", "authority", "Spring", self.framework.key
        )

    def open(self, *items: str, **plan: Any) -> Opened:
        plan = {"present": "Lead, health visitor", "assessment_id": self.assessment, **plan}
        self.opened = self.workshops.open(ME, "assessment", items=items or ("1a", "1b", "2a"), **plan)
        return self.opened

    def practise(self, kind: Any = "practice", *items: str, **plan: Any) -> Opened:
        plan = {"example": "Southshire", "framework_key": self.framework.key, "lens": "authority", **plan}
        self.opened = self.workshops.open(ME, kind, items=items or ("1a", "1b", "2a"), **plan)
        return self.opened

    @property
    def id(self) -> str:
        return self.opened.id

    @property
    def now(self) -> Workshop:
        return self.workshops.load(ME, self.id)

    def do(self, what: str, *given: Any, actor: Actor = ME) -> Workshop:
        """One change by somebody who sees the workshop as it is."""
        change = getattr(self.workshops, what)
        made: Workshop = change(actor, self.id, *given, self.now.version)
        return made

    def agree(
        self, item: str, rating: Any, reason: str = "We saw it", dissent: str = "", **given: Any
    ) -> Any:
        seen = given.pop("seen", self.now.version)
        return self.workshops.agree(ME, self.id, item, rating, reason, dissent, seen, **given)

    def join(self, *groups: str) -> list[str]:
        """A token for each phone."""
        return [self.joining.join(self.opened.code, group) for group in groups]

    def phones(self, number: int) -> list[str]:
        return self.join(*[""] * number)

    def vote(self, phones: Sequence[str], *ratings: float | str | None) -> None:
        """Each phone votes on what is open."""
        seat = self.joining.see(phones[0])
        for phone, rating in zip(phones, ratings, strict=True):
            self.joining.vote(phone, str(seat.item), seat.ballot, rating)

    def ballot(self, phones: Sequence[str], *ratings: float | str | None, item: str = "1a") -> Tally:
        """A whole ballot: opened, voted on, revealed. Phones that come to a None don't vote."""
        self.do("start_vote", item)
        voting = [
            (phone, rating) for phone, rating in zip(phones, ratings, strict=True) if rating is not None
        ]
        if voting:
            self.vote([phone for phone, _ in voting], *(rating for _, rating in voting))
        self.do("reveal", item)
        return self.workshops.tally(ME, self.id, item)


def make_room(folder: Path, **changes: Any) -> Room:
    return Room(open_empty(folder / "data", Clock()), make_small(**changes))
