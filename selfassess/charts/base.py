"""What every figure shares: type, paper, quiet axes, no tool bar."""

from __future__ import annotations

from typing import Any

import plotly.graph_objects as go

from selfassess.look import FONT_STACK, Palette
from selfassess.plain_text import show_controls

CONFIG: dict[str, Any] = {"displayModeBar": False, "responsive": True, "scrollZoom": False}
"""The plotly options for screens: no tool bar, nothing that a scroll can upset."""

TEXT_SIZE = 15


def new_figure(palette: Palette, height: int, margin: dict[str, int] | None = None) -> go.Figure:
    """An empty figure in the house style. `height` in pixels; the width follows the page."""
    figure = go.Figure()
    figure.update_layout(
        height=height,
        margin={"l": 8, "r": 8, "t": 8, "b": 8} | (margin or {}),
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        font={"family": FONT_STACK, "size": TEXT_SIZE, "color": palette.ink},
        showlegend=False,
        dragmode=False,
        hoverlabel={
            "bgcolor": palette.card,
            "bordercolor": palette.rule,
            "font": {"family": FONT_STACK, "size": TEXT_SIZE, "color": palette.ink},
            "align": "left",
        },
    )
    quiet = {"showgrid": False, "zeroline": False, "fixedrange": True, "linecolor": palette.rule}
    figure.update_xaxes(**quiet)
    figure.update_yaxes(**quiet)
    return figure


def plain(text: str) -> str:
    """`text` as plotly shows it to the letter: its labels read a little HTML, so that is escaped."""
    return show_controls(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
