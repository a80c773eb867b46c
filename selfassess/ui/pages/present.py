"""The screen on the wall: how to join, then vote, reveal, discuss and agree on one sub-indicator after another."""

import streamlit as st

from selfassess.errors import NotFound
from selfassess.ui import navigation, presenter_keys, visit, wiring, workshop_look
from selfassess.ui.presenter_moves import AGREEING
from selfassess.ui.presenter_screen import draw_screen
from selfassess.ui.workshop_end_parts import draw_end_page

taken_over = visit.hosting()
asked = taken_over.workshop_id if taken_over else navigation.asked("workshop")
if not asked:
    raise NotFound("This page needs a workshop. Open one under Workshops, or use the link you were sent.")
workshop = wiring.workshops().load(wiring.actor(), asked)
workshop_look.begin()
if workshop.ended_at is not None:
    draw_end_page(workshop)
st.session_state.setdefault(AGREEING, navigation.asked("agree"))
presenter_keys.mount()
draw_screen(asked, taken_over is not None)
