"""Who may see what of an assessment, and its records as answers of its framework.

Whatever leaves an anonymous round, and whatever a centre shares with its authority, is disclosed here: nobody
reads the rows of the store directly.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time
from typing import Literal

from selfassess.answers import Answer, drop_carried
from selfassess.disclosure import Disclosed, disclose, without_names
from selfassess.errors import NotAllowed, NotFound
from selfassess.framework.model import Framework
from selfassess.service.actor import Actor
from selfassess.service.asking import add_not_asked, group_labels, items_asked
from selfassess.service.calendar import ZONE, closed_on, is_closed
from selfassess.service.framework_copies import read_copy
from selfassess.service.views import Assessment
from selfassess.store import AssessmentStore
from selfassess.store.records import (
    AnswerRecord,
    AssessmentRecord,
    InvitationRecord,
    Overview,
    RespondentRecord,
    RoundRecord,
)
from selfassess.store.rows import NO_ASSESSMENT

NOTE_KEPT = "There is a note, which the centre keeps to itself."
"""What the lead of a round reads in place of a note."""

OWNER_ONLY = "Only the person who started this assessment can do that."

Role = Literal["owner", "respondent", "reader", "lead"]
"""What somebody is to an assessment: its owner, somebody who answers in it, a reader of an example, or the lead of
the round, whom its centre lets see the results."""


@dataclass(frozen=True)
class Released:
    """The answers of one assessment that count, with how many people and groups gave them.

    In an anonymous round they are what was disclosed, and None stands for fewer than it shows.
    """

    answers: tuple[Answer, ...]
    voices: int | None
    groups: int | None
    last: datetime | None
    """When something of it last changed; in an anonymous round, when that closed."""


class Access:
    """Every use case finds its assessment here, so that nobody reads or changes what isn't theirs."""

    def __init__(self, store: AssessmentStore, frameworks: Mapping[str, Framework]) -> None:
        self._store = store
        self._frameworks = frameworks
        self._from_store: dict[str, Framework] = {}

    def role(self, actor: Actor, record: AssessmentRecord) -> Role | None:
        """What the actor is to an assessment, None for nothing. Whoever owns it is its owner, whatever else."""
        if record.owner == actor.id:
            return "owner"
        if self.respondent(actor, record.id) is not None:
            return "respondent"
        if record.origin != "real":
            return "reader"
        if record.removed:
            return None
        if self._store.round(record.round_id).owner == actor.id and any(
            share.ended_at is None for share in self._store.shares(record.id)
        ):
            return "lead"
        return None

    def find(self, actor: Actor, assessment_id: str) -> AssessmentRecord:
        """An assessment that the actor may see. Raises NotFound, in the same words for both reasons."""
        record = self._store.assessment(assessment_id)
        if self.role(actor, record) is None:
            raise NotFound(NO_ASSESSMENT)
        return record

    def find_answering(
        self, actor: Actor, assessment_id: str
    ) -> tuple[AssessmentRecord, RespondentRecord | None]:
        """An assessment that the actor may see, and their respondent in it. Quick: each answer is saved by it."""
        record = self._store.assessment(assessment_id)
        respondent = self.respondent(actor, assessment_id)
        if respondent is None and self.role(actor, record) is None:
            raise NotFound(NO_ASSESSMENT)
        return record, respondent

    def find_own(self, actor: Actor, assessment_id: str) -> AssessmentRecord:
        """An assessment that the actor owns. Raises NotFound or, where they may see it, NotAllowed."""
        record = self.find(actor, assessment_id)
        if record.owner != actor.id:
            raise NotAllowed(OWNER_ONLY)
        return record

    def respondent(self, actor: Actor, assessment_id: str) -> RespondentRecord | None:
        """The actor's own respondent in an assessment."""
        everyone = self._store.respondents(assessment_id)
        return next((each for each in everyone if actor.voice_id and each.actor == actor.voice_id), None)

    def framework_of(self, record: AssessmentRecord) -> Framework:
        """The version that the answers were given under: from the folder, else from the store's copy."""
        return self.framework_named(record.framework_id, record.framework_version)

    def framework_named(self, framework_id: str, version: str) -> Framework:
        key = f"{framework_id}@{version}"
        if key in self._frameworks:
            return self._frameworks[key]
        if key not in self._from_store:
            kept = self._store.framework(framework_id, version)
            if kept is None:
                raise NotFound(f"The framework {key} of this assessment is missing. Put its file back.")
            self._from_store[key] = read_copy(kept)
        return self._from_store[key]

    def answers(self, record: AssessmentRecord) -> list[Answer]:
        """Everyone's answers as they stand in the store, agreed ratings too, by respondent and item."""
        return [to_answer(record, each) for each in self._store.answers(record.id)]

    def disclosed(self, record: AssessmentRecord, round_: RoundRecord) -> Disclosed | None:
        """What an anonymous round lets out about an assessment, None while it is open.

        Nothing that it rests on can change afterwards: the round is stamped closed before anything is let out, so
        that it stays closed whatever the clock says later; then no answer, question, group or threshold changes, and
        links withdrawn later still say who was asked.
        """
        if not is_closed(round_, self._store.today()):
            return None
        if round_.closed_at is None:
            self._store.close_round(round_.id)
            round_ = self._store.round(round_.id)
        counted = self._counted(record, round_, self.answers(record))
        framework = self.framework_of(record)
        labels = group_labels(framework, round_)
        return disclose(framework, counted, record.threshold, labels, readers={next(iter(labels), ""): 1})

    def released(self, record: AssessmentRecord) -> Released:
        """What results are made from, whoever looks at them; nothing while an anonymous round is open."""
        round_ = self._store.round(record.round_id)
        if record.anonymous:
            disclosed = self.disclosed(record, round_)
            if disclosed is None:
                return Released((), None, None, None)
            # Small groups are put together in it, so their number would read as how many came.
            return Released(disclosed.answers, disclosed.voices, None, _end_of(round_))
        rows = self._store.answers(record.id)
        counted = self._counted(record, round_, [to_answer(record, row) for row in rows])
        given = [answer for answer in counted if answer.given and answer.kind == "answer"]
        people = {answer.respondent for answer in given}
        groups = {answer.group for answer in given if answer.group}
        last = max((row.changed_at for row in rows), default=None)
        return Released(tuple(counted), len(people), len(groups), last)

    def _counted(
        self, record: AssessmentRecord, round_: RoundRecord, answers: Sequence[Answer]
    ) -> list[Answer]:
        """The answers without what is carried forward and not reviewed, and with what nobody was asked."""
        reviewed = list(drop_carried(answers))
        if not round_.asks:
            return reviewed
        invited = {
            each.group
            for each in self._store.invitations(assessment_id=record.id)
            if each.kind != "return" and _stood_at_the_end(each, round_)
        }
        respondents = self._store.respondents(record.id)
        return add_not_asked(self.framework_of(record), record, round_, reviewed, respondents, invited)

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
            record = self._store.assessment(assessment_id)
            role = self.role(actor, record)
            if role is None:
                raise NotFound(NO_ASSESSMENT)
            round_ = self._store.round(record.round_id)
            framework = self.framework_of(record)
            respondent = self.respondent(actor, assessment_id)
            rows = self._store.answers(assessment_id)
            own = [
                to_answer(record, row) for row in rows if respondent and row.respondent_id == respondent.id
            ]
            own = [answer for answer in own if answer.kind == "answer"]
            disclosed = self.disclosed(record, round_) if record.anonymous and role != "respondent" else None
            drafts = self._store.draft_notes(assessment_id, respondent.id) if respondent else []
            whole = role in ("owner", "reader")
            group = respondent.group if respondent else ""
            closed = round_.managed and is_closed(round_, self._store.today())
            opened = round_.opens_on is None or round_.opens_on <= self._store.today()
            return Assessment(
                record=record,
                round=round_,
                framework=framework,
                role=role,
                answers=tuple(self._shown(record, round_, role, rows, own, disclosed)),
                disclosed=_shared(disclosed) if disclosed and role == "lead" else disclosed,
                mine={answer.item: answer for answer in own},
                asked=items_asked(framework, round_, record.lens, group),
                drafts={(draft.item, draft.field): draft for draft in drafts},
                actions=tuple(self._store.actions(assessment_id)) if whole else (),
                snapshots=tuple(self._store.snapshots(assessment_id)) if whole else (),
                authority=self._store.authority(record.authority_id),
                shared=any(share.ended_at is None for share in self._store.shares(assessment_id)),
                is_owner=role == "owner",
                round_closed=closed,
                may_answer=respondent is not None and record.finished_at is None and not closed and opened,
            )

    def _shown(
        self,
        record: AssessmentRecord,
        round_: RoundRecord,
        role: Role,
        rows: Sequence[AnswerRecord],
        own: Sequence[Answer],
        disclosed: Disclosed | None,
    ) -> list[Answer]:
        """The answers that somebody of a role may read."""
        if role == "respondent" or (record.anonymous and disclosed is None):
            return list(drop_carried(own))
        counted = (
            list(disclosed.answers)
            if disclosed is not None
            else self._counted(record, round_, [to_answer(record, row) for row in rows])
        )
        return as_shared(counted) if role == "lead" else counted


