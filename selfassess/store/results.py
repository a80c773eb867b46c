"""Scores as they were last worked out: saving them, finding those to work out anew, reading a page of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal, TypeVar

from sqlalchemy import ColumnElement, Select, and_, delete, exists, func, insert, or_, select
from sqlalchemy.engine import Connection

from selfassess.store import tables as t
from selfassess.store.database import upsert
from selfassess.store.result_records import FigureKind, FigureRecord, Filter, Mark, ResultRecord
from selfassess.store.rows import (
    Keeper,
    filterable,
    is_anonymous,
    is_closed,
    is_shared,
    mark_stale,
    number_of,
)

AT_ONCE = 500
"""How many ids a statement names: SQLite takes a limited number."""

Order = Literal["name", "position", "round"]

_KNOWN_HERE = (
    *("subject_id", "round_id", "authority_id", "lens", "origin", "round_key", "owner", "shared"),
    *("setting", "size", "region"),
)
_RESULT_VALUES = tuple(
    name
    for name in ResultRecord.__dataclass_fields__
    if name not in (*_KNOWN_HERE, "assessment_id", "authority", "subject", "round")
)
_FIGURE_VALUES = tuple(name for name in FigureRecord.__dataclass_fields__ if name != "assessment_id")


class Results(Keeper):
    def marks(self, assessment_ids: Sequence[str]) -> dict[str, Mark]:
        """How far each assessment's history has come. Take them before reading the answers to score."""
        with self._database.read() as connection:
            numbers = _numbers(connection, assessment_ids)
            found = _marks(connection, list(numbers.values()))
            return {each: found[number] for each, number in numbers.items()}

    def save_results(
        self,
        results: Sequence[tuple[ResultRecord, Sequence[FigureRecord]]],
        marks: Mapping[str, Mark] | None = None,
    ) -> None:
        """Puts results with all their figures in place of what was kept of those assessments.

        Where an assessment has gone on since its mark was taken, its result is kept as stale. Assessments that
        are gone, archived, or of a removed subject are left out. One transaction: some hundreds at a time let
        those who answer meanwhile in between.
        """
        with self._database.write() as connection:
            for part in _parts(results):
                self._save_batch(connection, part, marks or {})

    def _save_batch(
        self,
        connection: Connection,
        results: Sequence[tuple[ResultRecord, Sequence[FigureRecord]]],
        marks: Mapping[str, Mark],
    ) -> None:
        known = _lock_known(connection, [record.assessment_id for record, _ in results])
        now = _marks(connection, [row["assessment_id"] for row in known.values()]) if marks else {}
        rows, figures = [], []
        for record, parts in results:
            own = known.get(record.assessment_id)
            if own is None:
                continue
            row = own | {name: getattr(record, name) for name in _RESULT_VALUES}
            mark = marks.get(record.assessment_id)
            row["stale"] = record.stale or (mark is not None and mark != now[own["assessment_id"]])
            rows.append(row)
            figures += [
                {"assessment_id": own["assessment_id"]}
                | {name: getattr(figure, name) for name in _FIGURE_VALUES}
                for figure in parts
            ]
        if not rows:
            return
        statement = upsert(connection, t.result)
        both = {name: statement.excluded[name] for name in rows[0] if name != "assessment_id"}
        connection.execute(statement.on_conflict_do_update(index_elements=["assessment_id"], set_=both), rows)
        replaced = [row["assessment_id"] for row in rows]
        connection.execute(delete(t.figure).where(t.figure.c.assessment_id.in_(replaced)))
        if figures:
            connection.execute(insert(t.figure), figures)

    def mark_stale(self, assessment_id: str) -> None:
        """Has an assessment's result worked out anew, as when somebody else was asked."""
        with self._database.write() as connection:
            number = number_of(connection, assessment_id)
            mark_stale(connection, t.result.c.assessment_id == number)

    def stale(
        self,
        *,
        assessment_ids: Sequence[str] | None = None,
        round_id: int | None = None,
        authority_id: int | None = None,
        framework_id: str | None = None,
        limit: int | None = None,
    ) -> list[str]:
        """The assessments whose result is missing, or to be worked out anew; the latest made come first.

        Not those of removed subjects, those nobody has answered yet, nor those of an anonymous round that is
        still open: they have no results yet.
        """
        a, s, r, f = t.assessment.c, t.subject.c, t.round_.c, t.result.c
        joined = t.assessment.join(t.subject, a.subject_id == s.id).join(t.round_, a.round_id == r.id)
        wanted = (
            select(a.public_id)
            .select_from(joined.outerjoin(t.result, f.assessment_id == a.id))
            .where(a.archived_at.is_(None), s.removed_at.is_(None))
            .where(f.stale | (f.assessment_id.is_(None) & _is_answered()))
            .where(~is_anonymous() | is_closed(self._today()))
            .order_by(a.id.desc())
            .limit(limit)
        )
        for column, value in ((r.id, round_id), (s.authority_id, authority_id)):
            if value is not None:
                wanted = wanted.where(column == value)
        if framework_id is not None:
            wanted = wanted.where(a.framework_id == framework_id)
        # Usually there is nothing to do, which two looks at an index tell sooner than the whole question does.
        nothing = ~exists().where(f.assessment_id == a.id)
        with self._database.read() as connection:
            changed = list(connection.scalars(select(f.assessment_id).where(f.stale)))
            missing = list(connection.scalars(select(a.id).where(nothing)))
            if not changed and not missing:
                return []
            if assessment_ids is None:
                return list(connection.scalars(wanted))
            return [
                found
                for part in _parts(assessment_ids)
                for found in connection.scalars(wanted.where(a.public_id.in_(part)))
            ][:limit]

    def results(
        self,
        filter_: Filter | None = None,
        *,
        assessment_ids: Sequence[str] | None = None,
        subject_id: int | None = None,
        subject_ids: Sequence[int] | None = None,
        round_id: int | None = None,
        authority_id: int | None = None,
        lens: str | None = None,
        owner: str | None = None,
        order: Order = "name",
        limit: int | None = None,
        offset: int = 0,
    ) -> list[ResultRecord]:
        """Those that meet every condition given. Only `filter_` minds who may see them.

        `order`: by authority's and subject's name; by place on the line, those without one last; or by round
        from the first to the last, then by name.
        """
        f = t.result.c
        where = [
            column == value
            for column, value in (
                (f.subject_id, subject_id),
                (f.round_id, round_id),
                (f.authority_id, authority_id),
                (f.lens, lens),
                (f.owner, owner),
            )
            if value is not None
        ]
        if filter_ is not None:
            where.append(meets(filter_))
        if subject_ids is not None:
            where.append(f.subject_id.in_(subject_ids))
        if assessment_ids is not None:
            where.append(t.assessment.c.public_id.in_(assessment_ids[:limit] if limit else assessment_ids))
        wanted = _select_results().where(*where).order_by(*_ORDERS[order]).limit(limit).offset(offset)
        with self._database.read() as connection:
            return [ResultRecord(**row) for row in connection.execute(wanted).mappings()]

    def figures(
        self,
        assessment_ids: Sequence[str],
        kind: FigureKind | None = None,
        parts: Sequence[str] | None = None,
    ) -> list[FigureRecord]:
        """Of a page of assessments, in their order; in each by kind and part."""
        g = t.figure.c
        found: dict[str, list[FigureRecord]] = {each: [] for each in assessment_ids}
        with self._database.read() as connection:
            for part in _parts(assessment_ids):
                names = {number: each for each, number in _numbers(connection, part).items()}
                wanted = select(t.figure).where(g.assessment_id.in_(list(names)))
                if kind is not None:
                    wanted = wanted.where(g.kind == kind)
                if parts is not None:
                    wanted = wanted.where(g.part.in_(parts))
                for row in connection.execute(wanted.order_by(g.assessment_id, g.kind, g.part)).mappings():
                    name = names[row["assessment_id"]]
                    found[name].append(FigureRecord(**{**row, "assessment_id": name}))
        return [figure for figures in found.values() for figure in figures]


