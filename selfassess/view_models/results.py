"""Where we are: the one page a team takes to its board, and what it rests on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import floor

import pandas as pd

from selfassess.answers import Answer
from selfassess.framework.model import TOLERANCE, Framework
from selfassess.framework.wording import fill
from selfassess.scoring import Scores
from selfassess.view_models.placement import Figure, Place, describe_place, figure_of, only_row
from selfassess.view_models.words import count, join, level_in_words, lower_first, whole

PRIORITIES = 3
"""How many things to work on next the first page offers."""

CLOSE = 6.25
"""Places nearer to each other, or to the middle, than a quarter of a level are not told apart. Four readings of the
worked example's evidence, each made apart from the others, put one authority up to 5 positions from another reading."""

SYMBOLS = ("circle", "square", "diamond", "triangle-up")
"""How a lens is told apart on charts, by its order in the framework: by shape, never by colour."""


@dataclass(frozen=True)
class Priority:
    """One thing to work on next. `place` is its number on the page."""

    place: int
    item: str
    title: str
    now: str
    next_step: str
    why: str


@dataclass(frozen=True)
class Summary:
    """The first page of the results."""

    place: Place
    who: str
    evidence: str
    priorities: tuple[Priority, ...]
    caution: str


def make_summary(
    framework: Framework,
    lens: str,
    answers: Sequence[Answer],
    scores: Scores,
    terms: Mapping[str, str],
    planned: Mapping[int, str] | None = None,
) -> Summary:
    """The first page for one subject; `scores` hold that subject alone. `planned`: see `find_priorities`."""
    place = describe_place(framework, scores)
    return Summary(
        place=place,
        who=say_who(framework, answers),
        evidence=say_evidence(framework, answers),
        priorities=tuple(find_priorities(framework, lens, scores, terms, planned)),
        caution=framework.cautions[0].text,
    )


def symbol_of(framework: Framework, lens: str) -> str:
    order = [entry.id for entry in framework.lenses]
    return SYMBOLS[order.index(lens) % len(SYMBOLS)]


def line_frame(framework: Framework, lens: str, subject: str, figure: Figure) -> pd.DataFrame:
    """One row for `charts.line`."""
    row = {"label": subject, "symbol": symbol_of(framework, lens)}
    numbers = {"position": figure.position, "low": figure.low, "high": figure.high}
    return pd.DataFrame([row | numbers]).astype(dict.fromkeys(numbers, float))


def points_of(framework: Framework) -> list[tuple[str, float]]:
    return [(point.label, framework.continuum.percent(point.at)) for point in framework.continuum.points]


def line_in_words(framework: Framework, subject: str, place: Place) -> str:
    """The text alternative of one line."""
    names = join([point.label for point in framework.continuum.points])
    where = f"no place for {subject}"
    if place.figure.position is not None:
        where = f"{subject} at {whole(place.figure.position)} of 100"
    span = ""
    if place.figure.low is not None and place.figure.high is not None and not place.figure.exact:
        span = f", range {whole(place.figure.low)} to {whole(place.figure.high)}"
    return f"One line with the points {names}: {where}{span}."


LINE_COLUMNS = ("Place", "Position", "Lowest", "Highest", "Rated")


def names_of_the_line(framework: Framework) -> list[tuple[str, str]]:
    """(name, meaning) of each named point: what the zone around it says."""
    zones = {zone.id: zone.description for zone in framework.continuum.zones}
    return [(point.label, zones[point.id]) for point in framework.continuum.points if point.id in zones]


def line_row(subject: str, figure: Figure) -> tuple[str, ...]:
    """One place on the line as a row of a table, under LINE_COLUMNS."""
    cells = ["–" if value is None else whole(value) for value in (figure.position, figure.low, figure.high)]
    return (
        subject,
        *cells,
        "–" if figure.coverage is None else f"{floor(figure.coverage * 100 + TOLERANCE)}%",
    )


def say_who(framework: Framework, answers: Sequence[Answer]) -> str:
    """Whose view this is. Counts respondents and groups; names nobody."""
    given = [answer for answer in answers if answer.given and answer.kind == "answer"]
    agreed = sum(answer.kind == "agreed" for answer in answers)
    people = {answer.respondent for answer in given}
    groups = {answer.group for answer in given if answer.group}
    if not people and not agreed:
        return "Nobody has answered yet."
    if not people:
        sentence = "Nobody has answered on their own."
    elif len(people) == 1 and not groups:
        sentence = "Our own view. No partner has answered."
    elif len(people) == 1:
        sentence = "One person's view. Nobody else has answered."
    else:
        sentence = f"{len(people)} people have answered"
        sentence += f", from {count(len(groups), 'group')}." if groups else "."
    if agreed:
        sentence += f" {count(agreed, 'rating was', 'ratings were')} agreed together."
    return sentence


def say_evidence(framework: Framework, answers: Sequence[Answer]) -> str:
    """What could be shown for the ratings."""
    rated = {answer.item for answer in answers if answer.value is not None}
    shown = {answer.item for answer in answers if answer.value is not None and answer.evidence}
    top = {answer.item for answer in answers if answer.value == framework.scale.highest} - shown
    if not rated:
        return "Nothing is rated yet, so there is nothing to show for it."
    sentence = f"Evidence is noted for {len(shown)} of {count(len(rated), 'rating')}."
    if top:
        sentence += f" {count(len(top), 'top rating has', 'top ratings have')} none yet."
    return sentence


