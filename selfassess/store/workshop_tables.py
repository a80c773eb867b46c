"""The tables of workshops, beside those in `tables`: who moves one on, who sits in it, and what they voted.

A seat is a phone in the room: it has no name and no time, and its id is random, so that nothing tells who came in which
order. A vote has no time either.
"""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Double,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from selfassess.store.tables import UtcTime, metadata, respondent_id

__all__ = ["metadata", "workshop", "workshop_hands", "workshop_item", "workshop_seat", "workshop_vote"]

workshop = Table(
    "workshop",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("public_id", Text, nullable=False),
    Column("code", Text, nullable=False),
    Column("host_hash", Text, nullable=False),  # of the token in the facilitator's link
    Column("kind", Text, nullable=False),
    Column("assessment_id", ForeignKey("assessment.id")),
    Column("example", Text, nullable=False),  # the authority of the worked example, "" for an assessment
    Column("framework_id", Text, nullable=False),
    Column("framework_version", Text, nullable=False),
    Column("lens", Text, nullable=False),
    Column("vocabulary", Text, nullable=False),
    Column("owner", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("present", Text, nullable=False),  # who is in the room, by role
    Column("ask_groups", Boolean, nullable=False),
    Column("threshold", Integer, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("ended_at", UtcTime),
    Column("current", Text, nullable=False),  # the item on the screen, "" for none
    Column("version", Integer, nullable=False),
    UniqueConstraint("public_id"),
    UniqueConstraint("host_hash"),
    ForeignKeyConstraint(
        ["framework_id", "framework_version"], ["framework_version.id", "framework_version.version"]
    ),
    CheckConstraint("kind IN ('assessment', 'practice', 'calibration')", "kind"),
    CheckConstraint("(kind = 'assessment') = (assessment_id IS NOT NULL)", "assessment"),
)
Index(
    "uq_workshop_code_open",
    workshop.c.code,
    unique=True,
    sqlite_where=text("ended_at IS NULL"),
    postgresql_where=text("ended_at IS NULL"),
)
Index("ix_workshop_code", workshop.c.code)
Index("ix_workshop_owner", workshop.c.owner)
Index("ix_workshop_assessment_id", workshop.c.assessment_id)

workshop_item = Table(
    "workshop_item",
    metadata,
    Column("workshop_id", ForeignKey("workshop.id"), nullable=False),
    Column("item", Text, nullable=False),
    Column("place", Integer, nullable=False),
    Column("phase", Text, nullable=False),
    Column(
        "ballot", Integer, nullable=False
    ),  # all up to it were revealed, but the last one in the phase "vote"
    Column("timer_ends_at", UtcTime),
    Column("before", Double),  # its position as the workshop was opened
    Column("agreed_value", Double),
    Column("agreed_special", Text),
    Column("reason", Text, nullable=False),
    Column("dissent", Text, nullable=False),
    PrimaryKeyConstraint("workshop_id", "item"),
    CheckConstraint(
        "phase IN ('waiting', 'vote', 'reveal', 'discuss', 'agreed', 'skipped', 'later')", "phase"
    ),
    CheckConstraint("agreed_special IN ('na')", "agreed_special"),
    CheckConstraint("agreed_value IS NULL OR agreed_special IS NULL", "one_choice"),
)

workshop_seat = Table(
    "workshop_seat",
    metadata,
    Column("id", respondent_id, primary_key=True, autoincrement=False),
    Column("workshop_id", ForeignKey("workshop.id"), nullable=False),
    Column("token_hash", Text, nullable=False),
    Column("group_id", Text, nullable=False),
    UniqueConstraint("token_hash"),
)
Index("ix_workshop_seat_workshop_id", workshop_seat.c.workshop_id)

# Kept by their keys alone: SQLite would number the rows in the order in which people voted.
workshop_vote = Table(
    "workshop_vote",
    metadata,
    Column("workshop_id", Integer, nullable=False),
    Column("item", Text, nullable=False),
    Column("ballot", Integer, nullable=False),
    Column("seat_id", ForeignKey("workshop_seat.id"), nullable=False),
    Column("value", Double),
    Column("special", Text),
    PrimaryKeyConstraint("workshop_id", "item", "ballot", "seat_id"),
    ForeignKeyConstraint(["workshop_id", "item"], ["workshop_item.workshop_id", "workshop_item.item"]),
    CheckConstraint("special IN ('dk')", "special"),
    CheckConstraint("(value IS NULL) <> (special IS NULL)", "one_choice"),
    sqlite_with_rowid=False,
)

workshop_hands = Table(
    "workshop_hands",
    metadata,
    Column("workshop_id", Integer, nullable=False),
    Column("item", Text, nullable=False),
    Column("ballot", Integer, nullable=False),
    Column("choice", Text, nullable=False),  # a level's value as text, or "dk"
    Column("count", Integer, nullable=False),
    PrimaryKeyConstraint("workshop_id", "item", "ballot", "choice"),
    ForeignKeyConstraint(["workshop_id", "item"], ["workshop_item.workshop_id", "workshop_item.item"]),
)
