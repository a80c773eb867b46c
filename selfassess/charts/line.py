"""The line: a horizontal line from 0 to 100 with places marked on it, each with its range.

Used for the continuum with its named points, and for the profile of indicators. Plain HTML, styled by the
page: it is there at once, prints as it stands, follows light and dark, and keeps its letters at reading size
on a phone.
"""

from __future__ import annotations

import pandas as pd

from selfassess.charts.track import Points, bar, frame_figure, label, mark, text, track

SMALLEST_RANGE = 0.5
"""Ranges narrower than this many positions lie under their mark and are not drawn."""


def draw_line(places: pd.DataFrame, points: Points, alt: str, *, named: bool = True) -> str:
    """One line per row of `places`, top to bottom in row order, as markup.

    `places`: label, position (NaN when too little was answered), low, high (NaN when nothing applies),
    symbol ("circle", "square" …: the lens, told by shape). Positions run from 0 to 100. `points` are the
    continuum's named points. `alt` is what a screen reader says instead. `named` writes each row's label.
    """
    rows = "".join(
        _row(place, points, label(place["label"]) if named else "") for place in places.to_dict("records")
    )
    return frame_figure(rows, points, alt)


def draw_profile(rows: pd.DataFrame, alt: str) -> str:
    """One row per indicator, top to bottom: label, note (at the right), position, low, high as above."""
    ends = [("0", 0.0), ("50", 50.0), ("100", 100.0)]
    drawn = "".join(
        _row(row | {"symbol": "circle"}, ends, label(row["label"], row["note"]))
        for row in rows.to_dict("records")
    )
    return frame_figure(drawn, ends, alt, "profile")


def _row(place: dict[str, object], points: Points, label_: str) -> str:
    position, low, high = (place[name] for name in ("position", "low", "high"))
    marks = ""
    if isinstance(low, float) and isinstance(high, float) and high - low > SMALLEST_RANGE:
        marks = bar(low, high, "line-range")
    marks += mark(position, f"line-mark {text(place['symbol'])}")
    return f"<div class='line-row'>{label_}{track(marks, points)}</div>"
