"""Workshops: their sub-indicators, the phones in the room, and what was voted by phone and by hand.

Revision ID: 0004
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

WIDE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
OPEN = sa.text("ended_at IS NULL")


def upgrade() -> None:
    _add_workshops()
    _add_items()
    _add_votes()


def _add_workshops() -> None:
    op.create_table(
        "workshop",
        sa.Column("id", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("public_id", "code", "host_hash", "kind")),
        sa.Column("assessment_id", sa.Integer()),
        *(
            sa.Column(name, sa.Text(), nullable=False)
            for name in ("example", "framework_id", "framework_version", "lens", "vocabulary")
        ),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("owner", "title", "present")),
        sa.Column("ask_groups", sa.Boolean(), nullable=False),
        sa.Column("threshold", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.Text(), nullable=False),
        sa.Column("ended_at", sa.Text()),
        sa.Column("current", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_workshop"),
        sa.UniqueConstraint("public_id", name="uq_workshop_public_id"),
        sa.UniqueConstraint("host_hash", name="uq_workshop_host_hash"),
        sa.ForeignKeyConstraint(["assessment_id"], ["assessment.id"], name="fk_workshop_assessment_id"),
        sa.ForeignKeyConstraint(
            ["framework_id", "framework_version"],
            ["framework_version.id", "framework_version.version"],
            name="fk_workshop_framework_id_framework_version",
        ),
        sa.CheckConstraint("kind IN ('assessment', 'practice', 'calibration')", name="ck_workshop_kind"),
        sa.CheckConstraint(
            "(kind = 'assessment') = (assessment_id IS NOT NULL)", name="ck_workshop_assessment"
        ),
    )
    op.create_index(
        "uq_workshop_code_open", "workshop", ["code"], unique=True, sqlite_where=OPEN, postgresql_where=OPEN
    )
    for column in ("code", "owner", "assessment_id"):
        op.create_index(f"ix_workshop_{column}", "workshop", [column], unique=False)


def _add_items() -> None:
    op.create_table(
        "workshop_item",
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("item", sa.Text(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("phase", sa.Text(), nullable=False),
        sa.Column("ballot", sa.Integer(), nullable=False),
        sa.Column("timer_ends_at", sa.Text()),
        sa.Column("before", sa.Double()),
        sa.Column("agreed_value", sa.Double()),
        sa.Column("agreed_special", sa.Text()),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("dissent", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("workshop_id", "item", name="pk_workshop_item"),
        sa.ForeignKeyConstraint(["workshop_id"], ["workshop.id"], name="fk_workshop_item_workshop_id"),
        sa.CheckConstraint(
            "phase IN ('waiting', 'vote', 'reveal', 'discuss', 'agreed', 'skipped', 'later')",
            name="ck_workshop_item_phase",
        ),
        sa.CheckConstraint("agreed_special IN ('na')", name="ck_workshop_item_agreed_special"),
        sa.CheckConstraint(
            "agreed_value IS NULL OR agreed_special IS NULL", name="ck_workshop_item_one_choice"
        ),
    )


def _add_votes() -> None:
    op.create_table(
        "workshop_seat",
        sa.Column("id", WIDE, nullable=False, autoincrement=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("group_id", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_workshop_seat"),
        sa.ForeignKeyConstraint(["workshop_id"], ["workshop.id"], name="fk_workshop_seat_workshop_id"),
        sa.UniqueConstraint("token_hash", name="uq_workshop_seat_token_hash"),
    )
    op.create_index("ix_workshop_seat_workshop_id", "workshop_seat", ["workshop_id"], unique=False)
    op.create_table(
        "workshop_vote",
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("item", sa.Text(), nullable=False),
        sa.Column("ballot", sa.Integer(), nullable=False),
        sa.Column("seat_id", WIDE, nullable=False),
        sa.Column("value", sa.Double()),
        sa.Column("special", sa.Text()),
        sa.PrimaryKeyConstraint("workshop_id", "item", "ballot", "seat_id", name="pk_workshop_vote"),
        sa.ForeignKeyConstraint(["seat_id"], ["workshop_seat.id"], name="fk_workshop_vote_seat_id"),
        sa.ForeignKeyConstraint(
            ["workshop_id", "item"],
            ["workshop_item.workshop_id", "workshop_item.item"],
            name="fk_workshop_vote_workshop_id_item",
        ),
        sa.CheckConstraint("special IN ('dk')", name="ck_workshop_vote_special"),
        sa.CheckConstraint("(value IS NULL) <> (special IS NULL)", name="ck_workshop_vote_one_choice"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "workshop_hands",
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("item", sa.Text(), nullable=False),
        sa.Column("ballot", sa.Integer(), nullable=False),
        sa.Column("choice", sa.Text(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("workshop_id", "item", "ballot", "choice", name="pk_workshop_hands"),
        sa.ForeignKeyConstraint(
            ["workshop_id", "item"],
            ["workshop_item.workshop_id", "workshop_item.item"],
            name="fk_workshop_hands_workshop_id_item",
        ),
    )
