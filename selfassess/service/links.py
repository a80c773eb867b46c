"""Links that carry a token: how one is made, and what is kept of it.

A token opens one questionnaire and is kept nowhere. The store has its hash, to know it again, and the answers
stand under a second hash: from the two nobody can tell which answers came by which link.
"""

from __future__ import annotations

import hashlib
import re
import secrets

TOKEN_BYTES = 24
"""192 random bits: nobody guesses one."""

_DOORS = {"manager": "programme", "facilitator": "present"}
"""Where a kind of link leads; every other kind leads to the questions."""

_TOKEN = re.compile(r"[A-Za-z0-9_-]{32}")


def make_token() -> str:
    return secrets.token_urlsafe(TOKEN_BYTES)


def is_token(text: str) -> bool:
    """Whether a text can be a whole token at all."""
    return _TOKEN.fullmatch(text) is not None


def token_hash(token: str) -> str:
    """What an invitation keeps of its token."""
    return hashlib.sha256(f"link:{token}".encode()).hexdigest()


def workshop_hash(kind: str, token: str) -> str:
    """What a workshop keeps of the token of a "facilitator" or a "seat": each opens its own kind of door alone."""
    return hashlib.sha256(f"{kind}:{token}".encode()).hexdigest()


def voice_key(token: str) -> str:
    """What the answers given by a link stand under."""
    return "voice-" + hashlib.sha256(f"voice:{token}".encode()).hexdigest()[:40]


def address_of(base: str, kind: str, token: str) -> str:
    """The whole address of a link, `base` being the app's. A browser keeps what stands after "#" to itself."""
    return f"{base.rstrip('/')}/{_DOORS.get(kind, 'answer')}#{token}"
