"""How each action from the field is done: by the same use case, for the same roles, as its own path."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, NamedTuple
from uuid import UUID

from pydantic import JsonValue, ValidationError
from sqlalchemy.ext.asyncio import AsyncSession

from chassis.auth import Principal
from chassis.errors import Forbidden
from chassis.schema import Input
from contracts.roles import Role
from svc_grid.cases import deferring, handling, referring
from svc_grid.cases.models import Case
from svc_grid.cases.schemas import CaseReport, ExtensionRequest, HandlingResult, Reason, Remark, ShelvingRequest, Verification
from svc_grid.cases.service import report_case
from svc_grid.fieldwork.errors import BodyWrong
from svc_grid.fieldwork.schemas import FieldActionInput
from svc_grid.fieldwork.terms import FieldAction as A
from svc_grid.patrols import acting as patrols
from svc_grid.patrols.schemas import TaskCompletion, TaskStart, VisitEntry


class Done(NamedTuple):
    """What an action was done to, and its version after that; a visit has none of its own."""

    target: UUID
    version: int | None


Perform = Callable[[AsyncSession, Principal, UUID, Any], Awaitable[Done]]
CaseAction = Callable[[AsyncSession, Principal, UUID, int | None, Any], Awaitable[Case]]


@dataclass(frozen=True)
class Performing:
    """What an action takes, who may do it, and how it is done; `target` is no matter to a report."""

    takes: type[Input]
    roles: tuple[Role, ...]
    perform: Perform


def _of_case(act: CaseAction) -> Perform:
    async def perform_on_case(db: AsyncSession, actor: Principal, target: UUID, body: Any) -> Done:
        case = await act(db, actor, target, None, body)
        return Done(case.id, case.version)

    return perform_on_case


async def _report(db: AsyncSession, actor: Principal, _: UUID, body: CaseReport) -> Done:
    case = await report_case(db, actor, body)
    return Done(case.id, case.version)


async def _start_patrol(db: AsyncSession, actor: Principal, target: UUID, body: TaskStart) -> Done:
    task = await patrols.start_task(db, actor, target)
    return Done(task.id, task.version)


async def _visit(db: AsyncSession, actor: Principal, target: UUID, body: VisitEntry) -> Done:
    await patrols.record_visit(
        db, actor, target, body.checkpoint_code, body.visit_id, None, body.result, reason_code=body.reason_code,
        findings=body.findings,
    )  # fmt: skip
    return Done(target, None)


async def _finish_patrol(db: AsyncSession, actor: Principal, target: UUID, body: TaskCompletion) -> Done:
    task = await patrols.finish_task(db, actor, target)
    return Done(task.id, task.version)


_HANDLERS = (Role.GRID_LEAD, Role.UNIT, Role.GRID_DESK)

WAYS: Mapping[A, Performing] = MappingProxyType(
    {
        A.CASE_REPORT: Performing(CaseReport, (*_HANDLERS, Role.INSPECTOR, Role.DESK, Role.SUPERVISOR), _report),
        A.CASE_START: Performing(Remark, _HANDLERS, _of_case(handling.start)),
        A.CASE_FINISH: Performing(HandlingResult, _HANDLERS, _of_case(handling.finish)),
        A.CASE_RETURN: Performing(Reason, _HANDLERS, _of_case(handling.give_back)),
        A.CASE_EXTENSION: Performing(ExtensionRequest, _HANDLERS, _of_case(deferring.ask_extension)),
        A.CASE_SHELVING: Performing(ShelvingRequest, _HANDLERS, _of_case(deferring.ask_shelving)),
        A.CASE_ESCALATE: Performing(Reason, _HANDLERS, _of_case(referring.escalate)),
        A.CASE_VERIFY: Performing(Verification, (Role.INSPECTOR, Role.GRID_DESK, Role.GRID_LEAD), _of_case(handling.verify)),
        A.PATROL_START: Performing(TaskStart, _HANDLERS, _start_patrol),
        A.PATROL_VISIT: Performing(VisitEntry, _HANDLERS, _visit),
        A.PATROL_FINISH: Performing(TaskCompletion, _HANDLERS, _finish_patrol),
    }
)


async def perform(db: AsyncSession, actor: Principal, action: FieldActionInput, target: UUID) -> Done:
    """Do it, under the declared time; raises BodyWrong, Forbidden, and whatever the use case raises."""
    way = WAYS[action.action]
    if not actor.has(*way.roles):
        raise Forbidden(needed=[*sorted(way.roles)])
    own = {"visit_id": str(action.id)} if way.takes is VisitEntry else {}
    return await way.perform(db, actor, target, _read(way.takes, action.body | own))


def _read(model: type[Input], body: dict[str, Any]) -> Input:
    try:
        return model.model_validate(body)
    except ValidationError as error:
        faults: list[JsonValue] = [
            {"pointer": "/body/" + "/".join(str(part) for part in each["loc"]), "detail": each["msg"]}
            for each in error.errors(include_url=False, include_input=False, include_context=False)
        ]
        raise BodyWrong(errors=faults) from None
