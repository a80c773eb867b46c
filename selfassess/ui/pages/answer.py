"""A respondent's landing: who asks, what becomes of the answers, then the questions, on this one page if few."""

import streamlit as st

from selfassess.errors import NotFound
from selfassess.framework.wording import terms_of
from selfassess.service.calendar import is_closed, today
from selfassess.ui import html, navigation, state, visit, wiring
from selfassess.ui.carry_form import draw_carry_form
from selfassess.ui.ending import PageEnds
from selfassess.ui.own_link import draw_own_link, remember_own_link
from selfassess.ui.questions import draw_question
from selfassess.view_models.landing import make_landing, progress, thanks
from selfassess.view_models.questionnaire import make_card
from selfassess.view_models.words import count

MOST_ON_ONE_PAGE = 10

came = visit.visit()
if came is None:
    raise NotFound(
        "This page is for those who were sent a link. Go to Home to start an assessment of your own."
    )
door = wiring.visits().door(came)
landing = make_landing(came, door)
closed = is_closed(came.round, today())


@state.guarded
def begin() -> None:
    own = wiring.visits().join(visit.token())
    if own != visit.token():
        visit.replace(own)
        remember_own_link()
    wiring.visits().begin(own)


@state.guarded
def finish(finished: bool) -> None:
    wiring.visits().finish(wiring.visits().enter(visit.token()), finished)
    state.announce("Finished. Thank you." if finished else "Open again. Change what you like.")


def draw_landing(*, folded: bool) -> None:
    html.title(landing.title)
    html.paragraph(landing.where, "where")
    promises = "".join(f"<li>{html.esc(promise)}</li>" for promise in landing.promises)
    if folded:
        html.show(html.fold(landing.promises_title, f"<ul>{promises}</ul>"))
    else:
        html.paragraph(landing.asks, "lead")
        html.paragraph(landing.effort)
        html.heading(landing.promises_title)
        html.show(f"<ul>{promises}</ul>")


def draw_thanks() -> None:
    html.title("Thank you")
    html.paragraph(landing.where, "where")
    for sentence in thanks(came, door):
        html.paragraph(sentence)
    st.button("Change an answer", key="change", on_click=finish, args=(False,))


def draw_questions() -> None:
    view = wiring.service().load(came.actor, came.assessment_id)
    state.use_authority(view.record.authority)
    terms = terms_of(view.framework, view.record.vocabulary)
    if view.may_answer:
        draw_carry_form(came)
    done, total = progress(door.items, list(view.mine.values()))
    if len(door.items) > MOST_ON_ONE_PAGE:
        html.paragraph(f"{done} of {total} answered.")
        verb = "Read your answers" if closed else "Carry on" if done else "Go to the questions"
        navigation.link("assessment", verb, key="questions", primary=True, assessment=came.assessment_id)
    else:
        if not closed:
            html.show(
                f"<p class='instruction'><strong>{html.esc(view.framework.scale.instruction)}</strong> "
                f"Every answer is saved as you give it. {done} of {total} answered so far.</p>"
            )
        for item in view.framework.items_in(view.record.lens):
            if item.id in door.items:
                draw_question(view, make_card(view.framework, item, view.record.lens, terms))
    if done and not landing.not_open:
        draw_finish(total - done)


def draw_finish(missing: int) -> None:
    html.heading("Done?")
    if missing:
        html.paragraph(
            f"{count(missing, 'question is', 'questions are')} not answered. You can finish without."
        )
    st.button("Finish", key="finish", type="primary", on_click=finish, args=(True,))


draw_own_link()
if came.finished_on and door.begun and not closed:
    draw_thanks()
    raise PageEnds
draw_landing(folded=door.begun or closed)
if landing.not_open:
    html.paragraph(landing.not_open, "flag")
if door.begun:
    draw_questions()
elif not landing.not_open:
    st.button("Start", key="start", type="primary", on_click=begin)
