"""What an import would do and what it did, in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from selfassess.errors import MOST_SHOWN
from selfassess.framework.model import Framework
from selfassess.framework.wording import fill, terms_of
from selfassess.service.import_preview import Imported, PlannedAssessment, Preview
from selfassess.view_models.words import DIRECTION_LABELS, DONT_KNOW, NOT_APPLICABLE, code_of, count, join

OWN_VIEW = "Your own view"
AGREED = "Agreed rating"
SHOWN = 160
"""How much of a note stands in a table."""


@dataclass(frozen=True)
class ChangeRow:
    """One answer: `now` is how it stands in the app, `then` how it would. Only what differs is in them."""

    where: str
    """The assessment; "" where there is only one."""
    item: str
    whose: str
    now: str
    then: str

    @property
    def line(self) -> str:
        about = ", ".join(part for part in (self.where, self.item, self.whose) if part)
        return f"{about}: {self.now} → {self.then}" if self.now else f"{about}: {self.then}"


@dataclass(frozen=True)
class NoteRow:
    """A note to look at, and what it looks like."""

    where: str
    item: str
    whose: str
    text: str
    why: str


@dataclass(frozen=True)
class PreviewWords:
    """Everything that is said before an import."""

    headline: str
    made: tuple[str, ...]
    """What the app doesn't have yet."""
    problems: tuple[str, ...]
    """Why nothing of it can come in."""
    differing: tuple[ChangeRow, ...]
    """What the app holds otherwise: it has to be decided which counts."""
    taken_back: tuple[ChangeRow, ...]
    changed: tuple[ChangeRow, ...]
    added: tuple[ChangeRow, ...]
    grouped: tuple[str, ...]
    notes: tuple[NoteRow, ...]
    may_come: bool
    """Whether it can come in as it is, once the notes have been looked at."""

    @property
    def lines(self) -> list[str]:
        """All of it for a command to print."""
        rows = [
            *(f"Taken back: {row.line}" for row in self.taken_back),
            *(f"Changed: {row.line}" for row in self.changed),
            *(f"Added: {row.line}" for row in self.added),
        ]
        more = len(rows) - MOST_SHOWN
        rest = [f"And {more} more answers."] if more > 0 else []
        return [self.headline, *self.made, *self.grouped, *rows[:MOST_SHOWN], *rest]


def make_preview(framework: Framework, preview: Preview) -> PreviewWords:
    """The words of a preview, the answers in the framework's order."""
    words = _Words(framework, preview)
    changes = [(words.row(*each), each[1]) for each in words.in_order(preview.changes)]
    conflicts = [line for refusal in preview.refusals for line in str(refusal).splitlines()]
    problems = [line.replace(" Nothing was imported.", "") for line in (*conflicts, *preview.conflicts)]
    return PreviewWords(
        headline=_headline(preview),
        made=tuple(words.made()),
        problems=tuple(problems),
        differing=tuple(words.row(*each) for each in words.in_order(preview.differences)),
        taken_back=tuple(row for row, change in changes if change.takes_back),
        changed=tuple(row for row, change in changes if not (change.takes_back or change.is_new)),
        added=tuple(row for row, change in changes if change.is_new),
        grouped=tuple(words.grouped()),
        notes=tuple(words.notes()),
        may_come=not problems and not preview.differences and preview.changes_anything,
    )


def _headline(preview: Preview) -> str:
    would = preview.counts
    parts = [
        f"{verb} {count(number, 'answer')}"
        for number, verb in (
            (would.added, "add"),
            (would.changed - would.taken_back, "change"),
            (would.taken_back, "take back"),
        )
        if number
    ]
    if parts:
        told = [f"This would {join(parts)}, in {count(would.assessments, 'assessment')}."]
    elif preview.refusals or preview.conflicts or preview.differences:
        told = []
    elif would.grouped:
        told = ["No answer would change."]
    else:
        told = ["Nothing would change."]
    if would.unchanged:
        told.append(f"{count(would.unchanged, 'answer is', 'answers are')} in the app already, just as here.")
    if would.empty:
        were = "is" if would.empty == 1 else "are"
        told.append(f"{count(would.empty, 'row gives', 'rows give')} nothing and {were} passed over.")
    if preview.differences:
        answers = {(p.shown, d.respondent, d.item, d.kind) for p, d in preview.differences}
        told.append(f"{count(len(answers), 'answer differs', 'answers differ')} from what the app holds.")
    return " ".join(told)


