"""How time passes for a version: it takes over, or is resumed, at the beginning of its day, however late that is noticed."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock
from chassis.auth import Principal
from chassis.routing import check_version
from svc_affairs.items import events, repository
from svc_affairs.items.models import Item
from svc_affairs.items.moving import step
from svc_affairs.items.terms import Action, ItemStatus

CLOCK = Principal(subject="clock", kind="service")


async def hold(db: AsyncSession, actor: Principal, item_id: UUID, if_match: int | None) -> Item:
    """Lock the version for this transaction, and let time pass for it; raises ItemUnknown, StaleVersion."""
    item = await repository.get(db, actor, item_id, for_update=True)
    check_version(if_match, item.revision)
    await catch_up(db, item)
    return item


async def catch_up(db: AsyncSession, item: Item) -> None:
    """Do what the held version's day was set to do, if it has come, at the beginning of that day."""
    today = clock.local_day(clock.now())
    if item.status is ItemStatus.SCHEDULED and item.effective_on is not None and item.effective_on <= today:
        with clock.declared(clock.day_start(item.effective_on)):
            await put_in_force(db, CLOCK, item, Action.TAKE_OVER)
    elif item.status is ItemStatus.SUSPENDED and item.resumes_on is not None and item.resumes_on <= today:
        with clock.declared(clock.day_start(item.resumes_on)):
            await resume(db, CLOCK, item)


async def put_in_force(db: AsyncSession, actor: Principal, item: Item, action: Action, note: str | None = None) -> None:
    """The version before goes first, since two are never in force at once; not even within a transaction."""
    former = await repository.find_offered(db, item.code, for_update=True)
    now = clock.now()
    if former is not None:
        await step(db, actor, former, Action.REPLACE, tells=events.withdrawn, withdrawn_at=now, replaced_by_id=item.id)
    begins = item.effective_on or clock.local_day(now)
    await step(db, actor, item, action, tells=events.published, note=note, published_at=now, effective_on=begins)


async def resume(db: AsyncSession, actor: Principal, item: Item, note: str | None = None) -> None:
    """It can be applied for again."""
    await step(db, actor, item, Action.RESUME, tells=events.resumed, note=note, suspended_reason=None, resumes_on=None)
