"""The facilitator's guide, from docs/, to read on screen or to print."""

import streamlit as st

from selfassess.ui import html, navigation, wiring

title, body = wiring.guide()
navigation.link("training", "← Training", key="back")
html.title(title)
with st.container(key="guide"):
    st.markdown(body)
