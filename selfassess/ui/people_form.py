"""Who was asked, link by link: what has become of each, and withdrawing or replacing one."""

from __future__ import annotations

import streamlit as st

from selfassess.errors import SelfAssessError
from selfassess.service.round_plans import Participant, RoundView
from selfassess.ui import html, notices, wiring
from selfassess.ui.invite_form import names_of
from selfassess.ui.link_table import draw_links, keep_links
from selfassess.view_models.rounds import ParticipantProgress, RoundProgress, in_order


def draw_people(view: RoundView, progress: RoundProgress, place: str) -> None:
    """The people of one assessment; where there are several, of the one that is chosen."""
    everyone = names_of(view)
    chosen = next(iter(everyone))
    if len(everyone) > 1:
        asked = [each.record.id for each in view.participants if each.invitations]
        if not asked:
            return
        chosen = st.selectbox(
            "Centre",
            asked,
            format_func=everyone.__getitem__,
            index=None,
            key=f"{place}-where",
            placeholder="Choose",
        )
    participant = next((each for each in view.participants if each.record.id == chosen), None)
    if participant is not None and participant.invitations:
        _draw_status(next(each for each in progress.participants if each.assessment_id == chosen))
        _draw_links(view, participant, place)
    notices.draw(place)
    draw_links(place, view.groups)


def _draw_status(progress: ParticipantProgress) -> None:
    html.paragraph(progress.sentence)
    if progress.people:
        rows = [(person.name, person.group, person.status) for person in in_order(progress.people)]
        html.table(("Who", "Group", "How far"), rows, f"Who was asked at {progress.name}")


def _draw_links(view: RoundView, participant: Participant, place: str) -> None:
    """One choice and two buttons."""
    which = f"{place}-which-{participant.record.id}"
    labels = view.groups
    names = _name_links(participant, labels, anonymous=view.record.voices == "anonymous")
    if not names:
        return

    def chosen() -> int:
        number = st.session_state.get(which)
        if number not in names:
            raise SelfAssessError("Choose the link first.")
        return int(number)

    @notices.guard(place)
    def replace() -> None:
        keep_links(place, [wiring.rounds().reissue(wiring.actor(), chosen())])
        notices.tell(place, "The new link is below. The old one opens nothing any more.")

    @notices.guard(place)
    def withdraw() -> None:
        wiring.rounds().revoke(wiring.actor(), chosen())
        notices.tell(place, "The link is withdrawn. What was answered by it is kept and counts.")

    st.selectbox(
        "A link that was lost, or went to the wrong person",
        list(names),
        format_func=names.__getitem__,
        index=None,
        key=which,
        placeholder="Choose whose",
    )
    with st.container(horizontal=True, key=f"{place}-mend"):
        st.button("Replace it by a new one", key=f"{place}-replace", on_click=replace)
        st.button("Withdraw it", key=f"{place}-withdraw", on_click=withdraw)


def _name_links(participant: Participant, labels: dict[str, str], *, anonymous: bool) -> dict[int, str]:
    """The links that can still be replaced, by what tells them apart."""
    replaced = {each.parent_id for each in participant.invitations if each.kind != "return"}
    names: dict[int, str] = {}
    for each in participant.invitations:
        if each.id in replaced or (each.kind == "return" and anonymous):
            continue
        group = labels.get(each.group, each.group)
        name = f"{each.name}, {group}" if each.name else f"The link for all in {group}"
        if each.kind == "return":
            name = f"Somebody who came by the link for {group}"
        if each.revoked_at is not None:
            name += " (withdrawn)"
        if name in names.values():
            name += f", number {sum(other.startswith(name) for other in names.values()) + 1}"
        names[each.id] = name
    return names
