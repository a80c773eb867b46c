"""Use cases of one assessment: who may start, answer, finish, share and read it.

An assessment belongs to the actor who made it. To everyone else it isn't there: what may not be seen and what
doesn't exist give the same sentence. The worked example and illustrative data may be read by everyone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict
from typing import Any

from selfassess.answers import Answer, Completion, Direction, completion, is_complete, to_frame
from selfassess.errors import AlreadyThere, Conflict, NotAllowed, NotFound, SelfAssessError
from selfassess.framework.model import Framework
from selfassess.service import entries
from selfassess.service.access import OWNER_ONLY, Access, to_answer, to_answers
from selfassess.service.actor import LOCAL_OWNER, Actor
from selfassess.service.asking import items_asked
from selfassess.service.calendar import check_open
from selfassess.service.carrying import carry_answers
from selfassess.service.framework_copies import check_round, keep_copy
from selfassess.service.personal_details import find_personal_details
from selfassess.service.views import Assessment, SavedNote, Summary
from selfassess.store import AssessmentStore
from selfassess.store.answering import FINISHED
from selfassess.store.erasure import NO_ONE
from selfassess.store.records import (
    AssessmentRecord,
    AuthorityRecord,
    Erased,
    Overview,
    SnapshotRecord,
)

__all__ = ["NOT_ERASED", "AlreadyThere", "Assessment", "AssessmentService", "SavedNote", "Summary"]

AUTHORITY_LENS = "authority"

NOT_ERASED = (
    "Copies made before still hold it: exports, downloaded files, backups, and the log archives of a database "
    "server. Delete those yourself, or ask whoever keeps them."
)
"""What an erasure can't reach."""


