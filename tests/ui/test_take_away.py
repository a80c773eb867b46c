"""Take it away: what can be chosen, what becomes of it, and what is said about it."""

from __future__ import annotations

import datetime
import io
import re
from typing import NoReturn

import pytest
from app_cases import Desk, Screen, framework_2007, items_of, read_label, text_of
from html_cases import tables, without_code
from link_cases import RoundDesk
from openpyxl import load_workbook
from pdf_cases import read_pdf, squeeze

from selfassess.errors import StoreError
from selfassess.service.actor import LOCAL_OWNER
from selfassess.service.plans import ActionDraft, Plans
from selfassess.ui import take_away_files
from selfassess.ui.visit import TOKEN
from selfassess.view_models.board import PLAN_IS_THE_CENTRES
from selfassess.view_models.take_away import MadeFile

KINDS = ["slides", "document", "pdf", "page", "workbook", "calendar"]


def plan(desk: Desk, assessment: str, text: str, due: datetime.date | None) -> None:
    plans = Plans(desk.service.store, {framework_2007().key: framework_2007()})
    plans.save(LOCAL_OWNER, assessment, 1, ActionDraft("1a", text, "Manager", due))


def choices(screen: Screen) -> list[str]:
    return [box.key.removeprefix("choose-") for box in screen.app.checkbox]


def make(screen: Screen, *wanted: str) -> Screen:
    """Makes these files and no others."""
    for box in screen.app.checkbox:
        box.set_value(box.key.removeprefix("choose-") in wanted)
    screen.app.button(key="make").click()
    return screen.run()


def buttons(screen: Screen) -> list[str]:
    """The labels of the downloads on the page, without the files' sizes."""
    labels = [read_label(each.proto.label) for each in screen.app.main.get("download_button")]
    return [re.sub(r", \d+(\.\d)? [kM]B$", "", label) for label in labels]


def files(screen: Screen) -> dict[str, MadeFile]:
    return {each.kind.id: each for each in screen.app.session_state["take-away"].files}


def fail(*given: object) -> NoReturn:
    raise RuntimeError("no fonts, no luck")


def test_each_file_is_offered_with_what_it_is_for(desk: Desk, screen: Screen) -> None:
    made = desk.start()
    desk.fill(made, 3)
    plan(desk, made, "Write it down", datetime.date(2027, 3, 1))
    screen.open("results", assessment=made)
    assert screen.link("Take it away").page == "take-away"
    screen.open("take_away", assessment=made)
    assert choices(screen) == KINDS
    assert all(box.value for box in screen.app.checkbox)
    assert read_label(screen.app.checkbox(key="choose-calendar").label) == (
        "**Dates of the plan (calendar):** Open it with your calendar: a whole-day entry for each date, which invites "
        "nobody."
    )
    assert buttons(screen) == []


def test_the_files_that_were_chosen_are_made_and_no_others(desk: Desk, screen: Screen) -> None:
    made = desk.start()
    desk.fill(made, 3)
    desk.finish(made)
    screen.open("take_away", assessment=made)
    make(screen, "pdf", "page")
    assert buttons(screen) == [
        "Save report to read (PDF)",
        "Save page for a browser (HTML)",
        "All of them in one file (ZIP)",
    ]
    found = files(screen)
    assert {kind: each.name for kind, each in found.items()} == {
        "pdf": "elm-street-spring-2026-report.pdf",
        "page": "elm-street-spring-2026-page.html",
    }
    assert found["pdf"].data.startswith(b"%PDF-1.7")
    assert found["page"].data.startswith(b"<!DOCTYPE html>")
    assert "2 files are ready." in screen.text
    assert "Provisional" not in screen.text


def test_nothing_chosen_is_said_and_makes_nothing(desk: Desk, screen: Screen) -> None:
    made = desk.start()
    desk.fill(made, 3)
    screen.open("take_away", assessment=made)
    make(screen)
    assert screen.errors == ["Choose at least one file first."]
    assert buttons(screen) == []


