"""The line: the continuum as one horizontal line, its named points, and places marked with their range."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go

from selfassess.charts.base import new_figure, plain
from selfassess.look import Palette

ROW_HEIGHT = 74


def draw_line(
    places: pd.DataFrame, points: Sequence[tuple[str, float]], palette: Palette, *, named: bool = True
) -> go.Figure:
    """One line per row of `places`, top to bottom in row order.

    `places`: label, position (NaN when too little was answered), low, high (NaN when nothing applies),
    symbol (a plotly marker name: the lens, told by shape). Positions run from 0 to 100. `points` are the
    continuum's named points. `named` writes each row's label above its line.
    """
    count = max(len(places), 1)
    figure = new_figure(palette, 62 + ROW_HEIGHT * count, {"l": 4, "r": 4, "t": 4, "b": 56})
    figure.update_xaxes(range=[-9, 109], showticklabels=False, showline=False)
    figure.update_yaxes(range=[-count + 0.45, 0.62], showticklabels=False, showline=False)
    for row, place in enumerate(places.itertuples(index=False)):
        _draw_row(figure, -row, place, [at for _, at in points], palette, named)
    for name, at in points:
        _name_point(figure, name, at, palette)
    return figure


def _draw_row(
    figure: go.Figure, y: float, place: object, ticks: Sequence[float], palette: Palette, named: bool
) -> None:
    low, high, position = (getattr(place, name) for name in ("low", "high", "position"))
    label, symbol = plain(getattr(place, "label")), getattr(place, "symbol")  # noqa: B009 (rows are named tuples)
    figure.add_scatter(
        x=[0, 100], y=[y, y], mode="lines", line={"color": palette.rule, "width": 3}, hoverinfo="skip"
    )
    figure.add_scatter(
        x=list(ticks),
        y=[y] * len(ticks),
        mode="markers",
        marker={"symbol": "line-ns", "size": 16, "line": {"color": palette.rule, "width": 3}},
        hoverinfo="skip",
    )
    if pd.notna(low) and high - low > 0.5:
        figure.add_scatter(
            x=[low, high],
            y=[y, y],
            mode="lines",
            line={"color": palette.accent, "width": 12},
            opacity=0.4,
            hovertemplate=f"{label}: somewhere from {low:.0f} to {high:.0f}<extra></extra>",
        )
    if pd.notna(position):
        figure.add_scatter(
            x=[position],
            y=[y],
            mode="markers",
            marker={
                "symbol": symbol,
                "size": 20,
                "color": palette.accent,
                "line": {"color": palette.paper, "width": 2},
            },
            hovertemplate=f"{label}: {position:.0f} of 100<extra></extra>",
        )
    if named:
        figure.add_annotation(
            x=0, y=y, yshift=26, xanchor="left", text=f"<b>{label}</b>", showarrow=False, align="left"
        )


def _name_point(figure: go.Figure, name: str, at: float, palette: Palette) -> None:
    """A point's name below the lines, on two lines; at the ends turned inwards, so that a phone shows it whole."""
    side = "left" if at < 10 else "right" if at > 90 else "center"
    figure.add_annotation(
        x={"left": -4, "right": 104}.get(side, at),
        y=0,
        yref="paper",
        yshift=-30,
        text=plain(name).replace(" ", "<br>", 1),
        xanchor=side,
        align=side,
        showarrow=False,
        font={"color": palette.muted},
    )
