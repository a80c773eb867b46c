"""The dated copies that finishing leaves behind."""

from __future__ import annotations

import json

import streamlit as st

from selfassess.service.assessments import Assessment
from selfassess.ui import html
from selfassess.view_models.home import moment


def draw_copies(view: Assessment) -> None:
    """Each kept copy with its date, to take away as it was; draws nothing when there is none."""
    if not view.snapshots:
        return
    html.heading("Dated copies")
    html.paragraph(
        "Each holds the answers and figures as they were when you finished. Later changes don't touch it."
    )
    for snapshot in view.snapshots:
        content = {
            "taken_at": snapshot.taken_at.isoformat(),
            "answers": snapshot.answers,
            "scores": snapshot.scores,
        }
        st.download_button(
            f"Copy of {moment(snapshot.taken_at)}",
            data=json.dumps(content, ensure_ascii=False, indent=2),
            file_name=f"assessment-{snapshot.taken_at:%Y-%m-%d}.json",
            mime="application/json",
            key=f"copy-{snapshot.id}",
            on_click="ignore",
        )
