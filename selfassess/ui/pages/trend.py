"""Round on round: where one centre or authority stood each time, and what moved since the last."""

from selfassess.charts.line import draw_line
from selfassess.charts.moves import draw_moves
from selfassess.errors import NotFound
from selfassess.service.comparing import NOT_HERE
from selfassess.ui import html, navigation, wiring
from selfassess.ui.refreshing import refresh_some
from selfassess.ui.widgets import draw_cautions, draw_chart
from selfassess.view_models.results import points_of
from selfassess.view_models.trend import make_trend

asked = navigation.asked("subject")
if not asked.isdecimal() or len(asked) > 9:
    raise NotFound("This page needs a centre. Open its results and follow “What moved since last time”.")
actor, comparing = wiring.actor(), wiring.comparing()
rounds = comparing.rounds_of(actor, int(asked))
if not rounds:
    raise NotFound(NOT_HERE)
refresh_some(rounds)
steps, figures = comparing.trend(actor, int(asked))
view = wiring.service().load(actor, rounds[-1])
framework, record = view.framework, view.record
trend = make_trend(framework, record.lens, record.subject, steps, figures)

navigation.link("results", "← Where we are", key="back", assessment=rounds[-1])
html.title("Round on round")
html.paragraph(
    " · ".join(dict.fromkeys(part for part in (record.subject, record.authority) if part)), "where"
)
if record.origin == "illustrative":
    html.paragraph("Illustrative: made up to show the tool. It describes no real place.", "flag")
if trend.line:
    draw_chart(trend.line, draw_line(trend.line.frame, points_of(framework), trend.line.alt), key="line")
for sentence in (*trend.sentences, *trend.gaps, trend.empty):
    if sentence:
        html.paragraph(sentence)
draw_cautions([caution.text for caution in framework.cautions])
for heading, chart in (("Indicators", trend.moves), ("Sub-indicators", trend.items)):
    if chart:
        html.heading(f"What moved: {heading.lower()}")
        draw_chart(chart, draw_moves(chart.frame, chart.alt), key=f"moves-{heading}")
if trend.note:
    html.paragraph(trend.note, "caption")
