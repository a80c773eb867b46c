"""The results in detail: the line, the two strands, the profile, the grid, strengths, what to work on, gaps."""

from functools import partial

from selfassess.charts.heatmap import draw_heatmap
from selfassess.charts.line import draw_line, draw_profile
from selfassess.charts.strands import draw_strands
from selfassess.framework.wording import fill
from selfassess.ui import html, navigation
from selfassess.ui.details import draw_band
from selfassess.ui.downloads import draw_downloads
from selfassess.ui.ending import PageEnds
from selfassess.ui.opened import open_assessment, say_where
from selfassess.ui.plan_form import link_gaps_to_plan
from selfassess.ui.scored import end_unreleased, scores_of
from selfassess.ui.widgets import current_palette, draw_cautions, draw_chart, draw_strand_words
from selfassess.view_models import detail
from selfassess.view_models.placement import describe_place
from selfassess.view_models.results import points_of, word_strands

opened = open_assessment()
view, record = opened.view, opened.view.record
framework, lens, name = view.framework, record.lens, record.subject
scores = scores_of(view)

navigation.link("results", "← Where we are", key="back", assessment=opened.id)
html.title("Results in detail")
say_where(opened)
end_unreleased(view)
if scores is None:
    html.paragraph("Nothing is answered yet, so there is nothing to show.")
    navigation.link(
        "assessment", "Answer the first questions", key="begin", primary=True, assessment=opened.id
    )
    raise PageEnds

html.heading("The place on the line")
place = describe_place(framework, scores)
chart = detail.make_line_chart(framework, lens, name, place)
draw_chart(chart, draw_line(chart.frame, points_of(framework), chart.alt, named=False), key="line")
for text in (place.zone_description, place.range_sentence, *place.signals):
    if text:
        html.paragraph(fill(text, opened.terms))
draw_cautions([caution.text for caution in framework.cautions])

if len(framework.effective_strands) == 2:
    html.heading("Two strands")
    draw_strand_words(word_strands(framework, lens))
    chart = detail.make_strands_chart(framework, lens, name, scores)
    figure = draw_strands(chart.frame, detail.square_words(framework), current_palette())
    draw_chart(chart, figure, key="strands")

html.heading("Indicators")
chart = detail.make_profile_chart(framework, lens, scores)
draw_chart(chart, draw_profile(chart.frame, chart.alt), key="profile")
html.paragraph(detail.PROFILE_CAPTION, "caption")

html.heading("Sub-indicators")
chart = detail.make_heatmap_chart(framework, lens, scores)
rows, columns = list(dict.fromkeys(chart.frame["row"])), sorted(set(chart.frame["column"]))
draw_chart(
    chart, draw_heatmap(chart.frame, rows, columns, current_palette(), "Levels by sub-indicator"), key="grid"
)
html.paragraph(detail.GRID_CAPTION, "caption")

for kind, heading, empty in detail.BAND_SECTIONS:
    found = detail.group_by_band(framework, lens, view.answers, scores, opened.terms, kind)
    if found or empty:
        html.heading(f"{heading} ({detail.name_bands(framework, kind)})")
        plan = kind == "to_work_on" and view.is_owner
        draw_band(found, empty, below=partial(link_gaps_to_plan, opened, scores) if plan else None)

gaps = detail.find_gaps(framework, scores, view.disclosed.withheld if view.disclosed else ())
html.heading("What is not known")
if gaps:
    html.table(("Sub-indicator", "What is missing"), gaps, "Sub-indicators without a rating")
    html.paragraph("A gap is a place to ask, not a low rating. Who in another agency would know?", "caption")
else:
    html.paragraph("Every applicable sub-indicator is rated.")

if view.is_owner:
    navigation.link("plan", "Go to the plan", key="plan", assessment=opened.id)
draw_downloads(view.answers)
