"""Setting text: whatever somebody typed stands in the PDF to the letter, and nothing of it is obeyed."""

from __future__ import annotations

from pathlib import Path

import pytest
import typst
from pdf_cases import Read, read_pdf, squeeze

from selfassess.reports import typeset

TEMPLATE = """
#import "/house.typ": house
#let d = json("/content.json")
#show: house.with(d.title, "")
= #d.title
#d.text
"""
NAMED = "Some signs can't be drawn with the typefaces here. The PDF has their names in square brackets."


@pytest.fixture(autouse=True)
def small_template(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A heading and a paragraph in the house's style."""
    (tmp_path / "small.typ").write_text(TEMPLATE)
    (tmp_path / "house.typ").write_bytes((typeset.FOLDER / "house.typ").read_bytes())
    monkeypatch.setattr(typeset, "FOLDER", tmp_path)


def set_text(text: str) -> tuple[Read, str, str]:
    """The PDF of a text, read back; its paragraph; and the warning. Only with the fonts that come along."""
    pdf, warning = typeset.typeset("small.typ", {"title": "A title", "text": text}, system_fonts=False)
    found = read_pdf(pdf)
    assert (found.marked, found.standard) == (True, "1")
    return found, found.text.removeprefix("A title"), warning


@pytest.mark.parametrize(
    "text",
    [
        '#set page(fill: red) #read("/etc/passwd") #image("x.png")',
        "$x^2$ *bold* _slanted_ `code` <label> @reference ~ \\ \\# -- --- ...",
        "= A heading",
        "- a list + another / Term: words",
        "// a comment /* and another */",
        "<script>alert(1)</script> & &amp; {{term}} {d.title}",
        '=HYPERLINK("http://x","y") "straight" and “curly” it\'s',
        "https://example.org/a?b=c&d=e",
    ],
)
def test_markup_is_text(text: str) -> None:
    found, said, warning = set_text(text)
    assert (squeeze(said), warning) == (squeeze(text), "")
    assert found.headings == [(1, "A title")]
    assert [tag.kind for tag in found.root.walk() if tag.kind in ("L", "Link", "Figure", "Formula")] == []


def test_control_characters_become_spaces_and_line_ends_stay_apart() -> None:
    _, said, warning = set_text("a\x00b\x01\x1bc\x7fd\x85e\r\nf\u2028g\u2029h\x0bi\tj\ufffek\ufdd0l")
    assert ("".join(said.split()), warning) == ("abcdefghijkl", "")
    assert "ab" not in said
    assert "cd" not in said


def test_half_of_a_pair_of_surrogates_breaks_nothing() -> None:
    assert squeeze(set_text("a\ud83db")[1]) == "ab"


def test_what_changes_the_direction_is_shown_and_not_obeyed() -> None:
    assert squeeze(set_text("\u202eabc\u2066")[1]) == "[U+202E]abc[U+2066]"


def test_arabic_and_accents_are_set() -> None:
    _, said, warning = set_text("Zoë Łódź ñandú")
    assert (squeeze(said), warning) == ("ZoëŁódźñandú", "")
    _, said, warning = set_text("\u0645\u0631\u062d\u0628\u0627")
    assert (sorted(squeeze(said)), warning) == (sorted("\u0645\u0631\u062d\u0628\u0627"), "")


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Thanks \U0001f642!", "Thanks[slightly smiling face]!"),
        ("\U0001f468\u200d\U0001f469\u200d\U0001f467", "[man][woman][girl]"),
        ("\u2764\ufe0f\U0001fae9", "\u2764[U+1FAE9]"),
        ("\u0b95\u0bb2\u0bcd", "[tamil: 3 signs]"),
        ("\u4f60", "[cjk unified ideograph-4f60]"),
    ],
)
def test_a_sign_that_no_font_has_is_named(text: str, named: str) -> None:
    _, said, warning = set_text(text)
    assert (squeeze(said), warning) == (squeeze(named), NAMED)


def test_when_naming_one_by_one_fails_all_that_is_beyond_latin_is_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(typeset, "MOST_TRIES", 0)
    _, said, warning = set_text("\u0142 “so” → \U0001f642")
    assert (squeeze(said), warning) == (
        squeeze("\u0142 “so” [rightwards arrow] [slightly smiling face]"),
        NAMED,
    )


def test_a_word_of_5000_letters_stays_on_the_page() -> None:
    """It may break after each stretch of 12: 416 places, none at its end."""
    _, said, _ = set_text("x" * 5000)
    assert squeeze(said) == "x" * 5000
    assert said.count("\u200b") == 416


def test_5000_characters_of_words_run_over_several_pages() -> None:
    text = "\n".join(f"word {number}" for number in range(500))
    found, said, _ = set_text(text)
    assert squeeze(said) == squeeze(text)
    assert found.pages > 5


def test_missing_fonts_are_told_of(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(typeset, "FONTS", tmp_path / "fonts")
    _, said, warning = set_text("Words \U0001f642")
    assert squeeze(said) == squeeze("Words [slightly smiling face]")
    assert warning == (
        f"The typeface Atkinson Hyperlegible Next is missing where this app runs, so the PDF is set in another one. {NAMED}"
    )


def test_a_fault_of_a_template_is_not_hidden(tmp_path: Path) -> None:
    (tmp_path / "small.typ").write_text("#no-such-thing")
    with pytest.raises(typst.TypstError, match="no-such-thing"):
        set_text("words")
