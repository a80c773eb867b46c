"""Scores as plain text for a terminal: each subject's place in words, then its figures in aligned columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import floor
from typing import Any

import pandas as pd

from selfassess.errors import one_line
from selfassess.framework.model import TOLERANCE, Framework
from selfassess.framework.wording import fill, terms_of
from selfassess.scoring import Scores
from selfassess.scoring.coding import KEY
from selfassess.scoring.layout import WHOLE
from selfassess.view_models.placement import Place, describe_place
from selfassess.view_models.words import count, whole

ABSENT = "-"
HEADINGS = ("", "position", "between", "rated", "")


class _Words:
    """A framework's labels by id, with the vocabulary's default words filled in."""

    def __init__(self, framework: Framework) -> None:
        self.terms = terms_of(framework)
        self.lenses = {lens.id: self.fill(lens.label) for lens in framework.lenses}
        self.bands = {"": "", **{band.id: self.fill(band.label) for band in framework.bands.bands}}
        strands = {strand.id: self.fill(strand.label) for strand in framework.effective_strands}
        self.strands = {**strands, WHOLE: "Overall"}
        self.indicators = {i.id: f"{i.id}  {self.fill(i.short_title)}" for i in framework.indicators}

    def fill(self, text: str) -> str:
        return fill(text, self.terms)


def to_table(framework: Framework, scores: Scores) -> str:
    """Each subject's place on the continuum, strands and indicators, then the framework's cautions.

    Where the place is not certain it says between which bounds it lies, and which items are not rated.
    Whole numbers, rounded here and nowhere before.
    """
    words = _Words(framework)
    blocks = ["\n".join(_block(framework, words, part)) for part in _by_subject(scores)]
    if not blocks:
        return "No answers, so nothing to score."
    cautions = (f"  {words.fill(caution.text)}" for caution in framework.cautions)
    return "\n\n".join([*blocks, "\n".join(["Bear in mind:", *cautions])])


def _by_subject(scores: Scores) -> Iterable[Scores]:
    """The scores of each subject alone, in order."""
    frames = (scores.items, scores.indicators, scores.strands, scores.placements)
    parts = [dict(list(frame.groupby(KEY))) for frame in frames]
    for at in range(len(scores.subjects)):
        subject = scores.subjects.iloc[at : at + 1]
        key = tuple(subject.iloc[0][KEY])
        yield Scores(subject, *(part[key] for part in parts))


def _block(framework: Framework, words: _Words, scores: Scores) -> list[str]:
    subject = scores.subjects.iloc[0]
    place = describe_place(framework, scores)  # of the only subject there is
    return [
        *_heading(words, subject),
        *(words.fill(line) for line in _place(framework, place, scores.items)),
        *_missing(framework, scores.items),
        *(words.fill(signal) for signal in place.signals),
        *_figures(words, scores),
    ]


def _heading(words: _Words, subject: Any) -> list[str]:
    parts = [
        f"authority {one_line(subject['authority'])}" if subject["authority"] else "",
        words.lenses[subject["lens"]],
        f"round {one_line(subject['round'])}" if subject["round"] else "",
        count(int(subject["respondents"]), "respondent"),
    ]
    title = f"{one_line(subject['subject'])} ({', '.join(part for part in parts if part)})"
    return [title, "=" * len(title)]


def _place(framework: Framework, place: Place, items: pd.DataFrame) -> list[str]:
    figure = place.figure
    lines = [place.sentence]
    if figure.position is not None:
        lines = [f"Place: {place.sentence}, {whole(figure.position)} of 100.", *_total(framework, items)]
    if place.range_sentence and figure.low is not None and figure.high is not None:
        bounds = f"Between {whole(figure.low)} and {whole(figure.high)} of 100."
        lines.append(f"{bounds} {place.range_sentence}")
    return lines


def _total(framework: Framework, items: pd.DataFrame) -> list[str]:
    """The place in the range that the framework's source publishes; nothing where that is 0 to 100.

    The contract has it rest on the mean of the items, and the place on that of the indicators.
    """
    published = framework.continuum.range
    if (published.low, published.high) == (0.0, 100.0):
        return []
    weights = {item.id: item.weight for item in framework.items}
    rated = items[_on_line(framework, items) & (items["status"] == "rated")]
    weight = rated["item"].map(weights)
    total = framework.continuum.published(float((rated["position"] * weight).sum() / weight.sum()))
    label = published.label[:1].upper() + published.label[1:]
    return [f"{label}: {whole(total)}, on a range from {published.low:g} to {published.high:g}."]


def _missing(framework: Framework, items: pd.DataFrame) -> list[str]:
    on_line, unrated = _on_line(framework, items), items["status"] == "unrated"
    lines = []
    for what, rows in (
        ("Not rated", items[on_line & unrated]),
        ("Not rated, and not part of the place", items[~on_line & unrated]),
    ):
        pairs = zip(rows["item"], rows["dont_know"] > 0, strict=True)
        names = [f"{item} (don't know)" if unknown else str(item) for item, unknown in pairs]
        lines += [f"{what}: {', '.join(names)}."] if names else []
    return lines


def _on_line(framework: Framework, items: pd.DataFrame) -> Any:
    """Which items the place rests on."""
    strand = framework.continuum.strand
    return items["strand"].eq(strand) if strand else items["status"].notna()


def _figures(words: _Words, scores: Scores) -> list[str]:
    """Strands, the whole, then indicators, as one table with aligned columns."""
    is_whole = scores.strands["strand"] == WHOLE
    ordered = pd.concat([scores.strands[~is_whole], scores.strands[is_whole]])
    rows = [HEADINGS]
    rows += [(words.strands[row["strand"]], *_cells(row), "") for row in ordered.to_dict("records")]
    indicators = scores.indicators[scores.indicators["strand"] == WHOLE]
    for row in indicators.to_dict("records"):
        rows.append((words.indicators[row["indicator"]], *_cells(row), words.bands[row["band"]]))
    return _align(rows)


def _cells(row: dict[Any, Any]) -> tuple[str, str, str]:
    position, low, high = (_whole(row[name]) for name in ("position", "low", "high"))
    return position, low if low == high else f"{low} to {high}", _percent(row["coverage"])


def _align(rows: Sequence[tuple[str, ...]]) -> list[str]:
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADINGS))]
    lines = []
    for first, *figures, last in rows:
        cells = [figure.rjust(width) for figure, width in zip(figures, widths[1:-1], strict=True)]
        lines.append("  ".join(["", first.ljust(widths[0]), *cells, last]).rstrip())
    return lines


def _whole(number: float) -> str:
    return ABSENT if pd.isna(number) else whole(number)


def _percent(share: float) -> str:
    """Rounded down: not 100% while anything is missing, nor the minimum while that isn't reached."""
    return ABSENT if pd.isna(share) else f"{floor(100 * share + TOLERANCE)}%"
