"""What to talk about first."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from scoring_cases import frame, make_framework, make_item, say

from selfassess.agenda import Reason, Topic, talk_first
from selfassess.answers import Answer
from selfassess.scoring import differences, score

FRAMEWORK = make_framework({"1": [make_item(i, lenses="programme authority") for i in ("1a", "1b", "1c")]})


def items_of(*answers: Answer) -> pd.DataFrame:
    return score(FRAMEWORK, frame(*answers)).items


def rate(item: str, *levels: Any, **others: Any) -> list[Answer]:
    return [
        say(item, level, f"r{number}", **{"evidence": "seen", **others})
        for number, level in enumerate(levels)
    ]


def only(topics: tuple[Topic, ...]) -> Reason:
    ((reason,),) = (topic.reasons for topic in topics)
    return reason


def test_nothing_to_talk_about_is_an_empty_agenda() -> None:
    assert talk_first(FRAMEWORK, items_of(*rate("1a", 2, 2, 3))) == ()


def test_voices_two_levels_of_five_apart_differ_enough() -> None:
    # 0 and 50, mean 25: 1 + log2(0.75) = 0.585
    reason = only(talk_first(FRAMEWORK, items_of(*rate("1a", 0, 2))))
    assert (reason.kind, reason.numbers["rated"]) == ("low_consensus", 2)
    assert reason.numbers["agreement"] == pytest.approx(0.584962501)
    assert reason.extent == pytest.approx(0.415037499)


def test_a_top_level_without_evidence_is_worth_a_look() -> None:
    # 3, 4 -> 87.5, nearer the top than the level below it
    bare = items_of(*rate("1a", 3, 4, evidence=" "))
    assert only(talk_first(FRAMEWORK, bare)) == Reason("top_without_evidence", 0.5, {"position": 87.5})
    assert talk_first(FRAMEWORK, items_of(*rate("1a", 3, 4))) == ()
    assert talk_first(FRAMEWORK, items_of(*rate("1a", 3, evidence=""))) == ()


@pytest.mark.parametrize(("now", "moved"), [(1, None), (2, 25.0), (0, -25.0)])
def test_a_change_of_a_level_since_the_last_round_counts(now: int, moved: float | None) -> None:
    before = items_of(*rate("1a", 1, 1))
    topics = talk_first(FRAMEWORK, items_of(*rate("1a", now, now)), before=before)
    if moved is None:
        assert topics == ()
    else:
        numbers = {"before": 25.0, "now": 25.0 + moved, "difference": moved}
        assert only(topics) == Reason("moved", 0.25, numbers)


def test_what_was_not_rated_before_has_not_moved() -> None:
    before = items_of(*rate("1a", "dk", "dk"))
    assert talk_first(FRAMEWORK, items_of(*rate("1a", 2, 2)), before=before) == ()


@pytest.mark.parametrize(
    ("choices", "is_topic"), [((2, 2, "dk"), True), ((2, 2, 2, "dk"), False), (("dk",), True)]
)
def test_do_not_know_counts_from_a_third_of_the_voices(choices: tuple[Any, ...], is_topic: bool) -> None:
    topics = talk_first(FRAMEWORK, items_of(*rate("1a", *choices)))
    assert [topic.reasons[0].kind for topic in topics] == ["dont_know"] * is_topic


def ends_of(*others: tuple[str, int]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The authority's items, rated 2, and its differences with programmes that rated 1a."""
    own = say("1a", 2, authority="North", lens="authority", subject="North", evidence="seen")
    theirs = [say("1a", level, authority="North", subject=name) for name, level in others]
    scores = score(FRAMEWORK, frame(own, *theirs))
    return scores.items[scores.items["lens"] == "authority"], differences(FRAMEWORK, scores)


def test_the_two_ends_a_level_apart_count() -> None:
    items, ends = ends_of(("Ash", 3))
    numbers = {"near": 75.0, "far": 50.0, "difference": 25.0}
    assert only(talk_first(FRAMEWORK, items, ends=ends)) == Reason("two_ends", 0.25, numbers)


def test_of_several_programmes_the_mean_difference_counts() -> None:
    items, ends = ends_of(("Ash", 4), ("Beech", 0))
    assert talk_first(FRAMEWORK, items, ends=ends) == ()
    items, ends = ends_of(("Ash", 4), ("Beech", 3))
    assert only(talk_first(FRAMEWORK, items, ends=ends)).numbers == {
        "near": 87.5,
        "far": 50.0,
        "difference": 37.5,
    }


def test_topics_are_ranked_by_the_sum_of_how_far_their_reasons_go() -> None:
    before = items_of(*rate("1a", 2, 2), *rate("1b", 0, 0), *rate("1c", 0, 0))
    now = items_of(*rate("1a", 0, 4), *rate("1b", 4, 4, evidence=""), *rate("1c", 2, 2))
    topics = talk_first(FRAMEWORK, now, before=before)
    # 1a: no consensus, 1; 1b: moved by 100, 1, and top without evidence, 0.5; 1c: moved by 50
    assert [(topic.item, topic.score, [reason.kind for reason in topic.reasons]) for topic in topics] == [
        ("1b", 1.5, ["moved", "top_without_evidence"]),
        ("1a", 1.0, ["low_consensus"]),
        ("1c", 0.5, ["moved"]),
    ]


def test_equal_topics_keep_the_order_of_the_framework() -> None:
    topics = talk_first(FRAMEWORK, items_of(*rate("1c", 0, 2), *rate("1a", 0, 2), *rate("1b", 2, 0)))
    assert [topic.item for topic in topics] == ["1a", "1b", "1c"]


def test_an_agreed_rating_leaves_the_disagreement_to_be_seen() -> None:
    (topic,) = talk_first(FRAMEWORK, items_of(*rate("1a", 0, 4), say("1a", 2, "", kind="agreed")))
    assert (topic.agreed, topic.reasons[0].kind) == (True, "low_consensus")


def test_what_is_not_applicable_or_asked_of_nobody_is_no_topic() -> None:
    answers = [say("1a", "na", "r0"), say("1b", None, "r0", asked=False), say("1c", 2, "r0")]
    before = items_of(*rate("1a", 0), *rate("1b", 0), *rate("1c", 2))
    assert talk_first(FRAMEWORK, items_of(*answers), before=before) == ()
