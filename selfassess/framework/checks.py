"""Rules across the parts of a framework file, one function each; every problem is collected.

The rules read the raw document, so that a file's faults of shape and its faults of sense are told together.
A rule sees only parts of the right shape, and compares only with lists that are whole: what is already told
as a fault of shape is not told again as its consequence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice

from selfassess.errors import MOST_SHOWN, Problem, listing, suggest
from selfassess.framework.checks_bounds import check_bands, check_continuum, check_signals
from selfassess.framework.checks_vocabulary import check_placeholders, check_settings
from selfassess.framework.document import Document, Path, as_number, show
from selfassess.framework.model import TOLERANCE
from selfassess.framework.outline import (
    declared,
    items,
    lens_texts,
    level_values,
    shows_all_items,
    strands_of,
)

LARGEST_NUMBER = 1e9
RESERVED_LABELS = ("na", "dk")
"""How answer files write *not applicable* and *don't know*."""

NAMED_LISTS: dict[Path, str] = {
    ("cautions",): "caution",
    ("lenses",): "lens",
    ("strands",): "strand",
    ("continuum", "points"): "point",
    ("continuum", "zones"): "zone",
    ("bands", "bands"): "band",
    ("signals",): "signal",
    ("groups",): "group",
    ("duties",): "duty",
    ("glossary",): "glossary term",
    ("indicators",): "indicator",
}


def check(document: Document, vocabularies: Sequence[Document] = ()) -> list[Problem]:
    """Every rule that the framework file breaks, in the order of the files' lines, each rule told at most
    MOST_SHOWN times.

    `vocabularies` are the extra vocabulary files, each one setting that adds to or replaces an inline one.
    """
    found = [rule(document) for rule in RULES]
    found += [check_settings(document, vocabularies), check_placeholders(document, vocabularies)]
    return sorted({problem for problems in found for problem in islice(problems, MOST_SHOWN)})


def check_ids(document: Document) -> Iterator[Problem]:
    """An id names one thing: within its list, for items within the whole file."""
    for path, noun in NAMED_LISTS.items():
        yield from _repeated(document, list(document.entries(path)), noun)
    yield from _repeated(document, list(items(document)), "item")
    for signal in document.entries(("signals",)):
        yield from _repeated(document, list(document.entries((*signal, "states"))), "state")


def check_texts(document: Document) -> Iterator[Problem]:
    """A text says something."""
    for path, value in document.scalars():
        if isinstance(value, str) and value and not value.strip():
            yield document.problem(path, "the text holds only spaces.", "Write something in it.")


def check_numbers(document: Document) -> Iterator[Problem]:
    """Numbers stay in a size that can be averaged without loss."""
    for path, value in document.scalars():
        number = as_number(value)
        if number is not None and abs(number) > LARGEST_NUMBER:
            expected = f"It must lie between -{LARGEST_NUMBER:,.0f} and {LARGEST_NUMBER:,.0f}."
            yield document.problem(path, f"the number {show(value)} is too large.", expected)


def check_levels_ascend(document: Document) -> Iterator[Problem]:
    """Levels stand lowest first, each value once; rule 1 needs two distinct ones."""
    before: float | None = None
    for level in document.entries(("scale", "levels")):
        value = document.number((*level, "value"))
        if value is not None and before is not None and value <= before + TOLERANCE:
            message = f"level {show(value)} does not lie above the level before it, {show(before)}."
            expected = "Order the levels from lowest to highest, each value once."
            yield document.problem((*level, "value"), message, expected)
        before = before if value is None else value


def check_level_labels(document: Document) -> Iterator[Problem]:
    """A label in an answer file can mean only its own level; letter case doesn't count there."""
    values = level_values(document)
    seen: dict[str, str] = {}
    for level in document.entries(("scale", "levels")):
        path = (*level, "label")
        label = document.text(path)
        if label is None:
            continue
        name = label.strip().casefold()
        if name in seen:
            message = f"two levels are called {show(seen[name])}, letter case aside."
            yield document.problem(path, message, "Give each level a label of its own.")
        if name in RESERVED_LABELS:
            message = f"the label {show(label)} has a meaning of its own in answer files."
            yield document.problem(path, message, "Choose another label.")
        number = _as_written_number(name)
        if number is not None and number in values and number != document.number((*level, "value")):
            message = f"the label {show(label)} reads as the number of another level."
            yield document.problem(path, message, "Choose a label in words, or the level's own number.")
        seen.setdefault(name, label)


def check_lenses(document: Document) -> Iterator[Problem]:
    """Items use declared lenses, and each declared lens has an item."""
    lenses = declared(document, ("lenses",))
    if not lenses:
        return
    used = set()
    for path, lens in lens_texts(document):
        used.add(lens)
        if lens not in lenses:
            expected = _declared_names(lenses, lens)
            yield document.problem(path, f"the lens {show(lens)} is not declared.", expected)
    for lens, path in lenses.items():
        if lens not in used and shows_all_items(document):
            message = f"no item belongs to the lens {show(lens)}."
            yield document.problem(path, message, "Give it at least one item, or remove it.")


def check_strands(document: Document) -> Iterator[Problem]:
    """Where strands are declared each item names one; elsewhere no item names any."""
    strands = declared(document, ("strands",))
    if strands is None:
        return
    for item, strand in strands_of(document).items():
        path = (*item, "strand")
        if strand is None and strands:
            expected = f"Name one of: {listing(list(strands))}."
            yield document.problem(item, "the item names no strand.", expected)
        elif strand is not None and not strands:
            message = f"the item names the strand {show(strand)}, but the framework declares none."
            yield document.problem(path, message, 'Declare it under "strands", or leave the key out.')
        elif strand is not None and strand not in strands:
            expected = _declared_names(strands, strand)
            yield document.problem(path, f"the strand {show(strand)} is not declared.", expected)


