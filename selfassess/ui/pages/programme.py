"""A centre's manager, come by their link: their own view, who else was asked, and the results that are theirs."""

from selfassess.service.calendar import today
from selfassess.ui import html, navigation, state, visit, wiring
from selfassess.ui.ending import PageEnds
from selfassess.ui.invite_form import draw_invite_form
from selfassess.ui.people_form import draw_people
from selfassess.ui.share_form import draw_share_form
from selfassess.view_models.home import day
from selfassess.view_models.programme import results_ready, say_own_view, say_who_asks
from selfassess.view_models.rounds import describe_round, make_progress

came = visit.visit()
if came is None or came.kind != "manager":
    navigation.go(navigation.start())
    raise PageEnds
view = wiring.rounds().load_for_centre(came.actor, came.assessment_id)
state.use_authority(view.authority.name)
(centre,) = view.participants
words = describe_round(view, today())
progress = make_progress(view)
own = say_own_view(view, centre, came)

html.title(f"How agencies work together: {centre.record.subject}")
html.paragraph(f"{view.authority.name} · {words.name}", "where")
html.paragraph(say_who_asks(view), "lead")
html.paragraph(words.dates)
html.paragraph(words.voices)
html.paragraph(
    "Your link is the only way back to this page. Keep it, and keep it to yourself: it opens the results of this centre "
    "to whoever has it. If it is lost, whoever sent it can give you a new one. Yours stops working then: you would notice.",
    "instruction",
)
if came.replaced_on:
    html.paragraph(
        f"This link took the place of another on {day(came.replaced_on)}. If nobody here asked for that, ask who did.",
        "flag",
    )

html.heading("Your own view")
html.paragraph(own.sentence)
if own.way_on:
    navigation.link("answer", own.way_on, key="own-view", primary=view.state == "open")

html.heading("Your colleagues and partners")
draw_people(view, progress, "colleagues")
if view.state != "closed":
    html.heading("Invite people")
    html.paragraph(
        "The more groups are heard, the more the result says. Three or more people of a group is a good start."
    )
    draw_invite_form(view, "colleagues-invite")

html.heading("Results")
ready = results_ready(view, centre, wiring.service().load(came.actor, came.assessment_id))
html.paragraph(ready.sentence)
if ready.there:
    navigation.link("voices", "See what everybody says", key="to-voices", assessment=came.assessment_id)
    navigation.link(
        "results", "See where you are on the line", key="to-results", assessment=came.assessment_id
    )
    navigation.link(
        "trend", "What has moved since the last round", key="to-trend", subject=str(centre.subject.id)
    )

draw_share_form(view, centre)
