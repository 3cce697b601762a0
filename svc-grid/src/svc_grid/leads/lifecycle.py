"""Where a tenure stands at an instant, and what may then be done with it: a pure table."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType

from svc_grid.leads.terms import LEADS, Action, LeadKind, Status

A, S = Action, Status

POSSIBLE: Mapping[Status, frozenset[Action]] = MappingProxyType(
    {
        S.TO_COME: frozenset({A.DISMISS, A.RECORD_ABSENCE, A.END_ABSENCE}),
        S.HOLDING: frozenset({A.DISMISS, A.HAND_OVER, A.RECORD_ABSENCE, A.END_ABSENCE}),
        S.ENDED: frozenset(),
    }
)
# A team member has no stand-in and no work that goes with the post.
OF_LEADS = frozenset({A.HAND_OVER, A.RECORD_ABSENCE, A.END_ABSENCE})


def status_at(at: datetime, from_at: datetime, to_at: datetime | None) -> Status:
    """A tenure holds from its first instant until just before its last; one that ends as it begins never held."""
    if to_at is not None and (to_at <= at or to_at <= from_at):
        return S.ENDED
    return S.TO_COME if at < from_at else S.HOLDING


def possible(status: Status, kind: LeadKind) -> frozenset[Action]:
    return POSSIBLE[status] if kind in LEADS else POSSIBLE[status] - OF_LEADS
