"""Sketches of the texts, and clusters of copies; `archive.database.migrate` fills them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "sketch",
        sa.Column("article_id", sa.Integer, nullable=False),
        sa.Column("shingles", sa.Integer, nullable=False),
        sa.Column("reach", sa.BigInteger, nullable=False),
        sa.Column("hashes", sa.LargeBinary, nullable=False),
        sa.Column("cluster", sa.Integer),
        sa.PrimaryKeyConstraint("article_id", name=op.f("pk_sketch")),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["article.id"],
            name=op.f("fk_sketch_article_id"),
            ondelete="CASCADE",
        ),
    )
    op.create_index(
        "ix_sketch_cluster",
        "sketch",
        ["cluster"],
        sqlite_where=sa.text("cluster IS NOT NULL"),
    )
    op.create_table(
        "shingle",
        sa.Column("hash", sa.BigInteger, nullable=False, autoincrement=False),
        sa.Column("articles", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_shingle")),
        sqlite_with_rowid=False,
    )
