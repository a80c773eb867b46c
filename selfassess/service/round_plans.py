"""What a round consists of, as people say it: its plan, its centres, its people and their links."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from selfassess.errors import NotFound, SelfAssessError, suggest
from selfassess.framework.model import Framework
from selfassess.service import entries
from selfassess.service.asking import group_labels
from selfassess.service.calendar import is_closed
from selfassess.store.records import (
    AssessmentRecord,
    AuthorityRecord,
    InvitationRecord,
    RoundRecord,
    SubjectRecord,
)

SMALLEST_THRESHOLD, LARGEST_THRESHOLD = 3, 10
PROGRAMME_LENS, AUTHORITY_LENS = "programme", "authority"

PROFILE_FIELDS = ("setting", "region", "lead_body", "size")
SETTINGS = ("urban", "semi-rural", "rural")
SIZES = ("small", "medium", "large")
"""As the report's Appendix D describes its programmes."""


@dataclass(frozen=True)
class RoundPlan:
    """What a lead decides when opening a round. `asks`: group id -> items; a group not in it is asked all."""

    authority: str
    name: str
    framework_key: str
    opens_on: date | None = None
    closes_on: date | None = None
    anonymous: bool = False
    threshold: int = SMALLEST_THRESHOLD
    groups: tuple[str, ...] = ()
    asks: Mapping[str, Sequence[str]] = field(default_factory=dict)
    starts_from: int | None = None


@dataclass(frozen=True)
class CentreEntry:
    """A centre to take part, with its profile; every field of that may be ""."""

    name: str
    setting: str = ""
    region: str = ""
    lead_body: str = ""
    size: str = ""


@dataclass(frozen=True)
class Invitee:
    name: str
    group: str


@dataclass(frozen=True)
class Link:
    """A link just made. Its token is shown and exported now, and never again."""

    centre: str
    name: str
    group: str
    kind: str
    token: str


@dataclass(frozen=True)
class Participant:
    """One assessment of a round: a centre's, or the authority's own."""

    record: AssessmentRecord
    subject: SubjectRecord
    invitations: tuple[InvitationRecord, ...]
    shared: bool
    is_own: bool
    """Whether it is the looking actor's own."""


@dataclass(frozen=True)
class RoundView:
    record: RoundRecord
    authority: AuthorityRecord
    framework: Framework
    participants: tuple[Participant, ...]
    """The authority's own first, then centres by name."""
    state: str
    """"before", "open" or "closed"."""

    @property
    def groups(self) -> dict[str, str]:
        return group_labels(self.framework, self.record)


@dataclass(frozen=True)
class RoundSummary:
    """One line of a list of rounds. `state` as a view's."""

    record: RoundRecord
    authority: str
    state: str


def state_of(record: RoundRecord, on: date) -> str:
    """ "before", "open" or "closed"."""
    if is_closed(record, on):
        return "closed"
    return "before" if record.opens_on is not None and on < record.opens_on else "open"


def status_counts(invitations: Iterable[InvitationRecord]) -> Counter[str]:
    """How many links still stand ("asked"), and of those by how many somebody started and finished."""
    counts: Counter[str] = Counter()
    everyone = list(invitations)
    replaced = {each.parent_id for each in everyone}
    for each in everyone:
        # Somebody may open a group's link and go no further.
        came_to_nothing = each.kind == "return" and each.started_on is None
        if each.kind == "group" or was_never_used(each) or came_to_nothing or each.id in replaced:
            continue
        counts["asked"] += 1
        counts["started"] += each.started_on is not None
        counts["finished"] += each.finished_on is not None
    return counts


def was_never_used(invitation: InvitationRecord) -> bool:
    return invitation.revoked_at is not None and invitation.started_on is None


def check_profile(entry: CentreEntry) -> dict[str, str]:
    """The profile's fields, cleaned. Raises SelfAssessError for a setting or size that isn't one."""
    profile = {
        name: entries.clean_label(getattr(entry, name), f"the {name.replace('_', ' ')}")
        for name in PROFILE_FIELDS
    }
    for name, allowed in (("setting", SETTINGS), ("size", SIZES)):
        profile[name] = profile[name].casefold()
        if profile[name] and profile[name] not in allowed:
            raise SelfAssessError(
                f"“{profile[name]}” is not a {name}. Choose {', '.join(allowed)}.{suggest(profile[name], allowed)}"
            )
    return profile


def check_dates(opens_on: date | None, closes_on: date | None) -> None:
    if opens_on is not None and closes_on is not None and closes_on < opens_on:
        raise SelfAssessError("The closing day comes before the opening day. Choose a later closing day.")


def make_group(label: str, number: int) -> dict[str, str]:
    cleaned = entries.clean_label(label, "the name of a group")
    if not cleaned:
        raise SelfAssessError("A group needs a name.")
    return {"id": f"group-{number}", "label": cleaned}


def check_asks(
    framework: Framework, asks: Mapping[str, Sequence[str]], groups: Iterable[str]
) -> dict[str, list[str]]:
    order = [item.id for item in framework.items]
    known = list(groups)
    result = {}
    for group, items in asks.items():
        check_group(group, known)
        unknown = [item for item in items if item not in order]
        if unknown:
            raise NotFound(f"There is no sub-indicator “{unknown[0][:40]}”.{suggest(unknown[0], order)}")
        if items:
            result[group] = [item for item in order if item in set(items)]
    return result


def check_group(group: str, known: Iterable[str]) -> str:
    names = list(known)
    if group not in names:
        raise NotFound(
            f"There is no group “{group[:60]}” in this round.{suggest(group, names)} Choose one of its own."
        )
    return group
