"""Rounds on the command line: opened, filled with people, watched, closed and taken out, all by a script."""

from __future__ import annotations

import csv
import io
import json
import stat
import zipfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from exchange_cases import HEADER, framework_text, make_framework

from selfassess import cli
from selfassess.service.assessments import AssessmentService
from selfassess.service.visits import Visits
from selfassess.store import AssessmentStore
from selfassess.store.store import open_store

Run = tuple[int, str, str]
TOMORROW = (datetime.now(UTC) + timedelta(days=2)).date()


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to be in, with a store of its own, a framework, two centres and two people."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SELFASSESS_DATABASE_URL", f"sqlite:///{tmp_path / 'a.db'}")
    (tmp_path / "small.yaml").write_text(framework_text(make_framework()), encoding="utf-8")
    (tmp_path / "centres.csv").write_text("name,setting,size\nElm Street,Urban,small\nOak Lane,,\n")
    (tmp_path / "people.csv").write_text("name,group\nAda,Social work\nBo,parents\n")
    return tmp_path


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


def open_round(run: Any, *more: str, name: str = "Autumn 2026") -> str:
    code, out, err = run(
        *("round", "open", "--authority", "Southshire", "--name", name, "--framework", "small.yaml"), *more
    )
    assert (code, err) == (0, "")
    return str(out.strip())


def links_in(path: Path | str) -> list[dict[str, str]]:
    with Path(path).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def token_of(link: dict[str, str]) -> str:
    return link["link"].partition("#")[2]


def opened_store(folder: Path) -> AssessmentStore:
    return open_store(f"sqlite:///{folder / 'a.db'}")


def answer(folder: Path, token: str, **ratings: float) -> None:
    """What somebody does who comes by a link."""
    framework = make_framework()
    store = opened_store(folder)
    try:
        visit = Visits(store, {framework.key: framework}).begin(token)
        service = AssessmentService(store, {framework.key: framework}, lambda key: {})
        for item, value in ratings.items():
            service.set_rating(visit.actor, visit.assessment_id, item.removeprefix("i"), value)
    finally:
        store.close()


def share(folder: Path, token: str) -> None:
    framework = make_framework()
    store = opened_store(folder)
    try:
        visit = Visits(store, {framework.key: framework}).enter(token)
        record = store.assessment(visit.assessment_id)
        store.share(record.id, record.authority_id, visit.actor.id)
    finally:
        store.close()


@pytest.mark.parametrize(
    "command",
    [
        *("round", "round open", "round list", "round show", "round close", "round centres", "round results"),
        *("invite", "link", "link revoke", "link replace"),
    ],
)
def test_every_command_explains_itself(run: Any, command: str) -> None:
    code, out, err = run(*command.split(), "--help")
    assert (code, err) == (0, "")
    assert f"usage: python -m selfassess {command}" in out


def test_opening_prints_nothing_but_the_rounds_number(run: Any) -> None:
    assert open_round(run) == "1"
    assert open_round(run, name="Spring 2027") == "2"


def test_a_round_is_opened_as_it_is_said(run: Any) -> None:
    more = ["--opens", "2026-01-05", "--closes", str(TOMORROW), "--anonymous", "--threshold", "4"]
    number = open_round(run, *more, "--asks", "Social WORK=1B,1a", "--asks", "parents=1a")
    code, out, _ = run("round", "show", number, "--format", "json")
    shown = json.loads(out)
    assert code == 0
    assert shown == {
        "id": 1,
        "authority": "Southshire",
        "name": "Autumn 2026",
        "framework": "small@1.0.0",
        "state": "open",
        "opens": "2026-01-05",
        "closes": str(TOMORROW),
        "anonymous": True,
        "threshold": 4,
        "groups": [
            {"id": "social-work", "label": "Social work"},
            {"id": "parents", "label": "Parents"},
        ],
        "asks": {"social-work": ["1a", "1b"], "parents": ["1a"]},
        "centres": [
            {
                "name": "Southshire",
                "lens": "authority",
                "asked": 0,
                "started": 0,
                "finished": 0,
                "shared": True,
                "links": [],
            }
        ],
    }


def test_a_round_can_start_from_another(run: Any, folder: Path) -> None:
    open_round(run)
    open_round(run, "--start-from", "southshire/autumn 2026", name="Spring 2027")
    store = opened_store(folder)
    assert store.round(2).starts_from == 1
    store.close()


