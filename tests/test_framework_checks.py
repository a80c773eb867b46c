"""Rules across the parts of a framework file: each breach is told, all together, and nothing else is.

Every case edits a valid file, `valid/two-lenses-two-strands.yaml`: text to find, text to put there.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from selfassess.framework.checks import NAMED_LISTS, RULES, check
from selfassess.framework.reading import load_document

BASE = Path(__file__).parent / "frameworks" / "valid" / "two-lenses-two-strands.yaml"
Edit = tuple[str, str]
Case = tuple[list[Edit], list[str]]


def edited(edits: list[Edit]) -> str:
    text = BASE.read_text(encoding="utf-8")
    for old, new in edits:
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times"
        text = text.replace(old, new)
    return text


def problems_after(edits: list[Edit]) -> list[str]:
    """Each problem without its line: `where: what is wrong, and what is expected`."""
    problems = check(load_document(edited(edits), "f"))
    return [f"{problem.where}: {problem.message} {problem.expected}" for problem in problems]


def test_the_file_that_the_cases_edit_has_no_problem() -> None:
    assert problems_after([]) == []


def test_every_rule_says_what_it_demands() -> None:
    assert all(rule.__doc__ for rule in RULES)


# --- ids


REPEATED = {
    "caution": ('  - id: "talk"\n', '  - id: "talk"\n    text: "Once."\n  - id: "talk"\n'),
    "lens": ('  - id: "council"\n', '  - id: "holder"\n'),
    "strand": ('  - id: "writing"\n', '  - id: "doing"\n'),
    "point": ('{id: "together"', '{id: "apart"'),
    "zone": ('{id: "high"', '{id: "low"'),
    "band": ('{id: "strength"', '{id: "work-on"'),
    "signal": ("signals:\n", 'signals:\n  - id: "water-counted"\n'),
    "group": ('{id: "old"', '{id: "new"'),
    "duty": ("duties:\n", 'duties:\n  - id: "hosepipe-rule"\n'),
    "glossary term": ("glossary:\n", 'glossary:\n  - id: "plot"\n'),
    "indicator": ("indicators:\n", 'indicators:\n  - id: "1"\n'),
    "item": ('      - id: "1b"\n', '      - id: "1a"\n'),
    "state": ('{id: "counted"', '{id: "not-counted"'),
    "vocabulary setting": ('    - id: "north"\n', '    - id: "here"\n'),
}


def test_a_repeated_id_is_tried_in_every_list() -> None:
    assert set(NAMED_LISTS.values()) | {"item", "state", "vocabulary setting"} == set(REPEATED)


@pytest.mark.parametrize("noun", REPEATED)
def test_an_id_that_stands_twice_is_told_with_the_line_of_the_first(noun: str) -> None:
    found = [problem for problem in problems_after([REPEATED[noun]]) if " already." in problem]
    assert len(found) == 1
    noun = noun if noun == "vocabulary setting" else f"{noun} id"
    assert re.search(rf": the {noun} \S+ stands in line \d+ already. Give each its own id.$", found[0])


def test_items_are_unique_across_the_whole_file() -> None:
    second = 'indicators:\n  - id: "0"\n    items:\n      - {id: "1a", strand: "doing"}\n'
    assert problems_after([("indicators:\n", second)]) == [
        'item 1a, id: the item id "1a" stands in line 85 already. Give each its own id.'
    ]


# --- everything else: name of the case -> edits, and the whole list of problems


CASES: dict[str, Case] = {
    "levels out of order": (
        [("    - value: 1\n", "    - value: 0.0\n"), ("              1: ", "              0.5: ")],
        [
            "scale.levels[1].value: level 0 does not lie above the level before it, 0. "
            "Order the levels from lowest to highest, each value once.",
            "item 1a, lens council, anchors.0.5: 0.5 is not a level of the scale. The levels are: 0, 0, 2.",
        ],
    ),
    "a label that differs by case only": (
        [('label: "Together"\n  special', 'label: " APART"\n  special')],
        [
            'scale.levels[2].label: two levels are called "Apart", letter case aside. '
            "Give each level a label of its own."
        ],
    ),
    "a label that is another level's number": (
        [('label: "A little"', 'label: "2.0"')],
        [
            'scale.levels[1].label: the label "2.0" reads as the number of another level. '
            "Choose a label in words, or the level's own number."
        ],
    ),
    "a label that is its own level's number": ([('label: "A little"', 'label: "1"')], []),
    "a label that means not applicable": (
        [('label: "A little"', 'label: "NA"'), ('label: "Together"\n  special', 'label: "dk "\n  special')],
        [
            'scale.levels[1].label: the label "NA" has a meaning of its own in answer files. '
            "Choose another label.",
            'scale.levels[2].label: the label "dk " has a meaning of its own in answer files. '
            "Choose another label.",
        ],
    ),
    "a text of spaces": (
        [('"A place starts a conversation."', '"  "')],
        ["cautions[0].text: the text holds only spaces. Write something in it."],
    ),
    "a number too large to average": (
        [("    weight: 2\n", "    weight: 1e300\n")],
        [
            "indicator 1, weight: the number 1e+300 is too large. "
            "It must lie between -1,000,000,000 and 1,000,000,000."
        ],
    ),
    "an unknown lens": (
        [("          holder:\n", "          holders:\n")],
        [
            'lenses[0]: no item belongs to the lens "holder". Give it at least one item, or remove it.',
            'item 1a, lens holders: the lens "holders" is not declared. Did you mean "holder"?',
        ],
    ),
    "an unknown strand": (
        [('        strand: "writing"\n', '        strand: "writting"\n')],
        [
            'strands[1]: no item belongs to the strand "writing". Give it at least one item, or remove it.',
            'item 1b, strand: the strand "writting" is not declared. Did you mean "writing"?',
        ],
    ),
    "an item without a strand": (
        [('        strand: "writing"\n', "")],
        [
            'strands[1]: no item belongs to the strand "writing". Give it at least one item, or remove it.',
            "item 1b: the item names no strand. Name one of: doing, writing.",
        ],
    ),
    "a strand where none is declared": (
        [("strands:\n", "groups_of_items:\n"), ('  strand: "doing"\n  points', "  points")],
        [
            'item 1a, strand: the item names the strand "doing", but the framework declares none. '
            'Declare it under "strands", or leave the key out.',
            'item 1b, strand: the item names the strand "writing", but the framework declares none. '
            'Declare it under "strands", or leave the key out.',
        ],
    ),
    "an anchor between the levels": (
        [("              1: ", "              1.5: ")],
        ["item 1a, lens council, anchors.1.5: 1.5 is not a level of the scale. The levels are: 0, 1, 2."],
    ),
    "extreme levels without anchors": (
        [('              2: "Yes, for all."\n', ""), ("anchors: {0: ", "anchors: {1: ")],
        [
            "item 1a, lens council, anchors: "
            "the highest level, 2, has no anchor. Say what can be seen at it.",
            "item 1b, lens council, anchors: the lowest level, 0, has no anchor. Say what can be seen at it.",
        ],
    ),
    "an unanchored level without a text": (
        [('      between: "More than the level below, not all of the level above."\n', "")],
        [
            "scale.levels[1]: level 1 has no anchor in item 1a, lens holder and 1 more, "
            'and no text for use there. Say under "between" what the level means.'
        ],
    ),
    "next steps from no anchor": (
        [('              0: ["Ask one neighbour."]', '              1: ["Ask one neighbour."]')],
        ["item 1a, lens holder, next_steps.1: there is no anchor at 1. The anchors are at: 0, 2."],
    ),
    "references to nothing": (
        [
            ('        glossary: ["plot"]', '        glossary: ["plots", "plot", "plot"]'),
            ('["hosepipe-rule"]', '["x"]'),
        ],
        [
            'item 1a, glossary[0]: the glossary term "plots" is not declared. Did you mean "plot"?',
            'item 1a, glossary[2]: the glossary term "plot" stands here twice. Remove one.',
            'item 1a, also_serves[0]: the duty "x" is not declared. Declared: hosepipe-rule.',
        ],
    ),
    "references where nothing is declared": (
        [
            (
                'glossary:\n  - {id: "plot", term: "plot", '
                'meaning: "A piece of ground let to one person."}\n',
                "",
            )
        ],
        ['item 1a, glossary[0]: the glossary term "plot" is not declared. None is declared.'],
    ),
    "a continuum on an unknown strand": (
        [('  strand: "doing"\n  points', '  strand: "being"\n  points')],
        ['continuum.strand: the strand "being" is not declared. Did you mean "doing"?'],
    ),
    "a lens that the continuum can't place": (
        [
            ('strand: "doing"\n        glossary', 'strand: "writing"\n        glossary'),
            ('strand: "writing"\n        weight', 'strand: "doing"\n        weight'),
        ],
        [
            'lenses[0]: no item of the lens "holder" is in the continuum\'s strand, "doing". '
            "Without one, no place on the continuum can be given."
        ],
    ),
    "a range turned round": (
        [("  points:\n", "  range: {low: 100, high: 0}\n  points:\n")],
        ['continuum.range: the range runs from 100 to 0. "high" must lie above "low".'],
    ),
    "zones and points outside the published range": (
        [("  points:\n", "  range: {low: 35, high: 75}\n  points:\n")],
        [
            "continuum.points[0].at: 0 lies outside the range. It must lie between 35 and 75.",
            "continuum.points[1].at: 100 lies outside the range. It must lie between 35 and 75.",
            "continuum.zones[0].from: 0 lies outside the range. It must lie between 35 and 75.",
            "continuum.zones[0].from: the lowest zone starts at 0. It must start at the lowest bound, 35.",
        ],
    ),
    "zones and points out of order": (
        [("from: 50, description", "from: 0, description"), ("at: 100", "at: 0")],
        [
            "continuum.points[1].at: 0 does not lie above the one before it, 0. "
            "Order them from lowest to highest, each once.",
            "continuum.zones[1].from: 0 does not lie above the one before it, 0. "
            "Order them from lowest to highest, each once.",
        ],
    ),
    "bands that leave the lowest positions out": (
        [
            ('"to_work_on", from: 0', '"to_work_on", from: 10'),
            ('"strength", from: 75', '"strength", from: 101'),
        ],
        [
            "bands.bands[0].from: the lowest band starts at 10. It must start at the lowest bound, 0.",
            "bands.bands[1].from: 101 lies outside the range. It must lie between 0 and 100.",
        ],
    ),
    "bands on the mean rating that are written as positions": (
        [('  on: "position"', '  on: "mean_rating"')],
        ["bands.bands[1].from: 75 lies outside the range. It must lie between 0 and 2."],
    ),
    "a signal of no item, with states that skip the lowest": (
        [
            ('    item: "1b"', '    item: "1c"'),
            ('label: "not counted", from: 0', 'label: "not counted", from: 50'),
        ],
        [
            'signals[0].item: there is no item "1c". Name the id of an item.',
            "signals[0].states[0].from: the lowest state starts at 50. It must start at the lowest bound, 0.",
            "signals[0].states[1].from: 50 does not lie above the one before it, 50. "
            "Order them from lowest to highest, each once.",
        ],
    ),
    "an unknown default vocabulary": (
        [('  default: "here"', '  default: "hear"')],
        ['vocabulary.default: there is no vocabulary setting "hear". Did you mean "here"?'],
    ),
    "settings with other terms": (
        [('{plot: "garth", plots: "garths"}', '{plot: "garth", plotz: "garths"}')],
        [
            'vocabulary.settings[1].terms: the term "plots" of the setting "here" is missing. '
            "Add it: all settings hold the same terms.",
            'vocabulary.settings[1].terms.plotz: the term "plotz" is not among those of the setting "here". '
            'Did you mean "plots"?',
        ],
    ),
    "placeholders that nothing fills": (
        [("For some {{plots}}.", "For some {{Plotts}} and {{ sheds }}.")],
        [
            'item 1a, lens council, anchors.1: the vocabulary holds no term "plotts". Did you mean "plots"?',
            "item 1a, lens council, anchors.1: "
            'the vocabulary holds no term "sheds". Add it to every setting.',
        ],
    ),
    "braces that hold no placeholder": (
        [("For some {{plots}}.", "For some {{plo ts}}."), ('"No meter."', '"No {plot}."')],
        [
            "item 1a, lens council, anchors.1: "
            'braces stand here that hold no placeholder, near "For some {{plo ts}}.". '
            "Write {{term}}: letters, digits and underscores between two pairs of braces.",
            "item 1b, lens council, anchors.0: "
            'braces stand here that hold no placeholder, near "No {plot}.". '
            "Write {{term}}: letters, digits and underscores between two pairs of braces.",
        ],
    ),
    "a placeholder inside a term": (
        [('{plot: "garth"', '{plot: "{{plots}}"')],
        ["vocabulary.settings[1].terms.plot: a term holds braces. Write it out: terms are not filled."],
    ),
    "placeholders without a vocabulary": (
        [("vocabulary:\n", "words:\n")],
        [
            'item 1a, lens holder, question: the vocabulary holds no term "plot". Add it to every setting.',
            'item 1a, lens council, question: the vocabulary holds no term "plot". Add it to every setting.',
            "item 1a, lens council, anchors.1: "
            'the vocabulary holds no term "plots". Add it to every setting.',
        ],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_breach_is_told_whole(name: str) -> None:
    edits, expected = CASES[name]
    assert problems_after(edits) == expected


@pytest.mark.parametrize("name", CASES)
def test_a_breach_is_told_with_the_line_of_its_key(name: str) -> None:
    text = edited(CASES[name][0])
    for problem in check(load_document(text, "f")):
        parts = re.split(r"[.\[\], ]+", problem.where.removesuffix("]"))
        name = [part for part in parts if not part.isdigit()][-1]
        line = text.split("\n")[problem.line - 1]
        assert parts[-1] in line or name in line or line.lstrip().startswith("- ")


# --- tolerance: a fault of shape is not told again as its consequence


MISSHAPEN: dict[str, list[Edit]] = {
    "levels that are no list": [("  levels:\n", "  levels: 3\n  was:\n")],
    "a level that is no number": [("    - value: 1\n", '    - value: "1"\n')],
    "a level that is true": [("    - value: 2\n", "    - value: true\n")],
    "lenses without ids": [('  - id: "holder"\n    label', "  - label")],
    "strands that are a text": [("strands:\n", 'strands: "two"\nwas:\n')],
    "a strand that is a number": [('        strand: "doing"\n', "        strand: 1\n")],
    "a strand that is left empty": [('        strand: "doing"\n', "        strand:\n")],
    "a range that is a text": [("  points:\n", '  range: "0-100"\n  points:\n')],
    "a bound that is a text": [("from: 50, description", 'from: "50", description')],
    "an item id that is a number": [('      - id: "1b"', "      - id: 1")],
    "a glossary that is empty": [("glossary:\n", "glossary:\nwas:\n")],
    "a vocabulary that is a list": [("vocabulary:\n", "vocabulary: []\nwas:\n")],
    "terms that are a list": [('terms: {plot: "plot", plots: "plots"}', "terms: []")],
    "indicators that are a mapping": [("indicators:\n  - id", "indicators:\n    id")],
    "items that are a text": [("    items:\n", '    items: "two"\n    was:\n')],
    "anchors that are a list": [('anchors: {0: "No meter.", 2: "A meter, read each month."}', "anchors: []")],
}


@pytest.mark.parametrize("name", MISSHAPEN)
def test_what_is_misshapen_has_no_consequences(name: str) -> None:
    assert problems_after(MISSHAPEN[name]) == []


@pytest.mark.parametrize(
    "data", ["1", '"text"', "[]", "{}", "[{}]", "x: {}", "indicators: [1, [], {items: [3]}]"]
)
def test_anything_at_all_can_be_checked(data: str) -> None:
    assert check(load_document(data, "f")) == []


def test_checks_of_several_rules_come_in_the_order_of_the_lines() -> None:
    edits = [edit for name in ("next steps from no anchor", "a text of spaces") for edit in CASES[name][0]]
    assert problems_after(edits) == CASES["a text of spaces"][1] + CASES["next steps from no anchor"][1]


# --- vocabulary files


def vocabulary_problems(framework: str, **files: str) -> list[str]:
    extra = [load_document(text, f"{name}.yaml") for name, text in files.items()]
    return [str(problem) for problem in check(load_document(framework, "f"), extra)]


SETTING = 'id: "south"\nlabel: "In the south"\nterms: {plot: "bed", plots: "beds"}\n'


def test_a_vocabulary_file_may_hold_the_default() -> None:
    text = BASE.read_text(encoding="utf-8").replace('default: "here"', 'default: "south"')
    assert vocabulary_problems(text, a=SETTING) == []
    assert vocabulary_problems(text) == [
        'f:74: vocabulary.default: there is no vocabulary setting "south". Did you mean "north"?'
    ]


def test_two_vocabulary_files_may_not_hold_the_same_setting() -> None:
    assert vocabulary_problems(BASE.read_text(encoding="utf-8"), a=SETTING, b="\n" + SETTING) == [
        'b.yaml:2: id: the vocabulary setting "south" stands in a.yaml, line 1 already. Give each its own id.'
    ]


def test_a_replaced_setting_is_not_held_against_the_others() -> None:
    text = BASE.read_text(encoding="utf-8").replace('plots: "garths"', 'plotz: "garths"')
    assert vocabulary_problems(text, a=SETTING.replace("south", "north")) == []


def test_a_vocabulary_file_needs_a_vocabulary_to_add_to() -> None:
    assert vocabulary_problems("{}", a=SETTING) == [
        "a.yaml:1: the framework file has no vocabulary that this file could add to. "
        'Give it a "vocabulary" with a default first.'
    ]
