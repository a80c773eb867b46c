"""Dates of a plan as an iCalendar file (RFC 5545), which Outlook, Google's calendar, Apple's and others take.

Each date is a whole-day event and not a to-do (VTODO): Outlook and Google's calendar leave to-dos of a file out without
a word. It takes up no time, so nobody seems busy on that day, and it invites nobody: a plan names roles, not people.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from icalendar import Calendar, Event, vText

from selfassess.plain_text import show_controls

PRODUCT = "-//Working together self-assessment//Plan//EN"

_LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_NO_TEXT = re.compile("[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff]")


@dataclass(frozen=True)
class CalendarEntry:
    """Something that is due on a day. `uid` stays the same from file to file, so that importing a later file moves
    the event and adds none; `done` says that it needn't be thought of any more."""

    uid: str
    due_on: date | None
    title: str
    text: str
    done: bool = False


def write_calendar(entries: Iterable[CalendarEntry], name: str, stamp: datetime) -> bytes:
    """The entries that have a date, as one calendar called `name`; `stamp` is when the file is made, with its time
    zone. A later file's events take the place of an earlier one's."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    for key in (
        "name",
        "x-wr-calname",
    ):  # the library knows neither as text, and would write "," and ";" as they are
        calendar.add(key, vText(_on_one_line(name)))
    for entry in entries:
        if entry.due_on is not None:
            calendar.add_component(_event(entry, entry.due_on, stamp.astimezone(UTC)))
    return bytes(calendar.to_ical())


def _event(entry: CalendarEntry, due_on: date, stamp: datetime) -> Event:
    title = _on_one_line(entry.title)
    event = Event()
    event.add("uid", _on_one_line(entry.uid))
    event.add("dtstamp", stamp)
    event.add("sequence", int(stamp.timestamp()) // 60)  # whole minutes: it must grow, and fit in 31 bits
    event.add("dtstart", due_on)
    event.add("dtend", due_on + timedelta(days=1))  # the first day that is no longer part of it
    event.add("summary", f"Done: {title}" if entry.done else title)
    event.add("description", _clean(entry.text))
    event.add("transp", "TRANSPARENT")
    return event


def _clean(text: str) -> str:
    """Anybody's text with one kind of line end, which the library writes as such, and nothing that can't be seen."""
    return show_controls(_NO_TEXT.sub("", _LINE_ENDS.sub("\n", text)))


def _on_one_line(text: str) -> str:
    return " ".join(_clean(text).split())
