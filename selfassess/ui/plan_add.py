"""Adding to the plan: a sub-indicator with room to move up, and what to aim at."""

from __future__ import annotations

import streamlit as st

from selfassess.scoring import Scores
from selfassess.ui import html, navigation, state, wiring
from selfassess.ui.opened import Opened
from selfassess.ui.plan_change import open_change, open_position
from selfassess.view_models.plan import find_gaps_to_plan, suggest
from selfassess.view_models.words import code_of


def draw_add(opened: Opened, scores: Scores | None, first: bool) -> None:
    """The form; `first`: nothing is planned yet."""
    view = opened.view
    gaps = {
        gap.item: gap.label
        for gap in find_gaps_to_plan(view.framework, view.record.lens, scores, view.actions)
    }
    if not gaps:
        html.paragraph("Every sub-indicator stands at the top level, so there is nothing to add.")
        return
    key = f"gap-{opened.id}"
    asked = navigation.asked("item")
    wanted = asked if asked in gaps and not open_position(opened.id) else None
    if wanted:
        st.session_state.setdefault(key, wanted)
    # By its item, so that a link that names one ends here.
    with st.container(key=f"card-{wanted}-new" if wanted else "card-new"):
        html.heading("Start the plan" if first else "Add to the plan")
        item = st.selectbox(
            "Which sub-indicator? The lowest come first.",
            list(gaps),
            format_func=gaps.__getitem__,
            index=None,
            placeholder="Choose one",
            key=key,
        )
        if item:
            _draw_aim(opened, scores, item)


def _draw_aim(opened: Opened, scores: Scores | None, item: str) -> None:
    found = suggest(opened.view.framework, opened.view.record.lens, item, scores, opened.terms)
    html.show(f"<p><strong>Now</strong> {html.esc(found.now)}</p>")
    codes = {code_of(value): (value, words) for value, words in found.targets}
    key = f"aim-{item}-{opened.id}"
    st.radio(
        "What do you aim at by the next round?",
        list(codes),
        format_func=lambda code: html.plain(codes[code][1]),
        key=key,
    )

    @state.guarded
    def add() -> None:
        # Pressed twice, the second press finds nothing chosen any more.
        chosen = st.session_state.get(key)
        if st.session_state.get(f"gap-{opened.id}") != item or chosen not in codes:
            return
        position = wiring.plans().add(wiring.actor(), opened.id, item, codes[chosen][0])
        st.session_state[f"gap-{opened.id}"] = None
        open_change(opened.id, position, item)
        state.announce(f"{item} is in the plan. Say what you will do.")

    st.button("Add it to the plan", key="add", type="primary", on_click=add)
