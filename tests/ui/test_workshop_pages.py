"""Opening a workshop: on what, how long it takes, what opens it, and the list of one's own."""

from __future__ import annotations

import re

import pytest
from app_cases import PHONE_IN_A_NOTE, Desk, Screen, items_of
from hall_cases import Hall, hall_over, open_page, press
from link_cases import RoundDesk
from workshop_cases import ME, OTHER

from selfassess.errors import NotFound
from selfassess.ui.workshop_setup import NONE_YET
from selfassess.view_models.workshop import KINDS

FIRST_SIX = "6 sub-indicators take about 58 minutes."
EVIL = "<script>alert(1)</script> **bold** :red[x] 🎉 =1+1"


@pytest.fixture
def hall(desk: Desk) -> Hall:
    """With nothing open, and an assessment in the authority's view of which nothing is answered."""
    return hall_over(desk)


def setup(kind: str = "assessment", **query: str) -> Screen:
    screen = open_page("workshop", **query)
    if kind == "assessment":
        return screen
    screen.app.radio(key="workshop-kind").set_value(kind)
    return screen.run()


def offered(screen: Screen) -> list[str]:
    return [each.key.split("-")[1] for each in screen.app.checkbox if each.key.startswith("take-")]


def ticked(screen: Screen) -> list[str]:
    return [
        each.key.split("-")[1] for each in screen.app.checkbox if each.key.startswith("take-") and each.value
    ]


def tick(screen: Screen, *items: str) -> Screen:
    """These and no others."""
    for each in screen.app.checkbox:
        if each.key.startswith("take-"):
            each.set_value(each.key.split("-")[1] in items)
    return screen.run()


def minutes(screen: Screen) -> set[str]:
    return set(re.findall(r"(?m)^.*sub-indicators? takes? about.*$|^Choose at least one.*$", screen.text))


def why(screen: Screen) -> list[str]:
    return re.findall(r"class='note why'>(.*?)<", screen.markup)


def fresh_link(screen: Screen) -> str:
    (shown,) = screen.app.code
    return str(shown.value)


# What it is on


def test_somebody_with_nothing_to_agree_on_is_shown_what_they_can_do(desk: Desk) -> None:
    screen = open_page("workshop")
    assert screen.app.radio(key="workshop-kind").value == "practice"
    screen.app.radio(key="workshop-kind").set_value("assessment")
    screen.run()
    assert NONE_YET in screen.text
    assert screen.link("Go to Home").page == ""
    assert screen.fields("button") == []


def test_each_kind_says_what_comes_of_it(hall: Hall) -> None:
    kind = open_page("workshop").app.radio(key="workshop-kind")
    assert kind.value == "assessment"
    assert kind.proto.captions == [caption for _, caption in KINDS.values()]
    assert kind.options == [label for label, _ in KINDS.values()]


def test_before_anything_is_answered_one_of_each_indicator_is_ticked(hall: Hall) -> None:
    screen = setup()
    assert offered(screen) == items_of("authority")
    assert ticked(screen) == ["1a", "2a", "3a", "4a", "5a", "6a"]
    assert (why(screen), minutes(screen)) == ([], {FIRST_SIX})


def test_what_to_talk_about_first_is_ticked_and_says_why(hall: Hall) -> None:
    for item, level in (("8c", 4.0), ("7b", 4.0), ("1a", 2.0)):
        hall.assessments.set_rating(ME, hall.assessment, item, level)
    screen = setup()
    assert ticked(screen)[-2:] == ["7b", "8c"]
    assert len(ticked(screen)) == 6
    assert len(why(screen)) == 2
    assert all("evidence" in reason for reason in why(screen))


@pytest.mark.parametrize(
    ("items", "sentence"),
    [
        ("", "Choose at least one sub-indicator."),
        ("1a", "1 sub-indicator takes about 18 minutes."),
        (
            "1a 1b 1c 2a 2b 2c 2d",
            "7 sub-indicators take about 66 minutes, more than an hour. 6 fit into one.",
        ),
    ],
)
def test_how_long_it_takes_follows_what_is_ticked(hall: Hall, items: str, sentence: str) -> None:
    screen = tick(setup(), *items.split())
    assert minutes(screen) == {sentence}
    assert screen.markup.count(f"<p class='lead'>{sentence}</p>") == 2  # above the list, and where it ends
    assert screen.app.button(key="workshop-open").disabled == (not items)


