"""What an import would do, worked out without changing anything: an import is the saving of such a plan."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from selfassess.answers import Answer
from selfassess.errors import Conflict, NotAllowed, NotFound, SelfAssessError, one_line, suggest
from selfassess.exchange.columns import quote
from selfassess.framework.model import Framework
from selfassess.service.actor import Actor
from selfassess.service.framework_copies import asks_the_same, check_copy
from selfassess.service.import_places import Place, sort_by_place
from selfassess.service.import_preview import NOTHING_DONE, New, PlannedAssessment, Preview
from selfassess.service.merging import has_content, merge
from selfassess.store.records import (
    AssessmentRecord,
    AuthorityRecord,
    Origin,
    RoundRecord,
    SubjectRecord,
)
from selfassess.store.rows import name_key
from selfassess.store.store import AssessmentStore


@dataclass(frozen=True)
class _There:
    """What of a place the store has."""

    authority: AuthorityRecord | None
    subject: SubjectRecord | None
    round: RoundRecord | None
    record: AssessmentRecord | None


class Planner:
    """Works out one import of one actor. `origin` tells whose data the subjects may be."""

    def __init__(
        self, store: AssessmentStore, actor: Actor, framework: Framework, origin: Origin = "real"
    ) -> None:
        self._store = store
        self._framework = framework
        self._origin = origin
        self._actor = actor
        self._authority = cache(store.find_authority)
        self._rounds = cache(store.rounds_of)

    def plan(
        self,
        answers: Iterable[Answer],
        files: Mapping[str, str],
        *,
        create: bool = False,
        replace: bool = False,
        lock: bool = False,
    ) -> Preview:
        """The plan, for the options of `TransferService.import_answers`. `files`: the framework's.

        With `lock`, nobody else changes what it rests on until the transaction around this ends. Raises
        SelfAssessError for names and notes that can't be.
        """
        if not self._actor.may_own:
            raise NotAllowed("Open the app by your own link to bring answers in.")
        by_place = sort_by_place(answers)
        owned = [overview.record for overview in self._store.assessments_of(self._actor.id)]
        mine = {(r.subject_id, r.round_id): r for r in owned if r.owner == self._actor.id}
        empty = self._drop_places_without_content(by_place, mine.values())
        there = {place: self._find(place, mine) for place in by_place}
        refusals = [] if create else self._find_unknown(there, mine, [record.subject for record in owned])
        refusals += self._find_changed_copy(files)
        planned = []
        for place, in_place in by_place.items():
            found = there[place]
            if found.subject is None and not create:
                continue
            refusal = find_refusal(self._framework, place.subject, found.round, found.record)
            if refusal is not None:
                refusals.append(refusal)
            else:
                planned.append(self._plan_place(place, found, in_place, replace, lock))
        return Preview(tuple(planned), tuple(refusals), empty, self._framework.key)

    def _find(self, place: Place, mine: Mapping[tuple[int, int], AssessmentRecord]) -> _There:
        authority = self._authority(place.authority)
        if authority is None:
            return _There(None, None, None, None)
        subject = self._store.find_subject(authority.id, place.lens, place.subject, self._origin)
        key = name_key(place.round)
        round_ = next(
            (
                each
                for each in self._rounds(authority.id)
                if name_key(each.name) == key and each.framework_id == self._framework.id
            ),
            None,
        )
        record = mine.get((subject.id, round_.id)) if subject and round_ else None
        return _There(authority, subject, round_, record)

    def _drop_places_without_content(
        self, by_place: dict[Place, list[Answer]], mine: Iterable[AssessmentRecord]
    ) -> int:
        """Takes out what has no assessment and would get an empty one. Gives the number of rows about it."""
        known = {
            Place(record.authority, record.lens, record.subject, record.round).key
            for record in mine
            if (record.framework_id, record.origin) == (self._framework.id, self._origin)
        }
        gone = [p for p, rows in by_place.items() if p.key not in known and not any(map(has_content, rows))]
        return sum(len(by_place.pop(place)) for place in gone)

    def _find_unknown(
        self,
        there: Mapping[Place, _There],
        mine: Iterable[tuple[int, int]],
        subjects: Iterable[str],
    ) -> list[SelfAssessError]:
        """One error for all subjects that aren't known, and one for all named rounds that are none of their
        authority's, where that has others."""
        refusals: list[SelfAssessError] = []
        unknown = dict.fromkeys(
            (place.subject, place.lens, place.authority)
            for place, found in there.items()
            if found.subject is None
        )
        if unknown:
            refusals.append(NotFound("\n".join(_unknown_subject(*each, subjects) for each in unknown)))
        used = {round_id for _, round_id in mine}
        strange: dict[tuple[str, str], list[str]] = {}
        for place, found in there.items():
            if found.authority is None or found.subject is None or not place.round:
                continue
            names = [
                each.name
                for each in self._rounds(found.authority.id)
                if each.name and (each.managed or each.id in used)
            ]
            if names and name_key(place.round) not in map(name_key, names):
                strange[place.round, place.authority] = names
        if strange:
            sentences = [_unknown_round(*each, names) for each, names in strange.items()]
            refusals.append(NotFound("\n".join(sentences)))
        return refusals

    def _find_changed_copy(self, files: Mapping[str, str]) -> list[SelfAssessError]:
        kept = self._store.framework(self._framework.id, self._framework.version)
        try:
            if kept is not None:
                check_copy(self._framework, files, kept)
        except Conflict as error:
            return [error]
        return []

    def _plan_place(
        self, place: Place, found: _There, answers: list[Answer], replace: bool, lock: bool
    ) -> PlannedAssessment:
        record = found.record
        if record is not None and lock:
            record = self._store.lock(record.id)
        known = self._store.answers(record.id) if record else []
        groups = {r.label: r.group for r in self._store.respondents(record.id)} if record else {}
        finished = record is not None and record.finished_at is not None
        merged = merge(answers, known, groups, replace=replace, finished=finished)
        missing: dict[New, object] = {
            "authority": found.authority,
            "subject": found.subject,
            "round": found.round,
            "assessment": record,
        }
        return PlannedAssessment(
            place=place,
            shown=Place(
                found.authority.name if found.authority else place.authority,
                place.lens,
                found.subject.name if found.subject else place.subject,
                found.round.name if found.round else place.round,
            ),
            id=record.id if record else "",
            new=tuple(name for name, thing in missing.items() if thing is None),
            newcomers={c.respondent: c.group for c in merged.changes if c.respondent not in groups},
            merged=merged,
        )


