"""A workshop in words: how long it takes, what the presenter may do next, who has joined and voted."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from selfassess.framework.model import Framework
from selfassess.service.workshop_views import Workshop, WorkshopItem, WorkshopLine
from selfassess.view_models.words import count

MINUTES_EACH = 8
"""For one sub-indicator: read it, vote, look at the votes, talk, agree. Ours, from trying."""
MINUTES_AROUND = 10
"""For joining at the start and looking back at the end."""
HOUR = 60
FIRST_CHOICE = 6
"""So many sub-indicators are ticked to begin with: they fit into an hour."""

FIRST_READ = 3
"""The same in a calibration: what half an hour allows."""

KINDS: dict[str, tuple[str, str]] = {
    "assessment": (
        "Work on an assessment of ours",
        "What the room agrees becomes the assessment's agreed ratings.",
    ),
    "practice": (
        "Practise on one of the report's four authorities",
        "Vote, talk and agree from what the report says. Nothing goes into an assessment.",
    ),
    "calibration": (
        "Calibrate: do we read the levels alike?",
        "Everybody rates one of the four authorities from the same evidence. Then the room sees how near people are to "
        "one another, and to our reading.",
    ),
}
"""kind -> (what it is, what comes of it)"""

ORDERS: dict[str, str] = {
    "agenda": "What to talk about first",
    "framework": "The framework's order",
}

CANT_TELL = "Can't tell from here"

PHASES: dict[str, str] = {
    "waiting": "Not voted on yet",
    "vote": "Voting now",
    "reveal": "Votes on screen",
    "discuss": "In discussion",
    "agreed": "Agreed",
    "skipped": "Skipped",
    "later": "Put off",
}

PROMISE = (
    "No name and no account. The screen shows how many have voted, never who or what, until the votes are revealed "
    "together."
)
ONE_EACH = "One phone for each person: whoever joins with two can vote twice. Does the number match the room?"

KEYS: tuple[tuple[str, str], ...] = (
    ("V", "Start the vote, or vote again"),
    ("R", "Reveal the votes"),
    ("D", "Discuss"),
    ("A", "Agree on a rating"),
    ("N", "Go to the next sub-indicator"),
    ("S", "Skip"),
    ("L", "Put off, and come back later"),
    ("T", "Start or stop the timer"),
    ("?", "Show or hide this list"),
)
"""Keys of the presenter's screen, in the order they are used."""

TIMES: Mapping[str, int] = {"vote": 60, "discuss": 300}
"""Seconds that the timer is set to, by phase; `OTHER_TIME` in every other."""
OTHER_TIME = 120

Act = Literal["vote", "again", "reveal", "discuss", "agree", "go", "skip", "later", "timer", "no_timer"]


@dataclass(frozen=True)
class Move:
    """One thing that the presenter may do now. `item`: with which sub-indicator."""

    act: Act
    key: str
    label: str
    item: str
    primary: bool = False


def minutes_of(items: int) -> int:
    """How long a workshop on so many sub-indicators takes."""
    return items * MINUTES_EACH + MINUTES_AROUND


def say_minutes(items: int) -> str:
    """ "6 sub-indicators take about 58 minutes", and whether that is more than an hour."""
    if not items:
        return "Choose at least one sub-indicator."
    verb = "takes" if items == 1 else "take"
    sentence = f"{count(items, 'sub-indicator')} {verb} about {minutes_of(items)} minutes"
    if minutes_of(items) <= HOUR:
        return f"{sentence}."
    return f"{sentence}, more than an hour. {(HOUR - MINUTES_AROUND) // MINUTES_EACH} fit into one."


def code_in_parts(code: str) -> str:
    """A code as it stands on the wall and is read out: capitals, in two groups of three."""
    return f"{code[:3]} {code[3:]}".strip().upper()


def say_kind(workshop: Workshop) -> str:
    """What the workshop is about, in a few words."""
    if workshop.kind == "practice":
        return f"Practice on {workshop.example}"
    if workshop.kind == "calibration":
        return f"Calibration on {workshop.example}"
    return workshop.title


def say_joined(joined: int) -> str:
    """ "23 phones have joined"."""
    if not joined:
        return "No phone has joined yet"
    return f"{count(joined, 'phone has', 'phones have')} joined"


def say_voted(voted: int, joined: int) -> str:
    """ "17 of 23 phones have voted"."""
    return f"{voted} of {count(joined, 'phone')} {'has' if joined == 1 else 'have'} voted"


def say_left(ends_at: datetime, now: datetime) -> str:
    """ "2:05", or that the time is up."""
    left = round((ends_at - now).total_seconds())
    return "Time is up" if left <= 0 else f"{left // 60}:{left % 60:02d}"


def say_line(line: WorkshopLine) -> str:
    """How far a workshop in the list is."""
    items = count(line.items, "sub-indicator")
    how_far = items if line.kind == "calibration" else f"{line.agreed} of {items} agreed"
    if line.ended_at:
        return f"{how_far}. {count(line.joined, 'phone') if line.joined else 'No phone'} joined."
    return f"{how_far}. {say_joined(line.joined)}. Code {code_in_parts(line.code)}."