class _Words:
    """Names and answers of one preview as they are shown."""

    def __init__(self, framework: Framework, preview: Preview) -> None:
        self._framework = framework
        self._preview = preview
        terms = terms_of(framework)
        self._titles = {item.id: fill(item.short_title, terms) for item in framework.items}
        self._places = {item.id: place for place, item in enumerate(framework.items)}
        self._groups = {group.id: fill(group.label, terms) for group in framework.groups}
        self._lenses = {lens.id: lens.label.lower() for lens in framework.lenses}

    def in_order(self, found: Iterable[Any]) -> list[Any]:
        """Pairs of a planned assessment and one of its answers, by assessment and item."""
        order = {id(planned): place for place, planned in enumerate(self._preview.assessments)}
        return sorted(found, key=lambda pair: (order[id(pair[0])], self._places.get(pair[1].item, 0)))

    def row(self, planned: PlannedAssessment, answer: Any) -> ChangeRow:
        return ChangeRow(
            where=self._where(planned),
            item=self._item(answer.item),
            whose=_whose(answer.respondent, answer.kind),
            now="" if getattr(answer, "is_new", False) else _say(answer.before, blanks=True),
            then=_say(answer.fields, blanks=not getattr(answer, "is_new", False)),
        )

    def notes(self) -> list[NoteRow]:
        several = len(self._preview.assessments) > 1
        found: dict[tuple[str, str, str, str], list[str]] = {}
        for each in self._preview.warnings:
            where = each.subject if several else ""
            key = (where, self._item(each.item), _whose(each.respondent), each.text)
            found.setdefault(key, []).append(each.why)
        return [NoteRow(*key, " ".join(reasons)) for key, reasons in found.items()]

    def made(self) -> list[str]:
        """A sentence for each thing that would be new, each once."""
        said: dict[str, None] = {}
        for planned in self._preview.assessments:
            place = planned.shown
            lens = self._lenses.get(place.lens, place.lens)
            in_ = f" in {place.authority}" if place.authority and place.authority != place.subject else ""
            if "authority" in planned.new and in_:
                said[f"New authority: {place.authority}."] = None
            if "subject" in planned.new:
                said[f"New {lens}: {place.subject}{in_}."] = None
            if "round" in planned.new and place.round:
                said[f"New round{in_}: {place.round}."] = None
            if "assessment" in planned.new:
                round_ = f", {place.round}" if place.round else ""
                said[f"A new assessment: {place.subject}{round_}."] = None
            people = [self._person(label, group) for label, group in planned.newcomers.items() if label]
            if people:
                where = f" at {place.subject}" if len(self._preview.assessments) > 1 else ""
                said[f"Answering for the first time{where}: {join(people)}."] = None
        return list(said)

    def grouped(self) -> list[str]:
        return [
            f"{label or OWN_VIEW}, so far in no group: {self._groups.get(group, group)}."
            for planned in self._preview.assessments
            for label, group in planned.merged.groups.items()
        ]

    def _person(self, label: str, group: str) -> str:
        return f"{label} ({self._groups.get(group, group)})" if group else label

    def _item(self, item: str) -> str:
        return f"{item} {self._titles.get(item, '')}".rstrip()

    def _where(self, planned: PlannedAssessment) -> str:
        if len(self._preview.assessments) < 2:
            return ""
        return ", ".join(part for part in (planned.shown.subject, planned.shown.round) if part)


def _whose(respondent: str, kind: str = "answer") -> str:
    return AGREED if kind == "agreed" else respondent or OWN_VIEW


def _say(fields: Mapping[str, Any], blanks: bool) -> str:
    """Some fields of an answer on one line. With `blanks`, what is empty is named, too."""
    parts: list[tuple[bool, str]] = []
    if "value" in fields:
        parts.append(_say_choice(fields["value"], fields["special"]))
    for name in ("evidence", "reason"):
        if name in fields:
            text = " ".join(fields[name].split())
            text = f"{text[: SHOWN - 1]}…" if len(text) > SHOWN else text
            parts.append((bool(text), f"{name} “{text}”" if text else f"no {name}"))
    if "direction" in fields:
        label = DIRECTION_LABELS.get(fields["direction"] or "", "")
        parts.append((bool(label), label.lower() or "no direction"))
    if "one_person" in fields:
        given = bool(fields["one_person"])
        parts.append((given, f"depends on one person{'' if given else ': no'}"))
    if "basis" in fields:
        basis = fields["basis"]
        parts.append((bool(basis), f"basis {basis}" if basis else "no basis"))
    if fields.get("carried") is not None:
        carried = bool(fields["carried"])
        parts.append((blanks, "carried forward" if carried else "looked at"))
    return "; ".join(text for given, text in parts if given or blanks)


def _say_choice(value: float | None, special: str | None) -> tuple[bool, str]:
    if value is not None:
        return True, code_of(value)
    return special is not None, {"dk": DONT_KNOW, "na": NOT_APPLICABLE}.get(special or "", "no answer")


def say_imported(done: Imported) -> str:
    """One or two sentences; only what happened is mentioned."""
    parts = [
        f"{number} {what}"
        for number, what in (
            (done.added, "added"),
            (done.changed - done.taken_back, "changed"),
            (done.taken_back, "taken back"),
            (done.unchanged, "as they were"),
        )
        if number
    ]
    sentence = (
        f"Answers: {join(parts)}, in {count(done.assessments, 'assessment')}."
        if parts
        else "No answer was changed."
    )
    if done.grouped:
        sentence += f" {count(done.grouped, 'respondent now has', 'respondents now have')} a group."
    if done.empty:
        were = "was" if done.empty == 1 else "were"
        sentence += f" {count(done.empty, 'row gave', 'rows gave')} nothing and {were} passed over."
    return sentence
