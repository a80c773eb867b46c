"""Opens the app: page settings, navigation and the frame around every page. No logic.

Streamlit runs this file for every visit. Its server imports the file once, when it starts, and looks for `app`.
"""

import streamlit as st

if __name__ == "__main__":
    from selfassess.ui import frame, navigation

    st.set_page_config(page_title="Working together self-assessment", page_icon="◉", layout="centered")
    frame.begin()
    page = st.navigation(navigation.pages(), position=navigation.position())
    frame.show(page)
else:
    from selfassess.ui.owner_link import starting

    app = st.App(__file__, lifespan=starting)
