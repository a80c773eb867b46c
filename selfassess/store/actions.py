"""The things to work on, and what stood there before."""

from __future__ import annotations

from datetime import date

from sqlalchemy import and_, delete, select
from sqlalchemy.engine import Connection

from selfassess.store import tables as t
from selfassess.store.database import upsert
from selfassess.store.records import PLANNED, ActionRecord, Json
from selfassess.store.rows import Keeper, number_of


class Actions(Keeper):
    def save_action(
        self,
        assessment_id: str,
        position: int,
        item: str,
        text: str,
        owner_role: str = "",
        due_on: date | None = None,
        *,
        by: str,
    ) -> None:
        """One thing to work on, in place of what stood at its position; an empty one removes that.

        Allowed when the assessment is finished; each change is recorded as an event "planned", with what
        stood there before and after.
        """
        a = t.action.c
        given = bool(text or owner_role or due_on)
        new = ActionRecord(assessment_id, position, item, text, owner_role, due_on) if given else None
        with self._database.write() as connection:
            number = number_of(connection, assessment_id, lock=True)
            old = {each.position: each for each in _actions(connection, number, assessment_id)}.get(position)
            if new == old:
                return
            key = {"assessment_id": number, "position": position}
            values = {"item": item, "text": text, "owner_role": owner_role, "due_on": due_on}
            if new is None:
                same = and_(a.assessment_id == number, a.position == position)
                connection.execute(delete(t.action).where(same))
            else:
                connection.execute(
                    upsert(connection, t.action)
                    .values(**key, **values)
                    .on_conflict_do_update(index_elements=list(key), set_=values)
                )
            detail = {"position": position, "before": _to_json(old), "after": _to_json(new)}
            self._record_event(connection, number, by, PLANNED, detail)

    def actions(self, assessment_id: str) -> list[ActionRecord]:
        """By position."""
        with self._database.read() as connection:
            return _actions(connection, number_of(connection, assessment_id), assessment_id)


def _actions(connection: Connection, number: int, assessment_id: str) -> list[ActionRecord]:
    a = t.action.c
    rows = connection.execute(
        select(a.position, a.item, a.text, a.owner_role, a.due_on)
        .where(a.assessment_id == number)
        .order_by(a.position)
    )
    return [ActionRecord(assessment_id, *row) for row in rows]


def _to_json(action: ActionRecord | None) -> dict[str, Json] | None:
    if action is None:
        return None
    due_on = action.due_on.isoformat() if action.due_on else None
    return {"item": action.item, "text": action.text, "owner_role": action.owner_role, "due_on": due_on}
