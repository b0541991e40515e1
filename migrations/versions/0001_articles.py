"""Articles, their versions, originals, sightings, facts and tags; identity and change list."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import uuid4

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    _identity()
    _articles()
    _about_articles()


def _identity() -> None:
    one_row = sa.CheckConstraint("k = 1", name=op.f("ck_archive_one_row"))
    archive = op.create_table(
        "archive",
        sa.Column("k", sa.Integer, nullable=False),
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("created", sa.DateTime, nullable=False),
        sa.Column("made_by", sa.String(20), nullable=False),
        one_row,
        sa.PrimaryKeyConstraint("k", name=op.f("pk_archive")),
    )
    counter = op.create_table(
        "counter",
        sa.Column("k", sa.Integer, nullable=False),
        sa.Column("seq", sa.Integer, nullable=False),
        sa.CheckConstraint("k = 1", name=op.f("ck_counter_one_row")),
        sa.PrimaryKeyConstraint("k", name=op.f("pk_counter")),
    )
    op.create_table(
        "change",
        sa.Column("article_id", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("seq", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("article_id", name=op.f("pk_change")),
        sa.UniqueConstraint("seq", name=op.f("uq_change_seq")),
    )
    made = {"k": 1, "id": str(uuid4()), "created": datetime.now(UTC).replace(tzinfo=None)}
    op.bulk_insert(archive, [{**made, "made_by": "0.1.0"}])
    op.bulk_insert(counter, [{"k": 1, "seq": 0}])


def _articles() -> None:
    op.create_table(
        "article",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("key", sa.Text),
        sa.Column("added", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_article")),
        sa.UniqueConstraint("key", name=op.f("uq_article_key")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "original",
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_original")),
    )
    op.create_table(
        "version",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("article_id", sa.Integer, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("identity", sa.String(64), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("media_type", sa.String(100), nullable=False),
        sa.Column("encoding", sa.String(40), nullable=False),
        sa.Column("replaced", sa.Integer, nullable=False),
        sa.Column("seen", sa.DateTime, nullable=False),
        sa.Column("is_current", sa.Boolean, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_version")),
        _references("version", "article_id", "article.id", cascade=True),
        _references("version", "sha256", "original.sha256"),
        sa.UniqueConstraint("article_id", "number", name=op.f("uq_version_article_id_number")),
    )
    current = sa.text("is_current")
    op.create_index(
        "ix_version_current", "version", ["article_id"], unique=True, sqlite_where=current
    )
    op.create_index(
        "ix_version_current_identity", "version", ["identity"], unique=True, sqlite_where=current
    )
    op.create_index("ix_version_identity", "version", ["identity"])
    op.create_index("ix_version_sha256", "version", ["sha256"])


def _about_articles() -> None:
    op.create_table(
        "sighting",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("version_id", sa.Integer, nullable=False),
        sa.Column("path", sa.LargeBinary, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("seen", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sighting")),
        _references("sighting", "version_id", "version.id", cascade=True),
        _references("sighting", "sha256", "original.sha256"),
        sa.UniqueConstraint(
            "version_id", "path", "sha256", name=op.f("uq_sighting_version_id_path_sha256")
        ),
    )
    op.create_index("ix_sighting_sha256", "sighting", ["sha256"])
    op.create_table(
        "fact",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("version_id", sa.Integer, nullable=False),
        sa.Column("field", sa.String(20), nullable=False),
        sa.Column("value", sa.Text, nullable=False),
        sa.Column("basis", sa.String(10), nullable=False),
        sa.Column("rule", sa.Text, nullable=False),
        sa.Column("start", sa.Integer),
        sa.Column("end", sa.Integer),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fact")),
        _references("fact", "version_id", "version.id", cascade=True),
        sa.UniqueConstraint(
            "version_id",
            "field",
            "value",
            "basis",
            "rule",
            name=op.f("uq_fact_version_id_field_value_basis_rule"),
        ),
        sa.CheckConstraint(
            "basis IN ('edited', 'declared', 'extracted', 'inferred')",
            name=op.f("ck_fact_known_basis"),
        ),
    )
    op.create_table(
        "tag",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tag")),
        sa.UniqueConstraint("name", name=op.f("uq_tag_name")),
    )
    op.create_table(
        "article_tag",
        sa.Column("article_id", sa.Integer, nullable=False),
        sa.Column("tag_id", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("article_id", "tag_id", name=op.f("pk_article_tag")),
        _references("article_tag", "article_id", "article.id", cascade=True),
        _references("article_tag", "tag_id", "tag.id", cascade=True),
    )
    op.create_index("ix_article_tag_tag_id", "article_tag", ["tag_id"])


def _references(
    table: str, column: str, target: str, *, cascade: bool = False
) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column],
        [target],
        name=op.f(f"fk_{table}_{column}"),
        ondelete="CASCADE" if cascade else None,
    )
