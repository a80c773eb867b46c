"""What is measured. Each function here is run in a process of its own, so that its memory is its own, too."""

from __future__ import annotations

import multiprocessing
import os
import resource
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from contextlib import nullcontext
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from sqlalchemy import create_engine, make_url, text

from .pages import PROJECT, Drawing, Opening, open_pages, use

FRAMEWORK_FILE = PROJECT / "frameworks" / "safeguarding-2007-1.0.yaml"
MIB = 2**20
PAUSE = 0.02
"""Seconds between two answers: people don't click without a break."""


def alone(work: Callable[..., dict[str, Any]], *arguments: Any) -> dict[str, Any]:
    """What `work` gives, run in a process of its own, with the most memory that it took as `peak`, in bytes."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=context) as pool:
        return pool.submit(_measure, work, arguments).result()


def _measure(work: Callable[..., dict[str, Any]], arguments: tuple[Any, ...]) -> dict[str, Any]:
    found = work(*arguments)
    return {**found, "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024}


def time_disk(folder: Path) -> dict[str, Any]:
    """How long a small write takes that waits for the disk, as each saved answer does: seconds, median."""
    times = []
    with (folder / "probe").open("wb", buffering=0) as file:
        for _ in range(50):
            start = time.perf_counter()
            file.write(b"x" * 4096)
            os.fsync(file.fileno())
            times.append(time.perf_counter() - start)
    (folder / "probe").unlink()
    return {"seconds": median(times)}


def make_answers(centres: int, file: Path) -> dict[str, Any]:
    """Makes a country and keeps its frame in a file."""
    from selfassess.framework.files import read_framework

    from .country import make_country, make_frame

    framework = read_framework(FRAMEWORK_FILE)
    start = time.perf_counter()
    frame = make_frame(make_country(framework, centres))
    seconds = time.perf_counter() - start
    frame.to_pickle(file)
    return {"seconds": seconds, "answers": len(frame), "frame": int(frame.memory_usage(deep=True).sum())}


def score_answers(file: Path) -> dict[str, Any]:
    import pandas as pd

    from selfassess.framework.files import read_framework
    from selfassess.scoring import score

    framework, frame = read_framework(FRAMEWORK_FILE), pd.read_pickle(file)
    start = time.perf_counter()
    scores = score(framework, frame)
    return {"seconds": time.perf_counter() - start, "scored": len(scores.subjects)}


def leave_each_out(file: Path) -> dict[str, Any]:
    import pandas as pd

    from selfassess.framework.files import read_framework
    from selfassess.scoring.leave_one_out import find_swings

    framework, frame = read_framework(FRAMEWORK_FILE), pd.read_pickle(file)
    start = time.perf_counter()
    find_swings(framework, frame)
    return {"seconds": time.perf_counter() - start}


def fill_database(url: str, centres: int) -> dict[str, Any]:
    """Seconds to score a country and write it, and the size of the database afterwards."""
    from selfassess.framework.files import framework_source, read_framework

    from .country import make_country
    from .filling import Filling
    from .scored import make_results

    country = make_country(read_framework(FRAMEWORK_FILE), centres)
    filling = Filling(country, framework_source(FRAMEWORK_FILE))
    start = time.perf_counter()
    filling.fill(url, make_results(filling))
    return {"seconds": time.perf_counter() - start, "size": measure_database(url)}


def measure_database(url: str) -> int:
    """Bytes."""
    address = make_url(url)
    if address.drivername == "sqlite":
        return Path(str(address.database)).stat().st_size
    engine = create_engine(address.set(drivername="postgresql+psycopg"))
    with engine.connect() as connection:
        size = connection.scalar(text("SELECT pg_database_size(current_database())"))
    engine.dispose()
    return int(size or 0)


def time_pages(url: str, visits: int) -> dict[str, Any]:
    openings: list[Opening] = open_pages(url, _addresses(url), visits)
    return {"openings": openings}


def time_saving(url: str, saves: int, drawing: bool) -> dict[str, Any]:
    """How long it takes until an answer is saved, median and 95th percentile in seconds.

    With `drawing`, Compare is drawn all the while: by a thread of this process, which is how the app serves its
    visitors, and by another process.
    """
    use(url)
    service, people = _voices(url)
    items = ("1a", "2b", "3a", "4c", "6b", "8a")
    times = []
    with Drawing(url) if drawing else nullcontext() as beside:
        for number in range(saves + 1):
            actor, assessment = people[number % len(people)]
            item, level = items[number // len(people) % len(items)], float(number // 7 % 5)
            start = time.perf_counter()
            service.set_rating(actor, assessment, item, level)
            times.append(time.perf_counter() - start)
            time.sleep(PAUSE)
    service.store.close()
    times = times[1:]  # the first one opens the connection
    drawn = beside.drawn if beside is not None else 0
    return {"median": median(times), "p95": quantiles(times, n=20)[-1], "drawn": drawn}


def _voices(url: str) -> tuple[Any, list[tuple[Any, str]]]:
    """The service over a database, and forty people of the open round with the assessment they answer in."""
    from selfassess.framework.files import framework_source, read_framework
    from selfassess.service.actor import Actor
    from selfassess.service.assessments import AssessmentService
    from selfassess.store import open_store

    framework = read_framework(FRAMEWORK_FILE)
    store = open_store(url)
    service = AssessmentService(
        store, {framework.key: framework}, lambda key: framework_source(FRAMEWORK_FILE)
    )
    wanted = text(
        "SELECT respondent.actor, assessment.public_id FROM respondent "
        "JOIN assessment ON assessment.id = respondent.assessment_id "
        "JOIN subject ON subject.id = assessment.subject_id JOIN round ON round.id = assessment.round_id "
        "WHERE subject.lens = 'programme' AND round.closed_at IS NULL ORDER BY respondent.id LIMIT 40"
    )
    with store.reading(), store._database.read() as connection:
        people = [(Actor(actor, "", actor), public_id) for actor, public_id in connection.execute(wanted)]
    return service, people


def _addresses(url: str) -> dict[str, str]:
    """What stands in the addresses of pages: a round of the first authority, and a centre of it."""
    from selfassess.store import open_store

    store = open_store(url)
    wanted = text(
        "SELECT round.id AS round, subject.id AS subject FROM assessment "
        "JOIN subject ON subject.id = assessment.subject_id JOIN round ON round.id = assessment.round_id "
        "WHERE subject.lens = 'programme' AND subject.authority_id = 1 ORDER BY assessment.id DESC LIMIT 1"
    )
    with store._database.read() as connection:
        row = connection.execute(wanted).mappings().one()
    store.close()
    return {name: str(value) for name, value in row.items()}