def test_rounds_are_listed_the_newest_first(run: Any) -> None:
    assert run("round", "list") == (0, "No round has been opened yet.\n", "")
    open_round(run)
    open_round(run, "--anonymous", name="Spring 2027")
    code, out, _ = run("round", "list", "--authority", "SOUTHSHIRE")
    assert (code, [line.split()[0] for line in out.splitlines()]) == (0, ["Round", "2", "1"])
    listed = json.loads(run("round", "list", "--format", "json")[1])
    assert [(each["id"], each["name"], each["anonymous"]) for each in listed] == [
        (2, "Spring 2027", True),
        (1, "Autumn 2026", False),
    ]


def test_centres_are_added_and_their_managers_links_written_for_a_mail_merge(run: Any, folder: Path) -> None:
    number = open_round(run)
    code, out, err = run(
        *(
            "round",
            "centres",
            number,
            "centres.csv",
            "-o",
            "links.csv",
            "--base-url",
            "https://hub.example/app/",
        )
    )
    assert (code, err) == (0, "")
    assert out == (
        "Wrote 2 links to links.csv. Each opens a questionnaire to whoever has it, and they can't be shown again.\n"
    )
    links = links_in("links.csv")
    assert [(each["centre"], each["name"], each["group"]) for each in links] == [
        ("Elm Street", "Manager of Elm Street", "Social work"),
        ("Oak Lane", "Manager of Oak Lane", "Social work"),
    ]
    assert all(each["link"].startswith("https://hub.example/app/programme#") for each in links)
    assert token_of(links[0]) not in out + err
    assert stat.S_IMODE(Path("links.csv").stat().st_mode) == 0o600
    assert [path.name for path in folder.iterdir() if path.name.endswith(".part")] == []
    store = opened_store(folder)
    assert dict(store.subjects(1, "programme")[0].profile) == {"setting": "urban", "size": "small"}
    store.close()


def test_a_centre_that_is_there_already_gets_no_second_link(run: Any) -> None:
    number = open_round(run)
    run("round", "centres", number, "centres.csv", "-o", "links.csv")
    assert run("round", "centres", number, "centres.csv", "-o", "again.csv") == (
        0,
        "2 centres were in the round already.\nNo link was made, and no file was written.\n",
        "",
    )
    assert not Path("again.csv").exists()


def test_people_get_a_link_each_and_answer_by_it(run: Any, folder: Path) -> None:
    number = open_round(run)
    run("round", "centres", number, "centres.csv", "-o", "links.csv")
    invite = ("invite", number, "--centre", "elm  street", "--people", "people.csv", "-o", "people-links.csv")
    code, out, _ = run(*invite)
    assert code == 0
    assert "Only this computer answers to http://localhost:8501" in out
    links = links_in("people-links.csv")
    assert [(each["name"], each["group"]) for each in links] == [("Ada", "Social work"), ("Bo", "Parents")]
    answer(folder, token_of(links[0]), i1a=4.0)
    shown = json.loads(run("round", "show", number, "--format", "json")[1])
    elm = shown["centres"][1]
    assert (elm["name"], elm["asked"], elm["started"], elm["finished"]) == ("Elm Street", 3, 1, 0)
    table = run("round", "show", "Southshire/Autumn 2026", "--links")[1]
    assert "4 people asked: 1 started, 0 of them finished." in table
    assert "Ada" in table


def test_a_group_gets_one_link(run: Any) -> None:
    number = open_round(run)
    run("round", "centres", number, "centres.csv", "-o", "links.csv")
    run("invite", number, "--centre", "Oak Lane", "--group", "Parents", "-o", "group.csv")
    (link,) = links_in("group.csv")
    assert (link["centre"], link["name"], link["group"]) == ("Oak Lane", "Anybody in Parents", "Parents")
    assert link["link"].startswith("http://localhost:8501/answer#")


def test_links_are_printed_only_when_that_is_said(run: Any) -> None:
    number = open_round(run)
    code, out, err = run("round", "centres", number, "centres.csv", "-o", "-")
    links = list(csv.DictReader(io.StringIO(out)))
    assert (code, [each["centre"] for each in links]) == (0, ["Elm Street", "Oak Lane"])
    assert err.startswith("Wrote 2 links to the output.")


def test_no_file_of_links_is_written_over(run: Any, folder: Path) -> None:
    number = open_round(run)
    Path("links.csv").touch()
    assert run("round", "centres", number, "centres.csv", "-o", "links.csv")[0] == 0
    before = Path("links.csv").read_bytes()
    code, out, err = run("invite", number, "--centre", "Oak Lane", "--group", "parents", "-o", "links.csv")
    assert (code, out) == (2, "")
    assert err == "links.csv is there already, and links can't be shown a second time. Name another file.\n"
    assert Path("links.csv").read_bytes() == before


