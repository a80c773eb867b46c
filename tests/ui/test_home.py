"""Home: starting, finding again, and what the form says when something is missing."""

from __future__ import annotations

import pytest
from app_cases import Desk, Screen, framework_2007

NO_LENS = "Choose who is answering."
NO_NAME = "Enter the name of the centre or local authority."


def fill_form(screen: Screen, lens: str | None = "programme", subject: str = "Elm Street") -> Screen:
    if lens:
        screen.app.radio(key="start-lens").set_value(lens)
    screen.app.text_input(key="start-subject").set_value(subject)
    screen.app.text_input(key="start-authority").set_value("Northtown")
    screen.app.text_input(key="start-round").set_value("Spring 2026")
    screen.app.button(key="start-go").click()
    return screen.run()


def test_a_first_visitor_sees_what_this_is_and_one_form(screen: Screen) -> None:
    screen.open()
    assert "How well do agencies here work together to keep children safe?" in screen.text
    assert "nobody passes or fails" in screen.text
    assert "Carry on" not in screen.text
    assert screen.link("worked example").page == "worked-example"
    assert screen.app.radio(key="start-lens").value is None
    assert screen.errors == []


@pytest.mark.parametrize(
    ("lens", "subject", "sentences"),
    [
        (None, "Elm Street", [NO_LENS]),
        ("programme", "", [NO_NAME]),
        ("programme", "   ", [NO_NAME]),
        (None, "", [NO_LENS, NO_NAME]),
    ],
)
def test_each_missing_field_has_its_own_sentence_and_nothing_is_started(
    desk: Desk, screen: Screen, lens: str | None, subject: str, sentences: list[str]
) -> None:
    fill_form(screen.open(), lens, subject)
    assert screen.errors == sentences
    assert desk.ids() == []


def test_starting_leads_to_the_task_list_of_a_new_assessment(desk: Desk, screen: Screen) -> None:
    fill_form(screen.open())
    (made,) = desk.ids()
    record = desk.view(made).record
    assert (record.subject, record.authority, record.lens, record.round) == (
        "Elm Street",
        "Northtown",
        "programme",
        "Spring 2026",
    )
    assert screen.app.query_params["assessment"] == made
    assert screen.link("Start with 1").page == "indicator-1"


def test_an_authority_may_leave_the_second_name_empty(desk: Desk, screen: Screen) -> None:
    screen.open()
    screen.app.radio(key="start-lens").set_value("authority")
    screen.app.text_input(key="start-subject").set_value("Northtown")
    screen.app.button(key="start-go").click()
    screen.run()
    record = desk.view(desk.ids()[0]).record
    assert (record.subject, record.authority, record.lens) == ("Northtown", "Northtown", "authority")


def test_starting_the_same_again_offers_the_one_that_is_there(desk: Desk, screen: Screen) -> None:
    existing = desk.start()
    fill_form(screen.open())
    assert len(screen.warnings) == 1
    link = screen.link("Open it")
    assert (link.page, link.query) == ("assessment", f"assessment={existing}")
    assert desk.ids() == [existing]


def test_my_assessments_are_listed_with_how_far_they_are_and_the_way_on(desk: Desk, screen: Screen) -> None:
    begun, done = desk.start("Elm Street"), desk.start("Oak Lane")
    desk.rate(begun, {"1a": 2, "1b": "dk"})
    desk.fill(done)
    desk.finish(done)
    screen.open()
    assert "Elm Street\nNorthtown · Centre's view · Spring 2026 · 2 of 23 answered" in screen.text
    assert "Oak Lane\nNorthtown · Centre's view · Spring 2026 · finished" in screen.text
    assert screen.link("Carry on: Elm Street").page == "assessment"
    assert screen.link("See where you are: Oak Lane").page == "results"
    assert screen.link("Oak Lane").query == f"assessment={done}"


def test_the_questions_speak_in_the_words_that_were_chosen(desk: Desk, screen: Screen) -> None:
    words = framework_2007().vocabulary
    assert words is not None
    screen.open()
    assert screen.app.radio(key="start-vocabulary").value == words.default
    other = next(setting.id for setting in words.settings if setting.id != words.default)
    screen.app.radio(key="start-vocabulary").set_value(other)
    fill_form(screen)
    (made,) = desk.ids()
    assert desk.view(made).record.vocabulary == other
    screen.open("indicator", assessment=made, indicator="5")
    assert screen.errors == []
    assert "{{" not in screen.text + "".join(radio.label for radio in screen.app.radio)
