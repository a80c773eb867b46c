"""Round on round: what moved, and whether it is one to speak of."""

from __future__ import annotations

from dataclasses import replace

from many_cases import figures, result
from view_cases import framework

from selfassess.view_models.trend import Trend, make_trend, say_move


def trend(*positions: float | None, spread: float = 10.0, **more: object) -> Trend:
    steps = [
        result(f"R{n}", position, spread, round=f"Round {n}", **more)
        for n, position in enumerate(positions, 1)
    ]
    found = [
        *figures("r1", {"1": 20.0, "2": 50.0, "3": None, "1a": 10.0}),
        *figures("r2", {"1": 60.0, "2": 52.0, "3": 50.0, "1a": 12.0}),
    ]
    return make_trend(framework(), "programme", "Elm Street", steps, found)


def test_a_move_within_the_ranges_is_no_difference_to_speak_of() -> None:
    found = trend(38.0, 55.0)
    assert found.sentences == (
        "From Round 1 to Round 2, the place moved from 38 to 55; ranges overlap: no difference to speak of.",
    )
    assert found.title == (
        "Elm Street since Round 1: moved from 38 to 55; ranges overlap: no difference to speak of"
    )
    assert found.line is not None
    assert list(found.line.frame["label"]) == ["Round 1", "Round 2"]


def test_a_move_beyond_the_ranges_is_one_to_speak_of() -> None:
    assert (
        trend(20.0, 70.0)
        .sentences[0]
        .endswith("moved from 20 to 70, and the ranges are clear of one another.")
    )
    assert say_move(result("A", 50.2), result("B", 49.8)) == "stayed at 50"


def test_what_moved_is_named_part_by_part() -> None:
    found = trend(38.0, 55.0)
    assert found.moves is not None
    label = f"1 {framework().indicator('1').short_title}"
    assert found.moves.title == f"Up: {label}. On the other 2: no difference to speak of"
    assert list(found.moves.frame["note"]) == ["+40", "+2, ranges overlap", "rated once only"]
    assert found.moves.rows[0][1:6] == (
        *("20", "60", "18 to 22", "58 to 62"),
        "moved from 20 to 60, and the ranges are clear of one another",
    )
    assert found.items is not None
    assert found.items.title == "No difference to speak of on any of 1 sub-indicator"


def test_one_round_and_none_say_what_is_still_to_come() -> None:
    assert trend(50.0).empty == "There is one round so far. What moved shows after the next."
    assert trend(50.0).title == "Elm Street: aspirational development"
    assert trend().empty.startswith("No round of Elm Street has results yet")


def test_rounds_that_asked_different_questions_are_a_gap_and_not_a_move() -> None:
    steps = [result("R1", 20.0, series="other@1.0", round="Round 1"), result("R2", 70.0, round="Round 2")]
    found = make_trend(framework(), "programme", "Elm Street", steps, [])
    assert found.sentences == ()
    assert found.gaps[0].startswith("Round 1 and Round 2: not comparable, because ")
    assert (found.moves, found.items) == (None, None)
    assert found.title == "Elm Street: between aspirational development and maximum collaboration in Round 2"


def test_an_agreed_figure_is_marked_in_the_table() -> None:
    steps = [result("R1", 20.0, round="Round 1"), result("R2", 70.0, round="Round 2")]
    found = [*figures("r1", {"1": 20.0}), *(replace(f, agreed=True) for f in figures("r2", {"1": 60.0}))]
    moves = make_trend(framework(), "programme", "Elm Street", steps, found).moves
    assert moves is not None
    assert moves.rows[0][1:3] == ("20", "60, agreed")
