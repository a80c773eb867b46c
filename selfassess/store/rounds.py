"""Rounds that a lead opens, and what becomes of the places in them: renamed, merged, removed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, func, select, update
from sqlalchemy.engine import Connection, RowMapping

from selfassess.errors import AlreadyThere, Conflict, NotFound
from selfassess.store import tables as t
from selfassess.store.database import upsert
from selfassess.store.places import NO_ROUND, NO_SUBJECT, find_row, to_round, to_subject
from selfassess.store.records import AssessmentRecord, Json, Origin, RoundRecord, SubjectRecord, Voices
from selfassess.store.rows import Keeper, filterable, name_key, select_assessments, set_shared, to_assessment

CHANGEABLE = frozenset({"name", "opens_on", "closes_on"})
"""The fields that `change_round` accepts. What an anonymous round lets out hangs on the others: were they changed, what
was shown before and after would together show more than either."""


class Rounds(Keeper):
    def create_round(
        self,
        authority_id: int,
        name: str,
        framework_id: str,
        framework_version: str,
        *,
        owner: str,
        opens_on: date | None = None,
        closes_on: date | None = None,
        voices: Voices = "named",
        threshold: int = 3,
        groups: Sequence[Mapping[str, str]] = (),
        asks: Mapping[str, Sequence[str]] | None = None,
        starts_from: int | None = None,
    ) -> RoundRecord:
        """A new managed round. Raises AlreadyThere (`existing`: the round's id as text) when the authority has
        one of that name under that framework, managed or not."""
        r = t.round_.c
        with self._database.write() as connection:
            made = connection.scalar(
                upsert(connection, t.round_)
                .values(
                    authority_id=authority_id,
                    name=name,
                    name_key=name_key(name),
                    framework_id=framework_id,
                    framework_version=framework_version,
                    opens_on=opens_on,
                    closes_on=closes_on,
                    voices=voices,
                    managed=True,
                    owner=owner,
                    threshold=threshold,
                    groups=_plain_groups(groups),
                    asks=_plain_asks(asks or {}),
                    created_at=self._clock(),
                    starts_from=starts_from,
                )
                .on_conflict_do_nothing()
                .returning(r.id)
            )
            if made is None:
                same = and_(r.authority_id == authority_id, r.name_key == name_key(name))
                there = connection.scalar(select(r.id).where(same, r.framework_id == framework_id))
                raise AlreadyThere(_round_is_there(name), str(there))
            return _find_round(connection, made)

    def rounds(self, owner: str) -> list[RoundRecord]:
        """The managed rounds that somebody opened, the newest first."""
        return self._list_rounds(t.round_.c.managed.is_(True), t.round_.c.owner == owner)

    def rounds_of(self, authority_id: int) -> list[RoundRecord]:
        """An authority's rounds, managed or not, the newest first."""
        return self._list_rounds(t.round_.c.authority_id == authority_id)

    def _list_rounds(self, *where: ColumnElement[bool]) -> list[RoundRecord]:
        with self._database.read() as connection:
            wanted = select(t.round_).where(*where).order_by(t.round_.c.id.desc())
            return [to_round(row) for row in connection.execute(wanted).mappings()]

    def change_round(self, round_id: int, **fields: Any) -> RoundRecord:
        """Sets some fields, names as in CHANGEABLE. Raises Conflict when another round has the name."""
        if unknown := set(fields) - CHANGEABLE:
            raise ValueError(f"a round's {sorted(unknown)} can't be changed")
        r = t.round_.c
        with self._database.write() as connection:
            record = _find_round(connection, round_id, lock=True)
            if "name" in fields:
                key = name_key(fields["name"])
                others = and_(r.authority_id == record.authority_id, r.framework_id == record.framework_id)
                if connection.scalar(select(r.id).where(others, r.name_key == key, r.id != round_id)):
                    raise Conflict(_round_is_there(fields["name"]))
                fields["name_key"] = key
                connection.execute(
                    update(t.result).where(t.result.c.round_id == round_id).values(round_key=key)
                )
            if fields:
                connection.execute(update(t.round_).where(r.id == round_id).values(**fields))
            return _find_round(connection, round_id)

    def close_round(self, round_id: int) -> bool:
        """Closes a round for good. Whether this call did: False when it was closed by its lead before.

        Whoever is saving an answer at this moment has saved it, or is refused.
        """
        with self._database.write() as connection:
            _find_round(connection, round_id, lock=True)
            open_ = and_(t.round_.c.id == round_id, t.round_.c.closed_at.is_(None))
            closed = connection.execute(update(t.round_).where(open_).values(closed_at=self._clock()))
            return bool(closed.rowcount)

    def assessments_in(self, round_id: int, with_removed: bool = False) -> list[AssessmentRecord]:
        """By lens and subject's name. Those of removed subjects only on request."""
        a, s = t.assessment.c, t.subject.c
        wanted = select_assessments(self._today()).where(a.round_id == round_id, a.archived_at.is_(None))
        if not with_removed:
            wanted = wanted.where(s.removed_at.is_(None))
        with self._database.read() as connection:
            rows = connection.execute(wanted.order_by(s.lens, s.name_key, a.id)).mappings()
            return [to_assessment(row) for row in rows]

    def assessments_of_subject(self, subject_id: int) -> list[AssessmentRecord]:
        """Of every round, the first made first."""
        a = t.assessment.c
        wanted = select_assessments(self._today()).where(a.subject_id == subject_id, a.archived_at.is_(None))
        with self._database.read() as connection:
            rows = connection.execute(wanted.order_by(a.round_id, a.id)).mappings()
            return [to_assessment(row) for row in rows]

    def subjects(
        self,
        authority_id: int,
        lens: str | None = None,
        origin: Origin | None = None,
        with_removed: bool = False,
    ) -> list[SubjectRecord]:
        """By name."""
        s = t.subject.c
        wanted = select(t.subject).where(s.authority_id == authority_id).order_by(s.name_key, s.id)
        if lens is not None:
            wanted = wanted.where(s.lens == lens)
        if origin is not None:
            wanted = wanted.where(s.origin == origin)
        if not with_removed:
            wanted = wanted.where(s.removed_at.is_(None))
        with self._database.read() as connection:
            return [to_subject(row) for row in connection.execute(wanted).mappings()]

    def rename_subject(self, subject_id: int, name: str) -> SubjectRecord:
        """Raises Conflict when another subject has the name."""
        s = t.subject.c
        with self._database.write() as connection:
            row = _find_present(connection, subject_id)
            key = name_key(name)
            namesake = and_(
                s.authority_id == row["authority_id"], s.lens == row["lens"], s.origin == row["origin"]
            )
            if connection.scalar(select(s.id).where(namesake, s.name_key == key, s.id != subject_id)):
                raise Conflict(f"“{name}” is there already. Choose another name, or merge the two.")
            connection.execute(update(t.subject).where(s.id == subject_id).values(name=name, name_key=key))
            return to_subject(_find_present(connection, subject_id))

    def set_profile(self, subject_id: int, profile: Mapping[str, Json]) -> SubjectRecord:
        """Replaces the profile; results are filtered by the new one at once."""
        with self._database.write() as connection:
            _find_present(connection, subject_id)
            same = t.subject.c.id == subject_id
            connection.execute(update(t.subject).where(same).values(profile=dict(profile)))
            same = t.result.c.subject_id == subject_id
            connection.execute(update(t.result).where(same).values(**filterable(profile)))
            return to_subject(_find_present(connection, subject_id))

    def remove_subject(self, subject_id: int) -> None:
        """Takes a subject out of every list and comparison. Nothing that was answered is deleted, and its name
        can be given anew."""
        with self._database.write() as connection:
            row = _find_present(connection, subject_id)
            _retire(connection, row, {"removed_at": self._clock()})
            results = select(t.result.c.assessment_id).where(t.result.c.subject_id == subject_id)
            numbers = list(connection.scalars(results))
            connection.execute(delete(t.figure).where(t.figure.c.assessment_id.in_(numbers)))
            connection.execute(delete(t.result).where(t.result.c.subject_id == subject_id))

    def merge_subject(self, from_id: int, into_id: int) -> None:
        """Moves a subject's assessments to another, and takes it out of the lists.

        Raises Conflict, and changes nothing, when the two aren't alike, or when both have an assessment of the
        same owner in the same round.
        """
        with self._database.write() as connection:
            gone, kept = _find_present(connection, from_id), _find_present(connection, into_id)
            alike = all(gone[name] == kept[name] for name in ("authority_id", "lens", "origin"))
            if from_id == into_id or not alike:
                raise Conflict(
                    "Only two different places of the same kind in the same authority can be merged. "
                    "Nothing was changed."
                )
            _check_apart(connection, gone, kept)
            a = t.assessment.c
            moved = list(connection.scalars(select(a.id).where(a.subject_id == from_id)))
            connection.execute(update(t.assessment).where(a.id.in_(moved)).values(subject_id=into_id))
            _retire(connection, gone, {"removed_at": self._clock(), "merged_into": into_id})
            connection.execute(
                update(t.result)
                .where(t.result.c.subject_id == from_id)
                .values(subject_id=into_id, stale=True, **filterable(kept["profile"]))
            )
            for number in moved:
                set_shared(connection, number)


def _plain_groups(groups: Sequence[Mapping[str, str]]) -> list[dict[str, str]]:
    return [{"id": group["id"], "label": group["label"]} for group in groups]


def _plain_asks(asks: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    return {group: list(items) for group, items in asks.items()}


def _round_is_there(name: str) -> str:
    return f"There is a round “{name}” already. Choose another name, or open the one that is there."


def _find_round(connection: Connection, round_id: int, lock: bool = False) -> RoundRecord:
    wanted = select(t.round_).where(t.round_.c.id == round_id)
    row = connection.execute(wanted.with_for_update() if lock else wanted).mappings().first()
    if row is None:
        raise NotFound(NO_ROUND)
    return to_round(row)


def _find_present(connection: Connection, subject_id: int) -> RowMapping:
    """A subject that wasn't removed. Raises NotFound."""
    row = find_row(connection, t.subject, t.subject.c.id == subject_id)
    if row is None:
        raise NotFound(NO_SUBJECT)
    if row["removed_at"] is not None:
        raise NotFound(f"“{row['name']}” was removed, or merged into another. Choose one from the list.")
    return row


def _retire(connection: Connection, row: RowMapping, values: Mapping[str, Any]) -> None:
    """Stamps a subject, and gives its name free: no name that is given has a key that begins with a space."""
    key = f" {row['id']} {row['name_key']}"
    connection.execute(update(t.subject).where(t.subject.c.id == row["id"]).values(name_key=key, **values))


def _check_apart(connection: Connection, gone: RowMapping, kept: RowMapping) -> None:
    """Raises Conflict when two subjects have an assessment of the same owner in the same round."""
    a, r = t.assessment.c, t.round_.c
    both = (
        select(r.name)
        .select_from(t.assessment.join(t.round_, a.round_id == r.id))
        .where(a.subject_id.in_([gone["id"], kept["id"]]), a.archived_at.is_(None))
        .group_by(r.id, r.name, a.owner)
        .having(func.count() > 1)
        .order_by(r.id)
    )
    name = connection.scalar(both)
    if name is not None:
        where = f"the round “{name}”" if name else "the same round"
        raise Conflict(
            f"“{gone['name']}” and “{kept['name']}” both have an assessment in {where}, so they can't be merged. "
            "Nothing was changed."
        )
