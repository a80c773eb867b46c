"""Bad addresses, hostile text and broken files: one clear sentence, and nothing obeyed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from app_cases import FRAMEWORK_FILE, PROJECT, UNEXPECTED, Desk, Screen, items_of, text_of
from store_cases import url_of

from selfassess.service.assessments import AssessmentService

NO_ASSESSMENT = "There is no such assessment. Check the address, or open the assessment from your list."
NEEDS_ONE = "This page needs an assessment. Go to Home and start or open one."
PAGES = ("assessment", "indicator", "check", "results", "detail")
MARKUP = "<script>document.title='x'</script><b>b</b> **b** [l](https://example.org) $x^2$ :red[r] `c`"
HOSTILE = (MARKUP, "=1+1", "+44 is a prefix", "@SUM(A1)", "-2+3", "# heading", "- a list", "&lt;b&gt; &amp;")
OVERRIDE = "abc\u202edef"


@pytest.mark.parametrize("page", PAGES)
def test_an_unknown_assessment_is_a_sentence_with_the_way_home(screen: Screen, page: str) -> None:
    for asked in ("nobody", "../../etc/passwd", "<b>x</b>", "1' or '1'='1", "é" * 3000):
        screen.open(page, assessment=asked)
        assert screen.errors == [NO_ASSESSMENT]
        assert [link.label for link in screen.links] == ["Go to Home"]


@pytest.mark.parametrize("page", PAGES)
def test_a_missing_assessment_is_a_sentence_with_the_way_home(screen: Screen, page: str) -> None:
    screen.run()
    screen.app.switch_page(f"{Screen.PAGES}/{page}.py")
    screen.run()
    assert screen.errors == [NEEDS_ONE]
    assert [link.label for link in screen.links] == ["Go to Home"]


@pytest.mark.parametrize("asked", ["9", "<b>", "1a", "**x**"])
def test_an_unknown_indicator_is_a_sentence(desk: Desk, screen: Screen, asked: str) -> None:
    screen.open("indicator", assessment=desk.start(), indicator=asked)
    assert len(screen.errors) == 1
    assert screen.errors[0].startswith("There is no indicator ")


def test_a_name_is_shown_as_the_text_it_is(desk: Desk, screen: Screen) -> None:
    made = desk.start(MARKUP, MARKUP, round_=MARKUP)
    desk.fill(made)
    for page in ("home", "assessment", "check", "results", "detail"):
        screen.open(page, **({} if page == "home" else {"assessment": made}))
        assert screen.errors == []
        assert MARKUP in screen.text, page
        assert "<script>" not in screen.markup


def test_a_note_is_shown_as_the_text_it_is(desk: Desk, screen: Screen) -> None:
    made = desk.start()
    desk.fill(made)
    screen.open("indicator", assessment=made, indicator="7")
    noted = dict(zip(["7a", "7b", "7c", "7d"], HOSTILE, strict=False))
    for item, text in noted.items():
        screen.note(item).set_value(text)
        screen.run()
        assert screen.note(item).value == text
    for item, text in zip(items_of(), HOSTILE, strict=False):
        desk.note(made, item, text)
    for page in ("check", "detail"):
        screen.open(page, assessment=made)
        assert [text for text in HOSTILE if text not in screen.text] == []
        assert "<script>" not in screen.markup


def test_a_right_to_left_override_is_shown_and_not_obeyed(desk: Desk, screen: Screen) -> None:
    made = desk.start()
    desk.fill(made)
    screen.open("indicator", assessment=made, indicator="1")
    screen.note("1a").set_value(OVERRIDE)
    screen.run()
    for page in ("check", "detail"):
        screen.open(page, assessment=made)
        assert "abc[U+202E]def" in screen.text
        assert "\u202e" not in screen.markup


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project folder of this test's own, with a copy of the frameworks."""
    folder = tmp_path / "project"
    shutil.copytree(PROJECT / "frameworks", folder / "frameworks")
    shutil.copytree(PROJECT / "sample_data", folder / "sample_data")
    monkeypatch.setattr("selfassess.settings.PROJECT_FOLDER", folder)
    return folder