def test_the_address_names_the_assessment_and_another_can_be_chosen(desk: Desk, hall: Hall) -> None:
    centre = desk.start(subject="Elm Street")
    assert setup().app.selectbox(key="workshop-assessment").value == centre
    screen = setup(assessment=hall.assessment)
    chosen = screen.app.selectbox(key="workshop-assessment")
    assert chosen.value == hall.assessment
    assert "5c" in offered(screen)  # which a centre isn't asked
    chosen.set_value(centre)
    assert offered(screen.run()) == items_of("programme")
    assert setup(assessment="<b>").app.selectbox(key="workshop-assessment").value == centre


def test_a_calibration_offers_only_what_the_report_speaks_of(hall: Hall) -> None:
    calibration = setup("calibration")
    assert calibration.app.selectbox(key="workshop-example").value == "Southshire"
    assert ticked(calibration) == ["1a", "2a", "3a"]
    assert "7c" not in offered(calibration)
    practice = setup("practice")
    assert offered(practice) == items_of("authority")
    assert why(practice) == ["The report gives no evidence on this."]
    assert "workshop-order-practice" not in practice.fields("radio")
    practice.app.selectbox(key="workshop-example").set_value("Midtown")
    assert ticked(practice.run()) == ["1b", "2a", "3a", "4a", "5a", "6a"]


# Opening


def test_a_workshop_opens_with_what_was_chosen_in_the_order_of_the_agenda(hall: Hall) -> None:
    hall.assessments.set_rating(ME, hall.assessment, "8c", 4.0)
    screen = tick(setup(), "1a", "2a", "8c")
    screen.app.checkbox(key="workshop-groups").check()
    screen.app.text_input(key="workshop-present").set_value(" Lead,  health visitor ")
    press(screen, "workshop-open")
    (line,) = hall.workshops.mine(ME)
    made = hall.workshops.load(ME, line.id)
    assert (made.kind, made.assessment_id, made.ask_groups, made.present) == (
        *("assessment", hall.assessment, True),
        "Lead, health visitor",
    )
    assert [(each.item, each.before) for each in made.items] == [("8c", 100.0), ("1a", None), ("2a", None)]


def test_the_framework_s_order_can_be_chosen(hall: Hall) -> None:
    hall.assessments.set_rating(ME, hall.assessment, "8c", 4.0)
    screen = tick(setup(), "2a", "1a", "8c")
    screen.app.radio(key="workshop-order-assessment").set_value("framework")
    press(screen.run(), "workshop-open")
    made = hall.workshops.load(ME, hall.workshops.mine(ME)[0].id)
    assert [each.item for each in made.items] == ["1a", "2a", "8c"]


@pytest.mark.parametrize("kind", ["practice", "calibration"])
def test_a_practice_and_a_calibration_open_on_one_of_the_four(hall: Hall, kind: str) -> None:
    screen = setup(kind)
    screen.app.selectbox(key="workshop-example").set_value("City Borough")
    press(screen.run(), "workshop-open")
    made = hall.workshops.load(ME, hall.workshops.mine(ME)[0].id)
    assert (made.kind, made.example, made.lens, made.assessment_id) == (
        kind,
        "City Borough",
        "authority",
        None,
    )
    six = ["1a", "2a", "3a", "4a", "5a", "6a"]
    assert [each.item for each in made.items] == (six if kind == "practice" else six[:3])


def test_the_code_and_the_facilitator_s_link_are_shown_once(hall: Hall) -> None:
    screen = press(setup(), "workshop-open")
    (line,) = hall.workshops.mine(ME)
    assert f"The code is {line.code[:3]} {line.code[3:]}".lower() in screen.text.lower()
    assert "People join at localhost/join, or scan the screen." in screen.text
    assert screen.link("Go to the presenter's screen").query == f"workshop={line.id}"
    address, _, token = fresh_link(screen).partition("#")
    assert address == "http://localhost/present"
    assert hall.workshops.enter(token).workshop_id == line.id
    assert token not in str(hall.store.everything())
    later = open_page("workshop")
    assert (len(later.app.code), token in later.markup) == (0, False)
    press(screen, "fresh-hide")
    assert (len(screen.app.code), "The code is" in screen.text) == (0, False)


def test_personal_details_of_who_is_there_open_nothing_and_nothing_that_was_chosen_is_lost(
    hall: Hall,
) -> None:
    screen = tick(setup(), "1a", "2b")
    screen.app.text_input(key="workshop-present").set_value(PHONE_IN_A_NOTE)
    press(screen, "workshop-open")
    assert screen.errors == [
        "Say who is in the room by role, such as “centre manager”, without personal details."
    ]
    assert (hall.workshops.mine(ME), len(screen.app.code)) == ([], 0)
    assert ticked(screen) == ["1a", "2b"]
    assert screen.app.text_input(key="workshop-present").value == PHONE_IN_A_NOTE


