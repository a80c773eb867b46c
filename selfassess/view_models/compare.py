"""Centres beside one another: where each stands on the line, what its figure rests on, and which pairs differ.

Nothing here puts centres in order of merit: dots lie where they lie, tables are in alphabetical order, and what
overlaps is said to be no difference to speak of.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import quantiles

import pandas as pd

from selfassess.comparison import difference_in_words, why_not_comparable
from selfassess.framework.model import TOLERANCE, Framework
from selfassess.service.comparing import ResultRecord, describe
from selfassess.view_models.detail import Chart
from selfassess.view_models.placed import (
    Names,
    coverage_words,
    date_words,
    position_words,
    voices_words,
    wide_words,
)
from selfassess.view_models.placement import zone_label
from selfassess.view_models.results import symbol_of
from selfassess.view_models.words import count, join, lower_first, whole

ENOUGH_FOR_QUARTERS = 8
"""Fewer centres than this have a lowest and a highest, but no middle half worth the name."""

COMPARE_CAUTION = (
    "This is for learning from one another. It is not a league table: every centre answers for itself, about its "
    "own partners, and places whose ranges overlap are not told apart."
)
ILLUSTRATIVE_CAUTION = "These centres are made up as an illustration. No real centre gave these answers."
WIDE_CAPTION = (
    "The range shows where a place could lie once everything is rated, and how far it would move if any one person "
    "had not answered. One person's view alone can't be judged that way, so its range is the whole line."
)
STRIP_COLUMNS = ("Centre", "Position", "Range", "Rated", "People", "Date")
BIN_COLUMNS = ("From", "Below", "Centres")
CENTRE_COLUMNS = ("Centre", "Place", "Position", "Range", "Rated", "People and groups", "Round", "Date")


@dataclass(frozen=True)
class Pair:
    """Two centres compared. `chart` holds both lines, and none where they can't be compared."""

    comparable: bool
    sentence: str
    chart: Chart | None


@dataclass(frozen=True)
class StrongElsewhere:
    """Per sub-indicator (id, title) the names of the centres whose range lies clear above mine."""

    title: str
    empty: str
    rows: tuple[tuple[str, str, tuple[str, ...]], ...]


def say_cautions(framework: Framework, *, illustrative: bool = False) -> tuple[str, ...]:
    """What stands on every page that compares."""
    own = (ILLUSTRATIVE_CAUTION,) if illustrative else ()
    return (*own, COMPARE_CAUTION, *(caution.text for caution in framework.cautions))


def say_choice(number: int, parts: Iterable[str]) -> str:
    """How many results the filters leave, and which filters: "12 centres: Spring 2026, Northshire, school site"."""
    chosen = [part for part in parts if part]
    if not number:
        return "No centre fits this choice. Take a filter away."
    return count(number, "centre") + (f": {', '.join(chosen)}" if chosen else "")


def make_strip_chart(
    framework: Framework,
    places: Sequence[ResultRecord],
    names: Names,
    *,
    mine: Collection[str] = frozenset(),
    target: float | None = None,
) -> Chart:
    """Every centre a dot on the line. For as many as `service.comparing.MOST_DOTS`.

    `mine`: assessment ids to name on the line.
    """
    by_name = sorted(places, key=lambda place: names[place.assessment_id].casefold())
    records = [
        {
            "label": names[place.assessment_id],
            "position": place.position,
            "mine": place.assessment_id in mine,
            "words": f"{names[place.assessment_id]}: {position_words(place.position)}, range {wide_words(place)}",
        }
        for place in by_name
    ]
    rows = [_strip_row(place, names) for place in by_name]
    title = _strip_title(places, target)
    points = join([point.label for point in framework.continuum.points])
    alt = f"One line with the points {points}, and a dot for each centre. {title}."
    frame = pd.DataFrame(records, columns=["label", "position", "mine", "words"]).astype({"position": float})
    return Chart(title, alt, frame, STRIP_COLUMNS, tuple(rows))


def _strip_row(place: ResultRecord, names: Names) -> tuple[str, ...]:
    return (
        names[place.assessment_id],
        position_words(place.position),
        wide_words(place),
        coverage_words(place),
        voices_words(place),
        date_words(place.as_of),
    )


