"""Answers from files into the store, and everything in the store out and back.

An import happens whole or not at all, and never changes or hides an answer that somebody gave, unless it is
told to replace. A note that may hold personal details is not taken in before its writer has looked at it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, BinaryIO

from selfassess.answers import Answer
from selfassess.errors import BadFile, Conflict, NotAllowed, NotFound, Problem, one_line, suggest
from selfassess.exchange.bundle import read_bundle, write_bundle
from selfassess.exchange.columns import quote
from selfassess.exchange.template_xlsx import AUTHORITY_LENS
from selfassess.framework.model import Framework
from selfassess.service import entries
from selfassess.service.actor import LOCAL_OWNER, Actor
from selfassess.service.framework_copies import asks_the_same, keep_copy
from selfassess.service.merging import Change, Merge, has_content, merge
from selfassess.service.personal_details import find_personal_details
from selfassess.service.restoring import check_tables
from selfassess.store.dump import TABLES
from selfassess.store.records import AnswerChange, AssessmentRecord, Origin, SubjectRecord
from selfassess.store.rows import name_key
from selfassess.store.store import AssessmentStore

NOTES = ("evidence", "reason")
CONFIRM = "Take it out of the file, or confirm that nobody can be recognised by it."
NAMES = {
    "authority": "the name of the authority",
    "subject": "the name of the centre or authority",
}
LABELS = {
    "round": "the name of the round",
    "respondent": "the name of the respondent",
    "group": "the name of the group",
}


@dataclass(frozen=True)
class Imported:
    """What an import did: how many answers were new, how many changed, how many were there already."""

    assessments: int
    added: int
    changed: int
    unchanged: int
    taken_back: int = 0
    """How many of the changed ones had a choice before and have none now."""
    empty: int = 0
    """How many rows of the file gave nothing, so that nothing was done."""
    grouped: int = 0
    """How many respondents were in no group before and are in one now."""


@dataclass(frozen=True)
class _Place:
    """What one assessment is about, as its names are written in the file."""

    authority: str
    lens: str
    subject: str
    round: str

    @property
    def key(self) -> tuple[str, ...]:
        """The names as compared."""
        return name_key(self.authority), self.lens, name_key(self.subject), name_key(self.round)


class TransferService:
    """Use cases of files. `sources` gives a framework's files by its "id@version", for the store's copy."""

    def __init__(self, store: AssessmentStore, sources: Callable[[str], Mapping[str, str]]) -> None:
        self._store = store
        self._sources = sources

    def import_answers(
        self,
        actor: Actor,
        framework: Framework,
        answers: Iterable[Answer],
        name: str,
        *,
        create: bool = False,
        replace: bool = False,
        confirm_notes: bool = False,
        vocabulary: str = "",
        origin: Origin = "real",
        profiles: Mapping[str, Mapping[str, Any]] | None = None,
    ) -> Imported:
        """Takes answers into the actor's own assessments, which are made where there are none.

        By default a subject must be known, and so must a named round where the authority has others already;
        and an answer in the file may add to what the store has but not differ from it. `create` and `replace`
        lift the one and the other. With `replace` a row of the file stands as it is written in place of the
        whole stored answer: an empty answer takes that back. Without it, what is empty leaves the store's alone.
        Answers that only the store has stay as they are. Notes that look like personal details are refused until
        confirmed. A round for invited people takes no file at all. Raises NotFound, NotAllowed, Conflict or
        BadFile; then nothing is changed. `name` is the file's; `profiles` describes new subjects, by name.
        """
        by_place = _sort_by_place(answers)
        with self._store.transaction():
            mine = self._own_assessments(actor)
            empty = _drop_places_without_content(by_place, framework, origin, mine.values())
            subjects = self._find_subjects(actor, by_place, create, origin, profiles or {})
            if not create:
                self._check_rounds(subjects, mine)
            keep_copy(self._store, framework, self._sources(framework.key))
            merges = []
            for place, in_place in by_place.items():
                record = self._assessment(actor, framework, place, subjects[place], mine, vocabulary)
                record = self._store.lock(record.id)
                known = self._store.answers(record.id)
                groups = {r.label: r.group for r in self._store.respondents(record.id)}
                merges.append((record, merge(record, in_place, known, groups, replace)))
            _refuse_conflicts([conflict for _, merged in merges for conflict in merged.conflicts])
            warnings = [w for record, m in merges for w in _find_warnings(record, m.changes, name)]
            if warnings and not confirm_notes:
                raise BadFile(warnings)
            for record, merged in merges:
                self._save(actor, record, merged)
        return _count([merged for _, merged in merges], empty)

    def export(self, actor: Actor, out: BinaryIO) -> None:
        """Writes everything in the store as a bundle. Only for the owner of the installation."""
        _check_owner(actor)
        write_bundle(out, self._store.everything(), self._store.schema_version())

    def restore(self, actor: Actor, file: BinaryIO, name: str) -> int:
        """Fills an empty store from a bundle; gives the number of rows. Only for the installation's owner.

        Raises BadFile for a bundle that can't be used, and Conflict when the store holds anything.
        """
        _check_owner(actor)
        tables = read_bundle(file, name, TABLES, self._store.schema_version())
        missing = [table for table in TABLES if table not in tables]
        problems = [] if missing else check_tables(tables, name)  # the store says what is missing
        if problems:
            raise BadFile(problems)
        self._store.restore(tables)
        return sum(len(rows) for rows in tables.values())

    def _find_subjects(
        self,
        actor: Actor,
        places: Iterable[_Place],
        create: bool,
        origin: Origin,
        profiles: Mapping[str, Mapping[str, Any]],
    ) -> dict[_Place, SubjectRecord]:
        """The subject of each place. Raises NotFound for all unknown ones, unless they may be made."""
        found: dict[_Place, SubjectRecord] = {}
        unknown: dict[tuple[str, str, str], None] = {}
        for place in places:
            authority = self._store.find_authority(place.authority)
            subject = None
            if authority is not None:
                subject = self._store.find_subject(authority.id, place.lens, place.subject, origin)
            if subject is None and create:
                authority = self._store.add_authority(place.authority)
                profile = profiles.get(place.subject)
                subject = self._store.add_subject(authority.id, place.lens, place.subject, origin, profile)
            if subject is None:
                unknown[place.subject, place.lens, place.authority] = None
            else:
                found[place] = subject
        if unknown:
            known = {overview.record.subject for overview in self._store.assessments_of(actor.id)}
            raise NotFound("\n".join(_unknown_subject(*each, known) for each in unknown))
        return found

    def _check_rounds(
        self, subjects: Mapping[_Place, SubjectRecord], mine: Iterable[tuple[int, int]]
    ) -> None:
        """Raises NotFound for each named round that is none of its authority's, where that has others."""
        used = {round_id for _, round_id in mine}
        known = {
            number: [
                each.name
                for each in self._store.rounds_of(number)
                if each.name and (each.managed or each.id in used)
            ]
            for number in {subject.authority_id for subject in subjects.values()}
        }
        unknown = {
            (place.round, place.authority): known[subject.authority_id]
            for place, subject in subjects.items()
            if place.round and known[subject.authority_id]
            if name_key(place.round) not in map(name_key, known[subject.authority_id])
        }
        if unknown:
            raise NotFound("\n".join(_unknown_round(*each, names) for each, names in unknown.items()))

    def _own_assessments(self, actor: Actor) -> dict[tuple[int, int], AssessmentRecord]:
        """The actor's own assessments by subject and round."""
        records = [overview.record for overview in self._store.assessments_of(actor.id)]
        return {(r.subject_id, r.round_id): r for r in records if r.owner == actor.id}

    def _assessment(
        self,
        actor: Actor,
        framework: Framework,
        place: _Place,
        subject: SubjectRecord,
        mine: dict[tuple[int, int], AssessmentRecord],
        vocabulary: str,
    ) -> AssessmentRecord:
        round_ = self._store.ensure_round(subject.authority_id, place.round, framework.id, framework.version)
        if round_.managed:
            raise NotAllowed(
                f"The round {quote(round_.name)} is for invited people: answers come in by their links. Give the "
                "round another name in the file to keep these answers apart."
            )
        record = mine.get((subject.id, round_.id))
        if record is None and asks_the_same(framework, round_.framework_version):
            record = self._store.create_assessment(
                subject.id, round_.id, framework.id, framework.version, actor.id, vocabulary
            )
            mine[subject.id, round_.id] = record
        version = record.framework_version if record else round_.framework_version
        if record is None or not asks_the_same(framework, version):
            raise Conflict(
                f"{quote(place.subject)} answers {framework.id}@{version} in this round, and the file was "
                f"read as {framework.key}. Nothing was imported. Import it as {framework.id}@{version}."
            )
        return record

    def _save(self, actor: Actor, record: AssessmentRecord, merged: Merge) -> None:
        changes = merged.changes
        respondents = {r.label: r.id for r in self._store.respondents(record.id)}
        for label, group in merged.groups.items():
            self._store.set_group(record.id, respondents[label], group, actor.id)
        if "" not in respondents and record.origin == "real":
            # Answers by nobody in particular are those of whoever imports them, who can go on with them.
            group = next((change.group for change in changes if not change.respondent), "")
            respondents[""] = self._store.add_respondent(record.id, "", group, actor.id).id
        for change in changes:
            label = change.respondent
            if label not in respondents:
                respondents[label] = self._store.add_respondent(record.id, label, change.group).id
        saved = [AnswerChange(respondents[c.respondent], c.item, c.kind, c.fields) for c in changes]
        self._store.save_answers(record.id, saved, actor.id)


