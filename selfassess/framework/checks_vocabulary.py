"""Rules about the vocabulary: its settings, inline or in files of their own, and {{term}} placeholders."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from selfassess.errors import Problem, listing, suggest
from selfassess.framework.document import Document, Path, shorten, show
from selfassess.framework.wording import PLACEHOLDER, placeholders

SETTINGS: Path = ("vocabulary", "settings")
Setting = tuple[Document, Path]
"""The document in which a vocabulary setting stands, and where; a file of its own is all setting."""


def check_settings(document: Document, vocabularies: Sequence[Document]) -> Iterator[Problem]:
    """Settings have their own ids and all hold the same terms; the default is one of them."""
    yield from _check_setting_ids([(document, path) for path in document.entries(SETTINGS)])
    yield from _check_setting_ids([(vocabulary, ()) for vocabulary in vocabularies])
    if not document.has(("vocabulary",)):
        for vocabulary in vocabularies:
            message = "the framework file has no vocabulary that this file could add to."
            yield vocabulary.problem((), message, 'Give it a "vocabulary" with a default first.')
        return
    settings = _settings(document, vocabularies)
    if settings is None:
        return
    default = document.text(("vocabulary", "default"))
    if default is not None and settings and default not in settings:
        expected = suggest(default, settings).strip() or f"There are: {listing(list(settings))}."
        message = f"there is no vocabulary setting {show(default)}."
        yield document.problem(("vocabulary", "default"), message, expected)
    yield from _check_same_terms(settings)


def check_placeholders(document: Document, vocabularies: Sequence[Document]) -> Iterator[Problem]:
    """Every {{term}} is spelt out by the vocabulary, and braces stand for nothing else."""
    known = _known_terms(document, vocabularies)
    for file in (document, *vocabularies):
        for path, value in file.scalars():
            if not isinstance(value, str):
                continue
            if _is_term(path, file is document):
                if "{" in value or "}" in value:
                    yield file.problem(path, "a term holds braces.", "Write it out: terms are not filled.")
                continue
            yield from _check_braces(file, path, value)
            if known is not None:
                yield from _check_terms_known(file, path, value, known)


def _check_terms_known(file: Document, path: Path, value: str, known: dict[str, None]) -> Iterator[Problem]:
    for name in placeholders(value):
        if name not in known:
            expected = suggest(name, known).strip() or "Add it to every setting."
            yield file.problem(path, f'the vocabulary holds no term "{shorten(name)}".', expected)


def _check_braces(file: Document, path: Path, value: str) -> Iterator[Problem]:
    rest = PLACEHOLDER.sub("", value)
    places = [place for place in (rest.find("{"), rest.find("}")) if place >= 0]
    if places:
        near = rest[max(min(places) - 10, 0) :].strip()
        expected = "Write {{term}}: letters, digits and underscores between two pairs of braces."
        yield file.problem(path, f"braces stand here that hold no placeholder, near {show(near)}.", expected)


def _check_setting_ids(settings: Sequence[Setting]) -> Iterator[Problem]:
    first: dict[str, Setting] = {}
    for file, path in settings:
        name = file.text((*path, "id"))
        if name is not None and name in first:
            other, place = first[name]
            where = "" if other is file else f"{other.file}, "
            line = other.line((*place, "id"))
            message = f"the vocabulary setting {show(name)} stands in {where}line {line} already."
            yield file.problem((*path, "id"), message, "Give each its own id.")
        elif name is not None:
            first[name] = (file, path)


def _settings(document: Document, vocabularies: Sequence[Document]) -> dict[str, Setting] | None:
    """Id to setting, an extra file's in place of an inline one; None where one has no id."""
    found: dict[str, Setting] = {}
    places = [(document, path) for path in document.entries(SETTINGS)]
    for file, path in places + [(vocabulary, ()) for vocabulary in vocabularies]:
        name = file.text((*path, "id"))
        if name is None:
            return None
        found[name] = (file, path)
    return found


def _check_same_terms(settings: Mapping[str, Setting]) -> Iterator[Problem]:
    """The first setting is what the others are held against."""
    model = next(iter(settings), "")
    if not settings or not _has_terms(settings[model]):
        return
    expected_terms = dict.fromkeys(_terms(settings[model]))
    for name, (file, path) in settings.items():
        if name == model or not _has_terms((file, path)):
            continue
        here = (*path, "terms")
        own = dict.fromkeys(_terms((file, path)))
        unused = [term for term in expected_terms if term not in own]
        for term in unused:
            message = f'the term "{shorten(term)}" of the setting {show(model)} is missing.'
            yield file.problem(here, message, "Add it: all settings hold the same terms.")
        for term in [term for term in own if term not in expected_terms]:
            near = suggest(term, unused).strip()
            message = f'the term "{shorten(term)}" is not among those of the setting {show(model)}.'
            yield file.problem((*here, term), message, near or "All settings hold the same terms.")


def _has_terms(setting: Setting) -> bool:
    file, path = setting
    return isinstance(file.get((*path, "terms")), dict)


def _terms(setting: Setting) -> list[str]:
    file, path = setting
    return [term for term in file.mapping((*path, "terms")) if isinstance(term, str)]


def _known_terms(document: Document, vocabularies: Sequence[Document]) -> dict[str, None] | None:
    """The terms that any setting holds, in order; None where the vocabulary is too misshapen to tell."""
    if not document.has(("vocabulary",)):
        return {}
    settings = _settings(document, vocabularies)
    if not settings or not all(
        isinstance(file.get((*path, "terms")), dict) for file, path in settings.values()
    ):
        return None
    return dict.fromkeys(sorted(term for setting in settings.values() for term in _terms(setting)))


def _is_term(path: Path, is_framework: bool) -> bool:
    return path[3:4] == ("terms",) and path[:2] == SETTINGS if is_framework else path[:1] == ("terms",)
