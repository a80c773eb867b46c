"""Many results at once: counted by the database, or in one pass over their figures. No answer is read."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.engine import Connection

from selfassess.store import tables as t
from selfassess.store.result_records import (
    FigureKind,
    FigureRecord,
    Filter,
    Options,
    PartBin,
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

    def spread(
        self, filter_: Filter, kind: FigureKind, edges: Sequence[float]
    ) -> tuple[list[PartBin], dict[str, Quartiles]]:
        """How the positions of each part lie: in bins that begin at `edges`, the first of which is the least position,
        and by quartiles, which lie between two positions as numpy's do.

        One pass over the positions, some 28,000 of a round of 3,500 centres: quicker than to have the database group
        them, and then rank them.
        """
        g = t.figure.c
        wanted = select(g.part, g.position).select_from(_FIGURES)
        wanted = wanted.where(meets(filter_), g.kind == kind, g.position.is_not(None))
        found: dict[str, list[float]] = defaultdict(list)
        with self._database.read() as connection:
            for part, position in connection.execute(wanted):
                found[part].append(position)
        bins: list[PartBin] = []
        quartiles: dict[str, Quartiles] = {}
        for part in sorted(found):
            positions = sorted(found[part])
            # A bin begins at the first position that is not below its edge.
            starts = [0, *(bisect_left(positions, edge - TOLERANCE) for edge in edges[1:]), len(positions)]
            counts = [last - first for first, last in pairwise(starts)]
            bins += [PartBin(part, number, count) for number, count in enumerate(counts) if count]
            quartiles[part] = _quartiles(part, positions)
        return bins, quartiles

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
    return _edged(position, _edges(width))


def _edges(width: float) -> list[float]:
    """Where bins of that width begin."""
    last = math.ceil(TOP / width - TOLERANCE) - 1
    return [number * width for number in range(last + 1)]


def _edged(position: ColumnElement[Any], edges: Sequence[float]) -> ColumnElement[int]:
    steps = [(position >= edge - TOLERANCE, number) for number, edge in enumerate(edges)]
    return case(*reversed(steps), else_=0)


def _names(connection: Connection, table: Any, which: Any) -> dict[int, str]:
    return {
        row.id: row.name
        for row in connection.execute(select(table.c.id, table.c.name).where(table.c.id.in_(which)))
    }


def _around(quarter: int, n: int) -> tuple[int, int, float]:
    """The ranks below and above a quartile, and how far on its way from the one to the other it is."""
    below, rest = divmod(quarter * (n - 1), 4)
    return below, below + (rest > 0), rest / 4


def _quartiles(part: str, ascending: Sequence[float]) -> Quartiles:
    def at(quarter: int) -> float:
        below, above, way = _around(quarter, len(ascending))
        return ascending[below] + (ascending[above] - ascending[below]) * way

    return Quartiles(part, len(ascending), at(0), at(1), at(2), at(3), at(4))
