"""Round on round: where a centre or an authority stood each time, what moved, and whether it is one to speak of.

What is agreed after a round has ended counts in its figures; the dated copies made then stay as they were.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import pandas as pd

from selfassess.comparison import no_difference, why_not_comparable
from selfassess.framework.model import Framework
from selfassess.service.comparing import FigureRecord, ResultRecord, describe
from selfassess.view_models.compare import STRIP_COLUMNS, zone_at
from selfassess.view_models.compare_parts import parts_of
from selfassess.view_models.detail import Chart
from selfassess.view_models.placed import coverage_words, date_words, position_words, voices_words, wide_words
from selfassess.view_models.results import symbol_of
from selfassess.view_models.words import DIRECTION_LABELS, count, join, lower_first, whole

RATED_ONCE = "rated once only"
MOVE_COLUMNS = ("Part", "Before", "Now", "Range before", "Range now", "What it says", "People's own word")
TREND_COLUMNS = ("Round", *STRIP_COLUMNS[1:])
MOST_NAMED = 3
"""So many parts a title names."""

TREND_NOTE = (
    "A move is one to speak of when the two ranges lie clear of one another. The people asked may differ from round "
    "to round, and that alone can move a figure."
)


@dataclass(frozen=True)
class Trend:
    """`gaps`: pairs of rounds that may not be compared, each with its reason. `empty`: why there is no trend yet."""

    title: str
    note: str
    line: Chart | None
    sentences: tuple[str, ...]
    moves: Chart | None
    items: Chart | None
    gaps: tuple[str, ...]
    empty: str


def make_trend(
    framework: Framework,
    lens: str,
    subject: str,
    steps: Sequence[ResultRecord],
    figures: Iterable[FigureRecord],
) -> Trend:
    """One subject's rounds, the oldest first. `figures`: indicators and items of the last two at least."""
    if not steps:
        empty = f"No round of {subject} has results yet. They stand here once a round has them."
        return Trend(f"{subject}, round on round", "", None, (), None, None, (), empty)
    line = _line_chart(framework, lens, subject, steps)
    if len(steps) == 1:
        empty = "There is one round so far. What moved shows after the next."
        return Trend(line.title, "", line, (), None, None, (), empty)
    sentences, gaps = [], []
    for before, now in pairwise(steps):
        if why := why_not_comparable(describe(before, before.round), describe(now, now.round)):
            gaps.append(f"{before.round} and {now.round}: {lower_first(why)}")
        else:
            sentences.append(f"From {before.round} to {now.round}, the place {say_move(before, now)}.")
    before, now = steps[-2:]
    comparable = not why_not_comparable(describe(before, before.round), describe(now, now.round))
    found: dict[tuple[str, str, str], FigureRecord] = {
        (figure.assessment_id, figure.kind, figure.part): figure for figure in figures
    }
    moves = {
        kind: _moves_chart(framework, lens, kind, before, now, found) if comparable else None
        for kind in ("indicator", "item")
    }
    return Trend(
        line.title, TREND_NOTE, line, tuple(sentences), moves["indicator"], moves["item"], tuple(gaps), ""
    )


def say_move(before: ResultRecord | FigureRecord, now: ResultRecord | FigureRecord) -> str:
    """ "moved from 38 to 55; ranges overlap: no difference to speak of"."""
    if before.position is None or now.position is None:
        return "can't be set side by side: too little is rated in one of the rounds"
    if whole(before.position) == whole(now.position):
        return f"stayed at {whole(now.position)}"
    words = f"moved from {whole(before.position)} to {whole(now.position)}"
    if clear_move(before, now):
        return f"{words}, and the ranges are clear of one another"
    return f"{words}; ranges overlap: no difference to speak of"


def clear_move(before: ResultRecord | FigureRecord, now: ResultRecord | FigureRecord) -> bool:
    return not no_difference(before.wide_low, before.wide_high, now.wide_low, now.wide_high)


