"""What the store hands out: plain records that know no table, no framework and no service.

Ids of frameworks, lenses and items, and versions, are text that the store doesn't interpret. An assessment's
id is its public one: long, random and safe in a URL. All other ids are numbers for use inside the program.
Times are timezone-aware and in UTC. Absent text is "", never None.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

Origin = Literal["real", "illustrative", "worked-example"]
Voices = Literal["named", "anonymous"]
ActionStatus = Literal["to_do", "doing", "done", "dropped"]
TextField = Literal["evidence", "reason", "present", "action"]
"""The kinds of free text that can be erased."""
Json = Any
"""Anything the json module reads and writes."""
Row = dict[str, str | int | float | bool | None]
"""One row of a dump: column name -> value, columns in the table's order."""


@dataclass(frozen=True)
class AuthorityRecord:
    """An authority. One named "" stands for "no authority named"."""

    id: int
    name: str
    social_care_phone: str = ""
    social_care_note: str = ""


@dataclass(frozen=True)
class SubjectRecord:
    """What is assessed through one lens: a children's centre, or the authority itself."""

    id: int
    authority_id: int
    lens: str
    name: str
    origin: Origin = "real"
    profile: Mapping[str, Json] = field(default_factory=dict)
    removed_at: datetime | None = None
    """Since then it is left out of every list and comparison; what was answered in it is kept."""
    merged_into: int | None = None
    """Id of the subject that its assessments went to."""


@dataclass(frozen=True)
class FrameworkVersionRecord:
    """The kept copy of a framework's files, as they were when the first answer was given under it."""

    framework_id: str
    version: str
    files: Mapping[str, str]
    first_seen: datetime


@dataclass(frozen=True)
class RoundRecord:
    """A round of one authority under one framework. One named "" stands for "no round named"."""

    id: int
    authority_id: int
    name: str
    framework_id: str
    framework_version: str
    opens_on: date | None = None
    closes_on: date | None = None
    voices: Voices = "named"
    managed: bool = False
    """Opened by a lead, who invites people into it; otherwise made by whoever began an assessment in it."""
    owner: str = ""
    threshold: int = 3
    """So many voices make a number that may be shown."""
    groups: Sequence[Mapping[str, str]] = ()
    """Its own respondent groups, each with "id" and "label"; none: the framework's."""
    asks: Mapping[str, list[str]] = field(default_factory=dict)
    """Group -> the items that it is asked; a group that isn't there is asked everything."""
    created_at: datetime | None = None
    closed_at: datetime | None = None
    starts_from: int | None = None
    """Id of the round whose answers this one began with."""


InvitationKind = Literal["manager", "person", "group", "return"]


@dataclass(frozen=True)
class InvitationRecord:
    """An address that lets somebody in. Only a hash of its token is kept, which nothing hands out.

    A "return" invitation is the personal one that a comer by a group's link (`parent_id`) was given.
    """

    id: int
    round_id: int
    assessment_id: str
    kind: InvitationKind
    group: str
    name: str
    created_at: datetime
    revoked_at: datetime | None = None
    started_on: date | None = None
    finished_on: date | None = None
    parent_id: int | None = None


@dataclass(frozen=True)
class AssessmentRecord:
    """One subject's assessment in one round, with the names that people know it by."""

    id: str
    authority_id: int
    authority: str
    subject_id: int
    subject: str
    lens: str
    origin: Origin
    round_id: int
    round: str
    framework_id: str
    framework_version: str
    vocabulary: str
    """Id of the vocabulary setting; "" for the framework's default."""
    owner: str
    created_at: datetime
    finished_at: datetime | None = None
    archived_at: datetime | None = None
    anonymous: bool = False
    managed: bool = False
    round_closed: bool = False
    """Closed by its lead, or its last day is over."""
    threshold: int = 3
    removed: bool = False
    """Its subject was taken out of the lists."""

    @property
    def framework_key(self) -> str:
        return f"{self.framework_id}@{self.framework_version}"


@dataclass(frozen=True)
class RespondentRecord:
    """Somebody who answers within an assessment. `label` is unique there; "" is its maker's own view."""

    id: int
    assessment_id: str
    label: str = ""
    group: str = ""
    actor: str = ""


