"""Lets versions take over, and suspended ones be offered again, when their day comes; after any downtime too."""

from functools import partial

from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock
from chassis.app import Chassis
from chassis.repeating import let_pass, repeat
from svc_affairs.items import repository
from svc_affairs.items.passing import catch_up

BATCH = 20
_LOOK_EVERY_S = 1.0


async def let_items_pass(chassis: Chassis) -> None:
    """Run for as long as the service does."""
    await repeat(chassis, [take_over_once, resume_once], _LOOK_EVERY_S)


async def take_over_once(db: AsyncSession) -> int:
    """Hold some versions whose day has come, and let them take over."""
    held = await repository.hold_due_to_take_over(db, clock.now(), BATCH)
    return sum([await let_pass(db, item, partial(catch_up, db, item)) for item in held])


async def resume_once(db: AsyncSession) -> int:
    """Hold some suspended versions whose day has come, and resume them."""
    held = await repository.hold_due_to_resume(db, clock.now(), BATCH)
    return sum([await let_pass(db, item, partial(catch_up, db, item)) for item in held])
