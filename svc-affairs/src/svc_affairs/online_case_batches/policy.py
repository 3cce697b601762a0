"""How much a batch may ask for, as data with a version."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Policy:
    """Of more than some fifty entries each costs the same, while other requests wait longer for the rows that are locked."""

    version: str = "2026-1"
    most_entries: int = 200


POLICY = Policy()
