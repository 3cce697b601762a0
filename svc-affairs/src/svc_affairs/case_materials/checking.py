"""Use cases of the check list: show it, note what came on paper, check."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from chassis.auth import Principal
from chassis.routing import check_version
from svc_affairs.case_materials import repository, service
from svc_affairs.case_materials.errors import FaultNotNamed, MaterialsSettled
from svc_affairs.case_materials.lifecycle import ACTIONS, MOVES
from svc_affairs.case_materials.models import CaseMaterial
from svc_affairs.case_materials.rules import is_checked_still, takes
from svc_affairs.case_materials.schemas import MaterialCheck, MaterialChecking
from svc_affairs.case_materials.terms import MaterialAction, MaterialVerdict
from svc_affairs.online_cases.access import note_change, reach
from svc_affairs.online_cases.models import OnlineCase
from svc_affairs.online_cases.repository import APPROVERS, COUNTER, Roles
from svc_affairs.online_cases.sealing import Seals

CHECKERS: Roles = COUNTER | APPROVERS

# A material, and how many files there are of it.
CheckList = list[tuple[CaseMaterial, int]]


async def show_materials(db: AsyncSession, actor: Principal, case_id: UUID, query_code: str | None, seals: Seals) -> CheckList:
    """The check list of a case, for its applicant too; raises Forbidden, CaseUnknown."""
    await reach(db, actor, case_id, query_code, seals, CHECKERS)
    return await _check_list(db, case_id)


async def note_paper(db: AsyncSession, actor: Principal, case_id: UUID, codes: Sequence[str], seals: Seals) -> CheckList:
    """Materials were brought to a window; raises CaseUnknown, MaterialUnknown, MaterialsSettled, MaterialActionNotPossible."""
    case = await reach(db, actor, case_id, None, seals, COUNTER, for_update=True)
    for material in await service.take_materials(db, case_id, codes):
        if not takes(case.status, material.status):
            raise _settled(case)
        service.provide(material, actor.subject, is_on_paper=True)
    note_change(case)
    await db.flush()
    return await _check_list(db, case_id)


async def check_materials(
    db: AsyncSession, actor: Principal, case_id: UUID, checking: MaterialChecking, seals: Seals
) -> CheckList:
    """Check some materials, or all that are there and not checked yet; all of it holds, or nothing.

    Raises CaseUnknown, MaterialUnknown, FaultNotNamed, MaterialsSettled, MaterialActionNotPossible, StaleVersion.
    """
    case = await reach(db, actor, case_id, None, seals, CHECKERS, for_update=True)
    if not is_checked_still(case.status):
        raise _settled(case)
    if checking.is_all_in_order:
        for material in await repository.list_materials(db, case_id):
            if (material.status, MaterialAction.ACCEPT) in MOVES and material.checked_at is None:
                service.check(material, MaterialAction.ACCEPT, actor.subject, None)
    else:
        await _check_each(db, actor, case_id, {each.code: each for each in checking.checks})
    note_change(case)
    await db.flush()
    return await _check_list(db, case_id)


async def _check_each(db: AsyncSession, actor: Principal, case_id: UUID, checks: dict[str, MaterialCheck]) -> None:
    for material in await service.take_materials(db, case_id, list(checks)):
        check = checks[material.code]
        check_version(check.version, material.version)
        if check.verdict is not MaterialVerdict.ACCEPTED and check.remark is None:
            raise FaultNotNamed(material.code, material=material.code)
        service.check(material, ACTIONS[check.verdict], actor.subject, check.remark)


async def _check_list(db: AsyncSession, case_id: UUID) -> CheckList:
    counts = await repository.count_files(db, case_id)
    return [(each, counts.get(each.code, 0)) for each in await repository.list_materials(db, case_id)]


def _settled(case: OnlineCase) -> MaterialsSettled:
    return MaterialsSettled(f"the case is {case.status}", state=str(case.status))
