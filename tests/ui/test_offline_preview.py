"""Bringing answers back: what the page says before anything changes, and typing in paper questionnaires."""

from __future__ import annotations

import io
from typing import Any

from app_cases import PHONE_IN_A_NOTE, Desk, Screen, framework_2007
from openpyxl import load_workbook

from selfassess.exchange.template_xlsx import write_template
from selfassess.service.actor import LOCAL_OWNER

ROUND = "Spring 2026"
HEADER = "authority,subject,round,lens,item,answer,evidence,respondent\n"
CHANGED = "What is in the app has changed since this was shown, so nothing was brought in. Look at what would change now."


def row(item: str, answer: str, evidence: str = "", respondent: str = "", subject: str = "Elm Street") -> str:
    return f"Northtown,{subject},{ROUND},programme,{item},{answer},{evidence},{respondent}\n"


def choose(screen: Screen, *rows: str) -> Screen:
    """Chooses a file with these rows on the page."""
    content = (HEADER + "".join(rows)).encode()
    screen.open("offline").app.file_uploader[0].set_value(("answers.csv", content, "text/csv"))
    return screen.run()


def press(screen: Screen, key: str) -> Screen:
    screen.app.button(key=key).click()
    return screen.run()


def box(screen: Screen, begins: str) -> Any:
    """The box to tick; its key goes on with what it is about."""
    (found,) = [each for each in screen.app.checkbox if str(each.key).startswith(begins)]
    return found


def order(screen: Screen) -> list[str]:
    """The kinds of the last things on the page, from top to bottom."""
    return [each.type for each in screen.app.main if each.type in ("button", "error", "success")]


def successes(screen: Screen) -> list[str]:
    return [element.value.replace("&#58;", ":") for element in screen.app.success]


def start(desk: Desk, subject: str = "Elm Street") -> str:
    return desk.start(subject, "Northtown", round_=ROUND)


def given(desk: Desk, assessment: str) -> set[tuple[Any, ...]]:
    return {
        (a.respondent, a.group, a.item, a.value if a.special is None else a.special, a.evidence or a.reason)
        for a in desk.view(assessment).answers
    }


def test_what_would_change_is_on_the_page_and_not_in_the_store(desk: Desk, screen: Screen) -> None:
    made = start(desk)
    desk.rate(made, {"1a": 2})
    before = desk.service.store.everything()
    choose(screen, row("1a", "2"), row("1b", "3", "Minutes"), row("1c", "", ""))
    assert (
        "This would add 1 answer, in 1 assessment. 1 answer is in the app already, just as here."
        in screen.text
    )
    assert "1 row gives nothing and is passed over." in screen.text
    assert "3; evidence “Minutes”" in screen.text
    assert screen.fields("button") == ["upload-go", "upload-leave"]
    assert desk.service.store.everything() == before


def test_bringing_in_does_it_says_it_and_makes_room_for_the_next_file(desk: Desk, screen: Screen) -> None:
    made = start(desk)
    choose(screen, row("1b", "3", "Minutes"))
    press(screen, "upload-go")
    assert given(desk, made) == {("", "", "1b", 3.0, "Minutes")}
    assert successes(screen) == ["Answers: 1 added, in 1 assessment."]
    assert screen.link("Open Elm Street").query == f"assessment={made}"
    assert screen.fields("button") == []
    assert screen.app.file_uploader[0].value is None


def test_leaving_it_changes_nothing(desk: Desk, screen: Screen) -> None:
    start(desk)
    before = desk.service.store.everything()
    press(choose(screen, row("1b", "3")), "upload-leave")
    assert successes(screen) == ["Nothing was brought in, and nothing is changed."]
    assert "What would change" not in screen.text
    assert desk.service.store.everything() == before


def test_a_different_answer_in_the_app_is_shown_beside_and_replaced_only_when_asked(
    desk: Desk, screen: Screen
) -> None:
    made = start(desk)
    desk.rate(made, {"1a": 2})
    desk.note(made, "1a", "Minutes")
    choose(screen, row("1a", "4"))
    assert "1 answer differs from what the app holds." in screen.text
    assert screen.fields("button") == ["upload-leave"]
    box(screen, "upload-replace-0").check()
    screen.run()
    assert "This would change 1 answer, in 1 assessment." in screen.text
    assert "2; evidence “Minutes”\n4; no evidence" in screen.text
    press(screen, "upload-go")
    assert given(desk, made) == {("", "", "1a", 4.0, "")}
    choose(screen, row("1a", "0"))
    assert "1 answer differs from what the app holds." in screen.text, "the box is unticked for the next file"


