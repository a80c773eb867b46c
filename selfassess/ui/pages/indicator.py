"""One indicator: its questions, and the way back and on."""

import streamlit as st

from selfassess.framework.wording import fill
from selfassess.ui import html, navigation
from selfassess.ui.opened import asked_indicator, open_assessment, say_where
from selfassess.ui.questions import cards, draw_question
from selfassess.view_models.questionnaire import neighbours

opened = open_assessment()
view = opened.view
indicator_id = asked_indicator(opened)
indicator = view.framework.indicator(indicator_id)
before, after = neighbours(view.framework, view.record.lens, indicator_id)
titles = {entry.id: entry.short_title for entry in view.framework.indicators}

navigation.link("assessment", "← All indicators", key="back", assessment=opened.id)
html.title(f"{indicator.id}. {indicator.title}", fill(indicator.about, opened.terms))
say_where(opened)
if view.may_answer:
    html.show(
        f"<p class='instruction'><strong>{html.esc(view.framework.scale.instruction)}</strong> "
        "Your answers are saved as you give them.</p>"
    )
    if view.framework.scale.advice:
        with st.expander("How to choose a level", key="advice"):
            html.bullets(fill(text, opened.terms) for text in view.framework.scale.advice)
else:
    html.paragraph(
        "This assessment is finished. You can read it; to change an answer, reopen it on the check page.",
        "flag",
    )

for card in cards(view, indicator_id, opened.terms):
    draw_question(view, card)

with st.container(key="onward", horizontal=True, horizontal_alignment="distribute"):
    if before:
        navigation.link(
            "indicator", f"← {before} {titles[before]}", key="before", assessment=opened.id, indicator=before
        )
    navigation.link("assessment", "Save and come back later", key="later", assessment=opened.id)
    if after:
        navigation.link(
            "indicator",
            f"Next: {after} {titles[after]}",
            key="after",
            primary=True,
            assessment=opened.id,
            indicator=after,
        )
    else:
        navigation.link("check", "Check your answers", key="after", primary=True, assessment=opened.id)
