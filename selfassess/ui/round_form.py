"""The form that opens a round."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import streamlit as st

from selfassess.errors import AlreadyThere, SelfAssessError
from selfassess.framework.model import Framework
from selfassess.service.calendar import today
from selfassess.service.round_plans import LARGEST_THRESHOLD, SMALLEST_THRESHOLD, RoundPlan, RoundSummary
from selfassess.ui import html, navigation, wiring
from selfassess.ui.group_asks import draw_asks, draw_own_groups
from selfassess.view_models.home import season

NAME_LIMIT = 120
WEEKS = timedelta(weeks=4)
VOICES = {"named": "Named", "anonymous": "Anonymous"}
VOICES_WORDS = (
    "Whoever runs a centre's assessment sees who answered what, and sees results at once.",
    "Nobody sees who answered what; results come out once, when the round closes, and never for fewer than three "
    "people.",
)


def draw_round_form(frameworks: Mapping[str, Framework], earlier: Sequence[RoundSummary]) -> None:
    """Draws the form; a complete one opens the round and goes to its page."""
    key = _draw_framework(frameworks)
    authority = st.text_input(
        "Local authority",
        value=earlier[0].authority if earlier else "",
        key="round-authority",
        max_chars=NAME_LIMIT,
    )
    name = st.text_input(
        "Name of the round",
        value=season(today()),
        key="round-name",
        max_chars=NAME_LIMIT,
        help="One time of asking, such as a season, so that the next can be compared with it.",
    )
    left, right = st.columns(2)
    opens = left.date_input("Opens on", value=today(), key="round-opens", format="DD/MM/YYYY")
    closes = right.date_input(
        "Last day to answer", value=today() + WEEKS, key="round-closes", format="DD/MM/YYYY"
    )
    voices = st.radio(
        "Are people named or anonymous?",
        list(VOICES),
        format_func=VOICES.__getitem__,
        captions=VOICES_WORDS,
        index=None,
        key="round-voices",
    )
    threshold = _draw_threshold() if voices == "anonymous" else SMALLEST_THRESHOLD
    starts_from = _draw_start(authority, earlier)
    own = draw_own_groups(frameworks[key])
    groups = (
        {f"group-{number}": label for number, label in enumerate(own, start=1)}
        if own
        else {group.id: group.label for group in frameworks[key].groups}
    )
    asks = draw_asks(frameworks[key], groups)
    problems = st.container()
    if not st.button("Open the round", type="primary", key="round-open"):
        return
    with problems:
        if voices is None:
            st.error("Choose whether people are named or anonymous.")
            return
        _open(
            RoundPlan(
                authority=authority,
                name=name,
                framework_key=key,
                opens_on=_day(opens),
                closes_on=_day(closes),
                anonymous=voices == "anonymous",
                threshold=threshold,
                groups=own,
                asks=asks,
                starts_from=starts_from,
            )
        )


def _draw_framework(frameworks: Mapping[str, Framework]) -> str:
    keys = list(frameworks)
    if len(keys) == 1:
        return keys[0]
    return st.selectbox(
        "Framework",
        keys,
        format_func=lambda each: frameworks[each].title,
        index=len(keys) - 1,
        key="round-framework",
    )


def _draw_threshold() -> int:
    with st.expander("How many people a figure needs", key="round-few"):
        html.paragraph(
            "A rating is shown when at least so many people gave one; a group stands alone when it has as many, and is "
            "put together with another when it has fewer. More protects better, and shows less."
        )
        return int(
            st.number_input(
                "At least", SMALLEST_THRESHOLD, LARGEST_THRESHOLD, SMALLEST_THRESHOLD, key="round-threshold"
            )
        )


def _draw_start(authority: str, earlier: Sequence[RoundSummary]) -> int | None:
    """The round to start from; nothing to choose while the authority has none."""
    before = {
        each.record.id: each.record.name
        for each in earlier
        if each.authority.casefold() == " ".join(authority.split()).casefold()
    }
    if not before:
        return None
    return st.selectbox(
        "Start from the answers of an earlier round (optional)",
        list(before),
        format_func=before.__getitem__,
        index=None,
        placeholder="No, begin with empty questions",
        key="round-start",
        help="Whoever pastes the link they answered by then finds their answers again, marked “carried forward”. Each "
        "counts once they have looked at it.",
    )


def _day(value: object) -> date | None:
    return value if isinstance(value, date) else None


def _open(plan: RoundPlan) -> None:
    try:
        made = wiring.rounds().open(wiring.actor(), plan)
    except AlreadyThere as error:
        st.warning(html.plain(error))
        if any(str(each.record.id) == error.existing for each in wiring.rounds().summaries(wiring.actor())):
            navigation.link("round", "Open it", key="existing-round", round=error.existing)
    except SelfAssessError as error:
        st.error(html.plain(error))
    else:
        navigation.go("round", round=str(made))
