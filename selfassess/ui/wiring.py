"""What the pages need, opened once per process: settings, frameworks, the store behind its service."""

from __future__ import annotations

import gc
from pathlib import Path

import streamlit as st

from selfassess.answers import to_frame
from selfassess.errors import BadFile, SelfAssessError
from selfassess.framework.files import find_frameworks, framework_source, read_framework
from selfassess.framework.model import Framework, series
from selfassess.scoring import Scores, score
from selfassess.service.actor import LOCAL_OWNER, Actor
from selfassess.service.assessments import AssessmentService
from selfassess.service.transfer import TransferService
from selfassess.service.worked_example import WorkedExample, read_worked_example
from selfassess.settings import read_settings
from selfassess.store.store import open_store


def actor() -> Actor:
    """Who is at the screen: the one owner, until there is sign-in."""
    return LOCAL_OWNER


def frameworks() -> dict[str, Framework]:
    """Every readable framework by "id@version". Raises when there is none; a broken one is left out,
    and `broken_frameworks` says so."""
    good = _frameworks(str(read_settings().frameworks_folder))[0]
    if not good:
        raise SelfAssessError(
            "No framework can be read, so there is nothing to ask. Run “python -m selfassess validate "
            "frameworks/*.yaml” to see each problem."
        )
    return good


def known_frameworks() -> list[Framework]:
    """The readable frameworks; an empty list when there is none."""
    return list(_frameworks(str(read_settings().frameworks_folder))[0].values())


def broken_frameworks() -> list[str]:
    """One sentence for each framework file that was left out."""
    return _frameworks(str(read_settings().frameworks_folder))[1]


def service() -> AssessmentService:
    """The use cases of assessments over the store of the current settings."""
    return _open()[0]


def transfer() -> TransferService:
    """The use cases of files over the same store."""
    return _open()[1]


def _open() -> tuple[AssessmentService, TransferService]:
    frameworks()
    settings = read_settings()
    return _services(settings.database_url, str(settings.frameworks_folder))


@st.cache_resource(show_spinner=False)
def _frameworks(folder: str) -> tuple[dict[str, Framework], list[str]]:
    good: dict[str, Framework] = {}
    broken: list[str] = []
    for path in sorted(Path(folder).glob("*.yaml")):
        try:
            framework = read_framework(path)
            good[framework.key] = framework
        except BadFile as error:
            many = len(error.problems)
            broken.append(
                f"The framework file {path.name} can't be used: {many} problem{'s' if many > 1 else ''}. "
                f"Run “python -m selfassess validate frameworks/{path.name}” to see each."
            )
    return good, broken


@st.cache_resource(show_spinner=False)
def _services(url: str, folder: str) -> tuple[AssessmentService, TransferService]:
    paths = find_frameworks(Path(folder))

    def sources(key: str) -> dict[str, str]:
        return framework_source(paths[key])

    store = open_store(url)
    made = AssessmentService(store, _frameworks(folder)[0], sources), TransferService(store, sources)
    # Everything long-lived is loaded by now. Freezing it keeps Streamlit's collection after each run short.
    gc.collect()
    gc.freeze()
    return made


WORKED_EXAMPLE_FRAMEWORK = "safeguarding-2007@1.0.0"
"""The framework the sample was rated under; a later patch of it has the same meaning."""


def worked_example() -> tuple[Framework, WorkedExample, Scores]:
    """The four authorities with their scores, straight from the sample folder: no store is needed."""
    settings = read_settings()
    same = [each for key, each in frameworks().items() if series(key) == series(WORKED_EXAMPLE_FRAMEWORK)]
    framework = same[-1] if same else None
    if framework is None:
        raise SelfAssessError(
            f"The worked example needs the framework {WORKED_EXAMPLE_FRAMEWORK}, which is not there."
        )
    example, scores = _worked_example(str(settings.sample_folder), framework)
    return framework, example, scores


@st.cache_resource(show_spinner=False)
def _worked_example(folder: str, _framework: Framework) -> tuple[WorkedExample, Scores]:
    example = read_worked_example(Path(folder), _framework)
    return example, score(_framework, to_frame(example.answers))
