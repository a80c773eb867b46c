"""Both ends as a board is shown them: an authority all its centres, a centre itself beside its authority."""

from __future__ import annotations

from dataclasses import replace

from selfassess.framework.model import Framework
from selfassess.view_models.detail import Chart
from selfassess.view_models.two_ends import ENDS_REMINDER, SAME, EndsRow, TwoEnds
from selfassess.view_models.voices import levels_of
from selfassess.view_models.words import count, lower_first, mean_text

NO_OTHER_END = "There is no view from the other end for this round that may be shown here."
CENTRES_LENS = "programme"
CENTRE_COLUMNS = ("Sub-indicator", "Authority", "Centre", "Difference")


def make_ends(
    framework: Framework, lens: str, ends: TwoEnds | None, note: str = ""
) -> tuple[Chart | None, str]:
    """The chart of both ends with what to bear in mind, or None with the reason. `note` is said where there are none.

    A centre's `ends` hold its own ratings alone.
    """
    if ends is None:
        return None, note or NO_OTHER_END
    if ends.chart is None:
        return None, note or ends.empty
    if lens != CENTRES_LENS:
        return ends.chart, ends.reminder
    far = dict(zip(ends.chart.frame["label"], ends.chart.frame["far"], strict=True))
    rows = tuple(
        (label, mean_text(framework, float(far[label])), row.centres[0][1], row.sentence)
        for row in ends.rows
        for label in [f"{row.item} {row.title}"]
    )
    title = _title(ends.rows)
    levels = f"{levels_of(framework)[0][0]} to {levels_of(framework)[-1][0]}"
    alt = f"One line per sub-indicator, {levels}. "
    alt += "; ".join(f"{line[0]}: the authority {line[1]}, the centre {line[2]}" for line in rows) + "."
    return replace(ends.chart, title=title, alt=alt, columns=CENTRE_COLUMNS, rows=rows), ENDS_REMINDER


def _title(rows: tuple[EndsRow, ...]) -> str:
    apart = [row for row in rows if abs(row.difference) >= SAME]
    both = count(len(rows), "sub-indicator")
    if not apart:
        which = f"all {both}" if len(rows) > 1 else "the one sub-indicator that"
        return f"The centre and the authority stand level on {which} both rated"
    way = "higher" if apart[0].difference > 0 else "lower"
    return (
        f"The two ends differ on {len(apart)} of {both}, most on {apart[0].item} "
        f"{lower_first(apart[0].title)}, where the centre rates {way}"
    )
