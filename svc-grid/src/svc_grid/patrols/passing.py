"""Lets time pass for patrols: makes what is due, and counts as missed what was not made; after any downtime too."""

from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock
from chassis.app import Chassis
from chassis.auth import Principal
from svc_grid.patrols import repository
from svc_grid.patrols.acting import end_task
from svc_grid.patrols.counters import Tally
from svc_grid.patrols.making import make_some
from svc_grid.patrols.policy import POLICY
from svc_grid.patrols.terms import PointState, TaskAction, TaskStatus
from svc_grid.repeating import repeat

_EVERY_S = 5.0
_PLANS, _TASKS = 20, 50
_BY_ITSELF = Principal(subject="svc-grid", kind="service")


async def let_patrols_pass(chassis: Chassis) -> None:
    """Run for as long as the service does."""
    await repeat(chassis, [pass_once], _EVERY_S)


async def pass_once(db: AsyncSession) -> int:
    """A batch of both; how many plans and tasks that were."""
    return await make_due(db) or await end_run_out(db)


async def make_due(db: AsyncSession) -> int:
    """Make some days' tasks of some plans that are behind."""
    today = clock.local_day(clock.now())
    held = await repository.hold_plans(db, today, _PLANS)
    for plan in held:
        await make_some(db, plan, today)
    return len(held)


async def end_run_out(db: AsyncSession) -> int:
    """End some tasks whose time, and that for what was done off-line to come in, has run out: missed, or done after all."""
    now = clock.now()
    held = await repository.hold_run_out(db, now - timedelta(hours=POLICY.sync_grace_h), _TASKS)
    tally = Tally()
    for task in held:
        points = (await repository.points_of(db, task.id)).values()
        is_told = task.status is TaskStatus.UNDER_WAY and all(point.state is not PointState.PLANNED for point in points)
        action = TaskAction.FINISH if is_told else TaskAction.MISS
        await end_task(db, _BY_ITSELF, task, action, task.closes_at, tally)
    await tally.write(db)
    return len(held)
