"""Check and finish: every answer on one page, what is missing, what is worth a second look."""

import streamlit as st

from selfassess.ui import html, navigation, state, visit, wiring
from selfassess.ui.copies import draw_copies
from selfassess.ui.ending import PageEnds
from selfassess.ui.erase_form import draw_erase_form
from selfassess.ui.opened import link_back, open_assessment, read_only, say_where
from selfassess.view_models.check import make_check
from selfassess.view_models.home import day
from selfassess.view_models.words import count, join

opened = open_assessment()
view = opened.view
check = make_check(view.framework, view.record.lens, view.mine, opened.terms, view.asked)
service, actor = wiring.service(), wiring.actor()


@state.guarded
def reopen() -> None:
    service.reopen(actor, opened.id)
    state.tell_done("The assessment is open again. Finish it once more when you are done.")


def link_to(indicator: str, item: str, label: str, key: str) -> None:
    """A link to one question, with the way back to this page."""
    where = {"assessment": opened.id, "from": "check", "item": item}
    navigation.link("indicator", label, key=key, indicator=indicator, **where)


link_back(opened)
html.title("Check and finish")
say_where(opened)
if read_only(opened):
    raise PageEnds

if view.record.finished_at:
    html.paragraph(
        f"Finished on {day(view.record.finished_at.date())}. A dated copy is kept, whatever changes later."
    )
    navigation.link("results", "See where you are", key="results", primary=True, assessment=opened.id)
    if view.is_owner:
        st.button("Reopen to change an answer", key="reopen", on_click=reopen)
if view.drafts:
    html.heading(f"{count(len(view.drafts), 'note waits', 'notes wait')} as a draft")
    html.paragraph(
        "They seem to hold personal details, and are not part of the assessment. Change, keep or delete them."
    )
    for item, field in view.drafts:
        if field.startswith("action"):
            label = f"Look at what you wrote for the plan on {item}"
            navigation.link("plan", label, key=f"draft-{item}-{field}", assessment=opened.id)
        else:
            link_to(
                view.framework.indicator_of(item).id,
                item,
                f"Look at the note on {item}",
                f"draft-{item}-{field}",
            )
if view.may_answer and check.missing:
    number = sum(len(items) for _, items in check.missing)
    html.heading(f"{count(number, 'sub-indicator is', 'sub-indicators are')} not complete")
    html.paragraph("You can finish without them. The result then shows a range instead of one place.")
    for indicator, items in check.missing:
        title = view.framework.indicator(indicator).short_title
        link_to(indicator, items[0], f"Answer {join(items)} in {indicator} {title}", f"missing-{indicator}")
if view.may_answer and check.prompts:
    html.heading("Worth a second look")
    html.paragraph("These can be right. Does each match what you could show?")
    for place, prompt in enumerate(check.prompts):
        link_to(prompt.indicator, prompt.item, prompt.text, f"prompt-{place}")

html.heading("Your answers")
for section in check.sections:
    rows = "".join(
        f"<dt>{html.esc(row.item)} {html.esc(row.title)}</dt><dd class='{'' if row.complete else 'missing'}'>"
        + html.esc(row.answer)
        + "".join(f"<br><span class='note'>{html.esc(note)}</span>" for note in row.notes)
        + "</dd>"
        for row in section.rows
    )
    html.show(
        f"<h3>{html.esc(section.indicator)}. {html.esc(section.title)}</h3><dl class='answers'>{rows}</dl>"
    )
    verb = "Change answers in" if view.may_answer else "Read"
    link_to(
        section.indicator, "", f"{verb} {section.indicator} {section.title}", f"change-{section.indicator}"
    )

if view.may_answer and view.record.managed:
    html.heading("Finish")
    if visit.visit() is None:
        html.paragraph(
            "Your answers count as they stand. You can change them until the round closes; a dated copy is kept then."
        )
        navigation.link("round", "Back to the round", key="on", primary=True, round=str(view.round.id))
    else:
        html.paragraph(
            "Say on the next page that you are done. You can change an answer until the round closes."
        )
        navigation.link("answer", "Go on to finish", key="on", primary=True)
elif view.may_answer and view.is_owner:
    html.heading("Finish")
    html.paragraph("Finishing keeps a dated copy of all answers. You can reopen it later; that is noted.")
    nothing = not any(answer.given for answer in view.mine.values())
    if st.button("Finish and see where you are", key="finish", type="primary", disabled=nothing):
        service.finish(actor, opened.id)
        state.announce("The assessment is finished.")
        navigation.go("results", assessment=opened.id)

draw_copies(view)
draw_erase_form(opened)
