"""A workshop in words: how long it takes, what may be done next, what a phone says, what came of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from view_cases import framework, terms
from workshop_words_cases import OPENED, item, seat, tally, workshop

from selfassess.service.workshop_views import Workshop, WorkshopLine
from selfassess.view_models.phone import make_phone
from selfassess.view_models.workshop import (
    KEYS,
    choose_first,
    code_in_parts,
    make_choosables,
    make_moves,
    put_in_order,
    say_joined,
    say_left,
    say_line,
    say_minutes,
    say_voted,
)
from selfassess.view_models.workshop_end import make_end


@pytest.mark.parametrize(
    ("items", "sentence"),
    [
        (0, "Choose at least one sub-indicator."),
        (1, "1 sub-indicator takes about 18 minutes."),
        (6, "6 sub-indicators take about 58 minutes."),
        (7, "7 sub-indicators take about 66 minutes, more than an hour. 6 fit into one."),
    ],
)
def test_a_selection_says_how_long_it_takes(items: int, sentence: str) -> None:
    assert say_minutes(items) == sentence


def keys(shown: Workshop) -> list[tuple[str, str]]:
    return [(move.key, move.label) for move in make_moves(shown)]


def test_before_the_first_sub_indicator_the_one_way_is_to_begin() -> None:
    assert keys(workshop(item("1a"), item("2d", 2))) == [("N", "Begin with 1a Shared understanding")]
    begun = workshop(item("1a", phase="agreed"), item("2d", 2))
    assert keys(begun) == [("N", "Go to 2d Services as packages")]


@pytest.mark.parametrize(
    ("phase", "ballot", "expected"),
    [
        ("waiting", 0, "V Start the vote, A Agree without a vote, S Skip, L Later, T Timer: 2 minutes"),
        ("vote", 1, "R Reveal the votes, S Skip, L Later, T Timer: 1 minute"),
        ("reveal", 1, "D Discuss, A Agree on a rating, V Vote again, S Skip, L Later, T Timer: 2 minutes"),
        ("discuss", 1, "A Agree on a rating, V Vote again, S Skip, L Later, T Timer: 5 minutes"),
        ("agreed", 1, "N Next: 2d Services as packages, A Change what was agreed, V Vote again"),
        (
            "skipped",
            0,
            "N Next: 2d Services as packages, V Start the vote, A Agree without a vote, L Later, T Timer: 2 minutes",
        ),
        (
            "later",
            0,
            "N Next: 2d Services as packages, V Start the vote, A Agree without a vote, S Skip, T Timer: 2 minutes",
        ),
    ],
)
def test_each_phase_has_its_ways_on_the_main_one_first(phase: str, ballot: int, expected: str) -> None:
    shown = workshop(item("1a", phase=phase, ballot=ballot), item("2d", 2), current="1a")
    assert ", ".join(" ".join(each) for each in keys(shown)) == expected
    assert [move.primary for move in make_moves(shown)] == [True, *[False] * (len(keys(shown)) - 1)]


@pytest.mark.parametrize(
    ("phase", "expected"),
    [
        ("waiting", "V Start the vote, S Skip, L Later, T Timer: 2 minutes"),
        ("vote", "R Reveal the votes, S Skip, L Later, T Timer: 1 minute"),
        ("reveal", "D Discuss, N Next: 2d Services as packages, V Vote again, T Timer: 2 minutes"),
        ("discuss", "N Next: 2d Services as packages, V Vote again, T Timer: 5 minutes"),
    ],
)
def test_in_a_calibration_nothing_is_agreed_and_what_is_revealed_is_dealt_with(
    phase: str, expected: str
) -> None:
    items = (item("1a", phase=phase, ballot=1), item("1b", 2, "discuss"), item("2d", 3))
    shown = workshop(*items, current="1a", kind="calibration", example="Midtown")
    assert ", ".join(" ".join(each) for each in keys(shown)) == expected


def test_no_two_ways_share_a_key_and_each_key_is_on_the_list() -> None:
    listed = {key for key, _ in KEYS}
    for phase in ("waiting", "vote", "reveal", "discuss", "agreed", "skipped", "later"):
        found = [key for key, _ in keys(workshop(item("1a", phase=phase), item("2d", 2), current="1a"))]
        assert len(found) == len(set(found))
        assert set(found) <= listed


def test_the_last_sub_indicator_has_no_next_and_can_t_be_put_off() -> None:
    done = workshop(item("1a", phase="agreed"), item("2d", 2, "agreed"), current="2d")
    assert [key for key, _ in keys(done)] == ["A", "V"]
    last = workshop(item("1a", phase="skipped"), item("2d", 2), current="2d")
    assert [key for key, _ in keys(last)] == ["V", "A", "S", "T"]


def test_what_was_put_off_comes_again_after_the_others() -> None:
    shown = workshop(item("1a", phase="agreed"), item("1b", 2), item("2d", 3, "later"), current="1a")
    assert keys(shown)[0] == ("N", "Next: 1b Policies easy to find")


def test_a_timer_that_runs_can_be_stopped() -> None:
    shown = workshop(item("1a", phase="discuss", ballot=1, timer_ends_at=OPENED), current="1a")
    assert ("T", "Stop the timer") in keys(shown)


def test_a_workshop_that_has_ended_has_no_ways_on() -> None:
    assert make_moves(workshop(item("1a"), ended_at=OPENED)) == ()


def test_counts_are_said_as_they_are() -> None:
    assert [say_joined(number) for number in (0, 1, 23)] == [
        "No phone has joined yet",
        "1 phone has joined",
        "23 phones have joined",
    ]
    assert say_voted(0, 1) == "0 of 1 phone has voted"
    assert say_voted(17, 23) == "17 of 23 phones have voted"
    assert code_in_parts("BCD234") == "BCD 234"


@pytest.mark.parametrize(
    ("seconds", "said"), [(125, "2:05"), (60, "1:00"), (0.6, "0:01"), (0, "Time is up"), (-5, "Time is up")]
)
def test_the_time_left_counts_down_and_ends(seconds: float, said: str) -> None:
    assert say_left(OPENED + timedelta(seconds=seconds), OPENED) == said


def test_a_line_of_the_list_says_how_far_the_workshop_is() -> None:
    line = WorkshopLine("w", "Elm Street", "assessment", "bcd234", OPENED, None, 12, 2, 6)
    assert say_line(line) == "2 of 6 sub-indicators agreed. 12 phones have joined. Code BCD 234."
    ended = WorkshopLine("w", "Elm Street", "assessment", "bcd234", OPENED, OPENED, 12, 2, 6)
    assert say_line(ended) == "2 of 6 sub-indicators agreed. 12 phones joined."


def test_what_may_be_chosen_stands_under_its_indicator_with_what_the_agenda_says() -> None:
    found = make_choosables(framework(), "programme", {"1b", "2a"}, {"1b": "People differ widely."})
    assert [(indicator, title) for indicator, title, _ in found][:2] == [
        (entry.id, entry.short_title) for entry in framework().indicators_in("programme")[:2]
    ]
    assert [(each.item, each.why, each.chosen) for each in found[0][2]] == [
        ("1a", "", False),
        ("1b", "People differ widely.", True),
        ("1c", "", False),
    ]
    assert [each.item for _, _, items in found for each in items if each.chosen] == ["1b", "2a"]


def test_what_the_agenda_speaks_of_is_ticked_first_and_then_one_of_each_indicator() -> None:
    rest = [item.id for item in framework().items_in("programme") if item.id not in ("8a", "1b")]
    suggested = ["8a", "1b", *rest]
    assert choose_first(framework(), "programme", suggested, {"8a", "1b"}) == [
        "8a",
        "1b",
        "2a",
        "3a",
        "4a",
        "5a",
    ]
    everything = set(suggested)
    assert choose_first(framework(), "programme", suggested, everything) == [
        "8a",
        "1b",
        "1a",
        "1c",
        "2a",
        "2b",
    ]


def test_what_is_ticked_is_taken_in_the_order_asked_for() -> None:
    assert put_in_order({"1a", "8a"}, ["8a", "2d", "1a"]) == ["8a", "1a"]


# A phone


@pytest.mark.parametrize(
    ("state", "title", "sentences", "vote"),
    [
        (
            {"item": None, "phase": "waiting", "place": 0},
            "You are in",
            ("Look at the screen. The first question comes here by itself; leave this page open.",),
            "",
        ),
        (
            {"phase": "waiting"},
            "1a Shared understanding",
            ("The vote hasn't begun yet. It comes here by itself.",),
            "Choose one. You can change it until the votes are revealed.",
        ),
        ({}, "1a Shared understanding", (), "Choose one. You can change it until the votes are revealed."),
        (
            {"mine": 2.0},
            "1a Shared understanding",
            (),
            "Your vote is in. You can change it until the facilitator reveals the votes.",
        ),
        (
            {"ballot": 2, "before": 3.0},
            "1a Shared understanding",
            (),
            "Your vote from before (level 3) stands unless you vote again.",
        ),
        (
            {"ballot": 2, "before": "dk"},
            "1a Shared understanding",
            (),
            "Your vote from before (Can't tell from here) stands unless you vote again.",
        ),
        (
            {"ended": True, "item": None, "phase": "waiting"},
            "The workshop has ended",
            ("Thank you. What was agreed stands on the facilitator's screen.",),
            "",
        ),
    ],
)
def test_a_phone_says_what_to_do_now(
    state: dict[str, object], title: str, sentences: tuple[str, ...], vote: str
) -> None:
    found = make_phone(seat(**state))
    assert (found.title, found.sentences, found.vote) == (title, sentences, vote)


# The end


def test_the_end_says_what_was_agreed_what_moved_and_what_is_left() -> None:
    """1a stood at 50, level 2 of 0 to 4, and is agreed at 3; 2d stood at 75 and stays at 3; 5a had no rating before."""
    ended = workshop(
        item(
            "1a",
            1,
            "agreed",
            ballot=2,
            before=50.0,
            agreed=3.0,
            reason="Both sides say so.",
            dissent="Police saw a 1.",
        ),
        item("2d", 2, "agreed", ballot=1, before=75.0, agreed=3.0, reason="Minutes."),
        item("5a", 3, "agreed", agreed="na", reason="No such system here."),
        item("3a", 4, "skipped"),
        item("6a", 5, "later"),
        item("7a", 6, "discuss", ballot=1),
        item("8a", 7),
        ended_at=OPENED + timedelta(hours=1),
    )
    votes = {
        "1a": tally(0, 0, 2, 7, 0, hands=3),
        "2d": tally(0, 0, 0, 9, 0),
        "7a": tally(0, 0, 0, 9, 0),
    }
    found = make_end(ended, votes, {}, terms())
    assert found.headline == "3 of 7 sub-indicators agreed"
    assert found.when == "3 November 2026, 12 phones joined"
    assert found.changed == "1 of them moved from where they stood before: 1 up."
    first = found.agreed[0]
    assert (first.reason, first.dissent, first.moved, first.voted) == (
        "Both sides say so.",
        "Police saw a 1.",
        "It stood at 2 before: up.",
        "9 phones and 3 hands",
    )
    assert first.rating.startswith("3: between “")
    assert found.agreed[1].moved == "It stood at 3 before, as it does now."
    assert (found.agreed[2].rating, found.agreed[2].moved, found.agreed[2].voted) == (
        "Not applicable here",
        "",
        "Nobody voted",
    )
    assert [state for _, state in found.left] == [
        "Skipped",
        "Put off",
        "Voted on, nothing agreed",
        "Not reached",
    ]
    assert found.columns == ("Sub-indicator", "Before", "Agreed", "Voted")
    assert [row[1:] for row in found.rows] == [
        ("2", "3", "9 phones and 3 hands"),
        ("3", "3", "9 phones"),
        ("–", "Not applicable here", "Nobody voted"),
        ("–", "Skipped", "Nobody voted"),
        ("–", "Put off", "Nobody voted"),
        ("–", "Voted on, nothing agreed", "9 phones"),
        ("–", "Not reached", "Nobody voted"),
    ]


def test_what_is_rated_for_the_first_time_is_said() -> None:
    ended = workshop(
        item("1a", 1, "agreed", ballot=1, agreed=2.0, reason="Minutes."),
        item("2d", 2, "agreed", ballot=1, before=75.0, agreed=3.0, reason="Minutes."),
        ended_at=OPENED + timedelta(hours=1),
    )
    found = make_end(ended, {}, {}, terms())
    assert found.changed == "1a has a rating for the first time. One stands where it stood before."


def test_the_end_of_a_practice_sets_our_reading_beside_what_was_agreed() -> None:
    ended = workshop(
        item("1a", 1, "agreed", agreed=2.0, reason="So."),
        kind="practice",
        example="Midtown",
        lens="authority",
        assessment_id=None,
        ended_at=OPENED,
    )
    found = make_end(ended, {}, {"1a": 4.0}, terms())
    assert found.agreed[0].reading.startswith("4: ")
    assert found.columns == ("Sub-indicator", "Before", "Agreed", "Our reading", "Voted")
    assert found.rows == (("1a Shared understanding", "–", "2", "4", "Nobody voted"),)
    assert found.changed == ""


def test_a_workshop_in_which_nothing_was_agreed_says_so() -> None:
    found = make_end(workshop(item("1a"), ended_at=OPENED), {}, {}, terms())
    assert found.headline == "Nothing was agreed this time"
    assert found.agreed == ()
    assert found.left == (("1a Shared understanding", "Not reached"),)
