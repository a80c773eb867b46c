"""Rounds for a terminal and for scripts: a list of them, and one with how far its asking has come."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from selfassess.errors import one_line
from selfassess.service.round_plans import Participant, RoundSummary, RoundView, status_counts
from selfassess.view_models.rounds import (
    STATE_LABELS,
    WITHDRAWN,
    describe_round,
    make_progress,
    status_of,
)

COUNTS = ("asked", "started", "finished")
LIST_HEADINGS = ("Round", "Authority", "Name", "State", "Opens", "Closes", "Voices", "Framework")
CENTRE_HEADINGS = ("Centre", "View", "Asked", "Started", "Finished", "Results shared")
LINK_HEADINGS = ("Link", "Centre", "For", "Group", "Kind", "State")


def to_list_table(rounds: Sequence[RoundSummary]) -> str:
    rows = [
        (
            str(each.record.id),
            each.authority,
            each.record.name,
            STATE_LABELS[each.state],
            _day(each.record.opens_on) or "-",
            _day(each.record.closes_on) or "-",
            each.record.voices,
            _framework_key(each),
        )
        for each in rounds
    ]
    return _align([LIST_HEADINGS, *rows]) if rows else "No round has been opened yet."


def to_list_json(rounds: Iterable[RoundSummary]) -> list[dict[str, Any]]:
    return [_about(each) for each in rounds]


def to_round_table(view: RoundView, today: date, with_links: bool) -> str:
    """A round in words, each centre's counts, and on request its links with their numbers."""
    words = describe_round(view, today)
    centres = [
        (
            each.record.subject,
            each.record.lens,
            *(str(status_counts(each.invitations)[name]) for name in COUNTS),
            "yes" if each.shared or each.is_own else "no",
        )
        for each in view.participants
    ]
    lines = [
        f"{one_line(view.authority.name)}/{one_line(words.name)} (round {view.record.id})",
        words.dates,
        words.voices,
        make_progress(view).sentence,
        "",
        _align([CENTRE_HEADINGS, *centres]),
    ]
    if with_links:
        links = [row for each in view.participants for row in _link_rows(view, each)]
        lines += ["", _align([LINK_HEADINGS, *links]) if links else "There are no links yet."]
    return "\n".join(lines)


def to_round_json(view: RoundView) -> dict[str, Any]:
    """A round with its centres and their links. The days on which people of an anonymous round came aren't in it."""
    return {
        **_about(RoundSummary(view.record, view.authority.name, view.state)),
        "threshold": view.record.threshold,
        "groups": [{"id": id_, "label": label} for id_, label in view.groups.items()],
        "asks": {group: list(items) for group, items in view.record.asks.items()},
        "centres": [
            {
                "name": each.record.subject,
                "lens": each.record.lens,
                **{name: status_counts(each.invitations)[name] for name in COUNTS},
                "shared": each.shared or each.is_own,
                "links": _links(each),
            }
            for each in view.participants
        ],
    }


def _about(summary: RoundSummary) -> dict[str, Any]:
    record = summary.record
    return {
        "id": record.id,
        "authority": summary.authority,
        "name": record.name,
        "framework": _framework_key(summary),
        "state": summary.state,
        "opens": _day(record.opens_on),
        "closes": _day(record.closes_on),
        "anonymous": record.voices == "anonymous",
    }


def _links(participant: Participant) -> list[dict[str, Any]]:
    shown = not participant.record.anonymous
    return [
        {
            "id": each.id,
            "kind": each.kind,
            "name": each.name,
            "group": each.group,
            "withdrawn": each.revoked_at is not None,
            "state": status_of(
                each.revoked_at is not None, each.started_on, each.finished_on, with_days=False
            ),
            "started": _day(each.started_on) if shown else None,
            "finished": _day(each.finished_on) if shown else None,
        }
        for each in participant.invitations
        if each.name or each.kind == "group" or shown
    ]


def _link_rows(view: RoundView, participant: Participant) -> list[tuple[str, ...]]:
    labels = view.groups
    rows: list[tuple[str, ...]] = []
    for each in participant.invitations:
        revoked = each.revoked_at is not None
        anonymous = participant.record.anonymous
        if anonymous and not each.name and each.kind != "group":
            continue
        if each.kind == "group":
            state = WITHDRAWN if revoked else "-"
        else:
            state = status_of(revoked, each.started_on, each.finished_on, not anonymous)
        group = labels.get(each.group, each.group)
        rows.append(
            (str(each.id), participant.record.subject, each.name or "-", group or "-", each.kind, state)
        )
    return rows


def _framework_key(summary: RoundSummary) -> str:
    return f"{summary.record.framework_id}@{summary.record.framework_version}"


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _align(rows: Sequence[Sequence[str]]) -> str:
    clean = [[one_line(cell) for cell in row] for row in rows]
    widths = [max(len(row[column]) for row in clean) for column in range(len(clean[0]))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in clean
    )
