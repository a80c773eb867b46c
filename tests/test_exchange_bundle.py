"""The bundle: everything in the store as one ZIP, and what is refused on the way back."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from typing import Any

import pytest

from selfassess.errors import BadFile
from selfassess.exchange import bundle
from selfassess.exchange.bundle import is_bundle, read_bundle, write_bundle

TABLES: dict[str, list[bundle.Row]] = {
    "authority": [{"id": 1, "name": "=Östland\n\u202e'", "open": True, "share": 0.1, "note": None}],
    "framework_version": [
        {"id": "small", "version": "1.0.0", "files": json.dumps({"framework.yaml": 'id: "small"\r\n'})}
    ],
    "action": [],
}


def pack(tables: Mapping[str, list[bundle.Row]] = TABLES, schema: str = "1") -> bytes:
    out = io.BytesIO()
    write_bundle(out, tables, schema)
    return out.getvalue()


def repack(changes: Mapping[str, bytes | None], data: bytes | None = None) -> bytes:
    """A sound bundle with some entries changed, added, or (None) left out."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data or pack())) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        kept = {name: old.read(name) for name in old.namelist()} | changes
        for name, content in kept.items():
            if content is not None:
                new.writestr(name, content)
    return out.getvalue()


def manifest(**changes: Any) -> bytes:
    whole = {
        "format": "selfassess-bundle",
        "format_version": 1,
        "schema": "1",
        "tables": {"authority": 1, "framework_version": 1, "action": 0},
    }
    return json.dumps(whole | changes).encode()


def refusals(data: bytes) -> list[str]:
    with pytest.raises(BadFile) as refused:
        read_bundle(io.BytesIO(data), "b.zip", TABLES, "1")
    return [str(problem) for problem in refused.value.problems]


def test_what_is_written_comes_back_value_for_value() -> None:
    assert read_bundle(io.BytesIO(pack()), "b.zip", TABLES, "1") == TABLES


def test_equal_content_gives_equal_bytes_whatever_the_order_of_tables() -> None:
    assert pack() == pack(dict(reversed(TABLES.items())))


def test_framework_files_lie_in_the_bundle_as_they_were() -> None:
    with zipfile.ZipFile(io.BytesIO(pack())) as package:
        assert package.read("frameworks/small@1.0.0/framework.yaml") == b'id: "small"\r\n'


