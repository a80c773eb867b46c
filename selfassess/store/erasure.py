"""Blanking free text wherever it stands: in answers, history, snapshots, drafts and things to work on."""

from __future__ import annotations

from typing import Any

from sqlalchemy import and_, delete, or_, select, update
from sqlalchemy.engine import Connection

from selfassess.store import tables as t
from selfassess.store.records import Json, TextField


def erase(
    connection: Connection, number: int, item: str, field: TextField, respondent_id: int | None
) -> None:
    """Blanks one item's text of one kind in one assessment; `respondent_id` None means everyone's."""
    erased = _erase_drafts(connection, number, item, field, respondent_id)
    if field != "action":
        erased |= _erase_answers(connection, number, item, field, respondent_id)
        erased |= _erase_history(connection, number, item, field, respondent_id)
        erased |= _erase_snapshots(connection, number, item, field, respondent_id)
    a = t.action.c
    same = and_(a.assessment_id == number, a.item == item)
    for row in connection.execute(select(a.position, a.text).where(same)).all():
        if field == "action" or any(text in row.text for text in erased):
            this = and_(same, a.position == row.position)
            connection.execute(update(t.action).where(this).values(text="", owner_role=""))


def _erase_drafts(
    connection: Connection, number: int, item: str, field: str, respondent_id: int | None
) -> set[str]:
    d = t.draft_note.c
    which = or_(d.field == field, d.field.startswith(f"{field}-"))  # drafts of actions: "action-1"
    same = and_(d.assessment_id == number, d.item == item, which, _whose(d, respondent_id))
    texts = set(connection.scalars(select(d.text).where(same)))
    connection.execute(delete(t.draft_note).where(same))
    return texts - {""}


def _erase_answers(
    connection: Connection, number: int, item: str, field: str, respondent_id: int | None
) -> set[str]:
    a = t.answer.c
    same = and_(a.assessment_id == number, a.item == item, _whose(a, respondent_id))
    texts = set(connection.scalars(select(a[field]).where(same)))
    connection.execute(update(t.answer).where(same).values({field: ""}))
    return texts - {""}


def _erase_history(
    connection: Connection, number: int, item: str, field: str, respondent_id: int | None
) -> set[str]:
    c = t.answer_change.c
    same = and_(c.assessment_id == number, c.item == item, _whose(c, respondent_id))
    texts = set()
    for row in connection.execute(select(c.id, c.before, c.after).where(same)).all():
        if field in row.after:
            texts |= {row.before[field], row.after[field]}
            connection.execute(
                update(t.answer_change)
                .where(c.id == row.id)
                .values(before={**row.before, field: ""}, after={**row.after, field: ""})
            )
    return texts - {""}


def _erase_snapshots(
    connection: Connection, number: int, item: str, field: str, respondent_id: int | None
) -> set[str]:
    s = t.snapshot.c
    label = connection.scalar(select(t.respondent.c.label).where(t.respondent.c.id == respondent_id))
    texts = set()
    for row in connection.execute(select(s.id, s.answers).where(s.assessment_id == number)).all():
        answers: list[dict[str, Json]] = []
        for answer in row.answers:
            mine = respondent_id is None or answer.get("respondent") == label
            if mine and answer.get("item") == item and answer.get(field):
                texts.add(str(answer[field]))
                answer = {**answer, field: ""}
            answers.append(answer)
        connection.execute(update(t.snapshot).where(s.id == row.id).values(answers=answers))
    return texts


def _whose(columns: Any, respondent_id: int | None) -> Any:
    return True if respondent_id is None else columns.respondent_id == respondent_id
