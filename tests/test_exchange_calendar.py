"""Calendar files: read back, they hold what was planned, and nobody's text becomes part of the file's grammar."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from icalendar import Calendar

from selfassess.exchange.calendar_ics import CalendarEntry, write_calendar

STAMP = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
MEET = CalendarEntry(
    "abc-1", date(2026, 9, 1), "Meet every month (Manager)", "1a Shared understanding\nMeet."
)


def write(*entries: CalendarEntry, name: str = "Plan of Elm Centre", stamp: datetime = STAMP) -> bytes:
    return write_calendar(entries, name, stamp)


def read(*entries: CalendarEntry, **more: Any) -> list[dict[str, Any]]:
    """Each event of the file that is written, as the library reads it."""
    events = Calendar.from_ical(write(*entries, **more)).walk("VEVENT")
    return [{name: getattr(value, "dt", value) for name, value in event.items()} for event in events]


def test_an_event_reads_back_as_a_whole_day_that_keeps_nobody_busy_and_invites_nobody() -> None:
    assert read(MEET) == [
        {
            "UID": "abc-1",
            "DTSTAMP": STAMP,
            "SEQUENCE": 29539290,  # minutes from 1 January 1970 to 09:30 on 1 March 2026: 20513 days and 570
            "DTSTART": date(2026, 9, 1),
            "DTEND": date(2026, 9, 2),
            "SUMMARY": "Meet every month (Manager)",
            "DESCRIPTION": "1a Shared understanding\nMeet.",
            "TRANSP": "TRANSPARENT",
        }
    ]


def test_the_file_says_what_it_is_and_ends_its_lines_as_the_standard_wants() -> None:
    written = write(MEET)
    calendar = Calendar.from_ical(written)
    assert (calendar["VERSION"], calendar["NAME"], calendar["X-WR-CALNAME"]) == (
        "2.0",
        "Plan of Elm Centre",
        "Plan of Elm Centre",
    )
    assert calendar["PRODID"].startswith("-//")
    lines = written.split(b"\r\n")
    assert lines[0] == b"BEGIN:VCALENDAR" and lines[-2:] == [b"END:VCALENDAR", b""]
    assert all(b"\n" not in line and len(line) <= 75 for line in lines)


def test_only_what_has_a_date_is_in_it_and_what_is_done_says_so() -> None:
    undated = CalendarEntry("abc-2", None, "Some day", "")
    done = CalendarEntry("abc-3", date(2026, 5, 1), "Write it down", "", done=True)
    assert [event["SUMMARY"] for event in read(MEET, undated, done)] == [
        "Meet every month (Manager)",
        "Done: Write it down",
    ]


def test_a_later_file_replaces_the_events_of_an_earlier_one() -> None:
    before, after = read(MEET)[0], read(MEET, stamp=STAMP + timedelta(minutes=1))[0]
    assert after["UID"] == before["UID"]
    assert after["SEQUENCE"] > before["SEQUENCE"]


def test_the_time_of_making_is_told_in_utc() -> None:
    summer = STAMP.astimezone(timezone(timedelta(hours=1)))
    assert b"DTSTAMP:20260301T093000Z" in write(MEET, stamp=summer)


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r", "\x0b", "\x0c", "\x85", "\u2028", "\u2029"])
def test_no_line_end_in_a_text_begins_a_line_of_the_file(end: str) -> None:
    bad = f"Meet{end}END:VEVENT{end}BEGIN:VEVENT{end}ATTENDEE:mailto:jo@example.org"
    entry = CalendarEntry(f"abc{end}ATTENDEE:x", date(2026, 9, 1), bad, bad)
    [event] = read(entry, name=bad)
    assert sorted(event) == sorted(read(MEET)[0])
    assert event["SUMMARY"] == "Meet END:VEVENT BEGIN:VEVENT ATTENDEE:mailto:jo@example.org"
    assert event["DESCRIPTION"] == bad.replace(end, "\n")
    lines = write(entry, name=bad).replace(b"\r\n ", b"").splitlines()
    assert [line for line in lines if line.startswith((b"ATTENDEE", b"METHOD"))] == []
    assert lines.count(b"BEGIN:VEVENT") == 1


def test_signs_with_a_meaning_in_the_file_come_back_as_they_were() -> None:
    text = 'a; b, c: "d" \\n \\ e=f Ωé 👩‍👩‍👧 ' + "long " * 60
    [event] = read(CalendarEntry("abc-1", date(2026, 9, 1), text, text))
    assert event["DESCRIPTION"] == text
    assert event["SUMMARY"] == text.strip()


def test_the_calendars_name_is_text_to_the_letter() -> None:
    lines = write(MEET, name="a;b,c\n").split(b"\r\n")
    assert [line for line in lines if b"a" in line and b"NAME" in line] == [
        rb"NAME:a\;b\,c",
        rb"X-WR-CALNAME:a\;b\,c",
    ]


def test_what_cannot_be_seen_or_turns_a_line_round_is_taken_out_or_named() -> None:
    [event] = read(CalendarEntry("abc-1", date(2026, 9, 1), "a\x00b\x1b", "c\u202ed\ud800"))
    assert (event["SUMMARY"], event["DESCRIPTION"]) == ("ab", "c[U+202E]d")


def test_without_any_date_there_is_a_calendar_without_events() -> None:
    assert read() == []
