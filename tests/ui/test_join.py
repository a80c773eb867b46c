"""A participant's phone: in by the code, one vote that can be changed until the reveal, and what comes after."""

from __future__ import annotations

import re

import pytest
from app_cases import Desk, Screen, read_label
from hall_cases import Hall, hall_over, new_app, press
from link_cases import RoundDesk

from selfassess.service.actor import LOCAL_OWNER
from selfassess.service.joining import NO_CODE
from selfassess.service.round_plans import RoundPlan
from selfassess.store import workshops
from selfassess.store.votes import ENDED, VOTE_ENDED
from selfassess.ui import binding, html
from selfassess.ui.join_form import ASK_CODE, NO_GROUP
from selfassess.ui.seat import SEATS
from selfassess.ui.visit import OPENING
from selfassess.view_models.phone import IN, NOT_YET
from selfassess.view_models.workshop import CANT_TELL, PROMISE

LEVELS = ("0", "1", "2", "3", "4")
IN_YET = "Look at the screen. The first question comes here by itself; leave this page open."
SAID_OF_SOUTHSHIRE = "only here did the researchers hear open disagreement"
READING = "Our reading"


@pytest.fixture
def hall(desk: Desk) -> Hall:
    """With a workshop open on 1a, 1b and 2a of an assessment."""
    hall = hall_over(desk)
    hall.open()
    return hall


def at_the_door(**query: str) -> Screen:
    return Screen(new_app()).open("join", **query)


def choices(phone: Screen) -> list[str]:
    """The start of what may be chosen: a level's number, or all of what has none."""
    return [read_label(option) for option in phone.app.radio[0].options]


def choose(phone: Screen, at: int) -> Screen:
    radio = phone.app.radio[0]
    radio.set_value(LEVELS[at] if at < len(LEVELS) else "dk")
    return phone.run()


def heads(phone: Screen) -> list[str]:
    """What stands on the phone, without the foot of the page."""
    return phone.text.partition("\nIf a child may be at risk now.")[0].split("\n")


# Coming in


def test_a_code_that_is_typed_leads_on_however_it_is_written(hall: Hall) -> None:
    phone = at_the_door()
    code = hall.opened.code
    phone.app.text_input(key="code-typed").set_value(f" {code[:3]}-{code[3:].upper()} ")
    press(phone, "code-go")
    assert phone.app.query_params["code"] == code.upper()
    assert (heads(phone), phone.fields("button")) == ([OPENING], [])


def test_no_code_at_all_is_asked_for(hall: Hall) -> None:
    phone = at_the_door()
    for typed in ("", "  ", "--- 🎉"):
        phone.app.text_input(key="code-typed").set_value(typed)
        press(phone, "code-go")
        assert phone.errors == [ASK_CODE]


@pytest.mark.parametrize("code", ["bbbbbb", "abc", "<b>b</b>", "' OR 1=1", "b" * 5000])
def test_a_code_of_no_workshop_says_so_and_can_be_typed_again(hall: Hall, code: str) -> None:
    app = new_app()
    app.session_state[SEATS] = {"bbbbbb": "", "abc": "", "bbb": "", "or11": "", "b" * 12: ""}
    phone = Screen(app).open("join", code=code)
    assert (phone.errors, len(phone.app.text_input)) == ([NO_CODE], 1)
    assert (hall.seats(), "join-go" in phone.fields("button")) == ([], False)


def test_a_workshop_that_has_ended_lets_nobody_in(hall: Hall) -> None:
    hall.do("end")
    phone = hall.phone()
    assert (phone.errors, phone.fields("button")) == ([ENDED], ["code-go"])


def test_nothing_is_offered_before_the_phone_has_said_whether_it_has_a_place(hall: Hall) -> None:
    """Or a phone that comes back would join twice, and vote twice."""
    phone = at_the_door(code=hall.opened.code)
    assert (heads(phone), phone.fields("button")) == ([OPENING], [])


