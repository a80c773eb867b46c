"""Holds the code to its layout: imports run one way, and each outside thing has one door."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "selfassess"

MAY_IMPORT: dict[str, set[str]] = {
    "errors": set(),
    "settings": set(),
    "look": set(),
    "plain_text": set(),
    "framework": {"errors", "plain_text"},
    "answers": {"framework"},
    "scoring": {"framework", "answers", "errors"},
    "disclosure": {"framework", "answers", "errors", "scoring"},
    "comparison": {"framework", "answers", "errors", "scoring"},
    "agenda": {"framework", "answers", "errors", "scoring"},
    "calibration": {"framework", "answers", "errors", "scoring"},
    "training": {"framework", "errors", "plain_text"},
    "store": {"errors"},
    "exchange": {"framework", "answers", "errors", "plain_text", "look"},
    "service": {
        *("framework", "answers", "errors", "plain_text", "scoring", "disclosure", "comparison", "agenda"),
        *("store", "exchange", "calibration"),
    },
    "charts": {"look", "plain_text"},
    "view_models": {
        *("framework", "answers", "errors", "scoring", "disclosure", "comparison", "agenda"),
        *("service", "charts", "calibration", "training", "plain_text"),
    },
    "reports": {
        *("framework", "answers", "errors", "scoring", "look", "plain_text", "exchange", "charts"),
        "view_models",
    },
    "cli": {
        "framework",
        "answers",
        "errors",
        "settings",
        "scoring",
        "store",
        "exchange",
        "service",
        "view_models",
        "plain_text",
        "training",
        "reports",
    },
    "ui": {
        *("framework", "answers", "errors", "settings", "look", "plain_text", "scoring", "store", "exchange"),
        *("disclosure", "comparison", "agenda", "service", "charts", "view_models"),
        *("calibration", "training", "reports"),
    },
    "__main__": {"cli"},
    "__init__": set(),
}
"""part of the package -> the parts it may import, besides itself"""


def modules() -> list[Path]:
    found = sorted(PACKAGE.rglob("*.py"))
    assert len(found) > 30
    return found


def part_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(path: Path) -> set[str]:
    """The dotted names of everything a file imports, wherever in the file."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_run_one_way(path: Path) -> None:
    part = part_of(path)
    used = {name.split(".")[1] for name in imports(path) if name.startswith("selfassess.")}
    used = {name for name in used if name in MAY_IMPORT}
    assert used - {part} - MAY_IMPORT[part] == set()


def test_every_part_of_the_package_has_its_rule() -> None:
    assert {part_of(path) for path in modules()} == set(MAY_IMPORT)


def test_only_the_ui_imports_streamlit() -> None:
    users = {
        part_of(path) for path in modules() if any(n.split(".")[0] == "streamlit" for n in imports(path))
    }
    assert users == {"ui"}


def test_only_settings_reads_the_environment() -> None:
    readers = [
        path.name
        for path in modules()
        if "environ" in path.read_text("utf-8") or "getenv" in path.read_text("utf-8")
    ]
    assert readers == ["settings.py"]


def test_files_stay_short() -> None:
    long = {
        str(path.relative_to(ROOT)): n
        for path in modules()
        if (n := len(path.read_text("utf-8").splitlines())) > 400
    }
    assert long == {}