def find_next(workshop: Workshop) -> WorkshopItem | None:
    """The sub-indicator to go to after the current one: the next by place that isn't dealt with. In a calibration one is
    once its votes are revealed."""
    here = workshop.current.item if workshop.current else ""
    done = {"agreed", "skipped"}
    if workshop.kind == "calibration":
        done |= {"reveal", "discuss"}
    return next((each for each in workshop.items if each.item != here and each.phase not in done), None)


def is_done(workshop: Workshop) -> bool:
    """Whether there is nothing left to go on to, so that ending it comes next."""
    current = workshop.current
    return bool(current and current.phase in ("agreed", "skipped") and find_next(workshop) is None)


def make_moves(workshop: Workshop) -> tuple[Move, ...]:
    """What the presenter may do now, the way on first; nothing once the workshop has ended."""
    if workshop.ended_at is not None:
        return ()
    after = find_next(workshop)
    current = workshop.current
    if current is None:
        verb = "Begin with" if all(each.phase == "waiting" for each in workshop.items) else "Go to"
        ways = [_go(workshop.framework, after, verb)] if after else []
    else:
        ways = _ways_on(workshop, current, after)
    return tuple(
        Move(way.act, way.key, way.label, way.item, primary=number == 0) for number, way in enumerate(ways)
    )


def _ways_on(workshop: Workshop, current: WorkshopItem, after: WorkshopItem | None) -> list[Move]:
    """From the sub-indicator that is on; `after` is the one to go to next."""
    item, phase = current.item, current.phase
    following = [_go(workshop.framework, after, "Next:")] if after else []
    again = Move("again", "V", "Vote again", item)
    if phase == "agreed":
        return [*following, Move("agree", "A", "Change what was agreed", item), again]
    agreeing = workshop.kind != "calibration"
    settle = [Move("agree", "A", "Agree on a rating", item)] if agreeing else following
    start = [Move("vote", "V", "Start the vote", item)]
    if agreeing:
        start.append(Move("agree", "A", "Agree without a vote", item))
    ways = {
        "waiting": start,
        "vote": [Move("reveal", "R", "Reveal the votes", item)],
        "reveal": [Move("discuss", "D", "Discuss", item), *settle, again],
        "discuss": [*settle, again],
    }.get(phase, [*following, *start])
    if phase != "skipped" and (agreeing or phase in ("waiting", "vote", "later")):
        ways.append(Move("skip", "S", "Skip", item))
    if phase != "later" and after and (agreeing or phase in ("waiting", "vote")):
        ways.append(Move("later", "L", "Later", item))
    return [*ways, _timer(current)]


def _go(framework: Framework, item: WorkshopItem, verb: str) -> Move:
    title = framework.item(item.item).short_title
    return Move("go", "N", f"{verb} {item.item} {title}", item.item)


def _timer(current: WorkshopItem) -> Move:
    if current.timer_ends_at is not None:
        return Move("no_timer", "T", "Stop the timer", current.item)
    return Move("timer", "T", f"Timer: {count(seconds_of(current) // 60, 'minute')}", current.item)


def seconds_of(current: WorkshopItem) -> int:
    """What the timer is set to in the phase of a sub-indicator."""
    return TIMES.get(current.phase, OTHER_TIME)


@dataclass(frozen=True)
class Choosable:
    """One sub-indicator that may be taken into a workshop. `why`: what the agenda says about it."""

    item: str
    title: str
    why: str
    chosen: bool


def choose_first(
    framework: Framework, lens: str, suggested: Sequence[str], telling: Container[str]
) -> list[str]:
    """What is ticked to begin with: of what is suggested first those that the agenda speaks of (`telling`), then one of
    each indicator that isn't among them yet."""
    chosen = [item for item in suggested if item in telling][:FIRST_CHOICE]
    for indicator in framework.indicators_in(lens):
        ids = [item.id for item in indicator.items if item.id in suggested]
        if ids and not any(item in chosen for item in ids):
            chosen.append(ids[0])
    return chosen[:FIRST_CHOICE]


def make_choosables(
    framework: Framework, lens: str, chosen: Container[str], reasons: Mapping[str, str]
) -> list[tuple[str, str, list[Choosable]]]:
    """(indicator, title, its sub-indicators), in the framework's order."""
    return [
        (
            indicator.id,
            indicator.short_title,
            [
                Choosable(item.id, item.short_title, reasons.get(item.id, ""), item.id in chosen)
                for item in indicator.items
                if lens in item.lenses
            ],
        )
        for indicator in framework.indicators_in(lens)
    ]


def put_in_order(chosen: Container[str], suggested: Sequence[str]) -> list[str]:
    """What was ticked, in the order of `suggested`."""
    return [item for item in suggested if item in chosen]
