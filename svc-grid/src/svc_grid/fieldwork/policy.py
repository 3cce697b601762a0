"""How far back and how much may be sent."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True)
class Policy:
    """`oldest` is how long a telephone may have been off line; `ahead` how far a corrected time may lie after now."""

    version: str = "2026-1"
    oldest: timedelta = timedelta(days=14)
    ahead: timedelta = timedelta(minutes=2)
    most_actions: int = 200
    deepest_body: int = 16


POLICY = Policy()
