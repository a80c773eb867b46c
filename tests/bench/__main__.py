"""Measures how the program grows with the number of centres: `python -m tests.bench --help`."""

from __future__ import annotations

import argparse
import os
import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import create_engine, make_url

from .measuring import (
    alone,
    fill_database,
    leave_each_out,
    make_answers,
    score_answers,
    time_disk,
    time_pages,
    time_saving,
)
from .report import DOCUMENT, put_into_document, write_tables


def main() -> None:
    options = read_options()
    sizes: list[int] = [35] if options.quick else sorted(options.sizes)
    busy = os.getloadavg()[0]
    visits, saves = (2, 20) if options.quick else (7, 200)
    with TemporaryDirectory(prefix="bench-", dir=options.folder) as name:
        folder = Path(name)
        disk = alone(time_disk, folder)["seconds"]
        scoring = {size: measure_scoring(folder, size) for size in sizes}
        stores: dict[str, dict[int, dict[str, Any]]] = {"SQLite": {}}
        for size in sizes:
            stores["SQLite"][size] = measure_store(f"sqlite:///{folder / f'{size}.db'}", size, visits, saves)
        if options.postgres:
            stores["PostgreSQL"] = {}
            for size in sizes:
                with new_database(options.postgres) as url:
                    stores["PostgreSQL"][size] = measure_store(url, size, visits, saves)
    tables = write_tables(sizes, disk, busy, scoring, stores)
    print(tables)
    if not options.quick:
        put_into_document(tables)
        say(f"Written into {DOCUMENT.name}.")


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument(
        "--sizes",
        type=lambda text: [int(each) for each in text.split(",")],
        default=[35, 350, 3500],
        help="numbers of centres, with commas between them (default: 35,350,3500)",
    )
    parser.add_argument(
        "--postgres", metavar="URL", help="a PostgreSQL server too; its user may make databases"
    )
    parser.add_argument(
        "--folder", type=Path, help="where the SQLite files go meanwhile (default: the system's)"
    )
    parser.add_argument(
        "--quick", action="store_true", help="35 centres, few repeats, nothing written: does it work?"
    )
    return parser.parse_args()


def measure_scoring(folder: Path, size: int) -> dict[str, Any]:
    say(f"{size} centres: making answers and scoring them …")
    file = folder / "answers.pkl"
    found = {"made": alone(make_answers, size, file)}
    found["scored"] = alone(score_answers, file)
    found["swings"] = alone(leave_each_out, file)
    file.unlink()
    return found


def measure_store(url: str, size: int, visits: int, saves: int) -> dict[str, Any]:
    kind = make_url(url).get_backend_name()
    say(f"{size} centres: filling {kind} …")
    found = {"filled": alone(fill_database, url, size)}
    say(f"{size} centres: opening pages over {kind} …")
    found["pages"] = alone(time_pages, url, visits)
    say(f"{size} centres: saving answers in {kind} …")
    found["saving"] = alone(time_saving, url, saves, False)
    found["beside"] = alone(time_saving, url, saves, True)
    return found


@contextmanager
def new_database(server: str) -> Iterator[str]:
    """The address of an empty database on a server, removed at the end."""
    name = f"selfassess_bench_{secrets.token_hex(6)}"
    address = make_url(server)
    if address.drivername != "postgresql+psycopg":
        address = address.set(drivername="postgresql+psycopg")
    engine = create_engine(address, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    try:
        yield address.set(database=name, drivername="postgresql").render_as_string(hide_password=False)
    finally:
        with engine.connect() as connection:
            connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")
        engine.dispose()


def say(text: str) -> None:
    """Progress, which is no part of what is piped away."""
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
