"""When a place was last seen, and since when it is overdue: of places alone."""

from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from svc_grid.patrols import repository
from svc_grid.patrols.models import PatrolCheckpoint
from svc_grid.patrols.task_models import PatrolTask, PatrolTaskPoint
from svc_grid.patrols.terms import PointState, TaskStatus

_UNSEEN = (PointState.PLANNED, PointState.NOT_REACHABLE)
_ENDED = (TaskStatus.DONE, TaskStatus.MISSED)


async def seen(db: AsyncSession, checkpoint: PatrolCheckpoint, on: date) -> None:
    """The held checkpoint was seen on a day, which may be told late."""
    if checkpoint.last_seen_on is not None and checkpoint.last_seen_on >= on:
        return
    checkpoint.last_seen_on = on
    if checkpoint.overdue_since is not None:
        await db.flush()
        await _settle(db, checkpoint.plan_id, [checkpoint.code])


async def not_seen(db: AsyncSession, task: PatrolTask, codes: Collection[str]) -> None:
    """The task has ended without these checkpoints."""
    if codes:
        await repository.hold_checkpoints(db, task.plan_id, codes)
        await _settle(db, task.plan_id, codes)


async def _settle(db: AsyncSession, plan_id: Any, codes: Collection[str]) -> None:
    """Overdue since the first ended task, later than it was last seen, that went without it."""
    missed = (
        select(func.min(PatrolTask.due_on))
        .join(PatrolTaskPoint, PatrolTaskPoint.task_id == PatrolTask.id)
        .where(
            PatrolTask.plan_id == PatrolCheckpoint.plan_id, PatrolTask.status.in_(_ENDED),
            PatrolTask.due_on > func.coalesce(PatrolCheckpoint.last_seen_on, date(1970, 1, 1)),
            PatrolTaskPoint.code == PatrolCheckpoint.code, PatrolTaskPoint.state.in_(_UNSEEN),
        )
        .scalar_subquery()
    )  # fmt: skip
    settled = update(PatrolCheckpoint).where(PatrolCheckpoint.plan_id == plan_id, PatrolCheckpoint.code.in_(codes))
    await db.execute(settled.values(overdue_since=missed).execution_options(synchronize_session="fetch"))
