"""Brings a database up to the tables of this version, safely when several processes start at once."""

from __future__ import annotations

import threading
from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text
from sqlalchemy.engine import Connection

from selfassess.errors import StoreError
from selfassess.store.database import Database
from selfassess.store.workshop_tables import metadata  # with those of workshops in it

_FOLDER = Path(__file__).parent / "migrations"
_IN_THIS_PROCESS = threading.Lock()  # Alembic keeps its context in module globals
_ADVISORY_LOCK = 7_215_200_701  # any number, the same in every version of this program


def newest() -> str:
    """The schema version that this program writes."""
    head = _scripts().get_current_head()
    assert head is not None, "the migrations folder is part of the package"
    return head


def upgrade(database: Database) -> None:
    """Runs the migrations that the database hasn't had, all in one transaction.

    Raises StoreError for a database of a newer version of this program, or of another program.
    """
    with database.read() as connection:
        if _current(connection, database) == newest():
            return
    with _IN_THIS_PROCESS, database.write() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _ADVISORY_LOCK})
        if _current(connection, database) == newest():
            return  # another process was quicker
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _current(connection: Connection, database: Database) -> str | None:
    """The database's schema version; None when it is empty."""
    current = MigrationContext.configure(connection).get_current_revision()
    known = {script.revision for script in _scripts().walk_revisions()}
    if current is not None and current not in known:
        raise StoreError(
            f"The database {database.place} was made by a newer version of this program. "
            "Update this program, or name another database with SELFASSESS_DATABASE_URL."
        )
    if current is None:
        foreign = set(inspect(connection).get_table_names()) - {"alembic_version"}
        if not database.is_sqlite:
            foreign &= set(metadata.tables)  # a server's database may well be shared with other programs
        if foreign:
            raise StoreError(
                f"The database {database.place} belongs to another program; nothing in it was changed. "
                "Name another with SELFASSESS_DATABASE_URL."
            )
    return current


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    return config


@cache
def _scripts() -> ScriptDirectory:
    return ScriptDirectory.from_config(_config())
