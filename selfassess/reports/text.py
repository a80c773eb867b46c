"""Text that people typed, as an Office file may hold it, and how much room it takes there."""

from __future__ import annotations

from collections.abc import Sequence
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


def clean(text: str) -> str:
    """`text` without what XML can't hold, and with direction-changing characters made visible."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").replace("\v", "\n").replace("\f", "\n")
    return NOT_IN_XML.sub("\ufffd", show_controls(plain))


def wrap(text: str, width: float, size: float, bold: bool = False) -> list[str]:
    """`text` as the lines it takes at a width in points, with room for another font. A line for each paragraph at
    least; a word that is wider than a line is broken."""
    lines = []
    for paragraph in text.split("\n"):
        line = ""
        for word in _pieces(paragraph.split(" "), width, size, bold):
            longer = f"{line} {word}" if line else word
            if line and width_of(longer, size, bold) > width:
                lines.append(line)
                line = word
            else:
                line = longer
        lines.append(line)
    return lines


def _pieces(words: Sequence[str], width: float, size: float, bold: bool) -> list[str]:
    """The words, those too wide for a line cut into pieces that fit."""
    pieces = []
    for word in words:
        rest = word
        while len(rest) > 1 and width_of(rest, size, bold) > width:
            fits = max(1, int(len(rest) * width / width_of(rest, size, bold)))
            while fits > 1 and width_of(rest[:fits], size, bold) > width:
                fits -= 1
            pieces.append(rest[:fits])
            rest = rest[fits:]
        pieces.append(rest)
    return pieces


def width_of(text: str, size: float, bold: bool = False) -> float:
    """How wide a line of text is in points."""
    return sum(_letter(letter, bold) for letter in text) * size * OTHER_FONT


@lru_cache(maxsize=4096)
def _letter(letter: str, bold: bool) -> float:
    """In sizes of the font."""
    face = _face(bold)
    if face is None or ord(letter) > 0x2FFF:
        return 1.0 if ord(letter) > 0x2FFF else USUAL_WIDTH
    return max(face.getlength(letter) / MEASURED_AT, 0.2)


@lru_cache(maxsize=2)
def _face(bold: bool) -> ImageFont.FreeTypeFont | None:
    """None where the file is missing: then widths are guessed, and the slides are made all the same."""
    try:
        return ImageFont.truetype(FONTS / FACES[bold], MEASURED_AT)
    except OSError:
        return None
