"""What a board is shown of one assessment: the content of the slides, the documents, the page and the workbook.

Every number and sentence is the one that the pages show, because it comes from where they take it; the files add
only their order, their headings and what a presenter may say.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from selfassess.answers import Answer, to_frame
from selfassess.charts.strands import SquareWords
from selfassess.disclosure import Disclosed, disclose
from selfassess.framework.model import Framework
from selfassess.framework.wording import fill
from selfassess.scoring import Scores, score
from selfassess.service.asking import group_labels
from selfassess.service.views import Assessment
from selfassess.view_models import detail
from selfassess.view_models.board_ends import make_ends
from selfassess.view_models.board_notes import Told, make_notes
from selfassess.view_models.board_tables import (
    Table,
    list_sources,
    make_indicator_frame,
    make_item_frame,
    make_items_table,
    make_strand_frame,
)
from selfassess.view_models.detail import Chart, IndicatorDetail
from selfassess.view_models.home import day
from selfassess.view_models.placement import Place, describe_place
from selfassess.view_models.plan import Plan, places_of
from selfassess.view_models.results import (
    Priority,
    StrandFigure,
    describe_strands,
    make_summary,
    points_of,
)
from selfassess.view_models.two_ends import TwoEnds
from selfassess.view_models.voices import Voices, levels_of, make_voices
from selfassess.view_models.whose import (
    say_nothing_there,
    say_origin,
    say_stamp,
    say_which,
    say_who_answered,
)
from selfassess.view_models.words import at_risk_sentence, count

__all__ = ["AgreedLine", "BoardReport", "Entry", "Table", "make_board_report", "name_file"]

NOTHING_ANSWERED = "Provisional: nothing is answered yet."
ALL_RATED = "Every applicable sub-indicator is rated."
GAP_NOTE = "A gap is a place to ask, not a low rating. Who in another agency would know?"
NOTHING_AGREED = "No rating was agreed together in this round."
PLAN_IS_THE_CENTRES = "What a centre works on next is its own, so its plan is not part of this."
FILE_STEM_LENGTH = 60


@dataclass(frozen=True)
class Entry:
    """A strength or something to work on: one indicator, its figure in words, and a line for each sub-indicator."""

    id: str
    title: str
    figure: str
    lines: tuple[str, ...]
    """ "2a Joint visits: 3" for each sub-indicator, as the grid has it."""
    detail: IndicatorDetail
    """The same sub-indicators with their levels in words, evidence, notes and next steps."""


@dataclass(frozen=True)
class AgreedLine:
    """One agreed rating: the level in words, why, who was in the room, and what people had answered before."""

    item: str
    title: str
    rating: str
    reason: str
    present: str
    beside: str


@dataclass(frozen=True)
class BoardReport:
    title: str
    subject: str
    lens: str
    where: str
    dated: str
    file_stem: str
    """Names the files: small letters, digits and hyphens only."""
    provisional: str
    """Why the figures may still change, "" when they are final."""
    illustrative: str
    """Whose data it is when it isn't anybody's own, else ""."""
    empty: bool
    """Nothing is answered, or nothing may be shown; the figures then run from end to end."""

    place: Place
    zone_description: str
    line: Chart
    points: tuple[tuple[str, float], ...]
    levels: tuple[tuple[str, float], ...]
    """(code, position) of each level, lowest first: what the two ends' ratings are named by."""
    signals: tuple[str, ...]
    who: str
    evidence: str
    caution: str
    """The one caution that stands beside the place itself."""

    strands: tuple[StrandFigure, ...]
    square: Chart | None
    square_words: SquareWords | None
    profile: Chart
    profile_caption: str
    grid: Chart
    grid_caption: str

    strengths: tuple[Entry, ...]
    strengths_heading: str
    strengths_empty: str
    middle: tuple[Entry, ...]
    middle_heading: str
    gaps: tuple[Entry, ...]
    gaps_heading: str
    gaps_empty: str
    items: Table
    item_frame: pd.DataFrame
    """One row per sub-indicator with unrounded numbers; see `board_tables.ITEM_COLUMNS`."""
    indicator_frame: pd.DataFrame
    """One row per indicator: id, title, position, low, high, coverage, band (its label)."""
    strand_frame: pd.DataFrame
    """One row per strand, then the whole and the place: figure, position, low, high, coverage, zone."""
    missing: Table | None
    missing_note: str

    ends: Chart | None
    ends_note: str
    """How to read both ends, or why they aren't there."""
    voices: tuple[str, ...]
    """How many people answered and where they stand together; () where it is one person's view."""
    agreed: tuple[AgreedLine, ...]
    agreed_empty: str
    priorities: tuple[Priority, ...]
    plan: Plan
    cautions: tuple[str, ...]
    sources: tuple[str, ...]
    at_risk: str
    notes: Mapping[str, str]
    """Per section what a presenter says: title, place, strands, profile, strengths, gaps, missing, ends, voices,
    agreed, plan, cautions, sources."""


