"""Use cases of what was approved: publish it now or on a day, let it take over, suspend, resume."""

from datetime import date, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock
from chassis.auth import Principal
from svc_affairs.items import events, repository
from svc_affairs.items.errors import AnotherWaits, AuthorMayNotApprove, DayNotPossible
from svc_affairs.items.models import Item
from svc_affairs.items.moving import CLOCK, announce, hold, status_after, step
from svc_affairs.items.policy import POLICY
from svc_affairs.items.terms import Action


async def publish_item(
    db: AsyncSession, actor: Principal, item_id: UUID, if_match: int | None, effective_on: date | None = None,
    note: str | None = None,
) -> Item:  # fmt: skip
    """Approve what was submitted: it is in force now, in place of the version before, or from the beginning of a day.

    Raises ItemUnknown, StaleVersion, ActionNotPossible, AuthorMayNotApprove, AnotherWaits, DayNotPossible.
    """
    item = await hold(db, actor, item_id, if_match)
    today = clock.local_day(clock.now())
    action = Action.PUBLISH if effective_on in (None, today) else Action.SCHEDULE
    status_after(item, action)
    if actor.subject in item.authors:
        raise AuthorMayNotApprove()
    waiting = await repository.find_scheduled(db, item.code)
    if waiting is not None:
        raise AnotherWaits(item_id=str(waiting.id), version=waiting.version, effective_on=str(waiting.effective_on))
    if action is Action.PUBLISH:
        return await _take_over(db, actor, item, action, note)
    _check_day(effective_on, today)
    await step(db, actor, item, action, note=note, day=effective_on, effective_on=effective_on)
    await announce(db, item, events.scheduled(item))
    return item


async def take_over(db: AsyncSession, item: Item) -> Item:
    """Let a held version, whose day has come, take over at the beginning of that day."""
    assert item.effective_on is not None
    with clock.declared(clock.day_start(item.effective_on)):
        return await _take_over(db, CLOCK, item, Action.TAKE_OVER)


async def suspend_item(
    db: AsyncSession, actor: Principal, item_id: UUID, if_match: int | None, reason: str, resumes_on: date | None
) -> Item:
    """Nobody can apply until it is resumed, or its day comes; raises ItemUnknown, StaleVersion, ActionNotPossible,
    DayNotPossible.
    """
    item = await hold(db, actor, item_id, if_match)
    status_after(item, Action.SUSPEND)
    if resumes_on is not None:
        _check_day(resumes_on, clock.local_day(clock.now()))
    await step(
        db, actor, item, Action.SUSPEND, note=reason, day=resumes_on, suspended_reason=reason, resumes_on=resumes_on
    )  # fmt: skip
    await announce(db, item, events.suspended(item))
    return item


async def resume_item(db: AsyncSession, actor: Principal, item_id: UUID, if_match: int | None, note: str | None = None) -> Item:
    """It can be applied for again; raises ItemUnknown, StaleVersion, ActionNotPossible."""
    return await _resume(db, actor, await hold(db, actor, item_id, if_match), note)


async def resume_on_its_day(db: AsyncSession, item: Item) -> Item:
    """Resume a held version, whose day has come, at the beginning of that day."""
    assert item.resumes_on is not None
    with clock.declared(clock.day_start(item.resumes_on)):
        return await _resume(db, CLOCK, item)


async def _resume(db: AsyncSession, actor: Principal, item: Item, note: str | None = None) -> Item:
    await step(db, actor, item, Action.RESUME, note=note, suspended_reason=None, resumes_on=None)
    await announce(db, item, events.resumed(item))
    return item


async def _take_over(db: AsyncSession, actor: Principal, item: Item, action: Action, note: str | None = None) -> Item:
    """The version before goes first, since two are never in force at once; not even within a transaction."""
    former = await repository.find_offered(db, item.code, for_update=True)
    now = clock.now()
    if former is not None:
        await step(db, actor, former, Action.REPLACE, withdrawn_at=now, replaced_by_id=item.id)
        await announce(db, former, events.withdrawn(former, item.id))
    await step(db, actor, item, action, note=note, published_at=now, effective_on=item.effective_on or clock.local_day(now))
    await announce(db, item, events.published(item))
    return item


def _check_day(day: date | None, today: date) -> None:
    earliest, latest = today + timedelta(days=1), today + timedelta(days=POLICY.furthest_days)
    if day is None or not earliest <= day <= latest:
        raise DayNotPossible(earliest=str(earliest), latest=str(latest))
