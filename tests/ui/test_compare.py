"""Compare centres: what may stand beside what, under which name, and what is said of a difference."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import pytest
from app_cases import PROJECT, Desk, Screen, framework_2007, framework_2007_source, items_of, read_label
from link_cases import RoundDesk
from streamlit.testing.v1 import AppTest

from selfassess.service import comparing
from selfassess.service.actor import LOCAL_OWNER
from selfassess.service.round_plans import CentreEntry
from selfassess.service.sample import load_samples
from selfassess.service.transfer import TransferService
from selfassess.ui import compare_parts
from selfassess.ui.visit import TOKEN

CENTRES = {"Ash": 1, "Birch": 2, "Cedar": 3}
"""Each with every sub-indicator at one level: at 25, 50 and 75 on the line."""


@pytest.fixture
def samples(desk: Desk) -> None:
    store = desk.service.store
    transfer = TransferService(store, lambda key: framework_2007_source())
    load_samples(store, transfer, framework_2007(), PROJECT / "sample_data")


@dataclass(frozen=True)
class Shared:
    """Centres that took part in a round and share their results."""

    desk: Desk

    def add(self, centres: dict[str, float], name: str = "Autumn 2026", **profile: str) -> None:
        """Each centre's manager rates everything at one level, and shares."""
        by = RoundDesk(self.desk)
        made = by.open(name, asks={})
        entries = [CentreEntry(centre, **profile) for centre in centres]
        for link, level in zip(
            by.rounds.add_centres(LOCAL_OWNER, made.number, entries), centres.values(), strict=True
        ):
            visit = by.visits.begin(link.token)
            with self.desk.service.store.transaction():
                for item in items_of():
                    self.desk.service.set_rating(visit.actor, visit.assessment_id, item, level)
            self.desk.service.share(visit.actor, visit.assessment_id)

    def set_setting(self, centre: str, setting: str) -> None:
        by = RoundDesk(self.desk)
        (newest, *_) = by.rounds.mine(LOCAL_OWNER)
        subject = next(each for each in by.rounds.centres(LOCAL_OWNER, newest.id) if each.name == centre)
        by.rounds.set_profile(
            LOCAL_OWNER, newest.id, subject.id, CentreEntry(centre, setting=setting, size="large")
        )


def own(desk: Desk, centres: dict[str, float] = CENTRES, authority: str = "Northtown") -> dict[str, str]:
    """Assessments answered at this computer, by several people, so that their ranges are narrow."""
    made = {}
    for centre, level in centres.items():
        made[centre] = desk.start(centre, authority)
        desk.rate(made[centre], dict.fromkeys(items_of(), level))
        for number in range(2):
            add_voice(desk, made[centre], f"person-{number}", level)
    return made


def add_voice(desk: Desk, assessment: str, name: str, level: float) -> None:
    store = desk.service.store
    with store.transaction():
        voice = store.add_respondent(assessment, name)
        for item in items_of():
            store.save_answer(assessment, voice.id, item, "answer", {"value": level}, "test")


def choose(screen: Screen, key: str, label: str) -> Screen:
    box = screen.app.selectbox(key=key)
    box.select(next(each for each in box.options if read_label(each).startswith(label)))
    return screen.run()


def everything_shown(app: AppTest) -> str:
    """All that leaves the server: markup, labels, options, alternatives, the address."""
    return "\n".join([*(str(each) for each in walk(app._tree)), str(dict(app.query_params))])


def walk(block: Any) -> list[Any]:
    found = []
    for child in getattr(block, "children", {}).values():
        found.append(getattr(child, "proto", ""))
        found += walk(child)
    return found


def test_with_nothing_to_compare_the_page_says_what_to_do(screen: Screen) -> None:
    screen.open("compare")
    assert "There is nothing to compare yet." in screen.text
    assert screen.link("Open a round").page == "rounds"
    screen.app.button(key="illustrative").click()
    screen.run()
    assert "No illustrative centres are loaded." in screen.text


def test_every_centre_is_a_dot_and_the_cautions_stay(desk: Desk, screen: Screen) -> None:
    own(desk)
    screen.open("compare")
    assert "3 centres: Spring 2026" in screen.text
    assert "3 centres, from 25 to 75 of 100" in screen.text
    assert "It is not a league table" in screen.text
    assert len(re.findall(r"class='dot( mine)?'", screen.markup)) == 3
    assert len(screen.charts) == 3


