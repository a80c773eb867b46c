"""Which assessment this is, whose view it holds and how far it has come: said alike on pages and in files."""

from __future__ import annotations

from datetime import date

from selfassess.service.calendar import closed_on
from selfassess.service.views import Assessment
from selfassess.view_models.home import day
from selfassess.view_models.results import say_who
from selfassess.view_models.voices import say_voices

ORIGIN_NOTES = {
    "illustrative": "Illustrative: made up to show the tool. It describes no real place.",
    "worked-example": "Worked example: our reading of the 2007 report.",
}


def say_which(view: Assessment) -> str:
    """Which assessment this is, in one line: subject, authority, whose view, round."""
    record = view.record
    lens = view.framework.lens(record.lens).label
    parts = [record.subject, record.authority, f"{lens}'s view" if lens else "", record.round]
    return " · ".join(dict.fromkeys(part for part in parts if part))


def say_origin(view: Assessment) -> str:
    """Whose data it is when it isn't anybody's own, "" where it is."""
    return ORIGIN_NOTES.get(view.record.origin, "")


def say_who_answered(view: Assessment) -> str:
    """Whose view the figures are: of an anonymous round what was disclosed."""
    if view.disclosed:
        return say_voices(view.disclosed, view.record.threshold)
    return say_who(view.framework, view.answers)


def say_stamp(view: Assessment, today: date) -> str:
    """Of when the figures are, and whether they can still change."""
    if view.record.finished_at:
        return f"Finished {day(view.record.finished_at.date())}."
    closed = closed_on(view.round) if view.round_closed else None
    if closed:
        return f"The round closed on {day(closed)}."
    return f"Provisional on {day(today)}: not finished yet."


def say_nothing_there(view: Assessment) -> str:
    """Why there is nothing to place, for an assessment without a rating that may be shown."""
    if view.round_closed and view.disclosed:
        return (
            f"The round has closed, and on no sub-indicator are there {view.record.threshold} people whose ratings "
            "could be shown."
        )
    if view.round_closed:
        return "The round has closed, and nobody answered here."
    return "Nothing is answered yet, so there is nothing to place."
