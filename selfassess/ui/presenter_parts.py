"""What the presenter's screen shows of a workshop, as markup: one piece for each phase."""

from __future__ import annotations

from collections.abc import Mapping

from selfassess.charts.distribution import draw_distribution
from selfassess.charts.line import draw_line
from selfassess.framework.model import Framework
from selfassess.service.workshop_views import Tally, Workshop, WorkshopItem
from selfassess.ui import html
from selfassess.ui.example_readings import evidence_markup, reading_markup
from selfassess.ui.live import here_only_markup
from selfassess.ui.widgets import chart_markup
from selfassess.view_models.ballot import (
    Ballot,
    Talk,
    Votes,
    make_ballot,
    make_talk,
    make_votes,
    say_level,
)
from selfassess.view_models.voices import levels_of
from selfassess.view_models.workshop import KEYS, ONE_EACH, PHASES, PROMISE, say_minutes

Terms = Mapping[str, str]

TALL = 6.8
"""How high the highest bar is on the wall, in rem."""


def heading_markup(workshop: Workshop, item: WorkshopItem) -> str:
    """Which sub-indicator is on, and where the workshop is."""
    framework = workshop.framework
    place = next(n for n, each in enumerate(workshop.items, start=1) if each.item == item.item)
    state = f"{place} of {len(workshop.items)} · {PHASES[item.phase]}"
    return (
        f"<div class='heading'><h1 class='page-title'><span class='number'>{html.esc(item.item)}</span> "
        f"{html.esc(framework.item(item.item).short_title)}</h1><p class='where'>{html.esc(state)}</p></div>"
    )


def lobby_markup(workshop: Workshop) -> str:
    """How to join, and what will be talked about."""
    framework = workshop.framework
    agenda = "".join(
        f"<li><strong>{html.esc(each.item)}</strong> {html.esc(framework.item(each.item).short_title)}"
        + ("" if each.phase == "waiting" else f" <span class='status'>{html.esc(PHASES[each.phase])}</span>")
        + "</li>"
        for each in workshop.items
    )
    return (
        f"{here_only_markup()}<p class='lead'>{html.esc(PROMISE)}</p><p>{html.esc(ONE_EACH)}</p>"
        f"<h2>What we talk about</h2><ol class='programme'>{agenda}</ol>"
        f"<p class='caption'>{html.esc(say_minutes(len(workshop.items)))}</p>"
    )


def question_markup(workshop: Workshop, item: WorkshopItem, terms: Terms) -> str:
    ballot = make_ballot(workshop.framework, item.item, workshop.lens, terms)
    return f"<p class='question'>{html.esc(ballot.question)}</p>"


def ballot_markup(workshop: Workshop, item: WorkshopItem, terms: Terms) -> str:
    """The question with its levels, and in a practice or a calibration the evidence to rate by."""
    ballot = make_ballot(workshop.framework, item.item, workshop.lens, terms, workshop.kind)
    evidence = evidence_markup(workshop, item.item)
    levels = _levels_markup(ballot)
    return (
        f"<p class='question'>{html.esc(ballot.question)}</p>"
        f"<p class='caption'>{html.esc(ballot.instruction)}</p>"
        f"<div class='{'beside' if evidence else ''}'>{levels}{evidence}</div>"
    )


def _levels_markup(ballot: Ballot) -> str:
    rows = "".join(
        f"<dt>{html.esc(choice.number)}</dt><dd>{html.esc(choice.text)}</dd>"
        for choice in ballot.choices
        if choice.number
    )
    return f"<dl class='levels'>{rows}</dl>"


def votes_markup(workshop: Workshop, item: WorkshopItem, tally: Tally | None, tall: float = TALL) -> str:
    """How the votes lie, by group where that may be shown; in a calibration our reading beside them. `tall`: how high
    the highest bar is, in rem."""
    if tally is None:
        return ""
    votes = make_votes(workshop.framework, tally, workshop.threshold)
    reading = reading_markup(workshop, item.item) if workshop.kind == "calibration" else ""
    return _chart(workshop.framework, votes, tall) + reading


