"""The end of a workshop in words: what was agreed, what moved by it, what is left for another time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from selfassess.framework.model import TOLERANCE
from selfassess.service.calendar import day_of
from selfassess.service.workshop_views import Tally, Workshop, WorkshopItem
from selfassess.view_models.ballot import say_level
from selfassess.view_models.home import day
from selfassess.view_models.words import NOT_APPLICABLE, code_of, count, join, mean_text

NO_VALUE = "–"


@dataclass(frozen=True)
class AgreedRow:
    """One sub-indicator on which the room agreed. `moved` is "" where nothing stood before."""

    item: str
    title: str
    rating: str
    reason: str
    dissent: str
    moved: str
    voted: str
    reading: str


@dataclass(frozen=True)
class EndWords:
    """What stands on the last page. `columns` and `rows` hold the same as the sentences, as a table."""

    headline: str
    when: str
    present: str
    changed: str
    agreed: tuple[AgreedRow, ...]
    left: tuple[tuple[str, str], ...]
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def make_end(
    workshop: Workshop,
    votes: Mapping[str, Tally],
    readings: Mapping[str, float],
    terms: Mapping[str, str],
) -> EndWords:
    """`votes`: the last revealed ballot of each sub-indicator that had one. `readings`: our level of each, in a practice."""
    done = [each for each in workshop.items if each.agreed is not None]
    total = len(workshop.items)
    headline = (
        f"{len(done)} of {count(total, 'sub-indicator')} agreed" if done else "Nothing was agreed this time"
    )
    agreed = tuple(_agreed_row(workshop, each, votes.get(each.item), readings, terms) for each in done)
    with_reading = workshop.kind == "practice"
    columns = ("Sub-indicator", "Before", "Agreed", *(("Our reading",) if with_reading else ()), "Voted")
    return EndWords(
        headline=headline,
        when=_say_when(workshop),
        present=workshop.present,
        changed=_say_changed(workshop, done),
        agreed=agreed,
        left=tuple(_left(workshop, each) for each in workshop.items if each.agreed is None),
        columns=columns,
        rows=tuple(
            _row(workshop, each, votes.get(each.item), readings, with_reading) for each in workshop.items
        ),
    )


def _say_when(workshop: Workshop) -> str:
    ended: datetime = workshop.ended_at or workshop.created_at
    return f"{day(day_of(ended))}, {count(workshop.joined, 'phone')} joined"


def _title(workshop: Workshop, item: str) -> str:
    return workshop.framework.item(item).short_title


def _agreed_row(
    workshop: Workshop,
    item: WorkshopItem,
    tally: Tally | None,
    readings: Mapping[str, float],
    terms: Mapping[str, str],
) -> AgreedRow:
    framework = workshop.framework
    asked = framework.item(item.item)
    reading = readings.get(item.item)
    return AgreedRow(
        item=item.item,
        title=_title(workshop, item.item),
        rating=say_level(framework, asked, workshop.lens, item.agreed, terms),
        reason=item.reason,
        dissent=item.dissent,
        moved=_say_moved(workshop, item),
        voted=_say_voted(tally),
        reading=say_level(framework, asked, workshop.lens, reading, terms),
    )


def _say_voted(tally: Tally | None) -> str:
    """ "12 phones and 3 hands"."""
    if tally is None:
        return "Nobody voted"
    parts = [
        count(number, word) for number, word in ((tally.phones, "phone"), (tally.hands, "hand")) if number
    ]
    return join(parts) or "Nobody voted"


def _change(workshop: Workshop, item: WorkshopItem) -> float | None:
    """How far an agreed level lies from where the sub-indicator stood before; None where one of the two is no level."""
    if item.before is None or item.agreed is None or isinstance(item.agreed, str):
        return None
    change = workshop.framework.scale.position(item.agreed) - item.before
    return 0.0 if abs(change) <= TOLERANCE else change


def _say_moved(workshop: Workshop, item: WorkshopItem) -> str:
    if item.before is None:
        return ""
    before = mean_text(workshop.framework, item.before)
    change = _change(workshop, item)
    if change is None:
        return f"It stood at {before} before."
    if not change:
        return f"It stood at {before} before, as it does now."
    return f"It stood at {before} before: {'up' if change > 0 else 'down'}."


def _say_changed(workshop: Workshop, done: Sequence[WorkshopItem]) -> str:
    """What the workshop changed: how many moved, and which way."""
    changes = [_change(workshop, each) for each in done]
    known = [change for change in changes if change is not None]
    new = [each.item for each in done if each.before is None and not isinstance(each.agreed, str)]
    new = new if workshop.kind == "assessment" else []  # a practice is no rating of anybody's
    fresh = f"{join(new)} {'has' if len(new) == 1 else 'have'} a rating for the first time." if new else ""
    moved = [change for change in known if change]
    if not known:
        return fresh
    if not moved:
        still = (
            "One stands where it stood before."
            if len(known) == 1
            else "None moved from where it stood before."
        )
        return f"{fresh} {still}".strip()
    ways = [
        f"{number} {word}"
        for number, word in ((sum(c > 0 for c in moved), "up"), (sum(c < 0 for c in moved), "down"))
        if number
    ]
    return f"{len(moved)} of them moved from where they stood before: {join(ways)}. {fresh}".strip()


def _left(workshop: Workshop, item: WorkshopItem) -> tuple[str, str]:
    """A sub-indicator that is left, and how far it came."""
    how_far = "Voted on, nothing agreed" if item.ballot else "Not reached"
    state = {"skipped": "Skipped", "later": "Put off"}.get(item.phase, how_far)
    return f"{item.item} {_title(workshop, item.item)}", state


def _row(
    workshop: Workshop,
    item: WorkshopItem,
    tally: Tally | None,
    readings: Mapping[str, float],
    with_reading: bool,
) -> tuple[str, ...]:
    before = NO_VALUE if item.before is None else mean_text(workshop.framework, item.before)
    agreed = _left(workshop, item)[1] if item.agreed is None else _short(item.agreed)
    reading = (_short(readings.get(item.item)),) if with_reading else ()
    name = f"{item.item} {_title(workshop, item.item)}"
    return (name, before, agreed, *reading, _say_voted(tally))


def _short(rating: float | str | None) -> str:
    if rating is None:
        return NO_VALUE
    return NOT_APPLICABLE if isinstance(rating, str) else code_of(rating)
