"""Notes about articles, saved searches, and what each saved search is done with."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "note",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("article_id", sa.Integer, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("added", sa.DateTime, nullable=False),
        sa.Column("changed", sa.DateTime),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note")),
        _references("note", "article"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_note_article_id", "note", ["article_id"])
    op.create_table(
        "saved",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("query", sa.Text, nullable=False),
        sa.Column("match", sa.String(3), nullable=False),
        sa.Column("sort", sa.String(10), nullable=False),
        sa.Column("tree", sa.Text, nullable=False),
        sa.Column("grammar", sa.Integer, nullable=False),
        sa.Column("tag", sa.Text),
        sa.Column("added", sa.DateTime, nullable=False),
        sa.Column("checksum", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved")),
        sa.UniqueConstraint("name", name=op.f("uq_saved_name")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "saved_article",
        sa.Column("saved_id", sa.Integer, nullable=False),
        sa.Column("how", sa.String(8), nullable=False),
        sa.Column("article_id", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("saved_id", "how", "article_id", name=op.f("pk_saved_article")),
        _references("saved_article", "saved"),
        _references("saved_article", "article"),
        sa.CheckConstraint(
            "how IN ('reported', 'tagged')", name=op.f("ck_saved_article_known_how")
        ),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_saved_article_article_id", "saved_article", ["article_id"])


def _references(table: str, target: str) -> sa.ForeignKeyConstraint:
    column = f"{target}_id"
    name = op.f(f"fk_{table}_{column}")
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name, ondelete="CASCADE")
