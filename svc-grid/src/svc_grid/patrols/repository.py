"""Every SELECT of plans, tasks and findings, each within what the principal may see.

Rows are locked FOR NO KEY UPDATE: a row written twice in a transaction has its foreign keys checked again, and who checks
must not wait for who only changes the plan.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select, true
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from chassis.auth import Principal
from svc_grid.patrols.errors import PlanUnknown, TaskUnknown
from svc_grid.patrols.models import PatrolCheckpoint, PatrolPlan, PatrolPlanVersion
from svc_grid.patrols.task_models import PatrolFinding, PatrolTask, PatrolTaskPoint, PatrolTaskStep, PatrolVisit
from svc_grid.patrols.terms import PlanStatus, TaskStatus
from svc_grid.within import within

_last_seen = func.coalesce(PatrolCheckpoint.last_seen_on, PatrolCheckpoint.since_on)


@dataclass(frozen=True)
class PlanFilter:
    """What a list of plans may be narrowed to."""

    territory_code: str | None = None
    status: PlanStatus | None = None
    unit_code: str | None = None


@dataclass(frozen=True)
class TaskFilter:
    """What a list of tasks may be narrowed to; the period's end is the day after its last."""

    territory_code: str | None = None
    status: TaskStatus | None = None
    unit_code: str | None = None
    plan_id: UUID | None = None
    start_on: date | None = None
    end_on: date | None = None


@dataclass(frozen=True)
class FindingFilter:
    """What a list of findings may be narrowed to."""

    territory_code: str | None = None
    case_id: UUID | None = None
    plan_id: UUID | None = None
    task_id: UUID | None = None


def visible(actor: Principal, column: InstrumentedAttribute[str]) -> ColumnElement[bool]:
    """Its own subtree."""
    return true() if actor.territory_code is None else within(column, actor.territory_code)


def _narrowed(model: type[Any], actor: Principal, wanted: Any, *names: str) -> list[ColumnElement[bool]]:
    conditions = [visible(actor, model.territory_code)]
    if wanted.territory_code is not None:
        conditions.append(within(model.territory_code, wanted.territory_code))
    return conditions + [getattr(model, name) == value for name in names if (value := getattr(wanted, name)) is not None]


async def get_plan(db: AsyncSession, actor: Principal, plan_id: UUID, *, for_update: bool = False) -> PatrolPlan:
    """The plan; raises PlanUnknown also where the principal may not see it."""
    chosen = select(PatrolPlan).where(PatrolPlan.id == plan_id, visible(actor, PatrolPlan.territory_code))
    found = (await db.execute(chosen.with_for_update(key_share=True) if for_update else chosen)).scalar_one_or_none()
    if found is None:
        raise PlanUnknown()
    return found


def list_plans(actor: Principal, wanted: PlanFilter) -> Select[PatrolPlan]:
    return select(PatrolPlan).where(*_narrowed(PatrolPlan, actor, wanted, "status", "unit_code"))


async def list_plan_versions(db: AsyncSession, plan_id: UUID) -> Sequence[PatrolPlanVersion]:
    chosen = select(PatrolPlanVersion).where(PatrolPlanVersion.plan_id == plan_id).order_by(PatrolPlanVersion.version)
    return (await db.execute(chosen)).scalars().all()


async def hold_plans(db: AsyncSession, today: date, most: int) -> Sequence[PatrolPlan]:
    """Some plans whose tasks are not made through today, which nobody else holds."""
    behind = (PatrolPlan.status == PlanStatus.ACTIVE, PatrolPlan.made_through < today)
    chosen = select(PatrolPlan).where(*behind).order_by(PatrolPlan.made_through, PatrolPlan.id).limit(most)
    return (await db.execute(chosen.with_for_update(key_share=True, skip_locked=True))).scalars().all()


async def hold_checkpoints(db: AsyncSession, plan_id: UUID, codes: Collection[str] | None = None) -> dict[str, PatrolCheckpoint]:
    """A plan's checkpoints by code, their rows locked in one order."""
    chosen = select(PatrolCheckpoint).where(PatrolCheckpoint.plan_id == plan_id)
    if codes is not None:
        chosen = chosen.where(PatrolCheckpoint.code.in_(codes))
    found = await db.execute(chosen.order_by(PatrolCheckpoint.code).with_for_update(key_share=True))
    return {each.code: each for each in found.scalars()}


def list_checkpoints(plan_id: UUID) -> Select[PatrolCheckpoint]:
    return select(PatrolCheckpoint).where(PatrolCheckpoint.plan_id == plan_id)


async def get_task(db: AsyncSession, actor: Principal, task_id: UUID, *, for_update: bool = False) -> PatrolTask:
    """The task; raises TaskUnknown also where the principal may not see it."""
    chosen = select(PatrolTask).where(PatrolTask.id == task_id, visible(actor, PatrolTask.territory_code))
    found = (await db.execute(chosen.with_for_update(key_share=True) if for_update else chosen)).scalar_one_or_none()
    if found is None:
        raise TaskUnknown()
    return found


def list_tasks(actor: Principal, wanted: TaskFilter) -> Select[PatrolTask]:
    conditions = _narrowed(PatrolTask, actor, wanted, "status", "unit_code", "plan_id")
    if wanted.start_on is not None:
        conditions.append(PatrolTask.due_on >= wanted.start_on)
    if wanted.end_on is not None:
        conditions.append(PatrolTask.due_on < wanted.end_on)
    return select(PatrolTask).where(*conditions)


