"""The things to work on, and what stood there before."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import date

from sqlalchemy import and_, delete, select
from sqlalchemy.engine import Connection

from selfassess.store import tables as t
from selfassess.store.database import upsert
from selfassess.store.records import PLANNED, ActionRecord, ActionStatus, AssessmentRecord, Json
from selfassess.store.rows import Keeper, number_of, select_assessments, to_assessment


class Actions(Keeper):
    def save_action(
        self,
        assessment_id: str,
        position: int,
        item: str,
        text: str = "",
        owner_role: str = "",
        due_on: date | None = None,
        *,
        target: float | None = None,
        implies: str = "",
        status: ActionStatus = "to_do",
        outcome: str = "",
        carried_from: str = "",
        by: str,
    ) -> None:
        """One thing to work on, in place of what stood at its position; one that says nothing removes that.

        Allowed when the assessment is finished; each change is recorded as an event "planned", with what
        stood there before and after.
        """
        new = ActionRecord(
            assessment_id,
            position,
            item,
            text,
            owner_role,
            due_on,
            target,
            implies,
            status,
            outcome,
            carried_from,
        )
        said = replace(new, status="to_do") != ActionRecord(assessment_id, position, item)
        self._put_action(assessment_id, position, new if said else None, by)

    def remove_action(self, assessment_id: str, position: int, *, by: str) -> None:
        """Takes a thing to work on out of the plan, and records what it was; where there is none, nothing."""
        self._put_action(assessment_id, position, None, by)

    def actions(self, assessment_id: str) -> list[ActionRecord]:
        """By position."""
        with self._database.read() as connection:
            return _actions(connection, number_of(connection, assessment_id), assessment_id)

    def used_positions(self, assessment_id: str) -> set[int]:
        """Those at which something was ever planned, there still or not."""
        e = t.event.c
        with self._database.read() as connection:
            number = number_of(connection, assessment_id)
            same = and_(e.assessment_id == number, e.kind == PLANNED)
            return {detail["position"] for detail in connection.scalars(select(e.detail).where(same))}

    def same_place(self, assessment_id: str) -> list[AssessmentRecord]:
        """The assessments of the same subject by the same owner, this one among them, in the order they were begun."""
        a = t.assessment.c
        with self._database.read() as connection:
            number = number_of(connection, assessment_id)
            this = connection.execute(select(a.subject_id, a.owner).where(a.id == number)).one()
            same = and_(a.subject_id == this.subject_id, a.owner == this.owner, a.archived_at.is_(None))
            wanted = select_assessments(self._today()).where(same).order_by(a.created_at, a.id)
            return [to_assessment(row) for row in connection.execute(wanted).mappings()]

    def _put_action(self, assessment_id: str, position: int, new: ActionRecord | None, by: str) -> None:
        a = t.action.c
        with self._database.write() as connection:
            number = number_of(connection, assessment_id, lock=True)
            old = {each.position: each for each in _actions(connection, number, assessment_id)}.get(position)
            if new == old:
                return
            if new is None:
                same = and_(a.assessment_id == number, a.position == position)
                connection.execute(delete(t.action).where(same))
            else:
                key = {"assessment_id": number, "position": position}
                values = {name: value for name, value in asdict(new).items() if name not in key}
                connection.execute(
                    upsert(connection, t.action)
                    .values(**key, **values)
                    .on_conflict_do_update(index_elements=list(key), set_=values)
                )
            detail = {"position": position, "before": _to_json(old), "after": _to_json(new)}
            self._record_event(connection, number, by, PLANNED, detail)


def _actions(connection: Connection, number: int, assessment_id: str) -> list[ActionRecord]:
    a = t.action.c
    rows = connection.execute(
        select(
            *(a[name] for name in ("position", "item", "text", "owner_role", "due_on")),
            *(a[name] for name in ("target", "implies", "status", "outcome", "carried_from")),
        )
        .where(a.assessment_id == number)
        .order_by(a.position)
    )
    return [ActionRecord(assessment_id, *row) for row in rows]


def _to_json(action: ActionRecord | None) -> dict[str, Json] | None:
    """What a record of a change says of it: everything but where it stands."""
    if action is None:
        return None
    fields = {k: v for k, v in asdict(action).items() if k not in ("assessment_id", "position")}
    return fields | {"due_on": action.due_on.isoformat() if action.due_on else None}
