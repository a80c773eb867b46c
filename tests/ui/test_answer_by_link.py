"""What a link opens, and what its visitor reads, without a browser: the session holds the token from the start."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from app_cases import APP, Desk, Screen
from link_cases import CENTRE, SHORT, OpenRound, RoundDesk
from streamlit.testing.v1 import AppTest

from selfassess.service.visits import INCOMPLETE, REVOKED, UNKNOWN
from selfassess.settings import OWNER_KEY_PROBLEM
from selfassess.ui import binding
from selfassess.ui.visit import LEFT_SENTENCE, NEEDS_LINK, OPENING, TOKEN

OWNER_KEY = "an-owner-key-of-many-letters"


@pytest.fixture
def round_desk(desk: Desk) -> RoundDesk:
    return RoundDesk(desk)


@pytest.fixture
def elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """The visitor isn't at the computer that the app runs on."""
    monkeypatch.setattr(binding, "without_browser", False)


def come(token: str | None, page: str = "answer", **query: str) -> Screen:
    """The app as it is for a tab that handed over a token; "" for none, None before it has said anything."""
    screen = Screen(AppTest.from_file(str(APP), default_timeout=30))
    if token is not None:
        screen.app.session_state[TOKEN] = token
    return screen.open(page, **query)


def started(round_: OpenRound, token: str) -> Screen:
    screen = come(token)
    screen.app.button(key="start").click()
    return screen.run()


def test_a_person_reads_who_asks_and_what_happens_with_the_answers(round_desk: RoundDesk) -> None:
    closes = date.today() + timedelta(days=20)
    screen = come(round_desk.open(closes_on=closes).person())
    for text in (
        f"How agencies work together: {CENTRE}",
        "Elm Street · Northtown · Autumn 2026 · Health visiting",
        "Northtown asks how you see it from where you work.",
        "4 questions, about 3 minutes.",
        f"The round closes on {closes.day} {closes:%B %Y}",
        "Your name and your answers are seen by Elm Street's manager.",
        "Northtown sees them only if Elm Street shares them",
    ):
        assert text in screen.text
    assert screen.fields("radio") == []


def test_an_anonymous_round_says_what_it_promises(round_desk: RoundDesk) -> None:
    screen = come(round_desk.open(anonymous=True).person())
    for text in (
        "results are released once, when it closes",
        "Nothing is shown for fewer than 3 people.",
        "Your notes are shown without your name and your group.",
        "Keep it: nobody can restore it.",
    ):
        assert text in screen.text
    assert "Ada Marsh" not in screen.text


def test_starting_shows_every_question_that_the_group_is_asked_and_saves_answers(
    round_desk: RoundDesk,
) -> None:
    round_ = round_desk.open()
    token = round_.person()
    screen = started(round_, token)
    assert [key.split("-")[1] for key in screen.fields("radio")] == list(SHORT)
    screen.rating("2a").set_value("3")
    screen.run()
    assert round_.ratings(token) == {"2a": 3.0}
    assert "1 of 4 answered so far" in screen.text


def test_a_look_at_the_door_is_not_a_start(round_desk: RoundDesk, desk: Desk) -> None:
    round_ = round_desk.open()
    token = round_.person()
    come(token)
    assert desk.service.store.invitation(round_.enter(token).invitation_id).started_on is None


def test_more_than_ten_questions_are_answered_by_the_task_list(round_desk: RoundDesk) -> None:
    round_ = round_desk.open()
    screen = started(round_, round_.person("Bo", "social-work"))
    assert screen.fields("radio") == []
    assert f"assessment={round_.assessment}" in screen.link("Go to the questions").query
    screen = come(screen.app.session_state[TOKEN], "assessment", assessment=round_.assessment)
    assert screen.link("Start with 1").page == "indicator-1"


def test_a_group_link_makes_each_comer_a_link_of_their_own_and_shows_it_once(round_desk: RoundDesk) -> None:
    round_ = round_desk.open()
    shared = round_.group()
    own = []
    for level in ("1", "4"):
        screen = started(round_, shared)
        (code,) = screen.app.code
        token = screen.app.session_state[TOKEN]
        assert code.value.endswith(f"/answer#{token}")
        screen.rating("1a").set_value(level)
        screen.run()
        own.append(token)
        screen.app.button(key="own-link-kept").click()
        screen.run()
        assert len(screen.app.code) == 0
    assert len({shared, *own}) == 3
    assert [round_.ratings(token) for token in own] == [{"1a": 1.0}, {"1a": 4.0}]


def test_two_people_of_one_centre_see_only_their_own_answers(round_desk: RoundDesk) -> None:
    round_ = round_desk.open()
    ada, bo = round_.person("Ada"), round_.person("Bo")
    for token, level in ((ada, "0"), (bo, "4")):
        screen = started(round_, token)
        assert screen.rating("1a").value is None
        screen.rating("1a").set_value(level)
        screen.run()
    assert come(ada).rating("1a").value == "0"
    assert come(bo).rating("1a").value == "4"


def test_finishing_thanks_and_leaves_a_way_to_change(round_desk: RoundDesk) -> None:
    round_ = round_desk.open()
    token = round_.person()
    screen = started(round_, token)
    assert "finish" not in screen.fields("button")  # there is nothing to finish yet
    screen.rating("1a").set_value("2")
    screen.run()
    assert "3 questions are not answered. You can finish without." in screen.text
    screen.app.button(key="finish").click()
    screen.run()
    assert "Thank you" in screen.text
    assert screen.fields("radio") == []
    assert "Thank you" in come(token).text
    screen.app.button(key="change").click()
    assert len(screen.run().fields("radio")) == len(SHORT)


