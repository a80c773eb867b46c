"""Use cases of rounds: who opens one, what it looks like, and when it ends."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from selfassess.errors import NotAllowed, NotFound, SelfAssessError
from selfassess.framework.model import Framework
from selfassess.service import entries
from selfassess.service.actor import LOCAL_OWNER, Actor
from selfassess.service.asking import items_asked
from selfassess.service.calendar import is_closed
from selfassess.service.carrying import carry_answers
from selfassess.service.centres import Centres
from selfassess.service.framework_copies import keep_copy
from selfassess.service.inviting import Inviting
from selfassess.service.round_plans import (
    AUTHORITY_LENS,
    LARGEST_THRESHOLD,
    SMALLEST_THRESHOLD,
    Participant,
    RoundPlan,
    RoundSummary,
    RoundView,
    check_asks,
    check_dates,
    make_group,
    state_of,
)
from selfassess.store.records import AssessmentRecord, InvitationRecord, RoundRecord


class RoundService(Inviting, Centres):
    """A round belongs to the lead who opened it; each centre's part in it belongs to the centre."""

    def open(self, actor: Actor, plan: RoundPlan) -> int:
        """A new round's number, with the authority's own assessment in it. For the owner of the app alone.

        Raises AlreadyThere for a name the authority has used, SelfAssessError for what doesn't fit.
        """
        if actor != LOCAL_OWNER:
            raise NotAllowed("Only the authority's lead opens rounds. Ask them for a link.")
        authority = entries.clean_name(plan.authority, "the name of the authority")
        name = entries.clean_label(plan.name, "the name of the round")
        if not name:
            raise SelfAssessError("Enter the name of the round, such as “Autumn 2026”.")
        framework = self._frameworks.get(plan.framework_key)
        if framework is None:
            raise NotFound("That framework isn't here. Choose one from the list.")
        check_dates(plan.opens_on, plan.closes_on)
        if plan.closes_on is not None and plan.closes_on < self._store.today():
            raise SelfAssessError("The closing day has passed already. Choose a day to come.")
        if not SMALLEST_THRESHOLD <= plan.threshold <= LARGEST_THRESHOLD:
            raise SelfAssessError(
                f"The smallest number of people shown lies between {SMALLEST_THRESHOLD} and {LARGEST_THRESHOLD}."
            )
        groups = [make_group(label, number) for number, label in enumerate(plan.groups, start=1)]
        known = {group["id"] for group in groups} or {group.id for group in framework.groups}
        asks = check_asks(framework, plan.asks, known)
        with self._store.transaction():
            keep_copy(self._store, framework, self._sources(plan.framework_key))
            place = self._store.add_authority(authority)
            if plan.starts_from is not None:
                self._check_start(actor, plan.starts_from, place.id, framework)
            made = self._store.create_round(
                place.id,
                name,
                framework.id,
                framework.version,
                owner=actor.id,
                opens_on=plan.opens_on,
                closes_on=plan.closes_on,
                voices="anonymous" if plan.anonymous else "named",
                threshold=plan.threshold,
                groups=groups,
                asks=asks,
                starts_from=plan.starts_from,
            )
            own = self._take_part(made, place.id, AUTHORITY_LENS, authority, actor.id, actor.voice_id)
            self._carry_own(actor, made, own)
        return made.id

    def _carry_own(self, actor: Actor, made: RoundRecord, own: AssessmentRecord) -> None:
        """The lead's own answers of the round before, to be reviewed."""
        respondent = self._access.respondent(actor, own.id)
        for earlier in self._store.assessments_in(made.starts_from) if made.starts_from else ():
            before = self._access.respondent(actor, earlier.id)
            if earlier.subject_id == own.subject_id and before is not None and respondent is not None:
                asked = items_asked(self._access.framework_of(own), made, own.lens, respondent.group)
                key = actor.voice_id
                carry_answers(self._store, earlier.id, before.id, own.id, respondent.id, asked, key)

    def _check_start(self, actor: Actor, round_id: int, authority_id: int, framework: Framework) -> None:
        before = self._find_own(actor, round_id)
        if before.authority_id != authority_id:
            raise SelfAssessError("The round to start from belongs to another authority. Choose one of this.")
        if before.framework_id != framework.id:
            raise SelfAssessError("The round to start from asks other questions. Start without it.")

    def mine(self, actor: Actor) -> list[RoundRecord]:
        """The rounds an actor opened, newest first."""
        return self._store.rounds(actor.id)

    def summaries(self, actor: Actor) -> list[RoundSummary]:
        """The rounds an actor opened, newest first, with what a list of them says."""
        found = self._store.rounds(actor.id)
        names = {number: self._store.authority(number).name for number in {r.authority_id for r in found}}
        on = self._store.today()
        return [RoundSummary(record, names[record.authority_id], state_of(record, on)) for record in found]

    def load(self, actor: Actor, round_id: int) -> RoundView:
        """A round as its lead sees it. Closes and releases it first, if its day has come."""
        record = self.settle(self._find_own(actor, round_id).id)
        with self._store.reading():
            return self._view(actor, record, self._store.assessments_in(round_id))

    def load_for_centre(self, actor: Actor, assessment_id: str) -> RoundView:
        """The round of one assessment as its manager sees it: with nobody's part in it but their own."""
        own = self._access.find_own(actor, assessment_id)
        record = self.settle(own.round_id)
        with self._store.reading():
            return self._view(actor, record, [self._store.assessment(assessment_id)])

    def _view(self, actor: Actor, record: RoundRecord, assessments: Iterable[AssessmentRecord]) -> RoundView:
        invited: dict[str, list[InvitationRecord]] = {}
        for invitation in self._store.invitations(round_id=record.id):
            invited.setdefault(invitation.assessment_id, []).append(invitation)
        participants = [
            Participant(
                record=each,
                subject=self._store.subject(each.subject_id),
                invitations=tuple(invited.get(each.id, ())),
                shared=any(share.ended_at is None for share in self._store.shares(each.id)),
                is_own=each.owner == actor.id,
            )
            for each in assessments
            if each.archived_at is None
        ]
        participants.sort(key=lambda p: (p.record.lens != AUTHORITY_LENS, p.record.subject.casefold()))
        framework = self._access.framework_named(record.framework_id, record.framework_version)
        return RoundView(
            record,
            self._store.authority(record.authority_id),
            framework,
            tuple(participants),
            state_of(record, self._store.today()),
        )

    def close(self, actor: Actor, round_id: int) -> None:
        """Ends a round now, and releases the results of an anonymous one, once and for all."""
        record = self._find_own(actor, round_id)
        self._store.close_round(record.id)
        # Whether or not it was closed before: whoever closed it may have been interrupted, and this repeats nothing.
        self.results.release(record.id)

    def move_closing_day(self, actor: Actor, round_id: int, closes_on: date | None) -> None:
        """Raises NotAllowed once the round has closed: what was released can't be taken back."""
        with self._store.transaction():
            record = self._find_open(actor, round_id)
            check_dates(record.opens_on, closes_on)
            if closes_on is not None and closes_on < self._store.today():
                raise SelfAssessError(
                    "That day has passed already. Choose a day to come, or close the round now."
                )
            self._store.change_round(record.id, closes_on=closes_on)

    def settle(self, round_id: int) -> RoundRecord:
        """The round as it is now: one whose last day has passed is stamped closed and released, once."""
        record = self._store.round(round_id)
        if record.managed and record.closed_at is None and is_closed(record, self._store.today()):
            self._store.close_round(round_id)
            self.results.release(round_id)
            record = self._store.round(round_id)
        return record
