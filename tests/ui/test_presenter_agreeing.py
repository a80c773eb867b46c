"""The end of the talk: agreeing on a rating, the facilitator's link to another device, and the last page."""

from __future__ import annotations

import re

import pytest
from app_cases import PHONE_IN_A_NOTE, Desk, Screen
from hall_cases import ROLES, Hall, hall_over, move, moves, open_page, press
from link_cases import RoundDesk
from workshop_cases import ME

from selfassess.service.visits import UNKNOWN
from selfassess.store.workshop_moves import MOVED_ON
from selfassess.ui import binding
from selfassess.view_models.words import NOT_APPLICABLE

EVIL = "<script>alert(1)</script> **bold** 🎉"


@pytest.fixture
def hall(desk: Desk) -> Hall:
    """With a workshop open on 1a, 1b and 2a of an assessment."""
    hall = hall_over(desk)
    hall.open(present=ROLES)
    return hall


def write(screen: Screen, hall: Hall, level: str | None, reason: str = "", dissent: str = "") -> Screen:
    """Fills in the form on 1a."""
    place = f"1a-{hall.id}"
    if level is not None:
        screen.app.radio(key=f"rating-agree-{place}").set_value(level)
    screen.app.text_area(key=f"agree-reason-{place}").set_value(reason)
    screen.app.text_input(key=f"agree-dissent-{place}").set_value(dissent)
    return screen


def save(screen: Screen, hall: Hall) -> Screen:
    return press(screen, f"agree-save-1a-{hall.id}")


def form(hall: Hall, **where: str) -> Screen:
    """The presenter's screen with the form open on 1a."""
    hall.do("discuss", "1a")
    return move(hall.wall(**where), "a")


def in_the_assessment(hall: Hall) -> dict[str, tuple[object, str, str]]:
    found = hall.agreeing.agreed(ME, hall.assessment)
    return {
        item: (each.answer.special or each.answer.value, each.answer.reason, each.answer.present)
        for item, each in found.items()
    }


def agree_elsewhere(hall: Hall, level: float, reason: str = "Theirs.") -> None:
    """Somebody at the assessment's own page."""
    there = hall.agreeing.agreed(ME, hall.assessment).get("1a")
    seen = there.changed_at if there else None
    hall.agreeing.agree(ME, hall.assessment, "1a", level, reason, "Everybody", seen)


# Agreeing


def test_what_is_agreed_stands_on_the_wall_and_in_the_assessment(hall: Hall) -> None:
    wall = form(hall)
    assert (moves(wall), wall.app.radio[0].value) == ([], None)
    options = wall.app.radio[0].options
    assert [option[:5] for option in options[:5]] == ["**0**", "**1**", "**2**", "**3**", "**4**"]
    assert options[5:] == [NOT_APPLICABLE]
    save(write(wall, hall, "3", f"Both teams say the same {EVIL}", f"Police saw a 1 {EVIL}"), hall)
    assert wall.errors == []
    assert re.search(r"(?m)^Agreed: level 3$", wall.text)
    assert f"Why: Both teams say the same {EVIL}" in wall.text
    assert f"Not everyone agreed: Police saw a 1 {EVIL}" in wall.text
    assert "<script>" not in wall.markup
    reason = f"Both teams say the same {EVIL}. Not everyone agreed: Police saw a 1 {EVIL}"
    assert in_the_assessment(hall) == {"1a": (3.0, reason, ROLES)}
    assert moves(wall)[:2] == ["Next: 1b Policies easy to find `N`", "Change what was agreed `A`"]