def _shared(disclosed: Disclosed) -> Disclosed:
    """What a centre lets its authority see of what an anonymous round let out: without the notes."""
    return replace(disclosed, answers=tuple(as_shared(disclosed.answers)), notes={})


def _stood_at_the_end(invitation: InvitationRecord, round_: RoundRecord) -> bool:
    """Whether somebody was still asked when the round closed, or is now."""
    revoked, closed = invitation.revoked_at, round_.closed_at
    return revoked is None or (closed is not None and revoked >= closed)


def _end_of(round_: RoundRecord) -> datetime | None:
    """When a closed round took its last answers."""
    day = closed_on(round_)
    return None if day is None else datetime.combine(day, time(12), ZONE).astimezone(UTC)


def as_shared(answers: Sequence[Answer]) -> list[Answer]:
    """What a centre lets its authority see: ratings without names or notes, and what was agreed with its reason.

    That there is a note remains to be seen: a top level with nothing to show for it is worth a question.
    """
    return [
        answer
        if answer.kind == "agreed"
        else replace(answer, evidence=NOTE_KEPT if answer.evidence else "", reason="")
        for answer in without_names(answers)
    ]


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
        carried=row.carried,
        present=row.present,
    )


def to_answers(overview: Overview) -> list[Answer]:
    return [to_answer(overview.record, row) for row in overview.answers]
