"""Who may hold a case for an action: the desk of its level, the side that handles it, the side that reported it."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from chassis.auth import ADMINISTRATOR, Principal
from contracts.roles import Role
from svc_grid.cases.errors import AskerMayNotDecide, HandlerMayNotVerify, NotReportersSide, NotYourCase
from svc_grid.cases.levels import check_level
from svc_grid.cases.models import Case
from svc_grid.cases.steps import hold


async def hold_as_desk(db: AsyncSession, actor: Principal, case_id: UUID, if_match: int | None) -> Case:
    """As `hold`; raises NotYourLevel."""
    case = await hold(db, actor, case_id, if_match)
    check_level(actor, case)
    return case


async def hold_as_handler(db: AsyncSession, actor: Principal, case_id: UUID, if_match: int | None) -> Case:
    """As `hold`; raises NotYourCase where the actor stands for another unit than the case's."""
    case = await hold(db, actor, case_id, if_match)
    if actor.unit_code is None or actor.has(Role.GRID_DESK):
        return case
    if actor.unit_code != case.unit_code and actor.subject != case.assignee:
        raise NotYourCase(unit_code=case.unit_code)
    return case


async def hold_as_verifier(db: AsyncSession, actor: Principal, case_id: UUID, if_match: int | None) -> Case:
    """As `hold`, for the reporter's side; raises NotReportersSide, HandlerMayNotVerify.

    That is an inspector, the desk, or who reported it; and never who handled it, nor anybody of that unit. An application
    speaks for many people and answers for them.
    """
    case = await hold(db, actor, case_id, if_match)
    if not actor.has(Role.INSPECTOR, Role.GRID_DESK) and actor.subject != case.reported_by:
        raise NotReportersSide()
    if not _speaks_for_many(actor):
        is_of_that_unit = actor.unit_code is not None and actor.unit_code == case.handling_unit_code
        if actor.subject == case.handled_by or is_of_that_unit:
            raise HandlerMayNotVerify()
    return case


def check_decider(actor: Principal, case: Case) -> None:
    """Raise AskerMayNotDecide where the actor is who asked."""
    if actor.subject == case.asked_by and not _speaks_for_many(actor):
        raise AskerMayNotDecide()


def _speaks_for_many(actor: Principal) -> bool:
    return actor.kind == "application" or ADMINISTRATOR in actor.roles
