"""Workshops for the tests that go through every page: one in each phase, and phones in their rooms."""

from __future__ import annotations

from app_cases import Desk, framework_2007, framework_2007_source
from every_round import LONG
from workshop_cases import ME as OWNER
from workshop_cases import Room

LOBBY, VOTE, REVEAL, TALK, AGREED, ENDED, CALIBRATED = (
    "a workshop before its first question",
    "a workshop that votes",
    "a workshop that sees its votes",
    "a workshop that talks",
    "a workshop that has agreed",
    "a workshop that has ended",
    "a calibration that has ended",
)
OUTSIDE, VOTER, SEES, RATER = (
    "a phone at the door",
    "a phone that votes",
    "a phone that sees the votes",
    "a phone in the calibration",
)
ITEMS = ("1a", "2a", "3b", "5a")
GROUPS = ("police", "police", "police", "social-work", "health-visiting", "")


def fill_workshops(desk: Desk) -> dict[str, str]:
    """Ids of workshops, and each phone's place as "code:token" with "" for none, by what they are called above."""
    room = Room(desk.service.store, framework_2007(), framework_2007_source())
    for item, level in (("1a", 1.0), ("2a", 4.0)):
        room.assessments.set_rating(OWNER, room.assessment, item, level)
    room.assessments.set_note(OWNER, room.assessment, "1a", "evidence", f"{LONG} " * 3)
    made = {}
    for name in (LOBBY, VOTE, REVEAL, TALK, AGREED, ENDED):
        title = f"{LONG} {name}"[:120]
        made[name] = room.open(*ITEMS, title=title, ask_groups=True, present=f"Lead, {LONG}").id
        made |= _move(room, room.join(*GROUPS), name)
    return made | _calibrate(room)


def _move(room: Room, phones: list[str], name: str) -> dict[str, str]:
    """Takes a workshop to its phase, and gives what phones see there."""
    code = room.opened.code
    if name == LOBBY:
        return {OUTSIDE: f"{code}:"}
    if name == VOTE:
        room.do("start_vote", "1a")
        room.do("set_timer", "1a", 3600)
        room.do("set_hands", "1a", {"2": 3})
        room.vote(phones[:3], 1.0, 2.0, "dk")
        return {VOTER: f"{code}:{phones[0]}"}
    item = "2a" if name == ENDED else "1a"  # each is agreed on once
    room.ballot(phones, 0.0, 0.0, 1.0, 3.0, 4.0, "dk", item=item)
    if name == REVEAL:
        return {SEES: f"{code}:{phones[0]}"}
    room.do("discuss", item)
    if name in (AGREED, ENDED):
        room.agree(item, 2.0, f"{LONG} " * 3, LONG)
    if name == ENDED:
        room.do("skip", "3b")
        room.do("end")
    return {}


def _calibrate(room: Room) -> dict[str, str]:
    made = {CALIBRATED: room.practise("calibration", *ITEMS).id}
    phones = room.phones(4)
    for item in ITEMS:
        room.ballot(phones, 1.0, 2.0, 0.0, 4.0 if item == "1a" else 3.0, item=item)
    room.do("end")
    return made | {RATER: f"{room.opened.code}:{phones[0]}"}
