"""Scores of what is on screen."""

from __future__ import annotations

from selfassess.answers import to_frame
from selfassess.scoring import Scores, score
from selfassess.service.assessments import Assessment


def scores_of(view: Assessment) -> Scores | None:
    """The scores of one assessment as it stands; None when nothing is answered."""
    if not any(answer.given for answer in view.answers):
        return None
    return score(view.framework, to_frame(view.answers))
