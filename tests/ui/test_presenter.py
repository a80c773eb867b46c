"""The presenter's screen: what each phase shows and what it doesn't, and what its buttons do."""

from __future__ import annotations

import re
from typing import Any

import pytest
from app_cases import Desk, Screen
from hall_cases import ROLES, Hall, hall_over, move, moves, open_page, press, said
from workshop_cases import ME, OTHER

from selfassess.service.workshop_opening import TAKEN_OUT
from selfassess.store.workshop_moves import MOVED_ON
from selfassess.store.workshops import NO_WORKSHOP
from selfassess.view_models.ballot import NO_VOTES, PROMPTS_APART, PROMPTS_TOGETHER
from selfassess.view_models.workshop import KEYS, PROMISE

WITHHELD = "Fewer than 3 phones voted, so nobody's vote is shown: it could be told whose it is."
ANCHOR = "In some areas or teams, most people on both sides describe safeguarding alike"
"""What stands at level 2 of 1a."""
SAID_OF_SOUTHSHIRE = "only here did the researchers hear open disagreement"
"""What the report says of 1a there, which we read as level 1."""
READING = "Our reading"


@pytest.fixture
def hall(desk: Desk) -> Hall:
    """With a workshop open on 1a, 1b and 2a of an assessment."""
    hall = hall_over(desk)
    hall.open(present=ROLES)
    return hall


def sees(screen: Screen, *texts: str) -> list[bool]:
    return [text in screen.text for text in texts]


def counts(screen: Screen) -> list[str]:
    """What stands about phones and hands."""
    found = re.findall(r"(?m)^.*(?:phone|phones) (?:has|have) .*$|^\d+ by a show of hands$", screen.text)
    return [line for line in found if "must" not in line]


def hands(screen: Screen, choice: str) -> Any:
    """The field for the hands of a choice."""
    return next(each for each in screen.app.number_input if each.key.startswith(f"hands-{choice}-"))


def present(screen: Screen) -> Any:
    """The field for who is in the room."""
    return next(each for each in screen.app.text_input if each.key.startswith("present-"))


# Before the first


def test_the_lobby_says_how_to_join_and_what_is_talked_about(hall: Hall) -> None:
    hall.phones(2)
    wall = hall.wall()
    code = hall.opened.code.upper()
    assert (
        f"<p class='code' aria-label='The code is {' '.join(code)}'>{code[:3]} {code[3:]}</p>" in wall.markup
    )
    assert re.search(
        r"<img class='qr' src='data:image/svg\+xml[^']+' alt='QR code of the address to join'>", wall.markup
    )
    assert (
        sees(wall, "Southshire", PROMISE, "localhost/join", "3 sub-indicators take about 34 minutes.")
        == [True] * 4
    )
    assert re.findall(r"<li><strong>(\d\w)</strong>", wall.markup) == ["1a", "1b", "2a"]
    assert counts(wall) == ["2 phones have joined"]
    assert moves(wall) == ["Begin with 1a Shared understanding `N`"]
    assert wall.markup.count("class='page-title'") == 1
    assert all(f"<kbd>{key}</kbd></dt><dd>{what}</dd>" in wall.markup for key, what in KEYS)
    assert "If a child may be at risk now" in wall.text


# Voting


def test_a_sub_indicator_is_shown_with_its_levels_before_the_vote(hall: Hall) -> None:
    wall = move(hall.wall(), "n")
    assert hall.now.current and hall.now.current.phase == "waiting"
    assert sees(wall, "1 of 3 · Not voted on yet", ANCHOR) == [True, True]
    assert re.findall(r"<dt>(\d)</dt>", wall.markup) == ["0", "1", "2", "3", "4"]
    assert (wall.charts, counts(wall)) == ([], ["No phone has joined yet"])
    assert moves(wall)[:2] == ["Start the vote `V`", "Agree without a vote `A`"]


