"""Framework files: reading them whole or not at all, and finding them in a folder.

A framework is one YAML file. A folder beside it, of the same name without `.yaml`, may hold extra vocabulary
settings in `vocabulary/*.yaml`, one in each file.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from pydantic import ValidationError

from selfassess.errors import FrameworkError, NotFound, Problem, suggest
from selfassess.framework.checks import check
from selfassess.framework.document import Document
from selfassess.framework.model import Framework, series
from selfassess.framework.reading import MAX_BYTES, load_document, load_identity, too_large
from selfassess.framework.schema import SCHEMA_FILE, schema, write_schema
from selfassess.framework.shape import check_framework_shape, check_setting_shape

__all__ = [
    "MAX_BYTES",
    "SCHEMA_FILE",
    "find_frameworks",
    "framework_source",
    "parse_framework",
    "read_framework",
    "resolve",
    "schema",
    "write_schema",
]

SOURCE_NAME = "framework.yaml"
VOCABULARY_FOLDER = "vocabulary"


def read_framework(path: Path) -> Framework:
    """The framework in a file and its vocabulary folder. Raises FrameworkError with every problem."""
    text = _read_text(path)
    extra = {str(file): _read_text(file) for file in _vocabulary_files(path)}
    return parse_framework(text, str(path), extra)


def parse_framework(text: str, name: str, extra_vocabulary: Mapping[str, str] = {}) -> Framework:
    """The framework in a file's text; `extra_vocabulary` maps the names of vocabulary files to their texts.

    `name` and those names stand in problems only. Raises FrameworkError with every problem.
    """
    document, vocabularies = _load_all(text, name, extra_vocabulary)
    problems = [*document.problems, *check_framework_shape(document)]
    for vocabulary in vocabularies:
        problems += [*vocabulary.problems, *check_setting_shape(vocabulary)]
    problems += check(document, vocabularies)
    if problems:
        raise FrameworkError(problems)
    try:
        return Framework.model_validate(_merge(document, vocabularies), by_alias=True, by_name=False)
    except ValidationError as error:  # only if a rule of the model's spans file and vocabularies
        raise FrameworkError([Problem(name, 0, "", f"{error.title} is not valid.", str(error))]) from None


def framework_source(path: Path) -> dict[str, str]:
    """The texts a framework is read from, as they stand: "framework.yaml" and each "vocabulary/NAME.yaml"."""
    extra = {f"{VOCABULARY_FOLDER}/{file.name}": _read_text(file) for file in _vocabulary_files(path)}
    return {SOURCE_NAME: _read_text(path), **extra}


def find_frameworks(folder: Path) -> dict[str, Path]:
    """`id@version` to path for the *.yaml files directly in a folder, in that order.

    Reads no further than id and version, so a framework found may still have problems; files without a
    legible id and version are left out. Raises FrameworkError where two files hold the same ones.
    """
    found: dict[str, Path] = {}
    problems = []
    for path in sorted(folder.glob("*.yaml")):
        key = _identity(path)
        if key in found:
            message = f"{key} stands in {found[key]} already."
            problems.append(Problem(str(path), 0, "", message, "Give a new version a new number."))
        elif key is not None:
            found[key] = path
    if problems:
        raise FrameworkError(problems)
    return dict(sorted(found.items(), key=lambda entry: _sort_key(entry[0])))


def resolve(folder: Path, id_or_file: str) -> Path:
    """The file of `ID` (its newest version), of `ID@VERSION`, or the file itself where a path is given.

    Where that very version is gone its newest patch stands in for it: it asks the same. Letter case of ids
    doesn't count. Reaches files outside the folder: for what was typed at the command line, not for what
    stood in a URL.
    """
    found = find_frameworks(folder)
    wanted = id_or_file.casefold()
    versions = [key for key in found if wanted in (key, key.partition("@")[0])]
    if not versions and "@" in wanted:
        versions = [key for key in found if series(key) == series(wanted)]
    if versions:
        return found[versions[-1]]
    path = Path(id_or_file)
    if _is(path, Path.is_file):
        return path
    if _is(path, Path.is_dir):
        raise NotFound(f'"{id_or_file}" is a folder. Name a framework file in it.')
    if path.suffix in (".yaml", ".yml") or len(path.parts) > 1:
        raise NotFound(f'There is no file "{id_or_file}". Check its path.')
    names = [*dict.fromkeys(key.partition("@")[0] for key in found), *found]
    listed = f"There are: {', '.join(found)}." if found else f"There is none in {folder}."
    raise NotFound(f'There is no framework "{id_or_file}".{suggest(wanted, names) or " " + listed}')


def _load_all(text: str, name: str, extra: Mapping[str, str]) -> tuple[Document, list[Document]]:
    """All the files' documents; raises FrameworkError with what makes any of them unreadable."""
    documents: list[Document] = []
    problems: list[Problem] = []
    for file, content in ((name, text), *sorted(extra.items())):
        try:
            documents.append(load_document(content, file))
        except FrameworkError as error:
            problems += error.problems
    if problems:
        raise FrameworkError(problems)
    return documents[0], documents[1:]


def _merge(document: Document, vocabularies: Sequence[Document]) -> object:
    """The framework's data with each vocabulary file's setting added, or in place of the one of its id."""
    if not vocabularies:
        return document.data
    vocabulary = document.mapping(("vocabulary",))
    inline = document.get(("vocabulary", "settings"))
    settings = {entry["id"]: entry for entry in inline} if isinstance(inline, list) else {}
    settings.update({extra.get(("id",)): extra.data for extra in vocabularies})
    return {**document.mapping(()), "vocabulary": {**vocabulary, "settings": list(settings.values())}}


def _vocabulary_files(path: Path) -> list[Path]:
    folder = path.with_suffix("") / VOCABULARY_FOLDER
    try:
        return sorted(folder.glob("*.yaml"))
    except OSError as error:
        raise _unreadable(folder, error) from None


def _is(path: Path, kind: Callable[[Path], bool]) -> bool:
    try:
        return kind(path)
    except OSError:  # a name too long to be one
        return False


def _read_text(path: Path) -> str:
    """A file's text without its byte-order mark; never more than MAX_BYTES of it."""
    try:
        if not path.is_file():
            problem = "there is no such file.", "Check its path."
            if path.is_dir():
                problem = "this is a folder.", f"Name a framework file, such as {path / 'NAME.yaml'}."
            raise FrameworkError([Problem(str(path), 0, "", *problem)])
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise _unreadable(path, error) from None
    if len(content) > MAX_BYTES:
        raise FrameworkError([Problem(str(path), 0, "", *too_large())])
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        expected = "Save the file with the encoding UTF-8."
        raise FrameworkError([Problem(str(path), line, "", "the file is not UTF-8.", expected)]) from None


def _unreadable(path: Path, error: OSError) -> FrameworkError:
    message = f"it can't be read ({(error.strerror or 'unknown reason').lower()})."
    return FrameworkError([Problem(str(path), 0, "", message, "Check its name and its permissions.")])


def _identity(path: Path) -> str | None:
    try:
        identity = load_identity(_read_text(path))
    except FrameworkError:
        return None
    return "@".join(identity) if identity else None


def _sort_key(key: str) -> tuple[str, list[int], str]:
    name, _, version = key.partition("@")
    return name, [int(part) if part.isdecimal() else -1 for part in version.split(".")], version
