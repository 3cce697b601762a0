"""Open cases handed from one staff account to another."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from chassis.auth import Principal
from svc_grid.cases.lifecycle import OPEN
from svc_grid.cases.models import Case
from svc_grid.cases.steps import record
from svc_grid.cases.terms import Action
from svc_grid.organisation.service import within


async def hand_over(
    db: AsyncSession, actor: Principal, *, from_assignee: str, to_assignee: str, territory_code: str, reason: str
) -> int:
    """Give all open cases that an account holds within a territory to another; how many there were."""
    held = select(Case).where(Case.status.in_(sorted(OPEN)), Case.assignee == from_assignee)
    held = held.where(within(Case.territory_code, territory_code)).order_by(Case.id).with_for_update()
    cases = (await db.execute(held)).scalars().all()
    for case in cases:
        case.assignee = to_assignee
        case.version += 1
        await record(db, actor, case, Action.ASSIGN, case.status, reason)
    return len(cases)
