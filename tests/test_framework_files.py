"""Framework files: what is read, what is refused and in which words, what is found in a folder."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator

from selfassess.errors import FrameworkError, NotFound
from selfassess.framework import reading
from selfassess.framework.checks import check
from selfassess.framework.files import (
    MAX_BYTES,
    find_frameworks,
    framework_source,
    parse_framework,
    read_framework,
    resolve,
    schema,
    write_schema,
)
from selfassess.framework.model import Framework, VocabularySetting
from selfassess.framework.reading import load_document

FIXTURES = Path(__file__).parent / "frameworks"
VALID = sorted((FIXTURES / "valid").glob("*.yaml"))
INVALID = sorted((FIXTURES / "invalid").glob("*.yaml"))
FRAMEWORKS = Path(__file__).parent.parent / "frameworks"
LOADERS = [yaml.SafeLoader, reading.LOADER]


def problems_of(text: str, **extra: str) -> list[str]:
    """The problems of a file called f, without its name; empty where there are none."""
    try:
        parse_framework(text, "f", {f"{name}.yaml": content for name, content in extra.items()})
    except FrameworkError as error:
        return [str(problem).removeprefix("f:") for problem in error.problems]
    return []


def valid(name: str) -> Path:
    return FIXTURES / "valid" / f"{name}.yaml"


def test_there_are_fixtures_to_test_with() -> None:
    assert len(VALID) == 5
    assert len(INVALID) == 23


@pytest.mark.parametrize("path", VALID, ids=lambda path: path.stem)
def test_a_valid_file_is_read(path: Path) -> None:
    framework = read_framework(path)
    assert isinstance(framework, Framework)
    assert framework.key.startswith(framework.id)


@pytest.mark.parametrize("path", INVALID, ids=lambda path: path.stem)
def test_an_invalid_file_is_refused_with_every_problem(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(path.parent)
    with pytest.raises(FrameworkError) as caught:
        read_framework(Path(path.name))
    assert str(caught.value) + "\n" == path.with_suffix(".txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("path", [*VALID, *INVALID], ids=lambda path: path.stem)
def test_the_pure_python_loader_reads_the_same_data_and_lines(path: Path) -> None:
    """The C loader is used where there is one; where it is missing nothing may change but the speed."""
    if path.stem == "not-utf-8":
        return
    results = []
    for loader in LOADERS:
        try:
            document = load_document(path.read_text(encoding="utf-8"), "f", loader)
            results.append((document.data, document.lines, document.faults, document.empty))
        except FrameworkError as error:
            results.append([(problem.line, problem.where) for problem in error.problems])
    assert results[0] == results[1]


def test_only_numbers_true_false_and_null_are_resolved() -> None:
    text = """
    text: [No, yes, on, Off, 2007-07-01, 1:30, 0x1F, 0o17, 007, +1, 1_000, .inf, -.INF, .NaN, 1., e5, "1"]
    number: [0, -3, 12, 0.25, -.5, 1e3]
    word: [true, True, FALSE]
    nothing: [null, ~]
    """
    assert load_document(text, "f").data == {
        "text": [
            *("No", "yes", "on", "Off", "2007-07-01", "1:30", "0x1F", "0o17", "007", "+1", "1_000"),
            *(".inf", "-.INF", ".NaN", "1.", "e5", "1"),
        ],
        "number": [0, -3, 12, 0.25, -0.5, 1000.0],
        "word": [True, True, False],
        "nothing": [None, None],
    }


def test_a_number_of_thousands_of_digits_stays_text() -> None:
    assert load_document(f"a: {'9' * 5000}", "f").data == {"a": "9" * 5000}


def test_every_key_path_knows_its_line() -> None:
    document = load_document(
        '# first\na: "x"\nb:\n  - c: 1\n    d:\n      0: >\n        long\n        text\n  - "y"\n', "f"
    )
    assert document.lines == {
        (): 2,
        ("a",): 2,
        ("b",): 3,
        ("b", 0): 4,
        ("b", 0, "c"): 4,
        ("b", 0, "d"): 5,
        ("b", 0, "d", 0): 6,
        ("b", 1): 9,
    }


def test_windows_and_old_mac_line_ends_count_as_lines() -> None:
    assert load_document("a: 1\r\nb: 2\rc: 3\n", "f").lines == {(): 1, ("a",): 1, ("b",): 2, ("c",): 3}


def test_a_number_key_written_two_ways_is_one_key() -> None:
    faults = load_document("a: {1: x, 1.0: y}", "f").faults
    assert [fault.message for fault in faults] == ["the key 1 stands here a second time, first in line 1."]


def test_nothing_in_a_file_is_evaluated(tmp_path: Path) -> None:
    target = tmp_path / "made"
    text = f'id: !!python/object/apply:os.mkdir ["{target}"]\n'
    assert problems_of(text) == [
        "1: id: the tag tag:yaml.org,2002:python/object/apply:os.mkdir is not allowed. "
        "Remove it, or quote the text."
    ]
    assert not target.exists()


def test_a_file_of_exactly_the_largest_size_is_read_and_one_byte_more_is_refused(tmp_path: Path) -> None:
    text = valid("quarter-levels").read_text(encoding="utf-8")
    path = tmp_path / "large.yaml"
    path.write_text(text + "#" * (MAX_BYTES - len(text)), encoding="utf-8")
    assert read_framework(path).id == "choir-practice"
    path.write_text(text + "#" * (MAX_BYTES - len(text) + 1), encoding="utf-8")
    with pytest.raises(FrameworkError) as caught:
        read_framework(path)
    refusal = "the file is too large. A framework file holds at most 2 MB."
    assert str(caught.value) == f"{path}: {refusal}"
    assert problems_of(path.read_text(encoding="utf-8")) == [f" {refusal}"]


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? ", "? [", "{[", "a:\n  - "])
def test_endless_nesting_is_refused_at_once(opening: str) -> None:
    assert len(problems_of("x: " + opening * 20_000)) == 1


def test_of_very_many_problems_the_first_are_listed_and_the_rest_counted() -> None:
    text = valid("quarter-levels").read_text("utf-8") + "".join(f"lense{n}: 1\n" for n in range(5000))
    with pytest.raises(FrameworkError) as refused:
        parse_framework(text, "f")
    lines = str(refused.value).splitlines()
    assert lines[0].endswith('the key "lense0" is not known. Did you mean "lenses"?')
    assert lines[200:] == ["And at least 800 more. Mend these first, then try again."]


def test_a_rule_broken_by_every_item_against_very_many_names_is_told_no_longer_than_anyone_reads() -> None:
    strands = "".join(f'  - {{id: "s{n}"}}\n' for n in range(5000))
    items = "".join(f'      - {{id: "i{n}", strand: "t{n}"}}\n' for n in range(5000))
    document = load_document(f'strands:\n{strands}indicators:\n  - id: "1"\n    items:\n{items}', "f")
    undeclared = [problem for problem in check(document) if "is not declared" in problem.message]
    assert len(undeclared) == 200
    assert max(len(problem.expected) for problem in undeclared) < 400


def test_a_folder_is_called_one(tmp_path: Path) -> None:
    with pytest.raises(
        FrameworkError, match=r"this is a folder\. Name a framework file, such as .*NAME\.yaml"
    ):
        read_framework(tmp_path)


def test_a_byte_order_mark_is_no_part_of_the_text(tmp_path: Path) -> None:
    path = tmp_path / "marked.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + valid("quarter-levels").read_bytes())
    assert read_framework(path).key == "choir-practice@0.1.0"
    assert list(find_frameworks(tmp_path)) == ["choir-practice@0.1.0"]


def test_a_file_that_is_not_there_is_one_clear_line(tmp_path: Path) -> None:
    for path in (tmp_path / "gone.yaml", tmp_path, tmp_path / ("long" * 100)):
        with pytest.raises(FrameworkError) as caught:
            read_framework(path)
        assert str(caught.value).startswith(f"{path}: ")
        assert len(caught.value.problems) == 1


def test_a_damaged_file_never_escapes_as_another_error() -> None:
    """Characters and lines dropped, doubled and swapped at random: refused, or still valid."""
    chance = random.Random(2007)
    texts = [path.read_text(encoding="utf-8") for path in VALID if path.stem != "sum-35-to-175"]
    for _ in range(150):
        lines = chance.choice(texts).split("\n")
        for _ in range(chance.randint(1, 4)):
            here, there = chance.randrange(len(lines)), chance.randrange(len(lines))
            cut = chance.randint(0, len(lines[here]))
            what = chance.choice(['"', "{", "}", "[", ":", "- ", "#", "\t", "é", "&a ", "? ", "|\n", ""])
            lines[here] = lines[here][:cut] + what + lines[here][cut + 1 :]
            if chance.random() < 0.3:
                lines[here], lines[there] = lines[there], lines[here]
            if chance.random() < 0.3:
                del lines[there]
        for problem in problems_of("\n".join(lines)):
            assert problem.isprintable()


# --- expressive power, as read


def test_quarter_levels_keep_their_values_and_an_unquoted_no_would_be_text() -> None:
    framework = read_framework(valid("quarter-levels"))
    assert [level.value for level in framework.scale.levels] == [0, 0.25, 0.5, 1]
    assert [framework.scale.position(level.value) for level in framework.scale.levels] == [0, 25, 50, 100]
    assert sorted(framework.items[0].lenses["singer"].anchors) == [0, 0.25, 0.5, 1]
    text = valid("quarter-levels").read_text(encoding="utf-8").replace('label: "No"', "label: No")
    assert parse_framework(text, "f").scale.levels[0].label == "No"


def test_bounds_in_a_published_range_become_positions() -> None:
    """35 ratings of 1 to 5 sum to 35-175; 85 is (85 - 35) / 140 of the way: 35.714...%."""
    framework = read_framework(valid("sum-35-to-175"))
    assert len(framework.items) == 35
    assert [round(framework.continuum.percent(zone.lower), 3) for zone in framework.continuum.zones] == [
        0.0,
        35.714,
        71.429,
    ]


def test_a_framework_without_strands_is_one_strand() -> None:
    framework = read_framework(valid("one-to-four-mean-bands"))
    assert framework.bands.on == "mean_rating"
    assert [strand.id for strand in framework.effective_strands] == ["all"]
    assert {framework.strand_of(item) for item in framework.items} == {"all"}


def test_vocabulary_files_add_settings_and_replace_those_of_the_same_id() -> None:
    vocabulary = read_framework(valid("extra-vocabulary")).vocabulary
    assert vocabulary is not None
    assert vocabulary.default == "modern"
    assert vocabulary.settings == (
        VocabularySetting(id="old", label="Older words", terms={"drink": "char"}),
        VocabularySetting(id="modern", label="Modern words", terms={"drink": "tea"}),
    )


def test_a_problem_in_a_vocabulary_file_names_that_file_and_line() -> None:
    text = valid("extra-vocabulary").read_text(encoding="utf-8")
    modern = 'id: "modern"\nlabel: "Modern {{drnk}}"\nterms:\n  drinks: "tea"\n  Cup: "mug"\n'
    assert problems_of(text, modern=modern) == [
        'modern.yaml:2: label: the vocabulary holds no term "drnk". Did you mean "drink"?',
        'modern.yaml:3: terms: the term "drink" of the setting "old" is missing. '
        "Add it: all settings hold the same terms.",
        'modern.yaml:4: terms.drinks: the term "drinks" is not among those of the setting "old". '
        'Did you mean "drink"?',
        'modern.yaml:5: terms.Cup: as a key, "Cup" is not the name of a term. '
        'A term\'s name holds small letters, digits and underscores, such as "social_care".',
        'modern.yaml:5: terms.Cup: the term "Cup" is not among those of the setting "old". '
        "All settings hold the same terms.",
    ]


def test_unreadable_vocabulary_files_are_all_named_at_once() -> None:
    text = valid("extra-vocabulary").read_text(encoding="utf-8")
    assert problems_of(text, a="id: *x", b="") == [
        "a.yaml:1: id: the alias *x is not allowed. Write the text out, in quotes.",
        "b.yaml: the file is empty. Fill it, or remove it.",
    ]


def test_the_source_of_a_framework_reads_back_as_the_same_framework() -> None:
    source = framework_source(valid("extra-vocabulary"))
    assert list(source) == ["framework.yaml", "vocabulary/modern.yaml", "vocabulary/old.yaml"]
    text = source.pop("framework.yaml")
    assert text == valid("extra-vocabulary").read_text(encoding="utf-8")
    assert parse_framework(text, "copy", source) == read_framework(valid("extra-vocabulary"))


# --- finding


def write_identity(folder: Path, name: str, framework: str, version: str) -> Path:
    path = folder / name
    path.write_text(f'id: "{framework}"\ntitle: "unfinished"\nversion: "{version}"\n', encoding="utf-8")
    return path


def test_frameworks_are_found_by_id_and_version_even_when_they_have_problems(tmp_path: Path) -> None:
    late = write_identity(tmp_path, "a.yaml", "kites", "1.10.0")
    early = write_identity(tmp_path, "b.yaml", "kites", "1.9.0")
    (tmp_path / "broken.yaml").write_text("id: [", encoding="utf-8")
    (tmp_path / "list.yaml").write_text("- id", encoding="utf-8")
    (tmp_path / "nested.yaml").write_text("x: {id: a, version: b}", encoding="utf-8")
    (tmp_path / "notes.txt").write_text("", encoding="utf-8")
    found = find_frameworks(tmp_path)
    assert list(found.items()) == [("kites@1.9.0", early), ("kites@1.10.0", late)]
    assert find_frameworks(tmp_path / "nowhere") == {}


def test_two_files_of_the_same_version_are_refused(tmp_path: Path) -> None:
    first = write_identity(tmp_path, "a.yaml", "kites", "1.0.0")
    second = write_identity(tmp_path, "b.yaml", "kites", "1.0.0")
    with pytest.raises(FrameworkError) as caught:
        find_frameworks(tmp_path)
    assert str(caught.value) == (
        f"{second}: kites@1.0.0 stands in {first} already. Give a new version a new number."
    )


def test_an_id_means_its_newest_version_and_a_path_means_itself(tmp_path: Path) -> None:
    early = write_identity(tmp_path, "a.yaml", "kites", "1.9.0")
    late = write_identity(tmp_path, "b.yaml", "kites", "1.10.0")
    assert resolve(tmp_path, "kites") == late
    assert resolve(tmp_path, "kites@1.9.0") == early
    assert resolve(tmp_path, str(early)) == early


def test_the_newest_patch_stands_in_for_one_that_is_gone(tmp_path: Path) -> None:
    first = write_identity(tmp_path, "a.yaml", "kites", "1.0.1")
    second = write_identity(tmp_path, "b.yaml", "kites", "1.0.2")
    write_identity(tmp_path, "c.yaml", "kites", "1.1.0")
    assert resolve(tmp_path, "kites@1.0.0") == second
    assert resolve(tmp_path, "kites@1.0.9") == second
    assert resolve(tmp_path, "kites@1.0.1") == first


def test_the_letter_case_of_an_id_does_not_count(tmp_path: Path) -> None:
    path = write_identity(tmp_path, "a.yaml", "kites", "1.0.0")
    assert resolve(tmp_path, "Kites") == resolve(tmp_path, "KITES@1.0.0") == path


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("kite", 'There is no framework "kite". Did you mean "kites"?'),
        ("kites@1.1.0", 'There is no framework "kites@1.1.0". Did you mean "kites@1.0.0"?'),
        ("boats", 'There is no framework "boats". There are: kites@1.0.0.'),
        ("gone.yaml", 'There is no file "gone.yaml". Check its path.'),
        ("some/where", 'There is no file "some/where". Check its path.'),
        ("x" * 300, f'There is no framework "{"x" * 300}". There are: kites@1.0.0.'),
    ],
)
def test_an_unknown_name_is_answered_with_the_nearest_one(tmp_path: Path, name: str, sentence: str) -> None:
    write_identity(tmp_path, "a.yaml", "kites", "1.0.0")
    with pytest.raises(NotFound) as caught:
        resolve(tmp_path, name)
    assert str(caught.value) == sentence


# --- the JSON Schema


def as_json(value: object) -> object:
    """Plain data as an editor's JSON Schema check sees it: every key is text."""
    if isinstance(value, dict):
        return {str(key): as_json(entry) for key, entry in value.items()}
    return [as_json(entry) for entry in value] if isinstance(value, list) else value


