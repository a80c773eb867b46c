"""The results in detail: the line, the two strands, the profile, the grid, strengths, what to work on, gaps."""

import streamlit as st

from selfassess.charts.heatmap import draw_heatmap
from selfassess.charts.line import draw_line
from selfassess.charts.profile import draw_profile
from selfassess.charts.strands import draw_strands
from selfassess.exchange.answers_csv import write_csv
from selfassess.exchange.answers_xlsx import write_sheet
from selfassess.framework.wording import fill
from selfassess.ui import html, navigation
from selfassess.ui.details import draw_band
from selfassess.ui.opened import open_assessment, say_where
from selfassess.ui.scored import scores_of
from selfassess.ui.widgets import current_palette, draw_cautions, draw_chart_with_table
from selfassess.view_models import detail
from selfassess.view_models.results import LINE_COLUMNS, describe_strands, line_row, make_summary, points_of

opened = open_assessment()
view, record = opened.view, opened.view.record
framework, lens = view.framework, record.lens
scores = scores_of(view)

navigation.link("results", "← Where we are", key="back", assessment=opened.id)
html.title("Results in detail")
say_where(opened)
if scores is None:
    html.paragraph("Nothing is answered yet, so there is nothing to show.")
    navigation.link(
        "assessment", "Answer the first questions", key="begin", primary=True, assessment=opened.id
    )
    st.stop()

look = current_palette()
summary = make_summary(framework, lens, record.subject, view.answers, scores, opened.terms)

html.heading("The place on the line")
draw_chart_with_table(
    summary.place.sentence,
    draw_line(summary.line, points_of(framework), summary.line_alt, named=False),
    summary.line_alt,
    LINE_COLUMNS,
    [line_row(record.subject, summary.place.figure)],
    key="line",
)
for text in (summary.place.zone_description, summary.place.range_sentence, *summary.place.signals):
    if text:
        html.paragraph(fill(text, opened.terms))
draw_cautions([caution.text for caution in framework.cautions])

strands = describe_strands(framework, scores)
if len(strands) == 2:
    html.heading("Two strands")
    html.show(
        "".join(f"<p><strong>{html.esc(s.label)}</strong> {html.esc(s.description)}</p>" for s in strands)
        + "<p>The split is ours.</p>"
    )
    chart = detail.make_strands_chart(framework, lens, record.subject, scores)
    draw_chart_with_table(
        chart.title,
        draw_strands(chart.frame, detail.square_words(framework), look),
        chart.alt,
        chart.columns,
        chart.rows,
        key="strands",
    )

html.heading("Indicators")
chart = detail.make_profile_chart(framework, lens, scores)
draw_chart_with_table(
    chart.title, draw_profile(chart.frame, look), chart.alt, chart.columns, chart.rows, key="profile"
)
html.paragraph(
    "The dot is the position from 0 to 100. The bar is where it could lie once everything is rated. "
    "What is missing shows as a longer bar, never as a zero.",
    "caption",
)

html.heading("Sub-indicators")
chart = detail.make_heatmap_chart(framework, lens, scores)
rows, columns = list(dict.fromkeys(chart.frame["row"])), sorted(set(chart.frame["column"]))
draw_chart_with_table(
    chart.title,
    draw_heatmap(chart.frame, rows, columns, look),
    chart.alt,
    chart.columns,
    chart.rows,
    key="grid",
)
html.paragraph("Figures are levels. “?” means don't know, “–” not answered, “n/a” not applicable.", "caption")

for kind, name, empty in (
    ("strength", "Strengths", "No indicator reaches the band for strengths yet."),
    ("to_work_on", "To work on", "No indicator lies in the band for things to work on."),
    ("middle", "Part of the way", ""),
):
    found = detail.group_by_band(framework, lens, view.answers, scores, opened.terms, kind)
    if found or empty:
        html.heading(name)
        draw_band(found, empty)

gaps = detail.find_gaps(framework, scores)
html.heading("What is not known")
if gaps:
    html.table(("Sub-indicator", "What is missing"), gaps, "Sub-indicators without a rating")
    html.paragraph("A gap is a place to ask, not a low rating. Who in another agency would know?", "caption")
else:
    html.paragraph("Every applicable sub-indicator is rated.")

html.heading("Take the answers away")
answers = view.answers
with st.container(key="downloads", horizontal=True):
    st.download_button(
        "Answers as XLSX",
        data=lambda: write_sheet(answers),
        file_name="answers.xlsx",
        key="xlsx",
        on_click="ignore",
    )
    st.download_button(
        "Answers as CSV",
        data=lambda: write_csv(answers, for_spreadsheet=True).encode("utf-8-sig"),
        file_name="answers.csv",
        mime="text/csv",
        key="csv",
        on_click="ignore",
    )
