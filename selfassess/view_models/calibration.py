"""Calibration in words: how a room's readings agree, with one another and with ours, and what that means."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from selfassess.answers import Answer
from selfassess.framework.model import Framework
from selfassess.service.workshop_views import CalibrationResult, OwnCalibration
from selfassess.view_models.detail import Chart
from selfassess.view_models.words import BASIS_LABELS, count, level_in_words

FIRM, TENTATIVE = 0.8, 0.667
"""Krippendorff's own limits for conclusions that are to be relied on, and for tentative ones."""

WHAT_ALPHA_IS = (
    "Krippendorff's alpha says how far ratings agree beyond what chance would bring: 1 is the same level every time, 0 "
    "is no better than drawing levels out of a hat, below 0 is worse than that. A rating two levels away weighs four "
    "times as much as one a single level away."
)
FEW_ITEMS = (
    "It rests on few ratings here: one vote more or less can move it a long way, and it can't tell a careless rater from "
    "one who knows something. Read it as a reason to talk, never as a mark for anybody."
)
NO_ALPHA = (
    "It can't be worked out: it needs at least two sub-indicators rated, and levels that aren't all the same."
)
OURS = "Our reading isn't the right answer. It is one careful reading of the report, and the room may see more in it."

BINS: tuple[tuple[float, float, str], ...] = (
    (-float("inf"), 0.0, "below 0"),
    (0.0, 1 / 3, "0 to 0.33"),
    (1 / 3, TENTATIVE, "0.33 to 0.67"),
    (TENTATIVE, FIRM, "0.67 to 0.8"),
    (FIRM, float("inf"), "0.8 or more"),
)
"""From (inclusive), to (exclusive), and how the stretch is written."""


@dataclass(frozen=True)
class OurReading:
    """Our rating of the worked example on one sub-indicator. `level` is None where the report gives no evidence."""

    level: float | None
    words: str
    basis: str
    evidence: str
    source: str


@dataclass(frozen=True)
class CalibrationWords:
    """How the room did. `raters`: each rater's agreement with our reading as bars, None where it isn't shown."""

    title: str
    room: str
    meaning: str
    reading: str
    raters: Chart | None
    notes: tuple[str, ...]


def readings_on(answers: Sequence[Answer], authority: str) -> dict[str, Answer]:
    """The worked example's ratings of one authority, by item."""
    return {answer.item: answer for answer in answers if answer.subject == authority}


def levels_read(readings: Mapping[str, Answer]) -> dict[str, float]:
    """Our level by item, without those on which the report says nothing."""
    return {item: answer.value for item, answer in readings.items() if answer.value is not None}


def make_reading(framework: Framework, lens: str, answer: Answer, terms: Mapping[str, str]) -> OurReading:
    evidence, source = split_source(answer.evidence)
    words = "We found nothing in the report to rate this by."
    if answer.value is not None:
        words = level_in_words(framework, framework.item(answer.item), lens, answer.value, terms)
    return OurReading(answer.value, words, BASIS_LABELS.get(answer.basis or "", ""), evidence, source)


def split_source(evidence: str) -> tuple[str, str]:
    """What the worked example says of a place, and where the report says so."""
    text, mark, source = evidence.rpartition("Source: ")
    return (text.strip(), source.strip()) if mark else (evidence, "")


def suggest_items(framework: Framework, lens: str, readings: Mapping[str, Answer], most: int) -> list[str]:
    """Sub-indicators to rate from the report: of each indicator the first that it speaks of directly, or else of any
    kind, in the framework's order and at most so many."""
    chosen = []
    for indicator in framework.indicators_in(lens):
        read = [
            item.id for item in indicator.items if item.id in readings and readings[item.id].value is not None
        ]
        direct = [item for item in read if readings[item].basis == "direct"]
        chosen += (direct or read)[:1]
    return chosen[:most]


def make_calibration(found: CalibrationResult, threshold: int) -> CalibrationWords:
    """The end of a calibration, for the room."""
    items = count(len(found.items), "sub-indicator")
    if not found.items:
        title = f"No vote of {threshold} phones or more was revealed, so there is nothing to compare"
        return CalibrationWords(title, "", "", "", None, ())
    if found.withheld:
        title = f"Fewer than {threshold} people rated, so nothing is shown"
        return CalibrationWords(title, "", "", "", None, ())
    return CalibrationWords(
        title=_title(found),
        room=_say_room(found),
        meaning=f"{WHAT_ALPHA_IS} {FEW_ITEMS}",
        reading=OURS,
        raters=_raters(found) if found.with_reading else None,
        notes=(
            f"Over {items} and {count(found.raters, 'phone')}. Each person's first vote counts: later ones come after "
            "people have seen one another's.",
        ),
    )


def _title(found: CalibrationResult) -> str:
    """ "34 of 60 ratings are our level; 52 are within one level of it"."""
    verb = "is" if found.same == 1 else "are"
    return (
        f"{found.same} of {count(found.rated, 'rating')} {verb} the level we read; "
        f"{found.within_one} within one level of it"
    )


def _say_room(found: CalibrationResult) -> str:
    if found.room is None:
        return f"How far people agree with one another: {NO_ALPHA[0].lower()}{NO_ALPHA[1:]}"
    return f"People agree with one another at {say_alpha(found.room)}"


def say_alpha(alpha: float) -> str:
    """ "alpha 0.71: enough for a tentative conclusion." """
    return f"alpha {alpha:.2f}: {_grade(alpha)}."


def _grade(alpha: float) -> str:
    if alpha >= FIRM:
        return "ratings that a study would rely on"
    if alpha >= TENTATIVE:
        return "enough for a tentative conclusion, in a study"
    if alpha > 0:
        return (
            "nearer than chance, and too far apart to rely on. Talk about what each of you read in the levels"
        )
    return "no nearer than chance would bring. Talk about what each of you read in the levels"


def _raters(found: CalibrationResult) -> Chart:
    """How many raters agree with our reading how far."""
    numbers = [sum(low <= alpha < high for alpha in found.with_reading) for low, high, _ in BINS]
    rows = [(words, str(number)) for (_, _, words), number in zip(BINS, numbers, strict=True)]
    if found.unmeasured:
        rows.append(("Can't be worked out", str(found.unmeasured)))
    near = numbers[-1] + numbers[-2]
    title = f"{near} of {count(len(found.with_reading), 'rater')} agree with our reading at {TENTATIVE:.2f} or more"
    records = [{"text": words, "count": int(number)} for words, number in rows]
    alt = f"{title}. " + "; ".join(f"{words}: {number}" for words, number in rows) + "."
    return Chart(title, alt, pd.DataFrame(records), ("Alpha with our reading", "Raters"), tuple(rows))


def say_own(own: OwnCalibration) -> tuple[str, ...]:
    """One's own figures, on one's own phone alone."""
    if not own.rated:
        return ("You haven't rated anything that is revealed yet.",)
    sentences = [
        f"You rated {own.rated} of {own.items} revealed: {own.same} at the level we read, "
        f"{own.within_one - own.same} one level away."
    ]
    if own.alpha is None and own.rated > 1:
        sentences.append(f"Your agreement with our reading: {NO_ALPHA[0].lower()}{NO_ALPHA[1:]}")
    if own.alpha is not None:
        sentences.append(f"Your agreement with our reading is {say_alpha(own.alpha)}")
        sentences.append(WHAT_ALPHA_IS)
        sentences.append(FEW_ITEMS)
    sentences.append(OURS)
    return tuple(sentences)
