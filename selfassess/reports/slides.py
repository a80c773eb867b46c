"""The slides: what a board reads, in the order in which it reads, with PowerPoint's own charts and a presenter's notes."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence

from pptx.util import Inches

from selfassess.reports.board_charts import (
    BARS_CAPTION,
    draw_ends,
    draw_place,
    draw_profile,
    draw_square,
    draw_strands,
)
from selfassess.reports.chart_style import box
from selfassess.reports.sections import CAUTIONS_TITLE
from selfassess.reports.slide_frames import GAP, POINT, Slides, size_that_fits
from selfassess.reports.slide_tables import Para, TableShape, cell
from selfassess.reports.slide_template import (
    BODY_BOTTOM,
    BODY_WIDTH,
    MARGIN,
    SMALL_SIZE,
    new_deck,
)
from selfassess.view_models.board import BoardReport, Entry
from selfassess.view_models.words import AT_RISK_TITLE

NOT_HERE = "What this report does not hold"


def write_slides(report: BoardReport) -> bytes:
    """A PowerPoint file. Sections without anything to show are named on one slide, with the reason."""
    deck = new_deck(report.title, report.where)
    slides = Slides(deck, report.where, report.dated, (report.provisional, report.illustrative))
    slides.cover(report.title, (report.where, report.dated, report.who), report.notes["title"])
    _add_place(slides, report)
    _add_strands(slides, report)
    _add_profile(slides, report)
    _add_entries(slides, report.strengths_heading, report.notes["strengths"], report.strengths)
    _add_entries(slides, report.gaps_heading, report.notes["gaps"], report.gaps)
    _add_missing(slides, report)
    _add_ends(slides, report)
    _add_agreed(slides, report)
    _add_plan(slides, report)
    _add_absent(slides, report)
    slides.texts(CAUTIONS_TITLE, report.notes["cautions"], [Para(each) for each in report.cautions])
    slides.texts(
        "Sources",
        report.notes["sources"],
        [*(Para(each) for each in report.sources), Para(AT_RISK_TITLE, bold=True), Para(report.at_risk)],
        18,
    )
    out = io.BytesIO()
    deck.save(out)
    return out.getvalue()


def _add_place(slides: Slides, report: BoardReport) -> None:
    slide, top = slides.slide(report.line.title, report.notes["place"])
    height = int(Inches(2.1))
    draw_place(slide, box(MARGIN, top, BODY_WIDTH, height), report)
    below = top + height + int(Inches(0.15))
    left = int(BODY_WIDTH * 0.5)
    gap = int(Inches(0.5))
    said = cell(report.zone_description, report.place.range_sentence, Para(report.caution, muted=True))
    facts = [("Who says so", report.who), ("What we could show for it", report.evidence)]
    facts += [_heading_of(signal) for signal in report.signals]
    paras = [para for title, words in facts for para in (Para(title, bold=True), Para(words))]
    columns = (
        (said, box(MARGIN, below, left, BODY_BOTTOM - below), GAP),
        (paras, box(MARGIN + left + gap, below, BODY_WIDTH - left - gap, BODY_BOTTOM - below), GAP / 4),
    )
    size = min(size_that_fits(text, place, 20, space) for text, place, space in columns)
    for text, place, space in columns:
        slides.text(slide, text, place, size, space)
    slides.finish(slide)


def _heading_of(signal: str) -> tuple[str, str]:
    title, _, words = signal.partition(": ")
    return title, f"{words[:1].upper()}{words[1:]}"


def _add_strands(slides: Slides, report: BoardReport) -> None:
    chart = report.square
    slide, top = slides.slide(chart.title if chart else "The whole", report.notes["strands"])
    width = int(Inches(6.6)) if chart else int(BODY_WIDTH)
    height = int(Inches(0.85) * len(report.strands) + Inches(0.45))
    draw_strands(slide, box(MARGIN, top, width, height), report)
    paras = [
        para
        for each in report.strands
        for para in (Para(f"{each.label}: {each.sentence}", bold=True), Para(each.description))
    ]
    below = top + height + int(Inches(0.15))
    slides.text(slide, paras, box(MARGIN, below, width, BODY_BOTTOM - below), 20, 4)
    draw_square(slide, box(MARGIN + width + Inches(0.35), top, Inches(4.95), BODY_BOTTOM - top), report)
    slides.finish(slide)


def _add_profile(slides: Slides, report: BoardReport) -> None:
    slide, top = slides.slide(report.profile.title, report.notes["profile"])
    foot = int(Inches(0.4))
    height = int(BODY_BOTTOM) - top - foot
    draw_profile(slide, box(MARGIN, top, BODY_WIDTH, height), report)
    slides.text(
        slide,
        [Para(BARS_CAPTION, muted=True)],
        box(MARGIN, top + height + foot // 5, BODY_WIDTH, foot * 4 // 5),
        SMALL_SIZE,
    )
    slides.finish(slide)


def _add_entries(slides: Slides, title: str, notes: str, entries: Sequence[Entry]) -> None:
    """Strengths, or what to work on: each indicator with its sub-indicators, and where evidence is noted."""
    if not entries:
        return
    shape = TableShape(("Indicator", "Sub-indicators and their levels", "Evidence"), _widths(3, 5, 3.2), 20)
    rows = [
        [
            cell(Para(f"{each.id} {each.title}", bold=True), each.figure),
            cell(*each.lines),
            cell(_say_evidence(each)),
        ]
        for each in entries
    ]
    alt = "; ".join(f"{each.id} {each.title}, {each.figure}" for each in entries)
    slides.tables(title, notes, shape, rows, f"{title}. {alt}.")


def _say_evidence(entry: Entry) -> str:
    noted = [item.item for item in entry.detail.items if item.evidence]
    return f"Noted for {', '.join(noted)}." if noted else "None noted yet."


def _add_missing(slides: Slides, report: BoardReport) -> None:
    if report.missing is None:
        return
    shape = TableShape(report.missing.columns, _widths(5, 5), 18)
    rows = [[cell(text) for text in row] for row in report.missing.rows]
    intro = cell(Para(report.missing_note, muted=True))
    title = "What is not known"
    slides.tables(title, report.notes["missing"], shape, rows, f"{report.missing.caption}.", intro)


def _add_ends(slides: Slides, report: BoardReport) -> None:
    """The sub-indicators on which the two ends differ most as a chart, then all of them as a table."""
    chart = report.ends
    if chart is None:
        return
    slide, top = slides.slide(chart.title, report.notes["ends"])
    foot = int(Inches(0.75))
    height = int(BODY_BOTTOM) - top - foot
    said = draw_ends(slide, box(MARGIN, top, BODY_WIDTH, height), report)
    paras = [Para(said, muted=True), Para(report.ends_note, muted=True)]
    slides.text(slide, paras, box(MARGIN, top + height, BODY_WIDTH, foot), SMALL_SIZE, 2)
    slides.finish(slide)
    widths = _widths(3.3, *(1.6 for _ in chart.columns[1:-1]), 4.6)
    shape = TableShape(chart.columns, widths)
    rows = [[cell(text) for text in row] for row in chart.rows]
    slides.tables("Both ends, one by one", report.notes["ends"], shape, rows, f"{chart.title}.")


def _add_agreed(slides: Slides, report: BoardReport) -> None:
    intro = cell(*report.voices)
    if not report.agreed:
        if report.voices:
            slides.texts("Every voice", report.notes["voices"], intro)
        return
    shape = TableShape(
        ("Sub-indicator", "What was agreed", "Why, and who was in the room", "Before"),
        _widths(2.2, 4.2, 3.6, 2.2),
    )
    rows = [
        [
            cell(Para(f"{each.item} {each.title}", bold=True)),
            cell(each.rating),
            cell(each.reason, Para(f"In the room: {each.present}" if each.present else "", muted=True)),
            cell(each.beside),
        ]
        for each in report.agreed
    ]
    notes = f"{report.notes['agreed']} {report.notes['voices']}" if report.voices else report.notes["agreed"]
    alt = f"Agreed ratings of {', '.join(each.item for each in report.agreed)}."
    slides.tables("Agreed together", notes, shape, rows, alt, intro)


def _add_plan(slides: Slides, report: BoardReport) -> None:
    """Who does what by when, then from where to where; without a plan, what could be worked on next."""
    if not report.plan.rows:
        _add_priorities(slides, report)
        return
    shape = TableShape(
        ("Sub-indicator", "What we will do", "Who leads", "By when", "How far"),
        _widths(2.4, 4.6, 2, 1.7, 1.5),
    )
    rows = [
        [
            cell(Para(f"{row.item} {row.title}", bold=True), Para(row.carried, muted=True)),
            cell(row.action or "Not worded yet."),
            cell(row.owner or "Nobody yet."),
            cell(row.due or "No date yet.", Para("Overdue" if row.overdue else "", bold=True)),
            cell(row.status_words, Para(row.outcome, muted=True)),
        ]
        for row in report.plan.rows
    ]
    intro = cell(report.plan.summary)
    slides.tables("The plan", report.notes["plan"], shape, rows, report.plan.summary, intro)
    shape = TableShape(("Sub-indicator", "Now", "What we aim at", "What it takes"), _widths(2.4, 3.4, 3.4, 3))
    rows = [
        [
            cell(Para(f"{row.item} {row.title}", bold=True)),
            cell(row.now),
            cell(row.target or "Not set yet."),
            cell(row.implies or "Not noted yet."),
        ]
        for row in report.plan.rows
        if row.is_open
    ]
    if rows:
        alt = "Where each open action starts from and what it aims at."
        slides.tables("From where to where", report.notes["plan"], shape, rows, alt)


def _add_priorities(slides: Slides, report: BoardReport) -> None:
    if not report.priorities:
        return
    columns, parts = ["Sub-indicator", "Now", "A next step"], [2.4, 4.4, 4.4]
    if any(each.why for each in report.priorities):
        columns, parts = [*columns, "Why first"], [*parts, 2]
    rows = [
        [
            cell(Para(f"{each.item} {each.title}", bold=True)),
            *([cell(each.now), cell(each.next_step), cell(each.why)][: len(columns) - 1]),
        ]
        for each in report.priorities
    ]
    shape = TableShape(columns, _widths(*parts), 18)
    alt = f"What could be worked on next: {', '.join(each.item for each in report.priorities)}."
    slides.tables("To work on next", report.notes["plan"], shape, rows, alt, cell(report.plan.empty))


def _add_absent(slides: Slides, report: BoardReport) -> None:
    """What a board asks for and this report has nothing on, each with the reason."""
    found = list(_list_absent(report))
    if not found:
        return
    paras = [para for _, title, why in found for para in (Para(title, bold=True), Para(why))]
    notes = " ".join(report.notes[section] for section, _, _ in found)
    slides.texts(NOT_HERE, notes, paras)


def _list_absent(report: BoardReport) -> Iterator[tuple[str, str, str]]:
    """(section, heading, why) of each section that has no slide of its own."""
    if not report.strengths:
        yield "strengths", report.strengths_heading, report.strengths_empty
    if not report.gaps:
        yield "gaps", report.gaps_heading, report.gaps_empty
    if report.ends is None:
        yield "ends", "Both ends of the telescope", report.ends_note
    if not report.agreed:
        yield "agreed", "Agreed together", report.agreed_empty
    if not report.plan.rows and not report.priorities:
        yield "plan", "The plan", report.plan.empty


def _widths(*parts: float) -> tuple[float, ...]:
    """Widths in points that share a slide in these proportions."""
    total = sum(parts)
    return tuple(BODY_WIDTH / POINT * part / total for part in parts)