def test_where_links_cannot_be_written_nobody_is_invited(
    run: Any, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = open_round(run)

    def fail(*_: Any, **__: Any) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr(Path, "write_text", fail)
        code, _, err = run("round", "centres", number, "centres.csv", "-o", "links.csv")
    assert (code, err) == (2, "links.csv: The disk is full. Free some space, or write to another one.\n")
    assert not Path("links.csv").exists()
    assert len(json.loads(run("round", "show", number, "--format", "json")[1])["centres"]) == 1


def test_a_lost_link_is_replaced_and_a_wrong_one_withdrawn(run: Any) -> None:
    number = open_round(run)
    run("round", "centres", number, "centres.csv", "-o", "links.csv")
    code, out, _ = run("link", "replace", "1", "-o", "new.csv")
    assert (code, out.splitlines()[0]) == (0, "Link 1 opens nothing any more.")
    old, new = links_in("links.csv")[0], links_in("new.csv")[0]
    assert old["name"] == new["name"]
    assert token_of(old) != token_of(new)
    said = "Link 2 is withdrawn. What was answered by it stays and counts.\n"
    assert run("link", "revoke", "2") == (0, said, "")
    shown = json.loads(run("round", "show", number, "--format", "json")[1])
    states = {link["id"]: link["withdrawn"] for centre in shown["centres"] for link in centre["links"]}
    assert states == {1: True, 2: True, 3: False}


def test_closing_asks_to_be_meant(run: Any) -> None:
    number = open_round(run)
    code, out, err = run("round", "close", number)
    assert (code, out) == (2, "")
    assert err == (
        'The round "Autumn 2026" of Southshire is open. Once it is closed nobody can answer in it any more, and '
        "that can't be taken back. Say --yes to close it.\n"
    )
    assert run("round", "close", number, "--yes")[0] == 0
    assert "has closed already" in run("round", "close", number)[1]
    code, _, err = run("round", "centres", number, "centres.csv", "-o", "links.csv")
    assert (code, err) == (2, "This round has closed and can't be changed. Open a new round.\n")
    assert not Path("links.csv").exists()


def test_results_hold_what_is_shared_and_nothing_else(run: Any, folder: Path) -> None:
    number = open_round(run)
    run("round", "centres", number, "centres.csv", "-o", "links.csv")
    elm, oak = (token_of(each) for each in links_in("links.csv"))
    answer(folder, elm, i1a=4.0, i1b=2.0)
    answer(folder, oak, i1a=0.0, i1b=0.0)
    share(folder, elm)
    assert run("round", "results", number, "-o", "results.csv") == (
        0,
        "Wrote 1 result to results.csv.\n1 centre has not shared theirs.\n",
        "",
    )
    with Path("results.csv").open(newline="") as file:
        (row,) = csv.DictReader(file)
    day = date.fromisoformat(row.pop("date"))
    assert abs((day - datetime.now(UTC).date()).days) <= 1
    # Rule 1: 4 is 100 and 2 is 50; rule 3: their mean is 75. One voice left out leaves everything open.
    assert row == {
        "subject": "Elm Street",
        "lens": "programme",
        "position": "75.0",
        "low": "75.0",
        "high": "75.0",
        "wide_low": "0.0",
        "wide_high": "100.0",
        "coverage": "1.0",
        "voices": "1",
        "groups": "1",
        "zone": "end",
    }


def test_an_anonymous_round_withholds_until_it_closes_and_what_too_few_rated(run: Any, folder: Path) -> None:
    number = open_round(run, "--anonymous")
    run("round", "centres", number, "centres.csv", "-o", "links.csv")
    elm = token_of(links_in("links.csv")[0])
    answer(folder, elm, i1a=4.0, i1b=2.0)
    share(folder, elm)
    assert run("round", "results", number, "-o", "-") == (
        0,
        "subject,lens,position,low,high,wide_low,wide_high,coverage,voices,groups,zone,date\r\n",
        "Wrote 0 results to the output.\nThose of invited people come when the round has closed.\n"
        "1 centre has not shared theirs.\n",
    )
    shown = json.loads(run("round", "show", number, "--format", "json")[1])["centres"][1]
    assert (shown["started"], shown["links"][0]["started"]) == (1, None)
    run("round", "close", number, "--yes")
    out = run("round", "results", number, "-o", "-")[1]
    rows = {row["subject"]: row for row in csv.DictReader(io.StringIO(out))}
    elm_row = rows["Elm Street"]
    assert (elm_row["position"], elm_row["voices"], elm_row["zone"]) == ("", "", "")
    assert (elm_row["low"], elm_row["high"]) == ("0.0", "100.0")
    assert "Oak Lane" not in rows


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (
            "round show 7",
            'There is no round "7". Give a number or AUTHORITY/NAME, as “round list” shows them.',
        ),
        ("round show Southshire/Autum", 'Did you mean "Southshire/Autumn 2026"?'),
        ("round list --authority Southshie", '"Southshie" has opened no round. Did you mean "Southshire"?'),
        ("round close", "the following arguments are required: ROUND"),
        ("round", "the following arguments are required: COMMAND"),
        ("round open --authority A --name B --framework small.yaml --closes soon", '"soon" is not a date.'),
        (
            "round open --authority A --name B --framework small.yaml --closes 2020-01-01",
            "has passed already",
        ),
        ("round open --authority A --name B --framework small.yaml --threshold 2", "between 3 and 10"),
        (
            "round open --authority A --name B --framework small.yaml --threshold x",
            '"x" is not a whole number',
        ),
        ("round open --authority A --name B --framework small.yaml --asks police", "Write GROUP=1a,3b"),
        (
            "round open --authority A --name B --framework small.yaml --asks parent=1a",
            'Did you mean "parents"?',
        ),
        ("round open --authority A --name B --framework small.yaml --asks parents=9z", "“9z”"),
        ("round open --authority A --name B --framework small.yaml --start-from 9", 'There is no round "9".'),
        ("round open --authority Southshire --name AUTUMN --framework none", 'There is no framework "none".'),
        ("round centres 1 none.csv -o links.csv", "none.csv: There is no such file."),
        ("round centres 1 centres.csv -o no/links.csv", "The folder no isn't there."),
        ("round centres 1 centres.csv -o .", ". is a folder. Name the file to write."),
        ("round centres 1 centres.csv -o l.csv --base-url hub", '"hub" is not an address.'),
        ("invite 1 --centre Elm --group parents -o l.csv", 'There is no centre "Elm" in this round.'),
        ("invite 1 --centre Southshire --group partners -o l.csv", 'There is no group "partners".'),
        ("invite 1 --centre Southshire -o l.csv", "one of the arguments --people --group is required"),
        ("link revoke 9", "There is no such"),
        ("link replace 9 -o l.csv", "There is no such"),
        ("link revoke x", '"x" is not a whole number'),
        ("round results 1 -o no/r.csv", "The folder no isn't there."),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(
    run: Any, folder: Path, arguments: str, sentence: str
) -> None:
    open_round(run)
    code, out, err = run(*arguments.split())
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert sentence in err
    assert sorted(path.name for path in folder.iterdir() if path.suffix in (".csv", ".part")) == [
        "centres.csv",
        "people.csv",
    ]


def test_a_file_of_people_is_refused_whole_with_every_bad_cell(run: Any) -> None:
    number = open_round(run)
    Path("p.csv").write_text("name,group\nAda,parents\nADA,\n,social wrk\nAnn ann@example.org,parents,x\n")
    code, out, err = run("invite", number, "--centre", "Southshire", "--people", "p.csv", "-o", "l.csv")
    assert (code, out) == (2, "")
    assert err.splitlines() == [
        "p.csv:3: group: There is no group. Choose one of social-work, parents.",
        'p.csv:3: name: "ADA" stands in row 2 already. Give each a name of its own.',
        'p.csv:4: group: "social wrk" is not a group. Choose one of social-work, parents. '
        'Did you mean "social work"?',
        "p.csv:4: name: There is no name. Enter the name of the person or role.",
        'p.csv:5: "x" stands under no column name. Put text that holds a comma in quotation marks, or name the '
        "column.",
        "p.csv:5: name: Take the e-mail address out of the name of the person or role. Name a role, a group or a "
        "season.",
    ]
    assert not Path("l.csv").exists()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "c.csv: The file is empty."),
        ("name\n", "c.csv: The file has no rows. Name the centres, one in a row."),
        ("centre\nElm\n", 'c.csv:1: header: The column "centre" is not known.'),
        ("name;size\nElm;small\n", "c.csv:1: header: The columns are separated by semicolons."),
        ("name,size\nElm,tiny\n", 'c.csv:2: size: "tiny" is not a size. Choose one of small, medium, large.'),
        ("name,setting\nElm,suburban\n", 'c.csv:2: setting: "suburban" is not a setting.'),
        ("name\nElm\nelm\n", 'c.csv:3: name: "elm" stands in row 2 already.'),
        (f"name\n{'x' * 121}\n", "c.csv:2: name: Shorten the name of the centre to 120 characters"),
        ("name\nE\0\n", "c.csv: The file is not a text file. Choose a CSV file of centres."),
    ],
)
def test_a_file_of_centres_that_does_not_fit_is_refused(run: Any, text: str, said: str) -> None:
    number = open_round(run)
    Path("c.csv").write_text(text)
    code, out, err = run("round", "centres", number, "c.csv", "-o", "l.csv")
    assert (code, out) == (2, "")
    assert said in err


