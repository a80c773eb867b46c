"""Both ends of the telescope: the authority's own view of each sub-indicator beside its centres'."""

from selfassess.charts.spread import draw_spread
from selfassess.errors import NotFound
from selfassess.framework.wording import terms_of
from selfassess.ui import html, navigation, wiring
from selfassess.ui.ending import PageEnds
from selfassess.ui.refreshing import refresh_some
from selfassess.ui.widgets import draw_cautions, draw_chart
from selfassess.view_models import two_ends
from selfassess.view_models.results import symbol_of

asked = navigation.asked("round")
if not asked.isdecimal() or len(asked) > 9:
    raise NotFound("This page needs a round. Go to Rounds and open one.")
actor, comparing = wiring.actor(), wiring.comparing()
round_ = wiring.rounds().load(actor, int(asked))
framework, authority = round_.framework, round_.authority.name
terms = terms_of(framework, "")

navigation.link("round", "← The round", key="back", round=asked)
html.title("Both ends of the telescope")
html.paragraph(f"{authority} · {round_.record.name}", "where")
refresh_some(comparing.in_round(actor, round_.record))
ends = two_ends.make_two_ends(
    framework,
    comparing.two_ends(actor, round_.record),
    terms,
    authority=authority,
    names=comparing.names_in(actor, round_.record),
)
html.paragraph(ends.reminder, "instruction")
if ends.chart is None:
    html.paragraph(ends.empty)
    html.paragraph(
        "It takes the authority's own answers and at least one centre that has shared its results; in an anonymous "
        "round, both come when it has closed."
    )
    own = [each for each in round_.participants if each.is_own]
    if own and round_.state == "open":
        navigation.link(
            "assessment",
            "Answer the authority's own side",
            key="own",
            primary=True,
            assessment=own[0].record.id,
        )
    raise PageEnds

figure = draw_spread(
    ends.chart.frame,
    two_ends.levels_of(framework),
    ends.chart.alt,
    far_symbol=symbol_of(framework, "authority"),
    legend=two_ends.LEGEND,
)
draw_chart(ends.chart, figure, key="ends")
draw_cautions([caution.text for caution in framework.cautions])

html.heading("One by one, the widest difference first")
for row in ends.rows:
    centres = html.table_markup(("Centre", "Rating"), row.centres, f"{row.item} {row.title}")
    html.show(
        html.fold(
            f"{row.item} {row.title}: {row.sentence}",
            f"<p><strong>The authority was asked</strong> {html.esc(row.far_question)}</p>"
            f"<p><strong>Centres were asked</strong> {html.esc(row.near_question)}</p>{centres}",
        )
    )
