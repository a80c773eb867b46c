"""Many results at once, counted by the database: nothing here grows with the number of assessments read."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, select
from sqlalchemy.engine import Connection

from selfassess.store import tables as t
from selfassess.store.result_records import (
    FigureKind,
    FigureRecord,
    Filter,
    Options,
    PartBin,
    Placed,
    Quartiles,
)
from selfassess.store.results import meets
from selfassess.store.rows import Keeper

TOLERANCE = 1e-9
"""A position so little below a bound counts as on it, as for zones."""
TOP = 100.0


class Aggregates(Keeper):
    def count_results(self, filter_: Filter) -> int:
        with self._database.read() as connection:
            return int(connection.scalar(select(func.count()).where(meets(filter_))) or 0)

    def subject_ids(self, filter_: Filter) -> list[int]:
        """Of every subject that has a result here."""
        wanted = select(t.result.c.subject_id).where(meets(filter_)).distinct()
        with self._database.read() as connection:
            return list(connection.scalars(wanted.order_by(t.result.c.subject_id)))

    def zone_counts(self, filter_: Filter) -> dict[str, int]:
        """Zone -> how many placements are in it; "" is for those without a placement."""
        f = t.result.c
        wanted = select(f.zone, func.count()).where(meets(filter_)).group_by(f.zone).order_by(f.zone)
        with self._database.read() as connection:
            return {row[0]: row[1] for row in connection.execute(wanted)}

    def bins(self, filter_: Filter, width: float = 2.5) -> list[tuple[float, int]]:
        """Where a bin begins, and how many placements are in it. 100 is in the last bin; empty ones are left
        out."""
        f = t.result.c
        number = _bin(f.position, width).label("bin")
        wanted = select(number, func.count()).where(meets(filter_), f.position.is_not(None))
        with self._database.read() as connection:
            rows = connection.execute(wanted.group_by(number).order_by(number))
            return [(row[0] * width, row[1]) for row in rows]

    def part_bins(
        self,
        filter_: Filter,
        kind: FigureKind,
        width: float = 12.5,
        edges: Sequence[float] | None = None,
    ) -> list[PartBin]:
        """How many positions of each part are in each bin; empty ones are left out.

        Bins are `width` wide, or begin at the `edges`, of which the first is the least position.
        """
        g = t.figure.c
        number = (_bin(g.position, width) if edges is None else _edged(g.position, edges)).label("bin")
        wanted = (
            select(g.part, number, func.count())
            .select_from(_FIGURES)
            .where(meets(filter_), g.kind == kind, g.position.is_not(None))
            .group_by(g.part, number)
            .order_by(g.part, number)
        )
        with self._database.read() as connection:
            return [PartBin(*row) for row in connection.execute(wanted)]

    def part_quartiles(
        self, filter_: Filter, kind: FigureKind, parts: Sequence[str] | None = None
    ) -> dict[str, Quartiles]:
        """Of each part that has a position anywhere. Only the positions that matter leave the database."""
        g = t.figure.c
        these = and_(meets(filter_), g.kind == kind, g.position.is_not(None))
        if parts is not None:
            these = and_(these, g.part.in_(parts))
        sizes = select(g.part, func.count().label("n")).select_from(_FIGURES).where(these).group_by(g.part)
        rank = (func.row_number().over(partition_by=g.part, order_by=g.position) - 1).label("rank")
        ranked = select(g.part, g.position, rank).select_from(_FIGURES).where(these).subquery().c
        found: dict[str, dict[int, float]] = {}
        with self._database.read() as connection:
            # Counted apart, which is quicker than a second window over the same rows.
            n = {row.part: row.n for row in connection.execute(sizes)}
            needed = sorted({each for size in n.values() for each in _ranks(size)})
            wanted = select(ranked.part, ranked.rank, ranked.position).where(ranked.rank.in_(needed))
            for part, place, position in connection.execute(wanted):
                found.setdefault(part, {})[place] = position
        return {part: _quartiles(part, n[part], found[part]) for part in sorted(found)}

    def options(self, filter_: Filter) -> Options:
        """What the results hold that the filter's series, lens and origin leave visible; its other fields are
        what these options are for."""
        f = t.result.c
        seen = meets(Filter(filter_.series, filter_.lens, filter_.origin, visible_to=filter_.visible_to))
        with self._database.read() as connection:
            rounds = connection.execute(
                select(f.round_key, func.max(f.round_id)).where(seen).group_by(f.round_key)
            ).all()
            names = _names(connection, t.round_, [row[1] for row in rounds])
            authorities = _names(connection, t.authority, select(f.authority_id).where(seen).distinct())
            profile = [
                tuple(
                    connection.scalars(select(column).where(seen, column != "").distinct().order_by(column))
                )
                for column in (f.setting, f.size, f.region)
            ]
        latest = sorted(rounds, key=lambda row: row[1], reverse=True)
        return Options(
            tuple((key, names[number]) for key, number in latest),
            tuple(sorted(authorities.items(), key=lambda each: (each[1].casefold(), each[0]))),
            *profile,
        )

    def positions(self, filter_: Filter, limit: int, offset: int = 0) -> list[Placed]:
        """A page of the placements, by authority's and subject's name."""
        a, f, s = t.assessment.c, t.result.c, t.subject.c
        joined = (
            t.result.join(t.assessment, a.id == f.assessment_id)
            .join(t.subject, s.id == f.subject_id)
            .join(t.round_, t.round_.c.id == f.round_id)
            .join(t.authority, t.authority.c.id == f.authority_id)
        )
        wanted = (
            select(
                a.public_id,
                f.subject_id,
                s.name,
                f.authority_id,
                t.authority.c.name.label("authority"),
                t.round_.c.name.label("round"),
                *(f[name] for name in ("position", "low", "high", "wide_low", "wide_high", "coverage")),
                *(f[name] for name in ("zone", "voices", "groups", "as_of")),
            )
            .select_from(joined)
            .where(meets(filter_), f.position.is_not(None))
            .order_by(t.authority.c.name_key, s.name_key, f.assessment_id)
            .limit(limit)
            .offset(offset)
        )
        with self._database.read() as connection:
            return [Placed(*row) for row in connection.execute(wanted)]

    def stronger(
        self, filter_: Filter, kind: FigureKind, above: Mapping[str, float], limit: int
    ) -> list[FigureRecord]:
        """The figures whose whole range lies above what is given for their part; the furthest above first."""
        if not above:
            return []
        g = t.figure.c
        bound = case(above, value=g.part)
        wanted = (
            select(t.assessment.c.public_id, *(g[name] for name in _FIGURE_COLUMNS))
            .select_from(_FIGURES.join(t.assessment, t.assessment.c.id == g.assessment_id))
            .where(meets(filter_), g.kind == kind, g.part.in_(list(above)))
            .where(g.wide_low > bound + TOLERANCE)
            .order_by((g.wide_low - bound).desc(), g.part, g.assessment_id)
            .limit(limit)
        )
        with self._database.read() as connection:
            return [FigureRecord(*row) for row in connection.execute(wanted)]


_FIGURES = t.result.join(t.figure, t.figure.c.assessment_id == t.result.c.assessment_id)
_FIGURE_COLUMNS = tuple(name for name in FigureRecord.__dataclass_fields__ if name != "assessment_id")


def _bin(position: ColumnElement[Any], width: float) -> ColumnElement[int]:
    """The number of the bin of a position, where bins of that width divide 0 to 100.

    Portable: SQLite may lack floor(), and PostgreSQL rounds where SQLite cuts off.
    """
    last = math.ceil(TOP / width - TOLERANCE) - 1
    return _edged(position, [number * width for number in range(last + 1)])


def _edged(position: ColumnElement[Any], edges: Sequence[float]) -> ColumnElement[int]:
    steps = [(position >= edge - TOLERANCE, number) for number, edge in enumerate(edges)]
    return case(*reversed(steps), else_=0)


def _names(connection: Connection, table: Any, which: Any) -> dict[int, str]:
    return {
        row.id: row.name
        for row in connection.execute(select(table.c.id, table.c.name).where(table.c.id.in_(which)))
    }


def _ranks(n: int) -> set[int]:
    """The ranks, from 0, between which the quartiles of n numbers lie."""
    return {rank for quarter in range(5) for rank in _around(quarter, n)[:2]}


def _around(quarter: int, n: int) -> tuple[int, int, float]:
    """The ranks below and above a quartile, and how far on its way from the one to the other it is."""
    below, rest = divmod(quarter * (n - 1), 4)
    return below, below + (rest > 0), rest / 4


def _quartiles(part: str, n: int, values: Mapping[int, float]) -> Quartiles:
    def at(quarter: int) -> float:
        below, above, way = _around(quarter, n)
        return values[below] + (values[above] - values[below]) * way

    return Quartiles(part, n, at(0), at(1), at(2), at(3), at(4))