def _line_chart(framework: Framework, lens: str, subject: str, steps: Sequence[ResultRecord]) -> Chart:
    """One line per round, the oldest on top."""
    symbol = symbol_of(framework, lens)
    records = [
        {"label": step.round or "No round named", "symbol": symbol, "position": step.position}
        | {"low": step.wide_low, "high": step.wide_high}
        for step in steps
    ]
    rows = tuple(
        (
            step.round or "No round named",
            position_words(step.position),
            wide_words(step),
            coverage_words(step),
            voices_words(step),
            date_words(step.as_of),
        )
        for step in steps
    )
    frame = pd.DataFrame(records).astype({"position": float, "low": float, "high": float})
    alt = (
        "One line per round. " + "; ".join(f"{row[0]}: {row[1]} of 100, range {row[2]}" for row in rows) + "."
    )
    return Chart(_line_title(framework, subject, steps), alt, frame, TREND_COLUMNS, rows)


def _line_title(framework: Framework, subject: str, steps: Sequence[ResultRecord]) -> str:
    last = steps[-1]
    if last.position is None:
        return f"{subject}: too little is rated in {last.round} to name a place"
    if len(steps) == 1:
        return f"{subject}: {lower_first(zone_at(framework, last.position))}"
    before = steps[-2]
    if why_not_comparable(describe(before, before.round), describe(last, last.round)):
        return f"{subject}: {lower_first(zone_at(framework, last.position))} in {last.round}"
    return f"{subject} since {before.round}: {say_move(before, last)}"


def _moves_chart(
    framework: Framework,
    lens: str,
    kind: str,
    before: ResultRecord,
    now: ResultRecord,
    found: Mapping[tuple[str, str, str], FigureRecord],
) -> Chart | None:
    records, rows, clear = [], [], []
    for part, label in parts_of(framework, lens, kind):
        was = found.get((before.assessment_id, kind, part))
        is_ = found.get((now.assessment_id, kind, part))
        if was is None or is_ is None or (was.position is None and is_.position is None):
            continue
        sentence = say_move(was, is_)
        told = clear_move(was, is_)
        if told and was.position is not None and is_.position is not None:
            clear.append((is_.position - was.position, label))
        records.append(
            {
                "label": label,
                "note": _note(was, is_),
                "before": was.position,
                "after": is_.position,
                "clear": told,
            }
        )
        cells = (_with_mark(was), _with_mark(is_), wide_words(was), wide_words(is_))
        rows.append((label, *cells, sentence, DIRECTION_LABELS.get(is_.direction, "–")))
    if not records:
        return None
    frame = pd.DataFrame(records).astype({"before": float, "after": float})
    both = sum(row[5] != RATED_ONCE for row in rows)
    title = _moves_title(clear, both, kind)
    if both < len(rows):
        title += f"; {len(rows) - both} rated in one of the two only"
    alt = f"From {before.round} to {now.round}. " + "; ".join(f"{row[0]} {row[5]}" for row in rows) + "."
    return Chart(title, alt, frame, MOVE_COLUMNS, tuple(rows))


def _with_mark(figure: FigureRecord) -> str:
    return position_words(figure.position) + (", agreed" if figure.agreed else "")


def _note(was: FigureRecord, now: FigureRecord) -> str:
    if was.position is None or now.position is None:
        return RATED_ONCE
    change = whole(abs(now.position - was.position))
    if change == "0":
        return "no change"
    sign = "+" if now.position > was.position else "−"
    return f"{sign}{change}" if clear_move(was, now) else f"{sign}{change}, ranges overlap"


def _moves_title(clear: Sequence[tuple[float, str]], total: int, kind: str) -> str:
    word = "indicator" if kind == "indicator" else "sub-indicator"
    if not clear:
        return f"No difference to speak of on any of {count(total, word)}"
    up = [label for change, label in sorted(clear, reverse=True) if change > 0]
    down = [label for change, label in sorted(clear) if change < 0]
    sentence = "; ".join(
        f"{way}: {_name_some(labels)}" for way, labels in (("up", up), ("down", down)) if labels
    )
    rest = total - len(clear)
    others = f". On the other {rest if rest > 1 else 'one'}: no difference to speak of" if rest > 0 else ""
    return f"{sentence[:1].upper()}{sentence[1:]}{others}"


def _name_some(labels: Sequence[str]) -> str:
    """The first few by name, the others by number."""
    if len(labels) <= MOST_NAMED:
        return join(list(labels))
    return join([*labels[:MOST_NAMED], f"{len(labels) - MOST_NAMED} more"])
