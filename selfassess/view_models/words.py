"""Words that several pages use, each said once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import floor

from selfassess.answers import Answer
from selfassess.framework.model import TOLERANCE, Framework, Item
from selfassess.framework.wording import fill

DIRECTION_LABELS: dict[str, str] = {
    "strengthening": "Strengthening",
    "holding": "Holding",
    "slipping": "Slipping",
}
BASIS_LABELS: dict[str, str] = {
    "direct": "Direct: the source speaks of this place and this sub-indicator.",
    "pooled": "Pooled: the source speaks of several together, and this is read from it.",
    "inferred": "Inferred: concluded from something near it in the source.",
}
LOOK_FOR_LABELS: dict[str, str] = {
    "document": "Document",
    "conversation": "Conversation",
    "observation": "Observation",
    "data": "Figures",
}
DONT_KNOW = "Don't know"
NOT_APPLICABLE = "Not applicable here"
STATUS_LABELS: dict[str, str] = {"not_started": "Not started", "part": "In progress", "done": "Done"}

TOOL_WORDS: tuple[tuple[str, str], ...] = (
    ("Indicator", "One of the eight things that show how well agencies work together."),
    ("Sub-indicator", "One question within an indicator, with its own levels."),
    ("Round", "One time of asking, such as a season, so that the next can be compared with it."),
    (
        "Place on the line",
        "Where the answers on working together lie between the three named points, from 0 to 100.",
    ),
    ("Strand", "A group of sub-indicators with a figure of its own: working together, or foundations."),
)
"""Words of this tool, beside the framework's glossary."""

AT_RISK_TITLE = "If a child may be at risk now"
AT_RISK = (
    "This tool is not the place to report it. If a child is in immediate danger, ring 999. "
    "Otherwise ring the local authority's children's social care team"
)
PRIVACY_LINE = "Write about services, never about a named child or family."


def at_risk_sentence(phone: str, authority: str = "") -> str:
    """What to do if a child may be at risk; `phone` is the number that the authority has set, or ""."""
    whose = f" in {authority}" if authority else ""
    if phone:
        return f"{AT_RISK}{whose}: {phone}."
    return f"{AT_RISK}{whose}; its number is on the council's website."


def code_of(value: float) -> str:
    """A level's value as it is written in answers: 2 for 2.0, 0.25 for 0.25."""
    return f"{value:.12g}"


def mean_text(framework: Framework, position: float) -> str:
    """A position as a rating: a level's own number where it is exactly that level, else with one decimal more
    than the levels have, so that a mean never passes for a level."""
    scale = framework.scale
    value = scale.lowest + position / 100 * (scale.highest - scale.lowest)
    codes = [code_of(level.value) for level in scale.levels]
    for level, code in zip(scale.levels, codes, strict=True):
        if abs(level.value - value) <= TOLERANCE:
            return code
    decimals = max(len(code.partition(".")[2]) for code in codes) + 1
    # Halves upwards, as whole() has it: 2.25 and 1.75 shall not go different ways.
    return f"{floor(value * 10**decimals + 0.5 + TOLERANCE) / 10**decimals:.{decimals}f}"


def answer_code(answer: Answer | None) -> str | None:
    """An answer as a choice on screen: a level's code, "dk", "na", or None when unanswered."""
    if answer is None or not answer.given:
        return None
    return answer.special or code_of(answer.value or 0.0)


def anchor_text(framework: Framework, item: Item, lens: str, value: float, terms: Mapping[str, str]) -> str:
    """What a level says for an item: its anchor, or what "between" means."""
    anchor = item.lenses[lens].anchors.get(value)
    level = next(level for level in framework.scale.levels if level.value == value)
    return fill(anchor if anchor is not None else level.between or level.label, terms)


def level_in_words(
    framework: Framework, item: Item, lens: str, value: float, terms: Mapping[str, str]
) -> str:
    """A rating for a page where the other levels don't stand beside it: the level's number and its anchor, or,
    for a level between two anchors, what lies on either side."""
    anchors = item.lenses[lens].anchors
    text = anchor_text(framework, item, lens, value, terms)
    if value not in anchors:
        below, above = max(v for v in anchors if v < value), min(v for v in anchors if v > value)
        sides = [fill(anchors[side], terms).rstrip(".") for side in (below, above)]
        text = f"between “{sides[0]}” and “{sides[1]}”."
    return f"{code_of(value)}: {text}"


def join(parts: Sequence[str]) -> str:
    """ "a", "a and b", "a, b and c"."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} and {parts[-1]}"


def count(number: int, one: str, many: str | None = None) -> str:
    """ "1 rating", "3 ratings"; words for none are the caller's."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def whole(number: float) -> str:
    """A position as it is shown: the nearest whole number, halves upwards."""
    return str(floor(number + 0.5 + TOLERANCE))


def lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]
