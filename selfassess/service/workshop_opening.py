"""Use cases before a workshop begins: what it can be held on, opening it, and the links of who facilitates it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Literal

from selfassess.answers import to_frame
from selfassess.errors import NotAllowed, NotFound, SelfAssessError
from selfassess.framework.model import Framework
from selfassess.service import entries
from selfassess.service.actor import Actor
from selfassess.service.framework_copies import keep_copy
from selfassess.service.links import is_token, make_token, workshop_hash
from selfassess.service.personal_details import find_personal_details
from selfassess.service.topics import find_topics
from selfassess.service.views import Assessment
from selfassess.service.visits import INCOMPLETE, UNKNOWN
from selfassess.service.workshop_access import WorkshopAccess, facilitator
from selfassess.service.workshop_views import Choice, Hosting, Kind, Opened, WorkshopLine
from selfassess.store.records import AssessmentRecord
from selfassess.store.workshop_records import WorkshopPlan

MOST_ITEMS = 24
FEWEST_VOICES = 3
"""So many phones make votes that may be shown, or as many as the assessment's round says, if that is more."""
TAKEN_OUT = "This assessment was taken out of the lists, so no workshop can be held on it. Choose another."


class WorkshopOpening(WorkshopAccess):
    def choices(self, actor: Actor) -> list[Choice]:
        """The actor's own assessments in which ratings can be agreed, last changed first."""
        found = [overview.record for overview in self._store.assessments_of(actor.id)]
        return [Choice(each.id, self._label(each)) for each in found if not _why_not(actor, each)]

    def suggested_items(
        self, actor: Actor, assessment_id: str, order: Literal["framework", "agenda"]
    ) -> list[str]:
        """Every item of an own assessment's lens, in the framework's order, or what to talk about first before it."""
        self._access.find_own(actor, assessment_id)
        view = self._access.load(actor, assessment_id)
        everything = [item.id for item in view.framework.items_in(view.record.lens)]
        if order == "framework":
            return everything
        first = [topic.item for topic in find_topics(self._comparing, actor, view)]
        return [*first, *(item for item in everything if item not in first)]

    def open(
        self,
        actor: Actor,
        kind: Kind,
        *,
        assessment_id: str = "",
        example: str = "",
        framework_key: str = "",
        lens: str = "",
        vocabulary: str = "",
        items: Sequence[str],
        ask_groups: bool = False,
        present: str = "",
        title: str = "",
    ) -> Opened:
        """A new workshop on these items, in this order.

        On an assessment of the actor's own, framework, lens and vocabulary are its own; a practice and a calibration
        are on an authority of the worked example, and need them. Raises NotAllowed while nobody may agree on ratings
        there, SelfAssessError for what doesn't fit.
        """
        if not actor.may_own:
            raise NotAllowed("Open the app by your own link to open a workshop.")
        title = entries.clean_label(title, "the title")
        present = clean_present(present)
        token = make_token()
        if kind == "assessment":
            plan = self._plan_on(actor, assessment_id, items)
        elif kind in ("practice", "calibration"):
            plan = self._plan_practice(actor, kind, example, framework_key, lens, vocabulary, items)
        else:
            raise SelfAssessError("A workshop is on an assessment, a practice or a calibration. Choose one.")
        with self._store.transaction():
            if kind == "assessment":
                self._check_may_agree(actor, assessment_id)  # once more: it may have been finished meanwhile
            else:
                framework = self._frameworks[framework_key]
                keep_copy(self._store, framework, self._sources(framework_key))
            given = {"title": title or plan.title, "present": present, "ask_groups": bool(ask_groups)}
            made = self._store.open_workshop(
                WorkshopPlan(**{**plan.__dict__, **given}), workshop_hash("facilitator", token)
            )
        return Opened(made.id, made.code, token)

    def _plan_on(self, actor: Actor, assessment_id: str, items: Sequence[str]) -> WorkshopPlan:
        record = self._check_may_agree(actor, assessment_id)
        framework = self._access.framework_of(record)
        chosen = _check_items(framework, record.lens, items)
        before = _positions(self._access.load(actor, assessment_id))
        return WorkshopPlan(
            kind="assessment",
            framework_id=record.framework_id,
            framework_version=record.framework_version,
            lens=record.lens,
            owner=actor.id,
            items=tuple((item, before.get(item)) for item in chosen),
            assessment_id=record.id,
            vocabulary=record.vocabulary,
            title=record.subject,
            threshold=max(FEWEST_VOICES, record.threshold),
        )

    def _plan_practice(
        self,
        actor: Actor,
        kind: Literal["practice", "calibration"],
        example: str,
        framework_key: str,
        lens: str,
        vocabulary: str,
        items: Sequence[str],
    ) -> WorkshopPlan:
        framework = self._frameworks.get(framework_key)
        if framework is None:
            raise NotFound("That framework isn't here. Choose one from the list.")
        if lens not in [each.id for each in framework.lenses]:
            raise NotFound("That view isn't in this framework. Choose one from the list.")
        words = framework.vocabulary
        if vocabulary and (words is None or vocabulary not in [each.id for each in words.settings]):
            raise NotFound("That choice of words isn't in this framework. Choose one from the list.")
        authority = entries.clean_name(example, "the authority of the worked example")
        return WorkshopPlan(
            kind=kind,
            framework_id=framework.id,
            framework_version=framework.version,
            lens=lens,
            owner=actor.id,
            items=tuple((item, None) for item in _check_items(framework, lens, items)),
            example=authority,
            vocabulary=vocabulary,
            title=authority,
            threshold=FEWEST_VOICES,
        )

    def _check_may_agree(self, actor: Actor, assessment_id: str) -> AssessmentRecord:
        record = self._access.find_own(actor, assessment_id)
        if reason := _why_not(actor, record):
            raise NotAllowed(reason)
        return record

    def _label(self, record: AssessmentRecord) -> str:
        try:
            lens = self._access.framework_of(record).lens(record.lens).label
        except SelfAssessError:  # its framework can't be read; opening it says so
            lens = ""
        where = record.authority if record.authority != record.subject else ""
        return " · ".join(part for part in (record.subject, where, lens, record.round) if part)

    # Whoever facilitates

    def enter(self, token: str) -> Hosting:
        """Who comes by a facilitator's link. Raises NotFound for one that is incomplete, unknown or replaced."""
        if not is_token(token):
            raise NotFound(INCOMPLETE)
        record = self._store.workshop_hosted(workshop_hash("facilitator", token))
        if record is None:
            raise NotFound(UNKNOWN)
        return Hosting(facilitator(record.id), record.id)

    def new_link(self, actor: Actor, workshop_id: str) -> str:
        """The token of a new facilitator's link; the one before opens nothing any more."""
        record = self._find(actor, workshop_id)
        if record.owner != actor.id:
            raise NotAllowed("Only the person who opened this workshop can make a new link for it.")
        token = make_token()
        self._store.set_host(workshop_id, workshop_hash("facilitator", token))
        return token

    def mine(self, actor: Actor) -> list[WorkshopLine]:
        """The actor's own workshops, the newest first."""
        return [
            WorkshopLine(
                id=each.record.id,
                title=each.record.title,
                kind=each.record.kind,
                code=each.record.code,
                created_at=each.record.created_at,
                ended_at=each.record.ended_at,
                joined=each.joined,
                agreed=each.agreed,
                items=each.items,
            )
            for each in self._store.workshops_of(actor.id)
        ]


