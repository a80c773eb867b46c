"""A report's numbers: every sub-indicator, indicator and strand, as a table to read and as frames to work with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pandas as pd

from selfassess.framework.model import Framework
from selfassess.framework.wording import fill
from selfassess.scoring import Scores
from selfassess.service.views import Assessment
from selfassess.view_models.detail import cell_text, in_full
from selfassess.view_models.words import count, whole

ITEM_COLUMNS = (
    *("item", "title", "indicator", "indicator_title", "strand", "rating", "position", "mean", "agreed"),
    *("agreement", "people", "dont_know", "not_applicable", "direction", "one_person", "evidence"),
)
"""Of `an item frame`. Where fewer than the threshold's number of people might hide behind a 0, it is empty."""


@dataclass(frozen=True)
class Table:
    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def make_items_table(view: Assessment, scores: Scores) -> Table:
    rows = []
    for row in scores.items.to_dict("records"):
        item = view.framework.item(str(row["item"]))
        people = str(int(row["rated"]))
        if view.disclosed and not row["rated"] and row["status"] == "unrated":
            people = f"under {view.record.threshold}"
        rows.append(
            (
                item.id,
                item.short_title,
                in_full(cell_text(view.framework, pd.Series(row))),
                "–" if pd.isna(row["position"]) else whole(row["position"]),
                people,
                count(int(row["evidence_count"]), "note") if row["evidence_count"] else "none noted",
            )
        )
    columns = ("Id", "Sub-indicator", "Level", "Position", "People who rated it", "Evidence")
    return Table("Every sub-indicator", columns, tuple(rows))


def make_item_frame(view: Assessment, scores: Scores) -> pd.DataFrame:
    framework = view.framework
    labels = {strand.id: strand.label for strand in framework.effective_strands}
    records = []
    for row in scores.items.to_dict("records"):
        item = framework.item(str(row["item"]))
        indicator = framework.indicator_of(item.id)
        counts = {
            name: None if view.disclosed and not row[column] else int(row[column])
            for name, column in (
                ("people", "rated"),
                ("dont_know", "dont_know"),
                ("not_applicable", "not_applicable"),
            )
        }
        records.append(
            {
                "item": item.id,
                "title": item.short_title,
                "indicator": indicator.id,
                "indicator_title": indicator.short_title,
                "strand": labels[framework.strand_of(item)],
                "rating": in_full(cell_text(framework, pd.Series(row))),
                **{name: row[name] for name in ("position", "mean", "agreed", "agreement")},
                **counts,
                "direction": row["direction"],
                "one_person": bool(row["one_person"]),
                "evidence": int(row["evidence_count"]),
            }
        )
    frame = pd.DataFrame(records, columns=list(ITEM_COLUMNS))
    counted = ("people", "dont_know", "not_applicable")
    return frame.astype(dict.fromkeys(counted, "Int64"))


def make_indicator_frame(framework: Framework, lens: str, scores: Scores) -> pd.DataFrame:
    bands = {"": "", **{band.id: band.label for band in framework.bands.bands}}
    whole_of = scores.indicators[scores.indicators["strand"] == ""]
    frame = pd.DataFrame(
        {
            "indicator": whole_of["indicator"],
            "title": [framework.indicator(each).short_title for each in whole_of["indicator"]],
            **{name: whole_of[name] for name in ("position", "low", "high", "coverage")},
            "band": [bands[each] for each in whole_of["band"]],
        }
    )
    return frame.reset_index(drop=True)


def make_strand_frame(framework: Framework, scores: Scores) -> pd.DataFrame:
    labels = {"": "All sub-indicators", **{each.id: each.label for each in framework.effective_strands}}
    zones = {"": "", **{zone.id: zone.label for zone in framework.continuum.zones}}
    place = scores.placements.iloc[0]
    order = [*(each.id for each in framework.effective_strands), ""]
    strands = scores.strands.set_index("strand")
    names = ("position", "low", "high", "coverage")
    records = [
        {"figure": framework.continuum.title, **{name: place[name] for name in names}}
        | {"zone": zones[str(place["zone"] or "")]}
    ]
    records += [
        {"figure": labels[each], **{name: strands.loc[each, name] for name in names}, "zone": ""}
        for each in order
    ]
    return pd.DataFrame(records)


def list_sources(view: Assessment, terms: Mapping[str, str]) -> Iterator[str]:
    framework = view.framework
    yield f"{fill(framework.title, terms)}, version {framework.version}."
    yield fill(framework.source.citation, terms)
    yield fill(framework.source.licence, terms)
    if framework.minimum_coverage_reason:
        share = f"{framework.minimum_coverage * 100:g}%"
        yield f"A figure is shown from {share} of its sub-indicators rated. {fill(framework.minimum_coverage_reason, terms)}"