def _sort_by_place(answers: Iterable[Answer]) -> dict[_Place, list[Answer]]:
    """Answers by what they are about; letter case of names doesn't count."""
    places: dict[tuple[str, ...], _Place] = {}
    result: dict[_Place, list[Answer]] = defaultdict(list)
    clean = cache(_clean_name)  # the same few names stand in every row
    for answer in answers:
        cleaned = _clean(answer, clean)
        place = _Place(cleaned.authority, cleaned.lens, cleaned.subject, cleaned.round)
        result[places.setdefault(place.key, place)].append(cleaned)
    return dict(result)


def _drop_places_without_content(
    by_place: dict[_Place, list[Answer]],
    framework: Framework,
    origin: Origin,
    mine: Iterable[AssessmentRecord],
) -> int:
    """Takes out what has no assessment and would get an empty one. Gives the number of rows about it."""
    known = {
        _Place(record.authority, record.lens, record.subject, record.round).key
        for record in mine
        if (record.framework_id, record.origin) == (framework.id, origin)
    }
    gone = [p for p, rows in by_place.items() if p.key not in known and not any(map(has_content, rows))]
    return sum(len(by_place.pop(place)) for place in gone)


def _clean_name(field: str, name: str) -> str:
    if field in LABELS:
        return entries.clean_label(name, LABELS[field])
    return entries.clean_name(name, NAMES[field], required=field == "subject")


