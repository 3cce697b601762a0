"""What the city has settled for joint calls, as data with a version."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from contracts.worktime import Limit, LimitUnit
from svc_grid.joint_handling.terms import Rating, Urgency


@dataclass(frozen=True)
class Policy:
    """By when a called unit is to report, and how a rating counts."""

    version: str = "2026-1"
    # What is critical does not wait for office hours.
    report_limits: Mapping[Urgency, Limit] = field(
        default_factory=lambda: MappingProxyType(
            {
                Urgency.NORMAL: Limit(8, LimitUnit.WORKING_HOURS),
                Urgency.URGENT: Limit(2, LimitUnit.WORKING_HOURS),
                Urgency.CRITICAL: Limit(1, LimitUnit.HOURS),
            }
        )
    )
    points: Mapping[Rating, int] = field(
        default_factory=lambda: MappingProxyType(
            {
                Rating.VERY_SATISFIED: 5,
                Rating.SATISFIED: 4,
                Rating.NEUTRAL: 3,
                Rating.DISSATISFIED: 2,
                Rating.VERY_DISSATISFIED: 1,
            }
        )
    )
    # With these a reason is owed.
    low: frozenset[Rating] = frozenset({Rating.DISSATISFIED, Rating.VERY_DISSATISFIED})


POLICY = Policy()
