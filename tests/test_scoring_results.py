"""Scores as JSON, whole, and as the table for people."""

from __future__ import annotations

import json
from typing import Any

from scoring_cases import frame, make_framework, make_item, say

from selfassess.framework.model import Framework
from selfassess.scoring import score
from selfassess.scoring.results import to_json, to_table

NOTHING = {"position": None, "low": None, "high": None, "coverage": None}


def two_strands(**changes: Any) -> Framework:
    indicators = {
        "1": [make_item("1a", "links"), make_item("1b", "base")],
        "2": [make_item("2a", "links", lenses="programme authority"), make_item("2b", "links")],
    }
    return make_framework(indicators, strands=("links", "base"), **changes)


def test_json_holds_every_field_of_the_contract_in_its_order_with_null_for_absent_values() -> None:
    framework = two_strands()
    answers = frame(
        say("1a", 4, "a", authority="North", round="2007", group="managers", direction="holding"),
        say("1a", 2, "b", authority="North", round="2007"),
        say("1b", "na", "a", authority="North", round="2007"),
        say("2a", 1, "", authority="North", round="2007", kind="agreed"),
        say("2b", "dk", "a", authority="North", round="2007"),
    )
    links_1 = {"position": 75.0, "low": 75.0, "high": 75.0, "coverage": 1.0}
    links_2 = {"position": 25.0, "low": 12.5, "high": 62.5, "coverage": 0.5}
    whole = {"position": 50.0, "low": 43.75, "high": 68.75, "coverage": 2 / 3}
    silent = {"mean": None, "agreed": None, "agreement": None, "direction": None}
    expected = {
        "framework": {"id": "small", "version": "1.0.0"},
        "results": [
            {
                "authority": "North",
                "subject": "S",
                "lens": "programme",
                "round": "2007",
                "respondents": 2,
                "overall": whole,
                "strands": {"links": whole, "base": NOTHING},
                "placement": {
                    "position": 50.0,
                    "low": 43.75,
                    "high": 68.75,
                    "zone": "middle",
                    "zone_low": "middle",
                    "zone_high": "middle",
                },
                "indicators": [
                    {
                        "id": "1",
                        **links_1,
                        "strands": {"links": links_1, "base": NOTHING},
                        "band": "in-place",
                    },
                    {
                        "id": "2",
                        **links_2,
                        "strands": {"links": links_2, "base": NOTHING},
                        "band": "to-build",
                    },
                ],
                "items": [
                    {
                        "id": "1a",
                        "position": 75.0,
                        "mean": 75.0,
                        "agreed": None,
                        "agreement": 0.5849625007211561,
                        "direction": "holding",
                        "rated": 2,
                        "dont_know": 0,
                        "not_applicable": 0,
                        "unanswered": 0,
                    },
                    {
                        "id": "1b",
                        "position": None,
                        **silent,
                        "rated": 0,
                        "dont_know": 0,
                        "not_applicable": 1,
                        "unanswered": 1,
                    },
                    {
                        "id": "2a",
                        "position": 25.0,
                        **silent,
                        "agreed": 25.0,
                        "rated": 0,
                        "dont_know": 0,
                        "not_applicable": 0,
                        "unanswered": 2,
                    },
                    {
                        "id": "2b",
                        "position": None,
                        **silent,
                        "rated": 0,
                        "dont_know": 1,
                        "not_applicable": 0,
                        "unanswered": 1,
                    },
                ],
            }
        ],
    }
    # Text, not objects, so that the order of keys is compared as well and NaN can't pass.
    assert json.dumps(to_json(framework, score(framework, answers)), allow_nan=False) == json.dumps(expected)


def test_json_names_no_authority_or_round_where_none_was_given_and_implies_one_strand() -> None:
    framework = make_framework({"1": [make_item(f"1{c}") for c in "abc"]})
    found = to_json(framework, score(framework, frame(say("1a", 4))))["results"][0]
    withheld = {"position": None, "low": 100 / 3, "high": 100.0, "coverage": 1 / 3}
    zones = {"zone": None, "zone_low": "start", "zone_high": "end"}
    assert [found["authority"], found["round"]] == [None, None]
    assert found["strands"] == {"all": withheld}
    assert found["placement"] == {"position": None, "low": 100 / 3, "high": 100.0, **zones}
    assert found["indicators"] == [{"id": "1", **withheld, "strands": {"all": withheld}, "band": None}]


def test_json_of_no_answers_has_no_results() -> None:
    framework = two_strands()
    empty = {"framework": {"id": "small", "version": "1.0.0"}, "results": []}
    assert to_json(framework, score(framework, frame())) == empty
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
        "Place: nothing here is applicable, so there is no place.\n"
        "Not rated, and not part of the place: 1b.\n"
        "Referrals: not known\n"
        "                  position   between  rated\n"
        "  Links                  -         -      -\n"
        "  Base                   -  0 to 100     0%\n"
        "  Overall                -  0 to 100     0%\n"
        "  1  Indicator 1         -  0 to 100     0%\n"
        "  2  Indicator 2         -         -      -\n"
        "\n"
        "Nearly (programme, 1 respondent)\n"
        "================================\n"
        "Place: middle, 50 of 100; once all is rated, between 38 and 63.\n"
        "Not rated: 2b.\n"
        "Not rated, and not part of the place: 1b (don't know).\n"
        "Referrals: not known\n"
        "                  position   between  rated\n"
        "  Links                 50  38 to 63    66%\n"
        "  Base                   -  0 to 100     0%\n"
        "  Overall               50  25 to 75    50%\n"
        "  1  Indicator 1        50  25 to 75    50%  between\n"
        "  2  Indicator 2        50  25 to 75    50%  between\n"
        "\n"
        "Whole (programme, 1 respondent)\n"
        "===============================\n"
        "Place: middle, 69 of 100.\n"
        "Referrals: not counted\n"
        "                  position  between  rated\n"
        "  Links                 69       69   100%\n"
        "  Base                  50       50   100%\n"
        "  Overall               56       56   100%\n"
        "  1  Indicator 1        75       75   100%  in-place\n"
        "  2  Indicator 2        38       38   100%  to-build\n"
        "\n"
        "Part (authority North, programme, round 1, 1 respondent)\n"
        "========================================================\n"
        'Place: between 50 and 100 of 100, from "middle" to "end"; not enough answered: '
        "1 of 3 rated, 33% by weight, at least 50% needed.\n"
        "Not rated: 2a, 2b (don't know).\n"
        "Not rated, and not part of the place: 1b.\n"
        "Referrals: not known\n"
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
