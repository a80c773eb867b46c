"""Scores as JSON, whole."""

from __future__ import annotations

import json
from typing import Any

from scoring_cases import frame, make_framework, make_item, say

from selfassess.framework.model import Framework
from selfassess.scoring import score
from selfassess.scoring.results import to_json

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
