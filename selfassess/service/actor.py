"""Who is asking. Every use case takes an actor, even while there is only one."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Actor:
    """Somebody, or some part of the program, on whose behalf something is done.

    `id` is what the store records; `label` is what a person reads.
    """

    id: str
    label: str


LOCAL_OWNER = Actor("local-owner", "The person at this computer")
"""Whoever uses the app on the machine it runs on, while there is no sign-in."""

SAMPLE_OWNER = Actor("sample-data", "Sample data")
"""Owns the worked example and the illustrative data: everyone may read them, nobody else may change them."""
