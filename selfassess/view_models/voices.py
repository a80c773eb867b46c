"""What many people answered: how their ratings spread, where groups differ, and what was agreed over them.

Everything comes from `Disclosed`, so nothing here can show a group that is too small. For a named round,
`disclosure.disclose` with a threshold of 1 gives the same shape.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import pandas as pd

from selfassess.answers import Answer
from selfassess.disclosure import Block, Disclosed
from selfassess.framework.model import Framework
from selfassess.framework.wording import fill
from selfassess.scoring import Scores
from selfassess.view_models.detail import Chart
from selfassess.view_models.words import (
    DONT_KNOW,
    NOT_APPLICABLE,
    code_of,
    count,
    join,
    level_in_words,
    mean_text,
)

CLOSE_TOGETHER = 0.75
"""Consensus (rule 8) from which ratings are called close together. Two neighbouring levels, half and half, give
0.81 on a scale of five; levels two apart give 0.58. Ours, for wording only."""

CAMPS_APART = 50.0
"""How wide a stretch of the line nobody chose must be to part two camps: two levels on a scale of five."""

SMALLEST_CAMP = 2
"""One person alone is not a camp."""

Spread = Literal["close together", "spread", "two camps", "one rating", "no rating"]

BAR_COLUMNS = ("Answer", "People")
GROUP_COLUMNS = ("Group", "People", "Mean", "From", "To")
MEAN_NOTE = "The mean counts every group the same, however many people it has."


@dataclass(frozen=True)
class AgreedWords:
    """An agreed rating, and beside it what people had answered before."""

    rating: str
    reason: str
    present: str
    beside: str


@dataclass(frozen=True)
class ItemVoices:
    """One sub-indicator. Where `shown` is false, `withheld` says why no ratings are shown."""

    item: str
    title: str
    question: str
    shown: bool
    withheld: str
    spread: Spread
    sentence: str
    distribution: Chart | None
    groups: Chart | None
    agreed: AgreedWords | None
    notes: tuple[str, ...]


@dataclass(frozen=True)
class IndicatorVoices:
    id: str
    title: str
    items: tuple[ItemVoices, ...]


@dataclass(frozen=True)
class Voices:
    """`merged`: which groups are shown joined and why, "" where none is."""

    who: str
    summary: str
    merged: str
    indicators: tuple[IndicatorVoices, ...]


def make_voices(
    framework: Framework,
    lens: str,
    disclosed: Disclosed,
    scores: Scores,
    terms: Mapping[str, str],
    threshold: int = 3,
) -> Voices:
    """What may be shown of one assessment. `scores` are those of `disclosed.answers`, this assessment's alone."""
    agreed = {answer.item: answer for answer in disclosed.answers if answer.kind == "agreed"}
    rows = scores.items.set_index("item")
    indicators = []
    for indicator in framework.indicators_in(lens):
        items = tuple(
            _item_voices(
                framework, lens, item.id, disclosed, rows.loc[item.id], agreed.get(item.id), terms, threshold
            )
            for item in indicator.items
            if lens in item.lenses and item.id in rows.index and rows.loc[item.id, "status"] != "not_asked"
        )
        if items:
            indicators.append(IndicatorVoices(indicator.id, indicator.short_title, items))
    return Voices(
        say_voices(disclosed, threshold),
        _summary([item for each in indicators for item in each.items]),
        _say_merged(disclosed, threshold),
        tuple(indicators),
    )


def say_voices(disclosed: Disclosed, threshold: int) -> str:
    """How many people answered, and from how many groups."""
    if disclosed.voices is None:
        return f"Fewer than {threshold} people besides the manager answered, so no answers are shown."
    if not disclosed.voices:
        return "Nobody has answered yet."
    sentence = f"{count(disclosed.voices, 'person', 'people')} answered"
    # After small groups were put together, how many there are would read as how many came.
    if threshold > 1 or not disclosed.groups:
        return f"{sentence}."
    return f"{sentence}, from {count(disclosed.groups, 'group')}."


