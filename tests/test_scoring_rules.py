"""The contract's scoring rules, each worked by hand. "Rule n" is rule n of its section "Scoring"."""

from __future__ import annotations

from math import log2
from typing import Any

import pandas as pd
import pytest
from scoring_cases import frame, make_framework, make_item, rows, say

from selfassess.answers import Answer
from selfassess.errors import SelfAssessError
from selfassess.framework.model import Framework
from selfassess.scoring import Scores, differences, find_signals, score

ONE_ITEM = make_framework({"1": [make_item("1a")]})
FIGURES = ("position", "low", "high", "coverage", "raw_position")


def item_of(*answers: Answer, columns: str = "position", framework: Framework = ONE_ITEM) -> tuple[Any, ...]:
    """The named columns of the first item."""
    return rows(score(framework, frame(*answers)).items, *columns.split())[0]


def figures_of(scores: Scores, strand: str = "") -> tuple[Any, ...]:
    return rows(scores.strands[scores.strands["strand"] == strand], *FIGURES)[0]


@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        ((0, 1, 2, 3, 4), [0, 25, 50, 75, 100]),
        ((1, 2, 3, 4), [0, 33.333333333, 66.666666667, 100]),
        ((1, 2, 3, 4, 5), [0, 25, 50, 75, 100]),
        ((0, 0.25, 0.5, 1), [0, 25, 50, 100]),
        ((-2, 7), [0, 100]),
    ],
)
def test_rule_1_a_rating_lies_in_proportion_between_lowest_and_highest_level(
    levels: tuple[float, ...], expected: list[float]
) -> None:
    framework = make_framework({"1": [make_item("1a")]}, levels=levels)
    assert [item_of(say("1a", level), framework=framework)[0] for level in levels] == expected


def test_rule_2_groups_count_alike_however_many_colleagues_answer() -> None:
    # managers: 4, 4, 3 -> (100 + 100 + 75) / 3 = 91.666…; social work: 0 -> 0; mean of two groups
    answers = [say("1a", level, f"m{n}", group="managers") for n, level in enumerate((4, 4, 3))]
    answers.append(say("1a", 0, "s", group="social-work"))
    assert item_of(*answers, columns="position mean") == (45.833333333, 45.833333333)


def test_rule_2_respondents_without_a_group_are_one_group() -> None:
    # no group: 0, 2 -> 25; police: 4 -> 100; (25 + 100) / 2
    answers = [say("1a", 0, "a"), say("1a", 2, "b"), say("1a", 4, "c", group="police")]
    assert item_of(*answers) == (62.5,)


def test_rule_2_a_group_that_only_does_not_know_has_no_mean() -> None:
    answers = [say("1a", 4, "a", group="x"), say("1a", "dk", "b", group="y"), say("1a", "na", "c", group="z")]
    assert item_of(*answers) == (100.0,)


def test_rule_2_an_agreed_rating_stands_and_the_groups_mean_stays_beside_it() -> None:
    answers = [say("1a", 4, "a"), say("1a", 2, "b"), say("1a", 1, "", kind="agreed")]
    expected = (25.0, 75.0, 25.0, False, "rated", 2)
    assert item_of(*answers, columns="position mean agreed agreed_not_applicable status rated") == expected


def test_rule_2_an_agreed_rating_stands_over_not_applicable_and_alone() -> None:
    agreed = say("1a", 3, "", kind="agreed")
    columns = "position mean status not_applicable unanswered"
    assert item_of(say("1a", "na"), agreed, columns=columns) == (75.0, None, "rated", 1, 0)
    assert item_of(agreed, columns=columns) == (75.0, None, "rated", 0, 0)


def test_rule_2_an_agreed_na_makes_the_item_not_applicable_whatever_others_said() -> None:
    answers = [say("1a", 4, "a"), say("1a", "dk", "b"), say("1a", "na", "", kind="agreed")]
    expected = (None, 100.0, None, True, "not_applicable")
    assert item_of(*answers, columns="position mean agreed agreed_not_applicable status") == expected


