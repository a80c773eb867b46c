"""Where we are: the page that prints on one sheet."""

from datetime import date

import streamlit as st

from selfassess.charts.line import draw_line
from selfassess.framework.wording import fill
from selfassess.ui import html, navigation
from selfassess.ui.ending import PageEnds
from selfassess.ui.opened import link_back, open_assessment, say_where
from selfassess.ui.plan_form import draw_plan
from selfassess.ui.plan_parts import plan_of
from selfassess.ui.scored import end_unreleased, scores_of
from selfassess.ui.voices_links import draw_voices_links
from selfassess.view_models.detail import make_line_chart
from selfassess.view_models.plan import places_of
from selfassess.view_models.results import describe_strands, make_summary, names_of_the_line, points_of
from selfassess.view_models.whose import say_nothing_there, say_stamp, say_who_answered

opened = open_assessment()
view, record = opened.view, opened.view.record
framework, lens = view.framework, record.lens

link_back(opened)
html.title("Where we are")
say_where(opened)
end_unreleased(view)
scores = scores_of(view)
if scores is None:
    html.paragraph(say_nothing_there(view))
    if not view.round_closed:
        navigation.link(
            "assessment", "Answer the first questions", key="begin", primary=True, assessment=opened.id
        )
    raise PageEnds

summary = make_summary(framework, lens, view.answers, scores, opened.terms, places_of(view.actions))
place = summary.place
line = make_line_chart(framework, lens, record.subject, place)

html.show(f"<p class='place'>{html.esc(place.sentence)}</p>")
if place.zone_description:
    html.paragraph(fill(place.zone_description, opened.terms))
html.show(draw_line(line.frame, points_of(framework), line.alt, named=False))
if place.range_sentence:
    html.paragraph(place.range_sentence)
html.show(f"<p class='caution-line'>{html.esc(summary.caution)}</p>")
names = "".join(
    f"<p><strong>{html.esc(name)}</strong> {html.esc(fill(meaning, opened.terms))}</p>"
    for name, meaning in names_of_the_line(framework)
)
html.show(
    f"<div class='screen-only'>{html.fold('What the names on the line mean', names)}</div>" if names else ""
)

html.show(
    "<div class='pair'>"
    + "".join(
        f"<div class='strand strand-{n}'><p class='strand-name'>{html.esc(s.label)}</p>"
        f"<p class='strand-figure'>{html.esc(s.sentence)}</p><p>{html.esc(s.description)}</p></div>"
        for n, s in enumerate(describe_strands(framework, scores))
    )
    + "</div>"
)
facts = [
    ("Who says so", f"{say_who_answered(view)} {say_stamp(view, date.today())}"),
    ("What we could show for it", summary.evidence),
]
facts += [
    (title, f"{words[:1].upper()}{words[1:]}") for title, words in (s.split(": ", 1) for s in place.signals)
]
html.show(
    "<dl class='facts'>"
    + "".join(
        f"<dt>{html.esc(name)}</dt><dd>{html.esc(fill(words, opened.terms))}</dd>" for name, words in facts
    )
    + "</dl>"
)

if view.role != "lead":  # what a centre works on next is its own
    html.heading("To work on next")
    if not summary.priorities:
        html.paragraph("Nothing rated stands below the top level.")
    draw_plan(opened, summary.priorities)
    if view.is_owner or view.actions:
        plan = plan_of(opened, scores)
        label = f"Go to the plan: {plan.summary.rstrip('.')}" if plan.rows else "Go to the plan"
        navigation.link("plan", label, key="plan", assessment=opened.id)

with st.container(key="onward"):
    navigation.link("detail", "See the results in detail", key="detail", primary=True, assessment=opened.id)
    navigation.link(
        "take_away", "Take it away: slides, report, workbook", key="take-away", assessment=opened.id
    )
    draw_voices_links(view)
    if view.is_owner:
        label = "Change an answer" if view.may_answer else "Change an answer, or see the dated copies"
        navigation.link("check", label, key="change", assessment=opened.id)
    html.paragraph(
        "To take this page to a meeting, print it from your browser (Ctrl+P): it fits one sheet.",
        "screen-only",
    )
