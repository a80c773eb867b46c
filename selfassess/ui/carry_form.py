"""Starting from what somebody answered last time: their old link shows that it was they."""

from __future__ import annotations

import streamlit as st

from selfassess.errors import SelfAssessError
from selfassess.service.visits import Visit
from selfassess.ui import html, notices, state, visit, wiring
from selfassess.view_models.words import count

PLACE = "carry"


def draw_carry_form(came: Visit) -> None:
    """Offered where the round starts from an earlier one."""
    if came.round.starts_from is None:
        return

    @notices.guard(PLACE)
    def carry() -> None:
        pasted = str(st.session_state.get("carry-link", "")).strip()
        if not pasted:
            raise SelfAssessError("Paste the link that you answered by last time.")
        number = wiring.visits().carry_forward(visit.token(), pasted.rpartition("#")[2])
        for item in (
            wiring.visits().door(came).items
        ):  # what stood there, empty, would hide what was brought over
            state.forget_widgets(item, came.assessment_id)
        said = f"{count(number, 'answer is', 'answers are')} carried forward. Look at each: it counts once you have."
        notices.tell(PLACE, said if number else "There was nothing left to carry forward.")

    with st.expander("Start from what you answered last time", key="carry-fold"):
        html.paragraph(
            "Paste the link that you answered by in the round before. It shows that the answers are yours; nobody else can "
            "bring them over."
        )
        st.text_input("Your link of last time", key="carry-link", autocomplete="off")
        if not came.anonymous:
            html.paragraph(
                "In this round your answers stand under your name, or your group, whatever it was before.",
                "caption",
            )
        st.button("Carry my answers forward", key="carry-go", on_click=carry)
    notices.draw(PLACE)