@pytest.mark.parametrize(
    ("said", "status", "position"),
    [
        (("na",), "not_applicable", None),
        (("na", None), "not_applicable", None),
        (("na", "na"), "not_applicable", None),
        (("na", "dk"), "unrated", None),
        (("na", 2), "rated", 50.0),
        (("dk",), "unrated", None),
        (("dk", 0), "rated", 0.0),
        ((None,), "unrated", None),
        (("na", "dk", 4), "rated", 100.0),
    ],
)
def test_rule_3_not_applicable_needs_someone_to_say_so_and_nobody_to_rate_or_not_know(
    said: tuple[Any, ...], status: str, position: float | None
) -> None:
    answers = [say("1a", answer, f"r{n}") for n, answer in enumerate(said)]
    assert item_of(*answers, columns="status position") == (status, position)


def test_rule_3_an_indicators_position_is_the_weighted_mean_of_its_rated_items_per_strand_and_over_all() -> (
    None
):
    items = [make_item("1a", "links", 1), make_item("1b", "links", 3), make_item("1c", "base", 4)]
    framework = make_framework({"1": items}, strands=("links", "base"))
    scores = score(framework, frame(say("1a", 4), say("1b", 0), say("1c", 2)))
    # links (1*100 + 3*0) / 4; base 50; all (1*100 + 3*0 + 4*50) / 8
    assert rows(scores.indicators, "strand", "position") == [("", 37.5), ("links", 25.0), ("base", 50.0)]


def test_rule_3_a_not_applicable_item_leaves_every_denominator() -> None:
    framework = make_framework({"1": [make_item("1a"), make_item("1b"), make_item("1c", weight=2)]})
    scores = score(framework, frame(say("1a", 4), say("1b", 2), say("1c", "na")))
    assert figures_of(scores) == (75.0, 75.0, 75.0, 1.0, 75.0)


def test_rule_4_indicators_count_alike_however_many_items_they_have() -> None:
    framework = make_framework({"1": [make_item("1a")], "2": [make_item(f"2{c}") for c in "abc"]})
    scores = score(framework, frame(say("1a", 4), *(say(f"2{c}", 0) for c in "abc")))
    assert figures_of(scores) == (50.0, 50.0, 50.0, 1.0, 50.0)


def test_rule_4_indicator_weights_are_the_frameworks() -> None:
    framework = make_framework({"1": [make_item("1a")], "2": [make_item("2a")]}, indicator_weights={"1": 3.0})
    assert figures_of(score(framework, frame(say("1a", 4), say("2a", 0))))[0] == 75.0


def test_rule_4_an_indicator_counts_in_a_strand_with_its_position_within_that_strand() -> None:
    indicators = {
        "1": [make_item("1a", "links"), make_item("1b", "base")],
        "2": [make_item("2a", "links"), make_item("2b", "links")],
    }
    framework = make_framework(indicators, strands=("links", "base"))
    scores = score(framework, frame(say("1a", 4), say("1b", 0), say("2a", 2), say("2b", 1)))
    # links: (100 + (50 + 25)/2) / 2; base: 0 of indicator 1 alone; overall: (50 + 37.5) / 2
    positions = rows(scores.strands, "strand", "position")
    assert positions == [("", 43.75), ("links", 68.75), ("base", 0.0)]


def test_rule_4_an_indicator_hidden_for_low_coverage_still_counts_above() -> None:
    framework = make_framework(
        {"1": [make_item(f"1{c}") for c in "abc"], "2": [make_item(f"2{c}") for c in "abc"]}
    )
    answers = [say("1a", 4), *(say(f"2{c}", 0) for c in "abc")]
    scores = score(framework, frame(*answers))
    # indicator 1: 1 of 3 rated, so hidden; the whole: 4 of 6 rated, (100 + 0) / 2
    assert rows(scores.indicators[scores.indicators["strand"] == ""], "indicator", *FIGURES) == [
        ("1", None, 33.333333333, 100.0, 0.333333333, 100.0),
        ("2", 0.0, 0.0, 0.0, 1.0, 0.0),
    ]
    assert figures_of(scores) == (50.0, 16.666666667, 50.0, 0.666666667, 50.0)


