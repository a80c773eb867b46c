"""Workshops as they are kept: opened, found and listed. How one is moved on is in `workshop_moves`."""

from __future__ import annotations

import re
import secrets
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, func, insert, select, update
from sqlalchemy.engine import Connection, RowMapping

from selfassess.errors import Conflict, NotFound
from selfassess.store import tables as t
from selfassess.store import workshop_tables as w
from selfassess.store.invitations import LETTERS, TRIES
from selfassess.store.rows import Keeper, number_of
from selfassess.store.workshop_records import (
    PulseRecord,
    WorkshopItemRecord,
    WorkshopOverview,
    WorkshopPlan,
    WorkshopRecord,
)

NO_WORKSHOP = "There is no such workshop. Check the address, or open the workshop from your list."
ID_BYTES = 16
"""Random bytes in a public id, as in an assessment's."""
CODE_LENGTH = 6
"""27 letters and digits to the sixth: 387 million codes, of which a handful are open at a time."""
PLANNED_FIELDS = (
    *("kind", "example", "framework_id", "framework_version", "lens", "vocabulary", "owner"),
    *("title", "present", "ask_groups", "threshold"),
)

_PUBLIC_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")


class WorkshopsKept(Keeper):
    def open_workshop(self, plan: WorkshopPlan, host_hash: str) -> WorkshopRecord:
        """A new workshop, with a code that no other has or had. The framework version must have been kept."""
        c = w.workshop.c
        with self._database.write() as connection:
            number = number_of(connection, plan.assessment_id) if plan.assessment_id else None
            values = {name: getattr(plan, name) for name in PLANNED_FIELDS}
            made = connection.scalar(
                insert(w.workshop)
                .values(
                    **values,
                    public_id=secrets.token_urlsafe(ID_BYTES),
                    code=_free_code(connection),
                    host_hash=host_hash,
                    assessment_id=number,
                    created_at=self._clock(),
                    current="",
                    version=1,
                )
                .returning(c.id)
            )
            blank = {"workshop_id": made, "phase": "waiting", "ballot": 0, "reason": "", "dissent": ""}
            rows = [
                {**blank, "item": item, "place": place, "before": before}
                for place, (item, before) in enumerate(plan.items, start=1)
            ]
            connection.execute(insert(w.workshop_item), rows)
            return find(connection, c.id == made)

    def workshop(self, workshop_id: str) -> WorkshopRecord:
        """Raises NotFound."""
        with self._database.read() as connection:
            return find(connection, is_workshop(workshop_id))

    def find_workshop(self, code: str) -> WorkshopRecord | None:
        """The workshop of a code: the one that goes on, else the one that ended last."""
        c = w.workshop.c
        wanted = _select().where(c.code == code).order_by(c.ended_at.is_(None).desc(), c.ended_at.desc())
        with self._database.read() as connection:
            row = connection.execute(wanted).mappings().first()
            return None if row is None else _to_workshop(row)

    def workshop_hosted(self, host_hash: str) -> WorkshopRecord | None:
        """The workshop that a facilitator's link opens."""
        with self._database.read() as connection:
            row = connection.execute(_select().where(w.workshop.c.host_hash == host_hash)).mappings().first()
            return None if row is None else _to_workshop(row)

    def set_host(self, workshop_id: str, host_hash: str) -> None:
        """Puts another link in the place of the facilitator's."""
        with self._database.write() as connection:
            changed = update(w.workshop).where(is_workshop(workshop_id)).values(host_hash=host_hash)
            if not connection.execute(changed).rowcount:
                raise NotFound(NO_WORKSHOP)

    def workshops_of(self, owner: str) -> list[WorkshopOverview]:
        """Whoever owns them now, the newest first."""
        c, i, s = w.workshop.c, w.workshop_item.c, w.workshop_seat.c
        is_agreed = (i.agreed_value.is_not(None)) | (i.agreed_special.is_not(None))
        joined = select(func.count()).where(s.workshop_id == c.id).scalar_subquery()
        items = select(func.count()).where(i.workshop_id == c.id).scalar_subquery()
        agreed = select(func.count()).where(i.workshop_id == c.id, is_agreed).scalar_subquery()
        wanted = _select(joined.label("joined"), agreed.label("agreed"), items.label("items"))
        wanted = wanted.where(_owner() == owner).order_by(c.id.desc())
        with self._database.read() as connection:
            return [
                WorkshopOverview(_to_workshop(row), row["joined"], row["agreed"], row["items"])
                for row in connection.execute(wanted).mappings()
            ]

    def workshop_items(self, workshop_id: str) -> list[WorkshopItemRecord]:
        """By place."""
        with self._database.read() as connection:
            return items_of(connection, find(connection, is_workshop(workshop_id)).number)

    def pulse(self, workshop_id: str) -> PulseRecord:
        """In one short read: it is asked every second. Raises NotFound."""
        with self._database.read() as connection:
            row = connection.execute(_PULSE, {"id": checked_id(workshop_id)}).first()
        if row is None:
            raise NotFound(NO_WORKSHOP)
        return PulseRecord(*row)


