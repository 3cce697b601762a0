"""What is announced of a patrol task; each event has the next number of its task."""

from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock, outbox
from contracts import grid
from svc_grid.patrols.task_models import PatrolFinding, PatrolTask
from svc_grid.patrols.terms import TaskStatus


async def tell_end(db: AsyncSession, task: PatrolTask) -> None:
    """That it was made, or missed."""
    model = grid.PatrolTaskDoneV1 if task.status is TaskStatus.DONE else grid.PatrolTaskMissedV1
    event = model(
        occurred_at=clock.now(), task_id=task.id, plan_id=task.plan_id, territory_code=task.territory_code, due_on=task.due_on,
        checkpoints_planned=task.points_planned, checkpoints_visited=task.points_visited,
    )  # fmt: skip
    await _tell(db, task, event)


async def tell_finding(db: AsyncSession, task: PatrolTask, finding: PatrolFinding) -> None:
    event = grid.PatrolFindingReportedV1(
        occurred_at=clock.now(), task_id=task.id, plan_id=task.plan_id, territory_code=task.territory_code, due_on=task.due_on,
        finding_id=finding.id, checkpoint_code=finding.code, class_code=finding.class_code, case_id=finding.case_id,
        is_new_case=finding.is_new_case,
    )  # fmt: skip
    await _tell(db, task, event)


async def _tell(db: AsyncSession, task: PatrolTask, event: grid.PatrolEvent) -> None:
    task.told += 1
    await outbox.publish(db, event, subject=str(task.id), sequence=task.told)
