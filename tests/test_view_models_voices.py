"""What many people answered, in words: the spread, the groups, what was agreed, and what is not shown."""

from __future__ import annotations

from dataclasses import replace

import pytest
from many_cases import let_out, ratings
from view_cases import SUBJECT, framework, scored, terms

from selfassess.agenda import Reason, Topic
from selfassess.answers import Answer
from selfassess.view_models.agenda import make_agenda
from selfassess.view_models.voices import ItemVoices, Voices, find_spread, levels_of, make_voices


def voices(answers: list[Answer], threshold: int = 3) -> Voices:
    disclosed = let_out(answers, threshold)
    return make_voices(
        framework(), "programme", disclosed, scored(list(disclosed.answers)), terms(), threshold
    )


def only(found: Voices, item: str) -> ItemVoices:
    return next(each for indicator in found.indicators for each in indicator.items if each.item == item)


@pytest.mark.parametrize(
    ("counts", "agreement", "word"),
    [
        ((0, 0, 0, 0, 0), float("nan"), "no rating"),
        ((0, 0, 1, 0, 0), float("nan"), "one rating"),
        ((0, 0, 5, 0, 0), 1.0, "close together"),
        ((0, 0, 5, 5, 0), 0.81, "close together"),
        ((0, 5, 0, 5, 0), 0.58, "two camps"),
        ((3, 0, 0, 0, 3), 0.0, "two camps"),
        ((2, 2, 2, 2, 2), 0.43, "spread"),
        ((1, 0, 0, 0, 6), 0.5, "spread"),
    ],
)
def test_how_ratings_lie_is_one_of_a_few_words(counts: tuple[int, ...], agreement: float, word: str) -> None:
    assert find_spread(framework(), counts, agreement) == word


def test_ratings_are_counted_by_level_with_dont_know_beside_them() -> None:
    item = only(voices(ratings("2d", social_work=[1, 1, 3, 3], police=["dk", "dk", "dk"])), "2d")
    assert item.sentence == "4 people rated this: two camps, from 1 to 3. 3 people said “don't know”."
    assert item.distribution is not None
    assert item.distribution.rows == (
        ("Level 0", "0"),
        ("Level 1", "2"),
        ("Level 2", "0"),
        ("Level 3", "2"),
        ("Level 4", "0"),
        ("Don't know", "3"),
        ("Not applicable here", "under 3"),
        ("Mean of the groups", "2"),
    )
    assert item.distribution.title == item.sentence.rstrip(".")


def test_what_too_few_rated_is_not_shown() -> None:
    item = only(voices(ratings("2d", social_work=[1, 1]) + ratings("1a", social_work=[1, 1, 2])), "2d")
    assert not item.shown
    assert item.withheld == "Fewer than 3 people besides the manager rated this, so nothing is shown."
    assert (item.distribution, item.groups, item.sentence, item.notes) == (None, None, "", ())


def test_in_a_named_round_one_rating_is_shown_and_none_is_said() -> None:
    found = voices(ratings("2d", social_work=[1]), threshold=1)
    assert only(found, "2d").sentence == "One person rated this, at 1."
    assert only(found, "1a").withheld == "Nobody rated this."
    assert only(found, "2d").distribution.rows[-2] == ("Not applicable here", "0")  # type: ignore[union-attr]


def test_groups_stand_side_by_side_with_their_number_and_range() -> None:
    item = only(voices(ratings("2d", social_work=[0, 1, 2], police=[3, 4, 4])), "2d")
    assert item.groups is not None
    assert item.groups.rows == (
        ("Social work", "3", "1", "0", "2"),
        ("Police", "3", "3.7", "3", "4"),
    )
    assert list(item.groups.frame["label"]) == ["Social work (3 people)", "Police (3 people)"]
    assert item.groups.title == "Police put this at 3.7 on average, Social work at 1"


