"""Charts of many voices and many centres: markup that holds every number, every label to the letter."""

from __future__ import annotations

import re

import pandas as pd
import pytest

from selfassess.charts.distribution import draw_distribution
from selfassess.charts.moves import draw_moves
from selfassess.charts.shares import draw_shares
from selfassess.charts.spread import draw_spread
from selfassess.charts.strip import draw_bins, draw_strip
from selfassess.charts.track import DOTS_APART, pile_up
from selfassess.look import DARK, LIGHT, contrast

POINTS = [("Parallel development", 0.0), ("Aspirational development", 50.0), ("Maximum collaboration", 100.0)]
LEVELS = [(str(n), n * 25.0) for n in range(5)]
NASTY = "<b>x</b>\u202e'evil"
SAFE = "&lt;b&gt;x&lt;/b&gt;[U+202E]&#x27;evil"


def dot(label: str, position: float, mine: bool = False) -> dict[str, object]:
    return {"label": label, "position": position, "mine": mine, "words": label}


def test_every_centre_with_a_place_is_a_dot_and_mine_is_named() -> None:
    places = pd.DataFrame([dot("Oak", 40.0), dot(NASTY, 60.0, mine=True), dot("Elm", float("nan"))])
    drawn = draw_strip(places, POINTS, "Three centres", target=62.5)
    assert drawn.count("class='dot") == 2
    assert "class='dot mine' style='left:60.00%;bottom:0.00rem'" in drawn
    assert f"<b class='line-middle' style='left:60.00%'>{SAFE}</b>" in drawn
    assert "<b>Target 63</b>" in drawn
    assert "aria-label='Three centres'" in drawn


def test_dots_that_would_cover_one_another_are_piled_up() -> None:
    assert pile_up([10.0, 11.0, 12.0, 14.0, 50.0]) == [0, 1, 2, 0, 0]
    assert pile_up([10.0, 10.0 + DOTS_APART]) == [0, 0]
    assert pile_up([]) == []


def test_bins_are_as_high_as_their_share_and_zones_hold_the_numbers() -> None:
    bins = pd.DataFrame([(0.0, 2.5, 5), (50.0, 2.5, 20)], columns=["start", "width", "count"])
    drawn = draw_bins(bins, POINTS, "", zones=[(0.0, 12.5, "5"), (37.5, 62.5, "1,500")])
    assert "left:0.00%;width:2.50%;height:25.0%' title='0 to 2.5: 5'" in drawn
    assert "height:100.0%' title='50 to 52.5: 20'" in drawn
    assert "<span style='left:37.50%;width:25.00%'>1,500</span>" in drawn
    assert "target" not in drawn


def test_an_empty_line_is_still_a_line() -> None:
    assert "line-track" in draw_strip(
        pd.DataFrame(columns=["label", "position", "mine", "words"]), POINTS, ""
    )
    assert "line-track" in draw_bins(pd.DataFrame(columns=["start", "width", "count"]), POINTS, "")


def spread_row(dots: list[float]) -> pd.DataFrame:
    row = {"label": NASTY, "note": "n", "far": 75.0, "low": 0.0, "q1": None, "median": 25.0, "q3": None}
    return pd.DataFrame([row | {"high": 50.0, "dots": dots}])


def test_one_mark_stands_against_the_spread_of_many() -> None:
    drawn = draw_spread(
        spread_row([0.0, 25.0, 50.0]), LEVELS, "", far_symbol="square", legend=("each", "one")
    )
    assert "class='far-mark square' style='left:75.00%'" in drawn
    assert "class='spread-range' style='left:0.00%;width:50.00%'" in drawn
    assert "spread-half" not in drawn
    assert drawn.count("class='dot'") == 3
    assert SAFE in drawn


def test_more_dots_than_can_be_told_apart_are_left_to_the_bars() -> None:
    assert "class='dot'" not in draw_spread(spread_row([1.0] * 61), LEVELS, "")


def test_a_high_pile_is_pressed_together() -> None:
    drawn = draw_spread(spread_row([25.0] * 40), LEVELS, "")
    assert max(float(height) for height in re.findall(r"bottom:([\d.]+)rem", drawn)) < 3


def bars(*rows: tuple[str, float | None, str, float | None, str]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["kind", "at", "text", "count", "number"])


def test_bars_stand_at_their_level_and_other_answers_apart() -> None:
    drawn = draw_distribution(
        bars(
            ("level", 25.0, "1", 2, "2"),
            ("level", 75.0, "3", 4, "4"),
            ("apart", None, "Don't know", 3, "3"),
            ("apart", None, NASTY, 0, "under 3"),
            ("mean", 58.3, "mean 2.3", None, ""),
            ("agreed", 75.0, "agreed 3", None, ""),
        ),
        LEVELS,
        "Ratings",
    )
    assert "<i class='bar' style='left:25.00%;height:1.60rem'><b>2</b></i>" in drawn
    assert "<i class='bar' style='left:75.00%;height:3.20rem'><b>4</b></i>" in drawn
    assert "<i class='bar unrated none' style='left:50%;height:0.00rem'><b>under 3</b></i>" in drawn
    assert "<i class='agreed-mark' style='left:75.00%;--at:75'><b>agreed 3</b></i>" in drawn
    assert "<i class='mean-mark' style='left:58.30%;--at:58'><b>mean 2.3</b></i>" in drawn
    assert SAFE in drawn


def test_a_move_has_both_ends_and_a_bar_between() -> None:
    rows = pd.DataFrame(
        [("up", "+40", 20.0, 60.0, True), ("down", "", 60.0, 50.0, False), ("once", "", None, 50.0, False)],
        columns=["label", "note", "before", "after", "clear"],
    )
    drawn = draw_moves(rows, "Moves")
    assert "class='move clear' style='left:20.00%;width:40.00%'" in drawn
    assert "class='move' style='left:50.00%;width:10.00%'" in drawn
    assert drawn.count("was-mark") == 2
    assert drawn.count("line-mark circle") == 3


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=lambda palette: palette.mode)
def test_shares_fill_the_bar_and_small_ones_go_unnumbered(palette) -> None:  # type: ignore[no-untyped-def]
    names = ("low", "middle", "high")
    rows = pd.DataFrame([(NASTY, "", 1, 0, 99)], columns=["label", "note", *names])
    drawn = draw_shares(rows, names, palette, "Shares")
    assert "flex-grow:1' title='low: 1'></i>" in drawn
    assert "flex-grow:99' title='high: 99'>99</i>" in drawn
    assert "middle: 0" not in drawn
    pairs = re.findall(r"background:(#\w{6});color:(#\w{6})!important", drawn)
    assert min(contrast(*pair) for pair in pairs) >= 4.5
    assert SAFE in drawn
