"""Work offline: take the questionnaire away as a spreadsheet or on paper, and bring the answers back."""

import streamlit as st

from selfassess.exchange.template_xlsx import write_template
from selfassess.framework.wording import terms_of
from selfassess.reports.questionnaire_pdf import write_questionnaire
from selfassess.ui import html, navigation, wiring
from selfassess.ui.file_form import draw_file_form
from selfassess.ui.paper_form import draw_paper_form

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WAYS = {"file": "A file: the spreadsheet, or answers as CSV", "paper": "Sheets of paper"}

frameworks = wiring.frameworks()
framework = list(frameworks.values())[-1]


def keep_way() -> None:
    """In the address, so that the page comes back as it was."""
    st.query_params["bring"] = st.session_state["offline-way"]


html.title("Work offline")
html.paragraph(
    "Take the questionnaire into a meeting, on paper or as a spreadsheet, and bring the answers back here. You see "
    "what would change before anything does.",
    "lead",
)

html.heading("Take it away")
if len(frameworks) > 1:
    key = st.selectbox(
        "Framework",
        list(frameworks),
        format_func=lambda each: frameworks[each].title,
        index=len(frameworks) - 1,
        key="offline-framework",
    )
    framework = frameworks[key]
html.paragraph(
    "On paper, print one for each person. Nobody writes their name on it; they tick whose view it is. A spreadsheet "
    "holds the answers of one person, or of a team that fills it in together."
)
for lens in framework.lenses:
    with st.container(horizontal=True, key=f"take-{lens.id}"):
        st.download_button(
            f"{lens.label}: on paper (PDF)",
            data=lambda lens_id=lens.id: write_questionnaire(framework, lens_id, terms_of(framework)),
            file_name=f"{framework.id}-{lens.id}.pdf",
            mime="application/pdf",
            key=f"print-{lens.id}",
            on_click="ignore",
        )
        st.download_button(
            f"{lens.label}: as a spreadsheet (XLSX)",
            data=lambda lens_id=lens.id: write_template(framework, lens_id),
            file_name=f"{framework.id}-{lens.id}.xlsx",
            mime=XLSX,
            key=f"template-{lens.id}",
            on_click="ignore",
        )

html.heading("Bring it back")
asked = navigation.asked("bring")
way = st.radio(
    "What do you bring?",
    list(WAYS),
    format_func=WAYS.__getitem__,
    index=list(WAYS).index(asked) if asked in WAYS else 0,
    horizontal=True,
    key="offline-way",
    on_change=keep_way,
)
if way == "paper":
    draw_paper_form(frameworks, framework)
else:
    draw_file_form(frameworks, framework)
