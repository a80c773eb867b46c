"""One vote of a workshop in words: what may be chosen, how the votes lie, and what to talk about over them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from selfassess.framework.model import Framework, Item
from selfassess.framework.wording import fill
from selfassess.service.workshop_views import Tally
from selfassess.view_models.detail import Chart
from selfassess.view_models.questionnaire import Choice, make_card
from selfassess.view_models.voices import BAR_COLUMNS, find_spread, levels_of, make_groups_chart
from selfassess.view_models.words import (
    NOT_APPLICABLE,
    anchor_text,
    code_of,
    count,
    level_in_words,
)
from selfassess.view_models.workshop import CANT_TELL

CONSENSUS_ENDS = "1: everybody at one level, 0: half at each end of the line"
FROM_EVIDENCE = "Rate from what is written here, not from what you know of other places."
NO_VOTES = "Nobody has voted, so there is nothing to show. Vote again, or talk first."

PROMPTS_APART: tuple[str, ...] = (
    "What might somebody see who would choose the lowest of these?",
    "And the highest: what could a visitor be shown today?",
    "Is it different in one place, one team or one time of the year?",
)
PROMPTS_TOGETHER: tuple[str, ...] = (
    "What could we show a visitor today that proves it?",
    "Who isn't in the room, and would they say the same?",
    "What would it take to move one level up?",
)
PROMPTS_UNKNOWN = "Some can't tell from where they work. What would one need to see?"


@dataclass(frozen=True)
class Ballot:
    """What the room is asked: a question and what may be chosen."""

    item: str
    title: str
    question: str
    instruction: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True)
class Votes:
    """How the votes of one ballot lie. `distribution` is None when nothing may be shown; `sentence` says why."""

    sentence: str
    distribution: Chart | None
    groups: Chart | None
    consensus: str
    notes: tuple[str, ...]


@dataclass(frozen=True)
class LevelVoted:
    """A level with what it says, and how many chose it: "" for nobody."""

    code: str
    text: str
    votes: str


@dataclass(frozen=True)
class Talk:
    """What to have on screen while the room talks. `levels`: those voted for, and the anchors on either side of them."""

    levels: tuple[LevelVoted, ...]
    prompts: tuple[str, ...]
    look_for: tuple[tuple[str, str], ...]


def make_ballot(
    framework: Framework, item_id: str, lens: str, terms: Mapping[str, str], kind: str = "assessment"
) -> Ballot:
    """The question with its levels, and "can't tell" in place of the questionnaire's special answers. Of what a
    report says of a place (`kind` "practice" or "calibration") nobody could show a visitor anything."""
    card = make_card(framework, framework.item(item_id), lens, terms)
    levels = tuple(choice for choice in card.choices if choice.number)
    return Ballot(
        item=item_id,
        title=card.title,
        question=card.question,
        instruction=fill(framework.scale.instruction, terms) if kind == "assessment" else FROM_EVIDENCE,
        choices=(*levels, Choice("dk", "", CANT_TELL)),
    )


def vote_code(mine: float | str | None) -> str | None:
    """A vote as a choice on screen: a level's code, "dk", or None for none."""
    return mine if mine is None or isinstance(mine, str) else code_of(mine)


def vote_of(framework: Framework, code: str | None) -> float | str | None:
    """A choice on screen as the service takes it."""
    if code is None or code == "dk":
        return code
    return next(level.value for level in framework.scale.levels if code_of(level.value) == code)


def say_level(
    framework: Framework, item: Item, lens: str, rating: float | str | None, terms: Mapping[str, str]
) -> str:
    """A rating for a page on which the other levels don't stand beside it; "" for none."""
    if rating is None:
        return ""
    if isinstance(rating, str):
        return CANT_TELL if rating == "dk" else NOT_APPLICABLE
    return level_in_words(framework, item, lens, rating, terms)


def make_votes(
    framework: Framework, tally: Tally, threshold: int | None = None, mine: float | str | None = None
) -> Votes:
    """The votes of a ballot after its reveal. `threshold`: how many phones it takes, None where that isn't known. `mine`:
    which vote is one's own, on one's own phone."""
    spread = find_spread(framework, tally.counts, _number(tally.consensus))
    sentence = _sentence(framework, tally, spread, threshold)
    groups = make_groups_chart(framework, tally.blocks) if len(tally.blocks) > 1 else None
    consensus = "" if tally.consensus is None else f"Consensus {tally.consensus:.2f} ({CONSENSUS_ENDS})."
    return Votes(
        sentence=sentence,
        distribution=_distribution(framework, tally, sentence, mine) if _has_votes(tally) else None,
        groups=groups,
        consensus=consensus,
        notes=_notes(tally, threshold),
    )


def _has_votes(tally: Tally) -> bool:
    return bool(sum(tally.counts) or tally.cant_tell)


def _number(consensus: float | None) -> float:
    return float("nan") if consensus is None else consensus


