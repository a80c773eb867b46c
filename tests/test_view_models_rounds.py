"""Rounds in words: when they take answers, how far the asking has come, and what sharing shows."""

from __future__ import annotations

from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest
from view_cases import framework

from selfassess.service.round_plans import Participant, RoundView
from selfassess.store.records import AuthorityRecord, InvitationRecord, RoundRecord, SubjectRecord
from selfassess.view_models.rounds import (
    describe_round,
    in_order,
    make_progress,
    say_dates,
    say_progress,
    say_sharing,
    status_of,
)

OPENS, CLOSES = date(2026, 3, 2), date(2026, 3, 27)
NOW = datetime(2026, 3, 1, tzinfo=UTC)


def round_(voices: str = "named", **more: object) -> RoundRecord:
    return RoundRecord(
        1,
        1,
        "Spring 2026",
        "safeguarding-2007",
        "1.0.0",
        OPENS,
        CLOSES,
        voices,
        managed=True,
        **more,  # type: ignore[arg-type]
    )


def invited(number: int, name: str, **more: object) -> InvitationRecord:
    fields: dict[str, object] = {"kind": "person", "group": "social-work"} | more
    return InvitationRecord(number, 1, "a1", name=name, created_at=NOW, **fields)  # type: ignore[arg-type]


PEOPLE = (
    invited(1, "Ann"),
    invited(2, "Bo", started_on=OPENS),
    invited(3, "Cy", started_on=OPENS, finished_on=CLOSES),
    invited(4, "Di", revoked_at=NOW),
    invited(5, "", kind="group"),
)


def view(record: RoundRecord, state: str = "open") -> RoundView:
    centre = Participant(
        SimpleNamespace(id="a1", subject="Elm Street", anonymous=record.voices == "anonymous"),  # type: ignore[arg-type]
        SubjectRecord(1, 1, "programme", "Elm Street"),
        PEOPLE,
        False,
        False,
    )
    return RoundView(record, AuthorityRecord(1, "Northshire"), framework(), (centre,), state)


@pytest.mark.parametrize(
    ("state", "today", "words"),
    [
        ("before", date(2026, 2, 1), "Opens on 2 March 2026, until the end of 27 March 2026."),
        ("open", date(2026, 3, 26), "Open until the end of 27 March 2026: 1 day to go."),
        ("open", CLOSES, "Open until the end of 27 March 2026: today is the last day."),
        (
            "closed",
            date(2026, 4, 1),
            "Closed on 27 March 2026. Everything answered before is kept and counts.",
        ),
    ],
)
def test_a_rounds_dates_are_said_in_words(state: str, today: date, words: str) -> None:
    assert say_dates(state, OPENS, CLOSES, CLOSES if state == "closed" else None, today) == words


def test_a_round_says_whether_it_is_anonymous() -> None:
    named = describe_round(view(round_()), CLOSES)
    assert (named.name, named.status) == ("Spring 2026", "Open")
    assert named.voices == "Named: whoever runs a centre's assessment sees who answered what."
    hidden = describe_round(view(round_("anonymous", threshold=5)), CLOSES)
    assert hidden.voices == (
        "Anonymous: results come out once, when the round has closed, and nothing is shown that fewer than 5 "
        "people rated."
    )


def test_a_named_round_lists_every_link_with_its_state() -> None:
    progress = make_progress(view(round_()))
    assert progress.sentence == "3 people asked: 2 started, 1 of them finished."
    assert progress.rows == (("Elm Street", "3", "2", "1"),)
    assert [(p.name, p.status) for p in in_order(progress.participants[0].people)] == [
        ("Ann", "Asked"),
        ("Bo", "Started on 2 March 2026"),
        ("Cy", "Finished on 27 March 2026"),
        ("Di", "Link withdrawn"),
        ("Social work", "Link for a group"),
    ]


def test_an_anonymous_round_says_who_has_finished_and_no_day() -> None:
    progress = make_progress(view(round_("anonymous")))
    assert progress.participants[0].sentence == "3 people asked: 2 started, 1 of them finished."
    assert [(p.name, p.status) for p in in_order(progress.participants[0].people)] == [
        ("Ann", "Asked"),
        ("Bo", "Started"),
        ("Cy", "Finished"),
        ("Di", "Link withdrawn"),
        ("Social work", "Link for a group"),
    ]


def test_progress_has_words_for_none_and_all() -> None:
    assert say_progress(0, 0, 0) == "Nobody has been asked yet."
    assert say_progress(2, 0, 0) == "2 people asked. Nobody has started yet."
    assert say_progress(2, 2, 2) == "2 people asked, and all have finished."
    assert say_progress(1, 1, 1) == "1 person asked, and has finished."


def test_a_withdrawn_link_says_what_had_begun() -> None:
    assert status_of(True, OPENS, None) == "Link withdrawn, begun on 2 March 2026"
    assert status_of(True, OPENS, CLOSES) == "Finished on 27 March 2026, link withdrawn"


def test_sharing_says_what_is_seen_and_what_is_not() -> None:
    named, hidden = (say_sharing(round_(voices), "Northshire") for voices in ("named", "anonymous"))
    assert named.shows[0] == "Northshire will see the place on the line with its range, and both strands."
    assert "Whoever is the only one of a group can be recognised by it." in named.shows
    assert hidden.hides[0].startswith("Anything that fewer than 3 people rated")
    assert {"Anybody's name.", "Notes of evidence.", "The things to work on next."} <= set(named.hides)
