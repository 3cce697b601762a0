"""What a report of an alarm comes to: a pure function over the last alarm of its cause."""

from datetime import datetime
from enum import Enum

from svc_datahub.alarms.policy import Policy
from svc_datahub.alarms.terms import State


class Outcome(Enum):
    """A new alarm, or one more report of the last."""

    RAISE = "raise"
    COUNT = "count"


def cause_of(device_id: str, rule_code: str) -> str:
    """The stable key of what an alarm comes from."""
    return f"{device_id}/{rule_code}"


def outcome_of(state: State | None, cleared_at: datetime | None, raised_at: datetime) -> Outcome:
    """`state` and `cleared_at` are those of the cause's last alarm; a report from before its clearing is still of it."""
    if state is State.RAISED or (cleared_at is not None and raised_at <= cleared_at):
        return Outcome.COUNT
    return Outcome.RAISE


def is_plausible(at: datetime, now: datetime, policy: Policy) -> bool:
    """Whether a device's own time can be right."""
    return now - policy.furthest_back <= at <= now + policy.furthest_ahead


def sequence_of(occurrence: int, *, is_cleared: bool) -> int:
    """The version of the cause: of each alarm in turn one for its raising and one for its clearing."""
    return 2 * occurrence - (0 if is_cleared else 1)
