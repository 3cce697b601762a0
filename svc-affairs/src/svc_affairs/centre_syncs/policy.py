"""How much is sent at once."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Policy:
    """`most_entries` a push, nested at most `deepest_body`."""

    version: str = "2026-1"
    most_entries: int = 100
    deepest_body: int = 16


POLICY = Policy()
