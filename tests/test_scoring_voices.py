"""Who chose what, and how far one voice moves a figure."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from scoring_cases import frame, make_framework, make_item, rows, say
from test_scoring_properties import cases, key_of, many, some

from selfassess.answers import Answer
from selfassess.framework.model import Framework
from selfassess.scoring import (
    EVERYONE,
    KEY,
    NO_GROUP,
    distribution,
    find_swings,
    group_means,
    leave_one_out,
    score,
)

ONE_ITEM = make_framework({"1": [make_item("1a")]}, levels=(0, 1, 2))
TWO_ITEMS = make_framework({"1": [make_item("1a"), make_item("1b")]})
THREE_VOICES = [
    say("1a", 2, "a", group="police"),
    say("1a", 0, "b", group="police"),
    say("1a", 2, "c"),
    say("1a", "dk", "d", group="school"),
    say("1a", 1, "", kind="agreed"),
]


def test_a_distribution_counts_each_level_for_the_whole_and_for_each_group() -> None:
    found = distribution(ONE_ITEM, frame(*THREE_VOICES))
    assert rows(found, "item", "group", "value", "count") == [
        *[("1a", EVERYONE, 0.0, 1), ("1a", EVERYONE, 1.0, 0), ("1a", EVERYONE, 2.0, 2)],
        *[("1a", "police", 0.0, 1), ("1a", "police", 1.0, 0), ("1a", "police", 2.0, 1)],
        *[("1a", NO_GROUP, 0.0, 0), ("1a", NO_GROUP, 1.0, 0), ("1a", NO_GROUP, 2.0, 1)],
    ]


def test_the_mean_of_everyone_is_the_mean_of_the_groups() -> None:
    # police: 100, 0 -> 50; no group: 100; the two: 75
    found = group_means(ONE_ITEM, frame(*THREE_VOICES))
    expected = [("1a", EVERYONE, 3, 75.0), ("1a", "police", 2, 50.0), ("1a", NO_GROUP, 1, 100.0)]
    assert rows(found, "item", "group", "rated", "mean") == expected


@some
@given(cases())
def test_distribution_and_means_agree_with_the_scores(case: tuple[Framework, list[Answer]]) -> None:
    framework, answers = case
    items = score(framework, frame(*answers)).items.set_index([*KEY, "item"])
    means = group_means(framework, frame(*answers))
    counts = distribution(framework, frame(*answers))
    whole = means[means["group"] == EVERYONE].set_index([*KEY, "item"])
    rated = items[items["rated"] > 0]
    assert whole["mean"].tolist() == rated["mean"].tolist()
    assert whole["rated"].tolist() == rated["rated"].tolist()
    totals = counts.groupby([*KEY, "item", "group"], sort=False)["count"].sum()
    assert totals.tolist() == means["rated"].tolist()


def swing_of(*answers: Answer, kind: str = "item", part: str = "1a") -> tuple[Any, ...]:
    found = find_swings(TWO_ITEMS, frame(*answers))
    return rows(found[(found["kind"] == kind) & (found["part"] == part)], "wide_low", "wide_high")[0]


def test_a_range_is_widened_to_what_leaving_any_one_out_gives() -> None:
    # 0, 50, 100 -> 50; without one: 75, 50, 25
    answers = [say("1a", 0, "a"), say("1a", 2, "b"), say("1a", 4, "c")]
    assert swing_of(*answers) == (25.0, 75.0)
    # 1b is unrated: half the weight is open, (25 + 0) / 2 and (75 + 100) / 2
    assert swing_of(*answers, kind="indicator", part="1") == (12.5, 87.5)
    assert swing_of(*answers, kind="strand", part="") == (12.5, 87.5)


def test_leaving_out_the_only_one_of_a_group_leaves_the_other_groups() -> None:
    # police 0 and 4 -> 50; school 4 -> 100; together 75. Without 0: 100; without 4: 50; without school: 50
    answers = [
        say("1a", 0, "a", group="police"),
        say("1a", 4, "b", group="police"),
        say("1a", 4, "c", group="s"),
    ]
    assert swing_of(*answers) == (50.0, 100.0)


def test_a_single_voice_ranges_from_end_to_end() -> None:
    assert swing_of(say("1a", 3, "a"), say("1b", 3, "a")) == (0.0, 100.0)


def test_an_agreed_rating_does_not_move() -> None:
    assert swing_of(say("1a", 0, "a"), say("1a", 4, "b"), say("1a", 3, "", kind="agreed")) == (75.0, 75.0)


def without(answers: list[Answer], key: tuple[str, ...], respondent: str) -> list[Answer]:
    def blank(answer: Answer) -> Answer:
        theirs = answer.kind == "answer" and answer.respondent == respondent and key_of(answer) == key
        return replace(answer, value=None, special=None) if theirs else answer

    return [blank(answer) for answer in answers]


def bounds(framework: Framework, answers: list[Answer]) -> pd.DataFrame:
    """Bounds of strands, indicators and items as `find_swings` names them, from `score` alone."""
    scores = score(framework, frame(*answers))
    strands = scores.strands.assign(kind="strand", part=scores.strands["strand"])
    whole = scores.indicators[scores.indicators["strand"] == ""]
    indicators = whole.assign(kind="indicator", part=whole["indicator"])
    unrated = scores.items["status"] == "unrated"
    items = scores.items.assign(
        kind="item",
        part=scores.items["item"],
        low=scores.items["position"].mask(unrated, 0.0),
        high=scores.items["position"].mask(unrated, 100.0),
    )
    parts: Any = [strands, indicators, items]
    return pd.concat([part[[*KEY, "kind", "part", "low", "high"]] for part in parts]).set_index(
        [*KEY, "kind", "part"]
    )


@many
@given(cases())
def test_scoring_again_without_each_respondent_gives_the_same_swings(
    case: tuple[Framework, list[Answer]],
) -> None:
    framework, answers = case
    expected = bounds(framework, answers)
    for key, respondent in {(key_of(a), a.respondent) for a in answers if a.kind == "answer"}:
        other = bounds(framework, without(answers, key, respondent))
        expected["low"] = np.fmin(expected["low"], other["low"])
        expected["high"] = np.fmax(expected["high"], other["high"])
    found = find_swings(framework, frame(*answers)).set_index([*KEY, "kind", "part"])
    assert sorted(found.index) == sorted(expected.index)
    expected = expected.loc[found.index]
    np.testing.assert_allclose(found["wide_low"], expected["low"], atol=1e-9)
    np.testing.assert_allclose(found["wide_high"], expected["high"], atol=1e-9)


@some
@given(cases())
def test_how_many_are_left_out_at_once_changes_nothing(case: tuple[Framework, list[Answer]]) -> None:
    framework, answers = case
    expected = find_swings(framework, frame(*answers))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(leave_one_out, "AT_ONCE", 2)
        pd.testing.assert_frame_equal(find_swings(framework, frame(*answers)), expected, check_exact=True)
