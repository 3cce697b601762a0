"""A step of a case as its contract event."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any

from contracts import affairs
from svc_affairs.online_cases.models import OnlineCase
from svc_affairs.online_cases.terms import Action

_MODELS: Mapping[Action, type[affairs.OnlineCaseEvent]] = MappingProxyType(
    {
        Action.SUBMIT: affairs.OnlineCaseSubmittedV1,
        Action.PRECHECK: affairs.OnlineCasePrecheckStartedV1,
        Action.ASK_SUPPLEMENT: affairs.OnlineCaseSupplementAskedV1,
        Action.SUPPLEMENT: affairs.OnlineCaseSupplementedV1,
        Action.LAPSE: affairs.OnlineCaseNotAcceptedV1,
        Action.ACCEPT: affairs.OnlineCaseAcceptedV1,
        Action.ACCEPT_BY_SILENCE: affairs.OnlineCaseAcceptedV1,
        Action.REFUSE: affairs.OnlineCaseNotAcceptedV1,
        Action.REVIEW: affairs.OnlineCaseStepDoneV1,
        Action.BEGIN_SPECIAL: affairs.OnlineCaseSpecialProcedureBegunV1,
        Action.END_SPECIAL: affairs.OnlineCaseSpecialProcedureEndedV1,
        Action.EXTEND: affairs.OnlineCaseExtendedV1,
        Action.APPROVE: affairs.OnlineCaseDecidedV1,
        Action.DENY: affairs.OnlineCaseDecidedV1,
        Action.DELIVER: affairs.OnlineCaseDeliveredV1,
        Action.CLOSE: affairs.OnlineCaseClosedV1,
        Action.WITHDRAW: affairs.OnlineCaseWithdrawnV1,
        Action.MARK_OVERDUE: affairs.OnlineCaseOverdueV1,
        Action.MARK_UNDELIVERED: affairs.OnlineCaseUndeliveredV1,
        Action.ERASE: affairs.OnlineCaseErasedV1,
    }
)
_FACTS = (
    "number", "status", "item_code", "item_version", "department_code", "case_type", "channel", "centre_code",
    "territory_code", "is_overdue", "window_code", "package_application_id", "wait_until", "accepted_at", "due_at",
    "refusal_reason", "result", "denial_reason", "delivery_way",
)  # fmt: skip


def of_step(action: Action, case: OnlineCase, at: datetime, told: Mapping[str, object]) -> affairs.OnlineCaseEvent:
    """The event of the step that has just been taken; each model takes of the facts what it has fields for."""
    facts: dict[str, Any] = {name: getattr(case, name) for name in _FACTS}
    return _MODELS[action](occurred_at=at, case_id=case.id, **facts | dict(told))
