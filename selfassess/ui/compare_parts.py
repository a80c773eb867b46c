"""What a comparison shows: where centres stand, indicator by indicator, and one centre beside others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import streamlit as st

from selfassess.charts.heatmap import draw_heatmap
from selfassess.charts.line import draw_line
from selfassess.charts.shares import draw_shares
from selfassess.charts.strip import draw_bins, draw_strip
from selfassess.service.comparing import MOST_CHOICES, PAGE
from selfassess.store.result_records import ResultRecord
from selfassess.ui import compare_filters, html, navigation, state, wiring
from selfassess.ui.compare_filters import Chosen
from selfassess.ui.widgets import current_palette, draw_chart
from selfassess.view_models import compare, compare_parts
from selfassess.view_models.placed import names_of
from selfassess.view_models.results import points_of

PICK_FIRST = (
    f"There are more than {MOST_CHOICES} centres here. Choose an authority above to pick from its centres."
)
PLACE_CAPTION = (
    "The place on the line rests on what people in different agencies do with one another. Each indicator's figure takes in "
    "its documents, training and systems as well, so a place is not the mean of a centre's indicators."
)
SHARES_CAPTION = (
    "From 0, everything at the lowest level, to 100, everything at the highest. The numbers in the bars count centres; "
    "a centre with too little rated on an indicator is not in its bar."
)
GRID_CAPTION = "Positions from 0 to 100. “–” means too little is rated, “n/a” not applicable or not asked, “*” agreed together."


class Names:
    """What each centre of a selection is called on the page: its name, or its alias."""

    def __init__(self, chosen: Chosen) -> None:
        self._aliases: Mapping[str, str] = {}
        self.order: list[int] | None = None
        """The selection's centres by alias, so that their order gives no name away; None while names show."""
        if state.aliases_on():
            comparing, actor, wanted = wiring.comparing(), wiring.actor(), chosen.overview.filter
            everyone = comparing.subject_ids(actor, compare_filters.without_filters(wanted))
            self._aliases = state.aliases_for(map(str, everyone), "Centre")
            here = comparing.subject_ids(actor, wanted)
            self.order = sorted(here, key=lambda each: self._aliases[str(each)])

    def of(self, results: Iterable[ResultRecord]) -> dict[str, str]:
        """Assessment id -> name. Two results of one name are told apart by their round."""
        found = list(results)
        names = names_of(found)
        if self._aliases:
            names = {each.assessment_id: self._aliases[str(each.subject_id)] for each in found}
        taken = list(names.values())
        for each in found:
            if taken.count(names[each.assessment_id]) > 1:
                names[each.assessment_id] += f", {each.round or 'no round'}"
        return names


def draw_places(chosen: Chosen, names: Names, mine: str) -> None:
    """The line with every centre on it, or centres counted along it where they are many."""
    overview, framework = chosen.overview, chosen.framework
    points = points_of(framework)
    if overview.bins:
        chart = compare.make_binned_strip_chart(
            framework, overview.bins, zones=overview.zones, target=chosen.target
        )
        parts = compare.zone_parts(framework, overview.zones)
        figure = draw_bins(chart.frame, points, chart.alt, zones=parts, target=chosen.target)
    else:
        chart = compare.make_strip_chart(
            framework,
            overview.places,
            names.of(overview.places),
            mine={mine},
            target=chosen.target,
        )
        figure = draw_strip(chart.frame, points, chart.alt, target=chosen.target)
    draw_chart(chart, figure, key="strip")
    html.paragraph(PLACE_CAPTION, "caption")


def draw_indicators(chosen: Chosen) -> None:
    """How many centres stand where on each indicator: a distribution, no order of centres."""
    overview = chosen.overview
    chart = compare_parts.make_shares_chart(
        chosen.framework, chosen.lens, overview.shares, overview.quartiles
    )
    figure = draw_shares(chart.frame, compare_parts.SHARE_NAMES, current_palette(), chart.alt)
    draw_chart(chart, figure, key="shares")
    html.paragraph(SHARES_CAPTION, "caption")


