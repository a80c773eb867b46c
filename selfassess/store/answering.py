"""Answers and their history, unconfirmed notes, and the things to work on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, insert, select, update
from sqlalchemy.engine import Connection, RowMapping

from selfassess.errors import NotAllowed, NotFound
from selfassess.store import tables as t
from selfassess.store.database import upsert
from selfassess.store.erasure import erase
from selfassess.store.records import (
    ANSWER_DEFAULTS,
    ActionRecord,
    AnswerRecord,
    ChangeRecord,
    DraftNote,
    Json,
    TextField,
)
from selfassess.store.rows import NO_ASSESSMENT, Keeper, number_of, select_answers, to_answer

FINISHED = "This assessment is finished. Reopen it to change an answer."


class Answering(Keeper):
    def answers(self, assessment_id: str, respondent_id: int | None = None) -> list[AnswerRecord]:
        """Everyone's, or one respondent's, by respondent, item and kind."""
        with self._database.read() as connection:
            number = number_of(connection, assessment_id)
            wanted = select_answers().where(t.answer.c.assessment_id == number)
            if respondent_id is not None:
                wanted = wanted.where(t.answer.c.respondent_id == respondent_id)
            return [to_answer(row) for row in connection.execute(wanted).mappings()]

    def save_answer(
        self,
        assessment_id: str,
        respondent_id: int,
        item: str,
        kind: str,
        fields: Mapping[str, Json],
        by: str,
    ) -> AnswerRecord:
        """Sets some fields of one answer (names as in ANSWER_DEFAULTS) and leaves its others as they are.

        The change and its record in the history are one transaction; what is so already leaves no trace. An
        agreed rating is one per item: saving it again, by whomever, changes that one. Raises NotAllowed when
        the assessment is finished.
        """
        unknown = set(fields) - set(ANSWER_DEFAULTS)
        if unknown:
            raise ValueError(f"an answer has no {sorted(unknown)}")
        with self._database.write() as connection:
            number = _open_assessment(connection, assessment_id)
            _check_respondent(connection, number, respondent_id)
            same = _same_answer(number, respondent_id, item, kind)
            row = connection.execute(select(t.answer).where(same).with_for_update()).mappings().first()
            before = {name: row[name] if row else default for name, default in ANSWER_DEFAULTS.items()}
            changed = {name: value for name, value in fields.items() if before[name] != value}
            if changed:
                self._write(connection, number, respondent_id, item, kind, row, changed)
                self._remember(connection, number, respondent_id, item, kind, before, changed, by)
            elif row is None:
                return _nothing_yet(connection, assessment_id, respondent_id, item, kind, self._clock())
            found = connection.execute(select_answers().where(same)).mappings().one()
            return to_answer(found)

    def _write(
        self,
        connection: Connection,
        number: int,
        respondent_id: int,
        item: str,
        kind: str,
        row: RowMapping | None,
        changed: Mapping[str, Json],
    ) -> None:
        values = {**changed, "changed_at": self._clock()}
        if row is not None:
            same = _same_answer(number, row["respondent_id"], item, kind)
            connection.execute(update(t.answer).where(same).values(respondent_id=respondent_id, **values))
            return
        key = {"assessment_id": number, "respondent_id": respondent_id, "item": item, "kind": kind}
        connection.execute(
            upsert(connection, t.answer)
            .values(**{**ANSWER_DEFAULTS, **key, **values})
            .on_conflict_do_update(index_elements=list(key), set_=values)
        )

    def _remember(
        self,
        connection: Connection,
        number: int,
        respondent_id: int,
        item: str,
        kind: str,
        before: Mapping[str, Json],
        changed: Mapping[str, Json],
        by: str,
    ) -> None:
        connection.execute(
            insert(t.answer_change).values(
                at=self._clock(),
                by_actor=by,
                assessment_id=number,
                respondent_id=respondent_id,
                item=item,
                kind=kind,
                before={name: before[name] for name in changed},
                after=dict(changed),
            )
        )

    def history(self, assessment_id: str, item: str | None = None) -> list[ChangeRecord]:
        """Every change of every answer, or of one item's, oldest first."""
        c = t.answer_change.c
        wanted = select(c.at, c.by_actor, c.respondent_id, c.item, c.kind, c.before, c.after).order_by(c.id)
        with self._database.read() as connection:
            wanted = wanted.where(c.assessment_id == number_of(connection, assessment_id))
            if item is not None:
                wanted = wanted.where(c.item == item)
            return [ChangeRecord(*row) for row in connection.execute(wanted)]

    def save_draft_note(
        self, assessment_id: str, respondent_id: int, item: str, field: str, text: str, why: Sequence[str]
    ) -> None:
        """Keeps a warned note apart from the answer. `field` is as in DraftNote; an earlier draft goes."""
        with self._database.write() as connection:
            number = number_of(connection, assessment_id)
            _check_respondent(connection, number, respondent_id)
            key = {"assessment_id": number, "respondent_id": respondent_id, "item": item, "field": field}
            values = {"text": text, "why": list(why), "kept_at": self._clock()}
            connection.execute(
                upsert(connection, t.draft_note)
                .values(**key, **values)
                .on_conflict_do_update(index_elements=list(key), set_=values)
            )

    def draft_notes(self, assessment_id: str, respondent_id: int) -> list[DraftNote]:
        """One respondent's drafts, by item and field. Nobody else's business."""
        d = t.draft_note.c
        with self._database.read() as connection:
            number = number_of(connection, assessment_id)
            rows = connection.execute(
                select(d.item, d.field, d.text, d.why, d.kept_at)
                .where(d.assessment_id == number, d.respondent_id == respondent_id)
                .order_by(d.item, d.field)
            )
            return [
                DraftNote(assessment_id, respondent_id, r.item, r.field, r.text, tuple(r.why), r.kept_at)
                for r in rows
            ]

    def drop_draft_note(self, assessment_id: str, respondent_id: int, item: str, field: str) -> None:
        d = t.draft_note.c
        with self._database.write() as connection:
            number = number_of(connection, assessment_id)
            same = and_(d.assessment_id == number, d.respondent_id == respondent_id)
            connection.execute(delete(t.draft_note).where(same, d.item == item, d.field == field))

    def erase_text(
        self, assessment_id: str, item: str, field: TextField, by: str, respondent_id: int | None = None
    ) -> None:
        """Blanks one item's free text of one kind wherever it stands: answers, history, snapshots, drafts.

        Of one respondent, or of everyone for None; "action" is the text of the item's things to work on. One
        that quotes erased evidence or an erased reason is blanked with it. That it was
        done is recorded, without the content. With SQLite the file is rewritten after the transaction, so
        that its bytes don't hold the text either.
        Allowed when the assessment is finished.
        """
        with self._database.write() as connection:
            number = number_of(connection, assessment_id)
            erase(connection, number, item, field, respondent_id)
            detail = {"item": item, "field": field, "respondent_id": respondent_id}
            self._record_event(connection, number, by, "erased", detail)
            self._database.compact_afterwards()

    def save_action(
        self,
        assessment_id: str,
        position: int,
        item: str,
        text: str,
        owner_role: str = "",
        due_on: date | None = None,
    ) -> None:
        """One thing to work on, in place of what stood at its position; an empty one removes that."""
        a = t.action.c
        with self._database.write() as connection:
            number = number_of(connection, assessment_id)
            if not (text or owner_role or due_on):
                same = and_(a.assessment_id == number, a.position == position)
                connection.execute(delete(t.action).where(same))
                return
            key = {"assessment_id": number, "position": position}
            values = {"item": item, "text": text, "owner_role": owner_role, "due_on": due_on}
            connection.execute(
                upsert(connection, t.action)
                .values(**key, **values)
                .on_conflict_do_update(index_elements=list(key), set_=values)
            )

    def actions(self, assessment_id: str) -> list[ActionRecord]:
        """By position."""
        a = t.action.c
        with self._database.read() as connection:
            number = number_of(connection, assessment_id)
            rows = connection.execute(
                select(a.position, a.item, a.text, a.owner_role, a.due_on)
                .where(a.assessment_id == number)
                .order_by(a.position)
            )
            return [ActionRecord(assessment_id, *row) for row in rows]


