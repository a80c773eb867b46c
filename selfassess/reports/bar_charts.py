"""Bar charts for slides and documents: a program's own, with their numbers in a sheet behind them.

A bar ends at the position and carries its number from the sheet; a thin line runs over the range in which it could lie
once everything is rated. Axes are fixed by the scale.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_TICK_MARK
from pptx.enum.chart import XL_TICK_LABEL_POSITION as TICKS
from pptx.oxml import parse_xml
from pptx.util import Pt

from selfassess.look import FONT, LIGHT
from selfassess.reports.chart_style import (
    NAMES,
    QUIET,
    Box,
    C,
    describe,
    fill,
    hex_of,
    outline,
    rewrite_sheet,
    rgb,
    set_font,
    set_type,
)
from selfassess.reports.text import clean

NOT_PLACED = "Too little rated: the range alone"


@dataclass(frozen=True)
class Bar:
    """One row: `position` None where too little is rated; `low` and `high` None where nothing applies."""

    label: str
    position: float | None
    low: float | None
    high: float | None
    form: str = "0"
    """How the number is written, as a spreadsheet's number format."""


@dataclass(frozen=True)
class Bars:
    """One series: a bar for each label of the chart, in their order."""

    name: str
    colour: str
    bars: Sequence[Bar]
    colours: Sequence[str] = ()
    """One for each bar, where they differ."""


def add_bars(
    slide: Any,
    box: Box,
    series: Sequence[Bars],
    alt: str,
    name: str,
    *,
    axis: tuple[float, float, float] = (0, 100, 50),
    size: int = 16,
    gap: int = 60,
) -> Any:
    """A horizontal bar chart, first row on top. `axis`: its ends and the step of its marks.

    A row without a position has its range alone: it hangs on a bar that isn't drawn, in a series of its own.
    """
    rows = series[0].bars
    ranged = [_with_ranges(each) for each in series]
    data = CategoryChartData(number_format="General")
    data.categories = [clean(bar.label) for bar in rows]
    for each in series:
        data.add_series(clean(each.name), [_tidy(bar.position) for bar in each.bars])
    floating = len(series) == 1 and any(b.position is None and b.low is not None for b in rows)
    if floating:
        data.add_series(NOT_PLACED, [_tidy(b.low) if b.position is None else None for b in rows])
    frame = slide.shapes.add_chart(XL_CHART_TYPE.BAR_CLUSTERED, *box, data)
    chart = frame.chart
    describe(frame, name, alt)
    set_type(chart, size)
    plot = chart.plots[0]
    plot.gap_width, plot.overlap = gap, 100 if floating else -15
    _style_axes(chart, axis, size)
    for number, (each, drawn) in enumerate(zip(series, plot.series, strict=False)):
        fill(drawn.format, each.colour)
        outline(drawn.format)
        for at, colour in enumerate(each.colours):
            fill(drawn.points[at].format, colour)
            outline(drawn.points[at].format)
        _label(drawn, size, each.bars)
        _add_whiskers(drawn, number, each.bars, ranged[number], floating=False)
    if floating:
        ghost = plot.series[len(series)]
        ghost.format.fill.background()
        ghost.format.line.fill.background()
        _add_whiskers(ghost, len(series), rows, ranged[0], floating=True)
    ends = [
        (f"{each.name}: {heading}", [getattr(bar, field) for bar in each.bars])
        for each in series
        for heading, field in (("lowest", "low"), ("highest", "high"))
    ]
    rewrite_sheet(chart, ends)
    return frame


def _with_ranges(series: Bars) -> list[tuple[float, float]]:
    """(below, above) of each bar: how far the range goes to either side; 0 where there is none."""
    found = []
    for bar in series.bars:
        if bar.low is None or bar.high is None:
            found.append((0.0, 0.0))
        elif bar.position is None:
            found.append((0.0, bar.high - bar.low))
        else:
            found.append((bar.position - bar.low, bar.high - bar.position))
    return found


