"""The answers as files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from selfassess.answers import Answer
from selfassess.exchange.answers_csv import write_csv
from selfassess.exchange.answers_xlsx import write_sheet
from selfassess.ui import html


def as_shown(answers: Sequence[Answer]) -> list[Answer]:
    """The answers as the screen shows them. A reason stays stored when *not applicable* is taken back, but
    nobody sees it then, so no file holds it. The reason of an agreed rating is always shown."""
    return [
        each if each.special == "na" or each.kind == "agreed" else replace(each, reason="")
        for each in answers
    ]


def draw_downloads(answers: Sequence[Answer]) -> None:
    """Two buttons; each file is made only when its button is pressed."""
    shown = as_shown(answers)
    html.heading("Take the answers away")
    html.paragraph("One row an answer, as levels, “dk” (don't know) or “na” (not applicable).", "caption")
    with st.container(key="downloads", horizontal=True):
        st.download_button(
            "Answers as a spreadsheet (XLSX)",
            data=lambda: write_sheet(shown),
            file_name="answers.xlsx",
            key="xlsx",
            on_click="ignore",
        )
        st.download_button(
            "Answers as CSV",
            data=lambda: write_csv(shown, for_spreadsheet=True).encode("utf-8-sig"),
            file_name="answers.csv",
            mime="text/csv",
            key="csv",
            on_click="ignore",
        )