def _open_assessment(connection: Connection, assessment_id: str) -> int:
    """The number of an assessment that may be written in. It can't be finished meanwhile."""
    a = t.assessment.c
    row = connection.execute(
        select(a.id, a.finished_at).where(a.public_id == assessment_id).with_for_update(read=True)
    ).first()
    if row is None:
        raise NotFound(NO_ASSESSMENT)
    if row.finished_at is not None:
        raise NotAllowed(FINISHED)
    return int(row.id)


def _check_respondent(connection: Connection, number: int, respondent_id: int) -> None:
    p = t.respondent.c
    there = connection.scalar(select(p.id).where(p.id == respondent_id, p.assessment_id == number))
    if there is None:
        raise NotFound("There is no such respondent in this assessment.")


def _same_answer(number: int, respondent_id: int, item: str, kind: str) -> ColumnElement[bool]:
    a = t.answer.c
    same = and_(a.assessment_id == number, a.item == item, a.kind == kind)
    return same if kind == "agreed" else and_(same, a.respondent_id == respondent_id)


def _nothing_yet(
    connection: Connection, assessment_id: str, respondent_id: int, item: str, kind: str, moment: Any
) -> AnswerRecord:
    p = t.respondent.c
    who = connection.execute(select(p.label, p.group_id).where(p.id == respondent_id)).one()
    return AnswerRecord(
        assessment_id=assessment_id,
        respondent_id=respondent_id,
        respondent=who.label,
        group=who.group_id,
        item=item,
        kind=kind,
        changed_at=moment,
        **ANSWER_DEFAULTS,
    )