def test_what_somebody_changed_meanwhile_is_not_written_over(desk: Desk, screen: Screen) -> None:
    made = start(desk)
    choose(screen, row("1a", "4"))
    desk.rate(made, {"1a": 0})
    press(screen, "upload-go")
    assert screen.errors == [CHANGED]
    assert "1 answer differs from what the app holds." in screen.text
    assert given(desk, made) == {("", "", "1a", 0.0, "")}


def test_notes_have_to_be_looked_at_first(desk: Desk, screen: Screen) -> None:
    made = start(desk)
    choose(screen, row("1a", "4", PHONE_IN_A_NOTE))
    assert PHONE_IN_A_NOTE in screen.text and "This looks like a phone number." in screen.text
    press(screen, "upload-go")
    assert screen.errors == ["Look at the notes above first and tick the box, or take them out."]
    assert given(desk, made) == set()
    box(screen, "upload-confirm-0").check()
    screen.run()
    press(screen, "upload-go")
    assert given(desk, made) == {("", "", "1a", 4.0, PHONE_IN_A_NOTE)}


def test_a_finished_assessment_is_a_sentence_and_no_button(desk: Desk, screen: Screen) -> None:
    made = start(desk)
    desk.fill(made)
    desk.finish(made)
    choose(screen, row("1a", "4", respondent="Ann"))
    assert screen.errors == ["Nothing can come in as it is."]
    assert "the assessment is finished. Reopen it to change an answer." in screen.text
    assert screen.fields("button") == ["upload-leave"]


def test_markup_in_a_file_is_shown_as_the_text_it_is(desk: Desk, screen: Screen) -> None:
    hostile = "<b>x</b>**y**"
    choose(screen, row("1a", "4", hostile, respondent="<i>Ann</i>", subject="<u>Elm</u>"))
    assert f"4; evidence “{hostile}”" in screen.text
    assert "<i>Ann</i>" in screen.text and "New centre: <u>Elm</u> in Northtown." in screen.text
    assert "<b>x" not in screen.markup and "<i>" not in screen.markup and "<u>" not in screen.markup


def test_a_spreadsheet_keeps_the_words_it_was_made_with(desk: Desk, screen: Screen) -> None:
    workbook = load_workbook(io.BytesIO(write_template(framework_2007(), "programme", "terms-2007")))
    workbook["About"]["B4"] = "Elm Street"
    workbook["Questionnaire"]["E2"] = "4"
    out = io.BytesIO()
    workbook.save(out)
    screen.open("offline").app.file_uploader[0].set_value(("q.xlsx", out.getvalue(), "application/x"))
    press(screen.run(), "upload-go")
    (made,) = desk.ids()
    assert desk.view(made).record.vocabulary == "terms-2007"


# Paper


def open_paper(screen: Screen, **query: str) -> Screen:
    return screen.open("offline", bring="paper", **query)


def field(screen: Screen, kind: str, key: str) -> Any:
    return screen.widget(kind, f"paper-{key}")


def fill_in(screen: Screen, item: str, choice: str, text: str = "") -> None:
    field(screen, "radio", f"choice-{item}").set_value(choice)
    field(screen, "text_area", f"text-{item}").set_value(text)


