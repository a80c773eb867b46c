"""What day it is for a round, and whether it is open: by the clock of England, whatever the server's is."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from selfassess.errors import NotAllowed
from selfassess.store.records import RoundRecord

ZONE = ZoneInfo("Europe/London")


def day_of(moment: datetime) -> date:
    """The day a moment falls on in England, summer time considered."""
    return moment.astimezone(ZONE).date()


def today() -> date:
    """The day it is by this machine's clock."""
    return day_of(datetime.now(UTC))


def is_closed(round_: RoundRecord, on: date) -> bool:
    """Whether nobody may answer any more. The closing day itself still counts; what was closed stays so,
    even when the computer's clock is set back."""
    return round_.closed_at is not None or (round_.closes_on is not None and round_.closes_on < on)


def closed_on(round_: RoundRecord) -> date | None:
    """The last day on which answers were taken, None while they are."""
    if round_.closed_at is None:
        return round_.closes_on
    day = day_of(round_.closed_at)
    return day if round_.closes_on is None else min(day, round_.closes_on)


def check_open(round_: RoundRecord, on: date, saving: bool = False) -> None:
    """Raises NotAllowed, with the day, for a round that is not open yet or has closed.

    `saving`: somebody gave an answer just now, and has to know that it isn't kept.
    """
    if is_closed(round_, on):
        day = closed_on(round_)
        when = f" on {day:%-d %B %Y}" if day else ""
        if saving:
            raise NotAllowed(
                f"This round closed{when}, so this change is not saved. What you answered before is kept and counts."
            )
        raise NotAllowed(f"This round closed{when}. What you answered is kept and counts.")
    if round_.opens_on is not None and on < round_.opens_on:
        raise NotAllowed(
            f"This round opens on {round_.opens_on:%-d %B %Y}. Come back then with the same link."
        )
