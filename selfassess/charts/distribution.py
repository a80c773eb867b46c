"""How many chose each level: bars with numbers standing on the line, other answers apart from them."""

from __future__ import annotations

import pandas as pd

from selfassess.charts.track import Points, frame_figure, known, left, text, track

TALL = 3.2
"""How high the highest bar is, in rem."""


def draw_distribution(bars: pd.DataFrame, levels: Points, alt: str, tall: float = TALL) -> str:
    """`bars`: kind ("level", "apart", "mean", "agreed"), at (position, NaN for "apart"), text, count, number (the
    count as written, "" for none).

    A level's bar stands at its position and is as high as its share of the highest bar; "apart" rows (don't
    know, not applicable) stand beside the line, on the same scale. "mean" and "agreed" are marks on the line. `tall`:
    how high the highest bar is, in rem.
    """
    rows = bars.to_dict("records")
    top = max((row["count"] for row in rows if known(row["count"])), default=0) or 1
    on_line = "".join(_bar(row, tall / top, left(row["at"])) for row in rows if row["kind"] == "level")
    marks = "".join(_mark(row) for row in rows if row["kind"] in ("mean", "agreed") and known(row["at"]))
    line = frame_figure(
        f"<div class='bars'>{on_line}</div>{track(marks, levels)}", levels, alt, "distribution"
    )
    apart = "".join(
        f"<div><div class='bars'>{_bar(row, tall / top, 'left:50%')}</div><span>{text(row['text'])}</span></div>"
        for row in rows
        if row["kind"] == "apart"
    )
    return f"<div class='answers-given'>{line}<div class='apart' aria-hidden='true'>{apart}</div></div>"


def _bar(row: dict[str, object], each: float, where: str) -> str:
    """`each`: how much higher one more makes it, in rem."""
    count = float(row["count"]) if known(row["count"]) else 0.0  # type: ignore[arg-type]
    kind = "bar" if row["kind"] == "level" else "bar unrated" if count else "bar unrated none"
    return f"<i class='{kind}' style='{where};height:{count * each:.2f}rem'><b>{text(row['number'])}</b></i>"


def _mark(row: dict[str, object]) -> str:
    kind = "agreed-mark" if row["kind"] == "agreed" else "mean-mark"
    name = f"<b>{text(row['text'])}</b>"
    # Where the line is short, the style sheet moves the name towards the middle by this.
    return f"<i class='{kind}' style='{left(row['at'])};--at:{row['at']:.0f}'>{name}</i>"