def _sentence(framework: Framework, tally: Tally, spread: str, threshold: int | None) -> str:
    """ "12 people rated this: spread, from 1 to 4. 2 can't tell." """
    total, unknown = sum(tally.counts), tally.cant_tell or 0
    if not tally.counts:
        return say_withheld(tally, threshold) if tally.withheld else NO_VOTES
    if not _has_votes(tally):
        return NO_VOTES
    chosen = [code for (code, _), number in zip(levels_of(framework), tally.counts, strict=True) if number]
    parts = []
    if total == 1:
        parts.append(f"One person rated this, at {chosen[0]}.")
    elif total:
        where = f"all at {chosen[0]}" if len(chosen) == 1 else f"{spread}, from {chosen[0]} to {chosen[-1]}"
        parts.append(f"{total} people rated this: {where}.")
    if unknown:
        parts.append(f"{count(unknown, 'person', 'people')} can't tell from where they are.")
    return " ".join(parts)


def say_withheld(tally: Tally, threshold: int | None) -> str:
    """Why the phones' votes are not shown."""
    what = "voted" if tally.ballot < 2 else "voted or changed their vote"
    few = "Too few" if threshold is None else f"Fewer than {threshold}"
    return f"{few} phones {what}, so nobody's vote is shown: it could be told whose it is."


def _notes(tally: Tally, threshold: int | None) -> tuple[str, ...]:
    """What the counts rest on."""
    notes = []
    if tally.withheld and tally.counts:
        notes.append(f"These are the hands alone. {say_withheld(tally, threshold)}")
    elif tally.hands and tally.phones:
        notes.append(f"{count(tally.phones, 'phone')} and {count(tally.hands, 'hand')}.")
    elif tally.hands:
        notes.append("By a show of hands.")
    if tally.ballot > 1:
        notes.append(f"Vote {tally.ballot} on this.")
    if tally.from_before and not tally.withheld:
        stand = "phone didn't vote again: its vote from before stands"
        many = "phones didn't vote again: their votes from before stand"
        notes.append(f"{count(tally.from_before, stand, many)}.")
    if tally.left_out:
        notes.append(
            f"{count(tally.left_out, 'vote is', 'votes are')} new and not counted yet: so few could be told apart."
        )
    return tuple(notes)


def _distribution(framework: Framework, tally: Tally, sentence: str, mine: float | str | None) -> Chart:
    own = vote_code(mine)
    records: list[dict[str, object]] = []
    rows = []
    levels = zip(levels_of(framework), tally.counts, strict=True)
    for (code, at), number in levels:
        written = str(number) if number else ""
        records.append(
            {
                "kind": "level",
                "at": at,
                "text": code,
                "count": number,
                "number": _marked(written, own == code),
            }
        )
        rows.append((f"Level {code}{', yours' if own == code else ''}", str(number)))
    if tally.cant_tell is not None:
        number = tally.cant_tell
        records.append(
            {
                "kind": "apart",
                "at": None,
                "text": CANT_TELL,
                "count": number,
                "number": _marked(str(number), own == "dk"),
            }
        )
        rows.append((f"{CANT_TELL}{', yours' if own == 'dk' else ''}", str(number)))
    frame = pd.DataFrame(records).astype({"at": float, "count": float})
    alt = f"{sentence} " + "; ".join(f"{words}: {number}" for words, number in rows) + "."
    return Chart(sentence.rstrip("."), alt, frame, BAR_COLUMNS, tuple(rows))


def _marked(number: str, is_own: bool) -> str:
    return f"{number} (you)".strip() if is_own else number


def make_talk(
    framework: Framework, item_id: str, lens: str, tally: Tally | None, terms: Mapping[str, str]
) -> Talk:
    """The levels that were voted for with their anchors, and prompts that fit how the votes lie."""
    item = framework.item(item_id)
    counts: Sequence[int] = tally.counts if tally else ()
    levels = _levels_voted(framework, item, lens, counts, terms)
    prompts = PROMPTS_APART if sum(bool(number) for number in counts) > 1 else PROMPTS_TOGETHER
    if tally and tally.cant_tell:
        prompts = (*prompts[:2], PROMPTS_UNKNOWN)
    card = make_card(framework, item, lens, terms)
    return Talk(levels, prompts, card.look_for)


def _levels_voted(
    framework: Framework, item: Item, lens: str, counts: Sequence[int], terms: Mapping[str, str]
) -> tuple[LevelVoted, ...]:
    """From the anchor at or below the lowest level voted for to the anchor at or above the highest: a level between two
    anchors says nothing without them."""
    values = [level.value for level in framework.scale.levels]
    chosen = [value for value, number in zip(values, counts, strict=False) if number]
    if not chosen:
        return ()
    anchors = item.lenses[lens].anchors
    low = max((value for value in anchors if value <= chosen[0]), default=chosen[0])
    high = min((value for value in anchors if value >= chosen[-1]), default=chosen[-1])
    return tuple(
        LevelVoted(
            code_of(value),
            anchor_text(framework, item, lens, value, terms),
            count(number, "vote") if number else "",
        )
        for value, number in zip(values, counts, strict=True)
        if low <= value <= high
    )
