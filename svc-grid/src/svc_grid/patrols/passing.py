"""Lets time pass for patrols: makes what is due, and counts as missed what was not made; after any downtime too."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from typing import TypeVar

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock
from chassis.app import Chassis
from chassis.auth import Principal
from chassis.error_handlers import is_database_away
from chassis.repeating import repeat
from svc_grid.patrols import repository
from svc_grid.patrols.acting import end_task
from svc_grid.patrols.counters import Tally
from svc_grid.patrols.making import make_some
from svc_grid.patrols.models import PatrolPlan
from svc_grid.patrols.policy import POLICY
from svc_grid.patrols.task_models import PatrolTask
from svc_grid.patrols.terms import PointState, TaskAction, TaskStatus

_log = structlog.get_logger(__name__)
T = TypeVar("T", PatrolPlan, PatrolTask)

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
    return await _each(db, held, lambda plan, tally: make_some(db, plan, today, tally))


async def end_run_out(db: AsyncSession) -> int:
    """End some tasks whose time, and that for what was done off-line to come in, has run out: missed, or done after all."""
    held = await repository.hold_run_out(db, clock.now() - timedelta(hours=POLICY.sync_grace_h), _TASKS)
    return await _each(db, held, lambda task, tally: _end(db, task, tally))


async def _end(db: AsyncSession, task: PatrolTask, tally: Tally) -> None:
    points = (await repository.points_of(db, task.id)).values()
    is_told = task.status is TaskStatus.UNDER_WAY and all(point.state is not PointState.PLANNED for point in points)
    action = TaskAction.FINISH if is_told else TaskAction.MISS
    await end_task(db, _BY_ITSELF, task, action, task.closes_at, tally)


async def _each(db: AsyncSession, held: Sequence[T], do: Callable[[T, Tally], Awaitable[None]]) -> int:
    """Do it to each in a savepoint, so that one that fails keeps no other waiting; how many went well."""
    together, went_well = Tally(), 0
    for each in held:
        name, own = str(each.id), Tally()
        try:
            async with db.begin_nested():
                await do(each, own)
        except Exception as error:
            if is_database_away(error):
                raise
            _log.exception("a patrol's time did not pass", of=type(each).__name__, id=name)
            await db.refresh(each)
            continue
        together.add(own)
        went_well += 1
    await together.write(db)
    return went_well
