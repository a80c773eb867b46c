"""The sheets of the workbook and what each of their columns holds: the data dictionary is written from this."""

from __future__ import annotations

from dataclasses import dataclass

from selfassess.exchange.answers_xlsx import SHEET as ANSWERS
from selfassess.exchange.columns import COLUMNS as ANSWER_NAMES

README = "Read me"
POSITION = "0"
SHARE = "0.0%"
RATIO = "0.00"
DATE = "d mmm yyyy"
COUNT = "0"

FROM_0_TO_100 = "0 to 100; 0: everything at the lowest level, 100: everything at the highest. Unrounded."
NEVER_EMPTY = "Never empty."
HIDDEN_COUNT = "Not said: in an anonymous round none, or fewer people than may be shown."


@dataclass(frozen=True)
class Column:
    """`form` is how a spreadsheet shows a number; the number itself is unrounded. `empty`: what an empty cell says."""

    heading: str
    meaning: str
    unit: str
    empty: str
    width: float = 14
    form: str = "General"


@dataclass(frozen=True)
class Sheet:
    name: str
    about: str
    columns: tuple[Column, ...]


ID = Column("Id", "The sub-indicator's id in the framework.", "text", NEVER_EMPTY, 7)
TITLE = Column("Sub-indicator", "Its short title.", "text", NEVER_EMPTY, 30)

SCORES = Sheet(
    "Scores",
    "the place on the line, the strands, the whole, and each indicator.",
    (
        Column("Figure", "What it is a figure of.", "place, strand, whole or indicator", NEVER_EMPTY, 12),
        Column("Id", "The indicator's id.", "text", "The figure is of no indicator.", 7),
        Column("Name", "What it is called.", "text", NEVER_EMPTY, 32),
        Column(
            "Position",
            "The weighted mean of what is rated.",
            FROM_0_TO_100,
            "Too little is rated for a figure to be shown, or nothing applies.",
            form=POSITION,
        ),
        Column(
            "Lowest",
            "The position if everything not rated stood at the lowest level.",
            FROM_0_TO_100,
            "Nothing applies.",
            form=POSITION,
        ),
        Column(
            "Highest",
            "The position if everything not rated stood at the highest level.",
            FROM_0_TO_100,
            "Nothing applies.",
            form=POSITION,
        ),
        Column(
            "Rated",
            "How much of what applies is rated, by weight.",
            "share, 0 to 1",
            "Nothing applies.",
            form=SHARE,
        ),
        Column(
            "Zone or band",
            "Of the place its zone on the line, of an indicator its band.",
            "text",
            "A strand or the whole, which have none, or there is no position.",
            34,
        ),
        Column("In words", "The figure as the screens say it.", "text", "The screens don't show it.", 60),
    ),
)

ITEMS = Sheet(
    "Sub-indicators",
    "each sub-indicator with its rating, and how many people rated it.",
    (
        ID,
        TITLE,
        Column("Indicator id", "The indicator that it belongs to.", "text", NEVER_EMPTY, 9),
        Column("Indicator", "The indicator's short title.", "text", NEVER_EMPTY, 28),
        Column("Strand", "The strand that it counts in.", "text", NEVER_EMPTY, 18),
        Column(
            "Level",
            "The rating as the screens show it: a level, a mean with one decimal, or why there is none.",
            "text",
            NEVER_EMPTY,
            16,
        ),
        Column(
            "Position",
            "The rating that counts: the agreed one, else the mean of the groups' means.",
            FROM_0_TO_100,
            "It isn't rated.",
            form=POSITION,
        ),
        Column(
            "Mean of the groups",
            "The mean of the groups' means, whether or not a rating was agreed.",
            FROM_0_TO_100,
            "Nobody rated it on their own, or it may not be shown.",
            form=POSITION,
        ),
        Column("Agreed", "The rating agreed together.", FROM_0_TO_100, "No level was agreed.", form=POSITION),
        Column(
            "Consensus",
            "How close together people's ratings lie (Tastle and Wierman).",
            "0: half at each end, to 1: all the same",
            "Fewer than two ratings that may be shown.",
            form=RATIO,
        ),
        Column("People who rated it", "How many gave a level.", "number of people", HIDDEN_COUNT, form=COUNT),
        Column(
            "Don't know", "How many said that they don't know.", "number of people", HIDDEN_COUNT, form=COUNT
        ),
        Column(
            "Not applicable",
            "How many said that it doesn't apply.",
            "number of people",
            HIDDEN_COUNT,
            form=COUNT,
        ),
        Column(
            "Direction",
            "Compared with a year ago.",
            "strengthening, holding or slipping",
            "Nobody said, or people differ.",
        ),
        Column("One person", "Whether it depends on one person.", "yes", "Nobody said so."),
        Column("Notes", "How many notes of evidence there are.", "number of notes", NEVER_EMPTY, form=COUNT),
    ),
)

