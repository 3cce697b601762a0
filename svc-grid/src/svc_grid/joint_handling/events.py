"""A step of a joint call as its contract event; steps between are told to nobody."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from contracts import grid
from svc_grid.joint_handling.models import CalledUnit, JointCall
from svc_grid.joint_handling.rules import regiment_of
from svc_grid.joint_handling.terms import CallCommand

_MODELS: dict[CallCommand, type[grid.JointCallEvent]] = {
    CallCommand.OPEN: grid.JointCallOpenedV1,
    CallCommand.REPORT: grid.JointCallUnitReportedV1,
    CallCommand.DECLINE: grid.JointCallUnitDeclinedV1,
    CallCommand.MARK_LATE: grid.JointCallUnitLateV1,
    CallCommand.SETTLE: grid.JointCallRatedV1,
    CallCommand.CLOSE: grid.JointCallClosedV1,
    CallCommand.CANCEL: grid.JointCallClosedV1,
}


def is_told(command: CallCommand) -> bool:
    return command in _MODELS


def of_step(
    command: CallCommand, call: JointCall, units: Sequence[CalledUnit], unit: CalledUnit | None, at: datetime
) -> grid.JointCallEvent:  # fmt: skip
    """The event of the step just taken; each model takes of the facts what it has fields for."""
    facts: dict[str, Any] = {
        name: getattr(call, name) for name in ("number", "territory_code", "case_id", "urgency", "coordinator_unit_code")
    }
    facts["units"] = [each.unit_code for each in units]
    facts["ratings"] = {each.unit_code: each.rating for each in units if each.rating is not None}
    facts["outcome"], facts["reason_code"] = str(call.status), call.reason_code
    facts["escalated_to"] = regiment_of(call.territory_code)
    if units:
        facts["report_due_at"] = max(each.due_at for each in units)
    if unit is not None:
        facts |= {"unit_code": unit.unit_code, "is_late": unit.is_late, "due_at": unit.due_at}
        facts["reason_code"] = unit.decline_reason
    return _MODELS[command](occurred_at=at, call_id=call.id, **facts)