def check_strands_used(document: Document) -> Iterator[Problem]:
    """Each declared strand has an item, and each lens has one in the continuum's strand."""
    strands = declared(document, ("strands",))
    named = strands_of(document)
    if not strands or len(named) < len(list(items(document))) or not shows_all_items(document):
        return
    in_use = set(named.values())
    for strand, path in strands.items():
        if strand not in in_use:
            message = f"no item belongs to the strand {show(strand)}."
            yield document.problem(path, message, "Give it at least one item, or remove it.")
    resting = document.text(("continuum", "strand"))
    used = {lens for _, lens in lens_texts(document)}
    placed = {lens for path, lens in lens_texts(document) if named[path[:4]] == resting}
    missing = used - placed if resting in strands else set()
    for lens, path in (declared(document, ("lenses",)) or {}).items():
        if lens in missing:
            message = f"no item of the lens {show(lens)} is in the continuum's strand, {show(resting)}."
            yield document.problem(path, message, "Without one, no place on the continuum can be given.")


def check_anchor_levels(document: Document) -> Iterator[Problem]:
    """Anchors stand at levels of the scale."""
    values = level_values(document)
    for lens_text, _ in lens_texts(document) if values else ():
        for key in document.mapping((*lens_text, "anchors")):
            if as_number(key) is not None and key not in values:
                expected = f"The levels are: {_listed(values)}."
                path = (*lens_text, "anchors", key)
                yield document.problem(path, f"{show(key)} is not a level of the scale.", expected)


def check_extreme_anchors(document: Document) -> Iterator[Problem]:
    """The lowest and the highest level are anchored for every item and lens."""
    values = level_values(document)
    for lens_text, _ in lens_texts(document) if values else ():
        path = (*lens_text, "anchors")
        for name, value in (("lowest", min(values)), ("highest", max(values))):
            if isinstance(document.get(path), dict) and value not in document.mapping(path):
                message = f"the {name} level, {show(value)}, has no anchor."
                yield document.problem(path, message, "Say what can be seen at it.")


def check_between(document: Document) -> Iterator[Problem]:
    """A level that some item gives no anchor has a text for use there instead."""
    values = level_values(document)
    if not values:
        return
    for level in document.entries(("scale", "levels")):
        value = document.number((*level, "value"))
        between = (*level, "between")
        written = document.get(between) is not None or between in document.empty
        if written or value in (min(values), max(values)):
            continue
        bare = [
            path
            for path, _ in lens_texts(document)
            if document.mapping((*path, "anchors")) and value not in document.mapping((*path, "anchors"))
        ]
        if bare:
            others = f" and {len(bare) - 1} more" if len(bare) > 1 else ""
            place = document.describe(bare[0])
            message = f"level {show(value)} has no anchor in {place}{others}, and no text for use there."
            yield document.problem(level, message, 'Say under "between" what the level means.')


def check_next_steps(document: Document) -> Iterator[Problem]:
    """Next steps start from an anchor."""
    for lens_text, _ in lens_texts(document):
        anchors = document.mapping((*lens_text, "anchors"))
        for key in document.mapping((*lens_text, "next_steps")):
            if anchors and as_number(key) is not None and key not in anchors:
                path = (*lens_text, "next_steps", key)
                expected = f"The anchors are at: {_listed(anchors)}."
                yield document.problem(path, f"there is no anchor at {show(key)}.", expected)


def check_references(document: Document) -> Iterator[Problem]:
    """The glossary terms and duties that items name are declared, and named once."""
    for key, target, noun in (
        ("glossary", "glossary", "the glossary term"),
        ("also_serves", "duties", "the duty"),
    ):
        known = declared(document, (target,))
        for item in items(document):
            value = document.get((*item, key))
            names = value if isinstance(value, list) else []
            seen: set[str] = set()
            for index, name in enumerate(names):
                if not isinstance(name, str):
                    continue
                path = (*item, key, index)
                if known is not None and name not in known:
                    expected = _declared_names(known, name)
                    yield document.problem(path, f"{noun} {show(name)} is not declared.", expected)
                elif name in seen:
                    yield document.problem(path, f"{noun} {show(name)} stands here twice.", "Remove one.")
                seen.add(name)


RULES: tuple[Callable[[Document], Iterator[Problem]], ...] = (
    check_ids,
    check_texts,
    check_numbers,
    check_levels_ascend,
    check_level_labels,
    check_lenses,
    check_strands,
    check_strands_used,
    check_anchor_levels,
    check_extreme_anchors,
    check_between,
    check_next_steps,
    check_references,
    check_continuum,
    check_bands,
    check_signals,
)


def _repeated(document: Document, paths: Sequence[Path], noun: str) -> Iterator[Problem]:
    first: dict[str, Path] = {}
    for path in paths:
        name = document.text((*path, "id"))
        if name is not None and name in first:
            line = document.line((*first[name], "id"))
            message = f"the {noun} id {show(name)} stands in line {line} already."
            yield document.problem((*path, "id"), message, "Give each its own id.")
        elif name is not None:
            first[name] = path


def _declared_names(known: Iterable[str], name: str) -> str:
    names = list(known)
    listed = f"Declared: {listing(names)}." if names else "None is declared."
    return suggest(name, names).strip() or listed


def _listed(numbers: Iterable[object]) -> str:
    return listing([show(number) for number in islice(numbers, 50)])


def _as_written_number(label: str) -> float | None:
    try:
        return float(label)
    except ValueError:
        return None
