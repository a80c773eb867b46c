"""The only reader of the environment."""

from __future__ import annotations

import os
import re
import secrets
from dataclasses import dataclass, field
from pathlib import Path

PROJECT_FOLDER = Path(__file__).resolve().parent.parent

_OWNER_KEY = re.compile(r"[A-Za-z0-9_-]{24,64}")
_KEY_OF_THIS_PROCESS = secrets.token_urlsafe(24)

OWNER_KEY_PROBLEM = "SELFASSESS_OWNER_KEY can't be used: give it 24 to 64 letters, digits, “-” or “_”, and start the app again."


@dataclass(frozen=True)
class Settings:
    """Where things are kept, and what opens everything.

    `database_url` is a SQLAlchemy URL; the default is an SQLite file in `data/` beside the app. `owner_key` is the
    secret of the owner's start-up link: SELFASSESS_OWNER_KEY, else made at random when the process starts; "" when
    the one that is set can't be used, which `owner_key_problem` then says.
    """

    database_url: str
    data_folder: Path
    frameworks_folder: Path
    sample_folder: Path
    owner_key: str = field(default="", repr=False)
    owner_key_is_set: bool = False
    owner_key_problem: str = ""


def read_settings() -> Settings:
    """Settings from the environment, with defaults that work on a fresh machine."""
    data_folder = PROJECT_FOLDER / "data"
    url = os.environ.get("SELFASSESS_DATABASE_URL", "").strip()
    key = os.environ.get("SELFASSESS_OWNER_KEY", "").strip()
    usable = not key or _OWNER_KEY.fullmatch(key) is not None
    return Settings(
        database_url=url or f"sqlite:///{data_folder / 'selfassess.db'}",
        data_folder=data_folder,
        frameworks_folder=PROJECT_FOLDER / "frameworks",
        sample_folder=PROJECT_FOLDER / "sample_data",
        owner_key=(key or _KEY_OF_THIS_PROCESS) if usable else "",
        owner_key_is_set=bool(key),
        owner_key_problem="" if usable else OWNER_KEY_PROBLEM,
    )
