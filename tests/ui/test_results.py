"""Where we are, and the results in detail: nothing, part and all answered.

Positions by contract rule 1: level 3 of 0-4 lies at 100 * 3 / 4 = 75, level 2 at 50.
"""

from __future__ import annotations

import datetime
import io
import re

from app_cases import FRAMEWORK_FILE, PHONE_IN_A_NOTE, Desk, Screen, framework_2007, items_of
from openpyxl import load_workbook

from selfassess.answers import Answer, to_frame
from selfassess.exchange.answers_xlsx import read_sheet
from selfassess.framework.files import framework_source
from selfassess.reports.workbook import write_workbook
from selfassess.scoring import score
from selfassess.service.actor import LOCAL_OWNER, SAMPLE_OWNER
from selfassess.service.plans import ActionDraft, Plans
from selfassess.service.transfer import TransferService
from selfassess.ui.downloads import as_shown
from selfassess.view_models.board import make_board_report
from selfassess.view_models.plan import make_plan


def facts(screen: Screen) -> dict[str, str]:
    found = re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", screen.markup)
    return {name: text.replace("&#x27;", "'") for name, text in found}


def test_nothing_answered_says_what_to_do(desk: Desk, screen: Screen) -> None:
    made = desk.start()
    for page in ("results", "detail"):
        screen.open(page, assessment=made)
        assert "Nothing is answered yet" in screen.text
        assert screen.link("Answer the first questions").page == "assessment"
        assert "If a child may be at risk now" in screen.text
        assert screen.charts == []


def test_all_at_level_three_lies_half_way_between_the_second_and_third_point(
    desk: Desk, screen: Screen
) -> None:
    """75 lies in the zone from 62.5, in the middle of 50 and 100."""
    made = desk.start()
    desk.fill(made, 3)
    desk.finish(made)
    screen.open("results", assessment=made)
    place = re.search("<p class='place'>(.*?)</p>", screen.markup)
    assert place is not None
    assert place[1] == "Between aspirational development and maximum collaboration, about half way"
    assert "With the answers still missing" not in screen.text
    assert screen.text.count("75 of 100") == 2
    said = facts(screen)
    assert said["Who says so"].startswith("Our own view. No partner has answered. Finished ")
    assert said["What we could show for it"] == "Evidence is noted for 23 of 23 ratings."
    assert "Referrals each way" in said
    (alt,) = screen.charts
    assert "Elm Street at 75 of 100." in alt


def test_an_unfinished_one_is_called_provisional(desk: Desk, screen: Screen) -> None:
    made = desk.start()
    desk.fill(made, 3)
    screen.open("results", assessment=made)
    assert "Provisional on " in facts(screen)["Who says so"]


def test_too_little_rated_names_no_place_but_the_range(desk: Desk, screen: Screen) -> None:
    """One of the fifteen items of the line's strand is rated: 6.7%, below the coverage of 60%."""
    made = desk.start()
    desk.rate(made, {"1a": 2})
    screen.open("results", assessment=made)
    assert "Not enough is rated to name a place yet: 6% of what the line rests on, and 60% is needed." in (
        screen.text
    )
    assert "With the answers still missing or not known, it could be anywhere from" in screen.text
    assert screen.text.count("Too little rated: somewhere from ") == 2


def test_only_dont_know_still_gives_a_page(desk: Desk, screen: Screen) -> None:
    made = desk.start()
    desk.rate(made, dict.fromkeys(items_of(), "dk"))
    for page in ("results", "detail"):
        screen.open(page, assessment=made)
        assert screen.errors == []
    assert screen.text.count("Don't know") + screen.text.count("don't know") > 0


def test_only_not_applicable_still_gives_a_page(desk: Desk, screen: Screen) -> None:
    made = desk.start()
    desk.rate(made, dict.fromkeys(items_of(), "na"))
    for page in ("results", "detail"):
        screen.open(page, assessment=made)
        assert screen.errors == []


def test_the_lowest_three_are_to_work_on_next(desk: Desk, screen: Screen) -> None:
    made = desk.start()
    desk.fill(made, 3)
    desk.rate(made, {"8c": 0, "4b": 1, "2a": 2})
    screen.open("results", assessment=made)
    assert re.findall(r"(?m)^(\d)\. .* (\d\w)$", screen.text) == [("1", "8c"), ("2", "4b"), ("3", "2a")]
    assert screen.text.count("A next step") == 3


