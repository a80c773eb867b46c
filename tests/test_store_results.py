"""Kept results: how they stay true to the answers, who sees them, and what is counted over many of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from store_cases import DATABASES, RoundCase, make_round, open_each

from selfassess.store import AssessmentStore
from selfassess.store.result_records import FigureRecord, Filter, Options, PartBin, ResultRecord

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
ALL = Filter("small@1.0", "programme", visible_to="lead")


@pytest.fixture(params=DATABASES)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[AssessmentStore]:
    with open_each(request.param, tmp_path) as opened:
        yield opened


@pytest.fixture
def case(store: AssessmentStore) -> RoundCase:
    return make_round(store)


def keep(case: RoundCase, made: str, position: float | None = 50.0, **fields: Any) -> ResultRecord:
    """Keeps a result, with the same position for its two indicators and one item."""
    about = {"zone": "whole", "low": position, "high": position, "wide_low": position, "wide_high": position}
    result = ResultRecord(made, "small@1.0", NOON, position=position, **{**about, **fields})
    bounds = {"position": position, "wide_low": position, "wide_high": position}
    parts = (("indicator", "1"), ("indicator", "2"), ("item", "1a"))
    figures = [FigureRecord(made, kind, part, **bounds) for kind, part in parts]  # type: ignore[arg-type]
    case.store.save_results([(result, figures)])
    return result


def country(case: RoundCase, *positions: float | None, **fields: Any) -> list[str]:
    """As many centres of the lead's own, at these places."""
    made = [case.start(f"Centre {n:02}", "lead") for n in range(len(positions))]
    for each, position in zip(made, positions, strict=True):
        keep(case, each, position, **fields)
    return made


# Saving


def test_a_result_comes_back_with_what_the_store_knows_of_it(case: RoundCase) -> None:
    made = case.start("Elm Centre", "lead", setting="coast", size="small", region="South")
    given = keep(case, made, 62.5, voices=4, groups=2, rated=2, asked=2, coverage=1.0)
    assert case.store.results() == [
        replace(
            given,
            subject_id=case.subject_of(made),
            round_id=case.round.id,
            authority_id=case.round.authority_id,
            lens="programme",
            origin="real",
            round_key="spring",
            owner="lead",
            setting="coast",
            size="small",
            region="South",
            authority="Southshire",
            subject="Elm Centre",
            round="Spring",
        )
    ]


def test_saving_again_replaces_a_result_whole(case: RoundCase) -> None:
    made = case.start("Elm Centre", "lead")
    keep(case, made, 10.0)
    case.store.save_results(
        [(ResultRecord(made, "small@1.0", NOON), [FigureRecord(made, "item", "1b", 5.0)])]
    )
    assert [each.position for each in case.store.results()] == [None]
    assert case.store.figures([made]) == [FigureRecord(made, "item", "1b", 5.0)]


def test_figures_come_in_the_order_of_the_assessments_asked_for(case: RoundCase) -> None:
    made = country(case, 1.0, 2.0, 3.0)[::-1]
    figures = case.store.figures([*made, "nobody"], "indicator", ["2"])
    assert [(each.assessment_id, each.part, each.position) for each in figures] == [
        (made[0], "2", 3.0),
        (made[1], "2", 2.0),
        (made[2], "2", 1.0),
    ]


# Staying true


def test_what_changes_the_scores_makes_a_result_stale(case: RoundCase) -> None:
    store, made = case.store, case.start("Elm Centre", "lead")
    ann = store.add_voice(made, "Ann", "", "voice-1")
    case.answer(made, ann, "1a", value=2.0, evidence="Minutes")

    def is_stale() -> bool:
        found = store.stale() == [made]
        keep(case, made)
        assert store.stale() == []
        return found

    assert is_stale()  # there is none yet
    case.answer(made, ann, "1a", value=2.0)
    assert not is_stale()  # nothing changed
    case.answer(made, ann, "1a", value=4.0)
    assert is_stale()
    store.save_answer(made, ann.id, "1a", "agreed", {"value": 2.0}, "lead")
    assert is_stale()
    store.set_group(made, ann.id, "parents", "lead")
    assert is_stale()
    store.erase_text(made, "1a", "evidence", "lead")
    assert is_stale()
    store.mark_stale(made)
    assert is_stale()


