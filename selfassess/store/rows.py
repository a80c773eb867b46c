"""Rows of the tables as records, and what every part of the store starts from."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, Select, insert, select
from sqlalchemy.engine import Connection

from selfassess.errors import NotFound
from selfassess.store import tables as t
from selfassess.store.database import Database
from selfassess.store.records import AnswerRecord, AssessmentRecord, Json

NO_ASSESSMENT = "There is no such assessment. Check the address, or open the assessment from your list."

_PUBLIC_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")


class Keeper:
    """A part of the store: a database and a clock."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock

    def _record_event(self, connection: Connection, number: int, by: str, kind: str, detail: Json) -> None:
        connection.execute(
            insert(t.event).values(
                assessment_id=number, at=self._clock(), by_actor=by, kind=kind, detail=detail
            )
        )


def name_key(name: str) -> str:
    """A name as compared: letter case, spacing and ways of writing the same letter ignored."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def is_named(assessment_id: str) -> ColumnElement[bool]:
    """The condition that finds an assessment. Raises NotFound for what can't be an id: it comes from URLs."""
    if not _PUBLIC_ID.fullmatch(assessment_id):
        raise NotFound(NO_ASSESSMENT)
    return t.assessment.c.public_id == assessment_id


def number_of(connection: Connection, assessment_id: str, lock: bool = False) -> int:
    """The internal number of an assessment. Raises NotFound.

    With `lock`, nobody else answers in it, finishes or reopens it until the transaction ends.
    """
    wanted = select(t.assessment.c.id).where(is_named(assessment_id))
    number = connection.scalar(wanted.with_for_update() if lock else wanted)
    if number is None:
        raise NotFound(NO_ASSESSMENT)
    return int(number)


def select_assessments() -> Select[Any]:
    """Everything an AssessmentRecord says, one row per assessment."""
    a, s, r = t.assessment.c, t.subject.c, t.round_.c
    joined = (
        t.assessment.join(t.subject, a.subject_id == s.id)
        .join(t.round_, a.round_id == r.id)
        .join(t.authority, s.authority_id == t.authority.c.id)
    )
    return select(
        a.id.label("number"),
        a.public_id.label("id"),
        s.authority_id,
        t.authority.c.name.label("authority"),
        a.subject_id,
        s.name.label("subject"),
        s.lens,
        s.origin,
        a.round_id,
        r.name.label("round"),
        a.framework_id,
        a.framework_version,
        a.vocabulary,
        a.owner,
        a.created_at,
        a.finished_at,
        a.archived_at,
    ).select_from(joined)


def to_assessment(row: RowMapping) -> AssessmentRecord:
    return AssessmentRecord(**{name: row[name] for name in AssessmentRecord.__dataclass_fields__})


def select_answers() -> Select[Any]:
    """Everything an AnswerRecord says, in the order of respondents, items and kinds."""
    a, p = t.answer.c, t.respondent.c
    joined = t.answer.join(t.respondent, a.respondent_id == p.id).join(
        t.assessment, a.assessment_id == t.assessment.c.id
    )
    return (
        select(
            t.assessment.c.id.label("number"),
            t.assessment.c.public_id.label("assessment_id"),
            a.respondent_id,
            p.label.label("respondent"),
            p.group_id.label("group"),
            *(a[name] for name in ("item", "kind", "value", "special", "basis", "evidence")),
            *(a[name] for name in ("direction", "one_person", "reason", "changed_at")),
        )
        .select_from(joined)
        .order_by(a.assessment_id, a.respondent_id, a.item, a.kind)
    )


def to_answer(row: RowMapping) -> AnswerRecord:
    return AnswerRecord(**{name: row[name] for name in AnswerRecord.__dataclass_fields__})
