"""A step of a case as its contract event."""

from datetime import datetime
from typing import Any

from contracts import grid
from svc_grid.cases.models import Case
from svc_grid.cases.terms import Action

_MODELS: dict[Action, type[grid.CaseEvent]] = {
    Action.REPORT: grid.CaseReportedV1,
    Action.REGISTER: grid.CaseRegisteredV1,
    Action.DISMISS: grid.CaseDismissedV1,
    Action.ASSIGN: grid.CaseAssignedV1,
    Action.START_HANDLING: grid.CaseHandlingStartedV1,
    Action.FINISH: grid.CaseHandledV1,
    Action.PASS: grid.CaseVerifiedV1,
    Action.SEND_BACK: grid.CaseSentBackV1,
    Action.RETURN: grid.CaseReturnedV1,
    Action.VOID: grid.CaseVoidedV1,
    Action.CLOSE: grid.CaseClosedV1,
}


def of_step(action: Action, case: Case, at: datetime) -> grid.CaseEvent:
    """The event of the step that has just been taken; each model takes of the facts what it has fields for."""
    facts: dict[str, Any] = {name: getattr(case, name) for name in _FACTS}
    facts["result"] = case.result or ""
    return _MODELS[action](occurred_at=at, case_id=case.id, **facts)


_FACTS = (
    "number", "territory_code", "class_code", "ticket_id", "ticket_sequence", "source", "title", "reason_code",
    "unit_code", "assignee", "is_overdue", "handled_at",
)  # fmt: skip