def test_joining_takes_one_press_and_asks_nothing(hall: Hall) -> None:
    phone = hall.phone()
    assert heads(phone) == ["Southshire", PROMISE]
    assert [phone.fields(kind) for kind in ("radio", "text_input")] == [[], []]
    press(phone, "join-go")
    assert heads(phone) == ["You are in", "Southshire", IN_YET]
    assert hall.seats() == [""]
    kept = phone.app.session_state[SEATS][hall.opened.code]
    assert hall.joining.see(kept).code == hall.opened.code
    assert kept not in phone.markup
    assert kept not in str(hall.store.everything())
    phone.run()
    assert hall.phone(kept).text == phone.text
    assert len(hall.seats()) == 1


def test_a_group_is_asked_where_the_workshop_wants_it_and_nobody_has_to_say(hall: Hall) -> None:
    hall.open(ask_groups=True)
    for chosen in ("police", "", None):
        phone = hall.phone()
        asked = phone.app.radio(key=f"rating-group-{hall.opened.code}")
        assert (asked.value, asked.options[-1]) == (None, NO_GROUP)
        if chosen is not None:
            asked.set_value(chosen)
        press(phone.run(), "join-go")
        assert heads(phone)[0] == "You are in"
    assert hall.seats() == ["", "", "police"]


def test_the_groups_that_a_lead_made_are_text(desk: Desk, hall: Hall) -> None:
    evil = "**Police** ![x](https://example.org/p.png) :red[hi]"
    lead = RoundDesk(desk).rounds
    plan = RoundPlan("Northtown", "Spring", hall.framework.key, groups=(evil, "Health"))
    round_id = lead.open(LOCAL_OWNER, plan)
    (own,) = hall.store.assessments_in(round_id)
    hall.open("1a", assessment_id=own.id, ask_groups=True)
    options = hall.phone().app.radio[0].options
    assert options == [html.plain(evil), "Health", NO_GROUP]
    assert "**" not in options[0] and "![" not in options[0]
    assert read_label(options[0]) == evil


def test_the_title_of_a_workshop_is_text(desk: Desk) -> None:
    evil = "<script>alert(1)</script> **Team** day 🎉"
    hall = hall_over(desk)
    hall.open(title=evil)
    phone = hall.phone()
    assert heads(phone)[0] == evil
    assert heads(press(phone, "join-go"))[1] == evil
    assert "<script>" not in phone.markup


@pytest.mark.parametrize("other", ["manager", "host", "garbage"])
def test_the_page_opens_for_whoever_has_the_code_whatever_link_their_tab_holds(
    desk: Desk, hall: Hall, monkeypatch: pytest.MonkeyPatch, other: str
) -> None:
    monkeypatch.setattr(binding, "without_browser", False)  # at another computer
    token = {"manager": RoundDesk(desk).open().manager, "host": hall.opened.host_token, "garbage": "A" * 31}
    for held in ("", token[other]):
        phone = hall.phone(token=held)
        assert heads(phone) == ["Southshire", PROMISE]
        assert phone.fields("button") == ["join-go"]
        assert (phone.links, len(hall.seats())) == ([], 0)


def test_a_place_that_is_not_known_any_more_leads_to_the_door(hall: Hall) -> None:
    for lost in ("x" * 32, "short", "-"):
        phone = hall.phone(lost)
        assert heads(phone.run()) == ["Southshire", PROMISE]
    press(phone, "join-go")
    assert heads(phone)[0] == "You are in"


# Voting


def test_a_vote_is_given_changed_and_taken_by_who_can_t_tell(hall: Hall) -> None:
    (mine, _) = hall.phones(2)
    hall.do("start_vote", "1a")
    phone = hall.phone(mine)
    assert heads(phone)[:2] == ["1a Shared understanding", "1 of 3"]
    assert heads(phone)[-1] == NOT_YET
    assert [label[:5] for label in choices(phone)[:5]] == ["**0**", "**1**", "**2**", "**3**", "**4**"]
    assert choices(phone)[5:] == [CANT_TELL]
    assert "most people on both sides describe safeguarding alike" in choices(phone)[2]
    for at, vote in ((3, 3.0), (1, 1.0), (5, "dk"), (0, 0.0)):
        choose(phone, at)
        assert (heads(phone)[-1], hall.see(mine), phone.errors) == (IN, vote, [])
    assert hall.now.voted == 1
    again = hall.phone(mine)  # after a refresh, or another scan
    assert (again.app.radio[0].value, heads(again)[-1]) == ("0", IN)


