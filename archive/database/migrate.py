"""Bring a database to this version's tables, or say why it cannot be."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Engine, inspect

from archive.database import sums
from archive.database.connection import APPLICATION_ID, damage
from archive.errors import DamageError, ForeignFileError, NotAnArchiveError

# The newest migration; a test compares it with migrations/versions.
HEAD = "0002"
# What every archive has had since the first migration.
_OURS = ("alembic_version", "archive", "article", "change", "counter", "original", "version")


def is_current(engine: Engine, path: Path) -> bool:
    """Whether the tables are those of this version; False: `upgrade` is needed.

    Raises
    ------
    NotAnArchiveError
        If it is a database of something else, or one that a newer version made.
    DamageError
        If it was an archive, and is none any more.
    """
    try:
        with engine.connect() as connection:
            tables = set(inspect(connection).get_table_names())
            mark = connection.exec_driver_sql("PRAGMA application_id").scalar_one()
            if not tables and mark in (0, APPLICATION_ID):
                return False
            if (mark == APPLICATION_ID) != tables.issuperset(_OURS):
                raise damage(path, "its header and its tables do not belong together")
            if mark != APPLICATION_ID:
                raise ForeignFileError(
                    f"{path} is a database, but not an archive; nothing was changed"
                )
            stated = "SELECT version_num FROM alembic_version"
            revision = connection.exec_driver_sql(stated).scalar()
    except ValueError as error:  # a name in the schema that is not UTF-8
        raise damage(path, str(error)) from error
    if revision is not None and str(revision) > HEAD:
        raise NotAnArchiveError(
            f"{path} was made by a newer version of archive (its tables are at "
            f"{revision}, this version knows {HEAD}); nothing was changed, install the newer one"
        )
    return revision == HEAD


def is_blank(engine: Engine) -> bool:
    """Whether there is nothing in the database at all."""
    with engine.connect() as connection:
        return not inspect(connection).get_table_names()


def upgrade(engine: Engine) -> None:
    """Run the missing migrations, all in one transaction.

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
        except CommandError as error:
            raise DamageError(f"the version of the tables makes no sense: {error}") from error


def scripts() -> Path:
    """The folder of the migrations: inside the package when installed, beside it in a clone."""
    package = Path(__file__).parent.parent
    installed = package / "migrations"
    return installed if installed.is_dir() else package.parent / "migrations"