def _summary(items: Sequence[ItemVoices]) -> str:
    """On how many sub-indicators people stand together, and on how many not."""
    parts = []
    for spread, words in (
        ("close together", "close together"),
        ("spread", "spread"),
        ("two camps", "in two camps"),
    ):
        if number := sum(item.spread == spread for item in items):
            parts.append(f"{words} on {number}")
    sentence = f"Of {count(len(items), 'sub-indicator')}, people are {join(parts)}." if parts else ""
    if hidden := sum(not item.shown for item in items):
        sentence += f" Nothing can be shown on {hidden}."
    return sentence.strip()


def _say_merged(disclosed: Disclosed, threshold: int) -> str:
    joined = {
        block.label for blocks in disclosed.blocks.values() for block in blocks if len(block.groups) > 1
    }
    if not joined:
        return ""
    names = "; ".join(sorted(joined, key=str.casefold))
    return (
        f"Groups with fewer than {threshold} people on a sub-indicator are shown joined, so that nobody's answer "
        f"can be told: {names}."
    )


def levels_of(framework: Framework) -> list[tuple[str, float]]:
    """(code, position) of each level, lowest first: what is named below a line of ratings."""
    scale = framework.scale
    return [(code_of(level.value), scale.position(level.value)) for level in scale.levels]


def _item_voices(
    framework: Framework,
    lens: str,
    item_id: str,
    disclosed: Disclosed,
    row: pd.Series,
    agreed: Answer | None,
    terms: Mapping[str, str],
    threshold: int,
) -> ItemVoices:
    item = framework.item(item_id)
    blocks = disclosed.blocks.get(item_id, ())
    counts = [sum(each) for each in zip(*(block.counts for block in blocks), strict=True)]
    spread = find_spread(framework, counts, row["agreement"])
    sentence = _sentence(framework, counts, spread, row)
    shown = bool(counts)
    return ItemVoices(
        item=item_id,
        title=item.short_title,
        question=fill(item.lenses[lens].question, terms),
        shown=shown,
        withheld="" if shown else say_withheld(threshold),
        spread=spread,
        sentence=sentence,
        distribution=_distribution(framework, counts, row, sentence, threshold) if shown else None,
        groups=make_groups_chart(framework, blocks) if len(blocks) > 1 else None,
        agreed=_agreed(framework, lens, item_id, agreed, counts, spread, row, terms),
        notes=disclosed.notes.get(item_id, ()),
    )


def say_withheld(threshold: int) -> str:
    if threshold <= 1:
        return "Nobody rated this."
    return f"Fewer than {threshold} people besides the manager rated this, so nothing is shown."


def find_spread(framework: Framework, counts: Sequence[int], agreement: float) -> Spread:
    """How ratings lie, in one of the words of `Spread`. `counts` per level, lowest first."""
    total = sum(counts)
    if total < 2:
        return "one rating" if total else "no rating"
    if pd.notna(agreement) and agreement >= CLOSE_TOGETHER:
        return "close together"
    chosen = [(at, n) for (_, at), n in zip(levels_of(framework), counts, strict=True) if n]
    below = 0
    for (low, number), (high, _) in pairwise(chosen):
        below += number
        if high - low >= CAMPS_APART and min(below, total - below) >= SMALLEST_CAMP:
            return "two camps"
    return "spread"


def _sentence(framework: Framework, counts: Sequence[int], spread: Spread, row: pd.Series) -> str:
    """ "7 people rated this: close together, from 2 to 3. 2 people don't know." """
    total = sum(counts)
    chosen = [code for (code, _), n in zip(levels_of(framework), counts, strict=False) if n]
    sentences = []
    if total == 1:
        sentences.append(f"One person rated this, at {chosen[0]}.")
    elif total:
        where = f"all at {chosen[0]}" if len(chosen) == 1 else f"{spread}, from {chosen[0]} to {chosen[-1]}"
        sentences.append(f"{total} people rated this: {where}.")
    if unknown := int(row["dont_know"]):
        sentences.append(f"{count(unknown, 'person', 'people')} said “don't know”.")
    if out := int(row["not_applicable"]):
        sentences.append(f"{count(out, 'person', 'people')} said “not applicable”.")
    return " ".join(sentences)


