"""One round for its lead: who takes part and how far they are, links, the end, and the ways on."""

from selfassess.errors import NotFound
from selfassess.service.calendar import today
from selfassess.store.places import NO_ROUND
from selfassess.ui import html, navigation, notices, state, wiring
from selfassess.ui.authority_centres import draw_authority_centres
from selfassess.ui.centres_form import draw_centres_form
from selfassess.ui.closing_form import draw_closing
from selfassess.ui.invite_form import draw_invite_form
from selfassess.ui.people_form import draw_people
from selfassess.ui.round_ways import draw_ways
from selfassess.view_models.rounds import describe_round, make_progress

asked = navigation.asked("round")
if not asked.isascii() or not asked.isdigit() or len(asked) > 15:
    raise NotFound(NO_ROUND)
view = wiring.rounds().load(wiring.actor(), int(asked))
state.use_authority(view.authority.name)
words = describe_round(view, today())
progress = make_progress(view)
centres = [each for each in view.participants if not each.is_own]

navigation.link("rounds", "← Rounds", key="back")
html.title(words.name)
html.paragraph(f"{view.authority.name} · {view.framework.title}", "where")
notices.draw(f"round-{view.record.id}")
html.paragraph(words.dates)
html.paragraph(words.voices)
if words.asks:
    html.paragraph(words.asks)

if view.state == "closed":
    draw_ways(view)

html.heading("Who takes part")
html.paragraph(progress.sentence)
if centres:
    # The authority stands among them only when it has asked somebody: its lead answers without a link.
    shared = {each.assessment_id: "Shared" if each.shared else "Not shared" for each in progress.participants}
    own = {each.record.id for each in view.participants if each.is_own}
    rows = [
        (*row, "Yours" if each.assessment_id in own else shared[each.assessment_id])
        for each, row in zip(progress.participants, progress.rows, strict=True)
        if each.asked or each.assessment_id not in own
    ]
    html.table((*progress.columns, "Results"), rows, "How far each centre is")
else:
    html.paragraph("No centre takes part yet. Add the first below.")

if view.state != "closed":
    draw_centres_form(view)
    html.heading("Invite people")
    html.paragraph(
        "A centre's manager can do this, too. Here you can do it for them, or for the authority itself."
    )
    draw_invite_form(view, f"invite-{view.record.id}")
if centres:
    html.heading("Links that were made")
    draw_people(view, progress, f"people-{view.record.id}")
if view.state != "closed":
    draw_ways(view)
    draw_closing(view)
html.heading("The authority's centres")
draw_authority_centres(view)
