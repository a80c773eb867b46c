"""Every voice: the agenda, how people answered, what they agreed on, and who may hear whom."""

from __future__ import annotations

import re
from datetime import date

import pytest
from app_cases import Desk, Screen
from link_cases import OpenRound, RoundDesk

from selfassess.service.actor import LOCAL_OWNER
from selfassess.service.agreeing import Agreeing
from selfassess.ui.visit import TOKEN

PEOPLE = {"Ada Marsh": "health-visiting", "Bo Hill": "police", "Cy Reed": "social-work"}
SAID = {"Ada Marsh": 0, "Bo Hill": 4, "Cy Reed": 4}
"""What each says of 1a; all say 3 of 2a."""
NEXT_YEAR = date.today().replace(year=date.today().year + 1, day=1)


def open_round(desk: Desk, **plan: object) -> OpenRound:
    return RoundDesk(desk).open(asks={}, **plan)  # type: ignore[arg-type]


def answer(opened: OpenRound, people: dict[str, str] = PEOPLE) -> None:
    service = opened.by.desk.service
    for name, group in people.items():
        visit = opened.by.visits.begin(opened.person(name, group))
        for item, level in (("1a", SAID[name]), ("2a", 3)):
            service.set_rating(visit.actor, opened.assessment, item, level)
        service.set_note(
            visit.actor, opened.assessment, "1a", "evidence", "The joint protocol of May.", confirm=True
        )


def come(screen: Screen, opened: OpenRound, page: str = "voices", **query: str) -> Screen:
    """As the centre's manager."""
    screen.app.session_state[TOKEN] = opened.manager
    return screen.open(page, assessment=opened.assessment, **query)


def press(screen: Screen, key: str) -> Screen:
    screen.app.button(key=key).click()
    return screen.run()


def write(screen: Screen, opened: OpenRound, level: str, reason: str, present: str) -> Screen:
    place = f"1a-{opened.assessment}"
    radio = screen.app.radio(key=f"rating-agreed-{place}")
    radio.set_value(level)
    screen.app.text_area(key=f"agreed-reason-{place}").set_value(reason)
    screen.app.text_input(key=f"agreed-present-{place}").set_value(present)
    return press(screen, f"save-{place}")


def agree_elsewhere(opened: OpenRound, level: float) -> None:
    """Somebody else, at another screen."""
    service = opened.by.desk.service
    agreeing = Agreeing(service.store, service.frameworks)
    manager = opened.enter(opened.manager).actor
    there = agreeing.agreed(manager, opened.assessment).get("1a")
    seen = there.changed_at if there else None
    agreeing.agree(manager, opened.assessment, "1a", level, "Theirs.", "Everybody", seen)


def test_results_lead_to_the_voices_once_there_are_several(desk: Desk, screen: Screen) -> None:
    opened = open_round(desk)
    answer(opened, {"Ada Marsh": "health-visiting"})
    come(screen, opened, "results")
    assert not [link for link in screen.links if link.page == "voices"]
    answer(opened, {"Bo Hill": "police"})
    come(screen, opened, "results")
    assert screen.link("Hear the different voices").page == "voices"


def test_the_agenda_comes_first_and_leads_to_each_sub_indicator(desk: Desk, screen: Screen) -> None:
    opened = open_round(desk)
    answer(opened)
    come(screen, opened)
    assert "3 people answered, from 3 groups." in screen.text
    assert "The 3 people who rated it differ widely." in screen.text
    targets = re.findall(r"<a href='#(voices-\w+)'", screen.markup)
    assert targets[0] == "voices-1a"
    assert all(f"id='{target}'" in screen.markup for target in targets)
    assert screen.markup.index("class='agenda'") < screen.markup.index("class='voices'")


def test_each_sub_indicator_shows_who_chose_what_and_groups_side_by_side(desk: Desk, screen: Screen) -> None:
    opened = open_round(desk)
    answer(opened)
    come(screen, opened)
    assert "3 people rated this: spread, from 0 to 4" in screen.text
    assert "3 people rated this: all at 3" in screen.text
    assert "Groups side by side:" in screen.text
    assert "The joint protocol of May." in screen.text
    assert any("One line per group." in alt and "Health visiting" in alt for alt in screen.charts)


def test_an_anonymous_round_says_when_its_results_come_and_shows_nothing_before(
    desk: Desk, screen: Screen
) -> None:
    opened = open_round(desk, anonymous=True, closes_on=NEXT_YEAR)
    answer(opened)
    for page in ("voices", "results", "detail"):
        come(screen, opened, page)
        assert "This round is anonymous. Its results are shown once, when it closes, after 1 " in screen.text
        assert screen.charts == []
        assert "joint protocol" not in screen.text


def test_a_closed_anonymous_round_shows_no_group_of_one(desk: Desk, screen: Screen) -> None:
    opened = open_round(desk, anonymous=True)
    answer(opened)
    opened.close()
    come(screen, opened)
    assert "3 people answered" in screen.text
    assert "3 people rated this: spread, from 0 to 4" in screen.text
    assert "Groups side by side:" not in screen.text
    assert "Fewer than 3 people besides the manager rated this, so nothing is shown." in screen.text
    assert not [name for name in PEOPLE if name in screen.text]
    come(screen, opened, "results")
    assert "3 people answered" in screen.text


