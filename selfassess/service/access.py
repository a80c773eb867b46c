"""Who may see an assessment, and its records as answers of its framework."""

from __future__ import annotations

from collections.abc import Mapping

from selfassess.answers import Answer
from selfassess.errors import NotAllowed, NotFound
from selfassess.framework.model import Framework
from selfassess.service.actor import Actor
from selfassess.service.framework_copies import read_copy
from selfassess.service.views import Assessment
from selfassess.store import AssessmentStore
from selfassess.store.records import AnswerRecord, AssessmentRecord, Overview, RespondentRecord
from selfassess.store.rows import NO_ASSESSMENT

OWNER_ONLY = "Only the person who started this assessment can do that."


class Access:
    """Every use case finds its assessment here, so that nobody reads or changes what isn't theirs."""

    def __init__(self, store: AssessmentStore, frameworks: Mapping[str, Framework]) -> None:
        self._store = store
        self._frameworks = frameworks
        self._from_store: dict[str, Framework] = {}

    def find(self, actor: Actor, assessment_id: str) -> AssessmentRecord:
        """An assessment that the actor may see. Raises NotFound, in the same words for both reasons."""
        record = self._store.assessment(assessment_id)
        seen = record.owner == actor.id or record.origin != "real"
        if not seen and self.respondent(actor, assessment_id) is None:
            raise NotFound(NO_ASSESSMENT)
        return record

    def find_own(self, actor: Actor, assessment_id: str) -> AssessmentRecord:
        """An assessment that the actor owns. Raises NotFound or, where they may see it, NotAllowed."""
        record = self.find(actor, assessment_id)
        if record.owner != actor.id:
            raise NotAllowed(OWNER_ONLY)
        return record

    def respondent(self, actor: Actor, assessment_id: str) -> RespondentRecord | None:
        """The actor's own respondent in an assessment."""
        everyone = self._store.respondents(assessment_id)
        return next((each for each in everyone if actor.id and each.actor == actor.id), None)

    def framework_of(self, record: AssessmentRecord) -> Framework:
        """The version that the answers were given under: from the folder, else from the store's copy."""
        key = record.framework_key
        if key in self._frameworks:
            return self._frameworks[key]
        if key not in self._from_store:
            kept = self._store.framework(record.framework_id, record.framework_version)
            if kept is None:
                raise NotFound(f"The framework {key} of this assessment is missing. Put its file back.")
            self._from_store[key] = read_copy(kept)
        return self._from_store[key]

    def answers(self, record: AssessmentRecord) -> list[Answer]:
        """Everyone's answers, agreed ratings too, by respondent and item."""
        return [to_answer(record, each) for each in self._store.answers(record.id)]

    def answer(self, assessment_id: str, respondent_id: int, item: str) -> Answer:
        """One respondent's answer to one item, blank when there is none."""
        record = self._store.assessment(assessment_id)
        for each in self._store.answers(assessment_id, respondent_id):
            if (each.item, each.kind) == (item, "answer"):
                return to_answer(record, each)
        return self.blank(record, item)

    def blank(self, record: AssessmentRecord, item: str) -> Answer:
        return Answer(record.subject, record.lens, item, authority=record.authority, round=record.round)

    def load(self, actor: Actor, assessment_id: str) -> Assessment:
        with self._store.reading():
            record = self.find(actor, assessment_id)
            respondent = self.respondent(actor, assessment_id)
            whole = record.owner == actor.id or record.origin != "real"
            rows = self._store.answers(assessment_id)
            own = [row for row in rows if respondent and row.respondent_id == respondent.id]
            drafts = self._store.draft_notes(assessment_id, respondent.id) if respondent else []
            shares = self._store.shares(assessment_id) if whole else []
            return Assessment(
                record=record,
                framework=self.framework_of(record),
                answers=tuple(to_answer(record, row) for row in (rows if whole else own)),
                mine={row.item: to_answer(record, row) for row in own if row.kind == "answer"},
                drafts={(draft.item, draft.field): draft for draft in drafts},
                actions=tuple(self._store.actions(assessment_id)) if whole else (),
                snapshots=tuple(self._store.snapshots(assessment_id)) if whole else (),
                authority=self._store.authority(record.authority_id),
                shared=any(share.ended_at is None for share in shares),
                is_owner=record.owner == actor.id,
                may_answer=respondent is not None and record.finished_at is None,
            )


def to_answer(record: AssessmentRecord, row: AnswerRecord) -> Answer:
    """A stored answer as the rest of the program knows it."""
    return Answer(
        subject=record.subject,
        lens=record.lens,
        item=row.item,
        value=row.value,
        special=row.special,  # type: ignore[arg-type] # the table allows only these words
        authority=record.authority,
        round=record.round,
        respondent=row.respondent,
        group=row.group,
        kind=row.kind,  # type: ignore[arg-type]
        basis=row.basis,  # type: ignore[arg-type]
        evidence=row.evidence,
        direction=row.direction,  # type: ignore[arg-type]
        one_person=row.one_person,
        reason=row.reason,
    )


def to_answers(overview: Overview) -> list[Answer]:
    return [to_answer(overview.record, row) for row in overview.answers]
