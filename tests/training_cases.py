"""A small training folder: three vignettes and two exercises, as texts of the two files."""

from __future__ import annotations

from functools import cache

from app_cases import PROJECT, framework_2007

from selfassess.training import Training, parse_training, read_training

FOLDER = PROJECT / "sample_data" / "training"

TWO_STORIES = """\
source: "Retold."
vignettes:
  - id: "one"
    number: 4
    authority: "Midtown"
    title: "A <b>call</b>"
    about: "from-centre"
    text: "The {{centre}} rang. {{Social_care}} rang back."
    items: ["8a", "2d"]
    questions: ["Who rang the {{centre}}?", "What is missing here? The reason."]
    content_note: "Mentions violence."
    source: "Case study 4"
  - id: "two"
    number: 7
    authority: "Southshire"
    title: "A visit"
    about: "known-to-both"
    text: "They went together. Nobody wrote it down."
    items: ["4c"]
    questions: ["What is missing here? A note.", "Who went?"]
    source: "Case study 7"
"""

TWO_EXERCISES = """\
exercises:
  - id: "ring"
    title: "Ring the {{centre}}"
    minutes: 9
    for_whom: "{{Centre}} staff"
    aim: "Find the number."
    needs: ["A telephone"]
    vignettes: ["one", "two"]
    items: ["8a"]
    steps:
      - {title: "Look", minutes: 4, do: "Wait.", say: "Find the {{centre}}.", show: ["two"]}
      - {title: "Ring", minutes: 5, do: "Listen.", say: "Ring."}
    sheets:
      - {title: "Note", text: "Who rang · When", lines: 3}
    questions: ["Who answered?", "Who didn't?"]
    watch_for: ["Silence"]
  - id: "meet"
    title: "Meet"
    minutes: 2
    for_whom: "Managers"
    aim: "See one another."
    needs: ["Chairs"]
    items: ["3b"]
    steps:
      - {title: "Sit", minutes: 1, do: "Sit.", say: "Sit down."}
      - {title: "Talk", minutes: 1, do: "Talk.", say: "Talk."}
    questions: ["Why?", "When?"]
    watch_for: ["Speeches"]
"""


@cache
def small_training() -> Training:
    return parse_training(TWO_STORIES, TWO_EXERCISES, framework_2007())


@cache
def whole_training() -> Training:
    """The training material that is delivered."""
    return read_training(FOLDER, framework_2007())
