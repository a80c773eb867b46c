"""The page of the plan: what comes next, adding to it, changing it, and what went on from the round before."""

from __future__ import annotations

import datetime
import re
from html import unescape
from typing import Any

import pytest
from app_cases import PHONE_IN_A_NOTE, Desk, Screen, framework_2007
from icalendar import Calendar
from link_cases import AUTHORITY, RoundDesk

from selfassess.answers import Answer
from selfassess.framework.wording import fill, terms_of
from selfassess.service.actor import LOCAL_OWNER, SAMPLE_OWNER
from selfassess.service.plans import ActionDraft, ActionRecord, Plans
from selfassess.service.transfer import TransferService
from selfassess.ui.opened import Opened
from selfassess.ui.plan_parts import calendar_of, has_dates, plan_of
from selfassess.ui.scored import scores_of
from selfassess.ui.visit import TOKEN

SOON = datetime.date.today() + datetime.timedelta(days=30)
PAST = datetime.date.today() - datetime.timedelta(days=30)
STEP = framework_2007().item("3b").lenses["programme"].next_steps[0][0]


class Planner:
    """One assessment at level 3 but for 3b, which stands at 0, and its plan."""

    def __init__(self, desk: Desk, **started: str) -> None:
        self.desk = desk
        self.plans = Plans(desk.service.store, desk.service.frameworks)
        self.id = desk.start(**started)
        desk.fill(self.id, 3)
        desk.rate(self.id, {"3b": 0, "7a": 4})

    def plan(self, item: str = "3b", text: str = "Meet every month", **more: Any) -> int:
        position = len(self.kept) + 1
        assert self.plans.save(LOCAL_OWNER, self.id, position, ActionDraft(item, text, **more)).saved
        return position

    @property
    def kept(self) -> tuple[ActionRecord, ...]:
        return self.desk.view(self.id).actions


@pytest.fixture
def planner(desk: Desk) -> Planner:
    return Planner(desk)


def press(screen: Screen, key: str) -> Screen:
    screen.app.button(key=key).click()
    return screen.run()


def headings(screen: Screen) -> list[str]:
    return re.findall(r"<h2>(.*?)</h2>", screen.markup)


# What stands there


def test_an_empty_plan_says_so_and_offers_the_lowest_first(screen: Screen, planner: Planner) -> None:
    screen.open("plan", assessment=planner.id)
    assert "Nothing is planned yet." in screen.text
    offered = screen.app.selectbox(key=f"gap-{planner.id}").options
    assert offered[0] == "3b Trust between managers (stands at 0)"
    assert not any(label.startswith("7a ") for label in offered)
    assert screen.app.main.get("download_button") == []


def test_before_anything_is_answered_the_page_says_what_to_do(desk: Desk, screen: Screen) -> None:
    screen.open("plan", assessment=desk.start())
    assert "Once you have rated something, this page says what to plan from." in screen.text
    assert screen.link("Answer the first questions").page == "assessment"
    assert screen.fields("selectbox") == []


def test_the_page_says_first_what_comes_next(screen: Screen, planner: Planner) -> None:
    planner.plan("8c", "Count referrals", due_on=SOON, owner_role="Deputy")
    planner.plan("3b", "Meet every month", due_on=PAST, owner_role="Manager")
    planner.plan("1a", "Write it down", status="done", outcome="Signed in May")
    screen.open("plan", assessment=planner.id)
    assert re.search(r"(?m)^Overdue since .*: Meet every month. Manager leads.$", screen.text)
    assert "3 actions: 1 done, 1 overdue." in screen.text
    assert headings(screen)[:2] == ["Still to do (2)", "Done (1)"]
    lines = screen.text.split("\n")
    assert lines.index("3b Trust between managers") < lines.index("8c Counting referrals each way")
    assert "What came of it Signed in May" in screen.text