@dataclass(frozen=True)
class AnswerRecord:
    """One respondent's answer to one item, or the agreed rating. `value` and `special` None: unanswered."""

    assessment_id: str
    respondent_id: int
    respondent: str
    group: str
    item: str
    kind: str
    value: float | None
    special: str | None
    basis: str | None
    evidence: str
    direction: str | None
    one_person: bool
    reason: str
    changed_at: datetime
    """In an anonymous round only the day, at midnight in UTC."""
    carried: bool = False
    """Carried forward from the round before, and not reviewed yet."""
    present: str = ""
    """Who was in the room when a rating was agreed."""


ANSWER_DEFAULTS: dict[str, Json] = {
    "value": None,
    "special": None,
    "basis": None,
    "evidence": "",
    "direction": None,
    "one_person": False,
    "reason": "",
    "carried": False,
    "present": "",
}
"""The fields that `save_answer` accepts, with what they are before anything is given."""


@dataclass(frozen=True)
class AnswerChange:
    """Some fields of one answer to set; names as in ANSWER_DEFAULTS. The others stay as they are."""

    respondent_id: int
    item: str
    kind: str
    fields: Mapping[str, Json]


@dataclass(frozen=True)
class ChangeRecord:
    """One change of one answer. `before` and `after` hold only the fields that changed."""

    at: datetime
    by: str
    respondent_id: int
    item: str
    kind: str
    before: Mapping[str, Json]
    after: Mapping[str, Json]


@dataclass(frozen=True)
class DraftNote:
    """A note that may hold personal details: its writer's alone until they confirm or change it.

    `field` is "evidence", "reason", or "action-1" and so on for the text of a thing to work on, by its position,
    "action-1-implies" for what it takes and "action-1-outcome" for what became of it.
    """

    assessment_id: str
    respondent_id: int
    item: str
    field: str
    text: str
    why: tuple[str, ...]
    kept_at: datetime


@dataclass(frozen=True)
class SnapshotRecord:
    """An assessment as it was when it was finished. Nothing but an erasure changes it.

    Each of `answers` has at least `item`, `respondent` (a label), `evidence` and `reason`.
    """

    id: int
    assessment_id: str
    taken_at: datetime
    by: str
    framework_id: str
    framework_version: str
    answers: list[dict[str, Json]]
    scores: Json
    why: str = ""


@dataclass(frozen=True)
class EventRecord:
    """Something that happened to an assessment: finished, reopened, shared, unshared, erased."""

    at: datetime
    by: str
    kind: str
    detail: Mapping[str, Json]


@dataclass(frozen=True)
class ShareRecord:
    """An assessment shown to an authority, from `at` until `ended_at` (None: still shown)."""

    id: int
    assessment_id: str
    authority_id: int
    at: datetime
    by: str
    ended_at: datetime | None = None


@dataclass(frozen=True)
class ActionRecord:
    """One thing to work on. `position` counts from 1 and is unique in an assessment."""

    assessment_id: str
    position: int
    item: str
    text: str = ""
    owner_role: str = ""
    due_on: date | None = None
    target: float | None = None
    """The value of the level aimed at."""
    implies: str = ""
    """What it takes: people, time, whose agreement."""
    status: ActionStatus = "to_do"
    outcome: str = ""
    """What became of it."""
    carried_from: str = ""
    """The one of an earlier assessment that this goes on from, as its `key`; "" for none."""

    @property
    def key(self) -> str:
        """What a later round names it by."""
        return f"{self.assessment_id}/{self.position}"

    @property
    def is_open(self) -> bool:
        return self.status in ("to_do", "doing")


PLANNED = "planned"
"""The kind of event that records a change of a thing to work on."""


@dataclass(frozen=True)
class Erased:
    """What an erasure came upon: whether anything, and the positions of the things to work on it blanked."""

    anything: bool
    actions: tuple[int, ...] = ()


@dataclass(frozen=True)
class Overview:
    """An assessment in a list: its record, when it was last changed, and one respondent's answers."""

    record: AssessmentRecord
    changed_at: datetime
    answers: tuple[AnswerRecord, ...] = ()
