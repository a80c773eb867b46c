"""A store with one assessment in it, and a small framework, for the tests of store and service."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from selfassess.framework.model import Framework
from selfassess.store import AssessmentStore, open_store
from selfassess.store.records import AssessmentRecord, RespondentRecord

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


def open_empty(folder: Path) -> AssessmentStore:
    """A new store in a folder, with a clock of its own."""
    folder.mkdir(exist_ok=True)
    (folder / "answers.db").write_bytes(empty_database())
    return open_store(url_of(folder), Clock())


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
