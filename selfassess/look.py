"""The one visual language: colours, type and sizes for screen, charts, slides and print.

`.streamlit/config.toml` repeats these values because Streamlit reads them there; a test holds them equal.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

FONT = "Atkinson Hyperlegible Next"
FONT_STACK = f"{FONT}, Atkinson Hyperlegible, Verdana, sans-serif"

Mode = Literal["light", "dark"]


@dataclass(frozen=True)
class Palette:
    """Colours of one mode. Text pairs reach 4.5:1, graphics 3:1, against `paper` and `card`."""

    mode: Mode
    paper: str
    card: str
    ink: str
    muted: str
    rule: str
    accent: str
    working_together: str
    foundations: str
    levels: tuple[str, ...]
    """One hue from low to high. The lowest is near the paper, so cells carry an outline and text."""
    missing: str

    def strand(self, index: int) -> str:
        """The hue of the strand at `index` in the framework; further strands share the muted ink."""
        hues = (self.working_together, self.foundations)
        return hues[index] if index < len(hues) else self.muted

    def level(self, position: float) -> str:
        """The nearest colour of the sequence for a position from 0 to 100."""
        # Halves upwards, as the zones of the line have it: round() would send every other half down.
        return self.levels[int(position / 100 * (len(self.levels) - 1) + 0.5 + 1e-9)]

    def text_on(self, position: float) -> str:
        """Near-black or white, whichever reads better on `level(position)`."""
        return max(("#10151c", "#ffffff"), key=lambda ink: contrast(ink, self.level(position)))


LIGHT = Palette(
    mode="light",
    paper="#fbfaf6",
    card="#f2efe7",
    ink="#1a222d",
    muted="#535c68",
    rule="#8a857a",
    accent="#14566b",
    working_together="#14566b",
    foundations="#9a5410",
    levels=("#e3eef1", "#b5d2da", "#74a9b8", "#35788c", "#0f4254"),
    missing="#fbfaf6",
)

DARK = Palette(
    mode="dark",
    paper="#12171d",
    card="#1d242c",
    ink="#eeebe3",
    muted="#b3b8bf",
    rule="#7d858f",
    accent="#7fc4d8",
    working_together="#7fc4d8",
    foundations="#efaf6a",
    levels=("#20323a", "#2c5361", "#3a7789", "#6fb3c6", "#bfe3ec"),
    missing="#12171d",
)


def palette(mode: str | None) -> Palette:
    """The palette of a mode; light for None, which is also what print uses."""
    return DARK if mode == "dark" else LIGHT


def contrast(first: str, second: str) -> float:
    """WCAG contrast ratio of two #rrggbb colours, 1 to 21."""

    def luminance(colour: str) -> float:
        channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    light, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)
