"""What is compared: the choices above a comparison. They stand in the address, so that a view can be linked to."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from selfassess.framework.model import Framework, series
from selfassess.service.comparing import Overview
from selfassess.store.result_records import Filter, Options
from selfassess.ui import html, navigation, state, wiring
from selfassess.view_models.compare import say_choice

REAL, ILLUSTRATIVE = "real", "illustrative"
DATA_LABELS = {REAL: "Your centres", ILLUSTRATIVE: "Illustrative centres"}
WIDTH = 188
"""So that four choices stand side by side."""
_ALL = ""
_AUTHORITY = "authority"
_PAGE = "page"


@dataclass(frozen=True)
class Chosen:
    """A selection of centres, and how it is shown."""

    framework: Framework
    overview: Overview
    sentence: str
    target: float | None

    @property
    def lens(self) -> str:
        return self.overview.filter.lens

    @property
    def illustrative(self) -> bool:
        return self.overview.filter.origin == ILLUSTRATIVE


def choose_origin() -> str:
    """Whose data is looked at: one's own and what is shared, or the illustrative. Never both."""
    return _select("Data", "data", DATA_LABELS, REAL, kind="switch")


def choose_illustrative() -> None:
    st.query_params["data"] = ILLUSTRATIVE


def choose_aliases() -> None:
    """The switch for a room: aliases in place of every name."""
    st.session_state["switch-aliases"] = state.aliases_on()
    st.toggle(
        "Show aliases instead of names",
        key="switch-aliases",
        on_change=_switch_aliases,
        help="For a shared screen. An alias stays the same until the page is loaded again; then there are new ones.",
    )


def choose_centres(origin: str) -> Chosen | None:
    """The selection that the choices come to; None, and nothing drawn, where there is nothing to compare."""
    comparing, actor = wiring.comparing(), wiring.actor()
    kinds = comparing.choices(actor, origin)
    if not kinds:
        return None
    with st.container(key="filters", horizontal=True, vertical_alignment="bottom"):
        frameworks = {series(each.key): each for each, _ in kinds}
        titles = {key: each.title for key, each in frameworks.items()}
        framework = frameworks[_select("Framework", "framework", titles, next(iter(titles)))]
        lenses = {lens: framework.lens(lens).label for each, lens in kinds if each is framework}
        lens = _select("Who answered", "lens", lenses, next(iter(lenses)))
        wanted = Filter(series(framework.key), lens, origin)
        options = comparing.options(actor, wanted)
        wanted = _narrow(wanted, options)
        target = _choose_target()
    overview = comparing.overview(actor, framework, wanted)
    words = [
        dict(options.rounds).get(wanted.round_key, ""),
        authority_names(options).get(str(wanted.authority_id), ""),
        wanted.setting,
        wanted.size,
    ]
    return Chosen(framework, overview, say_choice(overview.count, words), target)


def _narrow(wanted: Filter, options: Options) -> Filter:
    rounds = {key: name or "Any round" for key, name in options.rounds}
    chosen = _select("Round", "round", rounds, next(iter(rounds), ""))
    authorities = {_ALL: "All authorities", **authority_names(options)}
    authority = _select("Authority", _AUTHORITY, authorities, _ALL, hidden=state.aliases_on())
    settings = {_ALL: "Any setting", **{each: each.capitalize() for each in options.settings}}
    sizes = {_ALL: "Any size", **{each: each.capitalize() for each in options.sizes}}
    return replace(
        wanted,
        round_key=chosen,
        authority_id=int(authority) if authority else None,
        setting=_select("Setting", "setting", settings, _ALL),
        size=_select("Size", "size", sizes, _ALL),
    )


def without_filters(wanted: Filter) -> Filter:
    """Everything that a selection is taken from."""
    return Filter(wanted.series, wanted.lens, wanted.origin)


def authority_names(options: Options) -> dict[str, str]:
    """Authority's number -> its name or alias, in the order of what is shown."""
    names = {str(number): name for number, name in options.authorities}
    if state.aliases_on():
        aliases = state.aliases_for(names, "Authority")
        names = {number: aliases[number] for number in names}
    return dict(sorted(names.items(), key=lambda each: each[1].casefold()))


def _choose_target() -> float | None:
    given = navigation.asked("target")
    at = int(given) if re.fullmatch("[0-9]{1,3}", given) and int(given) <= 100 else None
    st.session_state["choose-target"] = at
    st.number_input(
        "Target line (0 to 100)",
        min_value=0,
        max_value=100,
        step=5,
        key="choose-target",
        placeholder="None",
        width=WIDTH,
        on_change=_keep,
        args=("target", "choose-target", None, False),
    )
    return at


def choose_page(number: int, pages: int, total: int, size: int) -> None:
    """The way to the centres before and after those shown; nothing where all are shown."""
    if pages <= 1:
        return
    first = (number - 1) * size + 1
    html.paragraph(f"Centres {first} to {min(first + size - 1, total)} of {total}.", "caption")
    with st.container(key="paging", horizontal=True):
        for label, to in (("← Previous", number - 1), ("Next →", number + 1)):
            st.button(
                label, key=f"page-{label[-2:]}", disabled=not 1 <= to <= pages, on_click=_turn, args=(to,)
            )


def page_number() -> int:
    asked = navigation.asked(_PAGE)
    return int(asked) if re.fullmatch("[0-9]{1,6}", asked) else 1


def choose_inside(options: Mapping[str, str]) -> str:
    """Which indicator the grid opens to its sub-indicators, "" for all indicators."""
    return _select("Look inside an indicator", "inside", {_ALL: "All indicators", **options}, _ALL, width=340)


def _select(
    label: str,
    name: str,
    options: Mapping[str, str],
    default: str,
    *,
    hidden: bool = False,
    kind: str = "box",
    width: int = WIDTH,
) -> str:
    """One choice, kept in the address; drawn only where there is something to choose.

    `hidden` keeps it in the session instead: what is in the address must not tell whose alias is whose.
    """
    kept = st.session_state.get(f"hidden-{name}", "") if hidden else navigation.asked(name)
    value = kept if kept in options else default
    if len([each for each in options if each]) < 2:
        return value if value in options else ""
    # The labels are part of the key: what a select box holds travels as its label, which aliases change.
    key = f"choose-{name}{'-aliased' if state.aliases_on() else ''}"
    st.session_state[key] = value
    shown: dict[str, Any] = {
        "options": list(options),
        "format_func": lambda each: options.get(each, each),
        "key": key,
        "on_change": _keep,
        "args": (name, key, default, hidden),
    }
    if kind == "switch":
        st.segmented_control(label, label_visibility="collapsed", required=True, **shown)
    else:
        st.selectbox(label, width=width, **shown)
    return value


def _keep(name: str, key: str, default: object, hidden: bool) -> None:
    value = st.session_state.get(key)
    st.query_params.pop(_PAGE, None)
    if hidden:
        st.session_state[f"hidden-{name}"] = value
    elif value == default or value is None:
        st.query_params.pop(name, None)
    else:
        st.query_params[name] = str(value)


def _turn(to: int) -> None:
    st.query_params[_PAGE] = str(to)


def _switch_aliases() -> None:
    """Moves the one choice that a reader of the address could look up, out of it or back."""
    on = bool(st.session_state["switch-aliases"])
    state.switch_aliases(on)
    st.query_params.pop(_PAGE, None)
    if on:
        st.session_state[f"hidden-{_AUTHORITY}"] = st.query_params.pop(_AUTHORITY, "")
    elif kept := st.session_state.pop(f"hidden-{_AUTHORITY}", ""):
        st.query_params[_AUTHORITY] = kept
