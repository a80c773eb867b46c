"""A store with one assessment in it, and a small framework, for the tests of store and service."""

from __future__ import annotations

import atexit
import os
import secrets
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import create_engine, make_url

from selfassess.framework.model import Framework
from selfassess.store import AssessmentStore, open_store
from selfassess.store.records import AssessmentRecord, RespondentRecord, RoundRecord

SERVER = os.environ.get("SELFASSESS_TEST_POSTGRES_URL", "")
DATABASES = ("sqlite", "postgresql") if SERVER else ("sqlite",)

FILES: Mapping[str, str] = {"framework.yaml": "id: small\n", "vocabulary/now.yaml": "id: now\n"}


class Clock:
    """Starts at a fixed moment and goes on by a second each time it is read."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.moment += timedelta(seconds=1)
        return self.moment


@dataclass(frozen=True)
class Case:
    store: AssessmentStore
    record: AssessmentRecord
    me: RespondentRecord
    folder: Path

    @property
    def id(self) -> str:
        return self.record.id

    def save(self, item: str, kind: str = "answer", **fields: Any) -> Any:
        return self.store.save_answer(self.id, self.me.id, item, kind, fields, "owner")

    def bytes_on_disk(self) -> bytes:
        return b"".join(path.read_bytes() for path in sorted(self.folder.iterdir()))


def url_of(folder: Path) -> str:
    return f"sqlite:///{folder / 'answers.db'}"


@cache
def empty_database() -> bytes:
    """A database file with all tables and nothing in them, so that not every test migrates its own."""
    with TemporaryDirectory() as folder:
        open_store(url_of(Path(folder))).close()
        return (Path(folder) / "answers.db").read_bytes()


def open_empty(folder: Path, clock: Clock | None = None) -> AssessmentStore:
    """A new store in a folder, with a clock of its own unless it is given one."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "answers.db").write_bytes(empty_database())
    return open_store(url_of(folder), clock or Clock())


@cache
def template() -> str:
    """The name of a PostgreSQL database with all tables and nothing in them, dropped as the tests end."""
    lasting = ExitStack()
    atexit.register(lasting.close)
    url = lasting.enter_context(make_database())
    open_store(url).close()
    return str(make_url(url).database)


@contextmanager
def make_database(like: str = "template1") -> Iterator[str]:
    """The address of a database of its own on the PostgreSQL server, dropped afterwards."""
    name = f"selfassess_test_{secrets.token_hex(6)}"
    server = create_engine(SERVER, isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name} TEMPLATE {like}")
    try:
        yield make_url(SERVER).set(database=name).render_as_string(hide_password=False)
    finally:
        with server.connect() as connection:
            connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")
        server.dispose()


@contextmanager
def open_each(database: str, folder: Path) -> Iterator[AssessmentStore]:
    """A new store on one of DATABASES, with a clock of its own."""
    if database == "sqlite":
        yield open_empty(folder / "data")
        return
    with make_database(template()) as url:
        store = open_store(url, Clock())
        yield store
        store.close()


@dataclass(frozen=True)
class RoundCase:
    """A managed round of Southshire, and what is done in it over and over."""

    store: AssessmentStore
    round: RoundRecord

    def start(self, centre: str, owner: str = "", lens: str = "programme", **profile: str) -> str:
        """A new assessment of a centre in the round."""
        store = self.store
        subject = store.add_subject(self.round.authority_id, lens, centre, profile=profile)
        owner = owner or f"programme-{centre}"
        return store.create_assessment(subject.id, self.round.id, "small", "1.0.0", owner).id

    def answer(self, assessment_id: str, respondent: RespondentRecord, item: str, **fields: Any) -> Any:
        by = respondent.actor
        return self.store.save_answer(assessment_id, respondent.id, item, "answer", fields, by)

    def subject_of(self, assessment_id: str) -> int:
        return self.store.assessment(assessment_id).subject_id


def make_round(store: AssessmentStore, name: str = "Spring", **fields: Any) -> RoundCase:
    store.keep_framework("small", "1.0.0", FILES)
    authority = store.add_authority("Southshire")
    return RoundCase(store, store.create_round(authority.id, name, "small", "1.0.0", owner="lead", **fields))


def make_case(folder: Path) -> Case:
    """A store in `folder/data` with one assessment of one respondent, without any answer."""
    data = folder / "data"
    store = open_empty(data)
    with store.transaction():
        authority = store.add_authority("Southshire")
        store.keep_framework("small", "1.0.0", FILES)
        subject = store.add_subject(authority.id, "programme", "Elm Centre")
        round_ = store.ensure_round(authority.id, "Spring", "small", "1.0.0")
        record = store.create_assessment(subject.id, round_.id, "small", "1.0.0", "owner")
        return Case(store, record, store.add_respondent(record.id, actor="owner"), data)


def make_framework(version: str = "1.0.0", **changes: Any) -> Framework:
    """Two indicators; 1a and 1b in both lenses, 2a in the authority lens only; levels 0, 2 and 4."""

    def item(item_id: str, *lenses: str) -> dict[str, Any]:
        text = {"question": "Q?", "source": "S", "anchors": {0.0: "None.", 4.0: "All."}}
        return {
            "id": item_id,
            "title": item_id,
            "short_title": item_id,
            "lenses": dict.fromkeys(lenses, text),
        }

    both = ("programme", "authority")
    document: dict[str, Any] = {
        "id": "small",
        "version": version,
        "title": "Small",
        "description": "d",
        "source": {"citation": "c", "licence": "l"},
        "cautions": [{"id": "c", "text": "A caution."}],
        "lenses": [{"id": lens, "label": lens, "subject_label": lens, "description": "d"} for lens in both],
        "scale": {
            "instruction": "i",
            "levels": [{"value": value, "label": f"level {value:g}"} for value in (0.0, 2.0, 4.0)],
        },
        "continuum": {
            "title": "Line",
            "points": [{"id": "left", "label": "L", "at": 0.0}, {"id": "right", "label": "R", "at": 100.0}],
            "zones": [{"id": "whole", "label": "Whole", "from": 0.0, "description": "d"}],
        },
        "bands": {"bands": [{"id": "all", "label": "All", "kind": "middle", "from": 0.0}]},
        "minimum_coverage": 0.75,
        "vocabulary": {
            "default": "now",
            "settings": [
                {"id": "now", "label": "Now", "terms": {}},
                {"id": "2007", "label": "2007", "terms": {}},
            ],
        },
        "indicators": [
            {
                "id": "1",
                "title": "1",
                "short_title": "1",
                "about": "a",
                "items": [item("1a", *both), item("1b", *both)],
            },
            {"id": "2", "title": "2", "short_title": "2", "about": "a", "items": [item("2a", "authority")]},
        ],
        **changes,
    }
    return Framework.model_validate(document)