# What the other commands make of rounds


def test_answers_for_a_round_of_invited_people_are_refused(run: Any) -> None:
    open_round(run)
    Path("a.csv").write_text(f"{HEADER},authority,round\nElm,programme,1a,2,Southshire,autumn 2026\n")
    assert run("import", "a.csv", "--framework", "small.yaml", "--create") == (
        2,
        "",
        'The round "Autumn 2026" is for invited people: answers come in by their links. Give the round another '
        "name in the file to keep these answers apart.\n",
    )


def test_a_round_that_is_not_known_is_refused_with_the_nearest_name(run: Any) -> None:
    def take_in(round_name: str, *more: str) -> Run:
        row = f"Elm,programme,1a,2,Southshire,{round_name}"
        Path("a.csv").write_text(f"{HEADER},authority,round\n{row}\n")
        done: Run = run("import", "a.csv", "--framework", "small.yaml", *more)
        return done

    assert take_in("Autumn 2026", "--create")[0] == 0
    assert take_in("Autum 2026") == (
        2,
        "",
        'There is no round "Autum 2026" of Southshire yet. Did you mean "Autumn 2026"? Nothing was imported. '
        "Check the name, or have the import add it (--create).\n",
    )
    assert take_in("AUTUMN 2026")[1] == "a.csv: Answers: 1 as they were, in 1 assessment.\n"
    assert take_in("")[0] == 0
    assert take_in("Spring 2027", "--create")[0] == 0


