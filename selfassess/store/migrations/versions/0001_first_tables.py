"""The first tables.

Revision ID: 0001
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "authority",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_key", sa.Text(), nullable=False),
        sa.Column("social_care_phone", sa.Text(), nullable=False),
        sa.Column("social_care_note", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_authority"),
        sa.UniqueConstraint("name_key", name="uq_authority_name_key"),
    )
    op.create_table(
        "framework_version",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("files", sa.Text(), nullable=False),
        sa.Column("first_seen", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", "version", name="pk_framework_version"),
    )
    op.create_table(
        "round",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("authority_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_key", sa.Text(), nullable=False),
        sa.Column("framework_id", sa.Text(), nullable=False),
        sa.Column("framework_version", sa.Text(), nullable=False),
        sa.Column("opens_on", sa.Text()),
        sa.Column("closes_on", sa.Text()),
        sa.Column("voices", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_round"),
        sa.CheckConstraint("voices IN ('named', 'anonymous')", name="ck_round_voices"),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name="fk_round_authority_id"),
        sa.ForeignKeyConstraint(
            ["framework_id", "framework_version"],
            ["framework_version.id", "framework_version.version"],
            name="fk_round_framework_id_framework_version",
        ),
        sa.UniqueConstraint(
            "authority_id", "name_key", "framework_id", name="uq_round_authority_id_name_key_framework_id"
        ),
    )
    op.create_table(
        "subject",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("authority_id", sa.Integer(), nullable=False),
        sa.Column("lens", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_key", sa.Text(), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("profile", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_subject"),
        sa.CheckConstraint("origin IN ('real', 'illustrative', 'worked-example')", name="ck_subject_origin"),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name="fk_subject_authority_id"),
        sa.UniqueConstraint(
            "authority_id", "lens", "name_key", "origin", name="uq_subject_authority_id_lens_name_key_origin"
        ),
    )
    op.create_table(
        "assessment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("framework_id", sa.Text(), nullable=False),
        sa.Column("framework_version", sa.Text(), nullable=False),
        sa.Column("vocabulary", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("created_at", sa.Text(), nullable=False),
        sa.Column("finished_at", sa.Text()),
        sa.Column("archived_at", sa.Text()),
        sa.PrimaryKeyConstraint("id", name="pk_assessment"),
        sa.ForeignKeyConstraint(
            ["framework_id", "framework_version"],
            ["framework_version.id", "framework_version.version"],
            name="fk_assessment_framework_id_framework_version",
        ),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name="fk_assessment_round_id"),
        sa.ForeignKeyConstraint(["subject_id"], ["subject.id"], name="fk_assessment_subject_id"),
        sa.UniqueConstraint("public_id", name="uq_assessment_public_id"),
    )
    op.create_index("ix_assessment_owner", "assessment", ["owner"], unique=False)
    op.create_index("ix_assessment_round_id", "assessment", ["round_id"], unique=False)
    op.create_index(
        "uq_assessment_current",
        "assessment",
        ["subject_id", "round_id", "owner"],
        unique=True,
        sqlite_where=sa.text("archived_at IS NULL"),
        postgresql_where=sa.text("archived_at IS NULL"),
    )
    op.create_table(
        "action",
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("item", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("owner_role", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Text()),
        sa.PrimaryKeyConstraint("assessment_id", "position", name="pk_action"),
        sa.ForeignKeyConstraint(["assessment_id"], ["assessment.id"], name="fk_action_assessment_id"),
    )
    op.create_table(
        "event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("by_actor", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_event"),
        sa.ForeignKeyConstraint(["assessment_id"], ["assessment.id"], name="fk_event_assessment_id"),
    )
    op.create_index("ix_event_assessment_id", "event", ["assessment_id"], unique=False)
    op.create_table(
        "respondent",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("group_id", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_respondent"),
        sa.ForeignKeyConstraint(["assessment_id"], ["assessment.id"], name="fk_respondent_assessment_id"),
        sa.UniqueConstraint("assessment_id", "label", name="uq_respondent_assessment_id_label"),
    )
    op.create_index("ix_respondent_actor", "respondent", ["actor"], unique=False)
    op.create_table(
        "share",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("authority_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("by_actor", sa.Text(), nullable=False),
        sa.Column("ended_at", sa.Text()),
        sa.PrimaryKeyConstraint("id", name="pk_share"),
        sa.ForeignKeyConstraint(["assessment_id"], ["assessment.id"], name="fk_share_assessment_id"),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name="fk_share_authority_id"),
    )
    op.create_index("ix_share_authority_id", "share", ["authority_id"], unique=False)
    op.create_index(
        "uq_share_current",
        "share",
        ["assessment_id", "authority_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "snapshot",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("taken_at", sa.Text(), nullable=False),
        sa.Column("by_actor", sa.Text(), nullable=False),
        sa.Column("framework_id", sa.Text(), nullable=False),
        sa.Column("framework_version", sa.Text(), nullable=False),
        sa.Column("answers", sa.Text(), nullable=False),
        sa.Column("scores", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_snapshot"),
        sa.ForeignKeyConstraint(["assessment_id"], ["assessment.id"], name="fk_snapshot_assessment_id"),
    )
    op.create_index("ix_snapshot_assessment_id", "snapshot", ["assessment_id"], unique=False)
    op.create_table(
        "answer",
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("respondent_id", sa.Integer(), nullable=False),
        sa.Column("item", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("value", sa.Double()),
        sa.Column("special", sa.Text()),
        sa.Column("basis", sa.Text()),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("direction", sa.Text()),
        sa.Column("one_person", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("assessment_id", "respondent_id", "item", "kind", name="pk_answer"),
        sa.CheckConstraint("kind IN ('answer', 'agreed')", name="ck_answer_kind"),
        sa.CheckConstraint("value IS NULL OR special IS NULL", name="ck_answer_one_choice"),
        sa.CheckConstraint("special IN ('na', 'dk')", name="ck_answer_special"),
        sa.ForeignKeyConstraint(["assessment_id"], ["assessment.id"], name="fk_answer_assessment_id"),
        sa.ForeignKeyConstraint(["respondent_id"], ["respondent.id"], name="fk_answer_respondent_id"),
    )
    op.create_index(
        "uq_answer_agreed",
        "answer",
        ["assessment_id", "item"],
        unique=True,
        sqlite_where=sa.text("kind = 'agreed'"),
        postgresql_where=sa.text("kind = 'agreed'"),
    )
    op.create_table(
        "answer_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("by_actor", sa.Text(), nullable=False),
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("respondent_id", sa.Integer(), nullable=False),
        sa.Column("item", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_answer_change"),
        sa.ForeignKeyConstraint(["assessment_id"], ["assessment.id"], name="fk_answer_change_assessment_id"),
        sa.ForeignKeyConstraint(["respondent_id"], ["respondent.id"], name="fk_answer_change_respondent_id"),
    )
    op.create_index(
        "ix_answer_change_assessment_id_item", "answer_change", ["assessment_id", "item"], unique=False
    )
    op.create_table(
        "draft_note",
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("respondent_id", sa.Integer(), nullable=False),
        sa.Column("item", sa.Text(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("kept_at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("assessment_id", "respondent_id", "item", "field", name="pk_draft_note"),
        sa.ForeignKeyConstraint(["assessment_id"], ["assessment.id"], name="fk_draft_note_assessment_id"),
        sa.ForeignKeyConstraint(["respondent_id"], ["respondent.id"], name="fk_draft_note_respondent_id"),
    )