def test_a_framework_file_whose_name_leads_out_of_the_bundle_is_not_laid_out() -> None:
    row: bundle.Row = {"id": "small", "version": "1", "files": json.dumps({"../../evil": "x"})}
    with zipfile.ZipFile(io.BytesIO(pack({"framework_version": [row]}))) as package:
        assert package.namelist() == ["manifest.json", "tables/framework_version.jsonl"]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"no zip", "b.zip: The file is damaged or not a bundle."),
        (pack()[:-30], "b.zip: The file is damaged or not a bundle."),
        (repack({"manifest.json": None}), "b.zip: The file holds no manifest.json, so it is not a bundle."),
        (repack({"manifest.json": b"{}"}), "b.zip: Its manifest.json is not that of a bundle."),
        (repack({"manifest.json": b"[" * 100_000}), "b.zip: The file is damaged or not a bundle."),
        (
            repack({"manifest.json": manifest(format_version=2)}),
            'b.zip: The bundle has the format version "2", not 1.',
        ),
        (
            repack({"manifest.json": manifest(schema="9")}),
            'b.zip: The bundle\'s tables have the version "9", not 1.',
        ),
        (repack({"manifest.json": manifest(tables={"spy": 0})}), 'b.zip: The table "spy" is not known.'),
        (
            repack({"manifest.json": manifest(tables=["authority"])}),
            "b.zip: Its manifest.json does not list the tables.",
        ),
        (repack({"../evil": b""}), 'b.zip: The entry "../evil" does not belong in a bundle.'),
        (repack({"/etc/evil": b""}), 'b.zip: The entry "/etc/evil" does not belong in a bundle.'),
        (repack({"tables/..\\evil": b""}), 'b.zip: The entry "tables/..\\evil" does not belong in a bundle.'),
        (repack({"readme.txt": b""}), 'b.zip: The entry "readme.txt" does not belong in a bundle.'),
        (
            repack({"tables/spy.jsonl": b""}),
            "b.zip: tables/spy.jsonl: The manifest does not list this table.",
        ),
        (repack({"tables/action.jsonl": None}), "b.zip: tables/action.jsonl: The table's file is missing."),
        (
            repack({"tables/action.jsonl": b'{"a":1}\n'}),
            "b.zip: tables/action.jsonl: tables/action.jsonl holds 1 rows",
        ),
        *(
            (
                repack({"tables/authority.jsonl": line}),
                "b.zip:1: tables/authority.jsonl: The line is not a row",
            )
            for line in (b"{}\n", b'{"a":1e999}\n', b'{"a":9223372036854775808}\n', b"[" * 100_000)
        ),
        (
            repack({"tables/framework_version.jsonl": json.dumps({"files": "[" * 100_000}).encode()}),
            "b.zip: tables/framework_version.jsonl: A framework is damaged.",
        ),
        (
            repack({"manifest.json": manifest(format_version=True)}),
            'b.zip: The bundle has the format version "True", not 1.',
        ),
        (
            repack({"tables/authority.jsonl": b"{no\n"}),
            "b.zip:1: tables/authority.jsonl: The line is not a row",
        ),
        (
            repack({"tables/authority.jsonl": b'{"a":NaN}\n'}),
            "b.zip:1: tables/authority.jsonl: The line is not a row",
        ),
        (
            repack({"tables/authority.jsonl": b'{"a":[]}\n'}),
            "b.zip:1: tables/authority.jsonl: The line is not a row",
        ),
        (
            repack({"frameworks/small@1.0.0/framework.yaml": b"other"}),
            "b.zip: frameworks/small@1.0.0/framework.yaml: The framework file was changed after the export.",
        ),
    ],
)
def test_a_file_that_is_no_sound_bundle_is_refused_with_one_sentence(data: bytes, sentence: str) -> None:
    (refusal,) = refusals(data)
    assert refusal.startswith(sentence)


def test_a_bundle_that_unpacks_to_far_too_much_is_refused_before_it_is_unpacked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(bundle, "ALWAYS_ALLOWED", 1024)
    bomb = repack({"tables/authority.jsonl": b" " * 10_000_000})
    assert len(bomb) < 20_000
    assert refusals(bomb) == [
        "b.zip: The file unpacks to far more than a bundle does. "
        "Choose a file that the command export has written."
    ]


def test_a_table_of_nothing_but_bad_lines_is_not_read_to_its_end() -> None:
    assert len(refusals(repack({"tables/authority.jsonl": b"\n" * 1_000_000}))) == 100


def test_an_entry_that_does_not_unpack_is_refused() -> None:
    data = bytearray(repack({"tables/authority.jsonl": bytes(range(256)) * 40}))
    at = data.find(b"tables/authority.jsonl") + len("tables/authority.jsonl")
    data[at + 2 : at + 40] = b"\xff" * 38
    assert refusals(bytes(data)) == [
        "b.zip: The file is damaged or not a bundle. Choose a file that the command export has written."
    ]


def test_an_entry_twice_is_refused() -> None:
    out = io.BytesIO(pack())
    with zipfile.ZipFile(out, "a") as package, pytest.warns(UserWarning, match="Duplicate name"):
        package.writestr("manifest.json", manifest())
    assert refusals(out.getvalue())[0].startswith('b.zip: The entry "manifest.json" does not belong')


def test_a_bundle_is_told_apart_from_a_workbook() -> None:
    assert is_bundle(io.BytesIO(pack()))
    assert not is_bundle(io.BytesIO(repack({"manifest.json": None})))
    assert not is_bundle(io.BytesIO(b"subject,lens"))
