"""The report's four authorities: our placement beside the authors' order, and why the two may differ."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import pandas as pd

from selfassess.answers import Answer
from selfassess.framework.model import Framework
from selfassess.scoring import Scores
from selfassess.view_models.detail import Chart, cell_text, in_full, strand_row
from selfassess.view_models.placement import Figure, describe_place, figure_of, only_row
from selfassess.view_models.results import CLOSE, figure_in_words, say_rated, symbol_of
from selfassess.view_models.words import BASIS_LABELS, DONT_KNOW, code_of, join, level_in_words, whole

REASONS = 3
"""How many sub-indicators are named as what moves two places apart."""


@dataclass(frozen=True)
class Reading:
    """Our rating of one authority on one sub-indicator, with what it rests on."""

    authority: str
    rating: str
    evidence: str
    basis: str


@dataclass(frozen=True)
class ItemReadings:
    item: str
    title: str
    question: str
    readings: tuple[Reading, ...]


def make_line_chart(framework: Framework, lens: str, order: Sequence[str], scores: Scores) -> Chart:
    """The four places, in the authors' order from top to bottom."""
    records, rows = [], []
    for number, subject in enumerate(order, start=1):
        place = describe_place(framework, scores, subject=subject)
        figure = place.figure
        records.append(
            {"label": subject, "symbol": symbol_of(framework, lens)}
            | {"position": figure.position, "low": figure.low, "high": figure.high}
        )
        rated = say_rated(scores, subject=subject, strand=framework.continuum.strand or "")
        words = figure_in_words(figure, rated)
        rows.append((subject, str(number), f"{place.sentence}.", words, " ".join(place.signals)))
    title = _line_title(order, scores)
    alt = "Four lines. " + "; ".join(f"{row[0]}: {row[3]}" for row in rows) + "."
    columns = (
        "Authority",
        "Authors' order from the left",
        "Our placement",
        "Position and range",
        "Beside it",
    )
    frame = pd.DataFrame(records).astype({"position": float, "low": float, "high": float})
    return Chart(title, alt, frame, columns, tuple(rows))


def ours_from_the_left(order: Sequence[str], scores: Scores) -> list[str]:
    """The authorities by our position, lowest first, those without one left out; ties in the authors' order."""
    placed = {subject: figure_of(only_row(scores.placements, subject=subject)).position for subject in order}
    known = [subject for subject in order if placed[subject] is not None]
    return sorted(known, key=lambda subject: placed[subject] or 0.0)


def _line_title(order: Sequence[str], scores: Scores) -> str:
    ours = ours_from_the_left(order, scores)
    if len(ours) < len(order):
        return f"Enough is known to place {len(ours)} of the {len(order)}"
    near = {pair for pair in pairwise(ours) if _gap(scores, *pair) < CLOSE}
    tied = {subject for pair in near for subject in pair}
    close = f"{join([s for s in order if s in tied])} lie too close to tell apart" if tied else ""
    if any(pair not in near for pair in _turned_round(order, ours)):
        return f"Our reading, from the left: {join(ours)}. The authors': {join(list(order))}"
    return (
        f"{close}; otherwise our reading keeps the authors' order"
        if close
        else "Our reading keeps the authors' order"
    )


def _gap(scores: Scores, first: str, second: str) -> float:
    positions = [figure_of(only_row(scores.placements, subject=s)).position or 0.0 for s in (first, second)]
    return abs(positions[1] - positions[0])


def _turned_round(order: Sequence[str], ours: Sequence[str]) -> list[tuple[str, str]]:
    """The pairs, as ours has them from the left, that the authors put the other way round."""
    return [
        (left, right)
        for at, left in enumerate(ours)
        for right in ours[at + 1 :]
        if order.index(right) < order.index(left)
    ]


def explain_differences(framework: Framework, order: Sequence[str], scores: Scores) -> list[str]:
    """One account for each pair that our reading puts the other way round: what moves them apart, and
    whether the distance is one to speak of."""
    ours = ours_from_the_left(order, scores)
    return [_explain(framework, scores, left, right) for left, right in _turned_round(order, ours)]


def _explain(framework: Framework, scores: Scores, lower: str, higher: str) -> str:
    positions = [figure_of(only_row(scores.placements, subject=s)).position or 0.0 for s in (lower, higher)]
    up, down = _apart(framework, scores, lower, higher)
    sentence = (
        f"The authors put {higher} left of {lower}; our reading puts it to the right "
        f"({whole(positions[1])} against {whole(positions[0])}). {higher} is rated higher on {join(up)}"
    )
    sentence += f", and lower on {join(down)}." if down else "."
    if _gap(scores, lower, higher) < CLOSE:
        sentence += (
            " The two lie so close that another reader could turn them round: no difference to speak of."
        )
    return sentence


