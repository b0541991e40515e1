"""How age counts in the order of a saved search."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.add_column("saved", sa.Column("recent", sa.Integer, nullable=False, server_default="0"))
