"""An attacker's view of an anonymous round: everything it lets out, and what two such outputs tell together.

Two rounds are made in which the same people answered, and in each block that may be shown they gave the same
ratings, but not the same person the same rating. If anything that leaves told more than the blocks do, the two would
differ somewhere.
"""

from __future__ import annotations

import io
import itertools
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from pptx import Presentation
from round_cases import LEAD, RoundDesk, make_desk
from store_cases import FILES

from selfassess.answers import to_frame
from selfassess.exchange.answers_csv import write_csv
from selfassess.reports.sections import make_content
from selfassess.reports.slides import write_slides
from selfassess.reports.workbook import write_workbook
from selfassess.scoring import find_swings, score
from selfassess.scoring.results import to_json
from selfassess.service.actor import Actor
from selfassess.service.views import Assessment
from selfassess.service.workshops import Workshops
from selfassess.view_models.board import make_board_report
from selfassess.view_models.plan import make_plan

PEOPLE = [
    *((f"Visitor {n}", "health") for n in range(3)),
    *((f"Midwife {n}", "midwifery") for n in range(2)),
    ("Constable", "police"),
]
"""The manager answers, too: seven voices. Health visiting is shown alone, the others together."""

DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/main}t"
"""A run of text on a slide."""
FIRST = {"1a": [0.0, 2.0, 4.0, 4.0, 0.0, 2.0, 0.0], "1b": [4.0, 4.0, 0.0, 2.0, 2.0, 0.0, 4.0]}
SWAPPED = {"1a": [4.0, 0.0, 2.0, 0.0, 2.0, 0.0, 4.0], "1b": [0.0, 4.0, 4.0, 4.0, 0.0, 2.0, 2.0]}
"""The same ratings within the first three people and within the last four, each given by somebody else."""


def play(folder: Path, ratings: dict[str, list[float]], notes: tuple[int, ...] = (0, 4)) -> dict[str, Any]:
    """A closed anonymous round with these ratings, and everything that anybody can get out of it."""
    desk = make_desk(folder)
    round_id = desk.open(anonymous=True)
    manager = desk.add_centre(round_id)
    desk.assessments.set_rating(LEAD, desk.assessment_of(round_id, "Southshire"), "1a", 2.0)
    tokens = [*desk.invite(round_id, *PEOPLE), manager.token]
    for number, token in enumerate(tokens):
        visit = desk.visits.begin(token)
        for item, values in ratings.items():
            desk.assessments.set_rating(visit.actor, visit.assessment_id, item, values[number])
        if number in notes:
            desk.assessments.set_note(visit.actor, visit.assessment_id, "1a", "evidence", "Minutes of June")
        desk.visits.finish(visit)
    desk.assessments.share(desk.manager(manager), desk.assessment_of(round_id))
    desk.rounds.close(LEAD, round_id)
    return collect(desk, round_id, desk.manager(manager))


def collect(desk: RoundDesk, round_id: int, manager: Actor) -> dict[str, Any]:
    """Every output of a closed round but the administrator's own bundle, without made-up ids and times."""
    assessment = desk.assessment_of(round_id)
    desk.comparing.refresh(desk.framework)
    wanted = desk.centres_compared
    overview = desk.comparing.overview(LEAD, desk.framework, wanted)
    page = desk.comparing.page(LEAD, wanted, 1, items=True)
    steps, figures = desk.comparing.trend(LEAD, desk.store.assessment(assessment).subject_id)
    outputs: dict[str, Any] = {
        "overview": [plain(each) for each in overview.places] + [overview.shares, overview.quartiles],
        "page": [plain(each) for each in (*page.results, *page.figures)],
        "trend": [plain(each) for each in (*steps, *figures)],
        "two ends": desk.comparing.two_ends(LEAD, desk.store.round(round_id))
        .drop(columns="subject")
        .to_dict("records"),
        "snapshot": [(s.answers, s.scores) for s in desk.store.snapshots(assessment)],
        "workshop": tell_workshop(desk, assessment, manager),
    }
    for name, actor in (("lead", LEAD), ("manager", manager)):
        view = desk.load(actor, assessment)
        frame = to_frame(view.answers)
        outputs[f"{name}: answers"] = view.answers
        outputs[f"{name}: file"] = write_csv(view.answers)
        outputs[f"{name}: disclosed"] = view.disclosed
        outputs[f"{name}: scores"] = repr(to_json(view.framework, score(view.framework, frame)))
        outputs[f"{name}: swings"] = find_swings(view.framework, frame).to_csv()
        outputs[f"{name}: report"] = tell_report(view)
    return outputs


