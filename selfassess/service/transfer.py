"""Answers from files into the store, and everything in the store out and back.

An import happens whole or not at all, and never changes or hides an answer that somebody gave, unless it is
told to replace. A note that may hold personal details is not taken in before its writer has looked at it.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Mapping
from typing import Any, BinaryIO

from selfassess.answers import Answer
from selfassess.errors import BadFile, Conflict, NotAllowed
from selfassess.exchange.bundle import read_bundle, write_bundle
from selfassess.framework.model import Framework
from selfassess.service.actor import LOCAL_OWNER, Actor
from selfassess.service.framework_copies import keep_copy
from selfassess.service.import_plans import Planner, find_refusal
from selfassess.service.import_preview import Imported, PlannedAssessment, Preview
from selfassess.service.restoring import check_tables
from selfassess.store.dump import TABLES
from selfassess.store.records import AnswerChange, AssessmentRecord, Origin
from selfassess.store.store import AssessmentStore

__all__ = ["CHANGED_MEANWHILE", "Imported", "Preview", "TransferService"]

CHANGED_MEANWHILE = (
    "What is in the app has changed since this was shown, so nothing was brought in. "
    "Look at what would change now."
)


class TransferService:
    """Use cases of files. `sources` gives a framework's files by its "id@version", for the store's copy."""

    def __init__(self, store: AssessmentStore, sources: Callable[[str], Mapping[str, str]]) -> None:
        self._store = store
        self._sources = sources

    def preview(
        self,
        actor: Actor,
        framework: Framework,
        answers: Iterable[Answer],
        *,
        create: bool = False,
        replace: bool = False,
        origin: Origin = "real",
    ) -> Preview:
        """What `import_answers` would do with the same options, and what stands against it. Changes nothing.

        Raises SelfAssessError only for names and notes that can't be.
        """
        with self._store.reading():
            planner = Planner(self._store, actor, framework, origin)
            return planner.plan(answers, self._sources(framework.key), create=create, replace=replace)

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
        previewed: str | None = None,
    ) -> Imported:
        """Takes answers into the actor's own assessments, which are made where there are none.

        By default a subject must be known, and so must a named round where the authority has others already;
        and an answer in the file may add to what the store has but not differ from it. `create` and `replace`
        lift the one and the other. With `replace` a row of the file stands as it is written in place of the
        whole stored answer: an empty answer takes that back. Without it, what is empty leaves the store's alone.
        Answers that only the store has stay as they are. Notes that look like personal details are refused until
        confirmed. A round for invited people takes no file at all. Raises NotFound, NotAllowed, Conflict or
        BadFile; then nothing is changed. `name` is the file's; `profiles` describes new subjects, by name.

        `previewed` is the fingerprint of the preview that somebody agreed to: the import does that, or raises
        Conflict because it would do something else by now.
        """
        files = self._sources(framework.key)
        with self._store.transaction():
            planner = Planner(self._store, actor, framework, origin)
            plan = planner.plan(answers, files, create=create, replace=replace, lock=True)
            if previewed is not None and plan.fingerprint != previewed:
                raise Conflict(CHANGED_MEANWHILE)
            plan.refuse(name, confirm_notes)
            if plan.assessments:
                keep_copy(self._store, framework, files)
            ids = []
            for planned in plan.assessments:
                record = self._find_or_make(actor, framework, planned, vocabulary, origin, profiles or {})
                self._save(actor, record, planned)
                ids.append(record.id)
        return dataclasses.replace(plan.counts, ids=tuple(ids))

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

    def _find_or_make(
        self,
        actor: Actor,
        framework: Framework,
        planned: PlannedAssessment,
        vocabulary: str,
        origin: Origin,
        profiles: Mapping[str, Mapping[str, Any]],
    ) -> AssessmentRecord:
        if planned.id:
            return self._store.assessment(planned.id)
        place = planned.place
        authority = self._store.add_authority(place.authority)
        profile = profiles.get(place.subject)
        subject = self._store.add_subject(authority.id, place.lens, place.subject, origin, profile)
        round_ = self._store.ensure_round(authority.id, place.round, framework.id, framework.version)
        refusal = find_refusal(framework, place.subject, round_, None)
        if refusal is not None:  # another process was quicker in opening a round of this name
            raise refusal
        return self._store.create_assessment(
            subject.id, round_.id, framework.id, framework.version, actor.id, vocabulary
        )

    def _save(self, actor: Actor, record: AssessmentRecord, planned: PlannedAssessment) -> None:
        changes = planned.merged.changes
        respondents = {r.label: r.id for r in self._store.respondents(record.id)}
        for label, group in planned.merged.groups.items():
            self._store.set_group(record.id, respondents[label], group, actor.id)
        if "" not in respondents and record.origin == "real":
            # Answers by nobody in particular are those of whoever imports them, who can go on with them.
            group = planned.newcomers.get("", "")
            respondents[""] = self._store.add_respondent(record.id, "", group, actor.id).id
        for label, group in planned.newcomers.items():
            if label not in respondents:
                respondents[label] = self._store.add_respondent(record.id, label, group).id
        saved = [AnswerChange(respondents[c.respondent], c.item, c.kind, c.fields) for c in changes]
        self._store.save_answers(record.id, saved, actor.id)


def _check_owner(actor: Actor) -> None:
    if actor.id != LOCAL_OWNER.id:
        raise NotAllowed("Only the owner of this installation may export or restore everything.")
