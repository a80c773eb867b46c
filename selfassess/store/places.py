"""Authorities, what is assessed in them, rounds, and the kept copies of frameworks."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Table, and_, select, update
from sqlalchemy.engine import Connection, RowMapping

from selfassess.errors import NotFound
from selfassess.store import tables as t
from selfassess.store.database import upsert
from selfassess.store.records import (
    AuthorityRecord,
    FrameworkVersionRecord,
    Json,
    Origin,
    RoundRecord,
    SubjectRecord,
    Voices,
)
from selfassess.store.rows import Keeper, name_key

NO_ROUND = "There is no such round. Check the address, or open the round from your list."
NO_SUBJECT = "There is no such centre or authority."


class Places(Keeper):
    """Adding something that is there already changes nothing and gives what is there."""

    def add_authority(self, name: str) -> AuthorityRecord:
        with self._database.write() as connection:
            key = name_key(name)
            row = find_or_add(
                connection,
                t.authority,
                t.authority.c.name_key == key,
                {"name": name, "name_key": key, "social_care_phone": "", "social_care_note": ""},
            )
            return _to_authority(row)

    def find_authority(self, name: str) -> AuthorityRecord | None:
        """The authority of that name, whatever its letter case."""
        with self._database.read() as connection:
            row = find_row(connection, t.authority, t.authority.c.name_key == name_key(name))
            return None if row is None else _to_authority(row)

    def authority(self, authority_id: int) -> AuthorityRecord:
        with self._database.read() as connection:
            row = find_row(connection, t.authority, t.authority.c.id == authority_id)
            if row is None:
                raise NotFound("There is no such authority.")
            return _to_authority(row)

    def set_phone(self, authority_id: int, phone: str, note: str = "") -> None:
        """The number to ring when a child may be at risk now, and what to know about it (hours, say)."""
        with self._database.write() as connection:
            connection.execute(
                update(t.authority)
                .where(t.authority.c.id == authority_id)
                .values(social_care_phone=phone, social_care_note=note)
            )

    def add_subject(
        self,
        authority_id: int,
        lens: str,
        name: str,
        origin: Origin = "real",
        profile: Mapping[str, Json] | None = None,
    ) -> SubjectRecord:
        with self._database.write() as connection:
            values = {
                "authority_id": authority_id,
                "lens": lens,
                "name": name,
                "name_key": name_key(name),
                "origin": origin,
                "profile": dict(profile or {}),
            }
            same = same_subject(authority_id, lens, name, origin)
            return to_subject(find_or_add(connection, t.subject, same, values))

    def find_subject(
        self, authority_id: int, lens: str, name: str, origin: Origin = "real"
    ) -> SubjectRecord | None:
        with self._database.read() as connection:
            row = find_row(connection, t.subject, same_subject(authority_id, lens, name, origin))
            return None if row is None else to_subject(row)

    def subject(self, subject_id: int) -> SubjectRecord:
        with self._database.read() as connection:
            row = find_row(connection, t.subject, t.subject.c.id == subject_id)
            if row is None:
                raise NotFound(NO_SUBJECT)
            return to_subject(row)

    def keep_framework(
        self, framework_id: str, version: str, files: Mapping[str, str]
    ) -> FrameworkVersionRecord:
        """Keeps a copy of a framework's files. Gives the copy that is kept: the first one of that version."""
        f = t.framework_version.c
        with self._database.write() as connection:
            row = find_or_add(
                connection,
                t.framework_version,
                and_(f.id == framework_id, f.version == version),
                {"id": framework_id, "version": version, "files": dict(files), "first_seen": self._clock()},
            )
            return _to_framework(row)

    def framework(self, framework_id: str, version: str) -> FrameworkVersionRecord | None:
        f = t.framework_version.c
        with self._database.read() as connection:
            row = find_row(connection, t.framework_version, and_(f.id == framework_id, f.version == version))
            return None if row is None else _to_framework(row)

    def ensure_round(
        self,
        authority_id: int,
        name: str,
        framework_id: str,
        framework_version: str,
        opens_on: date | None = None,
        closes_on: date | None = None,
        voices: Voices = "named",
    ) -> RoundRecord:
        """The authority's round of that name under that framework, made if it isn't there.

        A round that is there keeps its version and dates, whatever is given here.
        """
        r = t.round_.c
        key = name_key(name)
        same = and_(r.authority_id == authority_id, r.name_key == key, r.framework_id == framework_id)
        values = {
            "authority_id": authority_id,
            "name": name,
            "name_key": key,
            "framework_id": framework_id,
            "framework_version": framework_version,
            "opens_on": opens_on,
            "closes_on": closes_on,
            "voices": voices,
        }
        with self._database.write() as connection:
            return to_round(find_or_add(connection, t.round_, same, values))

    def round(self, round_id: int) -> RoundRecord:
        with self._database.read() as connection:
            row = find_row(connection, t.round_, t.round_.c.id == round_id)
            if row is None:
                raise NotFound(NO_ROUND)
            return to_round(row)


def find_row(connection: Connection, table: Table, same: ColumnElement[bool]) -> RowMapping | None:
    return connection.execute(select(table).where(same)).mappings().first()


def find_or_add(
    connection: Connection, table: Table, same: ColumnElement[bool], values: Mapping[str, Any]
) -> RowMapping:
    row = find_row(connection, table, same)
    if row is None:
        # Another process may add the same at this moment: whoever comes second finds it there.
        connection.execute(upsert(connection, table).values(**values).on_conflict_do_nothing())
        row = find_row(connection, table, same)
    assert row is not None
    return row


def same_subject(authority_id: int, lens: str, name: str, origin: str) -> ColumnElement[bool]:
    s = t.subject.c
    return and_(
        s.authority_id == authority_id,
        s.lens == lens,
        s.name_key == name_key(name),
        s.origin == origin,
    )


def _to_authority(row: RowMapping) -> AuthorityRecord:
    return AuthorityRecord(row["id"], row["name"], row["social_care_phone"], row["social_care_note"])


def to_subject(row: RowMapping) -> SubjectRecord:
    return SubjectRecord(**{name: row[name] for name in SubjectRecord.__dataclass_fields__})


def to_round(row: RowMapping) -> RoundRecord:
    return RoundRecord(**{name: row[name] for name in RoundRecord.__dataclass_fields__})


def _to_framework(row: RowMapping) -> FrameworkVersionRecord:
    return FrameworkVersionRecord(row["id"], row["version"], row["files"], row["first_seen"])
