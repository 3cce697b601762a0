"""How each action from the field is done: by the same use case, for the same roles, as its own path."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any
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
from svc_grid.fieldwork.terms import FieldAction as A

Perform = Callable[[AsyncSession, Principal, UUID, int | None, Any], Awaitable[Case]]


@dataclass(frozen=True)
class Performing:
    """What an action takes, who may do it, and how it is done; a report is done to nothing."""

    takes: type[Input]
    roles: tuple[Role, ...]
    perform: Perform | None


_HANDLERS = (Role.GRID_LEAD, Role.UNIT, Role.GRID_DESK)

WAYS: Mapping[A, Performing] = MappingProxyType(
    {
        A.CASE_REPORT: Performing(CaseReport, (*_HANDLERS, Role.INSPECTOR, Role.DESK, Role.SUPERVISOR), None),
        A.CASE_START: Performing(Remark, _HANDLERS, handling.start),
        A.CASE_FINISH: Performing(HandlingResult, _HANDLERS, handling.finish),
        A.CASE_RETURN: Performing(Reason, _HANDLERS, handling.give_back),
        A.CASE_EXTENSION: Performing(ExtensionRequest, _HANDLERS, deferring.ask_extension),
        A.CASE_SHELVING: Performing(ShelvingRequest, _HANDLERS, deferring.ask_shelving),
        A.CASE_ESCALATE: Performing(Reason, _HANDLERS, referring.escalate),
        A.CASE_VERIFY: Performing(Verification, (Role.INSPECTOR, Role.GRID_DESK, Role.GRID_LEAD), handling.verify),
    }
)


async def perform(db: AsyncSession, actor: Principal, action: A, target: UUID | None, body: dict[str, Any]) -> Case:
    """Do it; raises BodyWrong, Forbidden, and whatever the use case raises."""
    way = WAYS[action]
    if not actor.has(*way.roles):
        raise Forbidden(needed=[*sorted(way.roles)])
    content: Any = _read(way.takes, body)
    if way.perform is None:
        return await report_case(db, actor, content)
    assert target is not None, "whoever performs it has looked up the target"
    return await way.perform(db, actor, target, None, content)


def _read(model: type[Input], body: dict[str, Any]) -> Input:
    try:
        return model.model_validate(body)
    except ValidationError as error:
        faults: list[JsonValue] = [
            {"pointer": "/body/" + "/".join(str(part) for part in each["loc"]), "detail": each["msg"]}
            for each in error.errors(include_url=False, include_input=False, include_context=False)
        ]
        raise BodyWrong(errors=faults) from None
