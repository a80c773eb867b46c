"""How a page says that it has no more to show."""


class PageEnds(Exception):
    """Raised by a page that is done early. What stands on every page still follows, which it would not after
    Streamlit's own stop."""
