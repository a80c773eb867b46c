"""Use cases of a link: who comes by it, and what they may do. No account, no password."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from selfassess.errors import NotAllowed, NotFound, SelfAssessError
from selfassess.framework.model import Framework
from selfassess.service.access import Access
from selfassess.service.actor import NOBODY, Actor
from selfassess.service.asking import group_labels, items_asked
from selfassess.service.calendar import check_open, day_of, is_closed
from selfassess.service.carrying import carry_answers
from selfassess.service.links import is_token, make_token, token_hash, voice_key
from selfassess.store import AssessmentStore
from selfassess.store.records import InvitationRecord, RoundRecord

ASK_AGAIN = "Ask whoever sent it for a new one."
INCOMPLETE = f"This link is not complete. Copy the whole of it from your message and try again. {ASK_AGAIN}"
UNKNOWN = f"This link is not known here. It may be mistyped, or meant for another website. {ASK_AGAIN}"
REVOKED = f"This link has been withdrawn. What was answered by it is kept. {ASK_AGAIN}"


@dataclass(frozen=True)
class Visit:
    """Somebody at the door of one assessment, with the link they came by.

    `kind` is "manager" (runs the centre's assessment), "person", "return" (a comer's own link, minted by a
    group's) or "group" (has to `join` first).
    """

    actor: Actor
    assessment_id: str
    kind: str
    group: str
    name: str
    invitation_id: int
    round: RoundRecord
    finished_on: date | None
    replaced_on: date | None
    """When this link took the place of a lost one."""
    anonymous: bool
    """Whether answers are given without a name. An authority's own view is always given in the open."""

    @property
    def needs_group(self) -> bool:
        """Whether the link is a group's, so that a link of one's own has to be made first."""
        return self.kind == "group"


@dataclass(frozen=True)
class Door:
    """What somebody may know of a questionnaire before they begin it."""

    authority: str
    subject: str
    lens: str
    vocabulary: str
    framework: Framework
    items: tuple[str, ...]
    """The items that the visitor is asked, in the framework's order."""
    begun: bool
    """Whether the visitor has a place among the respondents."""
    not_open: str
    """Why nothing can be answered now, in a sentence; "" while the round is open."""


class Visits:
    def __init__(self, store: AssessmentStore, frameworks: Mapping[str, Framework]) -> None:
        self._store = store
        self._access = Access(store, frameworks)

    def enter(self, token: str) -> Visit:
        """Who comes by a token. Raises NotFound for one that is incomplete, unknown or withdrawn.

        Changes nothing: a look at the door isn't a start.
        """
        invitation = self._find(token)
        round_ = self._store.round(invitation.round_id)
        record = self._store.assessment(invitation.assessment_id)
        return Visit(
            actor=_actor(token, invitation, record.owner),
            assessment_id=invitation.assessment_id,
            kind=invitation.kind,
            group=invitation.group,
            name=invitation.name,
            invitation_id=invitation.id,
            round=round_,
            finished_on=invitation.finished_on,
            replaced_on=day_of(invitation.created_at)
            if invitation.parent_id and invitation.kind != "return"
            else None,
            anonymous=record.anonymous,
        )

    def begin(self, token: str) -> Visit:
        """As `enter`, and lets the visitor answer: their place is made and the link counts as started.

        A round that isn't open leaves everything as it is; the visit then only reads.
        """
        visit = self.enter(token)
        try:
            check_open(visit.round, self._store.today())
        except NotAllowed:
            return visit
        if visit.kind == "group" or self._store.respondent_of(visit.actor.voice_id) is not None:
            return visit
        if self._store.invitation(visit.invitation_id).started_on is not None:
            raise NotAllowed(
                "Your own answers were given by the link that this one replaces. They are kept and count."
            )
        with self._store.transaction():
            key = visit.actor.voice_id
            self._find(token)  # once more: it may have been withdrawn this very moment
            self._store.add_voice(visit.assessment_id, self._label(visit), visit.group, key)
            self._store.mark_started(visit.invitation_id)
        return visit

    def carry_forward(self, token: str, old_token: str) -> int:
        """Takes over what the visitor answered in the round that this one starts from, to be reviewed. Gives how many.

        Whoever has the old link proves by it that the answers are theirs; a name would prove nothing. A manager who
        does so owns both rounds from then on, and sees what moved. Raises NotFound or SelfAssessError for a link that
        is none, or of something else.
        """
        visit = self.begin(token)
        check_open(visit.round, self._store.today(), saving=True)
        old = self._find(old_token)
        earlier, later = (self._store.assessment(each) for each in (old.assessment_id, visit.assessment_id))
        if earlier.round_id != visit.round.starts_from or earlier.subject_id != later.subject_id:
            raise SelfAssessError(
                "That link is of another centre or another round. Paste the one that you answered by last time."
            )
        before = self._store.respondent_of(voice_key(old_token))
        mine = self._store.respondent_of(visit.actor.voice_id)
        if before is None or mine is None:
            raise NotFound("Nothing was answered by that link, so there is nothing to start from.")
        asked = items_asked(self._access.framework_of(later), visit.round, later.lens, visit.group)
        with self._store.transaction():
            if visit.kind == old.kind == "manager":
                self._store.give(later.id, earlier.owner)
            key = visit.actor.voice_id
            return carry_answers(self._store, earlier.id, before.id, later.id, mine.id, asked, key)

    def join(self, token: str) -> str:
        """A comer's own token, minted by a group's link. Raises NotAllowed when the round isn't open."""
        invitation = self._find(token)
        if invitation.kind != "group":
            return token
        check_open(self._store.round(invitation.round_id), self._store.today())
        own = make_token()
        self._store.add_invitation(
            invitation.round_id,
            invitation.assessment_id,
            "return",
            invitation.group,
            "",
            token_hash(own),
            parent_id=invitation.id,
        )
        return own

    def door(self, visit: Visit) -> Door:
        """What a visitor reads before the first question. Shows nobody's answers."""
        record = self._store.assessment(visit.assessment_id)
        framework = self._access.framework_of(record)
        asked = items_asked(framework, visit.round, record.lens, visit.group)
        return Door(
            authority=record.authority,
            subject=record.subject,
            lens=record.lens,
            vocabulary=record.vocabulary,
            framework=framework,
            items=tuple(item.id for item in framework.items_in(record.lens) if item.id in asked),
            begun=self._store.respondent_of(visit.actor.voice_id) is not None,
            not_open=self._why_not_open(visit.round),
        )

    def _why_not_open(self, round_: RoundRecord) -> str:
        try:
            check_open(round_, self._store.today())
        except NotAllowed as error:
            return str(error)
        return ""

    def finish(self, visit: Visit, finished: bool = True) -> None:
        """Says that the visitor is done, or is not after all. Answers may change until the round closes."""
        if not is_closed(visit.round, self._store.today()):
            self._store.mark_finished(visit.invitation_id, finished)

    def _find(self, token: str) -> InvitationRecord:
        if not is_token(token):
            raise NotFound(INCOMPLETE)
        invitation = self._store.find_invitation(token_hash(token))
        if invitation is None:
            raise NotFound(UNKNOWN)
        if invitation.revoked_at is not None:
            raise NotFound(REVOKED)
        return invitation

    def _label(self, visit: Visit) -> str:
        """What a respondent is called among the answers: in an anonymous round, nothing that tells."""
        if visit.anonymous:
            return f"Voice {secrets.token_hex(4)}"
        if visit.name:
            return visit.name
        framework = self._access.framework_of(self._store.assessment(visit.assessment_id))
        group = group_labels(framework, visit.round).get(visit.group, "Respondent")
        return f"{group} {secrets.token_hex(2)}"


def _actor(token: str, invitation: InvitationRecord, owner: str) -> Actor:
    if invitation.kind == "group":
        return NOBODY
    if invitation.kind == "manager":
        return Actor(owner, invitation.name, voice_key(token))
    return Actor(voice_key(token), invitation.name)
