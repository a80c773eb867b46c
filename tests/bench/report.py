"""The figures as tables, and their place in the documentation."""

from __future__ import annotations

import os
import platform
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from .measuring import MIB

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "performance.md"
BEGIN, END = "<!-- figures: begin -->", "<!-- figures: end -->"

Found = Mapping[str, Any]
Row = tuple[str, dict[int, float], str]
"""What a row says, its figures by size, and their unit: "s", "ms", "MiB" or ""."""


def write_tables(
    sizes: Sequence[int],
    disk: float,
    busy: float,
    scoring: Mapping[int, Found],
    stores: Mapping[str, Mapping[int, Found]],
) -> str:
    """All figures in Markdown.

    `disk`: seconds of a write that waits for it. `busy`: the load before. `stores`: by database and size.
    """
    parts = [
        _describe_machine(disk, busy),
        "",
        "### Scoring from memory",
        "",
        _table(sizes, _scoring_rows(scoring)),
    ]
    for name, by_size in stores.items():
        parts += ["", f"### {name}", "", _table(sizes, _store_rows(by_size))]
    return "\n".join(parts)


def put_into_document(tables: str, document: Path = DOCUMENT, begin: str = BEGIN, end: str = END) -> None:
    """Replaces what stands between the two markers. Raises ValueError where they are missing."""
    before, first, rest = document.read_text("utf-8").partition(begin)
    _, last, after = rest.partition(end)
    if not first or not last:
        raise ValueError(f"{document.name} lacks the markers {begin} and {end}.")
    document.write_text(f"{before}{begin}\n\n{tables}\n\n{end}{after}", "utf-8")


def _scoring_rows(found: Mapping[int, Found]) -> list[Row]:
    def each(part: str, name: str, scale: float = 1) -> dict[int, float]:
        return {size: of[part][name] / scale for size, of in found.items()}

    return [
        ("Answers, with those left out", each("made", "answers"), ""),
        ("Making them", each("made", "seconds"), "s"),
        ("Frame in memory", each("made", "frame", MIB), "MiB"),
        ("Scores for (centres and authorities, each round)", each("scored", "scored"), ""),
        ("Scoring them all", each("scored", "seconds"), "s"),
        ("Most memory while scoring, frame included", each("scored", "peak", MIB), "MiB"),
        ("Leaving out each respondent in turn", each("swings", "seconds"), "s"),
        ("Most memory for that, frame included", each("swings", "peak", MIB), "MiB"),
    ]


def _store_rows(found: Mapping[int, Found]) -> list[Row]:
    rows: list[Row] = [
        ("Scoring and loading", {size: of["filled"]["seconds"] for size, of in found.items()}, "s"),
        ("Database", {size: of["filled"]["size"] / MIB for size, of in found.items()}, "MiB"),
    ]
    pages = dict.fromkeys(each.page for of in found.values() for each in of["pages"]["openings"])
    for page in pages:
        for word, name in (("first in a new process", "first"), ("median after that", "warm")):
            figures = {
                size: getattr(each, name) * 1000
                for size, of in found.items()
                for each in of["pages"]["openings"]
                if each.page == page
            }
            rows.append((f"{page}, {word}", figures, "ms"))
    for label, part in (("Saving an answer", "saving"), ("Saving while Compare is drawn", "beside")):
        for word, name in (("median", "median"), ("95th percentile", "p95")):
            figures = {size: of[part][name] * 1000 for size, of in found.items()}
            rows.append((f"{label}, {word}", figures, "ms"))
    drawn = {size: of["beside"]["drawn"] for size, of in found.items()}
    rows.append(("Times Compare was drawn meanwhile", drawn, ""))
    return rows


def _table(sizes: Sequence[int], rows: Sequence[Row]) -> str:
    least, most = min(sizes), max(sizes)
    heads = ["", *(f"{size:,} centres" for size in sizes)]
    if least != most:
        heads.append(f"{most:,} to {least:,}")
    lines = [f"| {' | '.join(heads)} |", f"|---{'|--:' * (len(heads) - 1)}|"]
    for label, figures, unit in rows:
        cells = [_figure(figures[size], unit) if size in figures else "–" for size in sizes]
        if least != most:
            both = least in figures and most in figures and figures[least]
            cells.append(f"× {figures[most] / figures[least]:,.1f}" if both else "–")
        lines.append(f"| {label} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _figure(value: float, unit: str) -> str:
    digits = 0 if not unit or value >= 100 else 1 if value >= 10 else 2
    return f"{value:,.{digits}f} {unit}".strip()


def _describe_machine(disk: float, busy: float) -> str:
    return (
        f"{describe_machine(busy)} A small write that waits for the disk takes {_figure(disk * 1000, 'ms')}."
    )


def describe_machine(busy: float) -> str:
    """What was measured on, and when. `busy`: the load before."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    versions = ", ".join(
        f"{name} {_version(package)}"
        for name, package in (
            *(("Streamlit", "streamlit"), ("pandas", "pandas"), ("NumPy", "numpy")),
            ("SQLAlchemy", "sqlalchemy"),
        )
    )
    machine = (
        f"{len(os.sched_getaffinity(0))} cores ({_processor()}), {memory:.0f} GiB of memory, {_system()}"
    )
    return (
        f"Measured on {date.today().isoformat()}: {machine}, Python {platform.python_version()}, {versions}. "
        f"Load average before it began: {busy:.1f}."
    )


def _version(package: str) -> str:
    from importlib.metadata import version

    return version(package)


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text("utf-8").splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()


def _system() -> str:
    name: str = platform.freedesktop_os_release().get("PRETTY_NAME", platform.system())
    release = Path("/etc/debian_version")
    return f"{name} ({release.read_text('utf-8').strip()})" if release.exists() else name
