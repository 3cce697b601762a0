"""Takes patrol plans along when the territory that they are of goes to another; what is due today is made as it was."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from chassis.auth import Principal
from svc_grid.patrols.models import PatrolPlan
from svc_grid.patrols.planning import change_plan
from svc_grid.patrols.schemas import PlanPatch
from svc_grid.patrols.terms import PlanStatus
from svc_grid.within import is_among

_LONGEST_REASON = 200


async def follow_territories(db: AsyncSession, actor: Principal, moves: Mapping[str, str], reason: str) -> int:
    """Each active plan of a territory that goes is of what follows it from tomorrow on; returns how many they were.

    Raises PlanUnsound where a plan could not be of that.
    """
    chosen = select(PatrolPlan.id, PatrolPlan.territory_code).where(
        is_among(PatrolPlan.territory_code, list(moves)), PatrolPlan.status == PlanStatus.ACTIVE
    )
    plans = (await db.execute(chosen.order_by(PatrolPlan.id))).all()
    for plan in plans:
        patch = PlanPatch(territory_code=moves[plan.territory_code], reason=reason[:_LONGEST_REASON])
        await change_plan(db, actor, plan.id, None, patch)
    return len(plans)
