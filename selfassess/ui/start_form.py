"""The one short form that starts an assessment."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import streamlit as st

from selfassess.errors import SelfAssessError
from selfassess.framework.model import Framework
from selfassess.service.assessments import AlreadyThere
from selfassess.ui import html, navigation, wiring
from selfassess.view_models.home import season

NAME_LIMIT = 120


def draw_start_form(frameworks: Mapping[str, Framework]) -> None:
    """Draws the form; a complete one starts the assessment and goes to its task list."""
    problems = st.container()
    with st.form("start", border=False):
        key = list(frameworks)[-1]
        if len(frameworks) > 1:
            key = st.selectbox(
                "Framework",
                list(frameworks),
                format_func=lambda each: frameworks[each].title,
                index=len(frameworks) - 1,
                key="start-framework",
            )
        lenses = {lens.id: lens for lens in frameworks[key].lenses}
        lens = st.radio(
            "Who is answering?",
            list(lenses),
            format_func=lambda each: lenses[each].label,
            captions=[entry.description for entry in lenses.values()],
            index=None,
            key="start-lens",
        )
        subject = st.text_input(
            "Name of the centre or local authority", key="start-subject", max_chars=NAME_LIMIT
        )
        authority = st.text_input(
            "Local authority it belongs to (leave empty if you answer for the authority)",
            key="start-authority",
            max_chars=NAME_LIMIT,
        )
        round_name = st.text_input(
            "Round",
            value=season(date.today()),
            key="start-round",
            max_chars=NAME_LIMIT,
            help="A name for this time round, so that you can compare with the next.",
        )
        vocabulary = _draw_vocabulary(frameworks[key])
        if not st.form_submit_button("Start", type="primary", key="start-go"):
            return
    with problems:
        if lens is None:
            st.error("Choose who is answering.")
        if not subject.strip():
            st.error("Enter the name of the centre or local authority.")
        if lens is not None and subject.strip():
            _start(
                subject,
                authority or (subject if lens == "authority" else ""),
                lens,
                round_name,
                key,
                vocabulary,
            )


def _draw_vocabulary(framework: Framework) -> str:
    """The choice of words, folded away: today's terms suit almost everybody. "" where there is no choice."""
    words = framework.vocabulary
    if words is None or len(words.settings) < 2:
        return ""
    labels = {setting.id: setting.label for setting in words.settings}
    with st.expander("Words used in the questions", key="start-words"):
        return st.radio(
            "Which terms do people here use?",
            list(labels),
            format_func=labels.__getitem__,
            index=list(labels).index(words.default),
            key="start-vocabulary",
        )


def _start(subject: str, authority: str, lens: str, round_name: str, key: str, vocabulary: str) -> None:
    try:
        new = wiring.service().start(wiring.actor(), subject, authority, lens, round_name, key, vocabulary)
    except AlreadyThere as error:
        st.warning(html.plain(error))
        navigation.link("assessment", "Open it", key="existing", assessment=error.existing)
    except SelfAssessError as error:
        st.error(html.plain(error))
    else:
        navigation.go("assessment", assessment=new)
