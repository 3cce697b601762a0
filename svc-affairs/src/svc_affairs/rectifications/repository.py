"""Every SELECT of the rectifications, each within what the principal may see."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from chassis.auth import Principal
from svc_affairs.rated_side import READING, Roles, seen_by
from svc_affairs.rectifications.errors import RectificationUnknown
from svc_affairs.rectifications.lifecycle import UNANSWERED
from svc_affairs.rectifications.models import Rectification, RectificationStep
from svc_affairs.rectifications.terms import RectificationStatus

_BY = ("status", "item_code", "department_code", "centre_code", "window_code")


@dataclass(frozen=True)
class Filter:
    """What a list of rectifications may be narrowed to; never to a person."""

    status: RectificationStatus | None = None
    item_code: str | None = None
    department_code: str | None = None
    centre_code: str | None = None
    window_code: str | None = None
    is_overdue: bool | None = None
    due_before: datetime | None = None


async def get(
    db: AsyncSession, actor: Principal, task_id: UUID, *, for_update: bool = False, acting: Roles = READING
) -> Rectification:  # fmt: skip
    """Raises RectificationUnknown also where the principal, so acting, may not see it."""
    seen = seen_by(actor, Rectification.department_code, Rectification.centre_code, acting)
    task = await _one(db, select(Rectification).where(Rectification.id == task_id, seen), for_update)
    if task is None:
        raise RectificationUnknown()
    return task


async def find_of_rating(db: AsyncSession, rating_id: UUID, *, for_update: bool = False) -> Rectification | None:
    return await _one(db, select(Rectification).where(Rectification.rating_id == rating_id), for_update)


def list_rectifications(actor: Principal, wanted: Filter) -> Select[Rectification]:
    """The statement of a list; the caller pages it."""
    conditions = [seen_by(actor, Rectification.department_code, Rectification.centre_code)]
    conditions += [
        getattr(Rectification, name) == value for name in _BY if (value := getattr(wanted, name)) is not None
    ]  # fmt: skip
    if wanted.is_overdue is not None:
        late = or_(Rectification.was_overdue, Rectification.was_call_overdue)
        conditions.append(late if wanted.is_overdue else ~late)
    if wanted.due_before is not None:
        conditions += [Rectification.due_at < wanted.due_before, Rectification.status.in_(sorted(UNANSWERED))]
    return select(Rectification).where(*conditions)


async def list_steps(db: AsyncSession, task_id: UUID) -> Sequence[RectificationStep]:
    chosen = select(RectificationStep).where(RectificationStep.rectification_id == task_id)
    return (await db.execute(chosen.order_by(RectificationStep.version))).scalars().all()


async def hold_due(db: AsyncSession, now: datetime, most: int) -> Sequence[Rectification]:
    """Some whose timers are due, locked; those that another holds are left to it."""
    sweep_at = func.greatest(Rectification.wake_at, Rectification.sweep_after)
    due = select(Rectification).where(Rectification.wake_at.is_not(None), sweep_at <= now).order_by(sweep_at).limit(most)
    return (await db.execute(due.with_for_update(skip_locked=True, key_share=True))).scalars().all()


async def _one(db: AsyncSession, chosen: Select[Rectification], for_update: bool) -> Rectification | None:
    if for_update:  # as it is now, whatever this session has read of it before it had the lock
        chosen = chosen.with_for_update(key_share=True).execution_options(populate_existing=True)
    return (await db.execute(chosen)).scalar_one_or_none()
