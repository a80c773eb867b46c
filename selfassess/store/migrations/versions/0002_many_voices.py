"""Rounds with invitations, agreed ratings with who was there, and kept results.

Revision ID: 0002
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _widen_respondents()
    op.add_column("subject", sa.Column("removed_at", sa.Text()))
    op.add_column("subject", sa.Column("merged_into", sa.Integer()))
    for column in (
        sa.Column("managed", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("owner", sa.Text(), nullable=False, server_default=""),
        sa.Column("threshold", sa.Integer(), nullable=False, server_default="3"),
        sa.Column("groups", sa.Text(), nullable=False, server_default="[]"),
        sa.Column("asks", sa.Text(), nullable=False, server_default="{}"),
        sa.Column("created_at", sa.Text()),
        sa.Column("closed_at", sa.Text()),
        sa.Column("starts_from", sa.Integer()),
    ):
        op.add_column("round", column)
    op.add_column("answer", sa.Column("carried", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("answer", sa.Column("present", sa.Text(), nullable=False, server_default=""))
    _add_invitations()
    _add_results()


def _widen_respondents() -> None:
    """SQLite's whole numbers are wide enough as they are."""
    if op.get_bind().dialect.name != "postgresql":
        return
    op.execute("ALTER TABLE respondent ALTER COLUMN id TYPE BIGINT")
    op.execute("ALTER SEQUENCE respondent_id_seq AS BIGINT")
    for table in ("answer", "answer_change", "draft_note"):
        op.execute(f"ALTER TABLE {table} ALTER COLUMN respondent_id TYPE BIGINT")


def _add_invitations() -> None:
    op.create_table(
        "invitation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("group_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("created_at", sa.Text(), nullable=False),
        sa.Column("revoked_at", sa.Text()),
        sa.Column("started_on", sa.Text()),
        sa.Column("finished_on", sa.Text()),
        sa.Column("parent_id", sa.Integer()),
        sa.PrimaryKeyConstraint("id", name="pk_invitation"),
        sa.CheckConstraint("kind IN ('manager', 'person', 'group', 'return')", name="ck_invitation_kind"),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name="fk_invitation_round_id"),
        sa.ForeignKeyConstraint(["assessment_id"], ["assessment.id"], name="fk_invitation_assessment_id"),
        sa.ForeignKeyConstraint(["parent_id"], ["invitation.id"], name="fk_invitation_parent_id"),
        sa.UniqueConstraint("token_hash", name="uq_invitation_token_hash"),
    )
    op.create_index("ix_invitation_round_id", "invitation", ["round_id"], unique=False)
    op.create_index("ix_invitation_assessment_id", "invitation", ["assessment_id"], unique=False)


def _add_results() -> None:
    bounds = ("position", "low", "high", "coverage", "wide_low", "wide_high")
    op.create_table(
        "result",
        sa.Column("assessment_id", sa.Integer(), nullable=False, autoincrement=False),
        *(sa.Column(n, sa.Integer(), nullable=False) for n in ("subject_id", "round_id", "authority_id")),
        *(sa.Column(n, sa.Text(), nullable=False) for n in ("lens", "origin", "series", "round_key")),
        *(sa.Column(n, sa.Text(), nullable=False) for n in ("setting", "size", "region", "owner")),
        *(sa.Column(n, sa.Boolean(), nullable=False) for n in ("shared", "stale", "anonymous")),
        sa.Column("voices", sa.Integer()),
        sa.Column("groups", sa.Integer()),
        sa.Column("rated", sa.Integer(), nullable=False),
        sa.Column("asked", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Double()) for name in bounds),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("zone", "zone_low", "zone_high")),
        sa.Column("as_of", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("assessment_id", name="pk_result"),
        sa.ForeignKeyConstraint(["assessment_id"], ["assessment.id"], name="fk_result_assessment_id"),
    )
    op.create_index(
        "ix_result_series",
        "result",
        [
            *("series", "lens", "origin", "round_key", "shared", "owner"),
            *("authority_id", "round_id", "setting", "size", "region"),
        ],
        unique=False,
    )
    for column in ("authority_id", "round_id", "subject_id"):
        op.create_index(f"ix_result_{column}", "result", [column], unique=False)
    op.create_table(
        "figure",
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("part", sa.Text(), nullable=False),
        *(sa.Column(name, sa.Double()) for name in (*bounds, "agreement")),
        sa.Column("agreed", sa.Boolean(), nullable=False),
        sa.Column("voices", sa.Integer()),
        sa.Column("dont_know", sa.Integer()),
        sa.Column("evidence", sa.Integer(), nullable=False),
        sa.Column("direction", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("assessment_id", "kind", "part", name="pk_figure"),
        sa.CheckConstraint("kind IN ('indicator', 'item', 'strand')", name="ck_figure_kind"),
        sa.ForeignKeyConstraint(["assessment_id"], ["assessment.id"], name="fk_figure_assessment_id"),
        sqlite_with_rowid=False,
    )