def test_a_sheet_is_typed_in_looked_at_and_brought_in_as_one_voice(desk: Desk, screen: Screen) -> None:
    made = start(desk)
    open_paper(screen)
    assert "This is “Paper 1”. Write that on it as the paper number" in screen.text
    fill_in(screen, "1a", "3", "Minutes")
    fill_in(screen, "1b", "na", "We have none")
    field(screen, "checkbox", "one-1a").check()
    field(screen, "selectbox", "group").set_value("police")
    press(screen, "paper-see")
    assert screen.errors == []
    assert "Filled in: 2 of 23 sub-indicators." in screen.text
    assert "This would add 2 answers, in 1 assessment." in screen.text
    assert "Answering for the first time: Paper 1 (Police)." in screen.text
    assert "3; evidence “Minutes”; depends on one person" in screen.text
    assert given(desk, made) == set()
    press(screen, "paper-go")
    assert given(desk, made) == {
        ("Paper 1", "police", "1a", 3.0, "Minutes"),
        ("Paper 1", "police", "1b", "na", "We have none"),
    }
    assert successes(screen) == [
        "“Paper 1” is in. Answers: 2 added, in 1 assessment. Write “Paper 1” on the sheet."
    ]
    assert screen.link("See every voice: Elm Street").query == f"assessment={made}"
    press(screen, "paper-next")
    assert "1 sheet is in: Paper 1." in screen.text
    assert "This is “Paper 2”." in screen.text
    assert {radio.value for radio in screen.app.radio if radio.key.startswith("paper-choice-")} == {""}


def test_five_sheets_are_five_voices(desk: Desk, screen: Screen) -> None:
    made = start(desk)
    open_paper(screen)
    for level in "01234":
        fill_in(screen, "1a", level)
        for key in ("paper-see", "paper-go", "paper-next"):
            press(screen, key)
    assert given(desk, made) == {(f"Paper {n + 1}", "", "1a", float(n), "") for n in range(5)}


def test_going_back_to_the_sheet_finds_it_as_it_was(desk: Desk, screen: Screen) -> None:
    start(desk)
    start(desk, "Oak Lane")
    open_paper(screen)
    assert "This is" not in screen.text, "with two assessments, nothing is chosen beforehand"
    screen.app.selectbox(key="paper-where").set_value(desk.ids()[1])
    screen.run()
    fill_in(screen, "2a", "4", "A rota")
    field(screen, "selectbox", "group").set_value("parents")
    press(screen, "paper-see")
    press(screen, "paper-leave")
    assert screen.app.selectbox(key="paper-where").value == desk.ids()[1]
    assert field(screen, "radio", "choice-2a").value == "4"
    assert field(screen, "text_area", "text-2a").value == "A rota"
    assert field(screen, "selectbox", "group").value == "parents"


def test_an_empty_sheet_and_a_missing_reason_are_said_beside_the_button(desk: Desk, screen: Screen) -> None:
    start(desk)
    open_paper(screen)
    press(screen, "paper-see")
    assert screen.errors == ["Nothing is typed in yet. Choose what is ticked on the sheet first."]
    assert order(screen) == ["button", "error"]
    fill_in(screen, "1b", "na")
    press(screen, "paper-see")
    assert screen.errors == [
        "Say why it does not apply: 1b. If the sheet gives no reason, write “no reason given”."
    ]
    assert field(screen, "radio", "choice-1b").value == "na"


def test_a_sheet_may_be_of_a_centre_that_is_not_in_the_app_yet(desk: Desk, screen: Screen) -> None:
    open_paper(screen)
    screen.app.radio(key="paper-lens").set_value("programme")
    screen.run()
    fill_in(screen, "1a", "3")
    press(screen, "paper-see")
    assert screen.errors == ["Enter the name of the children's centre or family hub."]
    screen.app.text_input(key="paper-subject").set_value("Elm Street")
    screen.app.text_input(key="paper-authority").set_value("Northtown")
    screen.app.text_input(key="paper-round").set_value(ROUND)
    press(screen, "paper-see")
    assert "New centre: Elm Street in Northtown." in screen.text
    press(screen, "paper-go")
    (made,) = desk.ids()
    assert given(desk, made) == {("Paper 1", "", "1a", 3.0, "")}
    press(screen, "paper-next")
    assert screen.app.selectbox(key="paper-where").value == made


