"""What to talk about first: the topics of `selfassess.agenda`, each with its reasons in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from selfassess.agenda import Reason, Topic
from selfassess.framework.model import Framework
from selfassess.framework.wording import fill
from selfassess.view_models.words import count, mean_text

AGENDA_NOTE = (
    "In this order because of how far people differ, where the two ends differ, what has no evidence yet, what has "
    "moved, and what people don't know. The order is a suggestion: begin where the room wants to."
)


@dataclass(frozen=True)
class TopicWords:
    """One thing to talk about. `agreed` says that an agreed rating stands already, "" where none does."""

    place: int
    item: str
    title: str
    question: str
    reasons: tuple[str, ...]
    agreed: str


@dataclass(frozen=True)
class Agenda:
    title: str
    note: str
    topics: tuple[TopicWords, ...]
    more: int
    """How many further topics are left out."""


def make_agenda(
    framework: Framework,
    lens: str,
    topics: Sequence[Topic],
    terms: Mapping[str, str],
    limit: int | None = None,
) -> Agenda:
    """The first `limit` topics (None: all) of one subject, in the order they come in."""
    chosen = topics if limit is None else topics[:limit]
    words = tuple(
        TopicWords(
            place=place,
            item=topic.item,
            title=framework.item(topic.item).short_title,
            question=fill(framework.item(topic.item).lenses[lens].question, terms),
            reasons=tuple(say_reason(framework, reason) for reason in topic.reasons),
            agreed="A rating has been agreed already." if topic.agreed else "",
        )
        for place, topic in enumerate(chosen, start=1)
    )
    if not words:
        return Agenda("Nothing stands out to talk about first", "", (), 0)
    title = f"{count(len(topics), 'thing')} to talk about, the most telling first"
    return Agenda(title, AGENDA_NOTE, words, len(topics) - len(words))


def say_reason(framework: Framework, reason: Reason) -> str:
    """One reason as a sentence. Numbers are the figures that the pages show."""
    numbers = reason.numbers
    if reason.kind == "low_consensus":
        return f"The {numbers['rated']:.0f} people who rated it differ widely."
    if reason.kind == "two_ends":
        near, far = (mean_text(framework, numbers[name]) for name in ("near", "far"))
        return f"The two ends see it differently: the centre's side {near}, the authority {far}."
    if reason.kind == "top_without_evidence":
        return "It is rated at or near the top level, and no evidence is noted."
    if reason.kind == "moved":
        before, now = (mean_text(framework, numbers[name]) for name in ("before", "now"))
        way = "up" if numbers["now"] > numbers["before"] else "down"
        return f"It moved {way} since last round, from {before} to {now}."
    unknown, voices = numbers["dont_know"], numbers["voices"]
    return f"{unknown:.0f} of {voices:.0f} people who answered said “don't know”."
