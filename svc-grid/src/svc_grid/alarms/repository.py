"""Every SELECT of the alarms."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, func, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock
from chassis.auth import Principal
from svc_grid.alarms.models import AlarmCase, AlarmClass, FollowedAlarm
from svc_grid.cases.models import Case
from svc_grid.cases.repository import visible_to

ANY_RULE = "*"


@dataclass(frozen=True)
class Filter:
    """What a list of alarms' cases may be narrowed to."""

    cause: str | None = None
    device_id: str | None = None
    component_code: str | None = None
    case_id: UUID | None = None


async def hold_followed(db: AsyncSession, cause: str) -> FollowedAlarm:
    """How far a cause was followed, the row locked: what is told of it is taken in one after the other."""
    await db.execute(insert(FollowedAlarm).values(cause=cause).on_conflict_do_nothing())
    held = select(FollowedAlarm).where(FollowedAlarm.cause == cause).with_for_update()
    return (await db.execute(held.execution_options(populate_existing=True))).scalar_one()


async def hold_due(db: AsyncSession, now: datetime, most: int) -> Sequence[FollowedAlarm]:
    """Some causes whose time is over, locked; those that another holds are left to it."""
    due = select(FollowedAlarm).where(FollowedAlarm.check_at <= now)
    if not clock.is_declared():  # who declares the time is not to be kept out of it
        due = due.where(or_(FollowedAlarm.sweep_after.is_(None), FollowedAlarm.sweep_after <= now))
    held = due.order_by(FollowedAlarm.check_at).limit(most).with_for_update(skip_locked=True)
    return (await db.execute(held.execution_options(populate_existing=True))).scalars().all()


async def link_of(db: AsyncSession, case_id: UUID) -> AlarmCase:
    return (await db.execute(select(AlarmCase).where(AlarmCase.case_id == case_id))).scalar_one()


def list_links(actor: Principal, wanted: Filter) -> Select[AlarmCase]:
    """The statement of a list, of cases that the principal may see; the caller pages it."""
    conditions = [visible_to(actor)]
    for name in ("cause", "device_id", "component_code", "case_id"):
        value = getattr(wanted, name)
        if value is not None:
            conditions.append(getattr(AlarmCase, name) == value)
    return select(AlarmCase).join(Case, Case.id == AlarmCase.case_id).where(*conditions)


async def class_settled_for(db: AsyncSession, device_kind: str, rule_code: str) -> str | None:
    """By the rule, or else by any rule."""
    chosen = select(AlarmClass.class_code).where(
        AlarmClass.device_kind == device_kind, AlarmClass.rule_code.in_([rule_code, ANY_RULE])
    )
    nearest = chosen.order_by(func.nullif(AlarmClass.rule_code, ANY_RULE).nulls_last()).limit(1)
    return (await db.execute(nearest)).scalar_one_or_none()


async def list_classes(db: AsyncSession) -> Sequence[AlarmClass]:
    """All of them: some dozens."""
    return (await db.execute(select(AlarmClass).order_by(AlarmClass.device_kind, AlarmClass.rule_code))).scalars().all()


async def hold_class(db: AsyncSession, device_kind: str, rule_code: str) -> AlarmClass | None:
    """What is settled; two who settle the same come one after the other."""
    lock = func.pg_advisory_xact_lock(func.hashtextextended(f"grid.alarm-classes {device_kind} {rule_code}", 0))
    await db.execute(select(lock))
    return await db.get(AlarmClass, (device_kind, rule_code), populate_existing=True)
