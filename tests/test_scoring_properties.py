"""What holds for the scores of any framework and any answers."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import fields, replace
from fractions import Fraction
from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scoring_cases import frame, make_framework, make_item

from selfassess.answers import FRAME_COLUMNS, Answer
from selfassess.framework.model import Framework, Item
from selfassess.scoring import KEY, Scores, score

SCALES = [(0, 1, 2, 3, 4), (1, 2, 3, 4), (0, 0.25, 0.5, 1), (1, 5)]
WEIGHTS = (1.0, 0.1, 0.7, 3.0)
NAMES = [field.name for field in fields(Scores)]
some = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
many = settings(some, max_examples=60)


@st.composite
def frameworks(draw: st.DrawFn) -> Framework:
    strands = draw(st.sampled_from([(), ("links", "base")]))
    indicators = {}
    for number in range(draw(st.integers(1, 3))):
        indicators[f"{number}"] = [
            make_item(
                f"{number}{letter}",
                draw(st.sampled_from(strands)) if strands else None,
                draw(st.sampled_from(WEIGHTS)),
                draw(st.sampled_from(["programme", "authority", "programme authority"])),
            )
            for letter in "abc"[: draw(st.integers(1, 3))]
        ]
    return make_framework(
        indicators,
        levels=draw(st.sampled_from(SCALES)),
        strands=strands,
        indicator_weights={name: draw(st.sampled_from(WEIGHTS)) for name in indicators},
        minimum_coverage=draw(st.sampled_from([0.0, 0.5, 0.6, 1.0])),
    )


@st.composite
def cases(draw: st.DrawFn, specials: bool = True) -> tuple[Framework, list[Answer]]:
    """A framework, and at most one answer per respondent and item, in any order."""
    framework = draw(frameworks())
    levels = [level.value for level in framework.scale.levels]
    choices: list[Any] = [*levels, *(["na", "dk", None] if specials else [])]
    found = {}
    for _ in range(draw(st.integers(0, 25))):
        item = draw(st.sampled_from(framework.items))
        lens = draw(st.sampled_from(sorted(item.lenses)))
        kind: Any = draw(st.sampled_from(["answer"] * 5 + ["agreed"]))
        choice = draw(st.sampled_from([c for c in choices if kind == "answer" or c != "dk"]))
        answer = Answer(
            subject=draw(st.sampled_from(["Ash", "Beech"])),
            authority=draw(st.sampled_from(["", "North"])),
            lens=lens,
            item=item.id,
            value=choice if isinstance(choice, int | float) else None,
            special=choice if isinstance(choice, str) else None,  # type: ignore[arg-type]
            round=draw(st.sampled_from(["", "2"])),
            respondent="" if kind == "agreed" else draw(st.sampled_from(["p", "q", "r"])),
            group=draw(st.sampled_from(["", "police", "school"])),
            kind=kind,
            direction=draw(st.sampled_from([None, "holding", "slipping"])),
        )
        found[key_of(answer), answer.respondent, answer.item, kind] = answer
    return framework, list(found.values())


def key_of(answer: Answer) -> tuple[str, ...]:
    return answer.authority, answer.subject, answer.lens, answer.round


def assert_same(found: Scores, expected: Scores) -> None:
    """Equal to the last digit."""
    for name in NAMES:
        pd.testing.assert_frame_equal(getattr(found, name), getattr(expected, name), check_exact=True)


def figure_frames(scores: Scores) -> list[pd.DataFrame]:
    return [scores.indicators, scores.strands]


@many
@given(cases())
def test_a_slow_reading_of_the_rules_with_exact_fractions_gives_the_same_scores(
    case: tuple[Framework, list[Answer]],
) -> None:
    framework, answers = case
    scores = score(framework, frame(*answers))
    keys = sorted(
        {key_of(answer) for answer in answers}, key=lambda k: (k[0], k[1], k[2] != "programme", k[3])
    )
    assert list(scores.subjects[KEY].itertuples(index=False, name=None)) == keys
    expected = {key: score_slowly(framework, [a for a in answers if key_of(a) == key]) for key in keys}
    for row in scores.items.to_dict("records"):
        position = expected[tuple(row[k] for k in KEY)][0][row["item"]]
        assert row["status"] == {None: "unrated", "na": "not_applicable"}.get(position, "rated")  # type: ignore[call-overload]
        assert_near(row["position"], None if position == "na" else position)
    for row in scores.indicators.to_dict("records"):
        assert_figures(row, expected[tuple(row[k] for k in KEY)][1][row["indicator"], row["strand"]])
    for row in scores.strands.to_dict("records"):
        assert_figures(row, expected[tuple(row[k] for k in KEY)][1]["whole", row["strand"]])


def assert_near(found: float, expected: Fraction | None) -> None:
    assert pd.isna(found) if expected is None else found == pytest.approx(float(expected), abs=1e-9)


def assert_figures(row: dict[Any, Any], expected: dict[str, Fraction | None]) -> None:
    for name, value in expected.items():
        assert_near(row[name], value)


def score_slowly(framework: Framework, answers: list[Answer]) -> tuple[dict[str, Any], dict[Any, Any]]:
    """One key by rules 2 to 6, one number at a time: positions of items, and figures."""
    lens = answers[0].lens
    items = {item.id: settle_slowly(framework, item, answers) for item in framework.items_in(lens)}
    figures: dict[Any, Any] = {}
    for strand in ("", *(s.id for s in framework.effective_strands)):
        per_indicator = []
        for indicator in framework.indicators_in(lens):
            members = [i for i in indicator.items if lens in i.lenses]
            members = [i for i in members if strand in ("", framework.strand_of(i))]
            pairs = [(exact(i.weight), items[i.id]) for i in members if items[i.id] != "na"]
            rated = [(weight, position) for weight, position in pairs if position is not None]
            per_indicator.append(
                {
                    "weight": exact(indicator.weight),
                    "raw_position": average(rated),
                    "low": average([(w, Fraction(0) if p is None else p) for w, p in pairs]),
                    "high": average([(w, Fraction(100) if p is None else p) for w, p in pairs]),
                    "rated": sum(w for w, _ in rated),
                    "applicable": sum(w for w, _ in pairs),
                }
            )
            figures[indicator.id, strand] = report(framework, per_indicator[-1:])
        figures["whole", strand] = report(framework, per_indicator)
    return items, figures


def settle_slowly(framework: Framework, item: Item, answers: list[Answer]) -> Any:
    """A Fraction, None for unrated or "na"."""
    own = [a for a in answers if a.item == item.id]
    for agreed in (a for a in own if a.kind == "agreed" and a.given):
        return "na" if agreed.special == "na" else position_of(framework, agreed)
    groups = defaultdict(list)
    for answer in own:
        if answer.kind == "answer" and answer.value is not None:
            groups[answer.group].append((Fraction(1), position_of(framework, answer)))
    if groups:
        return average([(Fraction(1), average(members)) for members in groups.values()])
    said = {a.special for a in own if a.kind == "answer"}
    return "na" if "na" in said and "dk" not in said else None


def position_of(framework: Framework, answer: Answer) -> Fraction:
    low, high = exact(framework.scale.lowest), exact(framework.scale.highest)
    return 100 * (exact(answer.value or 0.0) - low) / (high - low)


def exact(number: float) -> Fraction:
    return Fraction(str(number))


def average(pairs: list[Any]) -> Fraction | None:
    pairs = [(weight, value) for weight, value in pairs if value is not None]
    return sum(w * v for w, v in pairs) / sum(w for w, _ in pairs) if pairs else None


def report(framework: Framework, parts: list[Any]) -> dict[str, Fraction | None]:
    applicable = sum(part["applicable"] for part in parts)
    coverage = sum(part["rated"] for part in parts) / applicable if applicable else None
    figures = {
        name: average([(part["weight"], part[name]) for part in parts])
        for name in ("raw_position", "low", "high")
    }
    shown = coverage is not None and coverage >= exact(framework.minimum_coverage)
    return {**figures, "coverage": coverage, "position": figures["raw_position"] if shown else None}


@some
@given(cases())
def test_rules_5_and_6_figures_keep_their_order_and_range(case: tuple[Framework, list[Answer]]) -> None:
    framework, answers = case
    for figures in figure_frames(score(framework, frame(*answers))):
        known = figures.dropna(subset=["low"])
        assert figures["high"].isna().equals(figures["low"].isna())
        assert figures["coverage"].isna().equals(figures["low"].isna())
        assert (known["low"] >= 0).all()
        assert (known["high"] <= 100).all()
        assert known["coverage"].between(0, 1).all()
        for name in ("position", "raw_position"):
            placed = known.dropna(subset=[name])
            assert (placed["low"] <= placed[name]).all()
            assert (placed[name] <= placed["high"]).all()


@some
@given(cases(specials=False))
def test_rule_6_where_everything_is_rated_both_bounds_equal_the_position_exactly(
    case: tuple[Framework, list[Answer]],
) -> None:
    framework, answers = case
    lowest = framework.scale.lowest
    complete = [
        replace(first, item=item.id, value=lowest, kind="answer", respondent="filler")
        for first in {key_of(answer): answer for answer in answers}.values()
        for item in framework.items_in(first.lens)
    ]
    for figures in figure_frames(score(framework, frame(*answers, *complete))):
        known = figures.dropna(subset=["coverage"])
        assert (known["coverage"] == 1).all()
        assert known["low"].tolist() == known["position"].tolist() == known["high"].tolist()


@some
@given(cases(), st.randoms(use_true_random=False))
def test_the_order_of_rows_and_the_type_of_columns_change_nothing(
    case: tuple[Framework, list[Answer]], random: Any
) -> None:
    framework, answers = case
    shuffled = random.sample(answers, len(answers))
    text = [name for name in FRAME_COLUMNS if name not in ("value", "one_person")]
    as_categories = frame(*shuffled).astype(dict.fromkeys(text, "category"))
    expected = score(framework, frame(*answers))
    assert_same(score(framework, as_categories), expected)
    assert_same(score(framework, frame(*shuffled).set_index(pd.Index(range(7, 7 + len(answers))))), expected)


@some
@given(cases(), st.data())
def test_a_subject_scores_the_same_alone_as_among_others(
    case: tuple[Framework, list[Answer]], data: st.DataObject
) -> None:
    framework, answers = case
    if not answers:
        return
    key = key_of(data.draw(st.sampled_from(answers)))
    together = score(framework, frame(*answers))
    alone = score(framework, frame(*(a for a in answers if key_of(a) == key)))
    tables = {name: getattr(together, name) for name in NAMES}
    mine = {
        name: table[(table[KEY] == list(key)).all(axis=1)].reset_index(drop=True)
        for name, table in tables.items()
    }
    assert_same(alone, Scores(**mine))


@some
@given(cases())
def test_the_answers_given_are_left_as_they_were(case: tuple[Framework, list[Answer]]) -> None:
    framework, answers = case
    given_frame = frame(*answers)
    before = given_frame.copy(deep=True)
    score(framework, given_frame)
    pd.testing.assert_frame_equal(given_frame, before, check_exact=True)


@some
@given(cases(), st.data())
def test_raising_a_rating_lowers_no_figure(case: tuple[Framework, list[Answer]], data: st.DataObject) -> None:
    framework, answers = case
    highest = framework.scale.highest
    ratings = [n for n, a in enumerate(answers) if a.value is not None and a.value < highest]
    if not ratings:
        return
    chosen = data.draw(st.sampled_from(ratings))
    raised = [replace(a, value=highest) if n == chosen else a for n, a in enumerate(answers)]
    before, after = score(framework, frame(*answers)), score(framework, frame(*raised))
    for old, new in zip(figure_frames(before), figure_frames(after), strict=True):
        for name in ("raw_position", "low", "high"):
            assert (new[name] >= old[name] - 1e-9).equals(old[name].notna())
        assert new["coverage"].equals(old["coverage"])


@some
@given(cases(), st.data())
def test_rule_6_answering_what_was_open_narrows_the_bounds(
    case: tuple[Framework, list[Answer]], data: st.DataObject
) -> None:
    framework, answers = case
    before = score(framework, frame(*answers))
    open_rows = before.items[before.items["status"] == "unrated"].to_dict("records")
    # An agreed row that says nothing yet would be a second one.
    held = {(key_of(a), a.item) for a in answers if a.kind == "agreed"}
    open_rows = [row for row in open_rows if (tuple(row[k] for k in KEY), row["item"]) not in held]
    if not open_rows:
        return
    row = data.draw(st.sampled_from(open_rows))
    level = data.draw(st.sampled_from(framework.scale.levels))
    place = {name: row[name] for name in (*KEY, "item")}
    after = score(framework, frame(*answers, Answer(**place, value=level.value, kind="agreed")))
    for old, new in zip(figure_frames(before), figure_frames(after), strict=True):
        assert (new["low"] >= old["low"] - 1e-9).equals(old["low"].notna())
        assert (new["high"] <= old["high"] + 1e-9).equals(old["high"].notna())


@some
@given(cases())
def test_rule_8_agreement_lies_between_0_and_1_and_needs_two(case: tuple[Framework, list[Answer]]) -> None:
    framework, answers = case
    items = score(framework, frame(*answers)).items
    assert items["agreement"].notna().equals(items["rated"] >= 2)
    assert items["agreement"].dropna().between(0, 1).all()


@some
@given(cases())
def test_turning_the_scale_round_mirrors_positions_and_bounds_and_keeps_agreement(
    case: tuple[Framework, list[Answer]],
) -> None:
    framework, answers = case
    both = framework.scale.lowest + framework.scale.highest
    levels = [both - level.value for level in reversed(framework.scale.levels)]
    turned = [a if a.value is None else replace(a, value=both - a.value) for a in answers]
    document = framework.model_dump(by_alias=True)
    document["scale"]["levels"] = [{"value": v, "label": f"level {v}"} for v in levels]
    old = score(framework, frame(*answers))
    new = score(Framework.model_validate(document), frame(*turned))
    pd.testing.assert_series_equal(new.items["agreement"], old.items["agreement"], rtol=0, atol=1e-9)
    pd.testing.assert_series_equal(new.items["position"], 100 - old.items["position"], rtol=0, atol=1e-9)
    for before, after in zip(figure_frames(old), figure_frames(new), strict=True):
        for name, other in (("raw_position", "raw_position"), ("low", "high"), ("high", "low")):
            mirrored = (100 - before[other]).rename(name)
            pd.testing.assert_series_equal(after[name], mirrored, rtol=0, atol=1e-9)
