"""The results in detail: one frame per chart, the same content as table rows, and sentences for both."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from selfassess.answers import Answer
from selfassess.charts.strands import SquareWords
from selfassess.framework.model import Framework
from selfassess.scoring import Scores
from selfassess.view_models.placement import Figure, Place, figure_of, only_row
from selfassess.view_models.results import (
    LINE_COLUMNS,
    corner,
    describe_strands,
    figure_in_words,
    level_below,
    line_frame,
    line_in_words,
    line_row,
    next_steps,
    say_rated,
    symbol_of,
)
from selfassess.view_models.words import (
    DIRECTION_LABELS,
    code_of,
    count,
    join,
    level_in_words,
    lower_first,
    mean_text,
    whole,
)

PROFILE_CAPTION = (
    "The dot is the position: 0 if everything stood at the lowest level, 100 if everything stood at the highest. "
    "The bar shows where it could lie once everything is rated; what is missing makes the bar longer, never the "
    "position lower. Each sub-indicator counts the same within its indicator, and each indicator within the whole."
)
GRID_CAPTION = "Figures are levels. “?” means don't know, “–” no rating, “n/a” not applicable, “·” not asked."
BAND_SECTIONS = (
    ("strength", "Strengths", "No indicator reaches the band for strengths yet."),
    ("to_work_on", "To work on", "No indicator lies in the band for things to work on."),
    ("middle", "Part of the way", ""),
)
"""(kind of band, heading, what is said when no indicator lies in it; "" leaves the section out)."""


@dataclass(frozen=True)
class Chart:
    """A chart's words: the finding as its title, the text alternative, and its data as a table."""

    title: str
    alt: str
    frame: pd.DataFrame
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class ItemDetail:
    item: str
    title: str
    rating: str
    evidence: tuple[str, ...]
    notes: tuple[str, ...]
    next_steps: tuple[str, ...]


@dataclass(frozen=True)
class IndicatorDetail:
    """One indicator with its band, opening to its items."""

    id: str
    title: str
    figure: str
    items: tuple[ItemDetail, ...]


def make_line_chart(framework: Framework, lens: str, subject: str, place: Place) -> Chart:
    """One subject's place on the line."""
    frame = line_frame(framework, lens, subject, place.figure)
    alt = line_in_words(framework, subject, place)
    return Chart(place.sentence, alt, frame, LINE_COLUMNS, (line_row(subject, place.figure),))


def make_strands_chart(framework: Framework, lens: str, subject: str, scores: Scores) -> Chart:
    """The two strands on one square. For frameworks of two strands."""
    first, second = describe_strands(framework, scores)
    where = corner(framework, scores)
    title = (
        f"{where[:1].upper()}{where[1:]}: {lower_first(first.label)} {_short(first.figure)}, "
        f"{lower_first(second.label)} {_short(second.figure)}"
        if where
        else "Too little is rated to set the two strands against each other"
    )
    frame = pd.DataFrame([strand_row(framework, lens, subject, first.figure, second.figure)])
    rows = tuple((strand.label, strand.sentence) for strand in (first, second))
    alt = f"A square with {first.label} across and {second.label} up. {subject}: " + "; ".join(
        f"{label} {words}" for label, words in rows
    )
    return Chart(title, alt + ".", frame, ("Strand", "Position"), rows)


def strand_row(framework: Framework, lens: str, label: str, across: Figure, up: Figure) -> dict[str, object]:
    """One place for `charts.strands`."""
    row: dict[str, object] = {"label": label, "symbol": symbol_of(framework, lens)}
    for name, figure in (("x", across), ("y", up)):
        row |= {name: figure.position, f"{name}_low": figure.low, f"{name}_high": figure.high}
    return row


def square_words(framework: Framework) -> SquareWords:
    first, second = framework.effective_strands[:2]
    return SquareWords(
        across=first.label,
        up=second.label,
        low_low="Both to build",
        high_low=first.ahead or f"{first.label} ahead",
        low_high=second.ahead or f"{second.label} ahead",
        high_high="Both in place",
    )


