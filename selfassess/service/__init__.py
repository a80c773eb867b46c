"""Use cases: who may do what. Pages, command line and workshop all come through here."""
