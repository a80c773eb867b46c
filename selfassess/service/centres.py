"""Use cases of centres: taking part in a round, and being renamed, described, merged or taken off the lists."""

from __future__ import annotations

import secrets
from collections.abc import Sequence

from selfassess.errors import Conflict, NotFound, SelfAssessError
from selfassess.service import entries
from selfassess.service.actor import Actor
from selfassess.service.asking import group_labels
from selfassess.service.round_access import RoundAccess
from selfassess.service.round_plans import PROGRAMME_LENS, CentreEntry, Link, check_profile
from selfassess.store.records import AssessmentRecord, RoundRecord, SubjectRecord


class Centres(RoundAccess):
    def add_centres(self, actor: Actor, round_id: int, centres: Sequence[CentreEntry]) -> list[Link]:
        """Adds centres to a round and makes a manager's link for each. One that is there already stays.

        Raises SelfAssessError for a name or profile that doesn't fit; then nothing is changed.
        """
        cleaned = [(entries.clean_name(c.name, "the name of the centre"), check_profile(c)) for c in centres]
        links = []
        with self._store.transaction():
            record = self._find_open(actor, round_id)
            framework = self._access.framework_named(record.framework_id, record.framework_version)
            group = next(iter(group_labels(framework, record)), "")
            there = {p.subject_id for p in self._store.assessments_in(round_id)}
            for name, profile in cleaned:
                subject = self._store.add_subject(
                    record.authority_id, PROGRAMME_LENS, name, profile={k: v for k, v in profile.items() if v}
                )
                if subject.id in there:
                    continue
                there.add(subject.id)
                owner = f"programme-{secrets.token_urlsafe(12)}"
                made = self._take_part(record, record.authority_id, PROGRAMME_LENS, subject.name, owner, "")
                links.append(self._link(made, "manager", f"Manager of {subject.name}", group))
        return links

    def _take_part(
        self, record: RoundRecord, authority_id: int, lens: str, name: str, owner: str, voice: str
    ) -> AssessmentRecord:
        framework = self._access.framework_named(record.framework_id, record.framework_version)
        if lens not in [each.id for each in framework.lenses]:
            lens = framework.lenses[0].id
        made = self._store.create_assessment(
            self._store.add_subject(authority_id, lens, name).id,
            record.id,
            record.framework_id,
            record.framework_version,
            owner,
        )
        if voice:
            self._store.add_respondent(made.id, actor=voice)
        return made

    def centres(self, actor: Actor, round_id: int) -> list[SubjectRecord]:
        """Every centre of the round's authority, by name."""
        record = self._find_own(actor, round_id)
        return self._store.subjects(record.authority_id, PROGRAMME_LENS, "real")

    def rename_centre(self, actor: Actor, round_id: int, subject_id: int, name: str) -> None:
        """Its assessments of every round bear the new name; answers, links and results stay as they are."""
        name = entries.clean_name(name, "the new name of the centre")
        with self._store.transaction():
            self._find_centre(actor, round_id, subject_id)
            self._store.rename_subject(subject_id, name)

    def set_profile(self, actor: Actor, round_id: int, subject_id: int, entry: CentreEntry) -> None:
        with self._store.transaction():
            centre = self._find_centre(actor, round_id, subject_id)
            self._store.set_profile(subject_id, {**centre.profile, **check_profile(entry)})

    def merge_centres(self, actor: Actor, round_id: int, from_id: int, into_id: int) -> None:
        """One centre goes into another with all its rounds. Raises Conflict where both took part in one."""
        with self._store.transaction():
            self._find_centre(actor, round_id, from_id)
            self._find_centre(actor, round_id, into_id)
            if from_id == into_id:
                raise SelfAssessError("Choose two different centres to merge.")
            self._check_apart(self._find_own(actor, round_id), from_id, into_id)
            self._store.merge_subject(from_id, into_id)

    def _check_apart(self, record: RoundRecord, one: int, other: int) -> None:
        """The store can't see this: in a managed round every centre's part has an owner of its own."""
        for round_ in self._store.rounds_of(record.authority_id):
            if {one, other} <= {each.subject_id for each in self._store.assessments_in(round_.id)}:
                raise Conflict(
                    f"Both took part in the round “{round_.name}”, so they can't be merged: the centre would stand "
                    "there twice. Nothing was changed."
                )

    def remove_centre(self, actor: Actor, round_id: int, subject_id: int) -> None:
        """Takes a centre off every list and comparison. Its answers are kept, and its links stop working."""
        with self._store.transaction():
            centre = self._find_centre(actor, round_id, subject_id)
            for round_ in self._store.rounds_of(centre.authority_id):
                for record in self._store.assessments_in(round_.id):
                    if record.subject_id == subject_id:
                        for invitation in self._store.invitations(assessment_id=record.id):
                            self._store.revoke(invitation.id)
            self._store.remove_subject(subject_id)

    def _find_centre(self, actor: Actor, round_id: int, subject_id: int) -> SubjectRecord:
        for centre in self.centres(actor, round_id):
            if centre.id == subject_id:
                return centre
        raise NotFound("There is no such centre in this authority.")
