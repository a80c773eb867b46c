"""What people type in, cleaned and checked on the server, whatever a page has checked before."""

from __future__ import annotations

import re
import unicodedata

from selfassess.answers import DIRECTIONS, SPECIAL_NAMES, Direction
from selfassess.errors import NotFound, SelfAssessError, suggest
from selfassess.framework.model import Framework
from selfassess.plain_text import BIDI_CONTROLS
from selfassess.service.personal_details import find_contact_details

NAME_LIMIT = 120
NOTE_LIMIT = 4000
PHONE_LIMIT = 40

_BIDI = re.compile(f"[{BIDI_CONTROLS}]")
_UNSEEN = re.compile("[\u00ad\u180e\u200b\u2060\ufeff]")
"""Characters without a width: two names that look the same would be two."""
_NO_TEXT = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
_PHONE = re.compile(r"^\+?[0-9 ()-]{3,40}$")


def clean_name(name: str, what: str, required: bool = True) -> str:
    """A name on one line, without characters that can't be seen or that turn a line round.

    Raises SelfAssessError when it is too long, or empty though required.
    """
    visible = _UNSEEN.sub("", _BIDI.sub("", unicodedata.normalize("NFC", name)))
    visible = "".join(" " if unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp") else c for c in visible)
    cleaned = " ".join(visible.split())
    if required and not cleaned:
        raise SelfAssessError(f"Enter {what}.")
    if len(cleaned) > NAME_LIMIT:
        raise SelfAssessError(f"Shorten {what} to {NAME_LIMIT} characters; it has {len(cleaned)}.")
    return cleaned


def clean_label(name: str, what: str) -> str:
    """The name of a round, a respondent or a group, as `clean_name`; "" for none.

    Raises SelfAssessError, too, when it holds what would lead to a person: these names are shown and exported
    wherever the answers are.
    """
    cleaned = clean_name(name, what, required=False)
    found = find_contact_details(cleaned)
    if found:
        raise SelfAssessError(f"Take {' and '.join(found)} out of {what}. Name a role, a group or a season.")
    return cleaned


def clean_note(text: str) -> str:
    """A note as typed, without control characters and the space around it. Raises SelfAssessError."""
    cleaned = _NO_TEXT.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()
    if len(cleaned) > NOTE_LIMIT:
        raise SelfAssessError(
            f"Shorten the note to {NOTE_LIMIT} characters; it has {len(cleaned)}. It isn't saved yet."
        )
    return cleaned


def clean_phone(phone: str) -> str:
    """A phone number, or "" for none. Raises SelfAssessError for anything else."""
    cleaned = clean_name(phone, "the phone number", required=False)
    if cleaned and not _PHONE.match(cleaned):
        raise SelfAssessError("Enter the phone number in digits, such as 01632 960123.")
    return cleaned


def check_item(framework: Framework, lens: str, item: str) -> str:
    """The item's id. Raises NotFound when the lens doesn't ask it."""
    known = [each.id for each in framework.items_in(lens)]
    if item not in known:
        raise NotFound(f"This assessment has no sub-indicator “{item[:60]}”.{suggest(item, known)}")
    return item


def check_rating(framework: Framework, rating: float | str | None) -> dict[str, float | str | None]:
    """A level's value, "na", "dk" or None as the two fields of an answer. Raises SelfAssessError."""
    if rating is None:
        return {"value": None, "special": None}
    if isinstance(rating, str):
        if SPECIAL_NAMES.get(rating) not in framework.scale.special_answers:
            raise SelfAssessError(f"“{rating[:60]}” is not an answer here. Choose one of those shown.")
        return {"value": None, "special": rating}
    values = [level.value for level in framework.scale.levels]
    if isinstance(rating, bool) or rating not in values:
        allowed = ", ".join(f"{value:g}" for value in values)
        raise SelfAssessError(f"{rating} is not a level of this scale. Choose one of {allowed}.")
    return {"value": float(rating), "special": None}


def check_direction(direction: str | None) -> Direction | None:
    for known in DIRECTIONS:
        if direction == known:
            return direction  # type: ignore[return-value] # one of DIRECTIONS
    if direction:
        raise SelfAssessError("Choose strengthening, holding or slipping, or nothing.")
    return None


def check_note_field(field: str) -> str:
    if field not in ("evidence", "reason"):
        raise SelfAssessError("A note is either evidence or a reason.")
    return field
