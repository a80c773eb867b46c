"""The tables as they are now. `migrations` makes them; a test holds the two equal.

Only portable types: text, whole numbers, floats, booleans. Times are ISO text in UTC of one fixed width, so
that they sort; JSON is text, so that it comes back exactly as it was written.
"""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Double,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
    false,
    text,
)
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator


class UtcTime(TypeDecorator[datetime]):
    """A timezone-aware time, kept as ISO text in UTC."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A time without a time zone can't be stored.")
        return value.astimezone(UTC).isoformat(timespec="microseconds")

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:
        return None if value is None else datetime.fromisoformat(value).astimezone(UTC)


class Day(TypeDecorator[date]):
    """A date, kept as ISO text."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: date | None, dialect: Dialect) -> str | None:
        return None if value is None else value.isoformat()

    def process_result_value(self, value: str | None, dialect: Dialect) -> date | None:
        return None if value is None else date.fromisoformat(value)


class JsonText(TypeDecorator[Any]):
    """Anything the json module takes, kept as text in the order it came."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str:
        return json.dumps(value, ensure_ascii=False, allow_nan=False)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        return None if value is None else json.loads(value)


metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)

authority = Table(
    "authority",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    Column("name_key", Text, nullable=False),  # the name as compared: letter case and spacing ignored
    Column("social_care_phone", Text, nullable=False),
    Column("social_care_note", Text, nullable=False),
    UniqueConstraint("name_key"),
)

subject = Table(
    "subject",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("authority_id", ForeignKey("authority.id"), nullable=False),
    Column("lens", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("name_key", Text, nullable=False),
    Column("origin", Text, nullable=False),
    Column("profile", JsonText, nullable=False),
    Column("removed_at", UtcTime),
    # Of the subject that this one's assessments went to. No foreign key: SQLite can't add one to a table that
    # is there, and a row may refer to a later one, which a restore would come upon too early.
    Column("merged_into", Integer),
    # With origin, so that a real place may bear the name of one in the worked example.
    UniqueConstraint("authority_id", "lens", "name_key", "origin"),
    CheckConstraint("origin IN ('real', 'illustrative', 'worked-example')", "origin"),
)

framework_version = Table(
    "framework_version",
    metadata,
    Column("id", Text, nullable=False),
    Column("version", Text, nullable=False),
    Column("files", JsonText, nullable=False),
    Column("first_seen", UtcTime, nullable=False),
    PrimaryKeyConstraint("id", "version"),
)

round_ = Table(
    "round",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("authority_id", ForeignKey("authority.id"), nullable=False),
    Column("name", Text, nullable=False),
    Column("name_key", Text, nullable=False),
    Column("framework_id", Text, nullable=False),
    Column("framework_version", Text, nullable=False),
    Column("opens_on", Day),
    Column("closes_on", Day),
    Column("voices", Text, nullable=False),
    Column("managed", Boolean, nullable=False, server_default=false()),  # opened by a lead, with invitations
    Column("owner", Text, nullable=False, server_default=""),
    Column("threshold", Integer, nullable=False, server_default="3"),
    Column("groups", JsonText, nullable=False, server_default="[]"),  # none: the framework's
    Column("asks", JsonText, nullable=False, server_default="{}"),  # group -> items; absent: everything
    Column("created_at", UtcTime),
    Column("closed_at", UtcTime),
    Column("starts_from", Integer),  # another round's id; no foreign key, as in subject
    UniqueConstraint("authority_id", "name_key", "framework_id"),
    ForeignKeyConstraint(
        ["framework_id", "framework_version"], ["framework_version.id", "framework_version.version"]
    ),
    CheckConstraint("voices IN ('named', 'anonymous')", "voices"),
)

assessment = Table(
    "assessment",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("public_id", Text, nullable=False),
    Column("subject_id", ForeignKey("subject.id"), nullable=False),
    Column("round_id", ForeignKey("round.id"), nullable=False),
    Column("framework_id", Text, nullable=False),
    Column("framework_version", Text, nullable=False),
    Column("vocabulary", Text, nullable=False),
    Column("owner", Text, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("finished_at", UtcTime),
    Column("archived_at", UtcTime),
    UniqueConstraint("public_id"),
    ForeignKeyConstraint(
        ["framework_id", "framework_version"], ["framework_version.id", "framework_version.version"]
    ),
)
Index(
    "uq_assessment_current",
    assessment.c.subject_id,
    assessment.c.round_id,
    assessment.c.owner,
    unique=True,
    sqlite_where=text("archived_at IS NULL"),
    postgresql_where=text("archived_at IS NULL"),
)
Index("ix_assessment_owner", assessment.c.owner)
Index("ix_assessment_round_id", assessment.c.round_id)

# A respondent of an anonymous round has a random id, so that ids don't tell the order in which people came.
# SQLite's whole numbers are as wide, and only a column called INTEGER numbers itself.
respondent_id = BigInteger().with_variant(Integer, "sqlite")

respondent = Table(
    "respondent",
    metadata,
    Column("id", respondent_id, primary_key=True),
    Column("assessment_id", ForeignKey("assessment.id"), nullable=False),
    Column("label", Text, nullable=False),
    Column("group_id", Text, nullable=False),
    Column("actor", Text, nullable=False),
    UniqueConstraint("assessment_id", "label"),
)
Index("ix_respondent_actor", respondent.c.actor)

answer = Table(
    "answer",
    metadata,
    Column("assessment_id", ForeignKey("assessment.id"), nullable=False),
    Column("respondent_id", ForeignKey("respondent.id"), nullable=False),
    Column("item", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("value", Double),
    Column("special", Text),
    Column("basis", Text),
    Column("evidence", Text, nullable=False),
    Column("direction", Text),
    Column("one_person", Boolean, nullable=False),
    Column("reason", Text, nullable=False),
    Column("changed_at", UtcTime, nullable=False),
    Column("carried", Boolean, nullable=False, server_default=false()),  # from the round before, not reviewed
    Column("present", Text, nullable=False, server_default=""),  # who was in the room when it was agreed
    PrimaryKeyConstraint("assessment_id", "respondent_id", "item", "kind"),
    CheckConstraint("kind IN ('answer', 'agreed')", "kind"),
    CheckConstraint("special IN ('na', 'dk')", "special"),
    CheckConstraint("value IS NULL OR special IS NULL", "one_choice"),
)
# An agreed rating belongs to the assessment: its respondent is only whoever recorded it.
Index(
    "uq_answer_agreed",
    answer.c.assessment_id,
    answer.c.item,
    unique=True,
    sqlite_where=text("kind = 'agreed'"),
    postgresql_where=text("kind = 'agreed'"),
)

answer_change = Table(
    "answer_change",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", UtcTime, nullable=False),
    Column("by_actor", Text, nullable=False),
    Column("assessment_id", ForeignKey("assessment.id"), nullable=False),
    Column("respondent_id", ForeignKey("respondent.id"), nullable=False),
    Column("item", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("before", JsonText, nullable=False),
    Column("after", JsonText, nullable=False),
)
Index("ix_answer_change_assessment_id_item", answer_change.c.assessment_id, answer_change.c.item)

draft_note = Table(
    "draft_note",
    metadata,
    Column("assessment_id", ForeignKey("assessment.id"), nullable=False),
    Column("respondent_id", ForeignKey("respondent.id"), nullable=False),
    Column("item", Text, nullable=False),
    Column("field", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("why", JsonText, nullable=False),
    Column("kept_at", UtcTime, nullable=False),
    PrimaryKeyConstraint("assessment_id", "respondent_id", "item", "field"),
)

snapshot = Table(
    "snapshot",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("assessment_id", ForeignKey("assessment.id"), nullable=False),
    Column("taken_at", UtcTime, nullable=False),
    Column("by_actor", Text, nullable=False),
    Column("framework_id", Text, nullable=False),
    Column("framework_version", Text, nullable=False),
    Column("answers", JsonText, nullable=False),
    Column("scores", JsonText, nullable=False),
    Column("why", Text, nullable=False),
)
Index("ix_snapshot_assessment_id", snapshot.c.assessment_id)

event = Table(
    "event",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("assessment_id", ForeignKey("assessment.id"), nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("by_actor", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("detail", JsonText, nullable=False),
)
Index("ix_event_assessment_id", event.c.assessment_id)

share = Table(
    "share",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("assessment_id", ForeignKey("assessment.id"), nullable=False),
    Column("authority_id", ForeignKey("authority.id"), nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("by_actor", Text, nullable=False),
    Column("ended_at", UtcTime),
)
Index(
    "uq_share_current",
    share.c.assessment_id,
    share.c.authority_id,
    unique=True,
    sqlite_where=text("ended_at IS NULL"),
    postgresql_where=text("ended_at IS NULL"),
)
Index("ix_share_authority_id", share.c.authority_id)

action = Table(
    "action",
    metadata,
    Column("assessment_id", ForeignKey("assessment.id"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("item", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("owner_role", Text, nullable=False),
    Column("due_on", Day),
    Column("target", Double),  # the value of the level aimed at
    Column("implies", Text, nullable=False, server_default=""),
    Column("status", Text, nullable=False, server_default="to_do"),
    Column("outcome", Text, nullable=False, server_default=""),
    Column(
        "carried_from", Text, nullable=False, server_default=""
    ),  # an assessment's public id, "/", a position
    PrimaryKeyConstraint("assessment_id", "position"),
    CheckConstraint("status IN ('to_do', 'doing', 'done', 'dropped')", "status"),
)

invitation = Table(
    "invitation",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("round_id", ForeignKey("round.id"), nullable=False),
    Column("assessment_id", ForeignKey("assessment.id"), nullable=False),
    Column("kind", Text, nullable=False),
    Column("group_id", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("token_hash", Text, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("revoked_at", UtcTime),
    Column("started_on", Day),
    Column("finished_on", Day),
    Column("parent_id", ForeignKey("invitation.id")),
    UniqueConstraint("token_hash"),
    CheckConstraint("kind IN ('manager', 'person', 'group', 'return')", "kind"),
)
Index("ix_invitation_round_id", invitation.c.round_id)
Index("ix_invitation_assessment_id", invitation.c.assessment_id)

# What follows holds nothing of its own: scores as they were last worked out, so that many assessments can be
# compared without reading their answers.
result = Table(
    "result",
    metadata,
    Column("assessment_id", ForeignKey("assessment.id"), primary_key=True, autoincrement=False),
    Column("subject_id", Integer, nullable=False),
    Column("round_id", Integer, nullable=False),
    Column("authority_id", Integer, nullable=False),
    *(Column(name, Text, nullable=False) for name in ("lens", "origin", "series", "round_key")),
    *(Column(name, Text, nullable=False) for name in ("setting", "size", "region", "owner")),
    *(Column(name, Boolean, nullable=False) for name in ("shared", "stale", "anonymous")),
    Column("voices", Integer),
    Column("groups", Integer),
    Column("rated", Integer, nullable=False),
    Column("asked", Integer, nullable=False),
    *(Column(name, Double) for name in ("position", "low", "high", "coverage", "wide_low", "wide_high")),
    *(Column(name, Text, nullable=False) for name in ("zone", "zone_low", "zone_high")),
    Column("as_of", UtcTime, nullable=False),
)
# Everything that a filter asks for, so that counting needs no more than the index.
Index(
    "ix_result_series",
    *(result.c[name] for name in ("series", "lens", "origin", "round_key", "shared", "owner")),
    *(result.c[name] for name in ("authority_id", "round_id", "setting", "size", "region")),
)
Index("ix_result_authority_id", result.c.authority_id)
Index("ix_result_round_id", result.c.round_id)
Index("ix_result_subject_id", result.c.subject_id)

figure = Table(
    "figure",
    metadata,
    Column("assessment_id", ForeignKey("assessment.id"), nullable=False),
    Column("kind", Text, nullable=False),
    Column("part", Text, nullable=False),
    *(Column(name, Double) for name in ("position", "low", "high", "coverage", "wide_low", "wide_high")),
    Column("agreement", Double),
    Column("agreed", Boolean, nullable=False),
    Column("voices", Integer),
    Column("dont_know", Integer),
    Column("evidence", Integer, nullable=False),
    Column("direction", Text, nullable=False),
    PrimaryKeyConstraint("assessment_id", "kind", "part"),
    CheckConstraint("kind IN ('indicator', 'item', 'strand')", "kind"),
    # Kept in the order of the key, in which it is read. An index that begins with the kind would make it slower:
    # SQLite would go through every figure of a kind, whatever the filter.
    sqlite_with_rowid=False,
)
