"""A chart with all that belongs to it: its finding, its text alternative, its data as a table."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go
import streamlit as st

from selfassess.charts.base import CONFIG
from selfassess.look import Palette, palette
from selfassess.ui import html
from selfassess.view_models.detail import Chart
from selfassess.view_models.results import StrandWords


def current_palette() -> Palette:
    """The palette of the mode the reader's browser shows."""
    return palette(st.context.theme.type)


def draw_chart(chart: Chart, figure: go.Figure | str, *, key: str) -> None:
    """The finding as a heading, the chart, and its data as a table on request.

    `figure` is a plotly figure, or markup that brings its own text alternative.
    """
    html.show(f"<h3 class='finding'>{html.esc(chart.title)}</h3>")
    if isinstance(figure, str):
        html.show(figure)
    else:
        st.plotly_chart(figure, theme=None, config=CONFIG, key=key, alt=chart.alt)
    html.show(html.fold("The same as a table", html.table_markup(chart.columns, chart.rows, chart.title)))


def chart_markup(chart: Chart, figure: str, *, named: bool = True) -> str:
    """As `draw_chart`, to stand under a heading among other markup: the finding is then a line of text."""
    finding = f"<p class='finding'>{html.esc(chart.title)}</p>" if named else ""
    table = html.table_markup(chart.columns, chart.rows, chart.title)
    return finding + figure + html.fold("The same as a table", table)


def draw_cautions(texts: Sequence[str]) -> None:
    """The cautions that stand wherever a placement stands."""
    html.show(
        "<aside class='cautions' aria-label='Cautions'><p><strong>Read this with care</strong></p><ul>"
        + "".join(f"<li>{html.esc(text)}</li>" for text in texts)
        + "</ul></aside>"
    )


def draw_strand_words(strands: Sequence[StrandWords]) -> None:
    """What the strands are; folded, why they are told apart and which sub-indicators each holds."""
    html.show(
        "".join(f"<p><strong>{html.esc(s.name)}</strong> {html.esc(s.description)}</p>" for s in strands)
        + html.fold(
            "Why two strands, and what is in each",
            "".join(
                f"<p>{html.esc(s.reason)}</p><p><strong>{html.esc(s.name)}:</strong> {html.esc(s.items)}.</p>"
                for s in strands
            ),
        )
    )
