"""What use cases hand to pages and commands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from selfassess.answers import Answer, Completion
from selfassess.framework.model import Framework
from selfassess.store.records import (
    ActionRecord,
    AssessmentRecord,
    AuthorityRecord,
    DraftNote,
    SnapshotRecord,
)


@dataclass(frozen=True)
class Summary:
    """One line of a list of assessments."""

    id: str
    subject: str
    authority: str
    lens: str
    round: str
    framework_key: str
    progress: Completion
    finished_at: datetime | None
    changed_at: datetime
    origin: str


@dataclass(frozen=True)
class SavedNote:
    """Whether a note stands in the answer now. If not, it is kept as its writer's private draft."""

    saved: bool
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Assessment:
    """Everything a page needs about one assessment, as one actor may see it.

    A respondent who isn't its owner sees their own answers, and no actions or snapshots.
    """

    record: AssessmentRecord
    framework: Framework
    answers: tuple[Answer, ...]
    mine: Mapping[str, Answer]
    """The actor's own answers by item; empty when the actor only reads."""
    drafts: Mapping[tuple[str, str], DraftNote]
    """The actor's own unconfirmed notes by (item, field)."""
    actions: tuple[ActionRecord, ...]
    snapshots: tuple[SnapshotRecord, ...]
    """Oldest first."""
    authority: AuthorityRecord
    shared: bool
    is_owner: bool
    may_answer: bool
    """Whether the actor may change an answer now."""