def make_profile_chart(framework: Framework, lens: str, scores: Scores) -> Chart:
    """One row per indicator, over all its items."""
    bands = {band.id: band.label for band in framework.bands.bands}
    records, rows, placed = [], [], []
    for indicator in framework.indicators_in(lens):
        row = only_row(scores.indicators, indicator=indicator.id, strand="")
        figure = figure_of(row)
        note = bands.get(str(row["band"]), "")
        if figure.position is None:
            note = "Not applicable" if figure.low is None else "Too little rated"
        elif not figure.exact:
            note = f"{note}, so far"
        else:
            placed.append((figure.position, indicator.short_title))
        label = f"{indicator.id} {indicator.short_title}"
        records.append(
            {
                "label": label,
                "position": figure.position,
                "low": figure.low,
                "high": figure.high,
                "note": note,
            }
        )
        rows.append((label, figure_in_words(figure, say_rated(scores, indicator=indicator.id)), note))
    title = _profile_title(placed)
    alt = f"One row per indicator from 0 to 100. {'; '.join(f'{row[0]}: {row[1]}' for row in rows)}."
    frame = pd.DataFrame(records).astype({"position": float, "low": float, "high": float})
    return Chart(title, alt, frame, ("Indicator", "Position", "Band"), tuple(rows))


def _profile_title(placed: Sequence[tuple[float, str]]) -> str:
    if not placed:
        return "Too little is rated to compare the indicators"
    if len(placed) == 1:
        return f"Only one indicator is fully rated: {lower_first(placed[0][1])} ({whole(placed[0][0])})"
    top, bottom = max(placed)[0], min(placed)[0]
    if top - bottom < 0.05:
        return f"All rated indicators stand at {whole(top)} of 100"
    highest = join([lower_first(name) for position, name in placed if top - position < 0.05][:3])
    lowest = join([lower_first(name) for position, name in placed if position - bottom < 0.05][:3])
    return f"Furthest along: {highest} ({whole(top)}). Most to work on: {lowest} ({whole(bottom)})"


def make_heatmap_chart(framework: Framework, lens: str, scores: Scores) -> Chart:
    """Indicators down, sub-indicators across; each cell the level, or the groups' mean with one decimal."""
    records = []
    rows = []
    items = scores.items.set_index("item")
    for indicator in framework.indicators_in(lens):
        label = f"{indicator.id} {indicator.short_title}"
        for item in (entry for entry in indicator.items if lens in entry.lenses):
            row = items.loc[item.id]
            text = cell_text(framework, row)
            column = item.id.removeprefix(indicator.id) or item.id
            words = f"{item.id} {item.short_title}"
            records.append(
                {
                    "row": label,
                    "column": column,
                    "position": row["position"],
                    "text": text,
                    "words": f"{words}: {in_full(text)}",
                }
            )
            rows.append((words, in_full(text)))
    rated = int((scores.items["status"] == "rated").sum())
    lowest = int((scores.items["position"] <= 0).sum())
    highest = int((scores.items["position"] >= 100).sum())
    title = (
        f"{rated} of {int((scores.items['status'] != 'not_asked').sum())} sub-indicators are rated: "
        f"{highest} at the top level, {lowest} at the lowest"
    )
    alt = f"A grid of sub-indicators. {'; '.join(f'{name}: {words}' for name, words in rows)}."
    return Chart(title, alt, pd.DataFrame(records), ("Sub-indicator", "Rating"), tuple(rows))


def cell_text(framework: Framework, row: pd.Series) -> str:
    """A rating as its level, a mean with one decimal, or a sign for none."""
    if row["status"] in ("not_applicable", "not_asked"):
        return {"not_applicable": "n/a", "not_asked": "·"}[str(row["status"])]
    if pd.isna(row["position"]):
        return "?" if row["dont_know"] else "–"
    return mean_text(framework, float(row["position"]))


def in_full(text: str) -> str:
    words = {"n/a": "not applicable", "?": "don't know", "–": "no rating shown", "·": "not asked"}
    return words.get(text, text)


