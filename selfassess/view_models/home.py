"""The list of assessments on Home."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from selfassess.framework.model import Framework
from selfassess.service.assessments import Summary


@dataclass(frozen=True)
class Line:
    name: str
    about: str
    way_on: str


def assessment_line(summary: Summary, frameworks: Mapping[str, Framework]) -> Line:
    """One assessment in a list: its name, how far it has come, and what its link says."""
    framework = frameworks.get(summary.framework_key)
    lens = framework.lens(summary.lens).label if framework else summary.lens
    done = summary.progress
    if summary.finished_at:
        state, way_on = f"finished {day(summary.finished_at.date())}", "See where you are"
    else:
        state, way_on = f"{done.answered} of {done.total} answered", "Carry on"
    parts = [
        summary.authority if summary.authority != summary.subject else "",
        f"{lens}'s view",
        summary.round,
        state,
    ]
    return Line(summary.subject, " · ".join(part for part in parts if part), f"{way_on}: {summary.subject}")


def day(when: date) -> str:
    """A date as people here write it: 3 May 2026."""
    return f"{when.day} {when:%B %Y}"


def moment(when: datetime) -> str:
    """A time in this computer's own zone: 3 May 2026, 17:31."""
    local = when.astimezone()
    return f"{day(local.date())}, {local:%H:%M}"


def season(today: date) -> str:
    """A name to offer for a round: the season and year."""
    names = ("Winter", "Spring", "Summer", "Autumn")
    return f"{names[today.month % 12 // 3]} {today.year}"
