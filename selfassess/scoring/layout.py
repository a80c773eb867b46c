"""A framework's items, indicators, strands and lenses as arrays that scoring can index."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from selfassess.framework.model import Framework

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Codes = NDArray[np.intp]

WHOLE = ""
"""What stands for "all items" where a strand's id is expected."""


@dataclass(frozen=True)
class Layout:
    """Items are columns in framework order, so the items of one indicator stand side by side."""

    items: tuple[str, ...]
    item_weight: Floats
    indicator_of: Codes
    strand_of: Codes  # index into `strands`, never that of WHOLE
    indicators: tuple[str, ...]
    indicator_weight: Floats
    first_item: Codes  # per indicator, the column of its first item
    strands: tuple[str, ...]  # WHOLE first, then the framework's
    lenses: tuple[str, ...]
    in_lens: Flags  # lenses × items
    levels: Floats  # ascending
    level_position: Floats

    def sum_by_indicator(self, columns: Floats) -> Floats:
        """Sums of item columns per indicator, for each row.

        Not a matrix product: that adds in an order that depends on how many rows there are, and a
        subject must score the same alone as among thousands, to the last digit.
        """
        return np.add.reduceat(columns, self.first_item, axis=1)

    def members(self, strand: int) -> Flags:
        """Which items belong to the strand at this index of `strands`."""
        if strand == 0:
            return np.ones(len(self.items), dtype=bool)
        members: Flags = self.strand_of == strand
        return members


def lay_out(framework: Framework) -> Layout:
    items = framework.items
    sizes = [len(indicator.items) for indicator in framework.indicators]
    strands = (WHOLE, *(strand.id for strand in framework.effective_strands))
    levels = [level.value for level in framework.scale.levels]
    return Layout(
        items=tuple(item.id for item in items),
        item_weight=np.array([item.weight for item in items], dtype=np.float64),
        indicator_of=np.repeat(np.arange(len(sizes)), sizes),
        strand_of=np.array([strands.index(framework.strand_of(item)) for item in items], dtype=np.intp),
        indicators=tuple(indicator.id for indicator in framework.indicators),
        indicator_weight=np.array([indicator.weight for indicator in framework.indicators], dtype=np.float64),
        first_item=np.cumsum([0, *sizes[:-1]]).astype(np.intp),
        strands=strands,
        lenses=tuple(lens.id for lens in framework.lenses),
        in_lens=np.array([[lens.id in item.lenses for item in items] for lens in framework.lenses]),
        levels=np.array(levels, dtype=np.float64),
        level_position=np.array([framework.scale.position(level) for level in levels], dtype=np.float64),
    )
