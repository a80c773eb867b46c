"""One indicator: its questions, and the way back and on."""

import streamlit as st

from selfassess.framework.wording import fill
from selfassess.ui import html, navigation
from selfassess.ui.opened import asked_indicator, open_assessment, say_where, say_why_not
from selfassess.ui.questions import cards, draw_question
from selfassess.view_models.questionnaire import make_task_list, neighbours

opened = open_assessment()
view = opened.view
indicator_id = asked_indicator(opened)
indicator = view.framework.indicator(indicator_id)
before, after = neighbours(view.framework, view.record.lens, indicator_id, view.asked)
titles = {entry.id: entry.short_title for entry in view.framework.indicators}
tasks = make_task_list(view.framework, view.record.lens, list(view.mine.values()), opened.terms, view.asked)
from_check = navigation.asked("from") == "check"

if from_check:
    navigation.link("check", "← Back to check and finish", key="back", assessment=opened.id)
else:
    navigation.link("assessment", "← All indicators", key="back", assessment=opened.id)
html.title(f"{indicator.id}. {indicator.short_title}", fill(indicator.about, opened.terms))
html.paragraph(f"The report calls this “{indicator.title}”.", "source")
say_where(opened)
if view.may_answer:
    html.show(
        f"<p class='instruction'><strong>{html.esc(view.framework.scale.instruction)}</strong> "
        f"Everything is saved as you give it. {tasks.answered} of {tasks.total} answered so far.</p>"
    )
    if view.framework.scale.advice:
        advice = "".join(
            f"<li>{html.esc(fill(text, opened.terms))}</li>" for text in view.framework.scale.advice
        )
        html.show(html.fold("How to choose a level", f"<ul>{advice}</ul>"))
else:
    say_why_not(opened)

for card in cards(view, indicator_id, opened.terms):
    draw_question(view, card)

with st.container(key="onward", horizontal=True, horizontal_alignment="distribute"):
    if before:
        label = f"← {before} {titles[before]}"
        navigation.link("indicator", label, key="before", assessment=opened.id, indicator=before)
    navigation.link("assessment", "Save and come back later", key="later", assessment=opened.id)
    if after and not from_check:
        label = f"Next: {after} {titles[after]}"
        navigation.link("indicator", label, key="after", primary=True, assessment=opened.id, indicator=after)
    else:
        navigation.link("check", "Check your answers", key="after", primary=True, assessment=opened.id)
