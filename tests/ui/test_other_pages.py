"""Worked example, about, offline, and what stands on every page."""

from __future__ import annotations

import io
import re

import pytest
from app_cases import Desk, Screen, framework_2007

from selfassess.exchange.template_xlsx import write_template

OUR_READING = "These are our reading of the report, not the authors' ratings: they rated nobody."
AUTHORITIES = ("Southshire", "East Borough", "Midtown", "City Borough")
HEADER = "authority,subject,round,lens,item,answer,evidence\n"


def upload(screen: Screen, name: str, data: bytes | str) -> Screen:
    content = data.encode("utf-8") if isinstance(data, str) else data
    screen.app.file_uploader[0].set_value((name, content, "application/octet-stream"))
    return screen.run()


def test_the_worked_example_shows_four_authorities_as_our_reading(screen: Screen) -> None:
    screen.open("worked_example")
    assert OUR_READING in screen.text
    assert all(name in screen.text for name in AUTHORITIES)
    assert len(screen.charts) == 2
    assert "<table class='grid names'>" in screen.markup
    assert all(len(alt) > 40 for alt in screen.charts)
    assert all(
        f"<summary>{indicator.id} {indicator.short_title}</summary>" in screen.markup
        for indicator in framework_2007().indicators
    )
    for basis in ("Direct:", "Inferred:"):
        assert basis in screen.text
    assert "Context only: they enter no score." in screen.text


def test_an_indicator_in_the_address_opens_its_ratings(screen: Screen) -> None:
    screen.open("worked_example", indicator="8")
    opened = re.findall(r"<details open><summary>(\w+) ", screen.markup)
    assert opened == ["8"]


def test_about_says_where_the_words_stay_and_explains_them(screen: Screen) -> None:
    screen.open("about")
    assert "Nothing is sent anywhere else" in screen.text
    assert "ring 999" in screen.text
    assert framework_2007().source.citation in screen.text
    for term in framework_2007().glossary:
        assert term.term in screen.text


def test_the_authority_s_number_stands_at_the_foot_of_its_pages(desk: Desk, screen: Screen) -> None:
    made, other = desk.start(), desk.start("Oak Lane", "Southtown")
    screen.open("about")
    screen.app.text_input(key="phone-Northtown").set_value("01632 960456")
    screen.run()
    assert screen.errors == []
    for page in ("assessment", "check", "results"):
        screen.open(page, assessment=made)
        assert "children's social care team in Northtown: 01632 960456." in screen.text
    screen.open("assessment", assessment=other)
    assert "01632 960456" not in screen.text
    assert "its number is on the council's website." in screen.text


def test_what_is_no_number_is_refused_with_a_sentence(desk: Desk, screen: Screen) -> None:
    desk.start()
    screen.open("about")
    screen.app.text_input(key="phone-Northtown").set_value("ask Jenny")
    screen.run()
    assert len(screen.errors) == 1
    assert "number" in screen.errors[0]


@pytest.mark.parametrize("page", ["home", "worked_example", "offline", "about"])
def test_every_page_says_what_to_do_if_a_child_is_at_risk_and_what_to_write(
    screen: Screen, page: str
) -> None:
    screen.open(page)
    assert "If a child may be at risk now. This tool is not the place to report it." in screen.text
    assert "Write about services, never about a named child or family." in screen.text


def test_a_questionnaire_for_each_lens_can_be_taken_away(screen: Screen) -> None:
    screen.open("offline")
    assert [button.label for button in screen.app.main.get("download_button")] == [
        "Centre: on paper (PDF)",
        "Centre: as a spreadsheet (XLSX)",
        "Local authority: on paper (PDF)",
        "Local authority: as a spreadsheet (XLSX)",
    ]


def test_nothing_can_be_brought_in_before_a_file_is_chosen(screen: Screen) -> None:
    screen.open("offline")
    assert screen.fields("button") == []


def test_answers_brought_back_are_there(desk: Desk, screen: Screen) -> None:
    rows = "Northtown,Elm Street,Spring 2026,programme,1a,3,Minutes\nNorthtown,Elm Street,Spring 2026,programme,1b,dk,\n"
    upload(screen.open("offline"), "answers.csv", HEADER + rows)
    assert desk.ids() == []
    screen.app.button(key="upload-go").click()
    screen.run()
    assert screen.errors == []
    (made,) = desk.ids()
    answers = {
        answer.item: (answer.value, answer.special, answer.evidence) for answer in desk.view(made).answers
    }
    assert answers == {"1a": (3.0, None, "Minutes"), "1b": (None, "dk", "")}


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("answers.csv", HEADER + "Northtown,Elm Street,,programme,9z,7,\n"),
        ("answers.csv", b"\x00\x01\x02\xff"),
        ("answers.csv", ""),
        ("answers.xlsx", b"PK\x03\x04 this is no spreadsheet"),
    ],
)
def test_a_wrong_file_brings_nothing_in_and_says_why(
    desk: Desk, screen: Screen, name: str, data: bytes | str
) -> None:
    upload(screen.open("offline"), name, data)
    assert len(screen.errors) == 1
    assert screen.errors[0].startswith("Nothing was brought in")
    assert desk.ids() == []


def test_each_bad_cell_is_named(screen: Screen) -> None:
    rows = "Northtown,Elm Street,,programme,9z,3,\nNorthtown,Elm Street,,programme,1b,seven,\n"
    upload(screen.open("offline"), "answers.csv", HEADER + rows)
    assert screen.errors == ["Nothing was brought in: the file has 2 problems."]
    assert "row 2" in screen.text and "9z" in screen.text
    assert "row 3" in screen.text and "seven" in screen.text


def test_the_empty_questionnaire_comes_back_with_a_sentence_and_not_a_crash(screen: Screen) -> None:
    made = write_template(framework_2007(), "programme")
    data = made.getvalue() if isinstance(made, io.BytesIO) else made
    upload(screen.open("offline"), "questionnaire.xlsx", data)
    assert len(screen.errors) == 1