def test_everything_at_the_top_has_nothing_to_work_on(desk: Desk, screen: Screen) -> None:
    made = desk.start()
    desk.fill(made, 4)
    screen.open("results", assessment=made)
    assert "Maximum collaboration" in screen.text
    assert "Nothing rated stands below the top level." in screen.text


def test_a_plan_keeps_who_and_when(desk: Desk, screen: Screen) -> None:
    made = desk.start()
    desk.fill(made, 3)
    screen.open("results", assessment=made)
    key = f"1-1a-{made}"
    screen.app.text_area(key=f"note-action-{key}").set_value("Write the statement with the social work team")
    screen.run()
    screen.app.text_input(key=f"note-owner-{key}").set_value("Centre manager")
    screen.run()
    screen.app.date_input(key=f"note-due-{key}").set_value(datetime.date(2027, 3, 1))
    screen.run()
    (action,) = desk.view(made).actions
    assert (action.position, action.item, action.text, action.owner_role, action.due_on) == (
        1,
        "1a",
        "Write the statement with the social work team",
        "Centre manager",
        datetime.date(2027, 3, 1),
    )
    later = Screen.of_the_app().open("results", assessment=made)
    assert later.app.text_input(key=f"note-owner-{key}").value == "Centre manager"


def test_a_plan_with_personal_details_is_not_taken_in(desk: Desk, screen: Screen) -> None:
    made = desk.start()
    desk.fill(made, 3)
    screen.open("results", assessment=made)
    screen.app.text_area(key=f"note-action-1-1a-{made}").set_value(PHONE_IN_A_NOTE)
    screen.run()
    assert len(screen.errors) == 1
    assert "This looks like a phone number." in screen.errors[0]
    assert desk.view(made).actions == ()


def test_the_detail_has_each_chart_with_a_finding_a_text_and_a_table(desk: Desk, screen: Screen) -> None:
    made = desk.start()
    desk.fill(made, 3)
    screen.open("detail", assessment=made)
    assert len(screen.charts) == 3
    assert "<table class='grid'>" in screen.markup
    assert all(len(alt) > 40 for alt in screen.charts)
    assert screen.markup.count("class='finding'") == 4
    assert screen.markup.count("<table>") >= 4
    for caution in ("does not say whether children are safe", "Nobody passes or fails"):
        assert caution in screen.text


def test_the_detail_opens_to_evidence_next_steps_and_gaps(desk: Desk, screen: Screen) -> None:
    made = desk.start()
    desk.fill(made, 3)
    desk.rate(made, {"3a": 0, "3b": 0, "7a": "dk"})
    screen.open("detail", assessment=made)
    assert "Minutes of the joint meeting, 3b." in screen.text
    assert "Next steps" in screen.text
    gaps = screen.markup.split("Sub-indicators without a rating")[-1]
    assert "7a" in gaps
    assert "3a" not in gaps
    assert (
        screen.markup.count(f"<summary>3 {framework_2007().indicator('3').short_title}: 0 of 100</summary>")
        == 1
    )


def test_the_authority_view_has_results_too(desk: Desk, screen: Screen) -> None:
    made = desk.start("Northtown", "Northtown", "authority")
    desk.fill(made, 2, "authority")
    screen.open("results", assessment=made)
    assert "Aspirational development" in screen.text
    screen.open("detail", assessment=made)
    assert screen.errors == []


def test_an_example_can_be_read_and_not_changed(desk: Desk, screen: Screen) -> None:
    """Illustrative answers belong to nobody here: marked on every page, with no plan and no questions to fill."""
    answers = [
        Answer("Programme X", "programme", item, 2.0, authority="Nowhere", round="Round 1", respondent="1")
        for item in items_of()
    ]
    transfer = TransferService(desk.service.store, lambda key: framework_source(FRAMEWORK_FILE))
    transfer.import_answers(
        SAMPLE_OWNER, framework_2007(), answers, "x.csv", create=True, origin="illustrative"
    )
    (example,) = desk.service.examples(LOCAL_OWNER)
    for page in ("results", "detail", "assessment", "check"):
        screen.open(page, assessment=example.id)
        assert screen.errors == []
        assert "Illustrative: made up to show the tool. It describes no real place." in screen.text
        assert screen.fields("text_input") == []
        assert screen.fields("button") == []
    screen.open("indicator", assessment=example.id, indicator="1")
    assert all(each.proto.disabled for each in [*screen.app.radio, *screen.app.text_area])