def test_a_closed_round_says_when_it_closed_and_keeps_the_answers_to_read(round_desk: RoundDesk) -> None:
    round_ = round_desk.open()
    token = round_.person()
    screen = started(round_, token)
    screen.rating("1a").set_value("2")
    screen.run()
    round_.close()
    screen = come(token)
    assert "This round closed on" in screen.text
    assert "What you answered is kept" in screen.text
    assert (screen.rating("1a").value, screen.rating("1a").disabled) == ("2", True)
    assert "start" not in screen.fields("button") and "finish" not in screen.fields("button")


def test_a_round_closed_while_somebody_answers_tells_them(round_desk: RoundDesk) -> None:
    round_ = round_desk.open()
    token = round_.person()
    screen = started(round_, token)
    screen.rating("1a").set_value("2")
    screen.run()
    round_.close()
    screen.rating("2a").set_value("2")
    screen.run()
    assert "closed" in screen.errors[0]
    assert round_.ratings(token) == {"1a": 2.0}


def test_a_round_that_is_not_open_yet_says_when(round_desk: RoundDesk) -> None:
    opens = date.today() + timedelta(days=3)
    screen = come(round_desk.open(opens_on=opens).person())
    assert f"This round opens on {opens.day} {opens:%B %Y}." in screen.text
    assert "start" not in screen.fields("button")


@pytest.mark.parametrize(
    ("token", "sentence"), [("A" * 31, INCOMPLETE), ("-", INCOMPLETE), ("A" * 32, UNKNOWN)]
)
def test_a_link_that_opens_nothing_says_why_on_every_page(token: str, sentence: str, desk: Desk) -> None:
    made = desk.start()
    for page, query in (("answer", {}), ("home", {}), ("results", {"assessment": made})):
        screen = come(token, page, **query)
        assert screen.text.startswith(sentence)
        assert (screen.links, screen.app.exception.len) == ([], 0)


def test_a_link_withdrawn_while_somebody_answers_saves_nothing_more(round_desk: RoundDesk) -> None:
    round_ = round_desk.open()
    token = round_.person()
    screen = started(round_, token)
    round_.revoke(token)
    screen.rating("1a").set_value("2")
    screen.run()
    assert screen.text.startswith(REVOKED)
    answers = round_desk.desk.service.store.answers(round_.assessment)
    assert [row for row in answers if row.value is not None] == []


def test_a_visitor_is_led_to_their_questions_from_pages_that_are_not_theirs(
    round_desk: RoundDesk, desk: Desk
) -> None:
    own = desk.start()
    token = round_desk.open().person()
    for page in ("home", "offline", "owner"):
        assert come(token, page).text.startswith("How agencies work together")
    for page in ("assessment", "check", "results", "detail"):
        screen = come(token, page, assessment=own)
        assert ["no such assessment" in error for error in screen.errors] == [True]
        assert screen.link("Go to your questions").page == "answer"


def test_leaving_forgets_the_link_in_this_tab(round_desk: RoundDesk) -> None:
    screen = come(round_desk.open().person())
    screen.app.button(key="leave").click()
    screen.run()
    assert screen.text.startswith(LEFT_SENTENCE)


@pytest.mark.usefixtures("elsewhere")
def test_from_another_computer_nothing_opens_without_a_link(desk: Desk) -> None:
    made = desk.start(subject="Secret Lane")
    for page in ("home", "about", "answer", "owner", "worked_example", "offline", "results"):
        waiting = come(None, page, assessment=made)
        assert waiting.text.startswith(OPENING)
        screen = come("", page, assessment=made)
        assert screen.text.startswith(NEEDS_LINK)
        assert "Secret Lane" not in screen.markup
        assert (screen.links, screen.fields("button"), screen.errors) == ([], [], [])
        assert "If a child may be at risk now" in screen.text


@pytest.mark.usefixtures("elsewhere")
def test_the_owners_link_opens_everything(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SELFASSESS_OWNER_KEY", OWNER_KEY)
    desk.start(subject="Elm Street")
    assert "You are in" in come(OWNER_KEY, "owner").text
    assert "Elm Street" in come(OWNER_KEY, "home").text
    assert come(OWNER_KEY + "x", "home").text.startswith(INCOMPLETE)


@pytest.mark.usefixtures("elsewhere")
def test_an_owners_key_that_is_too_short_opens_nothing(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SELFASSESS_OWNER_KEY", "short")
    assert come("short", "owner").text.startswith(INCOMPLETE)
    assert "24" in OWNER_KEY_PROBLEM


def test_an_answer_carried_forward_counts_once_it_is_said_to_hold(round_desk: RoundDesk) -> None:
    first = round_desk.open("Spring 2026")
    ada = first.person("Ada Marsh")
    screen = started(first, ada)
    screen.rating("1a").set_value("2")
    screen.run()
    first.close()
    second = round_desk.open("Autumn 2026", starts_from=first.number)
    screen = started(second, second.person("Ada Marsh"))
    assert screen.rating("1a").value is None
    screen.app.text_input(key="carry-link").set_value(f"any address at all/answer#{ada}")
    screen.app.button(key="carry-go").click()
    screen.run()
    assert [said.value.split(".")[0] for said in screen.app.success] == ["1 answer is carried forward"]
    assert screen.rating("1a").value == "2"
    assert "Carried forward from the round before." in screen.text
    assert "0 of 4 answered so far" in screen.text
    review = [button for button in screen.app.button if button.label == "This still holds"]
    assert len(review) == 1
    review[0].click()
    screen.run()
    assert "Carried forward" not in screen.text
    assert "1 of 4 answered so far" in screen.text
