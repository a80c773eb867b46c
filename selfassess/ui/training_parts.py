"""The training pages' parts: cards, one exercise on paper, one step on the big screen."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from selfassess.ui import html, navigation, state
from selfassess.view_models.training import (
    BEFORE_TITLE,
    HANDOUT_NOTE,
    HANDOUT_TITLE,
    Card,
    ExerciseLine,
    ExerciseWords,
    SheetWords,
    StepWords,
)

_INDICATOR = "indicator"
_STEP = "step"


def choose_indicator(choices: dict[str, str]) -> str:
    """Which indicator the page is narrowed to, "" for all. It stands in the address."""
    asked = navigation.asked(_INDICATOR)
    value = asked if asked in choices else ""
    st.session_state["training-indicator"] = value
    st.selectbox(
        "Indicator",
        list(choices),
        format_func=choices.get,
        key="training-indicator",
        on_change=_keep_indicator,
    )
    return value


@state.guarded
def _keep_indicator() -> None:
    if chosen := st.session_state["training-indicator"]:
        st.query_params[_INDICATOR] = chosen
    else:
        st.query_params.pop(_INDICATOR, None)


def draw_line(line: ExerciseLine) -> None:
    with st.container(key=f"task-exercise-{line.id}"):
        navigation.link("exercise", line.title, key=f"task-{line.id}", exercise=line.id)
        html.paragraph(line.facts, "task")
        html.paragraph(line.aim)


def draw_cards(cards: Sequence[Card]) -> None:
    html.show("".join(card_markup(card, asks=True) for card in cards))


def card_markup(card: Card, *, asks: bool = False) -> str:
    """A vignette; its text stands folded under its content note where it has one. `asks`: with its questions and
    what it is about, which whoever runs the session needs and the room doesn't."""
    inside = f"<p class='story'>{html.esc(card.text)}</p>"
    if asks:
        questions = "".join(f"<li>{html.esc(each)}</li>" for each in card.questions)
        inside += f"<ul>{questions}</ul><p class='note'>{html.esc(card.items)}</p>"
        inside += f"<p class='source'>{html.esc(card.source)}</p>"
    if card.content_note:
        inside = html.fold(card.content_note, inside)
    where = f"<p class='where'>{html.esc(card.where)}</p>" if asks else ""
    return f"<article class='vignette'><h3>{html.esc(card.heading)}</h3>{where}{inside}</article>"


def draw_sheet(exercise: ExerciseWords) -> None:
    """What whoever runs the exercise holds in their hand."""
    html.paragraph(exercise.aim, "lead")
    _draw_list("You need", exercise.needs)
    _draw_list(BEFORE_TITLE, exercise.before)
    html.show(
        "<h2>Step by step</h2><ol class='steps'>"
        + "".join(_step_markup(step) for step in exercise.steps)
        + "</ol>"
    )
    _draw_list("To end with, ask", exercise.questions)
    _draw_list("Look out for", exercise.watch_for)
    html.paragraph(f"Goes with: {exercise.items}.", "note")


def _draw_list(title: str, texts: Sequence[str]) -> None:
    items = "".join(f"<li>{html.esc(text)}</li>" for text in texts)
    html.show(f"<h2>{html.esc(title)}</h2><ul>{items}</ul>")


def _step_markup(step: StepWords) -> str:
    cards = ", ".join(card.heading for card in step.cards)
    shown = f"<p class='note'>On the screen: {html.esc(cards)}</p>" if cards else ""
    return (
        f"<li><h3>{html.esc(step.title)} <span class='number'>{html.esc(step.minutes)}, from minute "
        f"{html.esc(step.clock)}</span></h3><p>{html.esc(step.do)}</p>"
        f"<p class='instruction'>“{html.esc(step.say)}”</p>{shown}</li>"
    )


def draw_handout(exercise: ExerciseWords) -> None:
    """The cards and sheets for the people in the room, which print on sheets of their own."""
    if not (exercise.cards or exercise.sheets):
        return
    cards = "".join(card_markup(card) for card in exercise.cards)
    sheets = "".join(_paper_markup(sheet) for sheet in exercise.sheets)
    html.show(
        f"<section class='handout'><h2>{html.esc(HANDOUT_TITLE)}</h2>"
        f"<p class='screen-only'>{html.esc(HANDOUT_NOTE)}</p>{cards}{sheets}</section>"
    )


def _paper_markup(sheet: SheetWords) -> str:
    parts = [each.strip() for each in sheet.text.split(" · ")]
    text = f"<p>{html.esc(sheet.text)}</p>"
    if len(parts) > 1:
        text = "<ul class='strips'>" + "".join(f"<li>{html.esc(part)}</li>" for part in parts) + "</ul>"
    lines = "<span class='plan-line wide'></span>" * sheet.lines
    return (
        f"<article class='vignette paper'><h3>{html.esc(sheet.title)}</h3>{text}"
        f"<div class='print-only' aria-hidden='true'>{lines}</div></article>"
    )


def draw_step(exercise: ExerciseWords, step: StepWords) -> None:
    """One step as the room sees it: what is said, and the cards it is about."""
    last = len(exercise.steps)
    cards = "".join(card_markup(card) for card in step.cards)
    html.show(
        f"<div class='projected'><p class='where'>{html.esc(exercise.title)} · step {step.place} of {last} · "
        f"{html.esc(step.minutes)}</p><h1 class='page-title'>{html.esc(step.title)}</h1>"
        f"<p class='said'>{html.esc(step.say)}</p>{cards}</div>"
    )
    with st.container(key="paging", horizontal=True):
        st.button(
            "← Back", key="step-back", on_click=go_to_step, args=(step.place - 1,), disabled=step.place == 1
        )
        if step.place < last:
            st.button(
                f"Next: {html.plain(exercise.steps[step.place].title)}",
                key="step-next",
                type="primary",
                on_click=go_to_step,
                args=(step.place + 1,),
            )
        st.button("Leave the big screen", key="step-leave", on_click=go_to_step, args=(0,))


@state.guarded
def go_to_step(place: int) -> None:
    """Shows a step large; 0 shows the whole exercise."""
    if place:
        st.query_params[_STEP] = str(place)
    else:
        st.query_params.pop(_STEP, None)


def asked_step(exercise: ExerciseWords) -> StepWords | None:
    return exercise.step(navigation.asked(_STEP))
