"""The profile: one row per indicator, its position as a dot and its bounds as a bar."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from selfassess.charts.base import new_figure, plain
from selfassess.look import Palette


def draw_profile(rows: pd.DataFrame, palette: Palette) -> go.Figure:
    """`rows`, top to bottom: label, position (NaN: too little answered), low, high (NaN: nothing applies),
    note (stands at the right edge of the row, such as the band or what is missing)."""
    count = len(rows)
    figure = new_figure(palette, 70 + 58 * count, {"l": 8, "r": 8, "t": 6, "b": 44})
    figure.update_xaxes(
        range=[-3, 103], tickvals=[0, 25, 50, 75, 100], showgrid=True, gridcolor=palette.card, showline=True
    )
    figure.update_yaxes(range=[-count + 0.5, 0.8], showticklabels=False, showline=False)
    for row, indicator in enumerate(rows.to_dict("records")):
        _draw_indicator(figure, -row, indicator, palette)
    return figure


def _draw_indicator(figure: go.Figure, y: float, row: dict[str, object], palette: Palette) -> None:
    position, low, high = row["position"], row["low"], row["high"]
    label, note = plain(str(row["label"])), plain(str(row["note"]))
    figure.add_annotation(
        x=0, y=y, yshift=19, xanchor="left", text=f"<b>{label}</b>", showarrow=False, align="left"
    )
    figure.add_annotation(
        x=100, y=y, yshift=19, xanchor="right", text=note, showarrow=False, font={"color": palette.muted}
    )
    figure.add_scatter(
        x=[0, 100], y=[y, y], mode="lines", line={"color": palette.rule, "width": 1}, hoverinfo="skip"
    )
    if pd.notna(low):
        figure.add_scatter(
            x=[low, high],
            y=[y, y],
            mode="lines",
            line={"color": palette.accent, "width": 10},
            opacity=0.4,
            hovertemplate=f"{label}: from {low:.0f} to {high:.0f}<extra></extra>",
        )
    if pd.notna(position):
        figure.add_scatter(
            x=[position],
            y=[y],
            mode="markers",
            marker={"size": 16, "color": palette.accent, "line": {"color": palette.paper, "width": 2}},
            hovertemplate=f"{label}: {position:.0f} of 100<extra></extra>",
        )
