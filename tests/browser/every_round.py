"""Rounds for the tests that go through every page: one running with many voices, one before it, an anonymous one."""

from __future__ import annotations

from collections.abc import Mapping

from app_cases import PHONE_IN_A_NOTE, Desk, items_of
from link_cases import SHORT, OpenRound, RoundDesk

from selfassess.service.actor import LOCAL_OWNER
from selfassess.service.agreeing import Agreeing
from selfassess.service.round_plans import CentreEntry

NOW, BEFORE, QUIET = "the round now", "the round before", "the anonymous round"
CENTRE, QUIET_CENTRE, PLACE = "the centre now", "the centre of the anonymous round", "the place"
MANAGER, LATE_MANAGER, QUIET_MANAGER = (
    "its manager",
    "its manager in the round before",
    "the anonymous round's manager",
)
NEW, BEGUN, DONE, LATE, GROUP = (
    "somebody new",
    "somebody who has begun",
    "somebody who has finished",
    "somebody in the round before",
    "a whole group",
)
LONG = "Supercalifragilisticexpialidocious-Children's-Centre-and-Family-Hub"


def fill_rounds(desk: Desk) -> dict[str, str]:
    """Ids of assessments, numbers of rounds and tokens of links, by what they are called above."""
    rounds = RoundDesk(desk)
    before = rounds.open("Round before", asks={})
    made = {BEFORE: str(before.number), LATE_MANAGER: before.manager, LATE: before.person("Late Lily")}
    for token, level in ((before.manager, 1), (made[LATE], 2)):
        answer(desk, before, token, dict.fromkeys(items_of(), level))
    share(desk, before, before.manager)
    before.close()
    now = rounds.open("Round now")
    made |= {NOW: str(now.number), CENTRE: now.assessment, MANAGER: now.manager}
    made |= fill_voices(desk, now)
    quiet = rounds.open("Quiet round", anonymous=True)
    made |= {QUIET: str(quiet.number), QUIET_CENTRE: quiet.assessment, QUIET_MANAGER: quiet.manager}
    return made | {PLACE: str(desk.service.store.assessment(now.assessment).subject_id)}


def fill_voices(desk: Desk, round_: OpenRound) -> dict[str, str]:
    """Many voices at one centre, another centre beside it, and the authority's own view. Gives people's links."""
    made = {NEW: round_.person("New Ned"), GROUP: round_.group("social-work")}
    made |= {BEGUN: round_.person("Begun Ben"), DONE: round_.person("Done Dot")}
    answer(desk, round_, round_.manager, dict.fromkeys(items_of(), 3) | {"1a": 4, "3a": "na", "7a": 4})
    answer(desk, round_, made[BEGUN], {"1a": 0, "2a": 3})
    answer(desk, round_, made[DONE], dict.fromkeys(SHORT, "dk"))
    visit = round_.enter(made[DONE])
    round_.by.visits.finish(visit)
    desk.service.set_note(visit.actor, round_.assessment, "2a", "evidence", PHONE_IN_A_NOTE)
    desk.service.set_note(visit.actor, round_.assessment, "1a", "evidence", f"{LONG} " * 3, confirm=True)
    manager = round_.enter(round_.manager).actor
    Agreeing(desk.service.store, desk.service.frameworks).agree(
        manager, round_.assessment, "1a", 2, "We heard both sides.", "manager, health visitor", None
    )
    share(desk, round_, round_.manager)
    (other,) = round_.by.rounds.add_centres(
        LOCAL_OWNER, round_.number, [CentreEntry(LONG, "rural", size="small")]
    )
    beside = OpenRound(round_.by, round_.number, round_.enter(other.token).assessment_id, other.token)
    answer(desk, beside, other.token, dict.fromkeys(items_of(), 1))
    share(desk, beside, other.token)
    own = next(each for each in round_.by.rounds.load(LOCAL_OWNER, round_.number).participants if each.is_own)
    desk.rate(own.record.id, dict.fromkeys(items_of("authority"), 2))
    return made


def answer(desk: Desk, round_: OpenRound, token: str, ratings: Mapping[str, float | str]) -> None:
    visit = round_.by.visits.begin(token)
    with desk.service.store.transaction():
        for item, rating in ratings.items():
            desk.service.set_rating(visit.actor, round_.assessment, item, rating)


def share(desk: Desk, round_: OpenRound, manager: str) -> None:
    desk.service.share(round_.enter(manager).actor, round_.assessment)
