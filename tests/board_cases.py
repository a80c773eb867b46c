"""Reports for a board in the states that a report can be in, for the tests of the files made from them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

import pandas as pd
from many_cases import LABELS
from view_cases import framework, terms

from selfassess.answers import Answer, to_frame
from selfassess.disclosure import disclose
from selfassess.scoring import Scores, score
from selfassess.service.views import Assessment
from selfassess.store.records import ActionRecord, AssessmentRecord, AuthorityRecord, RoundRecord
from selfassess.view_models.board import BoardReport, make_board_report
from selfassess.view_models.plan import make_plan
from selfassess.view_models.two_ends import TwoEnds, make_two_ends

TODAY = date(2026, 6, 15)
FINISHED = datetime(2026, 6, 2, 10, 0, tzinfo=UTC)
CENTRE, AUTHORITY, ROUND = "Elm Street", "Northtown", "Spring 2026"
LONG_NAME = (
    "Elm Street and Harbour Lane Children's Centre and Family Hub with its outreach team in the villages"
)
LONG_NOTE = (
    "The minutes of the joint meetings from September to March show who came, what was decided about thresholds and "
    "who was to tell the families; the shared folder holds the agreed form, the list of named people in each agency "
    "and a note of the three times that it had to be changed. Two social workers and a health visitor read it. "
    * 2
).strip()
HOSTILE = (
    '=HYPERLINK("http://x","y") <b>bold</b> & “quotes” *stars* #hash $sum$ \u202eright to left {{term}} 🙂'
)
"""What somebody may type: everything that one of the formats could take for its own."""
CONTROLS = "a\x00b\x01\x1bc\x7fd\x85e\r\nf\u2028g\u2029h\x0bi\tj\ufffek\ufdd0l\x1cm\x1dn\x1eo\rp"
"""What somebody may paste or a file may bring: signs that nobody sees, and every kind of line end."""


def view(
    answers: Sequence[Answer] = (),
    *,
    subject: str = CENTRE,
    lens: str = "programme",
    finished: bool = False,
    anonymous: bool = False,
    closed: bool = False,
    actions: Sequence[ActionRecord] = (),
    origin: str = "real",
    role: str = "owner",
    authority: str = AUTHORITY,
) -> Assessment:
    """One assessment as its owner may see it."""
    disclosed = disclose(framework(), answers, 3, LABELS) if anonymous and closed else None
    record = AssessmentRecord(
        id="abc",
        authority_id=1,
        authority=authority,
        subject_id=1,
        subject=subject,
        lens=lens,
        origin=origin,  # type: ignore[arg-type]
        round_id=1,
        round=ROUND,
        framework_id=framework().id,
        framework_version=framework().version,
        vocabulary="",
        owner="owner",
        created_at=FINISHED,
        finished_at=FINISHED if finished else None,
        anonymous=anonymous,
        managed=anonymous or closed,
        round_closed=closed,
    )
    round_ = RoundRecord(1, 1, ROUND, framework().id, framework().version)
    if closed:
        round_ = replace(round_, managed=True, closes_on=date(2026, 6, 1), closed_at=FINISHED)
    return Assessment(
        record=record,
        round=round_,
        framework=framework(),
        role=role,
        answers=disclosed.answers if disclosed else tuple(answers),
        disclosed=disclosed,
        mine={},
        asked=frozenset(),
        drafts={},
        actions=tuple(actions),
        snapshots=(),
        authority=AuthorityRecord(1, authority, "01632 960001"),
        shared=False,
        is_owner=role == "owner",
        round_closed=closed,
        may_answer=not finished,
    )


def scores_of(of: Assessment) -> Scores | None:
    given = any(answer.given for answer in of.answers)
    return score(of.framework, to_frame(of.answers)) if given else None


def report_on(of: Assessment, ends: TwoEnds | None = None, **more: Any) -> BoardReport:
    scores = scores_of(of)
    plan = make_plan(of.framework, of.record.lens, of.actions, scores, terms(), TODAY)
    return make_board_report(of, scores, terms(), plan=plan, today=TODAY, ends=ends, **more)


def ends_of(rows: Sequence[tuple[str, str, float, float]], names: Mapping[str, str] | None = None) -> TwoEnds:
    """Both ends from rows of (subject, item, the centre's position, the authority's)."""
    columns = ["subject", "item", "near", "far"]
    frame = pd.DataFrame(rows, columns=columns)
    return make_two_ends(framework(), frame, terms(), authority=AUTHORITY, names=names)


def say(
    item: str, choice: float | str, subject: str = CENTRE, lens: str = "programme", **more: Any
) -> Answer:
    value, special = (None, choice) if isinstance(choice, str) else (float(choice), None)
    fields: dict[str, Any] = {"authority": AUTHORITY, "round": ROUND, **more}
    return Answer(subject, lens, item, value, special, **fields)  # type: ignore[arg-type]


def items(lens: str = "programme") -> list[str]:
    return [item.id for item in framework().items_in(lens)]


def half_answers() -> list[Answer]:
    """Ten of 23 rated, one not known, one not applicable, eleven open."""
    levels: list[float | str] = [3, 2, 0, 4, 1, "dk", 2, 3, 1, 4, 2, "na"]
    made = [say(item, level) for item, level in zip(items(), levels, strict=False)]
    made[3] = replace(made[3], evidence="Minutes of the joint meeting.")
    made[11] = replace(made[11], reason="No midwives work here.")
    return made


def full_answers(subject: str = LONG_NAME) -> list[Answer]:
    """Everything rated, with long notes, a hostile one among them."""
    pattern = (4, 3, 2, 1, 0, 4, 4, 2, 1, 1, 3, 0, 2, 4, 3, 1, 0, 2, 2, 3, 4, 4, 1, 0)
    made = [
        say(item, level, subject, evidence=LONG_NOTE, direction="slipping" if level == 1 else None)
        for item, level in zip(items(), pattern, strict=False)
    ]
    made[0] = replace(made[0], evidence=HOSTILE)
    made[4] = replace(made[4], one_person=True)
    return made


def actions() -> list[ActionRecord]:
    """Seven things to work on: overdue, to come, undated, done and dropped; texts from short to long."""
    order = items()
    long_text = (
        "Agree with health visiting who tells whom when a family moves, write it down on one page. " * 4
    )
    return [
        ActionRecord("abc", 1, order[4], HOSTILE, "Centre manager", date(2026, 6, 1), 2.0, "Two half days."),
        ActionRecord(
            "abc", 2, order[11], long_text, "Lead for early help and the named nurse", date(2026, 9, 30), 2.0
        ),
        ActionRecord("abc", 3, order[16], "Ask midwifery for a named person.", "", None, None, long_text),
        ActionRecord("abc", 4, order[3], "", "Outreach lead", date(2026, 7, 1), 4.0),
        ActionRecord(
            "abc",
            5,
            order[9],
            "Share the form.",
            "Manager",
            date(2026, 5, 1),
            status="done",
            outcome="In use since May.",
        ),
        ActionRecord(
            "abc", 6, order[8], "Move the meeting.", "Manager", None, status="dropped", outcome="Not needed."
        ),
        ActionRecord(
            "abc", 7, order[15], "Count referrals each way.", "Manager", date(2026, 12, 1), carried_from="x/2"
        ),
    ]


def many_answers() -> list[Answer]:
    """Three groups of four people on every sub-indicator, apart on some; three ratings agreed."""
    made = []
    for group, shift in (("social-work", 0), ("health-visiting", 1), ("police", 2)):
        for person in range(4):
            for number, item in enumerate(items()):
                level = (number + shift * (number % 3) + person % 2) % 5
                choice: float | str = "dk" if (number, person) in ((5, 0), (5, 1), (9, 2)) else level
                made.append(say(item, choice, respondent=f"{group}-{person}", group=group))
    for item, level in (("1a", 3), ("2d", 1), ("6a", "na")):
        made.append(
            say(
                item,
                level,
                kind="agreed",
                reason=f"{LONG_NOTE[:180]} {HOSTILE}" if item == "2d" else "We read four files together.",
                present="centre manager, health visitor, social worker",
            )
        )
    return made


def centre_ends() -> TwoEnds:
    pattern = ((75.0, 75.0), (25.0, 75.0), (50.0, 0.0), (100.0, 62.5), (0.0, 25.0), (50.0, 50.0))
    return ends_of([("abc", item, *pair) for item, pair in zip(items(), pattern, strict=False)])


def authority_ends() -> TwoEnds:
    """Seven centres beside the authority on every sub-indicator both are asked."""
    both = [item for item in items() if item in items("authority")]
    rows = [
        (f"c{centre}", item, float((centre * 25 + number * 25) % 125), float(number % 5 * 25))
        for number, item in enumerate(both)
        for centre in range(7)
    ]
    return ends_of(rows)


@cache
def report(state: str) -> BoardReport:
    """The report in one state: "empty", "half", "full" of long texts, "many" voices, or an "authority"'s."""
    if state == "empty":
        return report_on(view())
    if state == "half":
        return report_on(view(half_answers()))
    if state == "full":
        full = view(full_answers(), subject=LONG_NAME, finished=True, actions=actions())
        return report_on(full, centre_ends())
    if state == "many":
        return report_on(view(many_answers(), anonymous=True, closed=True))
    levels = (4, 3, 1, 2, 3, 2, 0, 4)
    answers = [
        say(item, levels[number % 8], AUTHORITY, "authority", evidence=f"Audit of March, {item}.")
        for number, item in enumerate(items("authority"))
    ]
    authority = view(answers, subject=AUTHORITY, lens="authority", closed=True)
    return report_on(authority, authority_ends())


STATES = ("empty", "half", "full", "many", "authority")
