"""Everything in the store as one ZIP of open formats, and back.

    manifest.json                   what the file is, its format's version, the tables with their row counts
    tables/NAME.jsonl               one table, one JSON object per row and line, as the store holds it
    frameworks/ID@VERSION/FILE      each kept framework's files, as they were

The same content always gives the same bytes: entries are sorted and carry no time.
"""

from __future__ import annotations

import io
import json
import math
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath
from typing import Any, BinaryIO

from selfassess.errors import BadFile, Problem
from selfassess.exchange.columns import quote
from selfassess.exchange.workbooks import BROKEN_ZIP

Value = str | int | float | bool | None
Row = dict[str, Value]

FORMAT = "selfassess-bundle"
FORMAT_VERSION = 1
MANIFEST = "manifest.json"
FRAMEWORK_TABLE = "framework_version"

MAX_UNPACKED = 1024 * 1024 * 1024
MAX_RATIO = 60
"""How many times its size a bundle may unpack to; text of answers packs to about a tenth."""
ALWAYS_ALLOWED = 8 * 1024 * 1024
MAX_ENTRIES = 5000
MOST_PER_TABLE = 100
"""How many bad lines of a table are listed: after those it isn't read on."""
LARGEST_NUMBER = 2**63 - 1
"""The largest whole number that a database can hold."""

EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The first time that a ZIP entry can carry, given to all, so that equal content gives equal bytes."""
CHOOSE_BUNDLE = "Choose a file that the command export has written."


def write_bundle(out: BinaryIO, tables: Mapping[str, Iterable[Row]], schema: str) -> None:
    """Writes the tables, with the framework files that `framework_version` holds also laid out as files.

    `schema` is the version of the store's tables.
    """
    entries: dict[str, bytes] = {}
    counts: dict[str, int] = {}
    for table, rows in tables.items():
        lines = [json.dumps(row, ensure_ascii=False, allow_nan=False) + "\n" for row in rows]
        counts[table] = len(lines)
        entries[f"tables/{table}.jsonl"] = "".join(lines).encode("utf-8", "surrogatepass")
        if table == FRAMEWORK_TABLE:
            entries |= _framework_entries([json.loads(line) for line in lines])
    manifest = {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        "schema": schema,
        "tables": dict(sorted(counts.items())),
    }
    entries[MANIFEST] = (json.dumps(manifest, indent=2) + "\n").encode()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for path in sorted(entries):
            entry = zipfile.ZipInfo(path, date_time=EARLIEST)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3  # the same on every machine
            entry.external_attr = 0o644 << 16
            package.writestr(entry, entries[path])


def read_bundle(file: BinaryIO, name: str, known_tables: Iterable[str], schema: str) -> dict[str, list[Row]]:
    """The tables in a bundle, checked whole before anything is used. Raises BadFile with every problem.

    A bundle of another format or schema version, with unknown tables or entries, with paths that lead out of
    it, or that unpacks to more than a bundle can is refused.
    """
    try:
        with zipfile.ZipFile(file) as package:
            _check_entries(package, name)
            manifest = _read_manifest(package, name)
            _check_manifest(manifest, name, set(known_tables), schema)
            contents = {entry: package.read(entry) for entry in package.namelist()}
    except (*BROKEN_ZIP, RuntimeError, ValueError) as error:  # a manifest nested too deep among them
        raise _refusal(name, "The file is damaged or not a bundle.", CHOOSE_BUNDLE) from error
    tables: dict[str, list[Row]] = {}
    problems: list[Problem] = []
    for table, count in manifest["tables"].items():
        path = f"tables/{table}.jsonl"
        rows = _read_rows(contents.get(path), path, name, problems)
        if len(rows) != count and not problems:
            message = f"{path} holds {len(rows)} rows where the manifest says {count}."
            problems.append(Problem(name, 0, path, message, CHOOSE_BUNDLE))
        tables[table] = rows
    listed = {f"tables/{table}.jsonl" for table in tables}
    for path in sorted(contents):
        if path.startswith("tables/") and path not in listed:
            problems.append(Problem(name, 0, path, "The manifest does not list this table.", CHOOSE_BUNDLE))
    if not problems:
        problems += _check_frameworks(tables.get(FRAMEWORK_TABLE, []), contents, name)
    if problems:
        raise BadFile(problems)
    return tables


def is_bundle(file: BinaryIO) -> bool:
    """Whether a file looks like a bundle rather than a workbook. Leaves the file at its start."""
    try:
        with zipfile.ZipFile(file) as package:
            return MANIFEST in package.namelist()
    except (*BROKEN_ZIP, ValueError):
        return False
    finally:
        file.seek(0)


def _framework_entries(rows: list[dict[str, Any]]) -> dict[str, bytes]:
    """The kept framework files as entries of the bundle, one folder for each version."""
    entries = {}
    for row in rows:
        files = row.get("files")
        for file_name, text in (json.loads(files) if isinstance(files, str) else files or {}).items():
            path = f"frameworks/{row['id']}@{row['version']}/{file_name}"
            if _is_safe(path):
                entries[path] = str(text).encode("utf-8", "surrogatepass")
    return entries


def _is_safe(path: str) -> bool:
    """Whether a path stays inside the bundle on every system."""
    parts = path.split("/")
    odd = any(ord(c) < 32 or c in '\\:*?"<>|' for c in path)
    return not odd and not path.startswith("/") and all(part not in ("", ".", "..") for part in parts)


def _check_entries(package: zipfile.ZipFile, name: str) -> None:
    """Refuses a package by its list of entries, before anything is unpacked."""
    entries = package.infolist()
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    if len(entries) > MAX_ENTRIES or unpacked > MAX_UNPACKED:
        raise _refusal(name, "The file unpacks to more than can be read.", CHOOSE_BUNDLE)
    if unpacked > max(ALWAYS_ALLOWED, packed * MAX_RATIO):
        raise _refusal(name, "The file unpacks to far more than a bundle does.", CHOOSE_BUNDLE)
    seen: set[str] = set()
    for entry in entries:
        path = PurePosixPath(entry.filename)
        known = entry.filename == MANIFEST or path.parts[:1] in (("tables",), ("frameworks",))
        if not _is_safe(entry.filename) or entry.filename in seen or not known:
            message = f"The entry {quote(entry.filename)} does not belong in a bundle."
            raise _refusal(name, message, CHOOSE_BUNDLE)
        if entry.flag_bits & 1:
            raise _refusal(name, "The file is protected with a password.", CHOOSE_BUNDLE)
        seen.add(entry.filename)


def _read_manifest(package: zipfile.ZipFile, name: str) -> dict[str, Any]:
    if MANIFEST not in package.namelist():
        raise _refusal(name, "The file holds no manifest.json, so it is not a bundle.", CHOOSE_BUNDLE)
    manifest = json.loads(package.read(MANIFEST))
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        raise _refusal(name, "Its manifest.json is not that of a bundle.", CHOOSE_BUNDLE)
    return manifest


def _check_manifest(manifest: dict[str, Any], name: str, known_tables: set[str], schema: str) -> None:
    version = manifest.get("format_version")
    if version != FORMAT_VERSION or isinstance(version, bool):
        message = f"The bundle has the format version {quote(str(version))}, not {FORMAT_VERSION}."
        raise _refusal(name, message, "Restore it with the version of this program that wrote it.")
    if manifest.get("schema") != schema:
        message = f"The bundle's tables have the version {quote(str(manifest.get('schema')))}, not {schema}."
        raise _refusal(name, message, "Restore it with the version of this program that wrote it.")
    tables = manifest.get("tables")
    if not isinstance(tables, dict) or not all(type(count) is int for count in tables.values()):
        raise _refusal(name, "Its manifest.json does not list the tables.", CHOOSE_BUNDLE)
    unknown = sorted(set(tables) - known_tables)
    if unknown:
        raise _refusal(name, f"The table {quote(unknown[0])} is not known.", CHOOSE_BUNDLE)


def _read_rows(content: bytes | None, path: str, name: str, problems: list[Problem]) -> list[Row]:
    """One table's rows. Adds to `problems` every line that is none."""
    if content is None:
        problems.append(Problem(name, 0, path, "The table's file is missing.", CHOOSE_BUNDLE))
        return []
    rows: list[Row] = []
    bad = 0
    for number, line in enumerate(io.BytesIO(content), start=1):
        try:
            row = json.loads(line.decode("utf-8", "surrogatepass"), parse_constant=_refuse_constant)
        except (ValueError, RecursionError):
            row = None
        if isinstance(row, dict) and row and all(_is_value(value) for value in row.values()):
            rows.append(row)
            continue
        problems.append(Problem(name, number, path, "The line is not a row of a table.", CHOOSE_BUNDLE))
        bad += 1
        if bad == MOST_PER_TABLE:
            break
    return rows


def _is_value(value: object) -> bool:
    """Whether a database can hold it."""
    if isinstance(value, float):
        return math.isfinite(value)
    if isinstance(value, int):
        return -LARGEST_NUMBER <= value <= LARGEST_NUMBER
    return value is None or isinstance(value, str)


def _refuse_constant(word: str) -> None:
    raise ValueError(word)


def _check_frameworks(rows: list[Row], contents: Mapping[str, bytes], name: str) -> list[Problem]:
    """The readable copies of framework files must be those that the answers were given under."""
    try:
        kept = _framework_entries(list(rows))
    except (ValueError, AttributeError, KeyError, RecursionError):
        return [Problem(name, 0, f"tables/{FRAMEWORK_TABLE}.jsonl", "A framework is damaged.", CHOOSE_BUNDLE)]
    laid_out = {path: text for path, text in contents.items() if path.startswith("frameworks/")}
    return [
        Problem(name, 0, path, "The framework file was changed after the export.", CHOOSE_BUNDLE)
        for path in sorted(kept.keys() | laid_out.keys())
        if kept.get(path) != laid_out.get(path)
    ]


def _refusal(name: str, message: str, expected: str) -> BadFile:
    return BadFile([Problem(name, 0, "", message, expected)])
