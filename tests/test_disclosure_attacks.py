"""Disclosure as somebody would attack it who knows who took part, every rule, and everything that is shown."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from itertools import combinations, product
from typing import Any

import numpy as np
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from scoring_cases import frame, make_framework, make_item

from selfassess.answers import Answer
from selfassess.disclosure import Disclosed, disclose, form_blocks
from selfassess.scoring import distribution, find_swings, group_means, score
from selfassess.scoring.results import to_json

GROUPS = {group: group.title() for group in ("manager", "social", "health", "midwives", "police")}
CHOICES: list[Any] = [0.0, 1.0, 2.0, 0.0, 1.0, 2.0, "dk", "na", None]
FRAMEWORK = make_framework(
    {
        "1": [make_item("1a", "links"), make_item("1b", "base", 0.7)],
        "2": [make_item("2a", "links"), make_item("2b", "links", 3.0)],
    },
    levels=(0, 1, 2),
    strands=("links", "base"),
    groups=[{"id": group, "label": label} for group, label in GROUPS.items()],
)
ITEMS = [item.id for item in FRAMEWORK.items]
attack = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
slow_attack = settings(attack, max_examples=15)


@st.composite
def assessments(draw: st.DrawFn, most: int = 14) -> tuple[list[Answer], int]:
    """People of several groups with an answer to each item they were asked, and a threshold."""
    asks = {group: draw(st.sampled_from([ITEMS, ITEMS, ITEMS[:2]])) for group in (*GROUPS, "", "zoo")}
    answers = []
    for number in range(draw(st.integers(1, most))):
        group = draw(
            st.sampled_from(["social", "social", "health", "midwives", "police", "manager", "", "zoo"])
        )
        for item in ITEMS:
            choice = draw(st.sampled_from(CHOICES)) if item in asks[group] else None
            answers.append(
                Answer(
                    subject="Ash",
                    lens="programme",
                    item=item,
                    value=choice if isinstance(choice, float) else None,
                    special=choice if isinstance(choice, str) else None,  # type: ignore[arg-type]
                    respondent=f"person-{number}",
                    group=group,
                    asked=item in asks[group],
                    evidence=draw(st.sampled_from(["", "", "minutes", "a list"]))
                    if item in asks[group]
                    else "",
                    reason="because" if choice == "na" else "",
                    direction=draw(st.sampled_from([None, "holding", "slipping"])) if choice else None,
                    one_person=bool(choice) and draw(st.booleans()),
                )
            )
    for item in draw(st.lists(st.sampled_from(ITEMS), unique=True, max_size=2)):
        answers.append(Answer("Ash", "programme", item, value=1.0, kind="agreed", reason="talked"))
    return answers, draw(st.sampled_from([2, 3, 3, 4]))


def show(answers: list[Answer], threshold: int) -> Disclosed:
    return disclose(FRAMEWORK, answers, threshold, {**GROUPS, "zoo": "Zoo"})


def everything(disclosed: Disclosed) -> tuple[Any, ...]:
    """All that leaves, and all that is worked out from it."""
    answers = frame(*disclosed.answers)
    return (
        disclosed,
        to_json(FRAMEWORK, score(FRAMEWORK, answers)),
        score(FRAMEWORK, answers).items.to_csv(),
        find_swings(FRAMEWORK, answers).to_csv(),
        distribution(FRAMEWORK, answers).to_csv(),
        group_means(FRAMEWORK, answers).to_csv(),
    )


def raters(answers: list[Answer], item: str) -> dict[str, list[str]]:
    """Who rated an item, by group."""
    found = defaultdict(list)
    for answer in answers:
        if answer.kind == "answer" and answer.item == item and answer.value is not None:
            found[answer.group].append(answer.respondent)
    return found


def people_of_blocks(answers: list[Answer], disclosed: Disclosed) -> dict[str, list[set[str]]]:
    """Who stands behind each block of each item."""
    return {
        item: [{p for group in block.groups for p in raters(answers, item)[group]} for block in blocks]
        for item, blocks in disclosed.blocks.items()
    }


@slow_attack
@given(assessments(), st.randoms(use_true_random=False))
def test_who_in_a_block_gave_which_rating_changes_nothing(
    case: tuple[list[Answer], int], random: Any
) -> None:
    answers, threshold = case
    disclosed = show(answers, threshold)
    changed = {(a.respondent, a.item): a for a in answers if a.kind == "answer"}
    for item, blocks in people_of_blocks(answers, disclosed).items():
        for block in blocks:
            people = sorted(block)
            values = [changed[person, item].value for person in people]
            random.shuffle(values)
            for person, value in zip(people, values, strict=True):
                changed[person, item] = replace(changed[person, item], value=value)
    agreed = [a for a in answers if a.kind == "agreed"]
    assert everything(show([*changed.values(), *agreed], threshold)) == everything(disclosed)


@attack
@given(assessments(), st.randoms(use_true_random=False))
def test_who_wrote_which_note_or_gave_which_direction_changes_nothing(
    case: tuple[list[Answer], int], random: Any
) -> None:
    answers, threshold = case
    changed = []
    for item in ITEMS:
        rows = [a for a in answers if a.item == item and a.kind == "answer" and a.asked and a.given]
        for field in ("evidence", "direction", "one_person"):
            contents = [getattr(row, field) for row in rows]
            random.shuffle(contents)
            rows = [replace(row, **{field: content}) for row, content in zip(rows, contents, strict=True)]
        changed += rows
    rest = [a for a in answers if a.kind == "agreed" or not a.asked or not a.given]
    assert show([*changed, *rest], threshold) == show(answers, threshold)


@attack
@given(assessments(), st.randoms(use_true_random=False))
def test_names_of_people_and_the_order_of_their_answers_change_nothing(
    case: tuple[list[Answer], int], random: Any
) -> None:
    answers, threshold = case
    numbers = random.sample(range(100, 200), 100)
    renamed = [
        replace(a, respondent=f"other-{numbers[int(a.respondent.removeprefix('person-'))]}")
        if a.respondent
        else a
        for a in random.sample(answers, len(answers))
    ]
    disclosed = show(renamed, threshold)
    assert disclosed == show(answers, threshold)
    assert "other-" not in repr(disclosed)


@attack
@given(assessments())
def test_any_two_views_differ_by_nobody_or_at_least_the_threshold(case: tuple[list[Answer], int]) -> None:
    """Views of an item: nothing, every block, every union of blocks, the whole."""
    answers, threshold = case
    disclosed = show(answers, threshold)
    for item, blocks in people_of_blocks(answers, disclosed).items():
        everyone = {person for people in raters(answers, item).values() for person in people}
        views = [
            set().union(*chosen) for size in range(len(blocks) + 1) for chosen in combinations(blocks, size)
        ]
        assert everyone in views
        for one, other in product(views, views):
            assert not one - other or len(one - other) >= threshold
        assert [len(people) for people in blocks] == [block.voices for block in disclosed.blocks[item]]


@attack
@given(assessments())
def test_no_count_is_of_fewer_than_the_threshold_nor_leaves_fewer(case: tuple[list[Answer], int]) -> None:
    answers, threshold = case
    disclosed = show(answers, threshold)
    came = {a.respondent for a in answers if a.given and a.kind == "answer"}
    assert disclosed.voices == (len(came) if len(came) >= threshold else None)
    for row in score(FRAMEWORK, frame(*disclosed.answers)).items.to_dict("records"):
        counts = [row["rated"], row["dont_know"], row["not_applicable"]]
        assert all(count == 0 or count >= threshold for count in counts)
        asked = {a.respondent for a in answers if a.item == row["item"] and a.asked and a.kind == "answer"}
        if row["dont_know"] or row["not_applicable"]:
            left = len(asked & came) - sum(counts)
            assert left == 0 or left >= threshold
        assert row["unanswered"] == (row["item"] in disclosed.withheld and not sum(counts))
        own = [a for a in answers if a.item == row["item"] and a.kind == "answer"]
        assert not row["one_person"] or sum(a.one_person for a in own) >= threshold
        assert not row["direction"] or sum(a.direction == row["direction"] for a in own) >= threshold


@attack
@given(assessments(most=3), assessments(most=3))
def test_of_too_few_people_nothing_is_to_be_seen(
    case: tuple[list[Answer], int], other: tuple[list[Answer], int]
) -> None:
    """Whoever answered, and whatever: the same leaves for every such assessment that asks the same."""
    first, second = ([replace(a, asked=True) for a in c[0] if a.kind == "answer"] for c in (case, other))
    assume(all(len({a.respondent for a in answers}) < 4 for answers in (first, second)))
    assert show(first, 4) == show(second, 4)


@attack
@given(assessments(), st.sampled_from(ITEMS), st.data())
def test_of_an_item_that_too_few_rated_nothing_is_to_be_seen(
    case: tuple[list[Answer], int], item: str, data: st.DataObject
) -> None:
    answers, threshold = case
    own = [a for a in answers if a.item == item and a.kind == "answer" and a.asked]
    rest = [a for a in answers if a not in own]
    # Those who left another answer stay counted, whatever they say here.
    came = {a.respondent for a in rest if a.given and a.kind == "answer"}
    own = [a for a in own if a.respondent in came]
    assume(own)

    def fill(few: list[Any]) -> list[Answer]:
        chosen = [*few, *[None] * len(own)][: len(own)]
        return [
            replace(
                answer,
                value=choice if isinstance(choice, float) else None,
                special=choice if isinstance(choice, str) else None,
                reason="",
            )
            for answer, choice in zip(own, data.draw(st.permutations(chosen)), strict=True)
        ]

    few = st.lists(st.sampled_from([0.0, 1.0, 2.0, "dk", "na"]), max_size=threshold - 1)
    first, second = (show([*rest, *fill(data.draw(few))], threshold) for _ in range(2))
    assert first == second
    assert item in first.withheld


@attack
@given(assessments())
def test_how_groups_are_put_together_follows_from_counts_alone(case: tuple[list[Answer], int]) -> None:
    answers, threshold = case
    lowest = [replace(a, value=0.0) if a.value is not None and a.kind == "answer" else a for a in answers]
    blocks = {item: [b.groups for b in found] for item, found in show(answers, threshold).blocks.items()}
    assert {i: [b.groups for b in found] for i, found in show(lowest, threshold).blocks.items()} == blocks


@attack
@given(assessments())
def test_which_of_the_people_in_merged_small_groups_rated_is_not_said(case: tuple[list[Answer], int]) -> None:
    """Somebody who is the only one of a group is named in a block whether or not they rated the item."""
    answers, threshold = case
    came = {a.respondent: a.group for a in answers if a.given and a.kind == "answer"}
    for item, blocks in show(answers, threshold).blocks.items():
        asked = {a.group for a in answers if a.item == item and a.asked and a.respondent in came}
        assert sorted(group for block in blocks for group in block.groups) == sorted(asked)


@attack
@given(st.lists(st.integers(0, 6), max_size=7), st.integers(1, 5))
def test_every_block_is_large_enough_and_every_group_in_one(sizes: list[int], threshold: int) -> None:
    counts = [(f"g{number}", size) for number, size in enumerate(sizes)]
    blocks = form_blocks(counts, threshold)
    if sum(sizes) < threshold:
        assert blocks == []
    else:
        assert sorted(group for block in blocks for group in block) == [group for group, _ in counts]
        assert all(sum(dict(counts)[group] for group in block) >= threshold for block in blocks)
        large = {group for group, size in counts if size >= threshold}
        assert sum(len(large & set(block)) > 1 for block in blocks) == 0


@attack
@given(assessments())
def test_what_is_shown_is_true(case: tuple[list[Answer], int]) -> None:
    """Withholding makes items unrated, and nothing else: no rating, state or direction is made up."""
    answers, threshold = case
    disclosed = show(answers, threshold)
    # As the answers stand, with blocks for groups.
    block_of = {(i, g): b.id for i, blocks in disclosed.blocks.items() for b in blocks for g in b.groups}
    merged = [replace(a, group=block_of.get((a.item, a.group), a.group)) for a in answers]
    true = score(FRAMEWORK, frame(*merged)).items.to_dict("records")
    seen = score(FRAMEWORK, frame(*disclosed.answers)).items.to_dict("records")
    for fact, shown in zip(true, seen, strict=True):
        if shown["item"] in disclosed.blocks:
            for name in ("position", "mean", "agreed", "agreement"):
                np.testing.assert_allclose(shown[name], fact[name], atol=1e-9)
            assert (shown["rated"], shown["status"]) == (fact["rated"], fact["status"])
        else:
            assert shown["status"] in ("unrated", fact["status"])
        assert (shown["status"] == "not_asked") == (fact["status"] == "not_asked")
        assert shown["direction"] in ("", fact["direction"])
        assert shown["one_person"] <= fact["one_person"]


@slow_attack
@given(assessments(), st.sampled_from(["lowest", "highest", "any"]), st.randoms(use_true_random=False))
def test_leaving_out_a_made_up_voice_moves_a_figure_at_least_as_far_as_anybody_real(
    case: tuple[list[Answer], int], first: str, random: Any
) -> None:
    """However the ratings shown are dealt out to people: all the lowest to one, all the highest, or anyhow."""
    answers, threshold = case
    disclosed = show(answers, threshold)
    seen = score(FRAMEWORK, frame(*disclosed.answers)).items
    assume(not (seen["status"] == "not_asked").any())  # dealt anew, nobody says so any more
    people: dict[str, int] = defaultdict(int)
    rows = [a for a in disclosed.answers if a.asked]
    random.shuffle(rows)
    if first != "any":
        rows.sort(key=lambda a: (a.value is None, (a.value or 0.0) * (1 if first == "lowest" else -1)))
    dealt = []
    for answer in rows:
        if answer.kind == "answer":
            people[answer.item] += 1
            answer = replace(answer, respondent=f"p{people[answer.item]}")
        dealt.append(answer)
    found, real = (
        find_swings(FRAMEWORK, frame(*given)).set_index(["kind", "part"])
        for given in (disclosed.answers, dealt)
    )
    assert (found["wide_low"] <= real["wide_low"] + 1e-9).equals(found["wide_low"].notna())
    assert (found["wide_high"] >= real["wide_high"] - 1e-9).equals(found["wide_high"].notna())