class AssessmentService:
    """`frameworks` by "id@version"; `sources` gives a framework's files by that key, for the store's copy."""

    def __init__(
        self,
        store: AssessmentStore,
        frameworks: Mapping[str, Framework],
        sources: Callable[[str], Mapping[str, str]],
    ) -> None:
        self.store = store
        self.frameworks = frameworks
        self._sources = sources
        self._access = Access(store, frameworks)

    # Starting and finding

    def start(
        self,
        actor: Actor,
        subject_name: str,
        authority_name: str,
        lens: str,
        round_name: str,
        framework_key: str,
        vocabulary: str = "",
        starts_from: str = "",
    ) -> str:
        """A new assessment's id. Authority and round may be "".

        `starts_from` is an earlier assessment of the actor's: their answers in it are carried forward, and count
        once they have been reviewed.

        Raises AlreadyThere, which carries the existing id, when this actor has one of the same authority,
        subject, lens and round, and Conflict when that round answers other questions than this version's.
        """
        if not actor.may_own:
            raise NotAllowed("Open the app by your own link to start an assessment.")
        subject = entries.clean_name(subject_name, "the name of the centre or authority")
        authority = entries.clean_name(authority_name, "the name of the authority", required=False)
        round_ = entries.clean_label(round_name, "the name of the round")
        framework = self.frameworks.get(framework_key)
        if framework is None:
            raise NotFound("That framework isn't here. Choose one from the list.")
        if lens not in [each.id for each in framework.lenses]:
            raise NotFound("Choose who is answering: that view isn't in this framework.")
        words = framework.vocabulary
        if vocabulary and (words is None or vocabulary not in [each.id for each in words.settings]):
            raise NotFound("That choice of words isn't in this framework. Choose one from the list.")
        with self.store.transaction():
            keep_copy(self.store, framework, self._sources(framework_key))
            place = self.store.add_authority(authority)
            in_round = self.store.ensure_round(place.id, round_, framework.id, framework.version)
            check_round(framework, in_round)
            if in_round.managed and (lens != AUTHORITY_LENS or in_round.owner != actor.id):
                raise Conflict(
                    f"The round “{in_round.name}” is for invited centres: answer by the link you were sent. "
                    "To begin one of your own, give the round another name."
                )
            made = self.store.create_assessment(
                self.store.add_subject(place.id, lens, subject).id,
                in_round.id,
                framework.id,
                framework.version,
                actor.id,
                vocabulary,
            )
            respondent = self.store.add_respondent(made.id, actor=actor.voice_id)
            if starts_from:
                self._carry(actor, starts_from, made, respondent.id)
        return made.id

    def _carry(self, actor: Actor, earlier_id: str, made: AssessmentRecord, respondent_id: int) -> None:
        earlier = self._access.find(actor, earlier_id)
        if (earlier.framework_id, earlier.lens) != (made.framework_id, made.lens):
            raise SelfAssessError(
                "That assessment asks other questions, so its answers can't be carried forward."
            )
        theirs = self._access.respondent(actor, earlier_id)
        if theirs is not None:
            asked = {item.id for item in self._access.framework_of(made).items_in(made.lens)}
            carry_answers(self.store, earlier.id, theirs.id, made.id, respondent_id, asked, actor.voice_id)

    def mine(self, actor: Actor) -> list[Summary]:
        """What the actor owns or answers in, last changed first; progress is the actor's own."""
        found = self.store.assessments_of(actor.id)
        if actor.voice_id != actor.id:
            known = {overview.record.id for overview in found}
            found += [o for o in self.store.assessments_of(actor.voice_id) if o.record.id not in known]
        return [self._summarise(overview) for overview in found]

    def examples(self, actor: Actor, origin: str | None = None) -> list[Summary]:
        """The worked example and illustrative data, or one of the two, by authority, subject and round.

        Progress counts an item as answered when anybody answered it.
        """
        summaries = [self._summarise(overview) for overview in self.store.examples(origin)]
        return sorted(summaries, key=lambda each: (each.authority, each.subject, each.lens, each.round))

    def _summarise(self, overview: Overview) -> Summary:
        record = overview.record
        try:
            done = _progress(self._access.framework_of(record), record.lens, to_answers(overview))
        except SelfAssessError:  # its framework can't be read; opening it says so
            done = Completion(0, 0)
        return Summary(
            id=record.id,
            subject=record.subject,
            authority=record.authority,
            lens=record.lens,
            round=record.round,
            framework_key=record.framework_key,
            progress=done,
            finished_at=record.finished_at,
            changed_at=overview.changed_at,
            origin=record.origin,
        )

    def load(self, actor: Actor, assessment_id: str) -> Assessment:
        """Everything the actor may see of an assessment. Raises NotFound."""
        return self._access.load(actor, assessment_id)

    # Answering

    def set_rating(self, actor: Actor, assessment_id: str, item: str, rating: float | str | None) -> Answer:
        """`rating` is a level's value, "na", "dk", or None to take the answer back. Notes stay."""

        def choose(framework: Framework) -> Mapping[str, Any]:
            return {**entries.check_rating(framework, rating), "carried": False}

        return self._save(actor, assessment_id, item, choose)

    def review(self, actor: Actor, assessment_id: str, item: str) -> Answer:
        """Says that an answer carried forward is still right, so that it counts."""
        return self._save(actor, assessment_id, item, lambda _: {"carried": False})

    def set_direction(
        self, actor: Actor, assessment_id: str, item: str, direction: Direction | None
    ) -> Answer:
        return self._save(
            actor,
            assessment_id,
            item,
            lambda _: {"direction": entries.check_direction(direction), "carried": False},
        )

    def set_one_person(self, actor: Actor, assessment_id: str, item: str, one_person: bool) -> Answer:
        """Whether the practice rests on one post-holder."""
        return self._save(
            actor, assessment_id, item, lambda _: {"one_person": bool(one_person), "carried": False}
        )

    def set_note(
        self, actor: Actor, assessment_id: str, item: str, field: str, text: str, confirm: bool = False
    ) -> SavedNote:
        """Saves evidence, or the reason for *not applicable*.

        A text with what looks like personal details is kept as the writer's private draft, and the answer as
        it was, until they `confirm` or change it. A text confirmed before isn't questioned again.
        """
        text, field = entries.clean_note(text), entries.check_note_field(field)
        with self.store.transaction():
            respondent = self._may_answer(actor, assessment_id, item)
            saved = getattr(self._access.answer(assessment_id, respondent, item), field)
            warnings = () if confirm or text == saved else tuple(find_personal_details(text))
            if warnings:
                self.store.save_draft_note(assessment_id, respondent, item, field, text, warnings)
                return SavedNote(False, warnings)
            self.store.save_answer(
                assessment_id, respondent, item, "answer", {field: text, "carried": False}, actor.voice_id
            )
            self.store.drop_draft_note(assessment_id, respondent, item, field)
        return SavedNote(True)

    def confirm_note(self, actor: Actor, assessment_id: str, item: str, field: str) -> Answer:
        """Puts the actor's draft into the answer: nobody can be recognised by it. No draft: nothing."""
        field = entries.check_note_field(field)
        with self.store.transaction():
            respondent = self._may_answer(actor, assessment_id, item)
            drafts = self.store.draft_notes(assessment_id, respondent)
            for draft in drafts:
                if (draft.item, draft.field) == (item, field):
                    self.set_note(actor, assessment_id, item, field, draft.text, confirm=True)
            return self._access.answer(assessment_id, respondent, item)

    def _save(
        self,
        actor: Actor,
        assessment_id: str,
        item: str,
        choose: Callable[[Framework], Mapping[str, Any]],
    ) -> Answer:
        """Saves the fields that `choose` gives for the assessment's framework."""
        with self.store.transaction():
            record, respondent = self._find_answering(actor, assessment_id, item)
            fields = choose(self._access.framework_of(record))
            row = self.store.save_answer(assessment_id, respondent, item, "answer", fields, actor.voice_id)
            return to_answer(record, row)

    def _may_answer(self, actor: Actor, assessment_id: str, item: str) -> int:
        """The number of the actor's respondent, when they may answer this item now."""
        return self._find_answering(actor, assessment_id, item)[1]

    def _find_answering(self, actor: Actor, assessment_id: str, item: str) -> tuple[AssessmentRecord, int]:
        """The assessment and the actor's respondent in it, when they may answer this item now."""
        record, respondent = self._access.find_answering(actor, assessment_id)
        framework = self._access.framework_of(record)
        entries.check_item(framework, record.lens, item)
        if record.finished_at is not None:
            raise NotAllowed(FINISHED)
        if respondent is None:
            raise NotAllowed("You can read this assessment, but not answer in it.")
        if record.managed:
            round_ = self.store.round(record.round_id)
            check_open(round_, self.store.today(), saving=True)
            if item not in items_asked(framework, round_, record.lens, respondent.group):
                raise NotFound("You are not asked this in this round. Go back to your questions.")
        return record, respondent.id

    # Finishing

    def finish(self, actor: Actor, assessment_id: str) -> SnapshotRecord:
        """Freezes a dated snapshot with its scores. Finished already: gives the latest snapshot."""
        from selfassess.scoring import score  # pandas takes its time: before the database is locked
        from selfassess.scoring.results import to_json

        with self.store.transaction():
            self._access.find_own(actor, assessment_id)
            record = self.store.lock(assessment_id)  # or an answer saved now would miss the snapshot
            if record.finished_at is not None:
                return self.store.snapshots(assessment_id)[-1]
            framework = self._access.framework_of(record)
            if record.managed and not record.round_closed:
                raise NotAllowed(
                    "This round is still open. Finish the assessment when everybody has answered."
                )
            answers = self._access.released(record).answers
            counted = answers or [self._access.blank(record, framework.items_in(record.lens)[0].id)]
            scores = to_json(framework, score(framework, to_frame(counted)))
            kept = [asdict(answer) for answer in answers]
            return self.store.finish(assessment_id, actor.id, kept, scores)

    def reopen(self, actor: Actor, assessment_id: str) -> None:
        """Lets answers be changed again; recorded, and the snapshots stay."""
        with self.store.transaction():
            self._access.find_own(actor, assessment_id)
            self.store.reopen(assessment_id, actor.id)

    def erase_note(
        self,
        actor: Actor,
        assessment_id: str,
        item: str,
        field: str,
        everyone: bool | None = None,
        agreed: bool = False,
    ) -> Erased:
        """Erases "evidence", "reason", "present" or "action" of an item for good, from history and snapshots too.

        Drafts of it go as well, and what quotes it: drafts, and things to work on, whose positions are in what this
        gives. A respondent erases their own; the owner everyone's, but in a round of invited people only if told
        `everyone`, and in an anonymous one never. What was agreed is the owner's own, whatever the round: it goes
        with `everyone`, and alone for `agreed`. Allowed when finished. Tell the person NOT_ERASED, too.
        """
        if field not in ("evidence", "reason", "present", "action"):
            raise SelfAssessError(
                "What can be erased is evidence, a reason, who was there or a thing to work on."
            )
        with self.store.transaction():
            record = self._access.find(actor, assessment_id)
            entries.check_item(self._access.framework_of(record), record.lens, item)
            respondent = self._access.respondent(actor, assessment_id)
            owner = record.owner == actor.id
            only_agreed = agreed and field == "reason"
            everyone = not record.managed if everyone is None else everyone
            all_of_it = owner and (field in ("present", "action") or (everyone and not record.anonymous))
            agreed = owner and field == "reason" and (agreed or everyone)
            if not all_of_it and not agreed and (respondent is None or field in ("present", "action")):
                raise NotAllowed(OWNER_ONLY)
            if only_agreed and not agreed:
                raise NotAllowed(OWNER_ONLY)
            whose = None if all_of_it else respondent.id if respondent else NO_ONE
            return self.store.erase_text(
                assessment_id,
                item,
                field,  # type: ignore[arg-type]
                actor.id,
                NO_ONE if only_agreed else whose,
                agreed,
            )

    # What comes of it

    def share(self, actor: Actor, assessment_id: str) -> None:
        """Shows the assessment to its own authority."""
        with self.store.transaction():
            record = self._access.find_own(actor, assessment_id)
            if not record.authority:
                raise SelfAssessError("This assessment names no authority that it could be shared with.")
            self.store.share(assessment_id, record.authority_id, actor.id)

    def unshare(self, actor: Actor, assessment_id: str) -> None:
        with self.store.transaction():
            record = self._access.find_own(actor, assessment_id)
            self.store.unshare(assessment_id, record.authority_id, actor.id)

    # The number to ring

    def set_phone(self, actor: Actor, authority_name: str, phone: str) -> None:
        """The children's social care number of an authority; of everyone without one for the name ""."""
        if actor.id != LOCAL_OWNER.id:
            # A wrong number is dangerous: until authorities sign in, only whoever runs the app sets it.
            raise NotAllowed("Only the person who runs this program can set the phone number.")
        name = entries.clean_name(authority_name, "the name of the authority", required=False)
        with self.store.transaction():
            place = self.store.add_authority(name)
            self.store.set_phone(place.id, entries.clean_phone(phone))

    def find_phone(self, actor: Actor, authority_name: str = "") -> AuthorityRecord | None:
        """The authority whose number to show: the named one, else the one without a name."""
        for name in (authority_name, ""):
            found = self.store.find_authority(name)
            if found is not None and found.social_care_phone:
                return found
        return None


def _progress(framework: Framework, lens: str, answers: Iterable[Answer]) -> Completion:
    complete = [answer for answer in answers if is_complete(answer)]
    parts = completion(framework, lens, complete).values()
    return Completion(sum(part.answered for part in parts), sum(part.total for part in parts))