def test_while_a_vote_is_open_the_screen_is_the_same_whatever_is_voted(hall: Hall) -> None:
    phones = hall.phones(4)
    wall = move(move(hall.wall(), "n"), "v")
    assert counts(wall) == ["0 of 4 phones have voted", "4 phones have joined"]
    hall.vote(phones[:3], 0.0, 4.0, "dk")
    first = wall.run().text
    assert counts(wall) == ["3 of 4 phones have voted", "4 phones have joined"]
    hall.vote(phones[:3], 2.0, 2.0, 2.0)
    assert wall.run().text == first
    assert (wall.charts, "<table" in wall.markup) == ([], False)
    assert moves(wall)[0] == "Reveal the votes `R`"
    assert hall.wall().text == first  # for whoever opens it now, too


def test_the_reveal_shows_how_many_chose_what(hall: Hall) -> None:
    hall.ballot(hall.phones(5), 0.0, 0.0, 4.0, "dk", None)
    wall = hall.wall()
    sentence = "3 people rated this: spread, from 0 to 4. 1 person can't tell from where they are."
    assert wall.charts == [
        f"{sentence} Level 0: 2; Level 1: 0; Level 2: 0; Level 3: 0; Level 4: 1; Can't tell from here: 1."
    ]
    assert wall.text.count("Votes on screen") == 1
    # Two at 0 and one at 4, mean 4/3: 1 + 2/3 log2(1 - 1/3) + 1/3 log2(1 - 2/3) = 0.08 (Tastle & Wierman).
    assert "Consensus 0.08 (1: everybody at one level, 0: half at each end of the line)." in wall.text
    assert sees(wall, PROMPTS_APART[0], ANCHOR, "By group", READING) == [False] * 4
    assert [each.rpartition(" ")[2] for each in moves(wall)] == [f"`{key}`" for key in "DAVSLT"]


def test_too_few_phones_are_not_shown_and_the_screen_says_why(hall: Hall) -> None:
    hall.ballot(hall.phones(2), 1.0, 4.0)
    wall = hall.wall()
    assert (sees(wall, WITHHELD, "rated this", "Consensus"), wall.charts) == ([True, False, False], [])
    talk = move(wall, "d")
    assert sees(talk, "What was voted for", ANCHOR) == [False, False]


def test_nobody_voted_and_that_is_said(hall: Hall) -> None:
    wall = move(move(move(hall.wall(), "n"), "v"), "r")
    assert (NO_VOTES in wall.text, wall.charts, "<table" in wall.markup) == (True, [], False)
    assert sees(move(wall, "d"), "What was voted for", *PROMPTS_TOGETHER) == [False, True, True, True]


def test_a_show_of_hands_counts_beside_the_phones(hall: Hall) -> None:
    phones = hall.phones(3)
    hall.do("start_vote", "1a")
    hall.vote(phones, 2.0, 2.0, 3.0)
    wall = hall.wall()
    fields = [each.label for each in wall.app.number_input]
    assert fields == ["Level 0", "Level 1", "Level 2", "Level 3", "Level 4", "Can't tell from here"]
    place = f"1a-1-{hall.id}"
    hands(wall, "2").set_value(7)
    hands(wall, "dk").set_value(1)
    press(wall, f"save-hands-{place}")
    assert (said(wall), hall.now.hands) == (["Counted."], 8)
    assert counts(wall) == ["3 of 3 phones have voted", "8 by a show of hands", "3 phones have joined"]
    assert hands(hall.wall(), "2").value == 7  # to be corrected, on any device
    move(wall, "r")
    assert "Level 2: 9; Level 3: 1; Level 4: 0; Can't tell from here: 1." in wall.charts[0]
    assert "3 phones and 8 hands." in wall.text
    assert len(wall.app.number_input) == 0


def test_a_room_without_phones_votes_by_hand(hall: Hall) -> None:
    hall.do("start_vote", "1a")
    wall = hall.wall()
    hands(wall, "4").set_value(2)
    move(press(wall, f"save-hands-1a-1-{hall.id}"), "r")
    assert sees(wall, "2 people rated this: all at 4", "By a show of hands.") == [True, True]


