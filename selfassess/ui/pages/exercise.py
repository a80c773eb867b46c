"""One exercise: to read and print for whoever runs it, and step by step on the big screen."""

import streamlit as st

from selfassess.framework.wording import terms_of
from selfassess.ui import html, navigation, wiring
from selfassess.ui.ending import PageEnds
from selfassess.ui.training_parts import asked_step, draw_handout, draw_sheet, draw_step, go_to_step
from selfassess.view_models.training import make_exercise

framework, material = wiring.training()
exercise = make_exercise(material, navigation.asked("exercise"), framework, terms_of(framework))

if step := asked_step(exercise):
    draw_step(exercise, step)
    raise PageEnds

navigation.link("training", "← Training", key="back")
html.title(exercise.title, exercise.facts)
st.button(
    "Show it step by step on the big screen", key="step-begin", type="primary", on_click=go_to_step, args=(1,)
)
draw_sheet(exercise)
draw_handout(exercise)
