"""What an import did, in words."""

from __future__ import annotations

from selfassess.service.transfer import Imported
from selfassess.view_models.words import count, join


def say_imported(done: Imported) -> str:
    """One or two sentences; only what happened is mentioned."""
    parts = [
        f"{number} {what}"
        for number, what in (
            (done.added, "added"),
            (done.changed - done.taken_back, "changed"),
            (done.taken_back, "taken back"),
            (done.unchanged, "as they were"),
        )
        if number
    ]
    sentence = (
        f"Answers: {join(parts)}, in {count(done.assessments, 'assessment')}."
        if parts
        else "No answer was changed."
    )
    if done.grouped:
        sentence += f" {count(done.grouped, 'respondent now has', 'respondents now have')} a group."
    if done.empty:
        were = "was" if done.empty == 1 else "were"
        sentence += f" {count(done.empty, 'row gave', 'rows gave')} nothing and {were} passed over."
    return sentence
