"""The 2007 framework as published: what the contract says of it, and the rules its texts were written by."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from selfassess.framework.files import find_frameworks, read_framework
from selfassess.framework.model import Framework, LensText
from selfassess.framework.wording import fill, terms_of

FRAMEWORKS = Path(__file__).parent.parent / "frameworks"
FILE = FRAMEWORKS / "safeguarding-2007-1.0.yaml"

ITEMS = {
    "1": ["1a", "1b", "1c"],
    "2": ["2a", "2b", "2c", "2d"],
    "3": ["3a", "3b"],
    "4": ["4a", "4b", "4c"],
    "5": ["5a", "5b", "5c"],
    "6": ["6a", "6b"],
    "7": ["7a", "7b", "7c", "7d"],
    "8": ["8a", "8b", "8c"],
}
AUTHORITY_ONLY = ["5c"]
FOUNDATIONS = ["1b", "1c", "5b", "5c", "7a", "7b", "7c", "7d", "8c"]
CONTINUUM_NAMES = ["parallel", "aspirational", "maximum"]
JUDGING_WORDS = ["good", "effective", "robust", "appropriate"]
LONGEST_ANCHOR = 32


@pytest.fixture(scope="module")
def framework() -> Framework:
    assert FILE.is_file()
    return read_framework(FILE)


def lens_texts(framework: Framework) -> Iterator[tuple[str, LensText]]:
    for item in framework.items:
        for lens, text in item.lenses.items():
            yield f"{item.id} {lens}", text


def anchors(framework: Framework) -> Iterator[tuple[str, str]]:
    for name, text in lens_texts(framework):
        for value, anchor in text.anchors.items():
            yield f"{name} {value:g}", anchor


def words(text: str) -> list[str]:
    return re.findall(r"[\w’'-]+", text.lower())


def test_the_file_is_there_and_found_by_its_id() -> None:
    assert FILE.is_file()
    assert find_frameworks(FRAMEWORKS)["safeguarding-2007@1.0.0"] == FILE


def test_eight_indicators_hold_23_programme_and_24_authority_items(framework: Framework) -> None:
    assert {i.id: [item.id for item in i.items] for i in framework.indicators} == ITEMS
    every = [item for items in ITEMS.values() for item in items]
    assert [lens.id for lens in framework.lenses] == ["programme", "authority"]
    assert [item.id for item in framework.items_in("authority")] == every
    assert [item.id for item in framework.items_in("programme")] == [
        item for item in every if item not in AUTHORITY_ONLY
    ]
    assert (len(framework.items_in("programme")), len(framework.items_in("authority"))) == (23, 24)


def test_each_item_stands_in_its_strand(framework: Framework) -> None:
    assert [strand.id for strand in framework.strands] == ["working-together", "foundations"]
    assert {item.id: item.strand for item in framework.items} == {
        item: "foundations" if item in FOUNDATIONS else "working-together"
        for items in ITEMS.values()
        for item in items
    }


def test_weights_are_equal(framework: Framework) -> None:
    assert {part.weight for part in (*framework.indicators, *framework.items)} == {1.0}


def test_the_scale_runs_from_0_to_4_without_naming_the_continuum(framework: Framework) -> None:
    assert [level.value for level in framework.scale.levels] == [0, 1, 2, 3, 4]
    assert [level.value for level in framework.scale.levels if level.between] == [1, 3]
    assert framework.scale.special_answers == ("not_applicable", "dont_know")
    said = words(" ".join(f"{level.label} {level.between or ''}" for level in framework.scale.levels))
    assert not set(CONTINUUM_NAMES) & set(said)


def test_the_continuum_has_the_three_points_and_five_zones_of_the_contract(framework: Framework) -> None:
    continuum = framework.continuum
    assert continuum.strand == "working-together"
    assert (continuum.range.low, continuum.range.high) == (0, 100)
    assert {point.id: point.at for point in continuum.points} == {
        "parallel": 0,
        "aspirational": 50,
        "maximum": 100,
    }
    assert [(zone.id, zone.lower) for zone in continuum.zones] == [
        ("parallel", 0),
        ("parallel-aspirational", 12.5),
        ("aspirational", 37.5),
        ("aspirational-maximum", 62.5),
        ("maximum", 87.5),
    ]


def test_bands_tell_strengths_from_what_to_work_on(framework: Framework) -> None:
    assert framework.bands.on == "position"
    kinds = [band.kind for band in framework.bands.bands]
    assert kinds == ["to_work_on", "middle", "strength"]


def test_coverage_is_demanded_with_a_reason(framework: Framework) -> None:
    assert 0.5 <= framework.minimum_coverage < 1
    assert framework.minimum_coverage_reason


def test_every_placement_is_shown_with_cautions_and_whether_referrals_are_counted(
    framework: Framework,
) -> None:
    assert len(framework.cautions) >= 3
    assert [signal.item for signal in framework.signals] == ["8c"]


def test_every_item_and_lens_is_complete(framework: Framework) -> None:
    incomplete = []
    for name, text in lens_texts(framework):
        whole = (
            set(text.anchors) == {0, 2, 4}
            and text.question.endswith("?")
            and bool(text.source.strip())
            and len(text.look_for) >= 3
            and all(text.next_steps.get(value) for value in (0, 2))
        )
        if not whole:
            incomplete.append(name)
    assert incomplete == []


def test_there_are_141_anchors_and_no_two_alike(framework: Framework) -> None:
    """(23 + 24) texts with three anchors each."""
    texts = [anchor for _, anchor in anchors(framework)]
    assert len(texts) == 141
    assert sorted(text for text in set(texts) if texts.count(text) > 1) == []


def test_anchors_neither_judge_nor_name_the_continuum(framework: Framework) -> None:
    banned = {*CONTINUUM_NAMES, *JUDGING_WORDS}
    assert {name: sorted(banned & set(words(text))) for name, text in anchors(framework)} == {
        name: [] for name, _ in anchors(framework)
    }


def test_anchors_are_short_enough_to_take_in_at_once(framework: Framework) -> None:
    terms = terms_of(framework)
    assert [
        name for name, text in anchors(framework) if len(fill(text, terms).split()) > LONGEST_ANCHOR
    ] == []


def test_no_article_stands_before_a_placeholder() -> None:
    """Whether "a" or "an" is right depends on the word that the vocabulary puts there."""
    assert re.findall(r".*\b[Aa]n? +\{\{.*", FILE.read_text(encoding="utf-8")) == []


def test_there_are_vocabularies_of_2007_and_of_now(framework: Framework) -> None:
    assert framework.vocabulary is not None
    assert {setting.id for setting in framework.vocabulary.settings} == {"current", "terms-2007"}
    assert framework.vocabulary.default == "current"
    assert terms_of(framework, "current")["social_care"] == "children's social care"
    assert terms_of(framework, "terms-2007")["social_care"] == "social services"


def test_every_declared_duty_is_served_by_some_item(framework: Framework) -> None:
    served = {duty for item in framework.items for duty in item.also_serves}
    assert [duty.id for duty in framework.duties if duty.id not in served] == []