def _distribution(
    framework: Framework, counts: Sequence[int], row: pd.Series, sentence: str, threshold: int
) -> Chart:
    levels = levels_of(framework)
    records: list[dict[str, object]] = [
        {"kind": "level", "at": at, "text": code, "count": number, "number": str(number) if number else ""}
        for (code, at), number in zip(levels, counts, strict=True)
    ]
    rows = [(f"Level {code}", str(number)) for (code, _), number in zip(levels, counts, strict=True)]
    for words, column in ((DONT_KNOW, "dont_know"), (NOT_APPLICABLE, "not_applicable")):
        number = int(row[column])
        # None let out may mean none, or fewer than the threshold.
        written = str(number) if number or threshold <= 1 else f"under {threshold}"
        records.append({"kind": "apart", "at": None, "text": words, "count": number, "number": written})
        rows.append((words, written))
    for kind, name in (("mean", "mean of the groups"), ("agreed", "agreed")):
        if pd.notna(row[kind]):
            number_text = mean_text(framework, float(row[kind]))
            words = f"{name} {number_text}"
            records.append({"kind": kind, "at": float(row[kind]), "text": words, "count": None, "number": ""})
            rows.append((name.capitalize(), number_text))
    frame = pd.DataFrame(records).astype({"at": float, "count": float})
    alt = f"{sentence} " + "; ".join(f"{words}: {number}" for words, number in rows) + "."
    return Chart(sentence.rstrip("."), alt, frame, BAR_COLUMNS, tuple(rows))


def make_groups_chart(framework: Framework, blocks: Sequence[Block]) -> Chart:
    """One line per group: a dot at its mean, a bar from its lowest to its highest rating."""
    levels = levels_of(framework)
    records, rows, means = [], [], []
    for block in blocks:
        chosen = [at for (_, at), number in zip(levels, block.counts, strict=True) if number]
        total = sum(at * number for (_, at), number in zip(levels, block.counts, strict=True))
        mean = total / block.voices
        people = count(block.voices, "person", "people")
        means.append((mean, block.label))
        records.append(
            {"label": f"{block.label} ({people})", "symbol": "circle", "position": mean}
            | {"low": chosen[0], "high": chosen[-1]}
        )
        texts = (mean_text(framework, each) for each in (mean, chosen[0], chosen[-1]))
        rows.append((block.label, str(block.voices), *texts))
    frame = pd.DataFrame(records).astype({"position": float, "low": float, "high": float})
    title = _groups_title(framework, means)
    alt = "One line per group. " + "; ".join(
        f"{row[0]}, {count(int(row[1]), 'person', 'people')}: mean {row[2]}, from {row[3]} to {row[4]}"
        for row in rows
    )
    return Chart(title, alt + ".", frame, GROUP_COLUMNS, tuple(rows))


def _groups_title(framework: Framework, means: Sequence[tuple[float, str]]) -> str:
    low, high = min(means), max(means)
    step = 100 / (len(framework.scale.levels) - 1)
    if high[0] - low[0] < step:
        return "The groups stand within one level of one another"
    return (
        f"{high[1]} put this at {mean_text(framework, high[0])} on average, "
        f"{low[1]} at {mean_text(framework, low[0])}"
    )


def _agreed(
    framework: Framework,
    lens: str,
    item_id: str,
    agreed: Answer | None,
    counts: Sequence[int],
    spread: Spread,
    row: pd.Series,
    terms: Mapping[str, str],
) -> AgreedWords | None:
    if agreed is None or not agreed.given:
        return None
    rating = NOT_APPLICABLE
    if agreed.value is not None:
        rating = level_in_words(framework, framework.item(item_id), lens, agreed.value, terms)
    beside = ""
    if counts and pd.notna(row["mean"]):
        beside = f"Before that, {count(sum(counts), 'person', 'people')} had rated it {mean_text(framework, float(row['mean']))}"
        beside += f" on average: {spread}." if sum(counts) > 1 else "."
    return AgreedWords(rating, agreed.reason, agreed.present, beside)
