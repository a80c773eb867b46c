"""The worked example: the report's four authorities, rated from its evidence, beside the authors' order."""

from selfassess.charts.heatmap import draw_heatmap
from selfassess.charts.line import draw_line
from selfassess.charts.strands import draw_strands
from selfassess.framework.wording import fill, terms_of
from selfassess.ui import html, navigation, wiring
from selfassess.ui.details import context_markup, reading_markup
from selfassess.ui.widgets import current_palette, draw_cautions, draw_chart, draw_strand_words
from selfassess.view_models import worked_example as model
from selfassess.view_models.detail import GRID_CAPTION, square_words
from selfassess.view_models.results import points_of, word_strands

framework, example, scores = wiring.worked_example()
terms, look, lens, order = terms_of(framework), current_palette(), "authority", example.order

html.title("Four local authorities, as a worked example")
html.show(
    "<p class='lead'>The 2007 report describes four local authorities. We rated each on the 24 sub-indicators of the "
    "authority's view, from what the report says and nothing else.</p>"
    "<p class='flag'>These are our reading of the report, not the authors' ratings: they rated nobody.</p>"
)

html.heading("Where they lie")
chart = model.make_line_chart(framework, lens, order, scores)
draw_chart(chart, draw_line(chart.frame, points_of(framework), chart.alt), key="lines")
html.paragraph(
    f"From top to bottom, the lines stand in the authors' order ({example.order_source}). {example.order_caution}",
    "caption",
)
differences = model.explain_differences(framework, order, scores)
if differences:
    html.show("<h3>Where our reading and the authors' order differ, and why</h3>")
    html.bullets(differences)
else:
    html.paragraph(
        "No two authorities change places. The distances between them are ours; the authors gave none."
    )
html.bullets(example.notes)
draw_cautions([caution.text for caution in framework.cautions])

html.heading("Two strands")
draw_strand_words(word_strands(framework, lens))
chart = model.make_strands_chart(framework, lens, order, scores)
draw_chart(chart, draw_strands(chart.frame, square_words(framework), look), key="strands")

html.heading("All ratings")
chart = model.make_heatmap_chart(framework, lens, order, scores)
rows = list(dict.fromkeys(chart.frame["row"]))
draw_chart(chart, draw_heatmap(chart.frame, rows, list(order), look, "Levels by authority"), key="grid")
html.paragraph(GRID_CAPTION, "caption")

html.heading("What each rating rests on")
asked = navigation.asked("indicator")
for indicator in framework.indicators_in(lens):
    readings = model.readings_of(framework, lens, order, example.answers, terms, indicator.id)
    markup = "".join(reading_markup(item, fill(item.question, terms)) for item in readings)
    html.show(html.fold(f"{indicator.id} {indicator.short_title}", markup, opened=indicator.id == asked))

html.heading("The report's own figures")
html.paragraph("Context only: they enter no score.")
html.show(html.fold("Referrals and case files in the four authorities", context_markup(example.context)))