def test_a_phone_sees_nothing_of_the_others_while_the_vote_is_open(hall: Hall) -> None:
    mine, *others = hall.phones(4)
    hall.do("start_vote", "1a")
    phone = hall.phone(mine)
    before = phone.text
    hall.vote(others, 4.0, 4.0, 4.0)
    assert (phone.run().text, phone.charts) == (before, [])


def test_a_vote_that_comes_after_the_reveal_is_not_taken_and_says_so(hall: Hall) -> None:
    phones = hall.phones(3)
    hall.do("start_vote", "1a")
    hall.vote(phones, 0.0, 0.0, 0.0)
    phone = hall.phone(phones[0])
    hall.do("reveal", "1a")
    choose(phone, 4)
    assert (phone.errors, len(phone.app.radio), hall.see(phones[0])) == ([VOTE_ENDED], 0, 0.0)
    assert "Level 0, yours: 3; Level 1: 0;" in phone.charts[0]
    hall.do("again", "1a")
    assert (phone.run().errors, phone.app.radio[0].value) == (
        [],
        None,
    )  # of the next vote nothing was refused


def test_the_next_question_comes_by_itself(hall: Hall) -> None:
    (mine,) = hall.phones(1)
    phone = hall.phone(mine)
    hall.do("go_to", "1a")
    assert heads(phone.run()) == [
        "1a Shared understanding",
        "1 of 3",
        "The vote hasn't begun yet. It comes here by itself.",
    ]
    hall.do("start_vote", "1a")
    assert choices(phone.run())[5:] == [CANT_TELL]
    hall.do("skip", "1a")
    assert heads(phone.run())[2:] == ["Skipped. The next question comes here by itself."]
    hall.do("start_vote", "1b")
    assert (heads(phone.run())[1], phone.app.radio[0].value) == ("2 of 3", None)
    hall.do("later", "1b")
    assert heads(phone.run())[1:] == ["3 of 3", "Put off for later. The next question comes here by itself."]
    hall.do("lobby")
    assert heads(phone.run())[0] == "You are in"


def test_a_second_vote_leaves_the_first_standing_until_it_is_given(hall: Hall) -> None:
    phones = hall.phones(3)
    hall.ballot(phones, 1.0, 2.0, "dk")
    hall.do("again", "1a")
    assert (
        heads(hall.phone(phones[2]))[-1]
        == f"Your vote from before ({CANT_TELL}) stands unless you vote again."
    )
    phone = hall.phone(phones[0])
    assert phone.app.radio[0].value is None
    assert heads(phone)[-1] == "Your vote from before (level 1) stands unless you vote again."
    choose(phone, 2)
    assert (heads(phone)[-1], hall.see(phones[0])) == (IN, 2.0)


# After the reveal


def test_after_the_reveal_a_phone_shows_the_room_s_votes_and_marks_its_own(hall: Hall) -> None:
    phones = hall.phones(4)
    hall.ballot(phones, 1.0, 1.0, 4.0, None)
    phone = hall.phone(phones[2])
    sentence = "3 people rated this: spread, from 1 to 4."
    votes = "Level 0: 0; Level 1: 2; Level 2: 0; Level 3: 0; Level 4{}: 1; Can't tell from here: 0."
    assert phone.charts == [f"{sentence} {votes.format(', yours')}"]
    assert hall.phone(phones[3]).charts == [f"{sentence} {votes.format('')}"]
    hall.do("discuss", "1a")
    assert "Talk about it in the room. There may be another vote." in phone.run().text
    assert len(phone.charts) == 1
    hall.agree("1a", 2.0, "Not for the phones", "The police")
    assert re.search(r"(?m)^Agreed 2: In some areas or teams", phone.run().text)
    assert "Not for the phones" not in phone.text


