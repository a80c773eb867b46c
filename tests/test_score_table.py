"""Scores as the table for people: the place in words, what is missing, and the figures."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from scoring_cases import frame, make_framework, make_item, say

from selfassess.answers import Answer, to_frame
from selfassess.framework.files import read_framework
from selfassess.framework.model import Framework
from selfassess.scoring import score
from selfassess.view_models.score_table import to_table


def two_strands(**changes: Any) -> Framework:
    indicators = {
        "1": [make_item("1a", "links"), make_item("1b", "base")],
        "2": [make_item("2a", "links", lenses="programme authority"), make_item("2b", "links")],
    }
    return make_framework(indicators, strands=("links", "base"), **changes)


def test_table_of_no_answers_says_so() -> None:
    framework = two_strands()
    assert to_table(framework, score(framework, frame())) == "No answers, so nothing to score."


def test_table_gives_the_place_or_its_bounds_and_what_is_missing_for_each_subject() -> None:
    signal = {
        "id": "counted",
        "item": "2b",
        "title": "Referrals",
        "unknown": "not known",
        "states": [{"id": "no", "label": "not counted", "from": 0.0}],
        "reason": "r",
    }
    framework = two_strands(signals=[signal])
    answers = frame(
        *(say(item, level, subject="Whole") for item, level in (("1a", 4), ("1b", 2), ("2a", 3), ("2b", 0))),
        say("1a", 4, subject="Part", authority="North", round="1"),
        say("2b", "dk", subject="Part", authority="North", round="1"),
        say("1b", "dk", subject="Nearly"),
        say("1a", 2, subject="Nearly"),
        say("2a", 2, subject="Nearly"),
        *(say(item, "na", subject="Elsewhere") for item in ("1a", "2a", "2b")),
    )
    assert to_table(framework, score(framework, answers)) == (
        "Elsewhere (programme, 1 respondent)\n"
        "===================================\n"
        "There is nothing to place: no sub-indicator that the line rests on applies.\n"
        "Not rated, and not part of the place: 1b.\n"
        "Referrals: does not apply here.\n"
        "                  position   between  rated\n"
        "  Links                  -         -      -\n"
        "  Base                   -  0 to 100     0%\n"
        "  Overall                -  0 to 100     0%\n"
        "  1  Indicator 1         -  0 to 100     0%\n"
        "  2  Indicator 2         -         -      -\n"
        "\n"
        "Nearly (programme, 1 respondent)\n"
        "================================\n"
        "Place: Middle, 50 of 100.\n"
        "Between 38 and 63 of 100. Whatever the answers still missing or not known turn out to be, the place "
        "stays in “middle”.\n"
        "Not rated: 2b.\n"
        "Not rated, and not part of the place: 1b (don't know).\n"
        "Referrals: not known.\n"
        "                  position   between  rated\n"
        "  Links                 50  38 to 63    66%\n"
        "  Base                   -  0 to 100     0%\n"
        "  Overall               50  25 to 75    50%\n"
        "  1  Indicator 1        50  25 to 75    50%  between\n"
        "  2  Indicator 2        50  25 to 75    50%  between\n"
        "\n"
        "Whole (programme, 1 respondent)\n"
        "===============================\n"
        "Place: Middle, 69 of 100.\n"
        "Referrals: not counted.\n"
        "                  position  between  rated\n"
        "  Links                 69       69   100%\n"
        "  Base                  50       50   100%\n"
        "  Overall               56       56   100%\n"
        "  1  Indicator 1        75       75   100%  in-place\n"
        "  2  Indicator 2        38       38   100%  to-build\n"
        "\n"
        "Part (authority North, programme, round 1, 1 respondent)\n"
        "========================================================\n"
        "Not enough is rated to name a place yet: 33% of what the line rests on, and 50% is needed.\n"
        "Between 50 and 100 of 100. With the answers still missing or not known, it could be anywhere from "
        "“middle” to “end”.\n"
        "Not rated: 2a, 2b (don't know).\n"
        "Not rated, and not part of the place: 1b.\n"
        "Referrals: not known.\n"
        "                  position    between  rated\n"
        "  Links                  -  50 to 100    33%\n"
        "  Base                   -   0 to 100     0%\n"
        "  Overall                -  25 to 100    25%\n"
        "  1  Indicator 1       100  50 to 100    50%  in-place\n"
        "  2  Indicator 2         -   0 to 100     0%\n"
        "\n"
        "Bear in mind:\n"
        "  A caution."
    )


def test_table_shows_names_as_plain_text_on_one_line() -> None:
    framework = make_framework({"1": [make_item("1a")]})
    table = to_table(framework, score(framework, frame(say("1a", 2, subject="A\x1b[31m\n\u202eB"))))
    assert table.splitlines()[0] == "A [31m B (programme, 1 respondent)"


def test_a_total_is_given_in_the_range_that_the_source_publishes() -> None:
    framework = read_framework(Path(__file__).parent / "frameworks" / "valid" / "sum-35-to-175.yaml")
    first = {item.id for item in framework.indicators[0].items}
    answers = [
        Answer("House", "visitor", item.id, 5.0 if item.id in first else 1.0) for item in framework.items
    ]
    # 7 ratings of 5 and 28 of 1 add up to 63, which is 20 of 100: 100 * (63 - 35) / (175 - 35).
    assert to_table(framework, score(framework, to_frame(answers))).splitlines()[2:4] == [
        "Place: Closed, 20 of 100.",
        "Total of 35 ratings: 63, on a range from 35 to 175.",
    ]


def test_a_total_rests_on_the_mean_of_the_applicable_items() -> None:
    framework = read_framework(Path(__file__).parent / "frameworks" / "valid" / "sum-35-to-175.yaml")
    (first, *others) = framework.items
    answers = [
        Answer("House", "visitor", first.id, special="na", reason="No heat"),
        *(Answer("House", "visitor", item.id, 3.0) for item in others),
    ]
    # 34 ratings of 3, half way up the scale: half way from 35 to 175.
    table = to_table(framework, score(framework, to_frame(answers)))
    assert "Total of 35 ratings: 105, on a range from 35 to 175." in table