def test_a_first_round_of_a_known_centre_needs_no_option(run: Any) -> None:
    Path("a.csv").write_text(f"{HEADER},authority\nElm,programme,1a,2,Southshire\n")
    Path("b.csv").write_text(f"{HEADER},authority,round\nElm,programme,1a,2,Southshire,Spring\n")
    assert run("import", "a.csv", "--framework", "small.yaml", "--create")[0] == 0
    assert run("import", "b.csv", "--framework", "small.yaml")[0] == 0


def test_score_takes_many_subjects_lenses_and_rounds_in_one_file(run: Any) -> None:
    rows = [
        "Elm,programme,1a,4,Southshire,Spring",
        "Elm,programme,1b,4,Southshire,Spring",
        "Elm,programme,1a,0,Southshire,Autumn",
        "Elm,programme,1b,0,Southshire,Autumn",
        "Oak,programme,1a,2,Southshire,Autumn",
        "Oak,programme,1b,2,Southshire,Autumn",
        *(f"Southshire,authority,{item},2,Southshire,Autumn" for item in ("1a", "1b", "2a")),
    ]
    Path("a.csv").write_text("\n".join([f"{HEADER},authority,round", *rows, ""]))
    code, out, _ = run("score", "--framework", "small.yaml", "--answers", "a.csv")
    assert code == 0
    found = [
        (each["subject"], each["lens"], each["round"], each["overall"]["position"])
        for each in json.loads(out)["results"]
    ]
    assert sorted(found) == [
        ("Elm", "programme", "Autumn", 0.0),
        ("Elm", "programme", "Spring", 100.0),
        ("Oak", "programme", "Autumn", 50.0),
        ("Southshire", "authority", "Autumn", 50.0),
    ]


def test_an_export_says_that_it_holds_anonymous_rounds_too(run: Any, folder: Path) -> None:
    number = open_round(run, "--anonymous")
    run("round", "centres", number, "centres.csv", "-o", "links.csv")
    code, out, _ = run("export", "-o", "e.zip")
    assert code == 0
    assert "anonymous rounds too. It is for the administrator alone" in out
    token = token_of(links_in("links.csv")[0])
    with zipfile.ZipFile("e.zip") as package:
        assert not any(token.encode() in package.read(name) for name in package.namelist())
    assert token.encode() not in (folder / "a.db").read_bytes()
