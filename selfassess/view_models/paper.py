"""Typing in paper questionnaires: whose they are, what each is called, and a short row for each sub-indicator."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from selfassess.answers import Answer
from selfassess.framework.model import Framework
from selfassess.framework.wording import fill
from selfassess.service.import_preview import Imported
from selfassess.service.papers import Entry, PaperPlace, Papers, Sheet
from selfassess.view_models.imported import say_imported
from selfassess.view_models.questionnaire import make_card
from selfassess.view_models.words import code_of, count

BLANK = "Blank"
NEW = ""
"""Stands for a sheet that isn't in yet, and for a centre that has no assessment yet."""


@dataclass(frozen=True)
class PaperRow:
    """One sub-indicator of a sheet. `choices`: what can be ticked, code -> text, "" for nothing ticked."""

    item: str
    title: str
    choices: Mapping[str, str]


@dataclass(frozen=True)
class PaperSection:
    indicator: str
    title: str
    rows: tuple[PaperRow, ...]


def make_sections(framework: Framework, lens: str, terms: Mapping[str, str]) -> list[PaperSection]:
    """The rows of a lens in the order of the printed questionnaire."""
    return [
        PaperSection(
            indicator.id,
            fill(indicator.short_title, terms),
            tuple(_row(framework, item.id, lens, terms) for item in indicator.items if lens in item.lenses),
        )
        for indicator in framework.indicators_in(lens)
    ]


def _row(framework: Framework, item: str, lens: str, terms: Mapping[str, str]) -> PaperRow:
    card = make_card(framework, framework.item(item), lens, terms)
    choices = {NEW: BLANK} | {choice.code: choice.number or choice.text for choice in card.choices}
    return PaperRow(item, card.title, choices)


def name_places(places: Sequence[PaperPlace], frameworks: Mapping[str, Framework]) -> dict[str, str]:
    """What each assessment is called in a list, by its id; no two alike."""
    names: dict[str, str] = {}
    met: Counter[str] = Counter()
    for place in places:
        framework = frameworks[place.framework_key]
        parts = [
            place.subject,
            place.authority,
            f"{framework.lens(place.lens).label}'s view",
            place.round,
            framework.title if len({each.title for each in frameworks.values()}) > 1 else "",
        ]
        name = " · ".join(dict.fromkeys(part for part in parts if part))
        met[name] += 1
        names[place.id] = f"{name} · number {met[name]}" if met[name] > 1 else name
    return names


def name_sheets(papers: Papers) -> dict[str, str]:
    """What to choose from: a new sheet, or one that is in already. By label, "" for the new one."""
    return {NEW: f"A new sheet: {papers.next}"} | {
        sheet.label: f"{sheet.label} again, to correct it" for sheet in reversed(papers.sheets)
    }


def say_label(label: str, corrects: bool) -> str:
    """What a sheet is called, and what to do with that."""
    if corrects:
        return f"You are correcting “{label}”. Compare each row with the paper."
    return f"This is “{label}”. Write that on it as the paper number, so that you can find it again."


def say_filled(rows: Mapping[str, Entry]) -> str:
    """How much of a sheet is filled in, to compare with the paper."""
    filled = sum(not entry.is_blank for entry in rows.values())
    return f"Filled in: {filled} of {count(len(rows), 'sub-indicator')}. Check that against the paper."


def say_in(label: str, corrected: bool, done: Imported) -> str:
    """What was done with a sheet, and what is still to be done with it."""
    told = f"“{label}” is in. {say_imported(done)}"
    return told if corrected else f"{told} Write “{label}” on the sheet."


def say_sheets(papers: Papers) -> str:
    """How many are in, "" for none."""
    number = len(papers.sheets)
    return (
        f"{count(number, 'sheet is', 'sheets are')} in: {', '.join(s.label for s in papers.sheets)}."
        if number
        else ""
    )


def entries_of(sheet: Sheet | None) -> dict[str, Entry]:
    """What a sheet that is in has, as it would be typed."""
    answers = sheet.answers.items() if sheet else ()
    return {item: Entry(_rating(answer), _text(answer), answer.one_person) for item, answer in answers}


def code_of_entry(entry: Entry) -> str:
    """An entry's choice as one of `PaperRow.choices`."""
    if isinstance(entry.rating, str):
        return entry.rating
    return NEW if entry.rating is None else code_of(entry.rating)


def _rating(answer: Answer) -> float | str | None:
    return answer.special or answer.value


def _text(answer: Answer) -> str:
    return answer.reason if answer.special == "na" else answer.evidence
