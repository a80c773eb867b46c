"""Workshops: those that were opened, and the form to open another."""

from selfassess.ui import html, navigation, wiring
from selfassess.ui.workshop_list import draw_ended, draw_running
from selfassess.ui.workshop_opened import draw_opened
from selfassess.ui.workshop_setup import draw_setup

service, actor = wiring.workshops(), wiring.actor()

html.title("Workshops")
html.paragraph(
    "Everybody in one room: a question on the wall, a vote on each phone, then talk, and one rating that the room agrees "
    "on. Five or six sub-indicators fit into an hour.",
    "lead",
)
mine = service.mine(actor)
draw_running(mine)
html.heading("Open a workshop")
draw_setup(service.choices(actor), navigation.asked("assessment"))
draw_opened()  # below the button that was just pressed, where the eye is
draw_ended(mine)
