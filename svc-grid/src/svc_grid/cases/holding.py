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
    """As `hold`; raises NotYourCase, NotYourLevel as `check_handler` does."""
    case = await hold(db, actor, case_id, if_match)
    check_handler(actor, case)
    return case


def check_handler(actor: Principal, case: Case) -> None:
    """Raise NotYourCase where the actor is neither its officer nor of its unit, NotYourLevel for a desk below its own.

    The desk of its level stands in for the handling side.
    """
    if actor.subject == case.assignee or (actor.unit_code is not None and actor.unit_code == case.unit_code):
        return
    if actor.has(Role.GRID_DESK):
        check_level(actor, case)
    elif not _speaks_for_many(actor):
        raise NotYourCase(unit_code=case.unit_code)


async def hold_as_verifier(db: AsyncSession, actor: Principal, case_id: UUID, if_match: int | None) -> Case:
    """As `hold`, for the reporter's side; raises NotReportersSide, NotYourLevel, HandlerMayNotVerify.

    That is an inspector, the desk of its level, or who reported it; and never who worked on it since it was assigned, nor
    anybody of a unit that did. An application speaks for many people and answers for them.
    """
    case = await hold(db, actor, case_id, if_match)
    if not actor.has(Role.INSPECTOR) and actor.subject != case.reported_by:
        if not actor.has(Role.GRID_DESK):
            raise NotReportersSide()
        check_level(actor, case)
    if not _speaks_for_many(actor):
        units = {case.handling_unit_code, *case.worked_units}
        if actor.subject in (case.handled_by, *case.worked_by) or (actor.unit_code is not None and actor.unit_code in units):
            raise HandlerMayNotVerify()
    return case


def with_worker(case: Case, *accounts: str | None, unit_code: str | None) -> dict[str, list[str]]:
    """Who has worked on it, with some more accounts and a unit."""
    units = {*case.worked_units, unit_code} - {None}
    return {
        "worked_by": sorted({*case.worked_by, *(each for each in accounts if each is not None)}),
        "worked_units": sorted(each for each in units if each is not None),
    }


def check_decider(actor: Principal, asked_by: str | None) -> None:
    """Raise AskerMayNotDecide where the actor is who asked."""
    if actor.subject == asked_by and not _speaks_for_many(actor):
        raise AskerMayNotDecide()


def _speaks_for_many(actor: Principal) -> bool:
    return actor.kind == "application" or ADMINISTRATOR in actor.roles
