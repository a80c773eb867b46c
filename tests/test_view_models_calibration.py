"""Calibration in words: what the room's figures mean, and no more than they can mean."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest
from view_cases import ROOT, framework, terms

from selfassess.service.worked_example import WorkedExample, read_worked_example
from selfassess.service.workshop_views import CalibrationResult, OwnCalibration
from selfassess.view_models.calibration import (
    FEW_ITEMS,
    OURS,
    WHAT_ALPHA_IS,
    levels_read,
    make_calibration,
    make_reading,
    readings_on,
    say_alpha,
    say_own,
    split_source,
    suggest_items,
)

FOUND = CalibrationResult(
    items=("1a", "2a"),
    raters=5,
    withheld=False,
    room=0.71,
    with_reading=(-0.2, 0.1, 0.5, 0.8),
    unmeasured=1,
    rated=10,
    same=4,
    within_one=7,
)


@cache
def example() -> WorkedExample:
    return read_worked_example(ROOT / "sample_data", framework())


def test_the_evidence_is_parted_from_where_it_stands_in_the_report() -> None:
    assert split_source("The links are frail. Source: Part Two, chapter 4.") == (
        "The links are frail.",
        "Part Two, chapter 4.",
    )
    assert split_source("Nothing more.") == ("Nothing more.", "")


def test_every_reading_of_the_worked_example_has_evidence_without_its_source() -> None:
    for name in example().order:
        for answer in readings_on(example().answers, name).values():
            reading = make_reading(framework(), "authority", answer, terms())
            assert reading.evidence
            assert "Source:" not in reading.evidence
            assert (reading.level is None) == (
                reading.words == "We found nothing in the report to rate this by."
            )
            assert reading.level is None or reading.source.startswith("Part ")


def test_what_is_suggested_has_a_reading_and_is_of_different_indicators() -> None:
    for name in example().order:
        found = readings_on(example().answers, name)
        chosen = suggest_items(framework(), "authority", found, 6)
        assert len(chosen) == 6
        assert set(chosen) <= set(levels_read(found))
        assert len({item[0] for item in chosen}) == 6


def test_the_room_reads_its_figures_with_what_they_mean() -> None:
    words = make_calibration(FOUND, 3)
    assert words.title == "4 of 10 ratings are the level we read; 7 within one level of it"
    assert words.room == (
        "People agree with one another at alpha 0.71: enough for a tentative conclusion, in a study."
    )
    assert words.meaning == f"{WHAT_ALPHA_IS} {FEW_ITEMS}"
    assert words.reading == OURS
    assert words.raters is not None
    assert words.raters.title == "1 of 4 raters agree with our reading at 0.67 or more"
    assert words.raters.rows == (
        ("below 0", "1"),
        ("0 to 0.33", "1"),
        ("0.33 to 0.67", "1"),
        ("0.67 to 0.8", "0"),
        ("0.8 or more", "1"),
        ("Can't be worked out", "1"),
    )
    assert words.notes[0].startswith("Over 2 sub-indicators and 5 phones.")


@pytest.mark.parametrize(
    ("found", "title"),
    [
        (
            CalibrationResult((), 0, True, None, (), 0, 0, 0, 0),
            "No vote of 3 phones or more was revealed, so there is nothing to compare",
        ),
        (
            CalibrationResult(("1a",), 2, True, None, (), 0, 0, 0, 0),
            "Fewer than 3 people rated, so nothing is shown",
        ),
    ],
)
def test_nothing_is_shown_of_too_few(found: CalibrationResult, title: str) -> None:
    words = make_calibration(found, 3)
    assert (words.title, words.room, words.meaning, words.raters) == (title, "", "", None)


def test_an_alpha_that_can_t_be_worked_out_is_never_passed_off_as_one() -> None:
    words = make_calibration(replace(FOUND, room=None, with_reading=(), unmeasured=5), 3)
    assert words.room.startswith("How far people agree with one another: it can't be worked out")
    assert words.raters is None


@pytest.mark.parametrize(
    ("alpha", "said"),
    [
        (1.0, "alpha 1.00: ratings that a study would rely on."),
        (0.8, "alpha 0.80: ratings that a study would rely on."),
        (0.667, "alpha 0.67: enough for a tentative conclusion, in a study."),
        (0.4, "alpha 0.40: nearer than chance, and too far apart to rely on."),
        (0.0, "alpha 0.00: no nearer than chance would bring."),
        (-0.3, "alpha -0.30: no nearer than chance would bring."),
    ],
)
def test_an_alpha_is_told_in_words(alpha: float, said: str) -> None:
    assert say_alpha(alpha).startswith(said[:-1])


def test_one_s_own_figures_are_said_with_what_they_can_t_tell() -> None:
    own = say_own(OwnCalibration(alpha=0.85, rated=3, same=2, within_one=3, items=4))
    assert own[0] == "You rated 3 of 4 revealed: 2 at the level we read, 1 one level away."
    assert own[1] == "Your agreement with our reading is alpha 0.85: ratings that a study would rely on."
    assert own[2:] == (WHAT_ALPHA_IS, FEW_ITEMS, OURS)
    few = say_own(OwnCalibration(alpha=None, rated=1, same=1, within_one=1, items=4))
    assert few[1:] == (OURS,)
    same = say_own(OwnCalibration(alpha=None, rated=2, same=2, within_one=2, items=4))
    assert same[1].startswith("Your agreement with our reading: it can't be worked out")
    assert say_own(OwnCalibration(None, 0, 0, 0, 4)) == ("You haven't rated anything that is revealed yet.",)