def test_rule_5_coverage_weighs_items_but_not_indicators() -> None:
    framework = make_framework(
        {"1": [make_item("1a", weight=3)], "2": [make_item("2a"), make_item("2b")]},
        indicator_weights={"2": 9.0},
    )
    assert figures_of(score(framework, frame(say("1a", 2), say("2a", "dk"))))[3] == 0.6  # 3 of 5


def test_rule_5_a_figure_exactly_at_the_minimum_is_shown_and_one_below_is_withheld() -> None:
    five = make_framework({"1": [make_item(f"1{c}", weight=0.7) for c in "abcde"]}, minimum_coverage=0.6)
    # In floating point three of five weights of 0.7 are a share of 0.5999999999999999.
    shown = score(five, frame(*(say(f"1{c}", 2) for c in "abc")))
    withheld = score(five, frame(*(say(f"1{c}", 2) for c in "ab")))
    assert shown.strands["coverage"][0] < 0.6
    assert figures_of(shown) == (50.0, 30.0, 70.0, 0.6, 50.0)
    assert figures_of(withheld) == (None, 20.0, 80.0, 0.4, 50.0)


def test_rule_5_withheld_figures_lose_zone_and_band_but_keep_their_bounds_and_zones() -> None:
    framework = make_framework({"1": [make_item(f"1{c}") for c in "abcde"]})
    scores = score(framework, frame(say("1a", 4), say("1b", 4)))
    columns = ("position", "low", "high", "coverage", "zone", "zone_low", "zone_high")
    assert rows(scores.placements, *columns) == [(None, 40.0, 100.0, 0.4, "", "middle", "end")]
    assert rows(scores.indicators, "strand", "band") == [("", ""), ("all", "")]


def test_rule_5_where_nothing_is_applicable_everything_is_null() -> None:
    scores = score(ONE_ITEM, frame(say("1a", "na")))
    nothing = (None, None, None, None, None)
    assert rows(scores.indicators, *FIGURES, "band") == [(*nothing, ""), (*nothing, "")]
    assert rows(scores.strands, *FIGURES) == [nothing, nothing]
    zones = ("zone", "zone_low", "zone_high")
    assert rows(scores.placements, "position", "low", "high", "coverage", *zones) == [
        (None, None, None, None, "", "", "")
    ]


def test_rule_5_a_minimum_of_nothing_still_gives_no_position_to_what_nobody_rated() -> None:
    framework = make_framework({"1": [make_item("1a")]}, minimum_coverage=0.0)
    assert figures_of(score(framework, frame(say("1a", "dk")))) == (None, 0.0, 100.0, 0.0, None)


def test_rule_6_bounds_take_every_unrated_item_at_the_lowest_and_the_highest_level() -> None:
    indicators = {"1": [make_item("1a"), make_item("1b", weight=3)], "2": [make_item("2a")]}
    scores = score(make_framework(indicators, minimum_coverage=0.2), frame(say("1a", 2)))
    # indicator 1: (50 + 3*0)/4 to (50 + 3*100)/4; indicator 2: 0 to 100; the whole: the means of both
    whole_indicators = scores.indicators[scores.indicators["strand"] == ""]
    assert rows(whole_indicators, "position", "low", "high") == [(50.0, 12.5, 87.5), (None, 0.0, 100.0)]
    assert figures_of(scores) == (50.0, 6.25, 93.75, 0.2, 50.0)


def test_rule_6_an_indicator_with_no_applicable_item_in_the_strand_bounds_nothing() -> None:
    indicators = {"1": [make_item("1a")], "2": [make_item("2a")], "3": [make_item("3a")]}
    scores = score(make_framework(indicators), frame(say("1a", 4), say("2a", "na")))
    assert figures_of(scores) == (100.0, 50.0, 100.0, 0.5, 100.0)  # indicator 3 alone is open


