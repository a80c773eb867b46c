"""What a board is told: the pages' own words and numbers, what is provisional, and what may not be shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd
import pytest
from board_cases import (
    AUTHORITY,
    CENTRE,
    STATES,
    actions,
    authority_ends,
    centre_ends,
    ends_of,
    full_answers,
    half_answers,
    items,
    many_answers,
    report,
    report_on,
    say,
    scores_of,
    view,
)
from view_cases import framework, terms

from selfassess.answers import Answer, to_frame
from selfassess.scoring import score
from selfassess.store.records import ActionRecord
from selfassess.view_models import detail
from selfassess.view_models.board import NOTHING_ANSWERED, PLAN_IS_THE_CENTRES, BoardReport, name_file
from selfassess.view_models.board_tables import ITEM_COLUMNS
from selfassess.view_models.placement import describe_place
from selfassess.view_models.plan import Plan
from selfassess.view_models.results import describe_strands, make_summary
from selfassess.view_models.voices import make_voices


def test_every_figure_and_sentence_is_the_one_that_the_pages_show() -> None:
    shown = view(half_answers())
    scores = scores_of(shown)
    assert scores is not None
    made, summary = report("half"), make_summary(framework(), "programme", shown.answers, scores, terms())
    assert (made.place, made.who, made.evidence) == (summary.place, summary.who, summary.evidence)
    assert made.priorities == summary.priorities
    assert made.strands == tuple(describe_strands(framework(), scores))
    for chart, on_screen in (
        (made.line, detail.make_line_chart(framework(), "programme", CENTRE, summary.place)),
        (made.profile, detail.make_profile_chart(framework(), "programme", scores)),
        (made.grid, detail.make_heatmap_chart(framework(), "programme", scores)),
        (made.square, detail.make_strands_chart(framework(), "programme", CENTRE, scores)),
    ):
        assert chart is not None
        assert (chart.title, chart.alt, chart.rows) == (on_screen.title, on_screen.alt, on_screen.rows)
    for found, kind in ((made.strengths, "strength"), (made.middle, "middle"), (made.gaps, "to_work_on")):
        on_page = detail.group_by_band(framework(), "programme", shown.answers, scores, terms(), kind)
        assert [entry.detail for entry in found] == on_page
    assert made.missing is not None
    assert list(made.missing.rows) == detail.find_gaps(framework(), scores)


def test_an_indicator_gives_a_short_line_for_each_sub_indicator() -> None:
    (entry,) = report("half").strengths
    assert (entry.id, entry.title, entry.figure) == ("4", "Roles and responsibilities", "75 of 100")
    assert entry.lines == (
        "4a A central contact: 4",
        "4b Knowing each other's roles: 2",
        "4c Working side by side: not applicable",
    )


def test_what_is_not_finished_is_provisional_and_says_how_much_is_missing() -> None:
    assert report("half").provisional == "Provisional: 12 of 22 sub-indicators are not rated yet."
    assert report("half").dated == "Provisional on 15 June 2026: not finished yet."
    everything = [say(item, 2) for item in items()]
    assert report_on(view(everything)).provisional == "Provisional: not finished yet."
    one_open = everything[1:]
    assert report_on(view(one_open)).provisional == "Provisional: 1 of 23 sub-indicators is not rated yet."


def test_what_is_finished_or_closed_is_not_provisional() -> None:
    assert (report("full").provisional, report("full").dated) == (
        "",
        "Finished 2 June 2026. This file was made on 15 June 2026.",
    )
    assert report("many").provisional == ""
    assert report("many").dated == "The round closed on 1 June 2026. This file was made on 15 June 2026."


def test_nothing_answered_still_makes_a_report_in_which_everything_is_open() -> None:
    made = report("empty")
    assert (made.empty, made.provisional) == (True, NOTHING_ANSWERED)
    figure = made.place.figure
    assert (figure.position, figure.low, figure.high, figure.coverage) == (None, 0.0, 100.0, 0.0)
    assert (made.strengths, made.gaps, made.agreed, made.voices) == ((), (), (), ())
    assert made.missing is not None
    assert made.missing.rows == tuple(
        (f"{item.id} {item.short_title}", "Not answered") for item in framework().items_in("programme")
    )


@pytest.mark.parametrize(
    ("anonymous", "answers", "why"),
    [
        (False, [], "Provisional: The round has closed, and nobody answered here."),
        (
            True,
            [say("1a", 2, respondent="one", group="police")],
            "Provisional: The round has closed, and on no sub-indicator are there 3 people whose ratings could be "
            "shown.",
        ),
    ],
)
def test_a_closed_round_with_nothing_to_show_says_why(
    anonymous: bool, answers: list[Answer], why: str
) -> None:
    made = report_on(view(answers, anonymous=anonymous, closed=True))
    assert (made.empty, made.provisional) == (True, why)


def test_made_up_and_worked_examples_say_so() -> None:
    assert report_on(view(half_answers(), origin="illustrative")).illustrative.startswith("Illustrative: ")
    assert report_on(view(half_answers(), origin="worked-example")).illustrative.startswith("Worked example:")
    assert report("half").illustrative == ""


def test_sub_indicators_come_with_unrounded_numbers() -> None:
    shown = view(many_answers(), anonymous=True, closed=True)
    scores = score(framework(), to_frame(shown.answers))
    frame = report("many").item_frame
    assert tuple(frame.columns) == ITEM_COLUMNS
    for column in ("position", "mean", "agreed", "agreement"):
        pd.testing.assert_series_equal(frame[column], scores.items[column].reset_index(drop=True))


def test_a_count_that_could_hide_a_few_people_is_left_empty_in_an_anonymous_round() -> None:
    frame = report("many").item_frame.set_index("item")
    assert frame.loc["2b", "people"] == 12
    assert pd.isna(frame.loc["2b", "dont_know"])  # none, or one or two: not said
    named = report("half").item_frame.set_index("item")
    assert named.loc["2b", "dont_know"] == 0


def test_the_table_of_sub_indicators_says_level_people_and_evidence() -> None:
    rows = {row[0]: row[1:] for row in report("half").items.rows}
    assert rows["1a"] == ("Shared understanding", "3", "75", "1", "none noted")
    assert rows["2a"] == ("Linking support and protection", "4", "100", "1", "1 note")
    assert rows["2c"][1:] == ("don't know", "–", "0", "none noted")
    assert rows["8c"][1:] == ("no rating shown", "–", "0", "none noted")


def test_few_ratings_of_an_anonymous_round_are_under_the_threshold_not_none() -> None:
    answers = [say("1a", 2, respondent=f"p{n}", group="police") for n in range(4)]
    answers.append(say("1b", 2, respondent="p0", group="police"))
    rows = {row[0]: row for row in report_on(view(answers, anonymous=True, closed=True)).items.rows}
    assert (rows["1a"][4], rows["1b"][4]) == ("4", "under 3")


def test_agreed_ratings_are_those_of_the_page_of_voices() -> None:
    shown = view(many_answers(), anonymous=True, closed=True)
    assert shown.disclosed is not None
    scores = score(framework(), to_frame(shown.answers))
    voices = make_voices(framework(), "programme", shown.disclosed, scores, terms(), 3)
    on_page = [
        (
            item.item,
            item.title,
            item.agreed.rating,
            item.agreed.reason,
            item.agreed.present,
            item.agreed.beside,
        )
        for indicator in voices.indicators
        for item in indicator.items
        if item.agreed
    ]
    found = report("many").agreed
    assert [(a.item, a.title, a.rating, a.reason, a.present, a.beside) for a in found] == on_page
    assert [each.item for each in found] == ["1a", "2d", "6a"]
    assert report("many").voices == (voices.who, voices.merged, voices.summary)


def test_one_persons_view_has_no_voices_to_speak_of() -> None:
    assert report("half").voices == ()
    assert report("half").agreed_empty == "No rating was agreed together in this round."


def test_a_centre_is_set_beside_its_authority_alone() -> None:
    made = report_on(view(half_answers()), centre_ends())
    assert made.ends is not None
    assert made.ends.title == (
        "The two ends differ on 4 of 6 sub-indicators, most on 1b policies easy to find, where the centre rates lower"
    )
    assert made.ends.columns == ("Sub-indicator", "Authority", "Centre", "Difference")
    assert made.ends.rows[0] == (
        "1b Policies easy to find",
        "3",
        "1",
        "The centre 1, lower than the authority's 3",
    )
    assert made.ends.alt.startswith(
        "One line per sub-indicator, 0 to 4. 1b Policies easy to find: the authority 3,"
    )
    assert made.ends_note.startswith("The two ends are asked different questions")


def test_a_centre_level_with_its_authority_is_said_to_be() -> None:
    made = report_on(view(half_answers()), ends_of([("abc", "1a", 75.0, 70.0)]))
    assert made.ends is not None
    assert (
        made.ends.title == "The centre and the authority stand level on the one sub-indicator that both rated"
    )


def test_an_authority_sees_all_its_centres_as_its_page_shows_them() -> None:
    found, made = authority_ends().chart, report("authority").ends
    assert found is not None
    assert made is not None
    assert (made.title, made.alt, made.columns, made.rows) == (
        found.title,
        found.alt,
        found.columns,
        found.rows,
    )
    pd.testing.assert_frame_equal(made.frame, found.frame)


def test_without_the_other_end_the_report_says_why() -> None:
    assert report("half").ends is None
    assert report("half").ends_note.startswith("There is no view from the other end")
    made = report_on(view(half_answers()), ends_note="No authority is named.")
    assert made.ends_note == "No authority is named."
    empty = report_on(view(half_answers()), ends_of([]))
    assert (empty.ends, AUTHORITY in empty.ends_note) == (None, True)


def test_the_lead_of_a_round_is_not_shown_a_centres_plan() -> None:
    made = report_on(view(full_answers(CENTRE), role="lead", actions=actions()))
    assert (made.plan.rows, made.plan.empty, made.priorities) == ((), PLAN_IS_THE_CENTRES, ())


@pytest.mark.parametrize("role", ["lead", "respondent"])
def test_who_may_not_see_a_plan_gets_a_report_as_if_there_were_none(role: str) -> None:
    def told(planned: Sequence[ActionRecord], whose: str) -> BoardReport:
        return report_on(view(full_answers(CENTRE), role=whose, actions=planned))

    made, owners, without = told(actions(), role), told(actions(), "owner"), told((), role)
    assert made.plan == Plan((), "", PLAN_IS_THE_CENTRES)
    assert repr(made) == repr(without)
    assert owners.plan.summary in owners.notes["plan"]
    assert len(owners.plan.rows) == len(actions())


def test_what_has_a_plan_keeps_its_place_among_what_to_work_on() -> None:
    made = report("full")
    assert [priority.item for priority in made.priorities] == [each.item for each in actions()[:3]]
    assert [row.position for row in made.plan.rows] == [1, 4, 2, 7, 3, 5, 6]


@pytest.mark.parametrize(
    ("names", "stem"),
    [
        (("Elm Street", "Spring 2026"), "elm-street-spring-2026"),
        (("Ysgol Dŵr/..\\Æbc", ""), "ysgol-dwr-bc"),
        (("🙂", "\u202e"), "report"),
        (("a" * 100,), "a" * 60),
    ],
)
def test_files_are_named_safely_whatever_the_subject_is_called(names: tuple[str, ...], stem: str) -> None:
    assert name_file(*names) == stem


@pytest.mark.parametrize("state", STATES)
def test_every_part_has_something_for_a_presenter_to_say(state: str) -> None:
    made = report(state)
    sections = "title place strands profile strengths gaps missing ends voices agreed plan cautions sources"
    assert set(made.notes) == set(sections.split())
    assert all(len(words) > 30 for words in made.notes.values())
    assert all("{" not in words and "  " not in words for words in made.notes.values())


def test_the_strands_and_the_whole_come_with_what_was_rated_of_them() -> None:
    shown = view(half_answers())
    scores = scores_of(shown)
    assert scores is not None
    frame = report("half").strand_frame
    assert list(frame["figure"]) == [
        "Continuum of engagement",
        "Working together",
        "Foundations",
        "All sub-indicators",
    ]
    place = describe_place(framework(), scores).figure
    assert frame.loc[0, ["low", "high", "coverage"]].tolist() == [place.low, place.high, place.coverage]
    assert pd.isna(frame.loc[0, "position"])


def test_indicators_come_with_their_bands() -> None:
    frame = report("half").indicator_frame
    assert list(zip(frame["indicator"], frame["band"], strict=True))[:4] == [
        ("1", "Part of the way"),
        ("2", "Part of the way"),
        ("3", "Part of the way"),
        ("4", "Strength"),
    ]


def test_terms_of_the_chosen_vocabulary_are_filled_in() -> None:
    made = replace(report("half"), notes={})
    assert "{{" not in repr(made)
