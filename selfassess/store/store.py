"""AssessmentStore: everything that is kept, and the only way to it.

Each method is one short transaction, or joins the one that `transaction` opened. Whatever the database says
becomes a StoreError that tells what to do; nothing that can't be read is ever overwritten.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

from selfassess.errors import StoreError
from selfassess.store import dump, migrate
from selfassess.store.actions import Actions
from selfassess.store.aggregates import Aggregates
from selfassess.store.answering import Answering
from selfassess.store.assessments import Assessments
from selfassess.store.database import connect, now
from selfassess.store.invitations import Invitations
from selfassess.store.places import Places
from selfassess.store.records import Row
from selfassess.store.results import Results
from selfassess.store.rounds import Rounds
from selfassess.store.votes import Votes
from selfassess.store.workshop_erasure import WorkshopErasure
from selfassess.store.workshop_moves import WorkshopMoves
from selfassess.store.workshops import WorkshopsKept


class AssessmentStore(
    Places,
    Rounds,
    Assessments,
    Invitations,
    Answering,
    Actions,
    Results,
    Aggregates,
    WorkshopsKept,
    WorkshopMoves,
    WorkshopErasure,
    Votes,
):
    """One object for the whole process; safe to use from many threads."""

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Everything inside happens together, or, when an exception leaves it, not at all."""
        with self._database.write():
            yield

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Everything read inside is of one moment."""
        with self._database.read():
            yield

    def today(self) -> date:
        """The day it is in England, by which rounds open and close."""
        return self._today()

    def everything(self) -> dict[str, list[Row]]:
        """Every table's rows, in a stable order, as `restore` takes them."""
        with self._database.read() as connection:
            return dump.dump(connection)

    def restore(self, tables: Mapping[str, Iterable[Mapping[str, Any]]]) -> None:
        """Fills an empty store with what `everything` gave, ids included.

        Raises Conflict when the store isn't empty, StoreError for rows that don't fit; then nothing changed.
        """
        with self._database.write() as connection:
            dump.load(connection, tables)

    def schema_version(self) -> str:
        """The version of the tables, for a dump to say which it was made from."""
        return migrate.newest()

    def close(self) -> None:
        self._database.close()


def open_store(url: str, clock: Callable[[], datetime] = now) -> AssessmentStore:
    """The store at a SQLAlchemy URL, made or brought up to date first.

    Raises StoreError for a folder that can't be written, a file that is damaged, locked or no database, and
    a database of a newer version.
    """
    database = connect(url)
    try:
        migrate.upgrade(database)
    except StoreError:
        database.close()
        raise
    return AssessmentStore(database, clock)
