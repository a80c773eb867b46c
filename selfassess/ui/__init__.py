"""The only place, with app.py, that imports Streamlit."""
