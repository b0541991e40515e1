"""Checkpoints: which states of which index this database has vouched for."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "checkpoint",
        sa.Column("token", sa.String(32), nullable=False),
        sa.Column("index_id", sa.String(32), nullable=False),
        sa.Column("seq", sa.Integer, nullable=False),
        sa.Column("created", sa.DateTime, nullable=False),
        sa.Column("boot", sa.String(36), nullable=False),
        sa.Column("files", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("token", name=op.f("pk_checkpoint")),
    )
    op.create_index("ix_checkpoint_index_id", "checkpoint", ["index_id"])
