"""Where the owner's start-up link leads."""

from selfassess.ui import html, navigation

html.title("You are in")
html.paragraph(
    "This tab is the owner's now, until it is closed or the app is started again. To come back in another tab, "
    "open the owner's link there."
)
navigation.link("home", "Go to Home", key="home", primary=True)
