"""The sweeper: lets time pass for the tickets that nobody touches, within about a second, after any downtime too.

Beside it another worker brings those to a new calendar that an older one counted.
"""

from collections.abc import Sequence
from functools import partial

from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock
from chassis.app import Chassis
from chassis.repeating import let_pass, repeat
from svc_hotline.calendar.service import fresh_calendar
from svc_hotline.tickets import recounting, repository
from svc_hotline.tickets.models import Ticket
from svc_hotline.tickets.passing import run_timers

BATCH = 50
_SWEEP_EVERY_S, _RECOUNT_EVERY_S = 1.0, 2.0


async def sweep(chassis: Chassis) -> None:
    """Run for as long as the service does."""
    await repeat(chassis, [sweep_once], _SWEEP_EVERY_S)


async def recount(chassis: Chassis) -> None:
    """Run for as long as the service does."""
    await repeat(chassis, [recount_once], _RECOUNT_EVERY_S)


async def sweep_once(db: AsyncSession) -> int:
    """Hold some tickets whose timers are due, and run them; one that fails rests, and keeps no other waiting."""
    return await _let_pass(db, await repository.hold_due(db, clock.now(), BATCH))


async def recount_once(db: AsyncSession) -> int:
    """Hold some tickets that another calendar than the present one counted, and bring them to it."""
    now, calendar = clock.now(), await fresh_calendar(db)
    if calendar.since is not None and calendar.since > now:
        return 0  # who loaded it declared a time that has yet to come
    return await _let_pass(db, await recounting.hold_outdated(db, calendar.version, now, BATCH))


async def _let_pass(db: AsyncSession, held: Sequence[Ticket]) -> int:
    """Run the timers of the held tickets; returns how many tickets they were."""
    return sum([await let_pass(db, ticket, partial(run_timers, db, ticket)) for ticket in held])
