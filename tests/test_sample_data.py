"""The sample data: complete, cited, scored as it stands, and kept apart from the authors' order."""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path

import pytest
import yaml

from selfassess.answers import Answer, to_frame
from selfassess.exchange.answers_files import read_answers
from selfassess.framework.files import read_framework
from selfassess.framework.model import Framework
from selfassess.scoring import Scores, score

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT / "sample_data"
FOUR = ["Southshire", "East Borough", "Midtown", "City Borough"]


@cache
def framework() -> Framework:
    return read_framework(ROOT / "frameworks" / "safeguarding-2007-1.0.yaml")


@cache
def four() -> tuple[Answer, ...]:
    return tuple(read_answers(SAMPLES / "four-authorities.csv", framework()))


@cache
def eight() -> tuple[Answer, ...]:
    return tuple(read_answers(SAMPLES / "eight-programmes.csv", framework()))


def scores(answers: tuple[Answer, ...]) -> Scores:
    return score(framework(), to_frame(answers))


def test_each_authority_has_an_answer_to_each_of_the_24_sub_indicators() -> None:
    items = [item.id for item in framework().items_in("authority")]
    assert Counter((a.subject, a.item) for a in four()) == {(s, i): 1 for s in FOUR for i in items}


def test_every_answer_names_its_source_and_every_rating_its_basis() -> None:
    assert [a for a in four() if "Source" not in a.evidence or not a.evidence.rstrip().endswith(".")] == []
    assert {(a.value is not None, a.basis is not None) for a in four()} == {(True, True), (False, False)}
    assert {a.special for a in four() if a.value is None} == {"dk"}


def test_every_authority_can_be_placed() -> None:
    placed = scores(four()).placements
    assert sorted(placed["subject"]) == sorted(FOUR)
    assert (placed["zone"] != "").all()


def test_the_authors_order_stands_apart_from_the_ratings() -> None:
    order = yaml.safe_load((SAMPLES / "authors-order.yaml").read_text("utf-8"))
    assert order["left_to_right"] == FOUR
    assert "order" not in (SAMPLES / "four-authorities.csv").read_text("utf-8").splitlines()[0]


def test_the_eight_programmes_say_that_they_are_illustrative_wherever_they_are_named() -> None:
    assert len({a.subject for a in eight()}) == 8
    assert len({a.round for a in eight()}) == 2
    assert all("llustrative" in name for a in eight() for name in (a.subject, a.authority, a.round))


def test_each_programme_hears_from_several_groups_in_each_round() -> None:
    groups: dict[tuple[str, str], set[str]] = {}
    for answer in eight():
        groups.setdefault((answer.subject, answer.round), set()).add(answer.group)
    assert len(groups) == 16
    assert min(len(found) for found in groups.values()) >= 3


@pytest.mark.parametrize("programme", list("ABCDEFGH"))
def test_each_programme_has_a_profile(programme: str) -> None:
    profiles = yaml.safe_load((SAMPLES / "profiles.yaml").read_text("utf-8"))["profiles"]
    assert f"Programme {programme} (illustrative)" in [profile["subject"] for profile in profiles]


def test_the_tables_of_the_report_are_kept_as_printed_with_their_conflicts_beside_them() -> None:
    context = yaml.safe_load((SAMPLES / "context.yaml").read_text("utf-8"))
    table = next(t for t in context["tables"] if t["number"] == "Table 6.1")
    share = next(row for row in table["rows"] if row["unit"] == "%")
    assert share["values"]["midtown"] == 21
    assert any("21.6" in c["text"] for c in context["conflicts"] if table["id"] in c["tables"])
