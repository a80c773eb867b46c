"""Rounds: their dates in words, how far the asking has come, and exactly what sharing shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from selfassess.service.calendar import closed_on
from selfassess.service.round_plans import Participant, RoundView, status_counts
from selfassess.view_models.home import day
from selfassess.view_models.words import count, join

ASKED, STARTED, FINISHED, WITHDRAWN = "Asked", "Started", "Finished", "Link withdrawn"
FOR_A_GROUP = "Link for a group"
PROGRESS_COLUMNS = ("Centre", "Asked", "Started", "Finished")
STATE_LABELS = {"before": "Not open yet", "open": "Open", "closed": "Closed"}


@dataclass(frozen=True)
class RoundWords:
    name: str
    status: str
    dates: str
    voices: str
    asks: str
    """Which groups are asked fewer than all sub-indicators, "" for none."""


@dataclass(frozen=True)
class PersonProgress:
    """One link. `invitation_id` is what reissuing and withdrawing take. In an anonymous round `status` has no day:
    who has finished may be reminded or thanked, but a day could be laid beside the days of answers."""

    invitation_id: int
    name: str
    group: str
    kind: str
    status: str


@dataclass(frozen=True)
class ParticipantProgress:
    """One centre of a round, or the authority itself."""

    assessment_id: str
    name: str
    asked: int
    started: int
    finished: int
    sentence: str
    people: tuple[PersonProgress, ...]
    shared: bool


@dataclass(frozen=True)
class RoundProgress:
    sentence: str
    participants: tuple[ParticipantProgress, ...]
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Sharing:
    """What somebody is told before sharing: what the authority will see, and what it will not."""

    shows: tuple[str, ...]
    hides: tuple[str, ...]
    way_back: str


class Round(Protocol):
    @property
    def name(self) -> str: ...
    @property
    def opens_on(self) -> date | None: ...
    @property
    def closes_on(self) -> date | None: ...
    @property
    def voices(self) -> str: ...
    @property
    def threshold(self) -> int: ...


def describe_round(view: RoundView, today: date) -> RoundWords:
    record = view.record
    return RoundWords(
        name=record.name,
        status=STATE_LABELS[view.state],
        dates=say_dates(view.state, record.opens_on, record.closes_on, closed_on(record), today),
        voices=say_anonymity(record),
        asks=_say_asks(view),
    )


def _say_asks(view: RoundView) -> str:
    parts = [
        f"{view.groups.get(group, group)} {', '.join(items)}"
        for group, items in view.record.asks.items()
        if items
    ]
    return f"Asked only some sub-indicators: {'; '.join(parts)}." if parts else ""


def say_dates(
    state: str, opens_on: date | None, closes_on: date | None, closed: date | None, today: date
) -> str:
    """When answers are taken. The closing day itself still counts."""
    until = f"until the end of {day(closes_on)}" if closes_on else "with no closing day set"
    if state == "closed":
        return (
            f"Closed on {day(closed)}. Everything answered before is kept and counts."
            if closed
            else "Closed."
        )
    if state == "before" and opens_on:
        return f"Opens on {day(opens_on)}, {until}."
    if closes_on is None:
        return "Open, with no closing day set."
    left = (closes_on - today).days
    still = "today is the last day" if left == 0 else f"{count(left, 'day')} to go"
    return f"Open {until}: {still}."


def say_anonymity(record: Round) -> str:
    if record.voices != "anonymous":
        return "Named: whoever runs a centre's assessment sees who answered what."
    return (
        f"Anonymous: results come out once, when the round has closed, and nothing is shown that fewer than "
        f"{record.threshold} people rated."
    )


def make_progress(view: RoundView) -> RoundProgress:
    """Who has been asked, started and finished, centre by centre."""
    found = tuple(_participant(view, each) for each in view.participants)
    rows = tuple((p.name, str(p.asked), str(p.started), str(p.finished)) for p in found)
    asked, started, finished = (
        sum(getattr(p, name) for p in found) for name in ("asked", "started", "finished")
    )
    return RoundProgress(say_progress(asked, started, finished), found, PROGRESS_COLUMNS, rows)


def say_progress(asked: int, started: int, finished: int) -> str:
    if not asked:
        return "Nobody has been asked yet."
    sentence = f"{count(asked, 'person', 'people')} asked"
    if not started:
        return f"{sentence}. Nobody has started yet."
    if finished == asked:
        return f"{sentence}, and all have finished." if asked > 1 else f"{sentence}, and has finished."
    return f"{sentence}: {started} started, {finished} of them finished."


def _participant(view: RoundView, participant: Participant) -> ParticipantProgress:
    counts = status_counts(participant.invitations)
    asked, started, finished = (counts[name] for name in ("asked", "started", "finished"))
    labels = view.groups
    anonymous = participant.record.anonymous
    replaced = {each.parent_id for each in participant.invitations if each.kind != "return"}
    people = tuple(
        PersonProgress(
            each.id,
            each.name or labels.get(each.group, each.group) or "No name given",
            labels.get(each.group, each.group),
            each.kind,
            FOR_A_GROUP
            if each.kind == "group" and each.revoked_at is None
            else status_of(each.revoked_at is not None, each.started_on, each.finished_on, not anonymous),
        )
        for each in participant.invitations
        if (each.name or each.kind == "group" or not anonymous) and each.id not in replaced
    )
    return ParticipantProgress(
        participant.record.id,
        participant.record.subject,
        asked,
        started,
        finished,
        say_progress(asked, started, finished),
        people,
        participant.shared,
    )


def status_of(revoked: bool, started: date | None, finished: date | None, with_days: bool = True) -> str:
    """One link's state. Who has finished stays so, whatever became of the link."""

    def on(moment: date) -> str:
        return f" on {day(moment)}" if with_days else ""

    if finished:
        return f"{FINISHED}{on(finished)}" + (", link withdrawn" if revoked else "")
    if revoked:
        return f"{WITHDRAWN}, begun{on(started)}" if started else WITHDRAWN
    return f"{STARTED}{on(started)}" if started else ASKED