def _strip_title(places: Sequence[ResultRecord], target: float | None) -> str:
    found = sorted(place.position for place in places if place.position is not None)
    if not found:
        return "No centre has enough rated to be placed yet"
    if len(found) == 1:
        title = f"One centre, at {whole(found[0])} of 100"
    elif len(found) < ENOUGH_FOR_QUARTERS:
        title = f"{count(len(found), 'centre')}, from {whole(found[0])} to {whole(found[-1])} of 100"
    else:
        low, _, high = quantiles(found, n=4, method="inclusive")
        title = (
            f"The middle half of {len(found)} centres stands between {whole(low)} and {whole(high)} of 100"
        )
    if left_out := len(places) - len(found):
        title += f"; {left_out} more can't be placed yet"
    return title + ("" if target is None else f". {say_target(places, target)}")


def say_target(places: Sequence[ResultRecord], target: float) -> str:
    """How many centres lie clear beyond a target line, clear short of it, or have it in their range."""
    ranged = [(p.wide_low, p.wide_high) for p in places if p.wide_low is not None and p.wide_high is not None]
    beyond = sum(low >= target - TOLERANCE for low, _ in ranged)
    short = sum(high < target - TOLERANCE for _, high in ranged)
    open_ = len(ranged) - beyond - short
    return (
        f"Against the target of {whole(target)}: {beyond} at it or beyond, {short} short of it, "
        f"{open_} with the target inside their range"
    )


def make_binned_strip_chart(
    framework: Framework,
    bins: Sequence[tuple[float, int]],
    *,
    width: float = 2.5,
    zones: Mapping[str, int] | None = None,
    target: float | None = None,
) -> Chart:
    """Centres counted in bins along the line: (lower bound, how many). `zones`: how many in each zone, by
    id; "" counts those that can't be placed."""
    total = sum(number for _, number in bins)
    records = [{"start": start, "width": min(width, 100 - start), "count": number} for start, number in bins]
    frame = pd.DataFrame(records, columns=["start", "width", "count"])
    rows = tuple(
        (f"{row['start']:g}", f"{row['start'] + row['width']:g}", f"{row['count']:.0f}")
        for row in frame.to_dict("records")
    )
    title = _binned_title(framework, total, zones or {})
    if left_out := (zones or {}).get("", 0):
        title += f"; {left_out:,} more can't be placed yet"
    if target is not None and abs(target / width - round(target / width)) < TOLERANCE and total:
        reached = sum(number for start, number in bins if start >= target - TOLERANCE)
        title += f"; {reached:,} of {total:,} at {whole(target)} or beyond"
    counts = "; ".join(f"{words}: {number:,}" for words, number in _zones_in_words(framework, zones or {}))
    alt = f"One line with centres counted along it. {title}. {counts}."
    return Chart(title, alt, frame, BIN_COLUMNS, rows)


def _binned_title(framework: Framework, total: int, zones: Mapping[str, int]) -> str:
    if not total:
        return "No centre has enough rated to be placed yet"
    named = {zone.id: zones[zone.id] for zone in framework.continuum.zones if zones.get(zone.id)}
    if not named:
        return f"{total:,} centres on the line"
    zone = max(named, key=lambda each: named[each])
    label = lower_first(zone_label(framework, zone))
    return f"The most centres, {zones[zone]:,} of {total:,}, stand at “{label}”"


def _zones_in_words(framework: Framework, zones: Mapping[str, int]) -> list[tuple[str, int]]:
    return [(zone.label, zones.get(zone.id, 0)) for zone in framework.continuum.zones]


def zone_parts(framework: Framework, zones: Mapping[str, int]) -> list[tuple[float, float, str]]:
    """(from, to, how many) along the line for each zone, as `charts.strip.draw_bins` writes them."""
    bounds = [framework.continuum.percent(zone.lower) for zone in framework.continuum.zones]
    ends = [*bounds[1:], 100.0]
    found = zip(bounds, ends, framework.continuum.zones, strict=True)
    return [(max(low, 0.0), high, f"{zones.get(zone.id, 0):,}") for low, high, zone in found]


