"""Where the two ends of the telescope differ (rule 9)."""

from __future__ import annotations

from typing import Any

import pandas as pd

from selfassess.framework.model import Framework
from selfassess.scoring.scores import Scores

COLUMNS = ["authority", "round", "subject", "item", "indicator", "strand", "near", "far", "difference"]


def differences(
    framework: Framework, scores: Scores, near: str = "programme", far: str = "authority"
) -> pd.DataFrame:
    """Contract rule 9: each near subject's item position minus its own authority's.

    One row for every item that both rated in the same round, sorted by authority, round, subject
    and framework order; `near` and `far` are the two positions, `far_subject` whose the far one is.
    An authority's own rows count as its own by their `authority`, or by their subject where no
    authority is named; a near subject without an authority has no far end. The lenses ask different
    questions: a difference starts a conversation, it is not an error of either.
    """
    items = scores.items[scores.items["status"] == "rated"]
    own: Any = items[items["lens"] == far]
    own = own.assign(authority=own["authority"].where(own["authority"] != "", own["subject"]))
    own = own[["authority", "round", "item", "subject", "position"]]
    own = own.rename(columns={"subject": "far_subject", "position": "far"})
    theirs = items[(items["lens"] == near) & (items["authority"] != "")]
    both = theirs.rename(columns={"position": "near"}).merge(own, on=["authority", "round", "item"])
    both = both.assign(difference=both["near"] - both["far"])
    order = {item.id: number for number, item in enumerate(framework.items)}
    both = both.assign(order=both["item"].map(order)).sort_values(
        ["authority", "round", "subject", "order", "far_subject"], kind="stable", ignore_index=True
    )
    result: pd.DataFrame = both[[*COLUMNS, "far_subject"]]
    return result
