"""Use cases of what is done with a case."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock
from chassis.auth import ADMINISTRATOR, Principal
from contracts.roles import Role
from svc_grid.cases.errors import HandlerMayNotVerify, HandlerUnknown, NotYourCase
from svc_grid.cases.models import Case
from svc_grid.cases.schemas import Assignment, HandlingResult, Reason, Remark, Verification
from svc_grid.cases.steps import hold, take
from svc_grid.cases.terms import Action
from svc_grid.organisation import service as organisation


async def register(db: AsyncSession, actor: Principal, case_id: UUID, if_match: int | None, body: Remark) -> Case:
    case = await hold(db, actor, case_id, if_match)
    await take(db, actor, case, Action.REGISTER, note=body.remark)
    return case


async def dismiss(db: AsyncSession, actor: Principal, case_id: UUID, if_match: int | None, body: Reason) -> Case:
    """It is not registered; the reporter is owed the reason."""
    case = await hold(db, actor, case_id, if_match)
    await take(db, actor, case, Action.DISMISS, note=body.remark, reason_code=body.reason_code)
    return case


async def assign(db: AsyncSession, actor: Principal, case_id: UUID, if_match: int | None, body: Assignment) -> Case:
    """Give it to whoever is to handle it; raises HandlerUnknown."""
    case = await hold(db, actor, case_id, if_match)
    if body.unit_code is not None and not await organisation.is_unit(db, body.unit_code):
        raise HandlerUnknown(unit_code=body.unit_code)
    unit_code = body.unit_code or case.unit_code
    await take(db, actor, case, Action.ASSIGN, note=body.remark, unit_code=unit_code, assignee=body.assignee)
    return case


async def start(db: AsyncSession, actor: Principal, case_id: UUID, if_match: int | None, body: Remark) -> Case:
    case = await _hold_as_handler(db, actor, case_id, if_match)
    await take(db, actor, case, Action.START_HANDLING, note=body.remark)
    return case


async def finish(db: AsyncSession, actor: Principal, case_id: UUID, if_match: int | None, body: HandlingResult) -> Case:
    """The work is done; whether it was late is a fact that stays."""
    case = await _hold_as_handler(db, actor, case_id, if_match)
    now = clock.now()
    is_late = case.is_overdue or (case.due_at is not None and now > case.due_at)
    await take(
        db, actor, case, Action.FINISH, note=body.result, result=body.result, evidence=body.evidence,
        handled_by=actor.subject, handled_at=now, is_overdue=is_late,
    )  # fmt: skip
    return case


async def give_back(db: AsyncSession, actor: Principal, case_id: UUID, if_match: int | None, body: Reason) -> Case:
    """The handling side gives it back; it waits for another assignment."""
    case = await _hold_as_handler(db, actor, case_id, if_match)
    await take(db, actor, case, Action.RETURN, note=body.remark, reason_code=body.reason_code, assignee=None)
    return case


async def verify(db: AsyncSession, actor: Principal, case_id: UUID, if_match: int | None, body: Verification) -> Case:
    """The reporter's side checks; raises HandlerMayNotVerify. An application speaks for many people and answers for them."""
    case = await hold(db, actor, case_id, if_match)
    if case.handled_by == actor.subject and actor.kind != "application" and ADMINISTRATOR not in actor.roles:
        raise HandlerMayNotVerify()
    action = Action.PASS if body.passed else Action.SEND_BACK
    await take(db, actor, case, action, note=body.remark, reason_code=body.reason_code)
    return case


async def close(db: AsyncSession, actor: Principal, case_id: UUID, if_match: int | None, body: Remark) -> Case:
    case = await hold(db, actor, case_id, if_match)
    await take(db, actor, case, Action.CLOSE, note=body.remark, closed_at=clock.now())
    return case


async def void(db: AsyncSession, actor: Principal, case_id: UUID, if_match: int | None, body: Reason) -> Case:
    """It is of no effect any more."""
    case = await hold(db, actor, case_id, if_match)
    await take(db, actor, case, Action.VOID, note=body.remark, reason_code=body.reason_code)
    return case


async def _hold_as_handler(db: AsyncSession, actor: Principal, case_id: UUID, if_match: int | None) -> Case:
    """As `hold`; raises NotYourCase where the actor stands for another unit than the case's."""
    case = await hold(db, actor, case_id, if_match)
    if actor.unit_code is None or actor.has(Role.GRID_DESK):
        return case
    if actor.unit_code != case.unit_code and actor.subject != case.assignee:
        raise NotYourCase(unit_code=case.unit_code)
    return case
