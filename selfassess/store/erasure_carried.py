"""Where a thing to work on was carried to another round, or came from one: an erasure follows it there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping

from sqlalchemy import select
from sqlalchemy.engine import Connection

from selfassess.store import tables as t
from selfassess.store.records import PLANNED, Json

Place = tuple[int, int]
"""An assessment's number and a position."""


def lock_same_place(connection: Connection, number: int) -> list[int]:
    """The assessments of the same subject by the same owner, put away or not, held still; this one is among them.

    The latest first, as carrying something on holds them, so that the two never wait for each other.
    """
    a = t.assessment.c
    this = connection.execute(select(a.subject_id, a.owner).where(a.id == number)).one()
    same = select(a.id).where(a.subject_id == this.subject_id, a.owner == this.owner)
    return list(connection.scalars(same.order_by(a.id.desc()).with_for_update()))


def carried_copies(
    connection: Connection,
    number: int,
    series: list[int],
    of: Callable[[Mapping[str, Json]], bool],
) -> dict[int, set[int]]:
    """The positions in other assessments of a `series` of what stands, or stood, in one of them and is `of` those meant,
    whichever way and over however many rounds it was carried; by assessment."""
    beside: dict[Place, set[Place]] = defaultdict(set)
    reached: set[Place] = set()
    ids = select(t.assessment.c.public_id, t.assessment.c.id).where(t.assessment.c.id.in_(series))
    numbers = {row.public_id: row.id for row in connection.execute(ids)}
    for place, action in _ever_planned(connection, series):
        assessment, _, position = str(action.get("carried_from") or "").rpartition("/")
        if assessment in numbers and position.isdecimal():
            source = (numbers[assessment], int(position))
            beside[place].add(source)
            beside[source].add(place)
        if place[0] == number and of(action):
            reached.add(place)
    waiting = list(reached)
    while waiting:
        new = beside[waiting.pop()] - reached
        reached |= new
        waiting.extend(new)
    found: dict[int, set[int]] = defaultdict(set)
    for assessment_number, position_there in reached:
        if assessment_number != number:
            found[assessment_number].add(position_there)
    return dict(found)


def _ever_planned(connection: Connection, series: list[int]) -> list[tuple[Place, Mapping[str, Json]]]:
    """What stands in the plans and what the record of their changes tells of."""
    found: list[tuple[Place, Mapping[str, Json]]] = []
    for row in connection.execute(select(t.action).where(t.action.c.assessment_id.in_(series))).mappings():
        found.append(((row["assessment_id"], row["position"]), dict(row)))
    e = t.event.c
    changes = select(e.assessment_id, e.detail).where(e.assessment_id.in_(series), e.kind == PLANNED)
    for change in connection.execute(changes):
        place = (change.assessment_id, change.detail["position"])
        sides = (change.detail.get(side) for side in ("before", "after"))
        found.extend((place, action) for action in sides if action)
    return found