def find_priorities(
    framework: Framework,
    lens: str,
    scores: Scores,
    terms: Mapping[str, str],
    planned: Mapping[int, str] | None = None,
) -> list[Priority]:
    """What to work on next, in places 1 to PRIORITIES.

    What has a plan (`planned`: place -> item) keeps its place, whatever its rating has become. The other places
    go to the lowest rated, slipping ones and those resting on one person first among equals.
    """
    kept = {place: item for place, item in (planned or {}).items() if 1 <= place <= PRIORITIES}
    rows = scores.items.set_index("item")
    items = scores.items[(scores.items["status"] == "rated") & (scores.items["position"] < 100)].copy()
    items = items[~items["item"].isin(kept.values())]
    items["slipping"] = items["direction"] == "slipping"
    items["order"] = range(len(items))
    lowest = items.sort_values(
        ["position", "slipping", "one_person", "order"], ascending=[True, False, False, True]
    )
    rest = iter(lowest["item"])
    chosen = [kept.get(place) or next(rest, None) for place in range(1, PRIORITIES + 1)]
    return [
        _priority(framework, lens, item, rows.loc[item], place, terms)
        for place, item in enumerate(chosen, start=1)
        if item is not None
    ]


def _priority(
    framework: Framework, lens: str, item_id: str, row: pd.Series, place: int, terms: Mapping[str, str]
) -> Priority:
    item = framework.item(item_id)
    now, step = "Not rated now.", ""
    if pd.notna(row["position"]):
        value = level_below(framework, float(row["position"]))
        steps = next_steps(framework, item_id, lens, value, terms)
        now, step = level_in_words(framework, item, lens, value, terms), steps[0] if steps else ""
    reasons = []
    if row["direction"] == "slipping":
        reasons.append("It is said to be slipping.")
    if row["one_person"]:
        reasons.append("It depends on one person.")
    return Priority(place, item_id, item.short_title, now, step, " ".join(reasons))


def level_below(framework: Framework, position: float) -> float:
    """The highest level at or below a position: what is fully there."""
    levels = [level.value for level in framework.scale.levels]
    return max((v for v in levels if framework.scale.position(v) <= position + 1e-6), default=levels[0])


def next_steps(
    framework: Framework, item_id: str, lens: str, value: float, terms: Mapping[str, str]
) -> tuple[str, ...]:
    """What moving up from a level usually takes, from the nearest anchor at or below it."""
    steps = framework.item(item_id).lenses[lens].next_steps
    anchors = [anchor for anchor in steps if anchor <= value]
    return tuple(fill(step, terms) for step in steps[max(anchors)]) if anchors else ()


@dataclass(frozen=True)
class StrandFigure:
    label: str
    description: str
    figure: Figure
    sentence: str


def describe_strands(framework: Framework, scores: Scores) -> list[StrandFigure]:
    """Each strand with its own figure, in the framework's order; all of equal standing."""
    result = []
    for strand in framework.effective_strands:
        figure = figure_of(only_row(scores.strands, strand=strand.id))
        rated = say_rated(scores, strand=strand.id)
        result.append(StrandFigure(strand.label, strand.description, figure, figure_in_words(figure, rated)))
    return result


@dataclass(frozen=True)
class StrandWords:
    """What a strand is, why it is one, and which sub-indicators it holds."""

    name: str
    description: str
    reason: str
    items: str


def word_strands(framework: Framework, lens: str) -> list[StrandWords]:
    """Each strand of the framework with its sub-indicators in one lens."""
    return [
        StrandWords(
            strand.label,
            strand.description,
            strand.reason,
            join(
                [
                    f"{item.id} {lower_first(item.short_title)}"
                    for item in framework.items_in(lens)
                    if framework.strand_of(item) == strand.id
                ]
            ),
        )
        for strand in framework.effective_strands
    ]


def say_rated(scores: Scores, **where: str) -> str:
    """How many sub-indicators a figure rests on: "14 of 15 rated", and how many don't apply or weren't asked."""
    items = scores.items
    for column, value in where.items():
        items = items[items[column] == value]
    counts = items["status"].value_counts()
    rated, unrated, out, spared = (
        int(counts.get(status, 0)) for status in ("rated", "unrated", "not_applicable", "not_asked")
    )
    sentence = f"{rated} of {rated + unrated} rated"
    if out:
        sentence += f"; {out} more not applicable"
    return f"{sentence}; {spared} more not asked in this round" if spared else sentence


def figure_in_words(figure: Figure, rated: str) -> str:
    """One figure with its range and what it rests on, in whole numbers. `rated` as `say_rated` has it."""
    if figure.low is None or figure.high is None:
        return "Nothing applicable"
    span = f"{whole(figure.low)} to {whole(figure.high)}"
    if figure.position is None:
        return f"Too little rated: somewhere from {span} of 100 ({rated})"
    if figure.exact:
        return f"{whole(figure.position)} of 100"
    return f"{whole(figure.position)} of 100; with what is missing, {span} ({rated})"


def corner(framework: Framework, scores: Scores) -> str:
    """Which of the four corners a subject lies in, in words; "" when a strand has no figure.

    The middle, 50, is the dividing line; it is ours. A strand that lies CLOSE to it belongs to no corner.
    """
    strands = framework.effective_strands
    if len(strands) != 2:
        return ""
    figures = [figure_of(only_row(scores.strands, strand=strand.id)) for strand in strands]
    if any(figure.position is None for figure in figures):
        return ""
    positions = [figure.position or 0.0 for figure in figures]
    if any(abs(position - 50) < CLOSE for position in positions):
        return "near the middle"
    high = [position >= 50 for position in positions]
    if all(high):
        return "both in place"
    if not any(high):
        return "both to build"
    ahead = strands[0] if high[0] else strands[1]
    return lower_first(ahead.ahead or f"{ahead.label} ahead")
