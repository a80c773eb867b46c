"""Work offline: take the questionnaire away as a spreadsheet, and bring it back filled in."""

import streamlit as st

from selfassess.errors import BadFile, SelfAssessError
from selfassess.exchange.answers_files import parse_answers
from selfassess.exchange.template_xlsx import write_template
from selfassess.ui import html, navigation, wiring
from selfassess.view_models.imported import say_imported
from selfassess.view_models.words import count

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHOWN = 40

frameworks = wiring.frameworks()
framework = list(frameworks.values())[-1]

html.title("Work offline")
html.paragraph(
    "Take the questionnaire into a meeting as a spreadsheet, fill it in there, and bring it back here.",
    "lead",
)

html.heading("Take it away")
for lens in framework.lenses:
    st.download_button(
        f"Questionnaire for the {lens.subject_label} (XLSX)",
        data=lambda lens_id=lens.id: write_template(framework, lens_id),
        file_name=f"{framework.id}-{lens.id}.xlsx",
        mime=XLSX,
        key=f"template-{lens.id}",
        on_click="ignore",
    )

html.heading("Bring it back")
with st.form("bring-back", border=False):
    upload = st.file_uploader(
        "A filled-in questionnaire (XLSX), or a file of answers (CSV)", type=["xlsx", "csv"], key="upload"
    )
    replace = st.checkbox(
        "Where the app holds a different answer, use the one in the file", key="upload-replace"
    )
    confirm = st.checkbox(
        "I have read the notes in the file: nobody can be recognised by them", key="upload-confirm"
    )
    sent = st.form_submit_button("Bring the answers in", type="primary", key="upload-go")

if sent and upload is None:
    st.error("Choose a file first.")
elif sent:
    try:
        answers = parse_answers(upload.getvalue(), upload.name, framework)
        done = wiring.transfer().import_answers(
            wiring.actor(),
            framework,
            answers,
            upload.name,
            create=True,
            replace=replace,
            confirm_notes=confirm,
        )
    except BadFile as error:
        st.error(f"Nothing was brought in: the file has {count(len(error.problems), 'problem')}.")
        rows = [
            (f"row {p.line}" if p.line else "file", p.where, p.message, p.expected) for p in error.problems
        ]
        html.table(
            ("Where", "Cell or column", "What is wrong", "What is allowed"),
            rows[:SHOWN],
            "Problems in the file",
        )
        if len(rows) > SHOWN:
            html.paragraph(f"And {len(rows) - SHOWN} more of the same kind.", "caption")
    except SelfAssessError as error:
        st.error("Nothing was brought in.")
        html.bullets(str(error).split("\n")[:SHOWN])
    else:
        st.success(say_imported(done))
        navigation.link("home", "Go to Home to open it", key="after-upload")
