"""Rules for every test: under CI nothing may be skipped, and what a machine lacks is said loudly."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from app_cases import Desk, Screen
from store_cases import empty_database, url_of

CI = os.environ.get("CI", "").lower() in ("1", "true")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    """Under CI a skipped test is a failed one."""
    report = yield
    if CI and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"Skipped, which CI does not allow: {report.longrepr}"
    return report


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """A skipped browser test is easily overlooked among the dots."""
    skipped = [report for report in terminalreporter.stats.get("skipped", []) if "browser" in report.keywords]
    if skipped:
        why = str(skipped[0].longrepr[-1] if isinstance(skipped[0].longrepr, tuple) else skipped[0].longrepr)
        terminalreporter.section("browser tests did not run", sep="!", red=True, bold=True)
        terminalreporter.line(f"{len(skipped)} tests. {why.removeprefix('Skipped: ')}", red=True)


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """A store of this test's own, which the app in this process opens too."""
    data = tmp_path / "data"
    data.mkdir()
    (data / "answers.db").write_bytes(empty_database())
    monkeypatch.setenv("SELFASSESS_DATABASE_URL", url_of(data))
    with Desk.at(url_of(data)) as desk:
        yield desk


@pytest.fixture
def screen(desk: Desk) -> Screen:
    """The app without a browser, over the same store as `desk`."""
    return Screen.of_the_app()
