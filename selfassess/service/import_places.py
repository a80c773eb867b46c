"""What the rows of a file are about, with their names and notes cleaned as if they had been typed into a page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from selfassess.answers import Answer
from selfassess.exchange.template_xlsx import AUTHORITY_LENS
from selfassess.service import entries
from selfassess.store.rows import name_key

NOTES = ("evidence", "reason")
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
class Place:
    """What one assessment is about, as its names are written in the file."""

    authority: str
    lens: str
    subject: str
    round: str

    @property
    def key(self) -> tuple[str, ...]:
        """The names as compared."""
        return name_key(self.authority), self.lens, name_key(self.subject), name_key(self.round)


def sort_by_place(answers: Iterable[Answer]) -> dict[Place, list[Answer]]:
    """Answers by what they are about; letter case of names doesn't count."""
    places: dict[tuple[str, ...], Place] = {}
    result: dict[Place, list[Answer]] = defaultdict(list)
    clean = cache(_clean_name)  # the same few names stand in every row
    for answer in answers:
        cleaned = _clean(answer, clean)
        place = Place(cleaned.authority, cleaned.lens, cleaned.subject, cleaned.round)
        result[places.setdefault(place.key, place)].append(cleaned)
    return dict(result)


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
