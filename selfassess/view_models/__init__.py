"""What each page shows: rows, labels, wording. No Streamlit, no store."""
