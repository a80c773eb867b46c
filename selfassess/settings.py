"""The only reader of the environment."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

PROJECT_FOLDER = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Settings:
    """Where things are kept.

    `database_url` is a SQLAlchemy URL; the default is an SQLite file in `data/` beside the app.
    """

    database_url: str
    data_folder: Path
    frameworks_folder: Path
    sample_folder: Path


def read_settings() -> Settings:
    """Settings from the environment, with defaults that work on a fresh machine."""
    data_folder = PROJECT_FOLDER / "data"
    url = os.environ.get("SELFASSESS_DATABASE_URL", "").strip()
    return Settings(
        database_url=url or f"sqlite:///{data_folder / 'selfassess.db'}",
        data_folder=data_folder,
        frameworks_folder=PROJECT_FOLDER / "frameworks",
        sample_folder=PROJECT_FOLDER / "sample_data",
    )
