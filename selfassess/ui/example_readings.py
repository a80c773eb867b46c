"""The worked example behind a practice or a calibration: what the report says, and how we read it."""

from __future__ import annotations

from selfassess.answers import Answer
from selfassess.framework.wording import terms_of
from selfassess.service.workshop_views import Seat, Workshop
from selfassess.ui import html, wiring
from selfassess.view_models.calibration import OurReading, levels_read, make_reading, readings_on

LENS = "authority"
"""The lens that the worked example was rated through."""

EVIDENCE_NOTE = "What we found in the 2007 report, in our own words. It is about the years before 2007."


def readings(held: Workshop | Seat) -> dict[str, Answer]:
    """Our ratings of the authority that a workshop is about, by item; none for an assessment's."""
    if not held.example:
        return {}
    return readings_on(wiring.worked_example()[1].answers, held.example)


def levels(held: Workshop | Seat) -> dict[str, float]:
    """Our level by item, where we gave one."""
    return levels_read(readings(held))


def reading_of(held: Workshop | Seat, item: str) -> OurReading | None:
    """Our rating of one sub-indicator with what it rests on, None where the workshop isn't about the worked example."""
    found = readings(held).get(item)
    if found is None:
        return None
    return make_reading(held.framework, held.lens, found, terms_of(held.framework, held.vocabulary))


def evidence_markup(held: Workshop | Seat, item: str) -> str:
    """What the report says of the authority on a sub-indicator, without the level that we read from it."""
    found = reading_of(held, item)
    if found is None:
        return ""
    return (
        f"<section class='evidence'><h2>What the report says of {html.esc(held.example)}</h2>"
        f"<p>{html.esc(found.evidence)}</p><p class='caption'>{html.esc(EVIDENCE_NOTE)}</p></section>"
    )


def reading_markup(held: Workshop | Seat, item: str) -> str:
    """Our level, where the report says so, and on what basis."""
    found = reading_of(held, item)
    if found is None:
        return ""
    source = f" Source: {html.esc(found.source)}" if found.source else ""
    return (
        f"<div class='instruction'><p><strong>Our reading</strong> {html.esc(found.words)}</p>"
        f"<p class='note'>{html.esc(found.basis)}{source}</p></div>"
    )
