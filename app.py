"""Opens the app: page settings, navigation and the frame around every page. No logic."""

import streamlit as st

from selfassess.ui import frame, navigation

st.set_page_config(page_title="Working together self-assessment", page_icon="◉", layout="centered")
frame.begin()
page = st.navigation(navigation.pages(), position="top")
frame.show(page)
