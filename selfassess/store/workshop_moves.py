"""A workshop moved on, by one facilitator at a time: each change is made inside a `transaction` that `move_on` began."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, func, insert, select, update

from selfassess.errors import Conflict, NotAllowed, NotFound
from selfassess.store import workshop_tables as w
from selfassess.store.rows import Keeper
from selfassess.store.workshop_records import WorkshopItemRecord, WorkshopRecord
from selfassess.store.workshops import find, is_workshop, items_of

NOT_IN_IT = "This workshop doesn't hold that sub-indicator."
MOVED_ON = "Another device has moved this workshop on. This is where it stands now."
OVER = "This workshop has ended, and nothing in it changes any more."

CHANGEABLE = frozenset({"phase", "ballot", "agreed_value", "agreed_special", "reason", "dissent"})
"""The fields that `change_workshop_item` accepts."""


class WorkshopMoves(Keeper):
    def move_on(self, workshop_id: str, seen: int) -> WorkshopRecord:
        """Takes the workshop for one change, until the `transaction` around it ends. Gives it as it was.

        Nobody votes meanwhile. `seen` is the version that whoever changes it was shown. Raises NotAllowed when the
        workshop has ended, Conflict when somebody else was quicker.
        """
        c = w.workshop.c
        with self._database.write() as connection:
            same = is_workshop(workshop_id)
            one_more = update(w.workshop).where(same, c.version == seen, c.ended_at.is_(None))
            moved = connection.execute(one_more.values(version=c.version + 1)).rowcount
            record = find(connection, same)
            if record.ended_at is not None:
                raise NotAllowed(OVER)
            if not moved:
                raise Conflict(MOVED_ON)
            return record

    def show_item(self, number: int, item: str) -> None:
        """Puts an item on the screen, "" for none."""
        with self._database.write() as connection:
            connection.execute(update(w.workshop).where(w.workshop.c.id == number).values(current=item))

    def set_present(self, number: int, present: str) -> None:
        with self._database.write() as connection:
            connection.execute(update(w.workshop).where(w.workshop.c.id == number).values(present=present))

    def end_workshop(self, number: int) -> None:
        """Stamps it, and shows nothing on phones any more."""
        with self._database.write() as connection:
            values = {"ended_at": self._clock(), "current": ""}
            connection.execute(update(w.workshop).where(w.workshop.c.id == number).values(**values))

    def workshop_item(self, number: int, item: str) -> WorkshopItemRecord:
        """Raises NotFound."""
        with self._database.read() as connection:
            found = [each for each in items_of(connection, number) if each.item == item]
            if not found:
                raise NotFound(NOT_IN_IT)
            return found[0]

    def change_workshop_item(self, number: int, item: str, **fields: Any) -> None:
        """Sets some fields, names as in CHANGEABLE; a change of phase stops the timer."""
        if unknown := set(fields) - CHANGEABLE:
            raise ValueError(f"a workshop's item has no {sorted(unknown)} to change")
        if "phase" in fields:
            fields["timer_ends_at"] = None
        with self._database.write() as connection:
            connection.execute(update(w.workshop_item).where(_same_item(number, item)).values(**fields))

    def set_timer(self, number: int, item: str, seconds: int | None) -> None:
        """Starts a timer anew, or stops it for None."""
        ends = None if seconds is None else self._clock() + timedelta(seconds=seconds)
        with self._database.write() as connection:
            connection.execute(
                update(w.workshop_item).where(_same_item(number, item)).values(timer_ends_at=ends)
            )

    def move_to_end(self, number: int, item: str) -> None:
        """Puts an item last; those behind it move up."""
        i = w.workshop_item.c
        with self._database.write() as connection:
            place = connection.scalar(select(i.place).where(_same_item(number, item)))
            last = connection.scalar(select(func.max(i.place)).where(i.workshop_id == number))
            behind = update(w.workshop_item).where(i.workshop_id == number, i.place > place)
            connection.execute(behind.values(place=i.place - 1))
            connection.execute(update(w.workshop_item).where(_same_item(number, item)).values(place=last))

    def drop_ballot(self, number: int, item: str, ballot: int) -> None:
        """Deletes what was voted on a ballot: one that is never revealed is nobody's business."""
        with self._database.write() as connection:
            for table in (w.workshop_vote, w.workshop_hands):
                same = and_(table.c.workshop_id == number, table.c.item == item, table.c.ballot == ballot)
                connection.execute(delete(table).where(same))

    # A show of hands

    def save_hands(self, number: int, item: str, ballot: int, counts: Mapping[str, int]) -> None:
        """What was counted for each choice, in place of what stood there; nothing is kept of zeros."""
        key = {"workshop_id": number, "item": item, "ballot": ballot}
        rows = [{**key, "choice": choice, "count": count} for choice, count in counts.items() if count]
        with self._database.write() as connection:
            c = w.workshop_hands.c
            same = and_(c.workshop_id == number, c.item == item, c.ballot == ballot)
            connection.execute(delete(w.workshop_hands).where(same))
            if rows:
                connection.execute(insert(w.workshop_hands), rows)

    def hands(self, number: int) -> dict[tuple[str, int], dict[str, int]]:
        """By item and ballot, how many hands went up for each choice; zeros are left out."""
        c = w.workshop_hands.c
        found: dict[tuple[str, int], dict[str, int]] = {}
        wanted = select(c.item, c.ballot, c.choice, c.count).where(c.workshop_id == number)
        with self._database.read() as connection:
            for item, ballot, choice, count in connection.execute(wanted):
                found.setdefault((item, ballot), {})[choice] = count
        return found


def _same_item(number: int, item: str) -> ColumnElement[bool]:
    return and_(w.workshop_item.c.workshop_id == number, w.workshop_item.c.item == item)
