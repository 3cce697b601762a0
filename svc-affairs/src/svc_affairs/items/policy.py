"""What the city has settled for its items, as data with a version."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Policy:
    """How far ahead the life of items is planned."""

    version: str = "2026-1"
    # A version is approved for a day at most so far ahead, and an item suspended for at most so long.
    furthest_days: int = 730


POLICY = Policy()
