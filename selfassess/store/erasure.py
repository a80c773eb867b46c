"""Blanking free text wherever it stands: in answers, history, snapshots, drafts and things to work on."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

from sqlalchemy import and_, delete, or_, select, update
from sqlalchemy.engine import Connection

from selfassess.store import tables as t
from selfassess.store.erasure_carried import carried_copies, lock_same_place
from selfassess.store.records import PLANNED, Erased, Json, TextField
from selfassess.store.workshop_erasure import TABLES as OF_WORKSHOPS
from selfassess.store.workshop_erasure import erase_from_workshops

TABLES = (t.answer, t.answer_change, t.draft_note, t.snapshot, t.action, t.event, *OF_WORKSHOPS)
"""The tables that an erasure reaches."""

QUOTED_FROM = 20
"""A text of so many characters that stands inside another one is taken to be quoted there; a shorter one may
be there by chance."""

NO_ONE = -1
"""No respondent's number: for an erasure that is after what was agreed alone."""

PLAN_TEXTS = ("text", "implies", "outcome")
"""The fields of a thing to work on that may hold anything; a record of an old change may lack some."""

Blank = Callable[[Mapping[str, Json]], tuple[str, ...]]
"""Which of its fields to blank in a thing to work on."""

IsTheirs = Callable[[str, int, str], bool]
"""Whether a text is to be erased, by its kind of answer, its respondent and itself."""


def erase(
    connection: Connection,
    number: int,
    item: str,
    field: TextField,
    respondent_id: int | None,
    agreed: bool = False,
) -> Erased:
    """Blanks one item's text of one kind in one assessment; `respondent_id` None means everyone's, NO_ONE nobody's.

    `agreed` takes that of the agreed rating, too, which is nobody's own. What quotes an erased text goes with it:
    drafts of the same people and, for None and for what was agreed, things to work on, which are the owner's; those
    wherever they were carried from or to.
    """
    texts = _drop_drafts_of(connection, number, item, field, respondent_id)
    planned = False
    positions: tuple[int, ...] = ()
    if field != "action":
        texts |= _erase_answers(connection, number, item, field, respondent_id, agreed)
        everyone = respondent_id is None or agreed
        texts |= erase_from_workshops(connection, number, item, field, texts, everyone)
    if respondent_id is None or agreed:

        def blank(action: Mapping[str, Json]) -> tuple[str, ...]:
            same = action["item"] == item
            if field == "action":
                return (*PLAN_TEXTS, "owner_role") if same else ()
            return tuple(name for name in PLAN_TEXTS if _is_quoted(texts, action.get(name) or "", same))

        series = lock_same_place(connection, number)
        copies = carried_copies(connection, number, series, lambda a: field != "action" or a["item"] == item)
        positions, more = _blank_actions(connection, number, blank)
        planned |= _blank_plan_history(connection, number, blank, more) or bool(positions)
        for other, there in copies.items():
            _, moved = _blank_actions(connection, other, blank, there)
            planned |= _blank_plan_history(connection, other, blank, moved, there) or bool(moved)
            more |= moved
        texts = texts | more
        for other, there in copies.items():
            _drop_drafts_at(connection, other, item, there if field == "action" else set(), texts)
    quoting = _drop_quoting_drafts(connection, number, item, texts, respondent_id)
    return Erased(bool(texts) or planned or quoting, positions)


def _words(text: str) -> str:
    """The words of a text with one space between them; letter case and punctuation don't count."""
    return " ".join(re.findall(r"[\w'’]+", text.casefold())) or text.strip()


def _is_quoted(erased: Iterable[str], text: str, same_item: bool) -> bool:
    """Whether a text is one of the erased ones, or holds one that is long enough as a run of whole words."""
    words = _words(text)
    return any(
        (same_item and words == each) or (len(each) >= QUOTED_FROM and f" {each} " in f" {words} ")
        for each in map(_words, erased)
    )


def _drop_drafts_of(
    connection: Connection, number: int, item: str, field: str, respondent_id: int | None
) -> set[str]:
    d = t.draft_note.c
    which = or_(d.field == field, d.field.startswith(f"{field}-"))  # drafts of actions: "action-1"
    same = and_(d.assessment_id == number, d.item == item, which, _whose(d, respondent_id))
    texts = set(connection.scalars(select(d.text).where(same)))
    connection.execute(delete(t.draft_note).where(same))
    return texts - {""}


def _drop_quoting_drafts(
    connection: Connection, number: int, item: str, texts: set[str], respondent_id: int | None
) -> bool:
    d = t.draft_note.c
    theirs = and_(d.assessment_id == number, _whose(d, respondent_id))
    quoting = [
        and_(d.respondent_id == row.respondent_id, d.item == row.item, d.field == row.field)
        for row in connection.execute(select(d.respondent_id, d.item, d.field, d.text).where(theirs))
        if _is_quoted(texts, row.text, row.item == item)
    ]
    for this in quoting:
        connection.execute(delete(t.draft_note).where(theirs, this))
    return bool(quoting)


def _drop_drafts_at(
    connection: Connection, number: int, item: str, positions: Collection[int], texts: set[str]
) -> None:
    """The drafts that wait for what was carried to or from these positions, and those that quote what went."""
    d = t.draft_note.c
    wanted = select(d.field).where(d.assessment_id == number, d.item == item, d.field.startswith("action-"))
    for field in set(connection.scalars(wanted)):
        if field.split("-")[1] in map(str, positions):
            this = and_(d.assessment_id == number, d.item == item, d.field == field)
            connection.execute(delete(t.draft_note).where(this))
    _drop_quoting_drafts(connection, number, item, texts, None)


