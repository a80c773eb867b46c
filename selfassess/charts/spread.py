"""One mark against the spread of many: the lowest, the highest, the middle half, and every one a dot."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from selfassess.charts.track import Points, bar, frame_figure, label, left, mark, pile_up, text, track

MOST_DOTS = 60
"""More dots than this on one row say no more than the bars do, and are left out."""

HIGHEST_PILE = 3.0
"""In rem."""


def draw_spread(
    rows: pd.DataFrame, ends: Points, alt: str, *, far_symbol: str = "square", legend: Sequence[str] = ()
) -> str:
    """One track per row: label, note, far (the one mark; NaN for none), low, q1, median, q3, high (NaN: not
    drawn), dots (list of positions). `legend`: what the dots and the mark are, in that order."""
    drawn = "".join(_row(row, ends, far_symbol) for row in rows.to_dict("records"))
    return _legend(legend, far_symbol) + frame_figure(drawn, ends, alt, "spread")


def _row(row: dict[str, object], ends: Points, far_symbol: str) -> str:
    dots = row["dots"]
    assert isinstance(dots, list)
    marks = bar(row["low"], row["high"], "spread-range") + bar(row["q1"], row["q3"], "spread-half")
    marks += mark(row["median"], "spread-middle")
    marks += mark(row["far"], f"far-mark {text(far_symbol)}")
    pile = _pile(sorted(dots)) if len(dots) <= MOST_DOTS else ""
    return f"<div class='line-row'>{label(row['label'], row['note'])}{pile}{track(marks, ends)}</div>"


def _pile(dots: Sequence[float]) -> str:
    """The dots above the line, piled up where they are close. A high pile is pressed together."""
    levels = pile_up(dots)
    high = max(levels, default=-1) + 1
    step = min(0.75, HIGHEST_PILE / max(high, 1))
    drawn = "".join(
        f"<i class='dot' style='{left(at)};bottom:{level * step:.2f}rem'></i>"
        for at, level in zip(dots, levels, strict=True)
    )
    return f"<div class='pile' style='height:{high * step + 0.1:.2f}rem'>{drawn}</div>"


def _legend(legend: Sequence[str], far_symbol: str) -> str:
    if not legend:
        return ""
    signs = ("key-dot", f"key-far {text(far_symbol)}", "key-range")
    parts = (
        f"<span><i class='{sign}'></i>{text(words)}</span>"
        for sign, words in zip(signs, legend, strict=False)
    )
    return f"<p class='legend' aria-hidden='true'>{''.join(parts)}</p>"
