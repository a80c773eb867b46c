"""The instrument as data: its shape, its files, its rules and its wording."""
