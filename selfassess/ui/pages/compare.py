"""Compare centres: where they stand on the line, indicator by indicator, and beside one another."""

import streamlit as st

from selfassess.ui import html, navigation, state, wiring
from selfassess.ui.compare_filters import (
    REAL,
    choose_aliases,
    choose_centres,
    choose_illustrative,
    choose_origin,
)
from selfassess.ui.compare_parts import (
    Names,
    draw_grid,
    draw_indicators,
    draw_mine,
    draw_pair,
    draw_places,
    pick,
)
from selfassess.ui.ending import PageEnds
from selfassess.ui.refreshing import refresh_everything
from selfassess.ui.widgets import draw_cautions
from selfassess.view_models.compare import say_cautions

html.title("Compare centres")
html.paragraph(
    "Where centres stand, what they could ask one another, and where there is no difference to speak of."
)
refresh_everything()
with st.container(key="whose", horizontal=True, vertical_alignment="center"):
    origin = choose_origin()
    choose_aliases()
chosen = choose_centres(origin)
if chosen is None and origin == REAL:
    html.paragraph(
        "There is nothing to compare yet. Open a round and invite centres: each stands here once it has shared its "
        "results with you. Assessments you answered on this computer stand here, too."
    )
    navigation.link("rounds", "Open a round", key="rounds", primary=True)
    st.button("See how it looks with illustrative centres", key="illustrative", on_click=choose_illustrative)
    raise PageEnds
if chosen is None:
    html.paragraph(
        "No illustrative centres are loaded. Whoever looks after this tool can load them: README, “demo”."
    )
    raise PageEnds

if chosen.illustrative:
    html.paragraph("Illustrative: made up to show the tool. These are no real centres.", "flag")
html.paragraph(chosen.sentence, "where")
cautions = say_cautions(chosen.framework, illustrative=chosen.illustrative)
if not chosen.overview.count:
    draw_cautions(cautions)
    raise PageEnds

names = Names(chosen)
candidates = wiring.comparing().candidates(wiring.actor(), chosen.overview.filter)
called = names.of(candidates)
mine = state.picked("mine", called)

html.heading("On the line")
draw_places(chosen, names, mine)
draw_cautions(cautions)
html.heading("Indicator by indicator")
draw_indicators(chosen)
html.heading("Centre by centre")
draw_grid(chosen, names)
draw_pair(chosen, candidates, called)
html.heading("Strong where mine is weaker")
pick("My centre", "mine", called)
draw_mine(chosen, next((each for each in candidates if each.assessment_id == mine), None), names, called)
