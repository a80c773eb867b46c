"""Where the two ends differ: the authority's own view of a sub-indicator against its centres'."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from statistics import median, quantiles
from typing import Any

import pandas as pd

from selfassess.framework.model import Framework
from selfassess.framework.wording import fill
from selfassess.view_models.detail import Chart
from selfassess.view_models.voices import levels_of
from selfassess.view_models.words import count, lower_first, mean_text

ENDS_REMINDER = (
    "The two ends are asked different questions, each about its own side. A difference is a reason to talk, not a "
    "mistake of either."
)
LEGEND = (
    "each centre",
    "the authority",
    "from the lowest to the highest; from five centres on, the middle half stands out",
)
ENDS_COLUMNS = ("Sub-indicator", "Authority", "Centres", "Lowest", "Middle", "Highest", "Difference")

ENOUGH_FOR_QUARTERS = 5
"""From how many centres on the middle half is drawn."""

SAME = 12.5
"""Half a level: a nearer middle is said to stand level with the authority."""


@dataclass(frozen=True)
class EndsRow:
    """One sub-indicator both ends rated. `difference`: the centres' middle minus the authority's, in positions."""

    item: str
    title: str
    sentence: str
    difference: float
    near_question: str
    far_question: str
    centres: tuple[tuple[str, str], ...]
    """(name, rating), by name."""


@dataclass(frozen=True)
class TwoEnds:
    title: str
    reminder: str
    chart: Chart | None
    rows: tuple[EndsRow, ...]
    """The widest difference first."""
    empty: str


def make_two_ends(
    framework: Framework,
    differences: pd.DataFrame,
    terms: Mapping[str, str],
    *,
    authority: str,
    near: str = "programme",
    far: str = "authority",
    names: Mapping[str, str] | None = None,
) -> TwoEnds:
    """`differences`: rows of `scoring.differences` of one authority and round (subject, item, near, far; where they
    are there, `near_agreed` and `far_agreed` mark agreed ratings). `near` and `far` are the lenses' ids; `names`
    gives what to call each subject, its own name without."""
    found = [
        _row(framework, str(item_id), each, terms, (near, far), names or {})
        for item_id, each in differences.groupby("item", sort=False)
    ]
    found.sort(key=lambda pair: (-abs(pair[0].difference), pair[0].item))
    rows, records = [row for row, _ in found], [record for _, record in found]
    table = [_table_row(framework, row, record) for row, record in found]
    if not rows:
        empty = f"There is nothing to set side by side yet: {authority} and its centres have rated no sub-indicator in common."
        return TwoEnds("Where the two ends differ", ENDS_REMINDER, None, (), empty)
    title = _title(rows, authority)
    columns = ["label", "note", "far", "low", "q1", "median", "q3", "high", "dots"]
    frame = pd.DataFrame(records, columns=columns)
    levels = f"{levels_of(framework)[0][0]} to {levels_of(framework)[-1][0]}"
    alt = (
        f"One line per sub-indicator, {levels}. "
        + "; ".join(f"{line[0]}: authority {line[1]}, centres {line[3]} to {line[5]}" for line in table)
        + "."
    )
    return TwoEnds(
        title, ENDS_REMINDER, Chart(title, alt, frame, ENDS_COLUMNS, tuple(table)), tuple(rows), ""
    )


def _table_row(framework: Framework, row: EndsRow, record: Mapping[str, Any]) -> tuple[str, ...]:
    low, middle, high, own = (
        mean_text(framework, float(record[name])) for name in ("low", "middle", "high", "far")
    )
    return (f"{row.item} {row.title}", own, str(len(row.centres)), low, middle, high, row.sentence)


def _row(
    framework: Framework,
    item_id: str,
    found: pd.DataFrame,
    terms: Mapping[str, str],
    lenses: tuple[str, str],
    names: Mapping[str, str],
) -> tuple[EndsRow, dict[str, Any]]:
    item = framework.item(item_id)
    dots = sorted(float(each) for each in found["near"])
    own, middle = float(found["far"].iloc[0]), median(dots)
    quarters = quantiles(dots, n=4, method="inclusive") if len(dots) >= ENOUGH_FOR_QUARTERS else None
    sentence = _sentence(framework, dots, own)
    if "far_agreed" in found and bool(found["far_agreed"].iloc[0]):
        sentence += "; the authority's is an agreed rating"
    questions = [fill(item.lenses[lens].question, terms) if lens in item.lenses else "" for lens in lenses]
    row = EndsRow(
        item=item_id,
        title=item.short_title,
        sentence=sentence,
        difference=middle - own,
        near_question=questions[0],
        far_question=questions[1],
        centres=_centres(framework, found, names),
    )
    return row, {
        "label": f"{item_id} {item.short_title}",
        "note": sentence,
        "far": own,
        "low": dots[0],
        "q1": quarters[0] if quarters else None,
        "median": middle if len(dots) > 1 else None,
        "q3": quarters[2] if quarters else None,
        "high": dots[-1],
        "dots": dots,
        "middle": middle,
    }


def _centres(
    framework: Framework, found: pd.DataFrame, names: Mapping[str, str]
) -> tuple[tuple[str, str], ...]:
    """(name, rating) of each, by name."""
    marks = found["near_agreed"] if "near_agreed" in found else [False] * len(found)
    return tuple(
        sorted(
            (
                names.get(str(subject), str(subject)),
                mean_text(framework, float(at)) + (", agreed" if agreed else ""),
            )
            for subject, at, agreed in zip(found["subject"], found["near"], marks, strict=True)
        )
    )


def _sentence(framework: Framework, dots: list[float], own: float) -> str:
    """How the centres lie to the authority's own rating."""
    middle = median(dots)
    theirs, ours = mean_text(framework, middle), mean_text(framework, own)
    who = "the centre" if len(dots) == 1 else "the centres' middle"
    if abs(middle - own) < SAME:
        return f"Level: {who} {theirs}, the authority {ours}"
    way = "higher" if middle > own else "lower"
    outside = all(each > own for each in dots) or all(each < own for each in dots)
    every = f"; all {len(dots)} are {way}" if outside and len(dots) > 1 else ""
    return f"{who[:1].upper()}{who[1:]} {theirs}, {way} than the authority's {ours}{every}"


def _title(rows: list[EndsRow], authority: str) -> str:
    apart = [row for row in rows if abs(row.difference) >= SAME]
    if not apart:
        return (
            f"{authority} and its centres stand level on all {count(len(rows), 'sub-indicator')} both rated"
        )
    first = apart[0]
    way = "higher" if first.difference > 0 else "lower"
    return (
        f"The two ends differ on {len(apart)} of {count(len(rows), 'sub-indicator')}, most on "
        f"{first.item} {lower_first(first.title)}, where centres rate {way}"
    )
