"""Home: what this is, start or resume, the way to the worked example."""

from datetime import date

import streamlit as st

from selfassess.errors import SelfAssessError
from selfassess.service.assessments import AlreadyThere
from selfassess.ui import html, navigation, wiring
from selfassess.view_models.home import assessment_line, season

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

html.heading("Start an assessment")
newest = list(frameworks)[-1]
with st.form("start", border=False):
    key = newest
    if len(frameworks) > 1:
        key = st.selectbox(
            "Framework",
            list(frameworks),
            format_func=lambda k: frameworks[k].title,
            index=len(frameworks) - 1,
        )
    lenses = {lens.id: lens for lens in frameworks[key].lenses}
    lens = st.radio(
        "Who is answering?",
        list(lenses),
        format_func=lambda i: lenses[i].label,
        captions=[lens.description for lens in lenses.values()],
        index=None,
        key="start-lens",
    )
    subject = st.text_input("Name of the centre or local authority", key="start-subject", max_chars=120)
    authority = st.text_input(
        "Local authority it belongs to (leave empty if you answer for the authority)",
        key="start-authority",
        max_chars=120,
    )
    round_name = st.text_input(
        "Round",
        value=season(date.today()),
        key="start-round",
        max_chars=120,
        help="A name for this time round, so that you can compare with the next.",
    )
    started = st.form_submit_button("Start", type="primary", key="start-go")
if started:
    problems = []
    if lens is None:
        problems.append("Choose who is answering.")
    if not subject.strip():
        problems.append("Enter the name of the centre or local authority.")
    for problem in problems:
        st.error(problem)
    if not problems:
        try:
            new = service.start(
                actor, subject, authority or (subject if lens == "authority" else ""), lens, round_name, key
            )
        except AlreadyThere as error:
            st.warning(str(error))
            navigation.link("assessment", "Open it", key="existing", assessment=error.existing)
        except SelfAssessError as error:
            st.error(str(error))
        else:
            navigation.go("assessment", assessment=new)

html.heading("See a worked example first")
html.paragraph(
    "The report's four local authorities, rated from its evidence and shown the way your own results will be."
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