def test_the_print_is_one_table_with_everything(screen: Screen, planner: Planner) -> None:
    planner.plan("3b", "Meet every month", due_on=SOON, owner_role="Manager", implies="A morning", target=2.0)
    screen.open("plan", assessment=planner.id)
    printed = screen.markup.split("print-only plan-table")[1].split("</table>")[0]
    anchors = framework_2007().item("3b").lenses["programme"].anchors
    cells = [unescape(cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", printed)]
    assert cells[8:] == [
        "3b Trust between managers",
        f"0: {anchors[0]}",
        f"2: {anchors[2]}",
        "A morning",
        "Meet every month",
        "Manager",
        f"{SOON.day} {SOON:%B %Y}",
        "To do",
    ]


def test_what_people_type_is_text(screen: Screen, planner: Planner) -> None:
    evil = "<script>alert(1)</script> **bold** :red[x]"
    planner.plan("3b", evil, owner_role="<b>Manager</b>", implies=evil, outcome=evil, due_on=SOON)
    screen.open("plan", assessment=planner.id, edit="1")
    assert "<script>" not in screen.markup and "<b>Manager" not in screen.markup
    assert evil in screen.text


# Adding and changing


def test_a_gap_is_added_with_what_is_aimed_at_and_its_form_opens(screen: Screen, planner: Planner) -> None:
    screen.open("plan", assessment=planner.id, item="3b")
    assert screen.app.selectbox(key=f"gap-{planner.id}").value == "3b"
    screen.app.radio(key=f"aim-3b-{planner.id}").set_value("4")
    press(screen, "add")
    assert planner.kept == (ActionRecord(planner.id, 1, "3b", target=4.0),)
    assert screen.app.radio(key=f"target-1-{planner.id}").value == "4"
    assert screen.app.selectbox(key=f"gap-{planner.id}").value is None


def test_a_suggested_step_fills_the_action_and_is_then_ones_own_to_change(
    screen: Screen, planner: Planner
) -> None:
    planner.plan("3b", "", target=2.0)
    screen.open("plan", assessment=planner.id, edit="1")
    step = fill(STEP, terms_of(framework_2007(), ""))
    press(screen, "step-1-0")
    field = screen.app.text_area(key=f"note-text-1-3b-{planner.id}")
    assert (field.value, planner.kept[0].text) == (step, step)
    assert "step-1-0" not in screen.fields("button")
    press(screen, "step-1-1")
    assert planner.kept[0].text.split("\n")[0] == step
    field = screen.app.text_area(key=f"note-text-1-3b-{planner.id}")
    assert field.value == planner.kept[0].text
    field.set_value("Ask them to lunch")
    screen.run()
    assert planner.kept[0].text == "Ask them to lunch"


def test_each_field_of_an_action_is_saved_as_it_is_left(screen: Screen, planner: Planner) -> None:
    planner.plan("3b", "Meet", target=2.0)
    screen.open("plan", assessment=planner.id, edit="1")
    key = f"1-3b-{planner.id}"
    screen.app.text_area(key=f"note-implies-{key}").set_value("A morning of both managers")
    screen.run()
    screen.app.text_input(key=f"note-owner_role-{key}").set_value("Centre manager")
    screen.run()
    screen.app.date_input(key=f"note-due-{key}").set_value(SOON)
    screen.run()
    screen.app.radio(key=f"target-1-{planner.id}").set_value("4")
    screen.run()
    screen.app.text_area(key=f"note-outcome-{key}").set_value("Met once")
    screen.run()
    assert planner.kept == (
        ActionRecord(
            *(planner.id, 1, "3b", "Meet", "Centre manager", SOON, 4.0),
            *("A morning of both managers", "to_do", "Met once"),
        ),
    )
    assert screen.markup.count("class='saved fresh'>Saved") == 1
    press(screen, "close-1")
    assert screen.fields("text_area") == []
    later = Screen.of_the_app().open("plan", assessment=planner.id, edit="1")
    assert later.app.text_area(key=f"note-outcome-{key}").value == "Met once"


def test_what_was_closed_stays_closed_though_the_address_still_names_it(
    screen: Screen, planner: Planner
) -> None:
    """A browser that is typed into while a button is pressed can miss that the address has changed."""
    planner.plan("3b", "Meet")
    screen.open("plan", assessment=planner.id, edit="1")
    press(screen, "close-1")
    screen.app.query_params["edit"] = "1"
    screen.run()
    assert "close-1" not in screen.fields("button")
    screen.open("results", assessment=planner.id)
    screen.open("plan", assessment=planner.id, edit="1")
    assert "close-1" in screen.fields("button")


@pytest.mark.parametrize("edit", ["2", "x", "-1", "9" * 5000])
def test_an_address_that_names_nothing_planned_opens_no_form(
    screen: Screen, planner: Planner, edit: str
) -> None:
    planner.plan("3b", "Meet")
    screen.open("plan", assessment=planner.id, edit=edit, item="zz")
    assert (screen.errors, screen.fields("text_area")) == ([], [])


def test_how_far_something_is_changes_without_opening_it(screen: Screen, planner: Planner) -> None:
    planner.plan("3b", "Meet", due_on=PAST)
    screen.open("plan", assessment=planner.id)
    assert "1 action: 1 overdue." in screen.text
    screen.app.main.get("button_group")[0].set_value("done")
    screen.run()
    assert [each.status for each in planner.kept] == ["done"]
    assert "1 action: 1 done." in screen.text
    field = screen.app.text_area(key=f"note-outcome-1-3b-{planner.id}")
    field.set_value("Both managers meet on the first Monday")
    screen.run()
    assert planner.kept[0].outcome == "Both managers meet on the first Monday"
    assert "What came of it Both managers meet on the first Monday" in screen.text


def test_taking_something_out_asks_once_more(screen: Screen, planner: Planner) -> None:
    planner.plan("3b", "Meet")
    screen.open("plan", assessment=planner.id, edit="1")
    press(screen, "ask-remove-1")
    press(screen, "keep-in-1")
    assert len(planner.kept) == 1
    press(screen, "ask-remove-1")
    press(screen, "remove-1")
    assert planner.kept == ()
    assert [each.value for each in screen.app.success] == ["3b is taken out of the plan."]
    assert "Nothing is planned yet." in screen.text


def test_what_another_tab_has_taken_out_is_not_put_back_by_a_change(screen: Screen, planner: Planner) -> None:
    planner.plan("3b", "Meet")
    screen.open("plan", assessment=planner.id, edit="1")
    planner.plans.remove(LOCAL_OWNER, planner.id, 1)
    screen.app.text_input(key=f"note-owner_role-1-3b-{planner.id}").set_value("Manager")
    screen.run()
    assert screen.errors == ["There is no such thing to work on any more. Look at the plan as it stands now."]
    assert planner.kept == ()


# Personal details


def test_a_text_with_personal_details_waits_and_can_be_kept_or_deleted(
    screen: Screen, planner: Planner
) -> None:
    planner.plan("3b", "Meet")
    screen.open("plan", assessment=planner.id, edit="1")
    key = f"note-text-1-3b-{planner.id}"
    screen.app.text_area(key=key).set_value(PHONE_IN_A_NOTE)
    screen.run()
    assert len(screen.warnings) == 1
    assert f"“{PHONE_IN_A_NOTE}” This waits as a draft" in screen.warnings[0]
    assert planner.kept[0].text == "Meet"
    later = Screen.of_the_app().open("plan", assessment=planner.id, edit="1")
    assert later.app.text_area(key=key).value == PHONE_IN_A_NOTE
    press(later, "delete-action-1-3b")
    assert (later.warnings, later.app.text_area(key=key).value) == ([], "Meet")
    later.app.text_area(key=key).set_value(PHONE_IN_A_NOTE)
    press(later.run(), "keep-action-1-3b")
    assert (later.warnings, planner.kept[0].text) == ([], PHONE_IN_A_NOTE)


def test_what_was_held_back_on_the_results_page_can_be_kept_here(screen: Screen, planner: Planner) -> None:
    screen.open("results", assessment=planner.id)
    screen.app.text_area(key=f"note-action-1-3b-{planner.id}").set_value(PHONE_IN_A_NOTE)
    screen.run()
    assert planner.kept == ()
    screen.open("check", assessment=planner.id)
    assert screen.link("Look at what you wrote for the plan on 3b").page == "plan"
    screen.open("plan", assessment=planner.id)
    assert "Not in the plan yet" in headings(screen)
    press(screen, "keep-action-1-3b")
    assert planner.kept == (ActionRecord(planner.id, 1, "3b", PHONE_IN_A_NOTE),)
    assert "Not in the plan yet" not in headings(screen)


def test_what_the_plan_says_of_a_sub_indicator_can_be_erased_for_good(
    screen: Screen, planner: Planner
) -> None:
    planner.plan("3b", "Ask Jo Bloggs", implies="Jo Bloggs", due_on=SOON)
    screen.open("check", assessment=planner.id)
    which = screen.app.selectbox(key="erase-which")
    which.select(next(label for label in which.options if label.startswith("3b, the plan: Ask Jo")))
    screen.app.checkbox(key="erase-sure").check()
    press(screen.run(), "erase-go")
    assert planner.kept == (ActionRecord(planner.id, 1, "3b", due_on=SOON),)
    assert "Bloggs" not in str(planner.desk.service.store.everything())


# From the results


def test_the_results_lead_into_the_plan_from_each_gap(screen: Screen, planner: Planner) -> None:
    planner.plan("3b", "Meet")
    screen.open("results", assessment=planner.id)
    known = screen.link("In the plan: 3b Trust between managers")
    assert (known.page, set(known.query.split("&"))) == (
        "plan",
        {f"assessment={planner.id}", "item=3b", "edit=1"},
    )
    new = screen.link("Plan this: 1a Shared understanding")
    assert set(new.query.split("&")) == {f"assessment={planner.id}", "item=1a"}
    assert screen.link("Go to the plan: 1 action: none done yet").page == "plan"
    planner.desk.rate(planner.id, {"3a": 1})
    screen.open("detail", assessment=planner.id)
    assert [each.label for each in screen.links if "plan" in each.label] == [
        "In the plan: 3b Trust between managers",
        "Go to the plan",
    ]
    assert screen.link("Plan this: 3a Managers make it a priority").page == "plan"


def test_the_results_show_what_is_open_and_keep_a_done_one_out_of_the_way(
    screen: Screen, planner: Planner
) -> None:
    planner.plan("3b", "Meet", status="done")
    planner.plan("8c", "Count referrals", target=4.0)
    screen.open("results", assessment=planner.id)
    shown = re.findall(r"(?m)^(\d)\. .* (\d\w)$", screen.text)
    assert shown == [("1", "3b"), ("2", "8c"), ("3", "1a")]
    key = f"note-action-1-3b-{planner.id}"
    assert screen.app.text_area(key=key).value == ""
    screen.app.text_area(key=key).set_value("Meet again")
    screen.run()
    screen.app.text_area(key=f"note-action-2-8c-{planner.id}").set_value("Count them both ways")
    screen.run()
    assert planner.kept == (
        ActionRecord(planner.id, 1, "3b", "Meet", status="done"),
        ActionRecord(planner.id, 2, "8c", "Count them both ways", target=4.0),
        ActionRecord(planner.id, 3, "3b", "Meet again"),
    )


# From one round to the next


def test_the_next_round_asks_what_became_of_each_and_carries_on_what_goes_on(
    screen: Screen, desk: Desk, planner: Planner
) -> None:
    for item, text in (("3b", "Meet"), ("8c", "Count"), ("1a", "Write")):
        planner.plan(item, text, due_on=PAST, owner_role="Manager")
    later = Planner(desk, round_="Autumn 2026")
    screen.open("plan", assessment=later.id)
    assert "From Spring 2026: what became of it?" in headings(screen)
    assert screen.link("Where you were in Spring 2026").page == "results"
    for position, became, words in ((1, "goes-on", "Half done"), (2, "done", ""), (3, "dropped", "Not ours")):
        screen.app.text_input(key=f"note-became-{planner.id}-{position}").set_value(words)
        press(screen.run(), f"{became}-{planner.id}-{position}")
    assert [(each.status, each.outcome) for each in planner.kept] == [
        ("to_do", "Half done"),
        ("done", ""),
        ("dropped", "Not ours"),
    ]
    assert later.kept == (ActionRecord(later.id, 1, "3b", "Meet", "Manager", carried_from=f"{planner.id}/1"),)
    assert not [each for each in headings(screen) if "what became of it" in each]
    assert "Carried on from Spring 2026." in screen.text


def test_words_with_personal_details_on_what_became_of_it_are_kept_at_the_second_press(
    screen: Screen, desk: Desk, planner: Planner
) -> None:
    planner.plan("3b", "Meet")
    later = Planner(desk, round_="Autumn 2026")
    screen.open("plan", assessment=later.id)
    screen.app.text_input(key=f"note-became-{planner.id}-1").set_value(PHONE_IN_A_NOTE)
    press(screen.run(), f"done-{planner.id}-1")
    assert "Not saved yet. This looks like a phone number." in screen.warnings[0]
    assert planner.kept[0].status == "to_do"
    press(screen, f"done-{planner.id}-1")
    assert (planner.kept[0].status, planner.kept[0].outcome) == ("done", PHONE_IN_A_NOTE)


# The calendar


def test_the_calendar_holds_the_dates_of_what_is_open_or_done(planner: Planner, screen: Screen) -> None:
    planner.plan("3b", "Meet every month", due_on=SOON, owner_role="Manager")
    planner.plan("8c", "Count", due_on=PAST, status="done")
    planner.plan("1a", "Write", due_on=SOON, status="dropped")
    planner.plan("1b", "Some day")
    screen.open("plan", assessment=planner.id)
    [button] = screen.app.main.get("download_button")
    assert button.proto.label == "Add the dates to a calendar (.ics)"
    view = planner.desk.view(planner.id)
    opened = Opened(view, terms_of(view.framework, ""), planner.id)
    plan = plan_of(opened, scores_of(view))
    events = Calendar.from_ical(calendar_of(opened, plan)).walk("VEVENT")
    assert {(e["UID"], e["SUMMARY"], e["DTSTART"].dt) for e in events} == {
        (f"{planner.id}-1", "Meet every month (Manager)", SOON),
        (f"{planner.id}-2", "Done: Count", PAST),
    }
    assert has_dates(plan)


# Who sees it


def test_an_example_s_plan_is_read_and_not_changed(desk: Desk, screen: Screen) -> None:
    store = desk.service.store
    answers = [
        Answer("X", "programme", item.id, 2.0, authority="Nowhere", round="Round 1", respondent="1")
        for item in framework_2007().items_in("programme")
    ]
    transfer = TransferService(store, desk.service._sources)
    transfer.import_answers(
        SAMPLE_OWNER, framework_2007(), answers, "x.csv", create=True, origin="illustrative"
    )
    (example,) = desk.service.examples(LOCAL_OWNER)
    store.save_action(example.id, 1, "3b", "Meet", "Manager", SOON, target=4.0, by="sample")
    screen.open("plan", assessment=example.id)
    assert "Illustrative: made up to show the tool." in screen.text
    assert "Meet" in screen.text and "From 2 to 4" in screen.text
    for kind in ("button", "text_input", "text_area", "selectbox", "button_group", "date_input"):
        assert screen.fields(kind) == []


def test_a_manager_plans_by_their_link_and_who_answers_sees_no_plan(desk: Desk, screen: Screen) -> None:
    made = RoundDesk(desk).open()
    manager = made.by.visits.begin(made.manager)
    for item in ("1a", "1b", "3b"):
        desk.service.set_rating(manager.actor, made.assessment, item, 0.0)
    screen.app.session_state[TOKEN] = made.manager
    screen.open("plan", assessment=made.assessment, item="3b")
    press(screen, "add")
    plans = Plans(desk.service.store, desk.service.frameworks)
    assert [a.item for a in desk.service.load(manager.actor, made.assessment).actions] == ["3b"]
    assert plans.earlier(manager.actor, made.assessment) == []
    person = made.person("Ada Marsh")
    made.by.visits.begin(person)
    other = Screen.of_the_app()
    other.app.session_state[TOKEN] = person
    other.open("plan", assessment=made.assessment)
    assert "What a centre works on next is its own, so its plan is not shown here." in other.text
    assert "3b" not in other.text


def test_the_lead_of_a_round_does_not_see_a_centres_plan(desk: Desk, screen: Screen) -> None:
    made = RoundDesk(desk).open()
    manager = made.by.visits.begin(made.manager)
    desk.service.set_rating(manager.actor, made.assessment, "3b", 0.0)
    plans = Plans(desk.service.store, desk.service.frameworks)
    plans.save(manager.actor, made.assessment, 1, ActionDraft("3b", "Our own business"))
    desk.service.share(manager.actor, made.assessment)
    screen.open("plan", assessment=made.assessment)
    assert "What a centre works on next is its own" in screen.text
    assert "Our own business" not in screen.text
    assert AUTHORITY in screen.text


def test_a_plan_that_is_not_there_is_told_in_a_sentence(screen: Screen) -> None:
    screen.open("plan", assessment="nobody")
    assert screen.errors == [
        "There is no such assessment. Check the address, or open the assessment from your list."
    ]
    nowhere = Screen.of_the_app().open("plan")
    assert nowhere.errors == ["This page needs an assessment. Go to Home and start or open one."]