def test_what_a_centre_does_not_share_is_not_compared(desk: Desk, screen: Screen) -> None:
    Shared(desk).add({"Dale": 2})
    by = RoundDesk(desk)
    made = by.open("Winter 2026", asks={})
    visit = by.visits.begin(made.manager)
    desk.service.set_rating(visit.actor, visit.assessment_id, "1a", 3)
    screen.open("compare")
    assert "Dale" in screen.text
    assert "Elm Street" not in screen.text


def test_illustrative_and_real_centres_never_stand_together(
    desk: Desk, screen: Screen, samples: None
) -> None:
    own(desk)
    screen.open("compare")
    assert "Programme A" not in everything_shown(screen.app)
    screen.open("compare", data="illustrative")
    shown = everything_shown(screen.app)
    assert "8 centres: Autumn" in screen.text
    assert "Illustrative: made up to show the tool." in screen.text
    assert not [name for name in CENTRES if name in shown]


def test_a_selection_can_be_linked_to(desk: Desk, screen: Screen) -> None:
    """A value that is none is passed over."""
    own(desk)
    shared = Shared(desk)
    shared.add({"Town": 3, "Field": 3}, setting="rural", size="large")
    shared.add({"Town": 3}, name="Winter 2026", setting="rural", size="large")
    shared.set_setting("Town", "urban")
    for query, left in (
        ({"round": "autumn 2026"}, {"Town", "Field"}),
        ({"round": "autumn 2026", "setting": "urban"}, {"Town"}),
        ({"round": "spring 2026", "setting": ""}, {"Ash", "Birch", "Cedar"}),
        ({"round": "autumn 2026", "setting": "seaside"}, {"Town", "Field"}),
    ):
        screen.open("compare", **query)
        assert {name for name in (*CENTRES, "Town", "Field") if name in screen.text} == left, query


def test_choosing_a_filter_writes_it_into_the_address(desk: Desk, screen: Screen) -> None:
    own(desk)
    own(desk, {"Oak": 2}, authority="Southtown")
    screen.open("compare")
    choose(screen, "choose-authority", "Southtown")
    assert "1 centre: Spring 2026, Southtown" in screen.text
    assert "authority" in screen.app.query_params
    choose(screen, "choose-authority", "All authorities")
    assert "4 centres" in screen.text
    assert "authority" not in screen.app.query_params


def test_with_aliases_nothing_on_the_page_gives_a_name_away(desk: Desk, screen: Screen) -> None:
    own(desk)
    own(desk, {"Oak": 2}, authority="Southtown")
    screen.open("compare")
    choose(screen, "choose-authority", "Northtown")
    before = everything_shown(screen.app)
    assert all(name in before for name in (*CENTRES, "Northtown", "Southtown")), (
        "this sees names where there are some"
    )
    screen.app.toggle(key="switch-aliases").set_value(True)
    screen.run()
    for name in ("mine", "one", "other"):
        choose(screen, f"pick-{name}-aliased", "Centre 0")
    choose(screen, "choose-inside-aliased", "1 ")
    shown = everything_shown(screen.app)
    assert not [name for name in (*CENTRES, "Oak", "Northtown", "Southtown") if name in shown]
    assert "authority" not in screen.app.query_params
    assert "3 centres: Spring 2026, Authority 0" in screen.text
    assert len(set(re.findall(r"Centre \d\d", screen.text))) == 3


def test_aliases_stay_the_same_in_a_session_whatever_is_chosen(desk: Desk, screen: Screen) -> None:
    own(desk)
    own(desk, {"Oak": 0}, authority="Southtown")

    def aliases() -> dict[str, str]:
        return dict(
            re.findall(r"<th scope='row'>(Centre \d\d)</th><td>[^<]*</td><td>(\d+)</td>", screen.markup)
        )

    screen.open("compare")
    screen.app.toggle(key="switch-aliases").set_value(True)
    screen.run()
    before = aliases()
    assert set(before.values()) == {"0", "25", "50", "75"}
    choose(screen, "choose-authority-aliased", "Authority 01")
    assert aliases().items() < before.items()
    choose(screen, "choose-authority-aliased", "All authorities")
    screen.open("home")
    screen.open("compare")
    assert aliases() == before, "going elsewhere and coming back keeps them on, and the same"


