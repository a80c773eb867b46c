"""What a database's errors mean to a person: each becomes one StoreError with what to do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError, SQLAlchemyError

from selfassess.errors import Conflict, StoreError, one_line

BUSY = "The database is busy: something else is writing to it. Nothing was lost; try again in a moment."


@contextmanager
def translated(place: str) -> Iterator[None]:
    """Turns what SQLAlchemy raises inside into StoreError or Conflict. `place` names the database."""
    try:
        yield
    except SQLAlchemyError as error:
        raise translate(error, place) from error


def translate(error: SQLAlchemyError, place: str) -> StoreError | Conflict:
    """The error as a sentence. A database's own words never hold what a user typed, so they may be shown."""
    if isinstance(error, IntegrityError):
        return Conflict("Somebody else changed the same thing at the same moment. Reload, and try again.")
    code = str(getattr(getattr(error, "orig", None), "sqlite_errorname", ""))
    for prefixes, sentence in _SQLITE:
        if code.startswith(prefixes):
            return StoreError(sentence.format(place=place))
    state = str(getattr(getattr(error, "orig", None), "sqlstate", "") or "")
    if state in ("40001", "40P01", "55P03"):  # serialisation failure, deadlock, lock not available
        return StoreError(BUSY)
    if (
        not code
        and isinstance(error, DBAPIError)
        and (error.connection_invalidated or isinstance(error, OperationalError))
    ):
        said = one_line(str(error.orig))
        if "FATAL:" in said:  # the server answered: no such database, no such user, a wrong password
            return StoreError(
                f"The database server at {place} refused the connection ({said.rpartition('FATAL:')[2].strip()}). "
                "Check the names and the password in SELFASSESS_DATABASE_URL; a new database is made with "
                "createdb."
            )
        return StoreError(
            f"The database server at {place} can't be reached. What was shown as saved is safe; check that "
            "the server is running and that SELFASSESS_DATABASE_URL is right, then try again."
        )
    reason = one_line(str(getattr(error, "orig", None) or type(error).__name__))
    return StoreError(
        f"The database {place} refused the request ({reason}). What was shown as saved is safe; try again, "
        "and if it happens again, export what you have and report it."
    )


_SQLITE: tuple[tuple[tuple[str, ...], str], ...] = (
    (("SQLITE_BUSY", "SQLITE_LOCKED"), BUSY),
    (
        ("SQLITE_CORRUPT", "SQLITE_NOTADB"),
        "The file {place} is not a database, or is damaged. Nothing in it was changed. Move it "
        "aside, with the files beside it that end in -wal and -shm, and restore your last "
        "export with the import command.",
    ),
    (
        ("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM", "SQLITE_AUTH"),
        "The data folder or the file {place} can't be written. Make both writable for the account that runs "
        "this program, or name another place with SELFASSESS_DATABASE_URL.",
    ),
    (
        ("SQLITE_FULL",),
        "The disk that holds {place} is full. What was shown as saved is safe; free some space, then "
        "try again.",
    ),
    (
        ("SQLITE_IOERR",),
        "The disk that holds {place} can't be read or written. Check the disk, or the network folder, if "
        "it is one; what was shown as saved stands unless the disk is failing.",
    ),
)