def clean_present(text: str) -> str:
    """Who is in the room, "" for not said. Raises SelfAssessError for what looks like somebody's details."""
    present = " ".join(entries.clean_note(text).split())
    if find_personal_details(present):
        raise SelfAssessError(
            "Say who is in the room by role, such as “centre manager”, without personal details."
        )
    return present


def is_taken_out(record: AssessmentRecord) -> bool:
    """Whether an assessment is on no list any more, by itself or with its centre."""
    return record.archived_at is not None or record.removed


def _why_not(actor: Actor, record: AssessmentRecord) -> str:
    """Why nobody can agree on ratings in an assessment now, "" when they can."""
    if is_taken_out(record) or record.owner != actor.id:
        return TAKEN_OUT
    if record.finished_at is not None:
        return "This assessment is finished. Reopen it to hold a workshop on it."
    if record.anonymous and not record.round_closed:
        return "Hold the workshop when the round has closed: until then nobody sees its results."
    return ""


def _check_items(framework: Framework, lens: str, items: Sequence[str]) -> list[str]:
    chosen = [entries.check_item(framework, lens, item) for item in items]
    if not chosen:
        raise SelfAssessError("Choose the sub-indicators to work on, at least one.")
    if len(chosen) > MOST_ITEMS:
        raise SelfAssessError(f"Choose up to {MOST_ITEMS} sub-indicators; you chose {len(chosen)}.")
    if len(set(chosen)) < len(chosen):
        raise SelfAssessError("Choose each sub-indicator once.")
    return chosen


def _positions(view: Assessment) -> dict[str, float]:
    """Where the items of an assessment stand that stand anywhere, from 0 to 100."""
    from selfassess.scoring import score  # pandas takes its time: before the database is locked

    if not view.answers:
        return {}
    items = score(view.framework, to_frame(view.answers)).items
    return {
        str(item): float(position)
        for item, position in zip(items["item"], items["position"], strict=True)
        if not math.isnan(position)
    }