def make_centres_table(framework: Framework, places: Sequence[ResultRecord], names: Names) -> Chart:
    """The centres with all that a comparison must show, in alphabetical order. No chart belongs to it."""
    rows = []
    for place in sorted(places, key=lambda each: names[each.assessment_id].casefold()):
        rows.append(
            (
                names[place.assessment_id],
                zone_at(framework, place.position) or "Too little rated",
                position_words(place.position),
                wide_words(place),
                coverage_words(place),
                voices_words(place),
                place.round or "–",
                date_words(place.as_of),
            )
        )
    title = f"{count(len(rows), 'centre')}, none before another on merit"
    return Chart(title, title, pd.DataFrame(), CENTRE_COLUMNS, tuple(rows))


def zone_at(framework: Framework, position: float | None) -> str:
    """The label of the zone a position lies in, "" for no position."""
    if position is None:
        return ""
    zones = framework.continuum.zones
    below = [z for z in zones if position + TOLERANCE >= framework.continuum.percent(z.lower)]
    return (below or list(zones))[-1].label


def make_ranges_chart(framework: Framework, places: Sequence[ResultRecord], names: Names) -> Chart:
    """Each centre's place with its range, a line for each, by name. `columns` and `rows` say what it rests on."""
    by_name = sorted(places, key=lambda place: names[place.assessment_id].casefold())
    table = make_centres_table(framework, by_name, names)
    drawn = [_strip_row(place, names) for place in by_name]
    alt = (
        "A line for each centre, by name. " + "; ".join(f"{r[0]}: {r[1]}, range {r[2]}" for r in drawn) + "."
    )
    frame = _line_frame(framework, by_name, names)
    return Chart(table.title, alt, frame, table.columns, table.rows)


def _line_frame(framework: Framework, places: Sequence[ResultRecord], names: Names) -> pd.DataFrame:
    """Rows for `charts.line.draw_line`, with the widened ranges."""
    rows = [
        {
            "label": names[place.assessment_id],
            "symbol": symbol_of(framework, place.lens),
            "position": place.position,
            "low": place.wide_low,
            "high": place.wide_high,
        }
        for place in places
    ]
    columns = ["label", "symbol", "position", "low", "high"]
    return pd.DataFrame(rows, columns=columns).astype({"position": float, "low": float, "high": float})


def compare_pair(framework: Framework, one: ResultRecord, other: ResultRecord, names: Names) -> Pair:
    """Two results side by side, in the words of the rules of comparison."""
    first, second = (describe(result, names[result.assessment_id]) for result in (one, other))
    sentence = difference_in_words(first, second)
    if why_not_comparable(first, second):
        return Pair(False, sentence, None)
    frame = _line_frame(framework, (one, other), names)
    rows = tuple(_strip_row(place, names) for place in (one, other))
    alt = "Two lines. " + "; ".join(f"{row[0]} at {row[1]} of 100, range {row[2]}" for row in rows) + "."
    return Pair(True, sentence, Chart(sentence.rstrip("."), alt, frame, STRIP_COLUMNS, rows))


def make_strong_elsewhere(
    framework: Framework, mine: str, found: Iterable[tuple[str, str]], names: Names
) -> StrongElsewhere:
    """Who could be asked. `found`: (assessment id, item) pairs as `Comparing.strong_elsewhere` gives them; `mine`
    is a name."""
    by_item: dict[str, list[str]] = {}
    for assessment_id, item_id in found:
        by_item.setdefault(item_id, []).append(names[assessment_id])
    rows = tuple(
        (item.id, item.short_title, tuple(sorted(by_item[item.id], key=str.casefold)))
        for item in framework.items
        if item.id in by_item
    )
    if not rows:
        empty = f"No centre here stands clear above {mine} on the sub-indicators it is lowest on."
        return StrongElsewhere(f"Strong where {mine} is weaker", empty, ())
    title = f"Strong where {mine} is weaker: {count(len(rows), 'sub-indicator')} to ask others about"
    return StrongElsewhere(title, "", rows)