@pytest.mark.parametrize(
    ("level", "reason", "sentence"),
    [
        (None, "We saw it", "Choose the level you agree on for 1a."),
        ("2", "", "Say why you agreed on this: one sentence is enough."),
        ("2", " \n ", "Say why you agreed on this: one sentence is enough."),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_stays(
    hall: Hall, level: str | None, reason: str, sentence: str
) -> None:
    wall = save(write(form(hall), hall, level, reason, "The police"), hall)
    assert (wall.errors, in_the_assessment(hall)) == ([sentence], {})
    place = f"1a-{hall.id}"
    assert wall.app.radio(key=f"rating-agree-{place}").value == level
    assert wall.app.text_area(key=f"agree-reason-{place}").value == reason
    assert wall.app.text_input(key=f"agree-dissent-{place}").value == "The police"
    save(write(wall, hall, "2", "We saw it", "The police"), hall)
    assert (wall.errors, len(in_the_assessment(hall))) == ([], 1)


def test_personal_details_are_kept_only_when_saved_once_more(hall: Hall) -> None:
    wall = save(write(form(hall), hall, "2", PHONE_IN_A_NOTE), hall)
    assert len(wall.warnings) == 1 and wall.warnings[0].startswith(
        "Not saved yet. This looks like a phone number."
    )
    assert in_the_assessment(hall) == {}
    assert wall.app.button(key=f"agree-save-1a-{hall.id}").label == "Keep it and save"
    save(wall, hall)
    assert in_the_assessment(hall) == {"1a": (2.0, PHONE_IN_A_NOTE, ROLES)}


def test_not_yet_closes_the_form_and_keeps_nothing(hall: Hall) -> None:
    wall = write(form(hall), hall, "2", "We saw it")
    press(wall, f"agree-close-1a-{hall.id}")
    assert (in_the_assessment(hall), moves(wall)[0]) == ({}, "Agree on a rating `A`")
    assert move(wall, "a").app.text_area(key=f"agree-reason-1a-{hall.id}").value == ""


def test_who_is_in_the_room_is_asked_where_nobody_said_so(hall: Hall) -> None:
    hall.open(present="")
    wall = save(write(form(hall), hall, "na", "Nobody does this here"), hall)
    assert wall.errors == ["Say who was in the room, by role, such as “centre manager, health visitor”."]
    wall.app.text_input(key=f"agree-present-1a-{hall.id}").set_value("Lead, police")
    save(wall, hall)
    assert (wall.errors, hall.now.present) == ([], "Lead, police")
    assert in_the_assessment(hall) == {"1a": ("na", "Nobody does this here", "Lead, police")}
    assert f"Agreed: {NOT_APPLICABLE}" in wall.text


def test_what_was_agreed_elsewhere_meanwhile_is_not_written_over_unseen(hall: Hall) -> None:
    wall = write(form(hall), hall, "2", "We saw it")
    agree_elsewhere(hall, 4.0)
    save(wall, hall)
    assert len(wall.errors) == 1
    assert re.match(r"Somebody agreed on level 4 at \d\d:\d\d while you were writing", wall.errors[0])
    assert in_the_assessment(hall) == {"1a": (4.0, "Theirs.", "Everybody")}
    assert wall.app.text_area(key=f"agree-reason-1a-{hall.id}").value == "We saw it"
    save(wall, hall)
    assert in_the_assessment(hall) == {"1a": (2.0, "We saw it", ROLES)}


def test_the_form_begins_with_what_stands_in_the_assessment(hall: Hall) -> None:
    agree_elsewhere(hall, 4.0)
    wall = form(hall)
    place = f"1a-{hall.id}"
    assert wall.app.radio(key=f"rating-agree-{place}").value == "4"
    assert wall.app.text_area(key=f"agree-reason-{place}").value == "Theirs."


def test_what_was_agreed_here_and_changed_elsewhere_since_is_shown_before_it_is_changed_again(
    hall: Hall,
) -> None:
    hall.agree("1a", 2.0, "Ours", "The police")
    place = f"1a-{hall.id}"
    hall.do("go_to", "1a")
    wall = move(hall.wall(), "a")
    fields = (
        wall.app.radio(key=f"rating-agree-{place}").value,
        wall.app.text_area(key=f"agree-reason-{place}").value,
        wall.app.text_input(key=f"agree-dissent-{place}").value,
    )
    assert fields == ("2", "Ours", "The police")
    agree_elsewhere(hall, 4.0)
    wall = move(hall.wall(), "a")
    fields = (
        wall.app.radio(key=f"rating-agree-{place}").value,
        wall.app.text_area(key=f"agree-reason-{place}").value,
        wall.app.text_input(key=f"agree-dissent-{place}").value,
    )
    assert fields == ("4", "Theirs.", "")


def test_typing_goes_on_while_another_device_moves_the_workshop(hall: Hall) -> None:
    wall = write(form(hall), hall, "2", "We saw it")
    hall.do("set_timer", "1a", 120)
    save(wall, hall)
    assert (wall.errors, in_the_assessment(hall)) == ([MOVED_ON], {})
    assert wall.app.text_area(key=f"agree-reason-1a-{hall.id}").value == "We saw it"
    save(wall, hall)
    assert (wall.errors, in_the_assessment(hall)) == ([], {"1a": (2.0, "We saw it", ROLES)})


def test_the_form_comes_back_with_no_level_chosen_that_nobody_chose(hall: Hall) -> None:
    wall = write(form(hall), hall, "3", "We saw it").run()
    hall.do("go_to", "1b")
    wall.run()
    hall.do("go_to", "1a")
    wall.run()
    assert wall.app.radio(key=f"rating-agree-1a-{hall.id}").value is None
    save(wall, hall)
    assert (wall.errors, in_the_assessment(hall)) == (["Choose the level you agree on for 1a."], {})


def test_the_form_comes_back_with_what_was_agreed_meanwhile(hall: Hall) -> None:
    wall = form(hall)
    hall.do("go_to", "1b")
    wall.run()
    hall.agree("1a", 3.0, "Theirs")
    hall.do("go_to", "1a")
    wall.run()
    place = f"1a-{hall.id}"
    assert wall.app.radio(key=f"rating-agree-{place}").value == "3"
    assert wall.app.text_area(key=f"agree-reason-{place}").value == "Theirs"


def test_what_another_device_agreed_on_stands_above_the_form_before_it_is_written_over(hall: Hall) -> None:
    wall = write(form(hall), hall, "4", "We saw it")
    assert "Agreed: level" not in wall.text
    hall.agree("1a", 2.0, "The other device's reason")
    save(wall, hall)
    assert (wall.errors, in_the_assessment(hall)) == (
        [MOVED_ON],
        {"1a": (2.0, "The other device's reason", ROLES)},
    )
    assert re.search(r"(?m)^Agreed: level 2$", wall.text)
    assert "Why: The other device's reason" in wall.text
    assert wall.app.text_area(key=f"agree-reason-1a-{hall.id}").value == "We saw it"
    save(wall, hall)
    assert in_the_assessment(hall) == {"1a": (4.0, "We saw it", ROLES)}


def test_a_practice_agrees_for_itself_alone(hall: Hall) -> None:
    hall.practise("practice")
    save(write(form(hall), hall, "2", "The report says so"), hall)
    assert (hall.now.items[0].agreed, in_the_assessment(hall)) == (2.0, {})


# The facilitator's link


def test_a_facilitator_s_link_opens_the_screen_and_nothing_else(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(binding, "without_browser", False)  # at another computer
    other = hall.workshops.open(ME, "assessment", assessment_id=hall.assessment, items=["2b"])
    token = hall.opened.host_token
    for asked in ({}, {"workshop": other.id}):
        wall = hall.wall(token, **asked)
        assert moves(wall) == ["Begin with 1a Shared understanding `N`"]
        assert [link.page for link in wall.links] == []
    move(move(wall, "n"), "v")
    assert hall.now.current and hall.now.current.phase == "vote"
    for page in ("home", "workshop", "results", "plan"):
        assert moves(open_page(page, token, assessment=hall.assessment))[0] == "Reveal the votes `R`", page
    hall.workshops.new_link(ME, hall.id)
    assert wall.run().text.startswith(UNKNOWN)
    assert hall.wall(token).text.startswith(UNKNOWN)


def test_whoever_only_answers_opens_no_presenter_s_screen(desk: Desk, hall: Hall) -> None:
    person = RoundDesk(desk).open().person()
    screen = open_page("present", person, workshop=hall.id)
    assert (screen.text.startswith("How agencies work together"), "1a" in screen.text) == (True, False)


# The end


def end(screen: Screen) -> Screen:
    screen.app.checkbox(key="end-sure").check()
    return press(screen.run(), "end-now")


def rows(screen: Screen) -> list[list[str]]:
    """The last table on the page, with its head."""
    table = screen.markup.rpartition("<table>")[2].partition("</table>")[0]
    return [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row) for row in re.findall(r"<tr>(.*?)</tr>", table)]


def test_the_last_page_says_what_was_agreed_and_what_moved(hall: Hall) -> None:
    for item, level in (("1a", 1.0), ("1b", 4.0)):
        hall.assessments.set_rating(ME, hall.assessment, item, level)
    hall.open("1a", "1b", "2a", "2b", present=ROLES)
    hall.ballot(hall.phones(3), 1.0, 2.0, 3.0)
    hall.agree("1a", 2.0, "Both say so", "The police")
    hall.agree("1b", 3.0)
    hall.agree("2a", "na")
    hall.do("skip", "2b")
    hall.do("start_vote", "2b")
    wall = hall.wall()
    assert wall.app.button(key="end-now").disabled
    end(wall)
    assert wall.text.startswith("3 of 4 sub-indicators agreed\nSouthshire · ")
    assert "2 of them moved from where they stood before: 1 up and 1 down." in wall.text
    assert rows(wall) == [
        ["Sub-indicator", "Before", "Agreed", "Voted"],
        ["1a Shared understanding", "1", "2", "3 phones"],
        ["1b Policies easy to find", "4", "3", "Nobody voted"],
        ["2a Linking support and protection", "–", NOT_APPLICABLE, "Nobody voted"],
        ["2b How staff talk about the work", "–", "Not reached", "Nobody voted"],
    ]
    links = [(link.page, link.query) for link in wall.links]
    at = f"assessment={hall.assessment}"
    assert links == [("results", at), ("plan", at), ("take-away", at), ("workshop", ""), ("check", at)]
    assert wall.fields("button") == ["end-erase-go"]
    facilitator = hall.wall(hall.opened.host_token)
    assert set(facilitator.text.splitlines()) <= set(wall.text.splitlines())
    assert "Use this when something was typed" not in facilitator.text
    assert (facilitator.links, facilitator.fields("button")) == ([], ["leave"])


def test_the_last_page_tells_what_was_agreed_though_it_was_voted_on_again(hall: Hall) -> None:
    phones = hall.phones(3)
    hall.ballot(phones, 1.0, 2.0, 3.0)
    hall.agree("1a", 2.0, "Both say so")
    hall.do("again", "1a")
    hall.vote(phones, 2.0, 2.0, 2.0)
    hall.do("reveal", "1a")
    wall = end(hall.wall())
    assert wall.text.startswith("1 of 3 sub-indicators agreed")
    assert rows(wall)[1] == ["1a Shared understanding", "–", "2", "3 phones"]


def test_a_workshop_in_which_nothing_happened_ends_all_the_same(hall: Hall) -> None:
    wall = end(hall.wall())
    assert wall.text.startswith("Nothing was agreed this time")
    assert [row[1:] for row in rows(wall)[1:]] == [["–", "Not reached", "Nobody voted"]] * 3
    assert "moved" not in wall.text


def test_a_calibration_ends_with_how_near_people_came(hall: Hall) -> None:
    """We read 1 and 4 for 1a and 1b; two phones of three read the same, and the third is a level off on each."""
    hall.practise("calibration", "1a", "1b", present=ROLES)
    phones = hall.phones(3)
    hall.ballot(phones, 1.0, 1.0, 2.0)
    wall = hall.wall()
    assert [each.rpartition(" ")[2] for each in moves(wall)] == ["`D`", "`N`", "`V`", "`T`"]
    hall.ballot(phones, 4.0, 4.0, 3.0, item="1b")
    end(wall)
    assert wall.text.startswith("4 of 6 ratings are the level we read; 6 within one level of it")
    assert rows(wall)[0] == ["Answer", "People"]  # how each was voted on stands below
    assert re.findall(r"<h2>(1\w) ", wall.markup) == ["1a", "1b"]
    # Raters alike with us have alpha 1. For the third, (1, 2) and (4, 3): the mean square of all pairs of the four
    # values is 10/3, of the two pairs 1, so alpha is 1 - 1 / (10/3) = 0.7.
    assert re.findall(r"<dt>(.*?)</dt><dd><i [^>]*></i> (\d)</dd>", wall.markup) == [
        ("below 0", "0"),
        ("0 to 0.33", "0"),
        ("0.33 to 0.67", "0"),
        ("0.67 to 0.8", "1"),
        ("0.8 or more", "2"),
    ]


def test_too_few_raters_are_not_told_of(hall: Hall) -> None:
    hall.practise("calibration", "1a", "1b")
    hall.ballot(hall.phones(2), 1.0, 4.0)
    wall = end(hall.wall())
    assert wall.text.startswith("No vote of 3 phones or more was revealed, so there is nothing to compare")
    assert ("alpha" in wall.text.lower(), wall.charts, "class='raters'" in wall.markup) == (False, [], False)


def test_on_the_last_page_its_owner_erases_what_was_typed_once_sure(hall: Hall) -> None:
    hall.practise("practice", present="Zebedee")
    hall.agree("1a", 2.0, "Zebedee said so", "Zebedee again")
    wall = hall.wall()
    end(wall)
    assert "Zebedee again" in wall.text
    assert wall.app.button(key="end-erase-go").proto.disabled
    wall.app.checkbox(key=f"end-erase-sure-{hall.id}").check()
    press(wall.run(), "end-erase-go")
    assert wall.errors == []
    assert "Zebedee" not in wall.text
    assert "Zebedee" not in str(hall.store.everything()["workshop_item"])
    assert hall.now.items[0].agreed == 2.0
