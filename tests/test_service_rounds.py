"""Rounds, links and many voices: who gets in, what they may do, and what becomes of it when something happens."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from round_cases import LEAD, RoundDesk, make_desk

from selfassess.errors import AlreadyThere, Conflict, NotAllowed, NotFound, SelfAssessError
from selfassess.service.access import NOTE_KEPT
from selfassess.service.actor import Actor
from selfassess.service.round_plans import CentreEntry, Invitee, RoundPlan, status_counts
from selfassess.service.visits import INCOMPLETE, REVOKED, UNKNOWN

STRANGER = Actor("stranger", "A stranger")


@pytest.fixture
def desk(tmp_path: Path) -> RoundDesk:
    return make_desk(tmp_path)


# Opening a round


def test_an_opened_round_holds_the_authoritys_own_assessment(desk: RoundDesk) -> None:
    view = desk.rounds.load(LEAD, desk.open())
    assert [(p.record.subject, p.record.lens, p.is_own) for p in view.participants] == [
        ("Southshire", "authority", True)
    ]
    assert (view.record.name, view.state, view.record.owner) == ("Spring", "open", LEAD.id)


def test_a_round_of_the_same_name_is_refused(desk: RoundDesk) -> None:
    desk.open()
    with pytest.raises(AlreadyThere):
        desk.open("SPRING")


@pytest.mark.parametrize(
    ("plan", "said"),
    [
        ({"closes_on": date(2026, 2, 1), "opens_on": date(2026, 2, 20)}, "before the opening day"),
        ({"closes_on": date(2026, 2, 20), "opens_on": None}, "passed already"),
        ({"threshold": 2}, "between 3 and 10"),
        ({"asks": {"health": ["9z"]}}, "no sub-indicator “9z”"),
        ({"asks": {"helth": ["1a"]}}, 'Did you mean "health"'),
        ({"groups": ("",)}, "needs a name"),
    ],
)
def test_a_plan_that_does_not_fit_is_refused_with_the_reason(desk: RoundDesk, plan: dict, said: str) -> None:  # type: ignore[type-arg]
    with pytest.raises(SelfAssessError, match=said):
        desk.open(**plan)
    assert desk.rounds.mine(LEAD) == []


def test_only_its_lead_sees_a_round(desk: RoundDesk) -> None:
    round_id = desk.open()
    for use in (desk.rounds.load, desk.rounds.close, desk.rounds.centres):
        with pytest.raises(NotFound, match="no such round"):
            use(STRANGER, round_id)


# Centres


def test_a_centre_gets_a_managers_link_and_its_profile_is_kept(desk: RoundDesk) -> None:
    round_id = desk.open()
    link = desk.add_centre(round_id, setting="Rural", size="small", region="North", lead_body="A charity")
    centre = desk.rounds.centres(LEAD, round_id)[0]
    assert dict(centre.profile) == {
        "setting": "rural",
        "region": "North",
        "lead_body": "A charity",
        "size": "small",
    }
    assert desk.visits.enter(link.token).kind == "manager"


def test_a_centre_named_twice_takes_part_once(desk: RoundDesk) -> None:
    round_id = desk.open()
    desk.add_centre(round_id)
    assert desk.rounds.add_centres(LEAD, round_id, [CentreEntry("ELM centre")]) == []
    assert len(desk.store.assessments_in(round_id)) == 2


def test_a_setting_that_is_none_is_refused_whole(desk: RoundDesk) -> None:
    round_id = desk.open()
    with pytest.raises(SelfAssessError, match="is not a setting"):
        desk.rounds.add_centres(LEAD, round_id, [CentreEntry("Oak"), CentreEntry("Ash", setting="seaside")])
    assert len(desk.store.assessments_in(round_id)) == 1


def test_a_renamed_centre_keeps_its_links_answers_and_results(desk: RoundDesk) -> None:
    round_id = desk.open()
    link = desk.add_centre(round_id)
    desk.answer(link.token, i1a=4.0, i1b=2.0)
    centre = desk.rounds.centres(LEAD, round_id)[0]
    desk.rounds.rename_centre(LEAD, round_id, centre.id, "Elm and Ash")
    view = desk.load(desk.manager(link), desk.assessment_of(round_id, "Elm and Ash"))
    assert [(a.item, a.value, a.subject) for a in view.answers] == [
        ("1a", 4.0, "Elm and Ash"),
        ("1b", 2.0, "Elm and Ash"),
    ]


def test_a_removed_centres_links_stop_and_its_answers_stay(desk: RoundDesk) -> None:
    round_id = desk.open()
    link = desk.add_centre(round_id)
    desk.answer(link.token, i1a=4.0)
    assessment = desk.assessment_of(round_id)
    desk.rounds.remove_centre(LEAD, round_id, desk.rounds.centres(LEAD, round_id)[0].id)
    with pytest.raises(NotFound, match="withdrawn"):
        desk.visits.enter(link.token)
    assert [row.value for row in desk.store.answers(assessment)] == [4.0]
    assert desk.rounds.centres(LEAD, round_id) == []


def test_centres_that_both_took_part_in_a_round_are_not_merged(desk: RoundDesk) -> None:
    round_id = desk.open()
    desk.add_centre(round_id)
    desk.add_centre(round_id, "Oak")
    elm, oak = desk.rounds.centres(LEAD, round_id)
    with pytest.raises(Conflict):
        desk.rounds.merge_centres(LEAD, round_id, elm.id, oak.id)
    assert len(desk.rounds.centres(LEAD, round_id)) == 2


# Links


def test_a_person_comes_back_by_their_link_and_sees_only_their_own_answers(desk: RoundDesk) -> None:
    round_id = desk.open()
    manager = desk.add_centre(round_id)
    one, two = desk.invite(round_id, ("Ann", "health"), ("Bob", "police"))
    desk.answer(manager.token, i1a=0.0)
    desk.answer(one, i1a=4.0)
    desk.answer(two, i1a=2.0)
    again = desk.visits.begin(one)
    view = desk.load(again.actor, again.assessment_id)
    assert (view.role, [answer.value for answer in view.answers], view.snapshots) == ("respondent", [4.0], ())


@pytest.mark.parametrize(
    ("token", "said"),
    [
        ("", INCOMPLETE),
        ("short", INCOMPLETE),
        ("x" * 32, UNKNOWN),
        ("é" * 32, INCOMPLETE),
        ("../../etc/passwd".ljust(32, "/"), INCOMPLETE),
    ],
)
def test_a_mistyped_or_guessed_token_opens_nothing(desk: RoundDesk, token: str, said: str) -> None:
    desk.add_centre(desk.open())
    with pytest.raises(NotFound) as refused:
        desk.visits.enter(token)
    assert str(refused.value) == said


def test_no_token_is_kept_anywhere_in_the_store(desk: RoundDesk) -> None:
    round_id = desk.open(anonymous=True)
    tokens = [desk.add_centre(round_id).token, *desk.invite(round_id, ("Ann", "health"))]
    for token in tokens:
        desk.answer(token, i1a=2.0)
    kept = repr(desk.store.everything())
    assert [token for token in tokens if token in kept] == []


def test_nothing_in_the_store_joins_an_anonymous_invitation_to_its_answers(desk: RoundDesk) -> None:
    round_id = desk.open(anonymous=True)
    desk.add_centre(round_id)
    for token in desk.invite(round_id, ("Ann", "health"), ("Bob", "health"), ("Cy", "health")):
        desk.answer(token, i1a=2.0, i1b=4.0)
    tables = desk.store.everything()
    invitations = [row for row in tables["invitation"] if row["kind"] == "person"]
    centres = {row["assessment_id"] for row in invitations}
    voices = [row for row in tables["respondent"] if row["assessment_id"] in centres]
    assert len(voices) == 3
    texts = {str(value) for row in invitations for value in row.values() if isinstance(value, str)}
    for voice in voices:
        assert str(voice["label"]).startswith("Voice ")
        assert not texts & {str(voice["label"]), str(voice["actor"])}
        assert voice["id"] > 1_000_000  # random: it doesn't tell who came first
    times = {row["changed_at"] for row in tables["answer"]} | {row["at"] for row in tables["answer_change"]}
    assert {str(time)[11:19] for time in times} == {"00:00:00"}


def test_a_group_link_gives_each_comer_a_link_of_their_own(desk: RoundDesk) -> None:
    round_id = desk.open()
    desk.add_centre(round_id)
    group = desk.rounds.make_group_link(LEAD, desk.assessment_of(round_id), "midwifery")
    assert desk.visits.enter(group.token).needs_group
    first, second = desk.visits.join(group.token), desk.visits.join(group.token)
    desk.answer(first, i1a=4.0)
    desk.answer(second, i1a=0.0)
    mine = desk.visits.begin(first)
    assert [a.value for a in desk.load(mine.actor, mine.assessment_id).answers] == [4.0]
    assert (mine.kind, mine.group) == ("return", "midwifery")
    counts = status_counts(desk.store.invitations(assessment_id=mine.assessment_id))
    assert counts == {"asked": 3, "started": 2, "finished": 2}  # two comers, and the manager


def test_a_group_link_itself_answers_nothing(desk: RoundDesk) -> None:
    round_id = desk.open()
    desk.add_centre(round_id)
    visit = desk.visits.begin(desk.rounds.make_group_link(LEAD, desk.assessment_of(round_id), "health").token)
    with pytest.raises(NotFound):
        desk.assessments.set_rating(visit.actor, visit.assessment_id, "1a", 2.0)


def test_a_withdrawn_link_opens_nothing_and_its_answers_count(desk: RoundDesk) -> None:
    round_id = desk.open()
    manager = desk.add_centre(round_id)
    (token,) = desk.invite(round_id, ("Ann", "health"))
    visit = desk.answer(token, i1a=4.0)
    desk.rounds.revoke(LEAD, visit.invitation_id)
    with pytest.raises(NotFound) as refused:
        desk.visits.enter(token)
    assert str(refused.value) == REVOKED
    assert [a.value for a in desk.load(desk.manager(manager), visit.assessment_id).answers] == [4.0]


def test_a_new_link_for_a_named_person_opens_their_old_answers(desk: RoundDesk) -> None:
    round_id = desk.open()
    manager = desk.add_centre(round_id)
    (token,) = desk.invite(round_id, ("Ann", "health"))
    visit = desk.answer(token, i1a=4.0)
    new = desk.rounds.reissue(desk.manager(manager), visit.invitation_id)
    again = desk.visits.begin(new.token)
    assert [a.value for a in desk.load(again.actor, again.assessment_id).answers] == [4.0]
    with pytest.raises(NotFound):
        desk.visits.enter(token)


def test_a_new_link_is_refused_to_an_anonymous_person_who_has_begun(desk: RoundDesk) -> None:
    round_id = desk.open(anonymous=True)
    desk.add_centre(round_id)
    begun, unused = desk.invite(round_id, ("Ann", "health"), ("Bob", "health"))
    visit = desk.answer(begun, i1a=4.0)
    with pytest.raises(Conflict, match="count them twice"):
        desk.rounds.reissue(LEAD, visit.invitation_id)
    assert desk.visits.enter(begun)  # the old one still works
    assert desk.rounds.reissue(LEAD, desk.visits.enter(unused).invitation_id).token != unused


def test_the_lead_gets_no_link_to_what_somebody_of_a_centre_answered(desk: RoundDesk) -> None:
    round_id = desk.open()
    manager = desk.add_centre(round_id)
    (token,) = desk.invite(round_id, ("Ann", "health"))
    visit = desk.answer(token, i1a=4.0)
    with pytest.raises(NotAllowed, match="Only the manager of Elm Centre can replace it"):
        desk.rounds.reissue(LEAD, visit.invitation_id)
    new = desk.rounds.reissue(LEAD, desk.visits.enter(manager.token).invitation_id)
    assert desk.visits.enter(new.token).replaced_on == date(2026, 3, 1)  # and their page says so
    assert "link replaced" in [event.kind for event in desk.store.events(visit.assessment_id)]


def test_a_name_is_invited_once(desk: RoundDesk) -> None:
    round_id = desk.open()
    desk.add_centre(round_id)
    with pytest.raises(Conflict, match="“ann” is invited already"):
        desk.invite(round_id, ("Ann", "health"), ("ann", "police"))
    assert [i.kind for i in desk.store.invitations(round_id=round_id)] == ["manager"]


def test_a_stranger_invites_nobody_and_withdraws_nothing(desk: RoundDesk) -> None:
    round_id = desk.open()
    link = desk.add_centre(round_id)
    with pytest.raises(NotFound):
        desk.rounds.invite(STRANGER, desk.assessment_of(round_id), [Invitee("Ann", "health")])
    with pytest.raises(NotFound):
        desk.rounds.revoke(STRANGER, desk.visits.enter(link.token).invitation_id)


# What a group is asked


def test_a_group_is_asked_only_its_own_items_and_the_rest_counts_against_nobody(desk: RoundDesk) -> None:
    round_id = desk.open(asks={"police": ["1a"], "manager": ["1a"]})
    manager = desk.add_centre(round_id)
    (token,) = desk.invite(round_id, ("PC", "police"))
    visit = desk.visits.begin(token)
    assert desk.load(visit.actor, visit.assessment_id).asked == {"1a"}
    with pytest.raises(NotFound, match="not asked this"):
        desk.assessments.set_rating(visit.actor, visit.assessment_id, "1b", 2.0)
    desk.answer(token, i1a=4.0)
    desk.answer(manager.token, i1a=2.0)
    desk.rounds.results.refresh([visit.assessment_id])
    result = desk.store.results(assessment_ids=[visit.assessment_id])[0]
    assert (result.asked, result.rated, result.coverage, result.position) == (1, 1, 1.0, 75.0)


def test_an_item_that_only_somebody_absent_was_asked_stays_unrated(desk: RoundDesk) -> None:
    round_id = desk.open(asks={"police": ["1b"], "manager": ["1a"]})
    manager = desk.add_centre(round_id)
    desk.invite(round_id, ("PC", "police"))
    visit = desk.answer(manager.token, i1a=2.0)
    desk.rounds.results.refresh([visit.assessment_id])
    result = desk.store.results(assessment_ids=[visit.assessment_id])[0]
    assert (result.asked, result.rated, result.coverage) == (2, 1, 0.5)


# The end of a round


def test_answers_given_before_closing_are_kept_and_later_ones_refused_with_the_reason(
    desk: RoundDesk,
) -> None:
    round_id = desk.open()
    desk.add_centre(round_id)
    (token,) = desk.invite(round_id, ("Ann", "health"))
    visit = desk.answer(token, i1a=4.0)
    desk.rounds.close(LEAD, round_id)
    with pytest.raises(NotAllowed, match="closed on 1 March 2026, so this change is not saved"):
        desk.assessments.set_rating(visit.actor, visit.assessment_id, "1b", 2.0)
    view = desk.load(visit.actor, visit.assessment_id)
    assert ([a.value for a in view.answers], view.may_answer, view.round_closed) == ([4.0], False, True)


def test_the_closing_day_itself_still_counts_by_the_clock_of_england(desk: RoundDesk) -> None:
    round_id = desk.open(closes_on=date(2026, 6, 30))
    desk.add_centre(round_id)
    (token,) = desk.invite(round_id, ("Ann", "health"))
    desk.go_to(date(2026, 6, 30))
    desk.clock.moment = desk.clock.moment.replace(hour=22, minute=50)  # 23:50 in British Summer Time
    visit = desk.answer(token, i1a=4.0)
    desk.clock.moment = desk.clock.moment.replace(hour=23, minute=10)  # 00:10 on 1 July there
    with pytest.raises(NotAllowed, match="closed on 30 June 2026"):
        desk.assessments.set_rating(visit.actor, visit.assessment_id, "1b", 2.0)


def test_a_round_stays_closed_when_the_clock_is_set_back(desk: RoundDesk) -> None:
    round_id = desk.open(anonymous=True)
    desk.add_centre(round_id)
    (token,) = desk.invite(round_id, ("Ann", "health"))
    visit = desk.answer(token, i1a=4.0)
    desk.go_to(date(2026, 3, 25))
    assert desk.rounds.load(LEAD, round_id).state == "closed"
    desk.go_to(date(2026, 3, 10))
    assert desk.rounds.load(LEAD, round_id).state == "closed"
    with pytest.raises(NotAllowed, match="closed on 20 March 2026"):
        desk.assessments.set_rating(visit.actor, visit.assessment_id, "1b", 2.0)


def test_a_link_used_before_the_opening_day_says_when_to_come_back(desk: RoundDesk) -> None:
    round_id = desk.open(opens_on=date(2026, 3, 10))
    desk.add_centre(round_id)
    (token,) = desk.invite(round_id, ("Ann", "health"))
    visit = desk.visits.begin(token)
    assert desk.store.respondents(visit.assessment_id) == []
    desk.go_to(date(2026, 3, 10))
    assert [
        a.value for a in [*desk.load(desk.answer(token, i1a=2.0).actor, visit.assessment_id).answers]
    ] == [2.0]


def test_a_closed_round_takes_nobody_new_and_no_later_day(desk: RoundDesk) -> None:
    round_id = desk.open()
    desk.add_centre(round_id)
    desk.rounds.close(LEAD, round_id)
    with pytest.raises(NotAllowed):
        desk.invite(round_id, ("Ann", "health"))
    with pytest.raises(NotAllowed):
        desk.rounds.move_closing_day(LEAD, round_id, date(2026, 12, 1))
    with pytest.raises(NotAllowed):
        desk.add_centre(round_id, "Oak")


# Anonymity


def test_an_anonymous_round_shows_nobody_anything_before_it_closes(desk: RoundDesk) -> None:
    round_id = desk.open(anonymous=True)
    manager = desk.add_centre(round_id)
    for token in desk.invite(round_id, *((f"Person {n}", "health") for n in range(4))):
        visit = desk.answer(token, i1a=4.0, i1b=2.0)
    desk.assessments.share(desk.manager(manager), visit.assessment_id)
    for actor in (LEAD, desk.manager(manager)):
        assert desk.load(actor, visit.assessment_id).answers == ()
    desk.comparing.refresh(desk.framework)
    assert desk.store.results(assessment_ids=[visit.assessment_id]) == []
    desk.rounds.close(LEAD, round_id)
    assert [a.value for a in desk.load(LEAD, visit.assessment_id).answers if a.item == "1a"] == [4.0] * 4
    assert desk.store.results(assessment_ids=[visit.assessment_id])[0].voices == 4


def test_what_too_few_people_rated_is_withheld_from_lead_and_manager(desk: RoundDesk) -> None:
    round_id = desk.open(anonymous=True)
    manager = desk.add_centre(round_id)
    tokens = desk.invite(round_id, *((f"Person {n}", "health") for n in range(3)))
    for number, token in enumerate(tokens):
        visit = desk.answer(token, i1a=4.0, **({"i1b": 0.0} if number < 2 else {}))
    desk.assessments.share(desk.manager(manager), visit.assessment_id)
    desk.rounds.close(LEAD, round_id)
    for actor in (LEAD, desk.manager(manager)):
        view = desk.load(actor, visit.assessment_id)
        assert view.disclosed is not None and view.disclosed.withheld == ("1b",)
        assert {a.value for a in view.answers if a.item == "1b"} == {None}
    result = desk.store.results(assessment_ids=[visit.assessment_id])[0]
    assert (result.rated, result.asked) == (1, 2)


def test_the_authoritys_own_view_is_given_in_the_open_so_that_there_is_one_to_compare(
    desk: RoundDesk,
) -> None:
    round_id = desk.open(anonymous=True)
    own = desk.assessment_of(round_id, "Southshire")
    desk.assessments.set_rating(LEAD, own, "1a", 2.0)
    view = desk.load(LEAD, own)
    assert ([a.value for a in view.answers], view.record.anonymous) == ([2.0], False)


def test_a_release_stands_whatever_the_clock_says_afterwards(desk: RoundDesk) -> None:
    round_id = desk.open(anonymous=True)
    manager = desk.add_centre(round_id)
    tokens = desk.invite(round_id, *((f"Person {n}", "health") for n in range(4)))
    for token in tokens:
        visit = desk.answer(token, i1a=4.0)
    desk.go_to(date(2026, 3, 21))
    before = desk.load(desk.manager(manager), visit.assessment_id).answers  # nobody opened the round's page
    assert [a.value for a in before if a.item == "1a"] == [4.0] * 4
    desk.go_to(date(2026, 3, 20))
    with pytest.raises(NotAllowed, match="this change is not saved"):
        desk.assessments.set_rating(visit.actor, visit.assessment_id, "1a", 0.0)
    with pytest.raises(NotAllowed):
        desk.rounds.move_closing_day(LEAD, round_id, date(2026, 3, 30))
    assert desk.load(desk.manager(manager), visit.assessment_id).answers == before


def test_a_link_withdrawn_after_closing_changes_nothing_that_was_released(desk: RoundDesk) -> None:
    round_id = desk.open(anonymous=True, asks={"police": ["1b"], "health": ["1a"], "manager": ["1a"]})
    manager = desk.add_centre(round_id)
    tokens = desk.invite(round_id, *((f"Person {n}", "health") for n in range(3)), ("PC", "police"))
    for token in tokens[:3]:
        visit = desk.answer(token, i1a=2.0)
    desk.rounds.close(LEAD, round_id)
    before = desk.load(desk.manager(manager), visit.assessment_id).answers
    desk.rounds.revoke(LEAD, desk.visits.enter(tokens[3]).invitation_id)
    assert desk.load(desk.manager(manager), visit.assessment_id).answers == before


def test_a_manager_learns_no_more_than_anybody_by_taking_their_own_answer_away(desk: RoundDesk) -> None:
    round_id = desk.open(anonymous=True)
    manager = desk.add_centre(round_id)
    for token in desk.invite(round_id, ("Mo", "midwifery"), ("Mi", "midwifery")):
        desk.answer(token, i1a=0.0)
    visit = desk.answer(manager.token, i1a=4.0)
    desk.rounds.close(LEAD, round_id)
    view = desk.load(visit.actor, visit.assessment_id)
    assert view.disclosed is not None and (view.disclosed.blocks, view.disclosed.voices) == ({}, None)


def test_the_lead_is_handed_no_note_in_any_form(desk: RoundDesk) -> None:
    round_id = desk.open(anonymous=True)
    manager = desk.add_centre(round_id)
    for token in desk.invite(round_id, *((f"Person {n}", "health") for n in range(4))):
        visit = desk.answer(token, i1a=4.0)
        desk.assessments.set_note(visit.actor, visit.assessment_id, "1a", "evidence", "Our own minutes")
    desk.assessments.share(desk.manager(manager), visit.assessment_id)
    desk.rounds.close(LEAD, round_id)
    assert "Our own minutes" in repr(desk.load(desk.manager(manager), visit.assessment_id))
    assert "Our own minutes" not in repr(desk.load(LEAD, visit.assessment_id))


# Sharing


def test_a_centres_results_are_its_own_until_it_shares_them(desk: RoundDesk) -> None:
    round_id = desk.open()
    manager = desk.add_centre(round_id)
    visit = desk.answer(manager.token, i1a=4.0, i1b=4.0)
    desk.assessments.set_note(visit.actor, visit.assessment_id, "1a", "evidence", "Our minutes")
    desk.comparing.refresh(desk.framework)
    wanted = desk.comparing.default_filter(LEAD, desk.framework, "programme")
    with pytest.raises(NotFound):
        desk.load(LEAD, visit.assessment_id)
    assert desk.comparing.overview(LEAD, desk.framework, wanted).count == 0
    desk.assessments.share(desk.manager(manager), visit.assessment_id)
    view = desk.load(LEAD, visit.assessment_id)
    assert [(a.respondent, a.evidence, a.value) for a in view.answers] == [
        ("Respondent 1", NOTE_KEPT, 4.0),
        ("Respondent 1", "", 4.0),
    ]
    assert (view.role, view.snapshots, view.actions) == ("lead", (), ())
    wanted = desk.comparing.default_filter(LEAD, desk.framework, "programme")
    assert desk.comparing.overview(LEAD, desk.framework, wanted).count == 1
    desk.assessments.unshare(desk.manager(manager), visit.assessment_id)
    with pytest.raises(NotFound):
        desk.load(LEAD, visit.assessment_id)
    assert desk.comparing.overview(LEAD, desk.framework, wanted).count == 0


def test_the_lead_changes_nothing_in_what_is_shared(desk: RoundDesk) -> None:
    round_id = desk.open()
    manager = desk.add_centre(round_id)
    visit = desk.answer(manager.token, i1a=4.0)
    desk.assessments.share(desk.manager(manager), visit.assessment_id)
    with pytest.raises(NotAllowed):
        desk.assessments.set_rating(LEAD, visit.assessment_id, "1a", 0.0)
    with pytest.raises(NotAllowed):
        desk.agreeing.agree(LEAD, visit.assessment_id, "1a", 2.0, "Because", "Lead", None)
    with pytest.raises(NotAllowed):
        desk.assessments.erase_note(LEAD, visit.assessment_id, "1a", "evidence")


# Agreed ratings


def test_an_agreed_rating_stands_over_the_mean_with_reason_and_room(desk: RoundDesk) -> None:
    round_id = desk.open()
    manager = desk.add_centre(round_id)
    visit = desk.answer(manager.token, i1a=0.0)
    owner = desk.manager(manager)
    desk.agreeing.agree(owner, visit.assessment_id, "1a", 2.0, "We saw the minutes", "Manager, health", None)
    desk.rounds.results.refresh([visit.assessment_id])
    (item,) = [f for f in desk.store.figures([visit.assessment_id], "item") if f.part == "1a"]
    assert (item.position, item.agreed) == (50.0, True)
    agreed = desk.agreeing.agreed(owner, visit.assessment_id)["1a"].answer
    assert (agreed.reason, agreed.present) == ("We saw the minutes", "Manager, health")


def test_an_agreed_rating_that_was_taken_back_can_be_agreed_again(desk: RoundDesk) -> None:
    round_id = desk.open()
    manager = desk.add_centre(round_id)
    owner, assessment = desk.manager(manager), desk.assessment_of(round_id)
    desk.agreeing.agree(owner, assessment, "1a", 2.0, "First", "Manager", None)
    seen = desk.agreeing.agreed(owner, assessment)["1a"].changed_at
    desk.agreeing.agree(owner, assessment, "1a", None, "", "", seen)
    assert desk.agreeing.agreed(owner, assessment) == {}
    desk.agreeing.agree(owner, assessment, "1a", 4.0, "Again", "Manager", None)
    assert desk.agreeing.agreed(owner, assessment)["1a"].answer.value == 4.0


def test_a_manager_erases_their_own_note_and_nobody_elses(desk: RoundDesk) -> None:
    round_id = desk.open()
    manager = desk.add_centre(round_id)
    (token,) = desk.invite(round_id, ("Ann", "health"))
    for each in (manager.token, token):
        visit = desk.answer(each, i1a=2.0)
        desk.assessments.set_note(visit.actor, visit.assessment_id, "1a", "evidence", f"Note {each[:4]}")
    owner = desk.manager(manager)
    desk.assessments.erase_note(owner, visit.assessment_id, "1a", "evidence")
    assert [a.evidence for a in desk.load(owner, visit.assessment_id).answers] == ["", f"Note {token[:4]}"]
    desk.assessments.erase_note(owner, visit.assessment_id, "1a", "evidence", everyone=True)
    assert [a.evidence for a in desk.load(owner, visit.assessment_id).answers] == ["", ""]


def test_nobody_erases_somebody_elses_note_in_an_anonymous_round(desk: RoundDesk) -> None:
    round_id = desk.open(anonymous=True)
    manager = desk.add_centre(round_id)
    (token,) = desk.invite(round_id, ("Ann", "health"))
    visit = desk.answer(token, i1a=2.0)
    desk.assessments.set_note(visit.actor, visit.assessment_id, "1a", "evidence", "A note")
    with pytest.raises(NotAllowed):
        desk.assessments.erase_note(
            desk.manager(manager), visit.assessment_id, "1a", "evidence", everyone=True
        )
    assert [row.evidence for row in desk.store.answers(visit.assessment_id)] == ["A note"]


@pytest.mark.parametrize("anonymous", [False, True])
def test_two_people_editing_the_same_agreed_rating_do_not_overwrite_each_other(
    desk: RoundDesk, anonymous: bool
) -> None:
    round_id = desk.open(anonymous=anonymous)
    manager = desk.add_centre(round_id)
    owner, assessment = desk.manager(manager), desk.assessment_of(round_id)
    desk.answer(manager.token, i1a=0.0)
    desk.rounds.close(LEAD, round_id)
    desk.agreeing.agree(owner, assessment, "1a", 2.0, "First", "Manager", None)
    with pytest.raises(Conflict, match=r"level 2 at 09:\d\d while you were writing"):
        desk.agreeing.agree(owner, assessment, "1a", 4.0, "Second", "Manager", None)
    standing = desk.agreeing.agreed(owner, assessment)["1a"]
    assert (standing.answer.value, standing.answer.reason) == (2.0, "First")
    desk.agreeing.agree(owner, assessment, "1a", 4.0, "Second", "Manager", standing.changed_at)
    assert desk.agreeing.agreed(owner, assessment)["1a"].answer.value == 4.0
    assert [c.after["value"] for c in desk.store.history(assessment, "1a") if c.kind == "agreed"] == [
        2.0,
        4.0,
    ]


def test_an_agreed_rating_needs_a_reason_and_who_was_there(desk: RoundDesk) -> None:
    round_id = desk.open()
    manager = desk.add_centre(round_id)
    owner, assessment = desk.manager(manager), desk.assessment_of(round_id)
    with pytest.raises(SelfAssessError, match="why"):
        desk.agreeing.agree(owner, assessment, "1a", 2.0, "", "Manager", None)
    with pytest.raises(SelfAssessError, match="in the room"):
        desk.agreeing.agree(owner, assessment, "1a", 2.0, "Because", " ", None)
    assert desk.agreeing.agreed(owner, assessment) == {}


# Round on round


def test_carried_answers_count_once_they_are_reviewed(desk: RoundDesk) -> None:
    first = desk.open("Spring")
    link = desk.add_centre(first)
    desk.answer(link.token, i1a=4.0, i1b=2.0)
    desk.rounds.close(LEAD, first)
    second = desk.open("Summer", starts_from=first)
    later = desk.add_centre(second)
    assert desk.visits.carry_forward(later.token, link.token) == 2
    visit = desk.visits.begin(later.token)
    view = desk.load(visit.actor, visit.assessment_id)
    assert [(a.value, a.carried) for a in view.mine.values()] == [(4.0, True), (2.0, True)]
    assert [a.value for a in view.answers] == [None, None]
    desk.assessments.review(visit.actor, visit.assessment_id, "1a")
    desk.assessments.set_rating(visit.actor, visit.assessment_id, "1b", 0.0)
    view = desk.load(visit.actor, visit.assessment_id)
    assert [(a.value, a.carried) for a in view.answers] == [(4.0, False), (0.0, False)]


def test_the_leads_own_answers_are_carried_forward_too(desk: RoundDesk) -> None:
    first = desk.open("Spring", anonymous=True)
    desk.assessments.set_rating(LEAD, desk.assessment_of(first, "Southshire"), "2a", 4.0)
    second = desk.open("Summer", starts_from=first)
    own = desk.load(LEAD, desk.assessment_of(second, "Southshire"))
    assert [(a.item, a.value, a.carried) for a in own.mine.values()] == [("2a", 4.0, True)]
    assert [a.value for a in own.answers] == [None]


def test_a_new_round_starts_empty_for_whoever_does_not_show_their_old_link(desk: RoundDesk) -> None:
    first = desk.open("Spring")
    desk.add_centre(first)
    (old,) = desk.invite(first, ("Ann", "health"))
    desk.answer(old, i1a=4.0)
    desk.rounds.close(LEAD, first)
    second = desk.open("Summer", starts_from=first)
    desk.add_centre(second)
    (new,) = desk.invite(second, ("Ann", "health"))  # the same name proves nothing
    visit = desk.visits.begin(new)
    assert desk.load(visit.actor, visit.assessment_id).mine == {}
    with pytest.raises(NotFound):
        desk.visits.carry_forward(new, "x" * 32)
    with pytest.raises(SelfAssessError, match="another centre or another round"):
        desk.visits.carry_forward(new, new)
    assert desk.load(visit.actor, visit.assessment_id).mine == {}


def test_answers_of_an_anonymous_round_are_carried_forward_by_the_old_link(desk: RoundDesk) -> None:
    first = desk.open("Spring", anonymous=True)
    desk.add_centre(first)
    (old,) = desk.invite(first, ("Ann", "health"))
    desk.answer(old, i1a=4.0, i1b=0.0)
    desk.rounds.close(LEAD, first)
    second = desk.open("Summer", anonymous=True, starts_from=first, asks={"health": ["1b"]})
    desk.add_centre(second)
    (new,) = desk.invite(second, ("Ann", "health"))
    assert desk.visits.carry_forward(new, old) == 1  # only what is asked again
    visit = desk.visits.enter(new)
    assert [(a.item, a.value) for a in desk.load(visit.actor, visit.assessment_id).mine.values()] == [
        ("1b", 0.0)
    ]


def test_a_manager_who_shows_the_old_link_sees_what_moved(desk: RoundDesk) -> None:
    first = desk.open("Spring")
    link = desk.add_centre(first)
    desk.answer(link.token, i1a=4.0)
    desk.rounds.close(LEAD, first)
    second = desk.open("Summer", starts_from=first)
    later = desk.add_centre(second)
    subject = desk.rounds.centres(LEAD, second)[0].id
    assert len(desk.comparing.rounds_of(desk.manager(later), subject)) == 1
    desk.visits.carry_forward(later.token, link.token)
    assert len(desk.comparing.rounds_of(desk.manager(later), subject)) == 2


def test_editing_a_note_of_a_carried_answer_counts_as_looking_at_it(desk: RoundDesk) -> None:
    first = desk.open("Spring")
    link = desk.add_centre(first)
    desk.answer(link.token, i1a=4.0)
    desk.rounds.close(LEAD, first)
    later = desk.add_centre(desk.open("Summer", starts_from=first))
    desk.visits.carry_forward(later.token, link.token)
    visit = desk.visits.enter(later.token)
    desk.assessments.set_note(visit.actor, visit.assessment_id, "1a", "evidence", "The new minutes")
    view = desk.load(visit.actor, visit.assessment_id)
    assert [(a.value, a.evidence) for a in view.answers] == [(4.0, "The new minutes")]


def test_a_closed_rounds_copy_is_not_rewritten_by_what_is_agreed_later(desk: RoundDesk) -> None:
    round_id = desk.open()
    link = desk.add_centre(round_id)
    desk.answer(link.token, i1a=0.0, i1b=0.0)
    desk.rounds.close(LEAD, round_id)
    assessment = desk.assessment_of(round_id)
    (before,) = desk.store.snapshots(assessment)
    desk.agreeing.agree(desk.manager(link), assessment, "1a", 4.0, "Because", "Manager", None)
    desk.rounds.close(LEAD, round_id)
    assert desk.store.snapshots(assessment) == [before]
    assert before.scores["results"][0]["placement"]["position"] == 0.0


def test_somebody_beginning_on_their_own_is_kept_out_of_a_managed_round(desk: RoundDesk) -> None:
    desk.open()
    with pytest.raises(Conflict, match="for invited centres"):
        desk.assessments.start(LEAD, "Elm Centre", "Southshire", "programme", "Spring", desk.framework.key)


def test_a_round_starts_only_from_one_of_its_own_authority(desk: RoundDesk) -> None:
    first = desk.open()
    with pytest.raises(SelfAssessError, match="another authority"):
        desk.rounds.open(LEAD, RoundPlan("Northshire", "Summer", desk.framework.key, starts_from=first))
