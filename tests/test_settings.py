"""What the environment says, and what stands in for it."""

from __future__ import annotations

import pytest

from selfassess.settings import OWNER_KEY_PROBLEM, read_settings

KEY = "an-owner-key-of-many-letters"


def test_without_a_key_one_is_made_for_as_long_as_the_process_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SELFASSESS_OWNER_KEY", raising=False)
    made = read_settings()
    assert len(made.owner_key) == 32
    assert made.owner_key == read_settings().owner_key
    assert (made.owner_key_is_set, made.owner_key_problem) == (False, "")


def test_a_key_that_is_set_is_the_owners(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SELFASSESS_OWNER_KEY", f" {KEY}\n")
    assert (read_settings().owner_key, read_settings().owner_key_is_set) == (KEY, True)


@pytest.mark.parametrize(
    "key", ["x" * 23, "x" * 65, "with a space in the middle of it", "ümlauts-are-not-fit-for-links"]
)
def test_a_key_that_a_link_could_not_carry_opens_nothing_and_says_why(
    key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SELFASSESS_OWNER_KEY", key)
    assert (read_settings().owner_key, read_settings().owner_key_problem) == ("", OWNER_KEY_PROBLEM)


def test_the_key_is_not_told_with_the_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SELFASSESS_OWNER_KEY", KEY)
    assert KEY not in repr(read_settings())
