"""What a centre's manager reads on their page: who asks, how far their own view is, and whether there are results."""

from __future__ import annotations

from dataclasses import dataclass

from selfassess.service.round_plans import Participant, RoundView
from selfassess.service.views import Assessment
from selfassess.service.visits import Visit
from selfassess.view_models.home import day

ABOUT = "It is about how services work together, never about a child or family. Nobody passes or fails."


@dataclass(frozen=True)
class OwnView:
    sentence: str
    way_on: str
    """What the link to the questions says, "" for no link."""


@dataclass(frozen=True)
class ResultsReady:
    sentence: str
    there: bool


def say_who_asks(view: RoundView) -> str:
    return (
        f"{view.authority.name} asks its centres how well agencies work together to keep children safe. You answer for "
        f"yourself, and invite the people you work with to say how they see it. {ABOUT}"
    )


def say_own_view(view: RoundView, centre: Participant, visit: Visit) -> OwnView:
    """How far the manager's own answers are."""
    link = next((each for each in centre.invitations if each.id == visit.invitation_id), None)
    begun = link is not None and link.started_on is not None
    if view.state == "before":
        opens = f" on {day(view.record.opens_on)}" if view.record.opens_on else ""
        return OwnView(f"The questions open{opens}. You can invite people already.", "")
    if view.state == "closed":
        said = "Your answers are kept and count." if begun else "The round closed before you answered."
        return OwnView(said, "Read your answers" if begun else "")
    if visit.finished_on:
        done = f"You finished on {day(visit.finished_on)}. You can change an answer until the round closes."
        return OwnView(done, "Look at your answers")
    if begun:
        return OwnView("You have begun. Every answer is saved as you give it.", "Carry on with your own view")
    return OwnView("About half an hour, in one sitting or several.", "Give your own view")


def results_ready(view: RoundView, centre: Participant, assessment: Assessment) -> ResultsReady:
    """Whether there is anything to see yet; in an anonymous round not before it closes."""
    anonymous = view.record.voices == "anonymous"
    if anonymous and view.state != "closed":
        when = f"after {day(view.record.closes_on)}" if view.record.closes_on else "when its lead closes it"
        said = f"This round is anonymous: its results come out once, {when}. Until then nobody sees any."
        return ResultsReady(said, False)
    if not any(answer.given for answer in assessment.answers):
        few = f" Nothing is shown that fewer than {view.record.threshold} people rated." if anonymous else ""
        return ResultsReady(f"There is nothing to show yet.{few}", False)
    if centre.shared:
        return ResultsReady(f"They are yours, and you share them with {view.authority.name}.", True)
    return ResultsReady("They are yours. Nobody else sees them unless you share them below.", True)
