"""Indicators that open to their evidence and next steps."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from selfassess.ui import html
from selfassess.view_models.context import make_context_tables, other_conflicts
from selfassess.view_models.detail import IndicatorDetail, ItemDetail
from selfassess.view_models.worked_example import ItemReadings


def draw_band(
    indicators: Sequence[IndicatorDetail],
    empty: str,
    below: Callable[[IndicatorDetail], None] | None = None,
) -> None:
    """Each indicator closed, opening to its items; `empty` is said when there is none. `below` draws what stands under
    each."""
    if not indicators:
        html.paragraph(empty)
    for indicator in indicators:
        markup = "".join(item_markup(item) for item in indicator.items)
        html.show(html.fold(f"{indicator.id} {indicator.title}: {indicator.figure}", markup))
        if below is not None:
            below(indicator)


def item_markup(item: ItemDetail) -> str:
    parts = [f"<h4>{html.esc(item.item)} {html.esc(item.title)}</h4><p>{html.esc(item.rating)}</p>"]
    if item.evidence:
        parts += [f"<p class='note'><strong>Evidence</strong> {html.esc(text)}</p>" for text in item.evidence]
    else:
        parts.append("<p class='note'>No evidence noted.</p>")
    parts += [f"<p class='note'>{html.esc(note)}</p>" for note in item.notes]
    if item.next_steps:
        steps = "".join(f"<li>{html.esc(step)}</li>" for step in item.next_steps)
        parts.append(f"<p><strong>Next steps</strong></p><ul>{steps}</ul>")
    return "".join(parts)


def reading_markup(item: ItemReadings, question: str) -> str:
    """One sub-indicator of the worked example with every authority's rating, evidence and basis."""
    parts = [f"<h4>{html.esc(item.item)} {html.esc(item.title)}</h4><p>{html.esc(question)}</p>"]
    for reading in item.readings:
        parts.append(
            f"<p><strong>{html.esc(reading.authority)}</strong> {html.esc(reading.rating)}</p>"
            f"<p class='note'>{html.esc(reading.evidence)}</p>"
            + (f"<p class='note'><em>{html.esc(reading.basis)}</em></p>" if reading.basis else "")
        )
    return "".join(parts)


def context_markup(context: Mapping[str, Any]) -> str:
    """The report's own figures, each table with its notes and its conflicts."""
    parts = [f"<p>{html.esc(context['note'])}</p>"]
    for table in make_context_tables(context):
        parts.append(html.table_markup(table.columns, table.rows, table.title))
        parts += [f"<p class='note'>{html.esc(note)}</p>" for note in table.notes]
    others = "".join(f"<li>{html.esc(text)}</li>" for text in other_conflicts(context))
    if others:
        parts.append(
            f"<p><strong>Where the report contradicts itself elsewhere</strong></p><ul>{others}</ul>"
        )
    return "".join(parts) + f"<p class='source'>Source: {html.esc(context['source'])}</p>"
