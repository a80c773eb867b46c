"""Assessments and who answers in them: making and finding them, finishing, reopening and sharing."""

from __future__ import annotations

import secrets
from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, insert, or_, select, update
from sqlalchemy.engine import Connection

from selfassess.errors import AlreadyThere, Conflict, NotFound
from selfassess.store import tables as t
from selfassess.store import workshop_tables as w
from selfassess.store.database import upsert
from selfassess.store.records import (
    AnswerRecord,
    AssessmentRecord,
    EventRecord,
    Json,
    Overview,
    RespondentRecord,
    ShareRecord,
    SnapshotRecord,
)
from selfassess.store.rows import (
    NO_ASSESSMENT,
    Keeper,
    is_named,
    mark_stale,
    number_of,
    select_answers,
    select_assessments,
    set_shared,
    to_answer,
    to_assessment,
)

ID_BYTES = 16
"""Random bytes in a public id: 22 characters that can't be guessed."""


class Assessments(Keeper):
    def create_assessment(
        self,
        subject_id: int,
        round_id: int,
        framework_id: str,
        framework_version: str,
        owner: str,
        vocabulary: str = "",
    ) -> AssessmentRecord:
        """A new assessment. Raises AlreadyThere when the owner has one of that subject in that round.

        The framework version must have been kept before.
        """
        a = t.assessment.c
        with self._database.write() as connection:
            public_id = connection.scalar(
                upsert(connection, t.assessment)
                .values(
                    public_id=secrets.token_urlsafe(ID_BYTES),
                    subject_id=subject_id,
                    round_id=round_id,
                    framework_id=framework_id,
                    framework_version=framework_version,
                    vocabulary=vocabulary,
                    owner=owner,
                    created_at=self._clock(),
                )
                .on_conflict_do_nothing()
                .returning(a.public_id)
            )
            if public_id is None:
                same = and_(a.subject_id == subject_id, a.round_id == round_id, a.owner == owner)
                there = connection.scalar(select(a.public_id).where(same, a.archived_at.is_(None)))
                raise AlreadyThere("You have this assessment already. Open it to go on with it.", str(there))
            return _find_assessment(connection, public_id, self._today())

    def assessment(self, assessment_id: str) -> AssessmentRecord:
        """Raises NotFound."""
        with self._database.read() as connection:
            return _find_assessment(connection, assessment_id, self._today())

    def lock(self, assessment_id: str) -> AssessmentRecord:
        """An assessment as it is now, and stays until the `transaction` around this ends. Raises NotFound."""
        with self._database.write() as connection:
            number_of(connection, assessment_id, lock=True)
            return _find_assessment(connection, assessment_id, self._today())

    def assessments_of(self, actor: str) -> list[Overview]:
        """What an actor owns or answers in, with the actor's own answers, last changed first."""
        invited = select(t.respondent.c.assessment_id).where(t.respondent.c.actor == actor)
        theirs = or_(t.assessment.c.owner == actor, t.assessment.c.id.in_(invited))
        with self._database.read() as connection:
            return _overviews(connection, self._today(), theirs, t.respondent.c.actor == actor)

    def examples(self, origin: str | None = None) -> list[Overview]:
        """What isn't real, of one origin or of all, with everyone's answers, last changed first."""
        wanted = t.subject.c.origin == origin if origin else t.subject.c.origin != "real"
        with self._database.read() as connection:
            return _overviews(connection, self._today(), and_(wanted, t.subject.c.origin != "real"), None)

    def add_respondent(
        self, assessment_id: str, label: str = "", group: str = "", actor: str = ""
    ) -> RespondentRecord:
        """The respondent of that label, added if there is none; one who is there stays as they are."""
        with self._database.write() as connection:
            number = number_of(connection, assessment_id)
            connection.execute(
                upsert(connection, t.respondent)
                .values(assessment_id=number, label=label, group_id=group, actor=actor)
                .on_conflict_do_nothing()
            )
            found = _respondents(connection, number, assessment_id, t.respondent.c.label == label)
            return found[0]

    def set_group(self, assessment_id: str, respondent_id: int, group: str, by: str) -> None:
        """Puts a respondent into a group, and records it: answers count by group."""
        p = t.respondent.c
        with self._database.write() as connection:
            number = number_of(connection, assessment_id)
            moved = connection.execute(
                update(t.respondent)
                .where(p.assessment_id == number, p.id == respondent_id, p.group_id != group)
                .values(group_id=group)
            )
            if moved.rowcount:
                detail = {"respondent_id": respondent_id, "group": group}
                moment = self._respondents_moment(connection, number)
                self._record_event(connection, number, by, "grouped", detail, moment)
                mark_stale(connection, t.result.c.assessment_id == number)

    def respondents(self, assessment_id: str) -> list[RespondentRecord]:
        """In the order they were added."""
        with self._database.read() as connection:
            return _respondents(connection, number_of(connection, assessment_id), assessment_id)

    def finish(
        self, assessment_id: str, by: str, answers: list[dict[str, Json]], scores: Json, why: str = ""
    ) -> SnapshotRecord:
        """Freezes a dated snapshot and closes the assessment. See SnapshotRecord for what `answers` hold.

        Finished already, it stays as it is: gives the latest snapshot.
        """
        with self._database.write() as connection:
            number = number_of(connection, assessment_id, lock=True)
            record = _find_assessment(connection, assessment_id, self._today())
            if record.finished_at is not None:
                return _snapshots(connection, number, assessment_id)[-1]
            moment = self._clock()
            connection.execute(
                insert(t.snapshot).values(
                    assessment_id=number,
                    taken_at=moment,
                    by_actor=by,
                    framework_id=record.framework_id,
                    framework_version=record.framework_version,
                    answers=answers,
                    scores=scores,
                    why=why,
                )
            )
            self._set_finished(connection, number, moment)
            self._record_event(connection, number, by, "finished", {})
            return _snapshots(connection, number, assessment_id)[-1]

    def take_snapshot(
        self, assessment_id: str, why: str, answers: list[dict[str, Json]], scores: Json, by: str = ""
    ) -> None:
        """Keeps a dated copy of an assessment that goes on. One of the same `why` that is there already stays."""
        s = t.snapshot.c
        with self._database.write() as connection:
            number = number_of(connection, assessment_id, lock=True)
            same = and_(s.assessment_id == number, s.why == why)
            if connection.scalar(select(s.id).where(same)) is not None:
                return
            record = _find_assessment(connection, assessment_id, self._today())
            connection.execute(
                insert(t.snapshot).values(
                    assessment_id=number,
                    taken_at=self._clock(),
                    by_actor=by,
                    framework_id=record.framework_id,
                    framework_version=record.framework_version,
                    answers=answers,
                    scores=scores,
                    why=why,
                )
            )

    def note_event(self, assessment_id: str, by: str, kind: str, detail: Json) -> None:
        """Records something that happened to an assessment and changes nothing in it."""
        with self._database.write() as connection:
            self._record_event(connection, number_of(connection, assessment_id), by, kind, detail)

    def give(self, assessment_id: str, owner: str) -> None:
        """Makes an assessment somebody else's; with an owner's last one go their practices and calibrations.

        Raises Conflict when whoever it is given to has one of that subject in that round.
        """
        a = t.assessment.c
        with self._database.write() as connection:
            number = number_of(connection, assessment_id, lock=True)
            here = connection.execute(select(a.subject_id, a.round_id, a.owner).where(a.id == number)).one()
            same = and_(a.subject_id == here.subject_id, a.round_id == here.round_id, a.owner == owner)
            if (
                connection.scalar(select(a.id).where(same, a.id != number, a.archived_at.is_(None)))
                is not None
            ):
                raise Conflict(
                    "Whoever it should be given to has an assessment of this centre in this round already."
                )
            connection.execute(update(t.assessment).where(a.id == number).values(owner=owner))
            connection.execute(update(t.result).where(t.result.c.assessment_id == number).values(owner=owner))
            if connection.scalar(select(a.id).where(a.owner == here.owner).limit(1)) is None:
                connection.execute(
                    update(w.workshop).where(w.workshop.c.owner == here.owner).values(owner=owner)
                )

    def rekey_respondent(self, respondent_id: int, actor: str) -> None:
        """Puts a respondent's answers under another key: that of the link which replaces a lost one."""
        with self._database.write() as connection:
            connection.execute(
                update(t.respondent).where(t.respondent.c.id == respondent_id).values(actor=actor)
            )

    def reopen(self, assessment_id: str, by: str) -> None:
        """Opens a finished assessment again and records it; its snapshots stay."""
        with self._database.write() as connection:
            number = number_of(connection, assessment_id, lock=True)
            if _find_assessment(connection, assessment_id, self._today()).finished_at is not None:
                self._set_finished(connection, number, None)
                self._record_event(connection, number, by, "reopened", {})

    def _set_finished(self, connection: Connection, number: int, moment: datetime | None) -> None:
        same = t.assessment.c.id == number
        connection.execute(update(t.assessment).where(same).values(finished_at=moment))

    def snapshots(self, assessment_id: str) -> list[SnapshotRecord]:
        """Oldest first."""
        with self._database.read() as connection:
            return _snapshots(connection, number_of(connection, assessment_id), assessment_id)

    def events(self, assessment_id: str) -> list[EventRecord]:
        """Oldest first."""
        e = t.event.c
        with self._database.read() as connection:
            number = number_of(connection, assessment_id)
            rows = connection.execute(
                select(e.at, e.by_actor, e.kind, e.detail).where(e.assessment_id == number).order_by(e.id)
            )
            return [EventRecord(*row) for row in rows]

    def share(self, assessment_id: str, authority_id: int, by: str) -> None:
        """Shows the assessment to an authority; shared already, nothing changes."""
        with self._database.write() as connection:
            number = number_of(connection, assessment_id)
            added = connection.scalar(
                upsert(connection, t.share)
                .values(assessment_id=number, authority_id=authority_id, at=self._clock(), by_actor=by)
                .on_conflict_do_nothing()
                .returning(t.share.c.id)
            )
            if added is not None:
                self._record_event(connection, number, by, "shared", {"authority_id": authority_id})
                set_shared(connection, number)

    def unshare(self, assessment_id: str, authority_id: int, by: str) -> None:
        s = t.share.c
        with self._database.write() as connection:
            number = number_of(connection, assessment_id)
            ended = connection.execute(
                update(t.share)
                .where(s.assessment_id == number, s.authority_id == authority_id, s.ended_at.is_(None))
                .values(ended_at=self._clock())
            )
            if ended.rowcount:
                self._record_event(connection, number, by, "unshared", {"authority_id": authority_id})
                set_shared(connection, number)

    def shares(self, assessment_id: str) -> list[ShareRecord]:
        """Past and present, oldest first."""
        s = t.share.c
        with self._database.read() as connection:
            rows = connection.execute(
                select(s.id, s.authority_id, s.at, s.by_actor, s.ended_at)
                .where(s.assessment_id == number_of(connection, assessment_id))
                .order_by(s.id)
            )
            return [
                ShareRecord(row.id, assessment_id, row.authority_id, row.at, row.by_actor, row.ended_at)
                for row in rows
            ]


