"""Makes up a believable country: authorities, their centres, who answers in each round, and what they say.

Nobody's data. Answers go together as they do in life: the same centre's answers resemble one another, each
indicator of a centre has a level of its own, centres drift from round to round, groups see things differently,
and people leave questions out. The same seed gives the same country, on any machine with the same NumPy.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.random import Generator
from numpy.typing import NDArray

from selfassess.answers import DIRECTIONS, KINDS
from selfassess.framework.model import Framework

from .words import EVIDENCE, LEAD_BODIES, PRESENT, REASONS, REGIONS, SETTINGS, SIZES, name_places

PROGRAMME, AUTHORITY = "programme", "authority"
LENSES = (PROGRAMME, AUTHORITY)
ROUNDS = ("Autumn 2023", "Spring 2024", "Autumn 2024", "Spring 2025")
CENTRES_TO_AN_AUTHORITY = 3500 / 150
SEED = 2007

CENTRE_VOICES = (
    *("centre-manager", "centre-staff", "centre-staff", "social-work", "social-work", "health-visiting"),
    *("midwifery", "early-years", "education", "police", "voluntary", "voluntary", "parents", "parents"),
)
"""Who is asked in a centre. The first always answers; of the others so many that twelve do on average."""
AUTHORITY_VOICES = ("social-work", "health-visiting", "education", "police")
VOICES_PER_CENTRE = 12

SEES_MORE = {
    "centre-manager": 0.35,
    "centre-staff": 0.15,
    "social-work": -0.25,
    "police": -0.15,
    "parents": -0.3,
}
"""How far a group's ratings lie from the others', in levels of a scale of five."""
KNOWS_LESS = {"parents": 0.12, "police": 0.1, "education": 0.06, "midwifery": 0.04, "voluntary": 0.04}
"""How much oftener a group says *don't know*."""

Numbers = NDArray[np.float64]
Codes = NDArray[np.intp]
NOTHING, NOT_APPLICABLE, DONT_KNOW = 0, 1, 2
SPECIALS = ("", "na", "dk")
PROFILE = ("setting", "region", "lead_body", "size")


@dataclass(frozen=True)
class Country:
    """Tables of codes. Rows refer to one another by their place, from 0.

    - `subjects`: name, lens, authority (place in `authorities`) and, of centres, their profile.
    - `assessments`: subject, round (place in ROUNDS), round by round.
    - `respondents`: assessment, group (place in the framework's groups), seat (which of those asked).
    - `answers`: respondent, item (place in the framework's items), level (place on the scale, -1 none), special
      (place in SPECIALS), agreed, evidence, reason and present (places in `words`, 0 none), direction (-1 none),
      one_person. Every respondent has a row for every item of the lens, blank where they left it out.
    """

    framework: Framework
    authorities: tuple[str, ...]
    subjects: pd.DataFrame
    assessments: pd.DataFrame
    respondents: pd.DataFrame
    answers: pd.DataFrame

    def label(self, group: int, seat: int) -> str:
        """What a respondent is called: unique in an assessment."""
        return f"{self.framework.groups[group].label} {seat + 1}"


def make_country(framework: Framework, centres: int, seed: int = SEED) -> Country:
    """A country of this many centres, in proportion to 3,500 in 150 authorities."""
    random = np.random.default_rng(seed)
    authorities, names = name_places(random, max(1, round(centres / CENTRES_TO_AN_AUTHORITY)), centres)
    subjects = _make_subjects(random, authorities, names)
    assessments = pd.DataFrame(
        {
            "subject": np.tile(np.arange(len(subjects), dtype=np.int32), len(ROUNDS)),
            "round": np.repeat(np.arange(len(ROUNDS), dtype=np.int8), len(subjects)),
        }
    )
    latent = _make_latent(random, framework, subjects)
    respondents = _make_respondents(random, framework, subjects, assessments)
    answers = _make_answers(random, framework, subjects, assessments, respondents, latent)
    agreed = _make_agreed(random, framework, subjects, assessments, respondents, latent)
    answers = pd.concat([answers, agreed], ignore_index=True)
    return Country(framework, authorities, subjects, assessments, respondents, answers)