def test_hands_that_another_device_counted_come_in_place_of_what_stood_here(hall: Hall) -> None:
    hall.do("start_vote", "1a")
    wall = hall.wall()
    hands(wall, "0").set_value(3)
    press(wall, f"save-hands-1a-1-{hall.id}")
    hands(wall, "3").set_value(4)
    hall.do("set_hands", "1a", {"0": 1, "4": 5})
    wall.run()
    assert [hands(wall, choice).value for choice in ("0", "1", "2", "3", "4", "dk")] == [1, 0, 0, 4, 5, 0]
    hands(wall, "2").set_value(2)
    press(wall, f"save-hands-1a-1-{hall.id}")
    there = {"0": 1, "1": 0, "2": 2, "3": 4, "4": 5, "dk": 0}
    assert (wall.errors, hall.workshops.hands(ME, hall.id, "1a")) == ([], there)


def test_groups_are_shown_apart_and_small_ones_put_together(hall: Hall) -> None:
    hall.open(ask_groups=True, present=ROLES)
    phones = hall.join(*["police"] * 3, *["social-work"] * 3, "midwifery")
    hall.ballot(phones, *[0.0] * 3, *[4.0] * 3, 2.0)
    wall = hall.wall()
    assert "By group" in wall.text
    assert wall.charts[1:] == [
        "One line per group. Social work and Midwifery, 4 people: mean 3.5, from 2 to 4; Police, 3 people: mean 0, "
        "from 0 to 0."
    ]
    hall.open(present=ROLES)  # nobody is asked here
    hall.ballot(hall.phones(6), *[0.0] * 3, *[4.0] * 3)
    assert (len(hall.wall().charts), "By group" in hall.wall().text) == (1, False)


# Talking


def test_the_talk_has_what_was_voted_for_and_the_evidence_beside_it(hall: Hall) -> None:
    evil = "<script>x</script> **Minutes** of the forum 🎉"
    hall.assessments.set_rating(ME, hall.assessment, "1a", 3.0)
    hall.assessments.set_note(ME, hall.assessment, "1a", "evidence", evil)
    hall.ballot(hall.phones(3), 1.0, 1.0, 2.0)
    wall = move(hall.wall(), "d")
    levels = wall.markup.partition("What was voted for")[2].partition("</dl>")[0]
    assert re.findall(r"<dt(?: class=quiet)?>(\d)</dt>", levels) == ["0", "1", "2"]
    assert re.findall(r"class='status'>(.*?)<", levels) == ["2 votes", "1 vote"]
    assert sees(wall, "Evidence noted", evil, *PROMPTS_APART) == [True] * 5
    assert (wall.charts, "<script>" in wall.markup) == ([], False)
    later = move(press(wall, "to-1b"), "a")
    press(later, f"agree-close-1b-{hall.id}")
    hall.do("discuss", "1b")
    assert "None is noted yet. What could be shown to a visitor?" in later.run().text


@pytest.mark.parametrize(
    ("kind", "reading_shown"),
    [("practice", [False, False, False, False, True]), ("calibration", [False, False, True, True])],
)
def test_our_reading_waits_until_the_room_has_made_up_its_mind(
    hall: Hall, kind: str, reading_shown: list[bool]
) -> None:
    """Evidence from the first, the level only once the room has voted, or in a practice once it has agreed."""
    hall.practise(kind, present=ROLES)
    phones = hall.phones(3)
    wall = move(hall.wall(), "n")
    seen = [wall.text]
    seen.append(move(wall, "v").text)
    hall.vote(phones, 0.0, 1.0, 2.0)
    seen.append(move(wall, "r").text)
    seen.append(move(wall, "d").text)
    if kind == "practice":
        hall.agree("1a", 2.0)
        seen.append(wall.run().text)
    assert [READING in text for text in seen] == reading_shown
    assert [SAID_OF_SOUTHSHIRE in text for text in seen[:4]] == [True, True, False, True]
    assert ("Agree on a rating `A`" in moves(wall), "Evidence noted" in wall.text) == (False, False)


# Going about


def test_another_device_moves_the_screen_on_and_an_old_button_changes_nothing(hall: Hall) -> None:
    wall = move(hall.wall(), "n")
    hall.do("start_vote", "1a")
    move(wall, "v")
    assert wall.errors == [MOVED_ON]
    assert ("1 of 3 · Voting now" in wall.text, hall.now.version) == (True, 3)
    hall.do("reveal", "1a")
    assert "Votes on screen" in wall.run().text


