"""Charts of places for slides and documents: the line with its named points, and the square of two strands.

They are a program's own charts, with their numbers in a sheet behind them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
from pptx.chart.data import XyChartData
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_MARKER_STYLE, XL_TICK_MARK
from pptx.enum.chart import XL_TICK_LABEL_POSITION as TICKS
from pptx.enum.dml import MSO_LINE
from pptx.oxml import parse_xml
from pptx.util import Pt

from selfassess.charts.strands import SquareWords
from selfassess.look import LIGHT
from selfassess.reports.chart_style import (
    NAMES,
    QUIET,
    A,
    Box,
    C,
    describe,
    fill,
    rewrite_sheet,
    rgb,
    set_font,
    set_type,
)
from selfassess.reports.text import clean
from selfassess.view_models.words import whole

MARKS = {
    "circle": XL_MARKER_STYLE.CIRCLE,
    "square": XL_MARKER_STYLE.SQUARE,
    "diamond": XL_MARKER_STYLE.DIAMOND,
    "triangle-up": XL_MARKER_STYLE.TRIANGLE,
}
NAMES_BELOW = -0.62
"""Where the names stand under the line, on an axis from -1 to 1: clear of a mark that covers their point."""
SMALLEST_RANGE = 0.5
STRANDS = (LIGHT.working_together, LIGHT.foundations)
SEE_THROUGH = 45_000
"""How solid a range is, of 100,000: programs differ in which series they draw on top, and the mark must show."""


def add_line(
    slide: Any,
    box: Box,
    frame: pd.DataFrame,
    points: Sequence[tuple[str, float]],
    alt: str,
    name: str,
    size: int = 18,
) -> Any:
    """The line with its named points, one place on it and its range. `frame`: one row as `charts.line` takes it, of
    which the first is drawn. `size`: of the names; everything else goes with it.

    The line is the axis, so that it lies below everything whatever program draws it.
    """
    place = frame.iloc[0]
    data = XyChartData(number_format="0.0")
    names = data.add_series("The names on the line")
    for _, at in points:
        names.add_data_point(at, NAMES_BELOW)
    ranged = pd.notna(place["low"]) and place["high"] - place["low"] > SMALLEST_RANGE
    if ranged:
        span = data.add_series("From the lowest to the highest it could be")
        for at in (place["low"], place["high"]):
            span.add_data_point(float(at), 0)
    placed = pd.notna(place["position"])
    if placed:
        data.add_series(clean(str(place["label"]))).add_data_point(float(place["position"]), 0)
    graphic = slide.shapes.add_chart(XL_CHART_TYPE.XY_SCATTER_LINES, *box, data)
    chart = graphic.chart
    describe(graphic, name, alt)
    set_type(chart, size)
    _make_line(chart)
    drawn = list(chart.plots[0].series)
    _stroke(drawn[0], None, 0)
    drawn[0].marker.style = XL_MARKER_STYLE.NONE
    for number, (words, _) in enumerate(points):
        _write_label(drawn[0], number, words, XL_LABEL_POSITION.CENTER, size, LIGHT.ink)
    if ranged:
        _stroke(drawn[1], LIGHT.accent, size, SEE_THROUGH)
        drawn[1].marker.style = XL_MARKER_STYLE.NONE
    if placed:
        _stroke(drawn[-1], None, 0)
        style = MARKS.get(str(place["symbol"]), XL_MARKER_STYLE.CIRCLE)
        _mark(drawn[-1], style, int(size * 1.5), LIGHT.accent, LIGHT.paper)
        words = whole(float(place["position"]))
        _write_label(drawn[-1], 0, words, XL_LABEL_POSITION.ABOVE, int(size * 1.7), LIGHT.ink, bold=True)
    rewrite_sheet(chart)
    return graphic


def _make_line(chart: Any) -> None:
    """The axis across as a plain line with a mark at each named point; no axis up."""
    across, up = chart.category_axis, chart.value_axis
    across.minimum_scale, across.maximum_scale, across.major_unit = 0, 100, 50
    up.minimum_scale, up.maximum_scale = -1, 1
    across.has_major_gridlines = up.has_major_gridlines = False
    across.tick_label_position = TICKS.NONE
    across.major_tick_mark, across.minor_tick_mark = XL_TICK_MARK.CROSS, XL_TICK_MARK.NONE
    across.format.line.color.rgb = rgb(LIGHT.rule)
    across.format.line.width = Pt(3)
    up.visible = False
    _lay_out(chart, 0.11, 0.0, 0.78, 1.0)


def add_square(
    slide: Any, box: Box, frame: pd.DataFrame, words: SquareWords, alt: str, name: str, size: int = 14
) -> Any:
    """Two strands on one square, the corners named. `frame`: one row as `charts.strands` takes it."""
    place = frame.iloc[0]
    data = XyChartData(number_format="0.0")
    corners = data.add_series("The corners")
    named = [
        (x, y, text)
        for (x, y), text in zip(
            ((5, 5), (95, 5), (5, 95), (95, 95)),
            (words.low_low, words.high_low, words.low_high, words.high_high),
            strict=True,
        )
    ]
    for x, y, _ in named:
        corners.add_data_point(x, y)
    ranges = _ranges(place)
    for label, ends in zip((words.across, words.up), ranges, strict=False):
        span = data.add_series(f"{clean(label)}: lowest and highest")
        for end in ends:
            span.add_data_point(*end)
    placed = pd.notna(place["x"]) and pd.notna(place["y"])
    if placed:
        data.add_series(clean(str(place["label"]))).add_data_point(float(place["x"]), float(place["y"]))
    graphic = slide.shapes.add_chart(XL_CHART_TYPE.XY_SCATTER_LINES, *box, data)
    chart = graphic.chart
    describe(graphic, name, alt)
    set_type(chart, size)
    _style_square(chart, words, size)
    drawn = list(chart.plots[0].series)
    _stroke(drawn[0], None, 0)
    drawn[0].marker.style = XL_MARKER_STYLE.NONE
    for number, (x, _, text) in enumerate(named):
        side = XL_LABEL_POSITION.RIGHT if x < 50 else XL_LABEL_POSITION.LEFT
        _write_label(drawn[0], number, text, side, size - 2, LIGHT.muted)
    for span, colour in zip(drawn[1 : 1 + len(ranges)], STRANDS, strict=False):
        _stroke(span, colour, 10, SEE_THROUGH)
        span.marker.style = XL_MARKER_STYLE.NONE
    if placed:
        _stroke(drawn[-1], None, 0)
        style = MARKS.get(str(place["symbol"]), XL_MARKER_STYLE.CIRCLE)
        _mark(drawn[-1], style, 18, LIGHT.accent, LIGHT.paper)
    rewrite_sheet(chart)
    return graphic


def _ranges(place: pd.Series) -> list[list[tuple[float, float]]]:
    """The two ranges, each through the other strand's position, or its middle where there is none."""
    if pd.isna(place["x_low"]) or pd.isna(place["y_low"]):
        return []
    x, y = (
        float(place[each])
        if pd.notna(place[each])
        else (float(place[f"{each}_low"]) + float(place[f"{each}_high"])) / 2
        for each in "xy"
    )
    return [
        [(float(place["x_low"]), y), (float(place["x_high"]), y)],
        [(x, float(place["y_low"])), (x, float(place["y_high"]))],
    ]


