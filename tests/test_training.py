"""Training material: what is delivered keeps its own rules, and a faulty file is refused with every problem."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from app_cases import framework_2007
from training_cases import TWO_EXERCISES, TWO_STORIES, small_training, whole_training

from selfassess.errors import NotFound, TrainingError
from selfassess.framework.wording import PLACEHOLDER, fill, terms_of
from selfassess.training import Vignette, parse_training, read_training

AUTHORITIES = {
    "City Borough": [*range(1, 11), 27, 28],
    "East Borough": [*range(11, 19), 29],
    "Midtown": [*range(19, 24), 30, 31],
    "Southshire": [24, 25, 26, *range(32, 37)],
}
"""Under which heading of chapter 3 each case study stands."""

TIED_BY_THE_REPORT = {"cs-12": "1", "cs-26": "1", "cs-09": "4", "cs-22": "8"}
"""Where chapter 4 takes a case study up: the vignette and the indicator."""

TELLS_WHO = re.compile(
    r"\b(african|arab\w*|asian|bangladeshi|black|british|danish|denmark|english|ethnic\w*|european|heritage|indian|"
    r"london|middle eastern|mixed|pakistani|somali\w*|white|muslim|christian|jewish|hindu|sikh|mosque|church|temple|"
    r"immigra\w*|asylum|refugee|foreign\w*|autis\w*|down's|palsy|kidney|blind|methadone|heroin|boys?|girls?|twins?|"
    r"son|daughter|uncle|years? old|months? old|aged)\b",
    re.IGNORECASE,
)
"""Origin, religion, sex of the child, rare illness, exact age: details that the point of no vignette needs."""

HARD_TO_READ = re.compile(
    r"\b(violen\w*|hurt|harm|hit|bruise\w*|neglect\w*|sexual|drunk|drinking|drug|mentally ill|hazard\w*|dangerous)\b"
)
NUMBERS = range(1, 37)


def sentences_of(text: str) -> list[str]:
    return [each for each in re.split(r"(?<=[.!?])\s+", text) if each]


def vignettes() -> list[Vignette]:
    return list(whole_training().vignettes)


def refused(vignettes: str = TWO_STORIES, exercises: str = TWO_EXERCISES) -> list[str]:
    with pytest.raises(TrainingError) as caught:
        parse_training(vignettes, exercises, framework_2007())
    return str(caught.value).split("\n")


# What is delivered


def test_every_case_study_of_the_report_is_there_once_under_its_authority() -> None:
    assert [each.number for each in vignettes()] == list(NUMBERS)
    assert [each.id for each in vignettes()] == [f"cs-{number:02}" for number in NUMBERS]
    found = {name: [each.number for each in vignettes() if each.authority == name] for name in AUTHORITIES}
    assert found == AUTHORITIES
    for each in vignettes():
        assert each.source.startswith(f"Part Two, chapter 3, case study {each.number}"), each.id


def test_the_report_s_own_ties_to_indicators_are_kept() -> None:
    kept = {name: whole_training().vignette(name).items for name in TIED_BY_THE_REPORT}
    assert {
        name for name, indicator in TIED_BY_THE_REPORT.items() if any(i[0] == indicator for i in kept[name])
    } == set(TIED_BY_THE_REPORT)
    assert [each.id for each in vignettes() if "chapter 4" in each.source] == sorted(TIED_BY_THE_REPORT)


@pytest.mark.parametrize("vignette", vignettes(), ids=lambda each: each.id)
def test_a_vignette_is_two_or_three_sentences_in_which_nobody_can_be_known(vignette: Vignette) -> None:
    assert 2 <= len(sentences_of(vignette.text)) <= 3
    read = f"{vignette.title}. {fill(vignette.text, terms_of(framework_2007()))}"
    assert not TELLS_WHO.findall(read)
    # A capital letter inside a sentence would be a name.
    for sentence in sentences_of(PLACEHOLDER.sub("x", vignette.text)):
        assert not re.findall(r"\b[A-Z]\w*", sentence[1:])


@pytest.mark.parametrize("vignette", vignettes(), ids=lambda each: each.id)
def test_what_is_hard_to_read_is_announced(vignette: Vignette) -> None:
    if HARD_TO_READ.search(vignette.text):
        assert vignette.content_note.startswith("Mentions ")
        assert vignette.content_note.endswith(".")


def test_the_guards_above_can_fail() -> None:
    assert TELLS_WHO.search("A three-year-old Somali boy, aged 3") and HARD_TO_READ.search("He hit her")
    assert sum(bool(HARD_TO_READ.search(each.text)) for each in vignettes()) > 15


def test_no_two_vignettes_ask_the_same_question() -> None:
    asked = [question for each in vignettes() for question in each.questions]
    assert len(asked) == len(set(asked)) > 100


def test_no_title_is_given_twice() -> None:
    for titles in (
        [each.title for each in vignettes()],
        [each.title for each in whole_training().exercises],
    ):
        assert len(titles) == len(set(titles))


def test_every_indicator_has_at_least_two_exercises() -> None:
    assert len(whole_training().exercises) >= 14
    for indicator in framework_2007().indicators:
        ids = {item.id for item in indicator.items}
        made = [each.id for each in whole_training().exercises if ids & set(each.items)]
        assert len(made) >= 2, indicator.id


def test_an_exercise_fits_into_a_meeting_and_says_no_more_than_a_screen_can_hold() -> None:
    for exercise in whole_training().exercises:
        assert 20 <= exercise.minutes <= 45, exercise.id
        for step in exercise.steps:
            assert len(step.say.split()) <= 40, (exercise.id, step.title)


def test_every_vignette_is_used_in_an_exercise() -> None:
    used = {name for exercise in whole_training().exercises for name in exercise.vignettes}
    assert {each.id for each in vignettes()} - used == set()


# How it is read


def test_the_two_files_are_read_in_their_order() -> None:
    made = small_training()
    assert (made.source, [each.id for each in made.vignettes]) == ("Retold.", ["one", "two"])
    assert [(each.id, each.minutes, len(each.steps)) for each in made.exercises] == [
        ("ring", 9, 2),
        ("meet", 2, 2),
    ]
    assert made.exercise("meet").vignettes == ()


def test_an_exercise_that_isn_t_there_is_said_so() -> None:
    with pytest.raises(NotFound, match=r"There is no such exercise\."):
        small_training().exercise("sing")


def test_every_problem_of_both_files_is_told_at_once() -> None:
    stories = (
        TWO_STORIES.replace('items: ["4c"]', 'items: ["4c", "8z"]')
        .replace("They went together.", "They went when the child was three years old.")
        .replace("number: 7", "number: 4")
        .replace("What is missing here? A note.", "Anything else?")
        .replace("{{centre}} rang", "{{center}} rang")
    )
    exercises = (
        TWO_EXERCISES.replace("minutes: 9", "minutes: 8")
        .replace('show: ["two"]', 'show: ["three"]')
        .replace('needs: ["Chairs"]', 'need: ["Chairs"]')
    )
    assert refused(stories, exercises) == [
        "exercises.yaml:4: exercises[0].minutes: the steps come to 9 minutes. Write 9, or change the steps.",
        "exercises.yaml:11: exercises[0].steps[0].show[0]: there is no vignette of this exercise “three”. "
        "Known here: one, two.",
        'exercises.yaml:17: exercises[1]: the key "needs" is missing. Add it.',
        'exercises.yaml:22: exercises[1].need: the key "need" is not known. Did you mean "needs"?',
        'vignettes.yaml:8: vignettes[0].text: the term {{center}} is not known. Did you mean "centre"?',
        "vignettes.yaml:14: vignettes[1].number: the number 4 stands here a second time. Give each its own number.",
        "vignettes.yaml:18: vignettes[1].text: “three years old” may make somebody recognisable. Leave ages and "
        "figures out: “a toddler”, “a young child”, “weeks later”.",
        "vignettes.yaml:19: vignettes[1].items[1]: there is no sub-indicator “8z”. Known here: 1a, 1b, 1c, 2a, 2b, 2c, "
        "2d, 3a, 3b, 4a, 4b, 4c, 5a, 5b, 5c, 6a, 6b, 7a, 7b, 7c, 7d, 8a, 8b, 8c.",
        "vignettes.yaml:20: vignettes[1].questions: what is missing is not asked, or asked twice. Let exactly one "
        "question begin with “What is missing”, and say what.",
    ]


@pytest.mark.parametrize("age", ["a two-year-old", "aged six", "an age of four", "18 months", "3"])
def test_an_age_in_a_vignette_is_refused(age: str) -> None:
    (problem,) = refused(TWO_STORIES.replace("They went together.", f"They saw a child, {age}."))
    assert "may make somebody recognisable" in problem


def test_a_vignette_that_is_too_long_is_refused() -> None:
    (problem,) = refused(TWO_STORIES.replace("They went together.", "They went and went. " + "So. " * 90))
    assert "the vignette has 98 words. Tell it in at most 90." in problem


def test_a_number_in_quotes_and_a_list_too_short_are_told_as_in_framework_files() -> None:
    exercises = TWO_EXERCISES.replace("minutes: 2\n", 'minutes: "2"\n').replace(
        '["Why?", "When?"]', '["Why?"]'
    )
    assert refused(exercises=exercises) == [
        'exercises.yaml:19: exercises[1].minutes: the text "2" stands where a number is expected. Write a number '
        "without quotes.",
        "exercises.yaml:27: exercises[1].questions: there is 1 entry here. Write at least 2.",
    ]


@pytest.mark.parametrize("text", ["", "- a\n", "vignettes: *x\n", "vignettes:\n\t- a\n", "a\x00b"])
def test_what_is_no_vignettes_file_is_refused_with_a_sentence(text: str) -> None:
    assert all(line.startswith(("vignettes.yaml", "exercises.yaml")) for line in refused(text))


def test_a_missing_file_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match=r"vignettes\.yaml: the file can't be read\. Put the folder"):
        read_training(tmp_path, framework_2007())
