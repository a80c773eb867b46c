"""Results are worked out anew when somebody looks at them; what takes long shows how far it has come."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import streamlit as st

from selfassess.service.results import Progress
from selfassess.ui import wiring

WORDS = "Working out results that have changed"


def refresh_everything() -> None:
    """Every framework's results."""
    with _shown() as tell:
        for framework in {each.id: each for each in wiring.frameworks().values()}.values():
            wiring.comparing().refresh(framework, tell)


def refresh_some(assessment_ids: Sequence[str]) -> None:
    with _shown() as tell:
        wiring.comparing().refresh_all(assessment_ids, tell)


@contextmanager
def _shown() -> Iterator[Progress]:
    """The spinner appears after half a second; the bar with the first batch of several."""
    place = st.empty()

    def tell(done: int, total: int) -> None:
        if done < total or place_is_used:
            place_is_used.append(True)
            place.progress(done / total, f"{WORDS}: {done:,} of {total:,}")

    place_is_used: list[bool] = []
    with st.spinner(f"{WORDS}…"):
        yield tell
    place.empty()
