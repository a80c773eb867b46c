"""A centre's manager at the screen, come by their link: their own part of a round, and nobody else's."""

from __future__ import annotations

import pytest
from app_cases import Desk, Screen, items_of
from link_cases import AUTHORITY, CENTRE, OpenRound, RoundDesk

from selfassess.service.actor import LOCAL_OWNER
from selfassess.service.round_plans import CentreEntry
from selfassess.ui.visit import TOKEN


@pytest.fixture
def opened(desk: Desk) -> OpenRound:
    made = RoundDesk(desk).open()
    RoundDesk(desk).rounds.add_centres(LOCAL_OWNER, made.number, [CentreEntry("Harbour")])
    return made


def come(screen: Screen, token: str, page: str = "programme", **query: str) -> Screen:
    screen.app.session_state[TOKEN] = token
    return screen.open(page, **query)


def press(screen: Screen, key: str) -> Screen:
    screen.app.button(key=key).click()
    return screen.run()


def rate_all(opened: OpenRound, token: str, level: float = 3) -> None:
    visit = opened.by.visits.begin(token)
    service = opened.by.desk.service
    asked = service.load(visit.actor, opened.assessment).asked
    with service.store.transaction():
        for item in asked & set(items_of()):
            service.set_rating(visit.actor, opened.assessment, item, level)
    opened.by.visits.finish(visit)


def test_a_manager_reads_who_asks_and_what_to_do(screen: Screen, opened: OpenRound) -> None:
    come(screen, opened.manager)
    assert f"How agencies work together: {CENTRE}" in screen.text
    assert f"{AUTHORITY} asks its centres" in screen.text
    assert "Your link is the only way back to this page." in screen.text
    assert screen.link("Give your own view").page == "answer"
    assert "There is nothing to show yet." in screen.text
    assert "Harbour" not in screen.text


def test_a_manager_sees_how_far_their_people_are_and_their_own_view(
    screen: Screen, opened: OpenRound
) -> None:
    rate_all(opened, opened.manager)
    rate_all(opened, opened.person("Ada Marsh"))
    opened.person("Bo Hill", "police")
    come(screen, opened.manager)
    assert "3 people asked: 2 started, 2 of them finished." in screen.text
    assert "Ada Marsh" in screen.text
    assert screen.link("Look at your answers").page == "answer"
    assert screen.link("See what everybody says").query == f"assessment={opened.assessment}"


def test_a_manager_invites_into_their_own_centre_only(screen: Screen, opened: OpenRound) -> None:
    come(screen, opened.manager)
    assert "colleagues-invite-where" not in screen.fields("selectbox")
    screen.app.selectbox(key="colleagues-invite-group").set_value("police")
    screen.app.text_area(key="colleagues-invite-people").set_value("Sergeant")
    press(screen, "colleagues-invite-invite")
    (address,) = [each.value for each in screen.app.code]
    visit = opened.enter(address.partition("#")[2])
    assert (visit.assessment_id, visit.name, visit.group) == (opened.assessment, "Sergeant", "police")


def test_results_are_shared_and_taken_back_after_reading_what_that_shows(
    desk: Desk, screen: Screen, opened: OpenRound
) -> None:
    rate_all(opened, opened.manager)

    def is_shared() -> bool:
        found = RoundDesk(desk).rounds.load(LOCAL_OWNER, opened.number).participants
        return next(each.shared for each in found if each.record.id == opened.assessment)

    come(screen, opened.manager)
    for title in ("What it shows", "What it never shows"):
        assert title in screen.text
    press(screen, f"share-{opened.assessment}-go")
    assert is_shared()
    assert f"You share this centre's results with {AUTHORITY}." in screen.text
    press(screen, f"share-{opened.assessment}-stop")
    assert not is_shared()


def test_an_anonymous_round_shows_its_results_only_when_it_has_closed(desk: Desk, screen: Screen) -> None:
    opened = RoundDesk(desk).open(anonymous=True, asks={})
    # The manager's own answer doesn't help to the three: they could take it away again.
    for token in (opened.manager, *(opened.person(name) for name in "ABC")):
        rate_all(opened, token)
    come(screen, opened.manager)
    assert "its results come out once, when its lead closes it" in screen.text
    assert [link.label for link in screen.links if "everybody says" in link.label] == []
    opened.close()
    screen.run()
    assert screen.link("See what everybody says").page == "voices"
    assert "colleagues-invite-invite" not in screen.fields("button")


def test_somebody_who_only_answers_is_sent_to_their_questions(screen: Screen, opened: OpenRound) -> None:
    come(screen, opened.person("Ada Marsh"))
    assert "Your colleagues and partners" not in screen.text


def test_a_manager_who_lost_the_link_in_an_anonymous_round_gets_in_again_and_is_not_counted_twice(
    desk: Desk, screen: Screen
) -> None:
    opened = RoundDesk(desk).open(anonymous=True)
    rate_all(opened, opened.manager)
    new = opened.by.rounds.reissue(LOCAL_OWNER, opened.enter(opened.manager).invitation_id)
    opened.close()
    newest = opened.by.rounds.reissue(LOCAL_OWNER, opened.enter(new.token).invitation_id)
    come(screen, newest.token)
    assert "1 person asked, and has finished." in screen.text
    assert screen.link("Read your answers").page == "answer"


@pytest.mark.parametrize("page", ["rounds", "round"])
def test_a_manager_opens_no_page_of_the_lead(screen: Screen, opened: OpenRound, page: str) -> None:
    come(screen, opened.manager, page, round=str(opened.number))
    assert "Open a round" not in screen.text
    assert "Harbour" not in screen.text