def test_a_reason_that_was_taken_back_stands_in_no_file() -> None:
    kept, taken_back = (
        Answer("Elm Street", "programme", "1a", special="na", reason="None here."),
        Answer("Elm Street", "programme", "1b", value=2.0, reason="None here."),
    )
    assert [answer.reason for answer in as_shown([kept, taken_back])] == ["None here.", ""]


def test_an_agreed_rating_keeps_its_reason_in_the_workbook_and_when_that_comes_back(desk: Desk) -> None:
    made = desk.start()
    desk.rate(made, {"1a": "na", "1b": "na"})
    desk.note(made, "1a", "None here.", "reason")
    desk.note(made, "1b", "None there.", "reason")
    desk.rate(made, {"1b": 2})
    names = {"authority": desk.view(made).record.authority, "round": desk.view(made).record.round}
    agreed = Answer(
        *("Elm Street", "programme", "1c", 3.0),
        **names,
        kind="agreed",
        reason="We read four files together.",
    )
    transfer = TransferService(desk.service.store, lambda key: framework_source(FRAMEWORK_FILE))
    transfer.import_answers(LOCAL_OWNER, framework_2007(), [agreed], "a.csv")
    opened = desk.view(made)
    scores = score(opened.framework, to_frame(opened.answers))
    today = datetime.date(2026, 6, 1)
    plan = make_plan(opened.framework, "programme", (), scores, {}, today)
    report = make_board_report(opened, scores, {}, plan=plan, today=today)
    data = write_workbook(report, as_shown(opened.answers), opened.framework)
    brought = read_sheet(data, "report.xlsx", opened.framework)
    assert {(each.item, each.kind): each.reason for each in brought if each.given} == {
        ("1a", "answer"): "None here.",
        ("1b", "answer"): "",
        ("1c", "agreed"): "We read four files together.",
    }
    assert "None there." not in repr(
        [[*sheet.iter_rows(values_only=True)] for sheet in load_workbook(io.BytesIO(data))]
    )
    transfer.import_answers(LOCAL_OWNER, framework_2007(), brought, "report.xlsx", replace=True)
    [after] = [each for each in desk.view(made).answers if each.kind == "agreed"]
    assert (after.value, after.reason) == (3.0, "We read four files together.")


def test_a_plan_says_that_it_is_saved(desk: Desk, screen: Screen) -> None:
    made = desk.start()
    desk.fill(made, 3)
    screen.open("results", assessment=made)
    assert "screen-only'>Saved" not in screen.markup
    screen.app.text_area(key=f"note-action-1-1a-{made}").set_value("Write the statement together")
    screen.run()
    assert screen.markup.count("screen-only'>Saved") == 1


def planning(desk: Desk) -> tuple[str, Plans]:
    """An assessment that has 3b to work on first, and its plan."""
    made = desk.start()
    desk.fill(made, 3)
    desk.rate(made, {"3b": 0})
    return made, Plans(desk.service.store, desk.service.frameworks)


def test_a_date_from_an_old_tab_leaves_what_was_written_in_another(desk: Desk, screen: Screen) -> None:
    made, plans = planning(desk)
    plans.save(LOCAL_OWNER, made, 1, ActionDraft("3b", "First", "Manager"))
    screen.open("results", assessment=made)
    plans.change(LOCAL_OWNER, made, 1, text="Written since", owner_role="Lead")
    screen.app.date_input(key=f"note-due-1-3b-{made}").set_value(datetime.date(2027, 1, 1))
    screen.run()
    (kept,) = desk.view(made).actions
    assert (kept.text, kept.owner_role, kept.due_on) == ("Written since", "Lead", datetime.date(2027, 1, 1))


def test_what_was_planned_since_an_old_tab_was_drawn_is_added_to(desk: Desk, screen: Screen) -> None:
    made, plans = planning(desk)
    screen.open("results", assessment=made)
    plans.save(LOCAL_OWNER, made, 1, ActionDraft("3b", "Written since", "Lead"))
    screen.app.date_input(key=f"note-due-1-3b-{made}").set_value(datetime.date(2027, 1, 1))
    screen.run()
    (kept,) = desk.view(made).actions
    assert (kept.text, kept.owner_role, kept.due_on) == ("Written since", "Lead", datetime.date(2027, 1, 1))