def test_aliases_are_listed_in_their_own_order(desk: Desk, screen: Screen) -> None:
    own(desk)
    screen.open("compare")
    screen.app.toggle(key="switch-aliases").set_value(True)
    screen.run()
    rows = re.findall(r"<th scope='row'>(Centre \d\d)", screen.markup)
    assert rows
    assert rows == ["Centre 01", "Centre 02", "Centre 03"] * (len(rows) // 3)


def test_two_centres_whose_ranges_overlap_are_not_told_apart(desk: Desk, screen: Screen) -> None:
    own(desk)
    near = desk.start("Near", "Northtown")
    desk.rate(near, dict.fromkeys(items_of(), 2))
    screen.open("compare")
    choose(screen, "pick-one", "Birch")
    choose(screen, "pick-other", "Near")
    assert "No difference to speak of" in screen.text
    choose(screen, "pick-one", "Ash")
    choose(screen, "pick-other", "Cedar")
    assert "Cedar is placed further along than Ash" in screen.text


def test_two_that_can_not_be_compared_say_why(desk: Desk, screen: Screen) -> None:
    own(desk)
    desk.rate(desk.start("Thin", "Northtown"), {"1a": 4})
    screen.open("compare")
    choose(screen, "pick-one", "Ash")
    choose(screen, "pick-other", "Thin")
    assert "Not comparable, because too little of Thin is rated to place it." in screen.text


def test_whoever_is_strong_where_mine_is_weaker_is_named(desk: Desk, screen: Screen) -> None:
    own(desk)
    screen.open("compare")
    assert "Choose your centre" in screen.text
    choose(screen, "pick-mine", "Birch")
    assert "Strong where Birch is weaker: 3 sub-indicators to ask others about" in screen.text
    assert re.search(r"<th scope='row'>1a [^<]*</th><td>Cedar</td>", screen.markup)
    assert "class='dot mine'" in screen.markup


def test_a_target_line_is_off_unless_it_is_a_number_on_the_line(desk: Desk, screen: Screen) -> None:
    own(desk)
    for target in ("", "101", "-1", "fifty", "²", "٥٠"):
        screen.open("compare", target=target)
        assert "Against the target" not in screen.text, target


def test_a_target_line_stands_on_the_line(desk: Desk, screen: Screen) -> None:
    own(desk)
    screen.open("compare", target="60")
    assert "Against the target of 60: 1 at it or beyond, 2 short of it" in screen.text
    assert "Target 60" in screen.markup


def test_the_grid_opens_to_an_indicators_sub_indicators(desk: Desk, screen: Screen) -> None:
    own(desk)
    screen.open("compare", inside="2")
    for item in ("2a", "2b", "2c", "2d"):
        assert f"<th scope='col'>{item}</th>" in screen.markup
    assert "<th scope='col'>1a</th>" not in screen.markup


def test_many_centres_are_counted_along_the_line_and_listed_a_page_at_a_time(
    desk: Desk, screen: Screen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(comparing, "MOST_DOTS", 2)
    for module in (comparing, compare_parts):
        monkeypatch.setattr(module, "PAGE", 2)
    own(desk)
    screen.open("compare")
    assert "class='bin'" in screen.markup
    assert "class='dot'" not in screen.markup
    assert "Centres 1 to 2 of 3." in screen.text
    assert "Cedar" not in screen.text
    next(each for each in screen.app.button if each.label.startswith("Next")).click()
    screen.run()
    assert "Centres 3 to 3 of 3." in screen.text
    assert "Cedar" in screen.text
    assert screen.app.query_params["page"] in ("2", ["2"])


def test_a_visitor_by_link_compares_nothing(desk: Desk, screen: Screen) -> None:
    Shared(desk).add({"Dale": 2})
    made = RoundDesk(desk).open("Winter 2026", asks={})
    screen.app.session_state[TOKEN] = made.manager
    screen.open("compare", data="illustrative")
    assert "Dale" not in everything_shown(screen.app)
    assert "Compare centres" not in screen.text
