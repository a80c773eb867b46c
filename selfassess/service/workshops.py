"""Use cases of a workshop's facilitator: from vote to agreed rating, one change at a time.

A vote is open on at most one sub-indicator, the one on the screen. Leaving it without a reveal drops what was voted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime

from selfassess.calibration import calibrate
from selfassess.errors import Conflict, NotAllowed, SelfAssessError
from selfassess.service import entries
from selfassess.service.actor import Actor
from selfassess.service.agreeing import Agreed
from selfassess.service.personal_details import find_personal_details
from selfassess.service.tallying import CANT_TELL, choice_key
from selfassess.service.views import SavedNote
from selfassess.service.workshop_access import owner_of
from selfassess.service.workshop_opening import TAKEN_OUT, WorkshopOpening, clean_present, is_taken_out
from selfassess.service.workshop_views import CalibrationResult, Phase, Tally, Workshop
from selfassess.store.workshop_moves import MOVED_ON, OVER
from selfassess.store.workshop_records import WorkshopItemRecord, WorkshopRecord

MOST_HANDS = 500
TIMER_SECONDS = range(5, 3601)
REVEAL_FIRST = "Voting on this is open. Reveal the votes first, or skip it."


class Workshops(WorkshopOpening):
    """Whatever changes a workshop takes `seen`, the version that the person was shown, and gives the workshop as it
    is then. Raises Conflict, and changes nothing, when somebody else has moved it on since; NotAllowed when it has
    ended."""

    # Voting

    def start_vote(self, actor: Actor, workshop_id: str, item: str, seen: int) -> Workshop:
        """Puts an item on the screen and opens a ballot on it."""
        with self._moving(actor, workshop_id, seen, item) as (record, now):
            self._open_ballot(record, now)
        return self.load(actor, workshop_id)

    def again(self, actor: Actor, workshop_id: str, item: str, seen: int) -> Workshop:
        """Opens another ballot on an item that was voted on. Who doesn't vote again keeps their vote from before."""
        with self._moving(actor, workshop_id, seen, item) as (record, now):
            if not now.ballot:
                raise NotAllowed("Nobody has voted on this yet. Start the vote.")
            self._open_ballot(record, now)
        return self.load(actor, workshop_id)

    def _open_ballot(self, record: WorkshopRecord, now: WorkshopItemRecord) -> None:
        if now.phase == "vote":
            raise NotAllowed("Voting on this is open already.")
        self._show(record, now.item)
        self._store.change_workshop_item(record.number, now.item, phase="vote", ballot=now.ballot + 1)

    def reveal(self, actor: Actor, workshop_id: str, item: str, seen: int) -> Workshop:
        """Closes the ballot: from now on its votes count as they are, and no other comes in."""
        with self._moving(actor, workshop_id, seen, item) as (record, now):
            if now.phase != "vote":
                raise NotAllowed("No vote on this is open. Start the vote.")
            self._store.change_workshop_item(record.number, item, phase="reveal")
        return self.load(actor, workshop_id)

    def discuss(self, actor: Actor, workshop_id: str, item: str, seen: int) -> Workshop:
        """Puts an item up for discussion, voted on or not."""
        with self._moving(actor, workshop_id, seen, item) as (record, now):
            if now.phase == "vote":
                raise NotAllowed(REVEAL_FIRST)
            self._show(record, item)
            self._store.change_workshop_item(record.number, item, phase="discuss")
        return self.load(actor, workshop_id)

    # Going about

    def skip(self, actor: Actor, workshop_id: str, item: str, seen: int) -> Workshop:
        """Leaves an item out. An open ballot is dropped, votes and all; what was agreed before stands."""
        with self._moving(actor, workshop_id, seen, item) as (record, now):
            self._leave(record, now, "skipped")
        return self.load(actor, workshop_id)

    def later(self, actor: Actor, workshop_id: str, item: str, seen: int) -> Workshop:
        """Moves an item to the end. An open ballot is dropped, votes and all; what was agreed before stands."""
        with self._moving(actor, workshop_id, seen, item) as (record, now):
            self._leave(record, now, "later")
            self._store.move_to_end(record.number, item)
        return self.load(actor, workshop_id)

    def _leave(self, record: WorkshopRecord, now: WorkshopItemRecord, phase: Phase) -> None:
        self._drop_open(record, now)
        self._store.change_workshop_item(
            record.number, now.item, phase="agreed" if _is_agreed(now) else phase
        )

    def _drop_open(self, record: WorkshopRecord, now: WorkshopItemRecord) -> None:
        """Drops an open ballot, so that every ballot up to an item's number was revealed."""
        if now.phase == "vote":
            self._store.drop_ballot(record.number, now.item, now.ballot)
            left: Phase = "discuss" if now.ballot > 1 else "waiting"
            self._store.change_workshop_item(record.number, now.item, ballot=now.ballot - 1, phase=left)

    def go_to(self, actor: Actor, workshop_id: str, item: str, seen: int) -> Workshop:
        """Puts an item on the screen, in whatever phase it is."""
        with self._moving(actor, workshop_id, seen, item) as (record, _):
            self._show(record, item)
        return self.load(actor, workshop_id)

    def lobby(self, actor: Actor, workshop_id: str, seen: int) -> Workshop:
        """Shows no item."""
        with self._moving(actor, workshop_id, seen) as (record, _):
            self._show(record, "")
        return self.load(actor, workshop_id)

    def _show(self, record: WorkshopRecord, item: str) -> None:
        """Raises NotAllowed while a vote on another item is open."""
        if record.current and record.current != item:
            shown = self._store.workshop_item(record.number, record.current)
            if shown.phase == "vote":
                raise NotAllowed(f"Voting on {shown.item} is open. Reveal the votes first, or skip it.")
        self._store.show_item(record.number, item)

    def set_timer(
        self, actor: Actor, workshop_id: str, item: str, seconds: int | None, seen: int
    ) -> Workshop:
        """Starts an item's timer anew, or stops it for None. It only shows the time: it ends nothing."""
        if seconds is not None and (isinstance(seconds, bool) or seconds not in TIMER_SECONDS):
            raise SelfAssessError("Set the timer to between 5 seconds and an hour.")
        with self._moving(actor, workshop_id, seen, item) as (record, _):
            self._store.set_timer(record.number, item, seconds)
        return self.load(actor, workshop_id)

    def set_hands(
        self, actor: Actor, workshop_id: str, item: str, counts: Mapping[str, int], seen: int
    ) -> Workshop:
        """How many hands went up for each choice (as `hands` names them), in place of what was typed in before."""
        with self._moving(actor, workshop_id, seen, item) as (record, now):
            if now.phase != "vote":
                raise NotAllowed("Hands can be typed in while voting is open. Start the vote first.")
            known = self._choices(record)
            if any(choice not in known for choice in counts):
                raise SelfAssessError(
                    "Type in the hands for the levels shown, and for “can't tell from here”."
                )
            if any(
                isinstance(n, bool) or not isinstance(n, int) or not 0 <= n <= MOST_HANDS
                for n in counts.values()
            ):
                raise SelfAssessError(
                    f"Type in how many hands went up: a whole number from 0 to {MOST_HANDS}."
                )
            self._store.save_hands(record.number, item, now.ballot, counts)
        return self.load(actor, workshop_id)

    def hands(self, actor: Actor, workshop_id: str, item: str) -> dict[str, int]:
        """The hands typed in for an item's latest ballot, by choice: each level's value ("0", "0.25"), and "dk"."""
        record, now = self._find_item(actor, workshop_id, item)
        there = self._store.hands(record.number).get((item, now.ballot), {})
        return {choice: there.get(choice, 0) for choice in self._choices(record)}

    def _choices(self, record: WorkshopRecord) -> list[str]:
        levels = self._tallying.framework_of(record).scale.levels
        return [*(choice_key(level.value) for level in levels), CANT_TELL]

    def set_present(self, actor: Actor, workshop_id: str, present: str, seen: int) -> Workshop:
        """Who is in the room, by role."""
        present = clean_present(present)
        with self._moving(actor, workshop_id, seen) as (record, _):
            self._store.set_present(record.number, present)
        return self.load(actor, workshop_id)

    # What came of it

    def tally(self, actor: Actor, workshop_id: str, item: str, ballot: int | None = None) -> Tally:
        """One ballot on an item, the latest by default. Raises NotAllowed while it is open, NotFound for none."""
        with self._store.reading():
            return self._tallying.tally(*self._find_item(actor, workshop_id, item), ballot)

    def count_votes(self, actor: Actor, workshop_id: str) -> dict[str, Tally]:
        """The last revealed ballot of each item that had one, by place."""
        with self._store.reading():
            record = self._find(actor, workshop_id)
            return self._tallying.last(record, self._store.workshop_items(workshop_id))

    def evidence(self, actor: Actor, workshop_id: str, item: str) -> tuple[str, ...]:
        """What the assessment holds as evidence on an item, without authors, in alphabetical order; () for a practice
        or a calibration. Raises NotAllowed when the assessment was taken out of the lists meanwhile."""
        record, _ = self._find_item(actor, workshop_id, item)
        if not record.assessment_id:
            return ()
        self._check_listed(record)
        view = self._access.load(owner_of(record), record.assessment_id)
        texts = {answer.evidence.strip() for answer in view.answers if answer.item == item} - {""}
        return tuple(sorted(texts, key=lambda text: (text.casefold(), text)))

    def agreed_before(self, actor: Actor, workshop_id: str, item: str) -> Agreed | None:
        """The assessment's agreed rating as it stands now, None for none and where that was taken out of the lists.
        Its `changed_at` is the `standing` that `agree` takes."""
        record, _ = self._find_item(actor, workshop_id, item)
        if not record.assessment_id or is_taken_out(self._store.assessment(record.assessment_id)):
            return None
        return self._agreeing.agreed(owner_of(record), record.assessment_id).get(item)

    def agree(
        self,
        actor: Actor,
        workshop_id: str,
        item: str,
        rating: float | str,
        reason: str,
        dissent: str,
        seen: int,
        confirm: bool = False,
        standing: datetime | None = None,
    ) -> SavedNote:
        """Sets what was agreed about an item: a level's value or "na". It becomes the assessment's agreed rating.

        `standing` is when the assessment's agreed rating that the person was shown was last changed, None for none:
        it may be set elsewhere meanwhile, and then nothing is overwritten. Texts with what looks like personal
        details are not saved until confirmed. Of a practice it stays in the workshop.
        """
        reason, dissent = entries.clean_note(reason), entries.clean_note(dissent)
        with self._store.transaction():
            record, now = self._find_item(actor, workshop_id, item)
            self._check_agreeing(record, now, rating, reason, seen)
            fields = entries.check_rating(self._tallying.framework_of(record), rating)
            saved = self._save_agreed(record, item, rating, (reason, dissent), confirm, standing)
            if saved.saved:
                self._store.move_on(workshop_id, seen)
                self._store.change_workshop_item(
                    record.number,
                    item,
                    phase="agreed",
                    agreed_value=fields["value"],
                    agreed_special=fields["special"],
                    reason=reason,
                    dissent=dissent,
                )
        return saved

    def _check_agreeing(
        self, record: WorkshopRecord, now: WorkshopItemRecord, rating: float | str, reason: str, seen: int
    ) -> None:
        if record.ended_at is not None:
            raise NotAllowed(OVER)
        if record.version != seen:
            raise Conflict(MOVED_ON)
        if record.kind == "calibration":
            raise NotAllowed(
                "Nothing is agreed in a calibration: everybody compares their own reading with ours."
            )
        if now.phase == "vote":
            raise NotAllowed(REVEAL_FIRST)
        if rating is None or rating == "dk":
            raise SelfAssessError(
                "An agreed rating is a level or “not applicable”. Skip this one if nobody can tell."
            )
        if not reason:
            raise SelfAssessError("Say why you agreed on this: one sentence is enough.")

    def _save_agreed(
        self,
        record: WorkshopRecord,
        item: str,
        rating: float | str,
        texts: tuple[str, str],
        confirm: bool,
        standing: datetime | None,
    ) -> SavedNote:
        """In the assessment, where there is one."""
        whole = whole_reason(*texts)
        if record.assessment_id:
            self._check_listed(record)
            return self._agreeing.agree(
                owner_of(record), record.assessment_id, item, rating, whole, record.present, standing, confirm
            )
        warnings = tuple(find_personal_details(whole))
        return SavedNote(confirm or not warnings, () if confirm else warnings)

    def _check_listed(self, record: WorkshopRecord) -> None:
        """Raises NotAllowed when the workshop's assessment was taken out, by itself or with its centre."""
        if is_taken_out(self._store.assessment(record.assessment_id)):
            raise NotAllowed(TAKEN_OUT)

    def end(self, actor: Actor, workshop_id: str, seen: int) -> Workshop:
        """Ends a workshop for good. An open ballot is dropped, votes and all; what was agreed stands, whatever
        was voted since. The code opens nothing any more."""
        with self._moving(actor, workshop_id, seen) as (record, _):
            for each in self._store.workshop_items(workshop_id):
                if each.phase == "vote" or _is_agreed(each):
                    self._leave(record, each, "discuss" if each.ballot > 1 else "waiting")
            self._store.end_workshop(record.number)
        return self.load(actor, workshop_id)

    def erase_texts(self, actor: Actor, workshop_id: str) -> None:
        """Blanks for good what was typed in a workshop, ended or not: reasons, who didn't agree, who was there, its
        title. Votes and ratings stay, and so does what its assessment holds (`AssessmentService.erase_note`)."""
        with self._store.transaction():
            if self._find(actor, workshop_id).owner != actor.id:
                raise NotAllowed("Only the person who opened this workshop can erase what was typed in it.")
            self._store.erase_workshop_texts(workshop_id)

    def calibration(self, actor: Actor, workshop_id: str, reading: Mapping[str, float]) -> CalibrationResult:
        """How the room's first votes agree with one another and with a reading (item -> level's value)."""
        with self._store.reading():
            record = self._find(actor, workshop_id)
            votes = self._tallying.first_votes(record, self._store.workshop_items(workshop_id))
        items = tuple(item for item in votes if item in reading)
        ratings: dict[int, dict[str, float | None]] = {}
        for item in items:
            for vote in votes[item]:
                ratings.setdefault(vote.seat, {})[item] = vote.value
        scale = self._tallying.framework_of(record).scale
        found = calibrate(scale, {item: reading[item] for item in items}, list(ratings.values()))
        alphas = sorted(each.alpha for each in found.raters if each.alpha is not None)
        if len(found.raters) < record.threshold:
            return CalibrationResult(items, len(found.raters), True, None, (), 0, 0, 0, 0)
        return CalibrationResult(
            items=items,
            raters=len(found.raters),
            withheld=False,
            room=found.alpha,
            with_reading=tuple(alphas),
            unmeasured=len(found.raters) - len(alphas),
            rated=found.rated,
            same=found.same,
            within_one=found.within_one,
        )

    @contextmanager
    def _moving(
        self, actor: Actor, workshop_id: str, seen: int, item: str = ""
    ) -> Iterator[tuple[WorkshopRecord, WorkshopItemRecord]]:
        """One change of a workshop, of which nothing is kept when an exception leaves it: the workshop, and the item,
        as they were. Without `item`, the second of the two is any."""
        with self._store.transaction():
            self._find(actor, workshop_id)
            record = self._store.move_on(workshop_id, seen)
            name = item or self._store.workshop_items(workshop_id)[0].item
            yield record, self._store.workshop_item(record.number, name)


def _is_agreed(item: WorkshopItemRecord) -> bool:
    return item.agreed_value is not None or item.agreed_special is not None


def whole_reason(reason: str, dissent: str) -> str:
    """The reason as the assessment keeps it, with who saw it otherwise."""
    if not dissent:
        return reason
    stop = "" if reason.endswith((".", "!", "?", "…")) else "."
    return f"{reason}{stop} Not everyone agreed: {dissent}"
