"""How large and how far ahead a change of territories may be, as data with a version."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Policy:
    """One version of the limits."""

    version: str = "2026-1"
    # Everything is done in one transaction that others wait for.
    most_territories: int = 10_000
    most_days_ahead: int = 730


POLICY = Policy()
