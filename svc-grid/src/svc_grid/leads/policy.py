"""What the city has settled for the posts of its grid teams, as data with a version."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True)
class Policy:
    """How far ahead somebody is appointed, and how long a lead may be stood in for."""

    version: str = "2026-1"
    appointed_ahead: timedelta = timedelta(days=366)
    # Who is away for longer hands over.
    longest_absence: timedelta = timedelta(days=184)


POLICY = Policy()
