"""Finds the parts of a framework in its raw document, tolerant of what is missing or misshapen."""

from __future__ import annotations

from collections.abc import Iterator

from selfassess.framework.document import Document, Path
from selfassess.framework.model import MOST_LEVELS


def items(document: Document) -> Iterator[Path]:
    """The paths of all items, in the file's order."""
    for indicator in document.entries(("indicators",)):
        yield from document.entries((*indicator, "items"))


def shows_all_items(document: Document) -> bool:
    """Whether every indicator and item has a shape in which it can be seen, so that none is overlooked."""
    lists = [document.get(("indicators",))]
    lists += [document.get((*indicator, "items")) for indicator in document.entries(("indicators",))]
    return all(isinstance(parts, list) and all(isinstance(part, dict) for part in parts) for parts in lists)


def lens_texts(document: Document) -> Iterator[tuple[Path, str]]:
    """The path and lens id of what each item asks through each lens."""
    for item in items(document):
        for lens, text in document.mapping((*item, "lenses")).items():
            if isinstance(lens, str) and isinstance(text, dict):
                yield (*item, "lenses", lens), lens


def strands_of(document: Document) -> dict[Path, str | None]:
    """The strand that each item names, by the item's path; None for an item that names none.

    Items whose strand is misshapen are left out.
    """
    found: dict[Path, str | None] = {}
    for item in items(document):
        path = (*item, "strand")
        value = document.get(path)
        if isinstance(value, str):
            found[item] = value
        elif value is None and path not in document.empty:
            found[item] = None
    return found


def declared(document: Document, path: Path) -> dict[str, Path] | None:
    """Id to path for the entries of a list; empty where the list is not written.

    None where the list is misshapen or an entry has no id: nothing can be held against it then.
    """
    value = document.get(path)
    if value is None and path not in document.empty:
        return {}
    if not isinstance(value, list):
        return None
    found: dict[str, Path] = {}
    for index in range(len(value)):
        name = document.text((*path, index, "id"))
        if name is None:
            return None
        found.setdefault(name, (*path, index))
    return found


def level_values(document: Document) -> list[float]:
    """The scale's values as written; none at all unless each is a number, or if there are too many of them."""
    levels = document.get(("scale", "levels"))
    if not isinstance(levels, list) or not levels or len(levels) > MOST_LEVELS:
        return []
    values = [document.number(("scale", "levels", index, "value")) for index in range(len(levels))]
    whole = [value for value in values if value is not None]
    return whole if len(whole) == len(values) else []
