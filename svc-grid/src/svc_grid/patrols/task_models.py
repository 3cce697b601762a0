"""Tables of patrol tasks, what was seen in them and what was found, and the counters of coverage."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import DateTime
from sqlalchemy.orm import Mapped, mapped_column

from chassis.terms import term_column
from svc_grid.base import Base
from svc_grid.patrols.terms import AssignedTo, PointState, TaskStatus, VisitResult

_AT = DateTime(timezone=True)


class PatrolTask(Base):
    """One patrol of a plan on one day. `told` counts what was announced of it."""

    __tablename__ = "patrol_tasks"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    plan_id: Mapped[UUID]
    plan_version: Mapped[int]
    version: Mapped[int]
    told: Mapped[int]
    status: Mapped[TaskStatus] = mapped_column(term_column(TaskStatus))
    due_on: Mapped[date]
    opens_at: Mapped[datetime] = mapped_column(_AT)
    closes_at: Mapped[datetime] = mapped_column(_AT)
    territory_code: Mapped[str]
    assigned_to: Mapped[AssignedTo] = mapped_column(term_column(AssignedTo))
    unit_code: Mapped[str | None]
    points_planned: Mapped[int]
    points_visited: Mapped[int]
    points_not_reachable: Mapped[int]
    findings: Mapped[int]
    started_at: Mapped[datetime | None] = mapped_column(_AT)
    ended_at: Mapped[datetime | None] = mapped_column(_AT)
    reason_code: Mapped[str | None]

    @property
    def status_label_zh(self) -> str:
        return self.status.label_zh

    @property
    def status_label_en(self) -> str:
        return self.status.label_en


class PatrolTaskPoint(Base):
    """A checkpoint within a task."""

    __tablename__ = "patrol_task_points"

    task_id: Mapped[UUID] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(primary_key=True)
    plan_id: Mapped[UUID]
    state: Mapped[PointState] = mapped_column(term_column(PointState))


class PatrolVisit(Base):
    """That a checkpoint was seen, when, and what came of it; by whom stands in the task's history alone."""

    __tablename__ = "patrol_visits"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    task_id: Mapped[UUID]
    code: Mapped[str]
    visited_at: Mapped[datetime] = mapped_column(_AT)
    result: Mapped[VisitResult] = mapped_column(term_column(VisitResult))
    reason_code: Mapped[str | None]
    digest: Mapped[bytes]


class PatrolFinding(Base):
    """Something found on a checkpoint, and the case that follows it."""

    __tablename__ = "patrol_findings"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    visit_id: Mapped[UUID]
    task_id: Mapped[UUID]
    plan_id: Mapped[UUID]
    code: Mapped[str]
    item_code: Mapped[str]
    class_code: Mapped[str]
    title: Mapped[str]
    description: Mapped[str]
    territory_code: Mapped[str]
    case_id: Mapped[UUID]
    is_new_case: Mapped[bool]
    joined_because: Mapped[str | None]
    found_at: Mapped[datetime] = mapped_column(_AT)


class PatrolTaskStep(Base):
    """One step of a task's history: who answers for it."""

    __tablename__ = "patrol_task_steps"

    task_id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(_AT)
    action: Mapped[str]
    from_status: Mapped[str]
    to_status: Mapped[str]
    actor: Mapped[str]
    actor_kind: Mapped[str]
    note: Mapped[str | None]


class PatrolCounter(Base):
    """What was due on a day within a territory and what came of it, kept in the transactions of the tasks."""

    __tablename__ = "patrol_counters"

    due_on: Mapped[date] = mapped_column(primary_key=True)
    territory_code: Mapped[str] = mapped_column(primary_key=True)
    tasks_planned: Mapped[int]
    tasks_done: Mapped[int]
    tasks_missed: Mapped[int]
    tasks_cancelled: Mapped[int]
    points_planned: Mapped[int]
    points_visited: Mapped[int]
    points_not_reachable: Mapped[int]
    findings: Mapped[int]