def test_rule_6_items_of_another_lens_bound_nothing() -> None:
    framework = make_framework({"1": [make_item("1a"), make_item("1b", lenses="authority")]})
    assert figures_of(score(framework, frame(say("1a", 1)))) == (25.0, 25.0, 25.0, 1.0, 25.0)


@pytest.mark.parametrize(
    ("levels", "rating", "zone"),
    [
        ((0, 1, 2, 3, 4), 0, "start"),
        ((0, 37.5 - 1e-6, 100), 37.5 - 1e-6, "start"),
        ((0, 37.5 - 1e-10, 100), 37.5 - 1e-10, "middle"),  # nearer to the bound than the tolerance
        ((0, 37.5, 100), 37.5, "middle"),
        ((0, 1, 2, 3, 4), 2, "middle"),
        ((0, 1, 2, 3, 4), 3, "end"),
        ((0, 1, 2, 3, 4), 4, "end"),
    ],
)
def test_rule_7_a_zones_lower_bound_belongs_to_it(
    levels: tuple[float, ...], rating: float, zone: str
) -> None:
    framework = make_framework({"1": [make_item("1a")]}, levels=levels)
    placement = score(framework, frame(say("1a", rating))).placements
    assert rows(placement, "zone", "zone_low", "zone_high") == [(zone, zone, zone)]


def test_rule_7_the_place_rests_on_the_continuums_strand_alone() -> None:
    indicators = {"1": [make_item("1a", "links"), make_item("1b", "base")]}
    framework = make_framework(indicators, strands=("links", "base"))
    placement = score(framework, frame(say("1a", 4), say("1b", 0))).placements
    assert rows(placement, "position", "low", "high", "coverage", "zone") == [
        (100.0, 100.0, 100.0, 1.0, "end")
    ]


def test_rule_7_a_provisional_place_has_the_zones_of_its_bounds() -> None:
    framework = make_framework({"1": [make_item("1a"), make_item("1b")]})
    placement = score(framework, frame(say("1a", 2))).placements
    # half rated, and half is enough: 50, between 25 and 75
    assert rows(placement, "zone", "zone_low", "zone_high") == [("middle", "start", "end")]


def test_rule_7_zones_published_in_another_range_are_converted() -> None:
    # A sum of 35 ratings of 1 to 5 runs from 35 to 175; 85 lies at 100 * 50 / 140 = 35.714…
    items = [make_item(f"1x{n}") for n in range(7)]
    continuum = {
        "title": "Line",
        "range": {"low": 35.0, "high": 175.0, "label": "total"},
        "points": [{"id": "l", "label": "L", "at": 35.0}, {"id": "r", "label": "R", "at": 175.0}],
        "zones": [
            {"id": "below", "label": "b", "from": 35.0, "description": "d"},
            {"id": "above", "label": "a", "from": 85.0, "description": "d"},
        ],
    }
    framework = make_framework({"1": items}, levels=(1, 2, 3, 4, 5), continuum=continuum)

    def zone(*ratings: int) -> str:
        answers = [say(f"1x{n}", rating) for n, rating in enumerate(ratings)]
        return str(score(framework, frame(*answers)).placements["zone"][0])

    assert zone(3, 3, 3, 2, 2, 2, 2) == "above"  # a mean of 17/7: a total of 85
    assert zone(3, 3, 2, 2, 2, 2, 2) == "below"  # a mean of 16/7: a total of 80


