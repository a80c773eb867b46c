"""Sets a PDF with Typst: a template that lies here, its content as data, out comes a tagged file (PDF/UA-1).

Content goes over as JSON and never as markup, so that whatever somebody typed stands there to the letter. Typst
refuses to write an accessible file with a sign that no font can draw; such a sign is named in square brackets.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

import typst

from selfassess.look import FONT, LIGHT
from selfassess.plain_text import show_controls

FOLDER = Path(__file__).parent
FONTS = FOLDER / "fonts"

NO_FONT = f"The typeface {FONT} is missing where this app runs, so the PDF is set in another one."
NO_SIGN = "Some signs can't be drawn with the typefaces here. The PDF has their names in square brackets."

STANDARD = "ua-1"
MOST_TRIES = 3
LONGEST_WORD, STRETCH = 25, 12
"""Longer runs without a space may be broken after each stretch: they would run off the page."""

_LONG = re.compile(rf"\S{{{LONGEST_WORD},}}")
_STRETCH = re.compile(rf"(.{{{STRETCH}}})(?=.)")
_LINES = re.compile(r"\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_UNDRAWN = re.compile(r'the text `"((?:[^"\\]|\\.)*)"` could not be displayed')
_ESCAPED = re.compile(r"\\u\{([0-9a-fA-F]+)\}|\\(.)")
_JOINING = re.compile("[\u200d\ufe00-\ufe0f\u20e3\U000e0020-\U000e007f]")
"""Signs that change the look of the one before, and mean nothing once that has become a name."""
_BEYOND_LATIN = re.compile("[^\u0000-\u024f\u200b–—‘’“”•…€]+")
"""Signs beyond those that every font for Latin letters has."""


def typeset(template: str, content: Mapping[str, Any], *, system_fonts: bool = True) -> tuple[bytes, str]:
    """The PDF from one of the templates here, and what to tell whoever takes it away ("" for nothing).

    `content` is anything that JSON can hold. Text is set in the app's own typeface; `system_fonts` lets those of
    the computer step in for signs that it lacks.
    """
    files = {
        "main.typ": (FOLDER / template).read_bytes(),
        "house.typ": (FOLDER / "house.typ").read_bytes(),
        "look.json": json.dumps(_look()).encode(),
    }
    clean = _map_text(content, _clean)
    # Fonts of the computer come in late: with them, the same report would look different from place to place.
    for with_system in (False, True) if system_fonts else (False,):
        pdf, said = _compile(files, clean, with_system)
        if pdf:
            return pdf, " ".join(said)
    missing = frozenset(said)
    for _ in range(MOST_TRIES):
        pdf, said = _compile(files, _map_text(clean, _naming(missing)), system_fonts)
        if pdf:
            return pdf, " ".join([*said, NO_SIGN])
        missing |= frozenset(said)
    # What is left can't be drawn only because of the sign beside it.
    pdf, said = _compile(files, _map_text(clean, _name_all), system_fonts)
    if not pdf:
        raise RuntimeError(f"No font draws these signs: {sorted(said)}")
    return pdf, " ".join([*said, NO_SIGN])


def _compile(files: Mapping[str, bytes], content: Any, system_fonts: bool) -> tuple[bytes, list[str]]:
    """The PDF with what to tell about it; or no bytes, and the signs that no font draws."""
    data = json.dumps(content, ensure_ascii=False).encode()
    try:
        pdf, warnings = typst.compile_with_warnings(
            {**files, "content.json": data},  # type: ignore[call-overload]  # its stubs leave files by name out
            font_paths=[FONTS] if FONTS.is_dir() else [],
            ignore_system_fonts=not system_fonts,
            pdf_standards=STANDARD,
        )
    except typst.TypstError as error:
        undrawn = _undrawn(str(error))
        if not undrawn:
            raise
        return b"", sorted(undrawn)
    return pdf, [NO_FONT] if any("unknown font family" in str(each) for each in warnings) else []


def _look() -> dict[str, Any]:
    """What templates take from the one visual language."""
    return {
        "font": FONT,
        "ink": LIGHT.ink,
        "muted": LIGHT.muted,
        "rule": LIGHT.rule,
        "card": LIGHT.card,
        "accent": LIGHT.accent,
        "strands": [LIGHT.strand(0), LIGHT.strand(1)],
        "levels": list(LIGHT.levels),
    }


def _map_text(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, Mapping):
        return {key: _map_text(each, change) for key, each in value.items()}
    if isinstance(value, Sequence):
        return [_map_text(each, change) for each in value]
    return value


def _clean(text: str) -> str:
    """`text` as it can be set: lines kept, other control characters as spaces, direction changes shown, and long
    words made breakable."""
    lines = ("".join(c if _is_text(c) else " " for c in line) for line in _LINES.split(text))
    return "\n".join(_LONG.sub(_breakable, show_controls(line)) for line in lines)


def _is_text(character: str) -> bool:
    code = ord(character)
    stands_for_nothing = code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF
    return unicodedata.category(character) not in ("Cc", "Cs") and not stands_for_nothing


def _breakable(word: re.Match[str]) -> str:
    return _STRETCH.sub("\\1\u200b", word.group())


def _naming(missing: frozenset[str]) -> Callable[[str], str]:
    signs = re.compile(f"[{''.join(map(re.escape, sorted(missing)))}]+")
    return lambda text: signs.sub(lambda run: _name(run.group()), _JOINING.sub("", text))


def _name_all(text: str) -> str:
    """With all named that a font may lack."""
    return _BEYOND_LATIN.sub(lambda run: _name(run.group()), _JOINING.sub("", text))


def _name(run: str) -> str:
    """Signs in words: “[waving hand sign]” for a picture, “[bengali: 5 signs]” for letters of a script."""
    parts = []
    for pictures, signs in groupby(run, lambda c: unicodedata.category(c).startswith("S")):
        names = [unicodedata.name(c, "").lower() or f"U+{ord(c):04X}" for c in signs]
        if pictures or len(names) == 1:
            parts += [f"[{name}]" for name in names]
        else:
            scripts = sorted({name.split()[0] for name in names})
            parts.append(f"[{', '.join(scripts[:3])}: {len(names)} signs]")
    return "".join(parts)


def _undrawn(message: str) -> frozenset[str]:
    """The signs that Typst says it could not draw. It names them as a program would write them."""
    texts = (_ESCAPED.sub(_unescape, found) for found in _UNDRAWN.findall(message))
    return frozenset(c for text in texts for c in text)


def _unescape(match: re.Match[str]) -> str:
    return chr(int(match[1], 16)) if match[1] else match[2]
