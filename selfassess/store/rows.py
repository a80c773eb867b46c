"""Rows of the tables as records, and what every part of the store starts from."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, RowMapping, Select, and_, exists, func, insert, select, update
from sqlalchemy.engine import Connection

from selfassess.errors import NotFound
from selfassess.store import tables as t
from selfassess.store.database import Database
from selfassess.store.records import AnswerRecord, AssessmentRecord, Json

NO_ASSESSMENT = "There is no such assessment. Check the address, or open the assessment from your list."

LONDON = ZoneInfo("Europe/London")
"""Where a round's days begin and end."""

_PUBLIC_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")


class Keeper:
    """A part of the store: a database and a clock."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock

    def _today(self) -> date:
        return self._clock().astimezone(LONDON).date()

    def _record_event(
        self,
        connection: Connection,
        number: int,
        by: str,
        kind: str,
        detail: Json,
        at: datetime | None = None,
    ) -> None:
        values = {"assessment_id": number, "by_actor": by, "kind": kind, "detail": detail}
        connection.execute(insert(t.event).values(at=at or self._clock(), **values))

    def _respondents_moment(self, connection: Connection, number: int) -> datetime:
        """The time to record of what a respondent does: in an anonymous round no more than the day."""
        moment = self._clock()
        joined = t.assessment.join(t.round_, t.assessment.c.round_id == t.round_.c.id)
        wanted = select(is_anonymous()).select_from(joined).where(t.assessment.c.id == number)
        return day_of(moment) if connection.scalar(wanted) else moment


def name_key(name: str) -> str:
    """A name as compared: letter case, spacing and ways of writing the same letter ignored."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def day_of(moment: datetime) -> datetime:
    """The moment's day, as a time: midnight in UTC."""
    return moment.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)


def is_closed(today: date) -> ColumnElement[bool]:
    """Whether a round is closed: by its lead, or because its last day is over."""
    r = t.round_.c
    return func.coalesce(r.closed_at.is_not(None) | (r.closes_on < today), False)


def is_anonymous() -> ColumnElement[bool]:
    """Whether the respondents of an assessment are anonymous. For a statement that selects it with its round.

    Whoever opened the round gives their own view in the open, so that there is one to compare with.
    """
    return and_(t.round_.c.voices == "anonymous", t.assessment.c.owner != t.round_.c.owner)


def filterable(profile: Mapping[str, Json]) -> dict[str, str]:
    """What a profile says in the columns of `result` by which results are filtered."""
    return {name: str(profile.get(name) or "") for name in ("setting", "size", "region")}


def mark_stale(connection: Connection, which: ColumnElement[bool]) -> None:
    """Has the results that a condition on `result` finds worked out anew."""
    connection.execute(update(t.result).where(which, t.result.c.stale.is_(False)).values(stale=True))


def is_shared() -> ColumnElement[bool]:
    """Whether an assessment is shown to its own authority now. For a statement that selects `assessment`."""
    a, s, its = t.assessment.c, t.share.c, t.subject.alias().c
    shown = and_(s.assessment_id == a.id, s.authority_id == its.authority_id, s.ended_at.is_(None))
    return exists().where(shown, its.id == a.subject_id).correlate(t.assessment)


def set_shared(connection: Connection, number: int) -> None:
    """Has the assessment's result say whether it is shared."""
    shared = connection.scalar(select(is_shared()).where(t.assessment.c.id == number))
    connection.execute(update(t.result).where(t.result.c.assessment_id == number).values(shared=shared))


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


def select_assessments(today: date) -> Select[Any]:
    """Everything an AssessmentRecord says, one row per assessment. `today` tells which rounds are over."""
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
        is_anonymous().label("anonymous"),
        r.managed,
        is_closed(today).label("round_closed"),
        r.threshold,
        s.removed_at.is_not(None).label("removed"),
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
            *(a[name] for name in ("carried", "present")),
        )
        .select_from(joined)
        .order_by(a.assessment_id, a.respondent_id, a.item, a.kind)
    )


def to_answer(row: RowMapping) -> AnswerRecord:
    return AnswerRecord(**{name: row[name] for name in AnswerRecord.__dataclass_fields__})
