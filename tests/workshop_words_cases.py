"""Workshops, tallies and phones as the services hand them out, for the tests of what screens say of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from view_cases import framework

from selfassess.service.workshop_views import Seat, Tally, Workshop, WorkshopItem

OPENED = datetime(2026, 11, 3, 14, 0, tzinfo=UTC)


def item(name: str, place: int = 1, phase: str = "waiting", **more: Any) -> WorkshopItem:
    blank = WorkshopItem(name, place, "waiting", 0, None, None, None, "", "")
    return replace(blank, phase=phase, **more)  # type: ignore[arg-type]


def workshop(*items: WorkshopItem, current: str = "", **more: Any) -> Workshop:
    """One on an assessment, with these sub-indicators by place."""
    made = Workshop(
        id="w",
        code="bcd234",
        kind="assessment",
        title="Elm Street · Autumn 2026",
        present="centre manager, health visitor",
        assessment_id="a",
        example="",
        framework=framework(),
        lens="programme",
        vocabulary="",
        ask_groups=False,
        threshold=3,
        groups=(),
        items=items,
        current=next((each for each in items if each.item == current), None),
        version=1,
        joined=12,
        voted=0,
        hands=0,
        created_at=OPENED,
        ended_at=None,
    )
    return replace(made, **more)


def tally(*counts: int, **more: Any) -> Tally:
    """Phones' votes on 1a per level, lowest first."""
    made = Tally(
        item="1a",
        ballot=1,
        counts=counts,
        cant_tell=0 if counts else None,
        phones=sum(counts),
        hands=0,
        from_before=0,
        left_out=0,
        withheld=False,
        consensus=None,
        blocks=(),
    )
    return replace(made, **more)


def seat(**more: Any) -> Seat:
    made = Seat(
        workshop_id="w",
        code="bcd234",
        title="Elm Street · Autumn 2026",
        kind="assessment",
        example="",
        framework=framework(),
        lens="programme",
        vocabulary="",
        item="1a",
        phase="vote",
        ballot=1,
        mine=None,
        before=None,
        agreed=None,
        ended=False,
        version=1,
        place=1,
        total=3,
        group="",
    )
    return replace(made, **more)
