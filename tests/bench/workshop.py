"""How long a vote takes to the screen in a room of phones: `python -m tests.bench.workshop --help`.

A server of its own, one presenter and many phones, each a websocket of its own as a browser would open it.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from urllib.error import URLError
from urllib.request import urlopen

from .report import describe_machine, put_into_document
from .wire import Script, Tab

PROJECT = Path(__file__).resolve().parents[2]
FRAMEWORK_FILE = PROJECT / "frameworks" / "safeguarding-2007-1.0.yaml"
BEGIN, END = "<!-- workshop: begin -->", "<!-- workshop: end -->"
ITEMS = ("1a", "2d", "3a")
SPREAD = 15.0
"""Seconds over which the votes come in where they don't all come at once: people read before they choose."""
IDLE = 20.0
"""Seconds for which everybody only waits."""
FAST = 2.0
"""Seconds within which a vote is to be on the screen."""
COUNTED = re.compile(r"(\d+) of \d+ phones? ha(?:s|ve) voted")


@dataclass
class Found:
    """Seconds, one for each vote or each phone."""

    spread: list[float] = field(default_factory=list)
    at_once: list[float] = field(default_factory=list)
    asked: list[float] = field(default_factory=list)
    """From the press that starts a vote to the question on a phone."""
    revealed: list[float] = field(default_factory=list)
    """From the press that reveals to the votes on a phone."""
    busy: float = 0.0
    """The server's share of one core while everybody waits."""
    sent: float = 0.0
    """Bytes a second to one phone that waits."""
    memory: int = 0
    """The server's most, in bytes."""


def main() -> None:
    options = read_options()
    load = os.getloadavg()[0]
    with TemporaryDirectory(prefix="bench-") as name:
        url = f"sqlite:///{Path(name) / 'workshop.db'}"
        workshop, code = open_workshop(url)
        with serve(url, Path(name) / "server.log") as (address, process):
            found = asyncio.run(hold(address, process, workshop, code, options.phones))
    text = write(found, options.phones, load)
    print(text)
    if not options.quick:
        put_into_document(text, begin=BEGIN, end=END)


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.workshop", description=__doc__)
    parser.add_argument("--phones", type=int, default=40, help="how many take part (default: 40)")
    parser.add_argument("--quick", action="store_true", help="write nothing into the documentation")
    return parser.parse_args()


def open_workshop(url: str) -> tuple[str, str]:
    """A workshop on an empty assessment: its id and its code."""
    from selfassess.framework.files import framework_source, read_framework
    from selfassess.service.actor import LOCAL_OWNER
    from selfassess.service.agreeing import Agreeing
    from selfassess.service.assessments import AssessmentService
    from selfassess.service.workshops import Workshops
    from selfassess.store.store import open_store

    framework = read_framework(FRAMEWORK_FILE)
    known = {framework.key: framework}
    store = open_store(url)

    def sources(key: str) -> dict[str, str]:
        return framework_source(FRAMEWORK_FILE)

    service = AssessmentService(store, known, sources)
    made = service.start(LOCAL_OWNER, "Elm Street", "Northtown", "programme", "Spring", framework.key)
    workshops = Workshops(store, known, Agreeing(store, known), sources)
    opened = workshops.open(
        LOCAL_OWNER, "assessment", assessment_id=made, items=ITEMS, ask_groups=False, present="centre staff"
    )
    store.close()
    return opened.id, opened.code


