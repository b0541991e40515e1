"""Checkpoints of the index, and checksums of what is stored."""

from __future__ import annotations

from zlib import crc32

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
    op.add_column("change", sa.Column("checksum", sa.Integer))
    op.add_column("version", sa.Column("text_sum", sa.Integer, nullable=False, server_default="0"))
    _sum_texts()


def _sum_texts() -> None:
    connection = op.get_bind()
    ids = connection.execute(sa.text("SELECT id FROM version")).scalars().all()
    stored = sa.text("SELECT text FROM version WHERE id = :id")
    summed = sa.text("UPDATE version SET text_sum = :sum WHERE id = :id")
    for id in ids:  # one at a time: a text can have 64 MB
        text = connection.execute(stored, {"id": id}).scalar_one()
        connection.execute(summed, {"id": id, "sum": crc32(text.encode("utf-8", "surrogatepass"))})
