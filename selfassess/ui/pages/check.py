"""Check and finish: every answer on one page, what is missing, what is worth a second look."""

import streamlit as st

from selfassess.ui import html, navigation, state, wiring
from selfassess.ui.erase_form import draw_erase_form
from selfassess.ui.opened import link_back, open_assessment, read_only, say_where
from selfassess.view_models.check import make_check
from selfassess.view_models.home import day
from selfassess.view_models.words import count, join

opened = open_assessment()
view = opened.view
check = make_check(view.framework, view.record.lens, view.mine, opened.terms)
service, actor = wiring.service(), wiring.actor()


@state.guarded
def reopen() -> None:
    service.reopen(actor, opened.id)
    state.announce("The assessment is open again.")


link_back(opened)
html.title("Check and finish")
say_where(opened)
if read_only(opened):
    st.stop()

if view.record.finished_at:
    html.paragraph(
        f"Finished on {day(view.record.finished_at.date())}. A dated copy is kept, whatever changes later."
    )
    navigation.link("results", "See where you are", key="results", primary=True, assessment=opened.id)
    if view.is_owner:
        st.button("Reopen to change an answer", key="reopen", on_click=reopen)
else:
    if check.missing:
        number = sum(len(items) for _, items in check.missing)
        html.heading(f"{count(number, 'sub-indicator is', 'sub-indicators are')} not answered")
        html.paragraph("You can finish without them. The result then shows a range instead of one place.")
        for indicator, items in check.missing:
            title = view.framework.indicator(indicator).short_title
            navigation.link(
                "indicator",
                f"Answer {join(items)} in {indicator} {title}",
                key=f"missing-{indicator}",
                assessment=opened.id,
                indicator=indicator,
            )
    if check.prompts:
        html.heading("Worth a second look")
        html.bullets(prompt.text for prompt in check.prompts)

html.heading("Your answers")
for section in check.sections:
    rows = "".join(
        f"<dt>{html.esc(row.item)} {html.esc(row.title)}</dt><dd class='{'' if row.complete else 'missing'}'>"
        f"{html.esc(row.answer)}{''.join(f'<br><span class=note>{html.esc(note)}</span>' for note in row.notes)}</dd>"
        for row in section.rows
    )
    html.show(
        f"<section><h3>{html.esc(section.indicator)}. {html.esc(section.title)}</h3><dl class='answers'>{rows}</dl></section>"
    )
    navigation.link(
        "indicator",
        f"Change answers in {section.indicator}" if view.may_answer else f"Read {section.indicator}",
        key=f"change-{section.indicator}",
        assessment=opened.id,
        indicator=section.indicator,
    )

if view.may_answer:
    html.heading("Finish")
    html.paragraph("Finishing keeps a dated copy of all answers. You can reopen it later; that is noted.")
    nothing = not any(answer.given for answer in view.mine.values())
    if st.button("Finish and see where you are", key="finish", type="primary", disabled=nothing):
        service.finish(actor, opened.id)
        state.announce("The assessment is finished.")
        navigation.go("results", assessment=opened.id)

draw_erase_form(opened)