def _erase_answers(
    connection: Connection, number: int, item: str, field: str, respondent_id: int | None, all_agreed: bool
) -> set[str]:
    """In answers, history and snapshots.

    An agreed rating is one row that several people may write in: of a respondent, what they wrote there goes,
    whoever changed the row last.
    """
    c = t.answer_change.c
    wanted = select(c.id, c.respondent_id, c.kind, c.before, c.after)
    rows = connection.execute(wanted.where(c.assessment_id == number, c.item == item)).all()
    changes = [row for row in rows if field in row.after]
    agreed = {
        row.after[field] for row in changes if (row.kind, row.respondent_id) == ("agreed", respondent_id)
    }

    def is_theirs(kind: str, whose: int, text: str) -> bool:
        if kind == "agreed":
            return respondent_id is None or all_agreed or text in agreed
        return respondent_id is None or whose == respondent_id

    texts = _erase_history(connection, changes, field, is_theirs)
    texts |= _erase_current(connection, number, item, field, is_theirs)
    texts |= _erase_snapshots(connection, number, item, field, is_theirs, texts)
    return texts - {""}


def _erase_history(
    connection: Connection, changes: Iterable[Any], field: str, is_theirs: IsTheirs
) -> set[str]:
    c = t.answer_change.c
    texts: set[str] = set()
    for row in changes:
        sides = {"before": row.before, "after": row.after}
        for name, side in sides.items():
            if is_theirs(row.kind, row.respondent_id, side[field]):
                texts.add(side[field])
                sides[name] = {**side, field: ""}
        connection.execute(update(t.answer_change).where(c.id == row.id).values(**sides))
    return texts


def _erase_current(
    connection: Connection, number: int, item: str, field: str, is_theirs: IsTheirs
) -> set[str]:
    a = t.answer.c
    same = and_(a.assessment_id == number, a.item == item)
    texts: set[str] = set()
    for row in connection.execute(select(a.respondent_id, a.kind, a[field].label("text")).where(same)).all():
        if row.text and is_theirs(row.kind, row.respondent_id, row.text):
            texts.add(row.text)
            this = and_(same, a.respondent_id == row.respondent_id, a.kind == row.kind)
            connection.execute(update(t.answer).where(this).values({field: ""}))
    return texts


def _erase_snapshots(
    connection: Connection, number: int, item: str, field: str, is_theirs: IsTheirs, erased: set[str]
) -> set[str]:
    """A snapshot of an anonymous round names no author: there it is the text that tells what to erase."""
    p, s = t.respondent.c, t.snapshot.c
    ids = {
        row.label: row.id
        for row in connection.execute(select(p.label, p.id).where(p.assessment_id == number))
    }
    texts = set()
    for row in connection.execute(select(s.id, s.answers).where(s.assessment_id == number)).all():
        answers: list[dict[str, Json]] = []
        for answer in row.answers:
            text = str(answer.get(field) or "")
            whose = ids.get(answer.get("respondent"))
            kind = answer.get("kind", "answer")
            same = is_theirs(kind, whose or 0, text) or (whose is None and text in erased)
            if text and answer.get("item") == item and same:
                texts.add(text)
                answer = {**answer, field: ""}
            answers.append(answer)
        if answers != row.answers:
            connection.execute(update(t.snapshot).where(s.id == row.id).values(answers=answers))
    return texts


def _blank_actions(
    connection: Connection, number: int, blank: Blank, among: Collection[int] | None = None
) -> tuple[tuple[int, ...], set[str]]:
    """The positions of the things to work on that held something to blank, and their texts; `among` some positions."""
    a = t.action.c
    positions, texts = [], set()
    rows = connection.execute(
        select(t.action).where(a.assessment_id == number).order_by(a.position)
    ).mappings()
    for row in rows.all():
        if among is not None and row["position"] not in among:
            continue
        names = [name for name in blank(dict(row)) if row[name]]
        if names:
            positions.append(row["position"])
            texts |= {row[name] for name in PLAN_TEXTS if name in names}
            this = and_(a.assessment_id == number, a.position == row["position"])
            connection.execute(update(t.action).where(this).values(dict.fromkeys(names, "")))
    return tuple(positions), texts - {""}


def _blank_plan_history(
    connection: Connection,
    number: int,
    blank: Blank,
    texts: set[str],
    among: Collection[int] | None = None,
) -> bool:
    """The same in the record of what stood there before; adds to `texts`. Whether there was anything."""
    e = t.event.c
    found = False
    same = and_(e.assessment_id == number, e.kind == PLANNED)
    for row in connection.execute(select(e.id, e.detail).where(same)).all():
        detail = dict(row.detail)
        if among is not None and detail["position"] not in among:
            continue
        for side in ("before", "after"):
            action = detail.get(side) or {}
            names = [name for name in blank(action) if action.get(name)] if action else []
            if names:
                texts |= {action[name] for name in PLAN_TEXTS if name in names}
                detail[side] = {**action, **dict.fromkeys(names, "")}
        if detail != row.detail:
            found = True
            connection.execute(update(t.event).where(e.id == row.id).values(detail=detail))
    return found


def _whose(columns: Any, respondent_id: int | None) -> Any:
    return True if respondent_id is None else columns.respondent_id == respondent_id
