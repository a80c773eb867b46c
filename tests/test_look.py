"""The palette reads well in both modes, and the theme file repeats it."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from selfassess.look import DARK, FONT, LIGHT, Palette, contrast

CONFIG = tomllib.loads(
    (Path(__file__).resolve().parent.parent / ".streamlit" / "config.toml").read_text("utf-8")
)
BOTH = pytest.mark.parametrize("palette", [LIGHT, DARK], ids=lambda palette: palette.mode)


def test_contrast_of_black_and_white_is_21() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@BOTH
@pytest.mark.parametrize("name", ["ink", "muted", "accent", "working_together", "foundations"])
def test_text_colours_reach_four_and_a_half_to_one(palette: Palette, name: str) -> None:
    assert contrast(getattr(palette, name), palette.paper) >= 4.5
    assert contrast(getattr(palette, name), palette.card) >= 4.5


@BOTH
def test_lines_reach_three_to_one(palette: Palette) -> None:
    assert contrast(palette.rule, palette.paper) >= 3


@BOTH
@pytest.mark.parametrize("position", [0, 25, 50, 75, 100])
def test_figures_on_the_grid_are_readable_at_every_level(palette: Palette, position: float) -> None:
    assert contrast(palette.text_on(position), palette.level(position)) >= 4.5


@BOTH
def test_levels_run_one_way_in_lightness(palette: Palette) -> None:
    against_paper = [contrast(colour, palette.paper) for colour in palette.levels]
    assert against_paper == sorted(against_paper)


@BOTH
def test_the_theme_file_repeats_the_palette(palette: Palette) -> None:
    theme = CONFIG["theme"][palette.mode]
    assert (theme["primaryColor"], theme["linkColor"]) == (palette.accent, palette.accent)
    assert (theme["backgroundColor"], theme["secondaryBackgroundColor"]) == (palette.paper, palette.card)
    assert (theme["textColor"], theme["borderColor"]) == (palette.ink, palette.rule)


def test_the_typeface_is_served_from_here() -> None:
    root = Path(__file__).resolve().parent.parent
    faces = CONFIG["theme"]["fontFaces"]
    assert {face["family"] for face in faces} == {FONT}
    assert all((root / face["url"].removeprefix("app/")).is_file() for face in faces)


def test_nothing_is_reported_and_no_traceback_is_shown() -> None:
    assert CONFIG["browser"]["gatherUsageStats"] is False
    assert CONFIG["client"]["showErrorDetails"] == "none"
