"""Rounds: those the lead has opened, and the form to open another."""

import streamlit as st

from selfassess.service.calendar import closed_on, today
from selfassess.ui import html, navigation, wiring
from selfassess.ui.round_form import draw_round_form
from selfassess.view_models.rounds import say_dates

SHOWN = 20

mine = wiring.rounds().summaries(wiring.actor())

html.title("Rounds")
html.paragraph(
    "In a round an authority asks its centres, and each centre asks the people it works with. Everybody answers by a "
    "link, without an account. Then you see where people agree, where they don't, and how centres differ.",
    "lead",
)


def draw_round(summary) -> None:
    record = summary.record
    navigation.link(
        "round", f"{record.name} · {summary.authority}", key=f"round-{record.id}", round=str(record.id)
    )
    dates = say_dates(summary.state, record.opens_on, record.closes_on, closed_on(record), today())
    voices = "anonymous" if record.voices == "anonymous" else "named"
    html.paragraph(f"{dates} People are {voices}.", "task")


if mine:
    html.heading("Your rounds")
    for summary in mine[:SHOWN]:
        with st.container(key=f"task-round-{summary.record.id}"):
            draw_round(summary)
    if len(mine) > SHOWN:
        with st.expander(f"Earlier rounds ({len(mine) - SHOWN})", key="rounds-earlier"):
            for summary in mine[SHOWN:]:
                draw_round(summary)

html.heading("Open a round")
draw_round_form(wiring.frameworks(), mine)