@contextmanager
def serve(url: str, log: Path) -> Iterator[tuple[str, int]]:
    """The app's address and process while it is served."""
    with socket.socket() as probe:
        probe.bind(("localhost", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    address = f"http://localhost:{port}"
    with log.open("wb") as file:
        environment = os.environ | {"SELFASSESS_DATABASE_URL": url}
        process = subprocess.Popen(command, cwd=PROJECT, env=environment, stdout=file, stderr=file)
    try:
        until = time.monotonic() + 60
        while not _answers(address):
            if process.poll() is not None or time.monotonic() > until:
                raise RuntimeError(f"The server did not start.\n{log.read_text('utf-8')}")
            time.sleep(0.1)
        yield address, process.pid
    finally:
        process.kill()
        process.wait()


def _answers(address: str) -> bool:
    try:
        with urlopen(f"{address}/_stcore/health", timeout=1) as response:
            return bool(response.read() == b"ok")
    except (URLError, OSError):
        return False


async def hold(address: str, process: int, workshop: str, code: str, number: int) -> Found:
    """The whole workshop: everybody joins, waits, and votes on one sub-indicator after another."""
    found = Found()
    scripts: dict[str, Script] = {
        "selfassess_visit": lambda: {"token": ""},
        "selfassess_seat": lambda: {"seat": f"{code}:"},
    }
    presenter = Tab(address, "present", scripts, workshop=workshop)
    await presenter.open()
    await presenter.until_shown("No phone has joined yet")
    phones = [Tab(address, "join", scripts, code=code.upper()) for _ in range(number)]
    for phone in phones:
        await phone.open()
        await phone.press("join-go")
        await phone.until_shown("You are in")
    say(f"{number} phones have joined.")
    await presenter.until_shown(f"{number} phones have joined")
    await wait_idly(process, phones, found)
    for place, item in enumerate(ITEMS, start=1):
        await presenter.press("move-n" if place == 1 else "move-s")
        await presenter.until_shown(f"{place} of {len(ITEMS)} · Not voted on yet")
        await vote_on(presenter, phones, item, found, at_once=place == len(ITEMS))
        say(f"{item}: voted and revealed.")
    found.memory = _most_memory(process)
    for tab in (presenter, *phones):
        await tab.close()
    return found


async def wait_idly(process: int, phones: list[Tab], found: Found) -> None:
    """What it costs that everybody's page looks again and again whether there is something new."""
    await asyncio.sleep(3)
    bytes_before, time_before = sum(phone.bytes for phone in phones), _processor_time(process)
    await asyncio.sleep(IDLE)
    found.busy = (_processor_time(process) - time_before) / IDLE
    found.sent = (sum(phone.bytes for phone in phones) - bytes_before) / IDLE / len(phones)


async def vote_on(presenter: Tab, phones: list[Tab], item: str, found: Found, *, at_once: bool) -> None:
    """One sub-indicator: the vote starts, each phone votes once, and the votes are revealed."""
    found.asked += await _until_all(presenter, "move-v", phones, lambda phone: phone.shows("Choose one."))
    chance = random.Random(item)
    times = sorted(0.0 if at_once else chance.uniform(0, SPREAD) for _ in phones)
    sent: list[float] = []
    seen: list[float] = []
    watching = asyncio.create_task(_watch(presenter, len(phones), seen))

    async def vote(phone: Tab, after: float, number: int) -> None:
        await asyncio.sleep(after)
        sent.append(time.perf_counter())
        await phone.choose(f"rating-{item}-1-", number % 5)

    votes = zip(phones, times, range(len(phones)), strict=True)
    await asyncio.gather(*(vote(*each) for each in votes))
    await watching
    # The first to be sent is the first to be counted, give or take: what matters is when so many are on the screen.
    waits = [shown - at for at, shown in zip(sent, seen, strict=True)]
    (found.at_once if at_once else found.spread).extend(waits)
    found.revealed += await _until_all(
        presenter, "move-r", phones, lambda phone: phone.shows("people rated this")
    )


async def _watch(presenter: Tab, number: int, seen: list[float]) -> None:
    """When the presenter's screen first showed one vote, two votes and so on."""
    while len(seen) < number:
        at = await presenter.until(lambda: _counted(presenter) > len(seen))
        seen.extend([at] * (_counted(presenter) - len(seen)))


def _counted(presenter: Tab) -> int:
    counts = [int(match[1]) for text in presenter.texts() for match in COUNTED.finditer(text)]
    return max(counts, default=0)


async def _until_all(
    presenter: Tab, key: str, phones: list[Tab], is_so: Callable[[Tab], bool]
) -> list[float]:
    """How long after a press of the presenter each phone shows what comes of it."""
    pressed = time.perf_counter()
    await presenter.press(key)
    shown = await asyncio.gather(*(phone.until(lambda phone=phone: is_so(phone)) for phone in phones))
    return [at - pressed for at in shown]


def _processor_time(process: int) -> float:
    """Seconds that a process has computed for."""
    fields = Path(f"/proc/{process}/stat").read_text("utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _most_memory(process: int) -> int:
    status = Path(f"/proc/{process}/status").read_text("utf-8")
    return int(re.search(r"VmHWM:\s+(\d+) kB", status)[1]) * 1024  # type: ignore[index]


def write(found: Found, phones: int, load: float) -> str:
    """The figures in Markdown."""
    rows = [
        (f"From a vote to the screen, votes over {SPREAD:.0f} seconds", found.spread),
        ("From a vote to the screen, all at the same moment", found.at_once),
        ("From “Start the vote” to the question on a phone", found.asked),
        ("From “Reveal the votes” to the votes on a phone", found.revealed),
    ]
    lines = [
        describe_machine(load),
        "",
        f"|  {phones} phones | median | 95th percentile | slowest |",
        "|---|--:|--:|--:|",
    ]
    for name, seconds in rows:
        figures = (median(seconds), quantiles(seconds, n=20)[-1], max(seconds))
        lines.append(f"| {name} | {' | '.join(f'{each:.2f} s' for each in figures)} |")
    lines += [
        "",
        f"While everybody waits, the server uses {found.busy:.0%} of one core and sends each phone "
        f"{found.sent / 1024:.1f} KiB a second. Its most memory: {found.memory / 2**20:.0f} MiB.",
    ]
    return "\n".join(lines)


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
