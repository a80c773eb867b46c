"""Where we are: the one page a team takes to its board, and what it rests on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from selfassess.answers import Answer
from selfassess.framework.model import Framework
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
    """One thing to work on next."""

    item: str
    title: str
    now: str
    next_step: str
    why: str


@dataclass(frozen=True)
class Summary:
    """The first page of the results."""

    place: Place
    line: pd.DataFrame
    line_alt: str
    who: str
    evidence: str
    priorities: tuple[Priority, ...]
    caution: str


def make_summary(
    framework: Framework,
    lens: str,
    subject: str,
    answers: Sequence[Answer],
    scores: Scores,
    terms: Mapping[str, str],
) -> Summary:
    """The first page for one subject; `scores` hold that subject alone."""
    place = describe_place(framework, scores)
    return Summary(
        place=place,
        line=line_frame(framework, lens, subject, place.figure),
        line_alt=line_in_words(framework, subject, place),
        who=say_who(framework, answers),
        evidence=say_evidence(framework, answers),
        priorities=tuple(find_priorities(framework, lens, scores, terms)),
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


def line_row(subject: str, figure: Figure) -> tuple[str, ...]:
    """One place on the line as a row of a table, under LINE_COLUMNS."""
    cells = ["–" if value is None else whole(value) for value in (figure.position, figure.low, figure.high)]
    return (subject, *cells, "–" if figure.coverage is None else f"{whole(figure.coverage * 100)}%")


def say_who(framework: Framework, answers: Sequence[Answer]) -> str:
    """Whose view this is. Counts respondents and groups; names nobody."""
    given = [answer for answer in answers if answer.given and answer.kind == "answer"]
    agreed = sum(answer.kind == "agreed" for answer in answers)
    people = {answer.respondent for answer in given}
    groups = {answer.group for answer in given if answer.group}
    if not people and not agreed:
        return "Nobody has answered yet."
    if len(people) == 1 and not groups:
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
    framework: Framework, lens: str, scores: Scores, terms: Mapping[str, str], most: int = PRIORITIES
) -> list[Priority]:
    """The lowest rated sub-indicators, slipping ones and those resting on one person first among equals."""
    items = scores.items[scores.items["status"] == "rated"].copy()
    items = items[items["position"] < 100]
    items["slipping"] = items["direction"] == "slipping"
    items["order"] = range(len(items))
    items = items.sort_values(
        ["position", "slipping", "one_person", "order"], ascending=[True, False, False, True]
    )
    return [_priority(framework, lens, row, terms) for row in items.head(most).to_dict("records")]


def _priority(framework: Framework, lens: str, row: dict[str, object], terms: Mapping[str, str]) -> Priority:
    item = framework.item(str(row["item"]))
    position = float(row["position"])  # type: ignore[arg-type]
    value = level_below(framework, position)
    steps = next_steps(framework, item.id, lens, value, terms)
    reasons = []
    if row["slipping"]:
        reasons.append("It is said to be slipping.")
    if row["one_person"]:
        reasons.append("It depends on one person.")
    return Priority(
        item=item.id,
        title=item.short_title,
        now=level_in_words(framework, item, lens, value, terms),
        next_step=steps[0] if steps else "",
        why=" ".join(reasons),
    )


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
        result.append(StrandFigure(strand.label, strand.description, figure, figure_in_words(figure)))
    return result


def figure_in_words(figure: Figure) -> str:
    """One figure with its range and coverage, rounded to whole numbers."""
    if figure.low is None or figure.high is None:
        return "Nothing applicable"
    span = f"{whole(figure.low)} to {whole(figure.high)}"
    share = f"{whole((figure.coverage or 0) * 100)}% rated"
    if figure.position is None:
        return f"Too little rated: between {whole(figure.low)} and {whole(figure.high)} of 100 ({share})"
    if figure.exact:
        return f"{whole(figure.position)} of 100"
    return f"{whole(figure.position)} of 100, range {span} ({share})"


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
