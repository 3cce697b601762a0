"""What the city has settled for its hotline: limits, counts and thresholds, as data with a version."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from contracts.worktime import Limit, LimitUnit
from svc_hotline.tickets.terms import Kind, Rating, Status, Urgency

_AN_HOUR, _TWO_HOURS = Limit(1, LimitUnit.HOURS), Limit(2, LimitUnit.HOURS)
_HALF_A_DAY, _A_DAY = Limit(4, LimitUnit.WORKING_HOURS), Limit(1)


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
    # How long a ticket may wait in a state before something is done about it; signing has limits of its own.
    waits: Mapping[Status, Limit] = field(
        default_factory=lambda: MappingProxyType(
            {
                Status.ACCEPTED: _HALF_A_DAY,
                Status.REOPENED: _HALF_A_DAY,
                Status.SIGNED: _A_DAY,
                Status.HANDLING: _A_DAY,  # a reply that waits for its review
                Status.RETURNED: _A_DAY,
                Status.AWAITING_CALLER: Limit(5),
                Status.RESOLVED: _A_DAY,
                Status.ANSWERED: _A_DAY,
            }
        )
    )
    # What is urgent is dispatched within the hour, round the clock.
    urgent_waits: Mapping[Status, Limit] = field(
        default_factory=lambda: MappingProxyType({Status.ACCEPTED: _AN_HOUR, Status.REOPENED: _AN_HOUR})
    )
    # Who waits in vain goes up so often, each time after the interval; and then on and on, with a longer rest between.
    escalation_interval: Limit = _A_DAY
    escalations_soon: int = 3
    escalation_rest: Limit = field(default_factory=lambda: Limit(10))
    callback_silence: Limit = field(default_factory=lambda: Limit(10))
    callback_retry: Limit = _HALF_A_DAY
    warning_share: float = 0.8
    supervised_after_overdue: Limit = field(default_factory=lambda: Limit(5))
    extension_decision: Limit = _A_DAY
    extension_most_days: int = 3
    extensions_most: int = 3
    suspension_most_days: int = 60
    disputed_after_returns: int = 2
    rating_answer_limit: Limit = field(default_factory=lambda: Limit(15))
    reopenings_most: int = 2
    callback_tries: int = 3
    satisfied: frozenset[Rating] = frozenset({Rating.VERY_SATISFIED, Rating.SATISFIED, Rating.NEUTRAL})


POLICY = Policy()
