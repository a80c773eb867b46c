"""What the files say of an assessment in the app: the page's words, and both ends only for whoever may see them."""

from __future__ import annotations

import io
from typing import Any

import pytest
from app_cases import Desk, Screen
from link_cases import CENTRE, OpenRound, RoundDesk
from openpyxl import load_workbook

from selfassess.service.actor import LOCAL_OWNER
from selfassess.ui.visit import TOKEN


def workbook(screen: Screen, assessment: str) -> Any:
    """The workbook as the page makes it."""
    screen.open("take_away", assessment=assessment)
    for box in screen.app.main.get("checkbox"):
        box.set_value(box.key == "choose-workbook")
    next(button for button in screen.app.main.get("button") if button.key == "make").click()
    screen.run()
    (made,) = [each for each in screen.app.session_state["take-away"].files if each.kind.id == "workbook"]
    assert not made.problem
    return load_workbook(io.BytesIO(made.data))


def texts(book: Any, sheet: str) -> list[tuple[Any, ...]]:
    return list(book[sheet].iter_rows(values_only=True))


@pytest.fixture
def opened(desk: Desk) -> OpenRound:
    return RoundDesk(desk).open(asks={})


def rate(opened: OpenRound, level: float) -> None:
    """The centre's side, by its manager, shared with the authority."""
    visit = opened.by.visits.begin(opened.manager)
    opened.by.desk.service.set_rating(visit.actor, visit.assessment_id, "2d", level)
    opened.by.desk.service.share(visit.actor, visit.assessment_id)


def rate_own(opened: OpenRound, level: float) -> str:
    """The authority's side, by its lead. Gives its assessment."""
    own = next(p for p in opened.by.rounds.load(LOCAL_OWNER, opened.number).participants if p.is_own)
    opened.by.desk.service.set_rating(LOCAL_OWNER, own.record.id, "2d", level)
    return own.record.id


def test_the_files_say_what_the_first_page_says(screen: Screen, desk: Desk) -> None:
    assessment = desk.start()
    desk.fill(assessment)
    desk.finish(assessment)
    page = screen.open("results", assessment=assessment).text
    book = workbook(screen, assessment)
    readme = [row[0] for row in texts(book, "Read me")]
    for sentence in readme[1:2] + [
        words for words in readme if str(words).startswith(("Our own", "Evidence is"))
    ]:
        assert str(sentence) in page
    assert texts(book, "Scores")[1][-1] in page
    assert readme[0] == f"Where we are: {CENTRE}"


def test_an_authority_takes_both_ends_away(screen: Screen, opened: OpenRound) -> None:
    own = rate_own(opened, 4)
    rate(opened, 1)
    book = workbook(screen, own)
    assert texts(book, "Both ends")[1] == (
        "2d Services as packages",
        *(100, 25, 25, 25, -75),
        "The centre 1, lower than the authority's 4",
    )


def test_a_centres_manager_does_not_take_the_authoritys_side_away(screen: Screen, opened: OpenRound) -> None:
    rate_own(opened, 4)
    rate(opened, 1)
    screen.app.session_state[TOKEN] = opened.manager
    assert "Both ends" not in workbook(screen, opened.assessment).sheetnames


def test_a_centre_kept_by_the_same_person_is_set_beside_the_authority_of_its_round(
    screen: Screen, desk: Desk
) -> None:
    centre, other = desk.start(), desk.start(subject="Harbour Lane")
    authority = desk.start(subject="Northtown", lens="authority")
    desk.rate(centre, {"1a": 1})
    desk.rate(other, {"1a": 4})
    desk.rate(authority, {"1a": 3})
    rows = texts(workbook(screen, centre), "Both ends")
    assert [row[:2] for row in rows[1:]] == [("1a Shared understanding", 75)]
    assert rows[1][2:5] == (25, 25, 25)  # its own rating alone, not the other centre's
