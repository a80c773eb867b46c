"""Training material: the report's case studies retold as vignettes, and exercises built on them.

Two YAML files in one folder. They are read as strictly as framework files, and refused whole with every problem.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal, TypeVar

from pydantic import BaseModel, Field

from selfassess.errors import FrameworkError, NotFound, Problem, TrainingError, listing, suggest
from selfassess.framework.document import Document
from selfassess.framework.document import Path as KeyPath
from selfassess.framework.model import Framework, Id, Part, ShortText, Text
from selfassess.framework.reading import load_document
from selfassess.framework.shape import check_shape
from selfassess.framework.wording import placeholders

VIGNETTES, EXERCISES = "vignettes.yaml", "exercises.yaml"
MOST_WORDS = 90
"""How long a vignette may be: it is read aloud, or from a card, in half a minute."""

MISSING = "What is missing"
"""How the question begins that every vignette asks: what a file leaves out is what rooms learn most from."""

About = Literal["from-centre", "to-centre", "known-to-both", "not-named"]
"""Who asks whom: the centre asks social care, social care asks the centre, both know the family, no centre is named."""

_NUMBER = r"(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen)"
_AGE = re.compile(
    rf"\b{_NUMBER}[- ](?:and a half[- ])?(?:year|month|week|day)s?[- ]old\b|\b(?:aged|age of)\b|\d",
    re.IGNORECASE,
)
Minutes = Annotated[int, Field(strict=True, ge=1, le=240)]
Model = TypeVar("Model", bound=BaseModel)


class Vignette(Part):
    """One case study, retold so that nobody can be known."""

    id: Id
    number: Annotated[int, Field(strict=True, ge=1)] = Field(
        description="The case study's number in the report."
    )
    authority: ShortText = Field(
        description="The authority it comes from, under the report's own cover name."
    )
    title: ShortText
    about: About
    text: Text
    items: tuple[Id, ...] = Field(min_length=1, description="Sub-indicators that it throws light on.")
    questions: tuple[Text, ...] = Field(min_length=2, max_length=4)
    content_note: str = Field(
        default="", max_length=120, description="What to say before it is shown, if anything."
    )
    source: Text


class Step(Part):
    """One step of an exercise: what whoever runs it does, and what they say to the room."""

    title: ShortText
    minutes: Minutes
    do: Text
    say: Text = Field(description="Read out, and shown large on the screen.")
    show: tuple[Id, ...] = Field(default=(), description="Vignettes that stand on the screen with it.")


class Sheet(Part):
    """One piece of paper to hand out, with lines to write on where there are any."""

    title: ShortText
    text: Text
    lines: Annotated[int, Field(strict=True, ge=0, le=20)] = 0


class Exercise(Part):
    """One exercise that somebody can run who has never run a workshop."""

    id: Id
    title: ShortText
    minutes: Minutes
    for_whom: Text
    aim: Text
    needs: tuple[Text, ...] = Field(min_length=1)
    vignettes: tuple[Id, ...] = ()
    items: tuple[Id, ...] = Field(min_length=1)
    steps: tuple[Step, ...] = Field(min_length=2)
    sheets: tuple[Sheet, ...] = ()
    questions: tuple[Text, ...] = Field(min_length=2)
    watch_for: tuple[Text, ...] = Field(min_length=1)


class VignetteFile(Part):
    source: Text
    vignettes: tuple[Vignette, ...] = Field(min_length=1)


class ExerciseFile(Part):
    exercises: tuple[Exercise, ...] = Field(min_length=1)


@dataclass(frozen=True)
class Training:
    """`source` says what the vignettes are retold from. Both kinds stand in the files' order."""

    source: str
    vignettes: tuple[Vignette, ...]
    exercises: tuple[Exercise, ...]

    def vignette(self, vignette_id: str) -> Vignette:
        return next(each for each in self.vignettes if each.id == vignette_id)

    def exercise(self, exercise_id: str) -> Exercise:
        """Raises NotFound: ids of exercises stand in addresses, which people type."""
        for each in self.exercises:
            if each.id == exercise_id:
                return each
        raise NotFound("There is no such exercise. Choose one on the page Training.")


def read_training(folder: Path, framework: Framework) -> Training:
    """The training material in a folder, whose tags are sub-indicators of `framework`.

    Raises TrainingError with every problem of both files.
    """
    return parse_training(_read(folder / VIGNETTES), _read(folder / EXERCISES), framework)


