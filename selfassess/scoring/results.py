"""Scores written down as the command line's JSON."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import pandas as pd

from selfassess.framework.model import Framework
from selfassess.scoring.coding import KEY
from selfassess.scoring.layout import WHOLE
from selfassess.scoring.scores import Scores

Row = dict[str, Any]
FIGURES = ("position", "low", "high", "coverage")
PLACEMENT = ("position", "low", "high", "zone", "zone_low", "zone_high")
ITEM_FIGURES = ("position", "mean", "agreed", "agreement", "direction")
ITEM_COUNTS = ("rated", "dont_know", "not_applicable", "unanswered")


def to_json(framework: Framework, scores: Scores) -> Row:
    """The object that `score --format json` prints, as the contract's "Command line" lays it down.

    Numbers are unrounded; an absent number, id, authority or round is None. `strands` holds every
    strand of the framework (`all` where it declares none), with nothing but None for an indicator
    that has no item in it.
    """
    placements = _group(scores.placements)
    strands, indicators, items = _group(scores.strands), _group(scores.indicators), _group(scores.items)
    results = []
    for subject in _records(scores.subjects):
        key = _key_of(subject)
        whole = {row["strand"]: _pick(row, FIGURES) for row in strands[key]}
        results.append(
            {
                **{name: subject[name] for name in (*KEY, "respondents")},
                "overall": whole.pop(WHOLE),
                "strands": whole,
                "placement": _pick(placements[key][0], PLACEMENT),
                "indicators": _indicators(indicators[key]),
                "items": [
                    {"id": row["item"], **_pick(row, ITEM_FIGURES + ITEM_COUNTS)} for row in items[key]
                ],
            }
        )
    return {"framework": {"id": framework.id, "version": framework.version}, "results": results}


def _indicators(rows: list[Row]) -> list[Row]:
    by_indicator: dict[str, dict[str, Row]] = defaultdict(dict)
    for row in rows:
        by_indicator[row["indicator"]][row["strand"]] = row
    return [
        {
            "id": indicator,
            **_pick(strands[WHOLE], FIGURES),
            "strands": {strand: _pick(row, FIGURES) for strand, row in strands.items() if strand != WHOLE},
            "band": strands[WHOLE]["band"],
        }
        for indicator, strands in by_indicator.items()
    ]


def _records(frame: pd.DataFrame) -> list[Row]:
    """Rows as dictionaries of plain Python values, None for NaN and for "", save where "" is a strand."""
    columns = {}
    for name in frame.columns:
        values = frame[name].astype(object).where(frame[name].notna(), None).tolist()
        columns[name] = values if name == "strand" else [None if value == "" else value for value in values]
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def _group(frame: pd.DataFrame) -> dict[tuple[Any, ...], list[Row]]:
    groups: dict[tuple[Any, ...], list[Row]] = defaultdict(list)
    for row in _records(frame):
        groups[_key_of(row)].append(row)
    return groups


def _key_of(row: Row) -> tuple[Any, ...]:
    return tuple(row[name] for name in KEY)


def _pick(row: Row, names: tuple[str, ...]) -> Row:
    return {name: row[name] for name in names}
