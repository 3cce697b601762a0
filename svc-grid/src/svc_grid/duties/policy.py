"""What the city has settled for duty, as data with a version."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True)
class Policy:
    """How much one unit, one month and one shift may hold."""

    version: str = "2026-1"
    most_posts: int = 20
    most_shifts: int = 2_000
    longest_shift: timedelta = timedelta(hours=24)
    # How far up the units somebody is looked for.
    levels_up: int = 8


POLICY = Policy()
