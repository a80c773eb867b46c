"""Answers in and out of CSV, by the rules of the contract's section "Answers"."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from exchange_cases import HEADER, make_framework
from hypothesis import given
from hypothesis import strategies as st

from selfassess.answers import Answer
from selfassess.errors import AnswersError
from selfassess.exchange import answers_csv
from selfassess.exchange.answers_csv import read_csv, write_csv

FRAMEWORK = make_framework()


def read(text: str | bytes) -> list[Answer]:
    return read_csv(text.encode() if isinstance(text, str) else text, "a.csv", FRAMEWORK)


def refusals(text: str | bytes) -> list[str]:
    with pytest.raises(AnswersError) as refused:
        read(text)
    return [str(problem) for problem in refused.value.problems]


def test_every_column_is_read_in_any_order_with_case_and_space_overlooked() -> None:
    text = (
        "\ufeff Reason ,ONE_PERSON,direction,evidence,basis,kind,group,respondent,round,"
        "authority,Answer,ITEM,Lens,subject\r\n"
        ' ,YES,Slipping," Minutes, March\nand May ",Pooled,Answer,SOCIAL WORK, Ann ,2026,'
        "Eastland, second  DESCRIPTION ,"
        "1A,Programme, Bluebell \r\n"
    )
    assert read(text) == [
        Answer(
            subject="Bluebell",
            lens="programme",
            item="1a",
            value=2.0,
            authority="Eastland",
            round="2026",
            respondent="Ann",
            group="social-work",
            kind="answer",
            basis="pooled",
            evidence="Minutes, March\nand May",
            direction="slipping",
            one_person=True,
        )
    ]


@pytest.mark.parametrize(
    ("cell", "value", "special"),
    [
        ("2", 2.0, None),
        ("2.0", 2.0, None),
        ("Third description", 4.0, None),
        ("", None, None),
        ("NA", None, "na"),
        ("Dk", None, "dk"),
    ],
)
def test_an_answer_is_a_levels_value_or_label_or_na_or_dk_or_empty(
    cell: str, value: float | None, special: Any
) -> None:
    (answer,) = read(f"{HEADER},reason\nBluebell,programme,1a,{cell},no such service\n")
    assert (answer.value, answer.special) == (value, special)


@pytest.mark.parametrize("word", ["NA", "null", "None", "nan", "1/2", "2024-03-02", "=1+1", "TRUE", "007"])
def test_no_word_of_a_name_is_taken_for_a_missing_value_a_date_or_a_formula(word: str) -> None:
    (answer,) = read(f"{HEADER},evidence\n{word},programme,1a,2,{word}\n")
    assert (answer.subject, answer.evidence) == (word, word)


def test_levels_may_be_any_numbers() -> None:
    levels = [{"value": v, "label": f"l{v}"} for v in (0.0, 0.25, 0.5, 1.0)]
    quarters = make_framework(scale={"instruction": "i", "levels": levels})
    data = f"{HEADER}\nA,programme,1a,.25\nA,programme,1b,1.00\n".encode()
    assert [answer.value for answer in read_csv(data, "a.csv", quarters)] == [0.25, 1.0]


def test_empty_rows_are_passed_over_and_later_rows_keep_their_numbers() -> None:
    assert read(f"\n{HEADER}\n\n,,,\nA,programme,1a,2\n")[0].value == 2.0
    assert refusals(f'\n{HEADER},evidence\n\n,,,\nA,programme,1a,2,"two\nlines"\nA,programme,1b,5,\n') == [
        'a.csv:6: answer: "5" is not one of the answers. '
        "Allowed: 0, 2, 4, na, dk, a level's label, or empty."
    ]


def test_every_bad_cell_is_listed_with_row_column_value_and_what_is_allowed() -> None:
    text = (
        "subject,lens,item,answer,kind,basis,direction,one_person,reason\n"
        ",programm,1a,2,,,,,\n"
        "A,programme,2a,secnd description,agred,guessed,up,maybe,\n"
        "A,authority,9z,na,,,,,\n"
        "A,programme,1b,dk,agreed,,,,\n"
        "A,programme,1a,,agreed,,,,\n"
    )
    assert refusals(text) == [
        'a.csv:2: lens: "programm" is not a lens of this framework. Allowed: programme, authority. '
        'Did you mean "programme"?',
        "a.csv:2: subject: The name is empty. Say which centre or authority the answer is about.",
        'a.csv:3: answer: "secnd description" is not one of the answers. '
        'Allowed: 0, 2, 4, na, dk, a level\'s label, or empty. Did you mean "second description"?',
        'a.csv:3: basis: "guessed" is not a basis. Allowed: direct, pooled, inferred or empty.',
        'a.csv:3: direction: "up" is not a direction. Allowed: strengthening, holding, slipping or empty.',
        'a.csv:3: item: "2a" is not asked in the lens programme. It belongs to the lens authority.',
        'a.csv:3: kind: "agred" is not a kind. Allowed: answer, agreed or empty. Did you mean "agreed"?',
        'a.csv:3: one_person: "maybe" is not a one person. Allowed: yes, no or empty.',
        'a.csv:4: item: "9z" is not an item of this framework. Allowed: 1a, 1b, 2a.',
        'a.csv:4: reason: The answer is "na" and the reason is empty. Say why it does not apply.',
        "a.csv:5: answer: \"dk\" can't be agreed on. Allowed: 0, 2, 4, na, or a level's label.",
        "a.csv:6: answer: An agreed rating is empty. Allowed: 0, 2, 4, na, or a level's label.",
    ]


def test_the_same_answer_twice_is_refused_even_beside_another_bad_cell() -> None:
    text = (
        "subject,lens,item,answer,round,respondent,kind\n"
        "A,programme,1a,2,,Ann,\n"
        "A,programme,1a,4,,Bob,\n"
        "A,programme,1a,4,second,Ann,\n"
        "A,programme,1a,4,,Ann,agreed\n"
        "A,PROGRAMME,1A,9,,Ann,\n"
        "A,programme,1a,2,,Bob,agreed\n"
    )
    assert refusals(text) == [
        'a.csv:6: answer: "9" is not one of the answers. '
        "Allowed: 0, 2, 4, na, dk, a level's label, or empty.",
        'a.csv:6: item: "1a" has an answer by the same respondent in row 2 already. '
        "Keep one row for each authority, subject, lens, round, respondent and item.",
        'a.csv:7: item: "1a" has an agreed rating in row 5 already. '
        "Keep one agreed rating for each authority, subject, lens, round and item.",
    ]


def test_special_answers_are_only_those_that_the_framework_allows() -> None:
    scale = FRAMEWORK.scale.model_dump() | {"special_answers": ["dont_know"]}
    strict = make_framework(scale=scale)
    with pytest.raises(
        AnswersError, match=r'"na" is not an answer that this framework allows\. Allowed: 0, 2, 4, dk,'
    ):
        read_csv(f"{HEADER}\nA,programme,1a,na\n".encode(), "a.csv", strict)


def test_a_group_is_known_by_id_or_label_and_other_groups_by_their_first_spelling() -> None:
    text = "subject,lens,item,answer,respondent,group\n" + "".join(
        f"A,programme,1a,2,{n},{group}\n"
        for n, group in enumerate(["Social-Work", "social work", "Wardens", "WARDENS"])
    )
    assert [answer.group for answer in read(text)] == ["social-work", "social-work", "Wardens", "Wardens"]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (b"", "a.csv: The file is empty."),
        (b"\n\n", "a.csv: The file is empty."),
        (b"subject,lens,item\nA,programme,1a\n", 'a.csv:1: header: The column "answer" is missing.'),
        (b"subject;lens;item;answer\n", "a.csv:1: header: The columns are separated by semicolons."),
        (
            HEADER.encode() + b",evidnce\nA,programme,1a,2,x\n",
            'a.csv:1: header: The column "evidnce" is not known.',
        ),
        (
            HEADER.encode() + b",item\nA,programme,1a,2,1b\n",
            'a.csv:1: header: The column "item" stands there twice.',
        ),
        (HEADER.encode() + b"\nA,programme,1a,2,more\n", 'a.csv:2: "more" stands under no column name.'),
        (
            HEADER.encode() + b'\nA,programme,1a,"2\nA,programme,1b,2\n',
            "a.csv:2: The rows can't be told apart",
        ),
        ("subject,lens\nCafé".encode("latin-1"), "a.csv: The file's text is not encoded as UTF-8."),
        (HEADER.encode("utf-16"), "a.csv: The file's text is encoded as UTF-16."),
        (b"subject,lens\0", "a.csv: The file is not a text file."),
        (HEADER.encode() + b"\n" + b"A" * 121 + b",programme,1a,2\n", 'a.csv:2: subject: "AAAA'),
        (HEADER.encode() + b'\n"A\nB",programme,1a,2\n', 'a.csv:2: subject: "A B" holds a line break'),
        (HEADER.encode() + b",evidence\nA,programme,1a,2," + b"x" * 4001, 'a.csv:2: evidence: "xxxx'),
        (HEADER.encode() + b"\nA,programme,1a," + b"9" * 1_000_001, "a.csv:2: The rows can't be told apart"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_with_one_clear_sentence(text: bytes, sentence: str) -> None:
    (refusal,) = refusals(text)
    assert refusal.startswith(sentence)
    assert len(refusal) < 400
    assert "\n" not in refusal


def test_an_upload_past_the_limit_is_refused_unread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answers_csv, "MAX_BYTES", 1024 * 1024)
    assert refusals(b"x" * (1024 * 1024 + 1)) == [
        "a.csv: The file is 1 MB large. Files may have 1 MB at most: split it."
    ]


@pytest.mark.parametrize(
    "text", ["<b>bold</b>", "**bold** [x](y)", "=1+1", "@x", "\u202eevil", "'=x", "a;b", '"']
)
def test_text_that_looks_like_code_stays_the_text_it_is(text: str) -> None:
    answer = Answer("A", "programme", "1a", 2.0, evidence=text)
    assert read(write_csv([answer])) == [answer]
    assert read(write_csv([answer], for_spreadsheet=True)) == [answer]


def test_the_form_for_spreadsheets_puts_an_apostrophe_before_what_would_be_a_formula() -> None:
    texts = ["=1+1", "+44", "-2", "-x", "@x", " =1", "\t=1", "plain", "a=b", "'=x"]
    escaped = ["'=1+1", "+44", "-2", "'-x", "'@x", "' =1", "'\t=1", "plain", "a=b", "''=x"]
    answers = [
        Answer("=A", "programme", "1a", -2.0, respondent=str(n), evidence=text)
        for n, text in enumerate(texts)
    ]
    written = list(csv.DictReader(io.StringIO(write_csv(answers, for_spreadsheet=True), newline="")))
    assert [row["evidence"] for row in written] == escaped
    assert {(row["subject"], row["answer"]) for row in written} == {("'=A", "-2")}


def test_an_apostrophe_that_somebody_typed_before_a_dash_stays() -> None:
    text = "'- We meet weekly' said the manager"
    assert read(f"{HEADER},evidence\nA,programme,1a,2,{text}\n")[0].evidence == text


def test_apostrophes_are_taken_off_again_whichever_order_a_spreadsheet_left_the_columns_in() -> None:
    text = f"{HEADER},evidence,'authority\nA,programme,1a,2,'=1+1,Eastland\n"
    assert read(text) == [Answer("A", "programme", "1a", 2.0, authority="Eastland", evidence="=1+1")]


def test_a_file_of_too_many_rows_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answers_csv, "MAX_ROWS", 2)
    rows = "A,programme,1a,2\n\nA,programme,1b,2\n"
    assert len(read(f"{HEADER}\n{rows}")) == 2
    assert refusals(f"{HEADER}\n{rows}B,programme,1a,2\n") == [
        "a.csv:5: The file is too long. A file may hold 2 rows of answers at most: split it."
    ]


def test_of_very_many_problems_the_first_are_listed_and_the_rest_counted() -> None:
    text = f"{HEADER}\n" + "".join(f"A{n},programm,1a,2\n" for n in range(300))
    with pytest.raises(AnswersError) as refused:
        read(text)
    lines = str(refused.value).splitlines()
    assert len(refused.value.problems) == 300
    assert lines[199] == (
        'a.csv:201: lens: "programm" is not a lens of this framework. Allowed: programme, authority. '
        'Did you mean "programme"?'
    )
    assert lines[200:] == ["And at least 100 more. Mend these first, then try again."]


STARTS = st.text("'=+-@ \t\n1a", max_size=6)
NAMES = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=20).map(
    str.strip
)


@given(
    NAMES.filter(bool),
    NAMES,
    NAMES,
    STARTS | st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"])),
)
def test_reading_what_was_written_gives_the_same_answers(
    subject: str, authority: str, respondent: str, evidence: str
) -> None:
    answer = Answer(
        subject, "programme", "1a", 4.0, authority=authority, respondent=respondent, evidence=evidence.strip()
    )
    assert read(write_csv([answer])) == [answer]
    assert read(write_csv([answer], for_spreadsheet=True)) == [answer]
