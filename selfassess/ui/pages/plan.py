"""The plan: what to work on, from where to where, who leads, by when, and what became of it."""

import streamlit as st

from selfassess.ui import html, navigation
from selfassess.ui.ending import PageEnds
from selfassess.ui.opened import open_assessment, say_where
from selfassess.ui.plan_add import draw_add
from selfassess.ui.plan_cards import draw_cards
from selfassess.ui.plan_earlier import draw_earlier
from selfassess.ui.plan_loose import draw_loose_drafts
from selfassess.ui.plan_parts import draw_calendar, draw_printed, plan_of
from selfassess.ui.scored import end_unreleased, scores_of
from selfassess.view_models.plan import THE_CENTRES

opened = open_assessment()
view = opened.view

navigation.link("results", "← Where we are", key="back", assessment=opened.id)
html.title("The plan")
say_where(opened)
end_unreleased(view)
if view.role not in ("owner", "reader"):
    html.paragraph(THE_CENTRES)
    raise PageEnds
scores = scores_of(view)
plan = plan_of(opened, scores)

if plan.first:
    html.show(f"<p class='place'>{html.esc(plan.first)}</p>")
html.paragraph(plan.empty or plan.summary, "screen-only")
draw_printed(plan)
if not view.is_owner:
    with st.container(key="plan-screen"):
        draw_cards(opened, plan, scores)
    raise PageEnds

with st.container(key="plan-screen"):
    draw_earlier(opened)
    draw_loose_drafts(opened, plan)
    draw_cards(opened, plan, scores)
    if scores is None:
        html.paragraph(
            "Nothing is answered yet. Once you have rated something, this page says what to plan from."
        )
        navigation.link(
            "assessment", "Answer the first questions", key="begin", primary=True, assessment=opened.id
        )
    else:
        draw_add(opened, scores, first=not plan.rows)
draw_calendar(opened, plan)
with st.container(key="onward"):
    label = "Take the plan and the results away as files"
    navigation.link("take_away", label, key="take-away", assessment=opened.id)
    if scores is not None:
        navigation.link("detail", "See the results in detail", key="detail", assessment=opened.id)
    if plan.rows:
        html.paragraph(
            "To take the plan to a meeting, print this page (Ctrl+P): it becomes one table.", "screen-only"
        )
