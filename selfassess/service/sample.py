"""Loads the sample data into the store, once."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from selfassess.errors import SelfAssessError
from selfassess.exchange.answers_files import read_answers
from selfassess.framework.model import Framework
from selfassess.service.actor import SAMPLE_OWNER
from selfassess.service.transfer import Imported, TransferService
from selfassess.store.records import Origin
from selfassess.store.store import AssessmentStore

FOUR_AUTHORITIES = "four-authorities.csv"
EIGHT_PROGRAMMES = "eight-programmes.csv"
SAMPLES: tuple[tuple[str, Origin], ...] = (
    (FOUR_AUTHORITIES, "worked-example"),
    (EIGHT_PROGRAMMES, "illustrative"),
)
"""Each file of answers in the sample folder, and what its answers are."""

FRAMEWORK_ID = "safeguarding-2007"
"""The framework that the sample answers are given under."""

PROFILES = "profiles.yaml"


def load_samples(
    store: AssessmentStore, transfer: TransferService, framework: Framework, folder: Path
) -> dict[str, Imported | None]:
    """What each file brought in, by its name; None for one that is in the store already.

    Both belong to SAMPLE_OWNER: everyone may read them, and nobody changes them. All in one transaction.
    """
    result: dict[str, Imported | None] = {name: None for name, _ in SAMPLES}
    profiles = _read_profiles(folder / PROFILES)
    # Read first: whoever answers meanwhile waits for the transaction, but not for the reading.
    files = {
        (name, origin): read_answers(folder / name, framework)
        for name, origin in SAMPLES
        if not store.examples(origin)
    }
    with store.transaction():
        for (name, origin), answers in files.items():
            if store.examples(origin):
                continue  # another process was quicker
            result[name] = transfer.import_answers(
                SAMPLE_OWNER,
                framework,
                answers,
                name,
                create=True,
                confirm_notes=True,  # read before they were published
                origin=origin,
                profiles=profiles,
            )
    return result


def _read_profiles(path: Path) -> dict[str, Mapping[str, Any]]:
    """The subjects' profiles by name; none where the file is missing."""
    if not path.exists():
        return {}
    try:
        document = yaml.safe_load(path.read_text(encoding="utf-8"))
        return {profile["subject"]: profile for profile in document["profiles"]}
    except (OSError, yaml.YAMLError, KeyError, TypeError, UnicodeDecodeError) as error:
        raise SelfAssessError(f"The sample file {path.name} can't be read. Put back the original.") from error
