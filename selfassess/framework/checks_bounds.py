"""Rules about bounds: the continuum's points and zones, the bands and the signals."""

from __future__ import annotations

from collections.abc import Iterator

from selfassess.errors import Problem, listing, suggest
from selfassess.framework.document import Document, Path, show
from selfassess.framework.model import TOLERANCE
from selfassess.framework.outline import declared, items, level_values, shows_all_items

RANGE = ("continuum", "range")
Bounds = tuple[float, float]


def check_continuum(document: Document) -> Iterator[Problem]:
    """The continuum rests on a declared strand, and its points and zones lie in its range."""
    yield from _check_strand(document)
    bounds = _range(document)
    if bounds is None:
        return
    if bounds[1] <= bounds[0] + TOLERANCE:
        message = f"the range runs from {show(bounds[0])} to {show(bounds[1])}."
        yield document.problem(RANGE, message, '"high" must lie above "low".')
        return
    yield from _check_order(document, ("continuum", "points"), "at", bounds)
    yield from _check_order(document, ("continuum", "zones"), "from", bounds)
    yield from _check_start(document, ("continuum", "zones"), "zone", bounds)


def check_bands(document: Document) -> Iterator[Problem]:
    """The bands cover everything from the lowest bound up, in order."""
    on = document.get(("bands", "on")) if document.has(("bands", "on")) else "position"
    values = level_values(document)
    bounds: Bounds | None = None
    if on == "position":
        bounds = (0.0, 100.0)
    elif on == "mean_rating" and values:
        bounds = (min(values), max(values))
    if bounds:
        yield from _check_order(document, ("bands", "bands"), "from", bounds)
        yield from _check_start(document, ("bands", "bands"), "band", bounds)


def check_signals(document: Document) -> Iterator[Problem]:
    """A signal reads an item that exists, and its states cover all positions in order."""
    names = [document.text((*item, "id")) for item in items(document)]
    known = dict.fromkeys(name for name in names if name is not None)
    whole = None not in names and shows_all_items(document)
    for signal in document.entries(("signals",)):
        path = (*signal, "item")
        name = document.text(path)
        if name is not None and whole and name not in known:
            expected = suggest(name, known).strip() or "Name the id of an item."
            yield document.problem(path, f"there is no item {show(name)}.", expected)
        yield from _check_order(document, (*signal, "states"), "from", (0.0, 100.0))
        yield from _check_start(document, (*signal, "states"), "state", (0.0, 100.0))


def _check_strand(document: Document) -> Iterator[Problem]:
    path = ("continuum", "strand")
    strand = document.text(path)
    strands = declared(document, ("strands",))
    if strand is None or strands is None or strand in strands:
        return
    if strands:
        expected = suggest(strand, strands).strip() or f"Declared: {listing(list(strands))}."
    else:
        expected = "The framework declares none: leave the key out."
    yield document.problem(path, f"the strand {show(strand)} is not declared.", expected)


def _range(document: Document) -> Bounds | None:
    """The published range, 0 to 100 where nothing else is written; None where it is misshapen."""
    written = document.get(RANGE)
    if written is not None and not isinstance(written, dict):
        return None
    low = document.number((*RANGE, "low")) if document.has((*RANGE, "low")) else 0.0
    high = document.number((*RANGE, "high")) if document.has((*RANGE, "high")) else 100.0
    return None if low is None or high is None else (low, high)


def _check_order(document: Document, path: Path, key: str, bounds: Bounds) -> Iterator[Problem]:
    low, high = bounds
    before: float | None = None
    for entry in document.entries(path):
        here = (*entry, key)
        number = document.number(here)
        if number is None:
            continue
        if not low - TOLERANCE <= number <= high + TOLERANCE:
            expected = f"It must lie between {show(low)} and {show(high)}."
            yield document.problem(here, f"{show(number)} lies outside the range.", expected)
        if before is not None and number <= before + TOLERANCE:
            message = f"{show(number)} does not lie above the one before it, {show(before)}."
            yield document.problem(here, message, "Order them from lowest to highest, each once.")
        before = number


def _check_start(document: Document, path: Path, noun: str, bounds: Bounds) -> Iterator[Problem]:
    first = (*path, 0, "from")
    number = document.number(first)
    if number is not None and abs(number - bounds[0]) > TOLERANCE:
        message = f"the lowest {noun} starts at {show(number)}."
        yield document.problem(first, message, f"It must start at the lowest bound, {show(bounds[0])}.")
