"""The report in reading order, as plain data: a first page that can stand alone, then sections made of blocks.

The PDF and the page for a browser are set from this, so that both say the same in the same order.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from selfassess.look import LIGHT
from selfassess.view_models.board import PLAN_IS_THE_CENTRES, BoardReport, Entry, Table
from selfassess.view_models.detail import ItemDetail
from selfassess.view_models.plan import COLUMNS as PLAN_COLUMNS
from selfassess.view_models.plan import PlanRow, table_rows
from selfassess.view_models.results import Priority
from selfassess.view_models.words import AT_RISK_TITLE, PRIVACY_LINE, whole

Block = dict[str, Any]
"""One piece of a section; its `kind` tells how to set it, and its `name` which chart of the report it is, if any."""

NEXT_HEADING = "To work on next"
NEXT_EMPTY = "Nothing rated stands below the top level."
TRAVEL = 3
"""How many of the plan's columns say where it goes (now, the aim, what it takes): they stand side by side."""
FOOT_LENGTH = 80
CAUTIONS_TITLE = "Read this with care"
ENDS_LEGEND = (
    ("square", "the authority"),
    ("circle", "the centre, or the middle of the centres"),
    ("range", "from the lowest centre to the highest"),
)


def make_content(report: BoardReport) -> dict[str, Any]:
    """The first page, then sections of blocks. Text, numbers, None, lists and mappings only."""
    return {
        "title": report.title,
        "where": report.where,
        "dated": report.dated,
        "flags": [flag for flag in (report.provisional, report.illustrative) if flag],
        "foot": " · ".join(part for part in (_shorten(report.where), report.provisional) if part),
        "first": _first_page(report),
        "sections": [section for section in _sections(report) if section["blocks"]],
    }


def _shorten(text: str) -> str:
    """To stand on one line at the foot of a page, where it only reminds."""
    return text if len(text) <= FOOT_LENGTH else text[: FOOT_LENGTH - 1].rstrip() + "…"


def _first_page(report: BoardReport) -> dict[str, Any]:
    row = report.line.frame.iloc[0]
    facts = [("Who says so", report.who), ("What we could show for it", report.evidence)]
    facts += [_fact(signal) for signal in report.signals]
    return {
        "place": report.place.sentence,
        "zone": report.zone_description,
        "range": report.place.range_sentence,
        "line": {
            "alt": report.line.alt,
            "points": [{"name": name, "at": at} for name, at in report.points],
            **_track(row, symbol=row["symbol"]),
            "number": "" if pd.isna(row["position"]) else whole(row["position"]),
        },
        "strands": [
            {"name": each.label, "figure": each.sentence, "words": each.description}
            for each in report.strands
        ],
        "facts": [{"name": name, "words": words} for name, words in facts],
        "next_heading": NEXT_HEADING,
        "next_empty": "" if report.priorities else _nothing_next(report),
        "next": [_next(priority, report.plan.rows) for priority in report.priorities],
        "cautions_title": CAUTIONS_TITLE,
        "cautions": report.cautions,
    }


def _fact(signal: str) -> tuple[str, str]:
    name, words = signal.split(": ", 1)
    return name, f"{words[:1].upper()}{words[1:]}"


def _nothing_next(report: BoardReport) -> str:
    if report.empty:
        return report.provisional
    return PLAN_IS_THE_CENTRES if report.plan.empty == PLAN_IS_THE_CENTRES else NEXT_EMPTY


def _next(priority: Priority, rows: Sequence[PlanRow]) -> dict[str, Any]:
    planned = next((row for row in rows if row.is_open and row.item == priority.item and row.action), None)
    lines = [("Now", f"{priority.now} {priority.why}".strip())]
    if planned:
        lines.append(("Planned", planned.action))
        lines += [(n, w) for n, w in (("Who leads", planned.owner), ("By when", planned.due)) if w]
    elif priority.next_step:
        lines.append(("A next step", priority.next_step))
    return {
        "title": f"{priority.place}. {priority.title} ({priority.item})",
        "lines": [{"name": name, "words": words} for name, words in lines],
    }


def _sections(report: BoardReport) -> Iterable[dict[str, Any]]:
    yield _section("Two strands", _strands(report))
    yield _section("Indicators", _profile(report))
    yield _section("Sub-indicators", _items(report))
    yield _section(report.strengths_heading, _entries(report.strengths, report.strengths_empty))
    yield _section(report.gaps_heading, _entries(report.gaps, report.gaps_empty))
    yield _section(report.middle_heading, _entries(report.middle, ""))
    yield _section("What is not known", _missing(report))
    yield _section("Both ends of the telescope", _ends(report))
    yield _section("Every voice", [_text(sentence) for sentence in report.voices])
    yield _section("Agreed together", _agreed(report))
    yield _section("The plan", _plan(report))
    yield _section("Sources", [_text(source) for source in report.sources])
    yield _section(AT_RISK_TITLE, [_text(report.at_risk), _text(PRIVACY_LINE)])


def _section(heading: str, blocks: Iterable[Block]) -> dict[str, Any]:
    return {"heading": heading, "blocks": list(blocks)}


def _strands(report: BoardReport) -> Iterable[Block]:
    if report.square is None or report.square_words is None:
        return
    words, row = report.square_words, report.square.frame.iloc[0]
    yield _text(report.square.title, "finding")
    yield {
        "kind": "square",
        "alt": report.square.alt,
        "across": words.across,
        "up": words.up,
        "corners": [words.low_low, words.high_low, words.low_high, words.high_high],
        "symbol": row["symbol"],
        **{name: _number(row[name]) for name in ("x", "x_low", "x_high", "y", "y_low", "y_high")},
    }
    yield _table(Table("The strands in words", report.square.columns, report.square.rows), (1, 3))


