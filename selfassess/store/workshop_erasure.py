"""Blanking what an erasure is after where a workshop keeps it, too: why people agreed, who didn't, who was there."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import and_, case, func, select, update
from sqlalchemy.engine import Connection

from selfassess.errors import NotFound
from selfassess.store import tables as t
from selfassess.store import workshop_tables as w
from selfassess.store.records import TextField
from selfassess.store.rows import Keeper
from selfassess.store.workshops import NO_WORKSHOP, is_workshop

TABLES = (w.workshop, w.workshop_item)
"""The tables that an erasure reaches here."""


class WorkshopErasure(Keeper):
    def erase_workshop_texts(self, workshop_id: str) -> None:
        """Blanks what was typed in a workshop, ended or not: reasons, who didn't agree, who was there, a title.

        What was rated and voted stays, and what its assessment holds. It is called again by what it is on. The
        database's files are rewritten, as `Answering.erase_text` says. Raises NotFound.
        """
        c, i, a = w.workshop.c, w.workshop_item.c, t.assessment.c
        of = select(t.subject.c.name).join(t.assessment, a.subject_id == t.subject.c.id)
        subject = of.where(a.id == c.assessment_id).scalar_subquery()
        named = case((c.assessment_id.is_(None), c.example), else_=func.coalesce(subject, ""))
        with self._database.write() as connection:
            this = update(w.workshop).where(is_workshop(workshop_id)).returning(c.id)
            blank = {"present": "", "title": named, "version": c.version + 1}
            number = connection.scalar(this.values(blank))
            if number is None:
                raise NotFound(NO_WORKSHOP)
            items = update(w.workshop_item).where(i.workshop_id == number)
            connection.execute(items.values(reason="", dissent=""))
            self._database.compact_afterwards(TABLES)


def erase_from_workshops(
    connection: Connection, number: int, item: str, field: TextField, erased: Iterable[str], everyone: bool
) -> set[str]:
    """In the workshops on one assessment. Gives the texts that were there.

    `erased` are the texts that went from the assessment: of a workshop's own, those go that they were made of.
    Unless `everyone`'s are meant, nothing else does.
    """
    c, i = w.workshop.c, w.workshop_item.c
    gone = tuple(erased)
    here = select(c.id).where(c.assessment_id == number)
    texts: set[str] = set()
    if field == "reason":
        agreed = select(i.workshop_id, i.reason, i.dissent).where(i.workshop_id.in_(here), i.item == item)
        for row in connection.execute(agreed).all():
            if everyone or (row.reason and any(text.startswith(row.reason) for text in gone)):
                texts |= {row.reason, row.dissent}
                this = and_(i.workshop_id == row.workshop_id, i.item == item)
                connection.execute(update(w.workshop_item).where(this).values(reason="", dissent=""))
    if field == "present":
        rooms = select(c.id, c.present).where(c.assessment_id == number, c.present != "")
        for room in connection.execute(rooms).all():
            if room.present in gone:
                texts.add(room.present)
                connection.execute(update(w.workshop).where(c.id == room.id).values(present=""))
    return texts - {""}
