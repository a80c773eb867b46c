"""The made-up country of the benchmark: the same each time, of the right shape, and believable."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from app_cases import FRAMEWORK_FILE, Desk, framework_2007, items_of
from bench.country import AUTHORITY, PROFILE, PROGRAMME, ROUNDS, Country, make_country, make_frame
from bench.filling import Filling
from bench.pages import COMPARE, visit
from bench.report import BEGIN, DOCUMENT, END
from bench.scored import make_results
from bench.words import name_places
from pandas.testing import assert_frame_equal
from store_cases import url_of

from selfassess.answers import FRAME_COLUMNS
from selfassess.framework.files import framework_source
from selfassess.scoring import KEY, Scores, score
from selfassess.service.results import Results
from selfassess.store import open_store

CENTRES = 70


@cache
def country() -> Country:
    return make_country(framework_2007(), CENTRES)


@cache
def frame() -> pd.DataFrame:
    return make_frame(country())


@cache
def scores() -> Scores:
    return score(framework_2007(), frame())


def rated() -> pd.DataFrame:
    """What the respondents of centres rated."""
    answers = frame()
    return answers[(answers["kind"] == "answer") & (answers["lens"] == PROGRAMME) & answers["value"].notna()]


def test_the_same_seed_gives_the_same_country() -> None:
    assert_frame_equal(
        make_frame(make_country(framework_2007(), 10)), make_frame(make_country(framework_2007(), 10))
    )


def test_another_seed_gives_another() -> None:
    other = make_frame(make_country(framework_2007(), CENTRES, seed=1))
    assert not np.array_equal(other["value"].head(500), frame()["value"].head(500), equal_nan=True)


@pytest.mark.parametrize(("centres", "authorities"), [(1, 1), (35, 2), (350, 15)])
def test_authorities_grow_with_centres(centres: int, authorities: int) -> None:
    made = make_country(framework_2007(), centres)
    assert len(made.authorities) == authorities
    assert dict(made.subjects["lens"].value_counts()) == {PROGRAMME: centres, AUTHORITY: authorities}


def test_there_are_names_enough_for_the_whole_of_england() -> None:
    authorities, centres = name_places(np.random.default_rng(1), 150, 3500)
    assert (len(set(authorities)), len(set(centres))) == (150, 3500)


def test_every_centre_and_authority_takes_part_in_every_round() -> None:
    subjects = scores().subjects
    assert set(subjects["round"]) == set(ROUNDS)
    counts = subjects.groupby("lens").size()
    assert dict(counts) == {PROGRAMME: CENTRES * 4, AUTHORITY: len(country().authorities) * 4}


def test_names_are_unique_and_profiles_complete() -> None:
    subjects = country().subjects
    assert subjects["name"].is_unique
    centres = subjects[subjects["lens"] == PROGRAMME]
    assert (centres[list(PROFILE)] != "").all(axis=None)
    assert len(centres) == CENTRES
    assert set(centres["authority"]) == set(range(len(country().authorities)))


def test_about_twelve_people_answer_for_a_centre_and_a_few_for_an_authority() -> None:
    people = scores().subjects.groupby("lens")["respondents"].mean()
    assert 11.5 < people[PROGRAMME] < 12.5
    assert 2 <= people[AUTHORITY] <= 4


def test_everyone_has_a_row_for_each_item_of_the_lens() -> None:
    answers = frame()[frame()["kind"] == "answer"]
    rows = answers.groupby([*KEY, "respondent"], observed=True)["item"].agg(["size", "nunique"])
    of_lens = rows.groupby("lens", observed=True).agg(["min", "max"])
    assert of_lens.loc[PROGRAMME].unique().tolist() == [len(items_of(PROGRAMME))] == [23]
    assert of_lens.loc[AUTHORITY].unique().tolist() == [len(items_of(AUTHORITY))] == [24]


def test_the_frame_is_one_that_answers_make_and_its_texts_are_categories() -> None:
    assert list(frame().columns) == list(FRAME_COLUMNS)
    plain = {name for name, kind in frame().dtypes.items() if not isinstance(kind, pd.CategoricalDtype)}
    assert plain == {"value", "one_person", "carried", "asked"}


def test_answers_of_one_centre_resemble_one_another() -> None:
    ratings = rated()
    within = ratings.groupby([*KEY, "item"], observed=True)["value"].var().mean()
    assert within < 0.75 * ratings["value"].var()


def test_an_indicator_of_a_centre_has_a_level_of_its_own() -> None:
    means = rated().groupby([*KEY, "item"], observed=True)["value"].mean().unstack()
    left = means.sub(means.mean(axis=1), axis=0).corr()
    assert left.loc["2a", "2b"] > left.loc["2a", "7b"]


def test_a_centre_stays_much_as_it_was_and_drifts_upwards() -> None:
    positions = (
        scores()
        .placements.query("lens == 'programme'")
        .pivot_table(index=["authority", "subject"], columns="round", values="position")[list(ROUNDS)]
    )
    likeness = positions.corr()
    assert likeness.loc[ROUNDS[0], ROUNDS[1]] > 0.7
    assert likeness.loc[ROUNDS[0], ROUNDS[1]] > likeness.loc[ROUNDS[0], ROUNDS[3]]
    assert positions[ROUNDS[3]].mean() > positions[ROUNDS[0]].mean()


def test_managers_see_more_than_social_workers_and_parents() -> None:
    means = rated().groupby("group", observed=True)["value"].mean()
    assert means["centre-manager"] > means["health-visiting"] > means["social-work"]
    assert means["parents"] < means["centre-staff"]


def test_some_dont_know_some_say_it_does_not_apply_and_some_leave_out() -> None:
    answers = frame()[frame()["kind"] == "answer"]
    share = answers["special"].value_counts(normalize=True)
    assert 0.03 < share["dk"] < 0.15
    assert 0.005 < share["na"] < 0.03
    blank = (answers["value"].isna() & (answers["special"] == "")).mean()
    assert 0.02 < blank < 0.1
    unknown = answers.assign(dk=answers["special"] == "dk").groupby("group", observed=True)["dk"].mean()
    assert unknown["parents"] > unknown["centre-manager"]


def test_not_applicable_has_its_reason_and_nothing_else_has() -> None:
    answers = frame()
    reasoned = answers["reason"] != ""
    assert (reasoned == ((answers["special"] == "na") | (answers["kind"] == "agreed"))).all()


def test_a_few_ratings_are_agreed_with_who_was_there() -> None:
    agreed = frame()[frame()["kind"] == "agreed"]
    assert 0 < len(agreed) < len(frame()) / 100
    assert agreed["value"].notna().all()
    assert (agreed["present"] != "").all()


def test_some_ratings_have_a_note_and_nothing_unrated_has() -> None:
    noted = frame()["evidence"] != ""
    assert 0.05 < noted.mean() < 0.15
    assert frame().loc[noted, "value"].notna().all()


def test_the_document_has_the_place_for_the_figures() -> None:
    text = DOCUMENT.read_text("utf-8")
    assert text.index(BEGIN) < text.index(END)


def test_the_database_holds_what_the_app_would_have_made_of_the_answers(tmp_path: Path) -> None:
    url = url_of(tmp_path)
    filling = Filling(make_country(framework_2007(), 5), framework_source(FRAMEWORK_FILE))
    filling.fill(url, make_results(filling))
    store = open_store(url)
    ids = filling.assessment_ids
    assert store.stale() == []
    written = store.results(assessment_ids=ids), store.figures(ids)
    assert len(written[0]) == 6 * 4
    Results(store, {framework_2007().key: framework_2007()}).refresh(ids)
    made = store.results(assessment_ids=ids), store.figures(ids)
    store.close()
    assert written == made


def test_a_page_that_has_nothing_to_show_is_not_timed(desk: Desk) -> None:
    with pytest.raises(RuntimeError, match=r"compare can't be timed.*There is nothing to compare"):
        visit(COMPARE, {})
