"""Scores of what is on screen, and whose they are."""

from __future__ import annotations

from selfassess.answers import to_frame
from selfassess.scoring import Scores, score
from selfassess.service.assessments import Assessment
from selfassess.service.calendar import closed_on
from selfassess.ui import html
from selfassess.ui.ending import PageEnds
from selfassess.view_models.home import day


def scores_of(view: Assessment) -> Scores | None:
    """The scores of one assessment as it stands; None when nothing is answered."""
    if not any(answer.given for answer in view.answers):
        return None
    return score(view.framework, to_frame(view.answers))


def end_unreleased(view: Assessment) -> None:
    """Ends the page of results that an anonymous round keeps back, with when they come and why not before."""
    if not view.record.anonymous or view.disclosed is not None or view.role == "respondent":
        return
    closes = closed_on(view.round)
    when = f"when it closes, after {day(closes)}" if closes else "when whoever opened it closes it"
    html.paragraph(
        f"This round is anonymous. Its results are shown once, {when}: if they could be watched before, a number "
        "that moves would tell who has just answered what.",
        "flag",
    )
    raise PageEnds
