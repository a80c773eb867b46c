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
from selfassess.service.joining import Joining
from selfassess.service.papers import PaperService
from selfassess.service.plans import Plans
from selfassess.service.rounds import RoundService
from selfassess.service.transfer import TransferService
from selfassess.service.visits import Visit, Visits
from selfassess.service.worked_example import WorkedExample, read_worked_example
from selfassess.service.workshop_views import Hosting
from selfassess.service.workshops import Workshops
from selfassess.settings import PROJECT_FOLDER, read_settings
from selfassess.store.store import open_store
from selfassess.training import Training, read_training


def actor() -> Actor:
    """On whose behalf this session acts: a link's visitor, the owner of the app, or nobody in particular."""
    return _door().actor()


def is_owner() -> bool:
    """Whether the owner of the app is at the screen."""
    return actor() == LOCAL_OWNER


def visit() -> Visit | None:
    """The visit of somebody who came by a link, None for everybody else."""
    return _door().visit()


def hosting() -> Hosting | None:
    """The workshop that a facilitator's link takes over, None for everybody else."""
    return _door().hosting()


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


def papers() -> PaperService:
    """The use cases of paper questionnaires over the same store."""
    return _open().papers


def comparing() -> Comparing:
    """The use cases of comparison over the same store."""
    return _open().comparing


def agreeing() -> Agreeing:
    """The use cases of agreed ratings over the same store."""
    return _open().agreeing


def plans() -> Plans:
    """The use cases of the plan over the same store."""
    return _open().plans


def visits() -> Visits:
    """The use cases of links over the same store."""
    return _open().visits


def rounds() -> RoundService:
    """The use cases of rounds over the same store."""
    return _open().rounds


def workshops() -> Workshops:
    """The use cases of a workshop's facilitator over the same store."""
    return _open().workshops


def joining() -> Joining:
    """The use cases of the people in a workshop's room over the same store."""
    return _open().joining


@dataclass(frozen=True)
class _Services:
    assessments: AssessmentService
    transfer: TransferService
    papers: PaperService
    visits: Visits
    rounds: RoundService
    comparing: Comparing
    agreeing: Agreeing
    plans: Plans
    workshops: Workshops
    joining: Joining


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
    agreeing = Agreeing(store, known)
    made = _Services(
        assessments=AssessmentService(store, known, sources),
        transfer=TransferService(store, sources),
        papers=PaperService(store),
        visits=Visits(store, known),
        rounds=RoundService(store, known, sources),
        comparing=Comparing(store, known),
        agreeing=agreeing,
        plans=Plans(store, known),
        workshops=Workshops(store, known, agreeing, sources),
        joining=Joining(store, known),
    )
    # Everything long-lived is loaded by now. Freezing it keeps Streamlit's collection after each run short.
    gc.collect()
    gc.freeze()
    return made


WORKED_EXAMPLE_FRAMEWORK = "safeguarding-2007@1.0.0"
"""The framework the sample was rated under; a later patch of it has the same meaning."""


def worked_example() -> tuple[Framework, WorkedExample, Scores]:
    """The four authorities with their scores, straight from the sample folder: no store is needed."""
    framework = _framework_of_the_sample()
    example, scores = _worked_example(str(read_settings().sample_folder), framework)
    return framework, example, scores


def training() -> tuple[Framework, Training]:
    """The training material and the framework that its tags belong to, straight from the sample folder, too."""
    framework = _framework_of_the_sample()
    return framework, _training(str(read_settings().sample_folder), framework)


def guide() -> tuple[str, str]:
    """The facilitator's guide: its title, and what follows as Markdown."""
    try:
        text = (PROJECT_FOLDER / "docs" / "facilitators-guide.md").read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SelfAssessError(
            "The facilitator's guide can't be read. Put the folder docs back as it was delivered."
        ) from error
    title, _, body = text.partition("\n")
    return title.removeprefix("# "), body


def _framework_of_the_sample() -> Framework:
    same = [each for key, each in frameworks().items() if series(key) == series(WORKED_EXAMPLE_FRAMEWORK)]
    if not same:
        raise SelfAssessError(
            f"The worked example and the training material need the framework {WORKED_EXAMPLE_FRAMEWORK}, which is "
            "not there."
        )
    return same[-1]


@st.cache_resource(show_spinner=False)
def _worked_example(folder: str, _framework: Framework) -> tuple[WorkedExample, Scores]:
    example = read_worked_example(Path(folder), _framework)
    return example, score(_framework, to_frame(example.answers))


@st.cache_resource(show_spinner=False)
def _training(folder: str, _framework: Framework) -> Training:
    try:
        return read_training(Path(folder) / "training", _framework)
    except BadFile as error:
        many = len(error.problems)
        raise SelfAssessError(
            f"The training material can't be used: {many} problem{'s' if many > 1 else ''}. First: {error.problems[0]}"
        ) from error
