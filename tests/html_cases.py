"""Markup read back: its tables, and a page without its code."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any


def without_code(markup: str) -> str:
    """The page without its style sheet and scripts."""
    return re.sub(r"<(script|style)>.*?</\1>", "", markup, flags=re.DOTALL)


class _Tables(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, list[list[str]]]] = []
        self.inside = ""

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        if tag == "table":
            self.found.append(("", []))
        elif tag == "tr":
            self.found[-1][1].append([])
        elif tag in ("th", "td"):
            self.found[-1][1][-1].append("")
        self.inside = tag if tag in ("th", "td", "caption") else self.inside

    def handle_endtag(self, tag: str) -> None:
        self.inside = "" if tag == self.inside else self.inside

    def handle_data(self, data: str) -> None:
        if self.inside == "caption":
            self.found[-1] = (self.found[-1][0] + data, self.found[-1][1])
        elif self.inside:
            self.found[-1][1][-1][-1] += data


def tables(markup: str) -> dict[str, list[list[str]]]:
    """Each table by its caption."""
    parser = _Tables()
    parser.feed(without_code(markup))
    return dict(parser.found)
