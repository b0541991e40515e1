"""Alembic's entry: runs the migrations on the connection that `archive` hands over."""

from __future__ import annotations

from alembic import context

connection = context.config.attributes["connection"]
context.configure(connection=connection, render_as_batch=True)
# No transaction here: the caller's holds all migrations, so that a killed one leaves nothing.
context.run_migrations()
