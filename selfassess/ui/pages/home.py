"""Home: what this is, start or resume, the way to the worked example."""

import streamlit as st

from selfassess.ui import html, navigation, wiring
from selfassess.ui.start_form import draw_start_form
from selfassess.view_models.home import assessment_line

service, actor = wiring.service(), wiring.actor()
frameworks = wiring.frameworks()

html.title("How well do agencies here work together to keep children safe?")
html.show(
    "<p class='lead'>Eight indicators from a national evaluation, asked in plain words: a centre or an authority "
    "rates itself, and sees where it stands and what to work on next. It takes under an hour, in one sitting or "
    "several, best with your team around the table.</p>"
    "<p>It describes how agencies work together. That is not the same as good safeguarding practice, and nobody "
    "passes or fails.</p>"
)

mine = service.mine(actor)
if mine:
    html.heading("Carry on")
    for summary in mine:
        line = assessment_line(summary, frameworks)
        html.show(f"<p class='entry'><strong>{html.esc(line.name)}</strong><br>{html.esc(line.about)}</p>")
        name = "results" if summary.finished_at else "assessment"
        navigation.link(name, line.way_on, key=f"resume-{summary.id}", assessment=summary.id)

html.heading("Lead for an authority?")
html.paragraph("Open a round: invite your centres, hear from many people by links, and compare fairly.")
navigation.link("rounds", "Go to Rounds", key="to-rounds")

html.heading("Start an assessment")
draw_start_form(frameworks)

html.heading("See a worked example first")
html.paragraph(
    "The four local authorities of the 2007 report behind this tool, rated on the same questions from what the report says."
)
navigation.link("worked_example", "Open the worked example", key="worked")

examples = [entry for entry in service.examples(actor) if entry.origin == "illustrative"]
if examples:
    with st.expander(f"Illustrative centres ({len(examples)})"):
        html.paragraph(
            "Made-up answers for the report's eight programmes, to show what results can look like."
        )
        for summary in examples:
            line = assessment_line(summary, frameworks)
            navigation.link(
                "results", f"{line.name}, {summary.round}", key=f"example-{summary.id}", assessment=summary.id
            )
