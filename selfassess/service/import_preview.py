"""What an import would do and what stands against it, and in the end what it did."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from selfassess.errors import BadFile, Conflict, Problem, SelfAssessError
from selfassess.exchange.columns import quote
from selfassess.service.import_places import NOTES, Place
from selfassess.service.merging import Change, Difference, Merge
from selfassess.service.personal_details import find_personal_details

CONFIRM = "Take it out of the file, or confirm that nobody can be recognised by it."
NOTHING_DONE = "Nothing was imported."

New = Literal["authority", "subject", "round", "assessment"]


@dataclass(frozen=True)
class Imported:
    """What an import did: how many answers were new, how many changed, how many were there already."""

    assessments: int
    added: int
    changed: int
    unchanged: int
    taken_back: int = 0
    """How many of the changed ones had a choice before and have none now."""
    empty: int = 0
    """How many rows of the file gave nothing, so that nothing was done."""
    grouped: int = 0
    """How many respondents were in no group before and are in one now."""
    ids: tuple[str, ...] = field(default=(), compare=False)
    """The assessments; those still to be made have no id."""


@dataclass(frozen=True)
class PlannedAssessment:
    """What an import would do in one assessment."""

    place: Place
    """As written in the file."""
    shown: Place
    """As the store has the names that it knows."""
    id: str
    """"" when the assessment has to be made."""
    new: tuple[New, ...]
    """What of it isn't in the store yet."""
    newcomers: Mapping[str, str]
    """The respondents who aren't there yet, with their groups, by label."""
    merged: Merge


@dataclass(frozen=True)
class NoteWarning:
    """A new note that may hold somebody's personal details."""

    subject: str
    respondent: str
    item: str
    field: str
    text: str
    why: str


@dataclass(frozen=True)
class Preview:
    """What an import would do and what stands against it; nothing of it has happened."""

    assessments: tuple[PlannedAssessment, ...]
    refusals: tuple[SelfAssessError, ...]
    """Why some of the file can't be imported anywhere."""
    empty: int
    """How many rows are about something that isn't there, and give nothing."""
    framework_key: str

    @property
    def changes(self) -> tuple[tuple[PlannedAssessment, Change], ...]:
        return tuple((planned, change) for planned in self.assessments for change in planned.merged.changes)

    @property
    def differences(self) -> tuple[tuple[PlannedAssessment, Difference], ...]:
        """What the store has otherwise, so that the import refuses unless it is told to replace answers."""
        return tuple((planned, each) for planned in self.assessments for each in planned.merged.differences)

    @property
    def conflicts(self) -> tuple[str, ...]:
        return tuple(sentence for planned in self.assessments for sentence in planned.merged.conflicts)

    @cached_property
    def warnings(self) -> tuple[NoteWarning, ...]:
        """Notes to look at before they are imported."""
        return tuple(
            NoteWarning(planned.shown.subject, change.respondent, change.item, name, text, why)
            for planned, change in self.changes
            for name in NOTES
            if (text := change.fields.get(name, ""))
            for why in find_personal_details(text)
        )

    @property
    def counts(self) -> Imported:
        """What the import would say that it did."""
        merges = [planned.merged for planned in self.assessments]
        added = sum(change.is_new for _, change in self.changes)
        return Imported(
            assessments=len(merges),
            added=added,
            changed=len(self.changes) - added,
            unchanged=sum(merged.unchanged for merged in merges),
            taken_back=sum(change.takes_back for _, change in self.changes),
            empty=self.empty + sum(merged.empty for merged in merges),
            grouped=sum(len(merged.groups) for merged in merges),
            ids=tuple(planned.id for planned in self.assessments if planned.id),
        )

    @property
    def changes_anything(self) -> bool:
        return any(p.merged.changes or p.merged.groups or p.new for p in self.assessments)

    @cached_property
    def fingerprint(self) -> str:
        """Tells whether two plans would change the same things from the same state."""
        told = [
            (
                planned.shown.key,
                planned.id,
                planned.new,
                sorted(planned.newcomers.items()),
                sorted(planned.merged.groups.items()),
                [
                    (c.respondent, c.group, c.item, c.kind, dict(c.before), dict(c.fields))
                    for c in planned.merged.changes
                ],
            )
            for planned in self.assessments
        ]
        text = json.dumps([self.framework_key, told], sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()

    def refuse(self, name: str, confirmed: bool) -> None:
        """Raises what stands against the import, the first of several kinds. `name` is the file's."""
        for refusal in self.refusals:
            raise refusal
        against = [*self.conflicts, *(difference.sentence for _, difference in self.differences)]
        if against:
            raise Conflict("\n".join(f"{sentence} {NOTHING_DONE}" for sentence in against))
        if self.warnings and not confirmed:
            raise BadFile(
                Problem(name, 0, f"{quote(each.subject)}, item {each.item}, {each.field}", each.why, CONFIRM)
                for each in self.warnings
            )
