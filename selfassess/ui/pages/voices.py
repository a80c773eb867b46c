"""Every voice: what to talk about first, then how people answered each sub-indicator, and what they agreed on."""

from selfassess.errors import NotAllowed
from selfassess.ui import html, navigation
from selfassess.ui.agree_form import draw_agree
from selfassess.ui.ending import PageEnds
from selfassess.ui.opened import open_assessment, say_where
from selfassess.ui.scored import end_unreleased
from selfassess.ui.voices_parts import agenda_markup, agenda_of, heard, item_markup
from selfassess.ui.widgets import draw_cautions
from selfassess.view_models.voices import MEAN_NOTE

opened = open_assessment()
view = opened.view
navigation.link("results", "← Where we are", key="back", assessment=opened.id)
html.title("Every voice")
say_where(opened)
if view.role == "respondent":
    raise NotAllowed("What everybody answered is for the centre's manager. You can read your own answers.")
end_unreleased(view)
voices = heard(opened)
if voices is None:
    html.paragraph("Nobody has answered yet, so there is nothing to talk about.")
    raise PageEnds

html.paragraph(voices.who, "lead")
for sentence in (voices.merged, voices.summary):
    if sentence:
        html.paragraph(sentence)
html.paragraph(MEAN_NOTE, "caption")
html.heading("What to talk about first")
html.show(agenda_markup(agenda_of(opened)))
draw_cautions([caution.text for caution in view.framework.cautions])

for indicator in voices.indicators:
    html.heading(f"{indicator.id}. {indicator.title}")
    for item in indicator.items:
        html.show(item_markup(view.framework, item))
        if view.is_owner:
            draw_agree(opened, item)
