"""Training in words: the lists, a card, an exercise with its clock."""

from __future__ import annotations

import pytest
from app_cases import framework_2007
from training_cases import small_training, whole_training

from selfassess.errors import NotFound
from selfassess.framework.wording import terms_of
from selfassess.view_models.training import (
    BEFORE,
    BEFORE_CARDS,
    Card,
    ExerciseLine,
    ExerciseWords,
    SheetWords,
    Shelf,
    StepWords,
    indicator_choices,
    make_exercise,
    make_shelf,
)

TERMS = {"centre": "hub", "social_care": "social care"}

ONE = Card(
    id="one",
    heading="4 A <b>call</b>",
    where="Midtown · The hub asks social care",
    content_note="Content note: mentions violence",
    text="The hub rang. Social care rang back.",
    questions=("Who rang the hub?", "What is missing here? The reason."),
    items="8a Shared thresholds, 2d Services as packages",
    source="Case study 4",
)
TWO = Card(
    id="two",
    heading="7 A visit",
    where="Southshire · Both know the family",
    content_note="",
    text="They went together. Nobody wrote it down.",
    questions=("What is missing here? A note.", "Who went?"),
    items="4c Working side by side",
    source="Case study 7",
)
RING = ExerciseLine("ring", "Ring the hub", "9 minutes · Hub staff", "Find the number.")
MEET = ExerciseLine("meet", "Meet", "2 minutes · Managers", "See one another.")


def shelf(indicator: str = "") -> Shelf:
    return make_shelf(small_training(), framework_2007(), TERMS, indicator)


def test_everything_stands_on_the_shelf_in_the_files_order() -> None:
    assert shelf() == Shelf((RING, MEET), "2 exercises", (ONE, TWO), "2 vignettes", "")


def test_an_indicator_narrows_both_lists() -> None:
    assert shelf("8") == Shelf(
        (RING,), "1 exercise on “Referrals as bridges”", (ONE,), "1 vignette on “Referrals as bridges”", ""
    )


def test_an_indicator_without_a_vignette_says_why_there_is_none() -> None:
    made = shelf("3")
    assert (made.exercises, made.cards) == ((MEET,), ())
    assert made.cards_title == "No vignettes on “Commitment at the top”"
    assert made.no_cards.startswith("The case files of the report show nothing of this")


def test_an_unknown_indicator_narrows_nothing() -> None:
    assert shelf("nine") == shelf()


def test_what_can_be_chosen_begins_with_everything() -> None:
    choices = indicator_choices(framework_2007())
    assert list(choices) == ["", "1", "2", "3", "4", "5", "6", "7", "8"]
    assert (choices[""], choices["8"]) == ("All indicators", "8 Referrals as bridges")


def test_an_exercise_tells_from_which_minute_to_which_each_step_lasts() -> None:
    assert make_exercise(small_training(), "ring", framework_2007(), TERMS) == ExerciseWords(
        id="ring",
        title="Ring the hub",
        facts="9 minutes · Hub staff",
        aim="Find the number.",
        items="8a Shared thresholds",
        needs=("A telephone",),
        before=BEFORE_CARDS + BEFORE,
        steps=(
            StepWords(1, "Look", "4 minutes", "0 to 4", "Wait.", "Find the hub.", (TWO,)),
            StepWords(2, "Ring", "5 minutes", "4 to 9", "Listen.", "Ring.", ()),
        ),
        questions=("Who answered?", "Who didn't?"),
        watch_for=("Silence",),
        cards=(ONE, TWO),
        sheets=(SheetWords("Note", "Who rang · When", 3),),
    )


def test_without_a_card_that_is_hard_to_read_there_is_no_note_to_read_out() -> None:
    assert make_exercise(small_training(), "meet", framework_2007(), TERMS).before == BEFORE


@pytest.mark.parametrize(
    ("asked", "place"), [("1", 1), ("2", 2), ("", None), ("0", None), ("3", None), ("x", None), ("01", None)]
)
def test_a_step_is_found_by_its_number_and_by_nothing_else(asked: str, place: int | None) -> None:
    step = make_exercise(small_training(), "ring", framework_2007(), TERMS).step(asked)
    assert (step.place if step else None) == place


def test_an_unknown_exercise_is_not_found() -> None:
    with pytest.raises(NotFound):
        make_exercise(small_training(), "sing", framework_2007(), TERMS)


def test_nothing_delivered_is_left_with_a_placeholder() -> None:
    terms = terms_of(framework_2007())
    made = [
        make_exercise(whole_training(), each.id, framework_2007(), terms)
        for each in whole_training().exercises
    ]
    said = str(made) + str(make_shelf(whole_training(), framework_2007(), terms))
    assert "{{" not in said and "Children's social care" in said
