"""The report's own figures about its four authorities, as tables with their conflicts beside them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class ContextTable:
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...]


def make_context_tables(context: Mapping[str, Any]) -> list[ContextTable]:
    """One table per table of the report; a value the report marks as missing says so in words."""
    names = {entry["id"]: entry["name"] for entry in context["authorities"]}
    tables = []
    for table in context["tables"]:
        rows = tuple(
            (
                f"{row['measure']} ({row['unit']})",
                *(_value(row, key, context["missing_text"]) for key in names),
            )
            for row in table["rows"]
        )
        conflicts = tuple(entry["text"] for entry in context["conflicts"] if table["id"] in entry["tables"])
        tables.append(
            ContextTable(
                title=f"{table['number']}. {table['title']}",
                columns=("Figure", *names.values()),
                rows=rows,
                notes=(*table["notes"], *conflicts),
            )
        )
    return tables


def _value(row: Mapping[str, Any], key: str, missing: str) -> str:
    value = row["values"].get(key)
    percent = row.get("percent", {}).get(key)
    if value is None:
        return missing
    return f"{value} ({percent}%)" if percent is not None else str(value)


def other_conflicts(context: Mapping[str, Any]) -> list[str]:
    """The report's contradictions that belong to none of the tables shown."""
    shown = {table["id"] for table in context["tables"]}
    return [entry["text"] for entry in context["conflicts"] if not shown & set(entry["tables"])]