def _make_subjects(random: Generator, authorities: tuple[str, ...], names: list[str]) -> pd.DataFrame:
    """The centres, authority by authority, then the authorities themselves."""
    # Counties have several times as many centres as small boroughs; each has at least two.
    share = random.lognormal(0.0, 0.5, len(authorities))
    place = np.r_[
        np.tile(np.arange(len(authorities)), 2)[: len(names)],
        random.choice(len(authorities), max(0, len(names) - 2 * len(authorities)), p=share / share.sum()),
    ]
    here = len(authorities)
    region = random.integers(len(REGIONS), size=here)
    rural = random.beta(1.2, 2.0, here)
    place = np.sort(place)
    setting = (random.random(len(names)) < rural[place]) * (1 + (random.random(len(names)) < 0.4))
    profile = {
        "region": np.array(REGIONS)[region[place]],
        "setting": np.array(SETTINGS)[setting],
        "size": random.choice(SIZES, len(names), p=(0.35, 0.45, 0.2)),
        "lead_body": random.choice(LEAD_BODIES, len(names), p=(0.55, 0.2, 0.15, 0.1)),
    }
    centres = pd.DataFrame({"name": names, "lens": PROGRAMME, "authority": place, **profile})
    own = pd.DataFrame({"name": authorities, "lens": AUTHORITY, "authority": np.arange(here)})
    return pd.concat([centres, own], ignore_index=True).fillna("")


def _make_latent(random: Generator, framework: Framework, subjects: pd.DataFrame) -> Numbers:
    """What can really be found, before anybody looks: assessments × items, in levels of a scale of five."""
    items, many, rounds = len(framework.items), len(subjects), len(ROUNDS)
    indicator = np.repeat(
        np.arange(len(framework.indicators)), [len(each.items) for each in framework.indicators]
    )
    authority = subjects["authority"].to_numpy()
    level = 1.9 + random.normal(0.0, 0.35, int(authority.max()) + 1)[authority]
    level = level + random.normal(0.0, 0.55, many)
    level += np.where(subjects["lens"] == AUTHORITY, 0.35, 0.0)  # the far end sees it rosier
    own = random.normal(0.0, 0.45, (many, len(framework.indicators)))[:, indicator]
    difficulty = random.normal(0.0, 0.4, items)
    steps = random.normal(0.12, 0.2, (rounds, many))
    steps[0] = 0.0
    drift = steps.cumsum(axis=0)
    turns = random.normal(0.0, 0.12, (rounds, many, len(framework.indicators))).cumsum(axis=0)[
        :, :, indicator
    ]
    latent: Numbers = (level[:, np.newaxis] + own - difficulty) + drift[:, :, np.newaxis] + turns
    return latent.reshape(rounds * many, items)


def _make_respondents(
    random: Generator, framework: Framework, subjects: pd.DataFrame, assessments: pd.DataFrame
) -> pd.DataFrame:
    groups = [each.id for each in framework.groups]
    own = (subjects["lens"] == AUTHORITY).to_numpy()[assessments["subject"]]
    here = random.random((len(assessments), len(CENTRE_VOICES)))
    here = here < (VOICES_PER_CENTRE - 1) / (len(CENTRE_VOICES) - 1)
    here[own] = random.random((int(own.sum()), len(CENTRE_VOICES))) < 0.75
    here[own, len(AUTHORITY_VOICES) :] = False
    here[:, 0] = True
    assessment, seat = np.nonzero(here)
    centre = np.array([groups.index(each) for each in CENTRE_VOICES])
    authority = np.resize([groups.index(each) for each in AUTHORITY_VOICES], len(CENTRE_VOICES))
    group = np.where(own[assessment], authority[seat], centre[seat])
    return pd.DataFrame(
        {
            "assessment": assessment.astype(np.int32),
            "group": group.astype(np.int8),
            "seat": seat.astype(np.int8),
        }
    )


