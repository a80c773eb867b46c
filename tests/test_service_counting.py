"""What is counted of the phones from ballot to ballot, so that no two of them tell what fewer than three did."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from selfassess.disclosure import Block
from selfassess.service.counting import Counted, count_ballots, form_groups
from selfassess.store.workshop_records import VoteRecord

LEVELS = (0.0, 2.0, 4.0)
LABELS = {"health": "Health visiting", "police": "Police"}


def cast(ballot: int, *ratings: float | str | None, groups: str = "") -> list[VoteRecord]:
    """A ballot's votes, by the number of the phone; None didn't vote. `groups`: one letter for each phone."""
    names = {"h": "health", "p": "police", " ": "", "": ""}
    return [
        VoteRecord(
            "1a",
            ballot,
            seat,
            names[groups[seat : seat + 1]],
            rating if isinstance(rating, float) else None,
            rating if isinstance(rating, str) else None,
        )
        for seat, rating in enumerate(ratings)
        if rating is not None
    ]


def test_each_phone_is_counted_by_its_latest_vote() -> None:
    votes = [*cast(1, 0.0, 0.0, 2.0, "dk"), *cast(2, 4.0, 4.0, 4.0, None)]
    assert count_ballots(votes, 2, 3) == [
        Counted(1, tuple(cast(1, 0.0, 0.0, 2.0, "dk")), 4, 0, 0, False, True),
        Counted(2, (*cast(2, 4.0, 4.0, 4.0), cast(1, None, None, None, "dk")[0]), 4, 1, 0, False, False),
    ]


def test_votes_of_a_later_ballot_are_not_looked_at() -> None:
    votes = [*cast(1, 0.0, 0.0, 0.0), *cast(2, 4.0, 4.0, 4.0)]
    assert count_ballots(votes, 1, 3) == count_ballots(cast(1, 0.0, 0.0, 0.0), 1, 3)
    assert count_ballots(votes, 0, 3) == []


def test_a_ballot_that_nobody_voted_on_withholds_nothing() -> None:
    assert count_ballots([], 1, 3) == [Counted(1, (), 0, 0, 0, False, False)]


@pytest.mark.parametrize(
    ("second", "shown", "waiting"),
    [
        ((2.0, None, None), False, 0),  # one again
        ((2.0, 2.0, None), False, 0),  # two again
        ((2.0, 2.0, 2.0), True, 0),
        ((None, None, None, 2.0), False, 0),  # one newcomer
        ((None, None, None, 2.0, 2.0, 2.0), True, 0),
        ((2.0, None, None, 2.0, 2.0, 2.0), True, 1),  # the one waits, the newcomers don't
        ((2.0, 2.0, 2.0, 2.0, 2.0), True, 2),
        ((None, None, None), False, 0),
    ],
)
def test_what_is_new_is_taken_in_from_three_phones_upwards(
    second: tuple[float | None, ...], shown: bool, waiting: int
) -> None:
    counted = count_ballots([*cast(1, 0.0, 0.0, 0.0), *cast(2, *second)], 2, 3)[1]
    assert (not counted.withheld, counted.left_out) == (shown, waiting)


def test_a_ballot_laid_beside_one_before_the_last_tells_no_fewer_than_three_either() -> None:
    """Two of the first three vote again, and with them one who came later: of the first three that are two."""
    votes = [
        *cast(1, 0.0, 0.0, 0.0),
        *cast(2, None, None, None, 4.0, 4.0, 4.0),
        *cast(3, None, 2.0, 2.0, None, None, 4.0),
    ]
    counted = count_ballots(votes, 3, 3)
    assert [(len(each.votes), each.left_out, each.withheld) for each in counted] == [
        (3, 0, False),
        (6, 0, False),
        (0, 0, True),
    ]


PHONES = 10
who_votes = st.integers(min_value=0, max_value=2**PHONES - 1)


@settings(max_examples=400, deadline=None)
@given(st.lists(who_votes, min_size=1, max_size=6), st.integers(min_value=3, max_value=4), who_votes)
def test_any_two_ballots_shown_differ_by_as_many_phones_as_the_threshold_or_by_none(
    given_votes: list[int], threshold: int, police: int
) -> None:
    """Whoever voted, ballot by ballot, as the bits of a number."""
    groups = "".join("hp"[police >> seat & 1] for seat in range(PHONES))
    votes = [
        vote
        for number, bits in enumerate(given_votes, start=1)
        for vote in cast(
            number, *(0.0 if bits >> seat & 1 else None for seat in range(PHONES)), groups=groups
        )
    ]
    counted = count_ballots(votes, len(given_votes), threshold)
    shown = [{vote.seat: vote for vote in each.votes} for each in counted if each.votes]
    for n, after in enumerate(shown):
        assert len(after) >= threshold
        for before in shown[:n]:
            assert before.keys() <= after.keys()  # nobody is told by going
            came = after.keys() - before.keys()
            again = {seat for seat in before if before[seat] != after[seat]}
            assert len(came) == 0 or len(came) >= threshold
            assert len(again) == 0 or len(again) >= threshold
    last: Counted | None = None
    for each in counted:
        blocks = form_groups(each, LEVELS, LABELS, threshold)
        assert all(block.voices >= threshold for block in blocks)
        if blocks:
            assert last is None or {v.seat for v in last.votes} == {v.seat for v in each.votes}
            assert last is None or all(vote.ballot == each.ballot for vote in each.votes)
        last = each if each.votes else last


def test_groups_are_merged_in_the_order_of_their_labels_and_phones_that_cannot_tell_hide_among_them() -> None:
    votes = cast(1, 4.0, 4.0, 4.0, 0.0, "dk", 0.0, 0.0, groups="ppphh  ")
    (counted,) = count_ballots(votes, 1, 3)
    assert form_groups(counted, LEVELS, LABELS, 3) == (
        Block(("health", ""), "Health visiting and Group not given", (3, 0, 0)),
        Block(("police",), "Police", (0, 0, 3)),
    )
