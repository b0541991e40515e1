"""Bring a database to this version's tables."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Engine

from archive.database import copies, sums, writing
from archive.database.connection import APPLICATION_ID
from archive.errors import DamageError


def upgrade(engine: Engine) -> None:
    """Run the missing migrations, all in one transaction, and find the clusters of copies.

    Raises
    ------
    DamageError
        If the tables are at no version that there ever was.
    """
    # 400 ms of imports that only a new or an old archive has to pay.
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", str(scripts()).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    with engine.connect() as connection, connection.begin():
        connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
        config.attributes["connection"] = connection
        try:
            command.upgrade(config, "head")
            sums.complete(connection)
            writing.record_changes(connection, copies.anew(connection), lost=())
        except CommandError as error:
            raise DamageError(f"the version of the tables makes no sense: {error}") from error


def scripts() -> Path:
    """The folder of the migrations: inside the package when installed, beside it in a clone."""
    package = Path(__file__).parent.parent
    installed = package / "migrations"
    return installed if installed.is_dir() else package.parent / "migrations"
