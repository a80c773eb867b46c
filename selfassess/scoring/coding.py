"""Answers as integer codes: what scoring counts with, and the refusal of what it can't count.

Reading a file has refused most of this already, cell by cell; here it guards against answers that
were given under another framework.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from selfassess.answers import DIRECTIONS, KINDS
from selfassess.errors import SelfAssessError, one_line, suggest
from selfassess.framework.model import TOLERANCE, Framework
from selfassess.scoring.layout import Codes, Flags, Floats, Layout

KEY = ["authority", "subject", "lens", "round"]
"""The columns that name one scored subject."""

NONE, NOT_APPLICABLE, DONT_KNOW = 0, 1, 2
SPECIALS = ("", "na", "dk")


@dataclass(frozen=True)
class CodedAnswers:
    """One entry per answer row, except `keys` and `key_lens`: one per scored subject.

    A cell is one item of one key: `cell = key * number of items + item`.
    """

    layout: Layout
    keys: pd.DataFrame
    key_lens: Codes
    cell: Codes
    respondent: Codes  # the same number for the same respondent of the same key
    group: Codes
    level: Codes  # -1 where no level was chosen
    special: Codes
    agreed: Flags
    direction: Codes  # -1 where none was given
    one_person: Flags
    evidence: Flags  # whether a note was given
    asked: Flags  # where not, level and special say nothing

    @property
    def shape(self) -> tuple[int, int]:
        return len(self.keys), len(self.layout.items)

    @property
    def key(self) -> Codes:
        key: Codes = self.cell // len(self.layout.items)
        return key

    @property
    def given(self) -> Flags:
        """Whether a level, *not applicable* or *don't know* was chosen."""
        given: Flags = (self.level >= 0) | (self.special != NONE)
        return given

    def count(self, rows: Flags) -> Codes:
        """How many of these rows each cell has: keys × items."""
        keys, items = self.shape
        return np.bincount(self.cell[rows], minlength=keys * items).reshape(keys, items)


def encode_answers(framework: Framework, layout: Layout, answers: pd.DataFrame) -> CodedAnswers:
    """Codes for a frame as `answers.to_frame` makes it; categorical columns cost least.

    Keys are sorted by authority, subject, the framework's order of lenses, and round, so that the
    order of rows changes nothing. Raises SelfAssessError for an unknown lens, item, rating or
    word, an item asked through another lens, and two answers where one may stand.
    """
    lens = _encode_known(answers, "lens", layout.lenses, framework)
    item = _encode_known(answers, "item", layout.items, framework)
    _refuse_other_lens(layout, lens, item)
    agreed: Flags = _encode_known(answers, "kind", KINDS, framework, absent="answer") == 1
    asked: Flags = agreed | np.asarray(_column(answers, "asked", True), dtype=bool)
    key, key_codes, names = _encode_keys(answers, lens)
    coded = CodedAnswers(
        layout=layout,
        keys=pd.DataFrame({**names, "lens": np.array(layout.lenses, dtype=object)[key_codes]})[KEY],
        key_lens=key_codes,
        cell=key * len(layout.items) + item,
        respondent=_pair(key, _encode(_column(answers, "respondent"))),
        group=encode_texts(answers, "group")[0],
        level=np.where(asked, _encode_levels(answers, layout, framework), -1),
        special=np.where(asked, _encode_known(answers, "special", SPECIALS, framework), NONE),
        agreed=agreed,
        direction=_encode_known(answers, "direction", ("", *DIRECTIONS), framework) - 1,
        one_person=np.asarray(_column(answers, "one_person", False), dtype=bool),
        evidence=_find_text(_column(answers, "evidence")),
        asked=asked,
    )
    _refuse_double_answers(coded)
    return coded


def _column(answers: pd.DataFrame, name: str, absent: str | bool = "") -> pd.Series[Any]:
    if name in answers.columns:
        return answers[name]
    return pd.Series(pd.Categorical.from_codes(np.zeros(len(answers), dtype=np.int8), [absent]))


def encode_texts(answers: pd.DataFrame, name: str) -> tuple[Codes, list[str]]:
    """Codes of a text column, "" where it is absent, and the sorted texts they stand for."""
    return _encode(_column(answers, name))


def _encode(column: pd.Series[Any]) -> tuple[Codes, list[str]]:
    """Each text's place among the column's sorted distinct texts. A missing text is the empty one."""
    if isinstance(column.dtype, pd.CategoricalDtype):
        found, texts = column.cat.codes.to_numpy(), list(column.cat.categories)
    else:
        found, index = pd.factorize(column)
        texts = list(index)
    distinct = sorted({"", *texts})
    place = {text: code for code, text in enumerate(distinct)}
    # A missing text has the code -1, so it takes the last entry.
    codes: Codes = np.array([place[text] for text in [*texts, ""]], dtype=np.intp)[found]
    return codes, distinct


