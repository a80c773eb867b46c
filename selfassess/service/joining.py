"""Use cases of the people in a workshop's room: they come by its code, and stay by a token of their own.

No account, no name. The token is their phone's: whoever shows it again has the same seat, and one vote.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from selfassess.calibration import agreement_with
from selfassess.errors import NotAllowed, NotFound, SelfAssessError
from selfassess.framework.model import Framework
from selfassess.service import entries
from selfassess.service.access import Access
from selfassess.service.links import is_token, make_token, workshop_hash
from selfassess.service.tallying import CANT_TELL, Tallying, revealed
from selfassess.service.workshop_views import Door, OwnCalibration, Seat, Tally
from selfassess.store import AssessmentStore
from selfassess.store.invitations import LETTERS
from selfassess.store.votes import ENDED, NO_SEAT, VOTE_ENDED
from selfassess.store.workshop_records import SeatRecord, WorkshopRecord
from selfassess.store.workshops import CODE_LENGTH

MOST_SEATS = 500
"""More phones than any room holds: whoever lets a script join can't fill the disk."""
NO_CODE = "There is no workshop with this code. Check the letters on the screen."

_CODE = re.compile(f"[{LETTERS}]{{{CODE_LENGTH}}}")
_BETWEEN = re.compile(r"[\s\-‐‑‒–—_.]+")


class Joining:
    def __init__(self, store: AssessmentStore, frameworks: Mapping[str, Framework]) -> None:
        self._store = store
        self._access = Access(store, frameworks)
        self._tallying = Tallying(store, self._access)

    def look(self, code: str) -> Door:
        """What somebody may know before they join. Raises NotFound for a code that is none, or of a workshop that
        has ended. Letter case, spaces and hyphens don't matter."""
        record = self._find(code)
        return Door(
            code=record.code,
            title=record.title,
            ask_groups=record.ask_groups,
            groups=tuple(self._tallying.groups_of(record).items()),
        )

    def join(self, code: str, group: str = "") -> str:
        """A new seat's token. `group` is one of those that `look` gave, or "".

        Raises NotFound as `look` does, NotAllowed when the room is full.
        """
        record = self._find(code)
        if group and group not in self._tallying.groups_of(record):
            raise SelfAssessError("Choose one of the groups shown, or leave it open.")
        token = make_token()
        self._store.add_seat(record.number, workshop_hash("seat", token), group, MOST_SEATS)
        return token

    def see(self, token: str) -> Seat:
        """What a phone shows now. In one short read, or two: it is asked every second or two."""
        record = self._seat(token)
        over = record.ended_at is not None
        item = None if over or not record.item or record.phase is None else record.item
        before = None
        has_voted = record.value is not None or record.special is not None
        if item and record.phase == "vote" and (record.ballot or 0) > 1 and not has_voted:
            before = _vote(*self._store.vote_before(record.number, item, record.ballot or 0))
        return Seat(
            workshop_id=record.workshop_id,
            code=record.code,
            title=record.title,
            kind=record.kind,
            example=record.example,
            framework=self._access.framework_named(record.framework_id, record.framework_version),
            lens=record.lens,
            vocabulary=record.vocabulary,
            item=item,
            phase=record.phase if item and record.phase else "waiting",
            ballot=record.ballot or 0 if item else 0,
            mine=_vote(record.value, record.special) if item else None,
            before=before,
            agreed=_vote(record.agreed_value, record.agreed_special) if item else None,
            ended=over,
            version=record.version,
            place=record.place or 0 if item else 0,
            total=record.total,
            group=record.group,
        )

    def vote(self, token: str, item: str, ballot: int, rating: float | str | None) -> None:
        """Votes on the open ballot, in place of what this phone voted on it before; None takes it back.

        `rating` is a level's value, or "dk" for “can't tell from here”. Raises NotAllowed when that ballot isn't open.
        """
        seat = self._seat(token)
        if (seat.item, seat.ballot, seat.phase) != (item, ballot, "vote") or seat.ended_at is not None:
            raise NotAllowed(VOTE_ENDED)
        if isinstance(rating, str) and rating != CANT_TELL:
            raise SelfAssessError("Choose one of the levels shown, or “can't tell from here”.")
        special = CANT_TELL if rating == CANT_TELL else None
        value = None
        if rating is not None and special is None:
            framework = self._access.framework_named(seat.framework_id, seat.framework_version)
            value = entries.check_rating(framework, rating)["value"]
        self._store.save_vote(workshop_hash("seat", token), item, ballot, value, special)  # type: ignore[arg-type]

    def tally(self, token: str) -> Tally | None:
        """The latest ballot on the item that is shown; None while there is none, or it is open."""
        seat = self._seat(token)
        if not seat.item or seat.phase == "vote" or not seat.ballot:
            return None
        with self._store.reading():
            record = self._store.workshop(seat.workshop_id)
            item = next(i for i in self._store.workshop_items(record.id) if i.item == seat.item)
            return self._tallying.tally(record, item) if revealed(item) == item.ballot else None

    def own_calibration(self, token: str, reading: Mapping[str, float]) -> OwnCalibration:
        """How this phone's first votes agree with a reading (item -> level's value), over the items revealed."""
        seat = self._seat(token)
        with self._store.reading():
            record = self._store.workshop(seat.workshop_id)
            shown = {each.item for each in self._store.workshop_items(record.id) if revealed(each)}
            votes = self._store.votes(record.number)
        mine = {each.item: each.value for each in votes if each.seat == seat.number and each.ballot == 1}
        read = {item: value for item, value in reading.items() if item in shown}
        found = agreement_with(self._tallying.framework_of(record).scale, read, mine)
        return OwnCalibration(found.alpha, found.rated, found.same, found.within_one, len(read))

    def _find(self, code: str) -> WorkshopRecord:
        plain = _BETWEEN.sub("", unicodedata.normalize("NFKC", code[:100])).lower()
        record = self._store.find_workshop(plain) if _CODE.fullmatch(plain) else None
        if record is None:
            raise NotFound(NO_CODE)
        if record.ended_at is not None:
            raise NotFound(ENDED)
        return record

    def _seat(self, token: str) -> SeatRecord:
        seat = self._store.find_seat(workshop_hash("seat", token)) if is_token(token) else None
        if seat is None:
            raise NotFound(NO_SEAT)
        return seat


def _vote(value: float | None, special: str | None) -> float | str | None:
    return value if special is None else special
