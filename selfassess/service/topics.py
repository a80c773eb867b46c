"""What to talk about first in one assessment, as somebody may see it, from results as they were last worked out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from selfassess.answers import to_frame
from selfassess.service.actor import Actor
from selfassess.service.comparing import Comparing
from selfassess.service.views import Assessment

if TYPE_CHECKING:
    import pandas as pd

    from selfassess.agenda import Topic


def find_topics(comparing: Comparing, actor: Actor, view: Assessment) -> tuple[Topic, ...]:
    """Topics, most worth talking about first; none where nothing has been answered."""
    from selfassess.agenda import talk_first  # pandas takes its time
    from selfassess.scoring import score

    if not view.answers:
        return ()
    scores = score(view.framework, to_frame(view.answers))
    ends = None
    if view.round.managed:
        ends = comparing.two_ends(actor, view.round)
        if view.record.lens == "programme":
            ends = ends[ends["subject"] == view.record.id]
    return talk_first(view.framework, scores.items, ends, _before(comparing, actor, view))


def _before(comparing: Comparing, actor: Actor, view: Assessment) -> pd.DataFrame | None:
    """Where each item stood in the round before, None where there was none that may be compared."""
    import pandas as pd

    steps, figures = comparing.trend(actor, view.record.subject_id)
    ids = [each.assessment_id for each in steps]
    at = ids.index(view.record.id) if view.record.id in ids else 0
    if not at or comparing.why_not(steps[at - 1], steps[at]):
        return None
    earlier = [each for each in figures if each.assessment_id == ids[at - 1] and each.kind == "item"]
    rows = [(each.part, each.position) for each in earlier]
    return pd.DataFrame(rows, columns=["item", "position"]).astype({"position": float})
