"""The connection to the database: opening it, transactions, and what SQLite needs to be told.

An answer that is reported as saved must survive the power going: SQLite writes ahead (WAL) and waits for the
disk at each commit (`synchronous=FULL`). PostgreSQL does so by itself.
"""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, Table, create_engine, event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import URL, Connection, make_url
from sqlalchemy.exc import ArgumentError, OperationalError

from selfassess.errors import StoreError
from selfassess.store import faults

BUSY_SECONDS = 5.0
"""How long a writer waits for another to finish before it is told that the database is busy."""


NO_ADDRESS = (
    "SELFASSESS_DATABASE_URL is not a database address. One looks like sqlite:///data/selfassess.db "
    "or postgresql://user@host/name."
)

DRIVERS = {
    "sqlite": "sqlite",
    "postgres": "postgresql+psycopg",
    "postgresql": "postgresql+psycopg",
    "postgresql+psycopg": "postgresql+psycopg",
}
"""How an address may begin, and the driver that is used for it."""


def now() -> datetime:
    return datetime.now(UTC)


class Database:
    """An engine, and the two kinds of transaction. `place` names it in messages, without a password."""

    def __init__(self, engine: Engine, place: str) -> None:
        self.engine = engine
        self.place = place
        self._open = threading.local()

    @property
    def is_sqlite(self) -> bool:
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction that may write; commits at the end, or undoes everything on an exception.

        Inside another `write` of the same thread it joins that one.
        """
        current: Connection | None = getattr(self._open, "connection", None)
        if current is not None:
            with faults.translated(self.place):
                yield current
            return
        with faults.translated(self.place), self.engine.connect() as connection:
            # SQLite takes the write lock at the start: a lock asked for halfway can't be waited for.
            writing = connection.execution_options(selfassess_write=True)
            with writing.begin():
                self._open.connection = writing
                self._open.compact = ()
                try:
                    yield writing
                finally:
                    self._open.connection = None
        if self._open.compact:
            self._compact(self._open.compact)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A transaction that sees one state throughout; inside another of the same thread it joins that."""
        current: Connection | None = getattr(self._open, "connection", None)
        current = current or getattr(self._open, "reading", None)
        if current is not None:
            with faults.translated(self.place):
                yield current
            return
        with faults.translated(self.place), self.engine.connect() as connection:
            if not self.is_sqlite:  # PostgreSQL's default shows each statement what was committed meanwhile
                connection = connection.execution_options(isolation_level="REPEATABLE READ")
            self._open.reading = connection
            try:
                yield connection
            finally:
                self._open.reading = None

    def compact_afterwards(self, tables: Iterable[Table]) -> None:
        """Has these tables rewritten once the current `write` is committed: no erased text stays in their files.

        SQLite rewrites its one file. What isn't reached: copies made before (backups, exports) and, with
        PostgreSQL, its write-ahead log and the archives of that, until the server has recycled them.
        """
        self._open.compact = tuple(table.name for table in tables)

    def _compact(self, tables: Iterable[str]) -> None:
        try:
            with faults.translated(self.place):
                busy = self._compact_sqlite() if self.is_sqlite else self._compact_postgresql(tables)
        except StoreError as error:
            if str(error) != faults.BUSY:
                raise
            busy = True
        if busy:
            raise StoreError(
                "The text is gone from every page, but the database was too busy to wipe it from the file. "
                "Erase it again in a moment."
            )

    def _compact_sqlite(self) -> bool:
        """Rewritten, since SQLite wipes a deleted row but not the copies left when it split a page."""
        with self.engine.connect() as connection:
            raw: Any = connection.connection.dbapi_connection
            with faults_of_driver(self.place):
                raw.execute("VACUUM")
                return bool(raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0])

    def _compact_postgresql(self, tables: Iterable[str]) -> bool:
        """FULL, since a plain VACUUM frees the space of a dead row without wiping it."""
        with self.engine.connect() as connection:
            alone = connection.execution_options(isolation_level="AUTOCOMMIT")
            alone.exec_driver_sql(f"SET lock_timeout = {int(BUSY_SECONDS * 1000)}")
            try:
                for name in tables:
                    alone.exec_driver_sql(f'VACUUM FULL "{name}"')
            finally:
                alone.exec_driver_sql("RESET lock_timeout")
        return False

    def close(self) -> None:
        self.engine.dispose()


