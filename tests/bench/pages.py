"""The app's pages as a visitor's browser would ask for them, run without one, and timed."""

from __future__ import annotations

import gc
import logging
import os
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

PROJECT = Path(__file__).resolve().parents[2]
SECONDS_AT_MOST = 300

COMPARE = "compare"
PAGES: dict[str, tuple[str, tuple[str, ...], str]] = {
    COMPARE: ("Compare centres", (), "On the line"),
    "two_ends": ("Both ends of the telescope", ("round",), "The two ends differ"),
    "trend": ("Trend of a centre", ("subject",), "What moved: indicators"),
    "round": ("Round", ("round",), "How far each centre is"),
}
"""Each page that compares, by its file: its name here, what must stand in its address, and words that it shows
only when it has drawn what it is there for."""


@dataclass(frozen=True)
class Opening:
    """Seconds: the first time in a fresh process, and the median of the visitors that come after."""

    page: str
    first: float
    warm: float


def open_pages(url: str, addresses: Mapping[str, str], visits: int) -> list[Opening]:
    """Times each page that is there. Run it in a process of its own, or nothing is the first."""
    use(url)
    openings = []
    for page, (name, wanted, _) in PAGES.items():
        query = {each: addresses[each] for each in wanted}
        times = [visit(page, query) for _ in range(visits + 1)]
        openings.append(Opening(name, times[0], median(times[1:])))
    return openings


def use(url: str) -> None:
    """The app in this process opens this database from now on, and says nothing on the terminal."""
    from selfassess.ui import binding

    os.environ["SELFASSESS_DATABASE_URL"] = url
    binding.without_browser = True  # or the app would open nothing: no request tells who is there
    logging.disable(logging.WARNING)


def visit(page: str, query: Mapping[str, str]) -> float:
    """A new visitor goes from the home page to a page: seconds until its script has run. Raises when it fails."""
    from streamlit.testing.v1 import AppTest

    app = AppTest.from_file(str(PROJECT / "app.py"), default_timeout=SECONDS_AT_MOST).run()
    app.switch_page(f"selfassess/ui/pages/{page}.py")
    for name, value in query.items():
        app.query_params[name] = value
    gc.collect()  # what went before is not this page's to clear away
    start = time.perf_counter()
    app.run()
    seconds = time.perf_counter() - start
    _refuse_other_page(app, page)
    return seconds


def _refuse_other_page(app: Any, page: str) -> None:
    """Raises RuntimeError unless the page has drawn what it is there for: anything else is quick, and no figure."""
    problems = [*(each.message for each in app.exception), *(each.value for each in app.error)]
    shown = " ".join(str(each.value) for each in app.main.get("html"))
    if problems or PAGES[page][2] not in shown:
        raise RuntimeError(f"The page {page} can't be timed. It shows: {(problems or [shown])[0][:300]}")


def draw_until(stop: Callable[[], bool], url: str) -> int:
    """Draws Compare for one new visitor after another. Gives how often."""
    use(url)
    drawn = 0
    while not stop():
        visit(COMPARE, {})
        drawn += 1
    return drawn


def draw_in_another_process(url: str, stop: Any, begun: Any, drawn: Any) -> None:
    """For a process of its own; `stop`, `begun` and `drawn` are multiprocessing's."""
    use(url)
    visit(COMPARE, {})
    begun.set()
    drawn.value = draw_until(stop.is_set, url)


class Drawing:
    """While it is open, Compare is being drawn all the time, in this process and in another."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.drawn = 0
        self._fault: RuntimeError | None = None

    def __enter__(self) -> Drawing:
        import multiprocessing

        spawn = multiprocessing.get_context("spawn")
        self._stop, begun, self._elsewhere = spawn.Event(), spawn.Event(), spawn.Value("i", 0)
        arguments = (self.url, self._stop, begun, self._elsewhere)
        self._process = spawn.Process(target=draw_in_another_process, args=arguments)
        self._process.start()
        visit(COMPARE, {})
        if not begun.wait(SECONDS_AT_MOST):
            raise RuntimeError("The other process doesn't draw Compare.")
        self._thread = threading.Thread(target=self._draw)
        self._thread.start()
        return self

    def _draw(self) -> None:
        try:
            self.drawn = draw_until(self._stop.is_set, self.url)
        except RuntimeError as error:
            self._fault = error

    def __exit__(self, *error: object) -> None:
        """Raises RuntimeError where the drawing has broken off: nothing was beside what was measured then."""
        self._stop.set()
        self._thread.join()
        self._process.join()
        if self._fault is not None:
            raise self._fault
        if self._process.exitcode or not self.drawn or not self._elsewhere.value:
            raise RuntimeError(
                "Compare was not drawn all the while, so there is no figure for saving beside it."
            )
        self.drawn += self._elsewhere.value
