"""Migrations: they make the tables as `tables.py` says, once, however many start at the same time."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import create_engine, inspect
from store_cases import make_case, url_of

from selfassess.errors import StoreError
from selfassess.store import migrate, open_store
from selfassess.store.database import connect
from selfassess.store.records import ActionRecord
from selfassess.store.tables import metadata

PROJECT = Path(__file__).resolve().parent.parent
NOON = "2026-03-01T12:00:00.000000+00:00"
FIRST: dict[str, tuple[Any, ...]] = {
    "authority": (1, "Southshire", "southshire", "", ""),
    "framework_version": ("small", "1.0.0", "{}", NOON),
    "round": (1, 1, "Spring", "spring", "small", "1.0.0", None, None, "named"),
    "subject": (1, 1, "programme", "Elm Centre", "elm centre", "real", "{}"),
    "assessment": (1, "abc", 1, 1, "small", "1.0.0", "", "owner", NOON, None, None),
    "respondent": (1, 1, "", "", "owner"),
    "answer": (1, 1, "1a", "answer", 2.0, None, None, "Minutes", None, False, "", NOON),
    "action": (1, 1, "1a", "Meet monthly", "Manager", "2026-09-01"),
}
"""A row of each table as the first version wrote it."""


def describe(url: str) -> dict[str, Any]:
    """Everything the database itself says about its tables, apart from Alembic's own."""
    engine = create_engine(url)
    look = inspect(engine)
    tables = {}
    for name in look.get_table_names():
        if name == "alembic_version":
            continue
        with engine.connect() as connection:
            sql = connection.exec_driver_sql(
                "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql > '' AND tbl_name = ?",
                (name,),
            ).all()
        tables[name] = {
            "columns": [
                (c["name"], str(c["type"]), c["nullable"], c["default"]) for c in look.get_columns(name)
            ],
            "primary key": look.get_pk_constraint(name),
            "foreign keys": sorted(look.get_foreign_keys(name), key=str),
            "unique": sorted(look.get_unique_constraints(name), key=str),
            "checks": sorted(look.get_check_constraints(name), key=str),
            "indexes": sorted((index, " ".join(text.split())) for index, text in sql),
        }
    engine.dispose()
    return tables


def test_migrations_make_exactly_the_tables_of_the_code(tmp_path: Path) -> None:
    open_store(url_of(tmp_path / "migrated")).close()
    (tmp_path / "made").mkdir()
    engine = create_engine(url_of(tmp_path / "made"))
    metadata.create_all(engine)
    engine.dispose()
    migrated = describe(url_of(tmp_path / "migrated"))
    assert set(migrated) == set(metadata.tables)
    assert migrated == describe(url_of(tmp_path / "made"))


def test_alembic_itself_finds_no_difference(tmp_path: Path) -> None:
    open_store(url_of(tmp_path)).close()
    engine = create_engine(url_of(tmp_path))
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []
    engine.dispose()


def test_opening_again_changes_nothing(tmp_path: Path) -> None:
    case = make_case(tmp_path)
    before = case.store.everything()
    case.store.close()
    again = open_store(url_of(case.folder))
    assert again.everything() == before
    assert again.schema_version() == migrate.newest()


def test_what_was_kept_by_the_first_version_is_there_in_this_one(tmp_path: Path) -> None:
    connected = connect(url_of(tmp_path))
    with connected.write() as connection:
        config = migrate._config()
        config.attributes["connection"] = connection
        migrate.command.upgrade(config, "0001")
        for table, row in FIRST.items():
            marks = ", ".join("?" * len(row))
            connection.exec_driver_sql(f'INSERT INTO "{table}" VALUES ({marks})', row)
    connected.close()
    store = open_store(url_of(tmp_path))
    dumped = {table: list(rows[0].values()) for table, rows in store.everything().items() if rows}
    assert {table: tuple(row[: len(FIRST[table])]) for table, row in dumped.items()} == FIRST
    record = store.assessment("abc")
    assert (record.anonymous, record.managed, record.round_closed, record.removed) == (False,) * 4
    assert store.round(1).threshold == 3 and store.round(1).groups == [] and store.round(1).asks == {}
    assert [(answer.value, answer.carried, answer.present) for answer in store.answers("abc")] == [
        (2.0, False, "")
    ]
    assert store.actions("abc") == [ActionRecord("abc", 1, "1a", "Meet monthly", "Manager", date(2026, 9, 1))]
    assert store.stale() == ["abc"]


def test_a_newer_programs_database_is_refused_with_what_to_do(tmp_path: Path) -> None:
    open_store(url_of(tmp_path)).close()
    with sqlite3.connect(tmp_path / "answers.db") as raw:
        raw.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StoreError, match=r"made by a newer version of this program\. Update this program"):
        open_store(url_of(tmp_path))


def test_a_migration_that_fails_halfway_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def upgrade_then_fail(config: Any, revision: str) -> None:
        config.attributes["connection"].exec_driver_sql("CREATE TABLE half (id INTEGER)")
        raise RuntimeError

    monkeypatch.setattr(migrate.command, "upgrade", upgrade_then_fail)
    with pytest.raises(RuntimeError):
        open_store(url_of(tmp_path))
    monkeypatch.undo()
    assert not any(open_store(url_of(tmp_path)).everything().values())


def test_many_threads_may_start_at_once(tmp_path: Path) -> None:
    failures: list[BaseException] = []

    def start() -> None:
        try:
            open_store(url_of(tmp_path)).add_authority("Southshire")
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=start) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert len(open_store(url_of(tmp_path)).everything()["authority"]) == 1


def test_several_processes_may_start_at_once(tmp_path: Path) -> None:
    script = (
        "import sys\n"
        "from selfassess.store import open_store\n"
        "print('ready', flush=True)\n"
        "sys.stdin.readline()\n"
        f"open_store({url_of(tmp_path)!r}).add_authority('Southshire')\n"
    )
    children = [
        subprocess.Popen(
            [sys.executable, "-c", script],
            cwd=PROJECT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(3)
    ]
    for child in children:
        assert child.stdout is not None and child.stdout.readline() == "ready\n"
    outcomes = []
    for child in children:
        assert child.stdin is not None
        child.stdin.write("go\n")
        child.stdin.flush()
    for child in children:
        _, complaint = child.communicate(timeout=60)
        outcomes.append((child.returncode, complaint))
    assert outcomes == [(0, "")] * 3
    assert len(open_store(url_of(tmp_path)).everything()["authority"]) == 1
