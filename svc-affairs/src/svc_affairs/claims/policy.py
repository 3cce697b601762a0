"""How many claims come in at once, as data with a version."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Policy:
    """A request of so many rows fits what the gateway lets through."""

    version: str = "2026-1"
    most_rows: int = 5_000
    most_csv_bytes: int = 1_000_000


POLICY = Policy()
