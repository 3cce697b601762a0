"""Tables of patrol plans, their checkpoints and versions."""

from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from sqlalchemy import DateTime
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from chassis.terms import term_column
from svc_grid.base import Base
from svc_grid.patrols.rules import Recurrence
from svc_grid.patrols.terms import AssignedTo, PlanChange, PlanStatus, Rhythm

_AT = DateTime(timezone=True)


class PatrolPlan(Base):
    """What is to be looked at within a territory, and how often. Tasks are made for each day through `made_through`."""

    __tablename__ = "patrol_plans"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int]
    status: Mapped[PlanStatus] = mapped_column(term_column(PlanStatus))
    name: Mapped[str]
    territory_code: Mapped[str]
    assigned_to: Mapped[AssignedTo] = mapped_column(term_column(AssignedTo))
    unit_code: Mapped[str | None]
    rhythm: Mapped[Rhythm] = mapped_column(term_column(Rhythm))
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    weekdays: Mapped[list[int]] = mapped_column(JSONB)
    every_days: Mapped[int]
    month_days: Mapped[list[int]] = mapped_column(JSONB)
    only_working_days: Mapped[bool]
    opens: Mapped[time]
    closes: Mapped[time]
    made_through: Mapped[date]
    changed_at: Mapped[datetime] = mapped_column(_AT)

    @property
    def recurrence(self) -> Recurrence:
        return Recurrence(
            rhythm=self.rhythm, starts_on=self.starts_on, ends_on=self.ends_on, weekdays=frozenset(self.weekdays),
            every_days=self.every_days, month_days=frozenset(self.month_days), only_working_days=self.only_working_days,
        )  # fmt: skip


class PatrolPlanVersion(Base):
    """A plan as one change left it, its checkpoints with it, and who made that."""

    __tablename__ = "patrol_plan_versions"

    plan_id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(_AT)
    change: Mapped[PlanChange] = mapped_column(term_column(PlanChange))
    actor: Mapped[str]
    reason: Mapped[str | None]
    entry: Mapped[dict[str, Any]] = mapped_column(JSONB)


class PatrolCheckpoint(Base):
    """A place to be looked at 巡查点. `last_seen_on` and `overdue_since` are of the place, whoever was there."""

    __tablename__ = "patrol_checkpoints"

    plan_id: Mapped[UUID] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    lon: Mapped[float]
    lat: Mapped[float]
    component_code: Mapped[str | None]
    # What is to be looked at: {code, name, class_code} each.
    items: Mapped[list[dict[str, str]]] = mapped_column(JSONB)
    is_active: Mapped[bool]
    territory_code: Mapped[str]
    since_on: Mapped[date]
    last_seen_on: Mapped[date | None]
    overdue_since: Mapped[date | None]
