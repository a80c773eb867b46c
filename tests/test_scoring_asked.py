"""What nobody was asked is not held against anyone."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from scoring_cases import frame, make_framework, make_item, rows, say
from test_scoring_properties import assert_same, cases, some

from selfassess.answers import Answer, drop_carried
from selfassess.errors import SelfAssessError
from selfassess.framework.model import Framework
from selfassess.scoring import score

TWO_ITEMS = make_framework({"1": [make_item("1a"), make_item("1b")]})
COUNTS = ("item", "status", "rated", "dont_know", "not_applicable", "unanswered")


def spare(item: str, respondent: str, **others: Any) -> Answer:
    return say(item, None, respondent, asked=False, **others)


def items_of(*answers: Answer) -> list[tuple[Any, ...]]:
    return rows(score(TWO_ITEMS, frame(*answers)).items, *COUNTS)


def test_what_nobody_was_asked_leaves_every_denominator() -> None:
    # 1a: 100; 1b asked of nobody: coverage 1 of 1, no bounds to keep open
    scores = score(TWO_ITEMS, frame(say("1a", 4, "a"), spare("1b", "a")))
    assert rows(scores.items, *COUNTS) == [("1a", "rated", 1, 0, 0, 0), ("1b", "not_asked", 0, 0, 0, 0)]
    whole = scores.strands[scores.strands["strand"] == ""]
    assert rows(whole, "position", "low", "high", "coverage") == [(100.0, 100.0, 100.0, 1.0)]


def test_whoever_was_not_asked_has_not_left_it_unanswered() -> None:
    answers = [
        say("1a", 4, "a"),
        say("1b", 2, "a"),
        say("1a", 2, "b"),
        spare("1b", "b"),
        say("1a", None, "c"),
    ]
    # of three people, c left both; b was not asked 1b
    assert items_of(*answers) == [("1a", "rated", 2, 0, 0, 1), ("1b", "rated", 1, 0, 0, 1)]


def test_an_item_that_somebody_was_asked_is_unrated_not_out() -> None:
    answers = [say("1a", 4, "a"), spare("1b", "a"), say("1a", 4, "b")]
    assert items_of(*answers)[1] == ("1b", "unrated", 0, 0, 0, 1)


def test_a_row_must_say_so_for_everybody_who_was_asked_anything() -> None:
    # c was asked nothing at all and spares nobody
    answers = [say("1a", 4, "a"), say("1a", 3, "b"), spare("1b", "a"), spare("1a", "c"), spare("1b", "c")]
    assert items_of(*answers) == [("1a", "rated", 2, 0, 0, 0), ("1b", "unrated", 0, 0, 0, 1)]


def test_where_nobody_was_asked_anything_everything_is_not_asked() -> None:
    scores = score(TWO_ITEMS, frame(spare("1a", "a"), spare("1b", "a")))
    assert rows(scores.items, "status", "unanswered") == [("not_asked", 0), ("not_asked", 0)]
    assert rows(scores.placements, "position", "low", "high", "coverage") == [(None, None, None, None)]


@pytest.mark.parametrize(("agreed", "status"), [(2, "rated"), ("na", "not_applicable"), (None, "not_asked")])
def test_an_agreed_rating_stands_though_nobody_was_asked(agreed: Any, status: str) -> None:
    answers = [say("1a", 4, "a"), spare("1b", "a"), say("1b", agreed, "", kind="agreed")]
    assert items_of(*answers)[1][1] == status


def test_what_stands_in_a_row_that_was_not_asked_does_not_count() -> None:
    answers = [say("1a", 4, "a"), say("1b", 0, "a", asked=False), say("1a", 4, "b"), say("1b", "dk", "b")]
    assert items_of(*answers)[1] == ("1b", "unrated", 0, 1, 0, 0)


def test_notes_directions_and_ticks_on_such_a_row_count() -> None:
    answers = [
        say("1a", 4, "a"),
        spare("1a", "n", evidence="minutes"),
        spare("1a", "d", direction="slipping"),
    ]
    found = score(TWO_ITEMS, frame(*answers, spare("1a", "o", one_person=True))).items
    assert rows(found, "evidence_count", "direction", "one_person", "unanswered")[0] == (
        1,
        "slipping",
        True,
        0,
    )


def test_asked_and_not_asked_of_one_respondent_is_refused() -> None:
    with pytest.raises(SelfAssessError, match="more than one answer"):
        items_of(say("1a", 4, "a"), spare("1a", "a"))


@some
@given(cases())
def test_a_frame_without_the_column_scores_as_one_where_everybody_was_asked(
    case: tuple[Framework, list[Answer]],
) -> None:
    framework, answers = case
    asked: pd.DataFrame = frame(*answers)
    assert_same(
        score(framework, asked.drop(columns=["asked", "carried", "present"])), score(framework, asked)
    )


def test_what_was_carried_forward_counts_once_reviewed() -> None:
    reviewed = say("1a", 4, "a", evidence="minutes")
    carried = say("1b", 3, "a", evidence="old", direction="slipping", one_person=True, carried=True)
    assert drop_carried([reviewed, carried]) == (reviewed, say("1b", None, "a"))
