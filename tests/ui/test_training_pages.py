"""The training pages: what they list, an exercise to print, its steps on the big screen, and the guide."""

from __future__ import annotations

import re

from app_cases import PROJECT, Screen
from training_cases import whole_training

GUIDE = PROJECT / "docs" / "facilitators-guide.md"


def folded(screen: Screen) -> list[str]:
    return re.findall(r"<details><summary>(.*?)</summary>", screen.markup)


def test_the_page_lists_every_exercise_and_every_vignette(screen: Screen) -> None:
    screen.open("training")
    made = [link for link in screen.links if link.page.startswith("exercise")]
    assert [link.query for link in made] == [f"exercise={each.id}" for each in whole_training().exercises]
    headings = re.findall(r"<article class='vignette'><h3>(\d+) ", screen.markup)
    assert headings == [str(number) for number in range(1, 37)]
    assert screen.link("The facilitator's guide").page == "guide"


def test_the_text_of_a_vignette_with_a_content_note_stays_folded_under_it(screen: Screen) -> None:
    screen.open("training")
    noted = [each for each in whole_training().vignettes if each.content_note]
    assert len(folded(screen)) == len(noted) > 20
    assert "<details open" not in screen.markup
    # The note stands before the text, and nothing of the text before the note.
    card = next(part for part in screen.markup.split("<article") if "Known to us already" in part)
    before, _, after = card.partition("Content note: mentions domestic violence")
    assert "there was violence" not in before and "there was violence" in after
    assert "What is missing here?" not in before


def test_an_indicator_in_the_address_narrows_the_page(screen: Screen) -> None:
    screen.open("training", indicator="6")
    assert "8 vignettes on" in screen.text
    assert re.findall(r"<article class='vignette'><h3>(\d+) ", screen.markup) == [
        "7", "9", "22", "23", "28", "29", "30", "36",
    ]  # fmt: skip


def test_choosing_an_indicator_puts_it_into_the_address_and_choosing_all_takes_it_out(screen: Screen) -> None:
    screen.open("training")
    box = screen.app.selectbox(key="training-indicator")
    box.select("7")
    screen.run()
    assert dict(screen.app.query_params) == {"indicator": "7"}
    assert "No vignettes on" in screen.text
    screen.app.selectbox(key="training-indicator").select("")
    screen.run()
    assert dict(screen.app.query_params) == {}
    assert "36 vignettes" in screen.text


def test_an_exercise_says_all_that_somebody_needs_who_has_never_run_one(screen: Screen) -> None:
    screen.open("exercise", exercise="sort-by-threshold")
    exercise = whole_training().exercise("sort-by-threshold")
    for heading in (
        "You need",
        "Before you begin",
        "Step by step",
        "To end with, ask",
        "Look out for",
        "To hand out",
    ):
        assert f"<h2>{heading}</h2>" in screen.markup
    assert "40 minutes · Anyone who refers" in screen.text
    assert "Place each card, alone 8 minutes, from minute 4 to 12" in screen.text
    assert len(re.findall("<article", screen.markup)) == len(exercise.vignettes)
    # What would give the sorting away is not on the cards that are handed out.
    handout = screen.markup[screen.markup.index("class='handout'") :]
    assert "What is missing here?" not in handout and "8a Shared thresholds" not in handout


def test_a_sheet_to_write_on_has_its_lines_on_paper_only(screen: Screen) -> None:
    screen.open("exercise", exercise="both-ends")
    assert screen.markup.count("<div class='print-only' aria-hidden='true'>") == 2
    assert screen.markup.count("<span class='plan-line wide'></span>") == 16


def test_the_big_screen_goes_from_step_to_step_and_shows_nothing_meant_for_the_facilitator(
    screen: Screen,
) -> None:
    screen.open("exercise", exercise="both-ends")
    exercise = whole_training().exercise("both-ends")
    screen.app.button(key="step-begin").click()
    screen.run()
    for place, step in enumerate(exercise.steps, start=1):
        assert dict(screen.app.query_params)["step"] == str(place)
        assert f"step {place} of 5" in screen.text
        assert step.say in screen.text
        assert step.do not in screen.text
        if place < 5:
            screen.app.button(key="step-next").click()
            screen.run()
    assert not [each for each in screen.app.button if each.key == "step-next"]
    screen.app.button(key="step-back").click()
    screen.run()
    assert "step 4 of 5" in screen.text
    screen.app.button(key="step-leave").click()
    screen.run()
    assert "Look out for" in screen.text


def test_the_first_step_has_no_way_back_and_its_card_keeps_its_content_note(screen: Screen) -> None:
    screen.open("exercise", exercise="both-ends", step="1")
    assert screen.app.button(key="step-back").disabled
    assert folded(screen) == ["Content note: mentions neglect"]


def test_an_exercise_that_isn_t_there_says_where_to_choose_one(screen: Screen) -> None:
    for asked in ("", "sing", "<script>"):
        screen.open("exercise", exercise=asked)
        assert screen.errors == ["There is no such exercise. Choose one on the page Training."]


def test_a_step_that_isn_t_there_shows_the_whole_exercise(screen: Screen) -> None:
    screen.open("exercise", exercise="both-ends", step="99")
    assert "Look out for" in screen.text


def test_the_guide_on_screen_is_the_one_in_docs(screen: Screen) -> None:
    screen.open("guide")
    title, _, body = GUIDE.read_text("utf-8").partition("\n")
    assert f"# {screen.text.splitlines()[0]}" == title
    assert [each.value for each in screen.app.markdown] == [body.strip()]


def test_the_guide_names_only_exercises_that_are_there(screen: Screen) -> None:
    text = GUIDE.read_text("utf-8")
    table = text[text.index("| the room differs") : text.index("The vignettes retell")]
    named = [name.strip() for row in table.splitlines()[2:] if row for name in row.split("|")[2].split(" · ")]
    assert sorted(named) == sorted(
        each.title for each in whole_training().exercises if each.id != "same-words"
    )


def test_the_guide_s_timetables_add_up() -> None:
    """60 minutes: 5 + 6 * 8 + 5 = 58. Half a day: from 0:00 to 3:30 without a gap."""
    text = GUIDE.read_text("utf-8")
    hour = re.findall(r"^\| (\d+) to (\d+) \|", text, re.MULTILINE)
    assert hour == [("0", "5"), ("5", "53"), ("53", "58")]
    half_day = re.findall(r"^\| (\d:\d\d) to (\d:\d\d) \|", text, re.MULTILINE)
    assert [start for start, _ in half_day] == ["0:00", *[end for _, end in half_day[:-1]]]
    assert half_day[-1][1] == "3:30"
