"""Text that people typed, as an Office file may hold it, and how much room it takes there."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path

from PIL import ImageFont

from selfassess.exchange.workbooks import NOT_IN_XML
from selfassess.plain_text import show_controls

FONTS = Path(__file__).parent / "fonts"
FACES = {False: "AtkinsonHyperlegibleNext_400Regular.ttf", True: "AtkinsonHyperlegibleNext_700Bold.ttf"}

OTHER_FONT = 1.1
"""How much wider the font may be that a computer takes where it hasn't ours: Arial and its like, with room to spare."""

USUAL_WIDTH = 0.56
"""Of a letter, in sizes of the font: for letters that our font doesn't have, and where its files are missing."""

MEASURED_AT = 100

_LINE_ENDS = re.compile("\r\n?|[\v\f\x1c-\x1e\x85\u2028\u2029]")


def clean(text: str) -> str:
    """`text` without what XML can't hold, with one kind of line end, and with direction-changing characters made
    visible."""
    return NOT_IN_XML.sub("\ufffd", show_controls(_LINE_ENDS.sub("\n", text)))


def wrap(text: str, width: float, size: float, bold: bool = False) -> list[str]:
    """`text`, cleaned, as the lines it takes at a width in points, with room for another font. A line for each
    paragraph at least; a word that is wider than a line is broken."""
    return list(_wrap(clean(text), width / (size * OTHER_FONT), bold))


@lru_cache(maxsize=256)
def _wrap(text: str, room: float, bold: bool) -> tuple[str, ...]:
    """The lines at a width in sizes of the font. Kept for a while: a table asks for the same ones again and again."""
    lines = []
    space = _letter(" ", bold)
    for paragraph in text.split("\n"):
        line: list[str] = []
        taken = 0.0
        for word, wide in _pieces(paragraph.split(" "), room, bold):
            if taken and taken + space + wide > room:
                lines.append(" ".join(line))
                line, taken = [word], wide
            elif taken:
                line.append(word)
                taken += space + wide
            else:  # spaces that begin a line are left out
                line, taken = [word], wide
        lines.append(" ".join(line))
    return tuple(lines)


def _pieces(words: Sequence[str], room: float, bold: bool) -> Iterator[tuple[str, float]]:
    """The words with their widths in sizes of the font, those too wide for a line cut into pieces that fit."""
    for word in words:
        wide = _word(word, bold)
        if wide <= room:
            yield word, wide
            continue
        start, taken = 0, 0.0
        for at, letter in enumerate(word):
            more = _letter(letter, bold)
            if at > start and taken + more > room:
                yield word[start:at], taken
                start, taken = at, 0.0
            taken += more
        yield word[start:], taken


def width_of(text: str, size: float, bold: bool = False) -> float:
    """How wide a line of text is in points."""
    return _word(text, bold) * size * OTHER_FONT


@lru_cache(maxsize=8192)
def _word(word: str, bold: bool) -> float:
    """In sizes of the font."""
    return sum(_letter(letter, bold) for letter in word)


@lru_cache(maxsize=4096)
def _letter(letter: str, bold: bool) -> float:
    """In sizes of the font. What ends a line has no width that could be asked for: it gets the usual one."""
    face = _face(bold)
    if ord(letter) > 0x2FFF:
        return 1.0
    if face is None or unicodedata.category(letter) in ("Cc", "Zl", "Zp"):
        return USUAL_WIDTH
    return max(face.getlength(letter) / MEASURED_AT, 0.2)


@lru_cache(maxsize=2)
def _face(bold: bool) -> ImageFont.FreeTypeFont | None:
    """None where the file is missing: then widths are guessed, and the slides are made all the same."""
    try:
        return ImageFont.truetype(FONTS / FACES[bold], MEASURED_AT)
    except OSError:
        return None
