"""Stored results: each assessment's figures, kept so that a comparison never has to load answers.

A result is made again when its answers have changed. In an anonymous round there is none before the round closes,
and it is made from disclosed answers, as everything else that leaves such a round.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from selfassess.answers import Answer, to_frame
from selfassess.framework.model import Framework, series
from selfassess.service.access import Access, Released
from selfassess.store import AssessmentStore
from selfassess.store.records import AssessmentRecord
from selfassess.store.result_records import FigureKind, FigureRecord, ResultRecord

if TYPE_CHECKING:
    import pandas as pd

    from selfassess.scoring import Scores

BATCH = 100
"""How many assessments are scored together; between two batches others get their turn."""

Progress = Callable[[int, int], None]
"""Told how many of how many are done."""


class Results:
    def __init__(self, store: AssessmentStore, frameworks: Mapping[str, Framework]) -> None:
        self._store = store
        self._access = Access(store, frameworks)

    def refresh(self, assessment_ids: Sequence[str], progress: Progress | None = None) -> None:
        """Makes the results of these assessments anew. What has none yet to show is passed over."""
        for start in range(0, len(assessment_ids), BATCH):
            self._refresh_batch(assessment_ids[start : start + BATCH])
            if progress is not None:
                progress(min(start + BATCH, len(assessment_ids)), len(assessment_ids))

    def refresh_stale(self, progress: Progress | None = None, **scope: Any) -> int:
        """Makes anew whatever has changed since, in a scope that `store.stale` takes. Gives how many."""
        stale = self._store.stale(**scope)
        self.refresh(stale, progress)
        return len(stale)

    def release(self, round_id: int) -> None:
        """Makes the results of a closed round, and keeps a dated copy of each that nothing rewrites."""
        from selfassess.scoring import score  # pandas takes its time: before the database is locked
        from selfassess.scoring.results import to_json

        for record in self._store.assessments_in(round_id):
            answers = self._access.released(record).answers
            if not any(answer.given for answer in answers):
                continue
            framework = self._access.framework_of(record)
            scores = to_json(framework, score(framework, to_frame(answers)))
            kept = [asdict(answer) for answer in answers]
            self._store.take_snapshot(record.id, "round closed", kept, scores)
        self.refresh([record.id for record in self._store.assessments_in(round_id)])

    def _refresh_batch(self, assessment_ids: Sequence[str]) -> None:
        from selfassess.scoring import score
        from selfassess.scoring.leave_one_out import find_swings

        by_framework: dict[str, list[AssessmentRecord]] = defaultdict(list)
        released: dict[str, Released] = {}
        # Taken first: what is answered while the scores are made leaves its result stale.
        marks = self._store.marks(assessment_ids)
        for assessment_id in assessment_ids:
            with self._store.reading():
                record = self._store.assessment(assessment_id)
                if not record.anonymous or record.round_closed:
                    by_framework[record.framework_key].append(record)
                    released[assessment_id] = self._access.released(record)
        for records in by_framework.values():
            framework = self._access.framework_of(records[0])
            frame = to_frame(
                replace(answer, subject=each.id, authority="", round="")
                for each in records
                # Without a row there would be no result, and it would be looked for again and again.
                for answer in released[each.id].answers or [_blank(framework, each)]
            )
            about = [self._about(each, released[each.id]) for each in records]
            rows = result_rows(framework, score(framework, frame), find_swings(framework, frame), about)
            self._store.save_results(rows, marks)

    def _about(self, record: AssessmentRecord, released: Released) -> About:
        profile = self._store.subject(record.subject_id).profile
        last = released.last or record.created_at
        return record, profile, released.voices, released.groups, last


def _blank(framework: Framework, record: AssessmentRecord) -> Answer:
    return Answer(record.subject, record.lens, framework.items_in(record.lens)[0].id)


About = tuple[AssessmentRecord, Mapping[str, Any], int | None, int | None, datetime]
"""An assessment, its subject's profile, its voices and groups, and when it last changed."""


def result_rows(
    framework: Framework, scores: Scores, swings: pd.DataFrame, about: Iterable[About]
) -> list[tuple[ResultRecord, list[FigureRecord]]]:
    """Scores as rows of the store. In `scores` and `swings` the subject is the assessment's id."""
    wide = {
        (row["subject"], row["kind"], row["part"]): (row["wide_low"], row["wide_high"])
        for row in _rows(swings)
    }
    figures: dict[str, list[FigureRecord]] = defaultdict(list)
    for row in _rows(scores.strands):
        figures[row["subject"]].append(_figure(row, "strand", row["strand"], wide))
    for row in _rows(scores.indicators[scores.indicators["strand"] == ""]):
        figures[row["subject"]].append(_figure(row, "indicator", row["indicator"], wide))
    rated: dict[str, int] = defaultdict(int)
    asked: dict[str, int] = defaultdict(int)
    for row in _rows(scores.items):
        figures[row["subject"]].append(_item_figure(row, wide))
        rated[row["subject"]] += row["status"] == "rated"
        asked[row["subject"]] += row["status"] in ("rated", "unrated")
    placements = {row["subject"]: row for row in _rows(scores.placements)}
    strand = framework.continuum.strand or ""
    result = []
    for record, profile, voices, groups, last in about:
        place = placements[record.id]
        low, high = wide.get((record.id, "strand", strand), (place["low"], place["high"]))
        result.append(
            (
                ResultRecord(
                    assessment_id=record.id,
                    series=series(record.framework_key),
                    as_of=last,
                    setting=str(profile.get("setting") or ""),
                    size=str(profile.get("size") or ""),
                    region=str(profile.get("region") or ""),
                    anonymous=record.anonymous,
                    voices=voices,
                    groups=groups,
                    rated=rated[record.id],
                    asked=asked[record.id],
                    position=place["position"],
                    low=place["low"],
                    high=place["high"],
                    coverage=place["coverage"],
                    wide_low=low,
                    wide_high=high,
                    zone=place["zone"] or "",
                    zone_low=place["zone_low"] or "",
                    zone_high=place["zone_high"] or "",
                ),
                figures[record.id],
            )
        )
    return result


def _rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows as dictionaries, None for NaN."""
    clean = frame.astype(object).where(frame.notna(), None)
    return [{str(name): value for name, value in row.items()} for row in clean.to_dict("records")]


def _figure(
    row: dict[str, Any], kind: FigureKind, part: str, wide: Mapping[tuple[str, str, str], Any]
) -> FigureRecord:
    low, high = wide.get((row["subject"], kind, part), (row["low"], row["high"]))
    return FigureRecord(
        assessment_id=row["subject"],
        kind=kind,
        part=part,
        position=row["position"],
        low=row["low"],
        high=row["high"],
        coverage=row["coverage"],
        wide_low=low,
        wide_high=high,
    )


def _item_figure(row: dict[str, Any], wide: Mapping[tuple[str, str, str], Any]) -> FigureRecord:
    out = row["status"] not in ("rated", "unrated")
    position = row["position"]
    bounds = (None, None) if out else (0.0, 100.0) if position is None else (position, position)
    low, high = wide.get((row["subject"], "item", row["item"]), bounds)
    return FigureRecord(
        assessment_id=row["subject"],
        kind="item",
        part=row["item"],
        position=position,
        low=bounds[0],
        high=bounds[1],
        coverage=None if out else float(position is not None),
        wide_low=low,
        wide_high=high,
        agreement=row["agreement"],
        agreed=row["agreed"] is not None,
        voices=int(row["rated"]),
        dont_know=int(row["dont_know"]),
        evidence=int(row["evidence_count"]),
        direction=row["direction"] or "",
    )
