"""Scores: pure functions of a framework and answers, by the ten numbered rules of the contract.

`layout` and `coding` turn both into arrays; `positions` and `consensus` judge items; `aggregate` and
`bounds` judge indicators, strands and the whole; `zones` puts figures into words; `two_ends` compares
lenses; `results` writes scores down.
"""

from selfassess.scoring.coding import KEY
from selfassess.scoring.scores import Scores, score
from selfassess.scoring.two_ends import differences
from selfassess.scoring.zones import find_signals

__all__ = ["KEY", "Scores", "differences", "find_signals", "score"]
