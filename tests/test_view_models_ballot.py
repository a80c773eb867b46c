"""One vote in words: what may be chosen, how the votes lie, and what to talk about over them."""

from __future__ import annotations

import pytest
from view_cases import framework, terms
from workshop_words_cases import tally

from selfassess.disclosure import Block
from selfassess.view_models.ballot import (
    NO_VOTES,
    PROMPTS_APART,
    PROMPTS_TOGETHER,
    PROMPTS_UNKNOWN,
    make_ballot,
    make_talk,
    make_votes,
    vote_code,
    vote_of,
)


def test_a_ballot_offers_the_levels_as_the_questionnaire_words_them_and_can_t_tell() -> None:
    ballot = make_ballot(framework(), "2d", "programme", terms())
    assert [choice.code for choice in ballot.choices] == ["0", "1", "2", "3", "4", "dk"]
    assert [choice.number for choice in ballot.choices] == ["0", "1", "2", "3", "4", ""]
    anchors = framework().item("2d").lenses["programme"].anchors
    assert [ballot.choices[at].text for at in (0, 2, 4)] == [anchors[value] for value in (0.0, 2.0, 4.0)]
    assert ballot.choices[-1].text == "Can't tell from here"


def test_a_vote_is_the_same_on_screen_and_in_the_service() -> None:
    for vote in (0.0, 3.0, "dk", None):
        assert vote_of(framework(), vote_code(vote)) == vote


def test_votes_are_counted_by_level_with_can_t_tell_beside_them() -> None:
    found = make_votes(framework(), tally(0, 5, 0, 5, 0, cant_tell=2, phones=12, consensus=0.584), 3)
    assert found.sentence == (
        "10 people rated this: two camps, from 1 to 3. 2 people can't tell from where they are."
    )
    assert found.consensus == "Consensus 0.58 (1: everybody at one level, 0: half at each end of the line)."
    assert found.notes == ()
    assert found.distribution is not None
    assert found.distribution.rows == (
        ("Level 0", "0"),
        ("Level 1", "5"),
        ("Level 2", "0"),
        ("Level 3", "5"),
        ("Level 4", "0"),
        ("Can't tell from here", "2"),
    )
    assert list(found.distribution.frame["at"][:5]) == [0.0, 25.0, 50.0, 75.0, 100.0]
    assert found.distribution.alt == (
        f"{found.sentence} Level 0: 0; Level 1: 5; Level 2: 0; Level 3: 5; Level 4: 0; Can't tell from here: 2."
    )


def test_one_s_own_vote_is_marked_on_one_s_own_phone() -> None:
    shown = tally(0, 3, 0, 0, 0, cant_tell=1, phones=4)
    own = make_votes(framework(), shown, 3, 1.0).distribution
    assert own is not None
    assert list(own.frame["number"]) == ["", "3 (you)", "", "", "", "1"]
    assert own.rows[1] == ("Level 1, yours", "3")
    unknown = make_votes(framework(), shown, 3, "dk").distribution
    assert unknown is not None
    assert unknown.rows[-1] == ("Can't tell from here, yours", "1")


@pytest.mark.parametrize(
    ("shown", "sentence"),
    [
        (tally(0, 0, 0, 0, 0), NO_VOTES),
        (tally(), NO_VOTES),
        (tally(0, 0, 4, 0, 0, consensus=1.0), "4 people rated this: all at 2."),
        (tally(0, 0, 1, 0, 0), "One person rated this, at 2."),
        (tally(0, 0, 0, 0, 0, cant_tell=5, phones=5), "5 people can't tell from where they are."),
        (
            tally(phones=2, withheld=True),
            "Fewer than 3 phones voted, so nobody's vote is shown: it could be told whose it is.",
        ),
        (
            tally(phones=9, withheld=True, ballot=2),
            "Fewer than 3 phones voted or changed their vote, so nobody's vote is shown: it could be told whose it is.",
        ),
    ],
)
def test_a_few_votes_or_none_are_said_as_they_are(shown: object, sentence: str) -> None:
    assert make_votes(framework(), shown, 3).sentence == sentence  # type: ignore[arg-type]


def test_nothing_is_drawn_of_votes_that_are_withheld() -> None:
    found = make_votes(framework(), tally(phones=2, withheld=True), 3, 1.0)
    assert (found.distribution, found.groups, found.consensus) == (None, None, "")


@pytest.mark.parametrize(
    ("shown", "notes"),
    [
        (tally(0, 4, 0, 0, 0, phones=0, hands=4), ("By a show of hands.",)),
        (tally(0, 9, 0, 0, 0, phones=5, hands=4), ("5 phones and 4 hands.",)),
        (
            tally(0, 4, 0, 0, 0, phones=2, hands=4, withheld=True),
            (
                "These are the hands alone. Fewer than 3 phones voted, so nobody's vote is shown: it could be told whose "
                "it is.",
            ),
        ),
        (
            tally(0, 9, 0, 0, 0, ballot=2, from_before=1, left_out=2),
            (
                "Vote 2 on this.",
                "1 phone didn't vote again: its vote from before stands.",
                "2 votes are new and not counted yet: so few could be told apart.",
            ),
        ),
    ],
)
def test_what_the_counts_rest_on_is_said(shown: object, notes: tuple[str, ...]) -> None:
    assert make_votes(framework(), shown, 3).notes == notes  # type: ignore[arg-type]


def test_groups_stand_side_by_side_where_there_are_two_blocks() -> None:
    blocks = (
        Block(("police",), "Police", (0, 3, 0, 0, 0)),
        Block(("midwifery", "parents"), "Midwifery and parents", (0, 0, 0, 2, 2)),
    )
    found = make_votes(framework(), tally(0, 3, 0, 2, 2, blocks=blocks), 3)
    assert found.groups is not None
    assert found.groups.rows == (
        ("Police", "3", "1", "1", "1"),
        ("Midwifery and parents", "4", "3.5", "3", "4"),
    )
    assert make_votes(framework(), tally(0, 3, 0, 0, 0, blocks=blocks[:1]), 3).groups is None


def test_the_talk_has_the_levels_that_were_voted_for_and_prompts_that_fit() -> None:
    apart = make_talk(framework(), "2d", "programme", tally(0, 1, 0, 6, 0), terms())
    assert [(level.code, level.votes) for level in apart.levels] == [
        ("0", ""),
        ("1", "1 vote"),
        ("2", ""),
        ("3", "6 votes"),
        ("4", ""),
    ]
    assert apart.prompts == PROMPTS_APART
    together = make_talk(framework(), "2d", "programme", tally(0, 0, 6, 0, 0), terms())
    anchor = framework().item("2d").lenses["programme"].anchors[2.0]
    assert [(level.code, level.text, level.votes) for level in together.levels] == [("2", anchor, "6 votes")]
    assert together.prompts == PROMPTS_TOGETHER
    unknown = make_talk(framework(), "2d", "programme", tally(0, 1, 0, 6, 0, cant_tell=3), terms())
    assert unknown.prompts == (*PROMPTS_APART[:2], PROMPTS_UNKNOWN)


def test_without_votes_to_show_there_is_something_to_talk_about_all_the_same() -> None:
    for shown in (None, tally(phones=2, withheld=True)):
        talk = make_talk(framework(), "2d", "programme", shown, terms())
        assert talk.levels == ()
        assert talk.prompts == PROMPTS_TOGETHER
        assert len(talk.look_for) > 0