def _encode_known(
    answers: pd.DataFrame, name: str, known: Sequence[str], framework: Framework, absent: str = ""
) -> Codes:
    """Each text's place in `known`; a text that isn't in it is refused."""
    codes, texts = _encode(_column(answers, name, absent))
    place = {text: code for code, text in enumerate(known)}
    used = np.bincount(codes, minlength=len(texts)) > 0
    for text, is_used in zip(texts, used, strict=True):
        if is_used and text not in place:
            raise SelfAssessError(
                f'The answers hold the {name} "{one_line(text)}", which {framework.key} does not know.'
                f"{suggest(text, known)} Correct it, or score the answers with the framework they were"
                " given under."
            )
    codes_of_texts = np.array([place.get(text, -1) for text in texts], dtype=np.intp)
    known_codes: Codes = codes_of_texts[codes]
    return known_codes


def _encode_keys(answers: pd.DataFrame, lens: Codes) -> tuple[Codes, Codes, dict[str, Any]]:
    """The key of each row, the lens of each key, and the other names of each key."""
    columns = {"lens": lens}
    texts = {}
    for name in ("authority", "subject", "round"):
        columns[name], texts[name] = _encode(_column(answers, name))
    grouped = pd.DataFrame(columns).groupby(KEY, sort=True)
    found = grouped.size().index.to_frame(index=False)
    names = {name: np.array(texts[name], dtype=object)[found[name].to_numpy()] for name in texts}
    return grouped.ngroup().to_numpy(dtype=np.intp), found["lens"].to_numpy(dtype=np.intp), names


def _encode_levels(answers: pd.DataFrame, layout: Layout, framework: Framework) -> Codes:
    values: Floats = answers["value"].to_numpy(dtype=np.float64)
    level: Codes = np.searchsorted(layout.levels, values - TOLERANCE)
    level = np.minimum(level, len(layout.levels) - 1)  # a missing value sorts past the last level
    missing = np.isnan(values)
    stray = ~missing & ~(np.abs(layout.levels[level] - values) <= TOLERANCE)
    if stray.any():
        raise SelfAssessError(
            f"The answers hold the rating {values[stray][0]:g}, which is not a level of {framework.key}."
            f" Use one of {', '.join(f'{value:g}' for value in layout.levels)}."
        )
    level[missing] = -1
    return level


def _pair(key: Codes, respondent: tuple[Codes, list[str]]) -> Codes:
    codes, texts = respondent
    pairs: Codes = pd.factorize(key.astype(np.int64) * len(texts) + codes)[0]
    return pairs


def _find_text(column: pd.Series[Any]) -> Flags:
    """Where a note says something: more than spaces."""
    found: Flags = column.notna().to_numpy(dtype=bool) & (column != "").to_numpy(dtype=bool)
    found[found] = column[found].astype(str).str.strip().ne("").to_numpy(dtype=bool)
    return found


def _refuse_other_lens(layout: Layout, lens: Codes, item: Codes) -> None:
    strange = np.flatnonzero(~layout.in_lens[lens, item])
    if strange.size:
        row = strange[0]
        raise SelfAssessError(
            f'The answers rate "{layout.items[item[row]]}" through the lens "{layout.lenses[lens[row]]}",'
            " which does not ask it. Remove the answer, or correct its lens."
        )


def _refuse_double_answers(coded: CodedAnswers) -> None:
    """One choice per row, one ordinary answer per respondent and item, one agreed per item."""
    both = (coded.level >= 0) & (coded.special != NONE)
    item = coded.cell % len(coded.layout.items)
    # Agreed rows take part with one number of their own per cell, below those of the respondents.
    answer = np.where(coded.agreed, -1 - coded.cell, coded.respondent * len(coded.layout.items) + item)
    double = np.flatnonzero(both)
    if not double.size and len(pd.unique(answer)) < len(answer):
        double = np.flatnonzero(pd.Series(answer).duplicated())
    if double.size:
        row = double[0]
        subject = one_line(str(coded.keys["subject"].iloc[coded.key[row]]))
        whose = "agreed rating" if coded.agreed[row] else "answer from the same respondent"
        raise SelfAssessError(
            f'The answers hold more than one {whose} to "{coded.layout.items[item[row]]}" for "{subject}"'
            " in one round. Keep one of them."
        )