def test_small_groups_are_shown_joined_and_the_page_says_so() -> None:
    found = voices(ratings("2d", health_visiting=[1, 2], midwifery=[2], police=[3, 3, 4]))
    groups = only(found, "2d").groups
    assert groups is not None
    assert [row[:2] for row in groups.rows] == [("Health visiting and Midwifery", "3"), ("Police", "3")]
    assert "fewer than 3 people" in found.merged
    assert "Health visiting and Midwifery" in found.merged


def test_one_group_alone_is_not_set_beside_itself() -> None:
    assert only(voices(ratings("2d", social_work=[1, 2, 3])), "2d").groups is None


def test_an_agreed_rating_keeps_the_disagreement_in_sight() -> None:
    agreed = Answer(
        SUBJECT,
        "programme",
        "2d",
        3.0,
        kind="agreed",
        reason="Four files read.",
        present="manager, social worker",
    )
    item = only(voices([*ratings("2d", social_work=[0, 0, 4, 4]), agreed]), "2d")
    assert item.agreed is not None
    assert item.agreed.rating.startswith("3: ")
    assert (item.agreed.reason, item.agreed.present) == ("Four files read.", "manager, social worker")
    assert item.agreed.beside == "Before that, 4 people had rated it 2 on average: two camps."
    assert item.distribution is not None
    marks = item.distribution.frame[item.distribution.frame["kind"].isin(["mean", "agreed"])]
    assert list(zip(marks["text"], marks["at"], strict=True)) == [
        ("mean of the groups 2", 50.0),
        ("agreed 3", 75.0),
    ]


def test_an_agreed_rating_taken_back_is_none() -> None:
    blank = replace(ratings("2d", social_work=[1])[0], value=None, kind="agreed", respondent="")
    assert only(voices([*ratings("2d", social_work=[1, 1, 1]), blank]), "2d").agreed is None


def test_the_page_says_how_many_answered_and_where_they_stand_together() -> None:
    found = voices(ratings("2d", social_work=[1, 1, 1]) + ratings("1a", social_work=[0, 0, 4, 4]))
    assert found.who == "4 people answered."
    assert found.summary == (
        "Of 23 sub-indicators, people are close together on 1 and in two camps on 1. Nothing can be shown on 21."
    )


def test_too_few_people_altogether_are_not_counted_out() -> None:
    assert (
        voices(ratings("2d", social_work=[1, 1])).who
        == "Fewer than 3 people besides the manager answered, so no answers are shown."
    )


def test_levels_are_named_by_their_codes() -> None:
    assert levels_of(framework()) == [("0", 0.0), ("1", 25.0), ("2", 50.0), ("3", 75.0), ("4", 100.0)]


def test_the_agenda_gives_its_reasons_in_words() -> None:
    reasons = (
        Reason("low_consensus", 0.9, {"agreement": 0.1, "rated": 6}),
        Reason("two_ends", 0.5, {"near": 25, "far": 75, "difference": -50}),
        Reason("top_without_evidence", 0.5, {"position": 100}),
        Reason("moved", 0.3, {"before": 75, "now": 37.5, "difference": -37.5}),
        Reason("dont_know", 0.3, {"dont_know": 3, "voices": 9}),
    )
    topics = (Topic("2d", 2.5, reasons, True), Topic("1a", 0.4, reasons[:1], False))
    agenda = make_agenda(framework(), "programme", topics, terms(), limit=1)
    assert agenda.title == "2 things to talk about, the most telling first"
    assert agenda.more == 1
    assert agenda.topics[0].reasons == (
        "The 6 people who rated it differ widely.",
        "The two ends see it differently: the centre's side 1, the authority 3.",
        "It is rated at or near the top level, and no evidence is noted.",
        "It moved down since last round, from 3 to 1.5.",
        "3 of 9 people who answered said “don't know”.",
    )
    assert agenda.topics[0].agreed == "A rating has been agreed already."
    assert agenda.topics[0].question.startswith("When a family needs several kinds of help")


def test_an_empty_agenda_says_so() -> None:
    agenda = make_agenda(framework(), "programme", (), terms())
    assert (agenda.title, agenda.topics) == ("Nothing stands out to talk about first", ())
