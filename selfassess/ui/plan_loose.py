"""Texts for the plan that wait as drafts, where nothing stands in the plan yet that they belong to."""

from __future__ import annotations

from selfassess.errors import NotFound
from selfassess.service.plans import read_draft_field
from selfassess.ui import html
from selfassess.ui.opened import Opened
from selfassess.ui.plan_change import draw_waiting
from selfassess.view_models.plan import Plan


def draw_loose_drafts(opened: Opened, plan: Plan) -> None:
    """What was written on the results' first page and held back there, say. Draws nothing when there is none."""
    there = {(row.item, row.position) for row in plan.rows}
    loose = dict.fromkeys(
        (item, position)
        for item, field in opened.view.drafts
        if (position := _position(field)) and (item, position) not in there
    )
    if loose:
        html.heading("Not in the plan yet")
    for item, position in loose:
        title = opened.view.framework.item(item).short_title
        html.show(f"<h3><span class='number'>{html.esc(item)}</span> {html.esc(title)}</h3>")
        draw_waiting(opened, item, position)


def _position(field: str) -> int:
    try:
        return read_draft_field(field)[0]
    except NotFound:
        return 0
