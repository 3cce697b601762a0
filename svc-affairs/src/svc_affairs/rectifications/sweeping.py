"""Lets time pass for the rectifications that nobody touches, after any downtime too."""

from functools import partial

from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock
from chassis.app import Chassis
from chassis.repeating import let_pass, repeat
from svc_affairs.rectifications import repository
from svc_affairs.rectifications.passing import catch_up

BATCH = 50
_SWEEP_EVERY_S = 1.0


async def sweep_rectifications(chassis: Chassis) -> None:
    """Run for as long as the service does."""
    await repeat(chassis, [sweep_once], _SWEEP_EVERY_S)


async def sweep_once(db: AsyncSession) -> int:
    """Hold some whose timers are due, and run them; one that fails rests, and keeps no other waiting."""
    held = await repository.hold_due(db, clock.now(), BATCH)
    return sum([await let_pass(db, task, partial(catch_up, db, task)) for task in held])
