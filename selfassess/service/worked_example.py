"""The worked example, straight from the sample folder: the four authorities' ratings and the authors' own order."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from selfassess.answers import Answer
from selfassess.errors import SelfAssessError
from selfassess.exchange.answers_files import read_answers
from selfassess.framework.model import Framework
from selfassess.service.sample import FOUR_AUTHORITIES

AUTHORS_ORDER = "authors-order.yaml"
CONTEXT = "context.yaml"


@dataclass(frozen=True)
class WorkedExample:
    """`order`: the authorities from left to right in the report's Figure One. `context`: the report's figures."""

    answers: tuple[Answer, ...]
    order: tuple[str, ...]
    order_source: str
    order_caution: str
    notes: tuple[str, ...]
    context: dict[str, Any]


def read_worked_example(folder: Path, framework: Framework) -> WorkedExample:
    """Reads the worked example from the sample folder. Raises SelfAssessError when a file is missing."""
    answers = read_answers(folder / FOUR_AUTHORITIES, framework)
    order, context = _read(folder / AUTHORS_ORDER), _read(folder / CONTEXT)
    return WorkedExample(
        answers=tuple(answers),
        order=tuple(order["left_to_right"]),
        order_source=order["source"],
        order_caution=order["caution"],
        notes=tuple(order["notes"]),
        context=context,
    )


def _read(path: Path) -> dict[str, Any]:
    try:
        content: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise SelfAssessError(
            f"The sample file {path.name} can't be read. Put the folder sample_data back as it was delivered."
        ) from error
    return content
