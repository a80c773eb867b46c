"""Invitations as they are kept, and respondents who come by them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from store_cases import DATABASES, Clock, RoundCase, make_round, open_each

from selfassess.errors import Conflict, NotFound
from selfassess.store import AssessmentStore
from selfassess.store.records import InvitationRecord, RespondentRecord

MIDNIGHT = datetime(2026, 3, 1, tzinfo=UTC)
HASH = "0" * 64


@pytest.fixture(params=DATABASES)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[AssessmentStore]:
    with open_each(request.param, tmp_path) as opened:
        yield opened


@pytest.fixture
def case(store: AssessmentStore) -> RoundCase:
    return make_round(store)


def invite(case: RoundCase, made: str, token_hash: str = HASH, **fields: object) -> InvitationRecord:
    about = {"kind": "person", "group": "parents", "name": "Ann", **fields}
    return case.store.add_invitation(case.round.id, made, token_hash=token_hash, **about)  # type: ignore[arg-type]


# Invitations


def test_an_invitation_is_found_by_its_hash_alone(case: RoundCase) -> None:
    made = case.start("Elm Centre")
    invited = invite(case, made)
    assert invited == InvitationRecord(
        invited.id, case.round.id, made, "person", "parents", "Ann", invited.created_at
    )
    assert case.store.find_invitation(HASH) == case.store.invitation(invited.id) == invited
    assert case.store.find_invitation("1" * 64) is None
    with pytest.raises(NotFound, match="no such invitation"):
        case.store.invitation(99)


def test_a_token_in_use_is_refused(case: RoundCase) -> None:
    made = case.start("Elm Centre")
    invite(case, made)
    with pytest.raises(Conflict, match="That link is there already"):
        invite(case, made, name="Bea")
    assert [each.name for each in case.store.invitations(case.round.id)] == ["Ann"]


def test_invitations_are_listed_by_round_and_by_assessment(case: RoundCase) -> None:
    elm, oak = case.start("Elm Centre"), case.start("Oak")
    group = invite(case, elm, "1" * 64, kind="group", name="")
    own = invite(case, elm, "2" * 64, kind="return", name="", parent_id=group.id)
    other = invite(case, oak, "3" * 64)
    assert own.parent_id == group.id
    assert case.store.invitations(case.round.id) == [group, own, other]
    assert case.store.invitations(assessment_id=elm) == [group, own]
    assert case.store.invitations(case.round.id, oak) == [other]


def test_revoking_is_for_good_and_leaves_the_links_that_a_groups_link_gave(case: RoundCase) -> None:
    store, made = case.store, case.start("Elm Centre")
    group = invite(case, made, "1" * 64, kind="group")
    own = invite(case, made, "2" * 64, kind="return", parent_id=group.id)
    store.revoke(group.id)
    revoked = store.find_invitation("1" * 64)
    assert revoked is not None and revoked.revoked_at is not None
    store.revoke(group.id)
    assert store.invitation(group.id) == revoked
    assert store.invitation(own.id).revoked_at is None
    for change in (store.revoke, store.mark_started):
        with pytest.raises(NotFound):
            change(99)


def test_when_somebody_began_and_finished_is_kept_as_a_day(case: RoundCase) -> None:
    store = case.store
    invited = invite(case, case.start("Elm Centre"))
    store.mark_started(invited.id)
    clock = store._clock
    assert isinstance(clock, Clock)
    clock.moment = datetime(2026, 6, 1, 23, 30, tzinfo=UTC)  # 2 June in London
    store.mark_started(invited.id)
    store.mark_finished(invited.id, True)
    now = store.invitation(invited.id)
    assert (now.started_on, now.finished_on) == (date(2026, 3, 1), date(2026, 6, 2))
    store.mark_finished(invited.id, False)
    assert store.invitation(invited.id).finished_on is None


def test_no_record_tells_the_hash(case: RoundCase) -> None:
    assert HASH not in repr(invite(case, case.start("Elm Centre")))


def test_a_comers_link_of_an_anonymous_round_was_made_on_a_day(store: AssessmentStore) -> None:
    case = make_round(store, voices="anonymous")
    made = case.start("Elm Centre")
    assert invite(case, made, "1" * 64, kind="return").created_at == MIDNIGHT
    assert invite(case, made, "2" * 64, kind="person").created_at > MIDNIGHT


# Respondents


def test_a_named_respondent_keeps_their_name_and_is_there_once(case: RoundCase) -> None:
    store, made = case.store, case.start("Elm Centre")
    ann = store.add_voice(made, "Ann", "parents", "voice-1")
    assert ann == RespondentRecord(ann.id, made, "Ann", "parents", "voice-1")
    assert store.add_voice(made, "Anne", "police", "voice-1") == ann
    assert store.respondent_of("voice-1") == ann
    assert store.respondent_of("voice-2") is store.respondent_of("") is None


def test_two_of_the_same_name_are_told_apart(case: RoundCase) -> None:
    made = case.start("Elm Centre")
    labels = [case.store.add_voice(made, "Ann", "", f"voice-{n}").label for n in range(3)]
    assert labels == ["Ann", "Ann (2)", "Ann (3)"]


def test_an_anonymous_respondent_gets_a_random_id_and_name(store: AssessmentStore) -> None:
    case = make_round(store, voices="anonymous")
    made = case.start("Elm Centre")
    voices = [store.add_voice(made, "Ann", "parents", f"voice-{n}") for n in range(8)]
    assert len({voice.id for voice in voices}) == len({voice.label for voice in voices}) == 8
    assert [voice.id for voice in voices] != sorted(voice.id for voice in voices)
    assert max(voice.id for voice in voices) > 2**40
    assert all(voice.label.startswith("Voice ") and len(voice.label) == 10 for voice in voices)
    assert "Ann" not in str(store.everything())
    assert case.answer(made, voices[0], "1a", value=2.0).respondent_id == voices[0].id


def test_nothing_stored_joins_an_invitation_to_a_respondent(store: AssessmentStore) -> None:
    case = make_round(store, voices="anonymous")
    made = case.start("Elm Centre")
    invited = invite(case, made)
    store.mark_started(invited.id)
    voice = store.add_voice(made, invited.name, invited.group, "voice-1")
    case.answer(made, voice, "1a", value=2.0, evidence="Minutes")
    store.mark_finished(invited.id, True)
    tables = store.everything()
    theirs = {"voice-1", voice.label, voice.id}
    of_invitation = {HASH, "Ann", invited.created_at.isoformat(timespec="microseconds")}
    for table, rows in tables.items():
        for row in rows:
            values = set(row.values())
            assert not (values & theirs and values & of_invitation), table
    assert not set(tables["invitation"][0].values()) & theirs