def _make_answers(
    random: Generator,
    framework: Framework,
    subjects: pd.DataFrame,
    assessments: pd.DataFrame,
    respondents: pd.DataFrame,
    latent: Numbers,
) -> pd.DataFrame:
    respondent, item = _ask(framework, subjects, assessments, respondents)
    assessment, group = (respondents[name].to_numpy() for name in ("assessment", "group"))
    groups = [each.id for each in framework.groups]
    leniency = np.array([SEES_MORE.get(each, 0.0) for each in groups])[group]
    leniency = leniency + random.normal(0.0, 0.35, len(respondents))
    found = latent[assessment[respondent], item] + leniency[respondent]
    found += random.standard_normal(len(item), dtype=np.float32) * 0.65
    level = _to_levels(framework, found)
    said = _choose_words(random, framework, groups, group[respondent], respondent, item)
    level[said["special"] != NOTHING] = -1
    level[said["left_out"]] = -1
    given = (level >= 0) | (said["special"] != NOTHING)
    many = len(item)
    # Whoever gives a top level more often says what shows it.
    noted = (level >= 0) & (random.random(many, dtype=np.float32) < 0.08 + 0.04 * (level >= 4))
    turned = given & (random.random(many, dtype=np.float32) < 0.25)
    return pd.DataFrame(
        {
            "respondent": respondent,
            "item": item,
            "level": level,
            "special": said["special"],
            "agreed": np.zeros(many, dtype=bool),
            "evidence": np.where(noted, random.integers(1, len(EVIDENCE), many, dtype=np.int8), 0).astype(
                np.int8
            ),
            "direction": np.where(turned, _choose_directions(random, many), -1).astype(np.int8),
            "one_person": (level > 0) & (random.random(many, dtype=np.float32) < 0.05),
            "reason": np.where(
                said["special"] == NOT_APPLICABLE, random.integers(1, len(REASONS), many, dtype=np.int8), 0
            ).astype(np.int8),
            "present": np.zeros(many, dtype=np.int8),
        }
    )


def _ask(
    framework: Framework, subjects: pd.DataFrame, assessments: pd.DataFrame, respondents: pd.DataFrame
) -> tuple[Any, Any]:
    """A row for every respondent and every item of the lens: the two columns."""
    in_lens = np.array([[lens in each.lenses for each in framework.items] for lens in LENSES])
    lens = (subjects["lens"] == AUTHORITY).to_numpy(dtype=np.intp)[assessments["subject"]]
    respondent, item = np.nonzero(in_lens[lens[respondents["assessment"]]])
    return respondent.astype(np.int32), item.astype(np.int8)


def _to_levels(framework: Framework, found: Numbers) -> Any:
    """The nearest place on the framework's scale, whose steps may be any number."""
    top = len(framework.scale.levels) - 1
    return np.clip(np.rint(found * top / 4.0), 0, top).astype(np.int8)


def _choose_words(
    random: Generator, framework: Framework, groups: list[str], group: Any, respondent: Any, item: Any
) -> dict[str, Any]:
    """Where something other than a level is said, and where nothing is.

    Beyond what is left out here and there, one in twenty stops partway and never comes back.
    """
    strands = [each.id for each in framework.effective_strands]
    strand = np.array([strands.index(framework.strand_of(each)) for each in framework.items])
    doubt = 0.03 + np.array([KNOWS_LESS.get(each, 0.0) for each in groups], dtype=np.float32)[group]
    doubt += np.where(strand[item] > 0, 0.03, 0.0)  # documents and systems are known to fewer
    chance = random.random(len(item), dtype=np.float32)
    special = np.where(chance < doubt, DONT_KNOW, NOTHING).astype(np.int8)
    special[chance > 0.985] = NOT_APPLICABLE
    people = int(respondent.max()) + 1
    stops = np.where(random.random(people) < 0.05, random.integers(3, len(framework.items), people), 127)
    left_out = (item >= stops[respondent]) | (random.random(len(item), dtype=np.float32) < 0.02)
    special[left_out] = NOTHING
    return {"special": special, "left_out": left_out}