def _profile(report: BoardReport) -> Iterable[Block]:
    yield _text(report.profile.title, "finding")
    tracks = [_track(row) for row in report.profile.frame.to_dict("records")]
    yield {"name": "profile"} | _tracks(
        "Each indicator", report.profile.columns, report.profile.rows, tracks, (5, 5, 3)
    )
    yield _text(report.profile_caption, "caption")


def _items(report: BoardReport) -> Iterable[Block]:
    """The grid of the screen as a table: each level on its colour."""
    yield _text(report.grid.title, "finding")
    rows = [
        [_level(cell, position) if column == 2 else cell for column, cell in enumerate(row)]
        for row, position in zip(report.items.rows, report.item_frame["position"], strict=True)
    ]
    yield _table(report.items, (1, 5, 3, 2, 3, 3)) | {"rows": rows, "name": "grid"}


def _level(text: str, position: float) -> str | dict[str, str]:
    if pd.isna(position):
        return text
    return {"text": text, "fill": LIGHT.level(position), "ink": LIGHT.text_on(position)}


def _entries(entries: Sequence[Entry], empty: str) -> Iterable[Block]:
    if not entries:
        return [_text(empty)] if empty else []
    return [
        {
            "kind": "entry",
            "title": f"{entry.id} {entry.title}: {entry.figure}",
            "items": [_item(item) for item in entry.detail.items],
        }
        for entry in entries
    ]


def _item(item: ItemDetail) -> dict[str, Any]:
    lines = [("Evidence", text) for text in item.evidence] or [("", "No evidence noted.")]
    lines += [("", note) for note in item.notes]
    return {
        "title": f"{item.item} {item.title}",
        "rating": item.rating,
        "lines": [{"name": name, "words": words} for name, words in lines],
        "steps_title": "Next steps",
        "steps": item.next_steps,
    }


def _missing(report: BoardReport) -> Iterable[Block]:
    if report.missing:
        yield _table(report.missing, (1, 1))
    yield _text(report.missing_note, "caption" if report.missing else "")


def _ends(report: BoardReport) -> Iterable[Block]:
    chart = report.ends
    if chart is None:
        yield _text(report.ends_note)
        return
    yield _text(chart.title, "finding")
    tracks = [_ends_track(row) for row in chart.frame.to_dict("records")]
    *columns, _ = chart.columns
    rows, under = [row[:-1] for row in chart.rows], [row[-1] for row in chart.rows]
    block = _tracks("Both ends, item by item", columns, rows, tracks, (5, *(2 for _ in columns[1:])), under)
    yield block | {
        "name": "ends",
        "legend": [{"symbol": symbol, "words": words} for symbol, words in ENDS_LEGEND],
    }
    yield _text(report.ends_note, "caption")


def _ends_track(row: Mapping[str, Any]) -> dict[str, Any]:
    middle = row["low"] if pd.isna(row["median"]) else row["median"]  # a single centre is its own middle
    return _track({"position": middle, "low": row["low"], "high": row["high"]}) | {"far": _number(row["far"])}


def _agreed(report: BoardReport) -> Iterable[Block]:
    if not report.agreed:
        return [_text(report.agreed_empty)]
    return [
        {
            "kind": "agreed",
            "title": f"{line.item} {line.title}",
            "rating": line.rating,
            "lines": [
                {"name": name, "words": words}
                for name, words in (("Why", line.reason), ("In the room", line.present), ("", line.beside))
                if words
            ],
        }
        for line in report.agreed
    ]


def _plan(report: BoardReport) -> Iterable[Block]:
    plan = report.plan
    if not plan.rows:
        yield _text(plan.empty)
        return
    yield _text(plan.summary, "finding")
    if plan.first:
        yield _text(plan.first)
    for row, (title, *cells) in zip(plan.rows, table_rows(plan), strict=True):
        lines = [{"name": name, "words": words} for name, words in zip(PLAN_COLUMNS[1:], cells, strict=True)]
        yield {
            "kind": "action",
            "title": title,
            "travel": [line for line in lines[:TRAVEL] if line["words"]],
            "action": lines[TRAVEL] | {"words": row.action or "–"},
            "terms": [line | {"words": line["words"] or "–"} for line in lines[TRAVEL + 1 :]],
            "note": row.carried,
        }


def _text(text: str, style: str = "") -> Block:
    return {"kind": "text", "text": text, "style": style}


def _table(table: Table, widths: Sequence[int]) -> Block:
    return {
        "kind": "table",
        "name": "",
        "caption": table.caption,
        "columns": table.columns,
        "rows": table.rows,
        "widths": list(widths),
    }


def _tracks(
    caption: str,
    columns: Sequence[str],
    rows: Sequence[Sequence[str]],
    tracks: Sequence[Mapping[str, Any]],
    widths: Sequence[int],
    under: Sequence[str] = (),
) -> Block:
    """A table whose rows have a drawing after their first cell; the other cells say the same in words. `under`: what
    stands below each first cell."""
    return {
        "kind": "tracks",
        "caption": caption,
        "columns": columns,
        "rows": [
            {"cells": row, "track": track, "under": words}
            for row, track, words in zip(rows, tracks, under or [""] * len(rows), strict=True)
        ],
        "widths": list(widths),
        "legend": [],
    }


def _track(row: Mapping[str, Any] | pd.Series, symbol: str = "circle") -> dict[str, Any]:
    return {"at": _number(row["position"]), "low": _number(row["low"]), "high": _number(row["high"])} | {
        "symbol": symbol
    }


def _number(value: Any) -> float | None:
    """A position for the template; None where there is none."""
    return None if value is None or math.isnan(value) else float(value)
