"""The charts of a report, each with its words, on a slide or on a sheet that a document takes them from."""

from __future__ import annotations

from typing import Any

import pandas as pd

from selfassess.look import LIGHT
from selfassess.reports.bar_charts import Bar, Bars, add_bars
from selfassess.reports.chart_style import Box, mix
from selfassess.reports.point_charts import add_line, add_square
from selfassess.view_models.board import BoardReport

BARS_CAPTION = "A bar ends at the position, from 0 to 100. The thin line shows where it could lie once everything is rated."
PALE = (LIGHT.levels[2], mix(LIGHT.foundations))
"""The two strands' hues, pale enough for ink on them."""
MOST_ENDS = 7
"""Of how many sub-indicators both ends are drawn: the widest differences."""
MANY_BARS = 10
"""From more rows than that on, letters are smaller."""


def draw_place(slide: Any, box: Box, report: BoardReport, size: int = 18) -> None:
    add_line(slide, box, report.line.frame, report.points, report.line.alt, "The place on the line", size)


def draw_strands(slide: Any, box: Box, report: BoardReport, size: int = 16) -> None:
    """A bar for each strand."""
    rows = [
        Bar(each.label, each.figure.position, each.figure.low, each.figure.high) for each in report.strands
    ]
    colours = [PALE[number] if number < len(PALE) else LIGHT.levels[1] for number in range(len(rows))]
    alt = "A bar for each strand from 0 to 100. "
    alt += "; ".join(f"{each.label}: {each.sentence}" for each in report.strands) + "."
    add_bars(slide, box, [Bars("Position", colours[0], rows, colours)], alt, "Strands as bars", size=size)


def draw_square(slide: Any, box: Box, report: BoardReport, size: int = 14) -> None:
    """Two strands on one square; nothing where there aren't two."""
    if report.square is not None and report.square_words is not None:
        chart = report.square
        add_square(slide, box, chart.frame, report.square_words, chart.alt, "Strands on one square", size)


def draw_profile(slide: Any, box: Box, report: BoardReport, size: int = 16) -> None:
    """A bar for each indicator, its band beside its name."""
    bars = [
        Bar(
            f"{row['label']} · {row['note']}" if row["note"] else str(row["label"]),
            _number(row["position"]),
            _number(row["low"]),
            _number(row["high"]),
        )
        for row in report.profile.frame.to_dict("records")
    ]
    size = size if len(bars) <= MANY_BARS else size - 4
    add_bars(
        slide, box, [Bars("Position", LIGHT.levels[2], bars)], report.profile.alt, "Indicators", size=size
    )


def draw_ends(slide: Any, box: Box, report: BoardReport, size: int = 14) -> str:
    """Two bars for each sub-indicator, in levels. Gives how to read them."""
    chart = report.ends
    if chart is None:
        return ""
    shown = chart.frame.head(MOST_ENDS)
    first, last = (float(report.levels[at][0]) for at in (0, -1))
    several = "Middle" in chart.columns
    column = list(chart.columns).index("Middle" if several else "Centre")
    own, theirs = [], []
    for row, words in zip(shown.to_dict("records"), chart.rows, strict=False):
        # A single centre has no median of its own: its one rating is the middle.
        middle = row["low"] if pd.isna(row["median"]) else row["median"]
        far, at, low, high = (
            first + float(position) / 100 * (last - first)
            for position in (row["far"], middle, row["low"], row["high"])
        )
        own.append(Bar(str(row["label"]), far, far, far, _form_of(words[1])))
        theirs.append(Bar(str(row["label"]), at, low, high, _form_of(words[column])))
    name = "Centres, their middle" if several else "Centre"
    step = 1 if last - first >= 2 else (last - first) / 2
    add_bars(
        slide,
        box,
        [Bars("Authority", LIGHT.paper, own), Bars(name, LIGHT.levels[2], theirs)],
        chart.alt,
        "Both ends",
        axis=(first, last, step),
        size=size,
        gap=45,
    )
    more = f"The {len(shown)} widest of {len(chart.frame)}. " if len(chart.frame) > len(shown) else ""
    said = f"{more}{name} in blue, the authority in white; levels {report.levels[0][0]} to {report.levels[-1][0]}."
    return f"{said} The thin line runs from the lowest centre to the highest." if several else said


def _form_of(words: str) -> str:
    """The number format that writes a number as the screens do: "2" and "2.3"."""
    decimals = len(words.partition(",")[0].partition(".")[2])
    return "0." + "0" * decimals if decimals else "0"


def _number(value: Any) -> float | None:
    return None if pd.isna(value) else float(value)
