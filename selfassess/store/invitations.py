"""Invitations, and the respondents who come by them. Nothing here joins the one to the other."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, insert, select, update
from sqlalchemy.engine import Connection

from selfassess.errors import Conflict, NotFound
from selfassess.store import tables as t
from selfassess.store.database import upsert
from selfassess.store.records import InvitationKind, InvitationRecord, RespondentRecord
from selfassess.store.rows import LONDON, Keeper, is_anonymous, number_of

NO_INVITATION = "There is no such invitation."
RANDOM_ID_BITS = 53
"""As wide as a whole number that JSON's readers keep exactly."""
LETTERS = "bcdfghjkmnpqrstvwxz23456789"
"""Letters and digits that aren't taken for one another, nor make words."""
TRIES = 20


class Invitations(Keeper):
    def add_invitation(
        self,
        round_id: int,
        assessment_id: str,
        kind: InvitationKind,
        group: str,
        name: str,
        token_hash: str,
        parent_id: int | None = None,
    ) -> InvitationRecord:
        """Raises Conflict when that token is in use."""
        i = t.invitation.c
        with self._database.write() as connection:
            number = number_of(connection, assessment_id)
            moment = self._clock()
            if kind == "return":  # made as its holder comes, who may be anonymous
                moment = self._respondents_moment(connection, number)
            made = connection.scalar(
                upsert(connection, t.invitation)
                .values(
                    round_id=round_id,
                    assessment_id=number,
                    kind=kind,
                    group_id=group,
                    name=name,
                    token_hash=token_hash,
                    created_at=moment,
                    parent_id=parent_id,
                )
                .on_conflict_do_nothing()
                .returning(i.id)
            )
            if made is None:
                raise Conflict("That link is there already. Make another one.")
            return _find_invitation(connection, i.id == made)

    def find_invitation(self, token_hash: str) -> InvitationRecord | None:
        """The invitation of a token, revoked or not."""
        with self._database.read() as connection:
            found = _list_invitations(connection, t.invitation.c.token_hash == token_hash)
            return found[0] if found else None

    def invitation(self, invitation_id: int) -> InvitationRecord:
        """Raises NotFound."""
        with self._database.read() as connection:
            return _find_invitation(connection, t.invitation.c.id == invitation_id)

    def invitations(
        self, round_id: int | None = None, assessment_id: str | None = None
    ) -> list[InvitationRecord]:
        """Of a round, of an assessment, or of both, in the order they were made; revoked ones too."""
        i = t.invitation.c
        with self._database.read() as connection:
            where = [] if round_id is None else [i.round_id == round_id]
            if assessment_id is not None:
                where.append(i.assessment_id == number_of(connection, assessment_id))
            return _list_invitations(connection, *where)

    def revoke(self, invitation_id: int) -> None:
        """Ends an invitation for good; revoked already, nothing changes. Links that a group's link gave out
        stay."""
        with self._database.write() as connection:
            _set(connection, invitation_id, {"revoked_at": self._clock()}, t.invitation.c.revoked_at)

    def mark_started(self, invitation_id: int) -> None:
        """That its holder has begun: the day on which they did so first.

        Of an anonymous round only that they have: the day is that of the round, as one beside a name could be laid
        beside the days of the answers.
        """
        with self._database.write() as connection:
            day = self._day_for(connection, invitation_id)
            _set(connection, invitation_id, {"started_on": day}, t.invitation.c.started_on)

    def mark_finished(self, invitation_id: int, finished: bool) -> None:
        """That its holder has said they are done, or has gone on answering after all. The day is as in `mark_started`."""
        with self._database.write() as connection:
            day = self._day_for(connection, invitation_id) if finished else None
            _set(connection, invitation_id, {"finished_on": day})

    def _day_for(self, connection: Connection, invitation_id: int) -> date:
        i, r = t.invitation.c, t.round_.c
        joined = t.invitation.join(t.assessment, i.assessment_id == t.assessment.c.id)
        joined = joined.join(t.round_, t.assessment.c.round_id == r.id)
        row = connection.execute(
            select(is_anonymous().label("anonymous"), r.created_at)
            .select_from(joined)
            .where(i.id == invitation_id)
        ).first()
        if row is None or not row.anonymous or row.created_at is None:
            return self._today()
        made: datetime = row.created_at
        return made.astimezone(LONDON).date()

    def respondent_of(self, actor: str) -> RespondentRecord | None:
        """The respondent who answers under that key, in whichever assessment; the first one of several."""
        if not actor:
            return None
        with self._database.read() as connection:
            row = connection.execute(_select_respondents().where(t.respondent.c.actor == actor)).first()
            return None if row is None else RespondentRecord(*row)

    def add_voice(self, assessment_id: str, label: str, group: str, actor: str) -> RespondentRecord:
        """The respondent of that key in the assessment, added if there is none.

        In an anonymous round they get a random id, and a random name instead of `label`; in a named one a
        number after the label where another respondent bears it.
        """
        p = t.respondent.c
        with self._database.write() as connection:
            number = number_of(connection, assessment_id, lock=True)
            theirs = and_(p.assessment_id == number, p.actor == actor)
            found = connection.execute(_select_respondents().where(theirs)).first()
            if found is not None:
                return RespondentRecord(*found)
            values: dict[str, Any] = {"assessment_id": number, "group_id": group, "actor": actor}
            if _is_anonymous(connection, number):
                values |= _make_anonymous(connection, number)
            else:
                values["label"] = _free_label(connection, number, label)
            connection.execute(insert(t.respondent).values(values))
            return RespondentRecord(*connection.execute(_select_respondents().where(theirs)).one())


