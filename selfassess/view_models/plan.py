"""The plan: what a team works on, from where to where, who leads, by when, and how far it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from selfassess.framework.model import Framework
from selfassess.scoring import Scores
from selfassess.service.plans import MOST_ACTIONS, ActionRecord, Earlier
from selfassess.view_models.home import day
from selfassess.view_models.results import PRIORITIES, level_below, next_steps
from selfassess.view_models.words import code_of, count, level_in_words

STATUS_WORDS: dict[str, str] = {
    "to_do": "To do",
    "doing": "Under way",
    "done": "Done",
    "dropped": "Dropped",
}
"""How far something is, in the order in which it goes."""
COLUMNS = (
    "Sub-indicator",
    *("Now", "What we aim at", "What it takes"),
    *("What we will do", "Who leads", "By when", "How far"),
)
"""The columns of a plan as a table. Its middle has the shape of the report's tables 2.1 to 2.4: what there is now, the
vision, and what that implies."""
NOBODY, NO_DATE, NO_ACTION = "Nobody leads it yet", "No date yet", "No action written yet"
THE_CENTRES = "What a centre works on next is its own, so its plan is not shown here."
TITLE_LENGTH = 120
"""How much of an action a calendar shows in its grid."""
NOT_RATED = "Not rated now."
EMPTY = "Nothing is planned yet."


@dataclass(frozen=True)
class PlanRow:
    """One thing to work on, in words."""

    position: int
    item: str
    title: str
    indicator: str
    now: str
    target: str
    implies: str
    action: str
    owner: str
    due: str
    due_on: date | None
    status: str
    status_words: str
    overdue: bool
    outcome: str
    carried: str
    now_level: str = ""
    """The code of the level it stands at, "" when it isn't rated."""
    target_level: str = ""
    reached: bool = False
    """Whether it stands where it was to go, or beyond."""

    @property
    def is_open(self) -> bool:
        return self.status in ("to_do", "doing")


@dataclass(frozen=True)
class Plan:
    """Everything planned: what is open first, by date and the undated last; then what is done, then what was dropped.

    `empty` is what to say where there is nothing; "" otherwise. `first` is what comes next, in one sentence.
    """

    rows: tuple[PlanRow, ...]
    summary: str
    empty: str
    first: str = ""


@dataclass(frozen=True)
class Suggestion:
    """What a plan for one sub-indicator may start from."""

    now: str
    targets: tuple[tuple[float, str], ...]
    """The described levels above where it stands, nearest first."""
    steps: tuple[str, ...]
    """What moving up from there usually takes."""


@dataclass(frozen=True)
class Gap:
    """A sub-indicator that may be planned."""

    item: str
    label: str


def make_plan(
    framework: Framework,
    lens: str,
    actions: Sequence[ActionRecord],
    scores: Scores | None,
    terms: Mapping[str, str],
    today: date,
    earlier_rounds: Mapping[str, str] | None = None,
) -> Plan:
    """`earlier_rounds`: the round's name of each assessment that something was carried on from, by its id."""
    rows = [
        _row(framework, lens, action, scores, terms, today, earlier_rounds or {})
        for action in actions
        if lens in framework.item(action.item).lenses
    ]
    order = {status: place for place, status in enumerate(("done", "dropped"), start=1)}
    rows.sort(key=lambda row: (order.get(row.status, 0), row.due_on or date.max, row.position))
    return Plan(tuple(rows), _summary(rows), "" if rows else EMPTY, _first(rows, today))


def _row(
    framework: Framework,
    lens: str,
    action: ActionRecord,
    scores: Scores | None,
    terms: Mapping[str, str],
    today: date,
    earlier_rounds: Mapping[str, str],
) -> PlanRow:
    item, indicator = framework.item(action.item), framework.indicator_of(action.item)
    value = value_now(framework, action.item, scores)
    round_ = earlier_rounds.get(action.carried_from.rpartition("/")[0], "")
    return PlanRow(
        position=action.position,
        item=item.id,
        title=item.short_title,
        indicator=f"{indicator.id} {indicator.short_title}",
        now=NOT_RATED if value is None else level_in_words(framework, item, lens, value, terms),
        target="" if action.target is None else level_in_words(framework, item, lens, action.target, terms),
        implies=action.implies,
        action=action.text,
        owner=action.owner_role,
        due=day(action.due_on) if action.due_on else "",
        due_on=action.due_on,
        status=action.status,
        status_words=STATUS_WORDS[action.status],
        overdue=action.is_open and action.due_on is not None and action.due_on < today,
        outcome=action.outcome,
        carried=f"Carried on from {round_ or 'the round before'}." if action.carried_from else "",
        now_level="" if value is None else code_of(value),
        target_level="" if action.target is None else code_of(action.target),
        reached=value is not None and action.target is not None and value >= action.target,
    )


