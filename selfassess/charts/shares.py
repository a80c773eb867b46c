"""How many centres stand where, row by row: one bar of full width, parted by bins, with the numbers in it."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from selfassess.charts.track import label, text
from selfassess.look import Palette

ROOM = 0.06
"""The smallest share whose number fits into its part of the bar on a phone."""


def draw_shares(rows: pd.DataFrame, bins: Sequence[str], palette: Palette, alt: str) -> str:
    """`rows`: label, note, and a column of counts for each of `bins` (their names, lowest first)."""
    colours = [_colour(number, len(bins), palette) for number in range(len(bins))]
    legend = "".join(
        f"<span style='{style}'>{text(name)}</span>" for name, style in zip(bins, colours, strict=True)
    )
    drawn = "".join(_row(row, bins, colours) for row in rows.to_dict("records"))
    return f"<div class='shares' role='img' aria-label='{text(alt)}'><div class='share-bins'>{legend}</div>{drawn}</div>"


def _row(row: dict[str, object], bins: Sequence[str], colours: Sequence[str]) -> str:
    counts = [int(row[name]) for name in bins]  # type: ignore[call-overload]
    total = sum(counts) or 1
    parts = "".join(
        f"<i style='{colour};flex-grow:{count}' title='{text(name)}: {count}'>"
        f"{count if count / total >= ROOM else ''}</i>"
        for name, count, colour in zip(bins, counts, colours, strict=True)
        if count
    )
    return (
        f"<div class='share-row'>{label(row['label'], row['note'])}<div class='share-bar'>{parts}</div></div>"
    )


def _colour(number: int, of: int, palette: Palette) -> str:
    position = 100.0 * number / max(of - 1, 1)
    # Paper has ink of its own for all text; these numbers keep the one that can be read on their colour.
    return f"background:{palette.level(position)};color:{palette.text_on(position)}!important"
