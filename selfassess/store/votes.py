"""The phones of a workshop and what they vote. Nothing here knows who holds one."""

from __future__ import annotations

import secrets
from typing import Any

from sqlalchemy import Select, and_, bindparam, delete, func, insert, select
from sqlalchemy.engine import Connection

from selfassess.errors import Conflict, NotAllowed, NotFound
from selfassess.store import workshop_tables as w
from selfassess.store.database import upsert
from selfassess.store.invitations import RANDOM_ID_BITS, TRIES
from selfassess.store.rows import Keeper
from selfassess.store.workshop_records import SeatRecord, VoteRecord

NO_SEAT = "This phone isn't in the workshop. Join again with the code on the screen."
ENDED = "This workshop has ended."
VOTE_ENDED = "Voting on this has ended. Your vote from before stands."
FULL = "This workshop is full. Ask the facilitator."


class Votes(Keeper):
    def add_seat(self, workshop_number: int, token_hash: str, group: str, most: int) -> None:
        """Lets a phone in. Raises NotAllowed when the workshop has ended or holds `most` phones."""
        s = w.workshop_seat.c
        with self._database.write() as connection:
            _lock_going_on(connection, workshop_number)
            here = select(func.count()).select_from(w.workshop_seat).where(s.workshop_id == workshop_number)
            if (connection.scalar(here) or 0) >= most:
                raise NotAllowed(FULL)
            connection.execute(
                insert(w.workshop_seat).values(
                    id=_free_id(connection),
                    workshop_id=workshop_number,
                    token_hash=token_hash,
                    group_id=group,
                )
            )

    def find_seat(self, token_hash: str) -> SeatRecord | None:
        """A seat with what it shows, in one short read: each phone asks every second or two."""
        with self._database.read() as connection:
            row = connection.execute(_SEAT, {"hash": token_hash}).first()
            return None if row is None else SeatRecord(*row)

    def vote_before(self, seat: int, item: str, ballot: int) -> tuple[float | None, str | None]:
        """What a seat last voted on an item before a ballot."""
        v = w.workshop_vote.c
        wanted = select(v.value, v.special).where(v.seat_id == seat, v.item == item, v.ballot < ballot)
        with self._database.read() as connection:
            row = connection.execute(wanted.order_by(v.ballot.desc())).first()
            return (None, None) if row is None else (row.value, row.special)

    def save_vote(
        self, token_hash: str, item: str, ballot: int, value: float | None, special: str | None
    ) -> None:
        """A seat's vote on a ballot, in place of what it voted on that before; both None: taken back.

        Whoever reveals the votes at this moment counts this one, or it is refused: raises NotAllowed when the
        ballot isn't open. Raises NotFound for an unknown seat.
        """
        s, i, v = w.workshop_seat.c, w.workshop_item.c, w.workshop_vote.c
        with self._database.write() as connection:
            seat = connection.execute(select(s.id, s.workshop_id).where(s.token_hash == token_hash)).first()
            if seat is None:
                raise NotFound(NO_SEAT)
            _lock_going_on(connection, seat.workshop_id, VOTE_ENDED)
            # Read after the lock is held: before, the ballot might have been revealed meanwhile.
            here = and_(i.workshop_id == seat.workshop_id, i.item == item)
            row = connection.execute(select(i.phase, i.ballot).where(here)).first()
            if row is None or row.phase != "vote" or row.ballot != ballot:
                raise NotAllowed(VOTE_ENDED)
            key = {"workshop_id": seat.workshop_id, "item": item, "ballot": ballot, "seat_id": seat.id}
            if value is None and special is None:
                same = and_(*(v[name] == given for name, given in key.items()))
                connection.execute(delete(w.workshop_vote).where(same))
                return
            values = {"value": value, "special": special}
            connection.execute(
                upsert(connection, w.workshop_vote)
                .values(**key, **values)
                .on_conflict_do_update(index_elements=list(key), set_=values)
            )

    def votes(self, number: int, item: str | None = None) -> list[VoteRecord]:
        """Of a workshop, or of one of its items, by item, ballot and seat. Of the open ballot, too: whoever reads
        these shows nothing of it."""
        v, s = w.workshop_vote.c, w.workshop_seat.c
        wanted = (
            select(v.item, v.ballot, v.seat_id, s.group_id, v.value, v.special)
            .select_from(w.workshop_vote.join(w.workshop_seat, v.seat_id == s.id))
            .where(v.workshop_id == number)
            .order_by(v.item, v.ballot, v.seat_id)
        )
        if item is not None:
            wanted = wanted.where(v.item == item)
        with self._database.read() as connection:
            return [VoteRecord(*row) for row in connection.execute(wanted)]


def _lock_going_on(connection: Connection, number: int, why_not: str = ENDED) -> None:
    """Keeps a workshop as it is until the transaction ends. Raises NotAllowed when it has ended."""
    c = w.workshop.c
    ended = connection.execute(select(c.ended_at).where(c.id == number).with_for_update()).one()
    if ended[0] is not None:
        raise NotAllowed(why_not)


def _free_id(connection: Connection) -> int:
    """A random number that no seat has: numbers in a row would tell who came first."""
    for _ in range(TRIES):
        made = secrets.randbits(RANDOM_ID_BITS)
        taken = select(w.workshop_seat.c.id).where(w.workshop_seat.c.id == made)
        if made > 0 and connection.scalar(taken) is None:
            return made
    raise Conflict("No seat is left in this workshop. Try again.")


def _select_seat() -> Select[Any]:
    """The columns in the order of SeatRecord."""
    c, s, i, v = w.workshop.c, w.workshop_seat.c, w.workshop_item.c, w.workshop_vote.c
    all_items = w.workshop_item.alias()
    total = (
        select(func.count()).where(all_items.c.workshop_id == c.id).correlate(w.workshop).scalar_subquery()
    )
    this = and_(v.workshop_id == c.id, v.item == i.item, v.ballot == i.ballot, v.seat_id == s.id)
    return (
        select(
            *(s.id, s.group_id),
            *(c[name] for name in ("public_id", "code", "title", "kind", "example")),
            *(c[name] for name in ("framework_id", "framework_version", "lens", "vocabulary")),
            *(c[name] for name in ("ended_at", "version", "current")),
            *(i[name] for name in ("phase", "ballot", "place", "agreed_value", "agreed_special")),
            total,
            *(v.value, v.special),
        )
        .select_from(
            w.workshop_seat.join(w.workshop, s.workshop_id == c.id)
            .outerjoin(w.workshop_item, and_(i.workshop_id == c.id, i.item == c.current))
            .outerjoin(w.workshop_vote, this)
        )
        .where(s.token_hash == bindparam("hash"))
    )


_SEAT = _select_seat()
