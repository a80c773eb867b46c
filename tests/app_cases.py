"""The app seen from outside: a desk that fills its store, and a screen that runs it without a browser."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from streamlit.testing.v1 import AppTest

from selfassess.answers import Answer
from selfassess.framework.files import framework_source, read_framework
from selfassess.framework.model import Framework
from selfassess.service.actor import LOCAL_OWNER
from selfassess.service.assessments import AssessmentService
from selfassess.service.views import Assessment
from selfassess.store.store import open_store
from selfassess.ui import binding

binding.without_browser = True  # a Screen has no browser, so no request tells who is there

PROJECT = Path(__file__).resolve().parent.parent
APP = PROJECT / "app.py"
FRAMEWORK_FILE = PROJECT / "frameworks" / "safeguarding-2007-1.0.yaml"
UNEXPECTED = "Something went wrong that we did not foresee"
PHONE_IN_A_NOTE = "Ring the mother on 01632 960123"


@cache
def framework_2007() -> Framework:
    return read_framework(FRAMEWORK_FILE)


@cache
def framework_2007_source() -> Mapping[str, str]:
    return framework_source(FRAMEWORK_FILE)


def items_of(lens: str = "programme") -> list[str]:
    return [item.id for item in framework_2007().items_in(lens)]


@dataclass(frozen=True)
class Desk:
    """Fills and reads the store behind the app, as the person at this computer."""

    service: AssessmentService

    @classmethod
    @contextmanager
    def at(cls, url: str) -> Iterator[Desk]:
        """A desk over the store at `url`, closed at the end."""
        framework = framework_2007()
        store = open_store(url)
        try:
            yield cls(
                AssessmentService(store, {framework.key: framework}, lambda key: framework_2007_source())
            )
        finally:
            store.close()

    def start(
        self,
        subject: str = "Elm Street",
        authority: str = "Northtown",
        lens: str = "programme",
        round_: str = "Spring 2026",
    ) -> str:
        return self.service.start(LOCAL_OWNER, subject, authority, lens, round_, framework_2007().key)

    def rate(self, assessment: str, ratings: Mapping[str, float | str | None]) -> None:
        with self.service.store.transaction():
            for item, rating in ratings.items():
                self.service.set_rating(LOCAL_OWNER, assessment, item, rating)

    def note(self, assessment: str, item: str, text: str, field: str = "evidence") -> None:
        """Stores a note without asking about personal details."""
        self.service.set_note(LOCAL_OWNER, assessment, item, field, text, confirm=True)

    def fill(self, assessment: str, level: float = 3, lens: str = "programme") -> None:
        """The same level for every sub-indicator, each with evidence."""
        with self.service.store.transaction():
            self.rate(assessment, dict.fromkeys(items_of(lens), level))
            for item in items_of(lens):
                self.note(assessment, item, f"Minutes of the joint meeting, {item}.")

    def finish(self, assessment: str) -> None:
        self.service.finish(LOCAL_OWNER, assessment)

    def view(self, assessment: str) -> Assessment:
        return self.service.load(LOCAL_OWNER, assessment)

    def answer(self, assessment: str, item: str) -> Answer | None:
        return self.view(assessment).mine.get(item)

    def ids(self) -> list[str]:
        return [summary.id for summary in self.service.mine(LOCAL_OWNER)]


class _Text(HTMLParser):
    BREAKS = frozenset(("p", "li", "dt", "dd", "h1", "h2", "h3", "h4", "br", "tr", "caption", "td", "th"))

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in self.BREAKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        self.parts.append(data)


def text_of(markup: str) -> str:
    """What a reader sees of some HTML, a line for each of its blocks."""
    parser = _Text()
    parser.feed(markup)
    lines = (" ".join(line.split()) for line in "".join(parser.parts).split("\n"))
    return "\n".join(line for line in lines if line)


def read_label(label: str) -> str:
    """What a reader sees of a label whose signs are written so that Markdown leaves them alone."""
    return unescape(label).replace("\u2060", "")


@dataclass(frozen=True)
class Link:
    label: str
    page: str
    query: str


class Screen:
    """The app as one visitor sees it, run without a browser."""

    PAGES = "selfassess/ui/pages"

    def __init__(self, app: AppTest) -> None:
        self.app = app

    @classmethod
    def of_the_app(cls) -> Screen:
        return cls(AppTest.from_file(str(APP), default_timeout=30))

    def open(self, page: str = "home", **query: str) -> Screen:
        """Goes to a page with what stands in its address."""
        self.run()
        if page != "home" or query:
            self.app.switch_page(f"{self.PAGES}/{page}.py")
            for name, value in query.items():
                self.app.query_params[name] = value
            self.run()
        return self

    def run(self) -> Screen:
        self.app.run()
        assert not self.app.exception, self.app.exception
        assert not [error for error in self.errors if UNEXPECTED in error], "see the log for the traceback"
        return self

    @property
    def markup(self) -> str:
        """The app's own HTML on the page."""
        return "\n".join(element.value for element in self.app.main.get("html"))

    @property
    def text(self) -> str:
        return text_of(self.markup)

    @property
    def errors(self) -> list[str]:
        return [read_label(element.value) for element in self.app.error]

    @property
    def warnings(self) -> list[str]:
        return [read_label(element.value) for element in self.app.warning]

    @property
    def charts(self) -> list[str]:
        """The text alternative of each chart: those drawn as HTML, then plotly's."""
        drawn = [unescape(alt) for alt in re.findall(r"role='img' aria-label='(.*?)'", self.markup)]
        return drawn + [element.proto.alt for element in self.app.main.get("plotly_chart")]

    @property
    def links(self) -> list[Link]:
        protos = [element.proto for element in self.app.main.get("page_link")]
        return [Link(read_label(each.label), each.page, each.query_string) for each in protos]

    def link(self, label: str) -> Link:
        """The one link whose label holds `label`."""
        found = [link for link in self.links if label in link.label]
        assert len(found) == 1, f"{len(found)} links with {label!r} among {self.links}"
        return found[0]

    def widget(self, kind: str, key: str) -> Any:
        """The widget whose key starts with `key`, such as "rating-1a"."""
        found = [each for each in self.app.main.get(kind) if (each.key or "").startswith(f"{key}-")]
        assert len(found) == 1, f"{len(found)} {kind} with key {key!r}"
        return found[0]

    def rating(self, item: str) -> Any:
        return self.widget("radio", f"rating-{item}")

    def note(self, item: str, field: str = "evidence") -> Any:
        return self.widget("text_area", f"note-{field}-{item}")

    def fields(self, kind: str) -> list[str]:
        return [each.key for each in self.app.main.get(kind)]
