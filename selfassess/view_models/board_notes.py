"""What a presenter may say to each part of a report: how to read it aloud, and what to ask the room."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from selfassess.framework.wording import fill
from selfassess.service.views import Assessment
from selfassess.view_models.placement import Place
from selfassess.view_models.whose import say_which, say_who_answered
from selfassess.view_models.words import join


@dataclass(frozen=True)
class Told:
    """What a report has something on."""

    compared: bool
    """Whether any indicator has enough rated."""
    strengths: bool
    gaps: bool
    ends: bool
    agreed: bool
    plan: str
    """The plan's summary, "" where nothing is planned."""


def make_notes(view: Assessment, place: Place, told: Told, terms: Mapping[str, str]) -> Mapping[str, str]:
    """Per section what to say."""
    return {
        "title": (
            f"Say whose view this is before anything else: {say_which(view)}. {say_who_answered(view)} "
            "It is a self-assessment. It was made to find out what to work on, not to be marked."
        ),
        "place": _about_place(place),
        "strands": _about_strands(view),
        "profile": (
            "Read out the indicator that is furthest along and the one with most to work on, no more. "
            "Where the range is long, much is not known yet; that is not a low rating."
            if told.compared
            else "Nothing can be compared yet, because too little is rated. Say what would have to be answered first."
        ),
        "strengths": (
            "Begin the discussion here. Ask: what made this possible, and would it hold if the people changed? "
            "Say where evidence is noted and where it still has to be gathered."
            if told.strengths
            else "No indicator as a whole counts as a strength yet. Ask the room for one thing that works well all the "
            "same."
        ),
        "gaps": (
            "These are things to work on. A rating says where practice stands, not whose fault it is. "
            "Take the lowest sub-indicators first. Ask: what is the next step that is in our own hands?"
            if told.gaps
            else "No indicator as a whole lies that low. Ask which single sub-indicator people would most like to move."
        ),
        "missing": "Say openly what is not known. Ask: who in another agency would know, and who will ask them by when?",
        "ends": (
            "The two ends were asked different questions, each about its own side. A difference is a reason to talk. "
            "Take the widest one and let both sides say what they had in mind."
            if told.ends
            else "Say that the other end's view is not part of this report, and why."
        ),
        "voices": (
            "Say how many people answered, and where they stand apart. Two camps on one question are worth more talk "
            "than their average. Don't guess who answered what."
        ),
        "agreed": (
            "Say who was in the room when these ratings were agreed, and what people had answered before. "
            "Ask whether anybody still sees it differently."
            if told.agreed
            else "Nothing was agreed together yet. An hour's workshop is enough for five or six sub-indicators."
        ),
        "plan": (
            f"{told.plan} Read out each action with who leads it and by when. Ask: who has to agree to it, and what "
            "will be different? What has nobody to lead it and no date is a wish."
            if told.plan
            else "Nothing is planned yet. Agree on one or two things to work on, each with somebody to lead it and a "
            "date."
        ),
        "cautions": (
            f"Read the first one aloud: {fill(view.framework.cautions[0].text, terms)} "
            "Keep this with the slides when you pass them on."
        ),
        "sources": "Leave this slide up at the end, or skip it. It says where the questions come from.",
    }


def _about_place(place: Place) -> str:
    parts: tuple[str, ...]
    if place.figure.position is None:
        parts = (
            "There is no place to name yet, and that is a finding, too.",
            place.sentence,
            place.range_sentence,
            "Say what is missing and who could answer it.",
        )
    else:
        parts = (
            f"Read the place aloud: {place.sentence.rstrip('.')}.",
            place.range_sentence,
            "Everything that applies is rated, so the place is one point."
            if place.figure.exact
            else "The bar is as important as the mark: it shows where the place could lie once everything is rated.",
            "Explain the names on the line once. They are patterns, and nobody passes or fails.",
            "Ask: does this fit what you see in your own work?",
        )
    return " ".join(part for part in parts if part)


def _about_strands(view: Assessment) -> str:
    labels = [strand.label for strand in view.framework.effective_strands]
    if len(labels) < 2:
        return "This is the figure over all sub-indicators. Say that one figure leaves a lot out."
    return (
        f"{join(labels)} are different things. Say that one can be ahead of the other, and that neither stands for the "
        "whole. Ask: which of them would be lost first if somebody left?"
    )
