"""Where we are: the page that prints on one sheet."""

from datetime import date

import streamlit as st

from selfassess.charts.line import draw_line
from selfassess.ui import html, navigation, state, wiring
from selfassess.ui.opened import link_back, open_assessment, say_where
from selfassess.ui.scored import scores_of
from selfassess.view_models.home import day
from selfassess.view_models.results import describe_strands, make_summary, points_of

opened = open_assessment()
view, record = opened.view, opened.view.record
service, actor = wiring.service(), wiring.actor()


@state.guarded
def save_action(position: int, item: str, key: str) -> None:
    due = st.session_state.get(f"note-due-{key}")
    note = service.save_action(
        actor,
        opened.id,
        position,
        item,
        st.session_state.get(f"note-action-{key}") or "",
        st.session_state.get(f"note-owner-{key}") or "",
        due if isinstance(due, date) else None,
    )
    if note.saved:
        state.announce(f"Plan {position} saved.")
    else:
        state.tell_problem("Not saved yet: " + " ".join(note.warnings) + " Change the plan's wording.")


link_back(opened)
html.title("Where we are")
say_where(opened)
scores = scores_of(view)
if scores is None:
    html.paragraph("Nothing is answered yet, so there is nothing to place.")
    navigation.link(
        "assessment", "Answer the first questions", key="begin", primary=True, assessment=opened.id
    )
    st.stop()

summary = make_summary(view.framework, record.lens, record.subject, view.answers, scores, opened.terms)
stamp = (
    f"Finished {day(record.finished_at.date())}."
    if record.finished_at
    else f"Provisional, {day(date.today())}: not finished yet."
)
html.show(f"<p class='place'>{html.esc(summary.place.sentence)}</p>")
html.show(draw_line(summary.line, points_of(view.framework), summary.line_alt, named=False))
html.show(f"<p>{html.esc(summary.place.range_sentence)}</p>" if summary.place.range_sentence else "")
html.show(f"<p class='caution-line'>{html.esc(summary.caution)}</p>")
strands = describe_strands(view.framework, scores)
html.show(
    "<div class='pair'>"
    + "".join(
        f"<div class='strand strand-{n}'><p class='strand-name'>{html.esc(s.label)}</p>"
        f"<p class='strand-figure'>{html.esc(s.sentence)}</p><p>{html.esc(s.description)}</p></div>"
        for n, s in enumerate(strands)
    )
    + "</div>"
)
html.show(
    "<dl class='facts'>"
    f"<dt>Who says so</dt><dd>{html.esc(summary.who)} {html.esc(stamp)}</dd>"
    f"<dt>What we could show for it</dt><dd>{html.esc(summary.evidence)}</dd>"
    + "".join(
        f"<dt>{html.esc(signal.split(': ')[0])}</dt><dd>{html.esc(signal.split(': ', 1)[1].capitalize())}</dd>"
        for signal in summary.place.signals
    )
    + "</dl>"
)

html.heading("To work on next")
if not summary.priorities:
    html.paragraph("Nothing rated stands below the top level.")
actions = {action.position: action for action in view.actions}
for number, priority in enumerate(summary.priorities, start=1):
    kept = actions.get(number)
    if kept and kept.item != priority.item:
        kept = None
    key = f"{number}-{priority.item}-{opened.id}"
    with st.container(key=f"plan-{number}"):
        html.show(
            f"<h3>{number}. {html.esc(priority.title)} <span class='number'>{html.esc(priority.item)}</span></h3>"
            f"<p><strong>Now</strong> {html.esc(priority.now)} {html.esc(priority.why)}</p>"
            f"<p><strong>A next step</strong> {html.esc(priority.next_step)}</p>"
        )
        if view.is_owner:
            for name, value in (
                ("action", kept.text if kept else ""),
                ("owner", kept.owner_role if kept else ""),
                ("due", kept.due_on if kept else None),
            ):
                st.session_state.setdefault(f"note-{name}-{key}", value)
            args = (number, priority.item, key)
            left, middle, right = st.columns([3, 2, 2])
            left.text_input(
                "What we will do", key=f"note-action-{key}", on_change=save_action, args=args, max_chars=400
            )
            middle.text_input(
                "Who leads (role)", key=f"note-owner-{key}", on_change=save_action, args=args, max_chars=120
            )
            right.date_input(
                "By when",
                value=None,
                key=f"note-due-{key}",
                on_change=save_action,
                args=args,
                format="DD/MM/YYYY",
            )

with st.container(key="onward"):
    navigation.link("detail", "See the results in detail", key="detail", primary=True, assessment=opened.id)
    html.paragraph(
        "To take this page to a meeting, print it from your browser: it fits one sheet.", "screen-only"
    )