def parse_training(vignettes: str, exercises: str, framework: Framework) -> Training:
    """The training material in the two files' texts. Raises TrainingError with every problem of both."""
    documents: dict[str, Document] = {}
    problems: list[Problem] = []
    for name, text in ((VIGNETTES, vignettes), (EXERCISES, exercises)):
        try:
            documents[name] = load_document(text, name)
        except FrameworkError as error:  # the reading is shared with framework files
            problems += error.problems
    if problems:
        raise TrainingError(problems)
    told, made = documents[VIGNETTES], documents[EXERCISES]
    problems = [*told.problems, *check_shape(told, VignetteFile), *_check_vignettes(told, framework)]
    problems += [*made.problems, *check_shape(made, ExerciseFile), *_check_exercises(made, told, framework)]
    if problems:
        raise TrainingError(problems)
    stories, practice = _validate(VignetteFile, told), _validate(ExerciseFile, made)
    return Training(stories.source, stories.vignettes, practice.exercises)


def _validate(model: type[Model], document: Document) -> Model:
    return model.model_validate(document.data)


def _check_vignettes(document: Document, framework: Framework) -> Iterator[Problem]:
    paths = list(document.entries(("vignettes",)))
    yield from _check_unique(document, paths, "id", document.text)
    yield from _check_unique(document, paths, "number", document.number)
    yield from _check_terms(document, framework)
    for path in paths:
        yield from _check_known(
            document, (*path, "items"), [item.id for item in framework.items], "sub-indicator"
        )
        text = document.text((*path, "text")) or ""
        if (words := len(text.split())) > MOST_WORDS:
            message = f"the vignette has {words} words."
            yield document.problem((*path, "text"), message, f"Tell it in at most {MOST_WORDS}.")
        if found := _AGE.search(text):
            message = f"“{found.group()}” may make somebody recognisable."
            expected = "Leave ages and figures out: “a toddler”, “a young child”, “weeks later”."
            yield document.problem((*path, "text"), message, expected)
        asked = list(_texts(document, (*path, "questions")))
        if asked and len([each for each in asked if each.startswith(MISSING)]) != 1:
            expected = f"Let exactly one question begin with “{MISSING}”, and say what."
            yield document.problem(
                (*path, "questions"), "what is missing is not asked, or asked twice.", expected
            )


def _check_exercises(document: Document, told: Document, framework: Framework) -> Iterator[Problem]:
    paths = list(document.entries(("exercises",)))
    stories = [told.text((*path, "id")) or "" for path in told.entries(("vignettes",))]
    yield from _check_unique(document, paths, "id", document.text)
    yield from _check_terms(document, framework)
    for path in paths:
        yield from _check_known(
            document, (*path, "items"), [item.id for item in framework.items], "sub-indicator"
        )
        yield from _check_known(document, (*path, "vignettes"), stories, "vignette")
        steps = list(document.entries((*path, "steps")))
        handed = list(_texts(document, (*path, "vignettes")))
        for step in steps:
            yield from _check_known(document, (*step, "show"), handed, "vignette of this exercise")
        minutes, total = document.number((*path, "minutes")), 0.0
        for step in steps:
            total += document.number((*step, "minutes")) or 0.0
        if minutes is not None and minutes != total:
            message = f"the steps come to {total:g} minutes."
            yield document.problem((*path, "minutes"), message, f"Write {total:g}, or change the steps.")


def _check_unique(
    document: Document, paths: Iterable[KeyPath], key: str, read: Callable[[KeyPath], object]
) -> Iterator[Problem]:
    seen: Counter[object] = Counter()
    for path in paths:
        value = read((*path, key))
        seen[value] += 1
        if value is not None and seen[value] == 2:
            shown = f"{value:g}" if isinstance(value, float) else value
            message = f"the {key} {shown} stands here a second time."
            yield document.problem((*path, key), message, f"Give each its own {key}.")


def _check_known(document: Document, path: KeyPath, known: Iterable[str], noun: str) -> Iterator[Problem]:
    names = list(known)
    entries = document.get(path)
    for place, name in enumerate(entries if isinstance(entries, list) else ()):
        if isinstance(name, str) and name not in names:
            expected = suggest(name, names).strip() or f"Known here: {listing(names) or 'none'}."
            yield document.problem((*path, place), f"there is no {noun} “{name}”.", expected)


def _check_terms(document: Document, framework: Framework) -> Iterator[Problem]:
    """Every {{term}} must be one that each setting of the vocabulary knows."""
    settings = framework.vocabulary.settings if framework.vocabulary else ()
    known = set.intersection(*(set(each.terms) for each in settings)) if settings else set()
    for path, value in document.scalars():
        for term in placeholders(value) if isinstance(value, str) else ():
            if term not in known:
                expected = suggest(term, sorted(known)).strip() or f"Known here: {listing(sorted(known))}."
                yield document.problem(path, f"the term {{{{{term}}}}} is not known.", expected)


def _texts(document: Document, path: KeyPath) -> Iterator[str]:
    entries = document.get(path)
    yield from (each for each in entries if isinstance(each, str)) if isinstance(entries, list) else ()


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        expected = "Put the folder sample_data back as it was delivered."
        raise TrainingError([Problem(str(path), 0, "", "the file can't be read.", expected)]) from None
