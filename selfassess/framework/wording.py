"""Fills a framework's {{term}} placeholders from one setting of its vocabulary."""

from __future__ import annotations

import re
from collections.abc import Mapping

from selfassess.framework.model import Framework

PLACEHOLDER = re.compile(r"\{\{\s*([A-Za-z][A-Za-z0-9_]*)\s*\}\}")


def placeholders(text: str) -> list[str]:
    """The terms a text uses, in lower case, in order of appearance."""
    return [match.lower() for match in PLACEHOLDER.findall(text)]


def fill(text: str, terms: Mapping[str, str]) -> str:
    """`text` with each {{term}} replaced; {{Term}} gives a capital first letter.

    A term that is missing is left as its bare name: `checks` refuses such a file beforehand.
    """

    def replace(match: re.Match[str]) -> str:
        name = match.group(1)
        word = terms.get(name.lower(), name.replace("_", " "))
        return word[:1].upper() + word[1:] if name[:1].isupper() else word

    return PLACEHOLDER.sub(replace, text)


def terms_of(framework: Framework, setting_id: str | None = None) -> dict[str, str]:
    """The words of one vocabulary setting; the default one for None or an unknown id."""
    if framework.vocabulary is None:
        return {}
    settings = {setting.id: setting for setting in framework.vocabulary.settings}
    chosen = settings.get(setting_id or "", settings[framework.vocabulary.default])
    return dict(chosen.terms)
