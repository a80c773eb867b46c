"""The frame around every page: style, the announcer, errors as sentences, and what stands at the foot."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import streamlit as st

from selfassess.errors import SelfAssessError
from selfassess.look import DARK, LIGHT
from selfassess.ui import html, navigation, state, visit, wiring
from selfassess.ui.ending import PageEnds
from selfassess.view_models.words import AT_RISK_TITLE, PRIVACY_LINE, at_risk_sentence

LOG = logging.getLogger("selfassess")
STYLE = Path(__file__).parent / "style.css"
SCRIPT = Path(__file__).parent / "script.js"


def begin() -> None:
    """Style before anything is drawn, so that nothing jumps. The colours follow the page's own mode."""
    colours = {
        "accent": (LIGHT.accent, DARK.accent),
        "paper": (LIGHT.paper, DARK.paper),
        "rule": (LIGHT.rule, DARK.rule),
        "strand-0": (LIGHT.working_together, DARK.working_together),
        "strand-1": (LIGHT.foundations, DARK.foundations),
    }
    values = "".join(f"--{name}: light-dark({light}, {dark});" for name, (light, dark) in colours.items())
    st.html(f"<style>:root {{ {values} }}\n{STYLE.read_text('utf-8')}</style>")


def show(page: Any) -> None:
    """Runs one page inside the frame. Any error becomes one sentence; nothing shows a traceback."""
    visit.mount(page.url_path)
    with visit.of_this_run():
        try:
            if _opens(page.url_path):
                page.run()
        except PageEnds:
            pass  # what stands on every page still follows
        except SelfAssessError as error:
            st.error(html.plain(str(error).split("\n")[0]))
            navigation.link_start(key="home-after-error")
        except Exception:
            LOG.exception("A page failed.")
            st.error(state.UNEXPECTED)
        _foot()
        _announce(page.title)


def _opens(address: str) -> bool:
    """Whether the page at an address is drawn for whoever is here. If not, says what to do instead."""
    if sentence := visit.closed_door(address):
        html.paragraph(sentence, "door")
        return False
    if not navigation.is_for(address):
        navigation.go(navigation.start())
    for sentence in wiring.broken_frameworks():
        st.warning(html.plain(sentence))
    state.show_problem()
    state.use_address(address)
    return True


def _foot() -> None:
    """The way out for visitors, the privacy line and what to do if a child may be at risk now, on every page."""
    if state.current_address() != visit.ROOM:  # a phone that votes has nothing here to leave
        visit.draw_leave()
    phone, authority = "", ""
    try:
        found = wiring.service().find_phone(wiring.actor(), state.current_authority())
        if found:
            phone, authority = found.social_care_phone, found.name
    except SelfAssessError:
        pass  # the page above has already said what is wrong with the store; the sentence still stands
    html.show(
        "<footer class='foot'>"
        f"<p><strong>{html.esc(AT_RISK_TITLE)}.</strong> {html.esc(at_risk_sentence(phone, authority))}</p>"
        f"<p>{html.esc(PRIVACY_LINE)} Everything stays where this app runs; nothing is sent elsewhere.</p>"
        "</footer>"
    )


_component = st.components.v2.component("selfassess_announcer", js=SCRIPT.read_text("utf-8"))


def _announce(page_title: str) -> None:
    """Hands the page's script what a screen reader should hear."""
    _component(
        key="announcer",
        data={"message": state.announcement(), "page": page_title, "item": navigation.asked("item")},
        height=1,
    )
