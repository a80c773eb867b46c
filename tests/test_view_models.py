"""What pages say: placements in words, what to work on, what is worth a second look."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from view_cases import SUBJECT, answers, everything, framework, scored, terms

from selfassess.answers import Answer
from selfassess.framework.model import Level, Scale
from selfassess.framework.wording import fill
from selfassess.service.transfer import Imported
from selfassess.view_models import detail
from selfassess.view_models.check import make_check
from selfassess.view_models.home import day, season
from selfassess.view_models.imported import say_imported
from selfassess.view_models.placement import describe_place, where_in_words
from selfassess.view_models.questionnaire import make_card, make_task_list, neighbours
from selfassess.view_models.results import (
    corner,
    find_priorities,
    level_below,
    line_row,
    make_summary,
    say_evidence,
    say_rated,
    say_who,
    word_strands,
)
from selfassess.view_models.words import at_risk_sentence, count, join, level_in_words, mean_text, whole

QUARTERS = Scale(instruction="i", levels=tuple(Level(value=v, label=str(v)) for v in (0.0, 0.25, 0.5, 1.0)))


@pytest.mark.parametrize(
    ("position", "words"),
    [
        (0, "parallel development"),
        (12.4, "parallel development"),
        (12.5, "between parallel and aspirational development, nearer the first"),
        (25, "between parallel and aspirational development, about half way"),
        (50, "aspirational development"),
        (62.5, "between aspirational development and maximum collaboration, nearer the first"),
        (80, "between aspirational development and maximum collaboration, nearer the second"),
        (87.5 - 1e-10, "maximum collaboration"),
        (100, "maximum collaboration"),
    ],
)
def test_a_position_is_said_in_words(position: float, words: str) -> None:
    assert where_in_words(framework(), position) == words


def test_a_full_assessment_has_a_place_and_no_range() -> None:
    place = describe_place(framework(), scored(answers(everything(3.0))))
    assert place.sentence == "Between aspirational development and maximum collaboration, about half way"
    assert place.range_sentence == ""
    assert place.signals == ("Referrals each way: one side counts them.",)


def test_too_few_ratings_name_no_place_but_a_range() -> None:
    place = describe_place(framework(), scored(answers({"1a": 4.0, "2a": 4.0, "8c": "dk"})))
    assert (
        place.sentence
        == "Not enough is rated to name a place yet: 13% of what the line rests on, and 60% is needed."
    )
    assert place.range_sentence == (
        "With the answers still missing or not known, it could be anywhere from “between parallel and aspirational development” "
        "to “maximum collaboration”."
    )
    assert place.signals == ("Referrals each way: not known whether anyone counts them.",)


def test_nothing_applicable_is_nothing_to_place() -> None:
    made = answers({item.id: "na" for item in framework().items_in("programme")}, reason="Not ours.")
    place = describe_place(framework(), scored(made))
    assert place.sentence == "There is nothing to place: no sub-indicator that the line rests on applies."
    assert place.signals == ("Referrals each way: does not apply here.",)


def test_the_first_page_says_whose_view_it_is() -> None:
    one = answers(everything(2.0))
    assert say_who(framework(), one) == "Our own view. No partner has answered."
    other = answers({"1a": 1.0}, respondent="SW", group="social-work")
    assert say_who(framework(), one + other) == "2 people have answered, from 1 group."
    agreed = replace(answers({"1a": 3.0})[0], kind="agreed")
    assert say_who(framework(), [*one, agreed]).endswith("1 rating was agreed together.")
    assert say_who(framework(), []) == "Nobody has answered yet."


def test_the_first_page_says_what_could_be_shown() -> None:
    made = [
        replace(answer, evidence="Minutes.") if answer.item == "1a" else answer
        for answer in answers({"1a": 4.0, "1b": 4.0})
    ]
    assert (
        say_evidence(framework(), made) == "Evidence is noted for 1 of 2 ratings. 1 top rating has none yet."
    )
    assert (
        say_evidence(framework(), answers({"1a": "dk"}))
        == "Nothing is rated yet, so there is nothing to show for it."
    )


def test_the_lowest_ratings_come_first_and_slipping_ones_before_their_equals() -> None:
    made = answers(everything(3.0) | {"4a": 1.0, "2b": 1.0, "1b": 2.0, "8a": 0.0})
    made = [replace(answer, direction="slipping") if answer.item == "4a" else answer for answer in made]
    found = find_priorities(framework(), "programme", scored(made), terms())
    assert [priority.item for priority in found] == ["8a", "4a", "2b"]
    assert found[1].why == "It is said to be slipping."
    first_step = framework().item("8a").lenses["programme"].next_steps[0.0][0]
    assert found[0].next_step == fill(first_step, terms())


def test_nothing_at_the_top_level_is_offered_as_something_to_work_on() -> None:
    made = answers(everything(4.0))
    assert find_priorities(framework(), "programme", scored(made), terms()) == []


def test_what_has_a_plan_keeps_its_place_whatever_its_rating_has_become() -> None:
    made = answers(everything(3.0) | {"8a": 0.0, "5a": 4.0, "5b": "dk"})
    found = find_priorities(framework(), "programme", scored(made), terms(), {2: "5a", 3: "5b"})
    assert [(p.place, p.item) for p in found] == [(1, "8a"), (2, "5a"), (3, "5b")]
    assert found[2].now == "Not rated now."


def test_a_figure_says_what_it_rests_on() -> None:
    made = answers({"1a": 2.0, "1b": "dk", "1c": "na"}, reason="None here.")
    assert say_rated(scored(made), indicator="1") == "1 of 2 rated; 1 more not applicable"


def test_no_more_than_three_things_are_offered() -> None:
    made = answers(everything(0.0))
    summary = make_summary(framework(), "programme", made, scored(made), terms())
    assert len(summary.priorities) == 3
    assert summary.caution == framework().cautions[0].text


@pytest.mark.parametrize(
    ("together", "foundations", "name"),
    [
        (4.0, 4.0, "both in place"),
        (1.0, 1.0, "both to build"),
        (4.0, 1.0, "links ahead"),
        (1.0, 4.0, "foundations ahead"),
    ],
)
def test_the_four_corners_have_their_names(together: float, foundations: float, name: str) -> None:
    made = {
        i.id: together if i.strand == "working-together" else foundations
        for i in framework().items_in("programme")
    }
    assert corner(framework(), scored(answers(made))) == name


def test_places_close_to_the_middle_belong_to_no_corner() -> None:
    assert corner(framework(), scored(answers(everything(2.0)))) == "near the middle"


def test_a_place_without_both_strands_has_no_corner() -> None:
    assert corner(framework(), scored(answers({"1a": 4.0}))) == ""


def test_a_level_between_two_anchors_says_what_lies_on_either_side() -> None:
    item = framework().item("2d")
    words = level_in_words(framework(), item, "programme", 1.0, terms())
    assert words.startswith("1: between “Each service offers its own.")
    assert "little is written”." in words


def test_a_mean_stands_on_the_level_that_is_fully_there() -> None:
    assert [level_below(framework(), position) for position in (0, 24.9, 25, 70, 100)] == [0, 0, 1, 2, 4]


def test_the_check_page_names_what_is_missing_by_indicator() -> None:
    mine = {answer.item: answer for answer in answers({"1a": 2.0, "1b": "na", "3a": 1.0, "3b": "dk"})}
    check = make_check(framework(), "programme", mine, terms())
    assert check.missing[0] == ("1", ("1b", "1c"))
    assert "3" not in [indicator for indicator, _ in check.missing]
    assert check.sections[0].rows[1].answer == "Not applicable here: the reason is missing"


def test_the_check_page_asks_about_top_levels_without_evidence_and_about_jumps() -> None:
    mine = {
        answer.item: answer for answer in answers({"1a": 4.0, "1b": 2.0, "1c": 2.0, "3a": 1.0, "3b": 2.0})
    }
    prompts = [prompt.text for prompt in make_check(framework(), "programme", mine, terms()).prompts]
    assert prompts == [
        "1a Shared understanding: the top level, and no evidence noted.",
        "1b Policies easy to find and 1a Shared understanding are 2 levels apart.",
    ]


def test_the_task_list_leads_to_the_first_indicator_that_is_not_done() -> None:
    done = {item.id: 2.0 for item in framework().indicator("1").items}
    tasks = make_task_list(framework(), "programme", answers(done | {"2a": 1.0}), terms())
    assert (tasks.answered, tasks.total, tasks.next_indicator) == (4, 23, "2")
    assert [task.status for task in tasks.tasks[:3]] == ["Done", "In progress", "Not started"]


def test_the_task_list_holds_only_what_somebody_is_asked() -> None:
    tasks = make_task_list(framework(), "programme", answers({"3a": 1.0}), terms(), {"3a", "5a", "5b"})
    assert [(task.indicator, task.progress) for task in tasks.tasks] == [("3", "1 of 1"), ("5", "0 of 2")]
    assert (tasks.answered, tasks.total, tasks.next_indicator) == (1, 3, "5")
    assert neighbours(framework(), "programme", "3", {"3a", "5a", "5b"}) == (None, "5")


def test_what_is_carried_forward_is_still_to_do() -> None:
    carried = [replace(answer, carried=True) for answer in answers({"3a": 1.0, "3b": 2.0})]
    tasks = make_task_list(framework(), "programme", [*carried, *answers({"1a": 0.0})], terms())
    assert (tasks.answered, tasks.to_review) == (1, 2)


def test_a_card_shows_five_levels_and_two_ways_not_to_rate() -> None:
    card = make_card(framework(), framework().item("6a"), "programme", terms())
    assert [choice.code for choice in card.choices] == ["0", "1", "2", "3", "4", "dk", "na"]
    assert not any("{{" in choice.text for choice in card.choices)


def test_the_names_of_the_continuum_stay_out_of_the_questions() -> None:
    names = ("parallel development", "aspirational", "maximum collaboration")
    for lens in ("programme", "authority"):
        for item in framework().items_in(lens):
            card = make_card(framework(), item, lens, terms())
            shown = " ".join([card.title, card.question, *(choice.text for choice in card.choices)]).lower()
            assert [name for name in names if name in shown] == []


def test_indicators_know_their_neighbours() -> None:
    assert neighbours(framework(), "programme", "1") == (None, "2")
    assert neighbours(framework(), "programme", "8") == ("7", None)


def test_the_profile_title_states_its_finding() -> None:
    made = answers(everything(2.0) | {"3a": 4.0, "3b": 4.0, "6a": 0.0, "6b": 0.0})
    chart = detail.make_profile_chart(framework(), "programme", scored(made))
    assert (
        chart.title
        == "Furthest along: commitment at the top (100). Most to work on: informal and formal contact (0)"
    )
    assert len(chart.rows) == 8


def test_the_grid_shows_missing_as_missing() -> None:
    made = answers({"1a": 2.0, "1b": "dk", "1c": "na"}, reason="None here.")
    chart = detail.make_heatmap_chart(framework(), "programme", scored(made))
    assert list(chart.frame["text"][:4]) == ["2", "?", "n/a", "–"]
    assert chart.title == "1 of 23 sub-indicators are rated: 0 at the top level, 0 at the lowest"


def test_bands_open_to_evidence_and_next_steps() -> None:
    made = [
        replace(answer, evidence="Rota on the wall.")
        for answer in answers(everything(3.0) | {"6a": 0.0, "6b": 0.0})
    ]
    scores = scored(made)
    strong = detail.group_by_band(framework(), "programme", made, scores, terms(), "strength")
    weak = detail.group_by_band(framework(), "programme", made, scores, terms(), "to_work_on")
    assert [entry.id for entry in weak] == ["6"]
    assert len(strong) == 7
    assert weak[0].items[0].evidence == ("Rota on the wall.",)
    assert weak[0].items[0].next_steps != ()


def test_an_agreed_rating_keeps_the_mean_in_sight() -> None:
    made = answers({"1a": 1.0})
    agreed = Answer(SUBJECT, "programme", "1a", 3.0, kind="agreed", respondent="Meeting")
    scores = scored([*made, agreed])
    item = detail.describe_item(framework(), "1a", "programme", made, scores, terms())
    assert item.notes == ("Agreed together; the mean of those who answered was 1.",)


def test_gaps_say_whether_nobody_answered_or_nobody_knew() -> None:
    gaps = dict(detail.find_gaps(framework(), scored(answers({"1a": 2.0, "1b": "dk"}))))
    assert gaps["1b Policies easy to find"] == "Don't know"
    assert gaps["2a Linking support and protection"] == "Not answered"


def test_halves_round_upwards_once() -> None:
    assert [whole(number) for number in (62.5, 62.4999, 0.5, 99.5)] == ["63", "62", "1", "100"]


def test_a_place_as_a_row_shows_absent_numbers_as_absent() -> None:
    figure = describe_place(framework(), scored(answers({"1a": 4.0}))).figure
    assert line_row(SUBJECT, figure)[:2] == (SUBJECT, "–")


def test_small_words() -> None:
    assert (join([]), join(["a"]), join(["a", "b"]), join(["a", "b", "c"])) == (
        "",
        "a",
        "a and b",
        "a, b and c",
    )
    assert (count(1, "rating"), count(0, "rating")) == ("1 rating", "0 ratings")
    assert (day(date(2026, 5, 3)), season(date(2026, 12, 1)), season(date(2026, 9, 1))) == (
        "3 May 2026",
        "Winter 2026",
        "Autumn 2026",
    )


def test_the_number_of_the_authority_stands_in_the_sentence_about_a_child_at_risk() -> None:
    assert at_risk_sentence("01234 567890", "Northtown").endswith(
        "children's social care team in Northtown: 01234 567890."
    )
    assert at_risk_sentence("").endswith("its number is on the council's website.")


def test_bands_say_where_they_begin() -> None:
    assert detail.name_bands(framework(), "strength") == "62.5 of 100 and above"
    assert detail.name_bands(framework(), "middle") == "from 37.5 to below 62.5 of 100"
    assert detail.name_bands(framework(), "to_work_on") == "below 37.5 of 100"


def test_a_reason_for_not_applicable_stands_in_the_detail() -> None:
    made = answers({"1a": 2.0, "1b": "na"}, reason="No papers here.")
    item = detail.describe_item(framework(), "1b", "programme", made, scored(made), terms())
    assert (item.rating, item.notes) == ("Not applicable", ("Reason: No papers here.",))


def test_a_mean_never_passes_for_a_level() -> None:
    assert [mean_text(framework(), position) for position in (50, 51, 62.5)] == ["2", "2.0", "2.5"]
    quarters = framework().model_copy(update={"scale": QUARTERS})
    assert [mean_text(quarters, position) for position in (25, 50, 30)] == ["0.25", "0.5", "0.300"]


def test_agreed_ratings_alone_are_nobodys_own_answers() -> None:
    agreed = [replace(answer, kind="agreed") for answer in answers({"1a": 3.0, "1b": 2.0})]
    assert say_who(framework(), agreed) == "Nobody has answered on their own. 2 ratings were agreed together."


def test_an_import_says_what_it_did_and_what_it_passed_over() -> None:
    assert say_imported(Imported(1, 3, 2, 0, taken_back=1, empty=1)) == (
        "Answers: 3 added, 1 changed and 1 taken back, in 1 assessment. 1 row gave nothing and was passed over."
    )
    assert (
        say_imported(Imported(0, 0, 0, 0, grouped=2))
        == "No answer was changed. 2 respondents now have a group."
    )


def test_each_strand_names_what_it_holds_and_together_they_hold_everything() -> None:
    first, second = word_strands(framework(), "programme")
    assert second.items.startswith("1b policies easy to find, 1c ")
    held = [f" {words.items}" for words in (first, second)]
    assert [sum(f" {item.id} " in text for text in held) for item in framework().items_in("programme")] == [
        1
    ] * 23
