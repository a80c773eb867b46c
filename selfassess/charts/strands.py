"""Two strands on one square: each place a mark with its ranges, the four corners named."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
import plotly.graph_objects as go

from selfassess.charts.base import new_figure, plain
from selfassess.look import Palette


@dataclass(frozen=True)
class SquareWords:
    """What stands on the square: the axes' names and the four corners."""

    across: str
    up: str
    low_low: str
    high_low: str
    low_high: str
    high_high: str


def draw_strands(places: pd.DataFrame, words: SquareWords, palette: Palette) -> go.Figure:
    """A square of two strands, 0 to 100 each way.

    `places`: label, symbol, x, x_low, x_high, y, y_low, y_high; a NaN x or y draws the ranges alone.
    """
    figure = new_figure(palette, 460, {"l": 56, "r": 12, "t": 12, "b": 56})
    axis = {"range": [-4, 104], "tickvals": [0, 50, 100], "ticks": "outside", "tickcolor": palette.rule}
    figure.update_xaxes(title={"text": plain(words.across) + " →"}, showline=True, **axis)
    figure.update_yaxes(title={"text": plain(words.up) + " →"}, showline=True, **axis)
    for position in ("x", "y"):
        start, end = ({"x0": 50, "x1": 50, "y0": 0, "y1": 100}, {"y0": 50, "y1": 50, "x0": 0, "x1": 100})
        figure.add_shape(
            type="line",
            **(start if position == "x" else end),
            line={"color": palette.rule, "width": 1, "dash": "dot"},
        )
    corners = (
        (2, 2, "left", "bottom", words.low_low),
        (98, 2, "right", "bottom", words.high_low),
        (2, 98, "left", "top", words.low_high),
        (98, 98, "right", "top", words.high_high),
    )
    for x, y, xanchor, yanchor, text in corners:
        figure.add_annotation(
            x=x,
            y=y,
            xanchor=xanchor,
            yanchor=yanchor,
            text=plain(text),
            showarrow=False,
            font={"color": palette.muted},
        )
    records = places.to_dict("records")
    for place in records:
        _draw_place(figure, place, palette, _side_of_name(place, records))
    return figure


def _side_of_name(place: dict[str, object], places: list[dict[str, object]]) -> str:
    """Where a place's name stands: away from its nearest neighbour. "" when it is alone and needs no name."""
    others = [
        other for other in places if other is not place and pd.notna(other["x"]) and pd.notna(other["y"])
    ]
    if not others or pd.isna(place["x"]) or pd.isna(place["y"]):
        return ""

    def distance(other: dict[str, object]) -> float:
        return float((place["x"] - other["x"]) ** 2 + (place["y"] - other["y"]) ** 2)  # type: ignore[operator]

    nearest = min(others, key=distance)
    return "top" if place["y"] >= nearest["y"] else "bottom"  # type: ignore[operator]


def _draw_place(figure: go.Figure, place: dict[str, object], palette: Palette, side: str) -> None:
    x, y = place["x"], place["y"]
    x_low, x_high, y_low, y_high = (place[name] for name in ("x_low", "x_high", "y_low", "y_high"))
    if pd.isna(x_low) or pd.isna(y_low):
        return
    middle_x = x if pd.notna(x) else (x_low + x_high) / 2  # type: ignore[operator]
    middle_y = y if pd.notna(y) else (y_low + y_high) / 2  # type: ignore[operator]
    for xs, ys, colour in (
        ([x_low, x_high], [middle_y] * 2, palette.working_together),
        ([middle_x] * 2, [y_low, y_high], palette.foundations),
    ):
        figure.add_scatter(
            x=xs, y=ys, mode="lines", line={"color": colour, "width": 8}, opacity=0.45, hoverinfo="skip"
        )
    known = pd.notna(x) and pd.notna(y)
    if not known:
        return
    label = plain(str(place["label"]))
    near_right = x > 70  # type: ignore[operator]
    figure.add_scatter(
        x=[x],
        y=[y],
        mode="markers+text" if side else "markers",
        text=[f"<b>{label}</b>"] if side else None,
        textposition=f"{side or 'top'} {'left' if near_right else 'right'}",
        marker={
            "symbol": place["symbol"],
            "size": 18,
            "color": palette.accent,
            "line": {"color": palette.paper, "width": 2},
        },
        hovertemplate=f"{label}: %{{x:.0f}} across, %{{y:.0f}} up<extra></extra>",
    )