def test_an_answer_given_while_scores_are_made_leaves_them_stale(case: RoundCase) -> None:
    store = case.store
    elm, oak = country(case, 1.0, 2.0)
    ann = store.add_voice(elm, "Ann", "", "voice-1")
    case.answer(elm, ann, "1a", value=2.0)
    marks = store.marks([elm, oak, "nobody"])
    assert set(marks) == {elm, oak}
    case.answer(elm, ann, "1b", value=2.0)
    new: list[tuple[ResultRecord, list[FigureRecord]]] = [
        (ResultRecord(each, "small@1.0", NOON), []) for each in (elm, oak)
    ]
    store.save_results(new, marks)
    assert store.stale() == [elm]
    store.save_results(new, store.marks([elm, oak]))
    assert store.stale() == []


def test_an_anonymous_round_has_results_once_it_is_closed(store: AssessmentStore) -> None:
    case = make_round(store, voices="anonymous", closes_on=date(2026, 3, 31))
    made = case.start("Elm Centre")
    case.answer(made, store.add_voice(made, "", "", "voice-1"), "1a", value=2.0)
    assert store.stale() == []
    store.close_round(case.round.id)
    assert store.stale() == [made]


def test_what_is_stale_is_found_by_place(case: RoundCase) -> None:
    store = case.store
    autumn = make_round(store, "Autumn")
    elm, oak = case.start("Elm Centre"), autumn.start("Oak")
    for made in (elm, oak):
        keep(case, made, stale=True)
    assert store.stale() == [oak, elm]
    assert store.stale(limit=1) == [oak]
    assert store.stale(round_id=case.round.id) == store.stale(assessment_ids=[elm, "nobody"]) == [elm]
    assert store.stale(authority_id=99) == store.stale(framework_id="other") == []
    assert store.stale(authority_id=case.round.authority_id, framework_id="small") == [oak, elm]


# Who sees them


def test_a_result_is_its_owners_until_it_is_shared(case: RoundCase) -> None:
    store = case.store
    elm, mine = case.start("Elm Centre", "programme-1"), case.start("Mine", "lead")
    other = store.add_authority("Midtown")
    keep(case, elm), keep(case, mine)

    def seen(by: str = "lead") -> list[str]:
        return [each.subject for each in store.results(replace(ALL, visible_to=by))]

    assert (seen(), seen("programme-1"), seen("")) == (["Mine"], ["Elm Centre"], [])
    store.share(elm, other.id, "programme-1")
    assert seen() == ["Mine"]  # to another authority than its own
    store.share(elm, case.round.authority_id, "programme-1")
    assert (seen(), seen("")) == (["Elm Centre", "Mine"], ["Elm Centre"])
    keep(case, elm)
    assert seen() == ["Elm Centre", "Mine"]
    store.unshare(elm, case.round.authority_id, "programme-1")
    assert seen() == ["Mine"]


def test_sharing_is_known_of_each_authority_apart(case: RoundCase) -> None:
    store = case.store
    midtown = store.add_authority("Midtown")
    round_ = store.create_round(midtown.id, "Spring", "small", "1.0.0", owner="lead")
    theirs = RoundCase(store, round_)
    elm, oak = case.start("Elm Centre"), theirs.start("Oak")
    store.share(elm, case.round.authority_id, "x")
    store.share(oak, midtown.id, "x")
    keep(case, elm), keep(case, oak)
    assert [each.subject for each in store.results(replace(ALL, visible_to=""))] == ["Oak", "Elm Centre"]
    assert store.count_results(replace(ALL, authority_id=midtown.id)) == 1


def test_what_is_not_real_is_seen_by_all_and_never_among_the_real(case: RoundCase) -> None:
    store = case.store
    subject = store.add_subject(case.round.authority_id, "programme", "A", "illustrative")
    made = store.create_assessment(subject.id, case.round.id, "small", "1.0.0", "the-sample").id
    keep(case, made)
    assert store.count_results(ALL) == 0
    assert store.count_results(replace(ALL, origin="illustrative")) == 1


@pytest.mark.parametrize(
    ("field", "value", "expected"),
    [
        ("series", "small@1.1", 0),
        ("lens", "authority", 0),
        ("round_key", "spring", 1),
        ("round_key", "autumn", 1),
        ("setting", "coast", 1),
        ("size", "small", 2),
        ("region", "North", 0),
        ("authority_id", 99, 0),
    ],
)
def test_each_field_of_a_filter_narrows(case: RoundCase, field: str, value: Any, expected: int) -> None:
    autumn = make_round(case.store, "Autumn")
    keep(case, case.start("Elm Centre", "lead", setting="coast", size="small"))
    keep(case, autumn.start("Oak", "lead", setting="town", size="small"))
    assert case.store.count_results(replace(ALL, **{field: value})) == expected


# Counting


