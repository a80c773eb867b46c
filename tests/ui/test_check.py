"""Check and finish: what is missing, what is worth a second look, finishing and reopening."""

from __future__ import annotations

import re

from app_cases import PHONE_IN_A_NOTE, Desk, Screen, framework_2007, items_of

from selfassess.service.actor import LOCAL_OWNER
from selfassess.service.agreeing import Agreeing


def title(item: str) -> str:
    return framework_2007().item(item).short_title


def short(indicator: str) -> str:
    return framework_2007().indicator(indicator).short_title


def test_what_is_missing_is_listed_with_the_way_there(desk: Desk, screen: Screen) -> None:
    made = desk.start()
    desk.rate(made, dict.fromkeys(items_of(), 2) | {"2c": None, "7b": None, "7d": "na"})
    screen.open("check", assessment=made)
    assert "3 sub-indicators are not complete" in screen.text
    missing = [(link.label, link.page) for link in screen.links if link.label.startswith("Answer ")]
    assert missing == [
        (f"Answer 2c in 2 {short('2')}", "indicator-2"),
        (f"Answer 7b and 7d in 7 {short('7')}", "indicator-7"),
    ]
    assert f"\n2c {title('2c')}\nNot answered\n" in screen.text
    assert "\nNot applicable here: the reason is missing\n" in screen.text


def test_nothing_answered_cannot_be_finished(desk: Desk, screen: Screen) -> None:
    screen.open("check", assessment=desk.start())
    assert "23 sub-indicators are not complete" in screen.text
    assert screen.app.button(key="finish").proto.disabled


def test_every_answer_stands_there_with_all_that_was_noted(desk: Desk, screen: Screen) -> None:
    made = desk.start()
    desk.fill(made, 2)
    desk.rate(made, {"3a": "na", "3b": "dk"})
    desk.note(made, "3a", "There are no such managers.", "reason")
    desk.service.set_direction(LOCAL_OWNER, made, "1a", "slipping")
    desk.service.set_one_person(LOCAL_OWNER, made, "1a", True)
    screen.open("check", assessment=made)
    assert not [link for link in screen.links if link.label.startswith("Answer ")]
    noted = "Evidence: Minutes of the joint meeting, 1a.\nDirection: slipping\nDepends on one person"
    assert noted in screen.text
    assert "Not applicable here\nReason: There are no such managers." in screen.text
    assert "Don't know\nEvidence: Minutes of the joint meeting, 3b." in screen.text
    assert len(re.findall(r"(?m)^2: ", screen.text)) == 21


def test_a_top_level_without_evidence_and_a_jump_are_worth_a_second_look(desk: Desk, screen: Screen) -> None:
    """Two levels apart inside one indicator is a jump; one level is not."""
    made = desk.start()
    desk.fill(made, 2)
    desk.rate(made, {"4a": 4, "5a": 4, "5b": 4, "6a": 3})
    desk.note(made, "5b", "")
    screen.open("check", assessment=made)
    prompts = [link.label for link in screen.links if "apart" in link.label or "no evidence" in link.label]
    assert prompts == [
        f"4b {title('4b')} and 4a {title('4a')} are 2 levels apart.",
        f"5b {title('5b')}: the top level, and no evidence noted.",
    ]


def test_nothing_to_look_at_again_says_nothing(desk: Desk, screen: Screen) -> None:
    made = desk.start()
    desk.fill(made, 3)
    screen.open("check", assessment=made)
    assert "Worth a second look" not in screen.text
    assert "not answered" not in screen.text.lower()


def test_a_draft_is_not_shown_as_evidence(desk: Desk, screen: Screen) -> None:
    made = desk.start()
    desk.fill(made, 3)
    desk.service.set_note(LOCAL_OWNER, made, "1a", "evidence", PHONE_IN_A_NOTE)
    screen.open("check", assessment=made)
    assert "01632" not in screen.text


def test_finishing_freezes_a_dated_copy_and_leads_to_the_results(desk: Desk, screen: Screen) -> None:
    made = desk.start()
    desk.fill(made)
    screen.open("check", assessment=made)
    screen.app.button(key="finish").click()
    screen.run()
    view = desk.view(made)
    assert view.record.finished_at is not None
    assert [len(snapshot.answers) for snapshot in view.snapshots] == [23]
    assert not view.may_answer
    assert "Where we are" in screen.text
    assert screen.app.query_params["assessment"] == made
    screen.open("check", assessment=made)
    assert re.search(r"Finished on \d+ \w+ 20\d\d\. A dated copy is kept", screen.text)
    assert screen.link("See where you are").page == "results"


def test_an_unfinished_assessment_can_be_finished_with_gaps(desk: Desk, screen: Screen) -> None:
    made = desk.start()
    desk.rate(made, {"1a": 2})
    screen.open("check", assessment=made)
    screen.app.button(key="finish").click()
    screen.run()
    assert desk.view(made).record.finished_at is not None


def test_reopening_lets_answers_be_changed_and_keeps_the_copy(desk: Desk, screen: Screen) -> None:
    made = desk.start()
    desk.fill(made)
    desk.finish(made)
    screen.open("check", assessment=made)
    screen.app.button(key="reopen").click()
    screen.run()
    view = desk.view(made)
    assert (view.may_answer, view.record.finished_at, len(view.snapshots)) == (True, None, 1)
    screen.open("indicator", assessment=made, indicator="1")
    screen.rating("1a").set_value("0")
    screen.run()
    changed = desk.answer(made, "1a")
    assert changed is not None and changed.value == 0
    kept = {answer["item"]: answer["value"] for answer in desk.view(made).snapshots[0].answers}
    assert kept["1a"] == 3


def test_a_note_is_erased_for_good_once_one_is_sure(desk: Desk, screen: Screen) -> None:
    made = desk.start()
    desk.fill(made)
    desk.finish(made)
    screen.open("check", assessment=made)
    assert screen.app.button(key="erase-go").proto.disabled
    screen.app.selectbox(key="erase-which").set_value(("1a", "evidence", "own"))
    screen.app.checkbox(key="erase-sure").check()
    screen.run()
    screen.app.button(key="erase-go").click()
    screen.run()
    assert screen.errors == []
    assert "Minutes of the joint meeting, 1a." not in screen.text
    assert "Minutes of the joint meeting, 1b." in screen.text
    view = desk.view(made)
    assert view.mine["1a"].evidence == ""
    assert "Minutes of the joint meeting, 1a." not in str(view.snapshots)


def test_why_something_was_agreed_and_who_was_there_are_erased_alone(desk: Desk, screen: Screen) -> None:
    made = desk.start()
    desk.fill(made)
    service = desk.service
    agreeing = Agreeing(service.store, {framework_2007().key: framework_2007()})
    agreeing.agree(LOCAL_OWNER, made, "1a", 2.0, "Zebedee said so", "Zebedee of the police", None)
    service.set_note(LOCAL_OWNER, made, "1a", "reason", "Our own")
    for field in ("reason", "present"):
        screen.open("check", assessment=made)
        screen.app.selectbox(key="erase-which").set_value(("1a", field, "agreed"))
        screen.app.checkbox(key="erase-sure").check()
        screen.run()
        screen.app.button(key="erase-go").click()
        screen.run()
        assert screen.errors == []
    assert "Zebedee" not in str(service.store.everything())
    agreed = agreeing.agreed(LOCAL_OWNER, made)["1a"].answer
    assert (agreed.value, agreed.reason, agreed.present) == (2.0, "", "")
    assert desk.view(made).mine["1a"].reason == "Our own"
