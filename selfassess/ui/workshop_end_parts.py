"""The last page of a workshop: what was agreed, what is left, and in a calibration how alike people read the levels."""

from __future__ import annotations

import streamlit as st

from selfassess.charts.distribution import TALL
from selfassess.framework.wording import terms_of
from selfassess.service.assessments import NOT_ERASED
from selfassess.service.workshop_views import Workshop
from selfassess.ui import example_readings, html, navigation, state, visit, wiring
from selfassess.ui.ending import PageEnds
from selfassess.ui.presenter_parts import votes_markup
from selfassess.view_models.calibration import make_calibration
from selfassess.view_models.workshop import say_kind
from selfassess.view_models.workshop_end import AgreedRow, EndWords, make_end

PRINT_LINE = "To keep this page, print it from your browser (Ctrl+P)."


def draw_end_page(workshop: Workshop) -> None:
    """Draws it all, and ends the page."""
    if workshop.kind == "calibration":
        _draw_calibration(workshop)
    else:
        _draw_agreed(workshop)
    _draw_ways_on(workshop)
    raise PageEnds


def _draw_agreed(workshop: Workshop) -> None:
    votes = wiring.workshops().count_votes(wiring.actor(), workshop.id)
    readings = example_readings.levels(workshop)
    words = make_end(workshop, votes, readings, terms_of(workshop.framework, workshop.vocabulary))
    html.show(
        "<div data-view='ended'></div>"
    )  # seen from its beginning, as present.js does for each new view
    html.title(words.headline)
    _draw_about(workshop, words)
    if words.changed:
        html.paragraph(words.changed, "lead")
    html.show("".join(_agreed_markup(row) for row in words.agreed))
    if words.left:
        html.heading("For another time")
        html.show(
            "<ul>"
            + "".join(f"<li>{html.esc(name)}: {html.esc(state)}</li>" for name, state in words.left)
            + "</ul>"
        )
    html.heading("At a glance")
    html.table(words.columns, words.rows, "Each sub-indicator before and after")


def _draw_about(workshop: Workshop, words: EndWords) -> None:
    html.paragraph(f"{say_kind(workshop)} · {words.when}", "where")
    if words.present:
        html.paragraph(f"In the room: {words.present}")


def _agreed_markup(row: AgreedRow) -> str:
    lines = (
        ("", row.moved),
        ("Why", row.reason),
        ("Not everyone agreed", row.dissent),
        ("Our reading", row.reading),
        ("Voted", row.voted),
    )
    texts = "".join(
        f"<p>{f'<strong>{name}:</strong> ' if name else ''}{html.esc(text)}</p>"
        for name, text in lines
        if text
    )
    return (
        f"<section class='agreed-on'><h2><span class='number'>{html.esc(row.item)}</span> {html.esc(row.title)}</h2>"
        f"<p class='lead'><strong>{html.esc(row.rating)}</strong></p>{texts}</section>"
    )


def _draw_calibration(workshop: Workshop) -> None:
    found = wiring.workshops().calibration(wiring.actor(), workshop.id, example_readings.levels(workshop))
    words = make_calibration(found, workshop.threshold)
    html.title(words.title)
    html.paragraph(say_kind(workshop), "where")
    for sentence in (words.room, words.meaning, words.reading, *words.notes):
        if sentence:
            html.paragraph(sentence)
    if words.raters:
        html.heading("How near each person is to our reading")
        html.show(f"<p class='finding'>{html.esc(words.raters.title)}</p>" + _bars(words.raters.rows))
        html.show(
            html.fold(
                "The same as a table",
                html.table_markup(words.raters.columns, words.raters.rows, words.raters.title),
            )
        )
    votes = wiring.workshops().count_votes(wiring.actor(), workshop.id)
    for item in workshop.items:
        if item.item in votes:
            title = workshop.framework.item(item.item).short_title
            html.heading(f"{item.item} {title}")
            html.show(votes_markup(workshop, item, votes[item.item], TALL))


def _bars(rows: tuple[tuple[str, ...], ...]) -> str:
    most = max((int(number) for _, number in rows), default=0) or 1
    drawn = "".join(
        f"<dt>{html.esc(words)}</dt><dd><i style='width:{80 * int(number) / most:.0f}%'></i> {html.esc(number)}</dd>"
        for words, number in rows
    )
    return f"<dl class='raters'>{drawn}</dl>"


def _draw_ways_on(workshop: Workshop) -> None:
    html.paragraph(PRINT_LINE, "screen-only caption")
    if workshop.assessment_id and not visit.hosting():
        at = workshop.assessment_id
        navigation.link("results", "Where we are now", key="end-results", primary=True, assessment=at)
        navigation.link("plan", "Plan what comes next", key="end-plan", assessment=at)
        navigation.link("take_away", "Files to take away", key="end-take-away", assessment=at)
    if not visit.hosting():
        navigation.link("workshop", "← Workshops", key="end-workshops")
        _draw_erase(workshop)


def _draw_erase(workshop: Workshop) -> None:
    """For its owner: a text that should never have been typed."""
    with st.expander("Erase what was typed in this workshop", key="end-erase"):
        html.paragraph(
            "Use this when something was typed about a child, a family or a person that should not be kept. The "
            "reasons, who saw it otherwise, who was in the room and a title of your own go from this workshop and "
            f"can't be brought back. Ratings and votes stay. {NOT_ERASED}"
        )
        if workshop.assessment_id:
            html.paragraph(
                "The assessment keeps the agreed reasons and who was in the room, too. Erase them there, under “Check "
                "and finish”."
            )
            navigation.link(
                "check", "Go to “Check and finish”", key="end-check", assessment=workshop.assessment_id
            )
        sure = st.checkbox("I am sure", key=f"end-erase-sure-{workshop.id}")

        @state.guarded
        def erase() -> None:
            if sure:
                wiring.workshops().erase_texts(wiring.actor(), workshop.id)
                st.session_state[f"end-erase-sure-{workshop.id}"] = False
                state.tell_done("What was typed in this workshop is erased.")

        st.button("Erase it", key="end-erase-go", on_click=erase, disabled=not sure)
