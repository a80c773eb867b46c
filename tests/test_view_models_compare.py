"""Centres beside one another, fairly: no ranks, ranges in sight, and differences only where there are any."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest
from many_cases import figures, result
from view_cases import framework, terms

from selfassess.store.result_records import PartBin, Quartiles
from selfassess.view_models.compare import (
    compare_pair,
    make_binned_strip_chart,
    make_centres_table,
    make_ranges_chart,
    make_strip_chart,
    make_strong_elsewhere,
    say_cautions,
    say_choice,
    zone_parts,
)
from selfassess.view_models.compare_parts import (
    SHARE_NAMES,
    heatmap_order,
    make_heatmap_chart,
    make_shares_chart,
)
from selfassess.view_models.placed import names_of, voices_words
from selfassess.view_models.two_ends import make_two_ends

OAK, ASH, ELM = result("Oak", 40.0), result("Ash", 60.0), result("elm", None)
NAMES = names_of([OAK, ASH, ELM])


def test_every_centre_is_a_dot_and_the_table_is_in_alphabetical_order() -> None:
    chart = make_strip_chart(framework(), [OAK, ASH, ELM], NAMES, mine={"oak"})
    assert chart.title == "2 centres, from 40 to 60 of 100; 1 more can't be placed yet"
    assert chart.rows == (
        ("Ash", "60", "55 to 65", "86%", "7 people, 3 groups", "2 July 2026"),
        ("elm", "–", "45 to 55", "86%", "7 people, 3 groups", "2 July 2026"),
        ("Oak", "40", "35 to 45", "86%", "7 people, 3 groups", "2 July 2026"),
    )
    assert list(chart.frame["mine"]) == [False, False, True]


def test_each_centre_has_a_line_with_its_range_in_alphabetical_order() -> None:
    chart = make_ranges_chart(framework(), [OAK, ASH, ELM], NAMES)
    drawn = chart.frame.astype(object).where(chart.frame.notna(), None)
    assert drawn[["label", "position", "low", "high"]].to_numpy().tolist() == [
        ["Ash", 60.0, 55.0, 65.0],
        ["elm", None, 45.0, 55.0],
        ["Oak", 40.0, 35.0, 45.0],
    ]
    assert chart.alt == (
        "A line for each centre, by name. Ash: 60, range 55 to 65; elm: –, range 45 to 55; Oak: 40, range 35 to 45."
    )
    assert chart.rows == make_centres_table(framework(), [OAK, ASH, ELM], NAMES).rows


def test_a_target_is_reached_missed_or_inside_the_range() -> None:
    places = [result("A", 70.0), result("B", 62.0), result("C", 40.0)]
    chart = make_strip_chart(framework(), places, names_of(places), target=60.0)
    assert chart.title.endswith(
        "Against the target of 60: 1 at it or beyond, 1 short of it, 1 with the target inside their range"
    )


def test_many_centres_are_told_by_their_middle_half() -> None:
    places = [result(f"C{n}", float(n * 10)) for n in range(1, 10)]
    chart = make_strip_chart(framework(), places, names_of(places))
    assert chart.title == "The middle half of 9 centres stands between 30 and 70 of 100"


def test_aliases_stand_in_every_place_of_a_name() -> None:
    aliases = {"oak": "Centre 01", "ash": "Centre 02", "elm": "Centre 03"}
    chart = make_strip_chart(framework(), [OAK, ASH, ELM], aliases)
    table = make_centres_table(framework(), [OAK, ASH, ELM], aliases)
    grid = make_heatmap_chart(framework(), "programme", [OAK], figures("oak", {"1": 50.0}), aliases)
    words = str((chart, table, grid, chart.frame.to_dict(), grid.frame.to_dict()))
    assert not re.search("Oak|Ash|elm", words)


def test_places_beyond_counting_are_told_by_zone() -> None:
    zones = {"parallel": 3, "aspirational": 1500, "maximum": 2, "": 4}
    chart = make_binned_strip_chart(
        framework(), [(0.0, 3), (50.0, 1500), (97.5, 2)], zones=zones, target=50.0
    )
    assert chart.title == (
        "The most centres, 1,500 of 1,505, stand at “aspirational development”; 4 more can't be placed yet; "
        "1,502 of 1,505 at 50 or beyond"
    )
    assert chart.rows == (("0", "2.5", "3"), ("50", "52.5", "1500"), ("97.5", "100", "2"))
    assert zone_parts(framework(), zones)[2] == (37.5, 62.5, "1,500")


def test_nothing_to_place_is_said() -> None:
    assert make_binned_strip_chart(framework(), []).title == "No centre has enough rated to be placed yet"
    assert make_strip_chart(framework(), [ELM], NAMES).title == "No centre has enough rated to be placed yet"
    assert say_choice(0, []) == "No centre fits this choice. Take a filter away."
    assert say_choice(12, ["Spring 2026", "", "urban"]) == "12 centres: Spring 2026, urban"


def test_the_table_of_centres_shows_what_a_comparison_must() -> None:
    table = make_centres_table(framework(), [OAK, ELM], NAMES)
    assert table.title == "2 centres, none before another on merit"
    people = ("86%", "7 people, 3 groups", "Spring 2026", "2 July 2026")
    assert table.rows == (
        ("elm", "Too little rated", "–", "45 to 55", *people),
        ("Oak", "Aspirational development", "40", "35 to 45", *people),
    )


def test_few_people_are_not_counted_out() -> None:
    assert voices_words(result("A", 1.0, voices=None, groups=None)) == "too few to show"
    assert voices_words(result("A", 1.0, voices=1, groups=0)) == "1 person"


def test_overlapping_ranges_are_no_difference_to_speak_of() -> None:
    pair = compare_pair(framework(), result("A", 40.0, 10), result("B", 55.0, 10), {"a": "A", "b": "B"})
    assert pair.comparable
    assert "no difference to speak of" in pair.sentence.lower()
    assert pair.chart is not None
    assert list(pair.chart.frame["high"]) == [50.0, 65.0]


def test_ranges_clear_of_one_another_are_a_difference() -> None:
    pair = compare_pair(framework(), OAK, ASH, NAMES)
    assert pair.sentence.startswith("Ash is placed further along than Oak")


@pytest.mark.parametrize(
    "other",
    [
        result("B", 50.0, series="safeguarding-2007@1.1"),
        result("B", 50.0, lens="authority"),
        result("B", 50.0, origin="illustrative"),
        result("B", None),
    ],
)
def test_not_comparable_is_an_answer(other) -> None:  # type: ignore[no-untyped-def]
    pair = compare_pair(framework(), OAK, other, {"oak": "Oak", "b": "B"})
    assert pair.sentence.startswith("Not comparable, because ")
    assert (pair.comparable, pair.chart) == (False, None)


def test_centres_of_one_name_are_told_apart_by_their_authority() -> None:
    twins = [result("Elm", 1.0), result("Elm", 2.0, assessment_id="other", authority="Southshire")]
    assert names_of(twins) == {"elm": "Elm (Northshire)", "other": "Elm (Southshire)"}


def test_shares_of_centres_stand_in_five_bins_with_their_numbers() -> None:
    bins = [PartBin("1", 0, 2), PartBin("1", 2, 5), PartBin("1", 4, 3), PartBin("2", 3, 1)]
    quarters = {"1": Quartiles("1", 10, 0, 30, 50, 70, 100), "2": Quartiles("2", 1, 70, 70, 70, 70, 70)}
    chart = make_shares_chart(framework(), "programme", bins, quarters)
    assert SHARE_NAMES == ("0 to 12", "13 to 37", "38 to 62", "63 to 87", "88 to 100")
    assert [row[1:] for row in chart.rows] == [
        ("10", "2", "0", "5", "0", "3", "half between 30 and 70"),
        ("1", "0", "0", "0", "1", "0", "–"),
    ]
    assert chart.title.startswith("Most centres above the middle: 2 ")


def test_one_centre_above_and_one_below_are_most_of_nothing() -> None:
    bins = [PartBin("1", 0, 1), PartBin("1", 4, 1)]
    chart = make_shares_chart(framework(), "programme", bins, {})
    assert chart.title == "On no indicator do most centres stand clear above or below the middle"


def test_the_grid_opens_from_indicators_to_items() -> None:
    found = figures("oak", {"1": 50.0, "2": None, "1a": 25.0, "1b": 75.0})
    rows, columns = heatmap_order(framework(), "programme", [OAK, ASH], NAMES, "1")
    assert (rows, columns) == (["Ash", "Oak"], ["1a", "1b", "1c"])
    grid = make_heatmap_chart(framework(), "programme", [OAK], found, NAMES)
    assert list(grid.frame["text"])[:3] == ["50", "–", "n/a"]
    opened = make_heatmap_chart(framework(), "programme", [OAK], found, NAMES, "1")
    assert opened.rows[0][1:3] == ("25, range 23 to 27", "75, range 73 to 77")


def test_strong_elsewhere_names_whom_to_ask() -> None:
    found = make_strong_elsewhere(framework(), "Oak", [("elm", "2d"), ("ash", "2d"), ("ash", "1a")], NAMES)
    assert found.rows == (
        ("1a", framework().item("1a").short_title, ("Ash",)),
        ("2d", framework().item("2d").short_title, ("Ash", "elm")),
    )
    assert make_strong_elsewhere(framework(), "Oak", [], NAMES).empty.startswith(
        "No centre here stands clear above Oak"
    )


def test_the_cautions_say_what_a_comparison_is_not() -> None:
    cautions = say_cautions(framework(), illustrative=True)
    assert cautions[0].startswith("These centres are made up")
    assert "It is not a league table" in cautions[1]
    assert cautions[2:] == tuple(caution.text for caution in framework().cautions)


def test_nothing_calls_itself_a_league_table() -> None:
    root = Path(__file__).resolve().parent.parent / "selfassess"
    files = [*(root / "view_models").glob("*.py"), *(root / "charts").glob("*.py")]
    assert len(files) > 20
    lines = [line for file in files for line in file.read_text("utf-8").splitlines()]
    found = [line.strip() for line in lines if re.search(r"league|ranking", line, re.IGNORECASE)]
    assert len(found) == 1
    assert "It is not a league table" in found[0]


def ends(*rows: tuple[str, str, float, float]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["subject", "item", "near", "far"])


def test_the_widest_difference_of_the_two_ends_comes_first() -> None:
    found = ends(
        ("a", "1a", 50, 50), ("b", "1a", 75, 50), ("a", "2d", 25, 75), ("b", "2d", 0, 75), ("c", "2d", 50, 75)
    )
    both = make_two_ends(framework(), found, terms(), authority="Northshire", names={"a": "Oak"})
    assert [row.item for row in both.rows] == ["2d", "1a"]
    assert both.rows[0].sentence == "The centres' middle 1, lower than the authority's 3; all 3 are lower"
    assert both.rows[0].centres == (("Oak", "1"), ("b", "0"), ("c", "2"))
    assert both.rows[0].near_question != both.rows[0].far_question
    assert both.title.startswith("The two ends differ on 2 of 2 sub-indicators, most on 2d")
    assert both.chart is not None
    assert list(both.chart.frame["dots"]) == [[0.0, 25.0, 50.0], [50.0, 75.0]]
    assert both.chart.rows[0][:6] == (f"2d {framework().item('2d').short_title}", "3", "3", "0", "1", "2")
    assert "different questions" in both.reminder


def test_agreed_ratings_are_marked_at_both_ends() -> None:
    found = ends(("a", "1a", 50, 75)).assign(near_agreed=True, far_agreed=True)
    row = make_two_ends(framework(), found, terms(), authority="Northshire").rows[0]
    assert row.centres == (("a", "2, agreed"),)
    assert row.sentence.endswith("; the authority's is an agreed rating")


def test_ends_with_nothing_in_common_say_so() -> None:
    both = make_two_ends(framework(), ends(), terms(), authority="Northshire")
    assert both.chart is None
    assert both.empty.startswith("There is nothing to set side by side yet: Northshire")
