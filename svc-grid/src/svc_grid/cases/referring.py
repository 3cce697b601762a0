"""Use cases of the levels: a case is referred upwards 上报上级, as far as the city, and handed down again 下派."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from chassis.auth import Principal
from contracts.roles import Role
from svc_grid.cases.errors import NotYourCase
from svc_grid.cases.holding import check_handler, hold_as_desk
from svc_grid.cases.levels import check_level, level_above, level_below
from svc_grid.cases.lifecycle import WITH_HANDLER
from svc_grid.cases.models import Case
from svc_grid.cases.schemas import Reason, Remark
from svc_grid.cases.steps import check_possible, hold, take
from svc_grid.cases.terms import Action
from svc_grid.organisation import service as organisation


async def escalate(db: AsyncSession, actor: Principal, case_id: UUID, if_match: int | None, body: Reason) -> Case:
    """The desk of the level above has it; the same way again leads up to the city. Raises NothingAbove, NotYourLevel."""
    case = await hold(db, actor, case_id, if_match)
    check_possible(case, Action.ESCALATE)
    if case.status in WITH_HANDLER:
        check_handler(actor, case)
    elif actor.has(Role.GRID_DESK):
        check_level(actor, case)
    else:  # it is with the desk, and no unit's
        raise NotYourCase(unit_code=None)
    held_by = await level_above(db, case)
    await take(
        db, actor, case, Action.ESCALATE, note=body.remark, reason_code=body.reason_code, held_by=held_by, assignee=None,
        unit_code=await organisation.unit_over(db, held_by) or case.unit_code, escalated_times=case.escalated_times + 1,
    )  # fmt: skip
    return case


async def hand_down(db: AsyncSession, actor: Principal, case_id: UUID, if_match: int | None, body: Remark) -> Case:
    """The level below has it again, and assigns it."""
    case = await hold_as_desk(db, actor, case_id, if_match)
    held_by = await level_below(db, case)
    unit_code = await organisation.unit_over(db, held_by) or case.unit_code
    await take(db, actor, case, Action.HAND_DOWN, note=body.remark, held_by=held_by, unit_code=unit_code)
    return case
