"""How sure a rule is of a fact, and lines that were learnt to be residue."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.add_column("fact", sa.Column("confidence", sa.Float))
    op.create_table(
        "residue",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("publisher", sa.Text, nullable=False),
        sa.Column("line", sa.Text, nullable=False),
        sa.Column("stories", sa.Integer, nullable=False),
        sa.Column("learned", sa.DateTime, nullable=False),
        sa.Column("line_sum", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_residue")),
        sa.UniqueConstraint("publisher", "line", name=op.f("uq_residue_publisher_line")),
    )