@pytest.mark.parametrize("answered", [0, 5])
def test_what_is_not_complete_is_called_provisional(desk: Desk, screen: Screen, answered: int) -> None:
    """Of 23 sub-indicators none, or the first five, are rated."""
    made = desk.start()
    desk.rate(made, dict.fromkeys(items_of()[:answered], 2))
    screen.open("take_away", assessment=made)
    sentence = (
        "Provisional: 18 of 23 sub-indicators are not rated yet."
        if answered
        else "Provisional: nothing is answered yet."
    )
    assert f"{sentence} Every file says so." in screen.text
    make(screen, "page")
    assert sentence.encode() in files(screen)["page"].data


def test_a_file_that_fails_is_named_and_leaves_the_others(
    desk: Desk, screen: Screen, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    made = desk.start()
    desk.fill(made, 3)
    screen.open("take_away", assessment=made)
    monkeypatch.setitem(take_away_files.WRITERS, "pdf", fail)
    make(screen, "pdf", "page")
    assert screen.errors == [
        "The report to read could not be made. The other files are not affected. Try again; if it happens again, "
        "tell whoever looks after this tool and give them the time."
    ]
    assert "1 file is ready. 1 could not be made." in screen.text
    assert buttons(screen) == ["Save page for a browser (HTML)"]
    assert "no fonts, no luck" in caplog.text


def test_an_error_with_a_sentence_of_its_own_is_said_in_its_words(
    desk: Desk, screen: Screen, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*given: object) -> NoReturn:
        raise StoreError("The disk is full. Make room and try again.")

    made = desk.start()
    desk.fill(made, 3)
    screen.open("take_away", assessment=made)
    monkeypatch.setitem(take_away_files.WRITERS, "page", full)
    make(screen, "page")
    assert screen.errors == ["The disk is full. Make room and try again."]


def test_a_warning_stands_beside_the_files(
    desk: Desk, screen: Screen, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = desk.start()
    desk.fill(made, 3)
    screen.open("take_away", assessment=made)
    monkeypatch.setitem(take_away_files.WRITERS, "pdf", lambda *given: (b"%PDF", "Set in another typeface."))
    make(screen, "pdf")
    assert "Set in another typeface." in screen.text


def test_the_calendar_is_there_once_an_action_has_a_date(desk: Desk, screen: Screen) -> None:
    made = desk.start()
    desk.fill(made, 3)
    plan(desk, made, "Write it down", None)
    screen.open("take_away", assessment=made)
    assert choices(screen) == KINDS[:-1]
    assert "No action of the plan has a date yet, so there is no calendar file." in screen.text
    plan(desk, made, "Write it down", datetime.date(2027, 3, 1))
    screen.open("take_away", assessment=made)
    make(screen, "calendar")
    dates = files(screen)["calendar"].data
    assert b"DTSTART;VALUE=DATE:20270301" in dates
    assert b"SUMMARY:Write it down (Manager)" in dates


def test_files_of_an_earlier_state_are_called_so(desk: Desk, screen: Screen) -> None:
    made = desk.start()
    desk.fill(made, 3)
    screen.open("take_away", assessment=made)
    make(screen, "page")
    assert "Something has changed" not in screen.text
    desk.rate(made, {"1a": 0})
    screen.run()
    assert "Something has changed since these files were made." in screen.text
    make(screen, "page")
    assert "Something has changed" not in screen.text


def test_the_files_of_one_assessment_do_not_stand_on_the_page_of_another(desk: Desk, screen: Screen) -> None:
    first, second = desk.start("Elm Street"), desk.start("Oak Lane")
    for each in (first, second):
        desk.fill(each, 3)
    screen.open("take_away", assessment=first)
    make(screen, "page")
    screen.open("take_away", assessment=second)
    assert buttons(screen) == []


def test_the_files_hold_the_words_and_numbers_of_the_pages(desk: Desk, screen: Screen) -> None:
    made = desk.start()
    desk.fill(made, 3)
    desk.rate(made, {"8c": 0, "4b": 1, "2a": 2, "5a": "dk", "6b": "na", "7c": None})
    screen.open("results", assessment=made)
    first, facts = screen.text, re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", screen.markup)
    screen.open("detail", assessment=made)
    alts, shown = screen.charts, tables(screen.markup)
    gaps = shown.pop("Sub-indicators without a rating")
    strands, profile = (
        next(rows for rows in shown.values() if rows[0][0] == name) for name in ("Strand", "Indicator")
    )
    screen.open("take_away", assessment=made)
    make(screen, "pdf", "page")

    pdf = read_pdf(files(screen)["pdf"].data)
    drawn = [tag.alt for tag in pdf.all("Figure")]
    assert [alt in alts for alt in drawn] == [True, True]
    assert pdf.tables[0] == [[squeeze(cell) for cell in row] for row in strands]
    assert [[row[0], *row[2:]] for row in pdf.tables[1]] == [
        [squeeze(cell) for cell in row] for row in profile
    ]
    assert pdf.tables[3] == [[squeeze(cell) for cell in row] for row in gaps]
    page = files(screen)["page"].data.decode()
    found = tables(page)
    assert found["Sub-indicators without a rating"] == gaps
    assert found["The strands in words"] == strands
    assert profile in found.values()
    said = text_of(without_code(page))
    now, step = first.split("To work on next")[1].split("\n")[2:4]
    assert (now[:6], step[:11], len(facts)) == ("Now 0:", "A next step", 3)
    for words in [now, step, *(text_of(words) for _, words in facts[1:])]:
        assert words in said
        assert squeeze(words) in squeeze(pdf.text)


def test_an_open_anonymous_round_gives_no_file_away(desk: Desk, screen: Screen) -> None:
    opened = RoundDesk(desk).open(anonymous=True, asks={})
    for name in ("Ada Marsh", "Bo Hill", "Cy Reed"):
        visit = opened.by.visits.begin(opened.person(name, "police"))
        desk.service.set_rating(visit.actor, opened.assessment, "1a", 3)
    screen.app.session_state[TOKEN] = opened.manager
    screen.open("take_away", assessment=opened.assessment)
    assert "This round is anonymous. Its results are shown once" in screen.text
    assert screen.fields("checkbox") + screen.fields("button") == ["leave"]


def test_whoever_opened_the_round_gets_no_plan_and_no_notes(desk: Desk, screen: Screen) -> None:
    """A centre's plan and the notes of its people are its own; its figures are shared."""
    opened = RoundDesk(desk).open(asks={})
    manager = opened.by.visits.begin(opened.manager).actor
    desk.service.set_rating(manager, opened.assessment, "1a", 1)
    desk.service.set_note(manager, opened.assessment, "1a", "evidence", "The protocol of May.")
    plans = Plans(desk.service.store, {framework_2007().key: framework_2007()})
    draft = ActionDraft("1a", "Write the protocol anew", "Manager", datetime.date(2027, 3, 1))
    plans.save(manager, opened.assessment, 1, draft)
    desk.service.share(manager, opened.assessment)
    screen.open("take_away", assessment=opened.assessment)
    assert choices(screen) == KINDS[:-1]
    make(screen, "pdf", "page", "workbook")
    pdf, page = read_pdf(files(screen)["pdf"].data).text, files(screen)["page"].data.decode()
    for said in (pdf, page):
        assert squeeze(PLAN_IS_THE_CENTRES) in squeeze(said)
        for own in ("The protocol of May", "Write the protocol anew"):
            assert squeeze(own) not in squeeze(said)
    book = load_workbook(io.BytesIO(files(screen)["workbook"].data))
    cells = " ".join(str(cell.value) for sheet in book for row in sheet for cell in row)
    assert "The protocol of May" not in cells
    assert "Write the protocol anew" not in cells
