"""What a bundle may bring into a store: rows that its own frameworks have a meaning for."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from exchange_cases import framework_text, make_framework

from selfassess.answers import Answer
from selfassess.errors import BadFile
from selfassess.exchange.bundle import write_bundle
from selfassess.service.actor import LOCAL_OWNER
from selfassess.service.restoring import check_tables
from selfassess.service.transfer import TransferService
from selfassess.store import open_store
from selfassess.store.records import Row

FRAMEWORK = make_framework()
SOURCE = {"framework.yaml": framework_text(FRAMEWORK)}
ANSWERS = (
    Answer("Bluebell", "programme", "1a", 2.0, authority="Eastland", evidence="Minutes"),
    Answer("Rose", "programme", "1b", special="na", authority="Eastland", reason="None here"),
)
Tables = dict[str, list[Row]]


@cache
def _exported() -> str:
    with TemporaryDirectory() as folder:
        store = open_store(f"sqlite:///{folder}/a.db")
        transfer = TransferService(store, lambda key: SOURCE)
        transfer.import_answers(LOCAL_OWNER, FRAMEWORK, ANSWERS, "a.csv", create=True)
        tables = json.dumps(store.everything())
        store.close()
    return tables


def exported() -> Tables:
    """The tables of a store with two assessments of one answer each."""
    tables: Tables = json.loads(_exported())
    return tables


def refusals(tables: Tables) -> list[str]:
    return [str(problem) for problem in check_tables(tables, "b.zip")]


def change(table: str, **values: Any) -> Callable[[Tables], None]:
    """Changes the first row of a table."""
    return lambda tables: tables[table][0].update(values)


def test_an_export_as_it_was_written_has_nothing_against_it() -> None:
    tables = exported()
    assert len(tables["answer"]) == len(tables["answer_change"]) == 2
    assert refusals(tables) == []


@pytest.mark.parametrize(
    ("spoil", "place", "sentence"),
    [
        (change("answer", value=77.5), "answer.jsonl", '"77.5" is not a level of small@1.0.0.'),
        (change("answer", value=True), "answer.jsonl", '"True" is not a level of small@1.0.0.'),
        (
            change("answer", item="zz"),
            "answer.jsonl",
            'small@1.0.0 asks no item "zz" in the lens "programme".',
        ),
        (
            change("answer", value=None, special="dk", kind="agreed"),
            "answer.jsonl",
            '"dk" is not an answer that small@1.0.0 allows here.',
        ),
        (
            change("answer", respondent_id=2),
            "answer.jsonl",
            "Its respondent is not one of its assessment.",
        ),
        (
            change("answer_change", after=json.dumps({"value": [2]})),
            "answer_change.jsonl",
            '"[2]" is not a level of small@1.0.0.',
        ),
        *(
            (
                change("answer_change", before=text),
                "answer_change.jsonl",
                '"before" holds no text that can be read.',
            )
            for text in ("[" * 100_000, '{"value": NaN}', '{"value": 1e999}', "{")
        ),
        (
            change("subject", merged_into=99),
            "subject.jsonl",
            '"merged_into" names a subject that is not in the file.',
        ),
        (
            change("round", starts_from=99),
            "round.jsonl",
            '"starts_from" names a round that is not in the file.',
        ),
        (change("round", groups="{}"), "round.jsonl", '"groups" holds something else than it should.'),
        (
            change("round", groups=json.dumps([{"id": "mid"}])),
            "round.jsonl",
            'Each of "groups" needs an "id" and a "label", both of them text.',
        ),
        (
            change("round", asks=json.dumps({"mid": "1a"})),
            "round.jsonl",
            'What it asks of "mid" is no list of items.',
        ),
        (
            change("round", asks=json.dumps({"mid": ["1a", "zz"]})),
            "round.jsonl",
            'It asks "zz" of "mid", which small@1.0.0 doesn\'t hold.',
        ),
        (
            lambda tables: tables["action"].append({"assessment_id": 1, "item": "1a", "target": 3.0}),
            "action.jsonl",
            '"3.0" is not a level of small@1.0.0.',
        ),
        (
            lambda tables: tables["invitation"].append({"assessment_id": 1, "round_id": 99}),
            "invitation.jsonl",
            "Its round is not that of its assessment.",
        ),
        (
            lambda tables: tables["result"].append({"assessment_id": 1, "round_id": 99}),
            "result.jsonl",
            "Its round is not that of its assessment.",
        ),
        (change("subject", profile="[1]"), "subject.jsonl", '"profile" holds something else than it should.'),
        (
            change("framework_version", files=json.dumps({"framework.yaml": 3})),
            "framework_version.jsonl",
            'The files of "small@1.0.0" are no texts.',
        ),
        (
            change("framework_version", files="{}"),
            "framework_version.jsonl",
            'The framework "small@1.0.0" lacks its main file.',
        ),
        (
            change("framework_version", files=json.dumps({"framework.yaml": "id: 1"})),
            "framework_version.jsonl",
            'The framework "small@1.0.0" can\'t be used (framework.yaml:1: the key "bands" is missing.',
        ),
        (
            change("framework_version", version="1.0.1"),
            "framework_version.jsonl",
            'The framework kept as "small@1.0.1" is small@1.0.0.',
        ),
    ],
)
def test_what_no_page_could_show_is_named_by_its_table_and_row(
    spoil: Callable[[Tables], None], place: str, sentence: str
) -> None:
    tables = exported()
    spoil(tables)
    refusal = refusals(tables)[0]
    assert refusal.startswith(f"b.zip:1: tables/{place}: {sentence}")
    assert refusal.endswith("Restore the export as it was written.")


def test_a_subject_under_a_lens_that_the_framework_lacks_is_told_by_what_was_answered_there() -> None:
    tables = exported()
    tables["subject"][0]["lens"] = "moon"
    assert refusals(tables)[0].startswith(
        'b.zip:1: tables/answer.jsonl: small@1.0.0 asks no item "1a" in the lens "moon".'
    )


def test_a_bundle_with_a_bad_rating_is_refused_and_nothing_is_restored(tmp_path: Path) -> None:
    tables = exported()
    tables["answer"][0]["value"] = 77.5
    store = open_store(f"sqlite:///{tmp_path / 'b.db'}")
    bundle = io.BytesIO()
    write_bundle(bundle, tables, store.schema_version())
    before = store.everything()
    with pytest.raises(BadFile, match="is not a level"):
        TransferService(store, lambda key: SOURCE).restore(LOCAL_OWNER, bundle, "b.zip")
    assert store.everything() == before
    store.close()
