"""Lists that people type or paste into one field: a centre or a person a line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from selfassess.errors import SelfAssessError, suggest
from selfassess.service.round_plans import CentreEntry, Invitee

_BETWEEN = re.compile(r"[;\t]")
CENTRE_FIELDS = ("name", "setting", "region", "lead body", "size")


def parse_centres(text: str) -> list[CentreEntry]:
    """Centres with their profiles. Raises SelfAssessError for a line with too much on it, or a name twice."""
    found: dict[str, CentreEntry] = {}
    for line, fields in _lines(text):
        if len(fields) > len(CENTRE_FIELDS):
            raise SelfAssessError(
                f"“{line[:60]}” has {len(fields)} parts. Give at most {len(CENTRE_FIELDS)}: "
                f"{', '.join(CENTRE_FIELDS)}."
            )
        if not fields[0]:
            raise SelfAssessError(f"“{line[:60]}” begins without a name. Put the centre's name first.")
        key = " ".join(fields[0].split()).casefold()
        if key in found:
            raise SelfAssessError(f"“{fields[0]}” stands there twice. Name each centre once.")
        found[key] = CentreEntry(*fields)
    return list(found.values())


def parse_people(text: str, group: str, labels: Mapping[str, str]) -> list[Invitee]:
    """People by name or role, in `group` unless their line names another by its label.

    Raises SelfAssessError for somebody without a group, or with one that isn't there.
    """
    ids = {label.casefold(): each for each, label in labels.items()}
    people = []
    for line, fields in _lines(text):
        name, own = fields[0], " ".join(fields[1:]).strip()
        if own and own.casefold() not in ids:
            near = suggest(own, list(labels.values()))
            raise SelfAssessError(f"There is no group “{own[:60]}” in this round.{near}")
        if not own and not group:
            raise SelfAssessError(f"Choose the group of “{(name or line)[:60]}”.")
        people.append(Invitee(name, ids[own.casefold()] if own else group))
    return people


def _lines(text: str) -> Iterator[tuple[str, list[str]]]:
    """Each line that says something, whole and in its parts."""
    for line in text.splitlines():
        if line.strip(" ;\t"):
            # What only separates at the end of a line adds no part.
            yield line.strip(), [part.strip() for part in _BETWEEN.split(line.rstrip(" ;\t"))]
