"""Writes a made-up country into a database of its own, the way the app would have, only in bulk.

Left out: the history of each answer, which nothing that compares centres reads.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np
from numpy.random import Generator

from selfassess.answers import DIRECTIONS, KINDS
from selfassess.service.actor import LOCAL_OWNER
from selfassess.store import open_store
from selfassess.store import tables as t
from selfassess.store.database import connect
from selfassess.store.rows import name_key

from .bulk import Columns, always, settle, write
from .country import AUTHORITY, PROFILE, ROUNDS, SEED, SPECIALS, Country
from .words import EVIDENCE, PRESENT, REASONS

OPENS = (date(2023, 10, 2), date(2024, 3, 4), date(2024, 10, 1), date(2025, 3, 3))
OPEN_FOR = timedelta(days=42)
"""The last round has no closing date, so that whenever this is run somebody can answer in it."""
AT_ONCE = 200_000
"""Answers turned into rows at a time: more would only cost memory."""
RESULTS_AT_ONCE = 500


class Filling:
    """One country on its way into one database. Ids are places in the country's tables, from 1."""

    def __init__(self, country: Country, framework_files: Mapping[str, str]) -> None:
        self.country = country
        self.files = framework_files
        random = np.random.default_rng(SEED + 1)
        people, assessments = len(country.respondents), country.assessments
        self.assessment_ids = make_ids(random, len(assessments), 16)
        self.voices = [f"voice-{each.hex()}" for each in _make_keys(random, people, 20)]
        self.hashes = [each.hex() for each in _make_keys(random, people, 32)]
        self.authority = country.subjects["authority"].to_numpy()[assessments["subject"]]
        self.round = assessments["round"].tolist()
        self.round_id = (
            assessments["round"].astype(int) * len(country.authorities) + self.authority + 1
        ).tolist()
        self.owners = self._choose_owners(random)

    def _choose_owners(self, random: Generator) -> list[str]:
        """A centre's assessment is nobody else's; an authority's is its lead's."""
        own = (self.country.subjects["lens"] == AUTHORITY).to_numpy()[self.country.assessments["subject"]]
        secret = make_ids(random, len(own), 12)
        return [
            lead_of(place) if is_own else f"programme-{owner}"
            for place, is_own, owner in zip(self.authority.tolist(), own.tolist(), secret, strict=True)
        ]

    def fill(self, url: str, results: Iterable[Sequence[Any]]) -> None:
        """Makes the tables in an empty database and fills them. `results`: batches for `save_results`."""
        store = open_store(url)
        database = connect(url)
        try:
            with database.write() as connection:
                write(connection, t.authority, self.authorities())
                write(connection, t.framework_version, self.framework_versions())
                write(connection, t.subject, self.subjects())
                write(connection, t.round_, self.rounds())
                write(connection, t.assessment, self.assessments())
                write(connection, t.share, self.shares())
                write(connection, t.respondent, self.respondents())
                write(connection, t.invitation, self.invitations())
                for columns in self.answers():
                    write(connection, t.answer, columns)
            for batch in results:
                for start in range(0, len(batch), RESULTS_AT_ONCE):
                    store.save_results(batch[start : start + RESULTS_AT_ONCE])
            settle(database)
        finally:
            store.close()
            database.close()

    def authorities(self) -> Columns:
        names = self.country.authorities
        return {
            "id": range(1, len(names) + 1),
            "name": names,
            "name_key": [name_key(name) for name in names],
            **always(len(names), social_care_phone="", social_care_note=""),
        }

    def framework_versions(self) -> Columns:
        framework = self.country.framework
        kept = {"id": framework.id, "version": framework.version, "files": dict(self.files)}
        return always(1, **kept, first_seen=_moment(0))

    def subjects(self) -> Columns:
        subjects = self.country.subjects
        described = subjects[list(PROFILE)].to_dict("records")
        return {
            "id": range(1, len(subjects) + 1),
            "authority_id": (subjects["authority"] + 1).tolist(),
            "lens": subjects["lens"].tolist(),
            "name": subjects["name"].tolist(),
            "name_key": [name_key(name) for name in subjects["name"]],
            "profile": [{name: text for name, text in each.items() if text} for each in described],
            **always(len(subjects), origin="real"),
        }

    def rounds(self) -> Columns:
        framework, authorities = self.country.framework, range(len(self.country.authorities))
        each = [(place, here) for place in range(len(ROUNDS)) for here in authorities]
        last = len(ROUNDS) - 1
        many = len(each)
        return {
            "id": range(1, many + 1),
            "authority_id": [here + 1 for _, here in each],
            "name": [ROUNDS[place] for place, _ in each],
            "name_key": [name_key(ROUNDS[place]) for place, _ in each],
            "opens_on": [OPENS[place] for place, _ in each],
            "closes_on": [None if place == last else OPENS[place] + OPEN_FOR for place, _ in each],
            "owner": [lead_of(here) for _, here in each],
            "created_at": [_moment(place) for place, _ in each],
            "closed_at": [None if place == last else _moment(place, OPEN_FOR) for place, _ in each],
            **always(many, voices="named", managed=True, threshold=3, groups=[], asks={}),
            **always(many, framework_id=framework.id, framework_version=framework.version),
        }

    def assessments(self) -> Columns:
        framework, many = self.country.framework, len(self.country.assessments)
        return {
            "id": range(1, many + 1),
            "public_id": self.assessment_ids,
            "subject_id": (self.country.assessments["subject"] + 1).tolist(),
            "round_id": self.round_id,
            "owner": self.owners,
            "created_at": [_moment(place) for place in self.round],
            **always(many, vocabulary=""),
            **always(many, framework_id=framework.id, framework_version=framework.version),
        }

    def shares(self) -> Columns:
        many = len(self.country.assessments)
        return {
            "id": range(1, many + 1),
            "assessment_id": range(1, many + 1),
            "authority_id": (self.authority + 1).tolist(),
            "at": [_moment(place, OPEN_FOR) for place in self.round],
            "by_actor": self.owners,
        }

    def respondents(self) -> Columns:
        people = self.country.respondents
        return {
            "id": range(1, len(people) + 1),
            "assessment_id": (people["assessment"] + 1).tolist(),
            "label": self._labels(),
            "group_id": _name(people["group"], [group.id for group in self.country.framework.groups]),
            "actor": self.voices,
        }

    def invitations(self) -> Columns:
        people = self.respondents()
        rounds = [self.round[each - 1] for each in people["assessment_id"]]
        return {
            **{name: people[name] for name in ("id", "assessment_id", "group_id")},
            "round_id": [self.round_id[each - 1] for each in people["assessment_id"]],
            "name": people["label"],
            "token_hash": self.hashes,
            "created_at": [_moment(place) for place in rounds],
            "started_on": [OPENS[place] for place in rounds],
            "finished_on": [OPENS[place] for place in rounds],
            **always(len(rounds), kind="person"),
        }

    def answers(self) -> Iterator[Columns]:
        """In parts. What was left out has no row."""
        answers = self.country.answers
        given = answers[(answers["level"] >= 0) | (answers["special"] > 0)]
        for start in range(0, len(given), AT_ONCE):
            yield self._answer_rows(given.iloc[start : start + AT_ONCE])

    def _answer_rows(self, part: Any) -> Columns:
        framework = self.country.framework
        where = self.country.respondents["assessment"].to_numpy()[part["respondent"]]
        values = [level.value for level in framework.scale.levels]
        times = [answered_at(place).isoformat(timespec="microseconds") for place in range(4)]
        return {
            "assessment_id": (where + 1).tolist(),
            "respondent_id": (part["respondent"] + 1).tolist(),
            "item": _name(part["item"], [item.id for item in framework.items]),
            "kind": _name(part["agreed"].astype(int), KINDS),
            "value": _name(part["level"], [*values, None]),  # -1 is the last
            "special": _name(part["special"], [None, *SPECIALS[1:]]),
            "evidence": _name(part["evidence"], EVIDENCE),
            "direction": _name(part["direction"], [*DIRECTIONS, None]),
            "one_person": part["one_person"].tolist(),
            "reason": _name(part["reason"], REASONS),
            "changed_at": _name(self.country.assessments["round"].iloc[where], times),
            "present": _name(part["present"], PRESENT),
            **always(len(part), carried=False),
        }

    def _labels(self) -> list[str]:
        people = self.country.respondents
        seats = zip(people["group"].tolist(), people["seat"].tolist(), strict=True)
        return [self.country.label(*each) for each in seats]


def lead_of(authority: int) -> str:
    """Whoever is at this computer leads the first authority; the others have leads of their own."""
    return f"authority-{authority + 1}" if authority else LOCAL_OWNER.id


def make_ids(random: Generator, many: int, length: int) -> list[str]:
    """Random ids of so many bytes each, written so that they fit into an address."""
    keys = _make_keys(random, many, length)
    return [base64.urlsafe_b64encode(key).decode().rstrip("=") for key in keys]


def _make_keys(random: Generator, many: int, length: int) -> list[bytes]:
    whole = random.bytes(many * length)
    return [whole[start : start + length] for start in range(0, many * length, length)]


def answered_at(place: int) -> datetime:
    """When everything in a round was answered."""
    return _moment(place, timedelta(days=9))


def _moment(place: int, later: timedelta = timedelta()) -> datetime:
    return datetime.combine(OPENS[place] + later, datetime.min.time(), UTC)


def _name(codes: Any, texts: Sequence[Any]) -> list[Any]:
    named: list[Any] = np.array(texts, dtype=object)[np.asarray(codes)].tolist()
    return named
