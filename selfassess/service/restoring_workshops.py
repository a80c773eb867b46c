"""Holds the workshops that a bundle brings against the frameworks and assessments that it brings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from selfassess.answers import SPECIAL_NAMES
from selfassess.exchange.columns import quote
from selfassess.framework.model import Framework
from selfassess.service.tallying import CANT_TELL, choice_key
from selfassess.store.records import Row

Tables = Mapping[str, list[Row]]
Fault = tuple[int, str]
"""A row's number, counted from 1, and what is wrong with it."""
Place = tuple[Framework, str]
"""A framework and the lens through which it is asked."""


class WorkshopsBrought:
    """`assessments` are the places of the bundle's assessments by their numbers, `frameworks` its frameworks."""

    def __init__(
        self, tables: Tables, frameworks: Mapping[str, Framework], assessments: Mapping[Any, Place]
    ) -> None:
        self._assessments = assessments
        self._places: dict[Any, Place] = {}
        for row in tables["workshop"]:
            framework = frameworks.get(f"{row.get('framework_id')}@{row.get('framework_version')}")
            lens = row.get("lens")
            if framework is not None and isinstance(lens, str) and lens in {x.id for x in framework.lenses}:
                self._places[row.get("id")] = framework, lens
        self._ballots = {
            (row.get("workshop_id"), row.get("item")): row.get("ballot") for row in tables["workshop_item"]
        }
        self._seats = {row.get("id"): row.get("workshop_id") for row in tables["workshop_seat"]}

    def check(self, tables: Tables) -> Iterator[tuple[str, Iterator[Fault]]]:
        """Each table's name with its faults."""
        yield "workshop", self._check_workshops(tables["workshop"])
        yield "workshop_item", self._check_items(tables["workshop_item"])
        yield "workshop_vote", self._check_votes(tables["workshop_vote"])
        yield "workshop_hands", self._check_hands(tables["workshop_hands"])

    def _check_workshops(self, rows: list[Row]) -> Iterator[Fault]:
        for number, row in enumerate(rows, start=1):
            place, on = self._places.get(row.get("id")), row.get("assessment_id")
            if place is None:
                yield number, "Its framework, or the lens it is asked through, is not in the file."
            elif on is not None and _kind(self._assessments.get(on)) != _kind(place):
                yield number, "Its framework and lens are not those of its assessment."
            elif row.get("current") and (row.get("id"), row.get("current")) not in self._ballots:
                yield number, f"It shows {quote(str(row.get('current')))}, which is not among its items."

    def _check_items(self, rows: list[Row]) -> Iterator[Fault]:
        for number, row in enumerate(rows, start=1):
            place = self._places.get(row.get("workshop_id"))
            if place is None:
                yield number, "Its workshop is not in the file, or can't be used."
                continue
            framework, lens = place
            value, special = row.get("agreed_value"), row.get("agreed_special")
            if row.get("item") not in {item.id for item in framework.items_in(lens)}:
                what = quote(str(row.get("item")))
                yield number, f"{framework.key} asks no item {what} in the lens {quote(lens)}."
            if value is not None and not _is_level(framework, value):
                yield number, f"{quote(str(value))} is not a level of {framework.key}."
            if special is not None and SPECIAL_NAMES.get(str(special)) not in framework.scale.special_answers:
                yield number, f"{quote(str(special))} is not an answer that {framework.key} allows here."

    def _check_votes(self, rows: list[Row]) -> Iterator[Fault]:
        for number, row in enumerate(rows, start=1):
            place, value = self._places.get(row.get("workshop_id")), row.get("value")
            if not self._has_ballot(row):
                yield number, "It is on a ballot that its workshop never held."
            if self._seats.get(row.get("seat_id"), -1) != row.get("workshop_id"):
                yield number, "Its seat is not one of its workshop."
            if place is not None and value is not None and not _is_level(place[0], value):
                yield number, f"{quote(str(value))} is not a level of {place[0].key}."

    def _check_hands(self, rows: list[Row]) -> Iterator[Fault]:
        for number, row in enumerate(rows, start=1):
            place, count = self._places.get(row.get("workshop_id")), row.get("count")
            if not self._has_ballot(row):
                yield number, "It is on a ballot that its workshop never held."
            if place is not None and row.get("choice") not in _choices(place[0]):
                yield number, f"{quote(str(row.get('choice')))} is not a level of {place[0].key}."
            if not isinstance(count, int) or count < 0:
                yield number, "No hands can be fewer than none."

    def _has_ballot(self, row: Row) -> bool:
        last = self._ballots.get((row.get("workshop_id"), row.get("item")))
        ballot = row.get("ballot")
        return isinstance(last, int) and isinstance(ballot, int) and 1 <= ballot <= last


def _kind(place: Place | None) -> tuple[str, str] | None:
    return None if place is None else (place[0].key, place[1])


def _choices(framework: Framework) -> set[object]:
    return {*(choice_key(level.value) for level in framework.scale.levels), CANT_TELL}


def _is_level(framework: Framework, value: object) -> bool:
    return any(value == level.value for level in framework.scale.levels) and not isinstance(value, bool)
