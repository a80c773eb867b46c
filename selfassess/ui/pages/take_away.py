"""Take it away: the report as slides, documents, a page, a workbook and dates, made when asked for."""

import streamlit as st

from selfassess.ui import html, navigation, state
from selfassess.ui.board_report import report_of
from selfassess.ui.opened import open_assessment, say_where
from selfassess.ui.plan_parts import has_dates
from selfassess.ui.scored import end_unreleased
from selfassess.ui.take_away_files import choose, draw_files, made_of, make_files, mark_of
from selfassess.view_models import take_away

opened = open_assessment()

navigation.link("results", "← Where we are", key="back", assessment=opened.id)
html.title("Take it away")
say_where(opened)
end_unreleased(opened.view)
report = report_of(opened)
if report.provisional:
    html.paragraph(f"{report.provisional} Every file says so.", "flag")

html.heading("Which files?")
dates = has_dates(report.plan)
with st.container(key="choose"):
    chosen = [kind for kind in take_away.offered(dates) if choose(kind)]
if not dates:
    html.paragraph(take_away.NO_DATES, "caption")

made = made_of(opened)
current = made is not None and made.mark == mark_of(opened, report)
if st.button("Make the files", type="secondary" if current else "primary", key="make"):
    if chosen:
        make_files(opened, report, chosen)
        st.rerun()
    st.error(take_away.NOTHING_CHOSEN)
    state.announce(take_away.NOTHING_CHOSEN)

if made:
    html.heading(take_away.say_made(made.files))
    if not current:
        html.paragraph(take_away.OUT_OF_DATE, "flag")
    html.paragraph(take_away.READ_FIRST)
    with st.container(key="downloads"):
        draw_files(made, report.file_stem)