def _chart(framework: Framework, votes: Votes, tall: float) -> str:
    levels = levels_of(framework)
    parts = []
    if votes.distribution:
        drawn = draw_distribution(votes.distribution.frame, levels, votes.distribution.alt, tall)
        parts.append(f"<div class='votes'>{chart_markup(votes.distribution, drawn)}</div>")
    else:
        parts.append(f"<p class='finding'>{html.esc(votes.sentence)}</p>")
    if votes.consensus:
        parts.append(f"<p class='consensus'>{html.esc(votes.consensus)}</p>")
    parts += [f"<p class='note'>{html.esc(note)}</p>" for note in votes.notes]
    if votes.groups:
        drawn = draw_line(votes.groups.frame, levels, votes.groups.alt)
        parts.append(f"<div class='by-group'><h2>By group</h2>{chart_markup(votes.groups, drawn)}</div>")
    return "".join(parts)


def talk_markup(
    workshop: Workshop, item: WorkshopItem, tally: Tally | None, evidence: tuple[str, ...], terms: Terms
) -> str:
    """What to have on screen while the room talks: the levels voted for, what is known, prompts."""
    talk = make_talk(workshop.framework, item.item, workshop.lens, tally, terms)
    held = evidence_markup(workshop, item.item) or _evidence_list(evidence, workshop.kind == "assessment")
    if workshop.kind == "calibration":
        held = reading_markup(workshop, item.item) + held
    prompts = "".join(f"<li>{html.esc(prompt)}</li>" for prompt in talk.prompts)
    return (
        f"{question_markup(workshop, item, terms)}<ul class='prompts'>{prompts}</ul>"
        f"<div class='beside'><div>{_levels_voted(talk)}</div><div>{held}{_look_for(talk)}</div></div>"
    )


def _levels_voted(talk: Talk) -> str:
    rows = "".join(
        f"<dt{'' if level.votes else ' class=quiet'}>{html.esc(level.code)}</dt>"
        f"<dd{'' if level.votes else ' class=quiet'}>{html.esc(level.text)}"
        + (f" <span class='status'>{html.esc(level.votes)}</span>" if level.votes else "")
        + "</dd>"
        for level in talk.levels
    )
    return f"<h2>What was voted for</h2><dl class='levels'>{rows}</dl>" if rows else ""


def _evidence_list(evidence: tuple[str, ...], wanted: bool) -> str:
    if not wanted:
        return ""
    if not evidence:
        return "<h2>Evidence</h2><p>None is noted yet. What could be shown to a visitor?</p>"
    rows = "".join(f"<li>{html.esc(text)}</li>" for text in evidence)
    return f"<h2>Evidence noted</h2><ul>{rows}</ul>"


def _look_for(talk: Talk) -> str:
    rows = "".join(
        f"<li><strong>{html.esc(kind)}:</strong> {html.esc(text)}</li>" for kind, text in talk.look_for
    )
    return html.fold("What to look for", f"<ul>{rows}</ul>") if rows else ""


def agreed_markup(workshop: Workshop, item: WorkshopItem, terms: Terms) -> str:
    """What the room settled on; in a practice our reading beside it."""
    rating = say_level(
        workshop.framework, workshop.framework.item(item.item), workshop.lens, item.agreed, terms
    )
    level, _, words = rating.partition(": ")
    settled = f"<p class='question'>Agreed: {html.esc(f'level {level}' if words else level)}</p>"
    settled += f"<p>{html.esc(words[:1].upper() + words[1:])}</p>" if words else ""
    lines = (("Why", item.reason), ("Not everyone agreed", item.dissent))
    texts = "".join(f"<p><strong>{name}:</strong> {html.esc(text)}</p>" for name, text in lines if text)
    return f"<div class='agreed-on'>{settled}{texts}</div>" + (
        reading_markup(workshop, item.item) if workshop.kind == "practice" else ""
    )


def keys_markup() -> str:
    rows = "".join(f"<dt><kbd>{html.esc(key)}</kbd></dt><dd>{html.esc(what)}</dd>" for key, what in KEYS)
    return f"<details class='keys'><summary>Keys (?)</summary><dl class='levels'>{rows}</dl></details>"
