"""Scores: pure functions of a framework and answers, by the ten numbered rules of the contract.

`layout` and `coding` turn both into arrays; `positions` and `consensus` judge items; `aggregate` and
`bounds` judge indicators, strands and the whole; `zones` puts figures into words; `two_ends` compares
lenses; `leave_one_out` says how far one voice moves a figure; `voices` lays out who chose what; `results`
writes scores down.
"""

from selfassess.scoring.coding import KEY
from selfassess.scoring.leave_one_out import find_swings
from selfassess.scoring.scores import Scores, score
from selfassess.scoring.two_ends import differences
from selfassess.scoring.voices import EVERYONE, NO_GROUP, distribution, group_means
from selfassess.scoring.zones import find_signals

__all__ = [
    "EVERYONE",
    "KEY",
    "NO_GROUP",
    "Scores",
    "differences",
    "distribution",
    "find_signals",
    "find_swings",
    "group_means",
    "score",
]