def make_board_report(
    view: Assessment,
    scores: Scores | None,
    terms: Mapping[str, str],
    *,
    plan: Plan,
    today: date,
    disclosed: Disclosed | None = None,
    ends: TwoEnds | None = None,
    ends_note: str = "",
) -> BoardReport:
    """Everything the files say about one assessment. `scores` are those of `view.answers`, None for no answers.

    `disclosed`: what may be shown of each voice, as the page of voices takes it; without it, what the view lets out.
    `ends`: both ends of the view's round, None where they may not be seen; then `ends_note` says why.
    """
    framework, lens, answers = view.framework, view.record.lens, view.answers
    empty = scores is None
    if scores is None:
        scores = _score_nothing(view)
    planned = view.role in ("owner", "reader")
    if not planned:
        plan = Plan((), "", PLAN_IS_THE_CENTRES)
    places = places_of(view.actions) if planned else {}
    summary = make_summary(framework, lens, answers, scores, terms, places)
    place = describe_place(framework, scores)
    voices = _voices(view, disclosed, terms)
    agreed = tuple(_agreed_lines(voices))
    two_strands = len(framework.effective_strands) == 2
    bands = {
        kind: (f"{heading} ({detail.name_bands(framework, kind)})", words)
        for kind, heading, words in detail.BAND_SECTIONS
        if any(band.kind == kind for band in framework.bands.bands)
    }
    entries = {
        kind: tuple(_entries(framework, lens, answers, scores, terms, kind))
        for kind in ("strength", "middle", "to_work_on")
    }
    withheld = view.disclosed.withheld if view.disclosed else ()
    unrated = detail.find_gaps(framework, scores, withheld)
    indicators = make_indicator_frame(framework, lens, scores)
    chart, note = make_ends(framework, lens, ends, ends_note)
    told = Told(
        compared=bool(indicators["position"].notna().any()),
        strengths=bool(entries["strength"]),
        gaps=bool(entries["to_work_on"]),
        ends=chart is not None,
        agreed=bool(agreed),
        plan=plan.summary,
    )
    return BoardReport(
        title=f"Where we are: {view.record.subject}",
        subject=view.record.subject,
        lens=lens,
        where=say_which(view),
        dated=_say_dated(view, today),
        file_stem=name_file(view.record.subject, view.record.round),
        provisional=_say_provisional(view, scores, empty),
        illustrative=say_origin(view),
        empty=empty,
        place=place,
        zone_description=fill(place.zone_description, terms),
        line=detail.make_line_chart(framework, lens, view.record.subject, place),
        points=tuple(points_of(framework)),
        levels=tuple(levels_of(framework)),
        signals=tuple(fill(signal, terms) for signal in place.signals),
        who=say_who_answered(view),
        evidence=summary.evidence,
        caution=fill(summary.caution, terms),
        strands=tuple(describe_strands(framework, scores)),
        square=detail.make_strands_chart(framework, lens, view.record.subject, scores)
        if two_strands
        else None,
        square_words=detail.square_words(framework) if two_strands else None,
        profile=detail.make_profile_chart(framework, lens, scores),
        profile_caption=detail.PROFILE_CAPTION,
        grid=detail.make_heatmap_chart(framework, lens, scores),
        grid_caption=detail.GRID_CAPTION,
        strengths=entries["strength"],
        strengths_heading=bands["strength"][0] if "strength" in bands else "Strengths",
        strengths_empty="" if entries["strength"] else detail.BAND_SECTIONS[0][2],
        middle=entries["middle"],
        middle_heading=bands["middle"][0] if "middle" in bands else "",
        gaps=entries["to_work_on"],
        gaps_heading=bands["to_work_on"][0] if "to_work_on" in bands else "To work on",
        gaps_empty="" if entries["to_work_on"] else detail.BAND_SECTIONS[1][2],
        items=make_items_table(view, scores),
        item_frame=make_item_frame(view, scores),
        indicator_frame=indicators,
        strand_frame=make_strand_frame(framework, scores),
        missing=Table("Sub-indicators without a rating", ("Sub-indicator", "What is missing"), tuple(unrated))
        if unrated
        else None,
        missing_note=GAP_NOTE if unrated else ALL_RATED,
        ends=chart,
        ends_note=note,
        voices=_say_voices(view, voices),
        agreed=agreed,
        agreed_empty="" if agreed else NOTHING_AGREED,
        priorities=summary.priorities if view.role != "lead" else (),
        plan=plan,
        cautions=tuple(fill(caution.text, terms) for caution in framework.cautions),
        sources=tuple(list_sources(view, terms)),
        at_risk=at_risk_sentence(view.authority.social_care_phone, view.authority.name),
        notes=make_notes(view, place, told, terms),
    )


