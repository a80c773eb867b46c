"""Things to work on with what is aimed at, what it takes, how far they are and what became of them.

Revision ID: 0003
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("action", sa.Column("target", sa.Double()))
    op.add_column("action", sa.Column("implies", sa.Text(), nullable=False, server_default=""))
    # As SQL: a column that is added brings its check along in no other way that SQLite takes.
    op.execute(
        "ALTER TABLE action ADD COLUMN status TEXT DEFAULT 'to_do' NOT NULL CONSTRAINT ck_action_status "
        "CHECK (status IN ('to_do', 'doing', 'done', 'dropped'))"
    )
    op.add_column("action", sa.Column("outcome", sa.Text(), nullable=False, server_default=""))
    op.add_column("action", sa.Column("carried_from", sa.Text(), nullable=False, server_default=""))
