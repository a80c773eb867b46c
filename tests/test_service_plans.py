"""Plans: who may make one, what it keeps, and how it goes on from one round to the next."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from exchange_cases import make_framework
from store_cases import FILES, Clock, open_empty

from selfassess.errors import Conflict, NotAllowed, NotFound, SelfAssessError
from selfassess.framework.model import Framework
from selfassess.service.actor import LOCAL_OWNER, Actor
from selfassess.service.assessments import AssessmentService
from selfassess.service.personal_details import find_personal_details
from selfassess.service.plans import MOST_ACTIONS, ActionDraft, Earlier, Plans
from selfassess.service.views import SavedNote
from selfassess.store import AssessmentStore
from selfassess.store.records import ActionRecord

ME, OTHER = LOCAL_OWNER, Actor("other", "Somebody else")
PHONE = "Ring 01632 960123"
WARNED = tuple(find_personal_details(PHONE))
DUE = date(2026, 9, 1)
BEGUN = date(2026, 3, 1)


@dataclass(frozen=True)
class Desk:
    """Plans over a store with one assessment that ME started on 1 March 2026."""

    store: AssessmentStore
    frameworks: Mapping[str, Framework]
    id: str

    @property
    def plans(self) -> Plans:
        return Plans(self.store, self.frameworks)

    @property
    def service(self) -> AssessmentService:
        return AssessmentService(self.store, self.frameworks, lambda key: FILES)

    def start(
        self, round_: str, subject: str = "Elm Centre", lens: str = "programme", actor: Actor = ME
    ) -> str:
        return self.service.start(actor, subject, "Southshire", lens, round_, next(iter(self.frameworks)))

    def plan(self, item: str = "1a", text: str = "Write it down", **more: object) -> ActionRecord:
        """Something planned in the first assessment."""
        return self.plan_in(self.id, item, text, **more)

    def plan_in(self, assessment: str, item: str, text: str, **more: object) -> ActionRecord:
        position = len(self.store.actions(assessment)) + 1
        assert self.plans.save(ME, assessment, position, ActionDraft(item, text, **more)).saved  # type: ignore[arg-type]
        return self.store.actions(assessment)[-1]

    def kept(self, assessment: str = "") -> tuple[ActionRecord, ...]:
        return self.service.load(ME, assessment or self.id).actions


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    framework = make_framework()
    store = open_empty(tmp_path / "data")
    frameworks = {framework.key: framework}
    service = AssessmentService(store, frameworks, lambda key: FILES)
    made = service.start(ME, "Elm Centre", "Southshire", "programme", "Spring", framework.key)
    return Desk(store, frameworks, made)


# One plan


def test_a_plan_keeps_what_is_said_of_each_thing_and_drops_what_says_nothing(desk: Desk) -> None:
    full = ActionDraft(
        "1b", "Meet  monthly ", " Centre  manager ", DUE, 4.0, "Two hours\x07", "doing", " Agreed "
    )
    assert desk.plans.save(ME, desk.id, 12, full) == SavedNote(True)
    assert desk.plans.save(ME, desk.id, 1, ActionDraft("1a", "Write it down")) == SavedNote(True)
    expected = (
        ActionRecord(desk.id, 1, "1a", "Write it down"),
        ActionRecord(
            desk.id, 12, "1b", "Meet  monthly", "Centre manager", DUE, 4.0, "Two hours", "doing", "Agreed"
        ),
    )
    assert desk.kept() == expected
    desk.plans.save(ME, desk.id, 1, ActionDraft("1a", " ", status="done"))
    assert desk.kept() == expected[1:]


@pytest.mark.parametrize(
    ("draft", "sentence"),
    [
        (ActionDraft("1a", "Write", "jo@example.org"), "Name the owner by role"),
        (ActionDraft("1a", target=3.0), "3.0 is not a level of this scale"),
        (ActionDraft("1a", status="late"), "Choose how far it is"),  # type: ignore[arg-type]
        (ActionDraft("1a", due_on=date(1026, 3, 1)), "Choose a date between 2000 and 2100"),
        (ActionDraft("2a", "Only authorities are asked this"), "no sub-indicator “2a”"),
        (ActionDraft("1a", "x" * 4001), "Shorten the note to 4000 characters"),
    ],
)
def test_what_does_not_fit_is_refused_and_nothing_is_kept(
    desk: Desk, draft: ActionDraft, sentence: str
) -> None:
    with pytest.raises(SelfAssessError, match=sentence):
        desk.plans.save(ME, desk.id, 1, draft)
    assert desk.kept() == ()


def test_a_plan_has_room_for_so_many(desk: Desk) -> None:
    for position in (0, MOST_ACTIONS + 1):
        with pytest.raises(SelfAssessError, match="room for 99"):
            desk.plans.save(ME, desk.id, position, ActionDraft("1a", "Too much"))
    with desk.store.transaction():
        for position in range(1, MOST_ACTIONS + 1):
            desk.store.save_action(desk.id, position, "1a", "Write", by=ME.id)
    with pytest.raises(SelfAssessError, match=r"room for 99 things to work on\. Remove what nobody will do"):
        desk.plans.add(ME, desk.id, "1a", 4.0)


def test_adding_takes_a_position_that_nothing_had_before(desk: Desk) -> None:
    for item in ("1a", "1b", "1a"):
        desk.plan(item)
    desk.plans.remove(ME, desk.id, 2)
    assert desk.plans.add(ME, desk.id, "1b", 2.0) == 4
    assert desk.plans.add(ME, desk.id, "1b", 4.0) == 5
    assert desk.kept()[2] == ActionRecord(desk.id, 4, "1b", target=2.0)
    with pytest.raises(SelfAssessError, match="Choose what you aim at"):
        desk.plans.add(ME, desk.id, "1b", None)


def test_those_who_add_at_once_get_positions_of_their_own(desk: Desk) -> None:
    found: list[int | Exception] = []

    def add() -> None:
        try:
            found.append(desk.plans.add(ME, desk.id, "1a", 4.0))
        except Exception as error:
            found.append(error)

    threads = [threading.Thread(target=add) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found, key=str) == list(range(1, 9))


def test_what_stands_at_a_position_is_not_overwritten_by_another_sub_indicators_action(desk: Desk) -> None:
    kept = desk.plan("1a")
    with pytest.raises(Conflict, match="Something else has been planned here meanwhile"):
        desk.plans.save(ME, desk.id, 1, ActionDraft("1b", "Meet"))
    assert desk.kept() == (kept,)


def test_a_change_of_one_field_leaves_the_others_as_somebody_else_made_them(desk: Desk) -> None:
    desk.plan("1a", "Write it down", due_on=DUE)
    desk.plans.change(ME, desk.id, 1, owner_role="Manager")
    desk.plans.set_status(ME, desk.id, 1, "doing", "Begun in May")
    desk.plans.set_status(ME, desk.id, 1, "done")
    assert desk.kept() == (
        ActionRecord(
            desk.id, 1, "1a", "Write it down", "Manager", DUE, status="done", outcome="Begun in May"
        ),
    )
    desk.plans.remove(ME, desk.id, 1)
    with pytest.raises(NotFound, match="no such thing to work on any more"):
        desk.plans.change(ME, desk.id, 1, owner_role="Manager")
    assert desk.kept() == ()


def test_each_change_is_recorded_with_what_stood_there_before(desk: Desk) -> None:
    desk.plan("1a", "Write")
    desk.plans.change(ME, desk.id, 1, text="Write it down")
    desk.plans.change(ME, desk.id, 1, text="Write it down")
    desk.plans.remove(ME, desk.id, 1)
    events = [(e.kind, e.by, e.detail["before"], e.detail["after"]) for e in desk.store.events(desk.id)]
    said = [(b and b["text"], a and a["text"]) for _, _, b, a in events]
    assert {(kind, by) for kind, by, _, _ in events} == {("planned", ME.id)}
    assert said == [(None, "Write"), ("Write", "Write it down"), ("Write it down", None)]


def test_a_plan_is_written_after_finishing_too(desk: Desk) -> None:
    desk.service.finish(ME, desk.id)
    desk.plan("1a")
    assert desk.plans.save(ME, desk.id, 2, ActionDraft("1a", PHONE)) == SavedNote(False, WARNED)
    assert desk.service.load(ME, desk.id).drafts[("1a", "action-2")].text == PHONE
    assert [(event.kind, event.by) for event in desk.store.events(desk.id)] == [
        ("finished", ME.id),
        ("planned", ME.id),
    ]


# Personal details


def test_a_warned_text_waits_for_its_writer_and_nothing_else_of_it_is_saved(desk: Desk) -> None:
    draft = ActionDraft("1a", PHONE, "Manager")
    assert desk.plans.save(ME, desk.id, 1, draft) == SavedNote(False, WARNED)
    view = desk.service.load(ME, desk.id)
    assert (view.actions, view.drafts[("1a", "action-1")].text) == ((), PHONE)
    assert desk.plans.save(ME, desk.id, 1, draft, confirm=True) == SavedNote(True)
    view = desk.service.load(ME, desk.id)
    assert (view.actions, view.drafts) == ((ActionRecord(desk.id, 1, "1a", PHONE, "Manager"),), {})
    assert desk.plans.change(ME, desk.id, 1, due_on=DUE) == SavedNote(True)


@pytest.mark.parametrize("name", ["implies", "outcome"])
def test_what_it_takes_and_what_became_of_it_are_looked_at_as_well(desk: Desk, name: str) -> None:
    desk.plan("1a")
    assert desk.plans.change(ME, desk.id, 1, **{name: PHONE}) == SavedNote(False, WARNED)
    view = desk.service.load(ME, desk.id)
    assert view.actions == (ActionRecord(desk.id, 1, "1a", "Write it down"),)
    assert view.drafts[("1a", f"action-1-{name}")].text == PHONE
    desk.plans.remove(ME, desk.id, 1)
    assert desk.service.load(ME, desk.id).drafts == {}


def test_a_draft_waits_until_its_own_text_is_settled(desk: Desk) -> None:
    desk.plan("1a")
    plans = desk.plans

    def waiting() -> list[str]:
        return sorted(field for _, field in desk.service.load(ME, desk.id).drafts)

    for name in ("text", "implies"):
        plans.change(ME, desk.id, 1, **{name: PHONE})
    plans.set_status(ME, desk.id, 1, "doing")
    plans.change(ME, desk.id, 1, owner_role="Manager", outcome="Begun")
    assert waiting() == ["action-1", "action-1-implies"]
    plans.change(ME, desk.id, 1, text="Write it down")  # as it stands: the draft is given up
    assert waiting() == ["action-1-implies"]
    plans.keep_draft(ME, desk.id, "1a", "action-1-implies")
    assert (waiting(), desk.kept()[0].implies) == ([], PHONE)


def test_a_draft_without_its_action_is_kept_as_one_of_its_own(desk: Desk) -> None:
    plans = desk.plans
    plans.save(ME, desk.id, 1, ActionDraft("1a", PHONE))
    desk.plan("1b", "Meet")  # at position 1, which is free
    plans.keep_draft(ME, desk.id, "1a", "action-1")
    assert [(a.position, a.item, a.text) for a in desk.kept()] == [(1, "1b", "Meet"), (2, "1a", PHONE)]
    plans.keep_draft(ME, desk.id, "1a", "action-1")
    assert (len(desk.kept()), desk.service.load(ME, desk.id).drafts) == (2, {})


def test_a_draft_is_deleted_without_touching_what_stands(desk: Desk) -> None:
    desk.plan("1a")
    desk.service.set_note(ME, desk.id, "1a", "evidence", PHONE)
    desk.plans.change(ME, desk.id, 1, outcome=PHONE)
    desk.plans.drop_draft(ME, desk.id, "1a", "action-1-outcome")
    for field in ("evidence", "action-0", "action-1-owner", "action-100", "action-1-implies-x"):
        with pytest.raises(NotFound):
            desk.plans.drop_draft(ME, desk.id, "1a", field)
    view = desk.service.load(ME, desk.id)
    assert (list(view.drafts), view.actions[0].text) == ([("1a", "evidence")], "Write it down")


def test_erasing_what_is_planned_on_a_sub_indicator_takes_every_text_of_it(desk: Desk) -> None:
    desk.plan("1a", "Ask Jo", implies="Ask Jo twice", outcome="Jo said no", owner_role="Jo", target=4.0)
    desk.service.erase_note(ME, desk.id, "1a", "action")
    assert desk.kept() == (ActionRecord(desk.id, 1, "1a", target=4.0),)
    assert "Jo" not in str(desk.store.everything())


def test_erasing_what_is_planned_reaches_what_it_was_carried_to_and_from_and_no_other(
    desk: Desk, tmp_path: Path
) -> None:
    desk.plan("1a", "Ask Jo Bloggs", owner_role="Jo Bloggs")
    desk.plan("1b", "Meet")
    summer = desk.start("Summer")
    elsewhere = desk.start("Summer", subject="Oak Centre")
    desk.plan_in(elsewhere, "1a", "Another's")
    desk.plan_in(summer, "1b", "Read")
    desk.plan_in(summer, "1a", "Planned here")
    for position in (1, 2):
        desk.plans.carry(ME, summer, desk.id, position, "goes on")
    autumn = desk.start("Autumn")
    desk.plans.carry(ME, autumn, summer, 3, "goes on")
    desk.plans.change(ME, autumn, 1, text="Ask Jo Bloggs' mother")
    desk.plans.change(ME, summer, 3, implies=PHONE)  # waits as a draft
    desk.service.erase_note(ME, autumn, "1a", "action")  # from the last of three: both before it are reached
    assert "Bloggs" not in str(desk.store.everything())
    assert b"Bloggs" not in b"".join(p.read_bytes() for p in tmp_path.rglob("*") if p.is_file())
    assert "960123" not in str(desk.store.everything())
    told = {
        each: [(a.item, a.text) for a in desk.store.actions(each)] for each in (desk.id, summer, elsewhere)
    }
    assert told == {
        desk.id: [("1a", ""), ("1b", "Meet")],
        summer: [("1b", "Read"), ("1a", "Planned here"), ("1a", ""), ("1b", "Meet")],
        elsewhere: [("1a", "Another's")],
    }


@pytest.mark.parametrize("removed", [False, True])
def test_erasing_what_was_planned_first_reaches_what_became_of_it(desk: Desk, removed: bool) -> None:
    desk.plan("1a", "Ask Jo Bloggs")
    summer = desk.start("Summer")
    desk.plans.carry(ME, summer, desk.id, 1, "goes on")
    if removed:
        desk.plans.remove(ME, summer, 1)
    desk.service.erase_note(ME, desk.id, "1a", "action")
    assert "Bloggs" not in str(desk.store.everything())


# Whose it is


def test_to_anybody_else_there_is_no_plan(desk: Desk) -> None:
    desk.plan("1a")
    plans = desk.plans
    for use in (
        lambda i: plans.save(OTHER, i, 1, ActionDraft("1a", "x")),
        lambda i: plans.add(OTHER, i, "1a", 4.0),
        lambda i: plans.remove(OTHER, i, 1),
        lambda i: plans.change(OTHER, i, 1, text="x"),
        lambda i: plans.set_status(OTHER, i, 1, "done"),
        lambda i: plans.earlier(OTHER, i),
        lambda i: plans.carry(OTHER, i, i, 1, "done"),
    ):
        with pytest.raises(NotFound, match="There is no such assessment"):
            use(desk.id)
    assert desk.kept() == (ActionRecord(desk.id, 1, "1a", "Write it down"),)


def test_a_respondent_sees_and_changes_no_plan(desk: Desk) -> None:
    nurse = Actor("nurse", "Nurse")
    desk.store.add_respondent(desk.id, "Nurse", "health", nurse.id)
    desk.plan("1a")
    assert desk.service.load(nurse, desk.id).actions == ()
    with pytest.raises(NotAllowed, match="Only the person who started"):
        desk.plans.set_status(nurse, desk.id, 1, "done")
    with pytest.raises(NotAllowed, match="Only the person who started"):
        desk.plans.earlier(nurse, desk.id)


# From one round to the next


def test_what_is_still_open_is_there_in_the_next_round_latest_round_first(desk: Desk) -> None:
    first = desk.plan("1a", "Write it down")
    desk.plan("1b", "Done already", status="done")
    desk.plan("1b", "Given up", status="dropped")
    second = desk.plan("1b", "Meet", status="doing")
    summer = desk.start("Summer")
    third = desk.plan_in(summer, "1a", "Ask them")
    autumn = desk.start("Autumn")
    assert desk.plans.earlier(ME, autumn) == [
        Earlier(third, summer, "Summer", BEGUN, True),
        Earlier(first, desk.id, "Spring", BEGUN, True),
        Earlier(second, desk.id, "Spring", BEGUN, True),
    ]
    assert desk.plans.earlier(ME, desk.id) == []


def test_other_places_views_and_people_bring_nothing_into_a_round(desk: Desk) -> None:
    oak = desk.start("Spring", "Oak Centre")
    own = desk.start("Spring", "Elm Centre", "authority")
    desk.plan_in(oak, "1a", "Theirs")
    desk.plan_in(own, "1a", "The authority's")
    desk.plan("1a", "Mine")
    theirs = desk.start("Autumn", actor=OTHER)
    assert desk.plans.earlier(OTHER, theirs) == []
    assert [each.record.text for each in desk.plans.earlier(ME, desk.start("Autumn"))] == ["Mine"]


def test_what_goes_on_is_planned_anew_with_a_date_only_if_that_is_to_come(desk: Desk) -> None:
    over = date(2026, 2, 28)
    desk.plan("1a", "Write", owner_role="Manager", due_on=over, target=4.0, implies="Time", status="doing")
    desk.plan("1b", "Meet", due_on=DUE)
    autumn = desk.start("Autumn")
    assert desk.plans.carry(ME, autumn, desk.id, 1, "goes on", "Half of it is written") == SavedNote(True)
    assert desk.plans.carry(ME, autumn, desk.id, 2, "goes on") == SavedNote(True)
    spring = desk.kept()
    assert [(a.status, a.outcome, a.due_on) for a in spring] == [
        ("doing", "Half of it is written", over),
        ("to_do", "", DUE),
    ]
    assert desk.kept(autumn) == (
        ActionRecord(
            autumn, 1, "1a", "Write", "Manager", None, 4.0, "Time", "doing", carried_from=spring[0].key
        ),
        ActionRecord(autumn, 2, "1b", "Meet", due_on=DUE, carried_from=spring[1].key),
    )
    assert desk.plans.earlier(ME, autumn) == []


@pytest.mark.parametrize("became", ["done", "dropped"])
def test_what_is_done_or_dropped_ends_where_it_was_planned(desk: Desk, became: str) -> None:
    desk.plan("1a", "Write")
    autumn = desk.start("Autumn")
    desk.plans.carry(ME, autumn, desk.id, 1, became, "Everybody signed")  # type: ignore[arg-type]
    assert desk.kept() == (
        ActionRecord(desk.id, 1, "1a", "Write", status=became, outcome="Everybody signed"),  # type: ignore[arg-type]
    )
    assert desk.kept(autumn) == ()
    assert desk.plans.earlier(ME, autumn) == []


def test_in_a_third_round_only_the_last_of_what_went_on_is_asked_about(desk: Desk) -> None:
    desk.plan("1a", "Write")
    summer = desk.start("Summer")
    desk.plans.carry(ME, summer, desk.id, 1, "goes on")
    autumn = desk.start("Autumn")
    [only] = desk.plans.earlier(ME, autumn)
    assert (only.assessment, only.record.carried_from) == (summer, f"{desk.id}/1")
    desk.plans.remove(ME, summer, 1)
    assert [each.assessment for each in desk.plans.earlier(ME, autumn)] == [desk.id]


def test_the_same_thing_is_carried_once(desk: Desk) -> None:
    desk.plan("1a", "Write")
    autumn = desk.start("Autumn")
    desk.plans.carry(ME, autumn, desk.id, 1, "goes on")
    for became in ("goes on", "done"):
        with pytest.raises(NotFound, match="no such thing to work on any more"):
            desk.plans.carry(ME, autumn, desk.id, 1, became)  # type: ignore[arg-type]
    with pytest.raises(NotFound, match="no such thing to work on any more"):
        desk.plans.carry(ME, desk.id, autumn, 1, "done")
    assert len(desk.kept(autumn)) == 1


def test_a_warned_word_on_what_became_of_it_carries_nothing_until_confirmed(desk: Desk) -> None:
    desk.plan("1a", "Write")
    autumn = desk.start("Autumn")
    assert desk.plans.carry(ME, autumn, desk.id, 1, "goes on", PHONE) == SavedNote(False, WARNED)
    assert (desk.kept()[0].outcome, desk.kept(autumn)) == ("", ())
    assert desk.plans.carry(ME, autumn, desk.id, 1, "goes on", PHONE, confirm=True) == SavedNote(True)
    assert (desk.kept()[0].outcome, len(desk.kept(autumn))) == (PHONE, 1)


def test_nothing_else_can_become_of_it(desk: Desk) -> None:
    desk.plan("1a", "Write")
    autumn = desk.start("Autumn")
    with pytest.raises(SelfAssessError, match="Choose whether it is done, goes on or was dropped"):
        desk.plans.carry(ME, autumn, desk.id, 1, "to_do")  # type: ignore[arg-type]


def test_what_the_next_framework_does_not_ask_can_end_but_not_go_on(desk: Desk) -> None:
    desk.plan("1b", "Meet")
    [both] = make_framework().indicators[:1]
    fewer = both.model_copy(update={"items": both.items[:1]})
    later = make_framework(version="2.0.0").model_copy(update={"indicators": (fewer,)})
    frameworks = {**desk.frameworks, later.key: later}
    desk = Desk(desk.store, frameworks, desk.id)
    autumn = desk.service.start(ME, "Elm Centre", "Southshire", "programme", "Autumn", later.key)
    [only] = desk.plans.earlier(ME, autumn)
    assert not only.still_asked
    with pytest.raises(NotFound, match="no sub-indicator “1b”"):
        desk.plans.carry(ME, autumn, desk.id, 1, "goes on", "Still wanted")
    assert desk.kept()[0].outcome == ""
    assert desk.plans.carry(ME, autumn, desk.id, 1, "dropped") == SavedNote(True)


def test_what_was_carried_and_taken_out_again_by_mistake_is_asked_about_again(desk: Desk) -> None:
    desk.plan("1a", "Write")
    autumn = desk.start("Autumn")
    desk.plans.carry(ME, autumn, desk.id, 1, "goes on")
    desk.plans.remove(ME, autumn, 1)
    assert [each.record.text for each in desk.plans.earlier(ME, autumn)] == ["Write"]


def test_what_is_due_today_is_still_to_come(tmp_path: Path) -> None:
    """It is 1 March 2026. What is due today goes on with its date, what was due yesterday without."""
    framework = make_framework()
    store = open_empty(tmp_path, Clock())
    desk = Desk(store, {framework.key: framework}, "")
    spring = desk.start("Spring")
    desk.plan_in(spring, "1a", "Today", due_on=BEGUN)
    desk.plan_in(spring, "1b", "Yesterday", due_on=date(2026, 2, 28))
    autumn = desk.start("Autumn")
    for position in (1, 2):
        desk.plans.carry(ME, autumn, spring, position, "goes on")
    assert [action.due_on for action in desk.kept(autumn)] == [BEGUN, None]


@pytest.mark.parametrize("by_name", [False, True])
def test_what_stands_where_something_carried_on_stood_is_not_taken_for_it(desk: Desk, by_name: bool) -> None:
    """Whether it is added, or put where the results' first page has it."""
    desk.plan("1a")
    summer = desk.start("Summer")
    desk.plans.carry(ME, summer, desk.id, 1, "goes on")
    desk.plans.remove(ME, desk.id, 1)
    if by_name:
        desk.plans.save(ME, desk.id, 1, ActionDraft("1a", "Anew"))
    else:
        desk.plans.add(ME, desk.id, "1a", 4.0)
    assert [(a.position, a.item) for a in desk.store.actions(desk.id)] == [(2, "1a")]
    assert [each.record.key for each in desk.plans.earlier(ME, summer)] == [f"{desk.id}/2"]


def test_when_every_position_was_used_a_free_one_serves_again_and_another_sub_indicator_s_is_not_hidden(
    desk: Desk,
) -> None:
    for position in range(1, MOST_ACTIONS + 1):
        desk.store.save_action(desk.id, position, "1a", "Write", by=ME.id)
    summer = desk.start("Summer")
    desk.plans.carry(ME, summer, desk.id, 5, "goes on")
    desk.plans.remove(ME, desk.id, 5)
    assert desk.plans.add(ME, desk.id, "1b", 4.0) == 5
    assert f"{desk.id}/5" in [each.record.key for each in desk.plans.earlier(ME, summer)]
