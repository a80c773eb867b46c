"""The command line, as the contract lays it down: what it prints, where, and its exit codes."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from exchange_cases import HEADER, framework_text, make_framework
from openpyxl import load_workbook

from selfassess import cli
from selfassess.errors import SelfAssessError
from selfassess.framework.model import Framework

PROJECT = Path(__file__).resolve().parent.parent
Run = tuple[int, str, str]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to be in, with a store of its own, a framework and some answers."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SELFASSESS_DATABASE_URL", f"sqlite:///{tmp_path / 'store' / 'a.db'}")
    write_framework(make_framework(), tmp_path / "small.yaml")
    (tmp_path / "a.csv").write_text(f"{HEADER}\nBluebell,programme,1a,2\nBluebell,programme,1b,dk\n")
    return tmp_path


def write_framework(framework: Framework, path: Path) -> None:
    path.write_text(framework_text(framework), encoding="utf-8")


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Any:
    def run(*arguments: str) -> Run:
        try:
            code = cli.main(arguments)
        except SystemExit as stopped:
            code = int(stopped.code or 0)
        printed = capsys.readouterr()
        assert "Traceback" not in printed.err
        return code, printed.out, printed.err

    return run


def fill_in(path: Path, **cells: str) -> None:
    workbook = load_workbook(path)
    workbook["About"]["B4"] = "Rose"
    for address, text in cells.items():
        workbook["Questionnaire"][address] = text
    workbook.save(path)


@pytest.mark.parametrize("command", ["", "validate", "score", "template", "import", "export", "demo"])
def test_every_command_explains_itself(run: Any, command: str) -> None:
    code, out, err = run(*command.split(), "--help")
    assert (code, err) == (0, "")
    assert f"usage: python -m selfassess {command}".strip() in out


@pytest.mark.parametrize(
    "arguments",
    ["", "scor", "score", "score --framework", "validate", "export", "import a.csv --creat", "demo x"],
)
def test_bad_usage_is_one_line_and_exit_2(run: Any, arguments: str) -> None:
    code, out, err = run(*arguments.split())
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "--help" in err


def test_validate_prints_a_line_for_each_good_file(run: Any) -> None:
    assert run("validate", "small.yaml", "small.yaml") == (
        0,
        "small.yaml: valid. small@1.0.0, items by lens: 2 programme, 3 authority.\n" * 2,
        "",
    )


def test_validate_lists_every_problem_and_goes_on_to_the_next_file(run: Any, folder: Path) -> None:
    text = (folder / "small.yaml").read_text()
    (folder / "bad.yaml").write_text(text.replace("minimum_coverage: 0.6", "minimum_coverage: 6\nextra: 1"))
    code, out, err = run("validate", "bad.yaml", "none.yaml", "small.yaml")
    assert code == 2
    assert out.startswith("small.yaml: valid.")
    lines = err.splitlines()
    assert [line.split(":")[0] for line in lines] == ["bad.yaml", "bad.yaml", "none.yaml"]


def test_score_prints_the_contracts_json_by_default(run: Any) -> None:
    code, out, err = run("score", "--framework", "small.yaml", "--answers", "a.csv")
    assert (code, err) == (0, "")
    scores = json.loads(out)
    assert scores["framework"] == {"id": "small", "version": "1.0.0"}
    (result,) = scores["results"]
    # Rule 1: 2 on a scale from 0 to 4 is 50. Rule 5: one item of two is below the minimum of 0.6.
    # Rule 6: with the other item at 0 or 4 the position would be 25 or 75.
    assert result["overall"] == {"position": None, "low": 25.0, "high": 75.0, "coverage": 0.5}
    assert [(item["id"], item["position"]) for item in result["items"]] == [("1a", 50.0), ("1b", None)]


def test_score_prints_a_table_for_people(run: Any, folder: Path) -> None:
    (folder / "a.csv").write_text(f"{HEADER}\nBlue\u202ebell,programme,1a,2\n", encoding="utf-8")
    code, out, _ = run("score", "--framework", "small.yaml", "--answers", "a.csv", "--format", "table")
    assert code == 0
    assert "Between 25 and 75 of 100." in out
    assert "\u202e" not in out


def test_score_needs_no_store(run: Any, folder: Path) -> None:
    run("score", "--framework", "small.yaml", "--answers", "a.csv")
    assert not (folder / "store").exists()


def test_a_bad_answers_file_is_refused_with_a_line_for_each_bad_cell(run: Any, folder: Path) -> None:
    (folder / "a.csv").write_text(f"{HEADER}\nA,programme,1a,7\nA,nowhere,1a,<b>\n")
    code, out, err = run("score", "--framework", "small.yaml", "--answers", "a.csv")
    assert (code, out) == (2, "")
    assert [line.split(": ")[:2] for line in err.splitlines()] == [
        ["a.csv:2", "answer"],
        ["a.csv:3", "answer"],
        ["a.csv:3", "lens"],
    ]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ("score --framework safeguarding-2008 --answers a.csv", 'There is no framework "safeguarding-2008".'),
        ("score --framework small.yaml --answers none.csv", "none.csv: There is no such file."),
        ("score --framework small.yaml --answers .", "This is not a file."),
        (
            "template --framework small.yaml --lens program -o t.xlsx",
            '"program" is not a lens of this framework.',
        ),
        ("template --framework small.yaml --lens programme -o no/t.xlsx", "The folder no isn't there."),
        ("template --framework small.yaml --lens programme -o store", "store is a folder."),
        ("import none.zip", "none.zip: There is no such file."),
        ("import broken.zip", "broken.zip: The file is damaged or not a bundle."),
        ("import broken.zip --create", "broken.zip restores a whole store: leave out --create."),
        ("import broken.zip --dry-run", "broken.zip restores a whole store: leave out --dry-run."),
        ("import broken.xlsx --framework small.yaml", "broken.xlsx: The workbook is damaged."),
        ("import a.csv --framework small.yaml", "or have the import add it (--create)."),
        ("validate store", "store: this is a folder. Name a framework file, such as store/NAME.yaml."),
        ("score --framework store --answers a.csv", '"store" is a folder. Name a framework file in it.'),
        ("export -o /dev/full", "/dev/full: The disk is full. Free some space, or write to another one."),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(
    run: Any, folder: Path, arguments: str, sentence: str
) -> None:
    (folder / "store").mkdir()
    (folder / "broken.zip").write_bytes(b"PK\x03\x04")
    (folder / "broken.xlsx").write_bytes(b"PK\x03\x04")
    code, out, err = run(*arguments.split())
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert sentence in err


def test_a_damaged_database_is_named_and_left_as_it_is(run: Any, folder: Path) -> None:
    (folder / "store").mkdir()
    (folder / "store" / "a.db").write_bytes(b"not a database" * 100)
    code, _, err = run("export", "-o", "e.zip")
    assert (code, err.count("\n")) == (2, 1)
    assert (folder / "store" / "a.db").read_bytes() == b"not a database" * 100
    assert not (folder / "e.zip").exists()


def test_answers_are_imported_once_and_conflicts_are_refused(run: Any, folder: Path) -> None:
    take_in = ("import", "a.csv", "--framework", "small.yaml")
    assert run(*take_in, "--create") == (
        0,
        "a.csv: Answers: 2 added, in 1 assessment.\n",
        "",
    )
    assert run(*take_in)[1] == "a.csv: Answers: 2 as they were, in 1 assessment.\n"
    (folder / "a.csv").write_text(f"{HEADER}\nBluebell,programme,1a,4\nBluebell,programme,1b,dk\n")
    assert run(*take_in) == (
        2,
        "",
        '"Bluebell", item 1a: the store has 2 and the file has 4. Leave it out of the file, '
        "or have the import replace answers (--replace). "
        "Nothing was imported.\n",
    )
    assert run(*take_in, "--replace")[1] == "a.csv: Answers: 1 changed and 1 as they were, in 1 assessment.\n"


def test_a_note_with_personal_details_waits_for_confirmation(run: Any, folder: Path) -> None:
    (folder / "a.csv").write_text(f"{HEADER},evidence\nBluebell,programme,1a,2,ring 01632 960123\n")
    take_in = ("import", "a.csv", "--framework", "small.yaml", "--create")
    assert run(*take_in) == (
        2,
        "",
        'a.csv: "Bluebell", item 1a, evidence: This looks like a phone number. Take it out of the file, '
        "or confirm that nobody can be recognised by it (--confirm-notes).\n",
    )
    assert run(*take_in, "--confirm-notes")[0] == 0


def test_a_dry_run_says_what_an_import_would_do_and_does_none_of_it(run: Any, folder: Path) -> None:
    take_in = ("import", "a.csv", "--framework", "small.yaml")
    assert run(*take_in, "--create", "--dry-run") == (
        0,
        "This would add 2 answers, in 1 assessment.\n"
        "New centre: Bluebell.\n"
        "A new assessment: Bluebell.\n"
        "Added: 1a 1a, Your own view: 2\n"
        "Added: 1b 1b, Your own view: Don't know\n",
        "",
    )
    refused = run(*take_in, "--dry-run")
    assert refused[0] == 2 and refused == run(*take_in), "nothing came in, and it is refused as the import is"
    run(*take_in, "--create")
    (folder / "a.csv").write_text(f"{HEADER}\nBluebell,programme,1a,4\nBluebell,programme,1b,\n")
    assert run(*take_in, "--replace", "--dry-run") == (
        0,
        "This would change 1 answer and take back 1 answer, in 1 assessment.\n"
        "Taken back: 1b 1b, Your own view: Don't know → no answer\n"
        "Changed: 1a 1a, Your own view: 2 → 4\n",
        "",
    )


def test_a_filled_in_questionnaire_comes_back_into_the_store(run: Any, folder: Path) -> None:
    path = folder / "t.xlsx"
    code, out, _ = run("template", "--framework", "small.yaml", "--lens", "Programme", "-o", "t.xlsx")
    assert (code, out) == (0, "Wrote the questionnaire t.xlsx: 2 questions.\n")
    fill_in(path, E2="2 – Second description", E3="3")
    code, _, err = run("import", "t.xlsx", "--framework", "small.yaml", "--create")
    assert (code, err.split(" is ")[0]) == (2, 't.xlsx:3: Questionnaire!E3 (Answer): "3"')
    fill_in(path, E3="4")
    assert run("import", "t.xlsx", "--framework", "small.yaml", "--create")[0] == 0
    assert run("import", "t.xlsx") == (2, "", 'There is no framework "small@1.0.0". ' + known_frameworks())


def known_frameworks() -> str:
    from selfassess.framework.files import find_frameworks

    return f"There are: {', '.join(find_frameworks(PROJECT / 'frameworks'))}.\n"


def test_an_export_restores_into_an_empty_store_and_the_next_export_is_equal(
    run: Any, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("import", "a.csv", "--framework", "small.yaml", "--create")
    assert run("export", "-o", "e.zip")[0] == 0
    with zipfile.ZipFile(folder / "e.zip") as package:
        kept = package.read("frameworks/small@1.0.0/framework.yaml")
    assert kept == (folder / "small.yaml").read_bytes()
    assert run("import", "e.zip")[2].startswith(
        "The store already holds something, and nothing was restored."
    )
    monkeypatch.setenv("SELFASSESS_DATABASE_URL", f"sqlite:///{folder / 'other.db'}")
    assert run("import", "e.zip")[0] == 0
    assert run("export", "-o", "f.zip")[0] == 0
    assert (folder / "e.zip").read_bytes() == (folder / "f.zip").read_bytes()
    assert [path.name for path in folder.iterdir() if path.name.endswith(".part")] == []


def test_the_demo_is_loaded_once_and_again_changes_nothing(run: Any) -> None:
    code, out, err = run("demo")
    assert (code, err) == (0, "")
    assert out.startswith("four-authorities.csv: Answers: 96 added, in 4 assessments.")
    run("export", "-o", "e.zip")
    code, out, _ = run("demo")
    assert (code, out.count("there already, nothing changed.")) == (0, 2)
    run("export", "-o", "f.zip")
    assert Path("e.zip").read_bytes() == Path("f.zip").read_bytes()


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (KeyboardInterrupt(), 130, ""),
        (SelfAssessError("First.\nSecond.\u202e"), 2, "First.\nSecond.[U+202E]\n"),
        (
            PermissionError(13, "Permission denied", "x"),
            2,
            "x: Permission denied. Check the name and its folder.\n",
        ),
        (
            KeyError("x"),
            1,
            "The program failed (KeyError: 'x'). The fault is the program's: please report it.\n",
        ),
    ],
)
def test_whatever_happens_nobody_sees_a_traceback(
    run: Any, monkeypatch: pytest.MonkeyPatch, error: BaseException, code: int, said: str
) -> None:
    def fail(path: Path) -> None:
        raise error

    monkeypatch.setattr(cli, "read_framework", fail)
    if isinstance(error, SelfAssessError):
        assert run("validate", "x") == (code, "", said)
    assert run("score", "--framework", "small.yaml", "--answers", "a.csv") == (code, "", said)


def test_a_reader_that_stops_reading_ends_the_command_quietly(folder: Path) -> None:
    command = [sys.executable, "-m", "selfassess", "validate", str(folder / "small.yaml")]
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(command, cwd=PROJECT, stdout=writing, stderr=subprocess.PIPE, timeout=60)
    os.close(writing)
    assert (done.returncode, done.stderr) == (141, b"")


@pytest.mark.parametrize(
    ("output", "said"),
    [
        (">&-", "The output is closed: give the command somewhere to print to.\n"),
        (">/dev/full", "The disk is full. Free some space, or write to another one.\n"),
    ],
)
def test_output_that_cannot_be_written_is_said_in_one_line(folder: Path, output: str, said: str) -> None:
    command = f'"$0" -m selfassess validate "$1" {output}'
    done = subprocess.run(
        ["sh", "-c", command, sys.executable, str(folder / "small.yaml")],
        cwd=PROJECT,
        stderr=subprocess.PIPE,
        text=True,
        timeout=60,
    )
    assert (done.returncode, done.stderr) == (2, said)


def test_a_link_stays_a_link_and_its_file_is_written(run: Any, folder: Path) -> None:
    (folder / "real.xlsx").write_text("before")
    (folder / "link.xlsx").symlink_to("real.xlsx")
    assert run("template", "--framework", "small.yaml", "--lens", "programme", "-o", "link.xlsx")[0] == 0
    assert (folder / "link.xlsx").is_symlink()
    assert (folder / "real.xlsx").read_bytes().startswith(b"PK")


def test_a_pipe_is_written_to_and_not_replaced(folder: Path) -> None:
    pipe = folder / "pipe"
    os.mkfifo(pipe)
    command = [*(sys.executable, "-m", "selfassess", "template", "--framework", str(folder / "small.yaml"))]
    command += ["--lens", "programme", "-o", str(pipe)]
    with subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as writing:
        data = pipe.read_bytes()
        out, err = writing.communicate(timeout=60)
    assert (writing.returncode, out) == (0, b"")
    assert err.startswith(b"Wrote the questionnaire")
    assert load_workbook(io.BytesIO(data)).sheetnames[0] == "Read me"
    assert pipe.is_fifo()


def test_an_export_to_the_output_is_nothing_but_the_bundle(folder: Path) -> None:
    command = [sys.executable, "-m", "selfassess", "export", "-o", "/dev/stdout"]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, timeout=60)
    assert done.returncode == 0
    with zipfile.ZipFile(io.BytesIO(done.stdout)) as package:
        assert package.testzip() is None
    assert done.stdout.endswith(b"\x00\x00")  # the end of a ZIP without a comment


def test_a_questionnaire_made_before_a_patch_can_be_imported_after_it(
    run: Any, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = replace(cli.read_settings(), frameworks_folder=folder)
    monkeypatch.setattr(cli, "read_settings", lambda: settings)
    run("template", "--framework", "small", "--lens", "programme", "-o", "t.xlsx")
    fill_in(folder / "t.xlsx", E2="2 – Second description")
    assert run("import", "t.xlsx", "--create")[0] == 0
    write_framework(make_framework(version="1.0.1"), folder / "small.yaml")
    fill_in(folder / "t.xlsx", E3="4 – Third description")
    assert run("import", "t.xlsx") == (
        0,
        "t.xlsx: Answers: 1 added and 1 as they were, in 1 assessment.\n",
        "",
    )
    for name in ("small@1.0.0", "small@1.0.1", "small", "Small"):
        assert run("import", "t.xlsx", "--framework", name)[0] == 0


@pytest.mark.parametrize(
    "address",
    [
        "sqlite+aiosqlite:///x.db",
        "postgresql+psycopg2://user@127.0.0.1/x",
        "postgresql://user@host:port/x",
        "postgresql://user@127.0.0.1:1/x?wrong=option",
        "postgresql://user@127.0.0.1:1/x?plugin=y",
        "postgresql://user@127.0.0.1:1/x",
        "sqlite:///x.db?timeout=abc",
        "sqlite:///x.db?mode=ro",
    ],
)
def test_a_database_address_that_cannot_be_used_is_said_in_one_line(
    run: Any, folder: Path, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setenv("SELFASSESS_DATABASE_URL", address)
    code, out, err = run("export", "-o", "e.zip")
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "SELFASSESS_DATABASE_URL" in err or "The database" in err


def test_a_rating_that_is_no_number_a_database_can_hold_is_refused_in_one_line(
    run: Any, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("import", "a.csv", "--framework", "small.yaml", "--create")
    run("export", "-o", "e.zip")
    with zipfile.ZipFile("e.zip") as old, zipfile.ZipFile("bad.zip", "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "tables/answer.jsonl":
                content = content.replace(b'"respondent_id": 1,', b'"respondent_id": 1%s,' % (b"0" * 30))
            new.writestr(name, content)
    monkeypatch.setenv("SELFASSESS_DATABASE_URL", f"sqlite:///{folder / 'other.db'}")
    code, _, err = run("import", "bad.zip")
    assert code == 2
    assert err.startswith("bad.zip:1: tables/answer.jsonl: The line is not a row of a table.")


def test_output_is_whole_where_the_terminal_knows_few_characters(folder: Path) -> None:
    (folder / "a.csv").write_text(f"{HEADER}\nCafé ✓,programme,1a,2\n", encoding="utf-8")
    done = subprocess.run(
        [
            *(sys.executable, "-m", "selfassess", "score", "--format", "table"),
            *("--framework", str(folder / "small.yaml"), "--answers", str(folder / "a.csv")),
        ],
        cwd=PROJECT,
        env=os.environ | {"PYTHONIOENCODING": "ascii"},
        capture_output=True,
        timeout=60,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert io.BytesIO(done.stdout).readline().startswith(b"Caf\\xe9 \\u2713")
