"""The store's copies of frameworks, and which versions ask the same questions."""

from __future__ import annotations

from collections.abc import Mapping

from selfassess.errors import Conflict, FrameworkError, NotFound
from selfassess.framework.files import SOURCE_NAME, parse_framework
from selfassess.framework.model import Framework, series
from selfassess.store import AssessmentStore
from selfassess.store.records import FrameworkVersionRecord, RoundRecord


def keep_copy(store: AssessmentStore, framework: Framework, files: Mapping[str, str]) -> None:
    """Has the store keep a framework's files; a copy of the same version that it has already stays.

    Comments, spacing and the order of keys may differ from that copy. Raises Conflict when anything that
    the framework says does.
    """
    check_copy(framework, files, store.keep_framework(framework.id, framework.version, files))


def check_copy(framework: Framework, files: Mapping[str, str], kept: FrameworkVersionRecord) -> None:
    """Raises Conflict when the kept copy of a framework's version says anything else than its files do."""
    if kept.files == files:
        return
    try:
        same = read_copy(kept) == framework
    except (FrameworkError, NotFound):
        same = False
    if not same:
        raise Conflict(
            f"The questions of {framework.id} {framework.version} were changed: the file was changed without "
            "a new version number, so nothing new can be begun. What is open carries on. Tell whoever looks "
            "after this tool: put the old file back, or give the changed one a new number."
        )


def read_copy(kept: FrameworkVersionRecord) -> Framework:
    """The framework in a kept copy. Raises NotFound when it lacks its main file, else FrameworkError."""
    if SOURCE_NAME not in kept.files:
        raise NotFound(
            f"The framework {kept.framework_id}@{kept.version} of this assessment is missing. "
            "Put its file back."
        )
    extra = {name: text for name, text in kept.files.items() if name != SOURCE_NAME}
    return parse_framework(kept.files[SOURCE_NAME], SOURCE_NAME, extra)


def asks_the_same(framework: Framework, version: str) -> bool:
    """Whether answers under another version of the framework are answers to the same questions."""
    return series(framework.version) == series(version)


def check_round(framework: Framework, round_: RoundRecord) -> None:
    """Raises Conflict when a round's answers are given to other questions than the framework's."""
    if asks_the_same(framework, round_.framework_version):
        return
    which = f"The round “{round_.name}”" if round_.name else "What has no round's name here"
    raise Conflict(
        f"{which} answers version {round_.framework_version} of these questions, and this is version "
        f"{framework.version}. Give this round another name, or choose version {round_.framework_version}."
    )
