"""What a round asks of whom. What nobody was asked is not held against anyone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from selfassess.answers import Answer
from selfassess.framework.model import Framework
from selfassess.store.records import AssessmentRecord, RespondentRecord, RoundRecord


def group_labels(framework: Framework, round_: RoundRecord) -> dict[str, str]:
    """Labels of the groups by id, in order: the round's own, or else the framework's."""
    own = {str(group["id"]): str(group["label"]) for group in round_.groups}
    return own or {group.id: group.label for group in framework.groups}


def items_asked(framework: Framework, round_: RoundRecord, lens: str, group: str) -> frozenset[str]:
    """The items of a lens that a round asks of a group: all, unless it names some."""
    everything = frozenset(item.id for item in framework.items_in(lens))
    named = round_.asks.get(group)
    return frozenset(named) & everything if named else everything


def add_not_asked(
    framework: Framework,
    record: AssessmentRecord,
    round_: RoundRecord,
    answers: Sequence[Answer],
    respondents: Iterable[RespondentRecord],
    invited: Iterable[str] = (),
) -> list[Answer]:
    """The answers, with a row that says so for each item a respondent who answered was not asked.

    `invited` are the groups of those who were asked, whether or not they came: an item that somebody was asked
    stays one to answer.
    """
    if not round_.asks:
        return list(answers)
    came = {answer.respondent for answer in answers if answer.kind == "answer"}
    asked = {
        each.label: items_asked(framework, round_, record.lens, each.group)
        for each in respondents
        if each.label in came
    }
    groups = {each.label: each.group for each in respondents}
    given = {(a.respondent, a.item) for a in answers if a.kind == "answer" and a.given}
    of_those_who_came = frozenset[str]().union(*asked.values())
    of_anybody = of_those_who_came.union(
        *(items_asked(framework, round_, record.lens, group) for group in invited)
    )
    # What only somebody who stayed away was asked is left without a row: so it counts as unanswered.
    only_absent = of_anybody - of_those_who_came
    not_asked = [
        Answer(
            subject=record.subject,
            lens=record.lens,
            item=item.id,
            authority=record.authority,
            round=record.round,
            respondent=label,
            group=groups[label],
            asked=False,
        )
        for label, items in asked.items()
        for item in framework.items_in(record.lens)
        if item.id not in items and item.id not in only_absent and (label, item.id) not in given
    ]
    # An empty row of an item that isn't asked says nothing: a note that was begun, or an answer taken back.
    replaced = {(answer.respondent, answer.item) for answer in not_asked}
    kept = [a for a in answers if a.kind != "answer" or (a.respondent, a.item) not in replaced]
    return [*kept, *not_asked]
