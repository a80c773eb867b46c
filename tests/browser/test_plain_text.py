"""Hostile text in the places that Streamlit reads as Markdown: links, labels, errors. It is shown to the letter."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from served_cases import Server
from visitor_cases import Visitor

pytestmark = pytest.mark.browser

HOSTILE = (
    "<b>b</b> **b** _i_ ~~s~~ `c`",
    "[l](https://example.org) ![i](x.png)",
    "$x^2$ and $y$",
    ":red[r] :material/home: :smile: <- ->",
    "1. # > - + = @ | \\ &amp;",
)


def as_read(text: str) -> str:
    """Without the character that has no width and no meaning, which keeps signs apart."""
    return text.replace("\u2060", "")


@pytest.mark.parametrize("text", HOSTILE)
def test_a_name_in_a_link_is_shown_to_the_letter(visitor: Visitor, server: Server, text: str) -> None:
    with server.desk() as desk:
        made = desk.start(text, "")
    visitor.open()
    link = visitor.page.locator(f"a[href*='{made}']")
    expect(link).to_have_count(1)
    assert as_read(link.inner_text()) == f"Carry on: {text}"


@pytest.mark.parametrize("text", HOSTILE)
def test_a_name_in_a_label_is_shown_to_the_letter(visitor: Visitor, server: Server, text: str) -> None:
    with server.desk() as desk:
        desk.start("Elm Street", text)
    visitor.open("about")
    labels = visitor.page.locator("[class*='st-key-phone-'] label").all_inner_texts()
    assert f"Children's social care in {text}: telephone" in [as_read(label) for label in labels]


def test_an_address_in_an_error_is_shown_to_the_letter(visitor: Visitor, server: Server) -> None:
    with server.desk() as desk:
        made = desk.start("Oak Lane", "")
    visitor.open("indicator-1", assessment=made, indicator="[x](https://e.org) **b**")
    error = visitor.page.locator("[data-testid='stAlert']").inner_text()
    assert "“[x](https://e.org) **b**”" in as_read(error)
