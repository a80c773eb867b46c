"""The scores of every subject, from a framework and its answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from selfassess.answers import DIRECTIONS
from selfassess.framework.model import Framework
from selfassess.scoring.aggregate import Figures, aggregate
from selfassess.scoring.coding import KEY, CodedAnswers, encode_answers
from selfassess.scoring.consensus import measure_agreement
from selfassess.scoring.layout import WHOLE, Codes, Flags, Floats, Layout, lay_out
from selfassess.scoring.positions import (
    NOT_ASKED,
    OUT,
    RATED,
    UNRATED,
    Counts,
    ItemPositions,
    count_respondents,
    find_directions,
    settle_items,
)
from selfassess.scoring.zones import find_bands, place


@dataclass(frozen=True)
class Scores:
    """Scores as frames, each with the columns KEY: authority, subject, lens, round.

    Positions, bounds and agreement are NaN where there is none, ids "". Rows are sorted by key,
    then in framework order.

    - `subjects`: one row per key; `respondents` who gave at least one ordinary answer.
    - `items`: one row per key and item of its lens. `position` is the one that counts; `mean` is
      the groups' mean whether or not an agreed rating stands; `agreed` is the agreed position.
      `agreed_not_applicable` marks an agreed `na`. `rated`, `dont_know`, `not_applicable` and
      `unanswered` count respondents. `status` is rated, unrated, not_applicable or
      not_asked. `one_person`: somebody said it rests on one person. `evidence_count`: rows with a
      note, agreed ones too.
    - `indicators`: one row per key, indicator of its lens, and strand, "" being all its items.
      `raw_position` is the position before low coverage hides it. `band` is given for "" only.
    - `strands`: one row per key and strand, "" being the overall figures.
    - `placements`: one row per key: the figures of the continuum's strand with their zones.
    """

    subjects: pd.DataFrame
    items: pd.DataFrame
    indicators: pd.DataFrame
    strands: pd.DataFrame
    placements: pd.DataFrame


def score(framework: Framework, answers: pd.DataFrame) -> Scores:
    """Scores for each authority, subject, lens and round that has a row in `answers`.

    `answers` has the columns of `answers.to_frame`, of which `subject`, `lens`, `item`, `value`
    and `special` must be there; text columns may be categorical, which is faster. It isn't changed.
    Without a column `asked`, everyone was asked everything. `carried` makes no difference here.
    Nothing depends on the order of rows, nor on which other subjects are in the frame.
    Raises SelfAssessError for answers that don't belong to the framework.
    """
    layout = lay_out(framework)
    coded = encode_answers(framework, layout, answers)
    counts = count_respondents(coded)
    items = settle_items(coded, counts)
    figures = [
        aggregate(layout, items, strand, framework.minimum_coverage) for strand in range(len(layout.strands))
    ]
    strands = _strands_frame(coded, [whole for _, whole in figures])
    return Scores(
        subjects=_keyed(coded, np.arange(len(coded.keys)), {"respondents": counts.respondents}),
        items=_items_frame(coded, items, counts),
        indicators=_indicators_frame(framework, coded, [indicators for indicators, _ in figures]),
        strands=strands,
        placements=place(framework, strands),
    )


def _items_frame(coded: CodedAnswers, items: ItemPositions, counts: Counts) -> pd.DataFrame:
    layout = coded.layout
    asked = layout.in_lens[coded.key_lens]
    key, item = np.nonzero(asked)
    columns: dict[str, Any] = {
        "item": _name(layout.items)[item],
        "indicator": _name(layout.indicators)[layout.indicator_of[item]],
        "strand": _name(layout.strands)[layout.strand_of[item]],
        "position": items.position[asked],
        "mean": items.mean[asked],
        "agreed": items.agreed[asked],
        "agreed_not_applicable": items.agreed_not_applicable[asked],
        "agreement": measure_agreement(coded)[asked],
        "direction": _name((*DIRECTIONS, ""))[find_directions(coded)[asked]],
        "rated": counts.rated[asked],
        "dont_know": counts.dont_know[asked],
        "not_applicable": counts.not_applicable[asked],
        "unanswered": counts.unanswered[asked],
        "status": _name((UNRATED, RATED, OUT, NOT_ASKED))[_status(items)[asked]],
        "one_person": (coded.count(coded.one_person) > 0)[asked],
        "evidence_count": coded.count(coded.evidence)[asked],
    }
    return _keyed(coded, key, columns)


def _status(items: ItemPositions) -> Codes:
    """0 unrated, 1 rated, 2 not applicable, 3 not asked; cells outside the lens are cut away by the caller."""
    left_out = np.where(items.not_asked, 3, 2)
    status: Codes = np.where(items.rated, 1, np.where(items.applicable, 0, left_out))
    return status


def _indicators_frame(framework: Framework, coded: CodedAnswers, figures: list[Figures]) -> pd.DataFrame:
    layout = coded.layout
    asked = _indicators_in_lenses(layout)[coded.key_lens]
    shown: Flags = np.repeat(asked[:, :, np.newaxis], len(layout.strands), axis=2)
    key, indicator, strand = np.nonzero(shown)
    columns = _figure_columns(figures, shown)
    bands = np.array(find_bands(framework, columns["position"]), dtype=object)
    named = {"indicator": _name(layout.indicators)[indicator], "strand": _name(layout.strands)[strand]}
    band = np.where(strand == layout.strands.index(WHOLE), bands, "")
    return _keyed(coded, key, {**named, **columns, "band": band})


def _indicators_in_lenses(layout: Layout) -> Flags:
    """Lenses × indicators: whether the indicator has an item in the lens."""
    held: Flags = layout.sum_by_indicator(layout.in_lens.astype(np.float64)) > 0
    return held


def _strands_frame(coded: CodedAnswers, figures: list[Figures]) -> pd.DataFrame:
    shown: Flags = np.ones((len(coded.keys), len(figures)), dtype=bool)
    key, strand = np.nonzero(shown)
    return _keyed(
        coded, key, {"strand": _name(coded.layout.strands)[strand], **_figure_columns(figures, shown)}
    )


def _figure_columns(figures: list[Figures], shown: Flags) -> dict[str, Floats]:
    """The figures of all strands side by side, as columns in the order of `shown`'s true cells."""
    names = ("position", "low", "high", "coverage", "raw_position")
    return {name: np.stack([getattr(f, name) for f in figures], axis=-1)[shown] for name in names}


def _keyed(coded: CodedAnswers, key: Codes, columns: dict[str, Any]) -> pd.DataFrame:
    names = {name: coded.keys[name].to_numpy(dtype=object)[key] for name in KEY}
    frame = pd.DataFrame({**names, **columns})
    if frame.empty:  # nothing to infer a text column from
        frame = frame.astype(dict.fromkeys(frame.select_dtypes("object"), "str"))
    return frame


def _name(texts: tuple[str, ...]) -> Any:
    return np.array(texts, dtype=object)