def test_too_few_votes_are_not_shown_on_a_phone_either(hall: Hall) -> None:
    phones = hall.phones(2)
    hall.ballot(phones, 1.0, 4.0)
    phone = hall.phone(phones[0])
    assert (phone.charts, "nobody's vote is shown" in phone.text, "rated" in phone.text) == ([], True, False)


def test_the_end_thanks_and_says_where_to_look(hall: Hall) -> None:
    (mine,) = hall.phones(1)
    phone = hall.phone(mine)
    hall.do("start_vote", "1a")
    phone.run()
    hall.do("end")
    over = [
        "The workshop has ended",
        "Southshire",
        "Thank you. What was agreed stands on the facilitator's screen.",
    ]
    assert (heads(phone.run()), phone.fields("radio")) == (over, [])
    assert heads(hall.phone(mine)) == over


def test_a_practice_gives_the_evidence_and_a_calibration_each_phone_its_own_figures(hall: Hall) -> None:
    """We read 1 for 1a and 4 for 1b. The first phone reads the same; the last is three levels off each time."""
    hall.practise("calibration", "1a", "1b")
    phones = hall.phones(3)
    first, last = hall.phone(phones[0]), hall.phone(phones[2])
    hall.do("start_vote", "1a")
    assert (SAID_OF_SOUTHSHIRE in first.run().text, READING in first.text) == (True, False)
    hall.vote(phones, 1.0, 2.0, 4.0)
    hall.do("reveal", "1a")
    assert f"{READING} 1: between" in first.run().text
    hall.ballot(phones, 4.0, 4.0, 1.0, item="1b")
    hall.do("end")
    assert heads(first.run())[2] == "Thank you. How the room did stands on the facilitator's screen."
    assert "Your own reading, on this phone alone" in first.text
    assert "You rated 2 of 2 revealed: 2 at the level we read, 0 one level away." in first.text
    assert "Your agreement with our reading is alpha 1.00" in first.text
    assert "You rated 2 of 2 revealed: 0 at the level we read, 0 one level away." in last.run().text
    assert "alpha 1.00" not in last.text


def test_a_code_that_another_workshop_has_now_leads_to_its_door(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No code is given twice, but a database can be put back to before one was."""
    before = hall.opened.code
    (mine,) = hall.phones(1)
    hall.do("end")
    monkeypatch.setattr(workshops, "_free_code", lambda connection: before)
    hall.practise("practice", example="Midtown")
    assert heads(hall.phone(mine).run()) == ["Midtown", PROMISE]


def test_a_phone_that_goes_to_another_workshop_shows_that_one_s_votes(hall: Hall) -> None:
    first, here = hall.opened.code, hall.phones(3)
    hall.ballot(here, 0.0, 0.0, 0.0)
    phone = hall.phone(here[0])
    assert "all at 0" in phone.text
    hall.open()
    there = hall.phones(3)
    hall.ballot(there, 4.0, 4.0, 4.0)
    phone.app.session_state[SEATS] = {first: here[0], hall.opened.code: there[0]}
    phone.app.query_params["code"] = hall.opened.code
    assert ("all at 4" in phone.run().text, "all at 0" in phone.text) == (True, False)


def test_a_vote_that_was_dropped_with_its_ballot_is_not_shown_as_chosen_when_it_opens_again(
    hall: Hall,
) -> None:
    (seat,) = hall.phones(1)
    hall.do("start_vote", "1a")
    phone = choose(hall.phone(seat), 3)
    assert (hall.see(seat), phone.app.radio[0].value, IN in phone.text) == (3.0, "3", True)
    hall.do("skip", "1a")
    hall.do("start_vote", "1a")
    phone.run()
    assert (hall.see(seat), phone.app.radio[0].value, NOT_YET in phone.text) == (None, None, True)
    choose(phone, 3)
    assert (hall.see(seat), phone.app.radio[0].value, IN in phone.text) == (3.0, "3", True)
