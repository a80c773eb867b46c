"""Opens the assessment that the address names, for every page that shows one."""

from __future__ import annotations

from dataclasses import dataclass

from selfassess.errors import NotFound
from selfassess.framework.wording import terms_of
from selfassess.service.assessments import Assessment
from selfassess.ui import html, navigation, state, wiring
from selfassess.view_models.whose import say_origin, say_which

FINISHED = (
    "This assessment is finished. You can read it. To change an answer, reopen it under “Check and finish”."
)


CLOSED = "This round has closed. You can read what you answered; it is kept and counts."
NOT_YET = "This round is not open yet. You can read the questions, and answer when it opens."


@dataclass(frozen=True)
class Opened:
    """One assessment with the words its pages use."""

    view: Assessment
    terms: dict[str, str]
    id: str

    @property
    def where(self) -> str:
        """Which assessment this is, in one line."""
        return say_which(self.view)


def open_assessment() -> Opened:
    """The assessment of the address. Raises NotFound with what to do when there is none."""
    asked = navigation.asked("assessment")
    if not asked:
        raise NotFound("This page needs an assessment. Go to Home and start or open one.")
    view = wiring.service().load(wiring.actor(), asked)
    state.use_authority(view.record.authority)
    return Opened(view, terms_of(view.framework, view.record.vocabulary), asked)


def link_back(opened: Opened) -> None:
    """The way back: to the task list of one's own assessment, to the round of a centre's, or to where one began."""
    if opened.view.is_owner:
        navigation.link("assessment", "← All indicators", key="back", assessment=opened.id)
    elif opened.view.role == "lead":
        navigation.link("round", "← The round", key="back", round=str(opened.view.round.id))
    else:
        navigation.link_start(key="back", arrow=True)


def read_only(opened: Opened) -> bool:
    """Whether this is somebody else's to answer. Then says so, with the way to its results."""
    if opened.view.is_owner or opened.view.role == "respondent":
        return False
    html.paragraph("Others gave these answers. You can read what they come to.")
    navigation.link("results", "See the results", key="read-only", primary=True, assessment=opened.id)
    return True


def say_why_not(opened: Opened) -> None:
    """Why nothing can be answered now."""
    view = opened.view
    closed = view.round_closed and view.record.finished_at is None
    reason = CLOSED if closed else FINISHED if view.record.finished_at else NOT_YET
    html.paragraph(reason, "flag")


def say_where(opened: Opened) -> None:
    """Which assessment this is, and whose data when it isn't anybody's own."""
    html.paragraph(opened.where, "where")
    if origin := say_origin(opened.view):
        html.paragraph(origin, "flag")


def asked_indicator(opened: Opened) -> str:
    """The indicator of the address. Raises NotFound when the framework has none of that id."""
    asked = navigation.asked("indicator") or navigation.indicator_of(state.current_address())
    known = [entry.id for entry in opened.view.framework.indicators_in(opened.view.record.lens)]
    if asked not in known:
        raise NotFound(f"There is no indicator “{asked[:40]}”. Go to Home and open the assessment again.")
    return asked
