"""What a bundle may bring of workshops: rows that its own frameworks and assessments have a meaning for."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from exchange_cases import framework_text, make_framework
from store_cases import open_empty
from workshop_cases import ME, Room

from selfassess.service.restoring import check_tables
from selfassess.service.workshops import Workshops
from selfassess.store.records import Row

Tables = dict[str, list[Row]]


@cache
def _exported() -> str:
    with TemporaryDirectory() as folder:
        room = Room(open_empty(Path(folder)), make_framework())
        source = {"framework.yaml": framework_text(room.framework)}
        with room.store._database.write() as connection:
            connection.exec_driver_sql("UPDATE framework_version SET files = ?", (json.dumps(source),))
        room.open("1a", "1b", ask_groups=True)
        phones = room.join("parents", "", "")
        room.ballot(phones, 0.0, 2.0, "dk")
        room.do("start_vote", "1b")
        room.do("set_hands", "1b", {"0": 3})
        tables = json.dumps(room.store.everything())
        room.store.close()
    return tables


def exported() -> Tables:
    """A workshop with three votes on 1a, and three hands on 1b, which is open."""
    tables: Tables = json.loads(_exported())
    return tables


def change(table: str, row: int = 0, **values: Any) -> Callable[[Tables], None]:
    return lambda tables: tables[table][row].update(values)


def test_a_workshop_as_it_was_written_has_nothing_against_it() -> None:
    tables = exported()
    assert {name: len(rows) for name, rows in tables.items() if name.startswith("workshop")} == {
        "workshop": 1,
        "workshop_item": 2,
        "workshop_seat": 3,
        "workshop_vote": 3,
        "workshop_hands": 1,
    }
    assert check_tables(tables, "b.zip") == []


@pytest.mark.parametrize(
    ("spoil", "place", "sentence"),
    [
        (
            change("workshop", framework_version="9.0.0"),
            "workshop",
            "Its framework, or the lens it is asked through, is not in the file.",
        ),
        (
            change("workshop", lens="moon"),
            "workshop",
            "Its framework, or the lens it is asked through, is not in the file.",
        ),
        (
            change("workshop", lens="programme"),
            "workshop",
            "Its framework and lens are not those of its assessment.",
        ),
        (
            change("workshop", current="2a"),
            "workshop",
            'It shows "2a", which is not among its items.',
        ),
        (
            change("workshop_item", workshop_id=9),
            "workshop_item",
            "Its workshop is not in the file, or can't be used.",
        ),
        (
            change("workshop_item", item="zz"),
            "workshop_item",
            'small@1.0.0 asks no item "zz" in the lens "authority".',
        ),
        (
            change("workshop_item", agreed_value=1.5),
            "workshop_item",
            '"1.5" is not a level of small@1.0.0.',
        ),
        (
            change("workshop_item", agreed_special="maybe"),
            "workshop_item",
            '"maybe" is not an answer that small@1.0.0 allows here.',
        ),
        (
            change("workshop_vote", ballot=2),
            "workshop_vote",
            "It is on a ballot that its workshop never held.",
        ),
        (
            change("workshop_vote", ballot="1"),
            "workshop_vote",
            "It is on a ballot that its workshop never held.",
        ),
        (change("workshop_vote", seat_id=9), "workshop_vote", "Its seat is not one of its workshop."),
        (
            change("workshop_vote", value=77.5),
            "workshop_vote",
            '"77.5" is not a level of small@1.0.0.',
        ),
        (
            change("workshop_hands", item="1a", ballot=0),
            "workshop_hands",
            "It is on a ballot that its workshop never held.",
        ),
        (change("workshop_hands", choice="9"), "workshop_hands", '"9" is not a level of small@1.0.0.'),
        (change("workshop_hands", count=-1), "workshop_hands", "No hands can be fewer than none."),
    ],
)
def test_what_no_page_could_show_is_named_by_its_table_and_row(
    spoil: Callable[[Tables], None], place: str, sentence: str
) -> None:
    tables = exported()
    spoil(tables)
    said = [str(problem) for problem in check_tables(tables, "b.zip")]
    assert f"b.zip:1: tables/{place}.jsonl: {sentence} Restore the export as it was written." in said


def test_a_restored_workshop_goes_on_where_it_stood(tmp_path: Path) -> None:
    store = open_empty(tmp_path / "restored")
    store.restore(exported())
    framework = make_framework()
    workshops = Workshops(store, {framework.key: framework}, None, lambda key: {})  # type: ignore[arg-type]
    (line,) = workshops.mine(ME)
    assert workshops.load(ME, line.id).hands == 3
    assert workshops.tally(ME, line.id, "1a").counts == (1, 1, 0)
    workshops.reveal(ME, line.id, "1b", workshops.load(ME, line.id).version)
    assert workshops.tally(ME, line.id, "1b").counts == (3, 0, 0)