def _owner() -> ColumnElement[str]:
    """A workshop on an assessment goes with it when that is given to somebody else."""
    return func.coalesce(t.assessment.c.owner, w.workshop.c.owner)


def _select(*more: ColumnElement[Any]) -> Select[Any]:
    c = w.workshop.c
    return select(
        c.id.label("number"),
        c.public_id.label("id"),
        *(c[name] for name in ("code", "kind")),
        func.coalesce(t.assessment.c.public_id, "").label("assessment_id"),
        *(c[name] for name in ("example", "framework_id", "framework_version", "lens", "vocabulary")),
        _owner().label("owner"),
        *(c[name] for name in ("title", "present", "ask_groups", "threshold")),
        *(c[name] for name in ("created_at", "ended_at", "current", "version")),
        *more,
    ).select_from(w.workshop.outerjoin(t.assessment, c.assessment_id == t.assessment.c.id))


def _to_workshop(row: RowMapping) -> WorkshopRecord:
    return WorkshopRecord(**{name: row[name] for name in WorkshopRecord.__dataclass_fields__})


def find(connection: Connection, which: ColumnElement[bool]) -> WorkshopRecord:
    """Raises NotFound."""
    row = connection.execute(_select().where(which)).mappings().first()
    if row is None:
        raise NotFound(NO_WORKSHOP)
    return _to_workshop(row)


def checked_id(workshop_id: str) -> str:
    """Raises NotFound for what can't be an id: it comes from URLs."""
    if not _PUBLIC_ID.fullmatch(workshop_id):
        raise NotFound(NO_WORKSHOP)
    return workshop_id


def is_workshop(workshop_id: str) -> ColumnElement[bool]:
    """The condition that finds a workshop. Raises NotFound for what can't be an id."""
    return w.workshop.c.public_id == checked_id(workshop_id)


def items_of(connection: Connection, number: int) -> list[WorkshopItemRecord]:
    """By place."""
    i = w.workshop_item.c
    names = WorkshopItemRecord.__dataclass_fields__
    wanted = select(*(i[name] for name in names)).where(i.workshop_id == number).order_by(i.place, i.item)
    return [WorkshopItemRecord(*row) for row in connection.execute(wanted)]


def _free_code(connection: Connection) -> str:
    """A code that nobody else was ever given: phones remember the seat that they had under one."""
    for _ in range(TRIES):
        code = "".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH))
        if connection.scalar(select(w.workshop.c.id).where(w.workshop.c.code == code)) is None:
            return code
    raise Conflict("No code is left for another workshop. Try again.")


def _select_pulse() -> Select[Any]:
    c, s, v, i = w.workshop.c, w.workshop_seat.c, w.workshop_vote.c, w.workshop_item.c
    joined = select(func.count()).where(s.workshop_id == c.id).scalar_subquery()
    this = and_(v.workshop_id == i.workshop_id, v.item == i.item, v.ballot == i.ballot)
    current = and_(i.workshop_id == c.id, i.item == c.current)
    voted = (
        select(func.count())
        .select_from(w.workshop_item.join(w.workshop_vote, this))
        .where(current)
        .correlate(w.workshop)
        .scalar_subquery()
    )
    return (
        select(_owner(), c.version, c.ended_at, joined, voted)
        .select_from(w.workshop.outerjoin(t.assessment, c.assessment_id == t.assessment.c.id))
        .where(c.public_id == bindparam("id"))
    )


_PULSE = _select_pulse()
