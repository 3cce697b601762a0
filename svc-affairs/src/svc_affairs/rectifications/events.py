"""A step of a rectification as its contract event."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any

from contracts import affairs
from svc_affairs.rectifications.models import Rectification
from svc_affairs.rectifications.terms import RectificationAction

A = RectificationAction
_MODELS: Mapping[RectificationAction, type[affairs.RectificationEvent]] = MappingProxyType(
    {
        A.OPEN: affairs.RectificationOpenedV1,
        A.MISS_CALL: affairs.RectificationCallMissedV1,
        A.CALL_BACK: affairs.RectificationCalledBackV1,
        A.PROPOSE_UNFOUNDED: affairs.RectificationUnfoundedProposedV1,
        A.UPHOLD: affairs.RectificationUpheldV1,
        A.VOID: affairs.RectificationClosedV1,
        A.PUT_RIGHT: affairs.RectificationPutRightV1,
        A.CONFIRM: affairs.RectificationClosedV1,
        A.REOPEN: affairs.RectificationReopenedV1,
        A.ESCALATE: affairs.RectificationEscalatedV1,
        A.LAPSE: affairs.RectificationClosedV1,
        A.CONCLUDE: affairs.RectificationClosedV1,
        A.MARK_CALL_OVERDUE: affairs.RectificationCallOverdueV1,
        A.MARK_OVERDUE: affairs.RectificationOverdueV1,
    }
)
_FACTS = (
    "rating_id", "status", "level", "round", "item_code", "department_code", "centre_code", "window_code", "territory_code",
    "is_overdue", "call_due_at", "due_at", "calls_missed", "call_outcome", "wait_until", "outcome", "follow_up_level",
)  # fmt: skip


def of_step(action: RectificationAction, task: Rectification, at: datetime) -> affairs.RectificationEvent:
    """The event of the step that has just been taken; each model takes of the facts what it has fields for."""
    facts: dict[str, Any] = {name: getattr(task, name) for name in _FACTS}
    return _MODELS[action](occurred_at=at, rectification_id=task.id, **facts)
