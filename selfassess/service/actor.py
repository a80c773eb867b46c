"""Who is asking. Every use case takes an actor, even while there is only one."""

from __future__ import annotations

from dataclasses import dataclass

FACILITATOR = "facilitator:"
"""What the id of a workshop's facilitator begins with; the workshop's own id follows."""


@dataclass(frozen=True)
class Actor:
    """Somebody, or some part of the program, on whose behalf something is done.

    `id` is what the store records as the owner; `label` is what a person reads. `voice` is the key that
    their own answers are kept under, where it is another: who manages a centre's assessment and what they
    answer in it are then two things that nothing joins.
    """

    id: str
    label: str
    voice: str = ""

    @property
    def voice_id(self) -> str:
        return self.voice or self.id

    @property
    def may_own(self) -> bool:
        """Whether something can be theirs: not without a link, nor by one that only leads a workshop."""
        return self.id != NOBODY.id and not self.id.startswith(FACILITATOR)


LOCAL_OWNER = Actor("local-owner", "The person at this computer")
"""Whoever uses the app on the machine it runs on, while there is no sign-in."""

NOBODY = Actor("nobody", "Nobody in particular")
"""Somebody without a link of their own: owns nothing, opens nothing and answers nothing."""

SAMPLE_OWNER = Actor("sample-data", "Sample data")
"""Owns the worked example and the illustrative data: everyone may read them, nobody else may change them."""
