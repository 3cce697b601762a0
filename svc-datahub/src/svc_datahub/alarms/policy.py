"""How far a device's clock is trusted, and how long its reports are known, as data with a version."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True)
class Policy:
    """Between these a device's own time is taken; outside it, its clock is wrong."""

    version: str = "2026-1"
    furthest_ahead: timedelta = timedelta(minutes=5)
    furthest_back: timedelta = timedelta(days=30)
    # So long the same report sent again is known for it.
    reports_kept: timedelta = timedelta(days=90)


POLICY = Policy()
