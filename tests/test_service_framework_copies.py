"""Copies of frameworks, and what a changed file or a new version means for rounds that are under way."""

from __future__ import annotations

from pathlib import Path

import pytest
from store_cases import FILES, make_framework, open_empty

from selfassess.answers import Answer
from selfassess.errors import Conflict
from selfassess.framework.files import framework_source, parse_framework
from selfassess.framework.model import Framework
from selfassess.service.actor import LOCAL_OWNER as ME
from selfassess.service.assessments import AssessmentService
from selfassess.service.framework_copies import keep_copy
from selfassess.service.transfer import Imported, TransferService
from selfassess.store import AssessmentStore

FILE = Path(__file__).resolve().parent.parent / "frameworks" / "safeguarding-2007-1.0.yaml"
FIRST, PATCH, MINOR = (make_framework(version) for version in ("1.0.0", "1.0.1", "1.1.0"))
IN_SPRING = Answer("Elm Centre", "programme", "1a", 2.0, authority="Southshire", round="Spring")


@pytest.fixture
def store(tmp_path: Path) -> AssessmentStore:
    return open_empty(tmp_path / "data")


def start(store: AssessmentStore, framework: Framework, subject: str, round_name: str = "Spring") -> str:
    service = AssessmentService(store, {framework.key: framework}, lambda key: FILES)
    return service.start(ME, subject, "Southshire", "programme", round_name, framework.key)


def take_in(store: AssessmentStore, framework: Framework, *answers: Answer) -> Imported:
    transfer = TransferService(store, lambda key: FILES)
    return transfer.import_answers(ME, framework, answers, "a.csv", create=True)


def test_a_file_that_says_the_same_in_other_words_goes_on_under_the_first_copy(
    store: AssessmentStore,
) -> None:
    source = framework_source(FILE)
    framework = parse_framework(source["framework.yaml"], "f.yaml")
    keep_copy(store, framework, source)
    kept = store.framework(framework.id, framework.version)
    spaced = "# A remark.\r\n" + source["framework.yaml"].replace("\n", "\r\n")
    keep_copy(store, parse_framework(spaced, "f.yaml"), {"framework.yaml": spaced})
    assert kept is not None and kept.files == source
    assert store.framework(framework.id, framework.version) == kept


def test_a_file_that_says_something_else_under_the_same_version_is_refused(store: AssessmentStore) -> None:
    source = framework_source(FILE)
    framework = parse_framework(source["framework.yaml"], "f.yaml")
    keep_copy(store, framework, source)
    changed = framework.model_copy(update={"title": "Another"})
    with pytest.raises(Conflict, match=r"the file was changed without a new version number"):
        keep_copy(store, changed, {"framework.yaml": source["framework.yaml"] + "\n"})


def test_a_round_goes_on_under_a_patch_version_whose_answers_are_new(store: AssessmentStore) -> None:
    before = start(store, FIRST, "Elm Centre")
    after = start(store, PATCH, "Oak Centre")
    assert [store.assessment(each).framework_key for each in (before, after)] == [FIRST.key, PATCH.key]
    assert store.assessment(before).round_id == store.assessment(after).round_id
    assert take_in(store, PATCH, IN_SPRING) == Imported(1, 1, 0, 0)
    assert take_in(store, FIRST, IN_SPRING) == Imported(1, 0, 0, 1)
    ash = Answer("Ash Centre", "programme", "1a", 2.0, authority="Southshire", round="Spring")
    assert take_in(store, PATCH, ash) == Imported(1, 1, 0, 0)
    assert {each.record.subject: each.record.framework_version for each in store.assessments_of(ME.id)} == {
        "Elm Centre": "1.0.0",
        "Oak Centre": "1.0.1",
        "Ash Centre": "1.0.1",
    }
    assert [answer.value for answer in store.answers(before)] == [2.0]


@pytest.mark.parametrize(
    ("round_name", "which"), [("Spring", "The round “Spring”"), ("", "What has no round's name here")]
)
def test_a_round_that_answers_other_questions_takes_no_new_start(
    store: AssessmentStore, round_name: str, which: str
) -> None:
    start(store, FIRST, "Elm Centre", round_name)
    before = store.everything()
    with pytest.raises(Conflict) as refused:
        start(store, MINOR, "Oak Centre", round_name)
    assert str(refused.value) == (
        f"{which} answers version 1.0.0 of these questions, and this is version 1.1.0. "
        "Give this round another name, or choose version 1.0.0."
    )
    assert store.everything() == before
    start(store, MINOR, "Oak Centre", "Autumn")


def test_a_round_that_answers_other_questions_takes_no_import(store: AssessmentStore) -> None:
    start(store, FIRST, "Elm Centre")
    with pytest.raises(Conflict, match=r"answers small@1\.0\.0 in this round, .* read as small@1\.1\.0"):
        take_in(store, MINOR, IN_SPRING)
