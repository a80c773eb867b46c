"""Comparing centres: whom one could ask, where one's own is weak."""

from __future__ import annotations

from pathlib import Path

import pytest
from round_cases import LEAD, RoundDesk, make_desk

from selfassess.service import comparing


@pytest.fixture
def desk(tmp_path: Path) -> RoundDesk:
    return make_desk(tmp_path)


def add(desk: RoundDesk, round_id: int, name: str, **levels: float) -> str:
    """A centre that has agreed on its levels, so that no one person's view widens its range, and shares them."""
    manager = desk.manager(desk.add_centre(round_id, name))
    assessment = desk.assessment_of(round_id, name)
    for item, level in levels.items():
        desk.agreeing.agree(manager, assessment, item.removeprefix("i"), level, "Because", "Manager", None)
    desk.assessments.share(manager, assessment)
    return assessment


def test_those_strong_on_one_item_do_not_crowd_out_those_strong_on_another(
    desk: RoundDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(comparing, "MOST_LOOKED_AT", 2)
    round_id = desk.open()
    mine = add(desk, round_id, "Mine", i1a=0.0, i1b=2.0)
    strong = [add(desk, round_id, name, i1a=4.0, i1b=4.0) for name in ("Ash", "Birch", "Cedar")]
    desk.comparing.refresh(desk.framework)
    (result,) = desk.comparing.results(LEAD, [mine])
    found = desk.comparing.strong_elsewhere(LEAD, result, desk.centres_compared)
    assert [item for _, item in found] == ["1a", "1a", "1b", "1b"]
    assert {assessment for assessment, _ in found} < {*strong}


def test_somebody_less_weak_is_not_called_strong(desk: RoundDesk) -> None:
    round_id = desk.open()
    mine = add(desk, round_id, "Mine", i1a=0.0)
    add(desk, round_id, "Less weak", i1a=2.0)
    desk.comparing.refresh(desk.framework)
    (result,) = desk.comparing.results(LEAD, [mine])
    assert desk.comparing.strong_elsewhere(LEAD, result, desk.centres_compared) == []