def name_file(*names: str) -> str:
    """What files about somebody are called, whatever their name: safe on every disk and in every mail."""
    plain = unicodedata.normalize("NFKD", " ".join(names)).encode("ascii", "ignore").decode().lower()
    return re.sub("[^a-z0-9]+", "-", plain)[:FILE_STEM_LENGTH].strip("-") or "report"


def _score_nothing(view: Assessment) -> Scores:
    """Scores of an assessment without an answer: every figure open from end to end."""
    record = view.record
    blank = [
        Answer(record.subject, record.lens, item.id, authority=record.authority, round=record.round)
        for item in view.framework.items_in(record.lens)
    ]
    return score(view.framework, to_frame(blank))


def _say_dated(view: Assessment, today: date) -> str:
    stamp, on = say_stamp(view, today), day(today)
    return stamp if on in stamp else f"{stamp} This file was made on {on}."


def _say_provisional(view: Assessment, scores: Scores, empty: bool) -> str:
    if empty:
        return f"Provisional: {say_nothing_there(view)}" if view.round_closed else NOTHING_ANSWERED
    if view.record.finished_at or view.round_closed:
        return ""
    status = scores.items["status"]
    unrated = int((status == "unrated").sum())
    if not unrated:
        return "Provisional: not finished yet."
    asked = unrated + int((status == "rated").sum())
    verb = "is" if unrated == 1 else "are"
    return f"Provisional: {unrated} of {count(asked, 'sub-indicator')} {verb} not rated yet."


def _entries(
    framework: Framework,
    lens: str,
    answers: Sequence[Answer],
    scores: Scores,
    terms: Mapping[str, str],
    kind: str,
) -> Iterator[Entry]:
    rows = scores.items.set_index("item")
    for found in detail.group_by_band(framework, lens, answers, scores, terms, kind):
        lines = tuple(
            f"{each.item} {each.title}: {detail.in_full(detail.cell_text(framework, rows.loc[each.item]))}"
            for each in found.items
        )
        yield Entry(found.id, found.title, found.figure, lines, found)


def _voices(view: Assessment, disclosed: Disclosed | None, terms: Mapping[str, str]) -> Voices | None:
    """As the page of voices has them; None where nobody has answered."""
    labels = group_labels(view.framework, view.round)
    found = disclosed or view.disclosed or disclose(view.framework, view.answers, 1, labels)
    if not found.answers:
        return None
    threshold = view.record.threshold if view.record.anonymous else 1
    scores = score(view.framework, to_frame(found.answers))
    return make_voices(view.framework, view.record.lens, found, scores, terms, threshold)


def _agreed_lines(voices: Voices | None) -> Iterator[AgreedLine]:
    for indicator in voices.indicators if voices else ():
        for item in indicator.items:
            if item.agreed:
                words = item.agreed
                yield AgreedLine(
                    item.item, item.title, words.rating, words.reason, words.present, words.beside
                )


def _say_voices(view: Assessment, voices: Voices | None) -> tuple[str, ...]:
    people = {each.respondent for each in view.answers if each.given and each.kind == "answer"}
    if voices is None or len(people) < 2:
        return ()
    return tuple(sentence for sentence in (voices.who, voices.merged, voices.summary) if sentence)
