"""The content of the files that people take away, put together for the open assessment."""

from __future__ import annotations

from selfassess.service.calendar import today
from selfassess.ui import wiring
from selfassess.ui.opened import Opened
from selfassess.ui.plan_parts import plan_of
from selfassess.ui.refreshing import refresh_some
from selfassess.ui.scored import scores_of
from selfassess.ui.voices_parts import disclosed_of
from selfassess.view_models.board import BoardReport, make_board_report
from selfassess.view_models.two_ends import TwoEnds, make_two_ends

NO_AUTHORITY = "No authority is named for this assessment, so there is no other end to set beside it."


def report_of(opened: Opened) -> BoardReport:
    """What the files say of an assessment, as its pages show it to the same person now."""
    view = opened.view
    scores = scores_of(view)
    ends, why_not = ends_of(opened)
    return make_board_report(
        view,
        scores,
        opened.terms,
        plan=plan_of(opened, scores),
        today=today(),
        disclosed=disclosed_of(view),
        ends=ends,
        ends_note=why_not,
    )


def ends_of(opened: Opened) -> tuple[TwoEnds | None, str]:
    """Both ends of the assessment's round, as far as the person may see them: an authority's own side beside its
    centres', a centre's beside its authority's. None with the reason where there is nothing."""
    view, actor, comparing = opened.view, wiring.actor(), wiring.comparing()
    if not view.record.authority:
        return None, NO_AUTHORITY
    refresh_some(comparing.in_round(actor, view.round))
    found = comparing.two_ends(actor, view.round)
    if view.record.lens == "programme":
        found = found[found["subject"] == opened.id]
    if found.empty:
        return None, ""
    names = comparing.names_in(actor, view.round)
    return make_two_ends(
        view.framework, found, opened.terms, authority=view.record.authority, names=names
    ), ""