def say_too_few(view: RoundView) -> str:
    """Which centres of an anonymous round would show nothing if it closed now, "" for none.

    The manager doesn't count: they could take their own answer away again.
    """
    few = []
    for each in view.participants:
        others = [i for i in each.invitations if i.kind != "manager"]
        started = status_counts(others)["started"]
        if each.record.anonymous and started < view.record.threshold:
            few.append(f"{each.record.subject} ({started})")
    if not few:
        return ""
    return (
        f"Fewer than {view.record.threshold} people besides the manager have begun at {join(few)}: nothing would be shown "
        "there, now or later."
    )


def say_sharing(record: Round, authority: str) -> Sharing:
    """Exactly what sharing a centre's results with its authority shows, as the service lets it through."""
    shows = [
        f"{authority or 'The authority'} will see the place on the line with its range, and both strands.",
        "The figure of every indicator and sub-indicator, and for how many of them there is a note.",
        "How many people answered, from how many groups, how much is rated, and when.",
        "How the ratings of each sub-indicator spread, and the groups side by side.",
        "Agreed ratings, with their reason and who was in the room.",
        "The same in comparisons with other centres, under the centre's name, or an alias in a workshop.",
    ]
    hides = ["Anybody's name.", "Notes of evidence.", "The things to work on next."]
    if record.voices == "anonymous":
        few = f"Anything that fewer than {record.threshold} people rated, and which answers belong together."
        hides.insert(0, few)
    else:
        shows.append("Each person's ratings with their group, under a number in place of the name.")
        shows.append("Whoever is the only one of a group can be recognised by it.")
    way_back = (
        "You can stop sharing at any time. What somebody has read or printed by then can't be taken back."
    )
    return Sharing(tuple(shows), tuple(hides), way_back)


def in_order(people: Sequence[PersonProgress]) -> list[PersonProgress]:
    """Those still asked first, then those who started and finished, withdrawn links, and links for groups."""
    order = (ASKED, STARTED, FINISHED, WITHDRAWN, FOR_A_GROUP)

    def place(person: PersonProgress) -> int:
        return next(number for number, state in enumerate(order) if person.status.startswith(state))

    return sorted(people, key=lambda person: (place(person), person.name.casefold()))