def _list_invitations(connection: Connection, *where: ColumnElement[bool]) -> list[InvitationRecord]:
    i = t.invitation.c
    wanted = (
        select(
            i.id,
            i.round_id,
            t.assessment.c.public_id,
            *(i[name] for name in ("kind", "group_id", "name", "created_at", "revoked_at")),
            *(i[name] for name in ("started_on", "finished_on", "parent_id")),
        )
        .select_from(t.invitation.join(t.assessment, i.assessment_id == t.assessment.c.id))
        .where(*where)
        .order_by(i.id)
    )
    return [InvitationRecord(*row) for row in connection.execute(wanted)]


def _find_invitation(connection: Connection, which: ColumnElement[bool]) -> InvitationRecord:
    found = _list_invitations(connection, which)
    if not found:
        raise NotFound(NO_INVITATION)
    return found[0]


def _set(
    connection: Connection,
    invitation_id: int,
    values: Mapping[str, Any],
    unless: ColumnElement[Any] | None = None,
) -> None:
    """Sets values of one invitation, unless a column holds something already. Raises NotFound."""
    i = t.invitation.c
    if connection.scalar(select(i.id).where(i.id == invitation_id)) is None:
        raise NotFound(NO_INVITATION)
    same = i.id == invitation_id
    same = same if unless is None else and_(same, unless.is_(None))
    connection.execute(update(t.invitation).where(same).values(**values))


def _select_respondents() -> Select[Any]:
    p = t.respondent.c
    return (
        select(p.id, t.assessment.c.public_id, p.label, p.group_id, p.actor)
        .select_from(t.respondent.join(t.assessment, p.assessment_id == t.assessment.c.id))
        .order_by(p.id)
    )


def _is_anonymous(connection: Connection, number: int) -> bool:
    joined = t.assessment.join(t.round_, t.assessment.c.round_id == t.round_.c.id)
    return bool(
        connection.scalar(select(is_anonymous()).select_from(joined).where(t.assessment.c.id == number))
    )


def _make_anonymous(connection: Connection, number: int) -> dict[str, Any]:
    """A random id and label that nobody has."""
    p = t.respondent.c
    for _ in range(TRIES):
        made = secrets.randbits(RANDOM_ID_BITS)
        label = "Voice " + "".join(secrets.choice(LETTERS) for _ in range(4))
        taken = (p.id == made) | ((p.assessment_id == number) & (p.label == label))
        if made > 0 and connection.scalar(select(p.id).where(taken)) is None:
            return {"id": made, "label": label}
    raise Conflict("No name is left for another respondent here. Try again.")


def _free_label(connection: Connection, number: int, label: str) -> str:
    p = t.respondent.c
    taken = set(connection.scalars(select(p.label).where(p.assessment_id == number)))
    free, n = label, 1
    while free in taken:
        n += 1
        free = f"{label} ({n})".strip()
    return free