def find_refusal(
    framework: Framework, subject: str, round_: RoundRecord | None, record: AssessmentRecord | None
) -> SelfAssessError | None:
    """Why a round takes no answers from files that were given under this version of a framework, if so."""
    if round_ is None:
        return None
    if round_.managed:
        return NotAllowed(
            f"The round {quote(round_.name)} is for invited people: answers come in by their links. Give the "
            "round another name in the file to keep these answers apart."
        )
    version = record.framework_version if record else round_.framework_version
    if not asks_the_same(framework, version):
        return Conflict(
            f"{quote(subject)} answers {framework.id}@{version} in this round, and the file was "
            f"read as {framework.key}. {NOTHING_DONE} Import it as {framework.id}@{version}."
        )
    return None


def _unknown_subject(subject: str, lens: str, authority: str, known: Iterable[str]) -> str:
    where = f" in the authority {quote(authority)}" if authority else ""
    return (
        f"There is no {lens} {quote(subject)}{where} yet.{suggest(subject, known)} {NOTHING_DONE} "
        "Check the name, or have the import add it."
    )


def _unknown_round(name: str, authority: str, known: Iterable[str]) -> str:
    of = f" of {one_line(authority)}" if authority else ""
    return (
        f"There is no round {quote(name)}{of} yet.{suggest(name, known)} {NOTHING_DONE} "
        "Check the name, or have the import add it."
    )
