"""Who chose what: distributions, and groups side by side."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from selfassess.framework.model import Framework
from selfassess.scoring.coding import KEY, CodedAnswers, encode_answers, encode_texts
from selfassess.scoring.layout import Codes, lay_out
from selfassess.scoring.positions import GroupTotals, average_groups, divide, total_groups

EVERYONE = ""
"""What stands as the group of the whole."""
NO_GROUP = "(none)"
"""What stands as the group of people without one."""


def distribution(framework: Framework, answers: pd.DataFrame) -> pd.DataFrame:
    """How many respondents of each group chose each level: KEY, `item`, `group`, `value`, `count`.

    A group that rated an item has a row for each level, lowest first, so counts may be 0. Rows are sorted by key
    and item in framework order; EVERYONE comes first, then groups by id, NO_GROUP last. Agreed ratings take no part.
    """
    coded, groups, names = _total(framework, answers)
    levels = len(coded.layout.levels)
    level = coded.level[groups.rows]
    by_pair = np.bincount(groups.pair * levels + level, minlength=len(groups.cell) * levels)
    keys, items = coded.shape
    cell = coded.cell[groups.rows]
    by_cell = np.bincount(cell * levels + level, minlength=keys * items * levels).reshape(-1, levels)
    cells = np.unique(groups.cell)
    counts = np.vstack([by_cell[cells], by_pair.reshape(-1, levels)]).ravel()
    place, name = _all_groups(cells, groups, names)
    frame = pd.DataFrame(
        {
            "cell": np.repeat(place, levels),
            "group": np.repeat(name, levels),
            "value": np.tile(coded.layout.levels, len(place)),
            "count": counts,
        }
    )
    return _name_cells(coded, frame)


def group_means(framework: Framework, answers: pd.DataFrame) -> pd.DataFrame:
    """Each group's mean position of each item it rated: KEY, `item`, `group`, `rated`, `mean`.

    EVERYONE has all ratings as `rated` and the mean of the groups (contract rule 2). Order as in `distribution`.
    """
    coded, groups, names = _total(framework, answers)
    cells = np.unique(groups.cell)
    keys, items = coded.shape
    whole = np.bincount(groups.cell, weights=groups.size, minlength=keys * items)[cells]
    place, name = _all_groups(cells, groups, names)
    frame = pd.DataFrame(
        {
            "cell": place,
            "group": name,
            "rated": np.concatenate([whole, groups.size]).astype(np.intp),
            "mean": np.concatenate(
                [average_groups(coded, groups).ravel()[cells], divide(groups.total, groups.size)]
            ),
        }
    )
    return _name_cells(coded, frame)


def _total(framework: Framework, answers: pd.DataFrame) -> tuple[CodedAnswers, GroupTotals, list[str]]:
    coded = encode_answers(framework, lay_out(framework), answers)
    names = encode_texts(answers, "group")[1]
    return coded, total_groups(coded), names


def _all_groups(cells: Codes, groups: GroupTotals, names: list[str]) -> tuple[Codes, Any]:
    """The cell and name of each row: the whole of every cell, then every pair."""
    named = np.array([name or NO_GROUP for name in names], dtype=object)[groups.group]
    everyone = np.full(len(cells), EVERYONE, dtype=object)
    return np.concatenate([cells, groups.cell]), np.concatenate([everyone, named])


def _name_cells(coded: CodedAnswers, frame: pd.DataFrame) -> pd.DataFrame:
    """`cell` replaced by KEY and item, rows sorted by it; within a cell in the order they have, people without a
    group last."""
    last = (frame["group"] == NO_GROUP).to_numpy()
    order = np.lexsort((np.arange(len(frame)), last, frame["cell"].to_numpy()))
    frame = frame.iloc[order].reset_index(drop=True)
    key, item = np.divmod(frame.pop("cell").to_numpy(), len(coded.layout.items))
    names: dict[str, Any] = {name: coded.keys[name].to_numpy(dtype=object)[key] for name in KEY}
    names["item"] = np.array(coded.layout.items, dtype=object)[item]
    return pd.concat([pd.DataFrame(names), frame], axis=1)
