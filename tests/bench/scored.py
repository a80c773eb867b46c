"""The results that the app would keep of a made-up country: its own scoring, through its own service."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from selfassess.scoring import score
from selfassess.scoring.leave_one_out import find_swings
from selfassess.service.results import About, result_rows
from selfassess.store.records import AssessmentRecord
from selfassess.store.result_records import FigureRecord, ResultRecord

from .country import PROFILE, ROUNDS, make_frame
from .filling import Filling, answered_at

Scored = tuple[ResultRecord, list[FigureRecord]]


def make_results(filling: Filling) -> Iterator[list[Scored]]:
    """Each assessment's result with its figures, as the store takes them; a round at a time."""
    frame = make_frame(filling.country)
    assessment = filling.country.respondents["assessment"].to_numpy()[filling.country.answers["respondent"]]
    ids = pd.Categorical.from_codes(assessment, filling.assessment_ids)
    # As the service scores many: each assessment is its own subject.
    frame = frame.assign(subject=ids).drop(columns=["authority", "round"])
    place_of = np.array(filling.round)[assessment]
    framework = filling.country.framework
    for place in range(len(ROUNDS)):
        part = frame[place_of == place]
        about = _describe(filling, place, part)
        yield result_rows(framework, score(framework, part), find_swings(framework, part), about)


def _describe(filling: Filling, place: int, part: pd.DataFrame) -> list[About]:
    given = part[(part["kind"] == "answer") & (part["value"].notna() | (part["special"] != ""))]
    voices = given.groupby("subject", observed=True)[["respondent", "group"]].nunique()
    subjects = filling.country.subjects.to_dict("records")
    about = []
    for number, subject_place in enumerate(filling.country.assessments["subject"]):
        if filling.round[number] != place:
            continue
        subject = subjects[subject_place]
        record = _record(filling, number, int(subject_place), subject)
        people, groups = voices.loc[record.id].tolist()
        profile = {name: subject[name] for name in PROFILE}
        about.append((record, profile, people, groups, answered_at(place)))
    return about


def _record(filling: Filling, number: int, subject_place: int, subject: dict[str, Any]) -> AssessmentRecord:
    country = filling.country
    return AssessmentRecord(
        id=filling.assessment_ids[number],
        authority_id=subject["authority"] + 1,
        authority=country.authorities[subject["authority"]],
        subject_id=subject_place + 1,
        subject=subject["name"],
        lens=subject["lens"],
        origin="real",
        round_id=filling.round_id[number],
        round=ROUNDS[filling.round[number]],
        framework_id=country.framework.id,
        framework_version=country.framework.version,
        vocabulary="",
        owner=filling.owners[number],
        created_at=answered_at(filling.round[number]),
        managed=True,
    )
