"""The task list: eight indicators, how far each is, and the way on."""

from __future__ import annotations

import re

from app_cases import Desk, Screen, items_of


def statuses(screen: Screen) -> list[str]:
    return re.findall(r"(?m)^(Not started|In progress|Done) (\d of \d) answered$", screen.text)


def test_nothing_answered_yet_says_how_to_answer_and_starts_with_the_first(
    desk: Desk, screen: Screen
) -> None:
    made = desk.start()
    screen.open("assessment", assessment=made)
    assert [status for status, _ in statuses(screen)] == ["Not started"] * 8
    assert "Choose what you could show a visitor today. Plans don't count." in screen.text
    assert [link.page for link in screen.links[:1]] == ["indicator-1"]
    assert screen.links[0].label.startswith("Start with 1: ")
    assert not [link for link in screen.links if link.page in ("check", "results")]


def test_each_indicator_shows_how_far_it_is(desk: Desk, screen: Screen) -> None:
    """Indicator 1 has three sub-indicators and 2 has four; a "not applicable" without reason isn't done."""
    made = desk.start()
    desk.rate(made, {"1a": 0, "1b": "dk", "1c": 4, "2a": 2, "3a": "na", "3b": 1})
    desk.note(made, "3a", "No such managers here.", "reason")
    desk.rate(made, {"4a": "na"})
    screen.open("assessment", assessment=made)
    assert statuses(screen) == [
        ("Done", "3 of 3"),
        ("In progress", "1 of 4"),
        ("Done", "2 of 2"),
        ("Not started", "0 of 3"),
        ("Not started", "0 of 2"),
        ("Not started", "0 of 2"),
        ("Not started", "0 of 4"),
        ("Not started", "0 of 3"),
    ]
    assert screen.app.main.get("progress")[0].proto.text == "6 of 23 answered"
    assert screen.links[0].label.startswith("Carry on with 2: ")


def test_all_answered_leads_to_the_check_page(desk: Desk, screen: Screen) -> None:
    made = desk.start()
    desk.rate(made, dict.fromkeys(items_of(), 2))
    screen.open("assessment", assessment=made)
    assert [status for status, _ in statuses(screen)] == ["Done"] * 8
    assert (screen.links[0].label, screen.links[0].page) == ("Check your answers", "check")


def test_an_authority_answers_one_sub_indicator_more(desk: Desk, screen: Screen) -> None:
    made = desk.start("Northtown", "Northtown", "authority")
    screen.open("assessment", assessment=made)
    assert screen.app.main.get("progress")[0].proto.text == "0 of 24 answered"
    assert ("Not started", "0 of 3") in statuses(screen)[4:5]


def test_a_finished_assessment_says_so(desk: Desk, screen: Screen) -> None:
    made = desk.start()
    desk.fill(made)
    desk.finish(made)
    screen.open("assessment", assessment=made)
    assert "This assessment is finished." in screen.text
    assert screen.link("Check your answers").page == "check"