@contextmanager
def faults_of_driver(place: str) -> Iterator[None]:
    """The same sentences for what SQLite's driver raises when it is used without SQLAlchemy."""
    try:
        yield
    except sqlite3.Error as error:
        raise faults.translate(OperationalError(None, None, error), place) from error


def upsert(connection: Connection, table: Table) -> sqlite.Insert | postgresql.Insert:
    """The dialect's own INSERT, which knows ON CONFLICT."""
    if connection.dialect.name == "postgresql":
        return postgresql.insert(table)
    return sqlite.insert(table)


def connect(url: str) -> Database:
    """The database at `url`, its folder made if need be. Only its journal mode is read yet.

    Raises StoreError.
    """
    parsed = _read_address(url)
    if parsed.drivername == "sqlite":
        return _connect_sqlite(parsed)
    try:
        engine = create_engine(parsed, pool_pre_ping=True)
    except ModuleNotFoundError:
        raise StoreError("To use PostgreSQL, install its driver first: pip install psycopg[binary]") from None
    except (ArgumentError, TypeError, ValueError):  # options that contradict one another
        raise StoreError(NO_ADDRESS) from None
    return Database(engine, parsed.render_as_string(hide_password=True))


def _read_address(url: str) -> URL:
    """The address in its parts, with one of the two drivers that are used. Raises StoreError."""
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):  # the latter for a port that is no number
        raise StoreError(NO_ADDRESS) from None
    if parsed.drivername not in DRIVERS:
        raise StoreError(
            f"Databases of the kind “{parsed.drivername}” are not supported: SELFASSESS_DATABASE_URL must begin "
            "with sqlite:/// or postgresql://"
        )
    parsed = parsed.set(drivername=DRIVERS[parsed.drivername])
    if parsed.query and (parsed.drivername == "sqlite" or "plugin" in parsed.query):
        raise StoreError(
            "SELFASSESS_DATABASE_URL holds options that are not known here: leave out what follows the “?”."
        )
    return parsed


def _connect_sqlite(url: URL) -> Database:
    if not url.database or url.database == ":memory:" or url.database.startswith("file:"):
        raise StoreError("Answers must be kept in a file: name one, as in sqlite:///data/selfassess.db")
    path = Path(url.database)
    _prepare_folder(path)
    engine = create_engine(url, connect_args={"timeout": BUSY_SECONDS})
    event.listen(engine, "connect", lambda raw, record: _configure(raw, str(path)))
    event.listen(engine, "begin", _begin)
    database = Database(engine, str(path))
    _use_write_ahead_log(database)
    return database


def _prepare_folder(path: Path) -> None:
    try:
        # What people wrote is nobody else's on this machine.
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(
            f"The data folder {path.parent} can't be made ({error.strerror}). Make the folder above it "
            "writable, or name another place with SELFASSESS_DATABASE_URL."
        ) from None
    if path.is_dir():
        raise StoreError(f"{path} is a folder. Name a file with SELFASSESS_DATABASE_URL.")
    if not os.access(path.parent, os.W_OK) or (path.exists() and not os.access(path, os.W_OK)):
        raise StoreError(
            f"The data folder {path.parent} can't be written. Make it, and the files in it, writable for the "
            "account that runs this program, or name another place with SELFASSESS_DATABASE_URL."
        )


def _configure(raw: Any, place: str) -> None:
    raw.isolation_level = None  # transactions begin where `_begin` says, not where the driver guesses
    with faults_of_driver(place):
        for pragma in (
            f"busy_timeout = {int(BUSY_SECONDS * 1000)}",
            "foreign_keys = ON",
            "synchronous = FULL",
            "secure_delete = ON",
        ):
            raw.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    write = connection.get_execution_options().get("selfassess_write", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")


def _use_write_ahead_log(database: Database) -> None:
    """Switches the file to WAL, once for good. The switch doesn't wait for others, so it is retried."""
    give_up = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            with faults.translated(database.place), database.engine.connect() as connection:
                raw: Any = connection.connection.dbapi_connection
                with faults_of_driver(database.place):
                    raw.execute("PRAGMA journal_mode = WAL").fetchone()
                return
        except StoreError as error:
            if str(error) != faults.BUSY or time.monotonic() > give_up:
                database.close()
                raise
            time.sleep(0.05)
