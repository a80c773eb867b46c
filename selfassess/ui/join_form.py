"""Coming in: the code that stands on the screen, and a group where the workshop asks for one."""

from __future__ import annotations

import re

import streamlit as st

from selfassess.errors import SelfAssessError
from selfassess.ui import html, notices, seat, wiring
from selfassess.view_models.workshop import PROMISE

NO_GROUP = "I'd rather not say"
GROUPS_WHY = (
    "Optional. The votes of a group are shown apart only where at least three people of it voted; smaller groups are put "
    "together."
)
ASK_CODE = "Type the code that stands on the screen."
_NOT_IN_A_CODE = re.compile(r"[^a-z0-9]")
LONGEST = 12


def clean_code(text: str) -> str:
    """A code as the service knows it, whatever way it was typed; "" for nothing like one."""
    return _NOT_IN_A_CODE.sub("", text.casefold())[:LONGEST]


def draw_code_form(problem: str = "") -> None:
    """A field for the code. `problem`: what was wrong with the one before."""
    html.title("Join the workshop")
    if problem:
        st.error(html.plain(problem))
    with st.form("code", border=False):
        st.text_input("The code on the screen", key="code-typed", max_chars=20)
        notices.draw("code")
        st.form_submit_button("Go on", type="primary", key="code-go", on_click=_take_code, width="stretch")


@notices.guard("code")
def _take_code() -> None:
    code = clean_code(str(st.session_state.get("code-typed") or ""))
    if not code:
        raise SelfAssessError(ASK_CODE)
    st.query_params["code"] = code.upper()


def draw_join(code: str) -> None:
    """The door of a workshop. Raises NotFound where there is none."""
    door = wiring.joining().look(code)
    html.title(door.title or "Join the workshop")
    html.paragraph(PROMISE, "lead")
    if door.ask_groups and door.groups:
        labels = dict(door.groups)
        st.radio(
            "Which group are you from?",
            [*labels, ""],
            format_func=lambda each: html.plain(labels[each]) if each else NO_GROUP,
            index=None,
            key=f"rating-group-{code}",
        )
        html.paragraph(GROUPS_WHY, "caption")
    notices.draw("join")
    st.button("Join", type="primary", key="join-go", on_click=_join, args=(code,), width="stretch")


@notices.guard("join")
def _join(code: str) -> None:
    group = str(st.session_state.get(f"rating-group-{code}") or "")
    seat.keep(code, wiring.joining().join(code, group))
