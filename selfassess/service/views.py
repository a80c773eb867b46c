"""What use cases hand to pages and commands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from selfassess.answers import Answer, Completion
from selfassess.disclosure import Disclosed
from selfassess.framework.model import Framework
from selfassess.store.records import (
    ActionRecord,
    AssessmentRecord,
    AuthorityRecord,
    DraftNote,
    RoundRecord,
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

    A respondent who isn't its owner sees their own answers, and no actions or snapshots. The lead of its round
    sees no notes and no names. In an anonymous round everybody sees their own answers while it is open, and what
    is disclosed when it has closed.
    """

    record: AssessmentRecord
    round: RoundRecord
    framework: Framework
    role: str
    """"owner", "respondent", "reader" of an example, or "lead" of the round."""
    answers: tuple[Answer, ...]
    disclosed: Disclosed | None
    """What an anonymous round let out; None in a named one, and while it is open."""
    mine: Mapping[str, Answer]
    """The actor's own answers by item; empty when the actor only reads. Carried ones are marked."""
    asked: frozenset[str]
    """The items that the actor is asked."""
    drafts: Mapping[tuple[str, str], DraftNote]
    """The actor's own unconfirmed notes by (item, field)."""
    actions: tuple[ActionRecord, ...]
    snapshots: tuple[SnapshotRecord, ...]
    """Oldest first."""
    authority: AuthorityRecord
    shared: bool
    is_owner: bool
    round_closed: bool
    """Whether it belongs to a managed round that has closed."""
    may_answer: bool
    """Whether the actor may change an answer now."""
