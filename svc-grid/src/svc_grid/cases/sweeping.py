"""Lets time pass for the cases that nobody touches, and folds their steps into the figures; after any downtime too."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock
from chassis.app import Chassis
from chassis.error_handlers import is_database_away
from svc_grid.cases import repository
from svc_grid.cases.steps import catch_up

_log = structlog.get_logger(__name__)

BATCH = 50
_SWEEP_EVERY_S = 1.0
_REST_AFTER_FAULT = timedelta(minutes=5)


async def sweep(chassis: Chassis) -> None:
    """Run for as long as the service does."""
    await repeat(chassis, sweep_once, _SWEEP_EVERY_S)


async def sweep_once(db: AsyncSession) -> int:
    """Hold some cases whose timers are due, and run them; one that fails rests, and keeps no other waiting."""
    held = await repository.hold_due(db, clock.now(), BATCH)
    for case in held:
        case_id = case.id
        try:
            async with db.begin_nested():
                await catch_up(db, case)
        except Exception as error:
            if is_database_away(error):
                raise
            _log.exception("a case's timers failed", case=str(case_id))
            await db.refresh(case)
            case.sweep_after = clock.system_now() + _REST_AFTER_FAULT
    return len(held)


async def repeat(chassis: Chassis, once: Callable[[AsyncSession], Awaitable[int]], every_s: float) -> None:
    """One batch after another, resting where there was nothing to do; while the database is away too."""
    while True:
        try:
            async with chassis.database.unit_of_work() as db:
                done = await once(db)
        except Exception as error:
            if not is_database_away(error):
                raise
            done = 0
        if not done:
            await asyncio.sleep(every_s)
