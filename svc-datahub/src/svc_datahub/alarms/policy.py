"""How far a device's clock is trusted, as data with a version."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True)
class Policy:
    """Between these a device's own time is taken; outside it, its clock is wrong."""

    version: str = "2026-1"
    furthest_ahead: timedelta = timedelta(minutes=5)
    furthest_back: timedelta = timedelta(days=30)


POLICY = Policy()
