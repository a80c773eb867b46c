"""Answers and their history, and unconfirmed notes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, delete, insert, select, update
from sqlalchemy.engine import Connection, RowMapping

from selfassess.errors import NotAllowed, NotFound
from selfassess.store import tables as t
from selfassess.store.database import upsert
from selfassess.store.erasure import NO_ONE, erase
from selfassess.store.erasure import TABLES as ERASED_FROM
from selfassess.store.erasure_carried import lock_same_place
from selfassess.store.records import (
    ANSWER_DEFAULTS,
    AnswerChange,
    AnswerRecord,
    ChangeRecord,
    DraftNote,
    Erased,
    Json,
    TextField,
)
from selfassess.store.rows import (
    LONDON,
    NO_ASSESSMENT,
    Keeper,
    day_of,
    is_anonymous,
    is_closed,
    is_named,
    mark_stale,
    number_of,
    select_answers,
    to_answer,
)

FINISHED = "This assessment is finished. Reopen it to change an answer."
CLOSED = "This round has closed, so this change is not saved. Everything saved before is kept and counts."


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

        What is so already leaves no trace. An agreed rating is one per item: saving it again, by whomever,
        changes that one. Raises NotAllowed when the assessment is finished, and for an answer (not for an
        agreed rating) when the round is closed.
        """
        with self._database.write() as connection:
            change = AnswerChange(respondent_id, item, kind, fields)
            number = self._save(connection, assessment_id, [change], by)
            same = _same_answer(number, respondent_id, item, kind)
            found = connection.execute(select_answers().where(same)).mappings().first()
            if found is None:
                return _nothing_yet(connection, assessment_id, respondent_id, item, kind, self._clock())
            return to_answer(found)

    def save_answers(self, assessment_id: str, changes: Sequence[AnswerChange], by: str) -> None:
        """As `save_answer`, for many at once; no answer may be among them twice."""
        if not changes:
            return
        with self._database.write() as connection:
            self._save(connection, assessment_id, changes, by)

    def _save(
        self, connection: Connection, assessment_id: str, changes: Sequence[AnswerChange], by: str
    ) -> int:
        """Writes answers and their history in one transaction. Gives the assessment's number."""
        unknown = {name for change in changes for name in change.fields} - set(ANSWER_DEFAULTS)
        if unknown:
            raise ValueError(f"an answer has no {sorted(unknown)}")
        now = self._clock()
        number, anonymous = _open_assessment(
            connection, assessment_id, any(change.kind == "answer" for change in changes), now
        )
        _check_respondents(connection, number, {change.respondent_id for change in changes})
        stored = _stored(connection, number, changes)
        day = day_of(now) if anonymous else now
        history: list[dict[str, Json]] = []
        writes: dict[tuple[bool, tuple[str, ...]], list[dict[str, Json]]] = defaultdict(list)
        for change in changes:
            row = stored.get(_key(change.respondent_id, change.item, change.kind))
            before = {name: row[name] if row else ANSWER_DEFAULTS[name] for name in change.fields}
            after = {name: value for name, value in change.fields.items() if before[name] != value}
            if not after:
                continue
            # An agreed rating is nobody's own, and two people may be writing it at the same time.
            moment = now if change.kind == "agreed" else day
            key = {"respondent_id": change.respondent_id, "item": change.item, "kind": change.kind}
            was = row["respondent_id"] if row else None
            names = tuple(sorted(after))
            writes[row is not None, names].append({**key, **after, "changed_at": moment, "was": was})
            before = {name: before[name] for name in after}
            history.append({**key, "at": moment, "by_actor": by, "before": before, "after": after})
        for (is_there, names), rows in writes.items():
            (_change_rows if is_there else _add_rows)(connection, number, names, rows)
        if history:
            connection.execute(
                insert(t.answer_change), [{**each, "assessment_id": number} for each in history]
            )
            mark_stale(connection, t.result.c.assessment_id == number)
        return number

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
            _check_respondents(connection, number, {respondent_id})
            key = {"assessment_id": number, "respondent_id": respondent_id, "item": item, "field": field}
            values = {"text": text, "why": list(why), "kept_at": self._respondents_moment(connection, number)}
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
        self,
        assessment_id: str,
        item: str,
        field: TextField,
        by: str,
        respondent_id: int | None = None,
        agreed: bool = False,
    ) -> Erased:
        """Blanks one item's free text of one kind wherever it stands: answers, history, snapshots, drafts.

        Of one respondent, of everyone for None, of nobody for NO_ONE; `agreed`: and of the agreed rating. "action" is
        the text of the item's things to work on, here and in the rounds that they were carried to or from. Drafts
        that quote the erased text go too and, for None and for what was agreed, it is blanked in things to work on.
        That it was done is recorded, without the content. After the transaction the database rewrites its files, so
        that their bytes don't hold the text either; `Database.compact_afterwards` says what that can't reach.
        Allowed when the assessment is finished.
        """
        with self._database.write() as connection:
            # Locked: a change saved meanwhile would put the text back, as what stood there before.
            number = number_of(connection, assessment_id)
            if respondent_id is None or agreed:
                lock_same_place(connection, number)  # before any one of them: see there
            number = number_of(connection, assessment_id, lock=True)
            erased = erase(connection, number, item, field, respondent_id, agreed)
            if erased.anything:
                whose = None if respondent_id == NO_ONE else respondent_id
                detail: Json = {"item": item, "field": field, "respondent_id": whose}
                if agreed:
                    detail |= {"agreed": True}
                moment = self._respondents_moment(connection, number)
                self._record_event(connection, number, by, "erased", detail, moment)
                mark_stale(connection, t.result.c.assessment_id == number)
            self._database.compact_afterwards(ERASED_FROM)
            return erased


