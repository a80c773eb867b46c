"""The names and sentences of the made-up country. None is taken from a real place or a real answer."""

from __future__ import annotations

from numpy.random import Generator

REGIONS = (
    *("North East England", "North West England", "Yorkshire", "East Midlands", "West Midlands"),
    *("East of England", "London", "South East England", "South West England"),
)
SETTINGS = ("urban", "semi-rural", "rural")
SIZES = ("small", "medium", "large")
LEAD_BODIES = ("Local authority", "Voluntary organisation", "Health trust", "School")

_STARTS = (
    *("Ash", "Beck", "Birch", "Black", "Bram", "Brook", "Calder", "Clay", "Cold", "Dale", "Elm", "Fair"),
    *("Fern", "Glen", "Green", "Hazel", "Heath", "High", "Holly", "Kirk", "Lang", "Lark", "Marsh", "Mill"),
    *("Moor", "Oak", "Rook", "Sand", "Stone", "Thorn", "West", "Whit", "Wild", "Win", "Wood", "Yew"),
)
_ENDS = (
    *("bourne", "bridge", "brook", "bury", "by", "combe", "cote", "croft", "dale", "den", "field", "ford"),
    *("gate", "grove", "ham", "hurst", "ley", "mere", "more", "side", "stead", "thorpe", "ton", "wick"),
)
_KINDS = ("Children's Centre", "Family Hub", "Family Centre", "Early Years Centre", "Community Nursery")

EVIDENCE = (
    "",
    "Minutes of the joint meeting in March; both managers were there.",
    "The shared handbook, page 4, and the sign-in sheet of the last briefing.",
    "Asked five people on both sides; four said the same.",
    "The duty team rings us back the same day. We keep a list.",
    "Three plans looked at together, each with the parents' own words.",
    "Supervision notes since January mention it every month.",
    "Health visitors come on Tuesdays; the diary shows eleven weeks out of twelve.",
    "Training record: seven of nine have done both days.",
    "Feedback from the parents' forum in the autumn.",
    "Our count of referrals each way for the last two quarters.",
    "The agreement is signed, but two new colleagues had not seen it.",
    "It works with the north team; nobody in the south team knows us.",
    "Case discussion with the social work team, twice this term.",
    "The threshold guide hangs in the office, and we used it last week.",
    "Induction pack, section on who does what.",
)
REASONS = (
    "",
    "This is done by another centre in our area.",
    "We have no such team here.",
    "That service ended last year.",
    "Not part of what my agency does.",
    "Both sides read the anchors aloud and settled on the lower one.",
    "The notes shown in the meeting speak for it.",
)
PRESENT = (
    "",
    "Centre manager, social worker, health visitor",
    "Centre manager, two family support workers, social worker, midwife",
    "Centre manager, school, police, social work manager, parents' representative",
)


def name_places(random: Generator, authorities: int, centres: int) -> tuple[tuple[str, ...], list[str]]:
    """Names for so many authorities and centres, no two alike. Raises ValueError for more than there are."""
    places = [start + end for start in _STARTS for end in _ENDS]
    if authorities > len(places) or centres > len(places) * len(_KINDS):
        raise ValueError("There are not enough names for a country as large as that.")
    council = random.permutation(len(places))[:authorities]
    chosen = random.permutation(len(places) * len(_KINDS))[:centres]
    names = [f"{places[each // len(_KINDS)]} {_KINDS[each % len(_KINDS)]}" for each in chosen]
    return tuple(places[each] for each in council), names
