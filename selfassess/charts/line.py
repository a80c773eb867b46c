"""The line: the continuum as one horizontal line, its named points, and places marked with their range.

Plain HTML, styled by the page: it is there at once, prints as it stands, follows light and dark, and keeps
its letters at reading size on a phone.
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
    rows = "".join(_row(place, [at for _, at in points], named) for place in places.to_dict("records"))
    names = "".join(
        f"<span class='{_side(at)}' style='left:{at:.2f}%'>{_text(name)}</span>" for name, at in points
    )
    return f"<div class='line' role='img' aria-label='{_text(alt)}'>{rows}<div class='line-names'>{names}</div></div>"


def _row(place: dict[str, object], ticks: Sequence[float], named: bool) -> str:
    position, low, high = (place[name] for name in ("position", "low", "high"))
    parts = [f"<i class='line-tick' style='left:{at:.2f}%'></i>" for at in ticks]
    if isinstance(low, float) and isinstance(high, float) and high - low > SMALLEST_RANGE:
        parts.append(f"<i class='line-range' style='left:{low:.2f}%;width:{high - low:.2f}%'></i>")
    if isinstance(position, float) and pd.notna(position):
        parts.append(f"<i class='line-mark {_text(place['symbol'])}' style='left:{position:.2f}%'></i>")
    label = f"<div class='line-label'>{_text(place['label'])}</div>" if named else ""
    return f"<div class='line-row'>{label}<div class='line-track'>{''.join(parts)}</div></div>"


def _side(at: float) -> str:
    """How a point's name is set: centred below it, and at the ends turned inwards so that it stays on the page."""
    return "line-start" if at < 10 else "line-end" if at > 90 else "line-middle"


def _text(text: object) -> str:
    return escape(show_controls(str(text)), quote=True)
