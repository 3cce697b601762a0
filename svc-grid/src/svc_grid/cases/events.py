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
    Action.SELF_HANDLE: grid.CaseHandledV1,
    Action.PASS: grid.CaseVerifiedV1,
    Action.SEND_BACK: grid.CaseSentBackV1,
    Action.RETURN: grid.CaseReturnedV1,
    Action.RECLASSIFY: grid.CaseReclassifiedV1,
    Action.REQUEST_EXTENSION: grid.CaseExtensionRequestedV1,
    Action.GRANT_EXTENSION: grid.CaseExtensionGrantedV1,
    Action.REFUSE_EXTENSION: grid.CaseExtensionRefusedV1,
    Action.REQUEST_SHELVING: grid.CaseShelvingRequestedV1,
    Action.SHELVE: grid.CaseShelvedV1,
    Action.REFUSE_SHELVING: grid.CaseShelvingRefusedV1,
    Action.RESUME: grid.CaseResumedV1,
    Action.ESCALATE: grid.CaseEscalatedV1,
    Action.HAND_DOWN: grid.CaseHandedDownV1,
    Action.RELOCATE: grid.CaseRelocatedV1,
    Action.HAND_OVER: grid.CaseHandedOverV1,
    Action.MARK_OVERDUE: grid.CaseOverdueV1,
    Action.VOID: grid.CaseVoidedV1,
    Action.CLOSE: grid.CaseClosedV1,
}


def of_step(action: Action, case: Case, at: datetime, *, is_late: bool) -> grid.CaseEvent:
    """The event of the step that has just been taken; each model takes of the facts what it has fields for."""
    facts: dict[str, Any] = {name: getattr(case, name) for name in _FACTS}
    facts |= {"result": case.result or "", "is_late": is_late}
    return _MODELS[action](occurred_at=at, case_id=case.id, **facts)


_FACTS = (
    "number", "territory_code", "class_code", "ticket_id", "ticket_sequence", "source", "title", "reason_code",
    "unit_code", "assignee", "is_overdue", "handled_at", "is_self_handled", "condition_code", "level", "extension_asked_h",
    "stage_due_at", "shelving_asked_on", "review_on", "held_by", "stage",
)  # fmt: skip