def test_what_is_skipped_or_put_off_gives_way_to_the_next(hall: Hall) -> None:
    wall = move(hall.wall(), "n")
    move(wall, "s")
    assert "1b" in wall.text.split("\n")[0]
    move(wall, "l")
    assert [(each.item, each.phase) for each in hall.now.items] == [
        ("1a", "skipped"),
        ("2a", "waiting"),
        ("1b", "later"),
    ]
    assert wall.text.startswith("2a ")
    labels = [each.label for each in wall.app.button if (each.key or "").startswith("to-")]
    assert [label.split("&#58; ")[-1] for label in labels] == [
        "Skipped",
        "Not voted on yet",
        "Put off",
        "Show how to join",
    ]
    press(wall, "to-1a")
    assert wall.text.startswith("1a ")
    press(wall, "to-lobby")
    assert (hall.now.current, PROMISE in wall.text) == (None, True)


def test_an_open_vote_is_not_left_by_accident(hall: Hall) -> None:
    wall = move(move(hall.wall(), "n"), "v")
    press(wall, "to-1b")
    assert wall.errors == ["Voting on 1a is open. Reveal the votes first, or skip it."]
    assert "1 of 3 · Voting now" in wall.text


def test_the_timer_runs_and_is_stopped(hall: Hall) -> None:
    wall = move(move(move(hall.wall(), "n"), "v"), "t")
    assert re.search(r"role='timer'>(1:00|0:5\d)<", wall.markup)
    assert moves(wall)[-1] == "Stop the timer `T`"
    move(wall, "t")
    assert "role='timer'" not in wall.markup


def test_who_is_in_the_room_can_be_said_later(hall: Hall) -> None:
    wall = hall.wall()
    field = present(wall)
    assert field.value == ROLES
    field.set_value("Jo Bloggs, 01632 960123")
    press(wall, "save-present")
    assert wall.errors == [
        "Say who is in the room by role, such as “centre manager”, without personal details."
    ]
    present(wall).set_value("Lead, <b>police</b> 🙂")
    press(wall, "save-present")
    assert (said(wall), hall.now.present) == (["Saved."], "Lead, <b>police</b> 🙂")


def test_who_is_in_the_room_by_another_device_is_not_written_over_unseen(hall: Hall) -> None:
    wall = hall.wall()
    present(wall).set_value("Lead, police")
    press(wall, "save-present")
    hall.do("set_present", "New people")
    assert present(wall.run()).value == "New people"
    press(wall, "save-present")
    assert (wall.errors, hall.now.present) == ([], "New people")


def test_the_evidence_of_a_centre_that_was_removed_is_not_shown_and_the_workshop_can_be_ended(
    hall: Hall,
) -> None:
    hall.assessments.set_note(ME, hall.assessment, "1a", "evidence", "Minutes of the board")
    hall.do("discuss", "1a")
    assert sees(hall.wall(), "Minutes of the board", TAKEN_OUT) == [True, False]
    hall.store.remove_subject(hall.store.assessment(hall.assessment).subject_id)
    wall = hall.wall()
    assert sees(wall, "Minutes of the board", TAKEN_OUT) == [False, True]
    assert "end-now" in wall.fields("button")
    place = f"1a-{hall.id}"
    move(wall, "a").app.radio(key=f"rating-agree-{place}").set_value("3")
    wall.app.text_area(key=f"agree-reason-{place}").set_value("We saw it")
    press(wall, f"agree-save-{place}")
    assert (wall.errors, hall.now.items[0].agreed) == ([TAKEN_OUT], None)


# Whose it is


def test_somebody_elses_workshop_is_not_there(hall: Hall) -> None:
    other = hall.workshops.open(
        OTHER, "practice", items=["1a"], example="Midtown", framework_key=hall.framework.key, lens="authority"
    )
    for asked in (other.id, "nothing", "<b>x</b>", "' OR 1=1", "é" * 3000):
        wall = open_page("present", workshop=asked)
        assert wall.errors == [NO_WORKSHOP]
        assert [link.label for link in wall.links] == ["Go to Home"]
        assert "Midtown" not in wall.markup
    assert open_page("present").errors == [
        "This page needs a workshop. Open one under Workshops, or use the link you were sent."
    ]
