"""The form that opens a workshop: on what, which sub-indicators, in which order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import streamlit as st

from selfassess.errors import SelfAssessError
from selfassess.framework.model import Framework
from selfassess.framework.wording import terms_of
from selfassess.service.workshop_views import Choice
from selfassess.ui import html, navigation, notices, wiring
from selfassess.ui.example_readings import LENS
from selfassess.ui.opened import Opened
from selfassess.ui.voices_parts import agenda_of, disclosed_of
from selfassess.ui.workshop_opened import keep_link
from selfassess.view_models.calibration import levels_read, readings_on, suggest_items
from selfassess.view_models.workshop import (
    FIRST_CHOICE,
    FIRST_READ,
    KINDS,
    ORDERS,
    choose_first,
    make_choosables,
    put_in_order,
    say_minutes,
)

NONE_YET = (
    "There is no assessment of yours yet in which ratings can be agreed. Start one on Home, or practise on one of the "
    "report's authorities. Ratings of an anonymous round are agreed once it has closed."
)
GROUPS_HELP = "Votes are then also shown by group, wherever at least three people of a group voted. Leave it off in a small room."


@dataclass(frozen=True)
class _Source:
    """What a workshop is to be about, with what may be taken up in it."""

    kind: str
    assessment: str
    example: str
    framework: Framework
    lens: str
    suggested: tuple[str, ...]
    """Every sub-indicator that may be taken, most worth it first."""
    chosen: tuple[str, ...]
    reasons: Mapping[str, str]

    @property
    def id(self) -> str:
        return f"{self.kind}-{self.assessment or self.example.replace(' ', '-')}"


def draw_setup(choices: Sequence[Choice], asked: str) -> None:
    """Draws the form; a complete one opens the workshop. `asked`: the assessment that the address names."""
    kinds = list(KINDS)
    kind = st.radio(
        "What is it for?",
        kinds,
        format_func=lambda each: KINDS[each][0],
        captions=[caption for _, caption in KINDS.values()],
        index=0 if choices else 1,
        key="workshop-kind",
    )
    source = _draw_assessment(choices, asked) if kind == "assessment" else _draw_example(kind)
    if source is None:
        notices.draw("workshop")  # the one that was chosen can be finished meanwhile
        return
    order = (
        st.radio(
            "In which order?",
            list(ORDERS),
            format_func=ORDERS.__getitem__,
            horizontal=True,
            key=f"workshop-order-{kind}",
        )
        if kind == "assessment"
        else "framework"
    )
    chosen = _draw_items(source)
    st.checkbox("Ask people which group they are from", key="workshop-groups", help=GROUPS_HELP)
    st.text_input(
        "Who will be in the room? By role, such as “centre manager, health visitors”; it stands beside what you agree",
        key="workshop-present",
        max_chars=400,
    )
    notices.draw("workshop")
    st.button(
        "Open the workshop",
        type="primary",
        key="workshop-open",
        disabled=not chosen,
        on_click=_open,
        args=(source, _order(source, order)),
    )


def _draw_assessment(choices: Sequence[Choice], asked: str) -> _Source | None:
    labels = {choice.assessment_id: choice.label for choice in choices}
    if not labels:
        html.paragraph(NONE_YET, "flag")
        navigation.link_start(key="workshop-start")
        return None
    ids = list(labels)
    chosen = st.selectbox(
        "Which assessment?",
        ids,
        format_func=labels.__getitem__,
        index=ids.index(asked) if asked in ids else 0,
        key="workshop-assessment",
    )
    actor = wiring.actor()
    view = wiring.service().load(actor, chosen)
    suggested = tuple(wiring.workshops().suggested_items(actor, chosen, "agenda"))
    reasons = _reasons(Opened(view, terms_of(view.framework, view.record.vocabulary), chosen))
    return _Source(
        kind="assessment",
        assessment=chosen,
        example="",
        framework=view.framework,
        lens=view.record.lens,
        suggested=suggested,
        chosen=tuple(choose_first(view.framework, view.record.lens, suggested, reasons)),
        reasons=reasons,
    )


def _reasons(opened: Opened) -> dict[str, str]:
    """Why the agenda has a sub-indicator on it, for those that it has."""
    if not disclosed_of(opened.view).answers:
        return {}
    return {topic.item: " ".join(topic.reasons) for topic in agenda_of(opened).topics}


def _draw_example(kind: str) -> _Source:
    framework, example, _ = wiring.worked_example()
    name = st.selectbox("Which authority?", list(example.order), key="workshop-example")
    found = readings_on(example.answers, name)
    read = levels_read(found)
    items = [item.id for item in framework.items_in(LENS) if item.id in read or kind == "practice"]
    return _Source(
        kind=kind,
        assessment="",
        example=name,
        framework=framework,
        lens=LENS,
        suggested=tuple(items),
        chosen=tuple(
            suggest_items(framework, LENS, found, FIRST_READ if kind == "calibration" else FIRST_CHOICE)
        ),
        reasons={item: "The report gives no evidence on this." for item in items if item not in read},
    )


def _order(source: _Source, order: str) -> list[str]:
    if order == "agenda":
        return list(source.suggested)
    return [item.id for item in source.framework.items_in(source.lens) if item.id in source.suggested]


def _draw_items(source: _Source) -> list[str]:
    """What is ticked, and how long that takes."""
    html.show("<h3>Which sub-indicators?</h3>")
    said = st.container()
    chosen = []
    rows = make_choosables(source.framework, source.lens, source.chosen, source.reasons)
    for indicator, title, items in rows:
        offered = [each for each in items if each.item in source.suggested]
        if offered:
            html.show(f"<h4>{html.esc(indicator)}. {html.esc(title)}</h4>")
        for each in offered:
            label = html.plain(f"{each.item} {each.title}")
            if st.checkbox(label, value=each.chosen, key=_tick(source, each.item)):
                chosen.append(each.item)
            if each.why:
                html.paragraph(each.why, "note why")
    sentence = say_minutes(len(chosen))
    with said:
        html.paragraph(sentence, "lead")
    html.paragraph(sentence, "lead")
    return chosen


def _tick(source: _Source, item: str) -> str:
    return f"take-{item}-{source.id}"


@notices.guard("workshop")
def _open(source: _Source, order: Sequence[str]) -> None:
    """Takes what the fields hold now: whoever types and presses at once is quicker than the page is drawn anew."""
    held = st.session_state
    items = put_in_order([item for item in source.suggested if held.get(_tick(source, item))], order)
    if not items:
        raise SelfAssessError("Choose at least one sub-indicator.")
    framework = "" if source.assessment else source.framework.key
    opened = wiring.workshops().open(
        wiring.actor(),
        source.kind,
        assessment_id=source.assessment,
        example=source.example,
        framework_key=framework,
        lens="" if source.assessment else source.lens,
        items=items,
        ask_groups=bool(held.get("workshop-groups")),
        present=str(held.get("workshop-present") or ""),
    )
    keep_link(opened.id, opened.code, opened.host_token)
