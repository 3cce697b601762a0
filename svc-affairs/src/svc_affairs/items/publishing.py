"""Use cases of what was approved: publish it now or on a day, suspend, resume."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock
from chassis.auth import Principal
from svc_affairs.base_items import service as base_items
from svc_affairs.items import events, repository
from svc_affairs.items.errors import AnotherWaits, AuthorMayNotApprove, DayNotPossible
from svc_affairs.items.models import Item
from svc_affairs.items.moving import status_after, step
from svc_affairs.items.passing import catch_up, hold, put_in_force, resume
from svc_affairs.items.policy import POLICY
from svc_affairs.items.terms import Action, ItemStatus


async def publish_item(
    db: AsyncSession, actor: Principal, item_id: UUID, if_match: int | None, effective_on: date | None = None,
    note: str | None = None,
) -> Item:  # fmt: skip
    """Approve what was submitted: it is in force now, in place of the version before, or from the beginning of a day.

    Raises ItemUnknown, StaleVersion, ActionNotPossible, AuthorMayNotApprove, AnotherWaits, DayNotPossible, BaseItemNotInUse,
    BaseKindDiffers, LevelNotOfBase, LongerThanBase.
    """
    item = await hold(db, actor, item_id, if_match)
    today = clock.local_day(clock.now())
    action = Action.PUBLISH if effective_on in (None, today) else Action.SCHEDULE
    status_after(item, action)
    if actor.subject in item.authors:
        raise AuthorMayNotApprove()
    await _check_nothing_waits(db, item)
    await base_items.check_against_base(db, item.base_code, item.kind, item.level, item.statutory_days)
    if action is Action.PUBLISH:
        await put_in_force(db, actor, item, action, note)
        return item
    check_day(effective_on, today)
    await step(db, actor, item, action, tells=events.scheduled, note=note, day=effective_on, effective_on=effective_on)
    return item


async def suspend_item(
    db: AsyncSession, actor: Principal, item_id: UUID, if_match: int | None, reason: str, resumes_on: date | None
) -> Item:
    """Nobody can apply until it is resumed, or its day comes; raises ItemUnknown, StaleVersion, ActionNotPossible,
    DayNotPossible.
    """
    item = await hold(db, actor, item_id, if_match)
    status_after(item, Action.SUSPEND)
    if resumes_on is not None:
        check_day(resumes_on, clock.local_day(clock.now()))
    why: dict[str, Any] = {"suspended_reason": reason, "resumes_on": resumes_on}
    await step(db, actor, item, Action.SUSPEND, tells=events.suspended, note=reason, day=resumes_on, **why)
    return item


async def resume_item(db: AsyncSession, actor: Principal, item_id: UUID, if_match: int | None, note: str | None = None) -> Item:
    """It can be applied for again; raises ItemUnknown, StaleVersion, ActionNotPossible."""
    item = await hold(db, actor, item_id, if_match)
    await resume(db, actor, item, note)
    return item


async def _check_nothing_waits(db: AsyncSession, item: Item) -> None:
    """Versions take over in their order, so another that waits is called off first; one whose day has come waits no more."""
    waiting = await repository.find_scheduled(db, item.code)
    if waiting is None:
        return
    await catch_up(db, waiting)
    if waiting.status is ItemStatus.SCHEDULED:
        raise AnotherWaits(item_id=str(waiting.id), version=waiting.version, effective_on=str(waiting.effective_on))


def check_day(day: date | None, today: date) -> None:
    """Raises DayNotPossible."""
    earliest, latest = today + timedelta(days=1), today + timedelta(days=POLICY.furthest_days)
    if day is None or not earliest <= day <= latest:
        raise DayNotPossible(earliest=str(earliest), latest=str(latest))
