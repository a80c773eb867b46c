"""Figures in words: zones of the continuum, bands of an indicator, states of a signal (rule 7)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from selfassess.framework.model import TOLERANCE, Framework
from selfassess.scoring.coding import KEY
from selfassess.scoring.layout import Floats


def locate(positions: Floats, bounds: Sequence[float], names: Sequence[str]) -> list[str]:
    """For each position the name of the last bound at or below it, "" for NaN.

    Bounds ascend and are inclusive, compared with TOLERANCE: 62.4999999999 lies on 62.5.
    """
    place = np.searchsorted(np.asarray(bounds, dtype=np.float64), positions + TOLERANCE, side="right") - 1
    found = np.array(names, dtype=object)[np.maximum(place, 0)]
    return list(np.where(np.isnan(positions), "", found))


def find_zones(framework: Framework, positions: Floats) -> list[str]:
    """Contract rule 7: the id of the continuum's zone each position lies in, "" for none.

    Bounds published in another range are converted to 0-100 first.
    """
    continuum = framework.continuum
    bounds = [continuum.percent(zone.lower) for zone in continuum.zones]
    return locate(positions, bounds, [zone.id for zone in continuum.zones])


def find_bands(framework: Framework, positions: Floats) -> list[str]:
    """The id of the band each indicator's position lies in, "" for none.

    A bound on the mean rating is the same bound on the position: both are the same weighted mean,
    the one on the scale, the other from 0 to 100.
    """
    on, bands = framework.bands.on, framework.bands.bands
    bounds = [framework.scale.position(b.lower) if on == "mean_rating" else b.lower for b in bands]
    return locate(positions, bounds, [band.id for band in bands])


def place(framework: Framework, strands: pd.DataFrame) -> pd.DataFrame:
    """Contract rule 7: each key's place, from the rows of the strand that the continuum rests on.

    Zones are those of the position, and of `low` and `high`, so that a provisional placement can
    say "between". A continuum without a strand rests on the overall figures.
    """
    chosen = strands["strand"] == (framework.continuum.strand or "")
    placements: pd.DataFrame = strands.loc[chosen, [*KEY, "position", "low", "high", "coverage"]]
    placements = placements.reset_index(drop=True)
    for column, figure in (("zone", "position"), ("zone_low", "low"), ("zone_high", "high")):
        zones = find_zones(framework, placements[figure].to_numpy(dtype=np.float64))
        placements[column] = pd.Series(zones, dtype="str")
    return placements


def find_signals(framework: Framework, items: pd.DataFrame) -> pd.DataFrame:
    """What each signal says for each key that is asked its item: KEY, `signal` and `state`.

    `state` is a state's id, or "" where the item is unrated or not applicable.
    """
    frames: list[Any] = []
    for signal in framework.signals:
        rows = items.loc[items["item"] == signal.item, [*KEY, "position"]]
        positions = rows["position"].to_numpy(dtype=np.float64)
        bounds, names = [state.lower for state in signal.states], [state.id for state in signal.states]
        frames.append(rows[KEY].assign(signal=signal.id, state=locate(positions, bounds, names)))
    if not frames:
        return pd.DataFrame(columns=[*KEY, "signal", "state"], dtype=object)
    return pd.concat(frames, ignore_index=True)
