"""Texts whose copies are yet to be found."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "pending",
        sa.Column("article_id", sa.Integer, nullable=False),
        sa.Column("shingles", sa.Integer),
        sa.Column("hashes", sa.LargeBinary),
        sa.PrimaryKeyConstraint("article_id", name=op.f("pk_pending")),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["article.id"],
            name=op.f("fk_pending_article_id"),
            ondelete="CASCADE",
        ),
    )
