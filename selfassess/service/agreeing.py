"""Use cases of agreed ratings: what people settled on together, with the reason and who was in the room."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from selfassess.answers import Answer
from selfassess.errors import Conflict, NotAllowed, SelfAssessError
from selfassess.framework.model import Framework
from selfassess.service import entries
from selfassess.service.access import Access, to_answer
from selfassess.service.actor import Actor
from selfassess.service.calendar import ZONE, is_closed
from selfassess.service.personal_details import find_personal_details
from selfassess.service.views import SavedNote
from selfassess.store import AssessmentStore
from selfassess.store.records import AnswerRecord


@dataclass(frozen=True)
class Agreed:
    """An agreed rating as it stands, and when it was last changed."""

    answer: Answer
    changed_at: datetime


class Agreeing:
    def __init__(self, store: AssessmentStore, frameworks: Mapping[str, Framework]) -> None:
        self._store = store
        self._access = Access(store, frameworks)

    def agreed(self, actor: Actor, assessment_id: str) -> dict[str, Agreed]:
        """The agreed ratings by item."""
        record = self._access.find(actor, assessment_id)
        return {
            row.item: Agreed(to_answer(record, row), row.changed_at)
            for row in self._store.answers(assessment_id)
            if row.kind == "agreed" and (row.value is not None or row.special is not None)
        }

    def agree(
        self,
        actor: Actor,
        assessment_id: str,
        item: str,
        rating: float | str | None,
        reason: str,
        present: str,
        seen: datetime | None,
        confirm: bool = False,
    ) -> SavedNote:
        """Sets what was agreed about an item, or takes it back for None. It then stands over the mean.

        `seen` is when the agreed rating that the person was shown was last changed, None for none. Raises Conflict
        when somebody has changed it since, with what stands there now; nothing is overwritten. A text with what
        looks like personal details is not saved until confirmed.
        """
        reason = entries.clean_note(reason)
        present = entries.clean_note(present)
        if rating == "dk":
            raise SelfAssessError(
                "An agreed rating is a level or “not applicable”. Leave it open if nobody can tell."
            )
        warnings = tuple(find_personal_details(f"{reason}\n{present}"))
        with self._store.transaction():
            record = self._access.find_own(actor, assessment_id)
            framework = self._access.framework_of(record)
            entries.check_item(framework, record.lens, item)
            fields = entries.check_rating(framework, rating)
            if rating is not None and not reason:
                raise SelfAssessError("Say why you agreed on this: one sentence is enough.")
            if rating is not None and not present:
                raise SelfAssessError(
                    "Say who was in the room, by role, such as “centre manager, health visitor”."
                )
            round_ = self._store.round(record.round_id)
            if record.anonymous and not is_closed(round_, self._store.today()):
                raise NotAllowed(
                    "Agree on ratings when the round has closed: until then nobody sees its results."
                )
            self._store.lock(assessment_id)
            there = self._find(assessment_id, item)
            if (there.changed_at if there else None) != seen:
                raise Conflict(_changed_meanwhile(framework, there))
            if warnings and not confirm:
                return SavedNote(False, warnings)
            # Never the actor's own voice: nothing shall join who recorded it to what they answered.
            recorder = self._store.add_respondent(assessment_id, actor=actor.id)
            texts = (
                {"reason": reason, "present": present}
                if rating is not None
                else {"reason": "", "present": ""}
            )
            self._store.save_answer(assessment_id, recorder.id, item, "agreed", {**fields, **texts}, actor.id)
        return SavedNote(True)

    def _find(self, assessment_id: str, item: str) -> AnswerRecord | None:
        """The agreed rating that stands; one that was taken back is none."""
        rows = self._store.answers(assessment_id)
        standing = (row for row in rows if row.value is not None or row.special is not None)
        return next((row for row in standing if (row.kind, row.item) == ("agreed", item)), None)


def _changed_meanwhile(framework: Framework, there: AnswerRecord | None) -> str:
    if there is None:
        return "Somebody took this agreed rating back while you were writing. Look at it again, then save."
    what = "not applicable" if there.special == "na" else f"level {there.value:g}"
    when = f"{there.changed_at.astimezone(ZONE):%H:%M}"
    return (
        f"Somebody agreed on {what} at {when} while you were writing, and that stands. Yours is not saved. Look at "
        "theirs, then save yours again if it should replace it."
    )