def test_bands_lie_on_the_position_or_on_the_mean_rating() -> None:
    ids = (("to-build", "to_work_on", 1.0), ("in-place", "strength", 3.25))
    mean_rating = {
        "on": "mean_rating",
        "bands": [{"id": b, "label": b, "kind": kind, "from": lower} for b, kind, lower in ids],
    }
    items = {"1": [make_item(f"1{c}") for c in "abcd"]}
    on_mean = make_framework(items, levels=(1, 2, 3, 4), bands=mean_rating)
    on_position = make_framework(items, levels=(1, 2, 3, 4))

    def band(framework: Framework, *ratings: int) -> str:
        answers = [say(f"1{c}", rating) for c, rating in zip("abcd", ratings, strict=True)]
        return str(score(framework, frame(*answers)).indicators["band"][0])

    assert [band(on_mean, 3, 3, 3, 4), band(on_mean, 3, 3, 3, 3)] == ["in-place", "to-build"]  # 3.25, 3
    # positions 66.7, 50, 33.3 against bounds 60 and 40
    assert [band(on_position, *[r] * 4) for r in (3, 2)] == ["in-place", "to-build"]
    assert band(on_position, 3, 3, 2, 2) == "between"


def test_a_band_is_the_whole_indicators_and_not_each_strands() -> None:
    scores = score(ONE_ITEM, frame(say("1a", 4)))
    assert rows(scores.indicators, "strand", "band") == [("", "in-place"), ("all", "")]


@pytest.mark.parametrize(
    ("ratings", "expected"),
    [
        ((), None),
        ((3,), None),
        ((3, 3), 1.0),
        ((1, 1, 1, 1, 1, 1, 1), 1.0),
        ((0, 4), 0.0),
        ((0, 0, 4, 4), 0.0),
        # mean 3, each 1 away: 1 + log2(1 - 1/4)
        ((2, 4), 1 + log2(0.75)),
        # mean 1: three ratings 1 away, one 3 away: 1 + 3/4 log2(3/4) + 1/4 log2(1/4)
        ((0, 0, 0, 4), 1 + 0.75 * log2(0.75) + 0.25 * log2(0.25)),
        # mean 2: 1 + 2/3 log2(3/4), the third on the mean
        ((1, 2, 3), 1 + 2 / 3 * log2(0.75)),
    ],
)
def test_rule_8_agreement_is_tastle_and_wiermans_consensus(
    ratings: tuple[int, ...], expected: float | None
) -> None:
    answers = [say("1a", rating, f"r{n}") for n, rating in enumerate(ratings)] or [say("1a", "dk")]
    found = item_of(*answers, columns="agreement")[0]
    assert found == (None if expected is None else pytest.approx(expected, abs=1e-9))


def test_rule_8_unanimity_is_exactly_one_on_any_scale() -> None:
    # Three times 44.4… over three is not 44.4… in floating point.
    framework = make_framework({"1": [make_item("1a")]}, levels=range(10))
    answers = [say("1a", 4, f"r{n}") for n in range(3)]
    assert score(framework, frame(*answers)).items["agreement"].tolist() == [1.0]


def test_rule_8_counts_people_not_groups_nor_the_agreed_rating_nor_dont_knows() -> None:
    answers = [say("1a", 2, "a", group="x"), say("1a", 4, "b", group="x"), say("1a", "dk", "c")]
    answers.append(say("1a", 0, "", kind="agreed"))
    assert item_of(*answers, columns="agreement") == (pytest.approx(1 + log2(0.75), abs=1e-9),)


def test_rule_9_a_programme_is_compared_with_its_own_authority_in_the_same_round() -> None:
    both = "programme authority"
    framework = make_framework({"1": [make_item(i, lenses=both) for i in ("1a", "1b", "1c")]})
    answers = [
        say("1a", 4, authority="North", round="1"),
        say("1b", 1, authority="North", round="1"),
        say("1c", "dk", authority="North", round="1"),
        say("1a", 0, authority="North", round="2", subject="T"),  # no authority view in round 2
        say("1a", 3, authority="South", round="1", subject="U"),  # South said nothing
        say("1a", 3, round="1", subject="V"),  # belongs to no authority
        say("1a", 1, lens="authority", authority="North", subject="North", round="1"),
        say("1b", 3, lens="authority", authority="North", subject="North", round="1"),
        say("1c", 3, lens="authority", authority="North", subject="North", round="1"),
    ]
    scores = score(framework, frame(*answers))
    columns = ("authority", "round", "subject", "item", "near", "far", "difference", "far_subject")
    assert rows(differences(framework, scores), *columns) == [
        ("North", "1", "S", "1a", 100.0, 25.0, 75.0, "North"),
        ("North", "1", "S", "1b", 25.0, 75.0, -50.0, "North"),
    ]
    turned = differences(framework, scores, near="authority", far="programme")
    assert rows(turned, "item", "difference") == [("1a", -75.0), ("1b", 50.0)]