def meets(filter_: Filter) -> ColumnElement[bool]:
    """The condition on `result`."""
    f = t.result.c
    where = [f.series == filter_.series, f.lens == filter_.lens, f.origin == filter_.origin]
    for column in (f.round_key, f.setting, f.size, f.region):
        if value := getattr(filter_, column.name):
            where.append(column == value)
    if filter_.authority_id is not None:
        where.append(f.authority_id == filter_.authority_id)
    if filter_.origin == "real":
        where.append(f.shared | (f.owner == filter_.visible_to))
    return and_(*where)


def _select_results() -> Select[Any]:
    """Everything a ResultRecord says."""
    f, s = t.result.c, t.subject.c
    joined = (
        t.result.join(t.assessment, t.assessment.c.id == f.assessment_id)
        .join(t.subject, s.id == f.subject_id)
        .join(t.round_, t.round_.c.id == f.round_id)
        .join(t.authority, t.authority.c.id == f.authority_id)
    )
    return select(
        t.assessment.c.public_id.label("assessment_id"),
        *(f[name] for name in _KNOWN_HERE),
        *(f[name] for name in _RESULT_VALUES),
        t.authority.c.name.label("authority"),
        s.name.label("subject"),
        t.round_.c.name.label("round"),
    ).select_from(joined)


