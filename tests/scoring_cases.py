"""Small frameworks and answers that the scoring tests are worked on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from selfassess.answers import Answer, to_frame
from selfassess.framework.model import Framework

ZONES = (("start", 0.0), ("middle", 37.5), ("end", 75.0))
BANDS = (("to-build", "to_work_on", 0.0), ("between", "middle", 40.0), ("in-place", "strength", 60.0))


def make_item(item_id: str, strand: str | None = None, weight: float = 1.0, lenses: str = "programme") -> Any:
    text = {"question": "Q?", "source": "S", "anchors": {}}
    return {
        "id": item_id,
        "title": item_id,
        "short_title": item_id,
        "weight": weight,
        "strand": strand,
        "lenses": dict.fromkeys(lenses.split(), text),
    }


def make_framework(
    indicators: Mapping[str, Sequence[Any]],
    levels: Sequence[float] = (0, 1, 2, 3, 4),
    strands: Sequence[str] = (),
    indicator_weights: Mapping[str, float] | None = None,
    **changes: Any,
) -> Framework:
    """A framework of these indicators; `changes` replace whole top-level parts."""
    zones = [{"id": z, "label": z, "from": lower, "description": "d"} for z, lower in ZONES]
    points = [{"id": "left", "label": "Left", "at": 0.0}, {"id": "right", "label": "Right", "at": 100.0}]
    bands = [{"id": b, "label": b, "kind": kind, "from": lower} for b, kind, lower in BANDS]
    lenses = [
        {"id": lens, "label": lens, "subject_label": lens, "description": "d"}
        for lens in ("programme", "authority")
    ]
    document: dict[str, Any] = {
        "id": "small",
        "version": "1.0.0",
        "title": "Small",
        "description": "d",
        "source": {"citation": "c", "licence": "l"},
        "cautions": [{"id": "c", "text": "A caution."}],
        "lenses": lenses,
        "scale": {
            "instruction": "i",
            "levels": [{"value": float(v), "label": f"level {v}"} for v in levels],
        },
        "strands": [{"id": s, "label": s.title(), "description": "d", "reason": "r"} for s in strands],
        "continuum": {
            "title": "Line",
            "strand": strands[0] if strands else None,
            "points": points,
            "zones": zones,
        },
        "bands": {"on": "position", "bands": bands},
        "minimum_coverage": 0.5,
        "indicators": [
            {
                "id": name,
                "title": f"Indicator {name}",
                "short_title": f"Indicator {name}",
                "about": "a",
                "weight": (indicator_weights or {}).get(name, 1.0),
                "items": list(items),
            }
            for name, items in indicators.items()
        ],
    }
    return Framework.model_validate({**document, **changes})


def say(item: str, answer: float | str | None, respondent: str = "r1", **others: Any) -> Answer:
    """One answer: a number is a level, "na" and "dk" are themselves, None is unanswered."""
    special: Any = answer if isinstance(answer, str) else None
    value = float(answer) if isinstance(answer, int | float) else None
    given = {"subject": "S", "lens": "programme", **others}
    return Answer(item=item, value=value, special=special, respondent=respondent, **given)


def frame(*answers: Answer) -> pd.DataFrame:
    return to_frame(answers)


def rows(table: pd.DataFrame, *columns: str) -> list[tuple[Any, ...]]:
    """The named columns as plain rows, NaN as None, numbers rounded to nine digits for comparison."""

    def plain(value: Any) -> Any:
        if isinstance(value, float):
            return None if value != value else round(value, 9)
        return value

    records = table[list(columns)].astype(object).itertuples(index=False)
    return [tuple(plain(value) for value in record) for record in records]