def _find_assessment(connection: Connection, assessment_id: str, today: date) -> AssessmentRecord:
    row = connection.execute(select_assessments(today).where(is_named(assessment_id))).mappings().first()
    if row is None:
        raise NotFound(NO_ASSESSMENT)
    return to_assessment(row)


def _respondents(
    connection: Connection, number: int, assessment_id: str, *where: ColumnElement[bool]
) -> list[RespondentRecord]:
    p = t.respondent.c
    rows = connection.execute(
        select(p.id, p.label, p.group_id, p.actor).where(p.assessment_id == number, *where).order_by(p.id)
    )
    return [RespondentRecord(row.id, assessment_id, row.label, row.group_id, row.actor) for row in rows]


def _snapshots(connection: Connection, number: int, assessment_id: str) -> list[SnapshotRecord]:
    s = t.snapshot.c
    rows = connection.execute(select(t.snapshot).where(s.assessment_id == number).order_by(s.id)).mappings()
    return [
        SnapshotRecord(
            id=row["id"],
            assessment_id=assessment_id,
            taken_at=row["taken_at"],
            by=row["by_actor"],
            framework_id=row["framework_id"],
            framework_version=row["framework_version"],
            answers=row["answers"],
            scores=row["scores"],
            why=row["why"],
        )
        for row in rows
    ]


