"""What the city has settled for its hotline: limits, counts and thresholds, as data with a version."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from svc_hotline.calendar.deadlines import Limit, LimitUnit
from svc_hotline.tickets.terms import Kind, Rating, Urgency

_TWO_HOURS = Limit(2, LimitUnit.HOURS)


@dataclass(frozen=True)
class Policy:
    """DOMAIN.md, Time limits and KPIs. A category's own limit goes before the kind's."""

    version: str = "2026-1"
    kind_limits: Mapping[Kind, Limit] = field(
        default_factory=lambda: MappingProxyType(
            {
                Kind.CONSULTATION: Limit(1),
                Kind.HELP: Limit(3),
                Kind.COMPLAINT: Limit(5),
                Kind.REPORT: Limit(5),
                Kind.SUGGESTION: Limit(10),
                Kind.PRAISE: Limit(10),
            }
        )
    )
    # An urgent matter does not wait for the next working day: its two hours run round the clock.
    sign_limits: Mapping[Urgency, Limit] = field(
        default_factory=lambda: MappingProxyType(
            {Urgency.NORMAL: Limit(1), Urgency.URGENT: _TWO_HOURS, Urgency.CRITICAL: _TWO_HOURS}
        )
    )
    supervision_limit: Limit = field(default_factory=lambda: Limit(3))
    reopenings_most: int = 2
    callback_tries: int = 3
    satisfied: frozenset[Rating] = frozenset({Rating.VERY_SATISFIED, Rating.SATISFIED, Rating.NEUTRAL})


POLICY = Policy()
