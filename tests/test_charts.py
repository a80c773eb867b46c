"""Charts draw what they are given, show what is missing, and take every label as plain text."""

from __future__ import annotations

import pandas as pd
import pytest

from selfassess.charts.heatmap import draw_heatmap
from selfassess.charts.line import draw_line, draw_profile
from selfassess.charts.strands import SquareWords, draw_strands
from selfassess.look import DARK, LIGHT

POINTS = [("Parallel development", 0.0), ("Aspirational development", 50.0), ("Maximum collaboration", 100.0)]
WORDS = SquareWords("Across", "Up", "low", "right", "top", "high")
NASTY = "<b>x</b>\u202eevil"


def place(position: float, low: float, high: float, label: str = "Elm") -> pd.DataFrame:
    row = {"label": label, "symbol": "circle", "position": position, "low": low, "high": high}
    return pd.DataFrame([row])


def test_the_line_marks_the_place_and_its_range() -> None:
    drawn = draw_line(place(70.0, 60.0, 80.0), POINTS, "Elm at 70")
    assert "line-mark circle' style='left:70.00%'" in drawn
    assert "line-range' style='left:60.00%;width:20.00%'" in drawn
    assert "aria-label='Elm at 70'" in drawn


def test_a_line_without_a_place_shows_the_range_alone() -> None:
    drawn = draw_line(place(float("nan"), 10.0, 90.0), POINTS, "")
    assert "line-mark" not in drawn
    assert "line-range" in drawn


def test_a_line_of_nothing_applicable_shows_neither() -> None:
    drawn = draw_line(place(float("nan"), float("nan"), float("nan")), POINTS, "")
    assert "line-mark" not in drawn
    assert "line-range" not in drawn


def test_a_label_is_shown_to_the_letter() -> None:
    drawn = draw_line(place(50.0, 50.0, 50.0, NASTY), POINTS, NASTY)
    assert "<b>" not in drawn
    assert "&lt;b&gt;x&lt;/b&gt;[U+202E]evil" in drawn


def square(x: float, y: float, label: str = "Elm") -> pd.DataFrame:
    row = {"label": label, "symbol": "circle", "x": x, "y": y}
    return pd.DataFrame([row | {"x_low": 10.0, "x_high": 80.0, "y_low": 20.0, "y_high": 60.0}])


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=lambda palette: palette.mode)
def test_the_square_names_its_corners_and_draws_both_ranges(palette) -> None:  # type: ignore[no-untyped-def]
    figure = draw_strands(square(50.0, 40.0), WORDS, palette)
    assert [a.text for a in figure.layout.annotations] == ["low", "right", "top", "high"]
    assert [list(trace.x) for trace in figure.data] == [[10, 80], [50, 50], [50]]
    assert [trace.line.color for trace in figure.data[:2]] == [palette.working_together, palette.foundations]


def test_a_strand_without_a_figure_leaves_the_ranges_alone() -> None:
    figure = draw_strands(square(float("nan"), 40.0), WORDS, LIGHT)
    assert [trace.mode for trace in figure.data] == ["lines", "lines"]


def test_several_places_carry_their_names_away_from_one_another() -> None:
    places = pd.concat([square(30.0, 28.0, "Upper"), square(25.0, 19.0, "Lower")], ignore_index=True)
    named = [trace for trace in draw_strands(places, WORDS, LIGHT).data if trace.text]
    assert [(trace.text[0], trace.textposition) for trace in named] == [
        ("<b>Upper</b>", "top right"),
        ("<b>Lower</b>", "bottom right"),
    ]


def test_the_profile_draws_bounds_even_without_a_position() -> None:
    row = {"label": NASTY, "position": float("nan"), "low": 10.0, "high": 90.0, "note": "Too little rated"}
    drawn = draw_profile(pd.DataFrame([row]), "Profile")
    assert "line-range' style='left:10.00%;width:80.00%'" in drawn
    assert "line-mark" not in drawn
    assert (
        "<span>&lt;b&gt;x&lt;/b&gt;[U+202E]evil</span><span class='line-note'>Too little rated</span>"
        in drawn
    )


def test_the_grid_outlines_missing_cells_and_writes_every_level() -> None:
    cells = pd.DataFrame(
        [
            {"row": "1", "column": "a", "position": 100.0, "text": "4", "words": NASTY},
            {"row": "1", "column": "b", "position": float("nan"), "text": "?", "words": "don't know"},
        ]
    )
    drawn = draw_heatmap(cells, ["1"], ["a", "b", "c"], LIGHT, "Levels")
    style = f"background:{LIGHT.levels[-1]};color:#ffffff!important"
    assert f"<td class='rated' title='&lt;b&gt;x&lt;/b&gt;[U+202E]evil' style='{style}'>4</td>" in drawn
    assert "<td class='unrated' title='don&#x27;t know'>?</td><td></td>" in drawn
    assert "<caption>Levels</caption>" in drawn
