"""Training: exercises to run, the facilitator's guide, and the report's case studies as vignettes."""

from selfassess.framework.wording import terms_of
from selfassess.ui import html, navigation, wiring
from selfassess.ui.training_parts import choose_indicator, draw_cards, draw_line
from selfassess.view_models import training as model

framework, material = wiring.training()

html.title("Training")
html.paragraph(model.LEAD, "lead")
navigation.link(
    "guide", "The facilitator's guide: how to run a workshop of an hour or half a day", key="guide"
)
chosen = choose_indicator(model.indicator_choices(framework))
shelf = model.make_shelf(material, framework, terms_of(framework), chosen)

html.heading(shelf.exercises_title)
for line in shelf.exercises:
    draw_line(line)

html.heading(shelf.cards_title)
html.paragraph(shelf.no_cards or model.ABOUT_VIGNETTES)
draw_cards(shelf.cards)
if shelf.cards:
    html.paragraph(material.source, "source")