def test_zones_and_bins_count_placements(case: RoundCase) -> None:
    country(case, 0.0, 2.5 - 1e-12, 2.4, 99.0, 100.0)
    keep(case, case.start("Nothing rated", "lead"), None, zone="")
    assert case.store.count_results(ALL) == 6
    assert case.store.zone_counts(ALL) == {"": 1, "whole": 5}
    assert case.store.bins(ALL) == [(0.0, 2), (2.5, 1), (97.5, 2)]
    assert case.store.bins(ALL, width=30.0) == [(0.0, 3), (90.0, 2)]


def test_bins_of_parts_have_a_width_or_edges(case: RoundCase) -> None:
    country(case, 0.0, 12.5, 37.4, 100.0, None)
    expected = [PartBin(part, number, 1) for part in "12" for number in (0, 1, 2, 7)]
    assert case.store.spread(ALL, "indicator", [12.5 * number for number in range(8)])[0] == expected
    zones = [0.0, 12.5, 37.5, 62.5, 87.5]
    assert case.store.spread(ALL, "item", zones)[0] == [
        PartBin("1a", 0, 1),
        PartBin("1a", 1, 2),
        PartBin("1a", 4, 1),
    ]


@pytest.mark.parametrize("n", [1, 2, 3, 4, 5, 8, 11])
def test_quartiles_are_those_of_numpy(case: RoundCase, n: int) -> None:
    positions = [float(x) for x in np.random.default_rng(n).integers(0, 100, n)]
    country(case, *positions, None)
    found = case.store.spread(ALL, "indicator", [0.0])[1]
    assert list(found) == ["1", "2"]
    assert (found["1"].part, found["1"].n) == ("1", n)
    assert list(found["1"][2:]) == pytest.approx(np.percentile(positions, [0, 25, 50, 75, 100]))


def test_nothing_to_count_gives_nothing(case: RoundCase) -> None:
    store = case.store
    assert (store.count_results(ALL), store.zone_counts(ALL), store.bins(ALL)) == (0, {}, [])
    assert store.spread(ALL, "item", [0.0]) == ([], {})
    assert store.options(ALL) == Options((), (), (), (), ())
    assert not store.results(ALL) and not store.stronger(ALL, "item", {"1a": 1.0}, 5)
    assert not store.results(assessment_ids=[]) and not store.figures([])
    assert not store.stale(assessment_ids=[])


def test_options_are_what_can_be_chosen(case: RoundCase) -> None:
    autumn = make_round(case.store, "Autumn")
    keep(case, case.start("Elm Centre", "lead", setting="town", size="small"))
    keep(case, autumn.start("Oak", "lead", setting="coast"))
    keep(case, autumn.start("Hidden", setting="moor"))
    chosen = replace(ALL, round_key="spring", setting="town")
    assert case.store.options(chosen) == Options(
        rounds=(("autumn", "Autumn"), ("spring", "Spring")),
        authorities=((case.round.authority_id, "Southshire"),),
        settings=("coast", "town"),
        sizes=("small",),
        regions=(),
    )


def test_pages_follow_one_another_by_name_or_by_place(case: RoundCase) -> None:
    store = case.store
    country(case, 30.0, 10.0, None, 20.0)
    names = [each.subject for start in (0, 2) for each in store.results(ALL, limit=2, offset=start)]
    assert names == ["Centre 00", "Centre 01", "Centre 02", "Centre 03"]
    first = store.results(ALL, limit=1)[0]
    assert (first.position, first.authority, first.zone, first.as_of) == (30.0, "Southshire", "whole", NOON)
    by_place = [each.position for each in store.results(ALL, order="position")]
    assert by_place == [10.0, 20.0, 30.0, None]
    assert [each.subject for each in store.results(ALL, limit=1, offset=1)] == ["Centre 01"]


def test_results_of_one_subject_come_round_by_round(case: RoundCase) -> None:
    autumn = make_round(case.store, "Autumn")
    keep(case, autumn.start("Elm Centre", "lead"), 60.0)
    keep(case, case.start("Elm Centre", "lead"), 40.0)
    subject = case.store.results()[0].subject_id
    found = case.store.results(subject_id=subject, order="round")
    assert [(each.round, each.position) for each in found] == [("Spring", 40.0), ("Autumn", 60.0)]


def test_those_who_are_stronger_come_furthest_first(case: RoundCase) -> None:
    made = country(case, 90.0, 50.0, 70.0)
    found = case.store.stronger(ALL, "item", {"1a": 50.0, "9z": 0.0}, limit=5)
    assert [(each.assessment_id, each.wide_low) for each in found] == [(made[0], 90.0), (made[2], 70.0)]
    assert len(case.store.stronger(ALL, "item", {"1a": 50.0}, limit=1)) == 1
    assert case.store.stronger(ALL, "item", {}, limit=1) == []
