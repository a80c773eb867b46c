"""Use cases of the plan: what to work on, who leads it, by when, and what became of it in the next round.

The plan is the owner's alone: a round's lead and the people who answer don't see it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import date
from typing import Any, Literal, get_args

from selfassess.errors import Conflict, NotFound, SelfAssessError
from selfassess.framework.model import Framework
from selfassess.service import entries
from selfassess.service.access import Access
from selfassess.service.actor import Actor
from selfassess.service.personal_details import find_personal_details
from selfassess.service.views import SavedNote
from selfassess.store import AssessmentStore
from selfassess.store.records import ActionRecord, ActionStatus, AssessmentRecord

__all__ = [
    "FIRST_DAY",
    "LAST_DAY",
    "MOST_ACTIONS",
    "ActionDraft",
    "ActionRecord",
    "Became",
    "Earlier",
    "Plans",
    "draft_field",
    "read_draft_field",
]

MOST_ACTIONS = 99
"""How many things to work on one plan holds: more than anybody gets done."""

FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2100, 12, 31)
"""Between these something may be due: what lies outside is a slip of the finger."""

Became = Literal["done", "goes on", "dropped"]
"""What became of something that was planned in an earlier round."""

NO_ACTION = "There is no such thing to work on any more. Look at the plan as it stands now."

_TEXTS = ("text", "implies", "outcome")
"""The fields that may hold anything."""


@dataclass(frozen=True)
class ActionDraft:
    """A thing to work on as it shall be; names as in ActionRecord."""

    item: str
    text: str = ""
    owner_role: str = ""
    due_on: date | None = None
    target: float | None = None
    implies: str = ""
    status: ActionStatus = "to_do"
    outcome: str = ""

    @classmethod
    def of(cls, record: ActionRecord) -> ActionDraft:
        return cls(**{field.name: getattr(record, field.name) for field in fields(cls)})


@dataclass(frozen=True)
class Earlier:
    """Something still open in an earlier assessment of the same place."""

    record: ActionRecord
    assessment: str
    round: str
    begun_on: date
    """The day that assessment was begun."""
    still_asked: bool
    """Whether the framework of the present assessment asks its sub-indicator: it can go on only then."""


class Plans:
    def __init__(self, store: AssessmentStore, frameworks: Mapping[str, Framework]) -> None:
        self._store = store
        self._access = Access(store, frameworks)

    def save(
        self, actor: Actor, assessment_id: str, position: int, draft: ActionDraft, confirm: bool = False
    ) -> SavedNote:
        """Puts a thing to work on at its position; one that says nothing is removed.

        Warned text is not saved but kept as a draft, as a note is, until it is changed or `confirm`ed; what stood
        there before isn't questioned again. The owner is a role: what looks like a person's details there is refused.
        Raises Conflict when another sub-indicator's action stands at that position; where one stood that was taken
        out, a new one gets another position, as what it was is known by it in later rounds and calendars. Allowed
        when the assessment is finished, as a plan comes after that; what stood there before is kept in the events.
        """
        return self._put(actor, assessment_id, position, draft, confirm, _TEXTS)

    def add(self, actor: Actor, assessment_id: str, item: str, target: float | None) -> int:
        """Plans a sub-indicator, at a position that nothing had before, which it gives. The rest is saved there."""
        if target is None:
            raise SelfAssessError("Choose what you aim at.")
        with self._store.transaction():
            record = self._find_own(actor, assessment_id)
            draft = self._clean(record, ActionDraft(item, target=target))
            position = self._free_position(assessment_id)
            self._save(actor, record, position, draft, None, confirm=False, said=())
        return position

    def remove(self, actor: Actor, assessment_id: str, position: int) -> None:
        """Takes a thing to work on out of the plan, and its drafts; the events keep what it was."""
        with self._store.transaction():
            record = self._find_own(actor, assessment_id)
            there = self._at(assessment_id, position)
            if there is not None:
                self._store.remove_action(assessment_id, position, by=actor.id)
                self._drop_drafts(actor, record, position, there.item, _TEXTS)

    def change(
        self, actor: Actor, assessment_id: str, position: int, confirm: bool = False, **changes: Any
    ) -> SavedNote:
        """Changes some fields of what is planned at a position, names as in ActionDraft; the others stay as they are.

        Raises NotFound when nothing is planned there any more.
        """
        with self._store.transaction():
            self._find_own(actor, assessment_id)
            there = self._at(assessment_id, position)
            if there is None:
                raise NotFound(NO_ACTION)
            draft = replace(ActionDraft.of(there), **changes)
            return self._put(actor, assessment_id, position, draft, confirm, tuple(changes))

    def set_status(
        self,
        actor: Actor,
        assessment_id: str,
        position: int,
        status: ActionStatus,
        outcome: str = "",
        confirm: bool = False,
    ) -> SavedNote:
        """Says how far it is, and what came of it; "" leaves what was said before. Raises NotFound."""
        said = {"outcome": outcome} if outcome else {}
        return self.change(actor, assessment_id, position, confirm, status=status, **said)

    # A text that waits as a draft

    def keep_draft(self, actor: Actor, assessment_id: str, item: str, field: str) -> None:
        """Puts the actor's draft of a text into the plan: nobody can be recognised by it. No draft: nothing."""
        with self._store.transaction():
            record = self._find_own(actor, assessment_id)
            position, name = read_draft_field(field)
            text = self._draft(actor, record, item, field)
            if text:
                there = self._at(assessment_id, position)
                same = there is not None and there.item == item
                draft = ActionDraft.of(there) if there and same else ActionDraft(item)
                position = position if same else self._free_position(assessment_id, position)
                kept: dict[str, Any] = {name: text}
                self._put(actor, assessment_id, position, replace(draft, **kept), True, (name,))
                self.drop_draft(actor, assessment_id, item, field)

    def drop_draft(self, actor: Actor, assessment_id: str, item: str, field: str) -> None:
        """Deletes the actor's draft of a text; what stands in the plan stays."""
        read_draft_field(field)
        with self._store.transaction():
            record = self._find_own(actor, assessment_id)
            respondent = self._access.respondent(actor, record.id)
            if respondent is not None:
                self._store.drop_draft_note(record.id, respondent.id, item, field)

    def _draft(self, actor: Actor, record: AssessmentRecord, item: str, field: str) -> str:
        respondent = self._access.respondent(actor, record.id)
        drafts = self._store.draft_notes(record.id, respondent.id) if respondent is not None else []
        return next((each.text for each in drafts if (each.item, each.field) == (item, field)), "")

    # From one round to the next

    def earlier(self, actor: Actor, assessment_id: str) -> list[Earlier]:
        """What is still open from earlier assessments of the same place by the same owner, latest assessment first;
        without what goes on in a later one."""
        with self._store.reading():
            record = self._access.find_own(actor, assessment_id)
            series = self._store.same_place(assessment_id)
            plans = {each.id: self._store.actions(each.id) for each in series}
            gone_on = {(action.carried_from, action.item) for plan in plans.values() for action in plan}
            asked = {item.id for item in self._access.framework_of(record).items_in(record.lens)}
            before = [each for each in series if each.created_at < record.created_at]
            return [
                Earlier(action, each.id, each.round, each.created_at.date(), action.item in asked)
                for each in reversed(before)
                for action in plans[each.id]
                if action.is_open and (action.key, action.item) not in gone_on
            ]

    def rounds(self, actor: Actor, assessment_id: str) -> dict[str, str]:
        """The names of the rounds in which the same owner assessed the same place, by assessment: for a plan to say
        where something was carried on from. Empty for who doesn't see the plan."""
        record = self._access.find(actor, assessment_id)
        if self._access.role(actor, record) not in ("owner", "reader"):
            return {}
        return {each.id: each.round for each in self._store.same_place(assessment_id)}

    def carry(
        self,
        actor: Actor,
        assessment_id: str,
        from_id: str,
        position: int,
        became: Became,
        outcome: str = "",
        confirm: bool = False,
    ) -> SavedNote:
        """Says what became of something planned in an earlier round.

        What "goes on" is planned here anew, with a date only if that is still to come; the other two end it where it
        was planned. `outcome` is kept there. Raises NotFound for what isn't open there any more.
        """
        if became not in get_args(Became):
            raise SelfAssessError("Choose whether it is done, goes on or was dropped.")
        with self._store.transaction():
            record = self._find_own(actor, assessment_id)
            found = [e for e in self.earlier(actor, assessment_id) if e.record.key == f"{from_id}/{position}"]
            if not found:
                raise NotFound(NO_ACTION)
            there = found[0].record
            status = there.status if became == "goes on" else became
            note = self.set_status(actor, from_id, position, status, outcome, confirm)
            if note.saved and became == "goes on":
                entries.check_item(self._access.framework_of(record), record.lens, there.item)
                self._go_on(actor, record, there)
            return note

    def _go_on(self, actor: Actor, record: AssessmentRecord, there: ActionRecord) -> None:
        ahead = there.due_on if there.due_on and there.due_on >= self._store.today() else None
        levels = [level.value for level in self._access.framework_of(record).scale.levels]
        target = there.target if there.target in levels else None
        draft = replace(ActionDraft.of(there), due_on=ahead, target=target, outcome="")
        position = self._free_position(record.id)
        self._store.save_action(record.id, position, **asdict(draft), carried_from=there.key, by=actor.id)

    # What all of them need

    def _find_own(self, actor: Actor, assessment_id: str) -> AssessmentRecord:
        """The actor's assessment, held still until the transaction ends."""
        record = self._access.find_own(actor, assessment_id)
        self._store.lock(assessment_id)
        return record

    def _clean(self, record: AssessmentRecord, draft: ActionDraft) -> ActionDraft:
        framework = self._access.framework_of(record)
        entries.check_item(framework, record.lens, draft.item)
        role = entries.clean_name(draft.owner_role, "the owner's role", required=False)
        if find_personal_details(role):
            raise SelfAssessError(
                "Name the owner by role, such as “centre manager”, without contact details."
            )
        if draft.status not in get_args(ActionStatus):
            raise SelfAssessError("Choose how far it is: to do, under way, done or dropped.")
        if draft.due_on is not None and not FIRST_DAY <= draft.due_on <= LAST_DAY:
            raise SelfAssessError(f"Choose a date between {FIRST_DAY.year} and {LAST_DAY.year}.")
        target = draft.target
        if target is not None:
            target = entries.check_rating(framework, float(target))["value"]  # type: ignore[assignment]
        texts: dict[str, Any] = {name: entries.clean_note(getattr(draft, name)) for name in _TEXTS}
        return replace(draft, owner_role=role, target=target, **texts)

    def _put(
        self,
        actor: Actor,
        assessment_id: str,
        position: int,
        draft: ActionDraft,
        confirm: bool,
        said: Collection[str],
    ) -> SavedNote:
        """As `save`. `said` are the fields that somebody has given now: a draft of one of them is settled by that, while
        those of others wait on."""
        if position not in range(1, MOST_ACTIONS + 1):
            raise SelfAssessError(f"A plan has room for {MOST_ACTIONS} things to work on.")
        with self._store.transaction():
            record = self._find_own(actor, assessment_id)
            draft = self._clean(record, draft)
            before = self._at(assessment_id, position)
            if before is not None and before.item != draft.item:
                raise Conflict(
                    "Something else has been planned here meanwhile. Look at the plan as it stands now, then add "
                    "yours to it."
                )
            if before is None:
                position = self._free_position(assessment_id, position)
            return self._save(actor, record, position, draft, before, confirm, said)

    def _save(
        self,
        actor: Actor,
        record: AssessmentRecord,
        position: int,
        draft: ActionDraft,
        before: ActionRecord | None,
        confirm: bool,
        said: Collection[str],
    ) -> SavedNote:
        warned = {
            name: found
            for name in _TEXTS
            if not confirm and (before is None or getattr(draft, name) != getattr(before, name))
            if (found := find_personal_details(getattr(draft, name)))
        }
        if warned:
            respondent = self._access.respondent(actor, record.id)
            for name, found in warned.items():
                if respondent is not None:
                    field, text = draft_field(position, name), getattr(draft, name)
                    self._store.save_draft_note(record.id, respondent.id, draft.item, field, text, found)
            return SavedNote(False, tuple(dict.fromkeys(w for found in warned.values() for w in found)))
        self._store.save_action(
            record.id,
            position,
            **asdict(draft),
            carried_from=before.carried_from if before else "",
            by=actor.id,
        )
        self._drop_drafts(actor, record, position, draft.item, said)
        return SavedNote(True)

    def _drop_drafts(
        self, actor: Actor, record: AssessmentRecord, position: int, item: str, names: Collection[str]
    ) -> None:
        respondent = self._access.respondent(actor, record.id)
        for name in set(names) & set(_TEXTS):
            if respondent is None:
                return
            self._store.drop_draft_note(record.id, respondent.id, item, draft_field(position, name))

    def _at(self, assessment_id: str, position: int) -> ActionRecord | None:
        return next((a for a in self._store.actions(assessment_id) if a.position == position), None)

    def _free_position(self, assessment_id: str, wanted: int = 0) -> int:
        """The one that is wanted if nothing ever stood there, else one after all that were used. When the last is used
        up, any that is free: first those that never held anything."""
        taken: set[int] = {action.position for action in self._store.actions(assessment_id)}
        used: set[int] = taken | self._store.used_positions(assessment_id)
        after = max(used, default=0) + 1
        everywhere = range(1, MOST_ACTIONS + 1)
        unused = tuple(
            each for each in (wanted, after, *everywhere) if each in everywhere and each not in used
        )
        free: list[int] = [each for each in (*unused, *everywhere) if each not in taken]
        if free:
            return free[0]
        raise SelfAssessError(
            f"A plan has room for {MOST_ACTIONS} things to work on. Remove what nobody will do."
        )


def draft_field(position: int, name: str) -> str:
    """Under which field the draft of a text is kept: "action-1", "action-1-implies", "action-1-outcome"."""
    return f"action-{position}" if name == "text" else f"action-{position}-{name}"


def read_draft_field(field: str) -> tuple[int, str]:
    """The position and the name of a text, from what `draft_field` gives. Raises NotFound for anything else."""
    found = re.fullmatch(r"action-([1-9]\d?)(?:-(implies|outcome))?", field)
    if found is None:
        raise NotFound(NO_ACTION)
    return int(found[1]), found[2] or "text"