def test_what_is_agreed_stands_first_with_its_reason_and_who_was_there(desk: Desk, screen: Screen) -> None:
    opened = open_round(desk)
    answer(opened)
    come(screen, opened)
    press(screen, "open-agree-1a")
    write(screen, opened, "2", "Half the cases are discussed.", "Manager, health visitor")
    assert screen.errors == []
    assert "Agreed together 2: " in screen.text
    assert "Why Half the cases are discussed." in screen.text
    assert "In the room Manager, health visitor" in screen.text
    assert "3 people had rated it 2.7 on average: spread." in screen.text
    assert not screen.fields("radio"), "the form is closed"


@pytest.mark.parametrize(
    ("reason", "present", "said"),
    [("", "Everybody", "Say why you agreed on this"), ("Because.", "", "Say who was in the room")],
)
def test_an_agreed_rating_needs_its_reason_and_who_was_there(
    desk: Desk, screen: Screen, reason: str, present: str, said: str
) -> None:
    opened = open_round(desk)
    answer(opened)
    come(screen, opened, agree="1a")
    write(screen, opened, "2", reason, present)
    assert said in screen.errors[0]
    assert "Agreed together" not in screen.text
    place = f"1a-{opened.assessment}"
    assert screen.app.text_area(key=f"agreed-reason-{place}").value == reason, "what was typed is still there"


def test_nothing_is_chosen_beforehand(desk: Desk, screen: Screen) -> None:
    opened = open_round(desk)
    answer(opened)
    come(screen, opened, agree="1a")
    press(screen, f"save-1a-{opened.assessment}")
    assert screen.errors == ["Choose the level you agreed on for 1a."]


def test_of_two_who_agree_at_once_the_second_is_shown_what_the_first_saved(
    desk: Desk, screen: Screen
) -> None:
    opened = open_round(desk)
    answer(opened)
    come(screen, opened, agree="1a")
    agree_elsewhere(opened, 1)
    write(screen, opened, "4", "Ours.", "All of us")
    assert "Somebody agreed on level 1" in screen.errors[0]
    assert "Agreed together 1: " in screen.text
    press(screen, f"save-1a-{opened.assessment}")
    assert screen.errors == []
    assert "Agreed together 4: " in screen.text
    assert "Why Ours." in screen.text


def test_what_was_agreed_can_be_taken_back(desk: Desk, screen: Screen) -> None:
    opened = open_round(desk)
    answer(opened)
    agree_elsewhere(opened, 1)
    come(screen, opened)
    press(screen, "open-agree-1a")
    assert screen.app.text_area(key=f"agreed-reason-1a-{opened.assessment}").value == "Theirs."
    press(screen, f"take-back-1a-{opened.assessment}")
    assert screen.errors == []
    assert "Agreed together" not in screen.text


def test_a_reason_with_what_looks_like_personal_details_waits_until_it_is_confirmed(
    desk: Desk, screen: Screen
) -> None:
    opened = open_round(desk)
    answer(opened)
    come(screen, opened, agree="1a")
    write(screen, opened, "2", "Ring the mother on 01632 960123", "Manager")
    assert "Not saved yet." in screen.warnings[0]
    assert "Agreed together" not in screen.text
    press(screen, f"save-1a-{opened.assessment}")
    assert "Agreed together 2: " in screen.text


def test_the_lead_hears_ratings_once_shared_without_names_or_notes(desk: Desk, screen: Screen) -> None:
    opened = open_round(desk)
    answer(opened)
    screen.open("voices", assessment=opened.assessment)
    assert screen.errors
    assert screen.charts == []
    desk.service.share(opened.enter(opened.manager).actor, opened.assessment)
    screen.open("voices", assessment=opened.assessment)
    assert "3 people answered, from 3 groups." in screen.text
    assert "joint protocol" not in screen.text
    assert "What people noted" not in screen.text
    assert not [name for name in PEOPLE if name in screen.text]
    assert not [key for key in screen.fields("button") if key and key.startswith("open-agree")]


def test_a_respondent_hears_nobody_else(desk: Desk, screen: Screen) -> None:
    opened = open_round(desk)
    answer(opened)
    token = opened.person("Di Fox", "education")
    opened.by.visits.begin(token)
    screen.app.session_state[TOKEN] = token
    screen.open("voices", assessment=opened.assessment)
    assert "What everybody answered is for the centre's manager." in screen.errors[0]
    assert screen.charts == []


def test_the_owner_sees_who_opened_nothing_yet(desk: Desk, screen: Screen) -> None:
    made = desk.start()
    screen.open("voices", assessment=made)
    assert "Nobody has answered yet, so there is nothing to talk about." in screen.text
    assert LOCAL_OWNER.label not in screen.text