def draw_grid(chosen: Chosen, names: Names) -> None:
    """Centres by indicators, or by the sub-indicators of one, a page at a time; and what each figure rests on."""
    framework, lens = chosen.framework, chosen.lens
    titles = {each.id: f"{each.id} {each.short_title}" for each in framework.indicators_in(lens)}
    inside = compare_filters.choose_inside(titles)
    number = compare_filters.page_number()
    page = wiring.comparing().page(
        wiring.actor(), chosen.overview.filter, number, items=bool(inside), order=names.order
    )
    called = names.of(page.results)
    chart = compare_parts.make_heatmap_chart(framework, lens, page.results, page.figures, called, inside)
    rows, columns = compare_parts.heatmap_order(framework, lens, page.results, called, inside)
    draw_chart(chart, draw_heatmap(chart.frame, rows, columns, current_palette(), chart.title), key="centres")
    html.paragraph(GRID_CAPTION, "caption")
    compare_filters.choose_page(page.number, page.pages, chosen.overview.count, PAGE)
    ranges = compare.make_ranges_chart(framework, page.results, called)
    html.heading("Each place with its range")
    html.show(draw_line(ranges.frame, points_of(framework), ranges.alt))
    html.paragraph(compare.WIDE_CAPTION, "caption")
    html.table(ranges.columns, ranges.rows, ranges.title)


def draw_pair(chosen: Chosen, candidates: Sequence[ResultRecord], names: Mapping[str, str]) -> None:
    """Two centres on two lines, with what can be said of the difference."""
    html.heading("Two centres side by side")
    if len(candidates) < 2:
        html.paragraph(PICK_FIRST if chosen.overview.count > MOST_CHOICES else "This needs two centres.")
        return
    by_id = {each.assessment_id: each for each in candidates}
    with st.container(key="pair", horizontal=True):
        one = pick("One centre", "one", names)
        other = pick("The other", "other", names)
    if not one or not other:
        html.paragraph("Choose two centres to see whether there is a difference to speak of.", "caption")
    elif one == other:
        html.paragraph("Choose two different centres.")
    else:
        pair = compare.compare_pair(chosen.framework, by_id[one], by_id[other], names)
        if pair.chart is None:
            html.paragraph(pair.sentence, "flag")
        else:
            draw_chart(
                pair.chart,
                draw_line(pair.chart.frame, points_of(chosen.framework), pair.chart.alt),
                key="two",
            )


def draw_mine(chosen: Chosen, mine: ResultRecord | None, names: Names, called: Mapping[str, str]) -> None:
    """Who stands clear above one's own centre where it is lowest: somebody to ask."""
    if mine is None:
        html.paragraph("Choose your centre to see whom you could ask about what it is lowest on.", "caption")
        return
    comparing, actor = wiring.comparing(), wiring.actor()
    found = comparing.strong_elsewhere(actor, mine, chosen.overview.filter)
    others = comparing.results(actor, [each for each, _ in found])
    strong = compare.make_strong_elsewhere(
        chosen.framework, called[mine.assessment_id], found, names.of(others)
    )
    if strong.empty:
        html.paragraph(strong.empty)
    rows = [(f"{item} {title}", ", ".join(centres)) for item, title, centres in strong.rows]
    if rows:
        html.table(("Sub-indicator", "Clear above it"), rows, strong.title)
        html.paragraph("What works for one centre may not work for another. Ask what it took.", "caption")
    if not state.aliases_on():
        navigation.link("trend", "What moved, round on round", key="trend", subject=str(mine.subject_id))


def pick(label: str, name: str, names: Mapping[str, str]) -> str:
    """One centre out of a list, "" for none. Kept in this session and not in the address, which aliases must not
    give away."""
    value = state.picked(name, names)
    key = f"pick-{name}{'-aliased' if state.aliases_on() else ''}"
    st.session_state[key] = value
    options = {"": "Choose"} | dict(sorted(names.items(), key=lambda each: each[1].casefold()))
    st.selectbox(
        label,
        list(options),
        format_func=lambda each: options.get(each, each),
        key=key,
        on_change=_keep,
        args=(name, key),
        width=260,
    )
    return value


def _keep(name: str, key: str) -> None:
    state.pick(name, st.session_state.get(key) or "")