def test_a_broken_framework_beside_a_good_one_is_named_and_the_rest_works(
    desk: Desk, screen: Screen, project: Path
) -> None:
    shutil.copy(PROJECT / "tests/frameworks/invalid/duplicate-key.yaml", project / "frameworks/broken.yaml")
    made = desk.start()
    desk.rate(made, dict.fromkeys(items_of(), 2))
    screen.open("results", assessment=made)
    assert len(screen.warnings) == 1
    assert "broken.yaml can't be used" in screen.warnings[0]
    assert "python -m selfassess validate frameworks/broken.yaml" in screen.warnings[0]
    assert screen.errors == []
    assert "Aspirational development" in screen.text


@pytest.mark.parametrize("page", ["home", "worked_example", "offline", "about"])
def test_no_readable_framework_is_a_sentence(desk: Desk, screen: Screen, project: Path, page: str) -> None:
    for path in (project / "frameworks").glob("*.yaml"):
        path.write_text("id: [", encoding="utf-8")
    screen.open(page)
    assert len(screen.errors) == 1
    assert screen.errors[0].startswith("No framework can be read, so there is nothing to ask.")
    assert "If a child may be at risk now" in screen.text


def test_a_framework_that_is_gone_is_read_from_the_store_s_copy(
    desk: Desk, screen: Screen, project: Path
) -> None:
    made = desk.start()
    desk.rate(made, {"1a": 4})
    path = project / "frameworks" / FRAMEWORK_FILE.name
    path.write_text(
        path.read_text("utf-8").replace('id: "safeguarding-2007"', 'id: "another"', 1), encoding="utf-8"
    )
    screen.open()
    assert screen.errors == []
    screen.open("indicator", assessment=made, indicator="1")
    assert screen.errors == []
    assert screen.rating("1a").value == "4"


def open_with(url: str, monkeypatch: pytest.MonkeyPatch) -> Screen:
    monkeypatch.setenv("SELFASSESS_DATABASE_URL", url)
    return Screen.of_the_app().open()


def test_a_damaged_database_is_a_sentence_and_is_left_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "answers.db"
    path.write_bytes(b"This is no database. " * 500)
    screen = open_with(url_of(tmp_path), monkeypatch)
    assert len(screen.errors) == 1
    assert "is not a database, or is damaged. Nothing in it was changed." in screen.errors[0]
    assert path.read_bytes() == b"This is no database. " * 500
    assert "If a child may be at risk now" in screen.text


def test_a_data_folder_that_cannot_be_made_is_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file stands where the folder should be, which stops even an administrator."""
    (tmp_path / "taken").write_text("not a folder", encoding="utf-8")
    screen = open_with(url_of(tmp_path / "taken"), monkeypatch)
    assert len(screen.errors) == 1
    assert "can't be written" in screen.errors[0] or "can't be made" in screen.errors[0]
    assert str(tmp_path / "taken") in screen.errors[0]


@pytest.mark.parametrize("url", ["nonsense", "oracle://host/name", "sqlite://"])
def test_a_wrong_database_address_is_a_sentence(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    screen = open_with(url, monkeypatch)
    assert len(screen.errors) == 1
    assert "sqlite:///" in screen.errors[0] or "use SQLite or PostgreSQL" in screen.errors[0]


def test_a_database_that_another_program_has_locked_says_so_and_keeps_what_was_saved(
    desk: Desk, screen: Screen, tmp_path: Path
) -> None:
    made = desk.start()
    desk.rate(made, {"1a": 2})
    screen.open("indicator", assessment=made, indicator="1")
    with desk.service.store.transaction():  # another program holds the write lock
        screen.rating("1a").set_value("4")
        screen.run()
    assert screen.errors == [
        "The database is busy: something else is writing to it. Nothing was lost; try again in a moment."
    ]
    kept = desk.answer(made, "1a")
    assert kept is not None and kept.value == 2


def test_an_unforeseen_failure_of_a_click_is_a_sentence_and_no_traceback(
    desk: Desk, screen: Screen, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: object) -> None:
        raise ZeroDivisionError

    screen.open("indicator", assessment=desk.start(), indicator="1")
    monkeypatch.setattr(AssessmentService, "set_rating", fail)
    screen.rating("1a").set_value("3")
    screen.app.run()
    assert not screen.app.exception
    assert [error for error in screen.errors if UNEXPECTED in error]


def test_the_plain_text_of_markup_is_what_a_reader_sees() -> None:
    assert text_of("<p>a &lt;b&gt;</p><p>c  d</p>") == "a <b>\nc d"
