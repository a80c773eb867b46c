"""The task list: eight indicators with their status, and the way on."""

import streamlit as st

from selfassess.ui import html, navigation
from selfassess.ui.ending import PageEnds
from selfassess.ui.opened import open_assessment, read_only, say_where, say_why_not
from selfassess.view_models.questionnaire import make_task_list
from selfassess.view_models.words import count

opened = open_assessment()
view = opened.view
tasks = make_task_list(view.framework, view.record.lens, list(view.mine.values()), opened.terms, view.asked)

html.title("The eight indicators" if len(tasks.tasks) == 8 else "The indicators")
say_where(opened)
if read_only(opened):
    raise PageEnds
st.progress(
    tasks.answered / tasks.total if tasks.total else 0.0, text=f"{tasks.answered} of {tasks.total} answered"
)

if tasks.to_review:
    html.paragraph(
        f"{count(tasks.to_review, 'answer is', 'answers are')} carried forward from the round before. Each counts once you "
        "have looked at it.",
        "flag",
    )
if view.may_answer:
    html.show(
        f"<p><strong>{html.esc(view.framework.scale.instruction)}</strong> Each question has its levels in words. Where "
        "you can't tell, say so: “don't know” is an honest answer and shows where to ask. Every answer is saved as you "
        "give it, so you can stop at any time and come back to this page.</p>"
    )
else:
    say_why_not(opened)

if view.may_answer and tasks.next_indicator:
    verb = "Start with" if tasks.answered == 0 else "Carry on with"
    title = next(task.title for task in tasks.tasks if task.indicator == tasks.next_indicator)
    navigation.link(
        "indicator",
        f"{verb} {tasks.next_indicator}: {title}",
        key="next",
        primary=True,
        assessment=opened.id,
        indicator=tasks.next_indicator,
    )
else:
    navigation.link("check", "Check your answers", key="to-check", primary=True, assessment=opened.id)

for task in tasks.tasks:
    with st.container(key=f"task-{task.indicator}"):
        navigation.link(
            "indicator",
            f"{task.indicator}  {task.title}",
            key=f"task-{task.indicator}",
            assessment=opened.id,
            indicator=task.indicator,
        )
        html.show(
            f"<p class='task'>{html.esc(task.about)}<br><span class='status {task.status.lower().replace(' ', '-')}'>"
            f"{html.esc(task.status)}</span> {html.esc(task.progress)} answered</p>"
        )

if tasks.answered:
    html.heading("When you are ready")
    if tasks.next_indicator:
        navigation.link(
            "check", "Check what is answered so far, and finish", key="check-early", assessment=opened.id
        )
    navigation.link("results", "See where you are", key="to-results", assessment=opened.id)
