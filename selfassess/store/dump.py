"""Every row of every table out, and back into an empty store, exactly.

A row's values are what the database holds: text, numbers, true, false and nothing. Write them where these
five can be told apart (JSON, not CSV).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Boolean, Column, Double, Integer, Table, column, func, insert, select, table, text
from sqlalchemy.engine import Connection
from sqlalchemy.exc import IntegrityError
from sqlalchemy.types import TypeDecorator

from selfassess.errors import Conflict, StoreError
from selfassess.store.records import Row
from selfassess.store.workshop_tables import metadata  # with those of workshops in it

TABLES: tuple[str, ...] = tuple(t.name for t in metadata.sorted_tables)
"""Names of all tables, each after those it refers to."""


def dump(connection: Connection) -> dict[str, list[Row]]:
    """Table name -> its rows in the order of their keys."""
    result: dict[str, list[Row]] = {}
    for each in metadata.sorted_tables:
        bare = _bare(each)
        order = [bare.c[key.name] for key in each.primary_key]
        rows = connection.execute(select(bare).order_by(*order)).mappings()
        result[each.name] = [dict(row) for row in rows]
    return result


def load(connection: Connection, tables: Mapping[str, Iterable[Mapping[str, Any]]]) -> None:
    """Fills an empty store. Raises Conflict when it isn't empty, StoreError when the rows don't fit it."""
    unknown = sorted(set(tables) - set(TABLES))
    if unknown:
        raise StoreError(f"The file holds a table that this version doesn't know: {unknown[0]}.")
    missing = [name for name in TABLES if name not in tables]
    if missing:
        raise StoreError(f"The file lacks the table “{missing[0]}”. Use a complete export.")
    for each in metadata.sorted_tables:
        if connection.scalar(select(func.count()).select_from(each)):
            raise Conflict(
                "The store already holds something, and nothing was restored. Restore into an empty one: "
                "name a new database with SELFASSESS_DATABASE_URL."
            )
    try:
        for each in metadata.sorted_tables:
            rows = [_checked(each, place, row) for place, row in enumerate(tables[each.name], start=1)]
            if rows:
                connection.execute(insert(_bare(each)), rows)
            _continue_numbering(connection, each)
    except IntegrityError as error:
        raise StoreError(
            f"Rows of the table “{each.name}” repeat one another or refer to what isn't in the file. "
            "Nothing was restored; use a complete export."
        ) from error


def _bare(each: Table) -> Any:
    """The table with plain types, so that values pass as the database holds them."""
    return table(each.name, *(column(c.name, _plain(c)) for c in each.columns))


def _plain(c: Column[Any]) -> Any:
    return c.type.impl if isinstance(c.type, TypeDecorator) else c.type


def _checked(each: Table, place: int, row: Mapping[str, Any]) -> Row:
    where = f"Row {place} of the table “{each.name}”"
    if set(row) != {c.name for c in each.columns}:
        raise StoreError(f"{where} doesn't have this version's columns. Nothing was restored.")
    for c in each.columns:
        if not _fits(c, row[c.name]):
            raise StoreError(f"{where} has something unexpected in “{c.name}”. Nothing was restored.")
    return dict(row)


def _fits(c: Column[Any], value: object) -> bool:
    if value is None:
        return bool(c.nullable)
    if isinstance(c.type, Boolean):
        return isinstance(value, bool)
    if isinstance(c.type, Integer):
        return type(value) is int
    if isinstance(c.type, Double):
        return type(value) is int or (type(value) is float and math.isfinite(value))
    if not isinstance(value, str):
        return False
    if isinstance(c.type, TypeDecorator):
        try:
            c.type.process_result_value(value, None)  # type: ignore[arg-type] # our types ignore the dialect
        except ValueError:
            return False
    return True


def _continue_numbering(connection: Connection, each: Table) -> None:
    """PostgreSQL counts ids apart from the rows: the next one must follow the restored ones."""
    if connection.dialect.name == "postgresql" and isinstance(each.columns[0].type, Integer):
        if each.columns[0].name != "id":
            return
        connection.execute(
            text(
                "SELECT setval(pg_get_serial_sequence(:name, 'id'), "
                f'coalesce((SELECT max(id) FROM "{each.name}"), 0) + 1, false)'
            ),
            {"name": f'"{each.name}"'},
        )
