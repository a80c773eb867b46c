"""What charts on a track from 0 to 100 share: the frame with its named points, ticks, marks and labels."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from math import floor

import pandas as pd

from selfassess.plain_text import show_controls

Points = Sequence[tuple[str, float]]
"""(name, position) of what is named below a track."""

DOTS_APART = 3.0
"""How far apart (in positions) two dots stand that don't cover one another on a phone."""

SHORT = 3
"""Names up to this long have room in the margin, so that they stand centred at the ends, too."""


def frame_figure(inner: str, points: Points, alt: str, kind: str = "") -> str:
    """The whole picture: `inner` above the names of `points`, with `alt` for a screen reader."""
    names = "".join(
        f"<span class='{side_of(at) if len(name) > SHORT else 'line-short'}' style='{left(at)}'>{text(name)}</span>"
        for name, at in points
    )
    return (
        f"<div class='line{kind and ' ' + kind}' role='img' aria-label='{text(alt)}'>{inner}"
        f"<div class='line-names'>{names}</div></div>"
    )


def track(marks: str, points: Points) -> str:
    ticks = "".join(f"<i class='line-tick' style='{left(at)}'></i>" for _, at in points)
    return f"<div class='line-track'>{ticks}{marks}</div>"


def label(name: object, note: object = "") -> str:
    right = f"<span class='line-note'>{text(note)}</span>" if note else ""
    return f"<div class='line-label'><span>{text(name)}</span>{right}</div>"


def mark(at: object, kind: str) -> str:
    """A mark at a position; "" for none."""
    return f"<i class='{kind}' style='{left(at)}'></i>" if known(at) else ""


def bar(low: object, high: object, kind: str) -> str:
    """A bar from `low` to `high`; "" when either is missing."""
    if not (known(low) and known(high)):
        return ""
    return f"<i class='{kind}' style='{left(low)};width:{float(high) - float(low):.2f}%'></i>"  # type: ignore[arg-type]


def draw_target(at: float | None) -> str:
    """A dashed upright line with its name; "" for no target."""
    if at is None:
        return ""
    words = f"Target {floor(at + 0.5)}"
    return f"<i class='target {side_of(at)}' style='{left(at)}'><b>{text(words)}</b></i>"


def pile_up(positions: Sequence[float]) -> list[int]:
    """For each position, lowest first, the lowest level on which it stands clear of those before it."""
    last: list[float] = []
    levels = []
    for at in positions:
        level = next((n for n, before in enumerate(last) if at - before >= DOTS_APART), len(last))
        if level == len(last):
            last.append(at)
        last[level] = at
        levels.append(level)
    return levels


def known(number: object) -> bool:
    return isinstance(number, int | float) and bool(pd.notna(number))


def left(at: object) -> str:
    return f"left:{float(at):.2f}%"  # type: ignore[arg-type]


def side_of(at: float) -> str:
    """How a name is set: centred on its place, and near the ends turned inwards so that it stays on the page."""
    return "line-start" if at < 10 else "line-end" if at > 90 else "line-middle"


def text(words: object) -> str:
    return escape(show_controls(str(words)), quote=True)
