"""The report as one page for a browser: charts that answer to the pointer, their tables beside them, nothing outside.

It looks as the app does, because it takes the app's own style sheet, typeface and drawings along.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from plotly.offline import get_plotlyjs

from selfassess.charts.base import CONFIG
from selfassess.charts.heatmap import draw_heatmap
from selfassess.charts.line import draw_line, draw_profile
from selfassess.charts.spread import draw_spread
from selfassess.charts.strands import draw_strands
from selfassess.charts.track import text as esc
from selfassess.look import DARK, FONT, FONT_STACK, LIGHT, Palette
from selfassess.reports.sections import make_content
from selfassess.view_models.board import BoardReport
from selfassess.view_models.detail import Chart
from selfassess.view_models.two_ends import LEGEND

PACKAGE = Path(__file__).parents[1]
STYLE = PACKAGE / "ui" / "style.css"
FACES = (
    ("normal", "atkinson-hyperlegible-next-latin-wght-normal.woff2"),
    ("italic", "atkinson-hyperlegible-next-latin-wght-italic.woff2"),
)
STATIC_FONTS = PACKAGE.parent / "static" / "fonts"

POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; font-src data:; img-src data: blob:"
"""What a browser may do with the page: it is told to ask nobody for anything."""

AS_A_TABLE = "The same as a table"
NO_SCRIPT = "This drawing needs a browser that runs scripts. The words and the table beside it say the same."
ON_THIS_PAGE = "On this page"
FAR_SYMBOL = "square"

PAGE_STYLE = """
:root { color-scheme: light dark; LIGHT }
@media (prefers-color-scheme: dark) { :root { DARK } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1.0625rem/1.5 FONT; }
main { max-width: 50rem; margin: 0 auto; padding: 2rem 1.2rem 3rem; }
.stHtml h2 { margin-top: 2.4rem; }
.stHtml h3 { margin-top: 1.4rem; }
nav ul { columns: 16rem; }
a { color: var(--accent); }
.travel { display: grid; grid-template-columns: repeat(auto-fit, minmax(13rem, 1fr)); gap: .3rem 1.2rem; }
.travel p { border-top: .15rem solid var(--rule); padding-top: .3rem; margin: .3rem 0; }
.chart { min-height: 460px; }
.numbers td, .numbers th { padding-right: .6rem; }
@media print {
  :root { LIGHT }
  body { background: #fff; }
  main { max-width: none; padding: 0; }
  nav { display: none; }
  .chart { break-inside: avoid; }
}
"""

PAINT = """
const dark = matchMedia("(prefers-color-scheme: dark)");
function paint(mode) {
  for (const [id, drawn] of Object.entries(charts)) Plotly.react(id, drawn[mode].data, drawn[mode].layout, config);
}
function paintAsSeen() { paint(dark.matches ? "dark" : "light"); }
paintAsSeen();
dark.addEventListener("change", paintAsSeen);
addEventListener("beforeprint", () => paint("light"));
addEventListener("afterprint", paintAsSeen);
"""


def write_page(report: BoardReport) -> bytes:
    """The page, whole: style, typeface, scripts and data are in the one file."""
    content = make_content(report)
    flags = "".join(f"<p class='flag'><strong>{esc(flag)}</strong></p>" for flag in content["flags"])
    body = "".join(
        (
            f"<h1 class='page-title'>{esc(content['title'])}</h1>",
            f"<p class='where'>{esc(content['where'])}</p><p class='where'>{esc(content['dated'])}</p>{flags}",
            _first_page(report, content["first"]),
            _contents(content["sections"]),
            *(_section(report, number, each) for number, each in enumerate(content["sections"], start=1)),
        )
    )
    page = (
        "<!DOCTYPE html>\n<html lang='en-GB'><head><meta charset='utf-8'>"
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        "<meta name='viewport' content='width=device-width, initial-scale=1'>"
        f"<title>{esc(content['title'])}</title><style>{_style()}</style></head>"
        f"<body><main class='stHtml'>{body}</main>{_scripts(report)}</body></html>\n"
    )
    return page.encode("utf-8")


def _style() -> str:
    faces = "".join(
        f"@font-face{{font-family:'{FONT}';font-style:{style};font-weight:200 800;"
        f"src:url(data:font/woff2;base64,{base64.b64encode(path.read_bytes()).decode()}) format('woff2')}}"
        for style, name in FACES
        if (path := STATIC_FONTS / name).is_file()
    )
    own = PAGE_STYLE.replace("LIGHT", _colours(LIGHT)).replace("DARK", _colours(DARK))
    return faces + STYLE.read_text("utf-8") + own.replace("FONT", _quoted_stack())


def _quoted_stack() -> str:
    return ", ".join(f"'{name}'" if " " in name else name for name in FONT_STACK.split(", "))


def _colours(palette: Palette) -> str:
    values = {
        "ink": palette.ink,
        "paper": palette.paper,
        "rule": palette.rule,
        "accent": palette.accent,
        "strand-0": palette.strand(0),
        "strand-1": palette.strand(1),
    }
    return "".join(f"--{name}:{colour};" for name, colour in values.items())


def _scripts(report: BoardReport) -> str:
    """Plotly and the one chart that it draws, in both modes. None of it where there is no such chart."""
    if report.square is None or report.square_words is None:
        return ""
    drawn = {
        mode: json.loads(draw_strands(report.square.frame, report.square_words, palette).to_json())
        for mode, palette in (("light", LIGHT), ("dark", DARK))
    }
    data = f"const charts = {_json({'chart-strands': drawn})}, config = {_json(CONFIG)};"
    return f"<script>{get_plotlyjs()}</script><script>{data}{PAINT}</script>"


def _json(value: Any) -> str:
    """As a script may hold it: no text in it can end the script."""
    return json.dumps(value).replace("<", "\\u003c")


def _first_page(report: BoardReport, first: Mapping[str, Any]) -> str:
    strands = "".join(
        f"<div class='strand strand-{min(number, 1)}'><p class='strand-name'>{esc(each['name'])}</p>"
        f"<p class='strand-figure'>{esc(each['figure'])}</p><p>{esc(each['words'])}</p></div>"
        for number, each in enumerate(first["strands"])
    )
    facts = "".join(f"<dt>{esc(each['name'])}</dt><dd>{esc(each['words'])}</dd>" for each in first["facts"])
    todo = "".join(f"<h3>{esc(each['title'])}</h3>{_lines(each['lines'])}" for each in first["next"])
    return "".join(
        (
            f"<p class='place'>{esc(first['place'])}</p>",
            _paragraph(first["zone"]),
            draw_line(report.line.frame, report.points, report.line.alt, named=False),
            _table_of(report.line),
            _paragraph(first["range"]),
            f"<div class='pair'>{strands}</div><dl class='facts'>{facts}</dl>",
            f"<h2>{esc(first['next_heading'])}</h2>{_paragraph(first['next_empty'])}{todo}",
            f"<aside class='cautions' aria-label='{esc(first['cautions_title'])}'>",
            f"<p><strong>{esc(first['cautions_title'])}</strong></p>{_bullets(first['cautions'])}</aside>",
        )
    )


def _contents(sections: Sequence[Mapping[str, Any]]) -> str:
    links = "".join(
        f"<li><a href='#part-{number}'>{esc(each['heading'])}</a></li>"
        for number, each in enumerate(sections, start=1)
    )
    return f"<nav aria-label='{ON_THIS_PAGE}'><h2>{ON_THIS_PAGE}</h2><ul>{links}</ul></nav>"


def _section(report: BoardReport, number: int, section: Mapping[str, Any]) -> str:
    blocks = "".join(BLOCKS[block["kind"]](report, block) for block in section["blocks"])
    return f"<section><h2 id='part-{number}'>{esc(section['heading'])}</h2>{blocks}</section>"


def _text(report: BoardReport, block: Mapping[str, Any]) -> str:
    kind = f" class='{block['style']}'" if block["style"] else ""
    return f"<p{kind}>{_lines_of(block['text'])}</p>"


def _table(report: BoardReport, block: Mapping[str, Any]) -> str:
    grid = _draw_grid(report) if block["name"] == "grid" else ""
    rows = [[cell["text"] if isinstance(cell, Mapping) else cell for cell in row] for row in block["rows"]]
    return grid + _table_markup(block["caption"], block["columns"], rows)


def _draw_grid(report: BoardReport) -> str:
    frame = report.grid.frame
    rows, columns = list(dict.fromkeys(frame["row"])), sorted(set(frame["column"]))
    caption = f"<p class='caption'>{esc(report.grid_caption)}</p>"
    return draw_heatmap(frame, rows, columns, LIGHT, report.grid.title) + caption


def _tracks(report: BoardReport, block: Mapping[str, Any]) -> str:
    if block["name"] == "profile":
        chart = report.profile
        return draw_profile(chart.frame, chart.alt) + _table_of(chart)
    ends = report.ends
    assert ends is not None
    drawn = draw_spread(ends.frame, report.levels, ends.alt, far_symbol=FAR_SYMBOL, legend=LEGEND)
    return drawn + _table_of(ends)


def _square(report: BoardReport, block: Mapping[str, Any]) -> str:
    return (
        f"<div id='chart-strands' class='chart' role='img' aria-label='{esc(block['alt'])}'></div>"
        f"<noscript><p>{NO_SCRIPT}</p></noscript>"
    )


def _entry(report: BoardReport, block: Mapping[str, Any]) -> str:
    items = "".join(
        f"<h4>{esc(item['title'])}</h4><p>{esc(item['rating'])}</p>{_lines(item['lines'], 'note')}"
        + (
            f"<p><strong>{esc(item['steps_title'])}</strong></p>{_bullets(item['steps'])}"
            if item["steps"]
            else ""
        )
        for item in block["items"]
    )
    return f"<h3>{esc(block['title'])}</h3>{items}"


def _agreed(report: BoardReport, block: Mapping[str, Any]) -> str:
    return f"<h3>{esc(block['title'])}</h3><p>{esc(block['rating'])}</p>{_lines(block['lines'], 'note')}"


def _action(report: BoardReport, block: Mapping[str, Any]) -> str:
    return (
        f"<h3>{esc(block['title'])}</h3><div class='travel'>{_lines(block['travel'])}</div>"
        f"{_lines([block['action'], *block['terms']])}{_paragraph(block['note'])}"
    )


BLOCKS: dict[str, Callable[[BoardReport, Mapping[str, Any]], str]] = {
    "text": _text,
    "table": _table,
    "tracks": _tracks,
    "square": _square,
    "entry": _entry,
    "agreed": _agreed,
    "action": _action,
}


def _lines(lines: Iterable[Mapping[str, str]], kind: str = "") -> str:
    opening = f"<p class='{kind}'>" if kind else "<p>"
    return "".join(
        opening
        + (f"<strong>{esc(line['name'])}</strong> " if line["name"] else "")
        + _lines_of(line["words"])
        + "</p>"
        for line in lines
    )


def _lines_of(text: str) -> str:
    """Text with the line ends that somebody typed."""
    return "<br>".join(esc(line) for line in text.split("\n"))


def _paragraph(text: str) -> str:
    return f"<p>{esc(text)}</p>" if text else ""


def _bullets(texts: Iterable[str]) -> str:
    return "<ul>" + "".join(f"<li>{esc(text)}</li>" for text in texts) + "</ul>"


def _table_of(chart: Chart) -> str:
    table = _table_markup(chart.title, chart.columns, chart.rows)
    return f"<details><summary>{AS_A_TABLE}</summary>{table}</details>"


def _table_markup(caption: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    head = "".join(f"<th scope='col'>{esc(column)}</th>" for column in columns)
    body = "".join(
        f"<tr><th scope='row'>{esc(row[0])}</th>"
        + "".join(f"<td>{esc(cell)}</td>" for cell in row[1:])
        + "</tr>"
        for row in rows
    )
    return (
        f"<div class='table' role='region' tabindex='0' aria-label='{esc(caption)}'><table>"
        f"<caption>{esc(caption)}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )
