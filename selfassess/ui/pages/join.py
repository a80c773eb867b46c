"""A participant's phone: join by the code on the screen, then one question at a time."""

import streamlit as st

from selfassess.errors import NotFound
from selfassess.ui import html, navigation, seat, workshop_look
from selfassess.ui.ending import PageEnds
from selfassess.ui.join_form import clean_code, draw_code_form, draw_join
from selfassess.ui.visit import OPENING
from selfassess.ui.vote_form import draw_seat, find_seat

workshop_look.begin()
code = clean_code(navigation.asked("code"))
with st.container(key="phone"):
    if not code:
        draw_code_form()
        raise PageEnds
    token = seat.seat_of(code)
    held = find_seat(token, code) if token else None
    seat.mount(code)
    if token is None:
        html.paragraph(OPENING, "door")
        raise PageEnds
    if held and token:
        draw_seat(held, token)
        raise PageEnds
    try:
        draw_join(code)
    except NotFound as error:
        draw_code_form(str(error))