async def open_tasks(db: AsyncSession, actor: Principal, most: int) -> Sequence[PatrolTask]:
    """Those of the actor's unit, or else of his territory, that are to be made, the next ones first."""
    open_ = PatrolTask.status.in_((TaskStatus.PLANNED, TaskStatus.UNDER_WAY))
    own = visible(actor, PatrolTask.territory_code) if actor.unit_code is None else PatrolTask.unit_code == actor.unit_code
    chosen = select(PatrolTask).where(open_, own).order_by(PatrolTask.closes_at, PatrolTask.id).limit(most)
    return (await db.execute(chosen)).scalars().all()


async def hold_run_out(db: AsyncSession, before: datetime, most: int) -> Sequence[PatrolTask]:
    """Some open tasks whose time has run out, which nobody else holds; by plan, as their checkpoints are locked."""
    open_ = (PatrolTask.status.in_((TaskStatus.PLANNED, TaskStatus.UNDER_WAY)), PatrolTask.closes_at < before)
    chosen = select(PatrolTask).where(*open_).order_by(PatrolTask.closes_at, PatrolTask.id).limit(most)
    found = (await db.execute(chosen.with_for_update(key_share=True, skip_locked=True))).scalars().all()
    return sorted(found, key=lambda task: (task.plan_id, task.due_on))


async def hold_waiting(db: AsyncSession, plan_id: UUID) -> Sequence[PatrolTask]:
    """A plan's tasks that nobody has begun."""
    chosen = select(PatrolTask).where(PatrolTask.plan_id == plan_id, PatrolTask.status == TaskStatus.PLANNED)
    return (await db.execute(chosen.order_by(PatrolTask.due_on).with_for_update(key_share=True))).scalars().all()


async def points_of(db: AsyncSession, task_id: UUID) -> dict[str, PatrolTaskPoint]:
    found = await db.execute(select(PatrolTaskPoint).where(PatrolTaskPoint.task_id == task_id).order_by(PatrolTaskPoint.code))
    return {each.code: each for each in found.scalars()}


async def find_visit(db: AsyncSession, visit_id: UUID) -> PatrolVisit | None:
    return await db.get(PatrolVisit, visit_id)


async def list_seen(db: AsyncSession, task: PatrolTask) -> Sequence[Any]:
    """The task's checkpoints by code, with the last visit of each, if any."""
    last = (
        select(PatrolVisit).where(PatrolVisit.task_id == task.id).ext(distinct_on(PatrolVisit.code))
        .order_by(PatrolVisit.code, PatrolVisit.visited_at.desc(), PatrolVisit.id.desc()).subquery()
    )  # fmt: skip
    columns = (PatrolTaskPoint.code, PatrolTaskPoint.state, PatrolCheckpoint.name, PatrolCheckpoint.lon, PatrolCheckpoint.lat)
    chosen = (
        select(*columns, PatrolCheckpoint.items.label("check_items"), last.c.id.label("visit_id"), last.c.visited_at,
               last.c.result, last.c.reason_code)
        .join(PatrolCheckpoint, (PatrolCheckpoint.plan_id == task.plan_id) & (PatrolCheckpoint.code == PatrolTaskPoint.code))
        .outerjoin(last, last.c.code == PatrolTaskPoint.code)
        .where(PatrolTaskPoint.task_id == task.id)
        .order_by(PatrolTaskPoint.code)
    )  # fmt: skip
    return (await db.execute(chosen)).all()


async def list_steps(db: AsyncSession, task_id: UUID) -> Sequence[PatrolTaskStep]:
    chosen = select(PatrolTaskStep).where(PatrolTaskStep.task_id == task_id).order_by(PatrolTaskStep.version)
    return (await db.execute(chosen)).scalars().all()


def list_findings(actor: Principal, wanted: FindingFilter) -> Select[PatrolFinding]:
    return select(PatrolFinding).where(*_narrowed(PatrolFinding, actor, wanted, "case_id", "plan_id", "task_id"))


async def findings_of_visit(db: AsyncSession, visit_id: UUID, task_id: UUID) -> Sequence[PatrolFinding]:
    chosen = select(PatrolFinding).where(PatrolFinding.task_id == task_id, PatrolFinding.visit_id == visit_id)
    return (await db.execute(chosen.order_by(PatrolFinding.id))).scalars().all()


async def newest_finding(db: AsyncSession, plan_id: UUID, code: str, item_code: str) -> PatrolFinding | None:
    """The last thing found on a checkpoint under one check item."""
    of_item = (PatrolFinding.plan_id == plan_id, PatrolFinding.code == code, PatrolFinding.item_code == item_code)
    chosen = select(PatrolFinding).where(*of_item).order_by(PatrolFinding.found_at.desc(), PatrolFinding.id.desc()).limit(1)
    return (await db.execute(chosen)).scalar_one_or_none()


def list_places(
    actor: Principal, territory_code: str | None, is_overdue: bool, seen_before: date | None
) -> Select[PatrolCheckpoint]:
    """Active checkpoints: those overdue only, and those last seen (or there since) before a day."""
    conditions = [PatrolCheckpoint.is_active.is_(True), visible(actor, PatrolCheckpoint.territory_code)]
    if territory_code is not None:
        conditions.append(within(PatrolCheckpoint.territory_code, territory_code))
    if is_overdue:
        conditions.append(PatrolCheckpoint.overdue_since.is_not(None))
    if seen_before is not None:
        conditions.append(_last_seen < seen_before)
    return select(PatrolCheckpoint).where(*conditions)
