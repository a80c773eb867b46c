"""Many places on one line: a dot for each, or bars where they are too many to tell apart."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from selfassess.charts.track import (
    Points,
    draw_target,
    frame_figure,
    known,
    left,
    pile_up,
    side_of,
    text,
    track,
)


def draw_strip(places: pd.DataFrame, points: Points, alt: str, *, target: float | None = None) -> str:
    """A dot per row of `places`, piled up where they are close: label, position (NaN: left out), mine (named and
    filled), words (what a pointer reads)."""
    found = [row for row in places.to_dict("records") if known(row["position"])]
    found.sort(key=lambda row: float(row["position"]))
    levels = pile_up([float(row["position"]) for row in found])
    dots = "".join(_dot(row, level) for row, level in zip(found, levels, strict=True))
    names = "".join(_name(row) for row in found if row["mine"])
    high = max(levels, default=0) + 1
    pile = f"<div class='pile' style='height:{high * 0.85 + 0.2:.2f}rem'>{dots}</div>"
    target_line = draw_target(target)
    return frame_figure(
        f"<div class='strip'>{target_line}<div class='strip-names'>{names}</div>{pile}{track('', points)}</div>",
        points,
        alt,
        "many",
    )


def draw_bins(
    bins: pd.DataFrame,
    points: Points,
    alt: str,
    *,
    zones: Sequence[tuple[float, float, str]] = (),
    target: float | None = None,
) -> str:
    """A bar per row of `bins` (start, width, count), as high as its share of the highest. `zones`: (from, to,
    words) written below the line, where the numbers have room."""
    rows = bins.to_dict("records")
    top = max((row["count"] for row in rows), default=0) or 1
    bars = "".join(
        f"<i class='bin' style='{left(row['start'])};width:{row['width']:.2f}%;"
        f"height:{100 * row['count'] / top:.1f}%' title='{_bin_words(row)}'></i>"
        for row in rows
        if row["count"]
    )
    parts = "".join(
        f"<span style='{left(low)};width:{high - low:.2f}%'>{text(words)}</span>"
        for low, high, words in zones
    )
    below = f"<div class='zones'>{parts}</div>" if zones else ""
    target_line = draw_target(target)
    inner = (
        f"<div class='strip'>{target_line}<div class='pile bins'>{bars}</div>{track('', points)}{below}</div>"
    )
    return frame_figure(inner, points, alt, "many")


def _bin_words(row: dict[str, float]) -> str:
    return f"{row['start']:g} to {row['start'] + row['width']:g}: {row['count']:.0f}"


def _dot(row: dict[str, object], level: int) -> str:
    kind = "dot mine" if row["mine"] else "dot"
    return (
        f"<i class='{kind}' style='{left(row['position'])};bottom:{level * 0.85:.2f}rem' "
        f"title='{text(row['words'])}'></i>"
    )


def _name(row: dict[str, object]) -> str:
    at = float(row["position"])  # type: ignore[arg-type]
    return f"<b class='{side_of(at)}' style='{left(at)}'>{text(row['label'])}</b>"