def tell_report(view: Assessment) -> dict[str, Any]:
    """What the PDF, the Word file and the page for a browser are made from, and what slides and workbook hold."""
    scores = score(view.framework, to_frame(view.answers))
    plan = make_plan(view.framework, view.record.lens, view.actions, scores, {}, date(2026, 6, 1))
    report = make_board_report(view, scores, {}, plan=plan, today=date(2026, 6, 1))
    told = {name: part for name, part in make_content(report).items() if name != "dated"}
    workbook = load_workbook(io.BytesIO(write_workbook(report, view.answers, view.framework)))
    told["workbook"] = [list(sheet.iter_rows(values_only=True)) for sheet in workbook]
    slides = Presentation(io.BytesIO(write_slides(report))).slides
    told["slides"] = [[drawn.text for drawn in slide.element.iter(DRAWN)] for slide in slides]
    told["charts"] = [shape.chart.part.blob for slide in slides for shape in slide.shapes if shape.has_chart]
    return told


def tell_workshop(desk: RoundDesk, assessment: str, manager: Actor) -> list[Any]:
    """What a workshop on the assessment shows of it: to the whole room."""
    workshops = Workshops(desk.store, {desk.framework.key: desk.framework}, desk.agreeing, lambda key: FILES)
    items = workshops.suggested_items(manager, assessment, "agenda")
    opened = workshops.open(manager, "assessment", assessment_id=assessment, items=items)
    host = workshops.enter(opened.host_token).actor
    shown = workshops.load(host, opened.id).items
    return [(each.item, each.before, workshops.evidence(host, opened.id, each.item)) for each in shown]


def plain(record: Any) -> dict[str, Any]:
    hidden = ("assessment_id", "subject_id", "round_id", "authority_id", "owner", "as_of")
    return {name: value for name, value in asdict(record).items() if name not in hidden}


def test_who_gave_which_rating_changes_nothing_that_anybody_can_see(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    one.mkdir()
    other.mkdir()
    first, second = play(one, FIRST), play(other, SWAPPED, notes=(2, 6))
    assert {name for name in first if first[name] != second[name]} == set()


def test_the_comparison_above_would_notice_a_different_rating(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    one.mkdir()
    other.mkdir()
    changed = {**FIRST, "1a": [0.0, 2.0, 2.0, *FIRST["1a"][3:]]}
    first, second = play(one, FIRST), play(other, changed)
    assert {name for name in first if first[name] == second[name]} <= {"two ends", "overview"}


def test_any_two_of_the_shown_sets_of_people_differ_by_nobody_or_by_enough(tmp_path: Path) -> None:
    disclosed = play(tmp_path, FIRST)["manager: disclosed"]
    for item, blocks in disclosed.blocks.items():
        sizes = [block.voices for block in blocks]
        assert (item, sizes) == (item, [3, 4]) or (item, sizes) == (item, [4, 3])
        # A view shows some of the blocks, or all: what one has and another lacks is whole blocks again.
        views = [
            set(v) for n in range(len(blocks) + 1) for v in itertools.combinations(range(len(blocks)), n)
        ]
        for one, other in itertools.combinations(views, 2):
            for left in (one - other, other - one):
                assert sum(sizes[place] for place in left) not in (1, 2)


@pytest.mark.parametrize("come", [1, 2])
def test_too_few_people_leave_no_trace_of_their_ratings(tmp_path: Path, come: int) -> None:
    outputs = []
    for number, level in enumerate((0.0, 4.0)):
        folder = tmp_path / str(number)
        folder.mkdir()
        desk = make_desk(folder)
        round_id = desk.open(anonymous=True)
        manager = desk.add_centre(round_id)
        for token in desk.invite(round_id, *PEOPLE[:come]):
            desk.answer(token, i1a=level, i1b=level)
        desk.assessments.share(desk.manager(manager), desk.assessment_of(round_id))
        desk.rounds.close(LEAD, round_id)
        outputs.append(collect(desk, round_id, desk.manager(manager)))
    assert outputs[0] == outputs[1]
    assert outputs[0]["manager: disclosed"].voices is None


def test_the_number_of_people_cannot_be_watched_while_the_round_is_open(tmp_path: Path) -> None:
    desk = make_desk(tmp_path)
    round_id = desk.open(anonymous=True)
    manager = desk.manager(desk.add_centre(round_id))
    assessment = desk.assessment_of(round_id)
    desk.assessments.share(manager, assessment)
    seen = []
    for token in desk.invite(round_id, *PEOPLE):
        desk.answer(token, i1a=4.0)
        desk.comparing.refresh(desk.framework)
        view = desk.load(manager, assessment)
        seen.append((view.answers, view.disclosed, desk.store.results(assessment_ids=[assessment])))
    assert seen == [((), None, [])] * len(PEOPLE)