_ANSWERS = {
    "authority": ("The local authority.", "text", "No authority is named."),
    "subject": ("Who the answer is about.", "text", NEVER_EMPTY),
    "lens": ("Which side is asked.", "a lens's id", NEVER_EMPTY),
    "round": ("The time of asking.", "text", "The round has no name."),
    "respondent": ("Who answered; in an anonymous round made up.", "text", "The maker's own view."),
    "group": ("The group that they belong to.", "a group's id; several joined by +", "No group was given."),
    "kind": ("Somebody's own answer, or a rating agreed together.", "answer or agreed", NEVER_EMPTY),
    "item": ("The sub-indicator.", "its id", NEVER_EMPTY),
    "answer": (
        "What was chosen.",
        "a level's value, dk (don't know) or na (not applicable)",
        "Not answered.",
    ),
    "basis": (
        "What a rating from documents rests on.",
        "direct, pooled or inferred",
        "Not a rating from documents.",
    ),
    "direction": (
        "Compared with a year ago.",
        "strengthening, holding or slipping",
        "Nothing was said about it.",
    ),
    "one_person": ("Whether it depends on one person.", "yes", "Nobody said so."),
    "evidence": ("What could be shown for it.", "text", "No note."),
    "reason": ("Why it doesn't apply.", "text", "It applies, or no reason was given."),
}
ANSWER_COLUMNS = Sheet(
    ANSWERS,
    "one row an answer, in the columns of the file of answers; it can be imported.",
    tuple(Column(name, *_ANSWERS[name]) for name in ANSWER_NAMES),
)

EVIDENCE = Sheet(
    "Evidence",
    "what people noted, one row a note.",
    (
        ID,
        TITLE,
        Column("Indicator", "The indicator's short title.", "text", NEVER_EMPTY, 28),
        Column("Kind", "Somebody's own note, or one on an agreed rating.", "answer or agreed", NEVER_EMPTY),
        Column("Group", "The group of whoever wrote it.", "a group's id", "No group was given.", 18),
        Column(
            "Answer",
            "What they chose.",
            "a level's value, dk or na",
            "Not answered, or in an anonymous round not said.",
            9,
        ),
        Column("Note", "What they wrote.", "text", NEVER_EMPTY, 80),
        Column(
            "Basis",
            "What a rating from documents rests on.",
            "direct, pooled or inferred",
            "Not from documents.",
        ),
    ),
)

ENDS = Sheet(
    "Both ends",
    "the authority's own rating of each sub-indicator beside its centres', the widest difference first.",
    (
        Column("Sub-indicator", "Its id and short title.", "text", NEVER_EMPTY, 34),
        Column("Authority", "The authority's own rating.", FROM_0_TO_100, NEVER_EMPTY, form=POSITION),
        Column(
            "Lowest centre", "The lowest of the centres' ratings.", FROM_0_TO_100, NEVER_EMPTY, form=POSITION
        ),
        Column(
            "Middle",
            "The median of the centres' ratings, or the one there is.",
            FROM_0_TO_100,
            NEVER_EMPTY,
            form=POSITION,
        ),
        Column(
            "Highest centre",
            "The highest of the centres' ratings.",
            FROM_0_TO_100,
            NEVER_EMPTY,
            form=POSITION,
        ),
        Column(
            "Difference",
            "The centres' middle minus the authority's rating. The two are asked different questions.",
            "-100 to 100. Unrounded.",
            NEVER_EMPTY,
            form=POSITION,
        ),
        Column("In words", "How they lie, as the screens say it.", "text", NEVER_EMPTY, 60),
    ),
)

AGREED = Sheet(
    "Agreed together",
    "ratings that people agreed on, with their reasons.",
    (
        ID,
        TITLE,
        Column("Level in words", "What was agreed.", "text", NEVER_EMPTY, 60),
        Column("Why", "The reason given.", "text", "No reason was given.", 50),
        Column("In the room", "Who agreed, by role.", "text", "It wasn't noted.", 30),
        Column(
            "Before",
            "What people had answered on their own.",
            "text",
            "Nobody had, or it may not be shown.",
            40,
        ),
    ),
)

PLAN = Sheet(
    "Plan",
    "what is planned, from where to where, who leads, by when and how far it is.",
    (
        Column("Number", "The action's number in the plan.", "whole number", NEVER_EMPTY, 9, COUNT),
        ID,
        TITLE,
        Column("Indicator", "Its id and short title.", "text", NEVER_EMPTY, 28),
        Column("Now", "Where it stands.", "text", NEVER_EMPTY, 44),
        Column("What we aim at", "The level aimed at.", "text", "Not set.", 44),
        Column("What it takes", "People, time, whose agreement.", "text", "Not noted.", 40),
        Column("What we will do", "The action.", "text", "Not worded.", 50),
        Column("Who leads", "By role.", "text", "Nobody yet.", 20),
        Column("By when", "The day it is due.", "date", "No date.", 14, DATE),
        Column("How far", "Its status.", "To do, Under way, Done or Dropped", NEVER_EMPTY, 12),
        Column("Overdue", "Whether it is open past its day.", "yes", "It isn't.", 10),
        Column("What became of it", "The outcome.", "text", "Not noted.", 40),
        Column("Carried on from", "The earlier round it comes from.", "text", "It began in this round.", 26),
    ),
)

DICTIONARY = Sheet(
    "Data dictionary",
    "every column of every sheet: its meaning, its unit, and what an empty cell says.",
    (
        Column("Sheet", "", "", "", 18),
        Column("Column", "", "", "", 22),
        Column("Meaning", "", "", "", 60),
        Column("Unit or values", "", "", "", 50),
        Column("What empty means", "", "", "", 50),
    ),
)