def _open_assessment(
    connection: Connection, assessment_id: str, answering: bool, now: datetime
) -> tuple[int, bool]:
    """The number of an assessment that may be written in, and whether its respondents are anonymous.

    It can't be finished, nor its round closed, meanwhile. `answering`: not only agreed ratings are written.
    """
    a, r = t.assessment.c, t.round_.c
    closed = is_closed(now.astimezone(LONDON).date())
    row = connection.execute(
        select(a.id, a.finished_at, is_anonymous().label("anonymous"), closed.label("closed"))
        .select_from(t.assessment.join(t.round_, a.round_id == r.id))
        .where(is_named(assessment_id))
        .with_for_update(read=True)
    ).first()
    if row is None:
        raise NotFound(NO_ASSESSMENT)
    if row.closed and answering:
        raise NotAllowed(CLOSED)
    if row.finished_at is not None:
        raise NotAllowed(FINISHED)
    return int(row.id), bool(row.anonymous)


def _check_respondents(connection: Connection, number: int, respondent_ids: set[int]) -> None:
    p = t.respondent.c
    if respondent_ids - set(connection.scalars(select(p.id).where(p.assessment_id == number))):
        raise NotFound("There is no such respondent in this assessment.")


def _key(respondent_id: int, item: str, kind: str) -> tuple[str, str, int]:
    return item, kind, 0 if kind == "agreed" else respondent_id


def _stored(
    connection: Connection, number: int, changes: Sequence[AnswerChange]
) -> dict[tuple[str, str, int], RowMapping]:
    """What stands where the changes go; nobody else changes it until the transaction ends."""
    same = t.answer.c.assessment_id == number
    if len(changes) == 1:
        same = _same_answer(number, changes[0].respondent_id, changes[0].item, changes[0].kind)
    rows = connection.execute(select(t.answer).where(same).with_for_update()).mappings()
    return {_key(row["respondent_id"], row["item"], row["kind"]): row for row in rows}


def _add_rows(
    connection: Connection, number: int, names: Sequence[str], rows: Sequence[Mapping[str, Json]]
) -> None:
    """Inserts answers. Where one was given at this same moment, it gets the fields of `names`."""
    statement = upsert(connection, t.answer)
    key = ("assessment_id", "respondent_id", "item", "kind")
    both = {name: statement.excluded[name] for name in (*names, "changed_at")}
    connection.execute(
        statement.on_conflict_do_update(index_elements=key, set_=both),
        [{**ANSWER_DEFAULTS, **_without(row, "was"), "assessment_id": number} for row in rows],
    )


def _change_rows(
    connection: Connection, number: int, names: Sequence[str], rows: Sequence[Mapping[str, Json]]
) -> None:
    """Sets the fields of `names`. An agreed rating becomes that of whoever changes it."""
    a = t.answer.c
    same = and_(
        a.assessment_id == number,
        a.respondent_id == bindparam("was"),
        a.item == bindparam("the_item"),
        a.kind == bindparam("the_kind"),
    )
    changing = (*names, "changed_at", "respondent_id")
    values = {name: bindparam(f"new_{name}", type_=a[name].type) for name in changing}
    connection.execute(
        update(t.answer).where(same).values(values),
        [
            {"was": row["was"], "the_item": row["item"], "the_kind": row["kind"]}
            | {f"new_{name}": row[name] for name in changing}
            for row in rows
        ],
    )


def _without(row: Mapping[str, Json], name: str) -> dict[str, Json]:
    return {each: value for each, value in row.items() if each != name}


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
