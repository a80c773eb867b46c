"""One indicator: every answer is written as it is given, and the store's answer is what is shown."""

from __future__ import annotations

import re
from html import unescape

from app_cases import PHONE_IN_A_NOTE, Desk, Screen

from selfassess.answers import Answer


def mine(item: str, **fields: object) -> Answer:
    about = {"authority": "Northtown", "round": "Spring 2026", "respondent": "1"}
    return Answer("Elm Street", "programme", item, **(about | fields))  # type: ignore[arg-type]


def given(desk: Desk, made: str, item: str) -> Answer:
    """The stored answer, its respondent's number left out: it is the store's own."""
    answer = desk.answer(made, item)
    assert answer is not None
    return Answer(**{**{f: getattr(answer, f) for f in answer.__dataclass_fields__}, "respondent": "1"})


def test_nothing_is_selected_before_somebody_answers(desk: Desk, screen: Screen) -> None:
    screen.open("indicator", assessment=desk.start(), indicator="1")
    assert [screen.rating(item).value for item in ("1a", "1b", "1c")] == [None, None, None]
    assert screen.text.count("Not answered yet") == 3
    assert [box.value for box in screen.app.checkbox] == [False] * 3
    assert [note.value for note in screen.app.text_area] == [""] * 3


def test_the_levels_stand_in_words_with_both_special_answers(desk: Desk, screen: Screen) -> None:
    screen.open("indicator", assessment=desk.start(), indicator="2")
    options = screen.rating("2d").options
    assert [option[:5] for option in options[:5]] == ["**0**", "**1**", "**2**", "**3**", "**4**"]
    assert [unescape(option) for option in options[5:]] == ["Don't know", "Not applicable here"]
    assert all(len(option) > 20 for option in options[:5])
    assert not re.search("parallel|aspirational|maximum collaboration", "\n".join(options).lower())


def test_a_level_is_stored_and_said_to_be_saved(desk: Desk, screen: Screen) -> None:
    made = desk.start()
    screen.open("indicator", assessment=made, indicator="1")
    screen.rating("1b").set_value("3")
    screen.run()
    assert given(desk, made, "1b") == mine("1b", value=3.0)
    assert len(re.findall(r"Saved \d\d:\d\d:\d\d", screen.text)) == 1
    assert screen.rating("1b").value == "3"


def test_a_changed_mind_replaces_the_answer(desk: Desk, screen: Screen) -> None:
    made = desk.start()
    screen.open("indicator", assessment=made, indicator="1")
    for code in ("3", "dk", "0"):
        screen.rating("1b").set_value(code)
        screen.run()
    assert given(desk, made, "1b") == mine("1b", value=0.0)


def test_dont_know_is_an_answer(desk: Desk, screen: Screen) -> None:
    made = desk.start()
    screen.open("indicator", assessment=made, indicator="1")
    screen.rating("1a").set_value("dk")
    screen.run()
    assert given(desk, made, "1a") == mine("1a", special="dk")


def test_not_applicable_asks_for_its_reason(desk: Desk, screen: Screen) -> None:
    made = desk.start()
    screen.open("indicator", assessment=made, indicator="6")
    assert [key for key in screen.fields("text_area") if "reason" in key] == []
    screen.rating("6a").set_value("na")
    screen.run()
    screen.note("6a", "reason").set_value("No agency shares our building.")
    screen.run()
    assert given(desk, made, "6a") == mine("6a", special="na", reason="No agency shares our building.")


def test_note_direction_and_one_person_are_stored(desk: Desk, screen: Screen) -> None:
    made = desk.start()
    screen.open("indicator", assessment=made, indicator="4")
    screen.rating("4c").set_value("2")
    screen.run()
    screen.note("4c").set_value("Joint visits, counted each month.")
    screen.run()
    screen.widget("button_group", "direction-4c").set_value("slipping")
    screen.run()
    screen.widget("checkbox", "one-person-4c").check()
    screen.run()
    whole = mine(
        "4c",
        value=2.0,
        evidence="Joint visits, counted each month.",
        direction="slipping",
        one_person=True,
    )
    assert given(desk, made, "4c") == whole
    screen.widget("button_group", "direction-4c").set_value(None)
    screen.run()
    screen.widget("checkbox", "one-person-4c").uncheck()
    screen.run()
    assert given(desk, made, "4c") == mine("4c", value=2.0, evidence="Joint visits, counted each month.")


