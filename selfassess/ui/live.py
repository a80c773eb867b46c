"""The side of the presenter's screen: how to join, who has joined, who has voted, the time left."""

from __future__ import annotations

from datetime import UTC, datetime

import segno

from selfassess.service.workshop_views import Workshop
from selfassess.ui import html
from selfassess.ui.addresses import address_at, leads_here_only, spoken_address_at
from selfassess.view_models.workshop import code_in_parts, say_joined, say_left, say_voted

HERE_ONLY = (
    "Phones can't join by this address: only this computer answers to it. Open this page by the address at which others "
    "reach the app (README, “Let others reach it”), or count a show of hands."
)


def draw_side(workshop: Workshop) -> None:
    """What matters more now stands first: how to join until the first sub-indicator is on, and the counts from then."""
    if workshop.current is None:
        html.show(_join_markup(workshop.code, "join large"))
        html.show(_counts_markup(workshop))
    else:
        html.show(_counts_markup(workshop))
        html.show(_join_markup(workshop.code, "join"))


def here_only_markup() -> str:
    """That phones can't come by this address, where they can't."""
    return f"<p class='flag'>{html.esc(HERE_ONLY)}</p>" if leads_here_only() else ""


def _join_markup(code: str, kind: str) -> str:
    """The code to type and to scan. Always dark on light: not every telephone reads the reverse."""
    address = address_at("join")
    # As a picture of its own: drawn into the page, Streamlit takes it out again.
    picture = segno.make(f"{address}?code={code.upper()}", error="m").svg_data_uri(
        omitsize=True, dark="#000", light="#fff", border=2
    )
    return (
        f"<div class='{kind}'><img class='qr' src='{html.esc(picture)}' alt='QR code of the address to join'>"
        f"<p class='join-at'>{html.esc(spoken_address_at('join'))}</p>"
        f"<p class='code' aria-label='The code is {html.esc(' '.join(code.upper()))}'>"
        f"{html.esc(code_in_parts(code))}</p></div>"
    )


def _counts_markup(workshop: Workshop) -> str:
    current = workshop.current
    joined = f"<p class='joined'>{html.esc(say_joined(workshop.joined))}</p>"
    voted = ""
    if current and current.phase == "vote":
        share = 100 * workshop.voted / workshop.joined if workshop.joined else 0
        hands = f"<p>{workshop.hands} by a show of hands</p>" if workshop.hands else ""
        voted = (
            f"<p class='voted'>{html.esc(say_voted(workshop.voted, workshop.joined))}</p>"
            f"<div class='gauge' aria-hidden='true'><i style='width:{share:.0f}%'></i></div>{hands}"
        )
    timer = ""
    if current and current.timer_ends_at:
        left = say_left(current.timer_ends_at, datetime.now(UTC))
        timer = f"<p class='timer' role='timer'>{html.esc(left)}</p>"
    few = "" if not 0 < workshop.joined < workshop.threshold else _few_markup(workshop.threshold)
    return f"{timer}{voted}{joined}{few}"


def _few_markup(threshold: int) -> str:
    """Said before a vote, so that nobody votes for nothing."""
    return f"<p>The votes of fewer than {threshold} phones aren't shown: count hands</p>"
