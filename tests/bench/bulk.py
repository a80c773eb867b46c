"""Rows in bulk into a database, by the quickest way that each has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Integer, Table
from sqlalchemy.engine import Connection
from sqlalchemy.types import TypeDecorator

from selfassess.store.database import Database

Columns = Mapping[str, Sequence[Any]]


def write(connection: Connection, table: Table, columns: Columns) -> None:
    """Adds rows, given as columns, to a table. Raises ValueError when one that can't be empty is missing."""
    missing = {column.name for column in table.columns if not column.nullable} - set(columns)
    if missing:
        raise ValueError(f"The benchmark doesn't fill {sorted(missing)} of the table {table.name}.")
    rows = zip(*(_convert(table, name, values) for name, values in columns.items()), strict=True)
    names = ", ".join(f'"{name}"' for name in columns)
    cursor: Any = connection.connection.cursor()
    if connection.dialect.name == "postgresql":
        with cursor.copy(f'COPY "{table.name}" ({names}) FROM STDIN') as copy:
            for row in rows:
                copy.write_row(row)
    else:
        marks = ", ".join("?" for _ in columns)
        cursor.executemany(f'INSERT INTO "{table.name}" ({names}) VALUES ({marks})', rows)
    cursor.close()
    numbered = isinstance(table.columns[0].type, Integer) and table.columns[0].name == "id"
    if numbered and connection.dialect.name == "postgresql":
        # PostgreSQL counts ids apart from the rows: the next one must follow these.
        connection.exec_driver_sql(
            f"SELECT setval(pg_get_serial_sequence('\"{table.name}\"', 'id'), {max(columns['id'])})"
        )


def always(many: int, **values: Any) -> dict[str, list[Any]]:
    """Columns that hold the same in every row."""
    return {name: [value] * many for name, value in values.items()}


def settle(database: Database) -> None:
    """Leaves a filled database as one that has grown by itself would be: log written back, statistics known.

    SQLite gathers none by itself, so it gets none.
    """
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if database.is_sqlite:
            raw: Any = connection.connection.dbapi_connection
            raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        else:
            connection.exec_driver_sql("VACUUM ANALYZE")


def _convert(table: Table, name: str, values: Sequence[Any]) -> Sequence[Any]:
    """Values as the driver takes them. Text passes as it is: a time may have been written out before."""
    kind = table.columns[name].type
    if not isinstance(kind, TypeDecorator):
        return values
    dialect: Any = None  # our types ignore it
    return [each if isinstance(each, str) else kind.process_bind_param(each, dialect) for each in values]