def test_rule_9_an_authoritys_own_row_may_name_it_as_the_subject_only() -> None:
    framework = make_framework({"1": [make_item("1a", lenses="programme authority")]})
    answers = [say("1a", 4, authority="North"), say("1a", 2, lens="authority", subject="North")]
    found = differences(framework, score(framework, frame(*answers)))
    assert rows(found, "authority", "subject", "difference") == [("North", "S", 50.0)]


@pytest.mark.parametrize(
    ("given", "agreed", "expected"),
    [
        (("strengthening", "strengthening", None), None, "strengthening"),
        (("strengthening", "slipping"), None, ""),
        ((None,), None, ""),
        (("strengthening", "slipping"), "holding", "holding"),
        (("slipping",), "holding", "holding"),
    ],
)
def test_rule_10_direction_is_the_agreed_one_else_what_all_who_gave_one_said(
    given: tuple[Any, ...], agreed: Any, expected: str
) -> None:
    answers = [say("1a", 2, f"r{n}", direction=direction) for n, direction in enumerate(given)]
    if agreed:
        answers.append(say("1a", 2, "", kind="agreed", direction=agreed))
    assert item_of(*answers, columns="direction") == (expected,)


def test_rule_10_an_agreed_row_without_a_direction_leaves_it_to_the_respondents() -> None:
    answers = [say("1a", 2, direction="slipping"), say("1a", 3, "", kind="agreed")]
    assert item_of(*answers, columns="direction") == ("slipping",)


def test_counts_are_of_respondents_and_unanswered_are_those_with_a_row_but_no_answer_here() -> None:
    framework = make_framework({"1": [make_item("1a"), make_item("1b")]})
    answers = [
        say("1a", 4, "a"),
        say("1a", "dk", "b"),
        say("1b", "na", "b"),
        say("1a", None, "c"),  # has a row, gave nothing
        say("1a", 3, "", kind="agreed"),  # nobody's own
    ]
    scores = score(framework, frame(*answers))
    counts = ("item", "rated", "dont_know", "not_applicable", "unanswered")
    assert rows(scores.items, *counts) == [("1a", 1, 1, 0, 1), ("1b", 0, 0, 1, 2)]
    assert rows(scores.subjects, "subject", "respondents") == [("S", 2)]


def test_one_person_and_notes_are_gathered_per_item() -> None:
    framework = make_framework({"1": [make_item("1a"), make_item("1b")]})
    answers = [
        say("1a", 4, "a", one_person=True, evidence="Minutes of March"),
        say("1a", 3, "b", evidence="  \n"),
        say("1a", 3, "", kind="agreed", evidence="Seen by all"),
    ]
    found = score(framework, frame(*answers)).items
    assert rows(found, "item", "one_person", "evidence_count") == [("1a", True, 2), ("1b", False, 0)]


