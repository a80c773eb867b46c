"""Which sub-indicators a round asks of each group, and groups of its own."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from selfassess.framework.model import Framework
from selfassess.framework.wording import fill, terms_of
from selfassess.ui import html

SUGGESTION = (
    "Everybody is asked everything unless you choose. Ask busy partners six to eight that they can speak to: they take "
    "about five minutes. What a group isn't asked is not held against anybody."
)


def draw_own_groups(framework: Framework) -> tuple[str, ...]:
    """The labels of the round's own groups, none for the framework's."""
    with st.expander("Use groups of your own", key="round-groups"):
        html.paragraph(
            "People answer as one of these groups, and each group counts the same, however many they are: "
            + ", ".join(group.label for group in framework.groups)
            + ". To use others, write all of them here. The first is the group of whoever manages a centre."
        )
        typed = st.text_area("Your groups, one a line", key="round-own-groups", height=120)
    return tuple(line.strip() for line in typed.splitlines() if line.strip())


def draw_asks(framework: Framework, groups: Mapping[str, str]) -> dict[str, list[str]]:
    """Group -> the items chosen for it; a group that is asked everything is not among them."""
    terms = terms_of(framework)
    titles = {item.id: f"{item.id} {fill(item.short_title, terms)}" for item in framework.items}
    asks = {}
    with st.expander("Which sub-indicators each group is asked", key="round-asks"):
        html.paragraph(SUGGESTION)
        for group, label in groups.items():
            chosen = st.multiselect(
                html.plain(label),
                list(titles),
                format_func=titles.__getitem__,
                key=f"round-asks-{group}",
                placeholder="All of them",
            )
            if chosen:
                asks[group] = chosen
    return asks
