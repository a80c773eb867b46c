"""The framework file's JSON Schema, generated from the models for editors to complete and check against."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pydantic.json_schema import GenerateJsonSchema

from selfassess.framework.model import Framework
from selfassess.framework.reading import NUMBER_PATTERN

SCHEMA_FILE = "framework.schema.json"


class _Generator(GenerateJsonSchema):
    """Leaves out the titles that only repeat the name of the key."""

    def field_title_should_be_set(self, schema: Any) -> bool:
        return False


def schema() -> dict[str, Any]:
    """JSON Schema 2020-12 of a framework file.

    JSON knows only text keys, so a mapping keyed by level allows keys that read as numbers.
    """
    generated = Framework.model_json_schema(by_alias=True, schema_generator=_Generator)
    _close_mappings(generated)
    generated["title"] = "Framework file"
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **generated}


def write_schema(path: Path) -> None:
    """Writes `schema()` to `path`, replacing what is there."""
    path.write_text(json.dumps(schema(), indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def _close_mappings(node: Any) -> None:
    """Allows only the keys that the model allows, where pydantic leaves the keys of a mapping open."""
    if isinstance(node, list):
        for entry in node:
            _close_mappings(entry)
    if not isinstance(node, dict):
        return
    for entry in node.values():
        _close_mappings(entry)
    if isinstance(node.get("additionalProperties"), dict):
        # The model's only mappings without a pattern for their keys are those keyed by level.
        node["patternProperties"] = {NUMBER_PATTERN: node["additionalProperties"]}
    if "patternProperties" in node:
        node["additionalProperties"] = False
