"""Use cases of invitations: who may answer, by which link, and what becomes of a lost one."""

from __future__ import annotations

from collections.abc import Sequence

from selfassess.errors import Conflict, NotAllowed, NotFound, SelfAssessError
from selfassess.service import entries
from selfassess.service.actor import Actor
from selfassess.service.asking import group_labels
from selfassess.service.calendar import is_closed
from selfassess.service.links import token_hash, voice_key
from selfassess.service.round_access import RoundAccess
from selfassess.service.round_plans import Invitee, Link, check_group, was_never_used
from selfassess.store.places import NO_ROUND
from selfassess.store.records import AssessmentRecord, InvitationRecord, RoundRecord

MOST_PEOPLE = 200
"""How many people one call invites at most."""


class Inviting(RoundAccess):
    def invite(self, actor: Actor, assessment_id: str, people: Sequence[Invitee]) -> list[Link]:
        """A link for each person. Raises SelfAssessError for a name twice or a group that isn't there."""
        if len(people) > MOST_PEOPLE:
            raise SelfAssessError(f"Invite up to {MOST_PEOPLE} people at a time.")
        with self._store.transaction():
            record, round_ = self._may_invite(actor, assessment_id)
            labels = self._labels(record, round_)
            there = self._store.invitations(assessment_id=assessment_id)
            taken = {i.name.casefold() for i in there if i.name and not was_never_used(i)}
            links = []
            for person in people:
                name = entries.clean_label(person.name, "the name of the person or role")
                if not name:
                    raise SelfAssessError("Give each person a name or a role, one in a line.")
                if name.casefold() in taken:
                    raise Conflict(f"“{name}” is invited already. Give each person a name of their own.")
                taken.add(name.casefold())
                links.append(self._link(record, "person", name, check_group(person.group, labels)))
            self._store.mark_stale(record.id)  # who is asked decides what is missing
        return links

    def make_group_link(self, actor: Actor, assessment_id: str, group: str) -> Link:
        """One link for a whole group: whoever comes by it gets a personal link to come back by."""
        with self._store.transaction():
            record, round_ = self._may_invite(actor, assessment_id)
            group = check_group(group, self._labels(record, round_))
            self._store.mark_stale(record.id)
            return self._link(record, "group", "", group)

    def revoke(self, actor: Actor, invitation_id: int) -> None:
        """Withdraws a link. What was answered by it stays and counts."""
        with self._store.transaction():
            invitation = self._find_invitation(actor, invitation_id)
            self._store.revoke(invitation.id)
            if not self._store.assessment(invitation.assessment_id).round_closed:
                self._store.mark_stale(invitation.assessment_id)

    def reissue(self, actor: Actor, invitation_id: int) -> Link:
        """A new link in place of a lost one. The old one opens nothing any more.

        Raises Conflict for somebody who has begun where nobody can tell which answers are theirs: a new link would
        count them twice. A manager gets one all the same, to run their centre's part by, but not to answer again.
        Raises NotAllowed for the lead where the new link would open what somebody of a centre has answered.
        """
        with self._store.transaction():
            old = self._find_invitation(actor, invitation_id)
            record = self._store.assessment(old.assessment_id)
            if old.kind != "manager":  # who needs theirs after the round has closed, too: for the results
                self._may_invite(actor, record.id)
            begun = old.started_on is not None and old.kind != "group"
            if begun and old.kind != "manager" and actor.id != record.owner and not record.anonymous:
                raise NotAllowed(
                    f"{old.name or 'This person'} has begun, and a new link would open what they answered. Only the "
                    f"manager of {record.subject} can replace it."
                )
            if begun and old.kind != "manager" and (record.anonymous or not old.name):
                why = "in an anonymous round" if record.anonymous else "behind a group's link"
                raise Conflict(
                    f"{old.name or 'This person'} has begun, and {why} nobody can tell which answers are theirs: a "
                    "new link would count them twice. What they answered is kept and counts."
                )
            self._store.revoke(old.id)
            link = self._link(record, old.kind, old.name, old.group, replaces=old.id)
            if begun:
                self._hand_over(record, old, link)
            self._store.note_event(record.id, actor.id, "link replaced", {"kind": old.kind})
            return link

    def _hand_over(self, record: AssessmentRecord, old: InvitationRecord, link: Link) -> None:
        """The new link is as far as the old one was. In a named round the answers follow the person: they stand
        under the name."""
        made = self._store.find_invitation(token_hash(link.token))
        assert made is not None
        self._store.mark_started(made.id)
        self._store.mark_finished(made.id, old.finished_on is not None)
        if record.anonymous:
            return
        for respondent in self._store.respondents(record.id):
            if respondent.label == old.name and old.name:
                self._store.rekey_respondent(respondent.id, voice_key(link.token))

    def _labels(self, record: AssessmentRecord, round_: RoundRecord) -> dict[str, str]:
        return group_labels(self._access.framework_of(record), round_)

    def _may_invite(self, actor: Actor, assessment_id: str) -> tuple[AssessmentRecord, RoundRecord]:
        """The assessment and its open round, for its own manager and the round's lead."""
        record = self._store.assessment(assessment_id)
        round_ = self._store.round(record.round_id)
        if not round_.managed or actor.id not in (record.owner, round_.owner):
            raise NotFound(NO_ROUND)
        if is_closed(round_, self._store.today()):
            raise NotAllowed("This round has closed, so nobody new can be invited. Open a new round.")
        return record, round_

    def _find_invitation(self, actor: Actor, invitation_id: int) -> InvitationRecord:
        invitation = self._store.invitation(invitation_id)
        record = self._store.assessment(invitation.assessment_id)
        round_ = self._store.round(record.round_id)
        if actor.id not in (record.owner, round_.owner):
            raise NotFound("There is no such link.")
        return invitation
