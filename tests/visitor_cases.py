"""Somebody at a browser: what they do, and waiting for what they would wait for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from playwright.sync_api import Browser, BrowserContext, Locator, Page, TimeoutError, expect
from served_cases import Server

SAVED = re.compile(r"^Saved \d\d:\d\d:\d\d")
FIRST_PAGE = 60_000
"""Milliseconds that the first page of a server may take on a busy machine."""
PLACES = {"home": "", "worked_example": "worked-example", "two_ends": "two-ends"}
"""Pages whose address isn't their name."""

SETTLED = """() => {
  const app = document.querySelector('[data-testid="stApp"]');
  return app && app.dataset.testScriptState === 'notRunning' && app.dataset.testConnectionState === 'CONNECTED'
    && document.querySelector('.foot') && !document.querySelector('[data-stale="true"]')
    && !document.querySelector('[data-testid="stSkeleton"], [data-testid="stAppSkeleton"]')
    && [...document.querySelectorAll('[data-testid="stPlotlyChart"]')].every(c => c.querySelector('.main-svg'));
}"""


WHERE = """() => {
  const field = document.activeElement;
  const inside = field.closest('[class*="st-key-"]');
  const key = inside ? [...inside.classList].find(c => c.startsWith('st-key-')).slice(7) : '';
  const label = field.getAttribute('aria-label') || (field.labels && field.labels[0] || field).innerText || '';
  return [field.tagName, key, label.trim()];
}"""


CHOSEN = """item => {
  const marks = [...document.querySelectorAll(`.st-key-card-${item} [data-testid="stRadioOption"] input`)];
  const at = marks.findIndex(each => each.checked);
  return at < 0 ? null : at;
}"""


@dataclass
class Visitor:
    page: Page
    server: Server
    _context: BrowserContext

    @classmethod
    def enter(
        cls, chromium: Browser, server: Server, width: int = 1440, height: int = 900, dark: bool = False
    ) -> Visitor:
        context = chromium.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
        )
        context.set_default_timeout(15_000)
        return cls(context.new_page(), server, context)

    def leave(self) -> None:
        self._context.close()

    # Going places

    def open(self, page: str = "home", **query: str) -> None:
        place = PLACES.get(page, page)
        self.page.goto(f"{self.server.address}/{place}" + (f"?{urlencode(query)}" if query else ""))
        self.settle()

    def settle(self) -> None:
        """Waits until the page is drawn and the server has nothing more to send."""
        self.page.wait_for_function(SETTLED)

    def follow(self, label: str | re.Pattern[str]) -> None:
        """Clicks a link and waits for the page it leads to."""
        heading = self.heading
        self.page.get_by_role("link", name=label).first.click()
        expect(self.page.locator("h1.page-title")).not_to_have_text(heading)
        self.settle()

    def wait_for_title(self, start: str) -> None:
        expect(self.page.locator("h1.page-title")).to_have_text(re.compile(f"^{re.escape(start)}"))
        self.settle()

    @property
    def heading(self) -> str:
        return self.page.locator("h1.page-title").inner_text()

    @property
    def assessment(self) -> str:
        """The assessment in the address bar."""
        found = re.search(r"[?&]assessment=([\w-]+)", self.page.url)
        assert found, self.page.url
        return found[1]

    # Answering

    def card(self, item: str) -> Locator:
        return self.page.locator(f".st-key-card-{item}")

    def cards(self) -> list[str]:
        """The sub-indicators on the page, in order."""
        classes = self.page.locator("[class*='st-key-card-']").evaluate_all(
            "all => all.map(e => e.className)"
        )
        return [re.search(r"st-key-card-(\w+)", each)[1] for each in classes]  # type: ignore[index]

    def option(self, item: str, at: int) -> Locator:
        """The choice at a place in the list: 0 to 4 are levels, 5 is don't know, 6 not applicable."""
        return self.card(item).locator("[data-testid='stRadioOption']").nth(at)

    def choose(self, item: str, at: int) -> None:
        self.option(item, at).click()
        self.wait_until_saved(item)

    def wait_until_saved(self, item: str) -> None:
        expect(self.card(item).locator(".saved")).to_have_text(SAVED)

    def chosen(self, *items: str) -> list[int | None]:
        """What is chosen for each item, as the place in its list; None where nothing is."""
        return [self.page.evaluate(CHOSEN, item) for item in items]

    def expect_chosen(self, chosen: Mapping[str, int | None]) -> None:
        """Waits until these are chosen: a radio is marked a moment after it is drawn."""
        try:
            self.page.wait_for_function(
                f"chosen => Object.entries(chosen).every(([item, at]) => ({CHOSEN})(item) === at)",
                arg=dict(chosen),
                timeout=5000,
            )
        except TimeoutError:
            raise AssertionError(f"Chosen is {self.chosen(*chosen)}, not {chosen}") from None

    def note(self, item: str) -> Locator:
        return self.card(item).locator("[class*='st-key-note-evidence-'] textarea")

    @property
    def said(self) -> str:
        """What a screen reader was last given to say."""
        return self.page.locator("#announcer").inner_text()


class Keys:
    """A visitor who has no mouse."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor = visitor
        self.press = visitor.page.keyboard.press
        self.type = visitor.page.keyboard.type

    def tab_to(self, label: str, key: str = "", most: int = 150) -> None:
        """Tabs on until the focus is on something whose label starts with `label`, inside the widget `key`."""
        seen = []
        for _ in range(most):
            self.press("Tab")
            _, at, said = self.visitor.page.evaluate(WHERE)
            if said.startswith(label) and at.startswith(key):
                return
            seen.append((at, said[:40]))
        raise AssertionError(f"Tab never came to {label!r} {key!r}: {seen[-30:]}")

    def choose(self, item: str, at: int) -> None:
        """Goes to a question's choices and down to one; arrows choose as they go."""
        self.tab_to("", f"rating-{item}-")
        for _ in range(at):
            self.press("ArrowDown")
        option = self.visitor.option(item, at).locator("input")
        expect(option).to_be_checked()
        expect(option).to_be_focused()
        self.visitor.wait_until_saved(item)


# Coming by a link


def come(visitor: Visitor, token: str, door: str = "answer") -> None:
    """Opens a link as from a message: in a tab that has been nowhere before."""
    visitor.page.goto(f"{visitor.server.address}/{door}#{token}")
    wait(visitor)


def wait(visitor: Visitor) -> None:
    """Until the page knows who is here."""
    visitor.page.wait_for_selector(".foot", timeout=FIRST_PAGE)
    expect(visitor.page.get_by_text("Opening…")).to_have_count(0, timeout=FIRST_PAGE)
    visitor.settle()


def read(visitor: Visitor, text: str) -> None:
    """Waits for a text as long as the first page of a server may take."""
    visitor.page.get_by_text(text).first.wait_for(timeout=FIRST_PAGE)


def start(visitor: Visitor, first: str = "1a") -> None:
    """Begins a questionnaire that is short enough for one page. `first`: its first question."""
    visitor.page.get_by_role("button", name="Start").click()
    expect(visitor.card(first)).to_be_visible()
    visitor.settle()
