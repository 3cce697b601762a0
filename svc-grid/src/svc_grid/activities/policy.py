"""What the city has settled for service activities, as data with a version."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Policy:
    """How much comes in at once, and how far back."""

    version: str = "2026-1"
    most_rows: int = 5_000
    most_csv_bytes: int = 8 * 1024 * 1024
    # How many one record may count; more is a slip of the pen.
    most_count: int = 100_000
    earliest_on: date = date(2000, 1, 1)
    most_groups: int = 2_000


POLICY = Policy()
