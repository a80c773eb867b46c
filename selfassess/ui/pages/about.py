"""About: privacy, what to do about a child at risk, the authority's number, the instrument, the words it uses."""

import streamlit as st

from selfassess.framework.wording import fill, terms_of
from selfassess.ui import html, state, wiring
from selfassess.view_models.words import AT_RISK_TITLE, TOOL_WORDS, at_risk_sentence

service, actor = wiring.service(), wiring.actor()
came = wiring.visit()
framework = list(wiring.frameworks().values())[-1]
terms = terms_of(framework)

html.title("About and privacy")

html.heading(AT_RISK_TITLE, "risk")
html.paragraph(at_risk_sentence("", ""))
names = sorted({summary.authority for summary in service.mine(actor) if summary.authority})
# A visitor finds the number at the foot of the page; it is the owner's to set.
if names and not came:
    html.paragraph(
        "Put your authority's number here. It then stands at the foot of every page of that authority."
    )

    @state.guarded
    def save_phone(name: str) -> None:
        service.set_phone(actor, name, st.session_state[f"phone-{name}"] or "")
        state.announce(f"Number for {name} saved.")

    for name in names:
        found = service.find_phone(actor, name)
        st.session_state.setdefault(f"phone-{name}", found.social_care_phone if found else "")
        st.text_input(
            html.plain(f"Children's social care in {name}: telephone"),
            key=f"phone-{name}",
            max_chars=60,
            on_change=save_phone,
            args=(name,),
        )
elif not came:
    html.paragraph("Once you have started an assessment, you can put your authority's number here.")

ALONE = (
    "Nothing is passed to your authority or to anyone else, unless you share it. Every change is kept with its time, so "
    "that nothing is lost; a note can be erased for good under “Check and finish”.",
    "There is no sign-in yet: whoever can open this app without a link can read and change what is in it. Lock the "
    "screen when you leave.",
)
OF_A_ROUND = (
    "Your link opens your own answers and nobody else's. Who sees what they come to stands on the page that your link "
    "opens, before the first question.",
    "Every change is kept, so that nothing is lost; in an anonymous round with its day only.",
)
html.heading("Privacy", "privacy")
html.bullets(
    [
        "What you write stays where this app runs. Nothing is sent anywhere else, and nothing is counted about its use.",
        "Write about services only. Never name or describe a child, a parent or a family so that somebody could know them.",
        "Notes are checked for dates of birth, telephone and NHS numbers, postcodes and e-mail addresses. A note that seems "
        "to hold one waits as a draft, outside the assessment, until you change it, keep it or delete it.",
        *(OF_A_ROUND if came else ALONE),
    ]
)

html.heading("The instrument", "instrument")
html.paragraph(framework.description)
html.paragraph(f"Framework: {framework.title}, version {framework.version}.")
html.paragraph(f"Source: {framework.source.citation}")
html.paragraph(framework.source.licence)
html.paragraph(
    f"A figure is shown when at least {framework.minimum_coverage:.0%} of what it rests on is rated. "
    f"{framework.minimum_coverage_reason or ''}"
)
html.bullets(caution.text for caution in framework.cautions)

html.heading(framework.continuum.title, "line")
html.paragraph(
    "The line has three named points. This is what the places on and between them are taken to mean."
)
html.show(
    "<dl class='answers'>"
    + "".join(
        f"<dt>{html.esc(zone.label)}</dt><dd>{html.esc(fill(zone.description, terms))}</dd>"
        for zone in framework.continuum.zones
    )
    + "</dl>"
)

html.heading("Words used here", "glossary")
words = [*TOOL_WORDS, *((term.term, fill(term.meaning, terms)) for term in framework.glossary)]
html.show(
    "<dl class='answers'>"
    + "".join(f"<dt>{html.esc(word)}</dt><dd>{html.esc(meaning)}</dd>" for word, meaning in words)
    + "</dl>"
)

html.heading("The same evidence also serves", "duties")
html.show(
    "<dl class='answers'>"
    + "".join(
        f"<dt>{html.esc(duty.title)}</dt><dd>{html.esc(duty.note)}<br><span class='note'>"
        + html.esc(", ".join(item.id for item in framework.items if duty.id in item.also_serves))
        + "</span></dd>"
        for duty in framework.duties
    )
    + "</dl>"
)