def _choose_directions(random: Generator, many: int) -> Any:
    up = DIRECTIONS.index("strengthening"), DIRECTIONS.index("holding"), DIRECTIONS.index("slipping")
    return np.array(up, dtype=np.int8)[np.searchsorted((0.4, 0.85), random.random(many, dtype=np.float32))]


def _make_agreed(
    random: Generator,
    framework: Framework,
    subjects: pd.DataFrame,
    assessments: pd.DataFrame,
    respondents: pd.DataFrame,
    latent: Numbers,
) -> pd.DataFrame:
    """One centre in twelve met and agreed on a few sub-indicators; whoever has the first seat wrote it down."""
    first = np.flatnonzero(respondents["seat"] == 0)
    met = first[random.random(len(first)) < 1 / 12]
    respondent, item = _ask(framework, subjects, assessments, respondents.iloc[met])
    chosen = random.random(len(item)) < 0.2
    respondent, item = met[respondent[chosen]].astype(np.int32), item[chosen]
    found = latent[respondents["assessment"].to_numpy()[respondent], item]
    many = len(item)
    return pd.DataFrame(
        {
            "respondent": respondent,
            "item": item,
            "level": _to_levels(framework, found + random.normal(0.0, 0.3, many)),
            "special": np.zeros(many, dtype=np.int8),
            "agreed": np.ones(many, dtype=bool),
            "evidence": np.zeros(many, dtype=np.int8),
            "direction": np.full(many, -1, dtype=np.int8),
            "one_person": np.zeros(many, dtype=bool),
            "reason": random.integers(1, len(REASONS), many, dtype=np.int8),
            "present": random.integers(1, len(PRESENT), many, dtype=np.int8),
        }
    )


def make_frame(country: Country) -> pd.DataFrame:
    """All answers as `score` takes them, as `answers.to_frame` would make them; text is categorical."""
    answers, respondents = country.answers, country.respondents
    framework, subjects = country.framework, country.subjects
    assessment = respondents["assessment"].to_numpy()[answers["respondent"]]
    subject = country.assessments["subject"].to_numpy()[assessment]
    group = respondents["group"].to_numpy()[answers["respondent"]]
    seats = len(CENTRE_VOICES)
    labels = [country.label(each, seat) for each in range(len(framework.groups)) for seat in range(seats)]
    label = group.astype(np.int16) * seats + respondents["seat"].to_numpy()[answers["respondent"]]
    values = np.array([*(level.value for level in framework.scale.levels), np.nan])
    lens = (subjects["lens"] == AUTHORITY).to_numpy(dtype=np.int8)
    nobody_says = np.zeros(len(answers), dtype=bool)
    return pd.DataFrame(
        {
            "subject": _name(subject, subjects["name"]),
            "lens": _name(lens[subject], LENSES),
            "item": _name(answers["item"], [item.id for item in framework.items]),
            "value": values[answers["level"]],
            "special": _name(answers["special"], SPECIALS),
            "authority": _name(subjects["authority"].to_numpy()[subject], country.authorities),
            "round": _name(country.assessments["round"].to_numpy()[assessment], ROUNDS),
            "respondent": _name(label, labels),
            "group": _name(group, [each.id for each in framework.groups]),
            "kind": _name(answers["agreed"].to_numpy(dtype=np.int8), KINDS),
            "basis": _name(np.zeros(len(answers), dtype=np.int8), [""]),
            "evidence": _name(answers["evidence"], EVIDENCE),
            "direction": _name(answers["direction"].to_numpy() + np.int8(1), ("", *DIRECTIONS)),
            "one_person": answers["one_person"].to_numpy(),
            "reason": _name(answers["reason"], REASONS),
            "carried": nobody_says,
            "present": _name(answers["present"], PRESENT),
            "asked": ~nobody_says,
        }
    )


def _name(codes: Any, texts: Any) -> pd.Categorical:
    return pd.Categorical.from_codes(np.asarray(codes), list(texts))