def value_now(framework: Framework, item: str, scores: Scores | None) -> float | None:
    """The level that a sub-indicator stands at: the highest that is fully there. None when it isn't rated."""
    if scores is None:
        return None
    found = scores.items[scores.items["item"] == item]
    if found.empty or pd.isna(found.iloc[0]["position"]):
        return None
    return level_below(framework, float(found.iloc[0]["position"]))


def _summary(rows: Sequence[PlanRow]) -> str:
    """ "5 actions: 2 done, 1 overdue." """
    if not rows:
        return ""
    done, dropped = (sum(row.status == status for row in rows) for status in ("done", "dropped"))
    overdue = sum(row.overdue for row in rows)
    parts = [(done, "done"), (overdue, "overdue"), (dropped, "dropped")]
    said = ", ".join(f"{number} {word}" for number, word in parts if number)
    return f"{count(len(rows), 'action')}: {said or 'none done yet'}."


def _first(rows: Sequence[PlanRow], today: date) -> str:
    """What comes next: the open action that is due first, or what is missing to tell."""
    still = [row for row in rows if row.is_open]
    if not still:
        return "Everything planned is done or dropped." if rows else ""
    first = still[0]
    what = first.action.rstrip(". ") or f"{first.item} {first.title}"
    who = f" {first.owner} leads." if first.owner else " Nobody leads it yet."
    if first.due_on is None:
        return f"Next: {what}.{who} No open action has a date yet."
    if first.overdue:
        return f"Overdue since {first.due}: {what}.{who}"
    when = "today" if first.due_on == today else f"by {first.due}"
    return f"Next, {when}: {what}.{who}"


def group_rows(plan: Plan) -> list[tuple[str, tuple[PlanRow, ...]]]:
    """The plan's rows under "Still to do", "Done" and "Dropped", each with how many; what is empty is left out."""
    groups = (
        ("Still to do", tuple(row for row in plan.rows if row.is_open)),
        *((STATUS_WORDS[s], tuple(r for r in plan.rows if r.status == s)) for s in ("done", "dropped")),
    )
    return [(f"{name} ({len(rows)})", rows) for name, rows in groups if rows]


def say_who_and_when(row: PlanRow) -> str:
    """ "Manager leads · by 3 May 2026", and for what is overdue since when."""
    who = f"{row.owner} leads" if row.owner else NOBODY
    when = f"{'overdue since' if row.overdue else 'by'} {row.due}" if row.due else NO_DATE.lower()
    return f"{who} · {when}"


def say_way(row: PlanRow) -> str:
    """From where to where, in one line above the words for both: "From 1 to 2; what it takes isn't said yet"."""
    if row.reached:
        way = f"Stands at {row.now_level}: what was aimed at, {row.target_level}, is reached"
    elif row.now_level and row.target_level:
        way = f"From {row.now_level} to {row.target_level}"
    elif row.target_level:
        way = f"Not rated now; aims at {row.target_level}"
    else:
        way = f"{f'Stands at {row.now_level}' if row.now_level else 'Not rated now'}; no aim yet"
    return f"{way}, and what it takes" if row.implies else f"{way}; what it takes isn't said yet"


def table_rows(plan: Plan) -> tuple[tuple[str, ...], ...]:
    """The plan under COLUMNS."""
    return tuple(
        (
            f"{row.item} {row.title}",
            *(row.now, row.target, row.implies, row.action, row.owner, row.due),
            f"{row.status_words}{', overdue' if row.overdue else ''}"
            + (f". {row.outcome}" if row.outcome else ""),
        )
        for row in plan.rows
    )


def calendar_words(row: PlanRow) -> tuple[str, str]:
    """What a calendar says of an action: its title, and the text behind it."""
    what = " ".join(row.action.split()) or f"{row.item} {row.title}"
    if len(what) > TITLE_LENGTH:
        what = what[:TITLE_LENGTH].rsplit(" ", 1)[0] + "…"
    lines = [
        f"{row.item} {row.title}",
        *(
            f"{name}: {text}"
            for name, text in zip(
                COLUMNS[1:6], (row.now, row.target, row.implies, row.action, row.owner), strict=True
            )
            if text
        ),
    ]
    return f"{what} ({row.owner})" if row.owner else what, "\n".join(lines)


@dataclass(frozen=True)
class EarlierRow:
    """Something still open from an earlier round, in words."""

    assessment: str
    position: int
    item: str
    title: str
    action: str
    about: str
    round: str
    can_go_on: bool


def make_earlier(
    framework: Framework, earlier: Sequence[Earlier], today: date
) -> list[tuple[str, list[EarlierRow]]]:
    """What is still open from earlier rounds by round, in the order given."""
    found: dict[str, list[EarlierRow]] = {}
    known = {item.id: item.short_title for item in framework.items}
    for each in earlier:
        record, due = each.record, each.record.due_on
        when = f"{'was due' if due < today else 'due'} {day(due)}" if due else "no date"
        parts = [record.owner_role, when, STATUS_WORDS[record.status].lower()]
        row = EarlierRow(
            each.assessment,
            record.position,
            record.item,
            known.get(record.item, ""),
            record.text or NO_ACTION,
            " · ".join(part for part in parts if part),
            each.round or day(each.begun_on),
            each.still_asked,
        )
        found.setdefault(row.round, []).append(row)
    return list(found.items())


def suggest(
    framework: Framework, lens: str, item: str, scores: Scores | None, terms: Mapping[str, str]
) -> Suggestion:
    """Where a sub-indicator stands, what can be aimed at from there, and what that usually takes.

    Of one that isn't rated, every described level above the lowest can be aimed at.
    """
    asked = framework.item(item)
    value = value_now(framework, item, scores)
    anchors = sorted(asked.lenses[lens].anchors)
    above = framework.scale.lowest if value is None else value
    return Suggestion(
        now=NOT_RATED if value is None else level_in_words(framework, asked, lens, value, terms),
        targets=tuple((a, level_in_words(framework, asked, lens, a, terms)) for a in anchors if a > above),
        steps=() if value is None else next_steps(framework, item, lens, value, terms),
    )


def find_gaps_to_plan(
    framework: Framework, lens: str, scores: Scores | None, actions: Sequence[ActionRecord]
) -> tuple[Gap, ...]:
    """What may be planned: lowest first, then what isn't rated, then what has an open action already."""
    taken = {action.item for action in actions if action.is_open}
    found = []
    for order, item in enumerate(framework.items_in(lens)):
        value, status = value_now(framework, item.id, scores), _status(scores, item.id)
        at_the_top = value is not None and value >= framework.scale.highest
        if at_the_top or status in ("not_applicable", "not_asked"):
            continue
        stands = "not rated" if value is None else f"stands at {code_of(value)}"
        stands += "; planned already" if item.id in taken else ""
        key = (item.id in taken, value is None, value or 0.0, order)
        found.append((key, Gap(item.id, f"{item.id} {item.short_title} ({stands})")))
    return tuple(gap for _, gap in sorted(found, key=lambda each: each[0]))


def _status(scores: Scores | None, item: str) -> str:
    if scores is None:
        return ""
    found = scores.items[scores.items["item"] == item]
    return "" if found.empty else str(found.iloc[0]["status"])


def places_of(actions: Sequence[ActionRecord]) -> dict[int, str]:
    """Place -> item of the open actions that the first page of the results shows: those at the first positions keep
    their place, and others move up into the places that are free."""
    still = [action for action in actions if action.is_open]
    places = {action.position: action.item for action in still if action.position <= PRIORITIES}
    for place in range(1, PRIORITIES + 1):
        rest = [action.item for action in still if action.item not in places.values()]
        if place not in places and rest:
            places[place] = rest[0]
    return places


def positions_for(actions: Sequence[ActionRecord], shown: Mapping[int, str]) -> dict[int, int]:
    """Where the plan keeps what stands at each place of the results' first page (place -> item): at the first open
    action on that item, else at a position that is free, each at one of its own."""
    found: dict[int, int] = {}
    for place, item in shown.items():
        kept = [action.position for action in actions if action.is_open and action.item == item]
        if kept:
            found[place] = kept[0]
    taken = {action.position for action in actions}
    for place in shown:
        if place not in found:
            free = (each for each in (place, *range(1, MOST_ACTIONS + 1)) if each not in taken)
            found[place] = next(free, MOST_ACTIONS + 1)
            taken.add(found[place])
    return found
