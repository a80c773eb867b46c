"""The heatmap: ratings as cells of one hue, each with its level in figures; missing stays visibly empty."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go

from selfassess.charts.base import new_figure, plain
from selfassess.look import Palette


def draw_heatmap(
    cells: pd.DataFrame,
    rows: Sequence[str],
    columns: Sequence[str],
    palette: Palette,
    *,
    row_height: int = 40,
) -> go.Figure:
    """`cells`: row, column, position (NaN: none), text (inside the cell), hover. A pair without a cell
    stays blank. `rows` and `columns` give the order, top to bottom and left to right."""
    longest = max((len(row) for row in rows), default=10)
    left = min(20 + 8 * longest, 260)
    figure = new_figure(palette, 56 + row_height * len(rows), {"l": left, "r": 8, "t": 44, "b": 8})
    figure.update_xaxes(
        range=[-0.5, len(columns) - 0.5],
        tickvals=list(range(len(columns))),
        ticktext=[plain(column) for column in columns],
        side="top",
        showline=False,
    )
    figure.update_yaxes(
        range=[len(rows) - 0.5, -0.5],
        tickvals=list(range(len(rows))),
        ticktext=[plain(row) for row in rows],
        showline=False,
        automargin=False,
    )
    column_at = {name: index for index, name in enumerate(columns)}
    row_at = {name: index for index, name in enumerate(rows)}
    for cell in cells.to_dict("records"):
        _draw_cell(figure, column_at[cell["column"]], row_at[cell["row"]], cell, palette)
    figure.add_scatter(
        x=[column_at[name] for name in cells["column"]],
        y=[row_at[name] for name in cells["row"]],
        mode="markers",
        marker={"size": 26, "opacity": 0},
        hovertext=[plain(text) for text in cells["hover"]],
        hovertemplate="%{hovertext}<extra></extra>",
    )
    return figure


def _draw_cell(figure: go.Figure, x: int, y: int, cell: dict[str, object], palette: Palette) -> None:
    position = cell["position"]
    rated = pd.notna(position)
    figure.add_shape(
        type="rect",
        x0=x - 0.47,
        x1=x + 0.47,
        y0=y - 0.44,
        y1=y + 0.44,
        fillcolor=palette.level(float(position)) if rated else palette.missing,  # type: ignore[arg-type]
        line={"color": palette.rule, "width": 1, "dash": "solid" if rated else "dot"},
        layer="below",
    )
    colour = palette.text_on(float(position)) if rated else palette.muted  # type: ignore[arg-type]
    figure.add_annotation(x=x, y=y, text=plain(str(cell["text"])), showarrow=False, font={"color": colour})
