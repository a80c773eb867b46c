"""The questionnaire on paper: what is asked, what can be ticked, and that it is a PDF for everybody."""

from __future__ import annotations

from functools import cache

import pytest
from board_cases import HOSTILE
from pdf_cases import Read, Tag, read_pdf, squeeze
from scoring_cases import make_framework, make_item
from view_cases import framework, terms

from selfassess.framework.wording import fill, terms_of
from selfassess.reports.questionnaire_pdf import write_questionnaire
from selfassess.view_models.questionnaire import make_card


@cache
def read(lens: str) -> Read:
    return read_pdf(write_questionnaire(framework(), lens, terms()))


def lists(found: Read) -> list[list[tuple[str, str]]]:
    """Each list's entries: what stands before them, and their words."""

    def entry(tag: Tag) -> tuple[str, str]:
        label, body = tag.parts
        return squeeze(label.all_text()), squeeze(body.all_text())

    return [[entry(part) for part in each.parts if part.kind == "LI"] for each in found.all("L")]


@pytest.mark.parametrize("lens", ["programme", "authority"])
def test_the_file_is_tagged_titled_and_in_english(lens: str) -> None:
    found = read(lens)
    assert (found.title, found.language, found.marked, found.shows_title, found.standard) == (
        "Working together to keep children safe (2007 framework)",
        "en-GB",
        True,
        True,
        "1",
    )


@pytest.mark.parametrize(("lens", "number"), [("programme", 23), ("authority", 24)])
def test_each_sub_indicator_has_its_question_and_a_box_for_every_answer(lens: str, number: int) -> None:
    found = read(lens)
    cards = [make_card(framework(), item, lens, terms()) for item in framework().items_in(lens)]
    assert len(cards) == number
    assert [words for level, words in found.headings if level == 3] == [
        f"{card.item} {card.title}" for card in cards
    ]
    assert all(squeeze(card.question) in squeeze(found.text) for card in cards)
    expected = [
        [
            ("☐" + choice.number, squeeze(f"{choice.text}. Why?" if choice.code == "na" else choice.text))
            for choice in card.choices
        ]
        for card in cards
    ]
    assert lists(found)[-number:] == expected


def test_the_first_page_asks_for_a_group_and_for_no_name() -> None:
    page = squeeze(read("programme").text_of_page(1))
    for group in framework().groups:
        assert squeeze(f"☐ {group.label}") in page
    for words in (
        "Don't write your name.",
        "Write about services, never about a named child or family.",
        "ring 999",
        "Paper number",
        framework().scale.instruction,
        *framework().scale.advice,
    ):
        assert squeeze(words) in page


def test_only_what_is_asked_is_on_it() -> None:
    found = read_pdf(write_questionnaire(framework(), "programme", terms(), ["3a", "8c"]))
    assert [words for level, words in found.headings if level == 3] == [
        "3a Managers make it a priority",
        "8c Counting referrals each way",
    ]
    assert [words for level, words in found.headings if level == 2][-2:] == [
        "3 Commitment at the top",
        "8 Referrals as bridges",
    ]


def test_the_words_are_those_of_the_vocabulary() -> None:
    old = terms_of(framework(), "terms-2007")
    found = read_pdf(write_questionnaire(framework(), "programme", old, ["1a"]))
    question = framework().item("1a").lenses["programme"].question
    assert fill(question, old) != fill(question, terms())
    assert squeeze(fill(question, old)) in squeeze(found.text)


def test_what_it_is_for_stands_on_it_to_the_letter() -> None:
    found = read_pdf(write_questionnaire(framework(), "programme", terms(), ["1a"], HOSTILE))
    shown = HOSTILE.replace("\u202e", "[U+202E]").replace("🙂", "[slightly smiling face]")
    assert squeeze(f"for the children's centre or family hub: {shown}") in squeeze(found.text)


def test_a_framework_of_many_long_levels_runs_over_its_pages() -> None:
    """Twenty levels of 2,000 letters don't fit on a page: what can't be kept together is parted, and nothing is lost."""
    item = make_item("1a")
    item["lenses"]["programme"] = {
        **item["lenses"]["programme"],
        "anchors": {float(value): f"Level {value} " + "word " * 390 for value in range(20)},
    }
    made = make_framework({"1": [item]}, levels=range(20))
    found = read_pdf(write_questionnaire(made, "programme", {}))
    assert [entry for entry, _ in lists(found)[-1]] == [*(f"☐{value}" for value in range(20)), "☐", "☐"]
    assert found.pages > 8
