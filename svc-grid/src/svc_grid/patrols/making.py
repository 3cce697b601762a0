"""Makes the tasks of plans, each due day's exactly once, after any downtime too."""

from datetime import date, timedelta

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from chassis.ids import uuid7
from svc_grid.calendar.service import calendar_of
from svc_grid.organisation import service as organisation
from svc_grid.patrols.counters import Tally
from svc_grid.patrols.models import PatrolCheckpoint, PatrolPlan
from svc_grid.patrols.policy import POLICY
from svc_grid.patrols.rules import due_days, window
from svc_grid.patrols.task_models import PatrolTask, PatrolTaskPoint
from svc_grid.patrols.terms import AssignedTo, PointState, TaskStatus


async def catch_up(db: AsyncSession, plan: PatrolPlan, today: date, tally: Tally) -> None:
    """Make the held plan's tasks through today; what was due under a plan's version is made under that version.

    What they count is the caller's to write, at the end: counters are locked last, by everybody.
    """
    while plan.made_through < today:
        await make_some(db, plan, today, tally)


async def make_some(db: AsyncSession, plan: PatrolPlan, today: date, tally: Tally) -> None:
    """The same for some days only."""
    through = min(today, plan.made_through + timedelta(days=POLICY.days_a_batch))
    calendar = await calendar_of(db)
    days = list(due_days(plan.recurrence, plan.made_through, through, calendar.is_working))
    plan.made_through = through
    codes = await _codes(db, plan) if days else []
    if codes:
        await _make(db, plan, days, codes, tally)


async def _codes(db: AsyncSession, plan: PatrolPlan) -> list[str]:
    chosen = select(PatrolCheckpoint.code).where(PatrolCheckpoint.plan_id == plan.id, PatrolCheckpoint.is_active)
    return list((await db.execute(chosen.order_by(PatrolCheckpoint.code))).scalars())


async def _make(db: AsyncSession, plan: PatrolPlan, days: list[date], codes: list[str], tally: Tally) -> None:
    unit = plan.unit_code
    if plan.assigned_to is AssignedTo.GRID_LEAD:
        unit = await organisation.unit_over(db, plan.territory_code)
    made = []
    for day in days:
        opens_at, closes_at = window(day, plan.opens, plan.closes)
        task = PatrolTask(
            id=uuid7(), plan_id=plan.id, plan_version=plan.version, version=1, told=0, status=TaskStatus.PLANNED, due_on=day,
            opens_at=opens_at, closes_at=closes_at, territory_code=plan.territory_code, assigned_to=plan.assigned_to,
            unit_code=unit, points_planned=len(codes), points_visited=0, points_not_reachable=0, findings=0,
        )  # fmt: skip
        made.append(task)
    db.add_all(made)
    await db.flush()
    points = [
        {"task_id": task.id, "code": code, "plan_id": plan.id, "state": PointState.PLANNED} for task in made for code in codes
    ]
    await db.execute(insert(PatrolTaskPoint), points)
    for task in made:
        tally.give(task)
