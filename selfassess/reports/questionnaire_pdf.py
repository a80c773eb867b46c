"""The questionnaire on paper: a PDF to print, fill in with a pen, and type in afterwards."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from selfassess.framework.model import Framework, Indicator, Item
from selfassess.framework.wording import fill
from selfassess.reports.typeset import typeset
from selfassess.view_models.questionnaire import Choice, make_card
from selfassess.view_models.words import AT_RISK_TITLE, PRIVACY_LINE, at_risk_sentence

TEMPLATE = "questionnaire.typ"

FIELDS = ("Round", "Date", "Paper number")
NUMBER = "The paper number is given by whoever types the answers in, and is written on this sheet then."
GROUPS_TITLE = "Whose view is this? Tick one. Don't write your name."
HOW_TITLE = "How to answer"
TICK_ONE = "Tick one box for each question. Leave a question out if you weren't asked it."
BACK_TITLE = "How to give it back"
BACK = (
    "Hand it to whoever gave it to you, folded or in an envelope if you like. Your answers are typed into the tool "
    "as they stand here, and then count like all others.",
    "Whoever types them in may know your handwriting. If that matters, ask for a link to answer by instead.",
)
EVIDENCE = "What could you show a visitor? (optional)"
ONE_PERSON = "This depends on one person"
REASON = "Why?"
"""After *not applicable*, which needs a reason."""

MOST_TOGETHER = 1800
"""Blocks with more characters than this may be parted by the end of a page: they might not fit on one."""


def write_questionnaire(
    framework: Framework,
    lens: str,
    terms: Mapping[str, str],
    items: Collection[str] | None = None,
    title: str = "",
) -> bytes:
    """The PDF of one lens, in the words of `terms`. `items`: the sub-indicators asked, None for all; `title`: what
    it is for, such as the centre and the round."""
    return typeset(TEMPLATE, make_content(framework, lens, terms, items, title))[0]


def make_content(
    framework: Framework,
    lens: str,
    terms: Mapping[str, str],
    items: Collection[str] | None = None,
    title: str = "",
) -> dict[str, Any]:
    """All the words of the sheets, for the template."""
    about = framework.lens(lens)
    name = fill(framework.title, terms)
    subtitle = f"Questionnaire on paper, for the {fill(about.subject_label, terms)}"
    sections = [
        _section(framework, indicator, lens, terms, items) for indicator in framework.indicators_in(lens)
    ]
    return {
        "title": name,
        "subtitle": f"{subtitle}: {title}" if title else subtitle,
        "foot": f"{fill(about.label, terms)} · {PRIVACY_LINE}",
        "fields": [fill(about.label, terms), *FIELDS],
        "groups_title": GROUPS_TITLE,
        "groups": [fill(group.label, terms) for group in framework.groups],
        "parts": [
            {
                "title": HOW_TITLE,
                "paragraphs": [f"{fill(framework.scale.instruction, terms)} {TICK_ONE}"],
                "points": [fill(advice, terms) for advice in framework.scale.advice],
            },
            {"title": BACK_TITLE, "paragraphs": [*BACK, NUMBER], "points": []},
        ],
        "notes": [PRIVACY_LINE, f"{AT_RISK_TITLE}: {at_risk_sentence('')}"],
        "one_person": ONE_PERSON,
        "evidence": EVIDENCE,
        "sections": [section for section in sections if section["items"]],
    }


def _section(
    framework: Framework,
    indicator: Indicator,
    lens: str,
    terms: Mapping[str, str],
    asked: Collection[str] | None,
) -> dict[str, Any]:
    items = [item for item in indicator.items if lens in item.lenses and (asked is None or item.id in asked)]
    return {
        "title": f"{indicator.id} {fill(indicator.short_title, terms)}",
        "about": fill(indicator.about, terms),
        "items": [_item(framework, item, lens, terms) for item in items],
    }


def _item(framework: Framework, item: Item, lens: str, terms: Mapping[str, str]) -> dict[str, Any]:
    card = make_card(framework, item, lens, terms)
    codes = {f"{value:.12g}" for value in item.lenses[lens].anchors}
    choices = [_choice(choice, choice.code in codes or not choice.number) for choice in card.choices]
    length = len(card.question) + sum(len(choice["text"]) for choice in choices)
    return {
        "title": f"{card.item} {card.title}",
        "question": card.question,
        "choices": choices,
        "together": length <= MOST_TOGETHER,
    }


def _choice(choice: Choice, strong: bool) -> dict[str, Any]:
    """`strong`: whether it has words of its own; levels between two anchors stand back behind them."""
    line = choice.code == "na"
    text = f"{choice.text}. {REASON}" if line else choice.text
    return {"number": choice.number, "text": text, "strong": strong, "line": line}
