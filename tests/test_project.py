"""The project keeps its own promises: commands, pins, lint, types, and nothing fetched from elsewhere."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def text(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def commands() -> list[str]:
    return re.findall(r"^python3 -m venv .*$", text("README.md"), re.MULTILINE)


def test_the_readme_has_one_command_to_start_and_one_to_test() -> None:
    assert [command.split("&& ")[-1] for command in commands()] == [
        ".venv/bin/streamlit run app.py",
        ".venv/bin/python -m pytest",
    ]


def test_ci_runs_the_command_of_the_readme() -> None:
    assert text(".ci/run").rstrip().splitlines()[-1] == commands()[1]


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_every_dependency_is_pinned_with_its_reason(name: str) -> None:
    lines = [line for line in text(name).splitlines() if line and not line.startswith(("#", "-c"))]
    assert lines
    assert [line for line in lines if not re.fullmatch(r"[\w.-]+(\[\w+\])?==[\w.]+\s+# \S.*", line)] == []


def test_direct_pins_agree_with_the_constraints() -> None:
    pinned = dict(re.findall(r"^([\w.-]+)==([\w.]+)", text("constraints.txt"), re.MULTILINE))
    direct = re.findall(
        r"^([\w.-]+)(?:\[\w+\])?==([\w.]+)",
        text("requirements.txt") + text("requirements-dev.txt"),
        re.MULTILINE,
    )
    assert {name: pinned.get(name) for name, _ in direct} == dict(direct)


def test_every_link_of_the_readmes_leads_somewhere() -> None:
    for name in ("README.md", "CONTRIBUTING.md", "frameworks/README.md", "sample_data/README.md"):
        for target in re.findall(r"\]\(([^)]+)\)", text(name)):
            if not target.startswith("http"):
                assert ((ROOT / name).parent / target).exists(), (name, target)


def test_no_page_names_an_outside_host() -> None:
    served = [*ROOT.glob("selfassess/ui/**/*.*"), ROOT / "app.py", ROOT / ".streamlit/config.toml"]
    named = {
        p.name
        for p in served
        if p.suffix in {".py", ".js", ".css", ".toml"} and "://" in p.read_text("utf-8")
    }
    assert named == set()


def test_ruff_finds_nothing() -> None:
    for arguments in (["check"], ["format", "--check"]):
        done = subprocess.run(
            [sys.executable, "-m", "ruff", *arguments, "."], cwd=ROOT, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stdout


def test_mypy_finds_nothing() -> None:
    done = subprocess.run([sys.executable, "-m", "mypy"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout
