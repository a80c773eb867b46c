"""Use cases of comparison: centres with one another, with the authority's own view, and with the round before.

Everything here reads stored results. Nobody sees more than is shared, is their own, or is no real place.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from selfassess.comparison import Described, strong_where_weak, why_not_comparable
from selfassess.errors import NotAllowed
from selfassess.framework.model import Framework, series
from selfassess.service.access import Access
from selfassess.service.actor import LOCAL_OWNER, Actor
from selfassess.service.results import Progress, Results
from selfassess.store import AssessmentStore
from selfassess.store.records import RoundRecord
from selfassess.store.result_records import (
    FigureRecord,
    Filter,
    Options,
    PartBin,
    Quartiles,
    ResultRecord,
)

__all__ = ["Comparing", "FigureRecord", "ResultRecord", "describe"]

PAGE = 40
"""How many centres a grid or table shows at a time."""

MOST_DOTS = 60
"""Up to so many centres, each is a dot of its own; beyond, dots are counted in bins."""

BIN_WIDTH = 2.5
SHARE_EDGES = (0.0, 12.5, 37.5, 62.5, 87.5)
"""Where an indicator's five bins begin: around each level of the scale, as the zones of the line do."""

MOST_CHOICES = 200
"""Among so many centres one can be picked from a list; among more, an authority is chosen first."""

NOT_HERE = "There is no such result, or it isn't shared with you. Open one from the page of its round."
FOR_THE_LEAD = "Comparing centres is for the authority's lead, with whom centres share their results."


@dataclass(frozen=True)
class Overview:
    """One selection of centres."""

    filter: Filter
    framework: Framework
    count: int
    placed: int
    """How many of them have a place on the line."""
    zones: Mapping[str, int]
    bins: Sequence[tuple[float, int]]
    """Where each bin of the line begins, and how many places lie in it. Empty when every place is in `places`."""
    places: Sequence[ResultRecord]
    """All places, when there are few enough to draw each; otherwise the actor's own."""
    shares: Sequence[PartBin]
    quartiles: Mapping[str, Quartiles]


@dataclass(frozen=True)
class Page:
    """Some of the centres of a selection, with the figures of their indicators or items."""

    results: Sequence[ResultRecord]
    figures: Sequence[FigureRecord]
    number: int
    pages: int


class Comparing:
    def __init__(self, store: AssessmentStore, frameworks: Mapping[str, Framework]) -> None:
        self._store = store
        self._frameworks = frameworks
        self._access = Access(store, frameworks)
        self._results = Results(store, frameworks)

    # Centres with one another

    def choices(self, actor: Actor, origin: str = "real") -> list[tuple[Framework, str]]:
        """The frameworks and lenses that hold something to compare, each in its latest version."""
        _check_may_compare(actor)
        latest = {series(key): framework for key, framework in self._frameworks.items()}
        return [
            (framework, lens.id)
            for key, framework in latest.items()
            for lens in framework.lenses
            if self._store.count_results(Filter(key, lens.id, origin, visible_to=actor.id))
        ]

    def options(self, actor: Actor, wanted: Filter) -> Options:
        """What the filters can be set to, whatever they are set to now."""
        _check_may_compare(actor)
        return self._store.options(replace(wanted, visible_to=actor.id))

    def refresh(self, framework: Framework, progress: Progress | None = None) -> int:
        """Makes anew the results whose answers have changed. Gives how many."""
        return self._results.refresh_stale(progress, framework_id=framework.id)

    def overview(self, actor: Actor, framework: Framework, wanted: Filter) -> Overview:
        """What a selection of centres comes to. Every query gives a bounded number of rows."""
        _check_may_compare(actor)
        wanted = replace(wanted, visible_to=actor.id)
        with self._store.reading():
            shares, quartiles = self._store.spread(wanted, "indicator", SHARE_EDGES)
            count = self._store.count_results(wanted)
            zones = self._store.zone_counts(wanted)
            placed = sum(number for zone, number in zones.items() if zone)
            few = count <= MOST_DOTS
            return Overview(
                filter=wanted,
                framework=framework,
                count=count,
                placed=placed,
                zones=zones,
                bins=[] if few else self._store.bins(wanted, width=BIN_WIDTH),
                places=self._store.results(wanted, limit=MOST_DOTS) if few else [],
                shares=shares,
                quartiles=quartiles,
            )

    def subject_ids(self, actor: Actor, wanted: Filter) -> list[int]:
        """Every centre of a selection, in an order that says nothing about it."""
        _check_may_compare(actor)
        return self._store.subject_ids(replace(wanted, visible_to=actor.id))

    def candidates(self, actor: Actor, wanted: Filter) -> list[ResultRecord]:
        """The centres of a selection that one can be picked from: all, or the actor's own where they are too many."""
        _check_may_compare(actor)
        wanted = replace(wanted, visible_to=actor.id)
        found = self._store.results(wanted, limit=MOST_CHOICES + 1)
        return found if len(found) <= MOST_CHOICES else self.own(actor, wanted)

    def page(
        self,
        actor: Actor,
        wanted: Filter,
        number: int,
        items: bool = False,
        order: Sequence[int] | None = None,
    ) -> Page:
        """One page of a selection's centres, counted from 1: by name, or in the `order` of subjects given."""
        _check_may_compare(actor)
        wanted = replace(wanted, visible_to=actor.id)
        with self._store.reading():
            total = self._store.count_results(wanted) if order is None else len(order)
            pages = max(1, -(-total // PAGE))
            number = min(max(number, 1), pages)
            start = (number - 1) * PAGE
            if order is None:
                results = self._store.results(wanted, limit=PAGE, offset=start)
            else:
                results = self._store.results(wanted, subject_ids=order[start : start + PAGE])
            ids = [each.assessment_id for each in results]
            figures = self._store.figures(ids, "item" if items else "indicator")
        return Page(results, figures, number, pages)

    def results(self, actor: Actor, assessment_ids: Sequence[str]) -> list[ResultRecord]:
        """Those of the stored results that the actor may see."""
        return [
            each for each in self._store.results(assessment_ids=list(assessment_ids)) if _may_see(actor, each)
        ]

    def own(self, actor: Actor, wanted: Filter) -> list[ResultRecord]:
        """The actor's own results among a selection."""
        return self._store.results(replace(wanted, visible_to=actor.id), owner=actor.id, limit=MOST_DOTS)

    def strong_elsewhere(self, actor: Actor, mine: ResultRecord, wanted: Filter) -> list[tuple[str, str]]:
        """(assessment, item) where somebody lies clear above mine on one of my weakest items, widest gap first."""
        figures = self._store.figures([mine.assessment_id], "item")
        own = _frame([each for each in figures if each.position is not None])
        weakest = own.sort_values("position", kind="stable").head(WEAKEST)
        wanted = replace(wanted, visible_to=actor.id)
        # Each item asked for itself: of thousands of centres, those clear above on one could crowd the others out.
        found = [
            figure
            for row in weakest.to_dict("records")
            for figure in self._store.stronger(
                wanted, "item", {row["part"]: row["wide_high"]}, MOST_LOOKED_AT
            )
        ]
        others = [e for e in found if e.assessment_id != mine.assessment_id and (e.position or 0.0) >= STRONG]
        strong = strong_where_weak(weakest, _frame(others)).groupby("part", sort=False).head(MOST_EACH)
        return [(row["assessment_id"], row["part"]) for row in strong.to_dict("records")]

    # Round on round

    def rounds_of(self, actor: Actor, subject_id: int) -> list[str]:
        """The assessments of a subject that the actor may see, from the first round to the last."""
        found = self._store.assessments_of_subject(subject_id)
        return [each.id for each in found if self._access.role(actor, each) in ("owner", "reader", "lead")]

    def refresh_all(self, assessment_ids: Sequence[str], progress: Progress | None = None) -> None:
        """Makes anew those of these results whose answers have changed."""
        self._results.refresh_stale(progress, assessment_ids=list(assessment_ids))

    def why_not(self, before: ResultRecord, now: ResultRecord) -> str:
        """Why two rounds may not be compared, "" where they may."""
        return why_not_comparable(describe(before), describe(now))

    def trend(self, actor: Actor, subject_id: int) -> tuple[list[ResultRecord], list[FigureRecord]]:
        """A subject's results from the first round to the last, and their figures."""
        found = self._store.results(subject_id=subject_id, order="round")
        steps = [each for each in found if _may_see(actor, each)]
        return steps, self._store.figures([each.assessment_id for each in steps])

    # Both ends of the telescope

    def two_ends(self, actor: Actor, round_: RoundRecord) -> pd.DataFrame:
        """Rule 9 on stored results: `subject` (an assessment's id), `item`, `near`, `far`, `difference`, and whether
        each of the two was agreed.

        Empty where the authority's own view is missing.
        """
        found = [each for each in self._store.results(round_id=round_.id) if _may_see(actor, each)]
        return two_ends_of(found, self._store.figures([each.assessment_id for each in found], "item"))

    def results_in(self, actor: Actor, round_: RoundRecord) -> list[ResultRecord]:
        """The round's results that the actor may see, made anew first where answers have changed."""
        self._results.refresh_stale(round_id=round_.id)
        return [each for each in self._store.results(round_id=round_.id) if _may_see(actor, each)]

    def names_in(self, actor: Actor, round_: RoundRecord) -> dict[str, str]:
        """Assessment id -> subject, of the results that the actor may see."""
        found = self._store.results(round_id=round_.id)
        return {each.assessment_id: each.subject for each in found if _may_see(actor, each)}

    def in_round(self, actor: Actor, round_: RoundRecord) -> list[str]:
        """The round's assessments that the actor may see."""
        found = self._store.assessments_in(round_.id)
        return [each.id for each in found if self._access.role(actor, each) in ("owner", "reader", "lead")]


WEAKEST = 3
"""On how many of a centre's lowest items others are looked for."""
MOST_LOOKED_AT = 20
"""How many figures clear above mine are looked at for one item."""
STRONG = 62.5
"""From here on an item is strong: nearer level 3 of five than level 2. Ours."""
MOST_EACH = 3
"""How many centres are named for one item: enough to ask."""


def _may_see(actor: Actor, result: ResultRecord) -> bool:
    """Whoever came by a link sees their own centre; what others share is for the authority's lead."""
    return result.owner == actor.id or result.origin != "real" or (result.shared and actor == LOCAL_OWNER)


def _check_may_compare(actor: Actor) -> None:
    if actor != LOCAL_OWNER:
        raise NotAllowed(FOR_THE_LEAD)


def two_ends_of(results: Sequence[ResultRecord], figures: Sequence[FigureRecord]) -> pd.DataFrame:
    """As `Comparing.two_ends`, from results of one round and the figures of their items."""
    lens_of = {each.assessment_id: each.lens for each in results}
    rated = [(each, each.position) for each in figures if each.position is not None]
    far = {
        each.part: (position, each.agreed)
        for each, position in rated
        if lens_of[each.assessment_id] == "authority"
    }
    rows = [
        (each.assessment_id, each.part, position, own, position - own, each.agreed, agreed)
        for each, position in rated
        if lens_of[each.assessment_id] == "programme" and each.part in far
        for own, agreed in [far[each.part]]
    ]
    names = ["subject", "item", "near", "far", "difference", "near_agreed", "far_agreed"]
    return pd.DataFrame(rows, columns=names)


def describe(result: ResultRecord, name: str = "") -> Described:
    """A result as the rules of comparison take it, under its own name unless it is given another."""
    return Described(
        name=name or result.subject,
        series=result.series,
        lens=result.lens,
        origin=result.origin,
        position=result.position,
        wide_low=result.wide_low,
        wide_high=result.wide_high,
        rated=result.rated,
        stale=result.stale,
    )


def _frame(figures: Sequence[FigureRecord]) -> pd.DataFrame:
    columns = ["assessment_id", "part", "position", "wide_low", "wide_high"]
    rows = [[getattr(each, name) for name in columns] for each in figures]
    return pd.DataFrame(rows, columns=columns)