def group_by_band(
    framework: Framework,
    lens: str,
    answers: Sequence[Answer],
    scores: Scores,
    terms: Mapping[str, str],
    kind: str,
) -> list[IndicatorDetail]:
    """The indicators whose band is of one kind ("strength", "middle", "to_work_on"), furthest first."""
    ids = {band.id for band in framework.bands.bands if band.kind == kind}
    over_all = scores.indicators[scores.indicators["strand"] == ""]
    chosen = over_all[over_all["band"].isin(ids)].sort_values(
        "position", ascending=kind == "to_work_on", kind="stable"
    )
    result = []
    for row in chosen.to_dict("records"):
        indicator = framework.indicator(str(row["indicator"]))
        items = tuple(
            describe_item(framework, item.id, lens, answers, scores, terms)
            for item in indicator.items
            if lens in item.lenses
        )
        figure = figure_in_words(figure_of(pd.Series(row)), say_rated(scores, indicator=indicator.id))
        result.append(IndicatorDetail(indicator.id, indicator.short_title, figure, items))
    return result


def describe_item(
    framework: Framework,
    item_id: str,
    lens: str,
    answers: Sequence[Answer],
    scores: Scores,
    terms: Mapping[str, str],
) -> ItemDetail:
    """One sub-indicator: its rating in words, its evidence, what else was said, and what would move it up."""
    item = framework.item(item_id)
    row = only_row(scores.items, item=item_id)
    text = cell_text(framework, row)
    given = [answer for answer in answers if answer.item == item_id]
    notes = []
    steps: tuple[str, ...] = ()
    if pd.notna(row["position"]):
        value = level_below(framework, float(row["position"]))
        rating = level_in_words(framework, item, lens, value, terms)
        if text != code_of(value):
            rating = f"{text} on average; level {rating}"
        steps = next_steps(framework, item_id, lens, value, terms)
        if pd.notna(row["agreed"]):
            notes.append("Agreed together" + _beside(framework, row) + ".")
    else:
        rating = in_full(text).capitalize()
    notes += [f"Reason: {answer.reason}" for answer in given if answer.special == "na" and answer.reason]
    if row["direction"]:
        notes.append(f"Compared with a year ago: {DIRECTION_LABELS[str(row['direction'])].lower()}.")
    if row["one_person"]:
        notes.append("Depends on one person.")
    return ItemDetail(
        item=item_id,
        title=item.short_title,
        rating=rating,
        evidence=tuple(answer.evidence for answer in given if answer.evidence),
        notes=tuple(notes),
        next_steps=steps,
    )


def _beside(framework: Framework, row: pd.Series) -> str:
    """An agreed rating keeps the groups' mean in sight."""
    if pd.isna(row["mean"]):
        return ""
    return f"; the mean of those who answered was {mean_text(framework, float(row['mean']))}"


def name_bands(framework: Framework, kind: str) -> str:
    """From where an indicator belongs to a kind of band, in words: "63 of 100 and above"."""
    bands = framework.bands.bands
    bounds = [
        framework.scale.position(band.lower) if framework.bands.on == "mean_rating" else band.lower
        for band in bands
    ]
    at = [number for number, band in enumerate(bands) if band.kind == kind]
    low, above = bounds[at[0]], bounds[at[-1] + 1 :]
    if not above:
        return f"{code_of(low)} of 100 and above"
    return (
        f"below {code_of(above[0])} of 100"
        if at[0] == 0
        else f"from {code_of(low)} to below {code_of(above[0])} of 100"
    )


def find_gaps(framework: Framework, scores: Scores, withheld: Collection[str] = ()) -> list[tuple[str, str]]:
    """(sub-indicator, what is missing) for each that has no rating but could have.

    `withheld` are items of an anonymous round with too few ratings to show, or none: which of the two isn't said.
    """
    gaps = []
    for row in scores.items[scores.items["status"] == "unrated"].to_dict("records"):
        item = framework.item(str(row["item"]))
        unknown = int(row["dont_know"])
        words = (
            f"{count(unknown, 'person', 'people')} said “don't know”"
            if unknown > 1
            else "Don't know"
            if unknown
            else "Too few people rated it for it to be shown, or nobody did"
            if item.id in withheld
            else "Not answered"
        )
        gaps.append((f"{item.id} {item.short_title}", words))
    return gaps


def _short(figure: Figure) -> str:
    return "–" if figure.position is None else whole(figure.position)
