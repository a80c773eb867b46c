"""What somebody who came by a link reads before, and after, their questions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from selfassess.answers import Answer, is_complete
from selfassess.service.asking import group_labels
from selfassess.service.calendar import closed_on
from selfassess.service.visits import Door, Visit
from selfassess.view_models.home import day
from selfassess.view_models.words import count

SECONDS_EACH = 45
"""How long one question usually takes, with its levels read and without a note."""

KEEP_LINK = "Your link is the only way back to your answers. Keep it: nobody can restore it."
ABOUT = "It is about how services work together, never about a child or family. Nobody passes or fails."


@dataclass(frozen=True)
class Landing:
    """All sentences of the page, as plain text."""

    title: str
    where: str
    asks: str
    effort: str
    promises_title: str
    promises: tuple[str, ...]
    not_open: str
    """Why nothing can be answered now, "" while the round is open."""


def make_landing(visit: Visit, door: Door) -> Landing:
    """What is asked of whom, how long it takes, and what happens with the answers."""
    group = group_labels(door.framework, visit.round).get(visit.group, "")
    who = f"{door.authority} asks" if door.authority and door.authority != door.subject else "You are asked"
    minutes = ceil(len(door.items) * SECONDS_EACH / 60)
    ends = closed_on(visit.round)
    until = f"on {day(ends)}" if ends else "when its lead closes it"
    link = "a link of your own, which you get when you start" if visit.needs_group else "the same link"
    parts = (door.subject, door.authority, visit.round.name, group)
    return Landing(
        title=f"How agencies work together: {door.subject}",
        where=" · ".join(dict.fromkeys(part for part in parts if part)),
        asks=f"{who} how you see it from where you work. {ABOUT}",
        effort=(
            f"{count(len(door.items), 'question')}, about {count(minutes, 'minute')}. Stop whenever you like and "
            f"come back by {link}. The round closes {until}; until then you can change any answer."
        ),
        promises_title="What happens with your answers",
        promises=_anonymous(visit) if visit.anonymous else _named(visit, door),
        not_open=door.not_open,
    )


def _named(visit: Visit, door: Door) -> tuple[str, ...]:
    reader = "the lead of this round" if door.subject == door.authority else f"{_of(door.subject)} manager"
    what = (
        "Your name and your answers are" if visit.name else "Your answers, with your group and no name, are"
    )
    said = [f"{what} seen by {reader}."]
    if door.authority and door.authority != door.subject:
        said.append(
            f"{door.authority} sees them only if {door.subject} shares them: each person's ratings with their group, "
            "without names and notes. If you are the only one of your group, it can be told that they are yours."
        )
    return (*said, "Your link opens your answers to whoever has it, so keep it to yourself.")


def _anonymous(visit: Visit) -> tuple[str, ...]:
    return (
        "This round is anonymous. Its results are released once, when it closes; until then nobody sees any.",
        f"Nothing is shown for fewer than {visit.round.threshold} people. Smaller groups are put together, or left "
        "out. Somebody who answered knows their own answer, so to them it is one person fewer.",
        "A link for a whole group can be opened more than once by the same person, who then counts as several.",
        "Whoever invited you sees whether you have started and finished, never what you answered.",
        "Your notes are shown without your name and your group. Write them so that nobody can be recognised.",
        "Whoever looks after the computer that this runs on could read what is stored. No name stands beside it.",
        KEEP_LINK,
    )


def _of(name: str) -> str:
    return f"{name}'" if name.endswith("s") else f"{name}'s"


def progress(items: Sequence[str], mine: Sequence[Answer]) -> tuple[int, int]:
    """How many of the items asked are complete, and how many there are."""
    done = {answer.item for answer in mine if is_complete(answer) and not answer.carried}
    return len(done & set(items)), len(items)


def thanks(visit: Visit, door: Door) -> tuple[str, ...]:
    """What follows for somebody who has finished."""
    ends = closed_on(visit.round)
    when = f"on {day(ends)}" if ends else "when its lead closes it"
    if visit.anonymous:
        follows = f"The round closes {when}. Its results are released then, once and for everybody."
    else:
        follows = f"Your answers count in the results of {door.subject}. The round closes {when}."
    said = f"You finished on {day(visit.finished_on)}. " if visit.finished_on and not visit.anonymous else ""
    return (
        f"{said}{follows}",
        "Until then you can change an answer: come back by your link.",
    )
