"""What the pages need, opened once per process: settings, frameworks, the store behind its service."""

from __future__ import annotations

import gc
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import streamlit as st

from selfassess.answers import to_frame
from selfassess.errors import BadFile, SelfAssessError
from selfassess.framework.files import find_frameworks, framework_source, read_framework
from selfassess.framework.model import Framework, series
from selfassess.scoring import Scores, score
from selfassess.service.actor import LOCAL_OWNER, Actor
from selfassess.service.agreeing import Agreeing
from selfassess.service.assessments import AssessmentService
from selfassess.service.comparing import Comparing
from selfassess.service.rounds import RoundService
from selfassess.service.transfer import TransferService
from selfassess.service.visits import Visit, Visits
from selfassess.service.worked_example import WorkedExample, read_worked_example
from selfassess.settings import read_settings
from selfassess.store.store import open_store


def actor() -> Actor:
    """On whose behalf this session acts: a link's visitor, the owner of the app, or nobody in particular."""
    return _door().actor()


def is_owner() -> bool:
    """Whether the owner of the app is at the screen."""
    return actor() == LOCAL_OWNER


def visit() -> Visit | None:
    """The visit of somebody who came by a link, None for everybody else."""
    return _door().visit()


def _door() -> ModuleType:
    from selfassess.ui import visit as door  # who is at the door asks the services here

    return door


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
    return _open().assessments


def transfer() -> TransferService:
    """The use cases of files over the same store."""
    return _open().transfer


def comparing() -> Comparing:
    """The use cases of comparison over the same store."""
    return _open().comparing


def agreeing() -> Agreeing:
    """The use cases of agreed ratings over the same store."""
    return _open().agreeing


def visits() -> Visits:
    """The use cases of links over the same store."""
    return _open().visits


def rounds() -> RoundService:
    """The use cases of rounds over the same store."""
    return _open().rounds


@dataclass(frozen=True)
class _Services:
    assessments: AssessmentService
    transfer: TransferService
    visits: Visits
    rounds: RoundService
    comparing: Comparing
    agreeing: Agreeing


def _open() -> _Services:
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
def _services(url: str, folder: str) -> _Services:
    paths = find_frameworks(Path(folder))
    known = _frameworks(folder)[0]

    def sources(key: str) -> dict[str, str]:
        return framework_source(paths[key])

    store = open_store(url)
    made = _Services(
        assessments=AssessmentService(store, known, sources),
        transfer=TransferService(store, sources),
        visits=Visits(store, known),
        rounds=RoundService(store, known, sources),
        comparing=Comparing(store, known),
        agreeing=Agreeing(store, known),
    )
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
