"""What the page of voices shows of one assessment, as markup: the agenda, and each sub-indicator."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from selfassess.agenda import talk_first
from selfassess.answers import to_frame
from selfassess.charts.distribution import draw_distribution
from selfassess.charts.line import draw_line
from selfassess.disclosure import Disclosed, disclose
from selfassess.framework.model import Framework
from selfassess.scoring import score
from selfassess.service.asking import group_labels
from selfassess.service.views import Assessment
from selfassess.ui import html, wiring
from selfassess.ui.opened import Opened
from selfassess.ui.refreshing import refresh_some
from selfassess.ui.widgets import chart_markup
from selfassess.view_models.agenda import Agenda, make_agenda
from selfassess.view_models.voices import AgreedWords, ItemVoices, Voices, levels_of, make_voices

TOPICS = 7
"""As many as fit into an afternoon."""


def disclosed_of(view: Assessment) -> Disclosed:
    """What may be shown: what an anonymous round let out, or everything of a named one.

    An authority reads no notes of its centres.
    """
    labels = group_labels(view.framework, view.round)
    found = view.disclosed or disclose(view.framework, view.answers, 1, labels)
    return replace(found, notes={}) if view.role == "lead" else found


def heard(opened: Opened) -> Voices | None:
    """What people answered, None where nobody has."""
    view = opened.view
    disclosed = disclosed_of(view)
    if not disclosed.answers:
        return None
    return make_voices(
        view.framework,
        view.record.lens,
        disclosed,
        score(view.framework, to_frame(disclosed.answers)),
        opened.terms,
        view.record.threshold if view.record.anonymous else 1,
    )


def agenda_of(opened: Opened) -> Agenda:
    """The first topics, from this assessment, the other end's view and the round before."""
    view, comparing, actor = opened.view, wiring.comparing(), wiring.actor()
    scores = score(view.framework, to_frame(disclosed_of(view).answers))
    ends = None
    if view.round.managed:
        refresh_some(comparing.in_round(actor, view.round))
        ends = comparing.two_ends(actor, view.round)
        if view.record.lens == "programme":
            ends = ends[ends["subject"] == opened.id]
    topics = talk_first(view.framework, scores.items, ends, _before(opened))
    return make_agenda(view.framework, view.record.lens, topics, opened.terms, TOPICS)


def _before(opened: Opened) -> pd.DataFrame | None:
    """Where each sub-indicator stood in the round before, None where there was none that may be compared."""
    comparing, actor = wiring.comparing(), wiring.actor()
    rounds = comparing.rounds_of(actor, opened.view.record.subject_id)
    if rounds.index(opened.id) == 0:
        return None
    refresh_some(rounds)
    steps, figures = comparing.trend(actor, opened.view.record.subject_id)
    ids = [each.assessment_id for each in steps]
    at = ids.index(opened.id) if opened.id in ids else 0
    if not at or comparing.why_not(steps[at - 1], steps[at]):
        return None
    earlier = [each for each in figures if each.assessment_id == ids[at - 1] and each.kind == "item"]
    rows = [(each.part, each.position) for each in earlier]
    return pd.DataFrame(rows, columns=["item", "position"]).astype({"position": float})


def agenda_markup(agenda: Agenda) -> str:
    """Numbered topics, each with its reasons, and the way to it on this page."""
    topics = "".join(
        f"<li><a href='#voices-{html.esc(topic.item)}'>{html.esc(topic.item)} {html.esc(topic.title)}</a>"
        f"<p>{html.esc(' '.join(topic.reasons))} {html.esc(topic.agreed)}</p></li>"
        for topic in agenda.topics
    )
    more = f"<p class='caption'>{agenda.more} more below.</p>" if agenda.more else ""
    listed = f"<ol class='agenda'>{topics}</ol>{more}" if topics else ""
    note = f"<p class='caption'>{html.esc(agenda.note)}</p>" if agenda.note else ""
    return f"<p class='finding'>{html.esc(agenda.title)}</p>{listed}{note}"


def item_markup(framework: Framework, item: ItemVoices) -> str:
    """One sub-indicator: what was agreed, how ratings lie, groups side by side, notes."""
    levels = levels_of(framework)
    parts = [
        f"<h3 id='voices-{html.esc(item.item)}'><span class='number'>{html.esc(item.item)}</span> "
        f"{html.esc(item.title)}</h3><p class='question'>{html.esc(item.question)}</p>"
    ]
    if item.agreed:
        parts.append(_agreed_markup(item.agreed))
    if item.withheld:
        parts.append(f"<p>{html.esc(item.withheld)}</p>")
    if item.distribution:
        drawn = draw_distribution(item.distribution.frame, levels, item.distribution.alt)
        parts.append(chart_markup(item.distribution, drawn))
    if item.groups:
        drawn = draw_line(item.groups.frame, levels, item.groups.alt)
        parts.append(
            html.fold(
                f"Groups side by side: {item.groups.title}", chart_markup(item.groups, drawn, named=False)
            )
        )
    if item.notes:
        notes = "".join(f"<li>{html.esc(note)}</li>" for note in item.notes)
        parts.append(html.fold(f"What people noted ({len(item.notes)})", f"<ul>{notes}</ul>"))
    return f"<section class='voices'>{''.join(parts)}</section>"


def _agreed_markup(agreed: AgreedWords) -> str:
    """What was agreed stands first; what people had said before stays beside it."""
    lines = (("Why", agreed.reason), ("In the room", agreed.present), ("", agreed.beside))
    texts = "".join(
        f"<p>{f'<strong>{name}</strong> ' if name else ''}{html.esc(text)}</p>"
        for name, text in lines
        if text
    )
    return f"<div class='instruction'><p><strong>Agreed together</strong> {html.esc(agreed.rating)}</p>{texts}</div>"