def _style_square(chart: Any, words: SquareWords, size: int) -> None:
    for axis, title in ((chart.category_axis, words.across), (chart.value_axis, words.up)):
        axis.minimum_scale, axis.maximum_scale, axis.major_unit = 0, 100, 50
        axis.has_major_gridlines = True
        axis.major_gridlines.format.line.color.rgb = rgb(QUIET)
        axis.major_tick_mark = XL_TICK_MARK.NONE
        axis.format.line.color.rgb = rgb(LIGHT.rule)
        axis.tick_labels.number_format, axis.tick_labels.number_format_is_linked = "0", False
        set_font(axis.tick_labels.font, size, LIGHT.muted)
        axis.has_title = True
        axis.axis_title.text_frame.text = clean(title)
        set_font(axis.axis_title.text_frame.paragraphs[0].runs[0].font, size, LIGHT.ink)


def _lay_out(chart: Any, left: float, top: float, width: float, height: float) -> None:
    """Where the plot stands in its frame, in parts of it: with room at the sides for the names at the ends."""
    area = chart._chartSpace.find(f"{C}chart/{C}plotArea")
    for old in area.findall(f"{C}layout"):
        area.remove(old)
    numbers = "".join(
        f'<c:{tag} val="{value}"/>' for tag, value in zip("xywh", (left, top, width, height), strict=True)
    )
    area.insert(
        0,
        parse_xml(
            f'<c:layout {NAMES}><c:manualLayout><c:layoutTarget val="inner"/><c:xMode val="edge"/>'
            f'<c:yMode val="edge"/>{numbers}</c:manualLayout></c:layout>'
        ),
    )


def _write_label(
    series: Any, number: int, text: str, position: Any, size: int, colour: str, bold: bool = False
) -> None:
    label = series.points[number].data_label
    frame = label.text_frame
    frame.text = clean(text)
    frame.word_wrap = False
    set_font(frame.paragraphs[0].runs[0].font, size, colour, bold)
    label.position = position


def _stroke(series: Any, colour: str | None, width: float, alpha: int = 100_000) -> None:
    series.smooth = False
    if colour is None:
        series.format.line.fill.background()
        return
    series.format.line.color.rgb = rgb(colour)
    series.format.line.width = Pt(width)
    series.format.line.dash_style = MSO_LINE.SOLID
    for ink in series.format.line._ln.iter(f"{A}srgbClr"):
        ink.append(parse_xml(f'<a:alpha {NAMES} val="{alpha}"/>'))


def _mark(series: Any, style: Any, size: int, inside: str, edge: str) -> None:
    series.marker.style, series.marker.size = style, size
    fill(series.marker.format, inside)
    series.marker.format.line.color.rgb = rgb(edge)
    series.marker.format.line.width = Pt(2)
