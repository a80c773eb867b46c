"""Holds a document against the models and words what does not fit."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import cache
from typing import Any

from pydantic import BaseModel, ValidationError

from selfassess.errors import Problem, listing, suggest
from selfassess.framework.document import Document, Key, Path, show
from selfassess.framework.model import Framework, VocabularySetting
from selfassess.framework.schema import schema

MOST_WORDED = 1000
"""How many faults of shape are put into words; the rest of a file with more is not looked through."""

Wording = tuple[str, str]
"""What is wrong, and what is expected."""

Schema = dict[str, Any]
FindSchema = Callable[[], Schema]
"""Makes a model's JSON Schema, which only a file with faults needs."""

_PATTERNS = {
    "^[a-z0-9]+(-[a-z0-9]+)*$": (
        "is not an id.",
        'An id holds small letters, digits and single hyphens, such as "working-together".',
    ),
    r"^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)$": (
        "is not a version.",
        'A version is three numbers in quotes, such as "1.0.0".',
    ),
    "^[a-z][a-z0-9_]*$": (
        "is not the name of a term.",
        'A term\'s name holds small letters, digits and underscores, such as "social_care".',
    ),
}


def check_framework_shape(document: Document) -> list[Problem]:
    """Every place where a framework file does not have the shape of `Framework`."""
    return _check_shape(document, Framework, _schema, ())


def check_setting_shape(document: Document) -> list[Problem]:
    """Every place where a vocabulary file does not have the shape of one `VocabularySetting`."""
    return _check_shape(document, VocabularySetting, _schema, ("vocabulary", "settings", 0))


def check_shape(document: Document, model: type[BaseModel]) -> list[Problem]:
    """Every place where a file of another kind, read in the same way, does not have the shape of its model."""
    return _check_shape(document, model, model.model_json_schema, ())


def _check_shape(
    document: Document, model: type[BaseModel], find_schema: FindSchema, model_path: Path
) -> list[Problem]:
    try:
        model.model_validate(document.data, by_alias=True, by_name=False)
    except ValidationError as error:
        details = error.errors(include_url=False)[:MOST_WORDED]
        root = find_schema()
        found = [_problem(document, root, model_path, detail) for detail in details]
        return [problem for problem in found if problem is not None]
    return []


def _problem(document: Document, root: Schema, model_path: Path, detail: Mapping[str, Any]) -> Problem | None:
    path, is_key = _locate(document, detail["loc"])
    if path in document.empty and not is_key:
        return None  # the reading has said so
    if detail["type"] == "too_short" and len(detail["input"]) >= detail["ctx"]["min_length"]:
        return None  # pydantic counts only the valid entries; what is wrong with the others is told there
    if detail["type"] == "missing":
        return document.problem(path[:-1], f'the key "{path[-1]}" is missing.', "Add it.")
    if detail["type"] == "extra_forbidden":
        known = _known_keys(root, (*model_path, *path[:-1]))
        expected = suggest(str(path[-1]), known).strip() or f"Known here: {listing(known)}."
        return document.problem(path, f"the key {show(path[-1])} is not known.", expected)
    word = _WORDINGS.get(detail["type"], _word_other)
    message, expected = word(detail["input"], detail.get("ctx", {}), detail["msg"])
    return document.problem(path, f"as a key, {message}" if is_key else message, expected)


def _locate(document: Document, location: tuple[int | str, ...]) -> tuple[Path, bool]:
    """The document's path for pydantic's location, which writes some number keys as text,
    and whether it is the key itself that is at fault."""
    is_key = location[-1:] == ("[key]",)
    path: Path = ()
    for name in location[:-1] if is_key else location:
        path = (*path, _written_key(document.get(path), name))
    return path, is_key


def _written_key(parent: object, name: int | str) -> Key:
    """The key that pydantic calls `name`, which for some numbers is their text."""
    if isinstance(parent, dict) and name not in parent:
        for kind in (int, float):
            with suppress(ValueError, OverflowError):
                if kind(name) in parent:
                    return kind(name)
    return name


@cache
def _schema() -> Schema:
    return schema()


def _known_keys(root: Schema, path: Path) -> list[str]:
    """The keys that the model knows in the mapping at `path`, as a file writes them."""
    node = root
    for key in path:
        node = _resolve(root, node)
        if isinstance(key, int) and "items" in node:
            node = node["items"]
        elif key in node.get("properties", {}):
            node = node["properties"][key]
        else:
            node = next(iter(node.get("patternProperties", {}).values()), {})
    return sorted(_resolve(root, node).get("properties", {}))


