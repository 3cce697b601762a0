"""The sweeper: lets time pass for the tickets that nobody touches, within about a second, after any downtime too.

Beside it another worker brings those to a new calendar that an older one counted.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock
from chassis.app import Chassis
from chassis.error_handlers import is_database_away
from svc_hotline.calendar.service import fresh_calendar
from svc_hotline.tickets import recounting, repository
from svc_hotline.tickets.models import Ticket
from svc_hotline.tickets.passing import run_timers

_log = structlog.get_logger(__name__)

BATCH = 50
_SWEEP_EVERY_S, _RECOUNT_EVERY_S = 1.0, 2.0
_REST_AFTER_FAULT = timedelta(minutes=5)


async def sweep(chassis: Chassis) -> None:
    """Run for as long as the service does."""
    await _repeat(chassis, sweep_once, _SWEEP_EVERY_S)


async def recount(chassis: Chassis) -> None:
    """Run for as long as the service does."""
    await _repeat(chassis, recount_once, _RECOUNT_EVERY_S)


async def sweep_once(db: AsyncSession) -> int:
    """Hold some tickets whose timers are due, and run them; one that fails rests, and keeps no other waiting."""
    return await _let_pass(db, await repository.hold_due(db, clock.now(), BATCH))


async def recount_once(db: AsyncSession) -> int:
    """Hold some tickets that another calendar than the present one counted, and bring them to it."""
    now, calendar = clock.now(), await fresh_calendar(db)
    if calendar.since is not None and calendar.since > now:
        return 0  # who loaded it declared a time that has yet to come
    return await _let_pass(db, await recounting.hold_outdated(db, calendar.version, now, BATCH))


async def _repeat(chassis: Chassis, once: Callable[[AsyncSession], Awaitable[int]], every_s: float) -> None:
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


async def _let_pass(db: AsyncSession, held: Sequence[Ticket]) -> int:
    """Run the timers of the held tickets, each in a savepoint; returns how many tickets they were."""
    for ticket in held:
        ticket_id = ticket.id
        try:
            async with db.begin_nested():
                await run_timers(db, ticket)
        except Exception as error:
            if is_database_away(error):
                raise
            _log.exception("a ticket's timers failed", ticket=str(ticket_id))
            await db.refresh(ticket)
            ticket.sweep_after = clock.system_now() + _REST_AFTER_FAULT
    return len(held)
