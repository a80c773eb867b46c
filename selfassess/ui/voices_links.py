"""The ways from a result to the people behind it, and to the rounds before it."""

from __future__ import annotations

from selfassess.service.views import Assessment
from selfassess.ui import navigation, wiring


def draw_voices_links(view: Assessment) -> None:
    """A link each, where more than one person answered, and where there is an earlier round."""
    if view.role == "respondent":
        return
    people = {each.respondent for each in view.answers if each.given and each.kind == "answer"}
    if len(people) > 1:
        navigation.link("voices", "Hear the different voices", key="voices", assessment=view.record.id)
    subject = view.record.subject_id
    rounds = wiring.comparing().rounds_of(wiring.actor(), subject)
    if view.record.id in rounds[1:]:
        navigation.link("trend", "What moved since last time", key="trend", subject=str(subject))