def _add_whiskers(
    series: Any, number: int, bars: Sequence[Bar], ranges: Sequence[tuple[float, float]], floating: bool
) -> None:
    chosen = [
        pair if (bar.position is None) == floating else (0.0, 0.0)
        for bar, pair in zip(bars, ranges, strict=True)
    ]
    if not any(below + above > 0.05 for below, above in chosen):
        return
    parts = []
    for tag, at in (("minus", 0), ("plus", 1)):
        points = "".join(
            f'<c:pt idx="{row}"><c:v>{pair[at]!r}</c:v></c:pt>'
            for row, pair in enumerate(chosen)
            if any(pair)
        )
        parts.append(
            f"<c:{tag}><c:numLit><c:formatCode>General</c:formatCode>"
            f'<c:ptCount val="{len(chosen)}"/>{points}</c:numLit></c:{tag}>'
        )
    whiskers = parse_xml(
        f'<c:errBars {NAMES}><c:errBarType val="both"/><c:errValType val="cust"/><c:noEndCap val="0"/>'
        f'{parts[1]}{parts[0]}<c:spPr><a:ln w="28575" cap="flat"><a:solidFill><a:srgbClr val="{hex_of(LIGHT.ink)}"/>'
        "</a:solidFill></a:ln></c:spPr></c:errBars>"
    )
    series._element.find(f"{C}cat").addprevious(whiskers)


def _label(series: Any, size: int, bars: Sequence[Bar]) -> None:
    """The number at the foot of each bar, in ink: readable on the bar, and beside one that is too short for it."""
    labels = series.data_labels
    labels.show_value = True
    labels.number_format, labels.number_format_is_linked = "0", False
    labels.position = XL_LABEL_POSITION.INSIDE_BASE
    set_font(labels.font, size, LIGHT.ink, bold=True)
    for number, bar in reversed(list(enumerate(bars))):
        if bar.form != "0" and bar.position is not None:
            labels._element.insert(
                0,
                parse_xml(
                    f'<c:dLbl {NAMES}><c:idx val="{number}"/><c:numFmt formatCode="{bar.form}" sourceLinked="0"/>'
                    f'<c:spPr/><c:txPr><a:bodyPr/><a:lstStyle/><a:p><a:pPr><a:defRPr sz="{size * 100}" b="1"><a:solidFill>'
                    f'<a:srgbClr val="{hex_of(LIGHT.ink)}"/></a:solidFill><a:latin typeface="{FONT}"/></a:defRPr></a:pPr>'
                    '<a:endParaRPr lang="en-GB"/></a:p></c:txPr><c:dLblPos val="inBase"/><c:showLegendKey val="0"/>'
                    '<c:showVal val="1"/><c:showCatName val="0"/><c:showSerName val="0"/><c:showPercent val="0"/>'
                    '<c:showBubbleSize val="0"/></c:dLbl>'
                ),
            )


def _tidy(number: float | None) -> float | None:
    """Without the last digits' noise, which could tip a half the other way than the screens have it."""
    return None if number is None else round(float(number), 9)


def _style_axes(chart: Any, axis: tuple[float, float, float], size: int) -> None:
    low, high, step = axis
    across, down = chart.value_axis, chart.category_axis
    across.minimum_scale, across.maximum_scale, across.major_unit = low, high, step
    across.has_major_gridlines = True
    across.major_gridlines.format.line.color.rgb = rgb(QUIET)
    across.major_gridlines.format.line.width = Pt(1)
    across.format.line.fill.background()
    across.tick_labels.number_format, across.tick_labels.number_format_is_linked = "0", False
    set_font(across.tick_labels.font, size - 2, LIGHT.muted)
    down.reverse_order = True
    # With the first row on top, the numbers would stand on top, too.
    across._element.find(f"{C}crosses").set("val", "max")
    across.major_tick_mark = down.major_tick_mark = XL_TICK_MARK.NONE
    down.format.line.color.rgb = rgb(LIGHT.rule)
    down.tick_label_position = TICKS.LOW
    down.has_major_gridlines = False
    set_font(down.tick_labels.font, size, LIGHT.ink)