_BY_NAME = (t.authority.c.name_key, t.subject.c.name_key, t.result.c.assessment_id)
_ORDERS: dict[str, tuple[Any, ...]] = {
    "name": _BY_NAME,
    "position": (t.result.c.position.is_(None), t.result.c.position, *_BY_NAME),
    "round": (t.result.c.round_id, *_BY_NAME),
}


def _is_answered() -> ColumnElement[bool]:
    """Whether an assessment has an answer that counts."""
    b = t.answer.c
    counts = or_(b.value.is_not(None), b.special.is_not(None)) & ~b.carried
    return exists().where(b.assessment_id == t.assessment.c.id, counts)


def _numbers(connection: Connection, assessment_ids: Sequence[str]) -> dict[str, int]:
    """Public id -> number, of those that are there, in the order given."""
    a = t.assessment.c
    found: dict[str, int] = {}
    for part in _parts(assessment_ids):
        rows = connection.execute(select(a.public_id, a.id).where(a.public_id.in_(part)))
        found |= {row.public_id: row.id for row in rows}
    return {each: found[each] for each in assessment_ids if each in found}


def _lock_known(connection: Connection, assessment_ids: Sequence[str]) -> dict[str, dict[str, Any]]:
    """What the store knows of each assessment that may have a result; nobody answers in them meanwhile."""
    a, s, r = t.assessment.c, t.subject.c, t.round_.c
    joined = t.assessment.join(t.subject, a.subject_id == s.id).join(t.round_, a.round_id == r.id)
    rows = connection.execute(
        select(
            a.public_id,
            a.id.label("assessment_id"),
            a.subject_id,
            a.round_id,
            s.authority_id,
            s.lens,
            s.origin,
            s.profile,
            r.name_key.label("round_key"),
            a.owner,
            is_shared().label("shared"),
        )
        .select_from(joined)
        .where(a.public_id.in_(assessment_ids), a.archived_at.is_(None), s.removed_at.is_(None))
        .order_by(a.id)
        .with_for_update(of=t.assessment)
    ).mappings()
    own = ("public_id", "profile")
    return {
        row["public_id"]: {name: row[name] for name in row if name not in own} | filterable(row["profile"])
        for row in rows
    }


def _marks(connection: Connection, numbers: Sequence[int]) -> dict[int, Mark]:
    """The numbers of each assessment's last change and last event; 0 for none."""
    c, e = t.answer_change.c, t.event.c
    last = [dict.fromkeys(numbers, 0), dict.fromkeys(numbers, 0)]
    for found, columns in zip(last, (c, e), strict=True):
        for part in _parts(numbers):
            wanted = select(columns.assessment_id, func.max(columns.id)).group_by(columns.assessment_id)
            for number, newest in connection.execute(wanted.where(columns.assessment_id.in_(part))):
                found[number] = newest
    return {number: (last[0][number], last[1][number]) for number in numbers}


T = TypeVar("T")


def _parts(things: Sequence[T]) -> Iterator[Sequence[T]]:
    return (things[start : start + AT_ONCE] for start in range(0, len(things), AT_ONCE))