def _overviews(
    connection: Connection, today: date, which: ColumnElement[bool], whose: ColumnElement[bool] | None
) -> list[Overview]:
    current = and_(which, t.assessment.c.archived_at.is_(None))
    rows = connection.execute(select_assessments(today).where(current)).mappings().all()
    numbers = [row["number"] for row in rows]
    changed = _last_changes(connection, numbers)
    answers: dict[int, list[AnswerRecord]] = defaultdict(list)
    wanted = select_answers().where(t.answer.c.assessment_id.in_(numbers))
    for row in connection.execute(wanted if whose is None else wanted.where(whose)).mappings():
        answers[row["number"]].append(to_answer(row))
    overviews = [
        Overview(
            record=to_assessment(row),
            changed_at=max([row["created_at"], *changed[row["number"]]]),
            answers=tuple(answers[row["number"]]),
        )
        for row in rows
    ]
    return sorted(overviews, key=lambda overview: overview.changed_at, reverse=True)


def _last_changes(connection: Connection, numbers: Sequence[int]) -> dict[int, list[datetime]]:
    """Per assessment: when an answer, a draft and a state last changed."""
    changes: dict[int, list[datetime]] = defaultdict(list)
    times: list[tuple[Any, Any]] = [
        (t.answer.c.assessment_id, t.answer.c.changed_at),
        (t.draft_note.c.assessment_id, t.draft_note.c.kept_at),
        (t.event.c.assessment_id, t.event.c.at),
    ]
    for number, time in times:
        for row in connection.execute(
            select(number, func.max(time)).where(number.in_(numbers)).group_by(number)
        ):
            changes[row[0]].append(row[1])
    return changes