def _clean(answer: Answer, clean_name: Callable[[str, str], str]) -> Answer:
    """The answer with its texts as if they had been typed into a page."""
    names: dict[str, Any] = {f: clean_name(f, getattr(answer, f)) for f in (*NAMES, *LABELS)}
    if answer.lens == AUTHORITY_LENS and not names["authority"]:
        names["authority"] = names["subject"]
    notes: dict[str, Any] = {field: entries.clean_note(getattr(answer, field)) for field in NOTES}
    return replace(answer, **names, **notes)


def _find_warnings(record: AssessmentRecord, changes: Iterable[Change], name: str) -> list[Problem]:
    """A problem for each new note that may hold somebody's personal details."""
    return [
        Problem(name, 0, f"{quote(record.subject)}, item {change.item}, {field}", warning, CONFIRM)
        for change in changes
        for field in NOTES
        for warning in find_personal_details(change.fields.get(field, ""))
    ]


def _unknown_subject(subject: str, lens: str, authority: str, known: Iterable[str]) -> str:
    where = f" in the authority {quote(authority)}" if authority else ""
    return (
        f"There is no {lens} {quote(subject)}{where} yet.{suggest(subject, known)} Nothing was imported. "
        "Check the name, or have the import add it."
    )


def _unknown_round(name: str, authority: str, known: Iterable[str]) -> str:
    of = f" of {one_line(authority)}" if authority else ""
    return (
        f"There is no round {quote(name)}{of} yet.{suggest(name, known)} Nothing was imported. "
        "Check the name, or have the import add it."
    )


def _refuse_conflicts(conflicts: list[str]) -> None:
    if conflicts:
        raise Conflict("\n".join(f"{conflict} Nothing was imported." for conflict in conflicts))


def _check_owner(actor: Actor) -> None:
    if actor.id != LOCAL_OWNER.id:
        raise NotAllowed("Only the owner of this installation may export or restore everything.")


def _count(merges: Sequence[Merge], empty: int) -> Imported:
    changes = [change for merged in merges for change in merged.changes]
    added = sum(change.is_new for change in changes)
    return Imported(
        assessments=len(merges),
        added=added,
        changed=len(changes) - added,
        unchanged=sum(merged.unchanged for merged in merges),
        taken_back=sum(change.takes_back for change in changes),
        empty=empty + sum(merged.empty for merged in merges),
        grouped=sum(len(merged.groups) for merged in merges),
    )
