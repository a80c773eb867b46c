"""A small framework and what the tests of files read and write with it."""

from __future__ import annotations

from typing import Any

import yaml

from selfassess.framework.model import Framework

HEADER = "subject,lens,item,answer"


def make_lens_text(item: str) -> dict[str, Any]:
    return {
        "question": f"How do {{{{centre}}}} staff do {item}?",
        "source": "S",
        "anchors": {
            0.0: f"Nobody does {item}.",
            2.0: f"Some {{{{centres}}}} do {item}.",
            4.0: f"All do {item}.",
        },
    }


def make_item(item: str, *lenses: str) -> dict[str, Any]:
    return {
        "id": item,
        "title": f"Item {item}",
        "short_title": item,
        "lenses": {lens: make_lens_text(item) for lens in lenses},
    }


def make_framework(**changes: Any) -> Framework:
    """Items 1a and 1b in both lenses, 2a in the authority's only; levels 0, 2, 4. `changes` replace parts."""
    both = ("programme", "authority")
    document: dict[str, Any] = {
        "id": "small",
        "version": "1.0.0",
        "title": "Small & plain",
        "description": "d",
        "source": {"citation": "The source.", "licence": "Free."},
        "cautions": [{"id": "c", "text": "A caution."}],
        "lenses": [
            {"id": "programme", "label": "Centre", "subject_label": "children's centre", "description": "d"},
            {"id": "authority", "label": "Authority", "subject_label": "local authority", "description": "d"},
        ],
        "scale": {
            "instruction": "Choose what you could show.",
            "levels": [
                {"value": 0.0, "label": "First description"},
                {"value": 2.0, "label": "Second description"},
                {"value": 4.0, "label": "Third description"},
            ],
        },
        "continuum": {
            "title": "Line",
            "points": [
                {"id": "left", "label": "Left", "at": 0.0},
                {"id": "right", "label": "Right", "at": 100.0},
            ],
            "zones": [
                {"id": "start", "label": "Start", "from": 0.0, "description": "d"},
                {"id": "end", "label": "End", "from": 50.0, "description": "d"},
            ],
        },
        "bands": {"bands": [{"id": "all", "label": "All", "kind": "middle", "from": 0.0}]},
        "minimum_coverage": 0.6,
        "groups": [{"id": "social-work", "label": "Social work"}, {"id": "parents", "label": "Parents"}],
        "vocabulary": {
            "default": "now",
            "settings": [
                {"id": "now", "label": "Now", "terms": {"centre": "centre", "centres": "centres"}},
                {"id": "then", "label": "Then", "terms": {"centre": "programme", "centres": "programmes"}},
            ],
        },
        "indicators": [
            {
                "id": "1",
                "title": "First",
                "short_title": "First",
                "about": "a",
                "items": [make_item("1a", *both), make_item("1b", *both)],
            },
            {
                "id": "2",
                "title": "Second",
                "short_title": "Second",
                "about": "a",
                "items": [make_item("2a", "authority")],
            },
        ],
    }
    return Framework.model_validate(document | changes)


def framework_text(framework: Framework) -> str:
    """A framework as its file would hold it."""

    def plain(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: plain(part) for key, part in value.items()}
        return [plain(part) for part in value] if isinstance(value, tuple | list) else value

    document = plain(framework.model_dump(by_alias=True, exclude_none=True))
    return str(yaml.safe_dump(document, sort_keys=False, allow_unicode=True))
