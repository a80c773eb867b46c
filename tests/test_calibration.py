"""Krippendorff's alpha among raters and with a reading, worked by hand and against published figures."""

from __future__ import annotations

import pytest
from store_cases import make_framework

from selfassess.calibration import Agreement, Calibration, agreement_with, calibrate, find_alpha
from selfassess.framework.model import Scale


def scale(*values: float) -> Scale:
    levels = [{"value": value, "label": f"level {value:g}"} for value in values]
    return make_framework(scale={"instruction": "i", "levels": levels}).scale


FIVE = scale(0.0, 1.0, 2.0, 3.0, 4.0)


def test_alpha_of_two_raters_is_as_worked_by_hand() -> None:
    # Positions 0 0 and 100 75. Observed: (0 + 0 + 625 + 625) / 4 = 312.5. Expected, over the twelve ordered pairs of
    # 0, 0, 100, 75: 2 * (0 + 2 * 10000 + 2 * 5625 + 625) / 12 = 5312.5. Alpha: 1 - 312.5 / 5312.5 = 16 / 17.
    ratings = [{"1a": 0.0, "1b": 4.0}, {"1a": 0.0, "1b": 3.0}]
    assert find_alpha(FIVE, ratings) == pytest.approx(16 / 17, abs=1e-12)


def test_alpha_is_krippendorffs_own_figure_for_his_example() -> None:
    """Four observers, twelve units, some missing: 0.849 for interval data (Krippendorff, Computing Krippendorff's
    Alpha-Reliability, 2011, section C)."""
    rows = (
        [1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None],
        [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3],
        [None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None],
        [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None],
    )
    ratings = [{f"u{n:02d}": value for n, value in enumerate(row)} for row in rows]
    found = find_alpha(scale(1.0, 2.0, 3.0, 4.0, 5.0), ratings)
    assert found == pytest.approx(0.849, abs=5e-4)


def test_alpha_is_the_same_on_any_scale_of_evenly_spaced_levels() -> None:
    wide = find_alpha(FIVE, [{"1a": 0.0, "1b": 4.0}, {"1a": 1.0, "1b": 3.0}])
    narrow = find_alpha(scale(0.0, 0.25, 0.5, 0.75, 1.0), [{"1a": 0.0, "1b": 1.0}, {"1a": 0.25, "1b": 0.75}])
    # Observed 625; expected 2 * (625 + 10000 + 5625 + 5625 + 2500 + 625) / 12 = 4166.67; 1 - 0.15 = 0.85
    assert wide == narrow == pytest.approx(0.85)


def test_raters_who_contradict_each_other_fall_below_nothing() -> None:
    # Observed 10000; expected 2 * 4 * 10000 / 12 = 6666.67; alpha -0.5
    assert find_alpha(FIVE, [{"1a": 0.0, "1b": 4.0}, {"1a": 4.0, "1b": 0.0}]) == pytest.approx(-0.5)


@pytest.mark.parametrize(
    "ratings",
    [
        [],
        [{}],
        [{}, {}],
        [{"1a": 0.0, "1b": 4.0}],
        [{"1a": 0.0}, {"1a": 4.0}],
        [{"1a": 0.0, "1b": 2.0}, {"1a": 2.0}],
        [{"1a": 0.0, "1b": 2.0}, {"1a": 2.0, "1b": None}],
        [{"1a": 2.0, "1b": 2.0}, {"1a": 2.0, "1b": 2.0}],
        [{"1a": 2.0, "1b": 2.0, "2a": 4.0}, {"1a": 2.0, "1b": 2.0}],
    ],
)
def test_alpha_is_none_where_it_cannot_be_worked_out(ratings: list[dict[str, float | None]]) -> None:
    """Nobody to compare with, one item alone, or nothing that varies: not 1, however well they agree."""
    assert find_alpha(FIVE, ratings) is None


def test_what_only_one_rater_rated_changes_nothing() -> None:
    two = [{"1a": 0.0, "1b": 4.0}, {"1a": 1.0, "1b": 4.0}]
    more = [{**two[0], "2a": 0.0}, {**two[1], "3a": None}]
    assert find_alpha(FIVE, two) == find_alpha(FIVE, more)


def test_a_rater_is_counted_beside_the_reading_level_by_level() -> None:
    reading = {"1a": 0.0, "1b": 2.0, "2a": 4.0, "2b": None}
    rater = {"1a": 0.0, "1b": 3.0, "2a": 1.0, "2b": 4.0, "3a": 2.0}
    found = agreement_with(FIVE, reading, rater)
    # Pairs 0-0, 50-75, 100-25. Observed: 2 * (0 + 625 + 5625) / 6 = 2083.33. The squares of the differences of the
    # fifteen pairs among 0 0 50 75 100 25 sum to 50000, so expected: 2 * 50000 / 30 = 3333.33. Alpha: 1 - 0.625.
    assert found == Agreement(pytest.approx(0.375), 3, 1, 2)


def test_neighbouring_levels_are_neighbours_whatever_lies_between_their_values() -> None:
    uneven = scale(0.0, 1.0, 10.0)
    assert agreement_with(uneven, {"1a": 10.0}, {"1a": 1.0}) == Agreement(None, 1, 0, 1)
    assert agreement_with(uneven, {"1a": 10.0}, {"1a": 0.0}) == Agreement(None, 1, 0, 0)


def test_a_room_is_measured_among_its_raters_and_each_with_the_reading() -> None:
    reading = {"1a": 0.0, "1b": 4.0}
    room = [{"1a": 0.0, "1b": 4.0}, {"1a": 0.0, "1b": 3.0}, {"1a": None}, {"2a": 4.0}]
    found = calibrate(FIVE, reading, room)
    assert found == Calibration(
        find_alpha(FIVE, room[:2]),
        (Agreement(1.0, 2, 2, 2), Agreement(find_alpha(FIVE, [reading, room[1]]), 2, 1, 2)),
    )
    assert (found.rated, found.same, found.within_one) == (4, 3, 4)


def test_a_room_that_rated_nothing_of_the_reading_has_no_figures() -> None:
    for room in ([], [{}], [{"2a": 4.0}, {"2a": 0.0, "2b": 1.0}]):
        assert calibrate(FIVE, {"1a": 0.0}, room) == Calibration(None, ())
    assert calibrate(FIVE, {}, [{"1a": 0.0, "1b": 1.0}, {"1a": 1.0, "1b": 0.0}]) == Calibration(None, ())


def test_a_value_that_is_no_level_is_an_error_of_the_program() -> None:
    with pytest.raises(ValueError, match=r"2\.5 is not a level"):
        agreement_with(FIVE, {"1a": 2.5}, {"1a": 2.0})