def test_every_item_of_the_lens_has_a_row_for_every_subject_lens_and_round() -> None:
    both = "programme authority"
    framework = make_framework(
        {"1": [make_item("1a", lenses=both), make_item("1b", lenses="authority")], "2": [make_item("2a")]}
    )
    answers = [
        say("1a", 4, round="2"),
        say("1a", 4, round="1"),
        say("1b", None, lens="authority", subject="A"),
    ]
    scores = score(framework, frame(*answers))
    assert rows(scores.items, "subject", "lens", "round", "item", "status") == [
        ("A", "authority", "", "1a", "unrated"),
        ("A", "authority", "", "1b", "unrated"),
        ("S", "programme", "1", "1a", "rated"),
        ("S", "programme", "1", "2a", "unrated"),
        ("S", "programme", "2", "1a", "rated"),
        ("S", "programme", "2", "2a", "unrated"),
    ]
    # an indicator without an item in the lens has no row there
    whole = scores.indicators[scores.indicators["strand"] == ""]
    assert rows(whole, "subject", "round", "indicator") == [
        ("A", "", "1"),
        ("S", "1", "1"),
        ("S", "1", "2"),
        ("S", "2", "1"),
        ("S", "2", "2"),
    ]


def test_a_signal_says_its_state_or_nothing_where_its_item_is_unrated() -> None:
    signal = {
        "id": "referrals",
        "item": "1a",
        "title": "Referrals each way",
        "unknown": "not known",
        "states": [
            {"id": "not-counted", "label": "not counted", "from": 0.0},
            {"id": "counted", "label": "counted", "from": 75.0},
        ],
        "reason": "r",
    }
    framework = make_framework({"1": [make_item("1a")]}, signals=[signal])
    answers = [say("1a", answer, subject=name) for name, answer in (("A", 3), ("B", 2), ("C", "dk"))]
    found = find_signals(framework, score(framework, frame(*answers)).items)
    expected = [("A", "referrals", "counted"), ("B", "referrals", "not-counted"), ("C", "referrals", "")]
    assert rows(found, "subject", "signal", "state") == expected


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        (
            [say("9z", 1)],
            'The answers hold the item "9z", which small@1.0.0 does not know. '
            "Correct it, or score the answers with the framework they were given under.",
        ),
        (
            [say("1a", 1, lens="program")],
            'The answers hold the lens "program", which small@1.0.0 does not know. '
            'Did you mean "programme"? Correct it, or score the answers with the framework they were '
            "given under.",
        ),
        (
            [say("1a", 1, lens="authority")],
            'The answers rate "1a" through the lens "authority", which does not ask it. Remove the answer, '
            "or correct its lens.",
        ),
        (
            [say("1a", 7)],
            "The answers hold the rating 7, which is not a level of small@1.0.0. Use one of 0, 1, 2, 3, 4.",
        ),
        (
            [say("1a", 1), say("1a", 2)],
            'The answers hold more than one answer from the same respondent to "1a" for "S" in one round. '
            "Keep one of them.",
        ),
        (
            [say("1a", 1, "", kind="agreed"), say("1a", 1, "x", kind="agreed")],
            'The answers hold more than one agreed rating to "1a" for "S" in one round. Keep one of them.',
        ),
    ],
)
def test_answers_that_do_not_belong_are_refused_in_one_sentence(answers: list[Answer], sentence: str) -> None:
    with pytest.raises(SelfAssessError) as refused:
        score(ONE_ITEM, frame(*answers))
    assert str(refused.value) == sentence


@pytest.mark.parametrize("kind", ["object", "str", "category"])
def test_a_missing_text_or_optional_column_is_the_same_as_an_empty_text(kind: str) -> None:
    answers = frame(say("1a", 4, "a", group="police"), say("1a", 0, "b"), say("1a", 0, "c"))
    expected = score(ONE_ITEM, answers)
    gaps = answers.assign(group=answers["group"].replace({"": None}).astype(kind))
    gaps = gaps.drop(columns=["authority", "round", "kind", "direction", "one_person", "evidence"])
    assert rows(expected.items, "position") == [(50.0,)]
    pd.testing.assert_frame_equal(score(ONE_ITEM, gaps).items, expected.items)


def test_a_row_with_both_a_level_and_a_special_answer_is_refused() -> None:
    both = frame(say("1a", 1)).assign(special="dk")
    with pytest.raises(SelfAssessError, match="more than one answer"):
        score(ONE_ITEM, both)
