"""What a participant's phone says: before, during and after a vote."""

from __future__ import annotations

from dataclasses import dataclass

from selfassess.framework.wording import fill, terms_of
from selfassess.service.workshop_views import Seat
from selfassess.view_models.words import code_of
from selfassess.view_models.workshop import CANT_TELL

IN_TITLE = "You are in"
ENDED_TITLE = "The workshop has ended"

NOT_YET = "Choose one. You can change it until the votes are revealed."
IN = "Your vote is in. You can change it until the facilitator reveals the votes."


@dataclass(frozen=True)
class Phone:
    """`vote`: what stands beneath the choices while a vote is open."""

    title: str
    under: str
    sentences: tuple[str, ...]
    vote: str


def make_phone(seat: Seat) -> Phone:
    if seat.ended:
        what = "How the room did" if seat.kind == "calibration" else "What was agreed"
        sentences = (f"Thank you. {what} stands on the facilitator's screen.",)
        return Phone(ENDED_TITLE, seat.title, sentences, "")
    if seat.item is None:
        sentences = ("Look at the screen. The first question comes here by itself; leave this page open.",)
        return Phone(IN_TITLE, seat.title, sentences, "")
    item = seat.framework.item(seat.item)
    title = f"{seat.item} {fill(item.short_title, terms_of(seat.framework, seat.vocabulary))}"
    under = f"{seat.place} of {seat.total}"
    return Phone(title, under, _sentences(seat), _vote(seat))


def _sentences(seat: Seat) -> tuple[str, ...]:
    if seat.phase == "waiting":
        return ("The vote hasn't begun yet. It comes here by itself.",)
    if seat.phase == "discuss":
        return ("Talk about it in the room. There may be another vote.",)
    if seat.phase == "skipped":
        return ("Skipped. The next question comes here by itself.",)
    if seat.phase == "later":
        return ("Put off for later. The next question comes here by itself.",)
    return ()


def _vote(seat: Seat) -> str:
    if seat.mine is not None:
        return IN
    if seat.before is not None:
        before = CANT_TELL if isinstance(seat.before, str) else f"level {code_of(seat.before)}"
        return f"Your vote from before ({before}) stands unless you vote again."
    return NOT_YET
