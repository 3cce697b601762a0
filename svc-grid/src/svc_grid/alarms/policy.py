"""How long an alarm must be quiet to count as over, as data with a version."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True)
class Policy:
    """Within `settle` of a clearing the same alarm is the same matter; past it, an unregistered case is void."""

    version: str = "2026-1"
    settle: timedelta = timedelta(minutes=60)
    default_class: str = "urban.other_components"


POLICY = Policy()
