"""The store as commands use it, and the framework they mean when they name none."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from selfassess.errors import SelfAssessError
from selfassess.framework.files import find_frameworks, framework_source
from selfassess.settings import Settings

if TYPE_CHECKING:
    from selfassess.service.transfer import TransferService
    from selfassess.store import AssessmentStore


@contextmanager
def opened(
    settings: Settings, framework_path: Path | None = None
) -> Iterator[tuple[AssessmentStore, TransferService]]:
    """The store and the use cases of files over it, until the command is done.

    The store's copy of a framework is made from the files at `framework_path`.
    """
    from selfassess.service.transfer import TransferService
    from selfassess.store.store import open_store

    store = open_store(settings.database_url)
    try:
        source = framework_source(framework_path) if framework_path else {}
        yield store, TransferService(store, lambda key: source)
    finally:
        store.close()


def only_framework(settings: Settings) -> str:
    """The id of the one framework there is. Raises SelfAssessError where it has to be said which."""
    found = find_frameworks(settings.frameworks_folder)
    ids = {key.partition("@")[0] for key in found}
    if len(ids) == 1:
        return ids.pop()
    raise SelfAssessError(f"Say which framework is meant, with --framework: {', '.join(found)}.")
