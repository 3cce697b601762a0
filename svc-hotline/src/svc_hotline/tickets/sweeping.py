"""The sweeper: lets time pass for the tickets that nobody touches, within about a second, after any downtime too."""

import asyncio
from datetime import timedelta

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock
from chassis.app import Chassis
from chassis.error_handlers import is_database_away
from svc_hotline.tickets import repository
from svc_hotline.tickets.passing import run_timers

_log = structlog.get_logger(__name__)

BATCH = 50
_LOOK_EVERY_S = 1.0
_REST_AFTER_FAULT = timedelta(minutes=5)


async def sweep(chassis: Chassis) -> None:
    """Run for as long as the service does."""
    while True:
        try:
            async with chassis.database.unit_of_work() as db:
                done = await sweep_once(db)
        except Exception as error:
            if not is_database_away(error):
                raise
            done = 0
        if not done:
            await asyncio.sleep(_LOOK_EVERY_S)


async def sweep_once(db: AsyncSession) -> int:
    """Hold some tickets whose timers are due, and run them; one that fails rests, and keeps no other waiting."""
    due = await repository.hold_due(db, clock.now(), BATCH)
    for ticket in due:
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
    return len(due)
