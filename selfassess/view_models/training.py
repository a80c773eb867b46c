"""Training: exercises and vignettes as the pages show them, the big screen and the handout included."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from selfassess.framework.model import Framework
from selfassess.framework.wording import fill
from selfassess.training import Exercise, Sheet, Training, Vignette
from selfassess.view_models.words import count, lower_first

Terms = Mapping[str, str]

LEAD = (
    "For anybody who brings people from different services together: exercises that you can run as they stand, and "
    "short stories to talk about. You need a room, a screen or paper, and no experience of running workshops."
)
ABOUT_VIGNETTES = (
    "Each retells a case from the report's file study in a few sentences of ours, so that nobody can be known. What the "
    "file left out is left out here, too: it is often what there is to talk about."
)
ABOUT_LABELS = {
    "from-centre": "The {{centre}} asks {{social_care}}",
    "to-centre": "{{Social_care}} asks the {{centre}}",
    "known-to-both": "Both know the family",
    "not-named": "No {{centre}} is named",
}
BEFORE_CARDS = (
    "Say that some cards mention violence, harm or loss. Read a card's content note out before you show the card. Anybody "
    "may pass, swap a card or go out for a while, and needs no reason.",
)
BEFORE = (
    "Ask people to talk about services, never about a family that they know. What is said in the "
    "room stays in the room, unless a child may be at risk.",
    "If somebody tells of a child who may be at risk now, the session comes second: act on it at once, as it says at the "
    "foot of this page.",
)
BEFORE_TITLE = "Before you begin"
HANDOUT_TITLE = "To hand out"
HANDOUT_NOTE = "Print this page: what follows comes on sheets of its own, to copy and cut apart."
ALL_INDICATORS = "All indicators"
CONTENT_NOTE = "Content note"


@dataclass(frozen=True)
class Card:
    """A vignette. `content_note` is what stands before its text, "" for nothing."""

    id: str
    heading: str
    where: str
    content_note: str
    text: str
    questions: tuple[str, ...]
    items: str
    source: str


@dataclass(frozen=True)
class ExerciseLine:
    id: str
    title: str
    facts: str
    aim: str


@dataclass(frozen=True)
class StepWords:
    """`place` counts from 1. `clock`: from which minute of the exercise to which."""

    place: int
    title: str
    minutes: str
    clock: str
    do: str
    say: str
    cards: tuple[Card, ...]


@dataclass(frozen=True)
class SheetWords:
    title: str
    text: str
    lines: int


@dataclass(frozen=True)
class ExerciseWords:
    id: str
    title: str
    facts: str
    aim: str
    items: str
    needs: tuple[str, ...]
    before: tuple[str, ...]
    """What to say and know before it begins."""
    steps: tuple[StepWords, ...]
    questions: tuple[str, ...]
    watch_for: tuple[str, ...]
    cards: tuple[Card, ...]
    sheets: tuple[SheetWords, ...]

    def step(self, asked: str) -> StepWords | None:
        """The step that an address names by its number; None for none and for what is no step."""
        return next((step for step in self.steps if str(step.place) == asked), None)


@dataclass(frozen=True)
class Shelf:
    """What the training page lists: everything, or what belongs to one indicator."""

    exercises: tuple[ExerciseLine, ...]
    exercises_title: str
    cards: tuple[Card, ...]
    cards_title: str
    no_cards: str
    """Why there is no vignette, "" where there is one."""


def make_shelf(training: Training, framework: Framework, terms: Terms, indicator: str = "") -> Shelf:
    """The exercises and vignettes on one indicator; on all of them for "" and for an unknown one."""
    known = {each.id: {item.id for item in each.items} for each in framework.indicators}
    wanted = known.get(indicator)
    made = [each for each in training.exercises if wanted is None or wanted & set(each.items)]
    told = [each for each in training.vignettes if wanted is None or wanted & set(each.items)]
    short = "" if wanted is None else f" on “{framework.indicator(indicator).short_title}”"
    nothing = (
        "The case files of the report show nothing of this: it happens among managers, or in training rooms, and no file "
        "tells of it. The exercises above do."
    )
    return Shelf(
        exercises=tuple(_line(each, terms) for each in made),
        exercises_title=f"{count(len(made), 'exercise')}{short}",
        cards=tuple(make_card(each, framework, terms) for each in told),
        cards_title=f"{count(len(told), 'vignette')}{short}" if told else f"No vignettes{short}",
        no_cards="" if told else nothing,
    )


def indicator_choices(framework: Framework) -> dict[str, str]:
    """What the list can be narrowed to, with all of it first."""
    return {"": ALL_INDICATORS} | {each.id: f"{each.id} {each.short_title}" for each in framework.indicators}


def make_card(vignette: Vignette, framework: Framework, terms: Terms) -> Card:
    note = vignette.content_note.rstrip(".")
    return Card(
        id=vignette.id,
        heading=f"{vignette.number} {vignette.title}",
        where=f"{vignette.authority} · {fill(ABOUT_LABELS[vignette.about], terms)}",
        content_note=f"{CONTENT_NOTE}: {lower_first(note)}" if note else "",
        text=fill(vignette.text, terms),
        questions=_filled(vignette.questions, terms),
        items=_name_items(framework, vignette.items),
        source=vignette.source,
    )


def make_exercise(training: Training, exercise_id: str, framework: Framework, terms: Terms) -> ExerciseWords:
    """One exercise with all it needs. Raises NotFound."""
    exercise = training.exercise(exercise_id)
    cards = {each: make_card(training.vignette(each), framework, terms) for each in exercise.vignettes}
    line = _line(exercise, terms)
    return ExerciseWords(
        id=exercise.id,
        title=line.title,
        facts=line.facts,
        aim=line.aim,
        items=_name_items(framework, exercise.items),
        needs=_filled(exercise.needs, terms),
        before=(BEFORE_CARDS if any(card.content_note for card in cards.values()) else ()) + BEFORE,
        steps=_steps(exercise, cards, terms),
        questions=_filled(exercise.questions, terms),
        watch_for=_filled(exercise.watch_for, terms),
        cards=tuple(cards.values()),
        sheets=tuple(_sheet(sheet, terms) for sheet in exercise.sheets),
    )


def _steps(exercise: Exercise, cards: Mapping[str, Card], terms: Terms) -> tuple[StepWords, ...]:
    ends = list(accumulate(step.minutes for step in exercise.steps))
    return tuple(
        StepWords(
            place=place,
            title=fill(step.title, terms),
            minutes=count(step.minutes, "minute"),
            clock=f"{end - step.minutes} to {end}",
            do=fill(step.do, terms),
            say=fill(step.say, terms),
            cards=tuple(cards[each] for each in step.show),
        )
        for place, (step, end) in enumerate(zip(exercise.steps, ends, strict=True), start=1)
    )


def _line(exercise: Exercise, terms: Terms) -> ExerciseLine:
    whom = fill(exercise.for_whom, terms)
    return ExerciseLine(
        exercise.id,
        fill(exercise.title, terms),
        f"{count(exercise.minutes, 'minute')} · {whom}",
        fill(exercise.aim, terms),
    )


def _sheet(sheet: Sheet, terms: Terms) -> SheetWords:
    return SheetWords(fill(sheet.title, terms), fill(sheet.text, terms), sheet.lines)


def _filled(texts: Iterable[str], terms: Terms) -> tuple[str, ...]:
    return tuple(fill(text, terms) for text in texts)


def _name_items(framework: Framework, items: Sequence[str]) -> str:
    return ", ".join(f"{item} {framework.item(item).short_title}" for item in items)
