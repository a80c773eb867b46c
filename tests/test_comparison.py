"""What may be compared with what."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scoring_cases import rows

from selfassess.comparison import (
    NO_DIFFERENCE,
    Described,
    Difference,
    difference_in_words,
    find_difference,
    make_aliases,
    no_difference,
    strong_where_weak,
    why_not_comparable,
)

ASH = Described("Ash", "safeguarding-2007@1.0", "programme", "real", 70.0, 60.0, 75.0)
BEECH = replace(ASH, name="Beech", position=40.0, wide_low=35.0, wide_high=52.5)
ends = st.floats(0, 100)


def test_the_same_framework_and_lens_may_be_compared() -> None:
    assert why_not_comparable(ASH, BEECH) == ""


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (
            {"series": "safeguarding-2007@2.0"},
            "Ash answered safeguarding-2007@1.0 and Beech safeguarding-2007@2.0: the two do not ask the same",
        ),
        ({"lens": "authority"}, "the two lenses ask different questions"),
        ({"origin": "illustrative"}, "Beech is an example, and examples are never mixed with real answers"),
        ({"rated": 0, "position": None}, "nothing of Beech is rated yet"),
        ({"position": None}, "too little of Beech is rated to place it"),
        ({"stale": True}, "answers of Beech have changed and its scores are still being worked out"),
    ],
)
def test_what_may_not_be_compared_says_why(change: dict[str, Any], reason: str) -> None:
    other = replace(BEECH, **change)
    sentence = f"Not comparable, because {reason}."
    assert why_not_comparable(ASH, other) == sentence
    assert difference_in_words(ASH, other) == sentence
    assert find_difference(ASH, other) == Difference("not_comparable", sentence)


def test_what_no_answer_could_mend_is_said_first() -> None:
    assert "lenses" in why_not_comparable(ASH, replace(BEECH, lens="authority", stale=True, position=None))


def test_an_example_is_named_whichever_side_it_stands_on() -> None:
    example = replace(BEECH, origin="illustrative")
    assert why_not_comparable(ASH, example) == why_not_comparable(example, ASH)


@pytest.mark.parametrize(
    ("a", "b", "overlap"),
    [
        ((10, 20), (20, 30), True),  # they touch
        ((10, 20), (20 + 1e-12, 30), True),
        ((10, 20), (21, 30), False),
        ((21, 30), (10, 20), False),
        ((0, 100), (40, 41), True),
        ((None, 20), (30, 40), True),
        ((10, 20), (float("nan"), 40), True),
    ],
)
def test_ranges_that_overlap_or_are_missing_make_no_difference(a: Any, b: Any, overlap: bool) -> None:
    assert no_difference(*a, *b) is overlap


@given(ends, ends, ends, ends)
def test_no_difference_is_the_same_from_both_sides(a: float, b: float, c: float, d: float) -> None:
    first, second = sorted((a, b)), sorted((c, d))
    assert no_difference(*first, *second) == no_difference(*second, *first)
    assert no_difference(*first, *first)


def test_a_difference_is_said_with_how_far_the_ranges_lie_apart() -> None:
    assert find_difference(ASH, BEECH) == Difference("above", by=30.0, at_least=7.5)
    assert find_difference(BEECH, ASH) == Difference("below", by=-30.0, at_least=7.5)
    assert difference_in_words(ASH, BEECH) == difference_in_words(BEECH, ASH)
    assert difference_in_words(ASH, BEECH) == (
        "Ash is placed further along than Beech, by 30 points on the line from 0 to 100;"
        " their ranges do not overlap."
    )


def test_overlapping_ranges_leave_nothing_to_say() -> None:
    assert difference_in_words(ASH, replace(BEECH, wide_high=60.0)) == NO_DIFFERENCE


def test_aliases_are_numbered_by_a_key_not_by_name() -> None:
    ids = [f"centre-{number}" for number in range(40)]
    one, other = make_aliases(ids, b"a key"), make_aliases(ids, b"another")
    assert sorted(one.values()) == [f"Centre {number:02d}" for number in range(1, 41)]
    assert one == make_aliases(reversed(ids), b"a key")
    assert one != other
    assert list(map(one.get, ids)) != sorted(one.values())


def test_an_alias_stays_when_others_come() -> None:
    first = make_aliases(["a", "b"], b"key", "Family hub")
    later = make_aliases(["c", "b", "a", "d"], b"key", "Family hub", known=first)
    assert {name: later[name] for name in first} == first
    assert sorted(later.values()) == [f"Family hub 0{number}" for number in range(1, 5)]


def test_aliases_of_very_many_keep_one_width() -> None:
    assert {len(alias) for alias in make_aliases(map(str, range(3500)), b"key").values()} == {
        len("Centre 0001")
    }


def test_strong_where_mine_is_weak_takes_ranges_that_lie_clear_above_mine() -> None:
    mine = pd.DataFrame(
        {"part": ["2a", "1a", "9z"], "wide_low": [10.0, 40.0, 0.0], "wide_high": [30.0, 60.0, 1.0]}
    )
    others = pd.DataFrame(
        [
            ("ash", "1a", 60.0, 90.0),  # touches mine
            ("ash", "2a", 40.0, 90.0),
            ("beech", "2a", 75.0, 80.0),
            ("beech", "1a", 61.0, 80.0),
            ("cedar", "2a", 40.0, 40.0),
            ("cedar", "3a", 90.0, 95.0),
            ("dogwood", "2a", float("nan"), float("nan")),
        ],
        columns=["assessment_id", "part", "wide_low", "wide_high"],
    )
    found = strong_where_weak(mine, others)
    assert rows(found, "part", "assessment_id", "mine_high", "gap") == [
        ("2a", "beech", 30.0, 45.0),
        ("2a", "ash", 30.0, 10.0),
        ("2a", "cedar", 30.0, 10.0),
        ("1a", "beech", 60.0, 1.0),
    ]