def _apart(framework: Framework, scores: Scores, lower: str, higher: str) -> tuple[list[str], list[str]]:
    """The sub-indicators of the continuum's strand that differ most, each way, with both ratings."""
    strand = framework.continuum.strand
    items = scores.items if strand is None else scores.items[scores.items["strand"] == strand]
    table = items.pivot(index="item", columns="subject", values="position")[[lower, higher]].dropna()
    apart = (table[higher] - table[lower]).sort_values(kind="stable")
    step = framework.scale.highest - framework.scale.lowest

    def named(item: str) -> str:
        first, second = (framework.scale.lowest + table.loc[item, s] / 100 * step for s in (higher, lower))
        return (
            f"{item} {framework.item(item).short_title.lower()} ({code_of(first)} against {code_of(second)})"
        )

    up = [named(str(item)) for item in apart[apart > 0].index[::-1][:REASONS]]
    down = [named(str(item)) for item in apart[apart < 0].index[:REASONS]]
    return up, down


def make_strands_chart(framework: Framework, lens: str, order: Sequence[str], scores: Scores) -> Chart:
    records, rows = [], []
    first, second = framework.effective_strands[:2]
    ahead: dict[str, list[str]] = {first.label: [], second.label: []}
    for subject in order:
        figures = [
            figure_of(only_row(scores.strands, subject=subject, strand=strand.id))
            for strand in (first, second)
        ]
        records.append(strand_row(framework, lens, subject, *figures))
        rated = [say_rated(scores, subject=subject, strand=strand.id) for strand in (first, second)]
        rows.append((subject, *(figure_in_words(*each) for each in zip(figures, rated, strict=True))))
        if leader := _leader(figures, (first.label, second.label)):
            ahead[leader].append(subject)
    parts = [f"{label.lower()} ahead in {join(names)}" for label, names in ahead.items() if names]
    title = "; ".join(parts) or "The two strands stand level"
    alt = "A square. " + "; ".join(f"{r[0]}: {first.label} {r[1]}, {second.label} {r[2]}" for r in rows) + "."
    columns = ("Authority", first.label, second.label)
    return Chart(title[:1].upper() + title[1:], alt, pd.DataFrame(records), columns, tuple(rows))


def _leader(figures: Sequence[Figure], labels: tuple[str, str]) -> str:
    """Which strand is ahead by more than half a level (12.5), "" for neither or too little rated."""
    across, up = (figure.position for figure in figures)
    if across is None or up is None or abs(across - up) <= 12.5:
        return ""
    return labels[0] if across > up else labels[1]


def make_heatmap_chart(framework: Framework, lens: str, order: Sequence[str], scores: Scores) -> Chart:
    """Sub-indicators down, authorities across."""
    records, rows = [], []
    table = scores.items.set_index(["item", "subject"])
    for item in framework.items_in(lens):
        label = f"{item.id} {item.short_title}"
        texts = []
        for subject in order:
            row = table.loc[(item.id, subject)]
            text = cell_text(framework, row)
            texts.append(in_full(text))
            records.append(
                {"row": label, "column": subject, "position": row["position"], "text": text}
                | {"words": f"{subject}, {label}: {in_full(text)}"}
            )
        rows.append((label, *texts))
    unknown = sum(record["text"] == "?" for record in records)
    title = f"{len(records)} ratings; on {unknown} the report says nothing, and we say “don't know”"
    alt = "A grid of sub-indicators by authority; the table below holds the same ratings."
    return Chart(title, alt, pd.DataFrame(records), ("Sub-indicator", *order), tuple(rows))


def readings_of(
    framework: Framework,
    lens: str,
    order: Sequence[str],
    answers: Sequence[Answer],
    terms: Mapping[str, str],
    indicator: str,
) -> list[ItemReadings]:
    """Every rating of one indicator with its evidence and basis, sub-indicator by sub-indicator."""
    by_place = {(answer.item, answer.subject): answer for answer in answers}
    result = []
    for item in framework.indicator(indicator).items:
        if lens not in item.lenses:
            continue
        readings = tuple(
            _reading(framework, lens, item.id, by_place[(item.id, subject)], terms)
            for subject in order
            if (item.id, subject) in by_place
        )
        question = item.lenses[lens].question
        result.append(ItemReadings(item.id, item.short_title, question, readings))
    return result


def _reading(
    framework: Framework, lens: str, item_id: str, answer: Answer, terms: Mapping[str, str]
) -> Reading:
    rating = DONT_KNOW
    if answer.value is not None:
        rating = level_in_words(framework, framework.item(item_id), lens, answer.value, terms)
    return Reading(answer.subject, rating, answer.evidence, BASIS_LABELS.get(answer.basis or "", ""))
