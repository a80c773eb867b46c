"""What an anonymous or small group's answers are shown as, worked by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from scoring_cases import frame, make_framework, make_item, rows, say

from selfassess.answers import Answer
from selfassess.disclosure import Block, Disclosed, disclose, form_blocks, without_names
from selfassess.scoring import score

GROUPS = {"manager": "Manager", "social": "Social work", "health": "Health", "midwives": "Midwives"}
SMALL = make_framework(
    {"1": [make_item("1a"), make_item("1b")]},
    levels=(0, 1, 2),
    groups=[{"id": group, "label": label} for group, label in GROUPS.items()],
)


def show(*answers: Answer, threshold: int = 3) -> Disclosed:
    return disclose(SMALL, answers, threshold, GROUPS)


def team(item: str, group: str, *choices: Any, **others: Any) -> list[Answer]:
    """One answer from each of a group, people numbered: manager-1, manager-2, …"""
    return [say(item, c, f"{group}-{n}", group=group, **others) for n, c in enumerate(choices, start=1)]


def shown(disclosed: Disclosed, item: str = "1a") -> list[tuple[Any, ...]]:
    """Made-up respondent, group, and choice, of those who have one."""
    return [
        (a.respondent, a.group, a.special or a.value)
        for a in disclosed.answers
        if a.item == item and a.given and a.kind == "answer"
    ]


def items_of(disclosed: Disclosed, *columns: str) -> list[tuple[Any, ...]]:
    return rows(score(SMALL, frame(*disclosed.answers)).items, *columns)


@pytest.mark.parametrize(
    ("counts", "blocks"),
    [
        ("a3 b4", ["a", "b"]),
        ("a1 b1", []),
        ("a1 b2", ["ab"]),
        ("a1 b4 c2", ["ac", "b"]),  # small ones meet past a large one
        ("a2 b2 c2", ["abc"]),  # a and b are enough, c joins them
        ("a2 b2 c2 d1", ["ab", "cd"]),
        ("a5 b3 c2", ["a", "bc"]),  # nobody small to join: the smallest that stands alone
        ("a3 b3 c1", ["ac", "b"]),  # of two as small, the first
        ("a3 b0", ["ab"]),  # whether b rated isn't said
        ("a0 b3 c1 d2", ["acd", "b"]),
        ("", []),
    ],
)
def test_small_groups_are_merged_until_there_are_enough(counts: str, blocks: list[str]) -> None:
    found = form_blocks([(count[0], int(count[1:])) for count in counts.split()], 3)
    assert ["".join(block) for block in found] == blocks


def test_a_large_group_stands_alone_and_small_ones_are_merged() -> None:
    found = show(*team("1a", "social", 0, 2, 2), *team("1a", "midwives", 1), *team("1a", "health", 0, 0))
    assert found.blocks["1a"] == (
        Block(("social",), "Social work", (1, 0, 2)),
        Block(("health", "midwives"), "Health and Midwives", (2, 1, 0)),
    )
    assert [block.voices for block in found.blocks["1a"]] == [3, 3]
    assert (found.voices, found.groups) == (6, 2)
    # social: 0, 100, 100 -> 66.67; health + midwives: 0, 0, 50 -> 16.67
    assert items_of(found, "item", "position", "rated", "unanswered") == [
        ("1a", 41.666666667, 6, 0),
        ("1b", None, 0, 1),
    ]


def test_ratings_stand_in_an_order_made_from_their_counts() -> None:
    found = show(*team("1a", "social", 2, 0, 2), *team("1b", "social", 1, 1, 0))
    assert shown(found, "1a") == [
        ("voice-01", "social", 0.0),
        ("voice-02", "social", 2.0),
        ("voice-03", "social", 2.0),
    ]
    assert shown(found, "1b") == [
        ("voice-01", "social", 0.0),
        ("voice-02", "social", 1.0),
        ("voice-03", "social", 1.0),
    ]


def test_fewer_ratings_than_the_threshold_are_withheld_and_the_item_is_unrated() -> None:
    found = show(*team("1a", "social", 2, 2, 2), *team("1b", "social", 2, 2), say("1b", None, "social-3"))
    assert found.withheld == ("1b",)
    assert "1b" not in found.blocks
    assert items_of(found, "item", "status", "rated") == [("1a", "rated", 3), ("1b", "unrated", 0)]


def test_with_fewer_people_than_the_threshold_nothing_is_said_of_anybody() -> None:
    found = show(*team("1a", "social", 2, 0, evidence="a note"), *team("1b", "social", "dk"))
    assert (found.voices, found.groups, found.blocks, found.notes) == (None, None, {}, {})
    assert found.withheld == ("1a", "1b")
    assert [a for a in found.answers if a.given or a.evidence or a.group] == []


@pytest.mark.parametrize(
    ("choices", "counts"),
    [
        (["dk", "dk", "dk", 0, 0, 0], (3, 3, 0)),
        (["dk", "dk", 0, 0, 0], (3, 0, 0)),  # two is fewer than three
        (["dk", "dk", "dk", None, 0, 0, 0], (3, 0, 0)),  # or one would be seen to have left it out
        (["dk", "dk", "dk", "na", "na", "na", 0, 0, 0], (3, 3, 3)),
        (["dk", "dk", "dk", "na", "na", 0, 0, 0], (3, 0, 0)),
        (["dk", "dk", "dk", "dk", "na", "na", "na", None, 0, 0, 0], (3, 4, 0)),
        (["dk", "dk", "dk", 0, 0], (0, 0, 0)),  # beside those three, two stay
        (["dk", "dk", "dk", "dk"], (0, 4, 0)),
    ],
)
def test_do_not_know_is_shown_where_each_count_and_what_remains_is_large_enough(
    choices: list[Any], counts: tuple[int, ...]
) -> None:
    # Everybody rates the other item, so that all of them took part.
    found = show(*team("1a", "social", *choices), *team("1b", "social", *(1 for _ in choices)))
    assert items_of(found, "rated", "dont_know", "not_applicable")[0] == counts


@pytest.mark.parametrize(
    ("choices", "status", "is_shown"),
    [
        (["na", "na", "na"], "not_applicable", True),
        (["na", "na"], "unrated", False),
        (["na", "na", "na", 2], "unrated", False),  # a rating withheld stands against it
        (["na", "na", "na", None, None, None], "not_applicable", True),
        (["na", "na", "na", "dk", None, None], "unrated", False),  # so does a withheld "don't know"
        (["na", "na", "na", "dk", "dk", "dk"], "unrated", True),
    ],
)
def test_not_applicable_is_shown_where_nothing_withheld_stands_against_it(
    choices: list[Any], status: str, is_shown: bool
) -> None:
    reasons = [replace(a, reason="No midwives here") for a in team("1a", "social", *choices)]
    found = show(*reasons, *team("1b", "social", *(1 for _ in choices)))
    assert items_of(found, "status")[0] == (status,)
    assert ("1a" in found.withheld) == (status == "unrated")
    assert any(a.reason for a in found.answers) == is_shown


def test_what_nobody_was_asked_stays_so_and_is_not_withheld() -> None:
    spared = team("1b", "social", None, None, None, asked=False)
    found = show(*team("1a", "social", 0, 1, 2), *spared)
    assert found.withheld == ()
    assert items_of(found, "item", "status") == [("1a", "rated"), ("1b", "not_asked")]


def test_a_group_that_was_not_asked_is_in_no_block() -> None:
    spared = team("1b", "health", None, asked=False)
    found = show(
        *team("1a", "social", 0, 1, 2), *team("1b", "social", 0, 1, 2), *team("1a", "health", 1), *spared
    )
    assert [found.blocks[item][0].label for item in ("1a", "1b")] == ["Social work and Health", "Social work"]


def test_notes_come_without_author_and_in_alphabetical_order() -> None:
    notes = ["Zoe keeps it", "  ", "a list", "Minutes"]
    said = [replace(a, evidence=n) for a, n in zip(team("1a", "social", 0, 1, 2, "dk"), notes, strict=True)]
    found = show(*said)
    assert found.notes == {"1a": ("a list", "Minutes", "Zoe keeps it")}
    rows_with_note = [(a.evidence, a.group, a.value, a.special) for a in found.answers if a.evidence]
    assert rows_with_note == [(note, "", None, None) for note in found.notes["1a"]]
    assert items_of(found, "evidence_count")[0] == (3,)


def test_notes_of_a_withheld_item_stay_behind() -> None:
    assert show(*team("1a", "social", 0, 1, evidence="Minutes")).notes == {}


@pytest.mark.parametrize(
    ("directions", "shown_as"),
    [
        (["slipping"] * 3, "slipping"),
        (["slipping", "slipping", None], ""),
        (["slipping"] * 3 + ["holding"], ""),  # three of four are not all
        (["slipping"] * 3 + ["holding"] * 3, ""),
        (["slipping"] * 3 + [None], "slipping"),
    ],
)
def test_a_direction_is_shown_when_enough_gave_it_and_nobody_another(
    directions: list[Any], shown_as: str
) -> None:
    said = [
        replace(a, direction=d)
        for a, d in zip(team("1a", "social", *[1] * len(directions)), directions, strict=True)
    ]
    assert items_of(show(*said), "direction")[0] == (shown_as,)


@pytest.mark.parametrize(("ticks", "is_shown"), [(2, False), (3, True), (4, True)])
def test_that_it_rests_on_one_person_is_shown_when_enough_said_so(ticks: int, is_shown: bool) -> None:
    said = [replace(a, one_person=n < ticks) for n, a in enumerate(team("1a", "social", 0, 1, 2, 2))]
    found = show(*said)
    assert items_of(found, "one_person")[0] == (is_shown,)
    assert sum(a.one_person for a in found.answers) == is_shown  # how many said so is not


def test_an_agreed_rating_passes_with_its_reason_and_who_was_there() -> None:
    agreed = say("1b", 2, "social-1", kind="agreed", group="social", reason="We looked", present="Ann, Ben")
    found = show(*team("1a", "social", 0, 1, 2), agreed)
    assert [a for a in found.answers if a.kind == "agreed"] == [replace(agreed, respondent="", group="")]
    assert items_of(found, "item", "position", "rated") == [("1a", 50.0, 3), ("1b", 100.0, 0)]
    assert found.withheld == ("1b",)


def test_what_was_carried_forward_is_nobodys_rating_yet() -> None:
    assert show(*team("1a", "social", 0, 1), *team("1a", "health", 2, carried=True)).voices is None


def test_groups_of_ones_own_come_after_the_frameworks_by_id() -> None:
    answers = [*team("1a", "zoo", 0), *team("1a", "farm", 1), *team("1a", "midwives", 2), *team("1a", "", 2)]
    found = disclose(SMALL, answers, 2, {"zoo": "Zoo", "farm": "Farm"})
    assert [block.label for block in found.blocks["1a"]] == ["Midwives and Group not given", "Farm and Zoo"]


def test_nothing_in_nothing_out() -> None:
    assert show() == Disclosed((), None, None, (), {}, {})


def test_several_assessments_at_once_are_refused() -> None:
    with pytest.raises(ValueError, match="one assessment"):
        show(say("1a", 1), say("1a", 1, subject="Other"))


def test_names_are_numbered_in_an_order_that_says_nothing() -> None:
    answers = [say("1a", 2, "Zoe", group="social"), say("1b", 1, "Zoe", group="social"), say("1a", 0, "Ann")]
    found = without_names(answers)
    assert found == without_names(answers[::-1])
    assert [(a.respondent, a.item, a.value) for a in found] == [
        ("Respondent 1", "1a", 0.0),
        ("Respondent 2", "1a", 2.0),
        ("Respondent 2", "1b", 1.0),
    ]