def test_the_published_schema_is_current(tmp_path: Path) -> None:
    write_schema(tmp_path / "now.json")
    published = FRAMEWORKS / "framework.schema.json"
    assert published.read_text(encoding="utf-8") == (tmp_path / "now.json").read_text(encoding="utf-8")


def test_the_schema_is_a_valid_draft_2020_12_schema_without_an_address() -> None:
    generated = schema()
    Draft202012Validator.check_schema(generated)
    assert generated["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert generated["title"] == "Framework file"
    assert "$id" not in generated
    json.dumps(generated, allow_nan=False)


@pytest.mark.parametrize("path", VALID, ids=lambda path: path.stem)
def test_valid_files_pass_the_schema(path: Path) -> None:
    data = load_document(path.read_text(encoding="utf-8"), "f").data
    assert [error.message for error in Draft202012Validator(schema()).iter_errors(as_json(data))] == []


@pytest.mark.parametrize(
    ("keys", "value"),
    [
        (("shorttitle",), "x"),
        (("continuum", "zones", 0, "lower"), 0),
        (("indicators", 0, "items", 0, "lenses", "Not An Id"), {}),
        (("indicators", 0, "items", 0, "lenses", "holder", "anchors", "two"), "x"),
        (("indicators", 0, "items", 0, "lenses", "holder", "anchors", "1"), 5),
        (("indicators", 0, "items", 0, "weight"), 0),
    ],
)
def test_the_schema_refuses_what_the_loader_refuses(keys: tuple[str | int, ...], value: object) -> None:
    text = valid("two-lenses-two-strands").read_text(encoding="utf-8")
    data: object = as_json(load_document(text, "f").data)
    place: object = data
    for key in keys[:-1]:
        place = place[key]  # type: ignore[index]
    place[keys[-1]] = value  # type: ignore[index]
    assert list(Draft202012Validator(schema()).iter_errors(data)) != []
    assert problems_of(json.dumps(data).replace("{{", "").replace("}}", "")) != []