def test_of_five_thousand_characters_as_many_are_kept_as_the_field_holds(hall: Hall) -> None:
    screen = setup()
    screen.app.text_input(key="workshop-present").set_value("x" * 5000)
    press(screen, "workshop-open")
    made = hall.workshops.load(ME, hall.workshops.mine(ME)[0].id)
    assert (screen.errors, made.present) == ([], "x" * 400)


def test_emoji_and_markup_are_text_wherever_they_are_shown(desk: Desk) -> None:
    hall = hall_over(desk)
    made = desk.start(subject=EVIL)
    screen = setup(assessment=made)
    screen.app.text_input(key="workshop-present").set_value(EVIL)
    press(screen, "workshop-open")
    line = hall.workshops.mine(ME)[0]
    assert EVIL in [link.label.split(" · ")[0] for link in screen.links if link.page == "present"]
    wall = open_page("present", workshop=line.id)
    assert EVIL in wall.text
    hall.workshops.end(ME, line.id, 1)
    ended = wall.run()
    assert f"In the room: {EVIL}" in ended.text
    for each in (screen, wall, ended):
        assert "<script>" not in each.markup
        assert each.errors == []


def test_an_assessment_finished_meanwhile_holds_no_workshop(hall: Hall) -> None:
    screen = setup()
    hall.assessments.finish(ME, hall.assessment)
    press(screen, "workshop-open")
    assert screen.errors == ["This assessment is finished. Reopen it to hold a workshop on it."]
    assert NONE_YET in screen.text
    assert hall.workshops.mine(ME) == []


# One's own


def test_running_and_ended_workshops_are_listed_with_how_far_they_are(hall: Hall) -> None:
    hall.open("1a", "2a")
    hall.agree("1a", 2.0)
    hall.phones(3)
    hall.do("end")
    hall.practise("calibration", "1b")
    screen = open_page("workshop")
    code = f"{hall.opened.code[:3]} {hall.opened.code[3:]}".upper()
    assert re.findall(r"<h2>(.*?)</h2>|<p class='task'>(.*?)</p>", screen.markup) == [
        ("Going on now", ""),
        ("", f"1 sub-indicator. No phone has joined yet. Code {code}."),
        ("Open a workshop", ""),
        ("Workshops that have ended", ""),
        ("", "1 of 2 sub-indicators agreed. 3 phones joined."),
    ]
    links = [link for link in screen.links if link.page == "present"]
    assert [link.label.split(" · ")[0] for link in links] == ["Southshire", "Southshire"]
    assert [link.query for link in links] == [f"workshop={each.id}" for each in hall.workshops.mine(ME)]


def test_a_new_facilitator_s_link_is_shown_and_ends_the_one_before(hall: Hall) -> None:
    opened = hall.open()
    screen = press(open_page("workshop"), f"new-link-{opened.id}")
    token = fresh_link(screen).partition("#")[2]
    assert hall.workshops.enter(token).workshop_id == opened.id
    with pytest.raises(NotFound):
        hall.workshops.enter(opened.host_token)


def test_older_workshops_are_folded_away(hall: Hall) -> None:
    made = [hall.practise("practice", "1a").id for _ in range(12)]
    for each in made:
        hall.workshops.end(ME, each, 1)
    screen = open_page("workshop")
    (folded,) = screen.app.expander
    assert folded.label == "Earlier ones (2)"
    links = [element.proto.query_string for element in folded.get("page_link")]
    assert links == [f"workshop={each}" for each in (made[1], made[0])]


def test_nobody_sees_another_s_workshops_and_a_manager_holds_their_own(desk: Desk, hall: Hall) -> None:
    hall.workshops.open(
        OTHER,
        "practice",
        items=["1a"],
        example="Midtown",
        framework_key=hall.framework.key,
        lens="authority",
    )
    hall.open()
    assert "Midtown" not in open_page("workshop").text
    made = RoundDesk(desk).open()
    screen = open_page("workshop", made.manager)
    assert "Going on now" not in screen.text
    assert screen.app.selectbox(key="workshop-assessment").value == made.assessment
    press(screen, "workshop-open")
    manager = made.enter(made.manager).actor
    assert len(hall.workshops.mine(manager)) == 1
    assert len(hall.workshops.mine(ME)) == 1


def test_somebody_who_was_asked_to_answer_is_led_to_their_questions(desk: Desk) -> None:
    person = RoundDesk(desk).open().person()
    assert open_page("workshop", person).text.startswith("How agencies work together")