def _resolve(root: Schema, node: Schema) -> Schema:
    if "anyOf" in node:  # a part that may also be null
        node = node["anyOf"][0]
    if "$ref" in node:
        return dict(root["$defs"][node["$ref"].rsplit("/", 1)[-1]])
    return node


def _kind(value: object) -> str:
    """What stands there, for a sentence about what should stand there instead."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return f"the word {show(value)}"
    if isinstance(value, int | float):
        return f"the number {show(value)}"
    if isinstance(value, str):
        return f"the text {show(value)}"
    return "a list" if isinstance(value, list) else "a mapping"


def _word_text(value: Any, context: Mapping[str, Any], message: str) -> Wording:
    if value is None:
        return "nothing stands here.", "Quote the text."
    if isinstance(value, list | dict):
        return f"{_kind(value)} stands where text is expected.", "Write one text in quotes."
    written = show(value) if isinstance(value, bool) else str(value)
    return f"{_kind(value)} stands where text is expected.", f'Put it in quotes: "{written}".'


def _word_number(value: Any, context: Mapping[str, Any], message: str) -> Wording:
    return f"{_kind(value)} stands where a number is expected.", "Write a number without quotes."


def _word_list(value: Any, context: Mapping[str, Any], message: str) -> Wording:
    return f"{_kind(value)} stands where a list is expected.", 'Begin each entry with "- ".'


def _word_mapping(value: Any, context: Mapping[str, Any], message: str) -> Wording:
    return f"{_kind(value)} stands where keys with values are expected.", "Write lines of key: value."


def _word_pattern(value: Any, context: Mapping[str, Any], message: str) -> Wording:
    wrong, expected = _PATTERNS.get(context["pattern"], ("is not allowed.", message + "."))
    return f"{show(value)} {wrong}", expected


def _word_short_text(value: Any, context: Mapping[str, Any], message: str) -> Wording:
    return "the text is empty.", "Write something between the quotes."


def _word_long_text(value: Any, context: Mapping[str, Any], message: str) -> Wording:
    return f"the text has {len(value)} characters.", f"At most {context['max_length']} are allowed."


def _word_length(value: Any, context: Mapping[str, Any], message: str) -> Wording:
    number = f"there is {len(value)} entry" if len(value) == 1 else f"there are {len(value)} entries"
    if "min_length" in context:
        return f"{number} here.", f"Write at least {context['min_length']}."
    return f"{number} here.", f"Write at most {context['max_length']}."


def _word_bound(value: Any, context: Mapping[str, Any], message: str) -> Wording:
    words = {"gt": "above", "ge": "at least", "lt": "below", "le": "at most"}
    bounds = " and ".join(f"{words[name]} {show(bound)}" for name, bound in context.items() if name in words)
    return f"{_kind(value)} is out of bounds.", f"It must be {bounds}."


def _word_literal(value: Any, context: Mapping[str, Any], message: str) -> Wording:
    allowed = [word.strip("'") for word in context["expected"].replace(" or ", ", ").split(", ")]
    near = suggest(value, allowed) if isinstance(value, str) else ""
    return f"{_kind(value)} is not allowed here.", f"Allowed: {', '.join(allowed)}.{near}"


def _word_finite(value: Any, context: Mapping[str, Any], message: str) -> Wording:
    return "the number is too large.", "Write a number of ordinary size."


def _word_other(value: Any, context: Mapping[str, Any], message: str) -> Wording:
    """Pydantic's own sentence, for a fault that has no wording of ours yet."""
    return f"{_kind(value)} is not allowed here.", f"{message}."


_WORDINGS: dict[str, Callable[[Any, Mapping[str, Any], str], Wording]] = {
    "string_type": _word_text,
    "float_type": _word_number,
    "int_type": _word_number,
    "tuple_type": _word_list,
    "dict_type": _word_mapping,
    "model_type": _word_mapping,
    "string_pattern_mismatch": _word_pattern,
    "string_too_short": _word_short_text,
    "string_too_long": _word_long_text,
    "too_short": _word_length,
    "too_long": _word_length,
    "greater_than": _word_bound,
    "greater_than_equal": _word_bound,
    "less_than": _word_bound,
    "less_than_equal": _word_bound,
    "literal_error": _word_literal,
    "finite_number": _word_finite,
}