def test_names_that_are_in_the_app_already_lead_to_its_next_number(desk: Desk, screen: Screen) -> None:
    made = start(desk)
    for label in ("Paper 1", "Paper 2"):
        number = desk.service.store.add_respondent(made, label).id
        desk.service.store.save_answer(made, number, "1a", "answer", {"value": 1.0}, LOCAL_OWNER.id)
    open_paper(screen)
    screen.app.selectbox(key="paper-where").set_value("")
    screen.run()
    screen.app.radio(key="paper-lens").set_value("programme")
    screen.run()
    for key, text in (("subject", "ELM STREET"), ("authority", "northtown"), ("round", ROUND)):
        screen.app.text_input(key=f"paper-{key}").set_value(text)
    fill_in(screen, "1a", "4")
    press(screen, "paper-see")
    assert "This is “Paper 3”." in screen.text
    press(screen, "paper-go")
    assert given(desk, made) == {
        ("Paper 1", "", "1a", 1.0, ""),
        ("Paper 2", "", "1a", 1.0, ""),
        ("Paper 3", "", "1a", 4.0, ""),
    }


def test_a_sheet_that_is_in_can_be_put_right(desk: Desk, screen: Screen) -> None:
    made = start(desk)
    open_paper(screen)
    fill_in(screen, "1a", "3", "Minutes")
    fill_in(screen, "1b", "2")
    for key in ("paper-see", "paper-go", "paper-next"):
        press(screen, key)
    screen.app.selectbox(key="paper-sheet-1").set_value("Paper 1")
    screen.run()
    assert field(screen, "radio", "choice-1a").value == "3"
    fill_in(screen, "1a", "4", "Minutes")
    fill_in(screen, "1b", "")
    press(screen, "paper-see")
    assert "You are correcting “Paper 1”." in screen.text
    assert "This would change 1 answer and take back 1 answer, in 1 assessment." in screen.text
    press(screen, "paper-go")
    assert given(desk, made) == {("Paper 1", "", "1a", 4.0, "Minutes"), ("Paper 1", "", "1b", None, "")}
    assert successes(screen) == ["“Paper 1” is in. Answers: 1 changed and 1 taken back, in 1 assessment."]


def test_a_number_that_somebody_else_used_meanwhile_is_not_used_twice(desk: Desk, screen: Screen) -> None:
    made = start(desk)
    open_paper(screen)
    fill_in(screen, "1a", "3")
    press(screen, "paper-see")
    number = desk.service.store.add_respondent(made, "Paper 1").id
    desk.service.store.save_answer(made, number, "1a", "answer", {"value": 1.0}, LOCAL_OWNER.id)
    press(screen, "paper-go")
    assert screen.errors == [CHANGED]
    assert "This is “Paper 2”." in screen.text
    press(screen, "paper-go")
    assert given(desk, made) == {("Paper 1", "", "1a", 1.0, ""), ("Paper 2", "", "1a", 3.0, "")}


def test_an_assessment_that_was_finished_meanwhile_takes_no_sheet(desk: Desk, screen: Screen) -> None:
    made = start(desk)
    desk.fill(made)
    open_paper(screen)
    fill_in(screen, "1a", "3")
    press(screen, "paper-see")
    desk.finish(made)
    press(screen, "paper-go")
    finished = '"Elm Street", round "Spring 2026": the assessment is finished. Reopen it to change an answer.'
    assert screen.errors == ["Nothing can come in as it is.", f"{finished} Nothing was imported."]
    assert finished in screen.text
    assert screen.fields("button") == ["paper-leave"]


def test_what_was_ticked_about_one_file_says_nothing_about_the_next(desk: Desk, screen: Screen) -> None:
    made = start(desk)
    desk.rate(made, {"1a": 2, "1b": 2})
    choose(screen, row("1c", "3", PHONE_IN_A_NOTE), row("1a", "4"))
    box(screen, "upload-confirm").check()
    box(screen, "upload-replace").check()
    screen.run()
    before = desk.service.store.everything()
    content = HEADER + row("2a", "3", "Ask Jane on 07700 900123") + row("1b", "4")
    screen.app.file_uploader[0].set_value(("answers.csv", content.encode(), "text/csv"))
    screen.run()
    assert [(str(each.key).split("-")[1], each.value) for each in screen.app.checkbox] == [
        ("replace", False),
        ("confirm", False),
    ]
    assert screen.fields("button") == ["upload-leave"]
    box(screen, "upload-replace").check()
    screen.run()
    press(screen, "upload-go")
    assert screen.errors == ["Look at the notes above first and tick the box, or take them out."]
    assert desk.service.store.everything() == before