def test_another_session_shows_what_is_stored(desk: Desk, screen: Screen) -> None:
    made = desk.start()
    desk.rate(made, {"1a": 4, "1b": "dk"})
    desk.note(made, "1a", "A shared leaflet.")
    screen.open("indicator", assessment=made, indicator="1")
    assert [screen.rating(item).value for item in ("1a", "1b", "1c")] == ["4", "dk", None]
    assert screen.note("1a").value == "A shared leaflet."
    assert screen.text.count("Saved earlier") == 2


def test_the_ways_back_and_on(desk: Desk, screen: Screen) -> None:
    made = desk.start()
    pages = {}
    for indicator in ("1", "2", "8"):
        screen.open("indicator", assessment=made, indicator=indicator)
        pages[indicator] = [link.page for link in screen.links]
        assert {link.query for link in screen.links} >= {f"assessment={made}"}
    assert pages == {
        "1": ["assessment", "assessment", "indicator-2"],
        "2": ["assessment", "indicator-1", "assessment", "indicator-3"],
        "8": ["assessment", "indicator-7", "assessment", "check"],
    }


def test_a_note_with_personal_details_is_kept_back_until_it_is_confirmed(desk: Desk, screen: Screen) -> None:
    made = desk.start()
    screen.open("indicator", assessment=made, indicator="1")
    screen.note("1a").set_value(PHONE_IN_A_NOTE)
    screen.run()
    assert len(screen.warnings) == 1
    assert "This looks like a phone number." in screen.warnings[0]
    assert screen.note("1a").value == PHONE_IN_A_NOTE
    kept = desk.answer(made, "1a")
    assert kept is None or kept.evidence == ""
    assert desk.view(made).drafts[("1a", "evidence")].text == PHONE_IN_A_NOTE
    screen.widget("button", "keep-evidence-1a").click()
    screen.run()
    assert screen.warnings == []
    assert given(desk, made, "1a") == mine("1a", evidence=PHONE_IN_A_NOTE)


def test_a_note_with_personal_details_can_be_deleted_instead(desk: Desk, screen: Screen) -> None:
    made = desk.start()
    screen.open("indicator", assessment=made, indicator="1")
    screen.note("1a").set_value(PHONE_IN_A_NOTE)
    screen.run()
    screen.widget("button", "delete-evidence-1a").click()
    screen.run()
    assert screen.warnings == []
    assert screen.note("1a").value == ""
    assert desk.view(made).drafts == {}
    assert screen.errors == []


def test_a_changed_note_needs_no_confirming(desk: Desk, screen: Screen) -> None:
    made = desk.start()
    screen.open("indicator", assessment=made, indicator="1")
    screen.note("1a").set_value(PHONE_IN_A_NOTE)
    screen.run()
    screen.note("1a").set_value("Ring the duty line")
    screen.run()
    assert screen.warnings == []
    assert given(desk, made, "1a") == mine("1a", evidence="Ring the duty line")
    assert desk.view(made).drafts == {}


def test_a_draft_is_there_in_another_session(desk: Desk, screen: Screen) -> None:
    made = desk.start()
    screen.open("indicator", assessment=made, indicator="1")
    screen.note("1a").set_value(PHONE_IN_A_NOTE)
    screen.run()
    later = Screen.of_the_app().open("indicator", assessment=made, indicator="1")
    assert later.note("1a").value == PHONE_IN_A_NOTE
    assert len(later.warnings) == 1


def test_a_finished_assessment_can_be_read_and_not_changed(desk: Desk, screen: Screen) -> None:
    made = desk.start()
    desk.fill(made)
    desk.finish(made)
    screen.open("indicator", assessment=made, indicator="1")
    widgets = [*screen.app.radio, *screen.app.text_area, *screen.app.checkbox]
    assert len(widgets) == 9
    assert all(widget.proto.disabled for widget in widgets)
    assert "This assessment is finished." in screen.text


def test_an_answer_sent_after_finishing_in_another_window_is_refused_with_a_sentence(
    desk: Desk, screen: Screen
) -> None:
    made = desk.start()
    desk.rate(made, {"1a": 2})
    screen.open("indicator", assessment=made, indicator="1")
    desk.finish(made)
    screen.rating("1a").set_value("4")
    screen.run()
    assert screen.errors == ["This assessment is finished. Reopen it to change an answer."]
    assert given(desk, made, "1a") == mine("1a", value=2.0)
