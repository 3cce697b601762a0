"""What the city has settled for the mediation of disputes, as data with a version."""

from dataclasses import dataclass, field

from contracts.worktime import Limit


@dataclass(frozen=True)
class Policy:
    """Limits in working days, how long an unsealed record stays open, and how long a record is kept."""

    version: str = "2026-1"
    accept_limit: Limit = field(default_factory=lambda: Limit(3))
    mediate_limit: Limit = field(default_factory=lambda: Limit(30))
    extension_days: int = 30
    extensions_most: int = 1
    # An unsealed record closes by itself after so many days; who still needs it asks again, with a reason.
    unsealed_days: int = 7
    # The names, telephones and words of a dispute are erased so long after its end; the bare facts stay.
    kept_days: int = 5 * 365
    # A dispute is placed no finer than the cell: a building or an entrance would point at a household.
    finest_depth: int = 4


POLICY = Policy()
