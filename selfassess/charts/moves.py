"""From one round to the next: a hollow mark where it stood, a filled one where it stands, a bar between."""

from __future__ import annotations

import pandas as pd

from selfassess.charts.track import bar, frame_figure, known, label, mark, track

ENDS = (("0", 0.0), ("50", 50.0), ("100", 100.0))


def draw_moves(rows: pd.DataFrame, alt: str) -> str:
    """One track per row: label, note, before, after (NaN: none), clear (whether the move is one to speak of)."""
    drawn = "".join(_row(row) for row in rows.to_dict("records"))
    return frame_figure(drawn, ENDS, alt, "profile moves")


def _row(row: dict[str, object]) -> str:
    before, after = row["before"], row["after"]
    marks = ""
    if known(before) and known(after):
        low, high = sorted((float(before), float(after)))  # type: ignore[arg-type]
        marks = bar(low, high, "move clear" if row["clear"] else "move")
    marks += mark(before, "was-mark") + mark(after, "line-mark circle")
    return f"<div class='line-row'>{label(row['label'], row['note'])}{track(marks, ENDS)}</div>"
