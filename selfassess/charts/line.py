"""The line: a horizontal line from 0 to 100 with places marked on it, each with its range.

Used for the continuum with its named points, and for the profile of indicators. Plain HTML, styled by the
page: it is there at once, prints as it stands, follows light and dark, and keeps its letters at reading size
on a phone.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import pandas as pd

from selfassess.plain_text import show_controls

SMALLEST_RANGE = 0.5
"""Ranges narrower than this many positions lie under their mark and are not drawn."""


def draw_line(
    places: pd.DataFrame, points: Sequence[tuple[str, float]], alt: str, *, named: bool = True
) -> str:
    """One line per row of `places`, top to bottom in row order, as markup.

    `places`: label, position (NaN when too little was answered), low, high (NaN when nothing applies),
    symbol ("circle", "square" …: the lens, told by shape). Positions run from 0 to 100. `points` are the
    continuum's named points. `alt` is what a screen reader says instead. `named` writes each row's label.
    """
    ticks = [at for _, at in points]
    rows = "".join(_row(place, ticks, _label(place) if named else "") for place in places.to_dict("records"))
    return _figure(rows, points, alt, "line")


def draw_profile(rows: pd.DataFrame, alt: str) -> str:
    """One row per indicator, top to bottom: label, note (at the right), position, low, high as above."""
    ends = [("0", 0.0), ("50", 50.0), ("100", 100.0)]
    ticks = [at for _, at in ends]
    drawn = "".join(
        _row(row | {"symbol": "circle"}, ticks, _label(row, row["note"])) for row in rows.to_dict("records")
    )
    return _figure(drawn, ends, alt, "line profile")


def _figure(rows: str, points: Sequence[tuple[str, float]], alt: str, kind: str) -> str:
    names = "".join(
        f"<span class='{_side(at)}' style='left:{at:.2f}%'>{_text(name)}</span>" for name, at in points
    )
    return f"<div class='{kind}' role='img' aria-label='{_text(alt)}'>{rows}<div class='line-names'>{names}</div></div>"


def _row(place: dict[str, object], ticks: Sequence[float], label: str) -> str:
    position, low, high = (place[name] for name in ("position", "low", "high"))
    parts = [f"<i class='line-tick' style='left:{at:.2f}%'></i>" for at in ticks]
    if isinstance(low, float) and isinstance(high, float) and high - low > SMALLEST_RANGE:
        parts.append(f"<i class='line-range' style='left:{low:.2f}%;width:{high - low:.2f}%'></i>")
    if isinstance(position, float) and pd.notna(position):
        parts.append(f"<i class='line-mark {_text(place['symbol'])}' style='left:{position:.2f}%'></i>")
    return f"<div class='line-row'>{label}<div class='line-track'>{''.join(parts)}</div></div>"


def _label(place: dict[str, object], note: object = "") -> str:
    right = f"<span class='line-note'>{_text(note)}</span>" if note else ""
    return f"<div class='line-label'><span>{_text(place['label'])}</span>{right}</div>"


def _side(at: float) -> str:
    """How a point's name is set: centred below it, and at the ends turned inwards so that it stays on the page."""
    return "line-start" if at < 10 else "line-end" if at > 90 else "line-middle"


def _text(text: object) -> str:
    return escape(show_controls(str(text)), quote=True)
