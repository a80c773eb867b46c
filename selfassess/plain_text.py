"""Text that people and files bring, made safe to read: what could reorder a line is shown, not obeyed."""

from __future__ import annotations

import re

BIDI_CONTROLS = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_BIDI = re.compile(f"[{BIDI_CONTROLS}]")


def show_controls(text: str) -> str:
    """`text` with each direction-changing character replaced by its visible name, such as [U+202E]."""
    return _BIDI.sub(lambda match: f"[U+{ord(match.group()):04X}]", text)
